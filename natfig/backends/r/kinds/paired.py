"""Paired observations in R: ``geom_line()`` per subject, centre and spread beside the conditions."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from natfig.backends.r._categorical import (
    CategoryAxis,
    CategoryTwin,
    Covered,
    add_common,
    axis_titles,
    fresh,
    put_notes,
    spread_layers,
)
from natfig.backends.r._tests import add_tests
from natfig.backends.r.code import Code, Infix, Text, assign, call, col, column
from natfig.backends.r.plan import Direct, Layer, RPanel, RStyle
from natfig.backends.r.summary import summary_frame
from natfig.backends.r.terms import (
    R_SHAPES,
    continuous,
    factor,
    hides,
    labels,
    line_pt,
    line_type,
    manual,
    mark_scales,
    minor_ticks,
    point_pt,
    value_places,
)
from natfig.charts import _categorical as cat
from natfig.charts._observed import Place
from natfig.charts.base import RASTERIZE_ABOVE, LegendEntry
from natfig.charts.paired import (
    BESIDE,
    LINE_ALPHA,
    NARROW,
    NEXT_TO,
    PairedPanel,
    _counts,
    _direct_labels,
    _entry,
    _named,
    _pair,
    _sets,
    _tested_levels,
    _unit,
)
from natfig.data.tables import label
from natfig.stats.summaries import summarize

if TYPE_CHECKING:
    from natfig.data.tables import Table

__all__ = ["twin"]


class _Drawing:
    """The pairs of one panel."""

    def __init__(self, panel: PairedPanel, table: Table, style: RStyle) -> None:
        self.panel, self.style, self.look = panel, style, style.looks.look
        self.frame, self.value = style.frame, str(panel.y.field)
        self.pairs = _pair(panel, table)
        complete = set(self.pairs.subjects)
        kept = np.array([label(v) in complete for v in table[panel.id]], dtype=bool)
        self.all, self.table = table, table.take(np.flatnonzero(kept))
        self.sets = list(_sets(panel, self.pairs, style.looks))
        # The column whose levels colour the lines.
        self.color = panel.color.field if panel.color is not None else None
        if panel.highlight == "direction":
            self.color = fresh("direction", table)
        margin = NARROW
        if panel.stats is not None:
            margin += BESIDE + NEXT_TO * (len(_counts(self.pairs)) - 1)
        self.axis = CategoryAxis(
            style, panel.x, self.pairs.conditions, panel.horizontal, margin=margin,
            place=fresh("place", table),
        )  # fmt: skip

    def draw(self) -> RPanel:
        panel, axis, pairs = self.panel, self.axis, self.pairs
        out = RPanel(call("ggplot"), n=_counts(pairs))
        out.statements = self._data()
        group = {"group": col(panel.id)}
        mapped: dict[str, Code] = {} if self.color is None else {
            "colour": col(self.color), "fill": col(self.color)
        }  # fmt: skip
        out.base = call(
            "ggplot", Text(self.frame), axis.aes(col(axis.field), col(self.value), **group, **mapped)
        )
        is_own = bool(panel.color is not None and _direct_labels(panel, pairs, self.style.looks))
        self._lines(out, is_own=is_own)
        self._scales(out)
        if panel.stats is not None:
            self._centers(out)
        if panel.stats is None or panel.stats.show:
            out.notes.append(f"n = {cat.format_count(len(pairs.subjects))} {_unit(panel)}")
        if pairs.incomplete:
            out.warnings.append(
                f"{_named(pairs.incomplete)} left out: not every condition is there "
                f"({len(pairs.incomplete)} of {len(pairs.incomplete) + len(pairs.subjects)})"
            )
        out.warnings += cat.count_outside(panel.y, pairs.values.ravel())
        add_common(out, panel, axis)
        out.layers += minor_ticks(self.style, **{axis.value: panel.y})
        category, *rest = axis.terms(value=panel.y, hidden=hides(panel.y, pairs.values))
        scale = continuous(panel.y, axis.value, style=self.style, values=self._shown())
        out.terms += [category, scale, *rest, labels(**axis_titles(axis, panel.y))]
        if is_own:
            self._direct(out)
        self._results(out)
        self._place_notes(out)
        return out

    def _place_notes(self, out: RPanel) -> None:
        """Put notes into an empty corner: the lines are painted, and what stands beside the conditions."""
        shown, covered = self._shown(), []
        if self.panel.stats is not None:
            low, high = float(np.nanmin(shown)), float(np.nanmax(shown))
            away = BESIDE + NEXT_TO * len(set(self.pairs.levels))
            covered = [Covered(-away, 0.0, low, high)]
            last = len(self.pairs.conditions) - 1
            covered += [Covered(j, j + away, low, high) for j in range(1, last + 1)]
            for j, (start, end) in enumerate((c.start, c.end) for c in covered):
                ends = [
                    v for rows in self._level_rows().values()
                    for s in [summarize(self.pairs.values[rows, j], self.panel.stats)]
                    for v in (s.center, s.low, s.high) if np.isfinite(v)
                ]  # fmt: skip
                covered[j] = Covered(start, end, min(ends), max(ends))
        put_notes(out, self.axis, self.panel.y, shown, covered, lines=list(self.pairs.values))

    def _data(self) -> list[Code]:
        panel, frame = self.panel, self.frame
        statements: list[Code] = []
        if self.pairs.incomplete:
            # Subjects without a value for every condition are no pairs.
            there = call("ave", call("seq_along", column(frame, panel.id)), column(frame, panel.id),
                         FUN=Text("length"))  # fmt: skip
            whole = Infix("==", (there, Text(str(len(self.pairs.conditions)))))
            statements.append(assign(frame, call("subset", Text(frame), whole)))
        statements.append(factor(frame, self.table, panel.x.field, list(self.pairs.conditions)))
        if panel.color is not None and panel.color.field != panel.x.field:
            levels = self.table.levels(panel.color.field, panel.color.order)
            present = [v for v in levels if v in {str(level) for level in self.pairs.levels}]
            statements.append(factor(frame, self.table, panel.color.field, present))
        elif panel.highlight == "direction":
            assert self.color is not None  # noqa: S101 - it has its column
            columns = [column(frame, name) for name in (self.value, panel.x.field, panel.id)]
            statements.append(assign(column(frame, self.color), call("direction_natfig", *columns)))
        return statements

    def _shown(self) -> np.ndarray:
        """Return all values that the axis has to show."""
        shown = [self.pairs.values.ravel()]
        if self.panel.stats is not None:
            for rows in self._level_rows().values():
                for j in range(len(self.pairs.conditions)):
                    s = summarize(self.pairs.values[rows, j], self.panel.stats)
                    shown.append(np.array([s.low, s.high]))
        return np.concatenate(shown)

    def _level_rows(self) -> dict[str | None, np.ndarray]:
        of = np.array(self.pairs.levels, dtype=object)
        return {
            level: (of == level if level is not None else np.ones(len(of), dtype=bool))
            for level in dict.fromkeys(self.pairs.levels)
        }

    def _lines(self, out: RPanel, *, is_own: bool) -> None:
        """Add the lines and points: thin and grey in the crowd, or series with names of their own."""
        look, axis = self.look, self.axis
        alpha: dict[str, Any] = {} if is_own else {"alpha": LINE_ALPHA}
        fixed = {} if self.color is not None else {"colour": look.neutral}
        mapped: dict[str, Code] = {}
        if len({repr(mark.dash) for _, mark, _, _ in self.sets}) > 1:
            mapped["linetype"] = col(str(self.color))
        line: Code = call(
            "geom_line", *([call("aes", **mapped)] if mapped else []), **fixed,
            linewidth=line_pt(look.line_pt if is_own else look.reference_pt), **alpha,
            **({"orientation": "y"} if axis.is_horizontal else {}),
        )  # fmt: skip
        size = point_pt(look.marker_pt if is_own else look.point_pt)
        shaped = len({mark.marker for _, mark, _, _ in self.sets}) > 1
        if shaped:
            # Filled signs without an outline.
            aes = call("aes", shape=col(str(self.color)))
            point: Code = call("geom_point", aes, size=size, stroke=0, colour="transparent", **alpha)
        else:
            point = call("geom_point", **fixed, shape=16, stroke=0, size=size, **alpha)
        if self.pairs.values.size > RASTERIZE_ABOVE:
            line, point = (call("rasterized", code, dpi=self.style.dpi) for code in (line, point))
        name = None if self.color is not None else "pairs"
        out.layers += [Layer(line, name=name), Layer(point, name=name)]

    def _scales(self, out: RPanel) -> None:
        panel = self.panel
        out.guides = ()
        if self.color is None:
            return
        names = [name for name, _, _, is_level in self.sets if is_level]
        marks = {name: mark for name, mark, _, _ in self.sets}
        dashes = {repr(m.dash) for m in marks.values()}
        shapes = {m.marker for m in marks.values()}
        used = ["colour", "fill", *(["linetype"] if len(dashes) > 1 else []),
                *(["shape"] if len(shapes) > 1 else [])]  # fmt: skip
        out.guides = tuple(used)
        if panel.color is not None:
            out.terms += mark_scales(
                self.style, panel.color.field, names, aesthetics=used, title=panel.color.label
            )
            out.legend_title = panel.color.label
            out.split_colors = {mark.color: name for name, mark in marks.items()}
        else:
            counts = {name: int(rows.sum()) for name, _, rows, _ in self.sets}
            texts = {name: _entry(panel, name, counts[name]) for name in names}
            given: dict[str, Any] = {
                "colour": {k: m.color for k, m in marks.items()},
                "fill": {k: m.color for k, m in marks.items()},
                "linetype": {k: line_type(m.dash) for k, m in marks.items()},
                "shape": {k: R_SHAPES[m.marker] for k, m in marks.items()},
            }
            out.terms += [manual(name, given[name], labels=texts) for name in used]
            out.split_colors = {m.color: k for k, m in marks.items()}
        out.legend = [
            LegendEntry(_entry(panel, name, int(rows.sum())), mark, "line+marker")
            for name, mark, rows, is_level in self.sets if is_level
        ]  # fmt: skip

    def _centers(self, out: RPanel) -> None:
        """Add centre and spread of each condition: left of the first, right of the others."""
        panel, axis, stats = self.panel, self.axis, self.panel.stats
        assert stats is not None  # noqa: S101 - asked for only then
        name, by_level = f"summary_{self.style.letter}", panel.color is not None
        keys = [axis.field, *([panel.color.field] if panel.color is not None else [])]
        summary = summary_frame(name, self.frame, self.table, keys, self.value, stats)
        out.statements += summary.statements
        out.tables |= summary.tables
        out.statements.append(self._beside(name, by_level=by_level))
        at = col(axis.place)
        has = [
            summarize(self.pairs.values[rows, j], stats).has_spread
            for rows in self._level_rows().values() for j in range(len(self.pairs.conditions))
        ]  # fmt: skip
        own = {"group": Text("NULL")}
        names = None if by_level else axis.zones_of(self.pairs.conditions)
        if any(has):
            data: Code = Text(name)
            if not all(has):
                data = call("subset", data, Text(f"!{call('is.na', col('low')).flat()}"))
            mapped: dict[str, Any] = {"aes": own}
            if not by_level:
                mapped |= {"colour": self.look.ink}
            out.layers += spread_layers(
                axis, ("low", "high"), at=at, data=data, mapped=mapped, is_split=by_level, name=names
            )
        fixed: dict[str, Any] = {} if by_level else {"fill": self.look.ink}
        shape: dict[str, Any] = {"shape": 21}
        code = call(
            "geom_point", axis.aes(at, None, **own), data=Text(name), **fixed, **shape, colour="white",
            size=point_pt(self.look.marker_pt, self.look.marker_edge_pt),
            stroke=call("stroke_pt", self.look.marker_edge_pt), **{"show.legend": False},
        )  # fmt: skip
        out.layers.append(Layer(code, "center", split=by_level, name=names))

    def _beside(self, name: str, *, by_level: bool) -> Code:
        """Return the statement that puts centres beside their condition."""
        axis = self.axis
        number = call("as.numeric", column(name, axis.field))
        away: Code = Text(f"{BESIDE:g}")
        if by_level and self.panel.color is not None:
            level = call("as.numeric", column(name, self.panel.color.field))
            beyond = Infix("*", (Text(f"{NEXT_TO:g}"), level))
            away = Infix("+", (Text(f"{BESIDE - NEXT_TO:g}"), beyond))
        factors = [column(name, axis.field)]
        place = call("place_natfig", *factors, from_top=True) if axis.is_horizontal else number
        is_first = Infix("==", (number, Text("1")))
        # The first condition's stand before it, the others' after them; downwards on horizontal plots.
        signs = (1, -1) if axis.is_horizontal else (-1, 1)
        side = call("ifelse", is_first, *signs)
        term = Infix("*", (side, Text(f"({away.flat()})") if isinstance(away, Infix) else away))
        return assign(column(name, axis.place), Infix("+", (place, term)))

    def _direct(self, out: RPanel) -> None:
        pairs, y = self.pairs, self.panel.y
        names = [str(level) for level in pairs.levels]
        ends = pairs.values[:, -1].tolist()
        places = value_places(y, [*ends, float(pairs.values.min()), float(pairs.values.max())])
        colors = [self.style.looks.mark(name).color for name in names]
        out.direct = Direct(names, ends, colors, places[:-2], (places[-2], places[-1]))

    def _results(self, out: RPanel) -> None:
        """Add brackets between conditions; with several groups of subjects each says whose it is."""
        pairs = self.pairs
        beside = 0.0 if self.panel.stats is None else BESIDE + NEXT_TO * len(set(pairs.levels))
        at = {condition: Place(float(j), beside) for j, condition in enumerate(pairs.conditions)}
        leads: dict[str, str] = {}
        for level in _tested_levels(pairs):
            if level is not None:
                at |= {f"{condition}, {level}": at[condition] for condition in pairs.conditions}
                leads |= {f"{condition}, {level}": level for condition in pairs.conditions}
        add_tests(out, self.panel, self.axis, at, leads)


class Paired(CategoryTwin):
    """Slope chart of paired observations."""

    id = "paired"
    drawing = _Drawing


twin = Paired()
