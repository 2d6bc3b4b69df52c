"""Forest plots in R: intervals and squares row by row, diamonds, and the numbers in the margin."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import numpy as np

from natfig.backends.r._forest import Plot, mark_layers, sides
from natfig.backends.r._scales import format_problems, label_natfig, number_labels
from natfig.backends.r._tables import column_strip
from natfig.backends.r.code import Call, Code, Infix, Text, assign, call, col, column, to_code
from natfig.backends.r.formula import has_formula, label_code
from natfig.backends.r.measure import broken, text_mm
from natfig.backends.r.plan import RPanel, RStyle, Twin
from natfig.backends.r.terms import (
    factor,
    labels,
    manual,
    mark_scales,
    placed_texts,
    references,
)
from natfig.charts import _categorical as cat
from natfig.charts import _curves as curves
from natfig.charts import _forest_marks as marks
from natfig.charts import _forest_rows as rows
from natfig.charts.base import LegendEntry
from natfig.charts.forest import ForestPanel, _effect_name, _favour, _limits
from natfig.core.errors import UsageError

if TYPE_CHECKING:
    from natfig.data.tables import Table

__all__ = ["twin"]

# Rows under a heading stand in by an em.
_INDENT = "\u2003"
# Filled signs of one colour, in sizes like that of the square.
_SOLID = {"s": 15, "D": 18, "^": 17, "v": 25, "P": 3, "X": 4, "*": 8}


class Forest(Twin):
    """Forest plot."""

    id = "forest"

    def problems(self, panel: ForestPanel, table: Table | None) -> list[tuple[str, str | None]]:
        """Return what R can't write."""
        del table
        found = format_problems(*panel.columns)
        if panel.x.ticks is None and panel.x.scale == "linear":
            found += format_problems(panel.x)
        if panel.numbers is not None:
            try:
                label_natfig(panel.numbers)
            except UsageError as error:
                found += [(p.message, p.hint) for p in error.problems]
        return found

    def draw(self, panel: ForestPanel, table: Table, style: RStyle) -> RPanel:
        """Return the rows as R code."""
        plan = rows.arrange(panel, table)
        low, high = (float(f"{v:.6g}") for v in _limits(panel, table))
        plot = Plot(
            panel, table, style, plan, rows.summary_rows(panel, table), (low, high), f"rows_{style.letter}"
        )
        mapping = {"x": col("effect"), "y": col("position")}
        if panel.color is not None:
            mapping["colour"] = col("level")
        out = RPanel(call("ggplot", Text(plot.frame), call("aes", **mapping)), _statements(plot))
        out.layers = mark_layers(plot)
        out.layers += references(panel, style)
        placed, out.notes = placed_texts(panel, style)
        out.layers += placed
        out.guides = ()
        out.terms = [_x_scale(plot), _y_scale(plot), *_colours(plot, out), _labels(plot), _zoom(plot)]
        text = call("element_text", hjust=0, margin=call("margin", r=4))
        blank = call("element_blank")
        out.terms.append(call("theme", **{"axis.text.y": text, "axis.line.y": blank, "axis.ticks.y": blank}))
        out.strips = list(_columns(plot))
        out.n, out.need_mm = {"rows": table.rows}, plot.need_mm
        value = rows.intervals(panel, table)[0]
        out.warnings = [
            f"x.limits hide the effect of '{line.name}' ({value[line.row]:g})"
            for line in plan.lines
            if not low <= value[line.row] <= high
        ]
        return out


# ---------------------------------------------------------------- rows


def _statements(plot: Plot) -> list[Code]:
    """Return what makes the data frame of the rows, with their places counted from the top."""
    panel, table, frame = plot.panel, plot.table, plot.style.frame
    out: list[Code] = []
    place = {line.row: line.position for line in plot.plan.lines}
    x, effect = panel.x, column(frame, panel.x.field)
    named: dict[str, Any] = {
        "position": [round(place[i], 4) for i in range(table.rows)],
        "effect": effect,
    }
    if x.error is not None:
        error = column(frame, x.error)
        named |= {"low": Infix("-", (effect, error)), "high": Infix("+", (effect, error))}
    else:
        named |= {"low": column(frame, str(x.low)), "high": column(frame, str(x.high))}
    if plot.is_summary.any() and not plot.is_summary.all():
        named["summary"] = _summary_code(plot)
    if panel.color is not None:
        out.append(factor(frame, table, panel.color.field, plot.levels))
        named["level"] = column(frame, panel.color.field)
    if (found := sides(plot)) is not None:
        named["side"] = found
    out.append(assign(plot.frame, call("data.frame", **named)))
    return out


def _summary_code(plot: Plot) -> Code:
    panel, names = plot.panel, plot.table[plot.panel.y.field]
    if isinstance(panel.summary, tuple) and names.dtype.kind == "O":
        wanted = [str(v) for v in panel.summary]
        target = column(plot.style.frame, panel.y.field)
        return (
            Infix("==", (target, to_code(wanted[0])))
            if len(wanted) == 1
            else Infix("%in%", (target, to_code(wanted)))
        )
    return to_code(plot.is_summary.tolist())


# ---------------------------------------------------------------- axes


def _x_scale(plot: Plot) -> Code:
    panel = plot.panel
    x = panel.x
    named: dict[str, Any] = {}
    if x.scale != "linear":
        named["trans"] = "log10"
    ticks: Sequence[float] | None = x.ticks
    if ticks is None and x.scale != "linear":
        ticks = curves.log_ticks(*plot.limits, base=2 if x.scale == "log2" else 10)
    if ticks is None:
        named |= {"breaks": call("breaks_natfig", 4), "labels": number_labels(x)}
    else:
        write = cat.number_format((), x.format or "g")
        named |= {"breaks": list(ticks), "labels": [write(t) for t in ticks]}
    return call("scale_x_continuous", **named)


def _y_scale(plot: Plot) -> Code:
    """Return the names of the rows: headings bold, the rows under them a little in."""
    names = list(plot.plan.names)
    header = plot.panel.y.label
    if header is not None:
        names.insert(0, rows.Name(plot.header, header))
    texts = [(_INDENT if n.is_indented else "") + n.text for n in names]
    breaks = [round(n.position, 4) for n in names]
    written: Any = texts
    if any(n.is_heading or has_formula(n.text) for n in names):
        parts = [_name_code(t, is_heading=n.is_heading) for t, n in zip(texts, names, strict=True)]
        written = Call("expression", tuple(("", p) for p in parts))
    return call("scale_y_continuous", breaks=breaks, labels=written)


def _name_code(text: str, *, is_heading: bool) -> Code:
    code = label_code(text)
    inner = code.args[0][1] if isinstance(code, Call) and code.function == "expression" else code
    return call("bold", inner) if is_heading else inner


def _labels(plot: Plot) -> Code:
    panel = plot.panel
    if panel.favours is None:
        return labels(x=panel.x, y=None)
    text = cat.axis_label(panel.x)
    left, right = (_favour(t) for t in panel.favours)
    favours = f"← {left}   {right} →"
    if has_formula(text + favours):
        lines = [_name_code(t, is_heading=False) for t in (text, favours)]
        return labels(x=call("expression", call("atop", *lines)), y=None)
    width, size = plot.style.size_mm[0], plot.style.looks.look.label_pt
    # A side's words stay together: what has no place beside the other side goes under it.
    sides = [favours] if text_mm(favours, size) <= width else [f"← {left}", f"{right} →"]
    return labels(x=call("paste", broken(text, width, size), *sides, sep="\n"), y=None)


def _zoom(plot: Plot) -> Code:
    _, low, high = (v[plot.is_summary] for v in rows.intervals(plot.panel, plot.table))
    # Diamonds beyond the axes are cut off; nothing else reaches over their ends.
    is_cut = bool(np.any(low < plot.limits[0]) or np.any(high > plot.limits[1]))
    named: dict[str, Any] = {"xlim": list(plot.limits), "ylim": list(plot.ends), "expand": False}
    if not is_cut:
        named["clip"] = "off"
    return call("coord_cartesian", **named)


def _colours(plot: Plot, out: RPanel) -> list[Code]:
    panel, style = plot.panel, plot.style
    terms: list[Code] = [call("scale_size_identity")] if sides(plot) is not None else []
    if panel.color is None:
        return terms
    shapes = {v: marks.marker(style.looks, v) for v in plot.levels}
    used = ["colour"]
    if set(shapes.values()) != {"s"} or plot.is_summary.any():
        used.append("fill")
    terms += mark_scales(style, panel.color.field, plot.levels, aesthetics=used)
    if set(shapes.values()) != {"s"}:
        terms.append(manual("shape", {k: _SOLID[m] for k, m in shapes.items()}))
        used.append("shape")
    out.guides = tuple(used)
    out.legend = [
        LegendEntry(v, replace(style.looks.mark(v), marker=shapes[v]), "marker") for v in plot.levels
    ]
    return terms


# ---------------------------------------------------------------- margin


def _columns(plot: Plot) -> list[Any]:
    """Return the columns right of the axes."""
    panel, table, frame, out = plot.panel, plot.table, plot.style.frame, []

    def add(texts: Sequence[str], cells: Code, header: str) -> None:
        out.append(
            column_strip(
                texts, cells, header, plot.style, rows=column(plot.frame, "position"), at=plot.header,
                limits=plot.ends,
            )
        )  # fmt: skip

    for channel in panel.columns:
        values = table[channel.field]
        is_count = values.dtype.kind in "iu" and channel.format is None
        write: Any = cat.number_format((), channel.format or "g") if table.is_numeric(channel.field) else str
        texts = [(cat.format_count if is_count else write)(v) for v in values.tolist()]
        is_letter = channel.label is None and len(channel.field) == 1
        target = column(frame, channel.field)
        cells: Code = to_code(texts)
        if values.dtype.kind == "O":
            cells = target
        elif is_count or channel.format is not None:
            cells = _applied(label_natfig(channel.format or ".0f"), target)
        add(texts, cells, channel.field if is_letter else cat.axis_label(channel))
    if panel.numbers is not None:
        header = panel.header or f"{_effect_name(panel)} ({panel.level:g}% CI)"
        texts = rows.effect_texts(*rows.intervals(panel, table), panel.numbers)
        parts = [column(plot.frame, name) for name in ("effect", "low", "high")]
        more = {} if panel.numbers == ".2f" else {"label": label_natfig(panel.numbers)}
        add(texts, call("interval_natfig", *parts, **more), header)
    return out


def _applied(code: Code, values: Code) -> Code:
    """Return a function that writes numbers, applied to values."""
    return Call(code.flat(), (("", values),))


twin = Forest()
