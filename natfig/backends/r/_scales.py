"""Scales, limits and small ticks of axes with numbers and dates."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import numpy as np

from natfig.backends.r._axes import LOG_BASES, MOST_LABELS, axis_ends, fit_count, fit_stride
from natfig.backends.r.code import Code, call, constant
from natfig.backends.r.measure import text_mm
from natfig.backends.r.plan import Layer, RStyle
from natfig.core.errors import UsageError

if TYPE_CHECKING:
    from natfig.data.tables import Table

__all__ = [
    "TRANSFORMATIONS",
    "continuous",
    "coordinates",
    "date_code",
    "dates",
    "format_problems",
    "hides",
    "is_days",
    "label_natfig",
    "minor_ticks",
    "number_labels",
]

# The channels' scale → ggplot2's transformation.
TRANSFORMATIONS = {"log": "log10", "log2": "log2"}
# Of ggplot2's own axes, beyond the data.
_ROOM = 0.05


def number_labels(channel: Any) -> Code:
    """Return how an axis writes its numbers.

    Raises
    ------
    UsageError
        If the channel's Python format is one that R has nothing for.
    """
    if channel.format is not None:
        return label_natfig(channel.format)
    if channel.scale in LOG_BASES:
        return _function("label_log_natfig", base=(LOG_BASES[channel.scale], 10))
    return call("label_natfig")


def label_natfig(form: str) -> Code:
    """Return ``label_natfig(…)`` that writes numbers as a Python format does.

    Raises
    ------
    UsageError
        If R has nothing for it.
    """
    found = re.fullmatch(r"(?:\+)?(?:,)?(?:\.(\d+))?([f%gde]?)", form)
    if not found or not form:
        raise UsageError(f"R can't write numbers as '{form}'", hint="use a format such as .1f, .0% or ,.0f")
    kind = found[2] or "g"
    named: dict[str, Any] = {}
    if kind == "d":
        named["digits"] = 0
    elif found[1] is not None or kind != "g":
        named["digits"] = int(found[1]) if found[1] is not None else 6
    if kind == "%":
        named |= {"scale": 100, "suffix": "%"}
    if kind in {"g", "e"} and named:
        named["form"] = kind
    if form.startswith("+"):
        named["sign"] = True
    return call("label_natfig", **named)


def format_problems(*channels: Any) -> list[tuple[str, str | None]]:
    """Return what R can't write of the formats of channels with numbers, for `Twin.problems`."""
    out: list[tuple[str, str | None]] = []
    for channel in channels:
        if channel is None or channel.format is None:
            continue
        try:
            label_natfig(channel.format)
        except UsageError as error:
            out += [(p.message, p.hint) for p in error.problems]
    return out


def _function(name: str, **named: tuple[Any, Any]) -> Code:
    """Return a call with the arguments (value, default) that differ from their defaults."""
    return call(name, **{k: v for k, (v, default) in named.items() if v != default})


def continuous(
    channel: Any, axis: str, *, style: RStyle | None = None, values: Any = None, zero: bool = False,
    **more: Any,
) -> Code:  # fmt: skip
    """Return ``scale_x_continuous(…)`` of a channel with numbers.

    Parameters
    ----------
    channel : Channel
    axis : str
        "x" or "y".
    style : RStyle, optional
    values : array_like, optional
        All that is drawn along the axis; with it and `style` labels that would touch are left out.
    zero : bool
        Whether the axis stands on zero, as those of bars and areas do.
    **more
        Further arguments, such as ``expand=``; they replace the function's own. With ``expand=`` or
        ``limits=`` the axis ends where ggplot2 says, else on round values as in the Python backend.

    Notes
    -----
    Limits asked for are for `coordinates`: a scale's limits would drop rows.
    """
    named: dict[str, Any] = {}
    trans = _transformation(channel)
    if trans is not None:
        named["trans"] = trans
    if "expand" not in more and "limits" not in more:
        named |= _ends(channel, zero=zero)
    named |= _ticks(channel, axis, style, values, zero=zero)
    return call(f"scale_{axis}_continuous", **(named | more))


def _transformation(channel: Any) -> Any:
    turned = "reverse" if channel.reverse else None
    if channel.scale == "linear":
        return turned
    if channel.scale == "symlog":
        pieces = "scales::pseudo_log_trans(base = 10)"
    elif turned is None:
        return TRANSFORMATIONS[channel.scale]
    else:
        pieces = f"scales::{TRANSFORMATIONS[channel.scale]}_trans()"
    if turned is None:
        return constant(pieces)
    return call("scales::compose_trans", constant(pieces), constant("scales::reverse_trans()"))


def _ends(channel: Any, *, zero: bool) -> dict[str, Any]:
    """Return the arguments that say where the axis ends."""
    asked = channel.limits
    if asked is not None and None not in asked:
        return {"expand": [0, 0]}
    if channel.scale == "symlog":
        return {"expand": call("expansion", mult=_ROOM)}
    if channel.scale in LOG_BASES:
        limits = _function("ends_log_natfig", base=(LOG_BASES[channel.scale], 10))
    else:
        limits = _function("ends_natfig", zero=(zero, False))
    return {"limits": limits, "expand": [0, 0]}


def _ticks(channel: Any, axis: str, style: RStyle | None, values: Any, *, zero: bool) -> dict[str, Any]:
    """Return breaks and labels, fewer of them where they would touch."""
    ends = axis_ends(channel, values, zero=zero) if values is not None and style is not None else None
    length = 0.0 if style is None else style.size_mm[0 if axis == "x" else 1]
    labels = number_labels(channel)
    if channel.ticks is not None:
        if ends is not None and style is not None:
            stride = fit_stride(channel, ends, length, style.looks.look, is_x=axis == "x")
            if stride > 1:
                labels = call("label_every_natfig", stride, labels)
        return {"breaks": list(channel.ticks), "labels": labels}
    count = None
    if ends is not None and style is not None:
        count = fit_count(channel, ends, length, style.looks.look, is_x=axis == "x")
    named: dict[str, Any] = {} if count is None else {"n": count}
    if channel.scale in LOG_BASES:
        base = {} if channel.scale == "log" else {"base": LOG_BASES[channel.scale]}
        return {"breaks": call("breaks_log_natfig", **base, **named), "labels": labels}
    name = "breaks_symlog_natfig" if channel.scale == "symlog" else "breaks_natfig"
    return {"breaks": call(name, **named), "labels": labels}


def dates(channel: Any, axis: str, table: Table, *, style: RStyle | None = None, **more: Any) -> Code:
    """Return ``scale_x_date(…)``, or ``scale_x_datetime(…)`` where the column has times of day.

    Parameters
    ----------
    channel : Channel
        Its `format` is strftime's.
    axis : str
    table : Table
        Holds the column.
    style : RStyle, optional
        With it dates that would touch are left out.
    **more
        Further arguments.
    """
    whole = is_days(table[channel.field])
    named: dict[str, Any] = {}
    count = None if style is None else _date_count(channel, axis, table, style)
    named["breaks"] = call("breaks_date_natfig", **({} if count is None else {"n": count}))
    if channel.ticks is not None:
        named["breaks"] = date_code(channel.ticks, whole)
    if channel.format is not None:
        named["date_labels"] = channel.format
    else:
        named["labels"] = call("label_date_natfig")
    if channel.reverse:
        kind = "date" if whole else "time"
        turn = call(
            "scales::compose_trans", constant(f"scales::{kind}_trans()"), constant("scales::reverse_trans()")
        )
        named.pop("date_labels", None)
        named["labels"] = call("label_date_natfig")
        return call(f"scale_{axis}_continuous", trans=turn, **(named | more))
    return call(f"scale_{axis}_{'date' if whole else 'datetime'}", **(named | more))


def is_days(values: np.ndarray) -> bool:
    """Return whether dates are whole days."""
    known = values[~np.isnat(values)]
    return bool((known == known.astype("datetime64[D]")).all())


def date_code(value: Any, whole_days: bool) -> Code:
    """Return a date as R code: ISO text, or days since 1970.

    Parameters
    ----------
    value : str, float or sequence of float or None
    whole_days : bool
        Whether the column it belongs to holds days; else times of day.
    """
    if isinstance(value, str):
        return call("as.Date", value) if whole_days else call("as.POSIXct", value, tz="UTC")
    if isinstance(value, int | float):
        return _days(value if whole_days else value * 86400, whole_days)
    return _days([float("nan") if v is None else v if whole_days else v * 86400 for v in value], whole_days)


def _days(values: Any, whole_days: bool) -> Code:
    if whole_days:
        return call("as.Date", values, origin="1970-01-01")
    return call("as.POSIXct", values, origin="1970-01-01", tz="UTC")


def _date_count(channel: Any, axis: str, table: Table, style: RStyle) -> int | None:
    """Return how many dates have room; the widest a date gets is a day's or a month's name and year."""
    if axis != "x":
        return None
    values = table[channel.field]
    known = sorted(values.tolist())
    sample = known[len(known) // 2]
    if channel.format is not None and hasattr(sample, "strftime"):
        text = sample.strftime(channel.format)
    else:
        text = "2000" if (known[-1] - known[0]).days > 5 * 365 else "May 2000"
    look = style.looks.look
    room = int(style.size_mm[0] * 0.94 / (text_mm(text, look.tick_pt) + 1.2))
    return None if room >= MOST_LABELS else max(room, 2)


def coordinates(
    x: Any = None, y: Any = None, *, y_limits: tuple[float | None, float | None] | None = None,
    x_limits: tuple[float | None, float | None] | None = None, clip: bool = False,
    hides: bool | None = None, dates: bool | None = None, always: bool = False,
) -> Code | None:  # fmt: skip
    """Return ``coord_cartesian(…)`` with the limits of the channels; None where nothing is asked for.

    Parameters
    ----------
    x, y : Channel, optional
    x_limits, y_limits : tuple of float or None, optional
        Replace the channels' own.
    clip : bool
        False lets labels stand beyond the axes.
    hides : bool, optional
        Whether the channels' limits cut something off (see `hides`); where that isn't known, marks are
        clipped as soon as a channel has limits.
    dates : bool, optional
        Whether x holds dates (True: days, False: times of day).
    always : bool
        Return coordinates also where no limits are asked for.
    """
    named: dict[str, Any] = {}
    is_cut = hides if hides is not None else False
    for name, channel, given in (("xlim", x, x_limits), ("ylim", y, y_limits)):
        limits = given or (channel.limits if channel is not None else None)
        if limits is None or all(v is None for v in limits):
            continue
        is_cut = is_cut or (given is None and hides is None)
        if channel is not None and channel.reverse:
            limits = tuple(reversed(limits))
        if name == "xlim" and dates is not None:
            named[name] = date_code(limits, dates)
        else:
            named[name] = [float("nan") if v is None else v for v in limits]
    if not (clip or is_cut):
        named["clip"] = "off"
    return call("coord_cartesian", **named) if any(k != "clip" for k in named) or always else None


def hides(channel: Any, *values: Any) -> bool:
    """Return whether a channel's limits cut off some of the values that are drawn."""
    low, high = channel.limits or (None, None)
    if low is None and high is None:
        return False
    every = np.concatenate([np.asarray(v, dtype=float).ravel() for v in values])
    every = every[np.isfinite(every)]
    return bool((low is not None and (every < low).any()) or (high is not None and (every > high).any()))


def minor_ticks(style: RStyle, *, x: Any = None, y: Any = None) -> list[Layer]:
    """Return the layer of small ticks of logarithmic axes; none where there is no such axis.

    The plot needs ``coord_cartesian(clip = "off")``.
    """
    look = style.looks.look
    sides = "".join(
        side
        for side, channel in (("b", x), ("l", y))
        if channel is not None and channel.scale == "log" and channel.ticks is None and not channel.reverse
    )
    if not sides:
        return []
    half = look.tick_len_pt / 2
    code = _function(
        "minor_ticks_natfig", sides=(sides, "b"), length=(half, 1.0), width=(look.axis_pt, 0.5),
        ink=(look.ink, "#272727"), major=(look.tick_len_pt, 2.0),
    )  # fmt: skip
    return [Layer(code, "axis", split=False)]
