"""DOC007: no alternative text."""

from __future__ import annotations

import re
from collections.abc import Iterator

from natfig.core import lazyre
from natfig.core.findings import Finding, Fix, Severity
from natfig.qa.check import Check, Context
from natfig.qa.checks._rules import shorten
from natfig.qa.document import Document

__all__ = ["check", "says_nothing"]

# Titles that programs write by themselves and that say nothing of the figure.
_EMPTY = lazyre.compile(
    r"(?:untitled.*|(?:new )?document ?\d*|drawing ?\d*|artboard ?\d*|layer ?\d*|asset ?\d*|group ?\d*"
    r"|image ?\d*|figure ?\d*|fig\.? ?\d*|plot ?\d*|chart ?\d*|graph ?\d*|r ?plots?"
    r"|r graphics output|svg|g|%\d+|matplotlib.*|(?:produced|created|made|generated) (?:by|with|in) .*"
    r"|gnuplot.*|presentation ?\d*|slide ?\d*|powerpoint.*|microsoft .*|ggplot.*"
    r"|plotly.*|vega.*|biorender.*)",
    re.IGNORECASE,
)


def _look(document: Document, _context: Context) -> Iterator[Finding]:
    meta = document.meta
    names = [text for key in ("title", "aria-label") if (text := meta.get(key, "").strip())]
    described = meta.get("description", "").strip()
    said = [text for text in (*names, described) if not says_nothing(text, document)]
    fix = Fix.SAFE if document.kind == "svg" else Fix.NONE
    if not said:
        nothing = "neither <title> nor <desc>" if document.kind == "svg" else "no title"
        what = f"its title '{shorten(names[0])}' says nothing of the figure" if names else nothing
        # A PDF may carry it in tags, which only some programs write; for SVG there is one place.
        severity = None if document.kind == "svg" else Severity.INFO
        yield check.finding(f"there is no alternative text: {what}", fix=fix, severity=severity)
    elif document.kind == "svg" and not described and len(said) == 1 and len(said[0]) < _SHORT:
        yield check.finding(
            f"the figure has the title '{shorten(said[0])}' but no description",
            fix=fix,
            severity=Severity.INFO,
        )


# A title as long as a sentence does both.
_SHORT = 60


def says_nothing(text: str, document: Document) -> bool:
    """Return whether a title is empty, the file's own name, or one that programs write by themselves."""
    bare = " ".join(text.split())
    return not bare or bare.lower() in _own_names(document) or _EMPTY.fullmatch(bare) is not None


def _own_names(document: Document) -> set[str]:
    return {document.path.name.lower(), document.path.stem.lower()}


check = Check(
    id="doc007_alt_text",
    code="DOC007",
    title="alternative text missing",
    reason=(
        "Screen readers read a figure's title and description; publishers now ask for them, and web versions "
        "of papers take them from the file. A title such as 'Gnuplot' or the file's name counts as none."
    ),
    bad="<svg> without <title>, <desc> or aria-label; <title>Gnuplot</title>",
    good="<title>INT8 speeds up serving</title><desc>Latency against batch size …</desc>",
    # With text: a raster image has no place for it that readers of the paper would meet.
    needs=("meta", "text"),
    look=_look,
    severity=Severity.WARNING,
    fix=Fix.SAFE,
    source=(
        "SVG Accessibility API Mappings, https://www.w3.org/TR/svg-aam-1.0/; WCAG 2.2, 1.1.1, "
        "https://www.w3.org/TR/WCAG22/#non-text-content"
    ),
    hint="add <title> and <desc> as the first children of <svg>; --fix takes them from the manifest",
    options={"short_title_characters": _SHORT},
)
