"""Small diagrams in the figure's own type: boxes and arrows, timelines, cohorts."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Annotated, Any, ClassVar, Literal

from pydantic import BeforeValidator, Field

from natfig.charts import _categorical as cat
from natfig.charts._flow_canvas import Canvas
from natfig.charts._flow_cohort import Exclusion, Step, check_sums, cohort, count_text
from natfig.charts._flow_layered import Edge, Node, layered
from natfig.charts._flow_timeline import Event, timeline
from natfig.charts.base import Chart, Drawn, PanelStyle
from natfig.core.errors import DataError, did_you_mean
from natfig.data.tables import Table
from natfig.spec.models import PanelBase, StrictModel

if TYPE_CHECKING:
    from matplotlib.axes import Axes

__all__ = ["Flow", "FlowPanel", "chart"]

_ARROW = re.compile(r"\s(->|--|<->|\.\.>)\s")
_HEX = re.compile(r"#[0-9A-Fa-f]{6}")
# More boxes than this are a poster, not a panel.
MOST_NODES = 60


class _Short(StrictModel):
    """A mapping that may be written as one text."""

    @classmethod
    def __get_pydantic_json_schema__(cls, core: Any, handler: Any) -> dict[str, Any]:
        """Return the schema with the short form beside the mapping."""
        return {"anyOf": [{"type": "string"}, handler(core)]}


class _Node(_Short):
    text: str = Field("", description="What stands in the box; default: its id.")
    n: int | None = Field(None, ge=0, description="A count under the text.")
    style: Literal["box", "round", "pill", "plain", "group"] = "round"
    at: tuple[int, int] | None = Field(None, description="Column and row; for all nodes or for none.")
    color: str | None = Field(None, description="A level, a colour of the palette, a role or #RRGGBB.")
    members: tuple[str, ...] = Field((), description="With style: group, the nodes in its frame.")


class _Edge(_Short):
    edge: str = Field(description='"a -> b", "a -- b" (no head), "a <-> b", also in a row: "a -> b -> c".')
    label: str = ""
    dashed: bool = False


class _Event(StrictModel):
    label: str = Field(min_length=1)
    at: float | None = Field(None, description="Time of an event.")
    span: tuple[float, float] | None = Field(None, description="First and last time of a period.")
    color: str | None = None


class _Axis(StrictModel):
    label: str = Field("", description="Text under the axis, with the unit in parentheses.")
    limits: tuple[float, float] | None = None
    ticks: tuple[float, ...] | None = None


class _Excluded(StrictModel):
    text: str = Field("", description="Heading; default: Excluded.")
    n: int | None = Field(None, ge=0, description="How many; default: the sum of the reasons.")
    reasons: dict[str, int] = Field(default_factory=dict, description="Reason → how many.")


class _Step(StrictModel):
    text: str = Field(min_length=1)
    n: int = Field(ge=0)
    id: str | None = Field(None, description="Name for after:; default: the text.")
    after: str | None = Field(None, description="The step it follows; default: the one before.")
    excluded: _Excluded | None = None
    color: str | None = None


def _short_node(value: Any) -> Any:
    return {"text": value} if isinstance(value, str) else value


def _short_edge(value: Any) -> Any:
    """Allow ``"a -> b: label"`` for ``{edge: a -> b, label: label}``."""
    if not isinstance(value, str):
        return value
    edge, colon, label = value.partition(": ")
    return {"edge": edge, "label": label.strip()} if colon else {"edge": value}


class FlowPanel(PanelBase):
    """One of three forms: `nodes` with `edges`, `events`, or `cohort`."""

    reads_table: ClassVar[bool] = False

    kind: Literal["flow"]
    nodes: dict[str, Annotated[_Node, BeforeValidator(_short_node)]] = Field(
        default_factory=dict, description="Id → box; a bare text is its text."
    )
    edges: tuple[Annotated[_Edge, BeforeValidator(_short_edge)], ...] = Field(
        (), description='Arrows and lines: "a -> b", "a -- b", "a -> b: label", "a ..> b" (dashed).'
    )
    direction: Literal["right", "down"] = Field("right", description="Where the arrows lead.")
    layout: Literal["layered"] = Field("layered", description="How nodes without at are placed.")
    events: tuple[_Event, ...] = Field((), description="A timeline: events with at, periods with span.")
    axis: _Axis | None = Field(None, description="The timeline's axis.")
    cohort: tuple[_Step, ...] = Field((), description="A cohort: steps whose counts must add up.")


@dataclass
class Staged(Drawn):
    """What a diagram hands back: as every chart, and what `place` needs to lay it out anew."""

    style: PanelStyle | None = None
    artists: list[Any] = field(default_factory=list)


class Flow(Chart):
    """Lays the diagram out in millimetres, in the room the panel has."""

    id = "flow"
    Panel = FlowPanel
    noun = "diagram"
    summary = "A small diagram: boxes and arrows, a timeline, or a cohort whose counts add up"
    aka = ("diagram", "flowchart", "consort", "timeline", "cohort", "pipeline", "workflow", "boxes", "gantt")
    example = """\
kind: flow
nodes:
  mice: {text: Mice, n: 24}
  drug: {text: Drug, n: 12, color: signal}
  vehicle: {text: Vehicle, n: 12}
  imaging: {text: Two-photon imaging, style: pill}
edges: ["mice -> drug", "mice -> vehicle", "drug -> imaging", "vehicle -> imaging"]
"""

    def check(self, panel: FlowPanel, table: Table) -> None:
        """Check that the diagram has one form, that its names exist and that its counts add up."""
        forms = [f for f in ("nodes", "events", "cohort") if getattr(panel, f)]
        if len(forms) != 1:
            what = "has none" if not forms else f"has {' and '.join(forms)}"
            raise DataError(f"a flow needs one of nodes, events and cohort, and this one {what}")
        if panel.data is not None or panel.where is not None or panel.exclude:
            raise DataError("kind: flow reads no table", hint="leave data, where and exclude out")
        if panel.edges and not panel.nodes:
            raise DataError("edges need nodes")
        if panel.axis is not None and not panel.events:
            raise DataError("axis belongs to a timeline", hint="add events, or leave it out")
        if panel.nodes:
            _check_nodes(panel)
            _edges(panel)
        elif panel.events:
            _check_events(panel)
        else:
            check_sums(_steps(panel))

    def draw(self, ax: Axes, panel: FlowPanel, table: Table, style: PanelStyle) -> Drawn:
        """Lay the diagram out for the expected size; `place` does it again for the real one."""
        ax.set_xticks([])
        ax.set_yticks([])
        ax.set_axis_off()
        drawn = Staged(frame="none", style=style)
        for name, n in _counts(panel).items():
            drawn.n[name] = n
        self.place(ax, panel, drawn, style.size_hint_mm)
        return drawn

    def place(self, ax: Axes, panel: FlowPanel, drawn: Drawn, size_mm: tuple[float, float]) -> None:
        """Lay the diagram out in the axes' box."""
        assert isinstance(drawn, Staged)  # noqa: S101 - draw returns one
        assert drawn.style is not None  # noqa: S101
        for artist in drawn.artists:
            artist.remove()
        ax.set_xlim(0.0, size_mm[0], auto=False)
        ax.set_ylim(size_mm[1], 0.0, auto=False)
        canvas = _laid_out(panel, drawn.style, size_mm)
        # What has no room would ask for margins, which would leave it less.
        drawn.artists = [] if canvas.problems else canvas.draw(ax, drawn.style)
        drawn.problems[:] = canvas.problems


def _laid_out(panel: FlowPanel, style: PanelStyle, size_mm: tuple[float, float]) -> Canvas:
    look = style.look
    sizes = sorted({look.label_pt, max(look.label_pt - 0.5, look.floor_pt), look.annotation_pt}, reverse=True)
    if panel.nodes:
        nodes = [
            Node(name, _node_text(name, node), node.style, _color(style, node.color), node.at)
            for name, node in panel.nodes.items()
            if node.style != "group"
        ]
        groups = {
            name: (Node(name, _node_text(name, node), "group", _color(style, node.color)), node.members)
            for name, node in panel.nodes.items()
            if node.style == "group"
        }
        return layered(
            nodes, _edges(panel), groups, size_mm, is_down=panel.direction == "down", sizes_pt=sizes
        )
    if panel.cohort:
        steps = _steps(panel)
        colors = {s.name: color for s in steps if (color := _color(style, s.color)) is not None}
        return cohort(steps, size_mm, sizes, colors)
    events = [
        Event(
            f"event-{i + 1}", e.label, e.at if e.at is not None else (e.span or (0.0, 0.0))[0],
            e.span[1] if e.span is not None else None, _color(style, e.color),
        )
        for i, e in enumerate(panel.events)
    ]  # fmt: skip
    limits, ticks = _scale(panel, size_mm[0])
    label = panel.axis.label if panel.axis is not None else ""
    return timeline(events, limits, ticks, label, size_mm, sizes, look)


# ---------------------------------------------------------------- nodes and edges


def _node_text(name: str, node: _Node) -> str:
    text = node.text or ("" if node.style == "group" else name)
    return f"{text}\n{count_text(node.n)}" if node.n is not None else text


def _check_nodes(panel: FlowPanel) -> None:
    boxes = [name for name, node in panel.nodes.items() if node.style != "group"]
    if not boxes:
        raise DataError("there are groups and nothing to put in them")
    if len(panel.nodes) > MOST_NODES:
        raise DataError(f"{len(panel.nodes)} nodes are too many for a panel; {MOST_NODES} are the most")
    placed = [name for name in boxes if panel.nodes[name].at is not None]
    if placed and len(placed) < len(boxes):
        lacking = next(name for name in boxes if name not in placed)
        raise DataError(
            f"'{placed[0]}' has at and '{lacking}' has none", hint="give it to all nodes or to none"
        )
    seen: dict[tuple[int, int], str] = {}
    for name in placed:
        at = panel.nodes[name].at
        assert at is not None  # noqa: S101 - only those are listed
        if at in seen:
            raise DataError(f"'{seen[at]}' and '{name}' are both at {list(at)}")
        seen[at] = name
    for name, node in panel.nodes.items():
        if node.members and node.style != "group":
            raise DataError(f"'{name}' has members and is no group", hint="add style: group")
        if node.style == "group" and not node.members:
            raise DataError(f"the group '{name}' has no members", hint="add members: [a, b]")
        for member in node.members:
            if member not in boxes:
                raise DataError(
                    f"the group '{name}' has no member '{member}'", hint=did_you_mean(member, boxes)
                )


def _edges(panel: FlowPanel) -> list[Edge]:
    """Return the edges; those there and back between two nodes become one with two heads."""
    boxes = [name for name, node in panel.nodes.items() if node.style != "group"]
    out: dict[tuple[str, str], Edge] = {}
    for given in panel.edges:
        parts = _ARROW.split(f" {given.edge.strip()} ")
        names, arrows = [p.strip() for p in parts[::2]], parts[1::2]
        if not arrows:
            raise DataError(f"'{given.edge}' is no edge", hint='write "a -> b" or "a -- b"')
        for name in names:
            if name not in boxes:
                raise DataError(
                    f"the edge '{given.edge}' names '{name}'", hint=did_you_mean(name, boxes, what="nodes")
                )
        for a, arrow, b in zip(names, arrows, names[1:], strict=False):
            if a == b:
                raise DataError(f"the edge '{given.edge}' leads from '{a}' to itself")
            heads = {"->": (False, True), "..>": (False, True), "--": (False, False), "<->": (True, True)}[
                arrow
            ]
            edge = Edge(a, b, given.label if b == names[-1] else "", given.dashed or arrow == "..>", heads)
            if (b, a) in out:
                old = out[b, a]
                label = " / ".join(t for t in (old.label, edge.label) if t)
                out[b, a] = Edge(b, a, label, old.is_dashed and edge.is_dashed, (heads[1], old.heads[1]))
            elif (a, b) in out:
                raise DataError(f"there are two edges from '{a}' to '{b}'", hint="join their labels")
            else:
                out[a, b] = edge
    return list(out.values())


def _color(style: PanelStyle, name: str | None) -> str | None:
    if name is None:
        return None
    if _HEX.fullmatch(name):
        return name.upper()
    own = {"signal": style.signal, "accent": style.accent, "up": style.up, "down": style.down}
    known = own | dict(style.colors)
    if name not in known:
        raise DataError(
            f"panel {style.panel}: no level or colour is called '{name}'", hint=did_you_mean(name, known)
        )
    return known[name]


# ---------------------------------------------------------------- timeline and cohort


def _check_events(panel: FlowPanel) -> None:
    for event in panel.events:
        if (event.at is None) == (event.span is None):
            raise DataError(f"the event '{event.label}' needs at or span, one of them")
        if event.span is not None and not event.span[0] < event.span[1]:
            raise DataError(
                f"the period '{event.label}' ends at {event.span[1]:g}, where it starts or before"
            )
    limits, _ = _scale(panel, 80.0)
    if not limits[0] < limits[1]:
        raise DataError("the timeline has no length", hint="add axis: {limits: [0, 10]}")
    for event in panel.events:
        for time in _times(event):
            if not limits[0] <= time <= limits[1]:
                raise DataError(
                    f"'{event.label}' is at {time:g}, outside the axis of {limits[0]:g} to {limits[1]:g}",
                    hint="widen axis: limits",
                )


def _times(event: _Event) -> tuple[float, ...]:
    return (event.at,) if event.at is not None else event.span or ()


def _scale(panel: FlowPanel, width_mm: float) -> tuple[tuple[float, float], list[tuple[float, str]]]:
    """Return the ends of the axis, and its ticks with their labels."""
    from matplotlib.ticker import MaxNLocator

    times = [t for e in panel.events for t in _times(e)]
    axis = panel.axis or _Axis()
    low, high = axis.limits or (min([0.0, *times]), max(times))
    if not low < high:
        return (low, high), []
    if axis.ticks is not None:
        ticks = [t for t in axis.ticks if low <= t <= high]
    else:
        steps = MaxNLocator(max(int(width_mm / 14), 3), steps=[1, 2, 2.5, 3, 4, 5, 6, 10], min_n_ticks=3)
        found = [float(t) for t in steps.tick_values(low, high)]
        slack = 1e-9 * (high - low)
        if axis.limits is None:
            # A free axis ends on a tick, so that its last stretch is not without a number.
            high = min((t for t in found if t >= high - slack), default=high)
            low = max((t for t in found if t <= low + slack), default=low)
        ticks = [t for t in found if low - slack <= t <= high + slack]
    write = cat.number_format(ticks, None)
    return (low, high), [(t, write(t)) for t in ticks]


def _steps(panel: FlowPanel) -> list[Step]:
    out: list[Step] = []
    names: list[str] = []
    for given in panel.cohort:
        name = given.id or given.text
        if name in names:
            raise DataError(f"cohort: two steps are called '{name}'", hint="give one of them an id")
        parent = given.after if given.after is not None else (names[-1] if names else None)
        if given.after is not None and given.after not in names:
            raise DataError(
                f"cohort: '{name}' comes after '{given.after}'", hint=did_you_mean(given.after, names)
            )
        gone = None
        if given.excluded is not None:
            reasons = tuple(given.excluded.reasons.items())
            total = given.excluded.n if given.excluded.n is not None else sum(n for _, n in reasons)
            gone = Exclusion(given.excluded.text, reasons, total)
        names.append(name)
        out.append(Step(name, given.text, given.n, parent, gone, given.color))
    return out


def _counts(panel: FlowPanel) -> dict[str, int]:
    """Return what the manifest says of the counts."""
    if panel.cohort:
        return {s.name: s.n for s in _steps(panel)}
    return {name: node.n for name, node in panel.nodes.items() if node.n is not None}


chart = Flow()
