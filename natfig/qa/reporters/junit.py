"""JUnit XML, which GitLab, Jenkins and others show as tests: one suite a file, one case a check.

A check that ran and found nothing passed; errors (strict: and warnings) are failures,
other findings stand in the case's output; a check that could not be run is skipped with
the reason, one that crashed is an error.

Source
------
The format that Ant and Surefire write, as Jenkins' xUnit plug-in describes it (junit-10.xsd).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field

from natfig.core.findings import Finding, Severity
from natfig.qa.check import Check
from natfig.qa.reporters._plain import checks_by_code, facts, place, tone, visible
from natfig.qa.result import FileResult, Results

__all__ = ["JunitReporter", "reporter"]

_ENTITIES = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;"})


def _xml(text: str) -> str:
    """Return a line for XML; what XML 1.0 can't hold was written out by `visible`."""
    return visible(text).translate(_ENTITIES)


@dataclass(slots=True)
class _Case:
    """One check of one file."""

    failing: list[Finding] = field(default_factory=list)
    others: list[Finding] = field(default_factory=list)
    skipped: str | None = None
    crashed: str | None = None


@dataclass(slots=True)
class JunitReporter:
    """Reports as JUnit XML."""

    id: str = "junit"
    help: str = "JUnit XML for GitLab, Jenkins and others"
    suffix: str = ".xml"
    per_file: bool = False
    lookup: Callable[[], Mapping[str, Check]] = checks_by_code

    def render(self, results: Results, *, color: bool = False, width: int = 100) -> str:  # noqa: ARG002 - of terminals
        """Return the report as XML."""
        known = self.lookup()
        suites = [(file, _cases(file, strict=results.strict)) for file in results.files]
        counts = [_counts(cases) for _, cases in suites]
        tests, failures, errors = (sum(c[k] for c in counts) for k in range(3))
        lines = [
            '<?xml version="1.0" encoding="UTF-8"?>',
            f'<testsuites name="natfig qa" tests="{tests}" failures="{failures}" errors="{errors}">',
        ]
        for file, cases in suites:
            lines += _suite(file, cases, known)
        return "\n".join([*lines, "</testsuites>"]) + "\n"


def _cases(file: FileResult, *, strict: bool) -> dict[str, _Case]:
    """Return the checks of a file by code: all that ran, were left out or have something to say."""
    cases = {code: _Case() for code in sorted({*file.checked, *file.not_measured})}
    for finding in file.findings:
        case = cases.setdefault(finding.code, _Case())
        fails = finding.severity is Severity.ERROR or (strict and finding.severity is Severity.WARNING)
        (case.failing if fails else case.others).append(finding)
    crashed = dict(fault.partition(": ")[::2] for fault in file.faults)
    for code, reason in file.not_measured.items():
        if code not in crashed:
            cases[code].skipped = reason
    for code, what in crashed.items():
        cases.setdefault(code, _Case()).crashed = what
    return cases


def _counts(cases: Mapping[str, _Case]) -> tuple[int, int, int, int]:
    """Return the number of tests, failures, errors and skipped ones; a case has one verdict."""
    failures = sum(bool(c.failing) and c.crashed is None for c in cases.values())
    errors = sum(c.crashed is not None for c in cases.values())
    skipped = sum(c.skipped is not None and not c.failing for c in cases.values())
    return len(cases), failures, errors, skipped


def _suite(file: FileResult, cases: Mapping[str, _Case], known: Mapping[str, Check]) -> Iterator[str]:
    tests, failures, errors, skipped = _counts(cases)
    path = _xml(file.path)
    counts = f'tests="{tests}" failures="{failures}" errors="{errors}" skipped="{skipped}"'
    yield f' <testsuite name="{path}" {counts}>'
    for code, case in cases.items():
        title = f"{code} {known[code].title}" if code in known else code
        body = list(_body(code, case))
        head = f'  <testcase classname="{path}" name="{_xml(title)}"'
        yield from [f"{head}>", *body, "  </testcase>"] if body else [f"{head}/>"]
    out = [facts(file), *(f"suppressed: {_sentence(s.finding)} — {s.reason}" for s in file.suppressed)]
    yield f"  <system-out>{_paragraph(out)}</system-out>"
    yield " </testsuite>"


def _body(code: str, case: _Case) -> Iterator[str]:
    if case.crashed is not None:
        what = _xml(f"natfig itself failed here: {case.crashed}")
        yield f'   <error type="{_xml(code)}" message="{what}"/>'
    elif case.failing:
        first = case.failing[0].message
        message = first if len(case.failing) == 1 else f"{first} (and {len(case.failing) - 1:,} more)"
        sentences = _paragraph([_sentence(f) for f in case.failing])
        yield f'   <failure type="{_xml(code)}" message="{_xml(message)}">{sentences}</failure>'
    elif case.skipped is not None:
        yield f'   <skipped message="{_xml(case.skipped)}"/>'
    if case.others:
        yield f"   <system-out>{_paragraph([_sentence(f) for f in case.others])}</system-out>"


def _sentence(finding: Finding) -> str:
    where = place(finding)
    return f"{tone(finding.severity)}: {finding.message}" + (f" ({where})" if where else "")


def _paragraph(lines: list[str]) -> str:
    return "\n".join(_xml(line) for line in lines)


reporter = JunitReporter()
