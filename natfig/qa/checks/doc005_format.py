"""DOC005: a file format that the journal doesn't take at this stage."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from natfig.core import lazyre
from natfig.core.findings import Finding, Severity
from natfig.qa.check import Check, Context
from natfig.qa.checks._rules import judge
from natfig.qa.document import Document

if TYPE_CHECKING:
    from natfig.journals.model import Value

__all__ = ["check"]

_SUFFIXES = {
    "svg": (".svg", ".svgz"),
    "pdf": (".pdf",),
    "tiff": (".tif", ".tiff"),
    "png": (".png",),
    "jpeg": (".jpg", ".jpeg"),
    "eps": (".eps",),
    "ps": (".ps",),
    "ai": (".ai",),
    "psd": (".psd",),
}
_OTHER_NAMES = {"tif": "tiff", "jpg": "jpeg"}
_TAKES = lazyre.compile(r"\b(?:lists?|accepts?|accepted|takes?|taken)\b", re.IGNORECASE)
_REFUSES = lazyre.compile(r"\b(?:refuses?|refused|excludes?|excluded|rejects?|not)\b", re.IGNORECASE)
_ALSO = lazyre.compile(r"\b(?:also|or)\b[^;.]*", re.IGNORECASE)


def _look(document: Document, context: Context) -> Iterator[Finding]:
    if context.journal is None:
        return
    values = [context.value(key) for key in ("vector_formats", "raster_formats")]
    stated = [v for v in values if v is not None]
    refused = context.value("formats_refused")
    kind = document.kind
    if refused is not None and kind in _named(refused):
        yield _finding(document, context, refused, f"{context.journal.name} refuses {kind.upper()} files")
        return
    taken = [form for v in stated for form in _named(v)]
    if not taken or kind in taken or _is_taken_elsewhere(kind, stated, context):
        return
    message = f"{context.journal.name} takes {', '.join(_shown(taken))}, not {kind.upper()}"
    beside = _beside(document, taken)
    if beside is not None:
        yield check.finding(
            f"{message}; send {beside}, which lies beside it",
            severity=Severity.INFO,
            source=stated[0].source,
        )
        return
    is_raster = kind in {"tiff", "png", "jpeg"}
    value = next((v for v in (values[1] if is_raster else values[0], *stated) if v is not None), None)
    assert value is not None  # noqa: S101 — `taken` came from one of them
    yield _finding(document, context, value, message)


def _finding(document: Document, context: Context, value: Value, message: str) -> Finding:
    """Return a finding no louder than what is known: by stage, by dispute, by how easily it is mended."""
    severity: Severity | None = None
    if value.borrowed:
        other = "production" if context.stage == "initial" else "first submission"
        message += f" (stated for {other})"
        # First submissions are read as one PDF; what production wants comes later.
        severity = Severity.INFO if context.stage == "initial" else Severity.WARNING
    elif document.kind == "svg" or _is_disputed(value, document.kind):
        # SVG is the drawing itself and is saved as PDF without loss; or sources disagree.
        severity = Severity.WARNING
    return judge(check, context, message, value=value, severity=severity)


def _named(value: Value) -> list[str]:
    return [_OTHER_NAMES.get(str(form).lower(), str(form).lower()) for form in value.value]


def _mentions(text: str | None, kind: str) -> bool:
    words = re.findall(r"[a-z]+", (text or "").lower())
    return kind in {_OTHER_NAMES.get(word, word) for word in words}


def _is_disputed(value: Value, kind: str) -> bool:
    """Return whether another source takes the format, as the value's `conflict` says."""
    clauses = re.split(r"[;.]", value.conflict or "")
    return any(_mentions(c, kind) and _TAKES.search(c) and not _REFUSES.search(c) for c in clauses)


def _is_taken_elsewhere(kind: str, stated: list[Value], context: Context) -> bool:
    """Return whether a note says that the format is also taken, or that files to be redrawn may have it."""
    for value in stated:
        for also in _ALSO.findall(value.note or ""):
            if _mentions(also, kind):
                return True
    editable = context.value("editable_formats")
    return editable is not None and kind in _named(editable)


def _beside(document: Document, taken: list[str]) -> str | None:
    """Return the name of the same figure in a format that is taken; no file is opened."""
    for form in taken:
        for suffix in _SUFFIXES.get(form, ()):
            other = document.path.with_suffix(suffix)
            try:
                if other.is_file():
                    return other.name
            except OSError:
                continue
    return None


def _shown(taken: list[str]) -> list[str]:
    return [form.upper() for form in dict.fromkeys(taken)]


check = Check(
    id="doc005_format",
    code="DOC005",
    title="format not accepted",
    reason=(
        "A file of the wrong kind is sent back. An SVG is a warning, since it is saved as PDF without loss; "
        "where the same figure lies beside it in a format that is taken, it is a note."
    ),
    bad="fig1.png alone for PLOS, which takes EPS and TIFF",
    good="fig1.svg with fig1.pdf beside it, for a journal that takes PDF",
    needs=(),
    look=_look,
    severity=Severity.ERROR,
    source="the journal's own list of formats (natfig journals ID)",
    hint="export the figure again in a format the journal lists; converting a PNG does not add resolution",
)
