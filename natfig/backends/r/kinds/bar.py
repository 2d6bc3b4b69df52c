"""Bars in R: ``geom_col()`` from zero, with error bars and every observation over them."""

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
    contrast_ink,
    fresh,
    points_layer,
    put_notes,
    spread_layers,
)
from natfig.backends.r._tests import add_tests
from natfig.backends.r.code import Call, Code, Infix, Text, assign, call, col, column
from natfig.backends.r.measure import LINE_EM, text_mm
from natfig.backends.r.plan import Layer, RPanel, RStyle
from natfig.backends.r.summary import summary_frame
from natfig.backends.r.terms import (
    continuous,
    factor,
    hides,
    label_natfig,
    labels,
    line_pt,
    manual,
    mark_scales,
    text_pt,
)
from natfig.charts import _categorical as cat
from natfig.charts._bar_numbers import AWAY_PT, HEADROOM, MOST_OF_AXES, Marked, reach
from natfig.charts._observed import places
from natfig.charts.bar import (
    BarPanel,
    _arrange,
    _has_points,
    _shares,
    _summarize,
    _value_label,
    _without_spread,
)
from natfig.core.units import pt_to_mm
from natfig.stats.summaries import check_n

if TYPE_CHECKING:
    from natfig.data.tables import Table

__all__ = ["twin"]


class _Drawing:
    """The bars of one panel."""

    def __init__(self, panel: BarPanel, table: Table, style: RStyle) -> None:
        self.panel, self.table, self.style = panel, table, style
        self.look = style.looks.look
        self.grid = _arrange(panel, table, self.look.bar_width)
        self.marks: Sequence[Marked] = _summarize(panel, self.grid)
        self.axis = CategoryAxis.of_grid(self.grid, table, style, panel)
        self.has_points = not panel.stack and _has_points(panel, self.marks)
        self.is_summed = any(len(cell.values) > 1 for cell in self.grid.cells)
        self.frame = f"summary_{style.letter}" if self.is_summed else style.frame
        self.value = str(panel.y.field)
        # The column with the colour, and whether it is a key of the groups.
        self.fill = panel.color.field if panel.color is not None else None
        self.low, self.high = ("low", "high") if self.is_summed else ("", "")
        self.names = self.axis.zones(self.grid)

    def draw(self) -> RPanel:
        panel, grid, axis = self.panel, self.grid, self.axis
        n = check_n(panel.stats, grid.counts)
        out = RPanel(call("ggplot"), n=n)
        out.statements = self._data(out)
        names, out.notes = cat.tick_names(grid, n, panel.stats, is_horizontal=panel.horizontal)
        mapped: dict[str, Code] = {} if self.fill is None else {"fill": col(self.fill)}
        out.base = call("ggplot", Text(self.frame), axis.aes(axis.group_at(), col(self.value), **mapped))
        self._bars(out)
        if not panel.stack:
            out.warnings += _without_spread(panel, self.marks)
            self._points(out)
            self._spread(out)
        ends = self._ends()
        if np.min(ends) < 0:
            self._zero(out)
        out.warnings += cat.count_outside(panel.y, ends)
        room = self._numbers(out, ends) if panel.values else 0.0
        add_common(out, panel, axis)
        self._scales(out, names, ends, room)
        self._legend(out)
        add_tests(out, panel, axis, places(grid, panel.x.field, self.fill))
        if not (panel.values or panel.stack):
            covered = [
                Covered(c.position - c.width / 2, c.position + c.width / 2, min(0.0, *to), max(0.0, *to))
                for c, to in ((c, reach(c, s, self.has_points)) for c, s in self.marks)
            ]
            put_notes(out, axis, panel.y, ends, covered, zero=True)
        return out

    # ---- data

    def _data(self, out: RPanel) -> list[Code]:
        panel, axis, frame = self.panel, self.axis, self.style.frame
        statements = [factor(frame, self.table, panel.x.field, list(self.grid.categories))]
        keys = [panel.x.field]
        if self.fill is not None and self.fill != panel.x.field:
            statements.append(factor(frame, self.table, self.fill, list(self.grid.levels)))
            keys.append(self.fill)
        if self.is_summed:
            summary = summary_frame(self.frame, frame, self.table, keys, self.value, panel.stats)
            statements += summary.statements
            out.tables |= summary.tables
        elif panel.y.error is not None:
            error, self.low = column(frame, panel.y.error), fresh("low", self.table)
            self.high = fresh("high", self.table)
            for name, sign in ((self.low, "-"), (self.high, "+")):
                statements.append(
                    assign(column(frame, name), Infix(sign, (column(frame, self.value), error)))
                )
        elif panel.y.low is not None and panel.y.high is not None:
            self.low, self.high = panel.y.low, panel.y.high
        statements += axis.places(self.frame)
        if self.has_points:
            self.at = fresh("at", self.table)
            width = self.grid.cells[0].width
            statements.append(axis.jitter(frame, self.at, width, self.look.point_pt))
        if panel.stack == "fill":
            statements.append(self._share())
        return statements

    def _share(self) -> Code:
        """Return the statement that makes parts shares of their category's sum."""
        of, share = column(self.frame, self.value), fresh("share", self.table)
        total = call("ave", of, column(self.frame, self.panel.x.field), FUN=Text("sum"))
        self.value = share
        return assign(column(self.frame, share), Infix("*", (Text("100"), Infix("/", (of, total)))))

    def _ends(self) -> np.ndarray:
        """Return every value the axis has to show."""
        if not self.panel.stack:
            return np.array([0.0, *(v for cell, s in self.marks for v in reach(cell, s, self.has_points))])
        marks = _shares(self.marks) if self.panel.stack == "fill" else self.marks
        tops: dict[tuple[int, bool], float] = {}
        for cell, summary in marks:
            side = (cell.index, summary.center < 0)
            tops[side] = tops.get(side, 0.0) + summary.center
        return np.array([0.0, *tops.values()])

    # ---- layers

    def _bars(self, out: RPanel) -> None:
        named: dict[str, Any] = {} if self.fill else {"fill": self.style.looks.signal}
        if self.panel.stack:
            named["position"] = call("position_stack", reverse=True)
        width = self.axis.width(self.grid.cells[0].width)
        code = call("geom_col", width=width, **named, **self.axis.dodged(), **self.axis.oriented())
        out.layers.append(Layer(code, name=None if self.panel.stack else self.names))

    def _points(self, out: RPanel) -> None:
        if self.has_points:
            data = Text(self.style.frame) if self.is_summed else None
            out.layers.append(
                points_layer(
                    self.axis, self.at, self.table.rows, color=self.look.ink, data=data, name=self.names
                )
            )

    def _spread(self, out: RPanel) -> None:
        has = [summary.has_spread for _, summary in self.marks]
        if not any(has):
            return
        known: Code | None = None
        is_dodged = bool(self.axis.dodged())
        # Side by side every bar keeps its row: position_dodge() moves those whose neighbours are gone.
        if not all(has) and not is_dodged:
            known = call("subset", Text(self.frame), Text(f"!{call('is.na', col(self.low)).flat()}"))
        out.layers += spread_layers(
            self.axis, (self.low, self.high), data=known, dark=self._dark(), name=self.names,
            has_gaps=is_dodged and not all(has),
        )  # fmt: skip

    def _dark(self) -> Code | bool:
        """Return which error bars stand on dark bars, where they would be lost."""
        levels: list[str | None] = [*self.grid.levels] or [None]
        ink = self.look.ink
        dark = [v for v in levels if contrast_ink(self.style.looks.mark(v).color, ink) != ink]
        if not dark or len(dark) == len(levels) or self.fill is None:
            return bool(dark)
        return Infix("%in%", (col(self.fill), call("c", *dark)))

    def _zero(self, out: RPanel) -> None:
        """Add the line bars grow from; the category axis' own line would be a second one."""
        where = {"xintercept" if self.panel.horizontal else "yintercept": 0}
        name = "geom_vline" if self.panel.horizontal else "geom_hline"
        line = call(name, **where, colour=self.look.ink, linewidth=line_pt(self.look.axis_pt))
        out.layers.append(Layer(line, "zero", split=False))
        out.terms.append(call("theme", **{f"axis.line.{self.axis.category}": call("element_blank")}))

    # ---- numbers

    def _numbers(self, out: RPanel, ends: np.ndarray) -> float:
        """Write numbers where they fit, and return the room they need beyond the bars, as a share."""
        if self.panel.stack:
            self._numbers_in_parts(out, ends)
            return 0.0
        centers = [summary.center for _, summary in self.marks]
        texts = [cat.number_format(centers, self.panel.y.format)(v) for v in centers]
        size = self.look.annotation_pt
        wide, high = max(text_mm(t, size) for t in texts), pt_to_mm(LINE_EM * size)
        along, across = (wide, high) if self.panel.horizontal else (high, wide)
        # Neighbours are a bar and its gap apart; a lone bar has the room of its whole category.
        slot = min(cell.width / cat.DODGED_FILL for cell, _ in self.marks) * self.axis.unit_mm
        if len(self.marks) == len(self.grid.categories):
            slot = 0.95 * self.axis.unit_mm
        room = (along + pt_to_mm(AWAY_PT + 1)) / self.axis.along_mm
        if self.panel.y.limits is not None:
            out.warnings.append(
                "values: true, but the numbers are left out: y.limits may leave no room for them"
            )
            return 0.0
        if across > slot or room > MOST_OF_AXES:
            out.warnings.append("values: true, but the numbers are left out: they do not fit")
            return 0.0
        self._write_ends(out, centers)
        return room / (1 - room * (2 if min(centers) < 0 else 1))

    def _write_ends(self, out: RPanel, centers: Sequence[float]) -> None:
        value, has_negative = col(self.value), min(centers) < 0
        end: Code = value
        has_spread = [summary.has_spread for _, summary in self.marks]
        if self.has_points or any(has_spread):
            end = self._beyond(out, has_negative=has_negative, all_spread=all(has_spread))
        up, down = (1.4, -0.4) if self.panel.y.reverse and not self.panel.horizontal else (-0.4, 1.4)
        just: Any = up
        if self.panel.horizontal:
            up, down = (1.15, -0.15) if self.panel.y.reverse else (-0.15, 1.15)
            just = up
        key = "hjust" if self.panel.horizontal else "vjust"
        mapped: dict[str, Any] = {} if end is value else {self.axis.value: end}
        mapped["label"] = _written(self.panel.y, value, centers)
        fixed: dict[str, Any] = {key: just}
        if has_negative:
            mapped[key] = call("ifelse", Infix("<", (value, Text("0"))), down, up)
            fixed = {}
        code = call(
            "geom_text", call("aes", **mapped), **fixed, **self.axis.dodged(),
            size=text_pt(self.look.annotation_pt), family="Arial", colour=self.look.ink,
        )  # fmt: skip
        out.layers.append(Layer(code, "values", split=False))

    def _beyond(self, out: RPanel, *, has_negative: bool, all_spread: bool) -> Code:
        """Return where the numbers stand: beyond error bars and points."""
        frame, name = self.frame, fresh("end", self.table)
        value = column(frame, self.value)
        ends: dict[str, list[Code]] = {"pmax": [value], "pmin": [value]}
        if self.low and any(summary.has_spread for _, summary in self.marks):
            ends["pmax"].append(column(frame, self.high))
            ends["pmin"].append(column(frame, self.low))
        if self.has_points and self.is_summed:
            reach_name = f"range_{self.style.letter}"
            keys = [self.panel.x.field, *([self.fill] if self.fill not in (None, self.panel.x.field) else [])]
            out.statements.append(
                assign(reach_name, call("summary_natfig", Text(self.style.frame), str(self.panel.y.field),
                                        by=keys, spread="range"))
            )  # fmt: skip
            ends["pmax"].append(column(reach_name, "high"))
            ends["pmin"].append(column(reach_name, "low"))
        more = {} if all_spread else {"na.rm": True}
        top = call("pmax", *ends["pmax"], **more)
        if has_negative:
            is_down = Infix("<", (column(frame, self.value), Text("0")))
            top = call("ifelse", is_down, call("pmin", *ends["pmin"], **more), top)
        out.statements.append(assign(column(frame, name), top))
        return col(name)

    def _numbers_in_parts(self, out: RPanel, ends: np.ndarray) -> None:
        """Write each part's number in its middle where the part is large enough."""
        panel, size = self.panel, self.look.annotation_pt
        marks = _shares(self.marks) if panel.stack == "fill" else self.marks
        heights = [summary.center for _, summary in marks]
        form = panel.y.format or (".0f" if panel.stack == "fill" else None)
        texts = [cat.number_format(heights, form)(v) for v in heights]
        wide, high = max(text_mm(t, size) for t in texts), pt_to_mm(LINE_EM * size)
        along, across = (wide, high) if panel.horizontal else (high, wide)
        bar_mm = marks[0][0].width * self.axis.unit_mm
        least = along / self.axis.along_mm * float(np.ptp(ends)) * (1 + 2 * HEADROOM)
        small = sum(abs(h) < least for h in heights) if across <= bar_mm else len(heights)
        if small:
            out.warnings.append(
                f"values: true, but {small} of {len(heights)} numbers do not fit into their parts"
            )
        if small == len(heights):
            return
        value = col(self.value)
        label: Code = _written(panel.y, value, heights, form)
        if small:
            is_small = Infix("<", (call("abs", value), Text(f"{least:.4g}")))
            label = call("ifelse", is_small, "", label)
        middle = call("position_stack", vjust=0.5, reverse=True)
        code = call(
            "geom_text", call("aes", label=label, colour=col(str(self.fill))), position=middle,
            size=text_pt(size), family="Arial", **{"show.legend": False},
        )  # fmt: skip
        out.layers.append(Layer(code, "values", split=False))
        inks = {v: contrast_ink(self.style.looks.mark(v).color, self.look.ink) for v in self.grid.levels}
        out.terms.append(manual("colour", inks, guide="none"))

    # ---- scales and legend

    def _scales(self, out: RPanel, names: Sequence[str], ends: np.ndarray, room: float) -> None:
        panel, axis = self.panel, self.axis
        shown = panel.y.model_copy(update={"limits": (0.0, 100.0)}) if panel.stack == "fill" else panel.y
        more: dict[str, Any] = {}
        if room:
            low = room if min(s.center for _, s in self.marks) < 0 else 0
            more["limits"] = call("ends_natfig", zero=True)
            more["expand"] = call("expansion", mult=[round(low, 3), round(room, 3)])
        scale = continuous(shown, axis.value, style=self.style, values=ends, zero=True, **more)
        category, *rest = axis.terms(names, value=shown, hidden=hides(panel.y, ends))
        out.terms += [category, scale, *rest]
        out.terms.append(labels(**axis_titles(axis, panel.y, _value_label(panel))))

    def _legend(self, out: RPanel) -> None:
        panel = self.panel
        if panel.color is None:
            out.guides = ()
            return
        levels = list(self.grid.levels)
        out.terms += mark_scales(
            self.style, panel.color.field, levels, aesthetics=["fill"], title=panel.color.label
        )
        out.guides = ("fill",)
        out.split_colors = {self.style.looks.mark(v).color: v for v in levels}
        hatched = [v for v in levels if self.style.looks.mark(v).hatch is not None]
        if hatched:
            out.warnings.append(f"R draws no hatches: {', '.join(map(repr, hatched))} differ by colour alone")
        out.legend = cat.legend_entries(self.grid, panel.x, panel.color, self.style.looks)
        if not out.legend:
            return
        out.legend_title = panel.color.label
        if panel.stack and not panel.horizontal:
            out.legend.reverse()  # reads as the stack does, from the top
            out.terms.append(call("guides", fill=call("guide_legend", reverse=True)))


def _written(channel: Any, value: Code, values: Sequence[float], form: str | None = None) -> Code:
    """Return the code that writes values as numbers, with three significant digits of the largest."""
    form = form or channel.format
    if form is not None:
        how = label_natfig(form)
    else:
        largest = max(abs(v) for v in values)
        digits = 2 - int(np.floor(np.log10(largest))) if largest > 0 else 0
        if all(float(v).is_integer() for v in values):
            digits = 0
        how = call("label_natfig", digits=min(max(digits, 0), 8))
    return Call(how.flat(), (("", value),))


class Bar(CategoryTwin):
    """Bars: lone, side by side or stacked."""

    id = "bar"
    drawing = _Drawing


twin = Bar()
