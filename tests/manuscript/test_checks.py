"""What is found across figures: each check with a bad paper and a good one."""

import os

import pytest

from natfig.core.config import read_config
from natfig.core.findings import Severity
from natfig.manuscript.checks import paper_checks
from natfig.manuscript.checks.con007_terms import split_label
from natfig.manuscript.paper import Paper
from natfig.manuscript.run import check_paper
from natfig.manuscript.settings import read_settings
from natfig.render.prepare import prepare
from paperwriter import TABLE, write_figure, write_paper


def checked(path, **more):
    """Check the paper of a configuration file."""
    settings = read_settings(read_config(path))
    found = {}
    for entry in settings.figures:
        found[entry.path] = prepare(entry.path, environ=os.environ)
        found[entry.path].tables.close()
    return check_paper(Paper.of(settings, found), **more)


def findings(path, code=None):
    return [f for f in checked(path).findings if code is None or f.finding.code == code]


def messages(path, code):
    return [f.finding.message for f in findings(path, code)]


def pair(folder, first=None, second=None, **more):
    """Write a paper of two figures that agree but for what is given."""
    write_figure(folder, "one", **(first or {}))
    write_figure(folder, "two", **(second or {}))
    return write_paper(folder, "one", "two", **more)


def test_figures_that_agree_have_no_findings(tmp_path):
    assert findings(pair(tmp_path)) == []


SAME = "Quantized serving halves latency at every batch size."


@pytest.mark.parametrize(
    ("second", "severity", "said"),
    [
        ({"conclusion": SAME}, Severity.ERROR, "Fig. 1 and Fig. 2 have one conclusion"),
        (
            {"conclusion": "At every batch size quantized serving halved the latency."},
            Severity.WARNING,
            "repeats that of Fig. 1 in nearly the same words",
        ),
        (
            {"conclusion": "Quantized serving never halves latency at every batch size."},
            Severity.ERROR,
            "the conclusion of Fig. 2 denies that of Fig. 1",
        ),
        ({"claim": SAME}, Severity.WARNING, "panel a of Fig. 2 claims what Fig. 1 concludes"),
        (
            {"claim": "The response one grows with the dose."},
            Severity.WARNING,
            "panel a of Fig. 2 makes the claim of panel a of Fig. 1",
        ),
    ],
)
def test_one_argument_in_two_figures(tmp_path, second, severity, said):
    path = pair(tmp_path, {"conclusion": SAME}, second)
    (found,) = findings(path, "CON005")
    assert said in found.finding.message
    assert found.finding.severity is severity
    assert found.file == str(tmp_path / "two" / "spec.yaml")
    assert found.finding.where.line > 1
    assert found.figures == ("Fig. 1", "Fig. 2")


def test_the_same_rows_in_the_same_role(tmp_path):
    table = TABLE.replace("{n}", "5")
    path = pair(tmp_path, {"role": "dose effect"}, {"role": "Dose effect"})
    assert messages(path, "CON005") == [], "other rows"
    for name in ("one", "two"):
        (tmp_path / name / "t.csv").write_text(table)
    said = "panel a of Fig. 2 shows the rows of panel a of Fig. 1 in the same role ('Dose effect')"
    assert messages(path, "CON005") == [said]


def test_one_thing_in_two_colours(tmp_path):
    colors = "{{field: drug, colors: {{control: '{}', drug A: '{}'}}}}"
    path = pair(
        tmp_path,
        {"color": colors.format("#767676", "#0F4D92")},
        {"color": colors.format("#0F4D92", "#767676")},
    )
    said = "in Fig. 1 and Fig. 2 'control' is #767676 and #0F4D92; 'drug A' is #0F4D92 and #767676"
    (found,) = findings(path, "CON006")
    assert found.finding.message == said
    lines = (tmp_path / "two" / "spec.yaml").read_text().splitlines()
    assert "color:" in lines[found.finding.where.line - 1]


def test_a_thing_of_another_field_is_known_by_its_name(tmp_path):
    table = "dose,arm,response\n1,control,1\n2,drug A,3\n"
    path = pair(
        tmp_path,
        {"color": "{field: drug, colors: {control: '#767676'}}"},
        {"color": "{field: arm, colors: {control: '#B64342'}}", "table": table},
    )
    assert "'control' is #767676 and #B64342" in messages(path, "CON006")[0]


def test_one_colour_for_two_levels_of_a_field(tmp_path):
    table = "dose,drug,response\n1,drug B,1\n2,drug B,3\n"
    color = "{{field: drug, colors: {{{}: '#0F4D92'}}}}"
    path = pair(
        tmp_path,
        {"color": color.format("drug A")},
        {"color": color.format("drug B"), "table": table},
    )
    said = "#0F4D92 is 'drug A' in Fig. 1 and 'drug B' in Fig. 2, both of the field 'drug'"
    assert messages(path, "CON006") == [said]


def test_the_palette_may_be_used_again_for_other_fields(tmp_path):
    table = "dose,site,response\n1,Bern,1\n2,Basel,3\n"
    path = pair(tmp_path, None, {"color": "site", "table": table})
    assert messages(path, "CON006") == []


@pytest.mark.parametrize(
    ("label", "said"),
    [
        ("Response (V)", "the field 'response' has two units"),
        ("Response", "the field 'response' has a unit in one figure only"),
        ("Response [mV]", "the unit of 'response' stands in two kinds of brackets"),
        ("response (mV)", "the field 'response' is written in two ways"),
        ("Potential (mV)", "the field 'response' has two names"),
    ],
)
def test_terms(tmp_path, label, said):
    path = pair(tmp_path, None, {"y": f"'{label}'"})
    (found,) = findings(path, "CON007")
    assert found.finding.message == f"{said}: 'Response (mV)' in Fig. 1 and '{label}' in Fig. 2"
    line = (tmp_path / "two" / "spec.yaml").read_text().splitlines()[found.finding.where.line - 1]
    assert label in line


def test_common_columns_of_other_data_are_other_things(tmp_path):
    path = pair(tmp_path, {"column": "value"}, {"column": "value", "y": "Potential (mV)"})
    assert messages(path, "CON007") == []
    table = (tmp_path / "one" / "t.csv").read_text()
    (tmp_path / "two" / "t.csv").write_text(table)
    assert len(messages(path, "CON007")) == 1


def test_levels_that_differ_in_case(tmp_path):
    table = "dose,drug,response\n1,Control,1\n2,Drug-A,3\n"
    path = pair(tmp_path, None, {"color": "drug", "table": table})
    said = messages(path, "CON007")
    assert said == [
        "'control' of Fig. 1 is written 'Control' in Fig. 2 (field 'drug')",
        "'drug A' of Fig. 1 is written 'Drug-A' in Fig. 2 (field 'drug')",
    ]


@pytest.mark.parametrize(
    ("label", "parts"),
    [
        ("Latency (ms)", ("Latency", "ms", "()")),
        ("Latency [s]", ("Latency", "s", "[]")),
        ("Batch size", ("Batch size", "", "")),
        ("(ms)", ("(ms)", "", "")),
        ("Rate (1/s) ", ("Rate", "1/s", "()")),
    ],
)
def test_labels(label, parts):
    assert split_label(label) == parts


@pytest.mark.parametrize(
    ("more", "first", "second", "said", "severity"),
    [
        ("", {}, {"journal": "cell"}, "Fig. 2 is made for cell, Fig. 1 for nature", Severity.ERROR),
        (
            'journal = "cell"',
            {"journal": "cell"},
            {},
            "Fig. 2 is made for nature, the paper for cell",
            Severity.ERROR,
        ),
        (
            'stage = "production"',
            {},
            {"stage": "initial"},
            "Fig. 2 is at the stage 'initial', the paper is at 'production'",
            Severity.ERROR,
        ),
        (
            "",
            {},
            {"width": "85mm"},
            "Fig. 2 is 85 mm wide and Fig. 1 89 mm: nearly one width",
            Severity.WARNING,
        ),
        (
            "",
            {},
            {"palette": "  palette: okabe-ito\n"},
            "Fig. 2 has the palette okabe-ito and Fig. 1 nature",
            Severity.WARNING,
        ),
    ],
)
def test_one_format(tmp_path, more, first, second, said, severity):
    (found,) = findings(pair(tmp_path, first, second, more=more), "CON008")
    assert found.finding.message == said
    assert found.finding.severity is severity


def test_two_widths_that_are_meant_are_fine(tmp_path):
    assert findings(pair(tmp_path, {"width": "single"}, {"width": "double"}), "CON008") == []


def test_too_many_figures(tmp_path):
    names = [f"fig{k}" for k in range(1, 8)]
    for name in names:
        write_figure(tmp_path, name)
    (found,) = findings(write_paper(tmp_path, *names), "CON009")
    assert found.finding.message.startswith("the paper has 7 figures; Nature takes 6")
    assert found.finding.severity is Severity.WARNING, "known from one secondary source"
    assert found.finding.where.line == 3
    assert findings(write_paper(tmp_path, *names[:6]), "CON009") == []


def test_a_legend_that_is_too_long(tmp_path):
    path = pair(tmp_path, None, {"title": "Dose and response, " + "again and again, " * 90 + "told"})
    found = findings(path, "LIM007")
    assert [f.figures for f in found] == [("Fig. 2",)]
    assert found[0].finding.where.line > 1


DRAFT = "# Results\n\n{}\n"


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("Doses matter (Fig. 1). So do times (Fig. 2a).", []),
        ("Doses matter (Fig. 1).", ["FIG002"]),
        ("Times matter (Fig. 2). Doses do (Fig. 1).", ["FIG003"]),
        ("Doses matter (Fig. 1), times too (Fig. 2a,b).", ["FIG004"]),
    ],
)
def test_the_draft_cites_every_figure_in_order(tmp_path, text, codes):
    path = pair(tmp_path, more='draft = "paper.md"')
    (tmp_path / "paper.md").write_text(DRAFT.format(text))
    found = findings(path)
    assert [f.finding.code for f in found] == codes
    assert all(f.file == str(tmp_path / "paper.md") for f in found)
    if codes == ["FIG002"]:
        assert found[0].finding.message == "Fig. 2 (two) is never mentioned in the text"


def test_extended_data_are_cited_too(tmp_path):
    path = pair(tmp_path)
    path = write_paper(tmp_path, "one", extended=("two",), more='draft = "paper.md"')
    (tmp_path / "paper.md").write_text(DRAFT.format("Doses matter (Fig. 1)."))
    assert messages(path, "FIG002") == ["Extended Data Fig. 1 (two) is never mentioned in the text"]
    (tmp_path / "paper.md").write_text(DRAFT.format("Doses matter (Fig. 1, Extended Data Fig. 1)."))
    assert messages(path, "FIG002") == []


def test_codes_can_be_left_out(tmp_path):
    path = pair(tmp_path, {"conclusion": SAME}, {"conclusion": SAME, "y": "Potential (mV)"})
    assert {f.finding.code for f in checked(path).findings} == {"CON005", "CON007"}
    assert {f.finding.code for f in checked(path, ignore=["CON005"]).findings} == {"CON007"}
    assert {f.finding.code for f in checked(path, select=["CON005"]).findings} == {"CON005"}


def test_json(tmp_path):
    result = checked(pair(tmp_path, {"conclusion": SAME}, {"conclusion": SAME}))
    data = result.to_json()
    assert data["counts"] == {"main": 2, "extended": 0, "read": 2}
    assert data["summary"] == {"errors": 1, "warnings": 0, "infos": 0}
    (found,) = data["findings"]
    assert found["where"]["file"].endswith("spec.yaml")
    assert found["figures"] == ["Fig. 1", "Fig. 2"]
    assert result.failed()
    assert "no draft is named" in data["notes"][0]


@pytest.mark.parametrize("name", paper_checks.names())
def test_every_check_explains_itself(name):
    check = paper_checks.load(name)
    assert name.partition("_")[0].upper() == check.code
    assert check.reason.endswith(".")
    assert all((check.bad, check.good, check.hint, check.source, check.title))
