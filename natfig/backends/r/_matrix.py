"""Matrices in R: colours of the cells, names along both sides, numbers that fit into the cells."""

from __future__ import annotations

import ast
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from natfig.backends.r._categorical import fit_names
from natfig.backends.r.code import Call, Code, Text, call
from natfig.backends.r.formula import has_formula, label_code
from natfig.backends.r.measure import text_mm
from natfig.backends.r.plan import RStyle
from natfig.charts import _categorical as cat
from natfig.charts._matrix import LINE_EM as ROW_EM
from natfig.charts._matrix import Matrix
from natfig.core.errors import UsageError
from natfig.core.units import mm_to_pt, pt_to_mm
from natfig.style.maps import PREFIX, map_colours
from natfig.style.vision import lightness, rgb_to_hex

if TYPE_CHECKING:
    from natfig.charts.base import PanelStyle

__all__ = ["Side", "cell_mm", "decimals_of", "fitting_size", "map_table", "name_sides", "ramp_stops"]

# R interpolates in CIE Lab; between so many colours no tone is off by more than 2 of 255.
STOPS = 33
# Entries of a colour map, as matplotlib makes them.
_ENTRIES = 256
# What the expected size of the axes leaves for names already.
_HINTED_LEFT_MM, _HINTED_BELOW_MM = 11.0, 8.0
# Between names and what stands beside them.
_PAD_PT = 5.0
# Clear space between a number and the edges of its cell, both sides together; steps by which
# numbers are tried smaller.
_CELL_PAD_PT, _SIZE_STEP_PT = 1.5, 0.5
# The axes on the page may be a little smaller than expected.
_SURE = 0.95


# ---------------------------------------------------------------- colour maps


@cache
def map_table(name: str) -> np.ndarray:
    """Return the colours of a colour map, sRGB in 0–1, shape (n, 3).

    Parameters
    ----------
    name : str
        Of Crameri's maps (``cmc.vik``) or of matplotlib's, with or without ``_r``.

    Raises
    ------
    UsageError
        If the map is not a table of colours.

    Notes
    -----
    matplotlib's maps are read from its source, which is faster than to import it.
    """
    if name.startswith(PREFIX):
        return np.asarray(map_colours(name))
    stem = name.removesuffix("_r")
    found = _definitions().get({"Wistia": "wistia", "grey": "gray", "Grays": "Greys"}.get(stem, stem))
    if found is None:
        raise UsageError(
            f"R has no colours for the map '{name}'", hint="use one such as viridis, RdBu_r or cmc.batlow"
        )
    table = _table(found)
    return table[::-1] if name.endswith("_r") else table


@cache
def _definitions() -> dict[str, Any]:
    """Return name → colours, as matplotlib's source has them: tuples or lists, or segments by channel."""
    out: dict[str, Any] = {}
    spec = find_spec("matplotlib")
    for folder in (spec.submodule_search_locations if spec is not None else None) or []:
        for file in ("_cm.py", "_cm_listed.py"):
            path = Path(folder) / file
            tree = ast.parse(path.read_text(encoding="utf-8")) if path.is_file() else ast.Module([], [])
            out |= {name: value for node in tree.body for name, value in _data(node)}
    return out


def _data(node: ast.stmt) -> list[tuple[str, Any]]:
    """Return the name and the literal value of ``_<name>_data = …``; nothing where it is computed."""
    if not isinstance(node, ast.Assign) or not isinstance(node.targets[0], ast.Name):
        return []
    name = node.targets[0].id
    if not (name.startswith("_") and name.endswith("_data")):
        return []
    try:
        return [(name[1:-5], ast.literal_eval(node.value))]
    except ValueError:
        return []


def _table(found: Any) -> np.ndarray:
    at = np.linspace(0, 1, _ENTRIES)
    if isinstance(found, dict):
        channels = [np.asarray(found[c], dtype=float) for c in ("red", "green", "blue")]
        # Each row is a place, the value up to it and the value from it on.
        return np.stack([np.interp(at, c[:, 0], c[:, 2]) for c in channels], axis=-1)
    if len(found[0]) == 2:
        places, colors = np.array([f[0] for f in found]), np.array([f[1] for f in found], dtype=float)
    else:
        colors = np.asarray(found, dtype=float)
        places = np.linspace(0, 1, len(colors))
    return np.stack([np.interp(at, places, colors[:, k]) for k in range(3)], axis=-1)


def ramp_stops(name: str | None, center: float | None, looks: PanelStyle, lightest: float) -> list[str]:
    """Return colours along the map of a panel (#RRGGBB), evenly spaced.

    Parameters
    ----------
    name : str or None
        None: the palette's sequential map without tones lighter than `lightest`, or its diverging one.
    center : float or None
        Whether the map diverges from a middle.
    looks : PanelStyle
    lightest : float
        CIE L*.
    """
    table = map_table(name or (looks.sequential if center is None else looks.diverging))
    ends = (0, len(table) - 1)
    if name is None and center is None:
        dark = np.flatnonzero(lightness(table) <= lightest)
        if len(dark):
            ends = (int(dark.min()), int(dark.max()))
    at = np.linspace(*ends, STOPS)
    colors = [np.interp(at, np.arange(len(table)), table[:, k]) for k in range(3)]
    return [rgb_to_hex(c) for c in np.stack(colors, axis=-1)]


# ---------------------------------------------------------------- sizes


def cell_mm(matrix: Matrix, channels: tuple[Any, Any], style: RStyle) -> tuple[float, float]:
    """Return the width and height in mm that a cell has at least, beside long names."""
    look = style.looks.look
    width, height = style.size_mm
    if style.is_measured:
        return _SURE * max(width, 1.0) / len(matrix.columns), _SURE * max(height, 1.0) / len(matrix.rows)
    title = [pt_to_mm(look.label_pt + 3) if cat.axis_label(c) else 0.0 for c in channels]
    names = max(text_mm(n, look.tick_pt) for n in matrix.rows)
    width -= max(names + title[1] + pt_to_mm(_PAD_PT) - _HINTED_LEFT_MM, 0.0)
    width = max(width, 1.0)
    below = max(text_mm(n, look.tick_pt) for n in matrix.columns)
    if below > width / len(matrix.columns):
        height -= max(below + title[0] + pt_to_mm(_PAD_PT) - _HINTED_BELOW_MM, 0.0)
    return _SURE * width / len(matrix.columns), _SURE * max(height, 1.0) / len(matrix.rows)


def fitting_size(texts: Sequence[str], cell: tuple[float, float], style: RStyle) -> float | None:
    """Return the largest size in pt, from the annotations' down to the floor, at which texts fit a cell."""
    look = style.looks.look
    width, height = (mm_to_pt(v) - _CELL_PAD_PT for v in cell)
    widest = mm_to_pt(max(text_mm(t, 1) for t in set(texts)))
    size = look.annotation_pt
    while size >= look.floor_pt - 1e-9:
        if widest * size <= width and size <= height:
            return size
        size -= _SIZE_STEP_PT
    return None


def decimals_of(values: np.ndarray) -> int:
    """Return the decimals of numbers without a format of their own: three digits of the largest."""
    finite = np.abs(values[np.isfinite(values)])
    largest = float(finite.max()) if len(finite) else 0.0
    if all(float(v).is_integer() for v in finite):
        return 0
    return min(max(2 - int(np.floor(np.log10(largest))), 0), 8)


# ---------------------------------------------------------------- names


@dataclass(frozen=True)
class Side:
    """The names along one side.

    Attributes
    ----------
    scale : Code
    title : str
    is_turned : bool
        Whether the names stand upright.
    warnings : tuple of str
    """

    scale: Code
    title: str
    is_turned: bool = False
    warnings: tuple[str, ...] = ()


def name_sides(
    matrix: Matrix, channels: tuple[Any, Any], cell: tuple[float, float], style: RStyle
) -> tuple[Side, Side]:
    """Return the scales of columns and rows, the first row on top.

    Where names stand closer than their lines are high, numbers are thinned evenly and other names
    left out; a warning says so.
    """
    sides = []
    for axis, names, channel, pitch in (
        ("x", matrix.columns, channels[0], cell[0]),
        ("y", matrix.rows, channels[1], cell[1]),
    ):
        named: dict[str, Any] = {"limits": Text("rev")} if axis == "y" else {}
        named["expand"] = [0, 0]
        title, is_turned = cat.axis_label(channel), False
        warnings: tuple[str, ...] = ()
        step = max(1, int(np.ceil(pt_to_mm(style.looks.look.tick_pt * ROW_EM) / pitch - 1e-9)))
        # The first time names are written in any case: their size is what is measured.
        if not style.is_measured:
            step = 1
        if step > 1 and not all(_is_number(n) for n in names):
            named["breaks"] = None
            title = f"{title} (n = {cat.format_count(len(names))})"
            warnings = (f"{len(names)} names of '{channel.field}' don't fit on the axis and are left out",)
        elif step > 1:
            named["breaks"] = list(names[::step])
            if axis == "x":
                _, is_turned = fit_names(names[::step], step * pitch, style.looks.look.tick_pt)
        else:
            written = list(names)
            if axis == "x":
                written, is_turned = fit_names(names, pitch, style.looks.look.tick_pt)
            named |= _labels(names, written, is_reversed=axis == "y")
        sides.append(Side(call(f"scale_{axis}_discrete", **named), title, is_turned, warnings))
    return sides[0], sides[1]


def _labels(names: Sequence[str], written: Sequence[str], *, is_reversed: bool) -> dict[str, Any]:
    if any(map(has_formula, names)):
        # plotmath sets one line; expressions come in the order of the axis.
        codes = [label_code(t.replace("\n", " ")) for t in (written[::-1] if is_reversed else written)]
        parts = [c.args[0][1] if isinstance(c, Call) else c for c in codes]
        return {"labels": call("expression", *parts)}
    if list(names) == list(written):
        return {}
    return {"labels": call("c", **dict(zip(names, written, strict=True)))}


def _is_number(text: str) -> bool:
    try:
        float(text)
    except ValueError:
        return False
    return True
