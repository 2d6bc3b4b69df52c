"""The report for programs."""

import json

from jsonschema import Draft202012Validator

from natfig.cli.schema import SCHEMAS
from natfig.qa.reporters.json import reporter
from natfig.qa.result import Results
from qaresults import everything, file, finding


def test_the_agreed_keys():
    results = Results([file("fig.svg", finding(panel="a", text="6", bbox_mm=(1.0, 2.0, 3.0, 4.0)))])
    report = json.loads(reporter.render(results))
    assert list(report) == ["natfig", "files", "summary"]
    (one,) = report["files"]
    assert one["findings"] == [
        {
            "code": "TXT002",
            "severity": "error",
            "message": "text is 4.2 pt; 5 pt is the floor",
            "where": {"panel": "a", "text": "6", "bbox_mm": [1.0, 2.0, 3.0, 4.0]},
            "fix": "safe",
            "source": "A guide",
        }
    ]
    assert one["page"] == {"width_mm": 183.0, "height_mm": 70.5}
    assert one["verdict"] == "fail"
    assert report["summary"] == {"files": 1, "errors": 1, "warnings": 0, "infos": 0}


def test_everything_is_valid_by_the_schema():
    report = json.loads(reporter.render(everything()))
    assert [e.message for e in Draft202012Validator(SCHEMAS["qa"]()).iter_errors(report)] == []
    assert len(report["files"]) == 4


def test_hostile_texts_are_escaped():
    text = reporter.render(everything())
    assert all(c.isprintable() or c == "\n" for c in text)
    assert json.loads(text) == json.loads(text.encode("utf-8"))


def test_same_results_same_bytes():
    assert reporter.render(everything()) == reporter.render(everything())
