"""Numbers at the ends of bars and within the parts of stacks, where they fit."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

from natfig.charts import _categorical as cat
from natfig.charts._scene import Scene, contrast_ink
from natfig.core.units import pt_to_mm
from natfig.stats.summaries import Summary

if TYPE_CHECKING:
    from natfig.charts.bar import BarPanel

__all__ = ["HEADROOM", "Marked", "Part", "reach", "write_ends", "write_parts"]

# Room the numbers at the bars' ends may take from the axes, as a share of its length.
MOST_OF_AXES = 0.35
# Free space beyond the highest mark, and between a bar and its number.
HEADROOM = 0.05
AWAY_PT = 2.0

Marked = tuple[cat.Cell, Summary]
Part = tuple[cat.Cell, float, float]  # with its start and its height


def reach(cell: cat.Cell, summary: Summary, has_points: bool) -> list[float]:
    """Return the values that a bar with its error bar and points takes up."""
    ends = [summary.center]
    if summary.has_spread:
        ends += [summary.low, summary.high]
    if has_points:
        ends += [float(np.min(cell.values)), float(np.max(cell.values))]
    return ends


def write_ends(scene: Scene, panel: BarPanel, marks: Sequence[Marked], *, has_points: bool) -> list[str]:
    """Write each bar's number beyond its end and make room for it: all numbers or none.

    Returns
    -------
    list of str
        A warning when they are left out.
    """
    write = cat.number_format([summary.center for _, summary in marks], panel.y.format)
    texts = [write(summary.center) for _, summary in marks]
    sizes = [scene.text_mm(text) for text in texts]
    along, across = (0, 1) if scene.is_horizontal else (1, 0)
    # Neighbours are a bar and its gap apart; a lone bar has the room of its whole category.
    slot_mm = min(cell.width / cat.DODGED_FILL for cell, _ in marks) * scene.unit_mm
    if len(marks) == scene.categories:
        slot_mm = 0.95 * scene.unit_mm
    room = (max(size[along] for size in sizes) + pt_to_mm(AWAY_PT + 1)) / scene.along_mm
    if panel.y.limits is not None:
        return ["values: true, but the numbers are left out: y.limits may leave no room for them"]
    if max(size[across] for size in sizes) > slot_mm or room > MOST_OF_AXES:
        return ["values: true, but the numbers are left out: they do not fit"]
    low, high = scene.value_limits
    has_negative = any(summary.center < 0 for _, summary in marks)
    grow = (high - low) * room / (1 - room * (2 if has_negative else 1))
    scene.set_value_limits(low - grow if has_negative else low, high + grow, is_final=True)
    for text, (cell, summary) in zip(texts, marks, strict=True):
        is_down = summary.center < 0
        end = (min if is_down else max)(reach(cell, summary, has_points))
        away_pt = -AWAY_PT if is_down != panel.y.reverse else AWAY_PT
        scene.write(cell.position, end, text, color=scene.style.look.ink, away_pt=away_pt)
    return []


def write_parts(scene: Scene, panel: BarPanel, parts: Sequence[Part], shown: float) -> list[str]:
    """Write each part's number in its middle where the part is large enough; return a warning otherwise."""
    default = ".0f" if panel.stack == "fill" else None
    write = cat.number_format([height for _, _, height in parts], panel.y.format or default)
    left_out = 0
    for cell, start, height in parts:
        text = write(height)
        width_mm, height_mm = scene.text_mm(text)
        along_mm = abs(height) / (shown * (1 + 2 * HEADROOM)) * scene.along_mm
        box = scene.xy(cell.width * scene.unit_mm, along_mm)
        if width_mm > box[0] or height_mm > box[1]:
            left_out += 1
            continue
        ink = contrast_ink(scene.style.mark(cell.level).color, scene.style.look.ink)
        scene.write(cell.position, start + height / 2, text, color=ink)
    if not left_out:
        return []
    return [f"values: true, but {left_out} of {len(parts)} numbers do not fit into their parts"]
