"""Every colour map of matplotlib and natfig is told: rainbow or not, ramp or key."""

from __future__ import annotations

import random

import pytest
import yaml
from matplotlib import colormaps
from matplotlib.colors import Colormap, LinearSegmentedColormap, ListedColormap

from natfig.core.resources import styles_dir
from natfig.qa.checks._ramps import is_ramp, rainbow_sweep_deg
from natfig.qa.checks.clr002_rainbow import RAINBOW_DEG

RAINBOWS = {
    "jet",
    "turbo",
    "rainbow",
    "gist_rainbow",
    "hsv",
    "gist_ncar",
    "nipy_spectral",
    "Spectral",
    "brg",
    "prism",
}
# Maps whose colours come again and again; no figure of values uses them.
ODD = {"flag", "prism"}


def _maps() -> dict[str, Colormap]:
    found = {n: colormaps[n] for n in colormaps if not n.endswith("_r")}
    # Lists of categories; viridis and its like are long lists.
    found = {n: m for n, m in found.items() if not (isinstance(m, ListedColormap) and m.N < 100)}
    for path in styles_dir("palettes").glob("*.yaml"):
        stops = yaml.safe_load(path.read_text("utf-8")).get("stops")
        if stops:
            found[f"natfig {path.stem}"] = LinearSegmentedColormap.from_list(path.stem, stops)
    return found


MAPS = _maps()
# tab20b and tab20c are made of short ramps, four shades of each hue.
KEYS = {
    n: m
    for n in colormaps
    if isinstance(m := colormaps[n], ListedColormap) and m.N < 100 and not n.startswith(("tab20b", "tab20c"))
}


def _hex(cmap: Colormap, at: list[float]) -> list[str]:
    colors = (cmap(x)[:3] for x in at)
    return list(dict.fromkeys("#" + "".join(f"{round(255 * v):02X}" for v in c) for c in colors))


def _is_rainbow(colors: list[str], *, is_ordered: bool = False) -> bool:
    sweep = rainbow_sweep_deg(colors, is_ordered=is_ordered)
    return sweep is not None and sweep >= RAINBOW_DEG


@pytest.mark.parametrize("n", [40, 64, 256])
@pytest.mark.parametrize("name", MAPS)
def test_even_steps_in_any_order(name: str, n: int) -> None:
    colors = _hex(MAPS[name], [i / (n - 1) for i in range(n)])
    random.Random(n).shuffle(colors)  # noqa: S311 — an order, not a secret
    if name not in ODD:
        assert is_ramp(colors)
    assert _is_rainbow(colors) is (name in RAINBOWS)


@pytest.mark.parametrize("seed", range(3))
@pytest.mark.parametrize("name", sorted(set(MAPS) - ODD))
def test_cells_of_a_heat_map(name: str, seed: int) -> None:
    draw = random.Random(seed)  # noqa: S311
    colors = _hex(MAPS[name], [draw.random() for _ in range(60)])
    assert is_ramp(colors)
    assert _is_rainbow(colors) is (name in RAINBOWS)


@pytest.mark.parametrize("name", sorted(set(MAPS) - ODD))
def test_stops_of_a_gradient(name: str) -> None:
    colors = _hex(MAPS[name], [i / 10 for i in range(11)])
    assert _is_rainbow(colors, is_ordered=True) is (name in RAINBOWS)


@pytest.mark.parametrize("n", [7, 9, 12])
@pytest.mark.parametrize(
    "name", ["viridis", "Blues", "coolwarm", "RdBu", "YlOrRd", "cividis", "Greys", "jet"]
)
def test_bands_in_their_order_are_a_ramp(name: str, n: int) -> None:
    assert is_ramp(_hex(MAPS[name], [i / (n - 1) for i in range(n)]))


@pytest.mark.parametrize("name", KEYS)
def test_keys_of_categories_are_no_ramp(name: str) -> None:
    colors = _hex(KEYS[name], [(i + 0.5) / KEYS[name].N for i in range(KEYS[name].N)])
    for n in range(2, len(colors) + 1):
        assert not is_ramp(colors[:n]), n


def test_ggplot_hues_are_a_key() -> None:
    # scale_colour_hue(): equal steps around the circle at one lightness.
    assert not is_ramp(["#F8766D", "#C49A00", "#53B400", "#00C094", "#00B6EB", "#A58AFF", "#FB61D7"])


@pytest.mark.parametrize("colors", [[], ["#FF0000"], ["#FF0000", "#00FF00"], ["#777777"] * 40])
def test_few_colors_are_no_ramp(colors: list[str]) -> None:
    assert not is_ramp(colors)
