"""Terms that many kinds of plot share: scales, labels, colours, reference lines, annotations."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

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
    "continuous",
    "coordinates",
    "factor",
    "labels",
    "line_pt",
    "manual",
    "mark_scales",
    "number_labels",
    "placed_texts",
    "point_pt",
    "references",
    "text_pt",
    "value_places",
]

# matplotlib's marker → R's filled shape (21 to 25 have an outline and a fill).
R_SHAPES: Mapping[str, int] = {"o": 21, "s": 22, "D": 23, "^": 24, "v": 25, "P": 3, "X": 4, "*": 8}
_TRANS = {"log": "log10", "log2": "log2"}


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
        if [label(v) for v in found] == [str(v) for v in found] and values.dtype.kind != "b":
            named.pop("labels")
    elif values.dtype.kind == "M":
        named = {"levels": list(levels)}
        return assign(target, call("factor", call("format", target), **named))
    return assign(target, call("factor", target, **named))


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


def number_labels(channel: Any) -> Code | None:
    """Return how an axis writes its numbers; None where ggplot2's own labels do (dates, words).

    Raises
    ------
    UsageError
        If the channel's Python format is one that R has nothing for.
    """
    import re

    from natfig.core.errors import UsageError

    form = channel.format
    if form is None:
        if channel.scale == "log":
            return call("label_log_natfig")
        return call("label_natfig")
    found = re.fullmatch(r",?(?:\.(\d+))?([f%gd])", form)
    if not found or (found[2] == "g" and found[1]):
        raise UsageError(f"R can't write numbers as '{form}'", hint="use a format such as .1f, .0% or ,.0f")
    digits = int(found[1]) if found[1] is not None else (6 if found[2] in "f%" else None)
    if found[2] == "%":
        return call("label_natfig", digits=digits, scale=100, suffix="%")
    if found[2] == "d":
        digits = 0
    return call("label_natfig") if digits is None else call("label_natfig", digits=digits)


def continuous(channel: Any, axis: str, **more: Any) -> Code:
    """Return ``scale_x_continuous(…)`` of a channel with numbers.

    Parameters
    ----------
    channel : Channel
    axis : str
        "x" or "y".
    **more
        Further arguments, such as ``expand=``; they come before the channel's own.

    Notes
    -----
    Limits are for `coordinates`: a scale's limits would drop rows.
    """
    named: dict[str, Any] = {}
    if channel.scale in _TRANS:
        named["trans"] = _TRANS[channel.scale]
    elif channel.scale == "symlog":
        named["trans"] = constant("scales::pseudo_log_trans(base = 10)")
    if channel.reverse and "trans" not in named:
        named["trans"] = "reverse"
    if channel.ticks is not None:
        named["breaks"] = list(channel.ticks)
    elif channel.scale == "linear":
        named["breaks"] = call("breaks_natfig")
    named["labels"] = number_labels(channel)
    return call(f"scale_{axis}_continuous", **(named | more))


def coordinates(
    x: Any = None, y: Any = None, *, y_limits: tuple[float | None, float | None] | None = None,
    x_limits: tuple[float | None, float | None] | None = None, clip: bool = False,
) -> Code | None:  # fmt: skip
    """Return ``coord_cartesian(…)`` with the limits of the channels; None where nothing is asked for.

    `clip` False lets labels stand beyond the axes; marks are within the limits anyway unless the
    channel has limits of its own, and then they are clipped.
    """
    named: dict[str, Any] = {}
    for name, channel, given in (("xlim", x, x_limits), ("ylim", y, y_limits)):
        limits = given or (channel.limits if channel is not None else None)
        if limits is not None and any(v is not None for v in limits):
            named[name] = [float("nan") if v is None else v for v in limits]
            clip = clip or given is None
    if not clip:
        named["clip"] = "off"
    return call("coord_cartesian", **named) if named else None


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

    if channel.scale in _TRANS:
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


def references(panel: PanelBase, style: RStyle, *, is_flipped: bool = False) -> list[Layer]:
    """Return the layers of a panel's reference lines and their labels."""
    look, layers = style.looks.look, []
    for reference in panel.references:
        for axis, value in (("x", reference.x), ("y", reference.y)):
            if value is None:
                continue
            is_upright = (axis == "x") != is_flipped
            function, argument = ("geom_vline", "xintercept") if is_upright else ("geom_hline", "yintercept")
            code = call(
                function, **{argument: value}, linewidth=line_pt(look.reference_pt), colour=look.neutral,
                linetype="83",
            )  # fmt: skip
            layers.append(Layer(code, "reference", split=False))
            if reference.label:
                named: dict[str, Any] = (
                    {"x": value, "y": float("inf"), "hjust": 0.5, "vjust": -0.3}
                    if is_upright
                    else {"x": float("inf"), "y": value, "hjust": -0.1, "vjust": 0.5}
                )
                text = annotate_text(reference.label, style, colour=look.neutral_dark, **named)
                layers.append(Layer(text, "reference.text", split=False))
    return layers


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


def placed_texts(panel: PanelBase, style: RStyle) -> tuple[list[Layer], list[str]]:
    """Return the layers of placed annotations, and the texts of those that have no place of their own."""
    layers, notes = [], []
    for annotation in panel.annotations:
        text = _filled(annotation.text, style)
        if annotation.x is None or annotation.y is None:
            notes.append(text)
            continue
        hjust = {"left": 0, "center": 0.5, "right": 1}[annotation.align]
        code = annotate_text(text, style, x=annotation.x, y=annotation.y, hjust=hjust)
        layers.append(Layer(code, "text", split=False))
    return layers, notes


def _filled(text: str, style: RStyle) -> str:
    for name, value in style.looks.claims.items():
        text = text.replace("{" + name + "}", value)
    return text
