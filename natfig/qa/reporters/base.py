"""What a report format is."""

from __future__ import annotations

from typing import Protocol

from natfig.qa.result import Results

__all__ = ["Reporter"]


class Reporter(Protocol):
    """What a module in `natfig.qa.reporters` offers as ``reporter``.

    `per_file` is True for formats that make one file for each figure (html).
    """

    id: str
    help: str
    suffix: str
    per_file: bool

    def render(self, results: Results, *, color: bool = False, width: int = 100) -> str:
        """Return the report as text; `color` and `width` (columns) are for terminals."""
