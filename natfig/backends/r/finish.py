"""R's PDF, TIFF and PNG with natfig's words in them and nothing that changes from run to run."""

from __future__ import annotations

import io

from natfig.core.units import mm_to_pt
from natfig.export.png import png_bytes
from natfig.export.tiff import tiff_bytes

__all__ = ["finish_pdf", "finish_raster"]


def _software() -> str:
    from natfig import __version__

    return f"natfig {__version__}, R"


def finish_pdf(data: bytes, size_mm: tuple[float, float], *, title: str, description: str) -> bytes:
    """Return a PDF of an exact size with title and description, no dates, and an id made of its content.

    R's pages are whole numbers of pt; the picture stands at the top left of the next larger one.
    """
    import pikepdf

    with pikepdf.open(io.BytesIO(data)) as pdf:
        if "/Info" in pdf.trailer:
            del pdf.trailer["/Info"]
        # The first half of an id is that of the file it was made from, with its date.
        if "/ID" in pdf.trailer:
            del pdf.trailer["/ID"]
        pdf.docinfo["/Title"] = title
        pdf.docinfo["/Subject"] = description
        pdf.docinfo["/Creator"] = _software()
        pdf.docinfo["/Producer"] = _software()
        for page in pdf.pages:
            top = float(page.mediabox[3])
            page.mediabox = pikepdf.Array([0, top - mm_to_pt(size_mm[1]), mm_to_pt(size_mm[0]), top])
        out = io.BytesIO()
        pdf.save(out, deterministic_id=True, compress_streams=True)
    return out.getvalue()


def finish_raster(data: bytes, form: str, dpi: float, *, title: str, description: str) -> bytes:
    """Return ragg's pixels as natfig's own TIFF or PNG: RGB, no alpha, the right resolution."""
    import numpy as np
    from PIL import Image

    Image.MAX_IMAGE_PIXELS = None
    with Image.open(io.BytesIO(data)) as image:
        rgb = np.asarray(image.convert("RGB"))
    if form == "tiff":
        return tiff_bytes(rgb, dpi, description=description, software=_software())
    return png_bytes(rgb, dpi, title=title, description=description, software=_software())
