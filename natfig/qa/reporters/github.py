"""Annotations for GitHub Actions; see `natfig.core.annotations`.

Ten annotations of a kind are shown for one step, so that findings of one code in one
file share one when there are many.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from itertools import groupby

from natfig.core.annotations import COMMAND, annotation
from natfig.core.findings import Finding
from natfig.qa.check import Check
from natfig.qa.reporters._plain import checks_by_code, place, visible
from natfig.qa.result import FileResult, Results

__all__ = ["GithubReporter", "reporter"]

_ALONE = 3
_LISTED = 20


@dataclass(slots=True)
class GithubReporter:
    """Annotations for GitHub Actions."""

    id: str = "github"
    help: str = "annotations for GitHub Actions"
    suffix: str = ".txt"
    per_file: bool = False
    lookup: Callable[[], Mapping[str, Check]] = checks_by_code

    def render(self, results: Results, *, color: bool = False, width: int = 100) -> str:  # noqa: ARG002 - of terminals
        """Return the report, one command a line."""
        known = self.lookup() if any(f.findings for f in results.files) else {}
        lines = [line for file in results.files for line in _annotations(file, known)]
        return "".join(f"{line}\n" for line in lines)


def _annotations(file: FileResult, known: Mapping[str, Check]) -> Iterator[str]:
    path = visible(file.path)
    for fault in file.faults:
        yield annotation("error", f"natfig itself failed here: {visible(fault)}", file=path, title="natfig")
    for (severity, code), group in groupby(file.findings, key=lambda f: (f.severity, f.code)):
        found = list(group)
        check = known.get(code)
        title = f"{code} {check.title}" if check else code
        hint = [f"→ {check.hint}"] if check and check.hint else []
        parts = [[finding] for finding in found] if len(found) <= _ALONE else [found]
        for part in parts:
            text = "\n".join([*_sentences(part), *hint])
            line = next((f.where.line for f in part if f.where.line is not None), None)
            yield annotation(COMMAND[severity], text, file=path, line=line, title=visible(title))


def _sentences(found: list[Finding]) -> Iterator[str]:
    for finding in found[:_LISTED]:
        where = place(finding, with_line=len(found) > 1)
        yield visible(finding.message) + (f" ({where})" if where else "")
    if len(found) > _LISTED:
        yield f"and {len(found) - _LISTED:,} more"


reporter = GithubReporter()
