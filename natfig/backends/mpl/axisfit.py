"""Ticks and axis labels that fit the axes they are on.

Numbers: three to five labels, fewer when they would touch. Categories: one line,
else wrapped at spaces, else upright. What still touches is left for the page's
check, which names it.
"""

from __future__ import annotations

import functools
import math
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, Any, cast

import matplotlib.ticker as mticker

from natfig.backends.lines import words
from natfig.backends.mpl.text import ASCENT, DESCENT, LINE_PITCH, TextSetter
from natfig.layout.ticks import format_ticks, linear_ticks, log_labels, log_ticks, minor_log_ticks

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from matplotlib.axes import Axes
    from matplotlib.axis import Axis
    from matplotlib.text import Text

__all__ = [
    "box_height_pt",
    "category_need_pt",
    "fit_axis",
    "fit_label",
    "round_limits",
    "rows_need_pt",
    "text_width_pt",
    "wrap",
]

# Clear space between neighbouring tick labels, in pt: a digit's width across, a hairline down.
GAP_X_PT, GAP_Y_PT = 3.0, 0.6
MAX_LABELS = 5
# Limits move to the next tick when that costs less than this share of a tick step.
ROUND_UP_TO = 0.35


def wrap(text: str, width_pt: float, setter: TextSetter, prop: Any, most: int = 3) -> str | None:
    """Return a text broken at spaces into at most `most` lines no wider than `width_pt`, else None.

    A unit in parentheses moves to a new line as a whole where it can.
    """
    lines: list[str] = []
    for part in text.split("\n"):
        current = ""
        for word in words(part):
            trial = f"{current} {word}" if current else word
            if current and text_width_pt(trial, setter, prop) > width_pt:
                lines.append(current)
                current = word
            else:
                current = trial
        lines.append(current)
    if len(lines) > most or any(text_width_pt(line, setter, prop) > width_pt + 0.01 for line in lines):
        return None
    return "\n".join(lines)


def text_width_pt(text: str, setter: TextSetter, prop: Any) -> float:
    """Return a text's width in pt, the widest line counting."""
    return max(setter.line(part, prop, "$" in part).width_pt for part in text.split("\n"))


def _height(text: str, setter: TextSetter, prop: Any) -> float:
    lines = text.split("\n")
    one = [setter.line(part, prop, "$" in part) for part in lines]
    size = float(prop.get_size_in_points())
    return (
        (len(lines) - 1) * LINE_PITCH * size
        + max(o.box_ascent_pt for o in one)
        + max(o.box_descent_pt for o in one)
    )


def _fixed(locator: Any) -> list[float] | None:
    """Return the ticks of a locator that was given them, else None."""
    if not isinstance(locator, mticker.FixedLocator):
        return None
    return [float(v) for v in cast("Any", locator).locs]  # not in matplotlib's stub


def _is_categorical(axis: Axis) -> bool:
    """Whether the ticks carry given texts.

    What ``ax.set_xticks(ticks, labels)`` leaves behind is normalized to a FixedFormatter.
    """
    formatter, values = axis.get_major_formatter(), _fixed(axis.get_major_locator())
    if isinstance(formatter, mticker.FixedFormatter):
        return True
    function = getattr(formatter, "func", None)
    if values is not None and isinstance(function, functools.partial):
        labels = [formatter(v, i) for i, v in enumerate(values)]
        axis.set_major_formatter(mticker.FixedFormatter(labels))
        return True
    return False


def _is_custom(axis: Axis) -> bool:
    """Whether the chart brought its own formatter for numbers; its texts are kept, some may be left out."""
    if "_natfig_custom" in axis.__dict__:
        return True
    known = (mticker.ScalarFormatter, mticker.LogFormatter, mticker.NullFormatter, _Labels)
    return not isinstance(axis.get_major_formatter(), known)


def _is_date(axis: Axis) -> bool:
    # Once fitted, the axis has fixed ticks; the note keeps the next fit from taking them for numbers.
    return "_natfig_date" in axis.__dict__ or type(axis.get_major_locator()).__module__ == "matplotlib.dates"


def _base(axis: Axis) -> float | None:
    transform = axis.get_transform()
    return float(getattr(transform, "base", 0)) or None if axis.get_scale() in ("log", "function") else None


def round_limits(ax: Axes, which: str) -> None:
    """Let an automatic axis end on a tick where that costs little room."""
    axis = ax.xaxis if which == "x" else ax.yaxis
    automatic = ax.get_autoscalex_on() if which == "x" else ax.get_autoscaley_on()
    if (
        not automatic
        or _is_categorical(axis)
        or _is_date(axis)
        or _is_custom(axis)
        or axis.get_scale() not in ("linear", "log")
    ):
        return
    low, high = sorted(float(v) for v in axis.get_view_interval())
    inverted = axis.get_inverted()
    if axis.get_scale() == "log":
        base = _base(axis) or 10.0
        a, b = math.log(low, base), math.log(high, base)
        lower = math.floor(a) if a - math.floor(a) < 0.2 else a
        upper = math.ceil(b) if math.ceil(b) - b < 0.2 else b
        low, high = base**lower, base**upper
    else:
        data_low, data_high = sorted(float(v) for v in axis.get_data_interval())
        # Room below zero would suggest that negative values were possible.
        if low < 0 < data_low:
            low = 0.0
        if high > 0 > data_high:
            high = 0.0
        ticks = linear_ticks(low, high, MAX_LABELS)
        if len(ticks) < 2:
            return
        step = ticks[1] - ticks[0]
        if 0 < low - (ticks[0] - step) <= ROUND_UP_TO * step:
            low = ticks[0] - step
        if 0 < ticks[-1] + step - high <= ROUND_UP_TO * step:
            high = ticks[-1] + step
    set_limits = ax.set_xlim if which == "x" else ax.set_ylim
    set_limits((high, low) if inverted else (low, high), auto=None)


def fit_axis(ax: Axes, which: str, length_pt: float, setter: TextSetter, form: str | None) -> None:
    """Choose the tick labels of one axis for its length in pt.

    Parameters
    ----------
    ax : Axes
    which : str
        "x" or "y".
    length_pt : float
        Length of the axis on the page.
    setter : TextSetter
        Measures labels.
    form : str or None
        Format of the numbers or dates; None: as many digits as they need.
    """
    axis = ax.xaxis if which == "x" else ax.yaxis
    if not axis.get_visible() or not ax.axison:
        return
    side = _Side(axis, which == "x", length_pt, setter)
    if _is_categorical(axis):
        _fit_categories(side)
    elif _is_date(axis):
        _fit_dates(side, form)
    elif _is_custom(axis):
        _fit_custom(side)
    else:
        _fit_numbers(side, form)


def _label_prop(axis: Axis) -> Any:
    ticks = axis.get_major_ticks(1)
    return ticks[0].label1.get_fontproperties()


@dataclass(frozen=True, slots=True)
class _Side:
    """An axis with the length in pt it has on the page, and what measures its labels."""

    axis: Axis
    is_x: bool
    length_pt: float
    setter: TextSetter

    def positions(self, values: list[float]) -> list[float]:
        """Return where values stand, in pt from the axis' start."""
        transform = self.axis.get_transform()
        low, high = (float(v) for v in transform.transform(list(self.axis.get_view_interval())))
        return [float((v - low) / (high - low) * self.length_pt) for v in transform.transform(values)]

    def fits(self, values: list[float], labels: list[str]) -> bool:
        """Whether labels at values keep clear of each other; empty ones take no room."""
        extent, gap = (text_width_pt, GAP_X_PT) if self.is_x else (_height, GAP_Y_PT)
        prop = _label_prop(self.axis)
        shown = [(p, t) for p, t in zip(self.positions(values), labels, strict=True) if t]
        boxes = sorted((p, extent(t, self.setter, prop)) for p, t in shown)
        return all(b[0] - a[0] >= (a[1] + b[1]) / 2 + gap for a, b in pairwise(boxes))


def _candidates(
    axis: Axis, fixed: list[float] | None, form: str | None
) -> Iterator[tuple[list[float], list[str]]]:
    """Yield (values, labels), most labels first."""
    low, high = sorted(float(v) for v in axis.get_view_interval())
    base = _base(axis)
    if fixed is not None:
        inside = [v for v in fixed if low - 1e-9 * abs(low) <= v <= high + 1e-9 * abs(high)]
        labels = log_labels(inside, base, form) if base and inside else format_ticks(inside, form)
        for stride in range(1, max(len(inside), 1) + 1):
            yield inside, [t if i % stride == 0 else "" for i, t in enumerate(labels)]
        return
    if base is None:
        for most in range(MAX_LABELS, 1, -1):
            values = linear_ticks(low, high, most)
            yield values, format_ticks(values, form)
        return
    # Powers of two are read one by one (batch sizes, dilutions): show as many as fit.
    top = 10 if base == 2 else MAX_LABELS
    for most in range(top, 1, -1):
        values = log_ticks(low, high, base, most)
        if len(values) < 2:
            break
        yield values, log_labels(values, base, form)
    for steps in ((1, 2, 5), (1, 3), (1, 5), (1, 2), (1,)):
        exponents = range(math.floor(math.log10(low)) - 1, math.ceil(math.log10(high)) + 1)
        values = [
            s * 10.0**k
            for k in exponents
            for s in steps
            if low * (1 - 1e-9) <= s * 10.0**k <= high * (1 + 1e-9)
        ]
        if 2 <= len(values) <= MAX_LABELS + 1:
            yield values, format_ticks(values, form)


def _fit_numbers(side: _Side, form: str | None) -> None:
    axis = side.axis
    original = axis.__dict__.setdefault("_natfig_locator", axis.get_major_locator())
    fixed = _fixed(original)
    if fixed is None and axis.get_scale() not in ("linear", "log"):
        fixed = [float(v) for v in original()]
    if fixed is not None and not fixed:
        return
    chosen: tuple[list[float], list[str]] | None = None
    for values, labels in _candidates(axis, fixed, form):
        chosen = (values, labels)
        if values and side.fits(values, labels):
            break
    if chosen is None:
        return
    axis.set_major_locator(mticker.FixedLocator(chosen[0]))
    axis.set_major_formatter(_Labels(chosen))
    if _base(axis) == 10:
        low, high = sorted(float(v) for v in axis.get_view_interval())
        axis.set_minor_locator(mticker.FixedLocator(minor_log_ticks(low, high) if high / low < 1e7 else []))
    else:
        axis.set_minor_locator(mticker.NullLocator())
    axis.set_minor_formatter(mticker.NullFormatter())


def _fit_custom(side: _Side) -> None:
    axis = side.axis
    if "_natfig_custom" in axis.__dict__:
        values, labels = axis.__dict__["_natfig_custom"]
    else:
        low, high = sorted(float(v) for v in axis.get_view_interval())
        slack = 1e-9 * (high - low)
        values = [float(v) for v in axis.get_majorticklocs() if low - slack <= v <= high + slack]
        labels = axis.get_major_formatter().format_ticks(values)
    for stride in range(1, len(values) + 1):
        shown = [t if i % stride == 0 else "" for i, t in enumerate(labels)]
        if side.fits(values, shown):
            axis.set_major_locator(mticker.FixedLocator(values))
            axis.set_major_formatter(_Labels((values, shown)))
            # The next pass starts from the ticks themselves; at another length more of them may fit.
            axis.__dict__["_natfig_custom"] = (values, labels)
            return


class _Labels(mticker.Formatter):
    """Labels chosen for given tick values; unlike FixedFormatter it is not taken for categories."""

    def __init__(self, chosen: tuple[list[float], list[str]]) -> None:
        self._texts = dict(zip((round(v, 12) for v in chosen[0]), chosen[1], strict=True))

    def __call__(self, x: float, pos: int | None = None) -> str:  # noqa: ARG002 - as matplotlib calls it
        return self._texts.get(round(float(x), 12), "")


def _date_pattern(dates: list[datetime]) -> str:
    """Return the shortest format that tells the dates apart."""
    if all(d.month == 1 and d.day == 1 for d in dates):
        return "%Y"
    if all(d.day == 1 for d in dates):
        return "%b %Y" if len({d.year for d in dates}) > 1 else "%b"
    return "%d %b"


def _fit_dates(side: _Side, form: str | None) -> None:
    import matplotlib.dates as mdates

    axis = side.axis
    low, high = (mdates.num2date(float(v)) for v in sorted(axis.get_view_interval()))
    values: list[float] = []
    labels: list[str] = []
    for most in range(MAX_LABELS + 1, 1, -1):
        locator = mdates.AutoDateLocator(minticks=min(2, most), maxticks=most)
        values = [
            float(v) for v in locator.tick_values(low, high) if low <= mdates.num2date(float(v)) <= high
        ]
        dates = [mdates.num2date(v) for v in values]
        pattern = form if form is not None else _date_pattern(dates)
        labels = [d.strftime(pattern) for d in dates]
        if values and side.fits(values, labels):
            break
    axis.__dict__["_natfig_date"] = True
    axis.set_major_locator(mticker.FixedLocator(values))
    axis.set_major_formatter(_Labels((values, labels)))


def _fit_categories(side: _Side) -> None:
    axis = side.axis
    values = _fixed(axis.get_major_locator())
    if values is None:
        return
    formatter = cast("mticker.FixedFormatter", axis.get_major_formatter())
    original: list[str] = axis.__dict__.setdefault("_natfig_labels", [str(t) for t in formatter.seq])
    if not original or len(values) != len(original):
        return
    if not side.is_x:
        # Long row labels are wrapped only where there is height for it; the left margin takes the rest.
        axis.set_major_formatter(mticker.FixedFormatter(original))
        return
    apart = (b - a for a, b in pairwise(sorted(side.positions(values))))
    slot = min(apart, default=side.length_pt) - GAP_X_PT
    labels, turned = original, False
    if not side.fits(values, original):
        prop = _label_prop(axis)
        wrapped = [wrap(t, slot, side.setter, prop, most=4) for t in original]
        if all(w is not None for w in wrapped):
            labels = cast("list[str]", wrapped)
        else:
            turned = True
            labels = [t.replace("\n", ", ") for t in original]
    axis.set_major_formatter(mticker.FixedFormatter(labels))
    for tick in axis.get_major_ticks(len(values)):
        tick.label1.set_rotation(90 if turned else 0)
        tick.label1.set_verticalalignment("top")
        tick.label1.set_horizontalalignment("center")
        tick.label1.set_multialignment("right" if turned else "center")


def rows_need_pt(ax: Axes, positions: list[float], row_pt: float) -> float:
    """Return the axes height in pt at which rows of text at data heights `positions` don't touch."""
    low, high = sorted(float(v) for v in ax.yaxis.get_view_interval())
    ordered = sorted(set(positions))
    step = min((b - a for a, b in pairwise(ordered)), default=0.0)
    return (row_pt + GAP_Y_PT) * (high - low) / step if step else 0.0


def category_need_pt(ax: Axes, setter: TextSetter) -> float:
    """Return the axes height in pt that the row labels of a category y axis need."""
    axis = ax.yaxis
    if not _is_categorical(axis):
        return 0.0
    labels = [str(t) for t in cast("mticker.FixedFormatter", axis.get_major_formatter()).seq]
    prop = _label_prop(axis)
    tallest = max((_height(t, setter, prop) for t in labels if t), default=0.0)
    locs = _fixed(axis.get_major_locator()) or []
    return rows_need_pt(ax, [v for v, t in zip(locs, labels, strict=False) if t], tallest)


def fit_label(text: Text, length_pt: float, setter: TextSetter) -> None:
    """Wrap an axis label that is longer than its axis, whose length is in pt."""
    original: str = text.__dict__.setdefault("_natfig_text", text.get_text())
    prop = text.get_fontproperties()
    if not original or text_width_pt(original, setter, prop) <= length_pt:
        text.set_text(original)
        return
    head, paren, unit = original.rpartition(" (")
    if (
        paren
        and "\n" not in original
        and max(text_width_pt(head, setter, prop), text_width_pt("(" + unit, setter, prop)) <= length_pt
    ):
        text.set_text(f"{head}\n({unit}")
        return
    wrapped = wrap(original, length_pt, setter, prop)
    text.set_text(wrapped if wrapped is not None else original)


def box_height_pt(size_pt: float) -> float:
    """Return the height of a line's box in pt."""
    return (ASCENT + DESCENT) * size_pt
