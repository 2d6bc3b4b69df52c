"""What QA says of a figure that was just written.

One file is checked, the SVG where there is one: the other formats hold the same page,
set by the same engine. ``natfig qa FOLDER`` checks them all.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

__all__ = ["ORDER", "check_written"]

# Which formats to write is the author's choice, and a preview is no submission.
_LEFT_OUT = ("DOC005",)

# Vector files say more than pixels, and SVG is read fastest.
ORDER = ("svg", "pdf", "png", "tiff")


def check_written(figure: Mapping[str, Any]) -> dict[str, Any]:
    """Return ``natfig qa --format json`` of a figure's first output in the order above.

    Parameters
    ----------
    figure : mapping
        An item of ``figures`` in ``natfig render --json``, its outputs written.

    Returns
    -------
    dict
        Paths in it are file names without folders, so that the manifest stays reproducible.
    """
    from natfig.journals import journals
    from natfig.qa.check import Context
    from natfig.qa.result import Results
    from natfig.qa.runner import check_file

    path = min((Path(o["path"]) for o in figure["outputs"]), key=lambda p: ORDER.index(p.suffix[1:]))
    context = Context(journals.load(figure["journal"]), figure["stage"], figure)
    return Results([check_file(path, context, name=path.name, ignore=_LEFT_OUT)]).to_json()
