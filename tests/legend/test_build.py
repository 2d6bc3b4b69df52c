"""From a prepared spec to its legend."""

import re

import pytest

from legendspecs import legend_of
from natfig.core.resources import templates_dir
from natfig.legend import build_legend, panel_statements
from natfig.legend.model import count_words
from natfig.render.prepare import prepare

TEMPLATES = sorted(templates_dir("specs").glob("*/spec.yaml"))
BAR = "{kind: bar, data: t, x: {field: g, label: Group}, y: {field: v, label: Count (per ml)}, %s}"
PLAIN = "{kind: scatter, data: t, x: {field: w, label: Weight (g)}, y: {field: v, label: Count (per ml)}}"
SEM = BAR % "stats: {center: mean, spread: sem, n: auto, unit: wells}"


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda p: p.parent.name)
@pytest.mark.parametrize("is_own", [True, False], ids=["written", "made"])
def test_legends_of_the_templates_are_sound(path, is_own):
    prepared = prepare(path)
    if not is_own:
        spec = prepared.loaded.spec.model_copy(update={"legend": None})
        object.__setattr__(prepared.loaded, "spec", spec)
    legend = build_legend(prepared, number=1)
    text = legend.text
    assert "None" not in text
    assert "nan" not in text.lower().split()
    bare = re.sub(r"s\.d\.|s\.e\.m\.", "sd", text)
    assert not re.search(r"[.;:,]\s*[.;:,]|\s\s|\(\)|\s[.,;]|\{|\}|\$", bare), text
    for part in legend.parts:
        for sentence in (part.text, *(s.text for s in part.statements)):
            assert not sentence or re.search(r"[.?!]$", sentence), sentence
    if legend.limit is not None:
        # Authors of dense figures may write more than a journal takes; natfig adds to it what it must.
        own = count_words(" ".join(part.text for part in legend.parts))
        assert legend.words <= legend.limit.value or own > 0.6 * legend.limit.value
    for letter in prepared.loaded.panels:
        assert any(letter in part.letters for part in legend.parts) or len(prepared.loaded.panels) == 1
    prepared.tables.close()


def test_the_author_comes_first_and_what_is_missing_follows(tmp_path):
    legend = legend_of(tmp_path, SEM, legend="legend: {title: Counts., panels: {a: Count by group}}")
    assert legend.title == "Counts."
    assert legend.text == (
        "Counts. Count by group. Bars, means; error bars, s.e.m.; points, individual wells; "
        "n = 12 wells per bar. Source data are provided with this paper."
    )


@pytest.mark.parametrize(
    ("own", "expected"),
    [
        ("Count; mean ± s.e.m. of 12 wells", "Count; mean ± s.e.m. of 12 wells."),
        ("Count; mean ± s.e.m.", "Count; mean ± s.e.m. n = 12 wells per bar."),
        ("Count; mean ± standard error, n = 12", "Count; mean ± standard error, n = 12."),
    ],
)
def test_nothing_is_said_twice(tmp_path, own, expected):
    legend = legend_of(tmp_path, SEM, legend=f"legend: {{panels: {{a: {own!r}}}}}")
    assert legend.parts[0].sentences == expected


def test_without_a_legend_it_is_made_of_conclusion_channels_and_claim(tmp_path):
    legend = legend_of(tmp_path, PLAIN)
    assert legend.title == "Drug B raises the count."
    assert legend.parts[0].sentences == "Count against weight. Claim a holds. n = 24."


def test_what_panels_share_is_said_once(tmp_path):
    legend = legend_of(tmp_path, SEM, SEM, PLAIN)
    joint = next(part for part in legend.parts if part.letters == ("a", "b"))
    assert [s.topic for s in joint.statements] == ["data"]
    assert legend.text.count("error bars, s.e.m.") == 1
    assert "a, b, Bars, means" in legend.text


def test_one_panel_has_no_letter(tmp_path):
    assert legend_of(tmp_path, PLAIN).text.startswith("Drug B raises the count. Count against weight.")


def test_claims_are_filled_in(tmp_path):
    legend = legend_of(
        tmp_path,
        PLAIN,
        claims="claims: {rows: {value: SELECT count(*) FROM t, format: .0f, unit: wells}}",
        legend="legend: {title: 'All {rows} rise', panels: {a: 'Counts of {rows}; n = {rows}'}}",
    )
    assert legend.title == "All 24 wells rise."
    assert legend.parts[0].text == "Counts of 24 wells; n = 24 wells."


def test_rows_that_are_left_out_are_said_with_their_reason(tmp_path):
    panel = PLAIN.replace("}}", "}, exclude: [{rule: v > 14, reason: the counter overflowed}]}")
    legend = legend_of(tmp_path, panel)
    assert "rows are left out (the counter overflowed)." in legend.text
    legend = legend_of(tmp_path, PLAIN.replace("}}", "}, where: v > 12}"))
    assert "left out" not in legend.text


def test_example_data_are_called_so(tmp_path):
    data = "  u: {rows: [{x: 1, y: 2}, {x: 2, y: 3}, {x: 3, y: 5}], example: true}"
    legend = legend_of(tmp_path, "{kind: line, data: u, x: x, y: y}", data=data)
    assert "Example data, not measurements." in legend.text


def test_abbreviations_that_the_spec_explains_are_explained(tmp_path):
    legend = legend_of(
        tmp_path,
        PLAIN,
        conclusion="Drug B raises the blood eosinophil count (BEC) in mice.",
        legend="legend: {title: Counts., panels: {a: BEC against weight}}",
    )
    assert "BEC, blood eosinophil count." in legend.text
    legend = legend_of(tmp_path, PLAIN, legend="legend: {title: Counts., panels: {a: XQZ against weight}}")
    assert "XQZ," not in legend.text


def test_words_are_saved_where_no_journal_demands_them(tmp_path):
    full = legend_of(tmp_path, PLAIN)
    assert not full.left_out
    short = legend_of(tmp_path, PLAIN, max_words=12)
    assert [s.topic for s in short.left_out] == ["n", "source"]
    assert short.words <= 12
    assert [s.topic for s in legend_of(tmp_path, PLAIN, max_words=8).left_out] == ["claim", "n", "source"]
    tiny = legend_of(tmp_path, SEM, max_words=3)
    assert "s.e.m." in tiny.text
    assert tiny.words > 3


def test_shorter_forms_come_before_claims_go(tmp_path):
    table = "g,v\n" + "".join(
        f"{g},{k}\n" for n, g in ((5, "Alpha"), (6, "Beta"), (7, "Gamma")) for k in range(n)
    )
    panel = "{kind: distribution, data: t, x: g, y: v}"
    full = legend_of(tmp_path, panel, table=table)
    assert "n = 5 (Alpha), 6 (Beta) and 7 (Gamma)." in full.text
    short = legend_of(tmp_path, panel, table=table, max_words=full.words - 8)
    assert "n = 5–7 per group." in short.text
    assert "Claim a holds." in short.text
    assert short.is_shortened


def test_the_number_of_the_figure(tmp_path):
    assert legend_of(tmp_path, PLAIN, number=4).text.startswith("Fig. 4 | Drug B")
    assert legend_of(tmp_path, PLAIN, number=4, journal="science").text.startswith("Fig. 4. Drug B")


def test_spread_from_columns_that_nobody_explains_is_a_warning(tmp_path):
    data = "  u: {rows: [{x: A, y: 2, e: 1}, {x: B, y: 3, e: 1}]}"
    panel = "{kind: bar, data: u, x: x, y: {field: y, error: e}}"
    legend = legend_of(tmp_path, panel, data=data)
    assert "panel a: its error bars come from columns" in legend.warnings[0]
    said = legend_of(tmp_path, panel, data=data, legend="legend: {panels: {a: Means with 95% CI}}")
    assert said.warnings == ()


def test_all_statements_of_a_panel_whatever_the_author_says(tmp_path):
    from legendspecs import prepared_of

    prepared = prepared_of(tmp_path, SEM, legend="legend: {panels: {a: 'Count; mean ± s.e.m. of 12 wells'}}")
    assert [s.topic for s in panel_statements(prepared, "a")] == ["data"]


def test_it_does_not_depend_on_the_run(tmp_path):
    assert legend_of(tmp_path, SEM, PLAIN).text == legend_of(tmp_path, SEM, PLAIN).text
