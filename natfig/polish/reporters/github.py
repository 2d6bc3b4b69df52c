"""Annotations for GitHub Actions, beside the lines of the draft; see `natfig.core.annotations`."""

from __future__ import annotations

from dataclasses import dataclass

from natfig.core.annotations import COMMAND, annotation
from natfig.core.findings import Severity
from natfig.core.plain import visible
from natfig.polish.result import DraftResult, Polished, Remark

__all__ = ["GithubReporter", "reporter"]

_RANK = {Severity.ERROR: 0, Severity.WARNING: 1, Severity.INFO: 2}
# In a Word file a place in the text is no line of the file.
_BINARY = frozenset({"docx"})


@dataclass(frozen=True, slots=True)
class GithubReporter:
    """Annotations for GitHub Actions."""

    id: str = "github"
    help: str = "annotations for GitHub Actions"
    suffix: str = ".txt"
    per_file: bool = False

    def render(self, polished: Polished, *, color: bool = False, width: int = 100) -> str:  # noqa: ARG002 - of terminals
        """Return the report, one command a line."""
        faults = [f"natfig itself failed here: {visible(fault)}" for fault in polished.faults]
        lines = [annotation("error", fault, title="natfig") for fault in faults]
        # Only the first ten of a kind are shown for a step: the worst come first.
        found = [(file, remark) for file in polished.files for remark in file.remarks]
        found.sort(key=lambda one: _RANK[one[1].severity])
        lines += [_line(file, remark) for file, remark in found]
        return "".join(f"{line}\n" for line in lines)


def _line(file: DraftResult, remark: Remark) -> str:
    said = visible(remark.message)
    if remark.replacement is not None:
        said += f" → {visible(remark.replacement) or '(remove)'}"
    return annotation(
        COMMAND[remark.severity],
        said,
        file=visible(file.path),
        **_place(file, remark),
        title=visible(remark.code),
    )


def _place(file: DraftResult, remark: Remark) -> dict[str, int]:
    """Return the lines of a remark; columns only where it is in one line, as GitHub wants it."""
    if file.draft.format in _BINARY:
        return {}
    start, end = remark.span
    line, column = remark.draft.place(start)
    last, final = remark.draft.place(max(start, end - 1))
    columns = {"col": column, "endColumn": final + 1} if last == line else {}
    return {"line": line, "endLine": last, **columns}


reporter = GithubReporter()
