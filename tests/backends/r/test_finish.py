"""R's files made natfig's own: words in them, no dates, no alpha, the same bytes every time."""

import io

import numpy as np
import pikepdf
import pytest
from PIL import Image

from natfig.backends.r.finish import finish_pdf, finish_raster

TITLE, SAYS = "INT8 is “faster”", "Panel a: lines fall — by half."
# Of the picture: the page is the next whole number of pt.
SIZE = (99.5 * 25.4 / 72, 48.5 * 25.4 / 72)


def pdf(date):
    out = io.BytesIO()
    with pikepdf.new() as new:
        new.add_blank_page(page_size=(100, 50))
        new.docinfo["/CreationDate"] = date
        new.docinfo["/Producer"] = "cairo"
        new.save(out, static_id=False)
    return out.getvalue()


def test_pdf_says_what_it_shows():
    with pikepdf.open(io.BytesIO(finish_pdf(pdf("D:20240101"), SIZE, title=TITLE, description=SAYS))) as read:
        info = {k: str(v) for k, v in read.docinfo.items()}
        assert [float(v) for v in read.pages[0].mediabox] == pytest.approx([0, 1.5, 99.5, 50], abs=1e-3)
    assert (info["/Title"], info["/Subject"]) == (TITLE, SAYS)
    assert "/CreationDate" not in info


def test_pdf_bytes_do_not_change_with_the_date():
    one, other = (
        finish_pdf(pdf(d), SIZE, title=TITLE, description=SAYS) for d in ("D:20240101", "D:20250101")
    )
    assert one == other


@pytest.mark.parametrize("form", ["png", "tiff"])
def test_rasters_keep_their_pixels_without_alpha(form):
    pixels = np.random.default_rng(1).integers(0, 256, (20, 30, 3), dtype=np.uint8)
    data = io.BytesIO()
    Image.fromarray(pixels).convert("RGBA").save(data, "png")
    done = finish_raster(data.getvalue(), form, 600.0, title=TITLE, description=SAYS)
    with Image.open(io.BytesIO(done)) as image:
        assert (image.format.lower(), image.mode) == (form, "RGB")
        assert [round(float(v)) for v in image.info["dpi"]] == [600, 600]
        assert (np.asarray(image) == pixels).all()
    assert done == finish_raster(data.getvalue(), form, 600.0, title=TITLE, description=SAYS)
