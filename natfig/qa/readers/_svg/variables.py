"""Custom properties (``--x``) and ``var()``, bounded whatever a file does with them.

Source: CSS Custom Properties 1, <https://www.w3.org/TR/css-variables-1/>.
"""

from __future__ import annotations

import re

from natfig.core import lazyre

__all__ = ["MAX_TEXT", "Variables", "has_var", "substitute"]

# A value that grows beyond this counts as invalid, as it does in browsers: variables that
# double one another would fill any memory.
MAX_TEXT = 65_536
_MAX_DEPTH = 32

_VAR = lazyre.compile(r"(?<![\w\\-])var\(", re.IGNORECASE)
_PIECE = lazyre.compile(
    r"\"(?:[^\"\\]|\\.)*\"?|'(?:[^'\\]|\\.)*'?|(?<![\w\\-])var\(|[()]|\\.", re.IGNORECASE | re.DOTALL
)
_NAME = lazyre.compile(r"\s*(--[^\s,()\"']*)\s*(,|\Z)", re.DOTALL)


class Variables:
    """The custom properties an element sees: its own, then its parent's.

    A value is worked out once, and only when something refers to it.
    """

    __slots__ = ("_known", "_own", "_parent", "_pending")

    def __init__(self, own: dict[str, str | None], parent: Variables | None) -> None:
        self._own = own
        self._parent = parent
        self._known: dict[str, str | None] = {}
        self._pending: set[str] = set()

    def get(self, name: str, depth: int = 0) -> str | None:
        """Return a value with everything put in, or None where it has none or refers to itself."""
        scope: Variables | None = self
        while scope is not None and name not in scope._own:
            scope = scope._parent
        return None if scope is None else scope._settled(name, depth)

    def _settled(self, name: str, depth: int) -> str | None:
        if name in self._known:
            return self._known[name]
        text = self._own[name]
        if name in self._pending or depth > _MAX_DEPTH:
            return None
        if text is not None and has_var(text):
            self._pending.add(name)
            text = substitute(text, self, depth + 1)
            self._pending.discard(name)
        self._known[name] = text
        return text


def has_var(text: str) -> bool:
    """Return whether a value refers to a custom property."""
    return "(" in text and _VAR.search(text) is not None


def substitute(text: str, variables: Variables | None, depth: int = 0) -> str | None:
    """Return a value with each ``var()`` replaced, or None where one has neither value nor fallback."""
    parts: list[str] = []
    length = start = level = 0
    opened: int | None = None
    if depth > _MAX_DEPTH or len(text) > MAX_TEXT:
        return None
    # An unclosed var( ends with the value, as everything unclosed does in CSS.
    for match in _PIECE.finditer(text + ")" * (text.count("(") - text.count(")"))):
        piece = match[0]
        if opened is None:
            if piece[:3].lower() == "var":
                parts.append(text[start : match.start()])
                opened, level = match.end(), 1
        elif piece.endswith("(") and piece[0] not in "\"'\\":
            level += 1
        elif piece == ")":
            level -= 1
            if level == 0:
                value = _replaced(text[opened : match.start()], variables, depth)
                length += 0 if value is None else len(value)
                if value is None or length > MAX_TEXT:
                    return None
                parts.append(value)
                start, opened = match.end(), None
    if opened is not None:
        return None
    parts.append(text[start:])
    return "".join(parts)


def _replaced(inner: str, variables: Variables | None, depth: int) -> str | None:
    """Return what one ``var()`` comes to, given what stands between its parentheses."""
    match = _NAME.match(inner)
    if match is None:
        return None
    value = None if variables is None else variables.get(match[1], depth + 1)
    if value is None and match[2]:
        return substitute(inner[match.end() :], variables, depth + 1)
    return value
