"""Computed styles of the elements of a draft, and setting a property so that it really wins."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any

from natfig.core import lazyre
from natfig.qa.readers._svg.css import Cascade
from natfig.qa.readers._svg.frame import page_of
from natfig.qa.readers._svg.names import local_name
from natfig.qa.readers._svg.style import ROOT, Style

if TYPE_CHECKING:
    from natfig.qa.fixes._edits import Edits

__all__ = ["Styles", "inline_of", "px", "text_around"]

# Elements whose letters are part of a text, as the reader takes them.
_INLINE = frozenset({"text", "tspan", "a", "textPath", "tref", "altGlyph"})
# One declaration of a style attribute; quotes and brackets may hold semicolons.
_DECLARATION = lazyre.compile(r"(?:[^;\"'(]|\"[^\"]*\"|'[^']*'|\([^)]*\))+")
# A longer attribute is not taken apart; what is said last in it counts.
_LONG = 4000
_ODD = ("\\", "/*", "{", "}")


def inline_of(text: Any) -> Iterator[Any]:
    """Yield a text element and those within it that hold letters, outer ones first."""
    for element in text.iter("*"):
        if local_name(element.tag) in _INLINE:
            yield element


def text_around(element: Any) -> Any:
    """Return the ``<text>`` that an element belongs to."""
    while local_name(element.tag) != "text":
        parent = element.getparent()
        if parent is None:
            break
        element = parent
    return element


def px(value: float) -> str:
    """Return a length of five figures, rounded up: one that fits a floor must not fall below it.

    What a viewBox of three decimals rounds off doesn't count: 5.000006 is 5.
    """
    places = max(0, 4 - math.floor(math.log10(value)))
    step = 10.0**places
    text = f"{math.ceil(value * step - 0.1) / step:.{places}f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


class Styles:
    """Computed styles by element, worked out along the lines of inheritance.

    A ``<use>`` may show an element below other parents than those it has in the file;
    such a style is only right where the element itself declares what is asked for.
    """

    def __init__(self, root: Any) -> None:
        self.cascade = Cascade(root, viewport=page_of(root)[1])
        self._known: dict[Any, Style] = {}

    def of(self, element: Any) -> Style:
        """Return the computed style of an element."""
        known = self._known
        chain = []
        node = element
        while node is not None and node not in known:
            chain.append(node)
            node = node.getparent()
        style = ROOT if node is None else known[node]
        for node in reversed(chain):
            style = known[node] = self.cascade.style(node, style)
        return style

    def forget(self, element: Any | None = None) -> None:
        """Forget the styles of an element and of all within it, or of the whole file."""
        if element is None:
            self._known.clear()
            return
        for node in element.iter("*"):
            self._known.pop(node, None)

    def put(
        self, edits: Edits, element: Any, name: str, value: str, is_reached: Callable[[Style], bool]
    ) -> bool:
        """Set a property where it is declared now, else where it wins; False where it can't be made to.

        Parameters
        ----------
        edits : Edits
        element : Element
        name : str
            A property that is also an attribute.
        value : str
            As CSS has it.
        is_reached : callable
            Whether a computed style is as wished.
        """
        style, attribute = element.get("style"), element.get(name)
        for place, text in _ways(style, attribute, name, value):
            old = element.get(place)
            _set(element, place, text)
            self._known.pop(element, None)
            if is_reached(self.of(element)):
                _set(element, place, old)
                edits.set(element, place, text)
                self._known.pop(element, None)
                return True
            _set(element, place, old)
            self._known.pop(element, None)
        return False


def _set(element: Any, name: str, value: str | None) -> None:
    if value is None:
        element.attrib.pop(name, None)
    else:
        element.set(name, value)


def _ways(style: str | None, attribute: str | None, name: str, value: str) -> Iterator[tuple[str, str]]:
    """Yield (attribute, its value) in the order in which they are tried."""
    bare = value
    if attribute is not None and value.endswith("px") and attribute.strip()[-1:].isdigit():
        bare = value[:-2]  # as the numbers around it are written
    if attribute is not None or not style:
        yield name, bare
    yield "style", _declared(style or "", name, value)
    yield "style", _declared(style or "", name, f"{value} !important")


def _declared(style: str, name: str, value: str) -> str:
    """Return a style attribute with a declaration at its end, in the place of older ones of the same name."""
    if len(style) > _LONG or any(sign in style for sign in _ODD):
        return f"{style.rstrip().rstrip(';')}; {name}: {value}"
    parts = [part.strip() for part in _DECLARATION.findall(style)]
    kept = [p for p in parts if p and p.partition(":")[0].strip().lower() != name]
    return "; ".join([*kept, f"{name}: {value}"])
