"""Fills and strokes: colours, gradients, patterns."""

from __future__ import annotations

from typing import Any

from natfig.drawing._svg.css import Sheet, local_name
from natfig.drawing._svg.geometry import Frame
from natfig.drawing._svg.values import color, length, number, numbers, transform
from natfig.drawing.matrix import multiply, scale_of
from natfig.drawing.model import Gradient, Matrix, Notes, Stop, Stroke
from natfig.drawing.outline import Outline

__all__ = ["Paints", "href_of"]

_XLINK = "{http://www.w3.org/1999/xlink}href"
# Gradients may take their stops from others; a chain longer than this is a circle.
_LONGEST_CHAIN = 16


def href_of(element: Any) -> str:
    """Return what an element refers to, "" for nothing."""
    return str(element.get("href") or element.get(_XLINK) or "").strip()


class Paints:
    """Finds the paints of a drawing.

    Parameters
    ----------
    ids : dict of str to element
    sheet : Sheet
    notes : Notes
    """

    def __init__(self, ids: dict[str, Any], sheet: Sheet, notes: Notes) -> None:
        self.ids, self.sheet, self.notes = ids, sheet, notes

    def fill(
        self, style: dict[str, str], outline: Outline, matrix: Matrix, frame: Frame
    ) -> tuple[str | Gradient | None, float]:
        """Return a shape's fill and its opacity; `outline` is in the shape's own coordinates."""
        return self._paint("fill", style.get("fill", "#000000"), style, outline, matrix, frame)

    def stroke(self, style: dict[str, str], outline: Outline, matrix: Matrix, frame: Frame) -> Stroke | None:
        """Return a shape's stroke in the drawing's units, or None."""
        scale = scale_of(matrix)
        if style.get("vector-effect") == "non-scaling-stroke":
            scale = 1.0
        diagonal = ((frame.width**2 + frame.height**2) / 2) ** 0.5
        width = length(style.get("stroke-width", "1"), 1.0, em=frame.em, whole=diagonal) * scale
        if width <= 0:
            return None
        paint, opacity = self._paint("stroke", style.get("stroke", "none"), style, outline, matrix, frame)
        if isinstance(paint, Gradient):
            self.notes.add("a gradient along a line, drawn in its mean colour")
            paint = paint.mean_color
        if paint is None:
            return None
        dashes = [
            length(d, em=frame.em, whole=diagonal) * scale for d in _list(style.get("stroke-dasharray"))
        ]
        if min(dashes, default=0) < 0 or sum(dashes) <= 0:
            dashes = []
        cap: Any = {"round": "round", "square": "projecting"}.get(style.get("stroke-linecap", ""), "butt")
        join: Any = {"round": "round", "bevel": "bevel"}.get(style.get("stroke-linejoin", ""), "miter")
        offset = length(style.get("stroke-dashoffset"), em=frame.em) * scale
        return Stroke(paint, width, opacity, tuple(dashes * (1 + len(dashes) % 2)), offset, cap, join)

    def _paint(  # noqa: PLR0917 - what a paint depends on, each of another type
        self,
        which: str,
        value: str,
        style: dict[str, str],
        outline: Outline,
        matrix: Matrix,
        frame: Frame,
    ) -> tuple[str | Gradient | None, float]:
        opacity = min(max(number(style.get(f"{which}-opacity", "1"), 1.0), 0.0), 1.0)
        value = value.strip()
        if value.startswith("url("):
            inside, _, rest = value[4:].partition(")")
            server = self.ids.get(inside.strip("\"' ").removeprefix("#"))
            if server is not None:
                paint, own = self._server(server, outline, matrix, frame)
                return paint, opacity * own
            value = rest.strip() or "none"
        found = color(value, self.current(style))
        return (None, opacity) if found is None else (found[0], opacity * found[1])

    @staticmethod
    def current(style: dict[str, str]) -> str:
        """Return what currentColor stands for."""
        found = color(style.get("color", "#000000"))
        return found[0] if found is not None else "#000000"

    # -- servers ----------------------------------------------------------

    def _server(
        self, server: Any, outline: Outline, matrix: Matrix, frame: Frame
    ) -> tuple[str | Gradient | None, float]:
        kind = local_name(server)
        if kind == "pattern":
            self.notes.add("a pattern, drawn as one colour")
            return self._pattern(server), 1.0
        if kind not in ("linearGradient", "radialGradient"):
            return None, 1.0
        chain = self._chain(server)
        stops = next((s for s in (self._stops(g) for g in chain) if s), ())
        if not stops:
            return None, 1.0
        if len({(s.color, s.opacity) for s in stops}) == 1:
            return stops[0].color, stops[0].opacity
        gradient = self._gradient(kind, chain, stops, outline, matrix, frame)
        # A gradient without a length is painted in its last colour: SVG 2, section 14.2.2.
        return (gradient, 1.0) if gradient is not None else (stops[-1].color, stops[-1].opacity)

    def _chain(self, server: Any) -> list[Any]:
        chain = [server]
        while len(chain) < _LONGEST_CHAIN:
            after = self.ids.get(href_of(chain[-1]).removeprefix("#"))
            if after is None or after in chain or not local_name(after).endswith("Gradient"):
                break
            chain.append(after)
        return chain

    def _gradient(  # noqa: PLR0917
        self,
        kind: str,
        chain: list[Any],
        stops: tuple[Stop, ...],
        outline: Outline,
        matrix: Matrix,
        frame: Frame,
    ) -> Gradient | None:
        def get(name: str, default: str) -> str:
            return next((str(g.get(name)) for g in chain if g.get(name) is not None), default)

        x0, y0, x1, y1 = outline.bounds
        is_box = get("gradientUnits", "objectBoundingBox") != "userSpaceOnUse"
        if is_box:
            if x1 <= x0 or y1 <= y0:
                return None
            matrix = multiply(matrix, (x1 - x0, 0.0, 0.0, y1 - y0, x0, y0))
        matrix = multiply(matrix, transform(get("gradientTransform", "")))
        wide, high = (1.0, 1.0) if is_box else (frame.width, frame.height)

        def at(name: str, default: str, whole: float) -> float:
            return length(get(name, default), em=frame.em, whole=whole)

        spread = get("spreadMethod", "pad")
        if kind == "linearGradient":
            ax, ay = at("x1", "0%", wide), at("y1", "0%", high)
            dx, dy = at("x2", "100%", wide) - ax, at("y2", "0%", high) - ay
            if dx == 0 and dy == 0:
                return None
            return Gradient("linear", multiply(matrix, (dx, dy, -dy, dx, ax, ay)), stops, spread)
        cx, cy = at("cx", "50%", wide), at("cy", "50%", high)
        r = at("r", "50%", ((wide**2 + high**2) / 2) ** 0.5)
        if r <= 0:
            return None
        fx, fy = at("fx", str(cx), wide), at("fy", str(cy), high)
        focus = ((fx - cx) / r, (fy - cy) / r)
        return Gradient("radial", multiply(matrix, (r, 0.0, 0.0, r, cx, cy)), stops, spread, focus)

    def _stops(self, gradient: Any) -> tuple[Stop, ...]:
        out: list[Stop] = []
        for element in gradient:
            if local_name(element) != "stop":
                continue
            style = self.sheet.style(element, {})
            found = color(style.get("stop-color", "#000000"), self.current(style))
            if found is None:
                continue
            opacity = found[1] * min(max(number(style.get("stop-opacity", "1"), 1.0), 0.0), 1.0)
            offset = min(max(number(element.get("offset"), 0.0), 0.0), 1.0)
            # Offsets never run back: SVG 2, section 14.2.4.
            out.append(Stop(max(offset, out[-1].offset if out else 0.0), found[0], opacity))
        return tuple(out)

    def _pattern(self, pattern: Any) -> str | None:
        """Return the colour that stands for a pattern: the first that it fills or draws with."""
        seen = 0
        for source in (pattern, self.ids.get(href_of(pattern).removeprefix("#"))):
            for element in source.iter() if source is not None else ():
                seen += 1
                style = self.sheet.style(element, {}) if seen < 100 and local_name(element) else {}
                for which in ("fill", "stroke"):
                    if (found := color(style.get(which))) is not None and found[0] != "#FFFFFF":
                        return found[0]
        return "#BBBBBB"


def _list(text: str | None) -> list[str]:
    return text.replace(",", " ").split() if text and numbers(text) else []
