"""Histograms and cumulative distributions of one number."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, Literal

import numpy as np
from pydantic import AliasChoices, Field

from natfig.charts import _categorical as cat
from natfig.charts.base import RASTERIZE_ABOVE, Chart, Drawn, LegendEntry, PanelStyle
from natfig.core.errors import DataError
from natfig.data.tables import Table
from natfig.spec.models import ColorChannel, NumericChannel, PanelBase
from natfig.stats.summaries import check_n, has_summary_rows

if TYPE_CHECKING:
    from matplotlib.axes import Axes

__all__ = ["Histogram", "HistogramPanel", "bin_edges", "chart"]

# More bins than this are finer than a column of print can show (89 mm at 0.4 mm a bin).
MOST_BINS = 200
# Up to this many bins a lone histogram has hairlines between its bars.
MOST_PARTED = 60
HEADROOM = 0.05
_LABELS = {"count": "Count", "density": "Density", "percent": "Share (%)", "fraction": "Cumulative fraction"}
_CUMULATIVE = {"count": "Cumulative count", "percent": "Cumulative share (%)"}

Groups = list[tuple[str | None, np.ndarray]]


class HistogramPanel(PanelBase):
    """Keys of a histogram panel."""

    kind: Literal["histogram"]
    x: NumericChannel = Field(description="Observations, one row each.")
    color: ColorChannel | None = Field(None, description="Levels drawn over each other, with common bins.")
    stat: Literal["count", "density", "percent"] | None = Field(
        None,
        description="Height of a bin: count (default), density (area 1) or percent of its group. "
        "With ecdf: the fraction is the default.",
    )
    bins: int | Literal["auto"] | tuple[float, ...] = Field(
        "auto", description="Number of bins, auto, or their edges; the edges must hold every value."
    )
    ecdf: bool = Field(
        False,
        validation_alias=AliasChoices("ecdf", "cumulative"),
        description="Cumulative distribution: one step per observation, no bins.",
    )
    y_label: str | None = Field(None, description="Label of the height axis.")


class Histogram(Chart):
    """Histogram, or empirical cumulative distribution."""

    id = "histogram"
    Panel = HistogramPanel
    summary = "histogram (count, density, percent) or cumulative distribution; groups as outlines"
    aka = ("hist", "ecdf", "cdf", "cumulative", "histplot", "frequency", "displot")
    example = """\
kind: histogram
x: {field: flipper_length_mm, label: Flipper length (mm)}
color: species
stat: density
"""

    def check(self, panel: HistogramPanel, table: Table) -> None:
        """Check the bins against the values, and the keys against each other."""
        values = np.asarray(table[panel.x.field], dtype=np.float64)
        cat.check_value(panel.x, values, "x")
        for key in ("error", "low", "high"):
            if getattr(panel.x, key) is not None:
                raise DataError(f"x.{key} has no meaning in a histogram", hint=f"take {key} out of x")
        if panel.ecdf and panel.stat == "density":
            raise DataError("a cumulative distribution has no density", hint="use stat: count or percent")
        if panel.ecdf and "bins" in panel.model_fields_set:
            raise DataError("a cumulative distribution has no bins", hint="take bins out, or ecdf")
        _check_stats(panel, table)
        if not panel.ecdf:
            bin_edges(values, panel.bins, panel.x.scale)

    def draw(self, ax: Axes, panel: HistogramPanel, table: Table, style: PanelStyle) -> Drawn:
        """Draw bars, outlines or steps."""
        groups = _groups(panel, table)
        n = {str(level or panel.x.field): len(values) for level, values in groups}
        drawn = Drawn(n=n)
        cat.set_value_axis(ax, panel.x, is_x=True)
        every = np.concatenate([values for _, values in groups])
        if panel.ecdf:
            _draw_ecdf(ax, panel, groups, style)
        else:
            edges = bin_edges(every, panel.bins, panel.x.scale)
            _draw_bins(ax, panel, groups, edges, style)
            if len(edges) > MOST_BINS and panel.bins == "auto":
                drawn.warnings.append(f"bins: auto is held to {MOST_BINS} bins; give bins: to choose them")
        ax.set_ylabel(_height_label(panel))
        drawn.warnings += cat.count_outside(panel.x, every, "x")
        _name_groups(drawn, panel, groups, style)
        return drawn


def _check_stats(panel: HistogramPanel, table: Table) -> None:
    groups = _groups(panel, table)
    counts = {str(level or ""): len(values) for level, values in groups}
    check_n(panel.stats, counts)
    if panel.stats is None:
        return
    if has_summary_rows(panel.stats, counts):
        raise DataError(
            f"panel says n = {panel.stats.n} but has one row", hint="a histogram needs the observations"
        )
    if panel.stats.spread != "none":
        raise DataError(
            f"stats says spread: {panel.stats.spread}, but a histogram shows the values themselves",
            hint="take spread out of stats",
        )


def _groups(panel: HistogramPanel, table: Table) -> Groups:
    values = np.asarray(table[panel.x.field], dtype=np.float64)
    if panel.color is None:
        return [(None, values)]
    levels = cat.ordered_levels(table, panel.color, "color")
    codes = cat.codes_of(table, panel.color.field, levels)
    return [(level, values[codes == i]) for i, level in enumerate(levels)]


def _stat(panel: HistogramPanel) -> str:
    return panel.stat or ("fraction" if panel.ecdf else "count")


def _height_label(panel: HistogramPanel) -> str:
    if panel.y_label is not None:
        return panel.y_label
    return _CUMULATIVE.get(_stat(panel), _LABELS[_stat(panel)]) if panel.ecdf else _LABELS[_stat(panel)]


def _name_groups(drawn: Drawn, panel: HistogramPanel, groups: Groups, style: PanelStyle) -> None:
    """Name the groups, and n: once in the panel if it is the same for all, else in the legend."""
    is_shown = panel.stats.show and (panel.ecdf or panel.stats.n is not None) if panel.stats else panel.ecdf
    counts = [len(values) for _, values in groups]
    is_same = len(set(counts)) == 1
    if is_shown and is_same:
        unit = f" {panel.stats.unit}" if panel.stats and panel.stats.unit else ""
        each = " each" if len(groups) > 1 else ""
        drawn.notes.append(f"n = {cat.format_count(counts[0])}{unit}{each}")
    if panel.color is None:
        return
    drawn.legend_title = panel.color.label
    for (level, _), count in zip(groups, counts, strict=True):
        text = f"{level} (n = {cat.format_count(count)})" if is_shown and not is_same else str(level)
        drawn.legend.append(LegendEntry(text, style.mark(level), "line"))


# ---------------------------------------------------------------- bins


def _auto_count(values: np.ndarray) -> int:
    """Return how many equal bins suit some values.

    Source
    ------
    The finer of Sturges (J. Am. Stat. Assoc. 21, 65, 1926), log2(n) + 1, and
    Freedman & Diaconis (Z. Wahrscheinlichkeitstheorie 57, 453, 1981), a width
    of 2 IQR / n**(1/3).
    """
    span = float(np.ptp(values))
    count = np.log2(len(values)) + 1
    q1, q3 = np.percentile(values, (25, 75))
    width = 2 * float(q3 - q1) / np.cbrt(len(values))
    if width > 0:
        # A far outlier would ask for millions of bins: compare before rounding.
        count = max(count, min(span / width, MOST_BINS))
    return int(np.ceil(count))


def bin_edges(values: np.ndarray, bins: int | str | Sequence[float], scale: str = "linear") -> np.ndarray:
    """Return the edges of the bins, shape (bins + 1,), ascending.

    Parameters
    ----------
    values : numpy.ndarray, shape (n,)
        Of all groups together: the groups share their bins.
    bins : int, "auto" or sequence of float
        Whole numbers of a small range get bins centred on them with ``auto``.
    scale : str
        On a log axis bins are equally wide as they are seen.

    Raises
    ------
    DataError
        If a count is not between 1 and 1000, edges do not ascend, or a value
        lies outside them.
    """
    if not isinstance(bins, int | str):
        return _given_edges(values, np.asarray(bins, dtype=np.float64))
    if isinstance(bins, int) and not 1 <= bins <= 1000:
        raise DataError(f"bins is {bins}", hint="give 1 to 1000 bins")
    is_log = scale in {"log", "log2"}
    along = np.log(values) if is_log else values
    low, high = float(along.min()), float(along.max())
    if low == high:
        half = 0.5 if is_log or low == 0 else max(abs(low) * 0.05, 0.5 if low.is_integer() else 0.0)
        low, high = low - half, high + half
    count = bins if isinstance(bins, int) else _auto_count(along)
    if bins == "auto" and not is_log and bool(np.all(values == np.round(values))):
        width = max(round((high - low + 1) / count), 1)
        if (high - low) / width <= MOST_BINS:
            return np.arange(round(low), high + width + 0.5, width) - 0.5
    edges = np.linspace(low, high, count + 1)
    return np.exp(edges) if is_log else edges


def _given_edges(values: np.ndarray, edges: np.ndarray) -> np.ndarray:
    if len(edges) < 2 or bool(np.any(np.diff(edges) <= 0)):
        raise DataError("bins must be two or more edges that ascend", hint="write them as [0, 10, 20]")
    outside = int(np.sum((values < edges[0]) | (values > edges[-1])))
    if outside:
        rows = "1 value lies" if outside == 1 else f"{outside} values lie"
        raise DataError(
            f"{rows} outside the bins from {edges[0]:g} to {edges[-1]:g}",
            hint=f"the values run from {values.min():g} to {values.max():g}; widen the edges or exclude rows",
        )
    return edges


def _heights(values: np.ndarray, edges: np.ndarray, stat: str) -> np.ndarray:
    counts = np.histogram(values, edges)[0].astype(np.float64)
    if stat == "percent":
        return np.asarray(counts / counts.sum() * 100)
    return np.asarray(counts / counts.sum() / np.diff(edges)) if stat == "density" else counts


def _draw_bins(ax: Axes, panel: HistogramPanel, groups: Groups, edges: np.ndarray, style: PanelStyle) -> None:
    """Draw a lone histogram as bars, groups as outlines over a light fill."""
    look = style.look
    top = 0.0
    for i, (level, values) in enumerate(groups):
        mark, gid = style.mark(level), style.gid("series", level if level is not None else panel.x.field)
        heights = _heights(values, edges, _stat(panel))
        top = max(top, float(heights.max()))
        if panel.color is None:
            is_parted = len(edges) <= MOST_PARTED
            ax.bar(
                edges[:-1],
                heights,
                np.diff(edges),
                align="edge",
                facecolor=mark.color,
                edgecolor="#FFFFFF" if is_parted else "none",
                linewidth=look.marker_edge_pt if is_parted else 0,
                gid=gid,
            )
            continue
        # Empty bins before and after a group would draw a line along the axis.
        filled = np.flatnonzero(heights)
        first, last = int(filled[0]), int(filled[-1]) + 1
        steps, ends = heights[first:last], edges[first : last + 1]
        ax.stairs(steps, ends, fill=True, color=mark.color, alpha=look.band_alpha, linewidth=0, gid=gid)
        outline: dict[str, Any] = {"linewidth": look.line_pt, "linestyle": mark.dash, "gid": gid}
        ax.stairs(steps, ends, color=mark.color, zorder=3 + i / 100, **outline)
    ax.set_ylim(0, top * (1 + HEADROOM), auto=None)


# ---------------------------------------------------------------- cumulative


def _draw_ecdf(ax: Axes, panel: HistogramPanel, groups: Groups, style: PanelStyle) -> None:
    """Draw the share of values up to x: a step at every observation.

    A step line says all; it is drawn from the first to the last value, not beyond.
    """
    tops = []
    for level, values in groups:
        mark = style.mark(level)
        where, counts = np.unique(values, return_counts=True)
        total = {"count": float(len(values)), "percent": 100.0}.get(_stat(panel), 1.0)
        heights = np.cumsum(counts) / len(values) * total
        tops.append(total)
        ax.step(
            np.concatenate([where[:1], where]),
            np.concatenate([[0.0], heights]),
            where="post",
            color=mark.color,
            linestyle=mark.dash,
            linewidth=style.look.line_pt,
            solid_joinstyle="miter",
            gid=style.gid("series", level if level is not None else panel.x.field),
            clip_on=panel.x.limits is not None,  # else half of the line at the top would be cut off
            rasterized=len(where) > RASTERIZE_ABOVE,
        )
    ax.set_ylim(0, max(tops), auto=False)


chart = Histogram()
