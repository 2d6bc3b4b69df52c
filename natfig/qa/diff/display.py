"""Compares two figures from Python and shows what differs, in a notebook as a page.

::

    import natfig

    natfig.diff_figures("before.svg", "after.svg")
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

from natfig.core.errors import DocumentError, NatfigError, Problem
from natfig.qa.diff.change import TOLERANCE_MM, Change, Difference
from natfig.qa.diff.compare import compare
from natfig.qa.document import Document

__all__ = ["FigureDifference", "diff_figures"]

# A notebook keeps what it shows: larger pictures are drawn as a schematic there.
_MAX_NOTEBOOK_PICTURE_BYTES = 5_000_000
_FRAME_HEIGHT_PX = 760


class FigureDifference:
    """What differs between two figures.

    Parameters
    ----------
    difference : Difference
    """

    def __init__(self, difference: Difference) -> None:
        self.difference = difference

    @property
    def same(self) -> bool:
        """Whether nothing differs in what was compared."""
        return self.difference.same

    @property
    def changes(self) -> list[Change]:
        """What differs, by panel, the most important first."""
        return list(self.difference.changes)

    def to_json(self) -> dict[str, Any]:
        """Return what ``natfig diff --format json`` writes."""
        return self.difference.to_json()

    def to_html(self) -> str:
        """Return the page that ``natfig diff --format html`` writes."""
        from natfig.qa.diff.report_html import html_report

        return html_report(self.difference)

    def save(self, path: str | os.PathLike[str]) -> Path:
        """Write the page to a file and return its path.

        Raises
        ------
        OutputError
            If it can't be written.
        """
        from natfig.core.io import write_atomic

        target = Path(path)
        write_atomic(target, self.to_html().encode("utf-8", "backslashreplace"))
        return target

    def __repr__(self) -> str:
        from natfig.qa.diff.report_text import text_report

        return text_report(self.difference).rstrip("\n")

    def _repr_html_(self) -> str:
        """Return the page in a frame without rights: what a figure holds can't reach the notebook."""
        from natfig.core.webpage import framed
        from natfig.qa.diff.report_html import html_report

        page = html_report(self.difference, max_picture_bytes=_MAX_NOTEBOOK_PICTURE_BYTES)
        return framed(page, title="Figure comparison", height_px=_FRAME_HEIGHT_PX, plain=repr(self))


def diff_figures(old: Any, new: Any, *, tolerance_mm: float = TOLERANCE_MM) -> FigureDifference:
    """Compare two figures by their texts, marks, looks and places.

    Parameters
    ----------
    old, new : str, path, bytes, file object or matplotlib figure
        A matplotlib figure is saved as SVG, as `matplotlib.rcParams` say.
    tolerance_mm : float
        Places that differ by less are the same.

    Returns
    -------
    FigureDifference

    Raises
    ------
    UsageError
        If there is no such file, or it is none of the above.
    DocumentError
        If a figure can't be read, or one is made of pixels and the other is not.
    """
    sides = [_read(old, "old"), _read(new, "new")]
    (name, one, data), (other, two, more) = sides
    difference = compare(one, two, tolerance_mm=tolerance_mm, data=(data, more))
    difference.old, difference.new = name, other
    return FigureDifference(difference)


def _read(figure: Any, side: str) -> tuple[str, Document, bytes]:
    from natfig.qa.display import figure_bytes
    from natfig.qa.runner import open_document

    path, data = figure_bytes(figure)
    name = f"{side} figure" if path is None else str(path)
    try:
        return name, open_document(path or Path(name), data=data), data
    except NatfigError as error:
        problems = [Problem(p.message, name, p.line, p.column, p.hint) for p in error.problems]
        raise DocumentError(problems) from None
