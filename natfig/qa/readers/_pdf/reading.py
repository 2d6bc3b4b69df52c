"""Opens a PDF, runs its first page and fills in the document."""

from __future__ import annotations

import io
import logging
import zlib
from pathlib import Path
from typing import Any

from natfig.core import lazyre
from natfig.core.errors import DocumentError
from natfig.core.findings import Severity
from natfig.qa.document import Aspect, Box, Document, Group, Note, Page
from natfig.qa.outlines import find_outlined
from natfig.qa.readers._pdf.actions import active_content
from natfig.qa.readers._pdf.fonts import PdfFont
from natfig.qa.readers._pdf.interpret import Interpreter
from natfig.qa.readers._pdf.layers import Layers
from natfig.qa.readers._pdf.metadata import metadata
from natfig.qa.readers._pdf.objects import child
from natfig.qa.readers._pdf.pages import appearances, content, sheet_of
from natfig.qa.readers._pdf.text import panel_in
from natfig.qa.readers.base import Limits

__all__ = ["read"]

# Streams the library unpacks while it opens a file: those that hold other objects.
_PACKED = lazyre.compile(rb"stream\r?\n")
_DICTIONARY_BYTES = 600
_MOST_PACKED = 1_000_000_000
_MOST_EACH = 300_000_000
_SLICE = 1 << 16
_PLACE = lazyre.compile(r"^stream <[^>]*>[^:]*: *")
# What the library says when it had to guess where objects are, so that some may be lost.
_BROKEN = ("file is damaged", "reconstruct", "xref")
_SILENT = logging.NullHandler()

_NOT_TOLD = "a PDF does not say which of its marks belong to which panel or series"


def read(path: Path, data: bytes, limits: Limits) -> Document:
    """Return the document in the bytes of a PDF.

    Raises
    ------
    DocumentError
        If it is no PDF, encrypted, broken beyond repair or unsafe.
    """
    import pikepdf

    if b"%PDF-" not in data[:1024]:
        raise DocumentError("the file is no PDF: it does not begin with %PDF-")
    _refuse_bombs(data)
    # What the library has to say of mended objects goes to its log, and into a note of ours.
    logging.getLogger("pikepdf").addHandler(_SILENT)
    try:
        with pikepdf.open(io.BytesIO(data)) as pdf:
            return _document(pdf, path, data, limits)
    except pikepdf.PasswordError:
        raise DocumentError("the PDF is encrypted; export it without a password") from None
    except (pikepdf.PdfError, pikepdf.DataDecodingError, RuntimeError, ValueError, TypeError) as error:
        raise DocumentError(f"the PDF is broken: {_reason(error)}; export it again") from None


def _reason(error: Exception) -> str:
    """Return what the library says without its description of the stream and its offset."""
    return _plain(str(error)) or type(error).__name__


def _plain(said: str) -> str:
    """Return a message of the library without the file, the object and the offset before it."""
    said = _PLACE.sub("", said.split("\n", maxsplit=1)[0])
    return said[:120].strip(" .:")


def _refuse_bombs(data: bytes) -> None:
    """Refuse a file whose object streams grow beyond reason: they are unpacked unasked.

    Raises
    ------
    DocumentError
    """
    total = 0
    for match in _PACKED.finditer(data):
        head = data[max(0, match.start() - _DICTIONARY_BYTES) : match.start()]
        head = head[head.rfind(b"obj") + 3 :]
        # A name may be written with its letters as #-codes.
        if b"/ObjStm" not in head and b"/XRef" not in head and b"#" not in head:
            continue
        size = _unpacked_size(data, match.end())
        total += size
        if size > _MOST_EACH or total > _MOST_PACKED:
            raise DocumentError("the PDF is unsafe: its object streams unpack to more than 300 MB")


def _unpacked_size(data: bytes, start: int) -> int:
    engine, size = zlib.decompressobj(), 0
    view = memoryview(data)
    for at in range(start, len(data), _SLICE):
        held: bytes | memoryview = view[at : at + _SLICE]
        while len(held):
            try:
                size += len(engine.decompress(held, 1 << 20))
            except zlib.error:
                return size
            if engine.eof or size > _MOST_EACH:
                return size
            held = engine.unconsumed_tail
    return size


def _document(pdf: Any, path: Path, data: bytes, limits: Limits) -> Document:
    pages = len(pdf.pages)
    if not pages:
        raise DocumentError("the PDF has no page")
    page, root = pdf.pages[0].obj, pdf.Root
    # The library puts a letter page in for a box that is missing, and says so.
    warnings = [str(w) for w in pdf.get_warnings()]
    has_box = not any("MediaBox is undefined" in w for w in warnings)
    sheet = sheet_of(page, has_box=has_box)
    notes = list(sheet.notes)
    unmeasured: dict[Aspect, str] = {"structure": _NOT_TOLD}
    if not sheet.is_known:
        unmeasured["page"] = "the page's size is not stated"
    if pages > 1:
        notes.append(Note(f"the file has {pages:,} pages; only the first is measured", Severity.WARNING))
    if pdf.is_encrypted:
        notes.append(
            Note("the PDF is protected against changes; export it without a password", Severity.WARNING)
        )
    if warnings:
        # The first only says that something is wrong.
        message = f"the PDF is damaged and was mended to be read: {_plain(warnings[-1])}"
        is_broken = any(word in w for w in warnings for word in _BROKEN)
        notes.append(Note(message, Severity.ERROR if is_broken else Severity.WARNING))

    engine = Interpreter(Layers(child(root, "/OCProperties") and root), limits, sheet.box)
    problem = content(page, limits, is_mended=bool(warnings))
    if problem.message:
        notes.append(Note(problem.message))
        _unread(unmeasured, "part of the page's content can't be read")
    engine.run(problem.data, child(page, "/Resources") or sheet.resources, sheet.matrix)
    for form, matrix in appearances(page, sheet.matrix, engine.layers):
        if engine.cut_after:
            break
        engine.draw_form(form, matrix, None)
    if engine.cut_after:
        notes.append(
            Note(f"the page has more than {engine.cut_after:,} drawing operations; the rest was not measured")
        )
        _unread(unmeasured, "the page has too many drawing operations to be measured whole")
    elif engine.lacks:
        _unread(unmeasured, engine.lacks)
    size = Page(sheet.box.w, sheet.box.h, "pt", pages) if sheet.is_known else Page(None, None, "none", pages)
    active, links = active_content(root, page)
    groups = _groups(engine)
    if any(g.panel for g in groups.values()):
        del unmeasured["structure"]
    document = Document(
        path=path,
        kind="pdf",
        size_bytes=len(data),
        page=size,
        elements=engine.text.elements,
        runs=engine.text.runs,
        shapes=engine.canvas.shapes,
        images=engine.images,
        fonts=_fonts(engine, page),
        links=[*engine.links, *links],
        active=active,
        groups=groups,
        meta=metadata(root, child(pdf.trailer, "/Info")),
        notes=notes + _notes(engine),
        unmeasured=unmeasured,
    )
    document.outlined = find_outlined(document)
    return document


def _unread(unmeasured: dict[Aspect, str], reason: str) -> None:
    aspects: tuple[Aspect, ...] = ("text", "shapes", "colors", "images", "fonts")
    for aspect in aspects:
        unmeasured[aspect] = reason


def _notes(engine: Interpreter) -> list[Note]:
    """Return what the interpreter has to say of the page."""
    notes = []
    for message, count in engine.messages.items():
        times = f" ({count:,} times)" if count > 1 else ""
        notes.append(Note(message + times, Severity.WARNING))
    for family, count in engine.unmapped.items():
        notes.append(
            Note(
                (f"{count:,} characters" if count > 1 else "1 character")
                + f" of the font {family} without a Unicode value can't be searched, copied or edited",
                Severity.WARNING,
                "DOC004",
            )
        )
    if engine.canvas.strange:
        count = engine.canvas.strange
        what = "1 mark lies" if count == 1 else f"{count:,} marks lie"
        notes.append(Note(f"{what} more than a kilometre off the page", Severity.WARNING))
    return notes


def _fonts(engine: Interpreter, page: Any) -> list[Any]:
    """Return fonts that show text, then those the page only names; each once."""
    facts: dict[Any, None] = {}
    for font in engine.fonts.values():
        if id(font) in engine.used_fonts:
            facts[font.fact(used=True)] = None
    try:
        named = list(child(child(page, "/Resources"), "/Font").values())[:1000]
    except (AttributeError, TypeError, NotImplementedError, RuntimeError):
        named = []
    for obj in named:
        fact = PdfFont(obj).fact(used=False)
        if fact not in facts and not any(
            (f.family, f.type, f.embedded) == (fact.family, fact.type, fact.embedded) for f in facts
        ):
            facts[fact] = None
    return list(facts)


def _groups(engine: Interpreter) -> dict[str, Group]:
    """Return layers with what they hold."""
    boxes: dict[str, Box] = {}
    shapes: dict[str, int] = {}
    texts: dict[str, int] = {}

    def put(path: str, box: Box, counter: dict[str, int]) -> None:
        while path:
            boxes[path] = boxes[path].union(box) if path in boxes else box
            counter[path] = counter.get(path, 0) + 1
            path = path.rpartition("/")[0]

    columns = engine.canvas.shapes
    named = [bool(paint.group) for paint in columns.paints]
    if any(named):
        for i, paint in enumerate(columns.paint):
            if named[paint]:
                put(columns.paints[paint].group, columns.box(i), shapes)
    for run in engine.text.runs:
        put(run.group, run.box, texts)
    for image in engine.images:
        put(image.group, image.box, shapes)
    return {
        path.rpartition("/")[2]: Group(
            path.rpartition("/")[2], path, box, shapes.get(path, 0), texts.get(path, 0), panel_in(path)
        )
        for path, box in boxes.items()
    }
