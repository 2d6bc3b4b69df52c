"""What QA says of a figure that was just written.

One file is checked, the SVG where there is one: the other formats hold the same page,
set by the same engine. ``natfig qa FOLDER`` checks them all.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from natfig.qa.result import FileResult

__all__ = ["ORDER", "check_drawing", "check_written"]

# Which formats to write is the author's choice, and a preview is no submission.
_LEFT_OUT = ("DOC005",)

# Vector files say more than pixels, and SVG is read fastest.
ORDER = ("svg", "pdf", "png", "tiff")


def check_drawing(figure: Mapping[str, Any]) -> FileResult:
    """Return what QA says of a figure's first output in the order above.

    Parameters
    ----------
    figure : mapping
        An item of ``figures`` in ``natfig render --json``, its outputs written.
    """
    from natfig.journals import journals
    from natfig.qa.check import Context
    from natfig.qa.runner import check_file

    path = min((Path(o["path"]) for o in figure["outputs"]), key=lambda p: ORDER.index(p.suffix[1:]))
    context = Context(journals.load(figure["journal"]), figure["stage"], figure)
    return check_file(path, context, name=path.name, ignore=_LEFT_OUT)


def check_written(figure: Mapping[str, Any]) -> dict[str, Any]:
    """Return `check_drawing` as ``natfig qa --format json`` has it.

    Parameters
    ----------
    figure : mapping
        An item of ``figures`` in ``natfig render --json``, its outputs written.

    Returns
    -------
    dict
        Paths in it are file names without folders, so that the manifest stays reproducible.
    """
    from natfig.qa.result import Results

    return Results([check_drawing(figure)]).to_json()
