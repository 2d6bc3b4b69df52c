"""Functions of styles/natfig.R, cut out by name for scripts that have to stand by themselves."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache

from natfig.core.resources import styles_dir

__all__ = ["function_names", "functions"]

_START = re.compile(r"^([A-Za-z_.][A-Za-z0-9_.]*) <- function\(", re.MULTILINE)


@cache
def _source() -> dict[str, str]:
    """Return name → source of the function with the comment above it, in the file's order."""
    lines = styles_dir("natfig.R").read_text("utf-8").splitlines()
    out: dict[str, str] = {}
    for i, line in enumerate(lines):
        found = _START.match(line)
        if not found:
            continue
        start = i
        while start and lines[start - 1].startswith("# ") and not lines[start - 1].rstrip().endswith("---"):
            start -= 1
        end = next(j for j in range(i, len(lines)) if lines[j].startswith("}"))
        out[found[1]] = "\n".join(lines[start : end + 1]) + "\n"
    return out


def function_names() -> tuple[str, ...]:
    """Return the functions there are."""
    return tuple(_source())


def functions(names: Iterable[str]) -> str:
    """Return the source of functions and of all they use, in the file's order.

    Raises
    ------
    KeyError
        If there is no such function.
    """
    source = _source()
    wanted: set[str] = set()
    todo = list(names)
    while todo:
        name = todo.pop()
        if name in wanted:
            continue
        wanted.add(name)
        code = "\n".join(k for k in source[name].splitlines() if not k.startswith("#"))
        todo += [other for other in source if other != name and re.search(rf"\b{re.escape(other)}\(", code)]
    return "\n".join(text for name, text in source.items() if name in wanted)
