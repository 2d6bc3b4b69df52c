"""Patterns of a project's configuration: of paths, and of texts."""

from __future__ import annotations

import re
from functools import cache

__all__ = ["is_like", "matches"]


@cache
def _pattern(glob: str) -> re.Pattern[str]:
    """Return the regular expression of a glob over relative paths with forward slashes."""
    anywhere = "/" not in glob.rstrip("/")
    out = ["(?:.*/)?" if anywhere else ""]
    rest = glob.strip("/")
    while rest:
        if rest.startswith("**/"):
            out.append("(?:.*/)?")
            rest = rest[3:]
        elif rest.startswith("**"):
            out.append(".*")
            rest = rest[2:]
        elif (some := re.match(r"\[(!?)([^]/]+)\]", rest)) is not None:
            inside = some[2].replace("\\", "\\\\").replace("^", "\\^").replace("[", "\\[")
            out.append(f"[{'^/' if some[1] else ''}{inside}]")
            rest = rest[some.end() :]
        else:
            out.append({"*": "[^/]*", "?": "[^/]"}.get(rest[0]) or re.escape(rest[0]))
            rest = rest[1:]
    return re.compile("".join(out) + "(?:/.*)?", re.DOTALL)


def matches(glob: str, path: str) -> bool:
    """Return whether a relative path with forward slashes, or a folder above it, is as a glob says."""
    return _pattern(glob).fullmatch(path) is not None


def is_like(pattern: str, text: str) -> bool:
    """Return whether a text is as a pattern says, in which ``*`` stands for anything.

    Linear in the text, which comes from a file of any size.
    """
    first, *middle = " ".join(pattern.split()).split("*")
    text = " ".join(text.split())
    if not middle:
        return text == first
    last = middle.pop()
    if len(text) < len(first) + len(last) or not text.startswith(first) or not text.endswith(last):
        return False
    place, end = len(first), len(text) - len(last)
    for part in middle:
        place = text.find(part, place, end)
        if place < 0:
            return False
        place += len(part)
    return True
