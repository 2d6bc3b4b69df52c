"""A matrix of dots in R: ``geom_point()`` whose area stands for one number, its colour for another."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from natfig.backends.r._categorical import SURE, channel_problems, fit_names, wrap
from natfig.backends.r._colours import gradient, map_problems, map_stops, paper_stops, value_ends
from natfig.backends.r.code import Code, Infix, Text, assign, call, col, column
from natfig.backends.r.formula import has_formula, label_code
from natfig.backends.r.measure import LINE_EM, text_mm
from natfig.backends.r.plan import Layer, RPanel, RStyle, Twin
from natfig.backends.r.terms import (
    factor,
    label_natfig,
    labels,
    manual,
    placed_texts,
    point_pt,
    references,
)
from natfig.charts import _categorical as cat
from natfig.charts._matrix import LINE_EM as ROW_EM
from natfig.charts._matrix import Matrix, read_matrix
from natfig.charts._sizes import FEWEST_ENTRIES, MOST_ENTRIES, SizeScale
from natfig.charts.base import RASTERIZE_ABOVE, LegendEntry, Mark
from natfig.charts.dot import CROSS_PT, DotPanel, _largest_pt
from natfig.core.units import mm_to_pt
from natfig.layout.ticks import linear_ticks

if TYPE_CHECKING:
    from natfig.data.tables import Table

__all__ = ["twin"]

_NO_DATA = "No data"
# Width of a legend's title beside the axes, and the room the page leaves for a colour bar.
TITLE_MM, BAR_MM = 15.0, 8.0


class Dot(Twin):
    """Dots whose area and colour stand for two numbers."""

    id = "dot"

    def problems(self, panel: DotPanel, table: Table | None) -> list[tuple[str, str | None]]:  # noqa: ARG002
        """Return formats, formulas and colour maps that R doesn't have."""
        channels = channel_problems(panel.x, panel.y, panel.size, panel.value)
        return channels + map_problems(panel.map)

    def draw(self, panel: DotPanel, table: Table, style: RStyle) -> RPanel:
        """Return a dot per row as R code, and a cross where a pair of categories has none."""
        look, frame = style.looks.look, style.frame
        matrix = read_matrix(table, panel.x, panel.y)
        amounts = np.asarray(table[panel.size.field], dtype=np.float64)
        out = RPanel(call("ggplot"), n={"dots": len(amounts)}, legend_title=cat.axis_label(panel.size))
        amount = column(frame, panel.size.field)
        out.statements = [
            factor(frame, table, panel.x.field, matrix.columns),
            factor(frame, table, panel.y.field, matrix.rows),
            # What a dot has to be seen for is its area: the smallest are drawn last.
            assign(frame, Text(f"{frame}[{call('order', Text(f'-{amount.flat()}')).flat()}, ]")),
        ]
        out.base = call("ggplot", Text(frame), call("aes", x=col(panel.x.field), y=col(panel.y.field)))
        title = _beside(cat.axis_label(panel.size), style) if panel.value is not None else None
        cell = _cell_pt(matrix, style, title)
        scale = SizeScale(float(amounts.max()), panel.largest_pt or _largest_pt(cell))
        edge = look.marker_edge_pt if panel.value is not None else 0.0
        out.layers.append(_dots(panel, style, edge, rows=len(amounts)))
        _add_sizes(out, panel, style, scale, edge_pt=edge, title=title)
        if panel.value is not None:
            _add_colors(out, panel, style, np.asarray(table[panel.value.field], dtype=np.float64))
        _cross_out(out, panel, matrix, style)
        _add_axes(out, panel, matrix, style, cell)
        out.layers += references(panel, style)
        placed, out.notes = placed_texts(panel, style)
        out.layers += placed
        if panel.square:
            out.square = matrix.shape[0] == matrix.shape[1]
            if not out.square:
                ratio = round(matrix.shape[0] / matrix.shape[1], 4)
                out.terms.append(call("theme", **{"aspect.ratio": ratio}))
        return out


def _beside(title: str, style: RStyle) -> str:
    """Return the title of a legend that stands beside the axes, on as many lines as it takes."""
    return wrap(title, TITLE_MM, style.looks.look.tick_pt) or title


def _cell_pt(matrix: Matrix, style: RStyle, title: str | None) -> tuple[float, float]:
    """Return the expected width and height of a cell; `title` is that of a legend beside the axes."""
    rows, columns = matrix.shape
    width, height = style.size_mm
    if title is not None:
        # The room that is left for a colour bar is less than that of a legend.
        width -= max(text_mm(title, style.looks.look.tick_pt) - BAR_MM, 0.0)
    return mm_to_pt(max(width, 1.0)) / columns * SURE, mm_to_pt(height) / rows * SURE


def _dots(panel: DotPanel, style: RStyle, edge_pt: float, *, rows: int) -> Layer:
    mapped: dict[str, Code] = {"size": col(panel.size.field)}
    if panel.value is None:
        code: Code = call("geom_point", call("aes", **mapped), shape=16, stroke=0, colour=style.looks.signal)
    else:
        # A hairline keeps dots of the lightest colours apart from the paper.
        mapped["fill"] = col(panel.value.field)
        code = call(
            "geom_point", call("aes", **mapped), shape=21, stroke=call("stroke_pt", edge_pt),
            colour=style.looks.look.neutral,
        )  # fmt: skip
    if rows > RASTERIZE_ABOVE:
        code = call("rasterized", code, dpi=style.dpi)
    return Layer(code, "series", split=False, name="dots")


def _round_sizes(largest: float) -> list[float]:
    """Return three or four round values up to the largest."""
    ticks: list[float] = []
    for most in (4, 5, 6, 8, 10):
        ticks = [t for t in linear_ticks(0, largest, most) if t > 0]
        if len(ticks) >= FEWEST_ENTRIES:
            break
    return ticks[(len(ticks) + 1) % 2 :: 2] if len(ticks) > MOST_ENTRIES else ticks


def _add_sizes(
    out: RPanel, panel: DotPanel, style: RStyle, scale: SizeScale, *, edge_pt: float, title: str | None
) -> None:
    """Add the scale of areas and its legend of round values, beside the axes where a colour bar is, too."""
    size, neutral = panel.size, style.looks.look.neutral
    shown = [t for t in size.ticks if t >= 0] if size.ticks is not None else _round_sizes(scale.largest)
    named: dict[str, Any] = {"edge": edge_pt} if edge_pt else {}
    form = label_natfig(size.format) if size.format is not None else call("label_natfig")
    out.terms.append(
        call(
            "scale_size_natfig", largest=scale.largest, largest_pt=round(scale.largest_pt, 2), **named,
            name=label_code(title or cat.axis_label(size)), breaks=shown, labels=form,
        )
    )  # fmt: skip
    keys = {"fill": neutral, "colour": neutral} if edge_pt else {"colour": neutral}
    column_wise: dict[str, Any] = {}
    if title is not None:
        # ggplot2 sets lines as close as their letters are high.
        line = call("unit", round(style.looks.look.label_pt * LINE_EM, 2), "pt")
        column_wise = {"order": 1, "ncol": 1, "keyheight": line}
    guide: Any = call("guide_legend", **column_wise, **{"override.aes": call("list", **keys)})
    out.terms.append(call("guides", size="none" if panel.legend == "none" else guide))
    if title is not None:
        # The page places what stands beside the axes with the colour bar.
        out.guides, out.legend_title = (), None
        return
    out.guides = ("size",)
    write = cat.number_format(shown, size.format or "g")
    diameters = scale.diameter_pt(np.array(shown))
    out.legend = [
        LegendEntry(write(v), Mark(neutral), "marker", float(d))
        for v, d in zip(shown, diameters, strict=True)
    ]


def _add_colors(out: RPanel, panel: DotPanel, style: RStyle, values: np.ndarray) -> None:
    channel = panel.value
    assert channel is not None  # noqa: S101 - asked for only then
    is_log = channel.scale in {"log", "log2"}
    ends = value_ends(values, channel.limits, center=panel.center, is_log=is_log)
    stops = paper_stops(style.looks) if panel.center is None else map_stops(style.looks.diverging)
    beyond = int(((values < ends[0]) | (values > ends[1])).sum())
    out.colorbar = True
    out.terms.append(
        gradient(
            "fill", panel.map, stops=stops, title=cat.axis_label(channel), ends=ends, is_log=is_log,
            ticks=channel.ticks, form=channel.format, beyond=bool(beyond),
        )
    )  # fmt: skip
    if beyond:
        out.warnings.append(
            f"{cat.format_count(beyond)} values of '{channel.field}' lie beyond the colour limits "
            f"{ends[0]:g} to {ends[1]:g} and take the end's colour"
        )


def _cross_out(out: RPanel, panel: DotPanel, matrix: Matrix, style: RStyle) -> None:
    """Mark pairs without a row, which are not the same as a value of zero."""
    if not matrix.lacking:
        return
    frame, neutral = style.frame, style.looks.look.neutral
    name = f"missing_{style.letter}"
    counts = call("table", *(column(frame, c.field) for c in (panel.x, panel.y)))
    named = call("setNames", call("as.data.frame", counts), [panel.x.field, panel.y.field, "rows"])
    out.statements += [assign(name, named), assign(name, call("subset", Text(name), _is_zero()))]
    code = call(
        "geom_point", call("aes", shape=_NO_DATA), data=Text(name), size=point_pt(CROSS_PT),
        stroke=call("stroke_pt", style.looks.look.axis_pt), colour=neutral,
    )  # fmt: skip
    out.layers.append(Layer(code, "missing", split=False))
    out.terms.append(manual("shape", {_NO_DATA: 4}))
    if panel.value is not None:
        return
    out.guides = (*out.guides, "shape")
    out.legend.append(LegendEntry(_NO_DATA, Mark(neutral, marker="X"), "marker", CROSS_PT))


def _is_zero() -> Code:
    return Infix("==", (Text("rows"), Text("0")))


def _add_axes(out: RPanel, panel: DotPanel, matrix: Matrix, style: RStyle, cell: tuple[float, float]) -> None:
    """Name columns and rows, the first row on top; names that stand too close are left out."""
    size = style.looks.look.tick_pt
    titles: dict[str, str] = {}
    is_turned = False
    for axis, names, channel, pitch in (
        ("x", matrix.columns, panel.x, cell[0]), ("y", matrix.rows, panel.y, cell[1]),
    ):  # fmt: skip
        named: dict[str, Any] = {"limits": Text("rev")} if axis == "y" else {}
        step = max(1, int(np.ceil(size * ROW_EM / pitch - 1e-9)))
        titles[axis] = cat.axis_label(channel)
        if step > 1 and not style.is_measured:
            step = 1
        if step > 1 and not all(map(_is_number, names)):
            named["breaks"] = None
            titles[axis] = f"{titles[axis]} (n = {cat.format_count(len(names))})"
            out.warnings.append(
                f"{len(names)} names of '{channel.field}' don't fit on the axis and are left out"
            )
        else:
            shown = list(names[::step])
            if step > 1:
                named["breaks"] = shown
            if axis == "x":
                texts, is_turned = fit_names(shown, pitch * step / mm_to_pt(1), size)
                if texts != shown and not any(map(has_formula, texts)):
                    named["labels"] = call("c", **dict(zip(shown, texts, strict=True)))
            if any(map(has_formula, shown)):
                flat = [label_code(t) for t in (shown if axis == "x" else shown[::-1])]
                named["labels"] = call("expression", *(getattr(c, "args", [("", c)])[0][1] for c in flat))
        out.terms.append(call(f"scale_{axis}_discrete", **named, expand=call("expansion", add=0.5)))
    out.terms.append(call("coord_cartesian", clip="off"))
    theme: dict[str, Any] = {"axis.ticks": call("element_blank")}
    if is_turned:
        theme["axis.text.x"] = call("element_text", angle=90, hjust=1, vjust=0.5)
    out.terms += [call("theme", **theme), labels(**titles)]


def _is_number(text: str) -> bool:
    try:
        float(text)
    except ValueError:
        return False
    return True


twin = Dot()
