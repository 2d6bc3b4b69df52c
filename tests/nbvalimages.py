"""A pytest plugin: nbval compares the pictures of a notebook, too, which it leaves out by itself.

Pictures are compared as what is seen: another build of a compression library may write other bytes.
"""

import base64
import io
from collections.abc import Iterator, Sequence
from typing import Any

import nbval.plugin
import numpy as np
from PIL import Image

# Of 255, over all pixels: another rounding of an edge stays far below, a line that moved by a pixel doesn't.
MOST_MEAN_DIFFERENCE = 0.5

_compare_outputs = nbval.plugin.IPyNbCell.compare_outputs


def pictures(outputs: Sequence[Any]) -> Iterator[np.ndarray]:
    """Yield the PNG pictures of a cell's outputs, as pixels."""
    for output in outputs:
        png = output.get("data", {}).get("image/png")
        if png is not None:
            with Image.open(io.BytesIO(base64.b64decode(png))) as image:
                yield np.asarray(image.convert("RGB"), dtype=float)


def difference(found: np.ndarray, kept: np.ndarray) -> str | None:
    """Return in what two pictures differ, or None where nobody could see it."""
    if found.shape != kept.shape:
        return f"{found.shape[1]} × {found.shape[0]} px instead of {kept.shape[1]} × {kept.shape[0]} px"
    mean = float(np.abs(found - kept).mean())
    return f"pixels differ by {mean:.2f} of 255 on average" if mean > MOST_MEAN_DIFFERENCE else None


def _compare_with_pictures(cell: Any, test: Any, ref: Any, *args: Any, **kwargs: Any) -> bool:
    if not _compare_outputs(cell, test, ref, *args, **kwargs):
        return False
    found, kept = list(pictures(test)), list(pictures(ref))
    said = [d for pair in zip(found, kept, strict=False) if (d := difference(*pair)) is not None]
    if len(found) != len(kept):
        said.append(f"{len(found)} pictures instead of {len(kept)}")
    cell.comparison_traceback = [*cell.comparison_traceback, *said]
    return not said


nbval.plugin.IPyNbCell.compare_outputs = _compare_with_pictures
