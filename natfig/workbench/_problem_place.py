"""Which field of a form a problem belongs to, told by its words and its line."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

from natfig.core import lazyre
from natfig.core.errors import Problem
from natfig.spec.edit import MISSING, value_at

__all__ = ["problem_json"]

KeyPath = tuple[str | int, ...]

# Some sentences name the key after its parent: "claims.runs: assert: …".
_PATH = lazyre.compile(r"([A-Za-z_][\w-]*(?:\.[\w-]+)*):(?: ([a-z_]+):)?")
_PANEL = lazyre.compile(r"panel ([a-z])\b")
_MISSING_KEY = lazyre.compile(r"the key '([^']+)' is missing")


def problem_json(
    problem: Problem, data: Mapping[str, Any], lines: Mapping[KeyPath, int], fields: Collection[str]
) -> dict[str, Any]:
    """Return a problem for a form.

    Parameters
    ----------
    problem : Problem
    data : mapping
        What the spec holds; empty where it can't be read.
    lines : mapping of tuple to int
        Key path → line.
    fields : collection of str
        Ids of the form's fields.

    Returns
    -------
    dict
        ``message`` (one sentence), ``line``, ``keys`` and ``field`` (an id or None).
    """
    keys, nearer = _keys(problem.message, data), _keys_of_line(problem.line, lines)
    keys = nearer if nearer[: len(keys)] == keys else keys
    names = [str(k) for k in keys]
    field = next((n for i in range(len(names), 0, -1) if (n := ".".join(names[:i])) in fields), None)
    return {
        "message": str(Problem(problem.message, hint=problem.hint)),
        "line": problem.line,
        "keys": list(keys),
        "field": field,
    }


def _keys(message: str, data: Mapping[str, Any]) -> KeyPath:
    """Return the key path a message begins with, as far as the spec has it."""
    if panel := _PANEL.match(message):
        return ("panels", panel[1])
    found = _PATH.match(message)
    if not found:
        return ()
    keys: list[str | int] = []
    for part in found[1].split("."):
        key: str | int = part
        if value_at(data, (*keys, key)) is MISSING and part.isdigit():
            key = int(part)
        keys.append(key)
    if value_at(data, keys[:1]) is MISSING:
        return ()
    if found[2] and value_at(data, (*keys, found[2])) is not MISSING:
        keys.append(found[2])
    if missing := _MISSING_KEY.search(message):
        keys.append(missing[1])
    return tuple(keys)


def _keys_of_line(line: int | None, lines: Mapping[KeyPath, int]) -> KeyPath:
    """Return the deepest key path that holds everything on a line."""
    there = [path for path, at in lines.items() if at == line]
    if not there:
        return ()
    first, shared = there[0], 0
    while shared < min(map(len, there)) and all(p[shared] == first[shared] for p in there):
        shared += 1
    return tuple(first[:shared])
