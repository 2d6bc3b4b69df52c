"""Where a line of text may be broken: the same places in both backends."""

from __future__ import annotations

__all__ = ["words"]

_RELATIONS = frozenset("=<>≤≥±×")


def words(text: str) -> list[str]:
    """Split at spaces, but never inside a formula, nor a relation from its sides ("n = 8", "P < 0.01").

    A line that begins with a number of observations ("n = 8 animals") stays whole.
    """
    if text.startswith("n = "):
        return [text]
    parts, in_formula = [""], False
    for char in text:
        in_formula ^= char == "$"
        if char == " " and not in_formula:
            parts.append("")
        else:
            parts[-1] += char
    whole: list[str] = []
    for part in filter(None, parts):
        if whole and (part in _RELATIONS or whole[-1].rpartition(" ")[2] in _RELATIONS):
            whole[-1] += f" {part}"
        else:
            whole.append(part)
    return whole or [""]
