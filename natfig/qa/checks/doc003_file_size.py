"""DOC003: a file that is too large to submit."""

from __future__ import annotations

from collections.abc import Iterator

from natfig.core.findings import Finding, Severity
from natfig.qa.check import Check, Context
from natfig.qa.checks._rules import judge
from natfig.qa.document import Document

__all__ = ["check"]

# Where no journal states a limit: the smallest that one of natfig's journals demands of
# a single file (PLOS and BMC, 10 MB).
COMMON_MB = 10.0

# Journals say MB and mean either; between the two a file may pass or not.
MB = 1_000_000
MIB = 1_048_576


def _look(document: Document, context: Context) -> Iterator[Finding]:
    size = document.size_bytes
    value = context.value("max_file_mb")
    if value is None or value.value is None:
        if size > COMMON_MB * MB:
            yield check.finding(
                f"the file has {size / MB:.1f} MB; journals with a limit often set it at {COMMON_MB:g} MB",
                severity=Severity.INFO,
                source="PLOS and BMC guides for authors",
            )
        return
    limit = float(value.value)
    if size > limit * MB:
        # Close to the limit, or a limit stated for the other stage: not sure enough for an error.
        is_doubtful = size <= limit * MIB or value.borrowed
        yield judge(
            check,
            context,
            f"the file has {size / MB:.1f} MB; at most {limit:g} MB are taken",
            value=value,
            severity=Severity.WARNING if is_doubtful else None,
        )


check = Check(
    id="doc003_file_size",
    code="DOC003",
    title="file too large",
    reason="Submission systems refuse files over their limit, and referees wait for what they let through.",
    bad="an SVG of 60 MB for a journal that takes 50",
    good="the same figure with its dense scatter rasterized at 600 dpi: 1.5 MB",
    needs=(),
    look=_look,
    severity=Severity.ERROR,
    source="the journal's own limit (natfig journals ID)",
    hint="rasterize dense layers inside the vector file, crop images, downsample them to the dpi asked for",
    options={"common_mb": COMMON_MB},
)
