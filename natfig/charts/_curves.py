"""What curves, forests and areas share: levels, 0/1 columns, reference lines, ticks, sizes of text."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from functools import lru_cache
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import numpy as np

from natfig.charts import _categorical as cat
from natfig.charts.base import PanelStyle
from natfig.core.errors import DataError, did_you_mean
from natfig.core.units import mm_to_pt, pt_to_mm
from natfig.data.tables import Table, label

if TYPE_CHECKING:
    from matplotlib.axes import Axes

__all__ = [
    "are_apart",
    "check_finite",
    "check_keys",
    "complete_grid",
    "draw_reference",
    "flags",
    "join_names",
    "log_ticks",
    "set_ticks",
    "size_hint_pt",
    "split_levels",
    "text_width_pt",
]

# In units of the line's width: 2 pt dashes and 1.5 pt gaps on a 0.5 pt line.
REFERENCE_DASH = (0, (4, 3))
# Pitch of labels one above the other, in their own size; as the layout sets lines.
LINE_PITCH_EM = 1.25
# Multiples that read well on a ratio axis, the coarsest first.
_LOG_FAMILIES = (
    (1.0,),
    (1.0, 2.0, 5.0),
    (1.0, 2.0, 3.0, 5.0, 7.0),
    (1.0, 1.2, 1.5, 2.0, 2.5, 3.0, 4.0, 5.0, 6.0, 8.0),
)


# ---------------------------------------------------------------- checks


def check_keys(channel: Any, name: str, used: Collection[str], kind: str) -> None:
    """Refuse keys of a channel that a kind would silently ignore.

    Raises
    ------
    DataError
        If a key outside `used` was written.
    """
    for key in sorted(channel.model_fields_set - set(used) - {"field", "label"}):
        raise DataError(f"{name}.{key} has no effect in kind {kind}", hint=f"take {key} out of {name}")


def check_finite(table: Table, field: str) -> None:
    """Refuse an empty table and infinite values.

    Raises
    ------
    DataError
        With the column.
    """
    if not table.rows:
        raise DataError("no rows are left to draw", hint="check where: and exclude:")
    if not np.all(np.isfinite(np.asarray(table[field], dtype=np.float64))):
        raise DataError(f"column '{field}' has infinite values", hint="exclude them with a reason")


def join_names(names: Sequence[str], most: int = 5) -> str:
    """Return names in quotes; beyond `most` their number."""
    shown = ", ".join(f"'{n}'" for n in names[:most])
    return shown if len(names) <= most else f"{shown} and {len(names) - most} more"


def flags(table: Table, field: str, chosen: Any, key: str) -> np.ndarray:
    """Return a two-class column as booleans.

    Parameters
    ----------
    table : Table
    field : str
        Column with 0 and 1, booleans or text.
    chosen : scalar or None
        The value that counts as true; needed unless the column holds 0 and 1 or booleans.
    key : str
        Name of the key that sets `chosen`, for messages.

    Returns
    -------
    numpy.ndarray of bool, shape (rows,)

    Raises
    ------
    DataError
        If the column is not 0 and 1 and `chosen` is missing or not in it.
    """
    values = table[field]
    names = table.levels(field)
    if chosen is not None:
        wanted = label(chosen)
        if wanted not in names:
            raise DataError(
                f"{key} is '{wanted}', but column '{field}' has no such value",
                hint=did_you_mean(wanted, names),
            )
        return np.fromiter((label(v) == wanted for v in values), dtype=bool, count=len(values))
    if set(names) <= {"0", "1"} or set(names) <= {"False", "True"}:
        return np.fromiter((label(v) in {"1", "True"} for v in values), dtype=bool, count=len(values))
    raise DataError(
        f"column '{field}' holds {join_names(names)} instead of 0 and 1",
        hint=f"say which value counts with {key}: {names[0]}",
    )


def complete_grid(table: Table, first: str, second: str | None, *, may_lack: bool = False) -> list[str]:
    """Check that every pair of values of two columns has exactly one row.

    Parameters
    ----------
    table : Table
    first, second : str
        Columns; without `second` each value of `first` must be alone.
    may_lack : bool
        Whether pairs without a row are allowed.

    Returns
    -------
    list of str
        Values of `first` that lack a pair, in file order; empty unless `may_lack`.

    Raises
    ------
    DataError
        Naming the pairs.
    """
    firsts = [label(v) for v in table[first]]
    seconds = [label(v) for v in table[second]] if second is not None else [""] * table.rows
    seen: set[tuple[str, str]] = set()
    for pair in zip(firsts, seconds, strict=True):
        if pair in seen:
            where = f"{first} '{pair[0]}'" + (f" and {second} '{pair[1]}'" if second is not None else "")
            raise DataError(
                f"there is more than one row for {where}", hint="reduce them with a query under data:"
            )
        seen.add(pair)
    names = list(dict.fromkeys(seconds))
    lacking = [(a, b) for a in dict.fromkeys(firsts) for b in names if (a, b) not in seen]
    if lacking and not may_lack:
        pairs = [f"{first} {a}, {second} {b}" for a, b in lacking]
        raise DataError(
            f"rows are missing for {join_names(pairs, 4)}",
            hint="add them (0 where nothing was there), or set missing: {drop: reason}",
        )
    return list(dict.fromkeys(a for a, _ in lacking))


# ---------------------------------------------------------------- data


def split_levels(table: Table, color: Any) -> Iterator[tuple[str | None, Table]]:
    """Yield ``(level, its rows)`` in the order of the colour channel; without one the whole table.

    Raises
    ------
    DataError
        If ``color.order`` forgets a level that has rows.
    """
    if color is None:
        yield None, table
        return
    levels = cat.ordered_levels(table, color, "color")
    codes = cat.codes_of(table, color.field, levels)
    for i, level in enumerate(levels):
        yield level, table.take(codes == i)


# ---------------------------------------------------------------- looks


def draw_reference(ax: Axes, x: Sequence[float], y: Sequence[float], style: PanelStyle, name: str) -> None:
    """Draw a dashed grey reference line through points in data coordinates, behind the data."""
    ax.plot(
        x, y, color=style.look.neutral, linewidth=style.look.reference_pt, linestyle=REFERENCE_DASH,
        marker="", zorder=1.5, gid=style.gid("reference", name),
    )  # fmt: skip


def are_apart(values: Sequence[float], span: float, style: PanelStyle) -> bool:
    """Return whether labels at `values` of an axis that shows `span` don't touch each other."""
    pitch = pt_to_mm(LINE_PITCH_EM * style.look.label_pt) / style.size_hint_mm[1] * span
    ordered = sorted(values)
    return all(b - a >= pitch for a, b in pairwise(ordered))


def text_width_pt(text: str, size_pt: float, *, is_bold: bool = False) -> float:
    """Return the width of one line of text in pt, in the face that the page is set in."""
    from matplotlib import rcParams

    families = (*rcParams["font.family"], *rcParams["font.sans-serif"])
    return _width_pt(text, size_pt, "bold" if is_bold else "normal", families)


@lru_cache(maxsize=4096)
def _width_pt(text: str, size_pt: float, weight: str, _families: tuple[str, ...]) -> float:
    """Measure a text once per face; the families are in the key because rcParams choose the face."""
    from matplotlib.font_manager import FontProperties
    from matplotlib.textpath import text_to_path

    face = FontProperties(size=size_pt, weight=weight)
    return float(text_to_path.get_text_width_height_descent(text, face, ismath=False)[0])


def size_hint_pt(style: PanelStyle) -> tuple[float, float]:
    """Return the expected width and height of the axes in pt."""
    return mm_to_pt(style.size_hint_mm[0]), mm_to_pt(style.size_hint_mm[1])


# ---------------------------------------------------------------- ticks


def set_ticks(ax: Axes, ticks: Sequence[float], form: str | None, *, is_x: bool) -> None:
    """Fix the ticks of an axis; where labels would touch, the layout leaves some of them out."""
    from matplotlib.ticker import FixedLocator, FuncFormatter, NullFormatter, NullLocator

    axis = ax.xaxis if is_x else ax.yaxis
    write = cat.number_format((), form or "g")
    axis.set_major_locator(FixedLocator(list(ticks)))
    axis.set_major_formatter(FuncFormatter(lambda value, _: write(value)))
    axis.set_minor_locator(NullLocator())
    axis.set_minor_formatter(NullFormatter())


def log_ticks(low: float, high: float, base: int = 10) -> list[float]:
    """Return three to five round values between two positive ones, for a ratio axis.

    Parameters
    ----------
    low, high : float
        0 < low < high.
    base : int
        With 2, powers of two (and of 4, 8, …) are tried first.

    Returns
    -------
    list of float
        The fullest set of at most five; at least one when there is any round value.
    """
    best: list[float] = []
    for ticks in _candidates(low, high, base):
        if 3 <= len(ticks) <= 5:
            return ticks
        if len(best) < len(ticks) <= 6:
            best = ticks
    return best


def _candidates(low: float, high: float, base: int) -> Iterator[list[float]]:
    powers = [
        2.0**k for k in range(int(np.ceil(np.log2(low) - 1e-9)), int(np.floor(np.log2(high) + 1e-9)) + 1)
    ]
    if base == 2:
        # Every second or third power keeps 1 among the ticks.
        yield from ([p for p in powers if round(np.log2(p)) % step == 0] for step in (1, 2, 3, 4, 5))
    decades = range(int(np.floor(np.log10(low))) - 1, int(np.ceil(np.log10(high))) + 1)
    inside = (low * (1 - 1e-9), high * (1 + 1e-9))
    for step in (4, 3, 2):
        yield [10.0**k for k in decades if k % step == 0 and inside[0] <= 10.0**k <= inside[1]]
    yield powers if base == 10 and len(powers) <= 5 else []
    for family in _LOG_FAMILIES:
        values = (round(m * 10.0**k, 12) for k in decades for m in family)
        yield [v for v in values if inside[0] <= v <= inside[1]]
