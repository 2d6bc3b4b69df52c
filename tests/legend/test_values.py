"""The numbers of figures for the manuscript."""

import json
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from legendspecs import prepared_of
from natfig.legend.values import FORMATS, Entry, entries, macro_names, write_values

BAR = (
    "{kind: bar, data: t, x: g, y: v, "
    "stats: {spread: sd, n: auto, replicate: mouse, unit: mice, test: welch}}"
)
CLAIMS = (
    "claims: {min_rise: {value: SELECT min(v) FROM t, assert: '> 1', format: .1f, unit: '%', "
    "label: a_b & c}, "
    "drop_2: {value: SELECT -max(v) FROM t, format: .2f, unit: ms}}"
)


@pytest.fixture
def prepared(tmp_path):
    return prepared_of(tmp_path, BAR, claims=CLAIMS)


def test_claims_then_n_then_tests(prepared):
    found = entries(prepared)
    assert [e.name for e in found[:4]] == ["min_rise", "drop_2", "panel a, A, n", "panel a, B, n"]
    assert found[0].text == "10.0%"
    assert found[0].about == "a_b & c; asserted: > 1"
    assert [e.path[-1] for e in found[4:]] == ["statistic", "P", "effect"]
    assert {e.path[1] for e in found[4:]} == {"A versus B"}


def test_numbers_are_the_manifest_s(prepared, tmp_path):
    from natfig.render.build import draw_into

    figure = draw_into(prepared, tmp_path / "out", ("svg",))
    manifest = json.loads((tmp_path / "out" / "tiny.manifest.json").read_bytes())["figures"][0]
    (one,) = json.loads(write_values([prepared], "json"))["figures"]
    for name, claim in manifest["claims"].items():
        assert one["claims"][name] | claim == one["claims"][name]
    assert one["statistics"]["a"] == manifest["panels"][0]["statistics"]
    assert figure["claims"].keys() == one["claims"].keys()


def test_latex_defines_each_number_once(prepared):
    text = write_values([prepared], "latex").decode()
    names = re.findall(r"\\newcommand\{\\([A-Za-z]+)\}", text)
    assert len(names) == len(set(names)) == len(entries(prepared))
    assert "\\newcommand{\\tinyMinRise}{10.0\\%} % min_rise; a_b & c; asserted: > 1\n" in text
    assert "\\newcommand{\\tinyDropTwo}{$-$15.00~ms}" in text


def test_json_names_the_commands(prepared):
    (one,) = json.loads(write_values([prepared], "json"))["figures"]
    latex = write_values([prepared], "latex").decode()
    assert one["macros"]["min_rise"] == "tinyMinRise"
    assert all(f"\\newcommand{{\\{name}}}" in latex for name in one["macros"].values())


@pytest.mark.parametrize("form", FORMATS)
def test_every_form_holds_every_number(prepared, form):
    text = write_values([prepared], form).decode()
    assert text.endswith("\n")
    assert "10.0" in text
    assert "None" not in text


def test_markdown_is_a_table(prepared):
    lines = write_values([prepared], "markdown").decode().splitlines()
    assert lines[:2] == ["| figure | number | value | from |", "|---|---|---|---|"]
    assert lines[2] == "| tiny | min\\_rise | 10.0% | a\\_b \\& c; asserted: \\> 1 |"
    assert {len(re.findall(r"(?<!\\)\|", line)) for line in lines} == {5}


@pytest.mark.parametrize(
    ("paths", "names"),
    [
        ([("min_speedup",)], ["servingMinSpeedup"]),
        ([("auc2",), ("auc_2",)], ["servingAucTwoA", "servingAucTwoB"]),
        ([("x",), ("x",), ("x_a",)], ["servingXB", "servingXC", "servingXA"]),
        ([("β₂-rate",)], ["servingBetaTwoRate"]),
        ([("größe",)], ["servingGroE"]),
        ([("漢字",)], ["serving"]),
    ],
)
def test_names_of_commands(paths, names):
    assert macro_names([Entry("serving", path, "1") for path in paths]) == names


@given(st.lists(st.tuples(st.text(max_size=8), st.text(max_size=8)), max_size=12))
def test_names_are_letters_and_unique(pairs):
    names = macro_names([Entry(figure, (name,), "1") for figure, name in pairs])
    assert len(names) == len(set(names)) == len(pairs)
    assert all(re.fullmatch("[A-Za-z]+", name) for name in names)


def test_a_comment_never_leaves_its_line(tmp_path):
    claims = 'claims: {a: {value: SELECT 1, label: "x\\n\\\\immediate\\\\write18{rm}"}}'
    text = write_values([prepared_of(tmp_path, BAR, claims=claims)], "latex").decode()
    assert all(line.startswith(("%", "\\newcommand{")) for line in text.splitlines())
