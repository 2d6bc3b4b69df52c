"""Lines in R: ``geom_line()``, with ``geom_ribbon()`` or ``geom_errorbar()`` around them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from natfig.backends.r.code import Code, Infix, Text, assign, call, col, column
from natfig.backends.r.plan import Direct, Layer, RPanel, RStyle, Twin
from natfig.backends.r.summary import summary_frame
from natfig.backends.r.terms import (
    continuous,
    coordinates,
    factor,
    labels,
    line_pt,
    mark_scales,
    placed_texts,
    point_pt,
    references,
    value_places,
)
from natfig.charts.base import LegendEntry
from natfig.charts.line import FEW_POINTS, LinePanel
from natfig.stats.summaries import summarize

if TYPE_CHECKING:
    from collections.abc import Iterator

    from natfig.data.tables import Table

__all__ = ["twin"]


class Line(Twin):
    """Line chart."""

    id = "line"

    def draw(self, panel: LinePanel, table: Table, style: RStyle) -> RPanel:
        """Return the lines as R code."""
        look, letter = style.looks.look, style.letter
        color = panel.color
        levels = table.levels(color.field, color.order) if color else []
        frame, value = f"data_{letter}", panel.y.field
        low = high = None
        statements: list[Code] = []
        if color is not None:
            statements.append(factor(frame, table, color.field, levels))
        keys = [panel.x.field, *([color.field] if color else [])]
        summary = None
        if _is_repeated(table, panel):
            frame = f"summary_{letter}"
            summary = summary_frame(frame, f"data_{letter}", table, keys, value, panel.stats)
            statements += summary.statements
            if panel.stats is not None and panel.stats.spread != "none":
                low, high = "low", "high"
        elif panel.y.error is not None:
            error = column(frame, panel.y.error)
            statements += [
                assign(column(frame, "low"), Infix("-", (column(frame, value), error))),
                assign(column(frame, "high"), Infix("+", (column(frame, value), error))),
            ]
            low, high = "low", "high"
        elif panel.y.low is not None and panel.y.high is not None:
            low, high = panel.y.low, panel.y.high
        mapping = {"x": col(panel.x.field), "y": col(value)}
        if color is not None:
            mapping["colour"] = col(color.field)
        out = RPanel(call("ggplot", Text(frame), call("aes", **mapping)), statements)
        if summary is not None:
            out.tables |= summary.tables
        points = max(len(np.unique(rows[panel.x.field])) for _, rows in _lines(table, panel))
        shown = panel.uncertainty
        if shown == "auto":
            shown = "bars" if points <= FEW_POINTS else "band"
        fixed: dict[str, Any] = {} if color else {"colour": style.looks.signal}
        if low is not None and high is not None and shown == "band":
            fill: dict[str, Any] = {"fill": col(color.field)} if color else {}
            out.layers.append(
                Layer(
                    call(
                        "geom_ribbon",
                        call("aes", ymin=col(low), ymax=col(high), **fill),
                        **({} if color else {"fill": style.looks.signal}),
                        alpha=look.band_alpha, colour=float("nan"),
                    ),
                    "series",
                )
            )  # fmt: skip
        if low is not None and high is not None and shown == "bars":
            out.layers.append(
                Layer(
                    call(
                        "geom_linerange", call("aes", ymin=col(low), ymax=col(high)), **fixed,
                        linewidth=line_pt(look.error_pt), **{"show.legend": False},
                    ),
                    "series",
                )
            )  # fmt: skip
        dashes = {style.looks.mark(v).dash for v in levels} | {"-"}
        lines: dict[str, Any] = dict(fixed)
        if len(dashes) > 1 and color:
            lines = {"": call("aes", linetype=col(color.field))}
        positional = [lines.pop("")] if "" in lines else []
        out.layers.append(
            Layer(call("geom_step" if panel.step else "geom_line", *positional, **lines,
                       linewidth=line_pt(look.line_pt)))
        )  # fmt: skip
        marked = points <= FEW_POINTS if panel.markers == "auto" else panel.markers
        if marked:
            fill = {"fill": col(color.field)} if color else {}
            out.layers.append(
                Layer(
                    call(
                        "geom_point", *([call("aes", **fill)] if fill else []),
                        **({} if color else {"fill": style.looks.signal}),
                        shape=21, size=point_pt(look.marker_pt, look.marker_edge_pt),
                        stroke=call("stroke_pt", look.marker_edge_pt), colour="white",
                    )
                )
            )  # fmt: skip
        out.layers += references(panel, style)
        placed, out.notes = placed_texts(panel, style)
        out.layers += placed
        out.terms = [continuous(panel.x, "x"), continuous(panel.y, "y")]
        if color is not None:
            used = ["colour", "fill"] + (["linetype"] if len(dashes) > 1 else [])
            out.terms += mark_scales(style, color.field, levels, aesthetics=used, title=color.label)
            out.guides = tuple(used)
            kind = "line+marker" if marked else "line"
            out.legend = [LegendEntry(v, style.looks.mark(v), kind) for v in levels]
            out.legend_title = color.label
            ends = _ends(table, panel)
            if ends is not None:
                every = np.asarray(table[value], dtype=float)
                places = value_places(panel.y, [*ends, every.min(), every.max()])
                colors = [style.looks.mark(v).color for v in levels]
                out.direct = Direct(levels, ends, colors, places[:-2], (places[-2], places[-1]))
        out.terms.append(labels(x=panel.x, y=panel.y))
        if (zoom := coordinates(panel.x, panel.y)) is not None:
            out.terms.append(zoom)
        for level, rows in _lines(table, panel):
            _, counts = np.unique(rows[panel.x.field], return_counts=True)
            out.n[level or "all"] = int(counts.max()) if panel.stats else rows.rows
        stats = panel.stats
        if stats is not None and stats.show and stats.n is not None:
            n = stats.n if isinstance(stats.n, int) else max(out.n.values())
            out.notes.append(f"n = {n} {stats.unit}" if stats.unit else f"n = {n}")
        return out


def _lines(table: Table, panel: LinePanel) -> Iterator[tuple[str | None, Table]]:
    color = panel.color
    yield from table.groups(color.field if color else None, color.order if color else None)


def _is_repeated(table: Table, panel: LinePanel) -> bool:
    return any(len(np.unique(rows[panel.x.field])) < rows.rows for _, rows in _lines(table, panel))


def _ends(table: Table, panel: LinePanel) -> list[float] | None:
    """Return the last value of each line; None where they don't all reach the right edge."""
    x, out = table[panel.x.field], []
    span = x.max() - x.min()
    for _, rows in _lines(table, panel):
        last = rows[panel.x.field].max()
        if x.max() - last > 0.1 * span:
            return None
        values = np.asarray(rows[panel.y.field], dtype=float)[rows[panel.x.field] == last]
        out.append(summarize(values, panel.stats).center if len(values) > 1 else float(values[0]))
    return out


twin = Line()
