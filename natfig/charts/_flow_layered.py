"""A diagram of boxes and arrows, laid out in layers in a given room.

Everything is worked out along the direction of reading (`u`) and across it (`v`) and
turned at the end, so that "right" and "down" are one layout.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from itertools import pairwise

from natfig.charts import _flow_canvas as cv
from natfig.charts._flow_across import place_across
from natfig.charts._flow_graph import forward, layers_of, order_layers
from natfig.charts._flow_lines import drawn
from natfig.charts._flow_plan import (
    CLEAR_MM,
    FRAME_MM,
    GAP_ACROSS,
    GAP_ALONG,
    MOST_ACROSS,
    MOST_ALONG,
    TITLE_MM,
    TRACK_MM,
    Edge,
    Node,
    Plan,
)  # fmt: skip

__all__ = ["Edge", "Node", "layered"]

# Widths that texts are broken to, in mm; the widest that fits the room is taken.
WIDTHS = (46.0, 40.0, 34.0, 29.0, 25.0, 21.0, 18.0, 15.5)
# Boxes of one layer become equally large when they nearly are.
ALIKE = 1.6


def layered(
    nodes: Sequence[Node],
    edges: Sequence[Edge],
    groups: Mapping[str, tuple[Node, Sequence[str]]],
    room_mm: tuple[float, float],
    *,
    is_down: bool,
    sizes_pt: Sequence[float],
) -> cv.Canvas:
    """Return a diagram that fits a room, or the one that needs least with what is missing.

    Parameters
    ----------
    nodes : sequence of Node
    edges : sequence of Edge
    groups : mapping of str to (Node, names)
        Frames around nodes.
    room_mm : tuple of float
        Width and height.
    is_down : bool
        Whether the diagram runs downwards rather than to the right.
    sizes_pt : sequence of float
        Sizes of type to try, the best first.
    """
    best: tuple[float, cv.Canvas, tuple[float, float]] | None = None
    for size_pt in sizes_pt:
        for width in WIDTHS:
            canvas, need = _lay_out(nodes, edges, groups, room_mm, is_down, size_pt, width)
            lacking = max(need[0] - room_mm[0], need[1] - room_mm[1])
            if lacking <= 1e-6:
                return canvas
            if best is None or lacking < best[0] - 1e-6:
                best = (lacking, canvas, need)
    assert best is not None  # noqa: S101 - there are widths to try
    lacking, canvas, need = best
    hint = "give the panel more room, turn it with direction:, or shorten the texts"
    return canvas.outgrow("diagram", need, room_mm, lacking, sizes_pt[-1], hint)


def _lay_out(  # noqa: PLR0917 - what a layout depends on, each of another type
    nodes: Sequence[Node],
    edges: Sequence[Edge],
    groups: Mapping[str, tuple[Node, Sequence[str]]],
    room_mm: tuple[float, float],
    is_down: bool,
    size_pt: float,
    width_mm: float,
) -> tuple[cv.Canvas, tuple[float, float]]:
    plan = _planned(nodes, edges, is_down, size_pt, width_mm)
    along, across = (room_mm[1], room_mm[0]) if is_down else room_mm
    margin = FRAME_MM if groups else 0.0
    title = TITLE_MM if any(n.text for n, _ in groups.values()) else 0.0
    before_u, before_v = (margin + title, margin) if is_down else (margin, margin + title)
    gaps = _gaps(plan, edges, is_down, size_pt, groups)
    thick = [max(plan.size[n][0] for n in layer) for layer in plan.layers]
    need_u = sum(thick) + sum(gaps) + before_u + margin
    spread = 0.0
    if len(gaps) and along > need_u:
        spread = min((along - need_u) / len(gaps), MOST_ALONG - GAP_ALONG)
    at = before_u
    for i, layer in enumerate(plan.layers):
        for n in layer:
            plan.u[n] = at + thick[i] / 2
        at += thick[i] + (gaps[i] + spread if i < len(gaps) else 0.0)
    gap = GAP_ACROSS + (2 * FRAME_MM + title if groups else 0.0)
    need_v = place_across(plan, gap) + before_v + margin
    if across > need_v and max(len(layer) for layer in plan.layers) > 1:
        most = max(len(layer) for layer in plan.layers) - 1
        wider = min(gap + (across - need_v) / most, max(MOST_ACROSS, gap))
        need_wide = place_across(plan, wider) + before_v + margin
        if need_wide > across:
            place_across(plan, gap)
        else:
            need_v = need_wide
    for n in plan.v:
        plan.v[n] += before_v
    need = (need_v, need_u) if is_down else (need_u, need_v)
    used = (need_v, at + margin) if is_down else (at + margin, need_v)
    canvas = drawn(plan, nodes, edges, groups, is_down, size_pt)
    return canvas.moved(max(room_mm[0] - used[0], 0) / 2, max(room_mm[1] - used[1], 0) / 2), need


# ---------------------------------------------------------------- what there is to place


def _planned(
    nodes: Sequence[Node], edges: Sequence[Edge], is_down: bool, size_pt: float, width_mm: float
) -> Plan:
    names = [n.name for n in nodes]
    links = forward(names, [(e.start, e.end) for e in edges])
    lines = {n.name: cv.balance(n.text, width_mm, size_pt) for n in nodes}
    size: dict[str, tuple[float, float]] = {}
    for n in nodes:
        w, h = cv.block_mm(lines[n.name], size_pt)
        pad = 0.4 if n.style == "plain" else 1.0
        w, h = w + 2 * cv.PAD_MM[0] * pad, h + 2 * cv.PAD_MM[1] * pad
        w += h * 0.35 if n.style == "pill" else 0.0
        size[n.name] = (h, w) if is_down else (w, h)
    if all(n.at is not None for n in nodes):
        layer = {n.name: (n.at[1] if is_down else n.at[0]) for n in nodes if n.at is not None}
        layer = {k: sorted(set(layer.values())).index(v) for k, v in layer.items()}
    else:
        layer = layers_of(names, links)
    layers: list[list[str]] = [[] for _ in range(max(layer.values()) + 1)]
    ordered = nodes
    if nodes[0].at is not None:
        ordered = sorted(nodes, key=lambda n: (n.at or (0, 0))[0 if is_down else 1])
    for n in ordered:
        layers[layer[n.name]].append(n.name)
    short: list[tuple[str, str]] = []
    back: set[tuple[str, str]] = set()
    routes: list[list[str]] = []
    for k, (a, b) in enumerate(links):
        start, end = (a, b) if layer[a] <= layer[b] else (b, a)
        route = [start]
        for i in range(layer[start] + 1, layer[end]):
            bend = f"\0{k}.{i}"
            layers[i].append(bend)
            size[bend] = (0.0, TRACK_MM)
            route.append(bend)
        route.append(end)
        short += list(pairwise(route))
        if start != edges[k].start and len(route) > 2:
            back |= set(pairwise(route))
        routes.append(route)
    if nodes[0].at is None:
        layers = order_layers(layers, short)
    for inside in layers:
        _equalize([n for n in inside if not n.startswith("\0")], size)
    return Plan(layers, short, routes, lines, size, back)


def _equalize(layer: Sequence[str], size: dict[str, tuple[float, float]]) -> None:
    for which in (0, 1):
        largest = max((size[n][which] for n in layer), default=0.0)
        for n in layer:
            if size[n][which] * ALIKE >= largest:
                size[n] = (largest, size[n][1]) if which == 0 else (size[n][0], largest)


def _gaps(
    plan: Plan,
    edges: Sequence[Edge],
    is_down: bool,
    size_pt: float,
    groups: Mapping[str, tuple[Node, Sequence[str]]],
) -> list[float]:
    """Return the least room between layers: lines side by side, labels, frames."""
    level = {n: i for i, layer in enumerate(plan.layers) for n in layer}
    gaps = [GAP_ALONG] * (len(plan.layers) - 1)
    for edge, route in zip(edges, plan.routes, strict=True):
        if edge.label and len(route) > 1:
            w, h = cv.block_mm([edge.label], size_pt)
            gap = level[route[-1]] - 1
            need = (h + 1.0 if is_down else w + 1.5) + 2 * CLEAR_MM + cv.HEAD_MM
            gaps[gap] = max(gaps[gap], need)
    of_level: dict[int, set[str]] = defaultdict(set)
    for a, b in plan.links:
        of_level[level[a]].add(a)
        gaps[level[a]] = max(gaps[level[a]], 2 * CLEAR_MM + (len(of_level[level[a]]) - 1) * TRACK_MM + 1.0)
        del b
    if groups:
        title = TITLE_MM if is_down and any(n.text for n, _ in groups.values()) else 0.0
        gaps = [g + FRAME_MM + title for g in gaps]
    return gaps
