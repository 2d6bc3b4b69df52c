"""Axes and colour bars that panels have in common."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

import matplotlib.ticker as mticker

from natfig.core.errors import LayoutError

if TYPE_CHECKING:
    from matplotlib.axis import Axis

    from natfig.backends.mpl.panel import Panel
    from natfig.layout.grid import Box, GridPlan
    from natfig.spec.models import Share

__all__ = ["drop_inner_labels", "share_colors", "share_limits"]

# Axes whose ends differ by less line up.
LINED_UP_MM = 0.3


def share_limits(panels: Mapping[str, Panel], share: Share) -> None:
    """Give the axes of each group the same limits: the widest of all.

    Parameters
    ----------
    panels : mapping of str to Panel
        As drawn, ticks not yet fitted.
    share : Share
        ``figure.share``.

    Raises
    ------
    LayoutError
        If scales differ, or categories.
    """
    for which, groups in (("x", share.x), ("y", share.y)):
        for group in groups:
            axes = [(k, _axis(panels[k], which)) for k in group]
            first, one = axes[0]
            for letter, other in axes[1:]:
                if other.get_scale() != one.get_scale():
                    raise LayoutError(
                        f"panels {first} and {letter} share {which}, but their scales differ "
                        f"({one.get_scale()} and {other.get_scale()})",
                        hint=f"give both the same scale, or take one out of figure.share.{which}",
                    )
                if _categories(other) != _categories(one):
                    raise LayoutError(
                        f"panels {first} and {letter} share {which}, but not its categories",
                        hint=f"give both the same order:, or take one out of figure.share.{which}",
                    )
            ends = [sorted(float(v) for v in axis.get_view_interval()) for _, axis in axes]
            low, high = min(e[0] for e in ends), max(e[1] for e in ends)
            for letter, axis in axes:
                ax = panels[letter].ax
                set_limits = ax.set_xlim if which == "x" else ax.set_ylim
                set_limits((high, low) if axis.get_inverted() else (low, high), auto=None)


def share_colors(panels: Mapping[str, Panel], groups: Sequence[str]) -> None:
    """Give the colour maps of each group the same ends and keep the bar of the last panel alone.

    Raises
    ------
    LayoutError
        If a panel has no colour bar.
    """
    for group in groups:
        bars = {}
        for letter in group:
            bar = panels[letter].drawn.colorbar
            if bar is None:
                raise LayoutError(
                    f"panel {letter} has no colour bar to share",
                    hint=f"take {letter} out of figure.share.color",
                )
            bars[letter] = bar
        ends = [bar.mappable.get_clim() for bar in bars.values()]
        for letter, bar in bars.items():
            bar.mappable.set_clim(min(e[0] for e in ends), max(e[1] for e in ends))
            panel = panels[letter]
            if letter != group[-1] and panel.bar is not None:
                panel.bar.remove()
                panel.bar = None


def drop_inner_labels(panels: Mapping[str, Panel], plan: GridPlan, share: Share) -> bool:
    """Leave out tick labels and titles between axes that line up; return whether any were.

    Parameters
    ----------
    panels : mapping of str to Panel
    plan : GridPlan
        A settled page.
    share : Share
        ``figure.share``.
    """
    dropped = False
    for which, groups in (("x", share.x), ("y", share.y)):
        for group in groups:
            for letter in group:
                if any(_says_it(plan.axes[letter], plan.axes[o], which) for o in group if o != letter):
                    _hide(panels[letter], which)
                    dropped = True
    return dropped


def _says_it(box: Box, other: Box, which: str) -> bool:
    """Whether the labels of another axes serve this one: it stands under it, or to its left, lined up."""
    if which == "x":
        lined_up = abs(box.x0 - other.x0) < LINED_UP_MM and abs(box.x1 - other.x1) < LINED_UP_MM
        return lined_up and other.y1 < box.y0
    lined_up = abs(box.y0 - other.y0) < LINED_UP_MM and abs(box.y1 - other.y1) < LINED_UP_MM
    return lined_up and other.x1 < box.x0


def _hide(panel: Panel, which: str) -> None:
    axis: Any = _axis(panel, which)
    panel.ax.tick_params(axis=which, which="both", labelbottom=False, labelleft=False)  # type: ignore[arg-type]
    axis.label.set_text("")
    axis.label.__dict__["_natfig_text"] = ""


def _axis(panel: Panel, which: str) -> Axis:
    return panel.ax.xaxis if which == "x" else panel.ax.yaxis


def _categories(axis: Any) -> tuple[str, ...] | None:
    """Return the category names of an axis; None for numbers. A count under a name is no part of it."""
    locator, formatter = axis.get_major_locator(), axis.get_major_formatter()
    if not isinstance(locator, mticker.FixedLocator) or not isinstance(formatter, mticker.FixedFormatter):
        return None
    texts: Any = formatter.seq
    return tuple(str(t).split("\nn = ")[0] for t in texts)
