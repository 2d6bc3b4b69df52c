"""R's PDF, TIFF and PNG with natfig's words in them and nothing that changes from run to run."""

from __future__ import annotations

import io
from typing import Any

from natfig.core.units import mm_to_pt
from natfig.export.png import png_bytes
from natfig.export.tiff import tiff_bytes

__all__ = ["finish_pdf", "finish_raster"]

# What cairo makes of a line of width 0; and painting operators with their twins that draw no line.
_NO_WIDTH_PT = 0.011
_UNSTROKED = {"S": "n", "s": "n", "B": "f", "B*": "f*", "b": "f", "b*": "f*"}


def _software() -> str:
    from natfig import __version__

    return f"natfig {__version__}, R"


def finish_pdf(data: bytes, size_mm: tuple[float, float], *, title: str, description: str) -> bytes:
    """Return a PDF of an exact size with title and description, no dates, and an id made of its content.

    R's pages are whole numbers of pt; the picture stands at the top left of the next larger one.
    """
    import pikepdf

    with pikepdf.open(io.BytesIO(data)) as pdf:
        for page in pdf.pages:
            _without_hairlines(pdf, page.obj)
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


def _without_hairlines(pdf: Any, holder: Any) -> None:
    """Take out lines of no width: R asks cairo for none, and cairo draws 0.01 pt.

    Parameters
    ----------
    pdf : pikepdf.Pdf
    holder : pikepdf.Object
        A page, or a form that a page draws.
    """
    import pikepdf

    for form in dict(holder.get("/Resources", {}).get("/XObject", {})).values():
        if form.get("/Subtype") == "/Form":
            _without_hairlines(pdf, form)
    is_page = holder.get("/Type") == "/Page"
    width = 1.0
    kept: list[float] = []
    out: list[Any] = []
    source: Any = pikepdf.Page(holder) if is_page else holder
    for instruction in pikepdf.parse_content_stream(source):
        name = str(instruction.operator)
        operands: Any = instruction.operands
        if name == "q":
            kept.append(width)
        elif name == "Q" and kept:
            width = kept.pop()
        elif name == "w":
            width = float(operands[0])
        if width <= _NO_WIDTH_PT and name in _UNSTROKED:
            out.append(([], pikepdf.Operator(_UNSTROKED[name])))
            continue
        out.append(instruction)
    data = pikepdf.unparse_content_stream(out)
    if is_page:
        holder["/Contents"] = pdf.make_stream(data)
    else:
        holder.write(data)


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
