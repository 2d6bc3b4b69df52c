"""Palettes: named colours, their roles, and the order in which they are used.

Each is one YAML file under `styles/palettes/`, or a file of one's own beside a spec;
`natfig.style.palette_loader` has its form.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from natfig.core.errors import UsageError, did_you_mean
from natfig.core.registry import DataRegistry
from natfig.core.resources import styles_dir
from natfig.style.assign import assign_marks
from natfig.style.marks import Mark

__all__ = ["ROLES", "ROLE_NAMES", "Palette", "find_palette", "is_palette_file", "palettes"]

ROLES: tuple[str, ...] = (
    "signal",
    "accent",
    "neutral",
    "neutral_light",
    "neutral_dark",
    "up",
    "down",
    "ink",
)
# What people write in a spec for a role.
_ALIASES = {"hero": "signal", "control": "neutral"}
ROLE_NAMES: tuple[str, ...] = (*_ALIASES, *ROLES)

_HEX = re.compile(r"#[0-9A-Fa-f]{6}")


@dataclass(frozen=True, slots=True)
class Palette:
    """Colours of a figure.

    Parameters
    ----------
    id, name : str
    type : str
        "qualitative", "sequential" or "diverging".
    colours : mapping of str to str
        Name → ``#RRGGBB``; all of them can be named in a spec.
    order : tuple of str
        Names in the order natfig assigns them.
    roles : mapping of str to str
        Each of `ROLES` → ``#RRGGBB``.
    stays_apart : mapping of str to int
        Vision → how many colours of `order` are told apart under it.
    sequential_map, diverging_map : str
        Names of the colour maps, without making them known to matplotlib.
    source : str
    background : str
        ``#RRGGBB`` behind the marks.
    reserved, published_order : tuple of str
        Names natfig never assigns; the source's own order.
    stops : tuple of str
        Colours along the map of a sequential or diverging palette.
    base : str or None
        The palette that gives such a palette its colours and roles.
    note : str or None
    """

    id: str
    name: str
    type: Literal["qualitative", "sequential", "diverging"]
    colours: Mapping[str, str]
    order: tuple[str, ...]
    roles: Mapping[str, str]
    stays_apart: Mapping[str, int]
    sequential_map: str
    diverging_map: str
    source: str
    background: str = "#FFFFFF"
    reserved: tuple[str, ...] = ()
    published_order: tuple[str, ...] = ()
    stops: tuple[str, ...] = ()
    base: str | None = None
    note: str | None = None

    @property
    def signal(self) -> str:
        """The colour of the one series that matters."""
        return self.roles["signal"]

    @property
    def accent(self) -> str:
        """The colour of a second one."""
        return self.roles["accent"]

    @property
    def neutral(self) -> str:
        """The colour of controls."""
        return self.roles["neutral"]

    @property
    def neutral_light(self) -> str:
        """A grey for fills behind data."""
        return self.roles["neutral_light"]

    @property
    def neutral_dark(self) -> str:
        """A grey for lines beside data."""
        return self.roles["neutral_dark"]

    @property
    def up(self) -> str:
        """The colour of a rise; never the only sign of it."""
        return self.roles["up"]

    @property
    def down(self) -> str:
        """The colour of a fall; never the only sign of it."""
        return self.roles["down"]

    @property
    def ink(self) -> str:
        """The colour of axes and text."""
        return self.roles["ink"]

    @property
    def sequential(self) -> str:
        """Name of the map for values from low to high, known to matplotlib once that is loaded."""
        return _known(self.sequential_map)

    @property
    def diverging(self) -> str:
        """Name of the map for values around a middle, known to matplotlib once that is loaded."""
        return _known(self.diverging_map)

    @property
    def apart(self) -> int:
        """How many colours of the order are told apart under every vision."""
        return min(self.stays_apart.values())

    @property
    def cycle(self) -> tuple[str, ...]:
        """The colours of the order, ``#RRGGBB``."""
        return tuple(self.colours[name] for name in self.order)

    def colour(self, name: str) -> str:
        """Return a colour by its name, its role ("hero", "control", "accent", …) or itself.

        Raises
        ------
        UsageError
            If it is none of these; the message names the nearest.
        """
        if name.startswith("#"):
            if _HEX.fullmatch(name) is None:
                raise UsageError(f"'{name}' is not a colour", hint="write #RRGGBB, such as #0F4D92")
            return name.upper()
        if name in self.colours:
            return self.colours[name]
        role = _ALIASES.get(name, name)
        if role in self.roles:
            return self.roles[role]
        hint = did_you_mean(name, [*self.colours, *ROLE_NAMES], most=30)
        raise UsageError(f"palette {self.id} has no colour '{name}'", hint=hint)

    def assign(
        self, levels: Sequence[str], overrides: Mapping[str, str] | None = None, hero: str | None = None
    ) -> dict[str, Mark]:
        """Return how each level of a colour channel looks.

        Parameters
        ----------
        levels : sequence of str
            In the order of the legend; repeats count once.
        overrides : mapping of str to str, optional
            Level → ``#RRGGBB``, a colour's name, or a role.
        hero : str, optional
            The level that gets the signal colour; the first other one becomes neutral.

        Returns
        -------
        dict of str to Mark
            Colours alone differ while they stay apart under every vision; beyond
            that markers, dashes and hatches differ as well.

        Raises
        ------
        UsageError
            If a colour is unknown, or `overrides` or `hero` names no level.
        """
        unique = list(dict.fromkeys(levels))
        fixed: dict[str, str] = {}
        for level, name in (overrides or {}).items():
            _require(level, unique, "is given a colour")
            fixed[level] = self.colour(name)
        order = self.cycle
        if hero is not None:
            _require(hero, unique, "is the hero")
            fixed.setdefault(hero, self.signal)
            order = (self.neutral, *(c for c in order if c != self.neutral))
        return assign_marks(unique, fixed, order, self.apart)


def _require(level: str, levels: Sequence[str], role: str) -> None:
    if level not in levels:
        raise UsageError(f"'{level}' {role} but is not a level of the data", hint=did_you_mean(level, levels))


def _known(name: str) -> str:
    """Return a map's name; make the map known where drawing is under way.

    Whoever only asks for the name must not pay for matplotlib.
    """
    if "matplotlib" in sys.modules:
        from natfig.style.maps import use_map

        return use_map(name)
    return name


def _load(path: Path) -> Palette:
    from natfig.style.palette_loader import load_palette

    return load_palette(path)


palettes: DataRegistry[Palette] = DataRegistry("palette", lambda: styles_dir("palettes"), _load)

_SUFFIX = ".yaml"


def is_palette_file(name: str) -> bool:
    """Whether a palette's name is that of a file, such as ``lab.yaml``, and no id."""
    return name.endswith(_SUFFIX)


def find_palette(name: str, folder: Path | None = None) -> Palette:
    """Return one of natfig's palettes by its id, or one's own by its file.

    Parameters
    ----------
    name : str
        "nature", or "lab.yaml".
    folder : Path, optional
        Of the spec that names it: its file lies there. Left out, the file may lie anywhere.

    Raises
    ------
    UsageError
        If there is no such palette or file, or the file lies outside the folder.
    DocumentError
        Naming the file, the line and the key that is wrong.
    """
    if not is_palette_file(name):
        return palettes.load(name)
    path = Path(name)
    if folder is not None:
        home = folder.resolve()
        path = home / name
        if Path(name).is_absolute() or "\\" in name or not path.resolve().is_relative_to(home):
            raise UsageError(f"the palette {name} lies outside the spec's folder", hint="copy it there")
    if not path.is_file():
        beside = [p.name for p in sorted(path.parent.glob(f"*{_SUFFIX}"))] if path.parent.is_dir() else []
        hint = did_you_mean(path.name, beside) if beside else "`natfig palettes` lists natfig's own"
        raise UsageError(f"there is no palette file {name}", hint=hint)
    return _load(path)
