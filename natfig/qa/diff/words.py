"""Changes in words: directions, sizes, numbers of things, texts that come from files."""

from __future__ import annotations

from collections.abc import Sequence

from natfig.qa.document import Box
from natfig.qa.reporters._plain import count, visible

__all__ = [
    "arrow",
    "count",
    "direction",
    "distance",
    "examples",
    "length",
    "number",
    "quoted",
    "size",
    "sizes",
]

_LONGEST = 40
# A component below this share of the other one is not said: "right 3.2 mm", not "and up 0.02 mm".
_SLIGHT = 0.05


def number(value: float, digits: int = 2) -> str:
    """Return a number without idle zeros."""
    text = f"{value:.{digits}f}"
    text = text.rstrip("0").rstrip(".") if "." in text else text
    return "0" if text == "-0" else text


def length(mm: float) -> str:
    """Return a length: "3.2 mm", "0.15 mm", "0.004 mm"."""
    digits = 1 if abs(mm) >= 1 else 2 if abs(mm) >= 0.1 else 4
    return f"{number(mm, digits)} mm"


def distance(vector: tuple[float, float]) -> float:
    """Return how far a vector reaches in mm."""
    dx, dy = vector
    return float((dx * dx + dy * dy) ** 0.5)


def direction(vector: tuple[float, float]) -> str:
    """Return a movement on the page: "right 3.2 mm", "left 1 mm and up 2 mm"."""
    dx, dy = vector
    slight = _SLIGHT * max(abs(dx), abs(dy))
    parts = []
    if abs(dx) > slight:
        parts.append(f"{'right' if dx > 0 else 'left'} {length(abs(dx))}")
    if abs(dy) > slight:
        parts.append(f"{'down' if dy > 0 else 'up'} {length(abs(dy))}")
    return " and ".join(parts)


def size(box: Box, digits: int = 2) -> str:
    """Return width by height."""
    return f"{number(box.w, digits)} × {number(box.h, digits)} mm"


def sizes(old: Box, new: Box) -> tuple[str, str]:
    """Return two widths by heights with as many digits as tell them apart."""
    digits = next((n for n in (2, 3, 4, 5) if size(old, n) != size(new, n)), 2)
    return size(old, digits), size(new, digits)


def quoted(text: str) -> str:
    """Return a text of a file in quotation marks, harmless and not too long."""
    shown = visible(" ".join(text.split()))
    return f"“{shown if len(shown) <= _LONGEST else shown[: _LONGEST - 1] + '…'}”"


def examples(texts: Sequence[str], most: int = 3) -> str:
    """Return the first of some texts in quotation marks."""
    shown = [quoted(text) for text in list(dict.fromkeys(texts))[:most]]
    return ", ".join(shown) + (", …" if len(set(texts)) > most else "")


def arrow(old: str, new: str) -> str:
    """Return a change of a value."""
    return f"{old} → {new}"
