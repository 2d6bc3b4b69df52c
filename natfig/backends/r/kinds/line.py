"""Lines in R: ``geom_line()``, with ``geom_ribbon()`` or ``geom_errorbar()`` around them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

import numpy as np

from natfig.backends.r._curves import Axes, finish, fresh, numbers, span_of
from natfig.backends.r._points import point_code, point_guides, rasterized
from natfig.backends.r.code import Code, Infix, Text, assign, call, col, column
from natfig.backends.r.plan import Direct, Layer, RPanel, RStyle, Twin
from natfig.backends.r.summary import summary_frame
from natfig.backends.r.terms import (
    factor,
    format_problems,
    line_pt,
    mark_scales,
    value_places,
)
from natfig.charts._results import add_results
from natfig.charts.base import RASTERIZE_ABOVE, Drawn, LegendEntry
from natfig.charts.line import FEW_POINTS, LinePanel, _groups, _Series
from natfig.style.marks import Mark

if TYPE_CHECKING:
    from natfig.data.tables import Table

__all__ = ["twin"]

# A line is one path however many points it has; only very long ones become pixels.
_LONG = 50 * RASTERIZE_ABOVE


@dataclass(frozen=True)
class _Lines:
    """A panel, its table, and each level's line as natfig computes it."""

    panel: LinePanel
    table: Table
    style: RStyle

    @property
    def field(self) -> str | None:
        return self.panel.color.field if self.panel.color else None

    @property
    def series(self) -> dict[str, _Series]:
        return {level or "": _Series(self.panel, rows) for level, rows in _groups(self.table, self.panel)}

    @property
    def marks(self) -> dict[str, Mark]:
        return {level: self.style.looks.mark(level) for level in self.series} if self.field else {}

    @property
    def most_points(self) -> int:
        return max(len(line.x) for line in self.series.values())

    @property
    def is_marked(self) -> bool:
        return self.most_points <= FEW_POINTS if self.panel.markers == "auto" else self.panel.markers

    @property
    def uncertainty(self) -> str:
        if not any(line.has_spread for line in self.series.values()):
            return "none"
        if self.panel.uncertainty != "auto":
            return self.panel.uncertainty
        return "bars" if self.most_points <= FEW_POINTS else "band"

    @property
    def has_dashes(self) -> bool:
        return len({m.dash for m in self.marks.values()} | {"-"}) > 1

    def color(self, aesthetic: str) -> dict[str, Any]:
        """Return the fixed colour of a lone line; nothing where levels have theirs."""
        return {} if self.field else {aesthetic: self.style.looks.signal}

    def by_level(self, *aesthetics: str) -> dict[str, Code]:
        """Return a mapping of aesthetics to the colour channel; nothing for a lone line."""
        return {a: col(self.field) for a in aesthetics} if self.field else {}


class Line(Twin):
    """Line chart."""

    id = "line"

    def problems(self, panel: LinePanel, table: Table | None) -> list[tuple[str, str | None]]:
        """Return formats that R can't write, and brackets over lines."""
        is_date = table is not None and table[panel.x.field].dtype.kind == "M"
        out = format_problems(panel.y, None if is_date else panel.x)
        if panel.stats is not None and any(test.show == "bracket" for test in panel.stats.test):
            out.append(("R draws no brackets over lines", "use show: note or show: none, or backend: python"))
        return out

    def draw(self, panel: LinePanel, table: Table, style: RStyle) -> RPanel:
        """Return the lines as R code."""
        lines = _Lines(panel, table, style)
        out, frame, ends = _frame(lines)
        axes = _axes(lines)
        if ends is not None and lines.uncertainty == "band":
            out.layers.append(_band(lines, frame, ends))
        if ends is not None and lines.uncertainty == "bars":
            out.layers.append(_bars(lines, ends, axes))
        out.layers.append(_strokes(lines))
        if lines.is_marked:
            look = style.looks.look
            code = point_code(
                lines.field, lines.marks, color=style.looks.signal, size=look.marker_pt,
                edge_pt=look.marker_edge_pt,
            )  # fmt: skip
            out.layers.append(Layer(code))
        _name_levels(lines, out, axes)
        _count(lines, out)
        return finish(out, axes)


# ---------------------------------------------------------------- data


def _frame(lines: _Lines) -> tuple[RPanel, str, tuple[str, str] | None]:
    """Return the panel with its data, the name of the frame, and the columns of the interval's ends."""
    panel, table, letter = lines.panel, lines.table, lines.style.letter
    frame, value = lines.style.frame, panel.y.field
    statements: list[Code] = []
    tables: dict[str, Table] = {}
    if panel.color is not None:
        statements.append(factor(frame, table, panel.color.field, list(lines.series)))
    ends = None
    if _is_repeated(lines):
        keys = [panel.x.field, *([lines.field] if lines.field else [])]
        summary = summary_frame(f"summary_{letter}", frame, table, keys, value, panel.stats)
        frame, tables = f"summary_{letter}", summary.tables
        statements += summary.statements
        if panel.stats is not None and panel.stats.spread != "none":
            ends = ("low", "high")
    elif panel.y.error is not None:
        ends = (fresh(table, "low"), fresh(table, "high"))
        pair = column(frame, value), column(frame, panel.y.error)
        statements += [
            assign(column(frame, end), Infix(sign, pair)) for end, sign in zip(ends, "-+", strict=True)
        ]
    elif panel.y.low is not None and panel.y.high is not None:
        ends = (panel.y.low, panel.y.high)
    mapping = {"x": col(panel.x.field), "y": col(value), **lines.by_level("colour")}
    base = call("ggplot", Text(frame), call("aes", **mapping))
    return RPanel(base, statements, tables=tables), frame, ends


def _is_repeated(lines: _Lines) -> bool:
    return any(int(line.n.max(initial=0)) > 1 for line in lines.series.values())


def _axes(lines: _Lines) -> Axes:
    """Return the axes, and mark what is drawn in them."""
    x = [line.x for line in lines.series.values()]
    y = [line.y for line in lines.series.values()]
    if lines.uncertainty != "none":
        y += [v for line in lines.series.values() for v in (line.low, line.high) if np.isfinite(v).any()]
    axes = Axes(lines.panel, lines.table, lines.style, lines.panel.x, lines.panel.y, x, y)
    for line in lines.series.values():
        across, up = axes.across(line.x), axes.up(line.y)
        axes.room.add_line(across, up)
        axes.room.add_points(across, up, lines.style.looks.look.marker_pt)
        known = np.isfinite(line.low) & np.isfinite(line.high)
        if lines.uncertainty != "none" and known.sum() > 1:
            axes.room.add_band(across[known], axes.up(line.low[known]), axes.up(line.high[known]))
    return axes


# ---------------------------------------------------------------- layers


def _band(lines: _Lines, frame: str, ends: tuple[str, str]) -> Layer:
    look = lines.style.looks.look
    named: dict[str, Any] = {"alpha": look.band_alpha, "colour": float("nan")} | lines.color("fill")
    if lines.panel.step:
        by = {"by": lines.field} if lines.field else {}
        named["data"] = call("stairs_natfig", Text(frame), lines.panel.x.field, **by)
    mapping = {"ymin": col(ends[0]), "ymax": col(ends[1]), **lines.by_level("fill")}
    return Layer(call("geom_ribbon", call("aes", **mapping), **named, **{"show.legend": False}))


def _bars(lines: _Lines, ends: tuple[str, str], axes: Axes) -> Layer:
    look = lines.style.looks.look
    code = call(
        "geom_errorbar", call("aes", ymin=col(ends[0]), ymax=col(ends[1])), **lines.color("colour"),
        width=axes.cap_width(look.cap_pt), linewidth=line_pt(look.error_pt), **{"show.legend": False},
    )  # fmt: skip
    return Layer(code)


def _strokes(lines: _Lines) -> Layer:
    mapping = lines.by_level("linetype") if lines.has_dashes else {}
    code = call(
        "geom_step" if lines.panel.step else "geom_line", *([call("aes", **mapping)] if mapping else []),
        **lines.color("colour"), linewidth=line_pt(lines.style.looks.look.line_pt),
    )  # fmt: skip
    return Layer(rasterized(code, lines.most_points, above=_LONG))


# ---------------------------------------------------------------- names


def _name_levels(lines: _Lines, out: RPanel, axes: Axes) -> None:
    """Add scales, legend and the labels at the ends of the lines."""
    color = lines.panel.color
    if color is None:
        return
    used = ["colour"]
    if lines.is_marked:
        used += [a for a in point_guides(lines.marks, has_edge=True) if a not in used]
    if lines.uncertainty == "band" and "fill" not in used:
        used.append("fill")
    if lines.has_dashes:
        used.append("linetype")
    levels = list(lines.series)
    out.terms += mark_scales(lines.style, color.field, levels, aesthetics=used, title=color.label)
    out.guides = tuple(used)
    handle: Literal["line", "line+marker"] = "line+marker" if lines.is_marked else "line"
    out.legend = [LegendEntry(level, mark, handle) for level, mark in lines.marks.items()]
    out.legend_title = color.label
    if _end_together(lines):
        ends = [float(line.y[-1]) for line in lines.series.values()]
        colors = [mark.color for mark in lines.marks.values()]
        out.direct = Direct(levels, ends, colors, value_places(lines.panel.y, ends), span_of(axes))


def _end_together(lines: _Lines) -> bool:
    """Whether all lines reach the right edge, where direct labels stand."""
    ends = np.array([numbers(line.x)[-1] for line in lines.series.values()])
    every = numbers(lines.table[lines.panel.x.field])
    return not lines.panel.x.reverse and bool(np.all(every.max() - ends <= 0.1 * np.ptp(every)))


def _count(lines: _Lines, out: RPanel) -> None:
    """Count the observations, and write n and the tests' results where they are asked for."""
    panel = lines.panel
    for level, rows in _groups(lines.table, panel):
        line = lines.series[level or ""]
        out.n[level or "all"] = int(line.n.max(initial=0)) if panel.stats else rows.rows
    stats = panel.stats
    if stats is not None and stats.show and stats.n is not None:
        n = stats.n if isinstance(stats.n, int) else max(out.n.values())
        out.notes.append(f"n = {n} {stats.unit}" if stats.unit else f"n = {n}")
    results = Drawn()
    add_results(results, panel, lines.style.looks, {}, default="none")
    out.notes += results.notes


twin = Line()
