"""The colour operators."""

from __future__ import annotations

from typing import Any

from natfig.qa.readers._pdf.colors import CMYK, GRAY, RGB, Space, gradient_stops
from natfig.qa.readers._pdf.engine import Engine, Resources
from natfig.qa.readers._pdf.filters import DamagedError, TooLargeError, unpacked
from natfig.qa.readers._pdf.geometry import IDENTITY, Matrix, multiply
from natfig.qa.readers._pdf.lexer import operations
from natfig.qa.readers._pdf.objects import child, key_of, matrix, name, number
from natfig.qa.readers._pdf.state import Ink

__all__ = ["Coloring"]

_MOST_PATTERN_BYTES = 4_000_000
_MOST_PATTERN_OPERATIONS = 50_000
_MOST_INKS = 10_000
_PLAIN = {b"g": GRAY, b"rg": RGB, b"k": CMYK}


class _Tile:
    """What one cell of a tiling pattern holds: colours, and images with their places."""

    def __init__(self) -> None:
        self.colors: dict[str, None] = {}
        self.images: list[tuple[Any, Matrix]] = []


class Coloring(Engine):
    """Colours, spaces and patterns."""

    def __init__(self, *args: Any) -> None:
        super().__init__(*args)
        self._tiles: dict[object, _Tile] = {}
        self._inks: dict[tuple[object, ...], Ink] = {}

    def _set(self, ink: Ink, *, stroke: bool) -> None:
        if stroke:
            self.state.stroke = ink
        else:
            self.state.fill = ink

    def op_plain(self, operands: list[Any], kind: bytes, *, stroke: bool) -> None:
        """Set a device colour: g, rg, k and their capitals."""
        key = (kind, *operands)
        if (ink := self._inks.get(key)) is None:
            space = _PLAIN[kind]
            if len(operands) < space.channels:
                raise ValueError("a colour lacks components")
            ink = Ink(space, space.hex(operands[-space.channels :]))
            if len(self._inks) < _MOST_INKS:
                self._inks[key] = ink
        self._set(ink, stroke=stroke)

    def op_space(self, operands: list[Any], *, stroke: bool) -> None:
        """Set a colour space: cs, CS."""
        space = self.resources.space(str(operands[0]))
        if space is None:
            self.say("a colour space can't be read; its colours count as greys")
            space = GRAY
        self._set(Ink(space, space.hex(space.start) if space.start else None), stroke=stroke)

    def op_color(self, operands: list[Any], *, stroke: bool) -> None:
        """Set a colour in the space in force: sc, scn and their capitals."""
        space = (self.state.stroke if stroke else self.state.fill).space
        if space.kind == "Pattern":
            pattern = self.resources.get("/Pattern", str(operands[-1]))
            under = self._underlying(space, operands[:-1])
            self._set(Ink(space, None, (under,) if under else (), pattern), stroke=stroke)
            return
        values = [v for v in operands if isinstance(v, float)]
        if len(values) < space.channels:
            # Some writers leave the space to be guessed from the number of components.
            space = {1: GRAY, 3: RGB, 4: CMYK}.get(len(values), space)
        if len(values) < space.channels or not values:
            raise ValueError("a colour lacks components")
        self._set(Ink(space, space.hex(values)), stroke=stroke)

    @staticmethod
    def _underlying(space: Space, values: list[Any]) -> str | None:
        base = space.base
        return base.hex(values) if base is not None and len(values) >= base.channels > 0 else None

    def resolved(self, ink: Ink) -> Ink:
        """Return an ink whose pattern has been looked into."""
        pattern = ink.pattern
        if pattern is None:
            return ink
        if int(number(child(pattern, "/PatternType"))) == 2:
            stops = gradient_stops(child(pattern, "/Shading"), lambda k: self.resources.get("/ColorSpace", k))
        else:
            tile = self.tile(pattern)
            is_colored = int(number(child(pattern, "/PaintType"), 1)) == 1
            stops = tuple(tile.colors) if is_colored else ink.stops
        # A hatch of one colour on nothing is still a pattern: it covers only part of its area.
        return Ink(ink.space, None, stops)

    def tile(self, pattern: Any) -> _Tile:
        """Return what a tiling pattern's cell holds; looked into once."""
        key = key_of(pattern) or id(pattern)
        if key not in self._tiles:
            tile = self._tiles[key] = _Tile()
            try:
                self._look_into(pattern, tile)
            except (DamagedError, TooLargeError, RuntimeError, AttributeError):
                self.say("a pattern can't be read; its colours are not known")
        return self._tiles[key]

    def _look_into(self, pattern: Any, tile: _Tile) -> None:
        """Collect colours and images of a cell; drawings within its forms are left out."""
        resources = Resources(child(pattern, "/Resources"))
        data = unpacked(pattern, _MOST_PATTERN_BYTES)
        spaces: dict[bytes, Space] = {b"f": GRAY, b"s": GRAY}
        ctm, stack = matrix(child(pattern, "/Matrix")) or IDENTITY, []
        for count, (operator, operands) in enumerate(operations(data)):
            if count > _MOST_PATTERN_OPERATIONS:
                break
            low = operator.lower()
            side = b"s" if operator != low else b"f"
            if operator == b"q":
                stack.append(ctm)
            elif operator == b"Q" and stack:
                ctm = stack.pop()
            elif operator == b"cm" and (change := matrix(operands)) is not None:
                ctm = multiply(change, ctm)
            elif operator == b"Do" and operands:
                found = resources.get("/XObject", str(operands[0]))
                if name(child(found, "/Subtype")) == "Image":
                    tile.images.append((found, ctm))
            elif low in _PLAIN and len(operands) >= _PLAIN[low].channels:
                tile.colors[_PLAIN[low].hex(operands) or ""] = None
            elif low == b"cs" and operands:
                spaces[side] = resources.space(str(operands[0])) or GRAY
            elif low in {b"sc", b"scn"}:
                values = [v for v in operands if isinstance(v, float)]
                if len(values) >= spaces[side].channels > 0:
                    tile.colors[spaces[side].hex(values) or ""] = None
        tile.colors.pop("", None)
