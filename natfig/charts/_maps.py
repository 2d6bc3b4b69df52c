"""Colour maps of values: which ones may be used, how numbers become colours, the colour bar."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from natfig.charts import _categorical as cat
from natfig.charts.base import ColorBar, PanelStyle
from natfig.core.errors import DataError, UsageError, did_you_mean
from natfig.style.maps import map_names, use_map
from natfig.style.vision import hex_to_rgb, lightness

if TYPE_CHECKING:
    from matplotlib.cm import ScalarMappable
    from matplotlib.colors import Colormap, Normalize

__all__ = [
    "check_map",
    "check_norm",
    "choose_map",
    "color_bar",
    "from_visible",
    "is_diverging",
    "make_norm",
    "mappable",
    "paper_map",
]

# Their lightness goes up and down along the values, or their hues do all the work: equal
# steps of the data look unequal, and in greyscale high and low values look the same.
# Crameri, Shephard and Heron, The misuse of colour in science communication,
# Nature Communications 11, 5444 (2020), <https://doi.org/10.1038/s41467-020-19160-7>.
RAINBOWS = frozenset(
    {"jet", "turbo", "rainbow", "gist_rainbow", "hsv"}
    | {"nipy_spectral", "gist_ncar", "gist_stern", "prism", "flag", "brg"}
)
# A change of lightness (CIE L*, 0 to 100) smaller than this is a ripple, not a turn.
TURN_L = 6.0
# A diverging map turns in its middle.
MIDDLE = (0.4, 0.6)
# The lightest tone (CIE L*) of single marks on white paper, and the darkest of a map.
LIGHTEST_L = 89.0
DARKEST_L = 24.0


def _lookup(name: str) -> Colormap:
    import matplotlib as mpl

    try:
        return mpl.colormaps[use_map(name)]
    except UsageError:
        known = [n for n in (*mpl.colormaps, *map_names()) if n.removesuffix("_r") not in RAINBOWS]
        raise DataError(f"there is no colour map '{name}'", hint=did_you_mean(name, known)) from None


def _lightness(cmap: Colormap) -> np.ndarray:
    """Return CIE L* along a map, shape (256,)."""
    return np.asarray(lightness(np.asarray(cmap(np.linspace(0, 1, 256)))[:, :3]))


def _turns(cmap: Colormap) -> list[float]:
    """Return where the lightness of a map turns round, as fractions of its length."""
    turns: list[float] = []
    direction, extreme = 0, 0
    levels = _lightness(cmap)
    for i, value in enumerate(levels):
        step = value - levels[extreme]
        if direction == 0:
            if abs(step) > TURN_L:
                direction, extreme = (1 if step > 0 else -1), i
        elif step * direction > 0:
            extreme = i
        elif abs(step) > TURN_L:
            turns.append(extreme / (len(levels) - 1))
            direction, extreme = -direction, i
    return turns


def is_diverging(name: str) -> bool:
    """Return whether a map runs over a light or dark middle to two ends."""
    turns = _turns(_lookup(name))
    return len(turns) == 1 and MIDDLE[0] <= turns[0] <= MIDDLE[1]


def check_map(name: str | None, center: float | None) -> None:
    """Refuse a map that is unknown, misleading, or diverging without a stated centre.

    Raises
    ------
    DataError
        With a map that would be right.
    """
    if name is None:
        return
    cmap = _lookup(name)
    if name.removesuffix("_r") in RAINBOWS or len(_turns(cmap)) > 1:
        raise DataError(
            f"colour map '{name}' has no even order of lightness and suggests steps that are not in the data",
            hint="use a sequential one such as viridis or cmc.batlow, or a diverging one such as cmc.vik",
        )
    if is_diverging(name) and center is None:
        raise DataError(
            f"colour map '{name}' is diverging: its middle has to mean something",
            hint="state center: (such as 0), or use a sequential map such as cmc.batlow",
        )
    if not is_diverging(name) and center is not None:
        raise DataError(
            f"center: {center:g} needs a diverging colour map, '{name}' is none",
            hint="use one such as cmc.vik or RdBu_r, or take center out",
        )


def choose_map(name: str | None, center: float | None, sequential: str, diverging: str) -> Colormap:
    """Return a copy of the named map, else of the style's sequential or (with a centre) diverging one."""
    return _lookup(name or (sequential if center is None else diverging)).copy()


def from_visible(cmap: Colormap, lightest: float = LIGHTEST_L) -> Colormap:
    """Return a map without tones lighter than `lightest` (CIE L*), which white paper swallows."""
    from matplotlib.colors import ListedColormap

    at = np.linspace(0, 1, 256)
    dark_enough = at[_lightness(cmap) <= lightest]
    if len(dark_enough) in {0, len(at)}:
        return cmap
    ends = np.linspace(dark_enough.min(), dark_enough.max(), 256)
    return ListedColormap(np.asarray(cmap(ends)), name=f"{cmap.name}.visible")


def paper_map(style: PanelStyle) -> Colormap:
    """Return a map for amounts on white paper: few is a light tone, many a dark one.

    The palette's sequential map when it starts at white; else tints and shades of
    its signal colour, because a map with a dark start would make the emptiest
    cells the heaviest ones.
    """
    from matplotlib.colors import LinearSegmentedColormap, to_hex

    own = _lookup(style.sequential)
    if _lightness(own)[0] > LIGHTEST_L:
        return from_visible(own)
    signal = np.array(hex_to_rgb(style.signal), dtype=float).ravel()
    here = float(lightness(signal))
    # In sRGB, mixing with white or black changes the lightness nearly evenly.
    light = signal + (1 - signal) * max((LIGHTEST_L - here) / (100 - here), 0.0)
    dark = signal * min(DARKEST_L / max(here, 1.0), 1.0)
    stops = [(0.0, to_hex(tuple(light))), (1.0, to_hex(tuple(dark)))]
    if DARKEST_L < here < LIGHTEST_L:
        stops.insert(1, ((LIGHTEST_L - here) / (LIGHTEST_L - DARKEST_L), to_hex(tuple(signal))))
    return LinearSegmentedColormap.from_list("paper", stops)


def check_norm(channel: Any, values: np.ndarray, center: float | None, name: str) -> None:
    """Check that scale, limits and centre of a colour channel agree with each other.

    Raises
    ------
    DataError
        If the limits are upside down or not symmetric about the centre, or a
        logarithmic scale meets values that are not positive, or a centre.
    """
    cat.check_value(channel, values, name)
    is_log = channel.scale in {"log", "log2"}
    if channel.scale == "symlog":
        raise DataError(f"{name}.scale symlog is not for colours", hint="use linear or log")
    low, high = channel.limits or (None, None)
    if is_log and (values.min() <= 0 or (low is not None and low <= 0)):
        raise DataError(f"{name}.scale is {channel.scale}, but the values or limits reach 0 or less")
    if center is None:
        return
    if is_log:
        raise DataError(
            f"{name}.scale is {channel.scale}, but a centre is for linear scales", hint="transform the values"
        )
    if low is not None and high is not None and not np.isclose(center - low, high - center):
        half = max(abs(center - low), abs(high - center))
        raise DataError(
            f"{name}.limits {low:g} to {high:g} are not symmetric about the centre {center:g}: "
            "equal distances would get unequal colours",
            hint=f"use [{center - half:g}, {center + half:g}]",
        )


def make_norm(channel: Any, values: np.ndarray, center: float | None = None) -> Normalize:
    """Return how values become colours.

    With a centre the limits are symmetric about it, so that equal distances to
    either side get equally strong colours. Without limits they are those of the
    finite values.

    Parameters
    ----------
    channel : channel with `limits` and `scale`
    values : numpy.ndarray
        May hold NaN.
    center : float, optional
    """
    from matplotlib.colors import LogNorm, Normalize

    low, high = channel.limits or (None, None)
    if center is not None:
        given = [abs(v - center) for v in (low, high) if v is not None]
        half = given[0] if given else float(np.nanmax(np.abs(values - center)))
        half = half or 1.0
        return Normalize(center - half, center + half)
    low = float(np.nanmin(values)) if low is None else low
    high = float(np.nanmax(values)) if high is None else high
    if low >= high:
        # One value alone still needs a scale it can be read from.
        low, high = (low / 2, low * 2) if channel.scale in {"log", "log2"} else (low - 0.5, low + 0.5)
    return LogNorm(low, high) if channel.scale in {"log", "log2"} else Normalize(low, high)


def mappable(norm: Normalize, cmap: Colormap) -> ScalarMappable:
    """Return what a colour bar needs of a chart: norm and map, without its translucency or edges."""
    from matplotlib.cm import ScalarMappable

    return ScalarMappable(norm, cmap)


def color_bar(colors: ScalarMappable, channel: Any, values: np.ndarray) -> tuple[ColorBar, list[str]]:
    """Return the labelled colour bar and, where values lie beyond its limits, a warning.

    The bar gets a pointed end on that side.
    """
    ends: Any = colors.get_clim()
    low, high = ends
    below, above = int(np.nansum(values < low)), int(np.nansum(values > high))
    sides = {(False, False): "neither", (True, False): "min", (False, True): "max", (True, True): "both"}
    colors.cmap.colorbar_extend = sides[below > 0, above > 0]  # type: ignore[assignment]
    warnings = []
    if below or above:
        warnings.append(
            f"{cat.format_count(below + above)} values of '{channel.field}' lie beyond the colour limits "
            f"{low:g} to {high:g} and take the end's colour"
        )
    return ColorBar(colors, cat.axis_label(channel), channel.ticks, channel.format), warnings
