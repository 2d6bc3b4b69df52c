"""Contrast of two colours, in pure Python: numpy would cost more time than the rest of a check.

Source
------
WCAG 2.2, relative luminance and contrast ratio, <https://www.w3.org/TR/WCAG22/#dfn-contrast-ratio>;
success criterion 1.4.3 for the thresholds. `natfig.style.vision` is an
independent implementation; a test compares both.
"""

from __future__ import annotations

__all__ = ["LARGE_BOLD_PT", "LARGE_PT", "Rgb", "blend", "contrast", "is_grey", "luminance", "rgb", "to_hex"]

# Components in 0–1.
Rgb = tuple[float, float, float]

# WCAG 2.2 calls text large from here on and asks for less contrast.
LARGE_PT = 18.0
LARGE_BOLD_PT = 14.0

# sRGB is linear below this value. WCAG prints 0.03928, IEC 61966-2-1 has 0.04045;
# no 8-bit colour lies between the two.
_LINEAR_BELOW = 0.04045

# Between the highest and the lowest component; a colour this close to grey reads as grey.
_GREY_SPREAD = 24 / 255


def rgb(color: str) -> Rgb:
    """Return ``#RRGGBB`` as components in 0–1."""
    return int(color[1:3], 16) / 255, int(color[3:5], 16) / 255, int(color[5:7], 16) / 255


def to_hex(color: Rgb) -> str:
    """Return components in 0–1 as ``#RRGGBB``."""
    return "#" + "".join(f"{round(255 * c):02X}" for c in color)


def blend(under: Rgb, over: Rgb, opacity: float) -> Rgb:
    """Return what `over` looks like on `under` at an opacity in 0–1, in sRGB as renderers do it."""
    rest = 1 - opacity
    return (
        under[0] * rest + over[0] * opacity,
        under[1] * rest + over[1] * opacity,
        under[2] * rest + over[2] * opacity,
    )


def _linear(component: float) -> float:
    if component <= _LINEAR_BELOW:
        return component / 12.92
    return float(((component + 0.055) / 1.055) ** 2.4)


def luminance(color: Rgb) -> float:
    """Return the relative luminance, 0 (black) to 1 (white)."""
    return 0.2126 * _linear(color[0]) + 0.7152 * _linear(color[1]) + 0.0722 * _linear(color[2])


def contrast(a: Rgb, b: Rgb) -> float:
    """Return the contrast ratio, 1 (the same) to 21 (black on white)."""
    high, low = sorted((luminance(a), luminance(b)), reverse=True)
    return (high + 0.05) / (low + 0.05)


def is_grey(color: Rgb) -> bool:
    """Return whether a colour is neutral."""
    return max(color) - min(color) <= _GREY_SPREAD
