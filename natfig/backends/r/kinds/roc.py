"""ROC and precision-recall curves in R: every threshold, the line of chance, areas in the legend."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from natfig.backends.r._room import Room, place_notes
from natfig.backends.r._tables import flag_code
from natfig.backends.r.code import Code, Text, assign, call, col, column
from natfig.backends.r.plan import Layer, RPanel, RStyle, Twin
from natfig.backends.r.terms import factor, labels, line_pt, mark_scales, placed_texts, references
from natfig.charts import _categorical as cat
from natfig.charts import _curves as curves
from natfig.charts.base import RASTERIZE_ABOVE, Drawn, LegendEntry
from natfig.charts.roc import _LABELS, RocPanel, _area_text, _curves, _decimals
from natfig.data.tables import Table
from natfig.stats import roc

if TYPE_CHECKING:
    from natfig.charts.roc import _Curve

__all__ = ["twin"]


class Roc(Twin):
    """ROC and precision-recall curves."""

    id = "roc"

    def draw(self, panel: RocPanel, table: Table, style: RStyle) -> RPanel:
        """Return the curves as R code."""
        found = Drawn()
        drawn = list(_curves(panel, table, found))
        levels = [c.level for c in drawn if c.level is not None]
        frame = f"curve_{style.letter}"
        names = ("x", "y", "group")
        out = RPanel(Text(""), square=True, n=found.n, warnings=found.warnings)
        if panel.truth is not None:
            out.statements = _statements(panel, table, style, levels, frame)
        elif _is_rising(panel, drawn, table):
            assert panel.x is not None and panel.y is not None  # noqa: S101, PT018 - given together
            frame = style.frame
            names = (panel.x.field, panel.y.field, panel.color.field if panel.color is not None else "")
            if panel.color is not None:
                out.statements = [factor(frame, table, panel.color.field, levels)]
        else:
            # Stored from right to left, or in both directions: natfig hands over what it has turned round.
            out.tables[frame] = _table_of(drawn)
            if levels:
                out.statements = [factor(frame, out.tables[frame], "group", levels)]
        mapping = {"x": col(names[0]), "y": col(names[1])} | ({"colour": col(names[2])} if levels else {})
        out.base = call("ggplot", Text(frame), call("aes", **mapping))
        out.layers = [*_chance(panel, table, style), _line(panel, style, drawn, is_split=bool(levels))]
        out.layers += references(panel, style)
        placed, texts = placed_texts(panel, style)
        out.layers += placed
        out.terms = [*_colours(panel, drawn, style, out), *_axes(panel)]
        if not levels:
            decimals = panel.decimals or _decimals([c.area for c in drawn if c.area is not None])
            out.notes += [t for t in (_area_text(panel, c, decimals) for c in drawn) if t]
        out.notes += texts
        place_notes(out, _room(panel, drawn, style), style, {"x": (0, 1), "y": (0, 1)})
        return out


def _statements(
    panel: RocPanel, table: Table, style: RStyle, levels: Sequence[str], frame: str
) -> list[Code]:
    """Return what makes the curves from the scores."""
    assert panel.truth is not None and panel.score is not None  # noqa: S101, PT018 - given together
    out: list[Code] = []
    named: dict[str, Any] = {
        "truth": flag_code(style.frame, table, panel.truth.field, panel.positive),
        "score": column(style.frame, panel.score.field),
    }
    if panel.color is not None:
        out.append(factor(style.frame, table, panel.color.field, levels))
        named["group"] = column(style.frame, panel.color.field)
    if panel.curve == "pr":
        named["curve"] = "pr"
    return [*out, assign(frame, call("roc_natfig", **named))]


def _is_rising(panel: RocPanel, drawn: Sequence[_Curve], table: Table) -> bool:
    """Whether given curves are stored from left to right, as they are drawn."""
    assert panel.x is not None  # noqa: S101 - of a given curve
    split = curves.split_levels(table, panel.color)
    return all(
        np.array_equal(np.asarray(rows[panel.x.field], dtype=float), c.rates.x)
        for c, (_, rows) in zip(drawn, split, strict=True)
    )


def _table_of(drawn: Sequence[_Curve]) -> Table:
    columns: dict[str, np.ndarray] = {
        "x": np.concatenate([c.rates.x for c in drawn]),
        "y": np.concatenate([c.rates.y for c in drawn]),
    }
    if drawn[0].level is not None:
        columns["group"] = np.array([c.level for c in drawn for _ in c.rates.x], dtype=object)
    return Table("", columns)


def _line(panel: RocPanel, style: RStyle, drawn: Sequence[_Curve], *, is_split: bool) -> Layer:
    looks = style.looks
    has_dashes = any(looks.mark(c.level).dash != "-" for c in drawn)
    mapping = {"linetype": col(panel.color.field)} if is_split and has_dashes and panel.color else {}
    if mapping and panel.truth is not None:
        mapping = {"linetype": col("group")}
    positional = [call("aes", **mapping)] if mapping else []
    named: dict[str, Any] = {} if is_split else {"colour": looks.signal}
    named |= {"linewidth": line_pt(looks.look.line_pt)}
    if panel.curve == "pr":
        # Precision holds from the threshold before: up or down first, then across.
        named["direction"] = "vh"
    code: Code = call("geom_step" if panel.curve == "pr" else "geom_path", *positional, **named)
    if max(len(roc.straighten(c.rates).x) for c in drawn) > RASTERIZE_ABOVE:
        code = call("rasterized", code, dpi=style.dpi)
    return Layer(code)


def _chance(panel: RocPanel, table: Table, style: RStyle) -> list[Layer]:
    """Return the line of chance: the diagonal, or the share of positives."""
    look = style.looks.look
    lines = [(0.0, 1.0, "chance")]
    if panel.curve == "pr":
        shares = {panel.prevalence} if panel.prevalence is not None else set()
        if panel.truth is not None:
            truth = curves.flags(table, panel.truth.field, panel.positive, "positive")
            with_truth = Table(table.name, {**table.columns, "\0truth": truth})
            shares = {
                float(np.mean(rows["\0truth"])) for _, rows in curves.split_levels(with_truth, panel.color)
            }
        lines = [(share, share, "prevalence") for share in sorted(float(f"{s:.4g}") for s in shares)]
    return [
        Layer(
            call(
                "annotate", "segment", x=0, xend=1, y=start, yend=end, colour=look.neutral,
                linewidth=line_pt(look.reference_pt), linetype="43",
            ),
            "reference", split=False, name=name,
        )
        for start, end, name in lines
    ]  # fmt: skip


def _colours(panel: RocPanel, drawn: Sequence[_Curve], style: RStyle, out: RPanel) -> list[Code]:
    """Return the scales of the models, whose names in the legend end in their areas."""
    out.guides = ()
    if panel.color is None:
        return []
    decimals = panel.decimals or _decimals([c.area for c in drawn if c.area is not None])
    texts: dict[str, str] = {}
    for c in drawn:
        texts[str(c.level)] = ", ".join(filter(None, [c.level, _area_text(panel, c, decimals)]))
    marks = {c.level: style.looks.mark(c.level) for c in drawn}
    used = ["colour"] + (["linetype"] if any(m.dash != "-" for m in marks.values()) else [])
    out.guides = tuple(used)
    out.legend = [LegendEntry(texts[str(k)], mark, "line") for k, mark in marks.items()]
    out.split_colors = {mark.color: str(k) for k, mark in marks.items()}
    scales = mark_scales(style, panel.color.field, list(texts), aesthetics=used)
    return [_with_labels(scale, texts) for scale in scales]


def _with_labels(scale: Code, texts: dict[str, str]) -> Code:
    from natfig.backends.r.legends import with_argument

    return with_argument(scale, labels=texts) if texts != dict(zip(texts, texts, strict=True)) else scale  # type: ignore[arg-type]


def _axes(panel: RocPanel) -> list[Code]:
    texts: list[Any] = [panel.x_label, panel.y_label]
    for i, channel in enumerate((panel.x, panel.y)):
        if texts[i] is None and channel is not None and channel.label is not None:
            texts[i] = cat.axis_label(channel)
    ticks: dict[str, Any] = {"breaks": [0, 0.5, 1], "labels": ["0", "0.5", "1"]}
    x, y = (text or default for text, default in zip(texts, _LABELS[panel.curve], strict=True))
    return [
        call("scale_x_continuous", **ticks),
        call("scale_y_continuous", **ticks),
        labels(x=x, y=y),
        call("coord_cartesian", xlim=[0, 1], ylim=[0, 1], expand=False, clip="off"),
    ]


def _room(panel: RocPanel, drawn: Sequence[_Curve], style: RStyle) -> Room:
    """Return what is drawn in the axes, for the notes; the box is square."""
    side = min(style.size_mm)
    room = Room((side, side))
    for c in drawn:
        room.add_line(c.rates.x, c.rates.y)
    if panel.curve == "roc":
        room.add_line(np.array([0.0, 1.0]), np.array([0.0, 1.0]))
    else:
        room.add_line(np.array([0.0, 1.0]), np.full(2, float(drawn[0].rates.y[-1])))
    return room


twin = Roc()
