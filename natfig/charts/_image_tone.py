"""Which ink stands out on a part of an image, and how well."""

from __future__ import annotations

import numpy as np

from natfig.charts._image_grid import Cell

__all__ = ["BLACK", "WHITE", "hard_to_see", "ink_for", "legible_color", "under"]

WHITE, BLACK = "#FFFFFF", "#000000"
# Least contrast of text with what is behind it, and of a bar or arrow.
# Source: WCAG 2.2, success criteria 1.4.3 and 1.4.11, <https://www.w3.org/TR/WCAG22/>.
TEXT_CONTRAST, MARK_CONTRAST = 4.5, 3.0
# Of the pixels behind a mark, this share may fail: single bright points don't hide a bar.
MOST_FAILING = 0.25


def _luminance(rgb: np.ndarray) -> np.ndarray:
    """Return relative luminance, 0-1, of 8-bit colours, shape (..., 3)."""
    share = rgb.astype(np.float64) / 255.0
    linear = np.where(share <= 0.04045, share / 12.92, ((share + 0.055) / 1.055) ** 2.4)
    return np.asarray(linear @ np.array([0.2126, 0.7152, 0.0722]))


def under(pixels: np.ndarray, tile: Cell, box: Cell) -> np.ndarray:
    """Return the luminance of the pixels of a tile behind a box, both in mm; at least one pixel."""
    rows, columns = pixels.shape[:2]
    x0, x1 = (round((v - tile.x) / tile.width * columns) for v in (box.x, box.right))
    y0, y1 = (round((v - tile.y) / tile.height * rows) for v in (box.y, box.bottom))
    x0, y0 = min(max(x0, 0), columns - 1), min(max(y0, 0), rows - 1)
    return _luminance(pixels[y0 : max(y1, y0 + 1), x0 : max(x1, x0 + 1)])


def _contrast(a: np.ndarray | float, b: float) -> np.ndarray:
    high, low = np.maximum(a, b), np.minimum(a, b)
    return np.asarray((high + 0.05) / (low + 0.05))


def ink_for(behind: np.ndarray) -> str:
    """Return white or black, whichever more of the pixels behind leave visible."""
    white = float((_contrast(behind, 1.0) >= MARK_CONTRAST).mean())
    black = float((_contrast(behind, 0.0) >= MARK_CONTRAST).mean())
    if white == black:
        return WHITE if float(behind.mean()) < 0.18 else BLACK  # equal contrast with both at 0.18
    return WHITE if white > black else BLACK


def _value(color: str) -> float:
    rgb = np.array([int(color[i : i + 2], 16) for i in (1, 3, 5)])
    return float(_luminance(rgb))


def hard_to_see(color: str, behind: np.ndarray) -> bool:
    """Return whether too many of the pixels behind are too close to a colour."""
    return float((_contrast(behind, _value(color)) < MARK_CONTRAST).mean()) > MOST_FAILING


def legible_color(rgb: tuple[int, int, int], behind: np.ndarray) -> str:
    """Return a channel's colour for its label: lightened until it reads on dark, else black or white."""
    if ink_for(behind) == BLACK:
        return BLACK
    ground = float(np.median(behind))
    for step in range(11):
        share = step / 10
        mixed = "#" + "".join(f"{round(c + (255 - c) * share):02X}" for c in rgb)
        if float(_contrast(_value(mixed), ground)) >= TEXT_CONTRAST:
            return mixed
    return WHITE
