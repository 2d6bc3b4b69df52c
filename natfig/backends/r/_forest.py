"""The marks of a forest plot in R: intervals with arrows, squares, diamonds, the line of no effect."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import numpy as np

from natfig.backends.r.code import Code, Infix, Text, call, col, column, constant, to_code
from natfig.backends.r.measure import LINE_EM
from natfig.backends.r.plan import Layer, RStyle
from natfig.backends.r.terms import line_pt
from natfig.charts import _curves as curves
from natfig.charts import _forest_marks as marks
from natfig.charts import _forest_rows as rows
from natfig.charts.forest import HEADER_ROW, ForestPanel, _null
from natfig.core.units import mm_to_pt, pt_to_mm

if TYPE_CHECKING:
    from natfig.data.tables import Table

__all__ = ["Plot", "mark_layers", "sides"]

# The axes end so far below the last row and above the first one, in rows.
_BELOW, _ABOVE = 0.4, 0.6
# Half of a line of text with its space.
_HALF_LINE_EM = 0.75
# A hairline between lines of text, in pt.
_GAP_PT = 0.6
# What is free under the headers where rows are higher than a line of text.
_LINE_FREE_EM = 1.5
# matplotlib's triangle at the end of a cut interval is 0.75 of its size long and as wide as its size.
_ARROW_LENGTH, _ARROW_DEGREES = 0.75, 34


@dataclass(frozen=True)
class Plot:
    """A panel with its rows arranged, the ends of its axes and the name of its data frame."""

    panel: ForestPanel
    table: Table
    style: RStyle
    plan: rows.Plan
    is_summary: np.ndarray
    limits: tuple[float, float]
    frame: str

    @property
    def has_header(self) -> bool:
        """Whether a row above the first one holds headers."""
        return bool(self.panel.y.label is not None or self.panel.columns or self.panel.numbers is not None)

    @property
    def ends(self) -> tuple[float, float]:
        """Lower and upper end of the y axis, which counts rows from the top."""
        return round(self.plan.height - _BELOW, 4), round(
            self.header - self._half, 3
        ) if self.has_header else -_ABOVE

    @property
    def header(self) -> float:
        """Place of the headers: a row is free under them, or a line of text where rows are high."""
        free = max(_ABOVE, min(-HEADER_ROW, _LINE_FREE_EM * self._size_pt / self._least_row_pt))
        return -round(free + self._half, 3)

    @property
    def _half(self) -> float:
        """Half the height of a line of text in rows, at most what is free above a row."""
        return min(_HALF_LINE_EM * self._size_pt / self._least_row_pt, _ABOVE)

    @property
    def _size_pt(self) -> float:
        return self.style.looks.look.annotation_pt

    @property
    def _least_row_pt(self) -> float:
        """Expected height of a row under headers."""
        return mm_to_pt(self.style.size_mm[1]) / (self.plan.height + 1)

    @property
    def need_mm(self) -> float:
        """Smallest height of the axes on which no two rows of text touch."""
        places = sorted({n.position for n in self.plan.names} | {line.position for line in self.plan.lines})
        step = min((b - a for a, b in pairwise(places)), default=0.0)
        line = pt_to_mm(self.style.looks.look.tick_pt * LINE_EM + _GAP_PT)
        return line * (self.ends[0] - self.ends[1]) / step if step else 0.0

    @property
    def row_pt(self) -> float:
        """Expected height of a row."""
        low, high = self.ends
        return mm_to_pt(self.style.size_mm[1]) / (low - high)

    @property
    def levels(self) -> list[str]:
        """Levels of the colour."""
        return (
            [str(v) for v, _ in curves.split_levels(self.table, self.panel.color)] if self.panel.color else []
        )

    def rows_of(self, *, summary: bool) -> Code:
        """Return the code of the rows that are, or are not, summaries."""
        if self.is_summary.all() or not self.is_summary.any():
            return Text(self.frame)
        return call("subset", Text(self.frame), constant("summary" if summary else "!summary"))


def mark_layers(plot: Plot) -> list[Layer]:
    """Return the marks, the line of no effect behind them."""
    return [*_null_line(plot), *_intervals(plot), *_squares(plot), *_diamonds(plot)]


def sides(plot: Plot) -> Code | None:
    """Return the sides of the squares in pt, their areas proportional to the weights; None: all alike."""
    panel = plot.panel
    if panel.weight is None:
        return None
    weight = np.asarray(plot.table[panel.weight.field], dtype=np.float64)[~plot.is_summary]
    if not len(weight) or weight.max() <= 0:
        return None
    share = Infix("/", (column(plot.style.frame, panel.weight.field), to_code(float(weight.max()))))
    root = Infix("*", (to_code(_most(plot)), call("sqrt", share)))
    return call("pmax", root, marks.SQUARE_LEAST)


def _most(plot: Plot) -> float:
    return round(min(marks.SQUARE_MOST, marks.ROW_FILL * plot.row_pt), 1)


def _null_line(plot: Plot) -> list[Layer]:
    null, look = _null(plot.panel), plot.style.looks.look
    if not plot.limits[0] <= null <= plot.limits[1]:
        return []
    code = call(
        "annotate", "segment", x=null, xend=null, y=plot.ends[0], yend=-_ABOVE, colour=look.neutral,
        linewidth=line_pt(look.reference_pt), linetype="43",
    )  # fmt: skip
    return [Layer(code, "reference", split=False, name="null")]


def _fixed(plot: Plot, *, summary: bool) -> dict[str, Any]:
    """Return the colour of marks without levels: the diamonds carry the argument where there are any."""
    if plot.panel.color is not None:
        return {}
    looks = plot.style.looks
    return {"colour": looks.look.neutral_dark if plot.is_summary.any() and not summary else looks.signal}


def _intervals(plot: Plot) -> list[Layer]:
    """Return the intervals, and arrows where they leave the axis."""
    if plot.is_summary.all():
        return []
    look, (first, last) = plot.style.looks.look, plot.limits
    _, low, high = (v[~plot.is_summary] for v in rows.intervals(plot.panel, plot.table))
    fixed = _fixed(plot, summary=False) | {"linewidth": line_pt(look.error_pt), "show.legend": False}
    is_cut = (low < first, high > last)
    ends: dict[str, Code] = {"x": col("low"), "xend": col("high"), "yend": col("position")}
    if is_cut[0].any():
        ends["x"] = call("pmax", col("low"), first)
    if is_cut[1].any():
        ends["xend"] = call("pmin", col("high"), last)
    data = plot.rows_of(summary=False)
    named: dict[str, Any] = {} if data.flat() == plot.frame else {"data": data}
    if np.any((low > last) | (high < first)):
        named["data"] = _where(plot, f"low < {_plain(last)} & high > {_plain(first)}")
    out = [Layer(call("geom_segment", call("aes", **ends), **named, **fixed))]
    for cut, name, edge in ((is_cut[0], "low", first), (is_cut[1], "high", last)):
        if cut.any():
            out.append(_arrow(plot, name, edge, fixed))
    return out


def _plain(value: float) -> str:
    text = to_code(value).flat()
    return f"({text})" if text.startswith("-") else text


def _where(plot: Plot, condition: str) -> Code:
    """Return the rows of the effects (no summaries) that meet a condition."""
    lead = "!summary & " if plot.is_summary.any() else ""
    return call("subset", Text(plot.frame), constant(f"{lead}{condition}"))


def _arrow(plot: Plot, name: str, edge: float, fixed: dict[str, Any]) -> Layer:
    """Return heads at the edge of the axes; the tip is at the edge."""
    first, last = plot.limits
    is_log = plot.panel.x.scale != "linear"
    inward = 1e-3 if name == "low" else -1e-3
    start = edge * (last / first) ** inward if is_log else edge + (last - first) * inward
    operator = "<" if name == "low" else ">"
    length = plot.style.looks.look.marker_pt * _ARROW_LENGTH
    head = call("arrow", angle=_ARROW_DEGREES, length=call("unit", round(length, 2), "pt"), type="closed")
    ends = {"x": float(f"{start:.6g}"), "xend": edge, "yend": col("position")}
    return Layer(
        call(
            "geom_segment", call("aes", **ends), data=_where(plot, f"{name} {operator} {_plain(edge)}"),
            **fixed, arrow=head, linejoin="mitre",
        )
    )  # fmt: skip


def _squares(plot: Plot) -> list[Layer]:
    if plot.is_summary.all():
        return []
    data = plot.rows_of(summary=False)
    value = rows.intervals(plot.panel, plot.table)[0][~plot.is_summary]
    low, high = plot.limits
    named: dict[str, Any] = {} if data.flat() == plot.frame else {"data": data}
    if np.any((value < low) | (value > high)):
        named["data"] = _where(plot, f"effect >= {_plain(low)} & effect <= {_plain(high)}")
    mapping: dict[str, Any] = {}
    shown = {marks.marker(plot.style.looks, v) for v in plot.levels} or {"s"}
    if shown == {"s"}:
        named["shape"] = 15
    else:
        mapping |= {"shape": col("level"), "fill": col("level")}
    if sides(plot) is None:
        named["size"] = call("point_pt", min(marks.SQUARE, _most(plot)))
    else:
        mapping["size"] = call("point_pt", col("side"))
    positional = [call("aes", **mapping)] if mapping else []
    code = call("geom_point", *positional, **named, **_fixed(plot, summary=False), stroke=0)
    return [Layer(code)]


def _diamonds(plot: Plot) -> list[Layer]:
    """Return the summaries, from end to end of their intervals."""
    if not plot.is_summary.any():
        return []
    half = round(min(marks.DIAMOND_PT / 2 / plot.row_pt, marks.ROW_FILL / 2), 3)
    data = plot.rows_of(summary=True)
    mapping: dict[str, Any] = {"x": col("x"), "y": col("y"), "group": col("id")}
    fixed = {"fill": plot.style.looks.signal}
    if plot.panel.color is not None:
        mapping["fill"], fixed = col("level"), {}
    corners = call("diamond_natfig", data, half=half)
    code = call(
        "geom_polygon", call("aes", **mapping), data=corners, **fixed, colour=float("nan"),
        **{"inherit.aes": False, "show.legend": False},
    )  # fmt: skip
    return [Layer(code, "summary")]
