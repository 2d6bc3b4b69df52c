"""Fabio Crameri's colour maps in matplotlib, one at a time.

The package `cmcrameri` reads and registers some hundred maps and loads pyplot
when it is imported, which takes longer than drawing a figure. Here only the map
that is asked for is read from the package's own table of colours.

Source
------
Crameri, Shephard & Heron (2020), "The misuse of colour in science
communication", Nat. Commun. 11, 5444, <https://doi.org/10.1038/s41467-020-19160-7>.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from importlib.abc import MetaPathFinder
from importlib.machinery import ModuleSpec
from importlib.util import find_spec
from pathlib import Path
from types import ModuleType

from natfig.core.errors import MissingRuntimeError, UsageError, did_you_mean

__all__ = ["map_colours", "map_names", "use_map"]

PREFIX = "cmc."
_REVERSED = "_r"
_ours: set[str] = set()


def _folder() -> Path:
    # Finding a package does not import it.
    spec = find_spec("cmcrameri")
    if spec is None or not spec.submodule_search_locations:
        raise MissingRuntimeError("the package cmcrameri is not installed", hint="install natfig again")
    return Path(spec.submodule_search_locations[0]) / "cmaps"


def map_names() -> list[str]:
    """Return the names of all maps, such as ``cmc.batlow``, sorted; each also exists with ``_r``."""
    return sorted(f"{PREFIX}{p.stem}" for p in _folder().glob("*.txt"))


def map_colours(name: str) -> list[tuple[float, float, float]]:
    """Return the colours of a map, sRGB in 0–1, in its order.

    Parameters
    ----------
    name : str
        ``cmc.batlow``, or ``cmc.batlow_r`` for the reverse.

    Raises
    ------
    UsageError
        If there is no such map.
    """
    stem = name.removeprefix(PREFIX).removesuffix(_REVERSED)
    if f"{PREFIX}{stem}" not in map_names():
        raise UsageError(f"unknown colour map '{name}'", hint=did_you_mean(name, map_names()))
    lines = (_folder() / f"{stem}.txt").read_text(encoding="ascii").splitlines()
    colours = [(float(r), float(g), float(b)) for r, g, b in (line.split()[:3] for line in lines if line)]
    return colours[::-1] if name.endswith(_REVERSED) else colours


class _MakeWay(MetaPathFinder):
    """Takes our maps back before cmcrameri is imported: it refuses to register a name twice."""

    def find_spec(
        self,
        fullname: str,
        path: Sequence[str] | None,  # noqa: ARG002  # the protocol's signature
        target: ModuleType | None = None,  # noqa: ARG002  # the protocol's signature
    ) -> ModuleSpec | None:
        if fullname == "cmcrameri.cm" and _ours:
            import matplotlib as mpl

            for name in _ours:
                mpl.colormaps.unregister(name)
            _ours.clear()
        return None


def use_map(name: str) -> str:
    """Make a colour map known to matplotlib and return its name.

    Parameters
    ----------
    name : str
        A name of matplotlib's own, or ``cmc.<name>`` with or without ``_r``.

    Raises
    ------
    UsageError
        If there is no such map.
    """
    import matplotlib as mpl
    from matplotlib.colors import ListedColormap

    if name in mpl.colormaps:
        return name
    if not name.startswith(PREFIX):
        raise UsageError(
            f"unknown colour map '{name}'", hint=did_you_mean(name, [*mpl.colormaps, *map_names()])
        )
    mpl.colormaps.register(ListedColormap(map_colours(name), name=name), name=name)
    if not any(isinstance(finder, _MakeWay) for finder in sys.meta_path):
        sys.meta_path.insert(0, _MakeWay())
    _ours.add(name)
    return name
