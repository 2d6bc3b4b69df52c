"""Reads a file, runs the checks and says what was found; one broken file never stops the others."""

from __future__ import annotations

from collections.abc import Collection
from pathlib import Path

from natfig.core.errors import DocumentError
from natfig.core.findings import Finding, Severity, Where
from natfig.core.io import read_bounded
from natfig.qa.check import Check, Context
from natfig.qa.checks import checks
from natfig.qa.document import Document, Note
from natfig.qa.readers import readers
from natfig.qa.readers.base import LIMITS, Limits, Reader
from natfig.qa.result import FileResult

__all__ = ["SUFFIXES", "check_document", "check_file", "is_wanted", "open_document"]

_HEAD = 4096

# Suffixes looked for in a folder; a file named on the command line may have any.
SUFFIXES = (".svg", ".svgz", ".pdf", ".tif", ".tiff", ".png", ".jpg", ".jpeg")


def _reader_for(path: Path, head: bytes) -> tuple[Reader, Note | None]:
    suffix = path.suffix.lower()
    known = []
    # The reader named like the suffix first: as a rule no other one has to be loaded.
    for name in sorted(readers.all_names(), key=lambda name: not suffix[1:].startswith(name)):
        known.append(readers.load(name))
        if suffix in known[-1].suffixes and known[-1].claims(head):
            return known[-1], None
    claiming = [r for r in known if r.claims(head)]
    named = next((r for r in known if suffix in r.suffixes), None)
    if claiming:
        note = None
        if named is not None:
            note = Note(
                f"the file is called {suffix} and holds {claiming[0].id.upper()}; rename it",
                Severity.WARNING,
            )
        return claiming[0], note
    if named is not None:
        return named, None
    raise DocumentError("not a figure natfig can read (SVG, PDF, TIFF, PNG or JPEG)")


def open_document(path: Path, limits: Limits = LIMITS, *, data: bytes | None = None) -> Document:
    """Read a file into a document.

    Parameters
    ----------
    path : Path
    limits : Limits
    data : bytes, optional
        The file's content, where it was read before or never was on disk; `path` is its name then.

    Raises
    ------
    DocumentError
        If it is missing, empty, broken, unsafe or of a kind that is not read.
    """
    if data is None:
        data = read_bounded(path, limits.file_bytes, "figure")
    elif len(data) > limits.file_bytes:
        raise DocumentError(f"it has {len(data):,} bytes; a figure may have {limits.file_bytes:,} at most")
    if not data:
        raise DocumentError("the file is empty")
    reader, note = _reader_for(path, data[:_HEAD])
    document = reader.read(path, data, limits)
    if note is not None:
        document.notes.append(note)
    return document


def is_wanted(code: str, select: Collection[str], ignore: Collection[str]) -> bool:
    """Return whether a code is asked for; prefixes count ("TXT" is every TXT code), the longer one wins."""
    chosen = max((len(p) for p in select if code.startswith(p)), default=-1) if select else 0
    refused = max((len(p) for p in ignore if code.startswith(p)), default=-1)
    return chosen > refused


def _why_not(check: Check, document: Document, context: Context) -> str | None:
    for aspect in check.needs:
        if aspect in document.unmeasured:
            return document.unmeasured[aspect]
    if check.needs_manifest and context.manifest is None:
        return "no spec or manifest beside the file"
    return None


def check_document(
    result: FileResult,
    document: Document,
    context: Context,
    *,
    select: Collection[str] = (),
    ignore: Collection[str] = (),
) -> FileResult:
    """Run the checks on a document and fill in a result.

    Parameters
    ----------
    select, ignore : collection of str
        Codes or their beginnings.
    """
    result.document = document
    result.kind = document.kind
    result.findings += [
        Finding(n.code, n.severity, n.message, Where(line=n.line))
        for n in document.notes
        if is_wanted(n.code, select, ignore)
    ]
    for check in checks:
        if not is_wanted(check.code, select, ignore):
            continue
        reason = _why_not(check, document, context)
        if reason is not None:
            result.not_measured[check.code] = reason
            continue
        try:
            result.findings += list(check.look(document, context))
            result.checked.append(check.code)
        except Exception as error:  # noqa: BLE001 — a crash in a check is our fault and must not pass as clean
            result.faults.append(f"{check.code}: {type(error).__name__}: {error}")
            result.not_measured[check.code] = "the check itself failed; this is natfig's fault"
    result.sort()
    return result


def check_file(
    path: Path,
    context: Context,
    *,
    name: str | None = None,
    select: Collection[str] = (),
    ignore: Collection[str] = (),
    limits: Limits = LIMITS,
    data: bytes | None = None,
) -> FileResult:
    """Read and check one file.

    Parameters
    ----------
    path : Path
    context : Context
    name : str, optional
        What to call it in reports; default: the path.
    data : bytes, optional
        Its content; default: it is read from the path.

    Returns
    -------
    FileResult
        A file that can't be read has the one finding DOC006.
    """
    journal = None if context.journal is None else context.journal.id
    result = FileResult(name or str(path), path.suffix.lower().lstrip("."), journal, context.stage)
    try:
        document = open_document(path, limits, data=data)
    except DocumentError as error:
        message = "; ".join(p.message for p in error.problems)
        result.findings.append(Finding("DOC006", Severity.ERROR, message, Where(line=error.problems[0].line)))
        result.not_measured = {c.code: "the file could not be read" for c in checks if c.code != "DOC006"}
        return result
    return check_document(result, document, context, select=select, ignore=ignore)
