r"""Figures and tables of a manuscript: their legends, and where the text speaks of them.

A draft says "Fig. 2a", LaTeX says ``\ref{fig:dose}a`` and Quarto ``@fig-dose``. Here all of
them are a kind, a number and a panel; labels are resolved through the legends, which
are counted in the order in which they stand.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from natfig.core import lazyre
from natfig.core.record import dataclass
from natfig.prose.document import Block, Kind, Manuscript, Role
from natfig.prose.rule import Context

__all__ = [
    "Cited",
    "Display",
    "citations",
    "displays",
    "figure_manifests",
    "figure_number",
    "panels_of_legend",
]

#: "fig2a", "edfig3", "tableS1b": how readers of drafts name what a text refers to.
_KEY = lazyre.compile(r"(?P<kind>ed(?:fig|table)|fig|table)(?P<number>S?\d{1,3})(?P<panel>[a-z]?)")
_LABEL = lazyre.compile(r"(?:#)?(?P<kind>fig|figure|tab|tbl|table)s?[:_-]", 2)
_SUPPLEMENT = lazyre.compile(r"supp|append|^s\d|[:_-]s(?:upp|\d)", 2)
# What stands after a LaTeX reference: "\ref{fig:dose}a,b" or "~\ref{fig:dose}(c)".
_PANELS_AFTER = lazyre.compile(r"\s?\(?(?P<panels>[a-z](?:\s?[,–-]\s?[a-z])*)\)?(?![A-Za-z])")
_PANELS_IN = lazyre.compile(r"(?P<from>[a-z])\s?[–-]\s?(?P<to>[a-z])|(?P<one>[a-z])")
# A panel in a legend, at its start or after a sentence: "a, Dose", "c | Time", "d,e, …"; in brackets it may
# stand anywhere: "The rig (a) and the cell (b)".
_LEGEND_PANEL = lazyre.compile(
    r"(?:(?:^|(?<=[.;:|)]\s)|(?<=[.;:|]))(?P<panels>[A-Za-z](?:\s?(?:,|–|-)\s?[A-Za-z])*)(?:,|\s\||:|\.)\s)"
    r"|\((?P<round>[A-Za-z](?:\)?\s?(?:,|–|-)\s?\(?[A-Za-z])*)(?:\)|[,;:]\s)"
    r"|\b[Pp]anels?\s(?P<named>[A-Za-z](?:\s?(?:,|–|-)\s?[A-Za-z])*)(?![A-Za-z])"
)
_ID_NUMBER = lazyre.compile(r"(?:^|[^a-z])fig(?:ure)?[ _-]?0*(?P<number>\d{1,3})", 2)
_MANY_PANELS = 26


@dataclass(frozen=True, slots=True)
class Display:
    """A figure or table.

    Parameters
    ----------
    kind : str
        "fig", "table", "edfig" or "edtable" (Extended Data).
    number : str
        "2", "S1".
    legend : Block
    panels : tuple of str
        Letters that the legend describes, in lower case and in order.
    """

    kind: str
    number: str
    legend: Block
    panels: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Cited:
    """One mention of a figure or table in the text.

    Parameters
    ----------
    kind, number : str
        As in `Display`.
    panel : str
        A letter in lower case, or "".
    block : Block
    start, end : int
        The span of the block's text.
    """

    kind: str
    number: str
    panel: str
    block: Block
    start: int
    end: int


def _between(first: str, last: str) -> str:
    return "".join(chr(c) for c in range(ord(first), ord(last) + 1)) if first <= last else first + last


def _letters(text: str) -> tuple[str, ...]:
    found = ""
    for match in _PANELS_IN.finditer(text.lower().replace("(", "").replace(")", "")):
        found += match["one"] or _between(match["from"], match["to"])
    return tuple(dict.fromkeys(found))


def panels_of_legend(text: str) -> tuple[str, ...]:
    """Return the panels that a legend describes, as far as they follow each other from a on.

    "(n = 5)" and "A, of course" name none: a letter counts where it is the next one.
    """
    panels: list[str] = []
    for match in _LEGEND_PANEL.finditer(text.replace(" and ", ",").replace(" & ", ",")):
        for letter in _letters(match["panels"] or match["round"] or match["named"]):
            if len(panels) < _MANY_PANELS and letter == chr(ord("a") + len(panels)):
                panels.append(letter)
    # One letter alone is more often something else than the only panel.
    return tuple(panels) if len(panels) > 1 else ()


def _legends(manuscript: Manuscript) -> Iterator[tuple[str, str, str, Block]]:
    """Yield (label, kind, number, block) of each legend."""
    counts: dict[tuple[str, bool], int] = {}
    for block in manuscript.blocks:
        if block.role is not Role.LEGEND:
            continue
        if (known := _KEY.fullmatch(block.label)) is not None:
            yield block.label, known["kind"], known["number"], block
            continue
        label = _LABEL.match(block.label)
        is_table = label is not None and label["kind"].lower().startswith("t")
        kind = "table" if is_table else "fig"
        is_extra = _SUPPLEMENT.search(block.label) is not None
        counts[kind, is_extra] = counts.get((kind, is_extra), 0) + 1
        yield block.label, kind, f"{'S' if is_extra else ''}{counts[kind, is_extra]}", block


def displays(context: Context) -> tuple[Display, ...]:
    """Return the figures and tables that have a legend, in the order of the draft."""
    found: tuple[Display, ...] | None = context.memory.get("displays")
    if found is None:
        found = tuple(
            Display(kind, number, block, panels_of_legend(_body(block)))
            for _, kind, number, block in _legends(context.manuscript)
        )
        context.memory["displays"] = found
    return found


_HEAD = lazyre.compile(
    r"(?:(?:extended data|supplementary|supplemental)\s)?(?:fig(?:ure)?|table)s?\.?\s?S?\d+\s?[.:|–—-]?\s", 2
)


def _body(block: Block) -> str:
    """Return a legend's text without its "Fig. 2 | "."""
    match = _HEAD.match(block.text)
    return block.text if match is None else block.text[match.end() :]


def citations(context: Context) -> tuple[Cited, ...]:
    """Return every mention of a figure or table outside legends, in reading order."""
    found: tuple[Cited, ...] | None = context.memory.get("display citations")
    if found is None:
        labels = {label: (kind, number) for label, kind, number, _ in _legends(context.manuscript) if label}
        found = tuple(
            cited
            for block in context.manuscript.blocks
            if block.role not in {Role.LEGEND, Role.REFERENCE, Role.CELL}
            for cited in _cited(block, labels)
        )
        context.memory["display citations"] = found
    return found


def _cited(block: Block, labels: Mapping[str, tuple[str, str]]) -> Iterator[Cited]:
    if not any(p.kind is Kind.REFERENCE for p in block.pieces):
        return
    text = block.text
    for start, end, piece in block.touched(0, len(text)):
        if piece.kind is not Kind.REFERENCE:
            continue
        for key in piece.keys:
            if key in labels:
                kind, number = labels[key]
                after = _PANELS_AFTER.match(text, end)
                panels = _letters(after["panels"]) if after is not None and len(piece.keys) == 1 else ()
                # "Fig. 2 a model" has no panel: a letter that stands apart is a word.
                if after is not None and text[end : end + 1].isspace() and "(" not in after[0]:
                    panels = ()
                for panel in panels or ("",):
                    yield Cited(kind, number, panel, block, start, end)
            elif (known := _KEY.fullmatch(key)) is not None:
                yield Cited(known["kind"], known["number"], known["panel"], block, start, end)


def figure_number(name: str) -> str | None:
    """Return the number that a figure's id says ("fig2", "figure-3-dose"), or None."""
    named = _ID_NUMBER.search(name)
    return None if named is None else named["number"]


def figure_manifests(context: Context) -> dict[str, Mapping[str, Any]]:
    """Return the manifests that were given, by the number of their figure.

    The number is in the figure's id ("fig2", "figure-3-dose"); where it isn't, the place
    among those given counts.
    """
    found: dict[str, Mapping[str, Any]] = {}
    for place, manifest in enumerate(context.figures, 1):
        found[figure_number(str(manifest.get("id", ""))) or str(place)] = manifest
    return found
