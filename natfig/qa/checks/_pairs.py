"""Pairs of data colours that some eyes can't tell apart; shared by CLR001, CLR003 and CLR004.

A pair belongs to one code only: a red and a green that fall together for people with
a red-green deficiency, and that nothing but colour parts, are CLR003; every other
pair is CLR001. A pair of either is left out of CLR004.
"""

from __future__ import annotations

from natfig.core.record import dataclass, field
from natfig.qa.checks._marks import panels
from natfig.qa.checks._swatch import Swatch
from natfig.qa.document import Box, Document
from natfig.qa.seeing import APART, VISIONS, Vision, chroma, color_name, distance, hue, least_distance

__all__ = ["GREEN_DEG", "RED_DEG", "Confusion", "confusions", "describe", "in_panels"]

# Hue angles in CAM02-UCS that are called red (vermilion is orange) and green (with bluish
# green); pure red stands at 32°, orange at 72°, green at 137°, cyan at 198°. Duller
# colours are browns and greys.
RED_DEG = (8.0, 46.0)
GREEN_DEG = (118.0, 185.0)
_LEAST_CHROMA = 18.0
_KEY = "confused pairs"


@dataclass(slots=True)
class Confusion:
    """Two data colours less than `APART` apart to at least one kind of colour vision.

    `gaps` holds the distance for each vision that takes them for one, the least first.
    `is_redundant`: dashes differ as well; `is_faint`: only the translucent
    marks fall together, where they overlap and in the legend the colours are apart.
    """

    one: Swatch
    other: Swatch
    gaps: dict[Vision, float]
    panels: list[str] = field(default_factory=list)
    is_redundant: bool = False
    is_faint: bool = False

    @property
    def is_red_green(self) -> bool:
        """Whether it is a red and a green, told apart with normal vision and by colour alone."""
        first = next(iter(self.gaps))
        if self.is_redundant or self.is_faint or "normal" in self.gaps or first == "tritanopia":
            return False
        a, b = self.one.color, self.other.color
        if min(chroma(a), chroma(b)) < _LEAST_CHROMA:
            return False
        return (_within(a, RED_DEG) and _within(b, GREEN_DEG)) or (
            _within(b, RED_DEG) and _within(a, GREEN_DEG)
        )

    @property
    def box(self) -> Box:
        """Where both are drawn."""
        return self.one.box.union(self.other.box)


def _within(color: str, degrees: tuple[float, float]) -> bool:
    return degrees[0] <= hue(color) <= degrees[1]


def confusions(document: Document) -> list[Confusion]:
    """Return every confused pair of a document once, with the panels it occurs in."""
    known: list[Confusion] | None = document.cache.get(_KEY)
    if known is not None:
        return known
    found: dict[tuple[str, str], Confusion] = {}
    for panel in panels(document):
        for one, other in panel.pairs():
            gaps = {v: gap for v in VISIONS if (gap := distance(one.color, other.color, v)) < APART}
            if not gaps:
                continue
            first, second = sorted((one.color, other.color))
            pair = found.get((first, second))
            if pair is None:
                ordered = dict(sorted(gaps.items(), key=lambda item: item[1]))
                pair = found[first, second] = Confusion(one, other, ordered)
                pair.is_redundant = one.differs_in_dash(other)
                pair.is_faint = _is_faint(one, other)
            pair.is_redundant &= one.differs_in_dash(other)
            pair.is_faint &= _is_faint(one, other)
            if panel.letter is not None and panel.letter not in pair.panels:
                pair.panels.append(panel.letter)
    document.cache[_KEY] = known = sorted(found.values(), key=lambda c: next(iter(c.gaps.values())))
    return known


def _is_faint(one: Swatch, other: Swatch) -> bool:
    return (one.is_cloud or other.is_cloud) and least_distance(one.stated, other.stated)[0] >= APART


def describe(swatch: Swatch) -> str:
    """Return a colour in words for a message: its name, its code, its series."""
    text = f"{color_name(swatch.stated)} {swatch.stated}"
    if swatch.stated != swatch.color:
        text += f" (on the page {swatch.color})"
    return f"{text} of '{swatch.name}'" if swatch.name else text


def in_panels(*letters: str | None) -> str:
    """Return " in panel a" or " in panels a and b", "" where none is known."""
    known = sorted(letter for letter in letters if letter is not None)
    if not known:
        return ""
    if len(known) == 1:
        return f" in panel {known[0]}"
    return f" in panels {', '.join(known[:-1])} and {known[-1]}"
