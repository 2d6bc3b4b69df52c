"""SARIF 2.1.0, which code hosts show beside the files and keep from run to run; see `natfig.core.sarif`."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field

from natfig.core import sarif
from natfig.core.findings import Finding
from natfig.core.sarif import LEVEL, Json, message, uri
from natfig.qa.baseline import fingerprint
from natfig.qa.check import Check
from natfig.qa.reporters._plain import checks_by_code, facts, place, visible
from natfig.qa.result import FileResult, Results

__all__ = ["SarifReporter", "reporter"]


@dataclass(slots=True)
class SarifReporter:
    """Reports as SARIF."""

    id: str = "sarif"
    help: str = "SARIF 2.1.0 for code hosts"
    suffix: str = ".sarif"
    per_file: bool = False
    lookup: Callable[[], Mapping[str, Check]] = checks_by_code

    def render(self, results: Results, *, color: bool = False, width: int = 100) -> str:  # noqa: ARG002 - of terminals
        """Return the report as SARIF."""
        known = self.lookup()
        found = {f.code for file in results.files for f in _all_findings(file)}
        rules = sorted({*known, *found})
        place_of = {code: i for i, code in enumerate(rules)}
        has_baseline = any(s.by == "baseline" for file in results.files for s in file.suppressed)
        return sarif.report(
            rules=[_rule(code, known.get(code)) for code in rules],
            invocation=_invocation(results),
            artifacts=[_artifact(file) for file in results.files],
            results=[
                one
                for index, file in enumerate(results.files)
                for one in _File(file, index, place_of, has_baseline).results()
            ],
        )


def _all_findings(file: FileResult) -> list[Finding]:
    return [*file.findings, *(s.finding for s in file.suppressed)]


def _rule(code: str, check: Check | None) -> Json:
    if check is None:
        return {"id": code}
    said = [check.reason, check.hint, f"Bad: {check.bad}", f"Good: {check.good}"]
    if check.source:
        said.append(f"Source: {check.source}")
    properties: Json = {"fix": check.fix.value, "source": check.source, "needs": list(check.needs)}
    return sarif.rule(
        code,
        check.id,
        check.title,
        check.reason,
        said=said,
        level=LEVEL[check.severity],
        properties=properties,
    )


def _artifact(file: FileResult) -> Json:
    properties: Json = {"journal": file.journal, "stage": file.stage, "facts": facts(file)}
    return {"location": {"uri": uri(file.path)}, "properties": properties}


def _invocation(results: Results) -> Json:
    """Return what was not measured and what crashed; silence would look like a pass."""
    notes = [
        {
            "level": level,
            "message": message(text),
            "locations": [{"physicalLocation": {"artifactLocation": {"uri": uri(file.path), "index": i}}}],
        }
        for i, file in enumerate(results.files)
        for level, text in [
            *(("error", f"natfig itself failed here: {fault}") for fault in file.faults),
            *(("note", f"{code} was not measured: {why}") for code, why in sorted(file.not_measured.items())),
        ]
    ]
    return {
        "executionSuccessful": not any(file.faults for file in results.files),
        "toolExecutionNotifications": notes,
    }


@dataclass(slots=True)
class _File:
    """One file's findings in SARIF.

    `rules` maps a code to its place among the rules; `seen` counts equal fingerprints.
    """

    file: FileResult
    index: int
    rules: Mapping[str, int]
    has_baseline: bool
    seen: dict[str, int] = field(default_factory=dict)

    def results(self) -> Iterator[Json]:
        for finding in self.file.findings:
            yield self._result(finding, "new")
        for one in self.file.suppressed:
            result = self._result(one.finding, "unchanged" if one.by == "baseline" else "new")
            result["suppressions"] = [{"kind": "external", "justification": visible(one.reason)}]
            yield result

    def _result(self, finding: Finding, state: str) -> Json:
        where = finding.where
        location: Json = {"artifactLocation": {"uri": uri(self.file.path), "index": self.index}}
        if where.line is not None and where.line > 0:
            location["region"] = {"startLine": where.line}
        said = place(finding, with_line=False)
        properties = {**where.to_json(), "fix": finding.fix.value, "source": finding.source}
        properties.pop("line", None)
        result: Json = {
            "ruleId": finding.code,
            "ruleIndex": self.rules[finding.code],
            "level": LEVEL[finding.severity],
            "message": message(f"{finding.message} ({said})" if said else finding.message),
            "locations": [{"physicalLocation": location}],
            "partialFingerprints": {"natfigFinding/v1": self._fingerprint(finding)},
            "properties": {k: visible(v) if isinstance(v, str) else v for k, v in properties.items()},
        }
        if self.has_baseline:
            result["baselineState"] = state
        return result

    def _fingerprint(self, finding: Finding) -> str:
        """Return what a finding is known again by; of equal ones the second is told apart by a number."""
        entry = json.dumps([uri(self.file.path), fingerprint(finding).to_json()])
        key = hashlib.sha256(entry.encode()).hexdigest()[:32]
        self.seen[key] = self.seen.get(key, 0) + 1
        return f"{key}:{self.seen[key]}"


reporter = SarifReporter()
