"""The picture in the HTML report: the figure itself as an image in which nothing can run."""

from __future__ import annotations

import base64
import io
import sys
import tempfile
import warnings
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from natfig.core.errors import DocumentError
from natfig.core.io import read_bounded
from natfig.core.units import mm_to_in
from natfig.qa.document import Document
from natfig.qa.readers.base import LIMITS
from natfig.qa.reporters._html_schematic import MOST_SHAPES, schematic

if TYPE_CHECKING:
    from PIL import Image

__all__ = ["MAX_PICTURE_BYTES", "Picture", "picture_of"]

# A larger SVG makes a page that few browsers show in reasonable time.
MAX_PICTURE_BYTES = 20_000_000

# Pixels along the longer side: twice what a page of 183 mm takes on an ordinary screen.
_LONGEST_PX = 2400
_SHORTEST_PX = 800
_RENDER_DPI = 600
_RENDER_TIMEOUT_S = 20
_RENDER_MEMORY_BYTES = 2_000_000_000
_PNG = b"\x89PNG\r\n\x1a\n"
_MAX_DECODED_PIXELS = 100_000_000


@dataclass(frozen=True, slots=True)
class Picture:
    """What is shown of a figure.

    Parameters
    ----------
    uri : str
        A ``data:`` address, or "" where nothing can be shown.
    is_figure : bool
        It is the figure, not a drawing of what was measured.
    note : str
        What the reader must know of it; "" where it is the file as it stands.
    """

    uri: str
    is_figure: bool = True
    note: str = ""


class _NotShownError(Exception):
    """A figure can't be shown; the message says why."""


def picture_of(
    document: Document, data: bytes | None = None, *, max_bytes: int = MAX_PICTURE_BYTES
) -> Picture:
    """Return the picture of a figure, or a drawing of what was measured and why.

    Parameters
    ----------
    document : Document
    data : bytes, optional
        The file; default: it is read again.
    max_bytes : int
        Of the picture.
    """
    try:
        if data is None:
            data = _read(document)
        if document.kind == "svg":
            return _svg(document, data, max_bytes)
        if document.kind == "pdf":
            return _pdf(document, data, max_bytes)
        return _raster(document, data, max_bytes)
    except _NotShownError as why:
        page = document.page.box
        if page is None or page.area <= 0:
            return Picture("", is_figure=False, note=f"{why}.")
        note = f"{why}. This is a drawing of what was measured: boxes of shapes and images, and the texts."
        if (count := len(document.shapes)) > MOST_SHAPES:
            note += f" Of {count:,} shapes {MOST_SHAPES:,} are drawn."
        return Picture(_uri("svg+xml", schematic(document, page).encode()), is_figure=False, note=note)


def _uri(kind: str, data: bytes) -> str:
    return f"data:image/{kind};base64,{base64.b64encode(data).decode('ascii')}"


def _read(document: Document) -> bytes:
    try:
        data = read_bounded(document.path, LIMITS.file_bytes, "figure")
    except DocumentError as error:
        raise _NotShownError(f"The file could not be read again: {error.problems[0].message}") from None
    if len(data) != document.size_bytes:
        raise _NotShownError("The file has changed since it was checked")
    return data


def _svg(document: Document, data: bytes, max_bytes: int) -> Picture:
    from natfig.qa.readers.svg import unpacked

    try:
        data = unpacked(data)
    except DocumentError:
        raise _NotShownError("The file has changed since it was checked") from None
    if len(data) > max_bytes:
        size = f"{len(data) / 1e6:,.0f} MB; a picture in this page may have {max_bytes / 1e6:,.0f}"
        raise _NotShownError(f"The SVG has {size}")
    if document.source is not None and not str(document.source.tree.getroot().tag).startswith("{"):
        raise _NotShownError("Browsers do not show the file, because its SVG namespace is missing")
    outside = any(link.what != "link" for link in document.links)
    note = "What the file links to is not loaded here." if outside else ""
    return Picture(_uri("svg+xml", data), note=note)


# -- PDF --------------------------------------------------------------------------------


def _pdf(document: Document, data: bytes, max_bytes: int) -> Picture:
    import shutil

    longest = max(document.page.width_mm or 0.0, document.page.height_mm or 0.0)
    pixels = round(min(max(mm_to_in(longest) * _RENDER_DPI, _SHORTEST_PX), _LONGEST_PX))
    program = shutil.which("pdftocairo") or shutil.which("pdftoppm")
    if program is None:
        raise _NotShownError("No program that renders PDF is installed (pdftocairo or pdftoppm of poppler)")
    with tempfile.TemporaryDirectory(prefix="natfig-", ignore_cleanup_errors=True) as folder:
        source, target = Path(folder, "figure.pdf"), Path(folder, "page.png")
        source.write_bytes(data)
        argv = [program, "-png", "-singlefile", "-f", "1", "-l", "1", "-cropbox"]
        _run([*argv, "-scale-to", str(pixels), source.name, "page"], folder)
        try:
            png = read_bounded(target, max_bytes, "picture")
        except DocumentError:
            png = b""
        if not png.startswith(_PNG):
            raise _NotShownError(f"{Path(program).stem} made no picture of the PDF")
    note = f"The first page as {Path(program).stem} renders it, {pixels:,} px along its longer side."
    return Picture(_uri("png", png), note=note)


def _run(argv: list[str], folder: str) -> None:
    """Run a renderer on a file that may be anything: bounded in time and memory."""
    import subprocess

    name = Path(argv[0]).stem
    with subprocess.Popen(
        argv, cwd=folder, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    ) as process:
        if sys.platform == "linux":
            import contextlib
            import resource

            with contextlib.suppress(OSError, ValueError):
                limits = (_RENDER_MEMORY_BYTES, _RENDER_MEMORY_BYTES)
                resource.prlimit(process.pid, resource.RLIMIT_AS, limits)
        try:
            process.wait(_RENDER_TIMEOUT_S)
        except subprocess.TimeoutExpired:
            process.kill()
            raise _NotShownError(f"{name} took longer than {_RENDER_TIMEOUT_S} s to render the PDF") from None


# -- raster -----------------------------------------------------------------------------


def _raster(document: Document, data: bytes, max_bytes: int) -> Picture:
    from PIL import Image

    from natfig.qa._tone import silent

    raster = document.raster
    if raster is not None and raster.width_px * raster.height_px > _MAX_DECODED_PIXELS:
        raise _NotShownError(f"The picture has {raster.width_px:,} × {raster.height_px:,} pixels")
    with warnings.catch_warnings(), silent(document.kind == "tiff"):
        # Pillow warns of large pictures and odd tags; both were looked at when the file was read.
        warnings.simplefilter("ignore")
        try:
            with Image.open(io.BytesIO(data), formats=[document.kind.upper()]) as image:
                return _shown(document, image, max_bytes)
        except _NotShownError:
            raise
        except Exception:  # noqa: BLE001 — a damaged picture can fail anywhere in the decoders
            raise _NotShownError("The picture's pixels can't be decoded") from None


def _shown(document: Document, image: Any, max_bytes: int) -> Picture:
    """Return a picture for a browser: of 8 bits in RGB or grey, and no larger than it is of use."""
    if image.width * image.height > _MAX_DECODED_PIXELS:
        raise _NotShownError(f"The picture has {image.width:,} × {image.height:,} pixels")
    said = []
    if getattr(image, "n_frames", 1) > 1:
        said.append(f"The first of {image.n_frames:,} pages.")
    profile = image.info.get("icc_profile")
    before = image.size
    image.draft(None, (_LONGEST_PX, _LONGEST_PX))
    smaller = _screen(_reduced(image), profile, said)
    if smaller.size != before:
        width, height = smaller.size
        said.append(f"Reduced to {width:,} × {height:,} px for this page.")
    stream = io.BytesIO()
    is_photograph = document.kind == "jpeg" or (document.raster is not None and document.raster.photographic)
    kind: Literal["png", "jpeg"] = "jpeg" if is_photograph and smaller.mode in {"L", "RGB"} else "png"
    smaller.save(stream, kind, **({"quality": 90} if kind == "jpeg" else {"optimize": False}))
    if stream.tell() > max_bytes:
        raise _NotShownError(f"The picture takes {stream.tell() / 1e6:,.0f} MB")
    return Picture(_uri(kind, stream.getvalue()), note=" ".join(said))


def _reduced(image: Image.Image) -> Image.Image:
    from PIL import Image as Pillow

    scale = _LONGEST_PX / max(image.size)
    if scale >= 1:
        return image
    size = max(round(image.width * scale), 1), max(round(image.height * scale), 1)
    if image.mode in {"1", "P"}:
        # Thin lines of line art turn grey rather than come and go.
        image = image.convert("L" if image.mode == "1" else "RGBA" if "transparency" in image.info else "RGB")
    if image.mode.startswith("I;16"):
        # Averaging needs whole numbers of a kind Pillow averages; four times the size is enough of them.
        image = image.resize((size[0] * 2, size[1] * 2), Pillow.Resampling.NEAREST).convert("I")
    return image.resize(size, Pillow.Resampling.BOX)


def _screen(image: Image.Image, profile: bytes | None, said: list[str]) -> Image.Image:
    """Return a picture in a mode that screens show; `said` gets what was done to it."""
    mode = image.mode
    if mode in {"L", "LA", "RGB", "RGBA"}:
        plain = image.copy()
        plain.info.pop("icc_profile", None)
        if profile is not None and mode in {"RGB", "L"}:
            plain.info["icc_profile"] = profile  # the browser knows what to do with it
        return plain
    if mode == "CMYK":
        said.append("CMYK is shown in RGB, so its colours are near, not exact.")
        return _from_cmyk(image, profile)
    if mode.startswith("I") or mode == "F":
        said.append("More than 8 bits a channel: darkest to lightest is stretched to what a screen shows.")
        return _stretched(image)
    if mode == "1":
        return image.convert("L")
    return image.convert("RGBA" if "transparency" in image.info or mode == "PA" else "RGB")


def _from_cmyk(image: Image.Image, profile: bytes | None) -> Image.Image:
    if profile is not None:
        try:
            from PIL import ImageCms

            source = ImageCms.ImageCmsProfile(io.BytesIO(profile))
            seen = ImageCms.profileToProfile(image, source, ImageCms.createProfile("sRGB"), outputMode="RGB")
        except (ImportError, OSError, ValueError):
            seen = None  # no colour management, or a profile that is none
        else:
            if seen is not None:
                return seen
    return image.convert("RGB")


def _stretched(image: Image.Image) -> Image.Image:
    import math

    image = image.convert("F")
    low, high = (float(v) for v in image.getextrema())  # type: ignore[arg-type]
    if not (math.isfinite(low) and math.isfinite(high) and high > low):
        return image.convert("L")
    scale = 255.0 / (high - low)
    return image.point(lambda v: v * scale - low * scale).convert("L")
