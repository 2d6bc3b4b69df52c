"""Reading palette files: strict keys, colours checked, nothing computed.

One YAML file each under `styles/palettes/`::

    id: nature                       # the file's own name
    name: Nature
    type: qualitative
    colours: {blue_main: "#0F4D92", …}
    order: [blue_main, …]            # natfig's order; left out, it is computed
    reserved: [ink]                  # optional: never assigned by natfig
    roles: {signal: blue_main, …}    # a colour's name or #RRGGBB for each of ROLES
    background: "#000000"            # optional: what marks stand on; default: white
    sequential: cmc.lapaz_r          # colour maps for values
    diverging: cmc.vik
    published_order: [blue_main, …]  # optional: the source's own order
    source: …
    stays_apart: {normal: 5, …}      # colours of `order` told apart under each vision; so is this

natfig's own files keep what was computed, so that reading them costs nothing; the tests compute
it again.

A sequential or diverging palette names its ``map`` (with ``stops``, nine colours
along it) and a ``base`` palette for everything else.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from types import MappingProxyType
from typing import Any, Literal

from natfig.core.datafile import DataFile
from natfig.style.palette import ROLES, Palette

__all__ = ["STOPS", "load_palette"]

_WHAT = "palette file"
_VISIONS = ("normal", "deuteranopia", "protanopia", "tritanopia")
_HEX = re.compile(r"#[0-9A-Fa-f]{6}")
_MAP = re.compile(r"cmc\.[A-Za-z]+(_r)?")

# Colours along a map that its file keeps, for swatches and for other programs.
STOPS = 9

_QUALITATIVE = (
    "id",
    "name",
    "type",
    "colours",
    "roles",
    "sequential",
    "diverging",
    "source",
)


def _hex(file: DataFile, value: Any, *where: str | int) -> str:
    if not isinstance(value, str) or _HEX.fullmatch(value) is None:
        raise file.fail(where, f"{value!r} is not a colour", 'write it in quotes, such as "#0F4D92"')
    return value.upper()


def _map(file: DataFile, key: str) -> str:
    name = file.text(file.data[key], (key,))
    if _MAP.fullmatch(name) is None:
        raise file.fail((key,), f"'{name}' is not a colour map", "write it as cmc.batlow or cmc.batlow_r")
    return name


def _names(file: DataFile, key: str, colours: Mapping[str, str]) -> tuple[str, ...]:
    names = file.data.get(key, [])
    if not isinstance(names, list):
        raise file.fail((key,), "is not a list of names")
    for i, name in enumerate(names):
        file.one_of(name, (key, i), colours)
        if name in names[:i]:
            raise file.fail((key, i), f"'{name}' stands twice")
    return tuple(names)


def _optional_text(file: DataFile, key: str) -> str | None:
    return file.text(file.data[key], (key,)) if key in file.data else None


def _stays_apart(file: DataFile, most: int) -> Mapping[str, int]:
    counts = file.keys(file.data["stays_apart"], ("stays_apart",), required=_VISIONS)
    for vision, n in counts.items():
        if not isinstance(n, int) or isinstance(n, bool) or not 1 <= n <= most:
            raise file.fail(("stays_apart", vision), f"{n!r} is not a number of colours from 1 to {most}")
    return MappingProxyType(dict(counts))


def _computed_order(
    file: DataFile, colours: Mapping[str, str], background: str, reserved: tuple[str, ...]
) -> tuple[str, ...]:
    from natfig.style.assign import order_colours

    signal = file.data["roles"]["signal"]
    if signal not in colours:
        raise file.fail(
            ("roles", "signal"),
            f"'{signal}' is not the name of a colour",
            "name one of colours: or write order:",
        )
    return order_colours(colours, signal, background, reserved)


def _computed_apart(cycle: Sequence[str]) -> Mapping[str, int]:
    from natfig.style.vision import VISIONS, stay_apart

    return MappingProxyType({vision: stay_apart(cycle, vision) for vision in VISIONS})


def _qualitative(file: DataFile) -> Palette:
    """Return a palette with colours of its own."""
    data = file.keys(
        file.data,
        (),
        required=_QUALITATIVE,
        optional=("order", "stays_apart", "reserved", "background", "published_order", "note"),
    )
    if not isinstance(data["colours"], dict) or not data["colours"]:
        raise file.fail(("colours",), "is not a mapping of names to colours")
    colours = {str(k): _hex(file, v, "colours", str(k)) for k, v in data["colours"].items()}
    roles = {
        role: colours[name] if name in colours else _hex(file, name, "roles", role)
        for role, name in file.keys(data["roles"], ("roles",), required=ROLES).items()
    }
    reserved = _names(file, "reserved", colours)
    background = _hex(file, data.get("background", "#FFFFFF"), "background")
    if "order" in data:
        order = _names(file, "order", colours)
        if not order:
            raise file.fail(("order",), "has no colour")
    else:
        order = _computed_order(file, colours, background, reserved)
    return Palette(
        id=str(data["id"]),
        name=file.text(data["name"], ("name",)),
        type="qualitative",
        colours=MappingProxyType(colours),
        order=order,
        roles=MappingProxyType(roles),
        stays_apart=_stays_apart(file, len(order))
        if "stays_apart" in data
        else _computed_apart([colours[name] for name in order]),
        sequential_map=_map(file, "sequential"),
        diverging_map=_map(file, "diverging"),
        source=file.text(data["source"], ("source",)),
        background=background,
        reserved=reserved,
        published_order=_names(file, "published_order", colours),
        note=_optional_text(file, "note"),
    )


def _mapped(file: DataFile, kind: Literal["sequential", "diverging"]) -> Palette:
    """Return a palette that is a colour map over another palette."""
    data = file.keys(
        file.data, (), required=("id", "name", "type", "base", "map", "stops", "source"), optional=("note",)
    )
    base = file.path.parent / f"{file.text(data['base'], ('base',))}.yaml"
    others = [p.stem for p in base.parent.glob("*.yaml") if p != file.path]
    file.one_of(data["base"], ("base",), others)
    below = DataFile(base, _WHAT)
    if below.data.get("type") != "qualitative":
        raise file.fail(("base",), f"'{data['base']}' is a colour map itself", "name a qualitative palette")
    under = _qualitative(below)
    if not isinstance(data["stops"], list) or len(data["stops"]) != STOPS:
        raise file.fail(("stops",), f"is not a list of {STOPS} colours")
    name = _map(file, "map")
    return replace(
        under,
        id=str(data["id"]),
        name=file.text(data["name"], ("name",)),
        type=kind,
        sequential_map=name if kind == "sequential" else under.sequential_map,
        diverging_map=name if kind == "diverging" else under.diverging_map,
        source=file.text(data["source"], ("source",)),
        stops=tuple(_hex(file, colour, "stops", i) for i, colour in enumerate(data["stops"])),
        base=under.id,
        note=_optional_text(file, "note"),
    )


def load_palette(path: Path) -> Palette:
    """Return the palette in a file.

    Raises
    ------
    DocumentError
        Naming the file, the line and the key that is wrong.
    """
    file = DataFile(path, _WHAT)
    name = path.name.removesuffix(".yaml")
    if file.data.get("id") != name:
        raise file.fail(("id",), f"the file is called '{path.name}'", f"write id: {name}")
    kind = file.one_of(file.data.get("type"), ("type",), ("qualitative", "sequential", "diverging"))
    if kind == "qualitative":
        return _qualitative(file)
    return _mapped(file, "sequential" if kind == "sequential" else "diverging")
