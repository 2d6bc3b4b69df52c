"""Distributions in R: boxes, violins, strips of points and rainclouds by category.

Quartiles, whiskers and densities are computed in R by the definitions of the Python backend, on
the values as they are: statistics of ggplot2's own would be those of the logarithms on a log axis.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from natfig.backends.r._categorical import (
    CategoryAxis,
    CategoryTwin,
    Covered,
    add_common,
    axis_titles,
    fresh,
    points_layer,
    put_notes,
    spread_layers,
)
from natfig.backends.r._tests import add_tests
from natfig.backends.r.code import Code, Infix, Text, assign, call, col, column
from natfig.backends.r.plan import Layer, RPanel, RStyle
from natfig.backends.r.summary import summary_frame
from natfig.backends.r.terms import (
    continuous,
    factor,
    hides,
    labels,
    line_pt,
    mark_scales,
    minor_ticks,
    point_pt,
)
from natfig.charts import _categorical as cat
from natfig.charts._observed import places
from natfig.charts.base import RASTERIZE_ABOVE
from natfig.charts.distribution import (
    BOX,
    CLOUD_HEIGHT,
    FEW,
    FILL_TINT,
    GAP,
    MEDIAN_BAR,
    RAIN_WIDTH,
    RAINCLOUD_BOX,
    STRIP,
    WHISKER_IQR,
    DistributionPanel,
    _has_points,
)
from natfig.spec.models import Stats
from natfig.stats.density import FEWEST_DISTINCT
from natfig.stats.summaries import check_n, quartiles, summarize

if TYPE_CHECKING:
    from natfig.data.tables import Table

__all__ = ["twin"]

# Room of the points in a violin, as a share of the cell's.
_VIOLIN_POINTS = 0.4


class _Drawing:
    """The distributions of one panel."""

    def __init__(self, panel: DistributionPanel, table: Table, style: RStyle) -> None:
        self.panel, self.table, self.style = panel, table, style
        self.look = style.looks.look
        self.grid = cat.arrange(table, panel.x, panel.y, panel.color, span=self.look.bar_width)
        self.axis = CategoryAxis.of_grid(self.grid, table, style, panel)
        self.width = self.grid.cells[0].width
        self.frame, self.value = style.frame, str(panel.y.field)
        self.color = panel.color.field if panel.color is not None else None
        self.keys = list(dict.fromkeys([panel.x.field, *([self.color] if self.color else [])]))
        self.has_points = _has_points(panel, self.grid)
        self.names = self.axis.zones(self.grid)

    def draw(self) -> RPanel:
        panel, axis = self.panel, self.axis
        n = check_n(panel.stats, self.grid.counts)
        out = RPanel(call("ggplot"), n=n)
        out.statements.append(factor(self.frame, self.table, panel.x.field, list(self.grid.categories)))
        if self.color is not None and self.color != panel.x.field:
            out.statements.append(factor(self.frame, self.table, self.color, list(self.grid.levels)))
        mapped: dict[str, Code] = {}
        if self.color is not None:
            mapped = {"colour": col(self.color), "fill": col(self.color)}
        out.base = call("ggplot", Text(self.frame), axis.aes(axis.group_at(), col(self.value), **mapped))
        out.statements += axis.places(self.frame)
        shape = {"box": self._boxes_alone, "strip": self._strips, "violin": self._violins,
                 "raincloud": self._rainclouds}[panel.shape]  # fmt: skip
        shape(out)
        values = np.asarray(self.table[self.value], dtype=np.float64)
        out.warnings += cat.count_outside(panel.y, values)
        names, out.notes = cat.tick_names(self.grid, n, panel.stats, is_horizontal=panel.horizontal)
        add_common(out, panel, axis)
        out.layers += minor_ticks(self.style, **{axis.value: panel.y})
        # Spread points alone stand at numbers.
        alone = panel.shape == "strip" and panel.stats is None
        category, *rest = axis.terms(names, value=panel.y, hidden=hides(panel.y, values), at_numbers=alone)
        out.terms += [category, continuous(panel.y, axis.value, style=self.style, values=values), *rest]
        out.terms.append(labels(**axis_titles(axis, panel.y)))
        self._legend(out)
        add_tests(out, panel, axis, places(self.grid, panel.x.field, self.color))
        covered = [
            Covered(c.position - c.width / 2, c.position + c.width / 2, c.values.min(), c.values.max())
            for c in self.grid.cells
        ]
        put_notes(out, axis, panel.y, values, covered)
        return out

    def _fixed(self, *aesthetics: str) -> dict[str, Any]:
        """Return the colour of marks without levels."""
        return {} if self.color is not None else dict.fromkeys(aesthetics, self.style.looks.signal)

    # ---- boxes

    def _boxes_alone(self, out: RPanel) -> None:
        self._boxes(out, BOX)
        if self.has_points:
            self._points(out, BOX)

    def _boxes(self, out: RPanel, share: float) -> None:
        """Add boxes, the outliers where no points show them, and the medians."""
        axis, v = self.axis, self.axis.value
        name = f"boxes_{self.style.letter}"
        boxes = call("box_natfig", Text(self.frame), self.value, by=_by(self.keys))
        out.statements.append(assign(name, boxes))
        out.statements += axis.places(name)
        width = axis.width(share * self.width)
        pair = {"min": "low", "lower": "q1", "middle": "middle", "upper": "q3", "max": "high"}
        ends = {(f"{v}{k}" if k in {"min", "max"} or v == "x" else k): col(c) for k, c in pair.items()}
        box = call(
            "geom_boxplot", call("aes", **{v: Text("NULL")}, **ends, **axis.apart()), data=Text(name),
            stat="identity", width=width, **axis.dodged(), **axis.oriented(), **self._fixed("colour", "fill"),
            alpha=round(1 - FILL_TINT, 2), linewidth=line_pt(self.look.error_pt), fatten=1, key_glyph="rect",
        )  # fmt: skip
        out.layers.append(Layer(box, name=self.names))
        if not self.has_points:
            self._outliers(out)
        middle = call(
            "geom_errorbar", call("aes", **{v: Text("NULL")}, **axis.span(col("middle"), col("middle"))),
            data=Text(name), width=width, **axis.dodged(), colour=self.look.ink,
            linewidth=line_pt(self.look.line_pt), **{"show.legend": False},
        )  # fmt: skip
        out.layers.append(Layer(middle, name=self.names))

    def _outliers(self, out: RPanel) -> None:
        beyond = [cell for cell in self.grid.cells if _outlying(cell.values).any()]
        if not beyond:
            return
        groups = [col(key) for key in self.keys]
        group = call("interaction", *groups) if len(groups) > 1 else groups[0]
        found = call("subset", Text(self.frame), call("is_outlier", col(self.value), group))
        code = call(
            "geom_point", data=found, **self.axis.dodged(), **self._fixed("colour"), shape=16, stroke=0,
            size=point_pt(self.look.point_pt), alpha=self.look.point_alpha, **{"show.legend": False},
        )  # fmt: skip
        if max(len(cell.values) for cell in beyond) > RASTERIZE_ABOVE:
            code = call("rasterized", code, dpi=self.style.dpi)
        out.layers.append(Layer(code, "points", name=self.names))

    # ---- points

    def _points(
        self, out: RPanel, share: float, *, is_main: bool = False, offset: float = 0.0,
        data: Code | None = None,
    ) -> None:  # fmt: skip
        at = fresh("at", self.table)
        size = self.look.marker_pt if is_main else self.look.point_pt
        statement = self.axis.jitter(self.frame, at, share * self.width, size)
        if offset:
            assert hasattr(statement, "value")  # noqa: S101 - an assignment
            moved = Infix("-" if offset < 0 else "+", (statement.value, _number(abs(offset * self.width))))
            statement = assign(column(self.frame, at), moved)
        out.statements.append(statement)
        out.layers.append(
            points_layer(
                self.axis, at, self.table.rows, color=None if self.color else self.style.looks.signal,
                is_main=is_main, data=data, name=self.names,
                in_legend=self.panel.shape == "strip",
            )
        )  # fmt: skip

    def _strips(self, out: RPanel) -> None:
        """Add points, and over them the centre and spread that `stats` declares."""
        self._points(out, STRIP, is_main=max(self.grid.counts.values()) <= FEW)
        stats = self.panel.stats
        if stats is None:
            return
        name = self._summary(out, stats)
        width = self.axis.width(MEDIAN_BAR * self.width)
        value = col(self.value)
        bar = call(
            "geom_errorbar", call("aes", **self.axis.span(value, value)), data=Text(name), width=width,
            **self.axis.dodged(), colour=self.look.ink, linewidth=line_pt(self.look.line_pt),
            **{"show.legend": False},
        )  # fmt: skip
        out.layers.append(Layer(bar, "center", name=self.names))
        has = [summarize(cell.values, stats).has_spread for cell in self.grid.cells]
        if any(has):
            data: Code = Text(name)
            if not all(has):
                data = call("subset", data, Text(f"!{call('is.na', col('low')).flat()}"))
            out.layers += spread_layers(self.axis, ("low", "high"), data=data, name=self.names)

    def _summary(self, out: RPanel, stats: Stats) -> str:
        name = f"summary_{self.style.letter}"
        summary = summary_frame(name, self.frame, self.table, self.keys, self.value, stats)
        out.statements += [*summary.statements, *self.axis.places(name)]
        out.tables |= summary.tables
        return name

    # ---- densities

    def _densities(self, out: RPanel) -> str:
        """Add the densities of the groups that are large enough, and warn of the others."""
        name, frame = f"densities_{self.style.letter}", Text(self.frame)
        small = self._small()
        source: Code = call("subset", frame, _outside(self.keys, small)) if small else frame
        named: dict[str, Any] = {"by": _by(self.keys)}
        if self.panel.y.scale in {"log", "log2"}:
            named["log"] = True
        out.statements.append(assign(name, call("density_natfig", source, self.value, **named)))
        out.statements += self.axis.places(name)
        for cell in small:
            out.warnings.append(
                f"group '{cell.key}' has {len(np.unique(cell.values))} distinct values, too few for a "
                "density: its points are drawn instead"
            )
        return name

    def _small(self) -> list[cat.Cell]:
        return [c for c in self.grid.cells if len(np.unique(c.values)) < FEWEST_DISTINCT]

    def _violins(self, out: RPanel) -> None:
        axis, small = self.axis, self._small()
        large = [c for c in self.grid.cells if c not in small]
        if large:
            name = self._densities(out)
            half = Infix("*", (_number(self.width / 2), col("share")))
            self._ribbon(out, name, Infix("-", (_place_of(axis), half)), Infix("+", (_place_of(axis), half)))
        if self.has_points or small:
            some = None
            if not self.has_points and large:
                some = call("subset", Text(self.frame), _among(self.keys, small))
            self._points(out, _VIOLIN_POINTS, data=some)
        if large:
            self._violin_centers(out, small)

    def _violin_centers(self, out: RPanel, small: Sequence[cat.Cell]) -> None:
        """Add the declared centre and spread of each violin; undeclared, the median and quartiles."""
        stats = self.panel.stats
        if stats is None or stats.spread == "none":
            has_center = stats is not None and "center" in stats.model_fields_set
            center = stats.center if stats is not None and has_center else "median"
            stats = Stats(center=center, spread="iqr")
        name = self._summary(out, stats)
        data: Code = Text(name)
        if small:
            data = call("subset", data, _outside(self.keys, small))
        line = call(
            "geom_linerange", call("aes", **self.axis.span(col("low"), col("high"))), data=data,
            **self.axis.dodged(), colour=self.look.ink, linewidth=line_pt(self.look.line_pt),
            **{"show.legend": False},
        )  # fmt: skip
        dot = call(
            "geom_point", data=data, **self.axis.dodged(), shape=21, fill="white", colour=self.look.ink,
            size=point_pt(self.look.marker_pt, self.look.error_pt),
            stroke=call("stroke_pt", self.look.error_pt), **{"show.legend": False},
        )  # fmt: skip
        out.layers += [Layer(line, "center", name=self.names), Layer(dot, "center", name=self.names)]

    def _ribbon(self, out: RPanel, name: str, start: Code, end: Code) -> None:
        """Add densities that reach across the categories from one place to another."""
        axis = self.axis
        first, last = fresh("start", self.table), fresh("end", self.table)
        out.statements += [
            assign(column(name, first), call("with", Text(name), start)),
            assign(column(name, last), call("with", Text(name), end)),
        ]
        ends = {f"{axis.category}min": col(first), f"{axis.category}max": col(last)}
        groups = [col(key) for key in self.keys]
        group = call("interaction", *groups) if len(groups) > 1 else groups[0]
        code = call(
            "geom_ribbon", call("aes", **{axis.category: Text("NULL")}, **ends, group=group),
            data=Text(name), orientation=axis.value, **self._fixed("colour", "fill"),
            alpha=round(1 - FILL_TINT, 2), linewidth=line_pt(self.look.reference_pt),
            **{"outline.type": "full"}, key_glyph="rect",
        )  # fmt: skip
        out.layers.append(Layer(code, name=self.names))

    def _rainclouds(self, out: RPanel) -> None:
        """Add clouds right of (above) the boxes, and rain left of (below) them."""
        axis = self.axis
        if len(self._small()) < len(self.grid.cells):
            name = self._densities(out)
            foot = Infix("+", (_place_of(axis), _number((RAINCLOUD_BOX / 2 + GAP) * self.width)))
            reach = Infix("*", (_number(CLOUD_HEIGHT * self.width), col("share")))
            self._ribbon(out, name, foot, Infix("+", (foot, reach)))
        else:
            for cell in self._small():
                out.warnings.append(
                    f"group '{cell.key}' has {len(np.unique(cell.values))} distinct values, too few for "
                    "a density: its points are drawn instead"
                )
        self._boxes(out, RAINCLOUD_BOX)
        if self.has_points:
            self._points(out, RAIN_WIDTH, offset=-(RAINCLOUD_BOX / 2 + GAP + RAIN_WIDTH / 2))

    # ---- legend

    def _legend(self, out: RPanel) -> None:
        panel = self.panel
        if panel.color is None:
            out.guides = ()
            return
        levels = list(self.grid.levels)
        used = ["fill"] if panel.shape == "strip" else ["colour", "fill"]
        out.terms += mark_scales(
            self.style, panel.color.field, levels, aesthetics=["colour", "fill"], title=panel.color.label
        )
        out.guides = ("colour", "fill")
        out.legend = cat.legend_entries(self.grid, panel.x, panel.color, self.style.looks)
        if not out.legend:
            return
        out.legend_title = panel.color.label
        full = call("list", alpha=1, **({"shape": 22, "size": point_pt(6)} if used == ["fill"] else {}))
        guide = call("guide_legend", **{"override.aes": full})
        out.terms.append(call("guides", colour="none", fill=guide))


def _number(value: float) -> Code:
    return Text(f"{value:.4g}")


def _by(keys: Sequence[str]) -> Any:
    return keys[0] if len(keys) == 1 else list(keys)


def _outlying(values: np.ndarray) -> np.ndarray:
    """Return which values lie beyond the whiskers."""
    low, _, high = quartiles(values)
    reach = WHISKER_IQR * (high - low)
    return np.asarray((values < low - reach) | (values > high + reach))


def _among(keys: Sequence[str], cells: Sequence[cat.Cell]) -> Code:
    """Return the condition that a row belongs to one of some cells."""
    if len(keys) == 1:
        return Infix("%in%", (col(keys[0]), call("c", *(cell.category for cell in cells))))
    names = [f"{cell.category}\n{cell.level}" for cell in cells]
    return Infix("%in%", (call("paste", *(col(key) for key in keys), sep="\n"), call("c", *names)))


def _outside(keys: Sequence[str], cells: Sequence[cat.Cell]) -> Code:
    return Text(f"!({_among(keys, cells).flat()})")


def _place_of(axis: CategoryAxis) -> Code:
    """Return where the groups of a data frame stand, as a number."""
    if axis.has_places:
        return col(axis.place)
    factors = [col(axis.field), *([col(axis.level)] if axis.level is not None else [])]
    more: dict[str, Any] = {"from_top": True} if axis.is_horizontal else {}
    return call("place_natfig", *factors, **more)


class Distribution(CategoryTwin):
    """Box plots, violins, strips and rainclouds."""

    id = "distribution"
    drawing = _Drawing


twin = Distribution()
