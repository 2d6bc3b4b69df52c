"""TIFF, BigTIFF, OME-TIFF and ImageJ stacks: their header, and a region of one plane.

Only what is asked for is read: contiguous data through a memory map, compressed
data strip by strip or tile by tile, so that a crop of a slide scan larger than
memory costs what the crop costs.
"""

from __future__ import annotations

import contextlib
import logging
import struct
import zlib
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import numpy as np

from natfig.core.errors import DataError, MissingRuntimeError
from natfig.images.facts import MOST_PIXELS, ImageFacts, Region, View
from natfig.images.metadata import ome_channels, pixel_size

if TYPE_CHECKING:
    from tifffile import TiffFile

    from natfig.data.files import DataFile

__all__ = ["read_tiff", "tiff_facts"]

# What tifffile raises on damaged files, besides its own TiffFileError (a ValueError or Exception).
_BROKEN = (
    OSError, ValueError, TypeError, KeyError, IndexError, AttributeError, OverflowError, ZeroDivisionError,
    RecursionError, AssertionError, NotImplementedError, MemoryError, struct.error, zlib.error, SyntaxError,
    RuntimeError,
)  # fmt: skip
# PhotometricInterpretation (TIFF 6.0, page 37 and sections 16 to 23).
_WHITE_IS_ZERO, _BLACK_IS_ZERO, _RGB, _PALETTE, _YCBCR = 0, 1, 2, 3, 6
_STRANGE = {5: "CMYK", 8: "CIE L*a*b*", 9: "ICC L*a*b*", 32803: "a raw camera's colour mosaic"}
_JPEG = (6, 7)


@contextlib.contextmanager
def _opened(file: DataFile | ImageFacts) -> Iterator[TiffFile]:
    """Open a TIFF; whatever is broken in it becomes one sentence."""
    import tifffile

    # What is wrong is said in an error; tifffile would also log it on the terminal.
    logger = logging.getLogger("tifffile")
    before, logger.disabled = logger.disabled, True
    try:
        # Never the other files an OME header may name.
        with tifffile.TiffFile(file.path, _multifile=False) as tif:
            yield tif
    except (tifffile.TiffFileError, ImportError, *_BROKEN) as error:
        # A codec of Python itself may be what is missing, too.
        if isinstance(error, ImportError) or "requires the 'imagecodecs' package" in str(error):
            kind = _compression(file)
            raise MissingRuntimeError(
                f"{file.name} is compressed as {kind}, which only the package imagecodecs reads",
                hint="pip install imagecodecs, or save the image without compression",
            ) from None
        raise DataError(
            f"{file.name} is not a readable TIFF: {_reason(error)}", hint="save it again from its program"
        ) from None
    finally:
        logger.disabled = before


def _compression(file: DataFile | ImageFacts) -> str:
    """Return the name of the first page's compression, for a message."""
    import tifffile

    with tifffile.TiffFile(file.path, _multifile=False) as tif:
        return str(getattr(tif.pages.first.compression, "name", tif.pages.first.compression))


def _reason(error: BaseException) -> str:
    return (" ".join(str(error).split()) or type(error).__name__)[:160]


def _axes(tif: TiffFile, name: str) -> tuple[str, tuple[int, ...]]:
    """Return axes and shape of the first series; other kinds of axes than T, Z, C, Y, X and S are "P"."""
    if not tif.pages or not tif.series:
        raise DataError(f"{name} holds no image")
    series = tif.series[0]
    axes = "".join(a if a in "TZCYXS" else "P" for a in series.axes)
    repeated = [a for a in set(axes) if axes.count(a) > 1]
    if repeated or "Y" not in axes or "X" not in axes:
        raise DataError(
            f"{name} has the axes {series.axes}, which are more than time, z, channel, y and x",
            hint="save the part that is shown as a file of its own",
        )
    return axes, tuple(int(n) for n in series.shape)


def tiff_facts(file: DataFile) -> ImageFacts:
    """Read a TIFF's header.

    Raises
    ------
    DataError
        If it is no TIFF, is damaged, or holds something else than light (CMYK, complex numbers).
    """
    with _opened(file) as tif:
        axes, shape = _axes(tif, file.name)
        page: Any = tif.series[0].keyframe
        photometric, dtype = int(page.photometric), np.dtype(tif.series[0].dtype)
        _check_kind(file.name, photometric, dtype, page)
        sizes = dict(zip(axes, shape, strict=True))
        is_color = photometric in (_RGB, _YCBCR) and sizes.get("S", 1) >= 3
        xml = tif.ome_metadata if tif.is_ome else None
        samples = 1 if is_color else sizes.get("S", 1)
        count = sizes.get("C", 1) * samples
        paged = sizes.get("P", 1)
        names = ome_channels(xml, count)
        pages_are_channels = count == 1 and paged > 1 and not is_color and photometric != _PALETTE
        if pages_are_channels:
            names = ("",) * paged
        size, note = pixel_size(xml, tif.imagej_metadata, _resolution(page), _unit(page))
        stacks = {key: sizes[a] for a, key in (("Z", "z"), ("T", "t"), ("P", "page")) if sizes.get(a, 1) > 1}
        return ImageFacts(
            file.path, file.name, "tiff", sizes["X"], sizes["Y"], dtype.name, int(page.bitspersample),
            is_color=is_color or photometric == _PALETTE, channels=("",) if is_color else names, sizes=stacks,
            pixel_size=size, pixel_note=note, pages_are_channels=pages_are_channels,
            note={_PALETTE: "palette colours", _WHITE_IS_ZERO: "stored with zero as white"}.get(photometric),
        )  # fmt: skip


def _check_kind(name: str, photometric: int, dtype: np.dtype[Any], page: Any) -> None:
    if photometric in _STRANGE:
        raise DataError(
            f"{name} is {_STRANGE[photometric]}, whose colours depend on a device",
            hint="convert it to RGB with the right profile in the program it comes from",
        )
    if photometric == _YCBCR and int(page.compression) not in _JPEG:
        raise DataError(f"{name} is YCbCr without JPEG", hint="save it as RGB")
    if dtype.kind not in "buif":
        raise DataError(
            f"{name} holds {dtype.name} values, not brightness", hint="save what is shown as numbers"
        )
    if getattr(page, "imagedepth", 1) > 1:
        raise DataError(f"{name} keeps z inside its pages", hint="save it as an ordinary stack")


def _unit(page: Any) -> int:
    return int(page.tags.valueof("ResolutionUnit", 2))


def _resolution(page: Any) -> tuple[float, float] | None:
    """Return XResolution and YResolution in pixels per unit, or None."""
    out = []
    for name in ("XResolution", "YResolution"):
        value = page.tags.valueof(name, None)
        if not isinstance(value, tuple) or len(value) != 2 or not value[1]:
            return None
        out.append(value[0] / value[1])
    return out[0], out[1]


# ---------------------------------------------------------------- pixels


def read_tiff(facts: ImageFacts, view: View, region: Region) -> np.ndarray:
    """Return a region of one plane.

    Parameters
    ----------
    facts : ImageFacts
        What `tiff_facts` said.
    view : View
        Every axis the file has must be named, except ``channel`` of a colour image.
    region : Region
        Inside the image.

    Returns
    -------
    numpy.ndarray, shape (rows, columns) or (rows, columns, 3)
        Values as stored; colours of a palette looked up, white-is-zero turned round.
    """
    with _opened(facts) as tif:
        axes, shape = _axes(tif, facts.name)
        page: Any = tif.series[0].keyframe
        at = {"Z": view.z, "T": view.t, "C": view.channel, "P": view.page}
        sizes = dict(zip(axes, shape, strict=True))
        sample: int | None = None
        if "S" in sizes and not facts.is_color:
            # Samples of a pixel are channels too, the fastest to change.
            channel = view.channel or 0
            at["C"], sample = divmod(channel, sizes["S"])
        if "P" in sizes and view.page is None and view.channel is not None:
            at["P"] = view.channel
        index = tuple(int(at.get(a) or 0) for a in axes if a not in "YXS")
        plane = _plane(tif, index, region, facts)
        if plane.ndim == 3 and sample is not None:
            plane = plane[..., sample]
        return _shown(plane, page, facts)


def _plane(tif: TiffFile, index: tuple[int, ...], region: Region, facts: ImageFacts) -> np.ndarray:
    """Return the region of a plane, samples (if any) last."""
    series = tif.series[0]
    axes, shape = _axes(tif, facts.name)
    rows, columns = slice(region.y, region.y + region.height), slice(region.x, region.x + region.width)
    if series.dataoffset is not None:
        dtype = np.dtype(series.dtype).newbyteorder(tif.byteorder)
        whole = _mapped(facts, dtype, shape, int(series.dataoffset))
        leading = iter(index)
        cut = tuple(
            rows if a == "Y" else columns if a == "X" else slice(None) if a == "S" else next(leading)
            for a in axes
        )
        plane = np.array(whole[cut])
        left = [a for a in axes if a in "YXS"]
        return plane.transpose([left.index(a) for a in "YXS" if a in left])
    planes = [n for a, n in zip(axes, shape, strict=True) if a not in "YXS"]
    flat = int(np.ravel_multi_index(index, planes)) if planes else 0
    pages = series.pages
    page: Any = pages[flat] if flat < len(pages) else None
    if page is None:
        raise DataError(
            f"{facts.name} names pixels that are not in it (plane {flat})",
            hint="put together the files it was cut into, or save the part that is shown",
        )
    return _page_region(tif, page, region, facts)


def _mapped(facts: ImageFacts, dtype: np.dtype[Any], shape: tuple[int, ...], offset: int) -> np.ndarray:
    need = offset + int(np.prod(shape, dtype=np.int64)) * dtype.itemsize
    have = facts.path.stat().st_size
    if need > have:
        raise _cut_off(facts, need, have)
    return np.memmap(facts.path, dtype=dtype, mode="r", offset=offset, shape=shape)


def _cut_off(facts: ImageFacts, need: int, have: int) -> DataError:
    return DataError(
        f"{facts.name} is cut off: its header tells of {need:,} bytes, the file has {have:,}",
        hint="copy it again",
    )


def _page_region(tif: TiffFile, page: Any, region: Region, facts: ImageFacts) -> np.ndarray:
    """Decode the strips or tiles that meet a region, and nothing else."""
    keyframe = page.keyframe
    separate, _, height, width, contig = (int(n) for n in keyframe.shaped)
    out = np.zeros((region.height, region.width, separate * contig), np.dtype(keyframe.dtype))
    tables = keyframe.jpegtables
    for number, (y, x, plane) in _segments(keyframe, height, width, separate, region):
        offset, count = int(page.dataoffsets[number]), int(page.databytecounts[number])
        if not count:
            continue  # an empty segment is black by definition of the writers that leave it out
        if offset + count > facts.path.stat().st_size:
            raise _cut_off(facts, offset + count, facts.path.stat().st_size)
        tif.filehandle.seek(offset)
        try:
            segment, _, shape = page.decode(tif.filehandle.read(count), number, jpegtables=tables)
        except ValueError as error:
            if "imagecodecs" in str(error) and (plane_ := _through_pillow(facts, page, region)) is not None:
                return plane_
            raise
        if segment is None:
            continue
        part = segment.reshape(shape)[0]
        y0, y1 = max(y, region.y), min(y + part.shape[0], region.y + region.height, height)
        x0, x1 = max(x, region.x), min(x + part.shape[1], region.x + region.width, width)
        layers = slice(plane, plane + 1) if separate > 1 else slice(None)
        out[y0 - region.y : y1 - region.y, x0 - region.x : x1 - region.x, layers] = part[
            y0 - y : y1 - y, x0 - x : x1 - x
        ]
    return out[..., 0] if out.shape[2] == 1 else out


# What Pillow's own libtiff decodes when imagecodecs is not there, without loss of depth.
_PILLOW_MODES = {"L": 1, "I;16": 1, "I;16B": 1, "F": 1, "RGB": 3}


def _through_pillow(facts: ImageFacts, page: Any, region: Region) -> np.ndarray | None:
    """Decode an LZW or JPEG page with Pillow, as a whole; None where it would lose something."""
    from PIL import Image

    if facts.width_px * facts.height_px > MOST_PIXELS or not isinstance(page.index, int):
        return None
    with Image.open(facts.path, formats=["TIFF"]) as picture:
        picture.seek(page.index)
        samples = _PILLOW_MODES.get(picture.mode)
        if samples is None or samples != int(page.keyframe.samplesperpixel):
            return None
        box = (region.x, region.y, region.x + region.width, region.y + region.height)
        return np.asarray(picture.crop(box)).astype(page.keyframe.dtype)


def _segments(
    keyframe: Any, height: int, width: int, separate: int, region: Region
) -> Iterator[tuple[int, tuple[int, int, int]]]:
    """Yield number and (top, left, sample plane) of the strips or tiles that meet a region."""
    if keyframe.is_tiled:
        high, wide = int(keyframe.tilelength), int(keyframe.tilewidth)
    else:
        high, wide = min(int(keyframe.rowsperstrip), height), width
    down, across = -(-height // high), -(-width // wide)
    for plane in range(separate):
        for r in range(region.y // high, (region.y + region.height - 1) // high + 1):
            for c in range(region.x // wide, (region.x + region.width - 1) // wide + 1):
                yield (plane * down + r) * across + c, (r * high, c * wide, plane)


def _shown(plane: np.ndarray, page: Any, facts: ImageFacts) -> np.ndarray:
    """Return a plane as it is meant to be seen."""
    photometric = int(page.photometric)
    if photometric == _PALETTE:
        table = np.asarray(page.colormap)  # shape (3, entries), 16 bit (TIFF 6.0, page 23)
        return np.asarray((table[:, plane] >> 8).astype(np.uint8).transpose(1, 2, 0))
    if facts.is_color:
        return opaque(plane)
    if plane.dtype == bool:
        plane = plane.astype(np.uint8) * np.uint8(255)
    if photometric == _WHITE_IS_ZERO and plane.dtype.kind == "u":
        top = 255 if facts.bits == 1 else 2**facts.bits - 1
        return np.asarray(plane.dtype.type(top) - plane)
    return plane


def opaque(plane: np.ndarray) -> np.ndarray:
    """Return the red, green and blue of a colour plane; see-through pixels go on white."""
    if plane.shape[2] == 3:
        return plane
    rgb, alpha = plane[..., :3], plane[..., 3:4]
    top = np.iinfo(plane.dtype).max if plane.dtype.kind == "u" else 1
    if (alpha == top).all():
        return np.ascontiguousarray(rgb)
    share = alpha.astype(np.float64) / top
    mixed = rgb * share + top * (1 - share)
    return np.asarray(np.rint(mixed) if plane.dtype.kind == "u" else mixed).astype(plane.dtype)
