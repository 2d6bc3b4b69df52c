"""Regular expressions that are compiled when they are first used.

Compiling is Python code in Python's library, up to some milliseconds a pattern, and a
command that looks at one small file uses a few of a hundred.
"""

from __future__ import annotations

import re
from typing import Any, AnyStr, cast

__all__ = ["compile"]


class _Lazy:
    """Stands in for a pattern until one of its methods is asked for."""

    def __init__(self, pattern: Any, flags: int) -> None:
        self._arguments = (pattern, flags)

    def __getattr__(self, name: str) -> Any:
        compiled = re.compile(*self._arguments)
        for method in ("match", "fullmatch", "search", "sub", "split", "findall", "finditer", "pattern"):
            setattr(self, method, getattr(compiled, method))
        return getattr(compiled, name)

    def __repr__(self) -> str:
        return f"lazyre.compile({self._arguments[0]!r})"


def compile(pattern: AnyStr, flags: int = 0) -> re.Pattern[AnyStr]:  # noqa: A001 - as in `re`
    """Return a pattern that is compiled at its first use; a mistake in it shows up only then."""
    return cast("re.Pattern[AnyStr]", _Lazy(pattern, flags))
