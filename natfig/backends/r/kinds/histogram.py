"""Histograms in R: ``geom_histogram()``, outlines of groups, cumulative distributions."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np

from natfig.backends.r._curves import Axes, finish
from natfig.backends.r._points import rasterized
from natfig.backends.r.code import Code, Text, assign, call, col, constant
from natfig.backends.r.plan import Layer, RPanel, RStyle, Twin
from natfig.backends.r.terms import factor, format_problems, line_pt, mark_scales
from natfig.charts import _categorical as cat
from natfig.charts.base import Drawn
from natfig.charts.histogram import (
    MOST_BINS,
    MOST_PARTED,
    HistogramPanel,
    _groups,
    _height_label,
    _heights,
    _name_groups,
    _stat,
    bin_edges,
)
from natfig.spec.models import _NumericChannel
from natfig.style.marks import Mark

if TYPE_CHECKING:
    from natfig.data.tables import Table

__all__ = ["twin"]

# stat_bin() takes a value this near to an edge, as a share of a bin, for one at the edge.
_FUZZ = 1e-8
_SEAM_PT = 0.1


@dataclass(frozen=True)
class _Bins:
    """A panel, its groups and their bins."""

    panel: HistogramPanel
    table: Table
    style: RStyle

    @property
    def field(self) -> str | None:
        return self.panel.color.field if self.panel.color is not None else None

    @cached_property
    def groups(self) -> dict[str | None, np.ndarray]:
        return dict(_groups(self.panel, self.table))

    @property
    def marks(self) -> dict[str, Mark]:
        return {str(v): self.style.looks.mark(v) for v in self.groups if v is not None}

    @cached_property
    def values(self) -> np.ndarray:
        return np.concatenate(list(self.groups.values()))

    @cached_property
    def edges(self) -> np.ndarray:
        return bin_edges(self.values, self.panel.bins, self.panel.x.scale)

    @property
    def total(self) -> float | None:
        """What a cumulative distribution rises to; None: the number of values."""
        return {"count": None, "percent": 100.0}.get(_stat(self.panel), 1.0)

    @cached_property
    def curves(self) -> dict[str | None, tuple[np.ndarray, np.ndarray]]:
        """The outline of each group."""
        out = {}
        for level, values in self.groups.items():
            if self.panel.ecdf:
                where, counts = np.unique(values, return_counts=True)
                top = self.total or float(len(values))
                out[level] = (where, np.cumsum(counts) / len(values) * top)
            else:
                heights = _heights(values, self.edges, _stat(self.panel))
                out[level] = (np.repeat(self.edges, 2)[1:-1], np.repeat(heights, 2))
        return out


class Histogram(Twin):
    """Histogram, or empirical cumulative distribution."""

    id = "histogram"

    def problems(
        self,
        panel: HistogramPanel,
        table: Table | None,  # noqa: ARG002 - the interface
    ) -> list[tuple[str, str | None]]:
        """Return formats that R can't write."""
        return format_problems(panel.x)

    def draw(self, panel: HistogramPanel, table: Table, style: RStyle) -> RPanel:
        """Return the bars, outlines or steps as R code."""
        bins = _Bins(panel, table, style)
        statements = []
        if panel.color is not None:
            statements.append(factor(style.frame, table, panel.color.field, list(bins.marks)))
        out = RPanel(call("ggplot", Text(style.frame)), statements, guides=("colour",))
        axes = _axes(bins)
        if panel.ecdf:
            _draw_steps(bins, out)
        elif bins.field is None:
            _draw_bars(bins, out)
        else:
            _draw_outlines(bins, out)
        out.n = {str(level or panel.x.field): len(values) for level, values in bins.groups.items()}
        if not panel.ecdf and len(bins.edges) > MOST_BINS and panel.bins == "auto":
            out.warnings.append(f"bins: auto is held to {MOST_BINS} bins; give bins: to choose them")
        out.warnings += cat.count_outside(panel.x, bins.values, "x")
        _name_levels(bins, out)
        return finish(out, axes, texts={"y": _height_label(panel)})


def _axes(bins: _Bins) -> Axes:
    """Return the axes; bars and distributions stand on zero."""
    tops = [float(heights.max()) for _, heights in bins.curves.values()]
    heights = _NumericChannel(field="height")
    x = [bins.values] if bins.panel.ecdf else [bins.edges]
    axes = Axes(bins.panel, bins.table, bins.style, bins.panel.x, heights, [*x], [[0.0], tops])
    if bins.panel.ecdf:
        axes.ends["y"] = (0.0, max(tops))
    else:
        axes.zero = True
    for x_, y in bins.curves.values():
        across, up = axes.across(x_), axes.up(y)
        if bins.panel.ecdf:
            axes.room.add_line(np.repeat(across, 2)[1:], np.repeat(up, 2)[:-1])
        else:
            axes.room.add_band(across, np.zeros(len(up)), up)
    return axes


# ---------------------------------------------------------------- layers


def _breaks(bins: _Bins) -> Code:
    """Return the edges as code, so that R counts what natfig counts."""
    edges, panel = bins.edges, bins.panel
    if panel.x.scale == "linear" and not isinstance(panel.bins, tuple) and len(edges) > 2:
        ends = float(edges[0]), float(edges[-1])
        even = np.linspace(*ends, len(edges))
        if np.array_equal(even, edges) and _same(bins, even):
            return call("seq", *ends, **{"length.out": len(edges)})
    if bins.field is None and not _same(bins, edges):
        # Values that are an edge but for their last bit: R would take them for it.
        edges = edges + 2 * _FUZZ * float(np.median(np.diff(edges)))
    return call("c", *(float(v) for v in edges))


def _same(bins: _Bins, edges: np.ndarray) -> bool:
    """Whether ``stat_bin()`` counts as numpy does, for all it takes values near an edge for it."""
    if bins.field is not None or bins.panel.x.scale != "linear":
        return True
    fuzz = _FUZZ * float(np.median(np.diff(edges)))
    moved = np.append(edges[:-1] - fuzz, edges[-1] + fuzz)
    return bool(np.array_equal(np.histogram(bins.values, edges)[0], np.histogram(bins.values, moved)[0]))


def _draw_bars(bins: _Bins, out: RPanel) -> None:
    """Draw a lone histogram as bars that touch."""
    looks, stat = bins.style.looks, _stat(bins.panel)
    mapping = {"x": col(bins.panel.x.field)}
    if stat == "density":
        mapping["y"] = constant("after_stat(density)")
    elif stat == "percent":
        mapping["y"] = constant("after_stat(100 * count / sum(count))")
    # Bars that touch without a line would show seams of white.
    line: dict[str, Any] = {"colour": looks.signal, "linewidth": line_pt(_SEAM_PT)}
    if len(bins.edges) <= MOST_PARTED:
        line = {"colour": "white", "linewidth": line_pt(looks.look.marker_edge_pt)}
    code = call(
        "geom_histogram",
        call("aes", **mapping),
        breaks=_breaks(bins),
        closed="left",
        fill=looks.signal,
        **line,
    )
    out.layers.append(Layer(code, "series", split=False, name=bins.panel.x.field))


def _draw_outlines(bins: _Bins, out: RPanel) -> None:
    """Draw groups as outlines over a light fill."""
    look, letter, field = bins.style.looks.look, bins.style.letter, bins.field
    assert field is not None  # noqa: S101 - the caller has seen it
    frame, stat = f"bins_{letter}", _stat(bins.panel)
    more = {} if stat == "count" else {"stat": stat}
    out.statements += [
        assign(f"breaks_{letter}", _breaks(bins)),
        assign(
            frame,
            call(
                "outline_natfig",
                Text(bins.style.frame),
                bins.panel.x.field,
                Text(f"breaks_{letter}"),
                by=field,
                **more,
            ),
        ),
    ]
    out.base = call("ggplot", Text(frame), call("aes", x=col("x"), y=col("height"), colour=col(field)))
    fill = call("aes", fill=col(field))
    dashed = [call("aes", linetype=col(field))] if _has_dashes(bins) else []
    out.layers += [
        Layer(
            call("geom_polygon", fill, alpha=look.band_alpha, colour=float("nan"), **{"show.legend": False})
        ),
        Layer(call("geom_path", *dashed, linewidth=line_pt(look.line_pt), linejoin="mitre")),
    ]


def _draw_steps(bins: _Bins, out: RPanel) -> None:
    """Draw the share of values up to x: a step at every observation."""
    look, letter, field = bins.style.looks, bins.style.letter, bins.field
    frame = f"steps_{letter}"
    named: dict[str, Any] = {} if field is None else {"by": field}
    if bins.total != 1.0:
        named["total"] = bins.total
    value = bins.panel.x.field
    out.statements.append(assign(frame, call("ecdf_natfig", Text(bins.style.frame), value, **named)))
    mapping = {"x": col("x"), "y": col("height")}
    if field is not None:
        mapping["colour"] = col(field)
    out.base = call("ggplot", Text(frame), call("aes", **mapping))
    line: dict[str, Any] = {} if field is not None else {"colour": look.signal}
    dashed = [call("aes", linetype=col(str(field)))] if _has_dashes(bins) else []
    code = call("geom_step", *dashed, **line, linewidth=line_pt(look.look.line_pt))
    steps = max(len(x) for x, _ in bins.curves.values())
    if field is None:
        out.layers.append(Layer(rasterized(code, steps), "series", split=False, name=value))
    else:
        out.layers.append(Layer(rasterized(code, steps)))


def _has_dashes(bins: _Bins) -> bool:
    return any(m.dash != "-" for m in bins.marks.values())


def _name_levels(bins: _Bins, out: RPanel) -> None:
    """Add n, the scales of the groups and their legend."""
    drawn, color = Drawn(), bins.panel.color
    _name_groups(drawn, bins.panel, list(bins.groups.items()), bins.style.looks)
    out.notes += drawn.notes
    out.legend, out.legend_title = drawn.legend, drawn.legend_title
    if color is None:
        return
    used = ["colour", *([] if bins.panel.ecdf else ["fill"]), *(["linetype"] if _has_dashes(bins) else [])]
    out.terms += mark_scales(bins.style, color.field, list(bins.marks), aesthetics=used, title=color.label)
    out.guides = tuple(used)
    out.split_colors = {mark.color: level for level, mark in bins.marks.items()}
    texts = {level: entry.text for level, entry in zip(bins.marks, drawn.legend, strict=True)}
    if any(level != text for level, text in texts.items()):
        # Counts beside the names; the same in every scale, so that they stay one legend.
        from natfig.backends.r.legends import with_argument

        for i, term in enumerate(out.terms):
            out.terms[i] = with_argument(term, labels=texts)  # type: ignore[arg-type]


twin = Histogram()
