"""Terms that many kinds of plot share: scales, labels, colours, reference lines, annotations."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from natfig.backends.r._scales import (
    TRANSFORMATIONS,
    continuous,
    coordinates,
    date_code,
    dates,
    format_problems,
    hides,
    is_days,
    label_natfig,
    minor_ticks,
    number_labels,
)
from natfig.backends.r.code import Code, assign, call, column, constant, to_code
from natfig.backends.r.formula import label_code
from natfig.backends.r.plan import Layer, RStyle
from natfig.charts._categorical import axis_label

if TYPE_CHECKING:
    from natfig.data.tables import Table
    from natfig.spec.models import PanelBase
    from natfig.style.marks import Mark

__all__ = [
    "R_SHAPES",
    "annotate_text",
    "continuous",
    "coordinates",
    "dates",
    "factor",
    "format_problems",
    "hides",
    "is_days",
    "label_natfig",
    "labels",
    "line_pt",
    "manual",
    "mark_scales",
    "minor_ticks",
    "number_labels",
    "placed_texts",
    "point_pt",
    "references",
    "text_pt",
    "value_places",
]

# matplotlib's marker → R's filled shape (21 to 25 have an outline and a fill).
R_SHAPES: Mapping[str, int] = {"o": 21, "s": 22, "D": 23, "^": 24, "v": 25, "P": 3, "X": 4, "*": 8}


def factor(frame: str, table: Table, field: str, levels: Sequence[str]) -> Code:
    """Return the statement that makes a column a factor whose levels have natfig's order and texts.

    Parameters
    ----------
    frame : str
        Data frame in the script.
    table : Table
        What it holds.
    field : str
    levels : sequence of str
        Texts as `Table.levels` gives them.
    """
    from natfig.data.tables import label

    target, values = column(frame, field), table[field]
    named: dict[str, Any] = {"levels": list(levels)}
    if values.dtype.kind in "iufb":
        # R writes numbers and truth values in its own way, so levels are matched by value.
        by_text = {label(v): v for v in values.tolist() if v == v}  # noqa: PLR0124 - NaN
        found = [by_text[t] for t in levels]
        named = {"levels": found, "labels": list(levels)}
        if len({f"{v:.15g}" for v in found}) < len(found):
            # factor() compares 15 digits.
            at = call("match", target, found)
            return assign(target, call("factor", at, levels=range(1, len(found) + 1), labels=list(levels)))
        if all(_is_written_alike(v, t) for v, t in zip(found, levels, strict=True)):
            named.pop("labels")
    elif values.dtype.kind == "M":
        return assign(target, call("factor", call("format", target, "%Y-%m-%d"), **named))
    return assign(target, call("factor", target, **named))


def _is_written_alike(value: Any, text: str) -> bool:
    """Whether R writes a number as natfig does; large and small ones get an exponent in R."""
    if isinstance(value, bool):
        return False
    return (value == 0 or 1e-4 <= abs(value) < 1e5) and text == f"{value:.15g}"


def line_pt(pt: float) -> Code:
    """Return the code of a line's width."""
    return call("line_pt", pt)


def text_pt(pt: float) -> Code:
    """Return the code of a text's size."""
    return call("text_pt", pt)


def point_pt(pt: float, edge_pt: float = 0.0) -> Code:
    """Return the code of a point's diameter."""
    return call("point_pt", pt, edge_pt) if edge_pt else call("point_pt", pt)


def labels(**channels: Any) -> Code:
    """Return ``labs(…)`` of channels or texts by aesthetic; None leaves a label out."""
    named: dict[str, Any] = {}
    for name, channel in channels.items():
        if channel is None or isinstance(channel, Code):
            named[name] = channel
        else:
            named[name] = label_code(channel if isinstance(channel, str) else axis_label(channel))
    return call("labs", **named)


def manual(aesthetic: str, values: Any, *, title: Any = None, **more: Any) -> Code:
    """Return ``scale_<aesthetic>_manual(values = …)``; without a title the legend has none."""
    named: dict[str, Any] = {"name": label_code(title) if isinstance(title, str) else title}
    return call(f"scale_{aesthetic}_manual", **named, values=to_code(values), **more)


def mark_scales(
    style: RStyle, field: str, levels: Sequence[str], *, aesthetics: Sequence[str], title: str | None = None
) -> list[Code]:
    """Return the manual scales of a colour channel.

    Parameters
    ----------
    style : RStyle
    field : str
        Column of the colour channel.
    levels : sequence of str
    aesthetics : sequence of str
        Of "colour", "fill", "shape" and "linetype"; shapes and line types come along only where
        the colours alone don't stay apart.
    title : str or None
        Of the legend.
    """
    marks: dict[str, Mark] = {level: style.looks.mark(level) for level in levels}
    out = []
    for name in aesthetics:
        if name in ("colour", "fill"):
            out.append(manual(name, constant(style.palettes[field]), title=title))
        elif name == "shape":
            out.append(manual(name, {k: R_SHAPES.get(m.marker, 21) for k, m in marks.items()}, title=title))
        elif name == "linetype":
            out.append(manual(name, {k: line_type(m.dash) for k, m in marks.items()}, title=title))
    return out


def value_places(channel: Any, values: Sequence[float]) -> list[float]:
    """Return values as they stand along an axis: their logarithms on a log axis."""
    import math

    if channel.scale in TRANSFORMATIONS:
        return [math.log10(v) for v in values]
    if channel.scale == "symlog":
        return [math.asinh(v / 2) / math.log(10) for v in values]
    return [float(v) for v in values]


def line_type(dash: Any) -> str:
    """Return matplotlib's dash as R's: a name, or lengths as hexadecimal digits."""
    names = {"-": "solid", "--": "dashed", ":": "dotted", "-.": "dotdash"}
    if isinstance(dash, str):
        return names[dash]
    return "".join(f"{min(max(round(v), 1), 15):X}" for v in dash[1])


def references(
    panel: PanelBase, style: RStyle, *, is_flipped: bool = False, dates: bool | None = None
) -> list[Layer]:
    """Return the layers of a panel's reference lines and their labels.

    `dates` says whether x holds dates: True days, False times of day.
    """
    look, layers = style.looks.look, []
    for reference in panel.references:
        for axis, value in (("x", reference.x), ("y", reference.y)):
            if value is None:
                continue
            is_upright = (axis == "x") != is_flipped
            place = date_code(value, dates) if axis == "x" and dates is not None else value
            function, argument = ("geom_vline", "xintercept") if is_upright else ("geom_hline", "yintercept")
            code = call(
                function, **{argument: place}, linewidth=line_pt(look.reference_pt), colour=look.neutral,
                linetype="83",
            )  # fmt: skip
            layers.append(Layer(code, "reference", split=False))
            if reference.label:
                named: dict[str, Any] = (
                    {"x": place, "y": float("inf"), "hjust": 0.5, "vjust": -0.3}
                    if is_upright
                    else {"x": _right(dates), "y": place, "hjust": -0.1, "vjust": 0.5}
                )
                text = annotate_text(reference.label, style, colour=look.neutral_dark, **named)
                layers.append(Layer(text, "reference.text", split=False))
    return layers


def _right(dates: bool | None) -> Any:
    """Return what R calls the right end of an x axis."""
    return float("inf") if dates is None else date_code(float("inf"), dates)


def annotate_text(text: str, style: RStyle, **named: Any) -> Code:
    """Return ``annotate("text", …)`` of one text."""
    from natfig.backends.r.formula import has_formula

    look = style.looks.look
    more: dict[str, Any] = {"size": text_pt(look.annotation_pt), "family": "Arial"}
    more["colour"] = named.pop("colour", look.ink)
    if has_formula(text):
        # annotate() reads plotmath from a string.
        code = label_code(text)
        inner = code.flat().removeprefix("expression(").removesuffix(")")
        return call("annotate", "text", **named, label=inner, parse=True, **more)
    return call("annotate", "text", **named, label=text, **more)


def placed_texts(
    panel: PanelBase, style: RStyle, *, dates: bool | None = None
) -> tuple[list[Layer], list[str]]:
    """Return the layers of placed annotations, and the texts of those that have no place of their own.

    `dates` says whether x holds dates: True days, False times of day.
    """
    layers, notes = [], []
    for annotation in panel.annotations:
        text = _filled(annotation.text, style)
        if annotation.x is None or annotation.y is None:
            notes.append(text)
            continue
        hjust = {"left": 0, "center": 0.5, "right": 1}[annotation.align]
        x = date_code(annotation.x, dates) if dates is not None else annotation.x
        code = annotate_text(text, style, x=x, y=annotation.y, hjust=hjust)
        layers.append(Layer(code, "text", split=False))
    return layers, notes


def _filled(text: str, style: RStyle) -> str:
    for name, value in style.looks.claims.items():
        text = text.replace("{" + name + "}", value)
    return text
