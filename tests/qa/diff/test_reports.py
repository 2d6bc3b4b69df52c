"""The comparison as text and as JSON: order, colour, harmless words, the schema."""

import json

import pytest
from jsonschema import Draft202012Validator

from natfig.cli.schema import SCHEMAS
from natfig.core.errors import UsageError
from natfig.qa.diff.change import KINDS, WHATS, Change, Difference
from natfig.qa.diff.report_json import json_report
from natfig.qa.diff.report_text import summary, text_report
from qa.diff.pairs import differ

OLD = '<g id="panel-a"><text x="10" y="20">12</text><circle cx="30" cy="30" r="2" fill="red"/></g>'
NEW = (
    '<g id="panel-a"><text x="10" y="20">13</text><circle cx="35" cy="30" r="2" fill="blue"/></g>'
    '<g id="panel-b"><text x="60" y="20">b</text></g>'
)
HOSTILE = "\x1b[31mred\x07 ::error::x ##[group] \u202e"


def test_text_goes_by_panel_with_what_is_said_first():
    lines = text_report(differ(OLD, NEW)).splitlines()
    assert lines[0] == "old.svg → new.svg"
    assert lines[1] == "  SVG · 90 × 60 mm · 1 text · 1 mark → SVG · 90 × 60 mm · 2 texts · 1 mark"
    assert lines[2:] == [
        "  panel a",
        "    ≠ “12” is now “13”",
        "    ~ a mark: fill #FF0000 → #0000FF",
        "    → a mark moved right 5 mm",
        "  panel b",
        "    + panel b is new, with 1 text",
        "different: 4 changes in 2 parts of the figure",
    ]


def test_colour_only_where_it_is_asked_for():
    assert "\x1b" not in text_report(differ(OLD, NEW))
    assert "\x1b[33m    ≠ \x1b[0m“12” is now “13”" in text_report(differ(OLD, NEW), color=True)


def test_the_same():
    same = differ(OLD, OLD)
    assert text_report(same).splitlines()[-1] == "the same to within 0.1 mm"
    assert text_report(same, quiet=True) == ""
    same.not_compared.append("pixels: too many")
    assert summary(same) == "the same in what was compared to within 0.1 mm"
    assert "  not compared: pixels: too many" in text_report(same).splitlines()


def test_lines_keep_within_the_width():
    long = f'<text x="1" y="9">{"word " * 40}</text>'
    report = text_report(differ(long, long.replace("word", "term")), width=60)
    assert max(map(len, report.splitlines())) <= 60


def test_what_files_hold_does_nothing_to_a_terminal_or_a_runner():
    change = Change("changed", "text", "“x” is now “y”", HOSTILE, HOSTILE, section=HOSTILE)
    said = text_report(Difference(HOSTILE, f"\n::error::{HOSTILE}", [change], [HOSTILE]))
    assert not set(said) & {"\x1b", "\x07", "\u202e"}
    assert not any(line.lstrip().startswith("::") for line in said.splitlines())
    assert "##[" not in said


def test_many_changes_are_cut_in_text_and_whole_in_json():
    changes = [Change("removed", "text", f"“{k}” is gone") for k in range(100)]
    found = Difference("a", "b", changes)
    assert "      and 40 more; --format json lists all" in text_report(found).splitlines()
    assert len(json.loads(json_report(found))["changes"]) == 100


def test_json_keeps_its_schema():
    schema = Draft202012Validator(SCHEMAS["diff"]())
    found = json.loads(json_report(differ(OLD, NEW)))
    schema.validate(found)
    assert (found["old"], found["new"], found["same"]) == ("old.svg", "new.svg", False)
    assert found["changes"][0] == {
        "kind": "changed",
        "what": "number",
        "where": found["changes"][0]["where"],
        "old": "12",
        "new": "13",
        "count": 1,
        "message": "“12” is now “13”",
    }
    assert found["changes"][0]["where"]["panel"] == "a"
    assert len(found["changes"][0]["where"]["bbox_mm"]) == 4
    assert found["summary"] == {
        "changes": 4,
        "kinds": {"changed": 1, "added": 1, "recoloured": 1, "moved": 1},
        "panels": ["a", "b"],
        "tolerance_mm": 0.1,
        "not_compared": [],
    }
    schema.validate(json.loads(json_report(differ(OLD, OLD))))


def test_the_schema_knows_every_kind():
    schema = SCHEMAS["diff"]()
    assert schema["$defs"]["kind"]["enum"] == list(KINDS)
    assert schema["$defs"]["change"]["properties"]["what"]["enum"] == list(WHATS)


def test_json_is_read_whatever_a_file_holds():
    found = json.loads(
        json_report(Difference("a", "b", [Change("changed", "text", HOSTILE, "\ud800", HOSTILE)]))
    )
    assert found["changes"][0]["new"] == HOSTILE


@pytest.mark.parametrize(
    ("ignore", "left"),
    [
        ((), 4),
        (("moved",), 3),
        ("moved", 3),
        (("mark",), 2),
        (("moved mark", "changed number"), 2),
        (("moved text",), 4),
        (tuple(KINDS), 0),
    ],
)
def test_what_is_ignored(ignore, left):
    assert len(differ(OLD, NEW).without(ignore).changes) == left


@pytest.mark.parametrize("word", ["move", "colour", "moved colour", ""])
def test_a_word_that_is_no_change(word):
    with pytest.raises(UsageError, match="is no change that can be ignored"):
        differ(OLD, NEW).without([word])
