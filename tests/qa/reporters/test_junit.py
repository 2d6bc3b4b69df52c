"""JUnit XML, read back by a parser of others."""

import junitparser
import pytest
from junitparser import Error, Failure, JUnitXml, Skipped
from lxml import etree

from natfig.core.findings import Severity
from natfig.qa.reporters.junit import JunitReporter
from natfig.qa.result import Results
from qaresults import everything, file, finding, lookup, many


def report(*files, strict=False):
    return JunitReporter(lookup=lookup).render(Results(list(files), strict))


def cases(text):
    return {case.name.split()[0]: case for suite in JUnitXml.fromstring(text.encode()) for case in suite}


def test_one_suite_a_file_and_one_case_a_check():
    text = report(file("a.svg", checked=["TXT002", "GEO001"]), file("b.svg", checked=["TXT002"]))
    suites = list(JUnitXml.fromstring(text.encode()))
    assert [(s.name, s.tests, s.failures, s.errors, s.skipped) for s in suites] == [
        ("a.svg", 2, 0, 0, 0),
        ("b.svg", 1, 0, 0, 0),
    ]
    assert [c.name for c in suites[0]] == ["GEO001 what GEO001 is about", "TXT002 what TXT002 is about"]
    assert all(c.is_passed and c.classname == "a.svg" for c in suites[0])


def test_errors_are_failures_with_all_places():
    (failure,) = cases(report(many(5)))["TXT002"].result
    assert isinstance(failure, Failure)
    assert failure.type == "TXT002"
    assert failure.message == "text is 4.2 pt; 5 pt is the floor (and 4 more)"
    assert [f"label {i}" in failure.text for i in range(5)] == [True] * 5


@pytest.mark.parametrize("strict", [False, True])
def test_warnings_fail_when_strict(strict):
    one = file("a.svg", finding("CLR001", Severity.WARNING, "alike"), checked=["CLR001"])
    case = cases(report(one, strict=strict))["CLR001"]
    assert case.is_passed is not strict
    assert bool(case.system_out) is not strict
    assert "alike" in (case.result[0].text if strict else case.system_out)


@pytest.mark.parametrize("strict", [False, True])
def test_infos_never_fail(strict):
    one = file("a.svg", finding("CON002", Severity.INFO, "by the way"))
    case = cases(report(one, strict=strict))["CON002"]
    assert case.is_passed
    assert case.system_out == "info: by the way"


def test_what_was_not_measured_is_skipped_and_not_passed():
    case = cases(report(file(not_measured={"TXT002": "a raster image"})))["TXT002"]
    (skipped,) = case.result
    assert isinstance(skipped, Skipped)
    assert skipped.message == "a raster image"
    assert not case.is_passed


def test_a_crash_is_an_error():
    text = report(file(faults=["TXT002: KeyError: 'x'"], not_measured={"TXT002": "it crashed"}))
    (error,) = cases(text)["TXT002"].result
    assert isinstance(error, Error)
    assert "KeyError" in error.message
    assert JUnitXml.fromstring(text.encode()).errors == 1


def test_the_counts_are_those_of_the_cases():
    xml = JUnitXml.fromstring(JunitReporter(lookup=lookup).render(everything()).encode())
    results = [case.result[0] if case.result else None for suite in xml for case in suite]
    assert xml.tests == len(results)
    assert xml.failures == sum(isinstance(r, Failure) for r in results) == 3
    assert xml.errors == sum(isinstance(r, Error) for r in results) == 1
    assert sum(suite.skipped for suite in xml) == sum(isinstance(r, Skipped) for r in results) == 3


def test_hostile_texts_are_xml():
    text = JunitReporter(lookup=lookup).render(everything())
    root = etree.fromstring(text.encode("utf-8"))
    (case,) = root.xpath("//testcase[failure][contains(@classname, 'x1b')]")
    assert "\\x1b[2J\\x07x\\r\\n::error::y" in case.find("failure").get("message")
    assert "]]><&\"'" in case.find("failure").text


def test_attributes_are_those_of_the_format():
    """As junit-10.xsd of Jenkins' xUnit plug-in names them."""
    known = {
        "testsuites": {"name", "time", "tests", "failures", "errors"},
        "testsuite": {
            "name",
            "tests",
            "failures",
            "errors",
            "skipped",
            "time",
            "timestamp",
            "hostname",
            "id",
        },
        "testcase": {"name", "time", "classname", "group"},
        "failure": {"type", "message"},
        "error": {"type", "message"},
        "skipped": {"type", "message"},
        "system-out": set(),
    }
    root = etree.fromstring(JunitReporter(lookup=lookup).render(everything()).encode("utf-8"))
    for element in root.iter():
        assert set(element.attrib) <= known[element.tag]


def test_no_files():
    assert junitparser.JUnitXml.fromstring(report().encode()).tests == 0
