"""The colours of gradients and patterns."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from natfig.qa.colors import parse_color
from natfig.qa.readers._svg.names import HREF, XLINK_HREF, local_name
from natfig.qa.readers._svg.style import ROOT

if TYPE_CHECKING:
    from natfig.qa.readers._svg.css import Cascade

__all__ = ["colors_of"]

_MAX_CHAIN = 16
_MAX_STOPS = 2000


def colors_of(target: Any, find: Callable[[str], Any], cascade: Cascade, color: str) -> tuple[str, ...]:
    """Return the colours of a gradient's stops in order, or of a pattern's shapes.

    Parameters
    ----------
    target : Element
        A gradient or pattern; one that has no content takes it from what its href names.
    find : callable
        ``find("#id")`` returns an element of the same file or None.
    cascade : Cascade
    color : str
        What ``currentColor`` means here.
    """
    for _ in range(_MAX_CHAIN):
        if target is None:
            return ()
        kind = local_name(target.tag)
        found = _pattern(target, cascade) if kind == "pattern" else _stops(target, color)
        if found:
            return found
        target = find(target.get(HREF) or target.get(XLINK_HREF) or "")
    return ()


def _stops(target: Any, color: str) -> tuple[str, ...]:
    colors: list[str] = []
    for stop in target.iterchildren():
        if local_name(stop.tag) != "stop" or len(colors) >= _MAX_STOPS:
            continue
        declared = _declared(stop, "stop-color") or "black"
        parsed = parse_color(color if declared.strip().lower() == "currentcolor" else declared)
        if parsed is not None:
            colors.append(parsed[0])
    return tuple(colors)


def _declared(element: Any, name: str) -> str | None:
    for part in (element.get("style") or "").split(";"):
        key, _, value = part.partition(":")
        if key.strip() == name:
            return str(value).strip()
    value = element.get(name)
    return None if value is None else str(value)


def _pattern(target: Any, cascade: Cascade) -> tuple[str, ...]:
    found: dict[str, None] = {}
    for number, element in enumerate(target.iterdescendants()):
        if number > _MAX_STOPS:
            break
        if not local_name(element.tag):
            continue
        style = cascade.style(element, ROOT)
        for value in (style.fill, style.stroke):
            if value is not None and value.startswith("#"):
                found[value] = None
    return tuple(found)
