"""Forest plots in R: intervals and squares row by row, diamonds, and the numbers in the margin."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import numpy as np

from natfig.backends.r._scales import format_problems, label_natfig, number_labels
from natfig.backends.r._tables import column_strip
from natfig.backends.r.code import Call, Code, Infix, Text, assign, call, col, column, constant, to_code
from natfig.backends.r.formula import has_formula, label_code
from natfig.backends.r.plan import Layer, RPanel, RStyle, Twin
from natfig.backends.r.terms import (
    factor,
    labels,
    line_pt,
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
from natfig.charts.forest import HEADER_ROW, ForestPanel, _effect_name, _favour, _limits, _null
from natfig.core.errors import UsageError
from natfig.core.units import mm_to_pt

if TYPE_CHECKING:
    from natfig.data.tables import Table

__all__ = ["twin"]

# The axes end so far below the last row and above the first one, in rows.
_BELOW, _ABOVE = 0.4, 0.6
# Half of a line of text with its space.
_HALF_LINE_EM = 0.75
# Rows under a heading stand in by an em.
_INDENT = "\u2003"
# Filled signs of one colour, in sizes like that of the square.
_SOLID = {"s": 15, "D": 18, "^": 17, "v": 25, "P": 3, "X": 4, "*": 8}
# matplotlib's triangle at the end of a cut interval is 0.75 of its size long and as wide as its size.
_ARROW_LENGTH, _ARROW_DEGREES = 0.75, 34


@dataclass(frozen=True)
class _Plot:
    """A panel with its rows arranged, the ends of its axes and the name of its data frame."""

    panel: ForestPanel
    table: Table
    style: RStyle
    plan: rows.Plan
    is_summary: np.ndarray
    limits: tuple[float, float]
    frame: str

    @property
    def has_header(self) -> bool:
        """Whether a row above the first one holds headers."""
        return bool(self.panel.y.label is not None or self.panel.columns or self.panel.numbers is not None)

    @property
    def ends(self) -> tuple[float, float]:
        """Lower and upper end of the y axis, which counts rows from the top."""
        return round(self.plan.height - _BELOW, 4), round(
            self.header - self._half, 3
        ) if self.has_header else -_ABOVE

    @property
    def header(self) -> float:
        """Place of the headers, close over the first row where rows are high."""
        return max(HEADER_ROW, round(-_ABOVE - self._half, 3))

    @property
    def _half(self) -> float:
        """Half the height of a line of text in rows, at most what is free above a row."""
        row_pt = mm_to_pt(self.style.size_mm[1]) / (self.plan.height + 1)
        return min(_HALF_LINE_EM * self.style.looks.look.annotation_pt / row_pt, _ABOVE)

    @property
    def row_pt(self) -> float:
        """Expected height of a row."""
        low, high = self.ends
        return mm_to_pt(self.style.size_mm[1]) / (low - high)

    @property
    def levels(self) -> list[str]:
        """Levels of the colour."""
        return (
            [str(v) for v, _ in curves.split_levels(self.table, self.panel.color)] if self.panel.color else []
        )

    def rows_of(self, *, summary: bool) -> Code:
        """Return the code of the rows that are, or are not, summaries."""
        if self.is_summary.all() or not self.is_summary.any():
            return Text(self.frame)
        return call("subset", Text(self.frame), constant("summary" if summary else "!summary"))


class Forest(Twin):
    """Forest plot."""

    id = "forest"

    def problems(self, panel: ForestPanel, table: Table | None) -> list[tuple[str, str | None]]:
        """Return what R can't write."""
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
        plot = _Plot(
            panel, table, style, plan, rows.summary_rows(panel, table), (low, high), f"rows_{style.letter}"
        )
        mapping = {"x": col("effect"), "y": col("position")}
        if panel.color is not None:
            mapping["colour"] = col("level")
        out = RPanel(call("ggplot", Text(plot.frame), call("aes", **mapping)), _statements(plot))
        out.layers = [*_null_line(plot), *_intervals(plot), *_squares(plot), *_diamonds(plot)]
        out.layers += references(panel, style)
        placed, out.notes = placed_texts(panel, style)
        out.layers += placed
        out.guides = ()
        out.terms = [_x_scale(plot), _y_scale(plot), *_colours(plot, out), _labels(panel), _zoom(plot)]
        text = call("element_text", hjust=0, margin=call("margin", r=4))
        blank = call("element_blank")
        out.terms.append(call("theme", **{"axis.text.y": text, "axis.line.y": blank, "axis.ticks.y": blank}))
        out.strips = list(_columns(plot))
        out.n = {"rows": table.rows}
        value = rows.intervals(panel, table)[0]
        out.warnings = [
            f"x.limits hide the effect of '{line.name}' ({value[line.row]:g})"
            for line in plan.lines
            if not low <= value[line.row] <= high
        ]
        return out


# ---------------------------------------------------------------- rows


def _statements(plot: _Plot) -> list[Code]:
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
    if (sides := _sides(plot)) is not None:
        named["side"] = sides
    out.append(assign(plot.frame, call("data.frame", **named)))
    return out


def _summary_code(plot: _Plot) -> Code:
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


def _sides(plot: _Plot) -> Code | None:
    """Return the sides of the squares in pt, their areas proportional to the weights; None: all alike."""
    panel = plot.panel
    if panel.weight is None:
        return None
    weight = np.asarray(plot.table[panel.weight.field], dtype=np.float64)[~plot.is_summary]
    if not len(weight) or weight.max() <= 0:
        return None
    share = Infix("/", (column(plot.style.frame, panel.weight.field), to_code(float(weight.max()))))
    root = Infix("*", (to_code(_most(plot)), call("sqrt", share)))
    return call("pmax", root, marks.SQUARE_LEAST)


def _most(plot: _Plot) -> float:
    return round(min(marks.SQUARE_MOST, marks.ROW_FILL * plot.row_pt), 1)


# ---------------------------------------------------------------- marks


def _null_line(plot: _Plot) -> list[Layer]:
    null, look = _null(plot.panel), plot.style.looks.look
    if not plot.limits[0] <= null <= plot.limits[1]:
        return []
    code = call(
        "annotate", "segment", x=null, xend=null, y=plot.ends[0], yend=-_ABOVE, colour=look.neutral,
        linewidth=line_pt(look.reference_pt), linetype="43",
    )  # fmt: skip
    return [Layer(code, "reference", split=False, name="null")]


def _fixed(plot: _Plot, *, summary: bool) -> dict[str, Any]:
    """Return the colour of marks without levels: the diamonds carry the argument where there are any."""
    if plot.panel.color is not None:
        return {}
    looks = plot.style.looks
    return {"colour": looks.look.neutral_dark if plot.is_summary.any() and not summary else looks.signal}


def _intervals(plot: _Plot) -> list[Layer]:
    """Return the intervals, and arrows where they leave the axis."""
    if plot.is_summary.all():
        return []
    look, (first, last) = plot.style.looks.look, plot.limits
    _, low, high = (v[~plot.is_summary] for v in rows.intervals(plot.panel, plot.table))
    fixed = _fixed(plot, summary=False) | {"linewidth": line_pt(look.error_pt), "show.legend": False}
    is_cut = (low < first, high > last)
    ends: dict[str, Code] = {"x": col("low"), "xend": col("high"), "yend": col("position")}
    if is_cut[0].any():
        ends["x"] = call("pmax", col("low"), first)
    if is_cut[1].any():
        ends["xend"] = call("pmin", col("high"), last)
    data = plot.rows_of(summary=False)
    named: dict[str, Any] = {} if data.flat() == plot.frame else {"data": data}
    if np.any((low > last) | (high < first)):
        named["data"] = _where(plot, f"low < {_plain(last)} & high > {_plain(first)}")
    out = [Layer(call("geom_segment", call("aes", **ends), **named, **fixed))]
    for cut, name, edge in ((is_cut[0], "low", first), (is_cut[1], "high", last)):
        if cut.any():
            out.append(_arrow(plot, name, edge, fixed))
    return out


def _plain(value: float) -> str:
    text = to_code(value).flat()
    return f"({text})" if text.startswith("-") else text


def _where(plot: _Plot, condition: str) -> Code:
    """Return the rows of the effects (no summaries) that meet a condition."""
    lead = "!summary & " if plot.is_summary.any() else ""
    return call("subset", Text(plot.frame), constant(f"{lead}{condition}"))


def _arrow(plot: _Plot, name: str, edge: float, fixed: dict[str, Any]) -> Layer:
    """Return heads at the edge of the axes; the tip is at the edge."""
    first, last = plot.limits
    is_log = plot.panel.x.scale != "linear"
    inward = 1e-3 if name == "low" else -1e-3
    start = edge * (last / first) ** inward if is_log else edge + (last - first) * inward
    operator = "<" if name == "low" else ">"
    length = plot.style.looks.look.marker_pt * _ARROW_LENGTH
    head = call("arrow", angle=_ARROW_DEGREES, length=call("unit", round(length, 2), "pt"), type="closed")
    ends = {"x": float(f"{start:.6g}"), "xend": edge, "yend": col("position")}
    return Layer(
        call(
            "geom_segment", call("aes", **ends), data=_where(plot, f"{name} {operator} {_plain(edge)}"),
            **fixed, arrow=head, linejoin="mitre",
        )
    )  # fmt: skip


def _squares(plot: _Plot) -> list[Layer]:
    if plot.is_summary.all():
        return []
    data = plot.rows_of(summary=False)
    value = rows.intervals(plot.panel, plot.table)[0][~plot.is_summary]
    low, high = plot.limits
    named: dict[str, Any] = {} if data.flat() == plot.frame else {"data": data}
    if np.any((value < low) | (value > high)):
        named["data"] = _where(plot, f"effect >= {_plain(low)} & effect <= {_plain(high)}")
    mapping: dict[str, Any] = {}
    shown = {marks.marker(plot.style.looks, v) for v in plot.levels} or {"s"}
    if shown == {"s"}:
        named["shape"] = 15
    else:
        mapping |= {"shape": col("level"), "fill": col("level")}
    if _sides(plot) is None:
        named["size"] = call("point_pt", min(marks.SQUARE, _most(plot)))
    else:
        mapping["size"] = call("point_pt", col("side"))
    positional = [call("aes", **mapping)] if mapping else []
    code = call("geom_point", *positional, **named, **_fixed(plot, summary=False), stroke=0)
    return [Layer(code)]


def _diamonds(plot: _Plot) -> list[Layer]:
    """Return the summaries, from end to end of their intervals."""
    if not plot.is_summary.any():
        return []
    half = round(min(marks.DIAMOND_PT / 2 / plot.row_pt, marks.ROW_FILL / 2), 3)
    data = plot.rows_of(summary=True)
    mapping: dict[str, Any] = {"x": col("x"), "y": col("y"), "group": col("id")}
    fixed = {"fill": plot.style.looks.signal}
    if plot.panel.color is not None:
        mapping["fill"], fixed = col("level"), {}
    corners = call("diamond_natfig", data, half=half)
    code = call(
        "geom_polygon", call("aes", **mapping), data=corners, **fixed, colour=float("nan"),
        **{"inherit.aes": False, "show.legend": False},
    )  # fmt: skip
    return [Layer(code, "summary")]


# ---------------------------------------------------------------- axes


def _x_scale(plot: _Plot) -> Code:
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


def _y_scale(plot: _Plot) -> Code:
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


def _labels(panel: ForestPanel) -> Code:
    if panel.favours is None:
        return labels(x=panel.x, y=None)
    text = cat.axis_label(panel.x)
    left, right = (_favour(t) for t in panel.favours)
    favours = f"← {left}   {right} →"
    if not has_formula(text + favours):
        return labels(x=f"{text}\n{favours}", y=None)
    lines = [_name_code(t, is_heading=False) for t in (text, favours)]
    return labels(x=call("expression", call("atop", *lines)), y=None)


def _zoom(plot: _Plot) -> Code:
    _, low, high = (v[plot.is_summary] for v in rows.intervals(plot.panel, plot.table))
    # Diamonds beyond the axes are cut off; nothing else reaches over their ends.
    is_cut = bool(np.any(low < plot.limits[0]) or np.any(high > plot.limits[1]))
    named: dict[str, Any] = {"xlim": list(plot.limits), "ylim": list(plot.ends), "expand": False}
    if not is_cut:
        named["clip"] = "off"
    return call("coord_cartesian", **named)


def _colours(plot: _Plot, out: RPanel) -> list[Code]:
    panel, style = plot.panel, plot.style
    terms: list[Code] = [call("scale_size_identity")] if _sides(plot) is not None else []
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


def _columns(plot: _Plot) -> list[Any]:
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
