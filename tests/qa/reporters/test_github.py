"""Annotations for GitHub Actions."""

import re

import pytest

from natfig.core.findings import Severity
from natfig.qa.reporters.github import GithubReporter
from natfig.qa.result import Results
from qaresults import everything, file, finding, lookup, many

COMMAND = re.compile(r"::(error|warning|notice) (file=[^,:]*)((?:,[a-z]+=[^,:]*)*)::(.*)")


def report(*files):
    return GithubReporter(lookup=lookup).render(Results(list(files)))


def test_one_finding():
    one = file("figures/a.svg", finding(panel="a", text="6", line=12))
    assert report(one) == (
        "::error file=figures/a.svg,line=12,title=TXT002 what TXT002 is about"
        "::text is 4.2 pt; 5 pt is the floor (panel a, “6”)%0A→ how to mend TXT002\n"
    )


@pytest.mark.parametrize(
    ("severity", "command"),
    [(Severity.ERROR, "error"), (Severity.WARNING, "warning"), (Severity.INFO, "notice")],
)
def test_severities(severity, command):
    assert report(file("a.svg", finding(severity=severity))).startswith(f"::{command} file=a.svg,title=")


@pytest.mark.parametrize(
    ("path", "written"),
    [("a,b.svg", "a%2Cb.svg"), ("C:x.svg", "C%3Ax.svg"), ("5%.svg", "5%25.svg"), ("a\nb.svg", "a\\nb.svg")],
)
def test_paths_are_escaped(path, written):
    assert report(file(path, finding())).startswith(f"::error file={written},title=")


@pytest.mark.parametrize(("number", "commands"), [(0, 0), (1, 1), (3, 3), (4, 1), (500, 1)])
def test_many_of_one_code_share_an_annotation(number, commands):
    lines = report(many(number)).splitlines()
    assert len(lines) == commands
    if number == 500:
        assert "and 480 more" in lines[0]


def test_a_crash_is_an_error():
    assert report(file("a.svg", faults=["TXT002: KeyError: 'x'"])) == (
        "::error file=a.svg,title=natfig::natfig itself failed here: TXT002: KeyError: 'x'\n"
    )


def test_hostile_texts_make_no_command_of_their_own():
    text = GithubReporter(lookup=lookup).render(everything())
    lines = text.removesuffix("\n").split("\n")
    assert len(lines) == 6  # three of the first file and its crash, one each of two others
    assert all(COMMAND.fullmatch(line) for line in lines)
    assert "##[" not in text
    assert all(c.isprintable() or c == "\n" for c in text)


def test_suppressed_findings_are_not_shown():
    assert "90 mm" not in GithubReporter(lookup=lookup).render(everything())
