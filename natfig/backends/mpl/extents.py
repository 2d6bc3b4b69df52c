"""Where the marks of an axes are, as boxes, so that something can be stacked clear of them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
from matplotlib.collections import Collection, LineCollection, PathCollection
from matplotlib.lines import Line2D
from matplotlib.patches import Patch

if TYPE_CHECKING:
    from matplotlib.axes import Axes

__all__ = ["mark_boxes"]

# matplotlib's markers are sized in pt, and so is everything here: figures are laid out at 72 dpi.
_NOTHING = np.empty((0, 4))
# Markers that are a stroke: caps of error bars, ticks of censored subjects.
_FLAT = {"_": (1, 0), "|": (0, 1)}
# Slanting lines are followed this closely, as long as they are few.
PIECE_PT = 2.0
MOST_BOXES = 20_000


def mark_boxes(ax: Axes) -> np.ndarray:
    """Return the boxes of all marks of an axes in pt from the page's bottom left, shape (marks, 4).

    Columns are x0, y0, x1, y1. A line is one box per segment, a cloud of points one
    box per point: what lies between two marks stays free. Marks that are cut off at
    the axes' edge are cut off here too. Texts, axes and frames are not among them.
    """
    found = []
    for artist in [*ax.lines, *ax.patches, *ax.collections]:
        if not artist.get_visible():
            continue
        boxes = _boxes(artist)
        boxes = boxes[np.isfinite(boxes).all(axis=1)]
        if len(boxes):
            found.append(_clipped(boxes, ax) if artist.get_clip_on() else boxes)
    return np.concatenate(found) if found else _NOTHING


def _boxes(artist: Any) -> np.ndarray:
    if isinstance(artist, Line2D):
        return _line(artist)
    if isinstance(artist, Patch):
        return _path(artist.get_path(), artist.get_transform(), _stroke(artist))
    if isinstance(artist, PathCollection):
        return _points(artist)
    if isinstance(artist, LineCollection):
        width = float(np.max(np.asarray(artist.get_linewidth())))
        parts = [_segments(artist.get_transform().transform(s), width / 2) for s in artist.get_segments()]
        return np.concatenate([_NOTHING, *parts])
    if isinstance(artist, Collection):
        turn = artist.get_transform()
        parts = [_path(path, turn, 0.0) for path in artist.get_paths() if len(np.asarray(path.vertices))]
        return np.concatenate([_NOTHING, *parts])
    return _NOTHING


def _stroke(patch: Patch) -> float:
    """Return half the width of a patch's outline, 0 where it has none."""
    edge: Any = patch.get_edgecolor()
    return patch.get_linewidth() / 2 if edge[3] > 0 else 0.0


def _path(path: Any, transform: Any, pad: float) -> np.ndarray:
    box = path.get_extents(transform)
    return np.array([[box.x0 - pad, box.y0 - pad, box.x1 + pad, box.y1 + pad]])


def _line(line: Line2D) -> np.ndarray:
    at = line.get_transform().transform(line.get_xydata())
    out = _NOTHING
    if line.get_linestyle() not in {"None", "none", "", " "}:
        out = _segments(at, line.get_linewidth() / 2)
    if line.get_marker() not in {"None", "none", "", " ", None}:
        edge = line.get_markeredgewidth() / 2
        size = line.get_markersize() / 2 * np.array(_FLAT.get(str(line.get_marker()), (1, 1)))
        out = np.concatenate([out, np.hstack([at - size - edge, at + size + edge])])
    return out


def _segments(at: np.ndarray, pad: float) -> np.ndarray:
    """Return boxes along the stretches between places, shape (boxes, 4).

    A slanting stretch is cut into pieces: one box around it would reach as high at its low end.
    """
    if len(at) < 2:
        return _NOTHING
    step = np.abs(np.diff(at, axis=0)).min(axis=1)
    longest = float(np.nanmax(step, initial=0.0))
    pieces = int(np.clip(np.ceil(longest / PIECE_PT), 1, max(1, MOST_BOXES // len(at))))
    if pieces > 1:
        along = np.arange(pieces) / pieces
        at = np.vstack(
            [(at[:-1, None] + along[:, None] * np.diff(at, axis=0)[:, None]).reshape(-1, 2), at[-1:]]
        )
    low, high = np.minimum(at[:-1], at[1:]) - pad, np.maximum(at[:-1], at[1:]) + pad
    return np.hstack([low, high])


def _points(points: PathCollection) -> np.ndarray:
    at = points.get_offset_transform().transform(np.asarray(points.get_offsets(), dtype=np.float64))
    half = np.sqrt(np.resize(points.get_sizes(), len(at)))[:, None] / 2
    return np.hstack([at - half, at + half])


def _clipped(boxes: np.ndarray, ax: Axes) -> np.ndarray:
    """Return the parts of boxes that lie within the axes."""
    area = ax.bbox
    inside = (
        (boxes[:, 2] > area.x0) & (boxes[:, 0] < area.x1) & (boxes[:, 3] > area.y0) & (boxes[:, 1] < area.y1)
    )
    low = np.array([area.x0, area.y0])
    high = np.array([area.x1, area.y1])
    kept = boxes[inside]
    return np.hstack([np.clip(kept[:, :2], low, high), np.clip(kept[:, 2:], low, high)])
