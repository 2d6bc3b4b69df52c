"""What the reports share: harmless texts, places and sums in words."""

import json

import pytest

from natfig.core.findings import Severity
from natfig.qa.reporters._plain import count, facts, not_measured, place, summary, to_json, visible
from natfig.qa.result import FileResult, Results
from qaresults import HOSTILE, everything, file, finding


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("Größe µm — 5 ≥ 3", "Größe µm — 5 ≥ 3"),
        ("\x1b[31mred", "\\x1b[31mred"),
        ("a\nb\tc\r", "a\\nb\\tc\\r"),
        ("\x9b2J", "\\x9b2J"),
        ("abc\u202edef", "abc\\u202edef"),
        ("a\u2028b", "a\\u2028b"),
        ("half \ud83d", "half \\ud83d"),
        ("whole \U0001f600", "whole \U0001f600"),
        ("##[error]x", "##\\x5berror]x"),
        ("a\u200db", "a\u200db"),  # joins letters in several scripts
    ],
)
def test_what_cannot_be_seen_is_written_out(text, shown):
    assert visible(text) == shown


def test_nothing_hidden_is_left():
    shown = visible(HOSTILE)
    assert shown.isprintable()
    shown.encode("utf-8")


@pytest.mark.parametrize("value", [{"a": [1.5, "x"], "b": None}, "plain", [], {"n": 3, "t": True}])
def test_json_is_json(value):
    assert json.loads(to_json(value)) == value


def test_json_of_hostile_texts_comes_back_whole():
    text = to_json({HOSTILE: [HOSTILE]})
    assert json.loads(text) == {HOSTILE: [HOSTILE]}
    assert all(c.isprintable() or c == "\n" for c in text)
    text.encode("utf-8")


@pytest.mark.parametrize("number", [float("nan"), float("inf"), -float("inf")])
def test_json_has_no_numbers_that_are_none(number):
    assert json.loads(to_json({"a": [number, (1.0, number)], "b": 2.0})) == {
        "a": [None, [1.0, None]],
        "b": 2.0,
    }


@pytest.mark.parametrize(
    ("where", "said"),
    [
        ({}, ""),
        ({"panel": "a"}, "panel a"),
        ({"text": "Batch  size"}, "“Batch size”"),
        ({"text": "4.2 pt"}, ""),  # the message says it already
        ({"bbox_mm": (1.04, 2.0, 3.0, 4.0), "line": 7}, "at 1.0, 2.0 mm, line 7"),
        ({"panel": "b", "text": "x" * 80}, "panel b, “" + "x" * 59 + "…”"),
    ],
)
def test_places(where, said):
    assert place(finding(**where)) == said


def test_a_place_without_its_line():
    assert place(finding(panel="a", line=3), with_line=False) == "panel a"


def test_facts_of_a_file():
    assert facts(file()) == "183 × 70.5 mm · nature, production · 1 text of 6 pt"


def test_facts_of_what_could_not_be_read():
    assert facts(FileResult("x.svg", "svg", None, "initial")) == "no journal, initial"


def test_facts_without_a_size():
    from dataclasses import replace

    one = file()
    one.document = replace(
        one.document, page=replace(one.document.page, width_mm=None), unmeasured={"text": "a raster image"}
    )
    assert facts(one) == "size on paper unknown · nature, production"


@pytest.mark.parametrize(
    ("codes", "said"),
    [
        ({}, ""),
        ({"TXT001": "why"}, "TXT001 (why)"),
        ({"TXT001": "why", "TXT002": "why"}, "TXT001, TXT002 (why)"),
        ({"TXT003": "why", "TXT001": "why", "TXT002": "why", "GEO001": "why"}, "GEO001, TXT001–003 (why)"),
        ({"TXT001": "why", "TXT002": "else", "TXT003": "why"}, "TXT001, TXT003 (why); TXT002 (else)"),
    ],
)
def test_not_measured_is_told_by_reason(codes, said):
    assert not_measured(file(not_measured=codes)) == said


@pytest.mark.parametrize(("number", "said"), [(0, "0 files"), (1, "1 file"), (1200, "1,200 files")])
def test_counts(number, said):
    assert count(number, "file") == said


def test_the_sum():
    assert summary(everything()) == (
        "4 files, 3 failed: 3 errors, 1 warning, 1 info; 3 suppressed; 1 check crashed; 4 checks not measured"
    )


def test_the_sum_of_nothing_wrong_and_of_strictness():
    only_warning = file("w.svg", finding("CLR001", Severity.WARNING))
    assert summary(Results([file()])) == "1 file, 0 failed: 0 errors, 0 warnings, 0 infos"
    assert summary(Results([only_warning])).startswith("1 file, 0 failed")
    assert summary(Results([only_warning], strict=True)).startswith("1 file, 1 failed")
