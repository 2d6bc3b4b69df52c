"""Which panel gets which legend."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from natfig.backends.mpl.furniture import Furnisher
from natfig.backends.mpl.panel import Panel
from natfig.charts.base import LegendEntry
from natfig.core.errors import LayoutError
from natfig.layout.grid import GridPlan

__all__ = ["Shared", "choose_legends"]

Shared = tuple[list[LegendEntry], str | None]


def choose_legends(
    panels: Mapping[str, Panel], plan: GridPlan, asked: str, furnisher: Furnisher
) -> list[Shared]:
    """Set every panel's `legend_mode` and return the legends of the whole figure.

    Series are labelled directly where the labels fit beside their ends; else panels
    that mean the same share one legend over the page; else a panel has a strip above
    its axes. A legend never stands in the axes, so it never covers data.

    Parameters
    ----------
    panels : mapping of str to Panel
    plan : GridPlan
        A settled page, by which the room for direct labels is judged.
    asked : str
        ``figure.legend``: "auto", "direct", "strip", "page" or "none". With "page" whatever several panels
        need stands over the page, without exception.
    furnisher : Furnisher

    Raises
    ------
    LayoutError
        If direct labels were asked for and don't fit.
    """
    groups: dict[tuple[Any, ...], list[Panel]] = {}
    for panel in panels.values():
        _choose(panel, plan, asked, furnisher)
        if panel.legend_mode != "none" and panel.drawn.legend:
            drawn = panel.drawn
            key = (drawn.legend_title, tuple((e.text, e.mark.color) for e in drawn.legend))
            groups.setdefault(key, []).append(panel)
    if asked == "page":
        return _for_page(groups)
    if asked not in ("auto", "strip") or not groups:
        return []
    crowd = [p for p in max(groups.values(), key=len) if p.spec.legend == "auto"]
    # Over the whole page a legend is looked for only when most panels, or all that have one, use it.
    is_common = len(crowd) > 1 and (len(crowd) > len(panels) / 2 or len(groups) == 1)
    if not is_common or (len(crowd) == 2 and all(p.legend_mode == "direct" for p in crowd)):
        return []
    for panel in crowd:
        panel.legend_mode = "shared"
    return [(_common(crowd), crowd[0].drawn.legend_title)]


def _for_page(groups: Mapping[tuple[Any, ...], list[Panel]]) -> list[Shared]:
    """Return one legend for each set of entries that several panels show, or some of them."""
    crowds: list[tuple[dict[str, str], list[Panel]]] = []
    # The longest first: a panel that shows some of its entries needs no legend of its own.
    for (_, entries), panels in sorted(groups.items(), key=lambda g: -len(g[0][1])):
        free = [p for p in panels if p.spec.legend == "auto"]
        home = next((c for c in crowds if all(c[0].get(t) == color for t, color in entries)), None)
        if home is not None:
            home[1].extend(free)
        elif free:
            crowds.append((dict(entries), free))
    out = []
    for _, crowd in crowds:
        if len(crowd) < 2 or all(p.legend_mode == "direct" for p in crowd):
            continue
        for panel in crowd:
            panel.legend_mode = "shared"
        whole = [p for p in crowd if len(p.drawn.legend) == len(crowd[0].drawn.legend)]
        out.append((_common(whole), crowd[0].drawn.legend_title))
    return out


def _choose(panel: Panel, plan: GridPlan, asked: str, furnisher: Furnisher) -> None:
    drawn = panel.drawn
    mode = panel.spec.legend if panel.spec.legend != "auto" else asked
    if mode == "page":
        mode = "auto"
    if mode == "none" or not (drawn.legend or drawn.direct):
        panel.legend_mode = "none"
        return
    if not drawn.legend:
        drawn.legend = [LegendEntry(d.text, d.mark, "line") for d in drawn.direct]
    box = plan.axes[panel.letter]
    fits = bool(drawn.direct) and furnisher.direct_positions(drawn.direct, panel, box) is not None
    if mode == "direct" and not fits:
        raise LayoutError(
            f"panel {panel.letter}: its {len(drawn.legend)} series can't be labelled directly: "
            "their ends are too close",
            hint="use legend: auto or legend: strip",
        )
    panel.legend_mode = "direct" if fits and mode != "strip" else "strip"


def _common(panels: list[Panel]) -> list[LegendEntry]:
    """Return the legend of panels that share one; a square where their samples differ."""
    first = panels[0].drawn.legend
    if all([e.handle for e in p.drawn.legend] == [e.handle for e in first] for p in panels):
        return first
    return [LegendEntry(e.text, e.mark, "patch") for e in first]
