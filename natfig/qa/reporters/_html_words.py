"""Texts and numbers for the HTML report, harmless wherever in the page they stand."""

from __future__ import annotations

import math
from collections.abc import Iterable
from html import escape

from natfig.core import lazyre
from natfig.qa.reporters._plain import visible

__all__ = ["amount", "esc", "linked", "listed", "number", "shown", "span_of"]

_LONGEST = 200
# Only addresses of pages become links: nothing of a file can run ("javascript:") or be opened.
_ADDRESS = lazyre.compile(r"https?://[^\s<>\"'`{}|\\^]+")


def esc(text: str) -> str:
    """Return a text for content and quoted attributes alike, with what can't be seen written out."""
    return escape(visible(text), quote=True)


def shown(text: str, most: int = _LONGEST) -> str:
    """Return a text of a file as `esc` does, on one line and cut where it is long."""
    text = " ".join(text[: 4 * most].split())
    return esc(text if len(text) <= most else text[: most - 1] + "…")


def linked(text: str) -> str:
    """Return a text as `esc` does, its web addresses as links."""
    out, place = [], 0
    for match in _ADDRESS.finditer(text):
        address = match[0].rstrip(".,;:!?)")
        out.append(esc(text[place : match.start()]))
        out.append(
            f'<a href="{esc(address)}" rel="noopener noreferrer" target="_blank">{esc(_short(address))}</a>'
        )
        place = match.start() + len(address)
    return "".join(out) + esc(text[place:])


def _short(address: str) -> str:
    """Return what of an address is worth reading: its host, or its DOI."""
    rest = address.partition("://")[2]
    return rest if rest.startswith("doi.org/") else rest.partition("/")[0]


def number(value: float, digits: int = 1) -> str:
    """Return a number without idle zeros: 89.0 is "89"."""
    if not math.isfinite(value):
        return "?"
    text = f"{value:,.{digits}f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def amount(count: int, noun: str) -> str:
    """Return a number with its noun."""
    return f"{count:,} {noun}{'' if count == 1 else 's'}"


def span_of(values: Iterable[float], unit: str, digits: int = 1) -> str:
    """Return "5–8 pt" for the least and the greatest of some values, "" for none."""
    all_ = list(values)
    if not all_:
        return ""
    low, high = number(min(all_), digits), number(max(all_), digits)
    return f"{low} {unit}" if low == high else f"{low}–{high} {unit}"


def listed(words: Iterable[str], joint: str = "and") -> str:
    """Return "a, b and c"."""
    *rest, last = words
    return f"{', '.join(rest)} {joint} {last}" if rest else last
