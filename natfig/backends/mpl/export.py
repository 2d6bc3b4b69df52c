"""A finished page as bytes in every format."""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from typing import TYPE_CHECKING, Any

from matplotlib.backends.backend_mixed import MixedModeRenderer

from natfig import __version__
from natfig.backends.mpl.raster import RendererRaster, rgb_pixels
from natfig.backends.mpl.resolution import at_dpi
from natfig.backends.mpl.svg import RendererSvg
from natfig.export.png import png_bytes
from natfig.export.tiff import tiff_bytes
from natfig.style.context import rc_context

if TYPE_CHECKING:
    from matplotlib.figure import Figure

__all__ = ["CREATOR", "export_figure"]

CREATOR = f"natfig {__version__}"


def export_figure(
    figure: Figure,
    formats: Sequence[str],
    *,
    rc: dict[str, Any],
    dpi: float,
    floor_pt: float,
    title: str,
    description: str,
) -> tuple[dict[str, bytes], int]:
    """Return the figure in each format, and how many ``<text>`` elements its SVG has.

    One Agg drawing serves TIFF and PNG; they are compressed on other threads while
    the vector formats are written.

    Parameters
    ----------
    figure : matplotlib.figure.Figure
        Its size is the page's.
    formats : sequence of str
        "svg", "pdf", "tiff", "png".
    rc : dict
        rcParams the figure was drawn with.
    dpi : float
        Resolution of TIFF, PNG and rasterized parts.
    floor_pt : float
        Smallest glyph.
    title, description : str
        Alternative text.

    Returns
    -------
    files : dict of str to bytes
        In the order asked for.
    text_elements : int
    """
    futures: dict[str, Future[bytes]] = {}
    files: dict[str, bytes] = {}
    with rc_context(rc), ThreadPoolExecutor(max_workers=2) as pool:
        if {"tiff", "png"} & set(formats):
            rgb = rgb_pixels(figure, dpi, floor_pt)
            if "png" in formats:
                futures["png"] = pool.submit(
                    png_bytes, rgb, dpi, title=title, description=description, software=CREATOR
                )
            if "tiff" in formats:
                futures["tiff"] = pool.submit(tiff_bytes, rgb, dpi, description=description, software=CREATOR)
        svg, texts = _svg(figure, dpi, floor_pt, title, description)
        files["svg"] = svg
        if "pdf" in formats:
            from natfig.backends.mpl.pdf import pdf_bytes

            files["pdf"] = pdf_bytes(
                figure,
                floor_pt=floor_pt,
                image_dpi=dpi,
                title=title,
                description=description,
                creator=CREATOR,
            )
        files |= {name: future.result() for name, future in futures.items()}
    return {name: files[name] for name in formats}, texts


def _svg(figure: Figure, dpi: float, floor_pt: float, title: str, description: str) -> tuple[bytes, int]:
    with at_dpi(figure, 72) as (width_pt, height_pt):
        vector = RendererSvg(
            width_pt, height_pt, image_dpi=dpi, floor_pt=floor_pt, title=title, description=description
        )
        width_in, height_in = figure.get_size_inches()
        renderer: Any = MixedModeRenderer(
            figure, width_in, height_in, dpi, vector, raster_renderer_class=RendererRaster
        )
        figure.draw(renderer)
    return vector.getvalue(), vector.text_elements
