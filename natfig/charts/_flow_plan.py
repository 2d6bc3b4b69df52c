"""What the steps of a layered layout hand on: nodes, edges, and where they are."""

from __future__ import annotations

from dataclasses import dataclass, field

from natfig.charts import _flow_canvas as cv

__all__ = [
    "CLEAR_MM", "FRAME_MM", "GAP_ACROSS", "GAP_ALONG", "MOST_ACROSS", "MOST_ALONG", "TITLE_MM", "TRACK_MM",
    "Edge", "Node", "Plan",
]  # fmt: skip

# Between boxes across, and between layers: at least, and at most when there is room.
GAP_ACROSS, MOST_ACROSS = 3.0, 11.0
GAP_ALONG, MOST_ALONG = 6.0, 16.0
# Between lines that run side by side, and what is kept clear at both ends of a gap.
TRACK_MM, CLEAR_MM = 1.6, 2.2
# Around the members of a group, and for its title.
FRAME_MM, TITLE_MM = 2.0, 3.6


@dataclass(frozen=True, slots=True)
class Node:
    """A box to be placed; `at` is its column and row."""

    name: str
    text: str
    style: cv.Style = "round"
    color: str | None = None
    at: tuple[int, int] | None = None


@dataclass(frozen=True, slots=True)
class Edge:
    """An arrow or line between two nodes."""

    start: str
    end: str
    label: str = ""
    is_dashed: bool = False
    heads: tuple[bool, bool] = (False, True)


@dataclass
class Plan:
    """Sizes along and across of each node (and of each bend of a long line), and where they are."""

    layers: list[list[str]]
    links: list[tuple[str, str]]
    routes: list[list[str]]  # for each edge the nodes and bends it passes, forwards
    lines: dict[str, list[str]]
    size: dict[str, tuple[float, float]]
    back: set[tuple[str, str]] = field(default_factory=set)  # links of edges that lead backwards
    u: dict[str, float] = field(default_factory=dict)
    v: dict[str, float] = field(default_factory=dict)
