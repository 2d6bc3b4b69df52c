"""The texts of a radar chart: names of spokes outside the rim, values of rings beside a spoke."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from natfig.charts import _categorical as cat
from natfig.charts import _curves as curves
from natfig.charts._radar_frame import Frame
from natfig.charts.base import PanelStyle

if TYPE_CHECKING:
    from matplotlib.axes import Axes

__all__ = ["Names", "draw_names", "draw_ring_values", "place_names", "place_ring_values"]

# Text and size in pt → its width in pt.
Width = Callable[[str, float], float]

# Clear space between the rim and the names, in pt.
NAME_GAP_PT = 3.0
# Widest name before it is broken, as shares of the axes' width: those tried, the widest first.
NAME_SHARES = (0.5, 0.38, 0.28, 0.2, 0.1)
LINE_EM = 1.15
CAP_EM = 0.716
# The web never gets smaller than this share of half the axes, however long the names are;
# names that still don't fit are found by the layout.
LEAST_RADIUS = 0.3


def _break(text: str, most_pt: float, size_pt: float, width: Width) -> str:
    """Return a text broken at spaces into lines of at most `most_pt` where words allow it."""
    lines: list[str] = []
    for part in text.split("\n"):
        words = part.split(" ")
        line = words[0]
        for word in words[1:]:
            if width(f"{line} {word}", size_pt) > most_pt:
                lines.append(line)
                line = word
            else:
                line = f"{line} {word}"
        lines.append(line)
    return "\n".join(lines)


@dataclass(frozen=True)
class Names:
    """Names broken into lines, with the boxes they need; widths and heights in pt, shape (spokes,)."""

    texts: list[str]
    across: np.ndarray
    up: np.ndarray
    widths: np.ndarray
    heights: np.ndarray

    def ends(self, radius_pt: float) -> tuple[float, float, float, float]:
        """Return the outermost ends (left, right, bottom, top) of web and names, in pt from the centre."""
        x, y = self.across * (radius_pt + NAME_GAP_PT), self.up * (radius_pt + NAME_GAP_PT)
        # How much of a box lies left of and below its anchor: all, half or nothing, by direction.
        left = x - self.widths * (1 - np.sign(self.across)) / 2
        bottom = y - self.heights * (1 - self.up) / 2
        right, top = float((left + self.widths).max()), float((bottom + self.heights).max())
        return min(float(left.min()), -radius_pt), max(right, radius_pt), float(bottom.min()), top

    def radius(self, side_pt: float) -> float:
        """Return the largest radius in pt with which everything fits into a square."""
        radius_pt = side_pt / 2
        while radius_pt > LEAST_RADIUS * side_pt / 2:
            left, right, bottom, top = self.ends(radius_pt)
            if max(right - left, top - bottom) <= side_pt:
                break
            radius_pt *= 0.98
        return radius_pt


def _break_names(frame: Frame, side_pt: float, size_pt: float, width: Width) -> Names:
    """Return the names broken in the way that leaves the web largest."""
    across, up = np.round(np.sin(frame.angles), 9), np.round(np.cos(frame.angles), 9)
    found = []
    for share in NAME_SHARES:
        texts = [_break(name, share * side_pt, size_pt, width) for name in frame.names]
        widths = [max(width(line, size_pt) for line in t.split("\n")) for t in texts]
        heights = [(t.count("\n") + 1) * LINE_EM * size_pt for t in texts]
        found.append(Names(texts, across, up, np.array(widths), np.array(heights)))
    return max(found, key=lambda names: names.radius(side_pt))


def place_names(
    frame: Frame, side_pt: float, size_pt: float, width: Width
) -> tuple[Names, tuple[float, float], tuple[float, float]]:
    """Return the names in lines, and the limits of x and y in radii that hold web and names.

    Parameters
    ----------
    frame : Frame
    side_pt, size_pt : float
        Of the square axes and of the text.
    width : callable
        Text and size in pt → its width in pt.
    """
    names = _break_names(frame, side_pt, size_pt, width)
    radius_pt = names.radius(side_pt)
    left, right, bottom, top = (end / radius_pt for end in names.ends(radius_pt))
    # Equal spans keep the polygon regular; the shorter side is centred.
    half = max(right - left, top - bottom, side_pt / radius_pt) / 2
    across, up = (left + right) / 2, (bottom + top) / 2
    return names, (across - half, across + half), (up - half, up + half)


def draw_names(ax: Axes, frame: Frame, style: PanelStyle) -> None:
    """Write the spokes' names outside the rim and set the limits so that all of them are inside."""
    size_pt = style.look.tick_pt
    side_pt = min(curves.size_hint_pt(style))
    names, x_limits, y_limits = place_names(frame, side_pt, size_pt, curves.text_width_pt)
    ax.set_xlim(*x_limits)
    ax.set_ylim(*y_limits)
    for i, text in enumerate(names.texts):
        x, y = names.across[i], names.up[i]
        side = ("right", "center", "left")[int(np.sign(x)) + 1]
        ax.annotate(
            text, (x, y), xytext=(x * NAME_GAP_PT, y * (NAME_GAP_PT + names.heights[i] / 2)),
            textcoords="offset points", ha=side, va="center", multialignment=side, fontsize=size_pt,
            color=style.look.ink, linespacing=LINE_EM, annotation_clip=False,
            gid=style.gid("axis", frame.spokes[i]),
        )  # fmt: skip


def draw_ring_values(
    ax: Axes, frame: Frame, style: PanelStyle, *, rings: np.ndarray, shares: np.ndarray, form: str | None
) -> None:
    """Write the rings' values beside the spoke where they are farthest from the data.

    Parameters
    ----------
    rings : numpy.ndarray, shape (rings,)
        Radii, 1 at the rim.
    shares : numpy.ndarray, shape (series, spokes)
        Radii of the data.
    form : str or None
        Python format of the values.
    """
    size_pt = max(style.look.floor_pt, style.look.tick_pt - 1)
    per_pt = float(np.diff(ax.get_xlim())[0]) / min(curves.size_hint_pt(style))
    placed = place_ring_values(
        frame, rings, shares, form, size_pt=size_pt, per_pt=per_pt, width=curves.text_width_pt
    )
    for x, y, value in placed:
        ax.text(
            x, y, value, ha="center", va="center", fontsize=size_pt, color=style.look.neutral_dark,
            zorder=4, gid=style.gid("axis", "values"),
        )  # fmt: skip


def place_ring_values(
    frame: Frame,
    rings: np.ndarray,
    shares: np.ndarray,
    form: str | None,
    *,
    size_pt: float,
    per_pt: float,
    width: Width,
) -> list[tuple[float, float, str]]:
    """Return places in radii and texts of the rings' values, see `draw_ring_values`.

    Parameters
    ----------
    size_pt : float
        Of the text.
    per_pt : float
        Radii in a pt.
    width : callable
        Text and size in pt → its width in pt.
    """
    write = cat.number_format(frame.rings, form or ("g" if np.abs(frame.rings).max() < 10_000 else None))
    # Every second ring where there are many: the values in between are clear.
    inner = list(zip(rings, frame.rings, strict=True))
    shown = inner[len(inner) % 2 == 0 :: 2] if len(inner) > 3 else inner
    half_width = max(width(write(v), size_pt) for _, v in shown) / 2 * per_pt
    half_height = CAP_EM * size_pt / 2 * per_pt
    edges = [np.vstack([p := frame.points(radii), p[:1]]) for radii in shares]
    slope = np.tan(np.pi / len(frame.names))

    def places(spoke: int, side: int) -> np.ndarray:
        """Return where the labels stand: beside the spoke, each just under its ring."""
        out = np.array([np.sin(frame.angles[spoke]), np.cos(frame.angles[spoke])])
        aside = side * np.array([out[1], -out[0]])
        half_aside = abs(out[1]) * half_width + abs(out[0]) * half_height
        half_along = abs(out[0]) * half_width + abs(out[1]) * half_height
        away = half_aside + per_pt
        inwards = (away + half_aside) * slope + half_along + per_pt / 2
        return np.array([(r - inwards) * out + away * aside for r, _ in shown])

    # The first spoke wins ties: readers look there.
    choices = [(spoke, side) for spoke in range(len(frame.names)) for side in (1, -1)]
    reach = np.hypot(half_width, half_height) + 1.5 * per_pt

    def clearance(choice: tuple[int, int]) -> float:
        nearest = min(_distance(places(*choice), edge) for edge in edges)
        return min(1.0, round(nearest / float(reach), 1))

    best = max(choices, key=clearance)
    return [(float(x), float(y), write(v)) for (x, y), (_, v) in zip(places(*best), shown, strict=True)]


def _distance(points: np.ndarray, line: np.ndarray) -> float:
    """Return the smallest distance of points, shape (n, 2), to an open polygon line, shape (m, 2)."""
    start, along = line[:-1], np.diff(line, axis=0)
    length = np.maximum((along**2).sum(axis=1), 1e-30)
    t = np.clip(((points[:, None] - start) * along).sum(axis=2) / length, 0, 1)
    away = start + t[..., None] * along - points[:, None]
    return float(np.sqrt((away**2).sum(axis=2)).min())
