"""Looks at pixels: are they a photograph, is any of them transparent, can they be read at all."""

from __future__ import annotations

import contextlib
import io
import os
import sys
import warnings
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from natfig.qa._facts import ImageFacts

__all__ = ["MAX_LOOK_PIXELS", "Look", "look_at", "look_at_raw", "silent"]

# Larger pictures are judged by their head alone. An A4 page at 900 dpi has 78 million.
MAX_LOOK_PIXELS = 100_000_000

# A grid of blocks: enough to see every panel, few enough to take 50 ms.
_GRID, _BLOCK_PX = 24, 16
# In a photograph's block few neighbours are equal, there are many colours, and none of
# them prevails. Thresholds separate drawn figures (PNG, TIFF and JPEG at 100–600 dpi)
# from photographs and noisy, smooth and fluorescent micrographs; see tests/qa/test_pixels.py.
_MAX_EQUAL, _MIN_COLORS, _MAX_PREVAILING = 0.6, 8, 0.3
# Share of the blocks that are no plain area which must be tonal, and of all blocks.
_MIN_TONAL_OF_BUSY, _MIN_TONAL_OF_ALL = 0.5, 0.05
# So much pure white, block by block, is paper: a drawn figure's margin and background. A
# camera's white is never this even.
_MIN_PAPER = 0.12
# The empty background of fluorescence: neither for nor against a photograph.
_DARK = 40

_FORMATS = {"png": "PNG", "jpeg": "JPEG", "tiff": "TIFF", "gif": "GIF", "webp": "WEBP", "bmp": "BMP"}


@dataclass(frozen=True, slots=True)
class Look:
    """What the pixels show.

    Parameters
    ----------
    photographic : bool or None
        None where they could not be looked at.
    transparent : bool or None
        Whether any pixel lets the page through; None where not looked at.
    problem : str or None
        Why the pixels can't be read, where the file is to blame.
    """

    photographic: bool | None = None
    transparent: bool | None = None
    problem: str | None = None


def look_at(data: bytes, facts: ImageFacts) -> Look:
    """Return what the pixels of a picture show; never raises.

    Nothing is decoded when the picture has more than `MAX_LOOK_PIXELS`.
    """
    width, height = facts.width_px or 0, facts.height_px or 0
    if facts.encoding not in _FORMATS or not 0 < width * height <= MAX_LOOK_PIXELS:
        return Look()
    from PIL import Image, UnidentifiedImageError

    with warnings.catch_warnings(), silent(facts.encoding == "tiff"):
        # Pillow warns of large pictures and odd tags; the size was checked, the tags are read elsewhere.
        warnings.simplefilter("ignore")
        try:
            with Image.open(io.BytesIO(data), formats=[_FORMATS[facts.encoding]]) as image:
                if image.width * image.height > MAX_LOOK_PIXELS:
                    return Look()
                image.load()
                return Look(_is_photographic(image, facts), _is_transparent(image))
        except UnidentifiedImageError:
            return Look()  # of a kind Pillow doesn't know, such as RGB of 16 bits
        except (MemoryError, Image.DecompressionBombError):
            return Look()
        except Exception:  # noqa: BLE001 — a damaged picture can fail anywhere in the decoders
            return Look(problem="its pixels can't be decoded")


def look_at_raw(data: bytes, size: tuple[int, int], mode: str) -> bool | None:
    """Return whether bare pixels of 8 bits are a photograph's; None where they are too many."""
    width, height = size
    if not 0 < width * height <= MAX_LOOK_PIXELS:
        return None
    from PIL import Image

    image = Image.frombuffer(mode, size, data, "raw", mode, 0, 1)
    return _is_photographic(image, ImageFacts(width, height, mode))


@contextlib.contextmanager
def silent(wanted: bool) -> Iterator[None]:
    """Keep what libtiff says of damaged files off the terminal: it writes there itself."""
    try:
        kept = os.dup(2) if wanted else None
    except OSError:
        kept = None  # there is no such stream
    if kept is None:
        yield
        return
    nowhere = os.open(os.devnull, os.O_WRONLY)
    if sys.stderr is not None:
        sys.stderr.flush()
    os.dup2(nowhere, 2)
    try:
        yield
    finally:
        os.dup2(kept, 2)
        os.close(kept)
        os.close(nowhere)


def _is_transparent(image: Any) -> bool:
    if image.mode == "P" and "transparency" in image.info:
        image = image.convert("RGBA")
    if image.mode not in {"LA", "PA", "RGBA", "La", "RGBa"}:
        return False
    return bool(image.getchannel(image.getbands()[-1]).getextrema()[0] < 255)


def _is_photographic(image: Any, facts: ImageFacts) -> bool:
    if facts.photographic is not None:
        return facts.photographic
    if image.mode == "1" or (image.mode in {"P", "PA"} and facts.encoding != "gif"):
        # Programs reduce drawings to a palette; a photograph of 256 colours is rare.
        return False
    if image.mode not in {"L", "RGB", "I;16", "I", "F", "CMYK"}:
        image = _on_paper(image)
    kinds = [_kind(block, image.mode) for block in _blocks(image)]
    if kinds.count("paper") > _MIN_PAPER * len(kinds):
        return False
    tonal, drawn = kinds.count("tonal"), kinds.count("drawn")
    return tonal >= max(_MIN_TONAL_OF_BUSY * (tonal + drawn), _MIN_TONAL_OF_ALL * len(kinds), 1)


def _on_paper(image: Any) -> Any:
    """Return a picture in RGB, what is transparent laid on white."""
    from PIL import Image

    if image.mode not in {"LA", "PA", "RGBA", "La", "RGBa", "P"}:
        return image.convert("RGB")
    image = image.convert("RGBA")
    paper = Image.new("RGB", image.size, "white")
    paper.paste(image, mask=image.getchannel("A"))
    return paper


def _blocks(image: Any) -> list[list[list[int]]]:
    """Return blocks of pixels from all over a picture, each as rows of whole numbers."""
    side_x, side_y = min(_BLOCK_PX, image.width), min(_BLOCK_PX, image.height)
    across = max(min(_GRID, image.width // side_x), 1)
    down = max(min(_GRID, image.height // side_y), 1)
    blocks = []
    for row in range(down):
        y = (2 * row + 1) * image.height // (2 * down) - side_y // 2
        for column in range(across):
            x = (2 * column + 1) * image.width // (2 * across) - side_x // 2
            raw = image.crop((x, y, x + side_x, y + side_y)).tobytes()
            step = len(raw) // (side_x * side_y)
            line = step * side_x
            blocks.append(
                [
                    [int.from_bytes(raw[i : i + step], "little") for i in range(at, at + line, step)]
                    for at in range(0, line * side_y, line)
                ]
            )
    return blocks


def _kind(block: list[list[int]], mode: str) -> str:
    """Return "paper" (white), "plain" (one colour, or dark), "tonal" (as in a photograph) or "drawn"."""
    counts = Counter(value for row in block for value in row)
    common, times = counts.most_common(1)[0]
    if len(counts) == 1:
        return (
            "paper"
            if common == {"L": 0xFF, "RGB": 0xFFFFFF, "CMYK": 0, "I;16": 0xFFFF}.get(mode)
            else "plain"
        )
    total = sum(counts.values())
    across = sum(a == b for row in block for a, b in pairwise(row))
    down = sum(a == b for upper, lower in pairwise(block) for a, b in zip(upper, lower, strict=True))
    pairs = total * 2 - len(block) - len(block[0])
    few_equal = (across + down) / max(pairs, 1) < _MAX_EQUAL
    if few_equal and len(counts) >= _MIN_COLORS and times / total < _MAX_PREVAILING:
        return "tonal"
    is_dark = mode in {"L", "RGB"} and max(common.to_bytes(3, "little")) <= _DARK
    return "plain" if is_dark else "drawn"
