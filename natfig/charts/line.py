"""Lines over a numeric or date axis, with bands or error bars."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal

import numpy as np
from pydantic import Field

from natfig.charts._categorical import set_value_axis
from natfig.charts._observed import Group, Observed, Place
from natfig.charts._results import add_results
from natfig.charts.base import RASTERIZE_ABOVE, Chart, DirectLabel, Drawn, LegendEntry
from natfig.core.errors import DataError
from natfig.data.tables import label
from natfig.spec.models import Channel, ColorChannel, NumericChannel, PanelBase
from natfig.stats.summaries import summarize

if TYPE_CHECKING:
    from collections.abc import Iterator

    from matplotlib.axes import Axes

    from natfig.charts.base import PanelStyle
    from natfig.data.tables import Table

__all__ = ["LinePanel", "chart"]


class LinePanel(PanelBase):
    """Keys of a line panel."""

    kind: Literal["line"]
    x: Channel = Field(description="Numbers or dates.")
    y: NumericChannel = Field(description="Values; several rows at one x are summarized as stats: says.")
    color: ColorChannel | None = Field(None, description="One line per level.")
    uncertainty: Literal["auto", "band", "bars", "none"] = Field(
        "auto", description="How spread is shown; auto: bars for up to 12 points a line, else a band."
    )
    markers: bool | Literal["auto"] = Field(
        "auto", description="Mark the points; auto: up to 12 points a line."
    )
    step: bool = Field(False, description="Draw steps instead of straight lines.")


# Up to this many points a reader can tell them apart on a single-column panel.
FEW_POINTS = 12


class _Series:
    """One line: x, centre, low and high, each of shape (points,); NaN where there is no spread."""

    def __init__(self, panel: LinePanel, table: Table) -> None:
        xs, inverse = np.unique(table[panel.x.field], return_inverse=True)
        y = np.asarray(table[panel.y.field], dtype=float)
        self.x, self.n = xs, np.bincount(inverse, minlength=len(xs))
        repeated = bool(len(xs) < len(y))
        if repeated:
            rows = [summarize(y[inverse == i], panel.stats) for i in range(len(xs))]
            self.y = np.array([r.center for r in rows])
            self.low = np.array([r.low for r in rows])
            self.high = np.array([r.high for r in rows])
            return
        order = np.argsort(table[panel.x.field], kind="stable")
        self.y = y[order]
        self.low = self.high = np.full(len(xs), np.nan)
        if panel.y.error is not None:
            error = np.asarray(table[panel.y.error], dtype=float)[order]
            self.low, self.high = self.y - error, self.y + error
        elif panel.y.low is not None and panel.y.high is not None:
            self.low = np.asarray(table[panel.y.low], dtype=float)[order]
            self.high = np.asarray(table[panel.y.high], dtype=float)[order]

    @property
    def has_spread(self) -> bool:
        return bool(np.isfinite(self.low).any())


class Line(Chart):
    """Line chart."""

    id = "line"
    Panel = LinePanel
    summary = "lines over numbers or dates, with bands or error bars"
    aka = ("lineplot", "curve", "timeseries", "trend")
    example = (
        "kind: line\n"
        "data: serving\n"
        "x: {field: batch, label: Batch size, scale: log2}\n"
        "y: {field: latency_ms, label: Latency (ms)}\n"
        "color: precision\n"
    )

    def check(self, panel: LinePanel, table: Table) -> None:
        """Refuse an x axis of words, and repeated x values that no statistic reduces."""
        x = panel.x.field
        if table[x].dtype.kind != "M" and not table.is_numeric(x):
            raise DataError(
                f"x: column '{x}' holds neither numbers nor dates",
                hint="for categories use kind: dot, bar or paired",
            )
        if panel.stats is not None:
            return
        for level, rows in _groups(table, panel):
            values, counts = np.unique(rows[panel.x.field], return_counts=True)
            if counts.max(initial=1) > 1:
                where = f" of '{level}'" if level else ""
                raise DataError(
                    f"{int(counts.max())} rows{where} have {panel.x.field} = {values[counts.argmax()]}",
                    hint="say how they become one point, such as stats: {center: mean, spread: sd}, "
                    "or add color:",
                )

    def observe(self, panel: LinePanel, table: Table) -> Observed:
        """Return the groups that tests compare: one per line and place on the x axis."""
        groups = []
        for level, rows in _groups(table, panel):
            for value, here in rows.groups(panel.x.field):
                key = str(value) if level is None else f"{value}, {level}"
                values = np.asarray(here[panel.y.field], dtype=float)
                groups.append(Group(key, str(value), level, values, here))
        ends = panel.y.error is not None or (panel.y.low is not None and panel.y.high is not None)
        color = panel.color.field if panel.color is not None else ""
        x = panel.x.field
        return Observed(
            x, color, panel.y.field, tuple(groups), color or x, are_summaries=ends, scale=panel.y.scale
        )

    def draw(self, ax: Axes, panel: LinePanel, table: Table, style: PanelStyle) -> Drawn:
        """Draw one line per level."""
        drawn = Drawn()
        color = panel.color
        for level, rows in _groups(table, panel):
            series = _Series(panel, rows)
            mark = style.mark(level)
            self._draw_series(ax, panel, series, level, style)
            drawn.n[level or "all"] = int(series.n.max(initial=0)) if panel.stats else rows.rows
            if level is not None:
                marked = self._marked(panel, series)
                drawn.legend.append(LegendEntry(level, mark, "line+marker" if marked else "line"))
                drawn.direct.append(DirectLabel(level, float(series.y[-1]), mark))
        drawn.legend_title = color.label if color else None
        if color is not None and not self._ends_together(table, panel):
            drawn.direct.clear()
        _set_axes(ax, panel, table)
        stats = panel.stats
        if stats is not None and stats.show and stats.n is not None:
            n = stats.n if isinstance(stats.n, int) else max(drawn.n.values())
            drawn.notes.append(f"n = {n} {stats.unit}" if stats.unit else f"n = {n}")
        # Brackets over lines are for who asks for them: they easily say more than the lines.
        add_results(drawn, panel, style, _places(ax, panel, table), default="none")
        return drawn

    def _ends_together(self, table: Table, panel: LinePanel) -> bool:
        """Whether all lines reach the right edge, where direct labels stand."""
        ends = [rows[panel.x.field].max() for _, rows in _groups(table, panel)]
        span = table[panel.x.field].max() - table[panel.x.field].min()
        return all(table[panel.x.field].max() - end <= 0.1 * span for end in ends)

    def _marked(self, panel: LinePanel, series: _Series) -> bool:
        return len(series.x) <= FEW_POINTS if panel.markers == "auto" else panel.markers

    def _draw_series(
        self, ax: Axes, panel: LinePanel, series: _Series, level: str | None, style: PanelStyle
    ) -> None:
        look, mark, gid = style.look, style.mark(level), style.gid("series", level)
        shown = panel.uncertainty
        if shown == "auto":
            shown = "bars" if len(series.x) <= FEW_POINTS else "band"
        if series.has_spread and shown == "band":
            ax.fill_between(
                series.x,
                series.low,
                series.high,
                step="post" if panel.step else None,
                color=mark.color,
                alpha=look.band_alpha,
                linewidth=0,
                gid=gid,
            )
        if series.has_spread and shown == "bars":
            errors = np.vstack([series.y - series.low, series.high - series.y])
            container = ax.errorbar(
                series.x,
                series.y,
                yerr=errors,
                fmt="none",
                ecolor=mark.color,
                elinewidth=look.error_pt,
                capsize=look.cap_pt / 2,
                capthick=look.error_pt,
                zorder=2.1,
            )
            for artist in container.get_children():
                artist.set_gid(gid)
        ax.plot(
            series.x,
            series.y,
            color=mark.color,
            linestyle=mark.dash,
            linewidth=look.line_pt,
            drawstyle="steps-post" if panel.step else "default",
            marker=mark.marker if self._marked(panel, series) else "none",
            markersize=look.marker_pt,
            markeredgecolor="white",
            markeredgewidth=look.marker_edge_pt,
            gid=gid,
            zorder=2.2,
            rasterized=len(series.x) > 50 * RASTERIZE_ABOVE,
        )


def _groups(table: Table, panel: LinePanel) -> Iterator[tuple[str | None, Table]]:
    """Yield the level and the rows of every line."""
    color = panel.color
    yield from table.groups(color.field if color else None, color.order if color else None)


def _places(ax: Axes, panel: LinePanel, table: Table) -> dict[str, Place]:
    """Return where the groups of `Line.observe` stand on the x axis."""
    found: dict[str, Place] = {}
    convert: Any = ax.convert_xunits  # dates become days
    for level, rows in _groups(table, panel):
        for value in np.unique(rows[panel.x.field]):
            key = label(value) if level is None else f"{label(value)}, {level}"
            found[key] = Place(float(convert(value)), 0.0)
    return found


def _set_axes(ax: Axes, panel: LinePanel, table: Table) -> None:
    x = panel.x
    if table[x.field].dtype.kind == "M" and x.format is not None:
        # A date's format is strftime's; the page writes dates itself.
        ax.xaxis.__dict__["_natfig_format"] = x.format
        x = x.model_copy(update={"format": None})
    set_value_axis(ax, x, is_x=True)
    set_value_axis(ax, panel.y, is_x=False)


chart = Line()
