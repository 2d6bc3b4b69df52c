"""Volcano plots in R: ground and hits as ``geom_point()``, thresholds, names by ggrepel."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from natfig.backends.r._curves import Axes, Rows, finish, fresh
from natfig.backends.r._points import names_layer, rasterized
from natfig.backends.r.code import Code, Infix, Text, assign, call, col, column
from natfig.backends.r.plan import Layer, RPanel, RStyle, Twin
from natfig.backends.r.terms import R_SHAPES, format_problems, line_pt, manual, point_pt
from natfig.charts import _categorical as cat
from natfig.charts._names import name_points
from natfig.charts.base import RASTERIZE_ABOVE, LegendEntry
from natfig.charts.volcano import GROUND_PT, HIT_PT, VolcanoPanel, _read
from natfig.style.marks import Mark

if TYPE_CHECKING:
    from natfig.data.tables import Table

__all__ = ["twin"]

_ALPHA = 0.7
# In units of the line's width, as hexadecimal digits: dashes and gaps of thresholds.
_DASH = "43"
# Places along a threshold; a millimetre or less apart.
_OBSTACLES = 60
_LABEL = "−log$_{10}$ P"


@dataclass(frozen=True)
class _Volcano:
    """A panel's effects and heights, and which of them count."""

    panel: VolcanoPanel
    table: Table
    style: RStyle

    @property
    def effect(self) -> np.ndarray:
        return _read(self.panel, self.table)[0]

    @property
    def p(self) -> np.ndarray:
        return _read(self.panel, self.table)[1]

    @property
    def height(self) -> np.ndarray:
        return np.asarray(-np.log10(self.p))

    @property
    def is_hit(self) -> np.ndarray:
        return np.asarray(
            (self.p <= self.panel.p_threshold) & (np.abs(self.effect) >= self.panel.effect_threshold)
        )

    @property
    def columns(self) -> tuple[str, str]:
        """The columns that the script adds: height and direction."""
        return fresh(self.table, "height"), fresh(self.table, "direction")

    @property
    def groups(self) -> dict[str, tuple[np.ndarray, Mark, float]]:
        """Name → rows, mark and diameter in pt, in the order in which they are drawn."""
        looks, hit, effect = self.style.looks, self.is_hit, self.effect
        return {
            "Not significant": (~hit, Mark(looks.look.neutral_light), GROUND_PT),
            "Down": (hit & (effect < 0), Mark(looks.down, marker="v"), HIT_PT),
            "Up": (hit & (effect >= 0), Mark(looks.up, marker="^"), HIT_PT),
        }


class Volcano(Twin):
    """Effect against −log10 p."""

    id = "volcano"

    def problems(
        self,
        panel: VolcanoPanel,
        table: Table | None,  # noqa: ARG002 - the interface
    ) -> list[tuple[str, str | None]]:
        """Return formats that R can't write."""
        return format_problems(panel.x, panel.y)

    def draw(self, panel: VolcanoPanel, table: Table, style: RStyle) -> RPanel:
        """Return the volcano as R code."""
        plot = _Volcano(panel, table, style)
        height, direction = plot.columns
        base = call("ggplot", Text(style.frame), call("aes", x=col(panel.x.field), y=col(height)))
        out = RPanel(base, _statements(plot), guides=("fill", "shape"))
        axes = Axes(panel, table, style, panel.x, panel.y, [plot.effect], [plot.height])
        axes.y_drawn += [[-np.log10(panel.p_threshold)]]
        axes.x_drawn += [[s * panel.effect_threshold] for s in (-1, 1) if panel.effect_threshold > 0]
        axes.zero = panel.y.limits is None
        axes.room.add_points(axes.across(plot.effect), axes.up(plot.height), HIT_PT)
        out.layers += _thresholds(plot)
        out.layers += _points(plot, direction)
        _add_legend(plot, out)
        _add_names(plot, out)
        out.warnings += [
            *cat.count_outside(panel.x, plot.effect, "x"),
            *cat.count_outside(panel.y, plot.height),
        ]
        return finish(out, axes, texts={"y": panel.y.label or _LABEL})


def _statements(plot: _Volcano) -> list[Code]:
    """Return what makes heights and directions, and puts the ground before the hits."""
    frame, panel = plot.style.frame, plot.panel
    height, direction = plot.columns
    effect, p = column(frame, panel.x.field), column(frame, panel.y.field)
    is_hit = Infix(
        "&",
        (
            Infix("<=", (p, Text(_number(panel.p_threshold)))),
            Infix(">=", (call("abs", effect), Text(_number(panel.effect_threshold)))),
        ),
    )
    side = call("ifelse", Infix("<", (effect, Text("0"))), "Down", "Up")
    names = list(plot.groups)
    grouped = call("factor", call("ifelse", is_hit, side, names[0]), levels=names)
    return [
        assign(column(frame, height), Text(f"-{call('log10', p).flat()}")),
        assign(column(frame, direction), grouped),
        assign(frame, Rows(frame, call("order", column(frame, direction)))),
    ]


def _number(value: float) -> str:
    from natfig.backends.r.code import to_code

    return to_code(value).flat()


def _points(plot: _Volcano, direction: str) -> list[Layer]:
    """Return one layer per group; those of very many points become pixels."""
    out = []
    for name, (at, _, diameter) in plot.groups.items():
        if not at.any():
            continue
        is_group = Infix("==", (column(plot.style.frame, direction), Text(f'"{name}"')))
        named: dict[str, Any] = {
            "data": Rows(plot.style.frame, is_group),
            "size": point_pt(diameter), "stroke": 0, "colour": "transparent", "alpha": _ALPHA,
        }  # fmt: skip
        mapping = call("aes", fill=col(direction), shape=col(direction))
        code = rasterized(call("geom_point", mapping, **named), int(at.sum()))
        out.append(Layer(code, "series", split=False, name=name))
    return out


def _thresholds(plot: _Volcano) -> list[Layer]:
    look, panel = plot.style.looks.look, plot.panel
    line: dict[str, Any] = {
        "linewidth": line_pt(look.reference_pt), "colour": look.neutral, "linetype": _DASH,
    }  # fmt: skip
    p = call("log10", panel.p_threshold)
    out = [call("geom_hline", yintercept=Text(f"-{p.flat()}"), **line)]
    if panel.effect_threshold > 0:
        ends = [-panel.effect_threshold, panel.effect_threshold]
        out.append(call("geom_vline", xintercept=ends, **line))
    return [Layer(code, "reference", split=False, name="threshold") for code in out]


def _add_legend(plot: _Volcano, out: RPanel) -> None:
    """Add the counts of the groups; up and down differ in the way their marks point, too."""
    texts = {}
    for name, (at, mark, diameter) in plot.groups.items():
        count = int(at.sum())
        out.n[name] = count
        texts[name] = f"{name}, n = {cat.format_count(count)}"
        out.legend.insert(0, LegendEntry(texts[name], mark, "marker", diameter))
    groups = dict(reversed(plot.groups.items()))
    labels = {name: texts[name] for name in groups}
    more: dict[str, Any] = {"breaks": list(groups), "labels": labels, "drop": False}
    fills = {name: mark.color for name, (_, mark, _) in groups.items()}
    shapes = {name: R_SHAPES[mark.marker] for name, (_, mark, _) in groups.items()}
    look = {"size": [point_pt(d) for _, _, d in groups.values()], "alpha": 1}
    guide = call("guide_legend", **{"override.aes": call("list", **look)})
    out.terms += [
        manual("fill", fills, **more), manual("shape", shapes, **more),
        call("guides", fill=guide),
    ]  # fmt: skip


def _add_names(plot: _Volcano, out: RPanel) -> None:
    """Name the most significant hits; equal P values by the size of the effect."""
    panel, table, frame = plot.panel, plot.table, plot.style.frame
    hits = np.flatnonzero(plot.is_hit)
    order = hits[np.lexsort((-np.abs(plot.effect[hits]), plot.p[hits]))]
    shown = [n.text for n in name_points(panel.labels, table, plot.effect, plot.height, order)[: panel.top]]
    if panel.labels is None or not shown:
        return
    name, text = fresh(table, "name"), column(frame, panel.labels)
    height, direction = plot.columns
    is_far = Infix("!=", (column(frame, direction), Text('"Not significant"')))
    is_shown = Infix("&", (is_far, Infix("%in%", (text, call("c", *shown)))))
    out.statements.append(assign(column(frame, name), call("ifelse", is_shown, text, "")))
    data = f"names_{plot.style.letter}"
    source: Code = Text(frame) if table.rows <= RASTERIZE_ABOVE else Rows(frame, is_far)
    effect = panel.x.field
    columns = [effect, height, name]
    out.statements.append(assign(data, call("subset", source, select=columns)))
    out.statements += _along_thresholds(plot, data, columns)
    names_layer(out, plot.style, {"label": col(name)}, Text(data), avoid_pt=HIT_PT)


def _along_thresholds(plot: _Volcano, data: str, columns: list[str]) -> list[Code]:
    """Return what adds places without a name along the thresholds, of which names keep clear."""
    panel, top = plot.panel, float(f"{plot.height.max() * 1.05:.3g}")
    if panel.effect_threshold == 0:
        return []
    ends = [-panel.effect_threshold, panel.effect_threshold]
    up = call("seq", 0, top, **{"length.out": _OBSTACLES})
    line = call("expand.grid", **dict(zip(columns, (ends, up, ""), strict=True)))
    return [assign(data, call("rbind", Text(data), line))]


twin = Volcano()
