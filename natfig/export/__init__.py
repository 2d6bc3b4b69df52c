"""One module per output format, and the manifest."""

from __future__ import annotations

from collections.abc import Iterable

from natfig.core.errors import UsageError

__all__ = ["FORMATS", "check_formats"]

# In the order they are written unless a spec says otherwise.
FORMATS = ("svg", "pdf", "tiff", "png")


def check_formats(formats: Iterable[str]) -> None:
    """Refuse a format that natfig does not write.

    Raises
    ------
    UsageError
        Naming the first unknown one and all known ones.
    """
    for name in formats:
        if name not in FORMATS:
            raise UsageError(f"unknown format '{name}'", hint=f"known: {', '.join(FORMATS)}")
