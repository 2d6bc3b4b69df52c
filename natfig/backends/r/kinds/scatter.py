"""Points in R: ``geom_point()``, ``geom_smooth()`` for a fitted line, ggrepel for names."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any, Literal

import numpy as np

from natfig.backends.r._colours import gradient, map_problems, map_stops, value_ends, visible
from natfig.backends.r._curves import Axes, Rows, finish, fresh
from natfig.backends.r._points import names_layer, obstacles, point_code, point_guides, rasterized
from natfig.backends.r.code import Code, Infix, Text, assign, call, col, column, constant
from natfig.backends.r.formula import label_code
from natfig.backends.r.plan import Layer, RPanel, RStyle, Twin
from natfig.backends.r.terms import factor, format_problems, line_pt, mark_scales, number_labels, point_pt
from natfig.charts import _categorical as cat
from natfig.charts._names import name_points
from natfig.charts._results import add_correlations
from natfig.charts._scatter_rows import Points
from natfig.charts._trend import fit_line
from natfig.charts.base import Drawn, LegendEntry
from natfig.charts.scatter import BUBBLE_ALPHA, ScatterPanel, _looks, _size_scale
from natfig.layout.ticks import linear_ticks
from natfig.style.marks import Mark

if TYPE_CHECKING:
    from natfig.charts._trend import LineFit
    from natfig.data.tables import Table

__all__ = ["twin"]

# Values in a legend of sizes.
_MOST_SIZES = 4
# Height of a colour bar under a legend of sizes, as a share of the axes.
_BAR_SHARE = 0.5


@dataclass(frozen=True)
class _Scatter:
    """A panel and its table, read once, and how its points look."""

    points: Points
    style: RStyle

    @property
    def panel(self) -> ScatterPanel:
        return self.points.panel

    @property
    def frame(self) -> str:
        return self.style.frame

    @cached_property
    def field(self) -> str | None:
        """The column whose levels have colours."""
        panel = self.panel
        return panel.color.field if panel.color is not None and self.points.color_scale is None else None

    @cached_property
    def marks(self) -> dict[str, Mark]:
        return {v: self.style.looks.mark(v) for v, _ in self.points.levels if v is not None}

    @cached_property
    def diameter_pt(self) -> float:
        return _looks(self.points, self.style.looks)[0]

    @cached_property
    def alpha(self) -> float:
        panel, alpha = self.panel, _looks(self.points, self.style.looks)[1]
        if panel.size is not None:
            return panel.alpha or BUBBLE_ALPHA
        # A colour that is to be found on the colour bar has to be that colour on the page.
        return 1.0 if panel.alpha is None and self.points.color_scale is not None else alpha

    @cached_property
    def edge_pt(self) -> float:
        return float(_looks(self.points, self.style.looks)[2]["linewidths"])

    @cached_property
    def largest_pt(self) -> float:
        """Diameter of the largest mark."""
        if self.panel.size is None:
            return self.diameter_pt
        return float(_size_scale(self.points, self.style.looks).largest_pt)

    def line_color(self) -> dict[str, Any]:
        """Return the fixed colour of lines and intervals; nothing where levels have theirs."""
        looks = self.style.looks
        if self.field is not None:
            return {}
        return {"colour": looks.look.neutral_dark if self.points.color_scale is not None else looks.signal}

    def by_level(self, *aesthetics: str) -> list[Code]:
        """Return ``aes(…)`` of the levels' column as an argument; nothing without levels."""
        return [call("aes", **{a: col(self.field) for a in aesthetics})] if self.field is not None else []


class Scatter(Twin):
    """Scatter plot."""

    id = "scatter"

    def problems(
        self,
        panel: ScatterPanel,
        table: Table | None,  # noqa: ARG002 - the interface
    ) -> list[tuple[str, str | None]]:
        """Return formats and colour maps that R doesn't have."""
        return format_problems(panel.x, panel.y, panel.size) + map_problems(panel.map)

    def draw(self, panel: ScatterPanel, table: Table, style: RStyle) -> RPanel:
        """Return the points as R code."""
        plot = _Scatter(Points(panel, table), style)
        base = call("ggplot", Text(plot.frame), call("aes", x=col(panel.x.field), y=col(panel.y.field)))
        out = RPanel(base, _statements(plot, table), guides=())
        out.n = {level or "all": int(at.sum()) for level, at in plot.points.levels}
        axes = _axes(plot, table)
        if panel.trend == "linear":
            out.layers.append(_trend_band(plot))
        out.layers += _intervals(plot)
        out.layers.append(_points(plot))
        if panel.trend == "linear":
            out.layers.append(_trend_line(plot))
        _correlate(plot, out)
        _add_color(plot, out)
        _add_sizes(plot, out)
        _add_names(plot, table, out)
        for channel, values, name in (panel.x, plot.points.x, "x"), (panel.y, plot.points.y, "y"):
            out.warnings += cat.count_outside(channel, values, name)
        return finish(out, axes)


# ---------------------------------------------------------------- data


def _statements(plot: _Scatter, table: Table) -> list[Code]:
    """Return what makes the levels and puts the rows in the order in which they are drawn."""
    panel, frame = plot.panel, plot.frame
    out: list[Code] = []
    if plot.field is not None:
        out.append(factor(frame, table, plot.field, list(plot.marks)))
    if plot.points.is_heavy or (panel.size is not None and plot.field is None) or plot.points.color_scale:
        # The order of the file must not decide which point lies on top.
        out.append(call("set.seed", plot.style.seed % 1_000_000))
        out.append(assign(frame, Rows(frame, call("sample", call("nrow", Text(frame))))))
    keys: list[Code] = []
    if plot.field is not None and not plot.points.is_heavy:
        keys.append(column(frame, plot.field))
    if panel.size is not None:
        keys.append(Text(f"-{column(frame, panel.size.field).flat()}"))
    if keys:
        out.append(assign(frame, Rows(frame, call("order", *keys))))
    for axis, channel in (("x", panel.x), ("y", panel.y)):
        if channel.error is not None:
            pair = column(frame, channel.field), column(frame, channel.error)
            for end, sign in zip(_end_names(plot, axis), "-+", strict=True):
                out.append(assign(column(frame, end), Infix(sign, pair)))
    return out


def _end_names(plot: _Scatter, axis: str) -> tuple[str, str]:
    """Return the columns of the ends of intervals along an axis."""
    channel = plot.panel.x if axis == "x" else plot.panel.y
    if channel.error is None:
        return str(channel.low), str(channel.high)
    table = plot.points.table
    return fresh(table, f"{axis}_low"), fresh(table, f"{axis}_high")


def _has_interval(channel: Any) -> bool:
    return channel.error is not None or (channel.low is not None and channel.high is not None)


def _fits(plot: _Scatter) -> dict[str, LineFit]:
    """Return natfig's own fit of each level, on the axes as they are drawn; R's is the same."""
    out = {}
    for level, at in plot.points.levels:
        x, y = (
            np.log(v[at]) if c.scale in {"log", "log2"} else v[at]
            for v, c in ((plot.points.x, plot.panel.x), (plot.points.y, plot.panel.y))
        )
        out[level or ""] = fit_line(x, y)
    return out


def _axes(plot: _Scatter, table: Table) -> Axes:
    """Return the axes, and mark what is drawn in them."""
    panel, points = plot.panel, plot.points
    drawn: dict[str, list[Any]] = {"x": [points.x], "y": [points.y]}
    for axis, channel, values in (("x", panel.x, points.x), ("y", panel.y, points.y)):
        reach = points.interval("x" if axis == "x" else "y") if _has_interval(channel) else None
        if reach is not None:
            drawn[axis] += [values - reach[0], values + reach[1]]
    bands = []
    if panel.trend == "linear":
        for fit in _fits(plot).values():
            across = np.exp(fit.x) if panel.x.scale in {"log", "log2"} else fit.x
            ends = [np.exp(v) if panel.y.scale in {"log", "log2"} else v for v in (fit.low, fit.high)]
            bands.append((across, *ends))
            drawn["y"] += ends
    axes = Axes(panel, table, plot.style, panel.x, panel.y, drawn["x"], drawn["y"])
    axes.room.add_points(axes.across(points.x), axes.up(points.y), plot.largest_pt)
    for across, low, high in bands:
        axes.room.add_band(axes.across(across), axes.up(low), axes.up(high))
    for i, values in enumerate(drawn["y"][1:3] if _has_interval(panel.y) else []):
        for x, a, b in zip(points.x, points.y, values, strict=True):
            if not i or a != b:
                axes.room.add_line(axes.across([x, x]), axes.up([a, b]))
    return axes


# ---------------------------------------------------------------- layers


def _points(plot: _Scatter) -> Layer:
    panel, scale = plot.panel, plot.points.color_scale
    mapping: dict[str, Any] = {}
    if scale is not None:
        mapping["fill" if plot.edge_pt else "colour"] = col(scale.field)
    if panel.size is not None:
        mapping["size"] = col(panel.size.field)
    size = None if panel.size is not None else plot.diameter_pt
    code = point_code(
        plot.field, plot.marks, color="" if scale is not None else plot.style.looks.signal, size=size,
        edge_pt=plot.edge_pt, alpha=plot.alpha, mapping=mapping,
    )  # fmt: skip
    is_split = plot.field is not None and not plot.points.is_heavy
    name = None if is_split else "points" if scale is None else str(scale.field)
    return Layer(rasterized(code, len(plot.points.x)), split=is_split, name=name)


def _trend_band(plot: _Scatter) -> Layer:
    alpha = plot.style.looks.look.band_alpha
    color = {} if plot.field is not None else {"fill": plot.line_color()["colour"]}
    code = call(
        "geom_ribbon", *plot.by_level("fill"), stat="smooth", method="lm", formula=constant("y ~ x"),
        n=101, **color, alpha=alpha, **{"show.legend": False},
    )  # fmt: skip
    return Layer(code, "band", name=None if plot.field is not None else "points")


def _trend_line(plot: _Scatter) -> Layer:
    code = call(
        "geom_smooth", *plot.by_level("colour"), method="lm", formula=constant("y ~ x"), n=101, se=False,
        **plot.line_color(), linewidth=line_pt(plot.style.looks.look.line_pt), **{"show.legend": False},
    )  # fmt: skip
    return Layer(code, "trend", name=None if plot.field is not None else "points")


def _intervals(plot: _Scatter) -> list[Layer]:
    out = []
    for axis, channel in (("x", plot.panel.x), ("y", plot.panel.y)):
        if not _has_interval(channel):
            continue
        low, high = _end_names(plot, axis)
        mapping = {f"{axis}min": col(low), f"{axis}max": col(high)}
        if plot.field is not None:
            mapping["colour"] = col(plot.field)
        code = call(
            "geom_linerange", call("aes", **mapping), **plot.line_color(),
            linewidth=line_pt(plot.style.looks.look.error_pt), **{"show.legend": False},
        )  # fmt: skip
        is_split = plot.field is not None and not plot.points.is_heavy
        name = "points" if plot.field is None else None
        out.append(Layer(rasterized(code, len(plot.points.x)), "spread", split=is_split, name=name))
    return out


def _correlate(plot: _Scatter, out: RPanel) -> None:
    """Add a note per test, or else per fitted line."""
    found = Drawn()
    if add_correlations(found, plot.panel, plot.style.looks):
        out.notes += found.notes
        return
    out.notes += found.notes
    if plot.panel.trend == "linear":
        for level, fit in _fits(plot).items():
            r = f"{fit.r:.2f}".replace("-", "−")
            note = f"r = {r}, n = {cat.format_count(fit.n)}"
            out.notes.append(f"{level}: {note}" if level else note)


# ---------------------------------------------------------------- legends


def _add_color(plot: _Scatter, out: RPanel) -> None:
    panel, points, looks = plot.panel, plot.points, plot.style.looks
    scale, color = points.color_scale, panel.color
    if color is None:
        return
    if scale is None:
        used = list(point_guides(plot.marks, has_edge=plot.edge_pt > 0))
        lines = [a for a in ("colour", "fill") if a not in used and _needs(plot, a)]
        out.terms += mark_scales(
            plot.style, color.field, list(plot.marks), aesthetics=[*used, *lines], title=color.label
        )
        # In the legend colours are as strong as they are, and bubbles of one size.
        keys: dict[str, Any] = {"size": point_pt(looks.look.marker_pt, plot.edge_pt)}
        if plot.alpha < 1:
            keys["alpha"] = 1
        plain = panel.size is None and plot.alpha == 1
        if not plain:
            guide = call("guide_legend", **{"override.aes": call("list", **keys)})
            out.terms.append(call("guides", **{used[0]: guide}))
        out.guides = tuple(used)
        out.legend += [LegendEntry(v, m, "marker") for v, m in plot.marks.items()]
        out.legend_title = color.label
        return
    values = points.numbers(scale.field)
    ends = value_ends(values, scale.limits, center=panel.center, is_log=panel.color_log)
    stops = map_stops(looks.diverging) if panel.center is not None else visible(looks.sequential)
    beyond = (values < ends[0]) | (values > ends[1])
    out.colorbar = True
    if panel.size is not None:
        # The legend of sizes stands over the bar.
        bar = call("bar_natfig", round(_BAR_SHARE * plot.style.size_mm[1], 1))
        _merge_guides(out, **{"fill" if plot.edge_pt else "colour": bar})
    out.terms.append(
        gradient(
            "fill" if plot.edge_pt else "colour", panel.map, stops=stops, title=cat.axis_label(scale),
            ends=ends, is_log=panel.color_log, beyond=bool(beyond.any()),
        )
    )  # fmt: skip
    if beyond.any():
        out.warnings.append(
            f"{cat.format_count(int(beyond.sum()))} values of '{scale.field}' lie beyond the colour limits "
            f"{ends[0]:g} to {ends[1]:g} and take the end's colour"
        )


def _needs(plot: _Scatter, aesthetic: Literal["colour", "fill"]) -> bool:
    """Whether lines or bands use an aesthetic besides the points."""
    panel = plot.panel
    if aesthetic == "fill":
        return panel.trend == "linear"
    return panel.trend == "linear" or _has_interval(panel.x) or _has_interval(panel.y)


def _add_sizes(plot: _Scatter, out: RPanel) -> None:
    """Add the scale of areas and its legend of round values."""
    size, looks = plot.panel.size, plot.style.looks
    if size is None:
        return
    scale = _size_scale(plot.points, looks)
    shown = [t for t in size.ticks or _round_sizes(scale.largest) if t > 0]
    named: dict[str, Any] = {"edge": plot.edge_pt} if plot.edge_pt else {}
    name = cat.axis_label(size)
    out.terms.append(
        call(
            "scale_size_natfig", largest=scale.largest, largest_pt=scale.largest_pt, **named,
            name=label_code(name), breaks=shown, labels=number_labels(size),
        )
    )  # fmt: skip
    neutral: dict[str, Any] = {"fill": looks.look.neutral} if plot.edge_pt else {"colour": looks.look.neutral}
    guide = call("guide_legend", **{"override.aes": call("list", **neutral)})
    _merge_guides(out, size=guide)
    write = cat.number_format(shown, size.format or "g")
    diameters = scale.diameter_pt(np.array(shown))
    entries = [
        LegendEntry(write(v), Mark(looks.look.neutral), "marker", float(d))
        for v, d in zip(shown, diameters, strict=True)
    ]
    # Sizes have a row of their own under the levels, whatever rows these need.
    if plot.field is not None:
        out.legend_under = entries
        return
    out.guides, out.legend = out.guides or ("size",), [*out.legend, *entries]
    out.legend_title = out.legend_title or name


def _merge_guides(out: RPanel, **named: Code) -> None:
    """Add guides to those there are."""
    from natfig.backends.r.code import Call

    for i, term in enumerate(out.terms):
        if isinstance(term, Call) and term.function == "guides":
            out.terms[i] = call("guides", **(dict(term.args) | named))
            return
    out.terms.append(call("guides", **named))


def _round_sizes(largest: float) -> list[float]:
    ticks = [t for t in linear_ticks(0, largest, 5) if t > 0]
    return ticks[(len(ticks) + 1) % 2 :: 2] if len(ticks) > _MOST_SIZES else ticks


def _add_names(plot: _Scatter, table: Table, out: RPanel) -> None:
    panel, frame = plot.panel, plot.frame
    names = name_points(panel.label, table, plot.points.x, plot.points.y)
    if panel.label is None or not names:
        return
    name = column(frame, panel.label)
    is_named = Infix("&", (Text(f"!is.na({name.flat()})"), Infix("!=", (name, Text('""')))))
    if obstacles(table.rows):
        shown = call("ifelse", Text(f"is.na({name.flat()})"), "", name)
        new = fresh(table, "name")
        out.statements.append(assign(column(frame, new), shown))
        names_layer(out, plot.style, {"label": col(new)}, Text(frame), avoid_pt=plot.largest_pt)
        return
    names_layer(out, plot.style, {"label": col(panel.label)}, Rows(frame, is_named), avoid_pt=plot.largest_pt)


twin = Scatter()
