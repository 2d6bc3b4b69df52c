"""Tables around a plot as strips: columns of text in the margin, numbers at risk under the axes."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from natfig.backends.r.code import Code, Infix, Text, call, column, to_code
from natfig.backends.r.formula import label_code
from natfig.backends.r.measure import text_mm
from natfig.backends.r.plan import RStyle, Strip
from natfig.core.units import mm_to_pt, pt_to_mm

if TYPE_CHECKING:
    from natfig.data.tables import Table

__all__ = ["at_risk_strip", "column_strip", "flag_code"]

# Between the axes and a column, and between two columns, as the Python backend sets them.
COLUMN_GAP_PT = 7.0
# Pitch of the rows of a table, in the size of its text.
ROW_EM = 1.25
# Spaces between the title of the y axis, its numbers and its ticks, in pt.
LEFT_PT = 3.0 + 2.0


def column_strip(
    texts: Sequence[str], cells: Code, header: str, style: RStyle, *, rows: Code, at: float,
    limits: tuple[float, float],
) -> Strip:  # fmt: skip
    """Return a column of text right of the axes.

    Parameters
    ----------
    texts : sequence of str
        What the cells say, for measuring.
    cells : Code
        What makes these texts in R.
    header : str
    style : RStyle
    rows : Code
        Places of the cells on the y axis.
    at : float
        Place of the header.
    limits : tuple of float
        Lower and upper end of the y axis.
    """
    look = style.looks.look
    size, gap = look.annotation_pt, pt_to_mm(COLUMN_GAP_PT)
    width = gap + max(text_mm(t, size) for t in (header, *texts))
    named: dict[str, Any] = {
        "text": cells, "header": label_code(header), "at": at, "limits": list(limits),
        "width": round(width, 2), "gap": round(gap, 2),
    }  # fmt: skip
    return Strip("right", round(width, 2), call("column_natfig", rows, **named, **_look(style)), role="table")


def at_risk_strip(
    time: Code, group: Code, levels: Sequence[str], most: int, *, ticks: Sequence[float],
    limits: tuple[float, float], style: RStyle, axis_texts: Sequence[str], colours: Code | None,
) -> tuple[Strip, float]:  # fmt: skip
    """Return the numbers at risk under the axes, and the room in pt that they need left of the axis' title.

    Parameters
    ----------
    time : Code
        Times of all subjects.
    group : Code
        Their groups, a factor.
    levels : sequence of str
        The groups' names.
    most : int
        The largest number.
    ticks : sequence of float
    limits : tuple of float
        Of the time axis.
    style : RStyle
    axis_texts : sequence of str
        Numbers of the y axis, which stand where the names would, for measuring.
    colours : Code or None
        Of the groups; None: there is one group alone.
    """
    look = style.looks.look
    size = look.annotation_pt
    # The first number is centred on the end of the axis: the names keep clear of it.
    away = text_mm(str(most), size) / 2 + pt_to_mm(COLUMN_GAP_PT / 2)
    edge = limits[0] - away / style.size_mm[0] * (limits[1] - limits[0])
    names = [*levels, "Number at risk"] if colours is not None else list(levels)
    reach = away + max(text_mm(n, size) for n in names)
    taken = pt_to_mm(LEFT_PT + look.label_pt + look.tick_len_pt)
    taken += max(text_mm(t, look.tick_pt) for t in axis_texts)
    named: dict[str, Any] = {"at": list(ticks), "limits": list(limits), "edge": float(f"{edge:.3g}")}
    if colours is not None:
        named["colours"] = colours
    rows = len(levels) + (colours is not None)
    height = rows * pt_to_mm(ROW_EM * size)
    plot = call("at_risk_natfig", time, group, **named, **_look(style))
    return Strip("below", round(height, 2), plot, role="below"), round(max(mm_to_pt(reach - taken), 0.0), 1)


def _look(style: RStyle) -> dict[str, Any]:
    look = style.looks.look
    named: dict[str, Any] = {}
    if look.annotation_pt != 6:
        named["size"] = look.annotation_pt
    if look.ink != "#272727":
        named["ink"] = look.ink
    return named


def flag_code(frame: str, table: Table, field: str, chosen: Any) -> Code:
    """Return a two-class column as truth values; arguments as for `natfig.charts._curves.flags`."""
    from natfig.data.tables import label

    values, target = table[field], column(frame, field)
    if values.dtype.kind == "b":
        wanted = chosen is None or label(chosen) == "True"
        return target if wanted else Text(f"!{target.flat()}")
    if chosen is None:
        names = table.levels(field)
        chosen = next((v for v in values.tolist() if label(v) in {"1", "True"}), None)
        if chosen is None:  # nothing is true
            chosen = 1 if set(names) <= {"0", "1"} else "True"
    # The value as the column has it, so that 1 and 1.0 are the same.
    wanted_text = label(chosen)
    found = next((v for v in values.tolist() if label(v) == wanted_text), chosen)
    return Infix("==", (target, to_code(found)))
