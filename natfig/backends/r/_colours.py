"""Colour maps of values in R: ``scale_*_gradientn()``, viridis and ColorBrewer.

Crameri's maps are read from their tables and given to R as a few colours between which it
interpolates; those of viridis and ColorBrewer are in R already.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from natfig.backends.r.code import Code, Text, call
from natfig.backends.r.formula import label_code
from natfig.backends.r.terms import label_natfig
from natfig.core.errors import UsageError
from natfig.style.maps import PREFIX, map_colours
from natfig.style.vision import hex_to_rgb, lightness, rgb_to_hex

if TYPE_CHECKING:
    from natfig.charts.base import PanelStyle

__all__ = ["gradient", "map_problems", "map_stops", "paper_stops", "value_ends", "visible"]

# R interpolates in CIE Lab; with so many colours no tone is off by more than can be seen.
STOPS = 11
# Tints and shades of one colour meet in it, between two stops: these have to stand closer.
SIGNAL_STOPS = 33
# As in natfig.charts._maps: the lightest tone (CIE L*) of single marks on white paper, and the
# darkest of a map.
LIGHTEST_L = 89.0
DARKEST_L = 24.0
_VIRIDIS = frozenset({"viridis", "magma", "inferno", "plasma", "cividis", "rocket", "mako", "turbo"})
_BREWER = frozenset({
    "BrBG", "PiYG", "PRGn", "PuOr", "RdBu", "RdGy", "RdYlBu", "RdYlGn", "Spectral", "Blues", "BuGn", "BuPu",
    "GnBu", "Greens", "Greys", "Oranges", "OrRd", "PuBu", "PuBuGn", "PuRd", "Purples", "RdPu", "Reds",
    "YlGn", "YlGnBu", "YlOrBr", "YlOrRd",
})  # fmt: skip
# matplotlib's other name of a map that R has.
_ALIASES = {"gray_r": "Greys", "grey_r": "Greys", "binary": "Greys", "gray": "Greys_r", "grey": "Greys_r"}


def map_problems(name: str | None) -> list[tuple[str, str | None]]:
    """Return, for `Twin.problems`, whether R has no such colour map."""
    if name is None or name.startswith(PREFIX):
        return []
    stem = _ALIASES.get(name, name).removesuffix("_r")
    if stem in _VIRIDIS or stem in _BREWER:
        return []
    return [
        (
            f"R has no colour map '{name}'",
            "use viridis, magma, cividis, a map of ColorBrewer such as Blues or RdBu_r, or cmc.batlow",
        )
    ]


def map_stops(name: str, count: int = STOPS) -> list[str]:
    """Return colours along one of Crameri's maps (#RRGGBB)."""
    table = np.asarray(map_colours(name))
    return _hex(table[np.linspace(0, len(table) - 1, count).round().astype(int)])


def visible(name: str, count: int = STOPS) -> list[str]:
    """Return a map's colours without tones that white paper swallows."""
    table = np.asarray(map_colours(name))
    dark = np.flatnonzero(lightness(table) <= LIGHTEST_L)
    if len(dark) in {0, len(table)}:
        return map_stops(name, count)
    return _hex(table[np.linspace(dark.min(), dark.max(), count).round().astype(int)])


def paper_stops(looks: PanelStyle, count: int | None = None) -> list[str]:
    """Return colours for amounts on white paper: few is a light tone, many a dark one.

    As `natfig.charts._maps.paper_map`: the palette's own map where it starts at white, else tints and
    shades of its signal colour.
    """
    own = np.asarray(map_colours(looks.sequential))
    if float(lightness(own[0])) > LIGHTEST_L:
        return visible(looks.sequential, count or STOPS)
    signal = np.asarray(hex_to_rgb(looks.signal), dtype=float).ravel()
    here = float(lightness(signal))
    light = signal + (1 - signal) * max((LIGHTEST_L - here) / (100 - here), 0.0)
    dark = signal * min(DARKEST_L / max(here, 1.0), 1.0)
    stops = [(0.0, light), (1.0, dark)]
    if DARKEST_L < here < LIGHTEST_L:
        stops.insert(1, ((LIGHTEST_L - here) / (LIGHTEST_L - DARKEST_L), signal))
    at, colors = [s for s, _ in stops], np.array([c for _, c in stops])
    along = np.linspace(0, 1, count or SIGNAL_STOPS)
    return _hex(np.stack([np.interp(along, at, colors[:, k]) for k in range(3)], axis=-1))


def _hex(rgb: np.ndarray) -> list[str]:
    return [rgb_to_hex(c) for c in rgb]


def value_ends(
    values: np.ndarray, limits: Sequence[float | None] | None, *, center: float | None = None,
    is_log: bool = False,
) -> tuple[float, float]:  # fmt: skip
    """Return the ends of a colour scale, as `natfig.charts._maps.make_norm` sets them."""
    low, high = limits or (None, None)
    if center is not None:
        given = [abs(v - center) for v in (low, high) if v is not None]
        half = (given[0] if given else float(np.nanmax(np.abs(values - center)))) or 1.0
        return center - half, center + half
    low = float(np.nanmin(values)) if low is None else float(low)
    high = float(np.nanmax(values)) if high is None else float(high)
    if low >= high:
        return (low / 2, low * 2) if is_log else (low - 0.5, low + 0.5)
    return low, high


def gradient(
    aesthetic: str, name: str | None, *, stops: Sequence[str], title: str, ends: tuple[float, float],
    is_log: bool = False, ticks: Sequence[float] | None = None, form: str | None = None,
    beyond: bool = False,
) -> Code:  # fmt: skip
    """Return the scale of a continuous colour.

    Parameters
    ----------
    aesthetic : str
        "colour" or "fill".
    name : str or None
        Map that was asked for; None: `stops`.
    stops : sequence of str
        Colours where no map was asked for.
    title : str
        Of the colour bar.
    ends : tuple of float
        Values at the ends of the scale.
    is_log : bool
    ticks : sequence of float, optional
    form : str, optional
        Python format of the numbers.
    beyond : bool
        Whether values beyond the ends take the end's colour.
    """
    named: dict[str, Any] = {"name": label_code(title), "limits": list(ends)}
    if is_log:
        named["trans"] = "log10"
    if beyond:
        named["oob"] = Text("scales::squish")
    breaks = call("breaks_log_natfig" if is_log else "breaks_natfig")
    named["breaks"] = breaks if ticks is None else list(ticks)
    if form is not None:
        named["labels"] = label_natfig(form)
    else:
        named["labels"] = call("label_log_natfig" if is_log else "label_natfig")
    if name is None or name.startswith(PREFIX):
        colours = list(stops) if name is None else map_stops(name)
        return call(f"scale_{aesthetic}_gradientn", colours=colours, **named)
    stem = _ALIASES.get(name, name)
    is_turned, stem = stem.endswith("_r"), re.sub(r"_r\Z", "", stem)
    if stem in _VIRIDIS:
        turned = {"direction": -1} if is_turned else {}
        return call(f"scale_{aesthetic}_viridis_c", option=stem, **turned, **named)
    if stem in _BREWER:
        direction = -1 if is_turned else 1
        return call(f"scale_{aesthetic}_distiller", palette=stem, direction=direction, **named)
    raise UsageError(f"R has no colour map '{name}'", hint="use viridis, Blues or cmc.batlow")
