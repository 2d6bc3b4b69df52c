"""The last look at a page: no text touches another or leaves the page."""

from __future__ import annotations

import math

from natfig.backends.mpl.measure import TextBox
from natfig.core.units import mm_to_pt, pt_to_mm
from natfig.layout.grid import GridPlan

__all__ = ["collisions", "outside", "owner_name"]

# Two boxes that share less than this are apart: it is a rounding error of the measuring.
TOUCH_PT = 0.02
MORE_ROOM = "give the panel more room (figure.width, figure.height, fewer columns) or shorten the text"


def owner_name(owner: str) -> str:
    """Return whose text it is, in words."""
    name = owner.partition(".")[0]
    if name.startswith("panel-"):
        return f"panel {name.removeprefix('panel-')}"
    # A script may name its axes as it likes, and write on the page itself.
    return {"legend": "the legend", "": "the page"}.get(name, f"'{name}'")


def collisions(texts: list[TextBox]) -> list[tuple[str, str, str]]:
    """Return (whose, what, what to do) of every pair of texts that overlap."""
    out = []
    ordered = sorted(texts, key=lambda t: t.box[0])
    for i, a in enumerate(ordered):
        for b in ordered[i + 1 :]:
            if b.box[0] >= a.box[2] - TOUCH_PT:
                break
            dx = min(a.box[2], b.box[2]) - b.box[0]
            dy = min(a.box[3], b.box[3]) - max(a.box[1], b.box[1])
            if dx > TOUCH_PT and dy > TOUCH_PT:
                missing = _tenths(min(dx, dy))
                whose = owner_name(a.owner)
                what = f"{whose}: '{_flat(a.text)}' and '{_flat(b.text)}' overlap; {missing} mm are missing"
                out.append((whose, what, MORE_ROOM))
    return out


def outside(texts: list[TextBox], plan: GridPlan) -> list[tuple[str, str, str]]:
    """Return (whose, what, what to do) of every text that leaves the page."""
    w, h = mm_to_pt(plan.width_mm), mm_to_pt(plan.height_mm)
    out = []
    for t in texts:
        over = max(-t.box[0], -t.box[1], t.box[2] - w, t.box[3] - h)
        if over > TOUCH_PT:
            message = f"{owner_name(t.owner)}: '{_flat(t.text)}' leaves the page by {_tenths(over)} mm"
            out.append((owner_name(t.owner), message, "shorten it or make the figure larger"))
    return out


def _tenths(length_pt: float) -> str:
    """Return a length in mm, rounded up: 0.0 mm would not be worth a word."""
    return f"{max(math.ceil(10 * pt_to_mm(length_pt)) / 10, 0.1):.1f}"


def _flat(text: str) -> str:
    return text.replace("\n", " ")
