"""Word files: paragraphs of runs, the same bytes for the same words."""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from natfig.core.errors import MissingRuntimeError
from natfig.core.plain import visible
from natfig.legend.archive import repacked
from natfig.legend.model import Run

__all__ = ["Paragraph", "docx_bytes"]

# The first date a zip file can hold; a file says nothing of when it was made.
_DATE = dt.datetime(1980, 1, 1, tzinfo=dt.UTC).replace(tzinfo=None)
_FONT, _SIZE_PT = "Arial", 11


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph; `level` 0 is text, 1 and 2 are headings."""

    runs: tuple[Run, ...]
    level: int = 0


def docx_bytes(paragraphs: Iterable[Paragraph], title: str) -> bytes:
    """Return a Word file.

    Parameters
    ----------
    paragraphs : iterable of Paragraph
    title : str
        For the document's properties.

    Raises
    ------
    MissingRuntimeError
        If python-docx is not installed.
    """
    try:
        from docx import Document
    except ImportError:
        raise MissingRuntimeError("Word files need python-docx", hint="pip install python-docx") from None
    document = Document()
    _set_type(document)
    for paragraph in paragraphs:
        style = f"Heading {paragraph.level}" if paragraph.level else "Normal"
        _fill(document.add_paragraph(style=style), paragraph.runs)
    properties = document.core_properties
    properties.title, properties.author, properties.comments = title, "", ""
    properties.created = properties.modified = _DATE
    properties.last_modified_by, properties.revision = "", 1
    buffer = io.BytesIO()
    document.save(buffer)
    return repacked(buffer.getvalue())


def _set_type(document: Any) -> None:
    """Set text and headings in one face and in black; the template's theme has others."""
    from docx.oxml.ns import qn
    from docx.shared import Pt, RGBColor

    for name, size_pt in (("Normal", _SIZE_PT), ("Heading 1", 14), ("Heading 2", 12)):
        font = document.styles[name].font
        font.name, font.size, font.color.rgb = _FONT, Pt(size_pt), RGBColor(0, 0, 0)
        faces = document.styles[name].element.rPr.rFonts
        for key in ("w:asciiTheme", "w:hAnsiTheme", "w:eastAsiaTheme", "w:cstheme"):
            faces.attrib.pop(qn(key), None)


def _fill(target: object, runs: Sequence[Run]) -> None:
    for run in runs:
        added = target.add_run(visible(run.text))  # type: ignore[attr-defined]
        # None inherits: a heading stays as bold as its style says.
        added.bold, added.italic = run.bold or None, run.italic or None
