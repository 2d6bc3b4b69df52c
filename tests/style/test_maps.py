"""Colour maps of cmcrameri, one at a time and beside the package itself."""

import subprocess
import sys

import pytest

from natfig.core.errors import UsageError
from natfig.style.maps import map_colours, map_names, use_map


def test_names():
    assert {"cmc.batlow", "cmc.vik", "cmc.lapaz"} <= set(map_names())


@pytest.mark.parametrize("name", ["cmc.batlow", "cmc.vik"])
def test_reverse(name):
    assert map_colours(f"{name}_r") == map_colours(name)[::-1]


@pytest.mark.parametrize("name", ["cmc.batlow", "cmc.batlow_r", "viridis"])
def test_use(name):
    import matplotlib as mpl

    assert use_map(name) == name
    assert use_map(name) in mpl.colormaps


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("cmc.batlo", "did you mean 'cmc.batlow'"),
        ("viridiss", "did you mean 'viridis'"),
        ("cmc.", "unknown colour map"),
    ],
)
def test_unknown(name, message):
    with pytest.raises(UsageError, match=message):
        use_map(name)


@pytest.mark.parametrize("first", ["natfig", "cmcrameri"])
def test_same_colours_as_the_package_in_either_order(first):
    """cmcrameri refuses to register a name twice; whoever comes second must not fail."""
    code = """
import sys
import matplotlib as mpl
from natfig.style.maps import use_map
ours = lambda: mpl.colormaps[use_map("cmc.lapaz_r")](range(256)).tolist()
if sys.argv[1] == "natfig":
    before = ours()
    import cmcrameri.cm
else:
    import cmcrameri.cm
    before = ours()
assert before == ours() == cmcrameri.cm.lapaz_r(range(256)).tolist()
print("same")
"""
    done = subprocess.run(
        [sys.executable, "-W", "error", "-c", code, first], capture_output=True, text=True, check=False
    )
    assert done.stdout.strip() == "same", done.stderr
