"""What poppler's tools say of a PDF: words and their boxes, fonts, page size."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from dataclasses import dataclass
from pathlib import Path

from oracles.overlap import Rect
from oracles.programs import OracleError, find, run

__all__ = ["PopplerFont", "Word", "fonts", "page_mm", "words"]

PT_MM = 25.4 / 72
# Read from the right: a long name pushes all columns along.
_FONT_LINE = re.compile(
    r"(?P<name>.*?)\s+(?P<type>(?:CID )?(?:TrueType|Type \d\w?)(?: \(OT\))?|unknown)\s+\S+"
    r"\s+(?P<emb>yes|no)\s+(?:yes|no)\s+(?P<uni>yes|no)\s+(?:\d+\s+\d+|\[none\])"
)
_XHTML = "{http://www.w3.org/1999/xhtml}"


@dataclass(frozen=True, slots=True)
class Word:
    """A word as a reader would copy it, and its box in mm from the page's top left."""

    text: str
    rect: Rect


@dataclass(frozen=True, slots=True)
class PopplerFont:
    """One line of pdffonts; `type` in its own words ("CID TrueType", "Type 3")."""

    name: str
    type: str
    embedded: bool
    unicode: bool


def words(path: Path) -> list[Word]:
    """Return the words of all pages, in reading order."""
    # Control characters can't stand in XML, yet pdftotext hands them on.
    text = re.sub(
        r"[\x00-\x08\x0b\x0c\x0e-\x1f]", "\ufffd", run([find("pdftotext"), "-bbox", str(path), "-"]).stdout
    )
    try:
        root = ET.fromstring(text)
    except ET.ParseError as error:
        raise OracleError(f"{path}: pdftotext wrote no XML ({error})") from None
    found = []
    for word in root.iter(f"{_XHTML}word"):
        x0, y0, x1, y1 = (float(word.attrib[k]) * PT_MM for k in ("xMin", "yMin", "xMax", "yMax"))
        found.append(Word(word.text or "", Rect(x0, y0, x1 - x0, y1 - y0)))
    return found


def fonts(path: Path) -> list[PopplerFont]:
    """Return the fonts of all pages."""
    found = []
    for line in run([find("pdffonts"), str(path)]).stdout.splitlines()[2:]:
        match = _FONT_LINE.fullmatch(line.rstrip())
        if match is None:
            raise OracleError(f"{path}: pdffonts wrote {line!r}")
        found.append(PopplerFont(match["name"], match["type"], match["emb"] == "yes", match["uni"] == "yes"))
    return found


def page_mm(path: Path) -> tuple[float, float]:
    """Return width and height of the first page in mm."""
    said = run([find("pdfinfo"), str(path)]).stdout
    match = re.search(r"^Page size:\s+([\d.]+) x ([\d.]+) pts", said, re.MULTILINE)
    if match is None:
        raise OracleError(f"{path}: pdfinfo names no page size")
    return float(match[1]) * PT_MM, float(match[2]) * PT_MM
