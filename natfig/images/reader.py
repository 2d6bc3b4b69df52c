"""Any image file: which kind it is, what it holds, and the pixels of a view."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from natfig.core.errors import DataError, did_you_mean
from natfig.images.facts import MOST_PIXELS, ImageFacts, Region, View

if TYPE_CHECKING:
    from natfig.data.files import DataFile

__all__ = ["check_region", "check_view", "find_channel", "read_facts", "read_pixels"]

_HEAD_BYTES = 32
# First bytes: TIFF and BigTIFF in either byte order, PNG, JPEG.
_MAGIC = (
    (b"II*\x00", "tiff"), (b"MM\x00*", "tiff"), (b"II+\x00", "tiff"), (b"MM\x00+", "tiff"),
    (b"\x89PNG\r\n\x1a\n", "png"), (b"\xff\xd8\xff", "jpeg"),
)  # fmt: skip
# Files that people try, by their first bytes, and what to do with them.
_OTHERS = (
    (b"GIF8", "a GIF"), (b"BM", "a BMP"), (b"%PDF", "a PDF"), (b"<svg", "an SVG"), (b"<?xml", "an XML file"),
    (b"ZISRAWFILE", "a Zeiss CZI file"), (b"\x89HDF", "an HDF5 file"), (b"PK\x03\x04", "a ZIP file"),
    (b"\xda\xce\xbe\n", "a Nikon ND2 file"), (b"\x70\x00\x00\x00", "a Leica LIF file"),
)  # fmt: skip


def read_facts(file: DataFile) -> ImageFacts:
    """Read an image's header; its kind is known by its first bytes, not by its name.

    Raises
    ------
    DataError
        If it is no image natfig reads, or is damaged.
    """
    from natfig.images.flat import flat_facts
    from natfig.images.tiff import tiff_facts

    try:
        with file.path.open("rb") as handle:
            head = handle.read(_HEAD_BYTES)
    except OSError as error:
        raise DataError(f"cannot read {file.name}: {error.strerror or error}") from None
    if not head:
        raise DataError(f"{file.name} is empty")
    form = next((form for magic, form in _MAGIC if head.startswith(magic)), None)
    if form is None:
        other = next((words for magic, words in _OTHERS if head.startswith(magic)), "not an image")
        hint = (
            "use kind: svg for drawings" if other in ("an SVG", "a PDF") else "save it as TIFF, PNG or JPEG"
        )
        raise DataError(f"{file.name} is {other}, which kind: image can't read", hint=hint)
    facts = tiff_facts(file) if form == "tiff" else flat_facts(file, form, head)
    if facts.width_px < 1 or facts.height_px < 1:
        raise DataError(f"{file.name} has no pixels")
    return facts


def find_channel(facts: ImageFacts, wanted: int | str) -> int:
    """Return a channel's number.

    Parameters
    ----------
    facts : ImageFacts
    wanted : int or str
        Its number from 0 on, or its name in the file's metadata.

    Raises
    ------
    DataError
        If there is none such.
    """
    if facts.is_color:
        raise DataError(
            f"{facts.name} is a colour image: its channels are mixed already",
            hint="leave channels out to show it as it is, or give the microscope's own file",
        )
    count = len(facts.channels)
    if isinstance(wanted, int):
        if 0 <= wanted < count:
            return wanted
        have = "one channel, 0" if count == 1 else f"the channels {facts.listed_channels}"
        raise DataError(f"{facts.name} has no channel {wanted}", hint=f"it has {have}")
    found = [i for i, name in enumerate(facts.channels) if name.casefold() == wanted.strip().casefold()]
    if len(found) == 1:
        return found[0]
    if found:
        raise DataError(f"{facts.name} has {len(found)} channels called '{wanted}'", hint="give its number")
    named = [name for name in facts.channels if name]
    if not named:
        raise DataError(
            f"{facts.name} has no channel '{wanted}': its channels have no names",
            hint=f"give a number, 0 to {count - 1}" if count > 1 else "write channel: 0",
        )
    raise DataError(
        f"{facts.name} has no channel '{wanted}'", hint=did_you_mean(wanted, named, what="it has")
    )


def check_view(facts: ImageFacts, view: View) -> None:
    """Make sure that a view names one plane of a file.

    Raises
    ------
    DataError
        If an axis is left open, or a number is beyond its end.
    """
    has_channels = view.channel is not None
    for key, what in (("z", "planes along z"), ("t", "time points"), ("page", "pages")):
        value, count = getattr(view, key), facts.sizes.get(key, 1)
        if value is None:
            if count > 1 and not (key == "page" and has_channels):
                more = ", or z: max for the brightest along z" if key == "z" else ""
                more = ", or show pages as channels" if key == "page" and not facts.is_color else more
                raise DataError(
                    f"{facts.name} has {count} {what}, and the spec does not say which one is shown",
                    hint=f"write {key}: 0 to {count - 1}{more}",
                )
        elif isinstance(value, int) and not 0 <= value < count:
            have = f"{key}: 0 to {count - 1}" if count > 1 else f"leave {key} out"
            raise DataError(f"{facts.name} has no {key} {value}", hint=have)
    if not has_channels and not facts.is_color and len(facts.channels) > 1 and view.page is None:
        raise DataError(
            f"{facts.name} has {len(facts.channels)} channels ({facts.listed_channels}), and the spec does "
            "not say which are shown in which colour",
            hint="write channels: [{channel: 0, color: magenta}, {channel: 1, color: green}]",
        )


def check_region(facts: ImageFacts, region: Region, *, is_whole: bool) -> None:
    """Make sure that a region lies inside an image and can be shown.

    Raises
    ------
    DataError
        If it does not, or holds more pixels than any page can show.
    """
    inside = (
        region.x >= 0 and region.y >= 0 and region.width > 0 and region.height > 0
        and region.x + region.width <= facts.width_px and region.y + region.height <= facts.height_px
    )  # fmt: skip
    if not inside:
        raise DataError(
            f"crop [{region.x}, {region.y}, {region.width}, {region.height}] leaves {facts.name}, which is "
            f"{facts.width_px:,} × {facts.height_px:,} px",
            hint="a crop is [left, top, width, height], counted from the top left",
        )
    if region.pixels > MOST_PIXELS:
        size = f"{region.width:,} × {region.height:,} px"
        what = f"{facts.name} is {size}" if is_whole else f"the crop of {facts.name} is {size}"
        gigabytes = region.pixels * np.dtype(facts.dtype).itemsize * (3 if facts.is_color else 1) / 1e9
        raise DataError(
            f"{what} ({gigabytes:.1f} GB a plane), more than the {MOST_PIXELS // 1_000_000} megapixels "
            "a page can show",
            hint="show a part with crop: [x, y, w, h]; only that part is read",
        )


def read_pixels(facts: ImageFacts, view: View, region: Region) -> np.ndarray:
    """Return the pixels of a region as stored, shape (rows, columns) or (rows, columns, 3).

    Parameters
    ----------
    facts : ImageFacts
    view : View
        Checked by `check_view`; ``z="max"`` takes the brightest value along z.
    region : Region
        Checked by `check_region`.

    Raises
    ------
    DataError
        If the file is damaged.
    """
    from natfig.images.flat import read_flat
    from natfig.images.tiff import read_tiff

    if facts.form != "tiff":
        return read_flat(facts, region)
    if view.z != "max":
        return read_tiff(facts, view, region)
    brightest: np.ndarray | None = None
    for z in range(facts.sizes.get("z", 1)):
        plane = read_tiff(facts, View(view.channel, z, view.t, view.page), region)
        brightest = plane if brightest is None else np.maximum(brightest, plane)
    if brightest is None:
        raise DataError(f"{facts.name} has no planes along z")
    return brightest
