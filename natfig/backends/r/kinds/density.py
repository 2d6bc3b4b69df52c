"""Where points lie, in R: counts in hexagons or rectangles, contours of a smooth density."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np

from natfig.backends.r._axes import LOG_BASES
from natfig.backends.r._colours import gradient, map_problems, map_stops, paper_stops
from natfig.backends.r._curves import Axes, Rows, finish
from natfig.backends.r._points import rasterized
from natfig.backends.r.code import Code, Infix, Text, assign, call, col, column
from natfig.backends.r.plan import Layer, RPanel, RStyle, Twin
from natfig.backends.r.terms import format_problems, line_pt, manual, point_pt
from natfig.charts import _categorical as cat
from natfig.charts._kde import estimate_density
from natfig.charts.base import RASTERIZE_ABOVE, LegendEntry
from natfig.charts.density import OUTLIER_PT, DensityPanel, _read, cell_numbers
from natfig.style.maps import PREFIX
from natfig.style.marks import Mark

if TYPE_CHECKING:
    from natfig.charts._kde import DensityGrid
    from natfig.data.tables import Table

__all__ = ["twin"]

# Of the lines of hexagons in their own colour, without which gaps would be seen between them.
_SEAM_PT = 0.1
_FEW = 4


@dataclass(frozen=True)
class _Density:
    """A panel, its points, and the cells they are counted in."""

    panel: DensityPanel
    table: Table
    style: RStyle

    @cached_property
    def points(self) -> tuple[np.ndarray, np.ndarray]:
        return _read(self.panel, self.table)

    @property
    def log(self) -> str:
        """The logarithmic axes."""
        return "".join(k for k in "xy" if getattr(self.panel, k).scale in LOG_BASES)

    @cached_property
    def along(self) -> tuple[np.ndarray, np.ndarray]:
        """The points as they stand along the axes."""
        x, y = self.points
        return np.log10(x) if "x" in self.log else x, np.log10(y) if "y" in self.log else y

    @property
    def cells(self) -> tuple[int, int]:
        """Cells across and up."""
        return cell_numbers(self.panel, self.style.looks)

    @property
    def is_heavy(self) -> bool:
        across, up = self.cells
        return across * up > RASTERIZE_ABOVE

    @cached_property
    def grid(self) -> DensityGrid:
        return estimate_density(*self.along, self.panel.bandwidth)

    def stops(self, count: int | None = None) -> list[str]:
        """Return colours from few points to many."""
        name = self.panel.map
        more = {} if count is None else {"count": count}
        if name is not None and name.startswith(PREFIX):
            return map_stops(name, **more)
        return paper_stops(self.style.looks, **more)


class Density(Twin):
    """Density of points in the plane."""

    id = "density"

    def problems(
        self,
        panel: DensityPanel,
        table: Table | None,  # noqa: ARG002 - the interface
    ) -> list[tuple[str, str | None]]:
        """Return formats and colour maps that R doesn't have, and cells on symlog axes."""
        out = format_problems(panel.x, panel.y) + map_problems(panel.map)
        if panel.shape == "kde" and panel.map is not None and not panel.map.startswith(PREFIX) and not out:
            out.append(
                (
                    f"R fills contours with Crameri's maps alone, not with '{panel.map}'",
                    "use such as cmc.batlow",
                )
            )
        if "symlog" in {panel.x.scale, panel.y.scale}:
            out.append(("R draws no densities on symlog axes", "use scale: linear, or backend: python"))
        return out

    def draw(self, panel: DensityPanel, table: Table, style: RStyle) -> RPanel:
        """Return cells or contours as R code; every row is in one or drawn as a point."""
        plot = _Density(panel, table, style)
        x, y = plot.points
        out = RPanel(call("ggplot", Text(style.frame)), guides=())
        out.n = {"all": len(x)}
        {"kde": _draw_contours, "hexbin": _draw_hexagons, "hist2d": _draw_cells}[panel.shape](plot, out)
        axes = Axes(panel, table, style, panel.x, panel.y, [x], [y])
        axes.room.add_points(axes.across(x), axes.up(y), 5.0)
        out.warnings += [*cat.count_outside(panel.x, x, "x"), *cat.count_outside(panel.y, y)]
        return finish(out, axes)


# ---------------------------------------------------------------- counts


def _counted(plot: _Density, function: str, frame: str) -> Code:
    across, up = plot.cells
    x, y = column(plot.style.frame, plot.panel.x.field), column(plot.style.frame, plot.panel.y.field)
    log = {"log": plot.log} if plot.log else {}
    return assign(frame, call(function, x, y, across=across, up=up, **log))


def _draw_hexagons(plot: _Density, out: RPanel) -> None:
    frame = f"hexagons_{plot.style.letter}"
    out.statements.append(_counted(plot, "hexagons_natfig", frame))
    out.base = call("ggplot", Text(frame), call("aes", x=col("x"), y=col("y")))
    mapping = {k: col("count") for k in ("fill", "colour")}
    code: Code = call("geom_polygon", call("aes", group=col("cell"), **mapping), linewidth=line_pt(_SEAM_PT))
    code = rasterized(code, RASTERIZE_ABOVE + 1) if plot.is_heavy else code
    out.layers.append(Layer(code, "series", split=False, name="hexagons"))
    _color_counts(plot, out, int(_hexagon_counts(plot).max()), also_lines=True)


def _draw_cells(plot: _Density, out: RPanel) -> None:
    frame = f"cells_{plot.style.letter}"
    out.statements.append(_counted(plot, "cells_natfig", frame))
    out.base = call("ggplot", Text(frame))
    ends = {k: col(k) for k in ("xmin", "xmax", "ymin", "ymax")}
    code: Code = call("geom_rect", call("aes", **ends, fill=col("count")))
    code = rasterized(code, RASTERIZE_ABOVE + 1) if plot.is_heavy else code
    out.layers.append(Layer(code, "series", split=False, name="cells"))
    counts = np.histogram2d(*plot.along, bins=list(plot.cells))[0]
    _color_counts(plot, out, int(counts.max()), also_lines=False)


def _hexagon_counts(plot: _Density) -> np.ndarray:
    """Return how many points each hexagon holds, as ``hexagons_natfig()`` counts them."""
    at = []
    for values, cells in zip(plot.along, plot.cells, strict=True):
        edge = 1e-9 * float(np.ptp(values))
        start = float(values.min()) - edge
        at.append((values - start) / ((float(values.max()) + edge - start) / cells))
    (x, y), half = at, 0.5
    even = (x - np.round(x)) ** 2 + 3 * (y - np.round(y)) ** 2
    odd = (x - np.floor(x) - half) ** 2 + 3 * (y - np.floor(y) - half) ** 2
    middles = [np.where(even < odd, np.round(v), np.floor(v) + half) for v in (x, y)]
    return np.asarray(np.unique(np.stack(middles), axis=1, return_counts=True)[1])


def _color_counts(plot: _Density, out: RPanel, most: int, *, also_lines: bool) -> None:
    """Add the scale of counts with its colour bar; the lines of hexagons are as their areas."""
    panel = plot.panel
    low = 0.5 if most == 1 else 1.0
    ends = (low, 1.5 if most == 1 else float(most))
    if panel.log_counts and most == 1:
        ends = (0.5, 2.0)
    ticks = list(range(1, most + 1)) if most <= _FEW else None
    scale = gradient(
        "fill", panel.map, stops=plot.stops(), title=panel.count_label, ends=ends, is_log=panel.log_counts,
        ticks=ticks,
    )  # fmt: skip
    if also_lines:
        scale = _for_both(scale)
    out.colorbar = True
    out.terms.append(scale)


def _for_both(scale: Code) -> Code:
    """Return a scale of fills that colours lines alike."""
    from natfig.backends.r.legends import with_argument

    assert hasattr(scale, "args")  # noqa: S101 - a call
    return with_argument(scale, aesthetics=call("c", "fill", "colour"))  # type: ignore[arg-type]


# ---------------------------------------------------------------- contours


def _draw_contours(plot: _Density, out: RPanel) -> None:
    """Fill the regions of highest density that hold the shares of the points."""
    panel, letter, frame = plot.panel, plot.style.letter, plot.style.frame
    look = plot.style.looks.look
    smooth, levels = f"smooth_{letter}", f"levels_{letter}"
    x, y = column(frame, panel.x.field), column(frame, panel.y.field)
    named: dict[str, Any] = {"bandwidth": panel.bandwidth} if panel.bandwidth != 1 else {}
    if plot.log:
        named["log"] = plot.log
    shares = list(reversed(panel.levels))
    at = Text(f"{smooth}$at_points")
    inside = Infix("-", (Text("1"), call("c", *shares)))
    out.statements += [
        assign(smooth, call("smooth_natfig", x, y, **named)),
        assign(levels, call("quantile", at, inside, names=False)),
    ]
    mapping = {"x": col("x"), "y": col("y"), "z": col("density")}
    out.base = call("ggplot", Text(f"{smooth}$grid"), call("aes", **mapping))
    breaks = call("c", Text(levels), Infix("*", (Text("1.001"), call("max", Text(f"{smooth}$grid$density")))))
    line: dict[str, Any] = {"colour": "white", "linewidth": line_pt(look.marker_edge_pt)}
    out.layers += [
        Layer(call("geom_contour_filled", breaks=breaks), "series", split=False, name="density"),
        Layer(call("geom_contour", breaks=Text(levels), **line), "series", split=False, name="density"),
    ]
    outside = plot.grid.at_points < plot.grid.threshold(panel.levels[-1])
    if outside.any():
        out.layers.append(_outliers(plot, Infix("<", (at, Text(f"{levels}[[1]]"))), int(outside.sum())))
    out.n["outside the contours"] = int(outside.sum())
    _name_shares(plot, out, shares)


def _outliers(plot: _Density, is_outside: Code, count: int) -> Layer:
    """Return what the contours leave out, so that no row is hidden."""
    look, panel = plot.style.looks.look, plot.panel
    code = call(
        "geom_point", call("aes", x=col(panel.x.field), y=col(panel.y.field)),
        data=Rows(plot.style.frame, is_outside), inherit_aes=False, shape=16, size=point_pt(OUTLIER_PT),
        stroke=0, colour=look.neutral, alpha=look.point_alpha,
    )  # fmt: skip
    args = tuple(("inherit.aes" if n == "inherit_aes" else n, a) for n, a in code.args)
    return Layer(rasterized(type(code)(code.function, args), count), "series", split=False, name="points")


def _name_shares(plot: _Density, out: RPanel, shares: list[float]) -> None:
    """Add the tones, the inmost the darkest, and their legend."""
    count = len(shares)
    along = np.array(plot.stops(21))
    tones = [str(v) for v in along[np.round(np.linspace(0.05, 0.95, count) * 20).astype(int)]]
    texts = [f"{v:.0%}" if round(v * 100, 6).is_integer() else f"{v * 100:g}%" for v in shares]
    title = "Points inside"
    out.terms.append(manual("fill", tones, title=title, labels=texts, drop=False))
    out.terms.append(call("guides", fill=call("guide_legend", reverse=True)))
    out.guides = ("fill",)
    out.legend = [
        LegendEntry(t, Mark(c), "patch") for t, c in zip(reversed(texts), reversed(tones), strict=True)
    ]
    out.legend_title = title


twin = Density()
