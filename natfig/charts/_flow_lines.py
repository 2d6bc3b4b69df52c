"""The boxes and lines of a layered diagram that has its places."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from itertools import pairwise

from natfig.charts import _flow_canvas as cv
from natfig.charts._flow_plan import CLEAR_MM, FRAME_MM, TITLE_MM, TRACK_MM, Edge, Node, Plan

__all__ = ["drawn"]


def drawn(  # noqa: PLR0917
    plan: Plan,
    nodes: Sequence[Node],
    edges: Sequence[Edge],
    groups: Mapping[str, tuple[Node, Sequence[str]]],
    is_down: bool,
    size_pt: float,
) -> cv.Canvas:
    canvas = cv.Canvas()

    def point(u: float, v: float) -> tuple[float, float]:
        return (v, u) if is_down else (u, v)

    by_name = {n.name: n for n in nodes}
    for name, node in by_name.items():
        along, across = plan.size[name]
        w, h = (across, along) if is_down else (along, across)
        x, y = point(plan.u[name], plan.v[name])
        words = cv.Words(tuple(plan.lines[name]), x, y, size_pt, name)
        canvas.boxes.append(cv.Box(x, y, w, h, name, node.style, node.color, words))
    tracks = _tracks(plan)
    for edge, route in zip(edges, plan.routes, strict=True):
        path = _route(plan, route, tracks)
        heads = edge.heads if route[0] == edge.start else edge.heads[::-1]
        points = tuple(point(u, v) for u, v in path)
        name = f"{edge.start}-{edge.end}"
        canvas.lines.append(cv.Line(points, name, heads, edge.is_dashed))
        if edge.label:
            canvas.words.append(_label(edge, points, is_down, size_pt, name))
    _frames(canvas, groups, size_pt)
    return canvas


def _tracks(plan: Plan) -> dict[tuple[str, str], float]:
    """Return where the line of each link turns: lines of one start share a track, others keep apart."""
    level = {n: i for i, layer in enumerate(plan.layers) for n in layer}
    out_degree: dict[str, int] = defaultdict(int)
    for a, _ in plan.links:
        out_degree[a] += 1
    spans: dict[int, dict[str, list[float]]] = defaultdict(lambda: defaultdict(list))
    key_of: dict[tuple[str, str], str] = {}
    in_degree: dict[str, int] = defaultdict(int)
    sources: dict[str, set[str]] = defaultdict(set)
    targets: dict[str, set[str]] = defaultdict(set)
    for a, b in plan.links:
        in_degree[b] += 1
        sources[b].add(a)
        targets[a].add(b)
    for a, b in plan.links:
        if abs(plan.v[a] - plan.v[b]) < 1e-6 and out_degree[a] == 1 and in_degree[b] == 1:
            continue
        key = f">{b}" if out_degree[a] == 1 and in_degree[b] > 1 else f"<{a}"
        if all(targets[other] == targets[a] for other in sources[b]):
            # All of some lead to all of others: one line serves them.
            key = "=" + " ".join(sorted(targets[a]))
        key_of[a, b] = key
        spans[level[a]][key] += [plan.v[a], plan.v[b]]
    out: dict[tuple[str, str], float] = {}
    for i, of_key in spans.items():
        low = max(plan.u[n] + plan.size[n][0] / 2 for n in plan.layers[i])
        high = min(plan.u[n] - plan.size[n][0] / 2 for n in plan.layers[i + 1])
        track: dict[str, int] = {}
        taken: list[list[tuple[float, float]]] = []
        for key, places in sorted(of_key.items(), key=lambda item: (min(item[1]), item[0])):
            span = (min(places) - 0.5, max(places) + 0.5)
            free = (k for k, used in enumerate(taken) if all(span[1] < s[0] or s[1] < span[0] for s in used))
            k = next(free, len(taken))
            if k == len(taken):
                taken.append([])
            taken[k].append(span)
            track[key] = k
        # Turns sit near the start: what stands on the last stretch (heads, labels) has room there.
        step = min(TRACK_MM, (high - low - 2 * CLEAR_MM) / max(len(taken) - 1, 1)) if len(taken) > 1 else 0.0
        first = low + min(CLEAR_MM + 0.8, (high - low) / 2)
        for (a, b), key in key_of.items():
            if level[a] == i:
                out[a, b] = first + track[key] * step
    return out


def _route(
    plan: Plan, route: Sequence[str], tracks: Mapping[tuple[str, str], float]
) -> list[tuple[float, float]]:
    """Return the corners of a line from border to border."""
    first, last = route[0], route[-1]
    if (route[0], route[1]) in plan.back and (aside := _aside(plan, route)):
        return aside
    path = [(plan.u[first] + plan.size[first][0] / 2, plan.v[first])]
    for a, b in pairwise(route):
        if abs(plan.v[a] - plan.v[b]) > 1e-6:
            turn = tracks.get((a, b), (plan.u[a] + plan.u[b]) / 2)
            path += [(turn, plan.v[a]), (turn, plan.v[b])]
    path.append((plan.u[last] - plan.size[last][0] / 2, plan.v[last]))
    return path


def _aside(plan: Plan, route: Sequence[str]) -> list[tuple[float, float]]:
    """Return the way of an edge that leads backwards: out at the side and in at the side, if that is free."""
    level = {n: i for i, layer in enumerate(plan.layers) for n in layer}
    lane = plan.v[route[1]]
    if any(abs(plan.v[n] - lane) > 1e-6 for n in route[1:-1]):
        return []
    path = []
    for end in (route[0], route[-1]):
        side = plan.v[end] + (1 if lane > plan.v[end] else -1) * plan.size[end][1] / 2
        low, high = min(lane, side) - 0.5, max(lane, side) + 0.5
        for n in plan.layers[level[end]]:
            half = plan.size[n][1] / 2
            if n != end and plan.v[n] - half < high and plan.v[n] + half > low:
                return []
        if abs(lane - plan.v[end]) < plan.size[end][1] / 2 + cv.HEAD_MM + 0.5:
            return []
        path.append((plan.u[end], side))
    return [path[0], (path[0][0], lane), (path[1][0], lane), path[1]]


def _label(
    edge: Edge, points: Sequence[tuple[float, float]], is_down: bool, size_pt: float, name: str
) -> cv.Words:
    """Write a label beside the last stretch of its line: above it, or right of it."""
    (x0, y0), (x1, y1) = points[-2], points[-1]
    w, h = cv.block_mm([edge.label], size_pt)
    if is_down:
        y = (y0 + y1 - (cv.HEAD_MM if edge.heads[1] else 0.0)) / 2
        return cv.Words((edge.label,), x1 + 1.0, y, size_pt, f"{name}.label", "left")
    del w
    x = (x0 + x1 - (cv.HEAD_MM if edge.heads[1] else 0.0)) / 2
    return cv.Words((edge.label,), x, y1 - 0.9 - h / 2, size_pt, f"{name}.label")


def _frames(canvas: cv.Canvas, groups: Mapping[str, tuple[Node, Sequence[str]]], size_pt: float) -> None:
    boxes = {b.name: b for b in canvas.boxes}
    for name, (group, members) in groups.items():
        edges = [boxes[m].edges for m in members]
        x0, y0 = min(e[0] for e in edges) - FRAME_MM, min(e[1] for e in edges) - FRAME_MM
        x1, y1 = max(e[2] for e in edges) + FRAME_MM, max(e[3] for e in edges) + FRAME_MM
        words = None
        if group.text:
            y0 -= TITLE_MM
            w, h = cv.block_mm([group.text], size_pt)
            x1 = max(x1, x0 + w + 2 * FRAME_MM)
            x = _free_place(canvas, (x0 + FRAME_MM, x1 - FRAME_MM), (y0, y0 + 1.8 + h), w)
            words = cv.Words((group.text,), x, y0 + 1.4 + h / 2, size_pt, name, "left")
        canvas.boxes.append(
            cv.Box((x0 + x1) / 2, (y0 + y1) / 2, x1 - x0, y1 - y0, name, "group", group.color, words)
        )
        for other, box in boxes.items():
            a, b, c, d = box.edges
            if other not in members and a < x1 and c > x0 and b < y1 and d > y0:
                canvas.problems.append(
                    (
                        f"the group '{name}' would hold '{other}' as well",
                        "place the nodes with at: [column, row], or change the group's members",
                    )
                )


def _free_place(
    canvas: cv.Canvas, across: tuple[float, float], down: tuple[float, float], width: float
) -> float:
    """Return where a title starts that no line runs through; without such a place, the left edge."""
    hit: list[tuple[float, float]] = []
    for line in canvas.lines:
        for (x0, y0), (x1, y1) in pairwise(line.points):
            if min(y0, y1) < down[1] and max(y0, y1) > down[0]:
                hit.append((min(x0, x1) - 1.0, max(x0, x1) + 1.0))
    places = [across[0], across[1] - width, *(right for _, right in sorted(hit))]
    for x in places:
        if across[0] <= x <= across[1] - width + 1e-6 and all(x >= b or x + width <= a for a, b in hit):
            return x
    return across[0]
