"""SARIF 2.1.0, which code hosts show beside the files and keep from run to run.

Source
------
OASIS: Static Analysis Results Interchange Format (SARIF) Version 2.1.0 plus Errata 01.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import quote

from natfig import __version__
from natfig.core.findings import Finding, Severity
from natfig.qa.baseline import fingerprint
from natfig.qa.check import Check
from natfig.qa.reporters._plain import checks_by_code, facts, place, to_json, visible
from natfig.qa.result import FileResult, Results

__all__ = ["SCHEMA", "SarifReporter", "reporter"]

SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"

_LEVEL = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "note"}

Json = dict[str, Any]


def _uri(path: str) -> str:
    """Return a path as the URI of an artifact: relative ones stay so, for the repository's root."""
    if Path(path).is_absolute():
        return Path(path).as_uri()
    try:
        return quote(Path(path).as_posix(), safe="/", errors="surrogateescape")
    except UnicodeEncodeError:  # half a character, which Windows lets names have
        return quote(Path(path).as_posix(), safe="/", errors="surrogatepass")


def _text(text: str) -> Json:
    # "[words](target)" is a link in SARIF, also in plain text; texts of a figure make none.
    return {"text": visible(text).replace("](", "] (")}


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
        run = {
            "tool": {
                "driver": {
                    "name": "natfig",
                    "semanticVersion": __version__,
                    "rules": [_rule(code, known.get(code)) for code in rules],
                }
            },
            "columnKind": "unicodeCodePoints",
            "invocations": [_invocation(results)],
            "artifacts": [_artifact(file) for file in results.files],
            "results": [
                one
                for index, file in enumerate(results.files)
                for one in _File(file, index, place_of, has_baseline).results()
            ],
        }
        return to_json({"$schema": SCHEMA, "version": "2.1.0", "runs": [run]}) + "\n"


def _all_findings(file: FileResult) -> list[Finding]:
    return [*file.findings, *(s.finding for s in file.suppressed)]


def _rule(code: str, check: Check | None) -> Json:
    if check is None:
        return {"id": code}
    said = [check.reason, check.hint, f"Bad: {check.bad}", f"Good: {check.good}"]
    if check.source:
        said.append(f"Source: {check.source}")
    return {
        "id": code,
        "name": "".join(word.capitalize() for word in check.id.split("_")[1:]) or code,
        "shortDescription": _text(check.title[:1].upper() + check.title[1:] + "."),
        "fullDescription": _text(check.reason),
        "help": {"text": "\n\n".join(_text(part)["text"] for part in said if part)},
        "defaultConfiguration": {"level": _LEVEL[check.severity]},
        "properties": {"fix": check.fix.value, "source": check.source, "needs": list(check.needs)},
    }


def _artifact(file: FileResult) -> Json:
    properties: Json = {"journal": file.journal, "stage": file.stage, "facts": facts(file)}
    return {"location": {"uri": _uri(file.path)}, "properties": properties}


def _invocation(results: Results) -> Json:
    """Return what was not measured and what crashed; silence would look like a pass."""
    notes = [
        {
            "level": level,
            "message": _text(text),
            "locations": [{"physicalLocation": {"artifactLocation": {"uri": _uri(file.path), "index": i}}}],
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
        location: Json = {"artifactLocation": {"uri": _uri(self.file.path), "index": self.index}}
        if where.line is not None and where.line > 0:
            location["region"] = {"startLine": where.line}
        said = place(finding, with_line=False)
        properties = {**where.to_json(), "fix": finding.fix.value, "source": finding.source}
        properties.pop("line", None)
        result: Json = {
            "ruleId": finding.code,
            "ruleIndex": self.rules[finding.code],
            "level": _LEVEL[finding.severity],
            "message": _text(f"{finding.message} ({said})" if said else finding.message),
            "locations": [{"physicalLocation": location}],
            "partialFingerprints": {"natfigFinding/v1": self._fingerprint(finding)},
            "properties": {k: visible(v) if isinstance(v, str) else v for k, v in properties.items()},
        }
        if self.has_baseline:
            result["baselineState"] = state
        return result

    def _fingerprint(self, finding: Finding) -> str:
        """Return what a finding is known again by; of equal ones the second is told apart by a number."""
        entry = json.dumps([_uri(self.file.path), fingerprint(finding).to_json()])
        key = hashlib.sha256(entry.encode()).hexdigest()[:32]
        self.seen[key] = self.seen.get(key, 0) + 1
        return f"{key}:{self.seen[key]}"


reporter = SarifReporter()
