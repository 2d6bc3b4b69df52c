"""Reading PDF objects that may be anything: every accessor has an answer for the wrong type."""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import Any

import pikepdf

__all__ = ["array", "child", "key_of", "kind", "matrix", "name", "number", "numbers", "text", "walk"]

_MOST_ITEMS = 100_000


def kind(obj: Any) -> str:
    """Return what an object is: "Array", "Dictionary", "Stream", "Name", "String", or ""."""
    if not isinstance(obj, pikepdf.Object):
        return "Array" if isinstance(obj, list) else ""
    for what in (pikepdf.Array, pikepdf.Dictionary, pikepdf.Stream, pikepdf.Name, pikepdf.String):
        if isinstance(obj, what):
            return what.__name__
    return ""


def child(obj: Any, key: str) -> Any:
    """Return an entry of a dictionary or stream, or None."""
    try:
        return obj.get(key)
    except (AttributeError, TypeError, ValueError, NotImplementedError, RuntimeError):
        return None


def array(obj: Any) -> list[Any]:
    """Return the items of an array (of a bounded number); [] for anything else."""
    if isinstance(obj, (list, tuple)):
        return list(obj[:_MOST_ITEMS])
    if kind(obj) != "Array":
        return []
    try:
        return list(obj) if len(obj) <= _MOST_ITEMS else [obj[i] for i in range(_MOST_ITEMS)]
    except (TypeError, ValueError, RuntimeError):
        return []


def number(obj: Any, default: float = 0.0) -> float:
    """Return a finite number, or the default."""
    try:
        value = float(obj)
    except (TypeError, ValueError, ArithmeticError):
        return default
    return value if math.isfinite(value) else default


def numbers(obj: Any, count: int | None = None) -> list[float] | None:
    """Return an array of finite numbers (of a length, if given), or None."""
    items = array(obj)
    try:
        values = [float(v) for v in items]
    except (TypeError, ValueError, ArithmeticError):
        return None
    if (count is not None and len(values) != count) or not all(map(math.isfinite, values)):
        return None
    return values


def matrix(obj: Any) -> tuple[float, float, float, float, float, float] | None:
    """Return the six numbers of a matrix, or None."""
    values = numbers(obj, 6)
    return None if values is None else (values[0], values[1], values[2], values[3], values[4], values[5])


def name(obj: Any) -> str:
    """Return a name without its slash; "" for what is none."""
    if isinstance(obj, str):
        return obj.removeprefix("/")
    try:
        return str(obj)[1:] if kind(obj) == "Name" else ""
    except (UnicodeError, ValueError, RuntimeError):
        return ""


def text(obj: Any) -> str:
    """Return a text string or a name as text; "" for anything else."""
    try:
        return str(obj) if kind(obj) == "String" else name(obj)
    except (UnicodeError, ValueError, RuntimeError):
        return ""


def key_of(obj: Any) -> tuple[int, int] | None:
    """Return what identifies an indirect object, or None for a direct one."""
    try:
        number_of, generation = obj.objgen
    except (AttributeError, TypeError, ValueError):
        return None
    return (int(number_of), int(generation)) if number_of else None


def walk(root: Any, kids: str, most: int = 10_000) -> Iterator[Any]:
    """Yield a tree's nodes over an array of children, each indirect one once, at the most `most`."""
    stack, seen = [root], set()
    while stack and most > 0:
        node = stack.pop()
        if node is None:
            continue
        key = key_of(node)
        if key is not None:
            if key in seen:
                continue
            seen.add(key)
        most -= 1
        yield node
        stack.extend(reversed(array(child(node, kids))[:most]))
