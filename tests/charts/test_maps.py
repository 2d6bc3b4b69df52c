"""Which colour maps may be used, and for what."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pytest

from natfig.charts import _maps as maps
from natfig.core.errors import DataError
from natfig.style.vision import lightness


@pytest.mark.parametrize(
    "name",
    ["jet", "jet_r", "turbo", "rainbow", "hsv", "nipy_spectral", "tab10", "Set1", "flag", "cmc.batlowS"],
)
def test_maps_without_an_order_are_refused(name):
    with pytest.raises(DataError, match="use a sequential one"):
        maps.check_map(name, None)


@pytest.mark.parametrize(
    "name", ["viridis", "cividis", "Blues", "magma_r", "cmc.batlow", "cmc.oslo_r", "Greys"]
)
def test_sequential_maps_need_no_centre(name):
    maps.check_map(name, None)
    assert not maps.is_diverging(name)


@pytest.mark.parametrize(
    "name", ["RdBu", "RdBu_r", "coolwarm", "PuOr", "cmc.vik", "cmc.roma_r", "cmc.berlin"]
)
def test_diverging_maps_need_a_centre(name):
    maps.check_map(name, 0.0)
    with pytest.raises(DataError, match="state center"):
        maps.check_map(name, None)


@pytest.mark.parametrize(("name", "near"), [("viridiss", "viridis"), ("cmc.vikk", "cmc.vik"), ("jett", "")])
def test_unknown_maps_get_a_hint_that_may_be_used(name, near):
    with pytest.raises(DataError, match="there is no colour map") as caught:
        maps.check_map(name, None)
    assert f"did you mean '{near}'" in str(caught.value) or not near
    assert "'jet'" not in str(caught.value)


@pytest.mark.parametrize("name", ["Blues", "Blues_r", "Greys", "cmc.oslo"])
def test_visible_maps_drop_the_light_end_only(name):
    whole = maps.choose_map(name, None, "viridis", "RdBu")
    cut = maps.from_visible(whole)
    brightness = [float(lightness(whole(v)[:3])) for v in (0.0, 1.0)]
    light, dark = (1.0, 0.0) if brightness[1] > brightness[0] else (0.0, 1.0)
    assert cut(dark) == pytest.approx(whole(dark), abs=0.02)
    assert float(lightness(cut(light)[:3])) == pytest.approx(89, abs=1)


def test_maps_that_are_dark_enough_stay_as_they_are():
    whole = maps.choose_map("cmc.batlow", None, "viridis", "RdBu")
    assert maps.from_visible(whole) is whole


@dataclass
class Style:
    signal: str
    sequential: str = "viridis"


@pytest.mark.parametrize("signal", ["#0F4D92", "#4477AA", "#D98032", "#117733", "#FFE000", "#000000"])
def test_maps_for_amounts_on_paper_darken_evenly(signal):
    along = lightness(np.asarray(maps.paper_map(Style(signal))(np.linspace(0, 1, 64)))[:, :3])
    assert along[0] == pytest.approx(89, abs=4)
    assert (np.diff(along) < 0).all()
    assert along[-1] < 30


def test_a_map_that_starts_white_is_kept_for_amounts_on_paper():
    cmap = maps.paper_map(Style("#D98032", "Blues"))
    assert cmap(1.0) == pytest.approx(maps.choose_map("Blues", None, "x", "x")(1.0))


def test_one_value_alone_still_has_a_scale():
    class Channel:
        limits, scale = None, "linear"

    norm = maps.make_norm(Channel, np.array([3.0, 3.0]))
    assert norm.vmin < 3 < norm.vmax
    assert maps.make_norm(Channel, np.array([0.0]), 0.0).vmax > 0
