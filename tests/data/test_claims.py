"""Claims are numbers from the data, with an assertion that is parsed and never evaluated as code."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from natfig.core.errors import DataError, SpecError
from natfig.data.claims import (
    ClaimResult,
    evaluate_claims,
    fill,
    format_value,
    names_in,
    parse_assertion,
    text_problems,
)
from natfig.data.load import load_tables
from natfig.spec.loader import load_spec
from specwriter import changed, write


@pytest.mark.parametrize(
    ("text", "value", "holds"),
    [
        (">= 1.5", 1.5, True),
        (">= 1.5", 1.49, False),
        ("> 1.5", 1.5, False),
        ("< 0.05", 0.01, True),
        ("<= 5e-2", 0.06, False),
        ("== 344", 344, True),
        ("!= 0", 0, False),
        ("= 2", 2.0, True),
        ("≥ 3", 3, True),
        ("≤ −3", -3, True),
        ("> -1", 0, True),
        ("between 1 and 2", 1, True),
        ("between 1 and 2", 2.0, True),
        ("Between 1 and 2", 2.1, False),
        ("between -2 and -1", -1.5, True),
        ("== 1", True, True),
    ],
)
def test_assertions(text, value, holds):
    assert parse_assertion(text).holds(value) is holds


@pytest.mark.parametrize(
    "text",
    [
        "",
        "1.5",
        ">=",
        ">= x",
        "> 1 or True",
        "__import__('os')",
        "between 1",
        "> 1 and < 2",
        ">> 1",
        "> 1,5",
        "> 1e",
        "> nan",
    ],
)
def test_what_is_no_assertion(text):
    with pytest.raises(DataError, match="is not an assertion; write such as"):
        parse_assertion(text)


def test_ends_the_wrong_way_round():
    with pytest.raises(DataError, match="wrong way round; write between 1 and 2"):
        parse_assertion("between 2 and 1")


@pytest.mark.parametrize(
    ("value", "form", "unit", "text"),
    [
        (1.524, ".2f", "", "1.52"),
        (1.5, "g", "ms", "1.5 ms"),
        (-3.0, ".1f", "", "−3.0"),
        (1234567, ",", "", "1,234,567"),
        (344.0, "d", "", "344"),
        (0.123, ".1%", "", "12.3%"),
        (12.3, ".0f", "%", "12%"),
        (21.5, "g", "°C", "21.5 °C"),
        ("Gentoo", "g", "", "Gentoo"),
        (1e-9, ".1e", "", "1.0e-09"),
    ],
)
def test_values_as_text(value, form, unit, text):
    assert format_value(value, form, unit) == text


@pytest.mark.parametrize(
    ("value", "form"), [(1.5, "d"), (1.5, "q"), ("x", ".2f"), (1.5, ".99999999f"), (1.5, "9999999999")]
)
def test_wrong_formats(value, form):
    with pytest.raises(DataError, match="format: "):
        format_value(value, form)


def claims(folder, **given):
    """Evaluate claims given as name={…} or name="SQL"."""
    entries = {n: c if isinstance(c, dict) else {"value": c} for n, c in given.items()}
    text = changed("panels:\n", f"claims: {json.dumps(entries)}\npanels:\n")
    loaded = load_spec(write(folder, text, t__csv="g,y\nA,1\nB,2\nC,\n"))
    return evaluate_claims(loaded, load_tables(loaded))


def test_values(tmp_path):
    found = claims(
        tmp_path,
        total="SELECT sum(y) FROM t",
        rows={"value": "SELECT count(*) FROM t", "assert": "== 3", "format": "d"},
        exact="SELECT 1.25::DECIMAL(5, 2)",
        best="SELECT arg_max(g, y) FROM t",
        fails={"value": "SELECT max(y) FROM t", "assert": "> 2"},
        day="SELECT DATE '2020-01-31'",
    )
    assert found["total"] == ClaimResult(3, None, True, "3")
    assert found["rows"] == ClaimResult(3, "== 3", True, "3")
    assert found["exact"].value == 1.25
    assert found["best"].text == "B"
    assert not found["fails"].holds
    assert found["day"].text == "2020-01-31"


@pytest.mark.parametrize(
    ("claim", "message"),
    [
        ("SELECT y FROM t", "claims.c: the SQL gives more than one row; a claim is one value"),
        ("SELECT y FROM t WHERE y > 9", "claims.c: the SQL gives no row"),
        ("SELECT min(y), max(y) FROM t", "the SQL gives 2 columns"),
        ("SELECT max(y) FROM t WHERE y > 9", "the value is missing (NULL)"),
        ("SELECT 'nan'::DOUBLE", "the value is not a number"),
        ("SELECT 1e308 * 10", "the value is infinite"),
        ("SELECT [1, 2]", "the value is a list or a record"),
        ("SELECT max(yy) FROM t", "there is no column 'yy'; did you mean 'y'?"),
        ("SELECT max(y) FROM tt", "there is no table 'tt'; did you mean 't'?"),
        ("SELECT 'a'::INT", "the SQL is wrong"),
        ("DELETE FROM t", "the SQL is not a SELECT"),
        ("SELECT content FROM read_text('/etc/passwd')", "read_text() is not allowed"),
        ({"value": "SELECT 1", "assert": "big"}, "claims.c: assert: 'big' is not an assertion"),
        ({"value": "SELECT 'x'", "assert": "> 1"}, "the value is text ('x'), which cannot be compared"),
        ({"value": "SELECT 1.5", "format": "d"}, "claims.c: format: 'd' does not fit 1.5"),
    ],
)
def test_what_cannot_be_evaluated(tmp_path, claim, message):
    with pytest.raises(DataError) as caught:
        claims(tmp_path, c=claim)
    assert message in str(caught.value)
    assert "spec.yaml:14: " in str(caught.value)


def test_all_wrong_claims_are_told(tmp_path):
    with pytest.raises(DataError) as caught:
        claims(tmp_path, a="SELECT y FROM t", b="SELECT yy FROM t", **{"c-d": "SELECT 1"})
    assert len(caught.value.problems) == 3
    assert "claims.c-d: 'c-d' cannot stand in {…}" in str(caught.value)


RESULTS = {"gain": ClaimResult(1.5, None, True, "1.5"), "n": ClaimResult(3, None, True, "3")}


@pytest.mark.parametrize(
    ("text", "filled"),
    [
        ("no name", "no name"),
        ("{gain}-fold, n = {n}", "1.5-fold, n = 3"),
        ("{{gain}}", "{gain}"),
        (r"log$_{10}$ of {n}, $\mathrm{kg}$, $x^{2}$", r"log$_{10}$ of 3, $\mathrm{kg}$, $x^{2}$"),
    ],
)
def test_names_are_filled_in(text, filled):
    assert fill(text, RESULTS) == filled


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("{gian}", "{gian} is no claim; did you mean 'gain'?"),
        ("{gain:.2f}", "is not the name of a claim; write {name}; its format is set under claims:"),
        ("{gain.__class__}", "is not the name of a claim"),
        ("{}", "is not the name of a claim"),
        ("{gain", "a brace is not closed"),
        ("gain}", "a brace is not closed"),
    ],
)
def test_wrong_names(text, message):
    with pytest.raises(SpecError) as caught:
        fill(text, RESULTS)
    assert message in str(caught.value)


@given(st.text(alphabet="{}ab_^\\$ ", max_size=30))
def test_any_text_is_filled_or_refused(text):
    results = {
        name: ClaimResult(1, None, True, "1") for name in ("a", "b", "ab", "ba", "aa", "bb", "_", "a_b")
    }
    try:
        found = fill(text, results)
    except SpecError:
        return
    if "{" not in text and "}" not in text:
        assert found == text


def test_names_in():
    assert names_in("{a} and {b} and {a}") == ["a", "b", "a"]


def test_texts_of_a_spec_are_searched(tmp_path):
    text = (
        changed(
            "    y: y\n",
            "    y: y\n    annotations: [{text: '{gian}'}]\n    references: [{y: 1, label: '{limit}'}]\n",
        )
        + 'claims: {gain: {value: SELECT 1}}\nlegend: {title: "{gain} {x", panels: {a: "{gains}"}}\n'
    )
    found = [str(p).split("spec.yaml:")[1] for p in text_problems(load_spec(write(tmp_path, text)))]
    assert found == [
        "23: legend.title: a brace is not closed; write {{ and }} for braces that stay",
        "23: legend.panels.a: {gains} is no claim; did you mean 'gain'?",
        "20: panels.a.annotations.0.text: {gian} is no claim; did you mean 'gain'?",
        "21: panels.a.references.0.label: {limit} is no claim; claims: gain",
    ]
