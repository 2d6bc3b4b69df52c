"""Defects of images: in an SVG, and of the TIFF and PNG that natfig writes."""

import base64
import io

import numpy as np
from lxml import etree
from PIL import Image

from qa.twins.defects import ALL, but, defect
from qa.twins.figure import PT, SVG, XLINK


def photograph(w, h):
    """Return pixels like those of a micrograph: blobs, a gradient and noise; the same at every run."""
    y, x = np.mgrid[0:h, 0:w].astype(float)
    rng = np.random.default_rng(7)
    light = 60 + 90 * x / w + 60 * np.sin(x / 9) * np.cos(y / 11)
    pixels = np.stack([light, light * 0.8 + 20, 200 - light * 0.5], -1) + rng.normal(0, 9, (h, w, 3))
    return Image.fromarray(np.clip(pixels, 0, 255).astype(np.uint8), "RGB")


def _encoded(picture, form, **options):
    out = io.BytesIO()
    picture.save(out, form, **options)
    return out.getvalue()


def _placed(figure, href, w_mm, h_mm):
    """Put an image onto a blank spot of the page."""
    spot = figure.blank_spot(w_mm, h_mm)
    place = {"x": spot.x0, "y": spot.y0, "width": w_mm, "height": h_mm}
    element = etree.SubElement(figure.root, SVG + "image", {k: f"{v * PT:.3f}" for k, v in place.items()})
    element.set(XLINK + "href", href)
    return element


def _data(data, form):
    return f"data:image/{form};base64," + base64.b64encode(data).decode()


@defect("IMG001", ALL)
def photograph_at_72_dpi(figure):
    """Too large for a blank spot, it lies on the page's ground behind the panels."""
    side = 132 / 72 * 25.4
    page = figure.document.page
    place = {"x": (page.width_mm - side) / 2, "y": (page.height_mm - side) / 2, "width": side, "height": side}
    element = etree.Element(SVG + "image", {k: f"{v * PT:.3f}" for k, v in place.items()})
    element.set(XLINK + "href", _data(_encoded(photograph(132, 132), "PNG"), "png"))
    figure.group("page").addnext(element)


@defect("IMG001", "climate")
def raster_layer_at_140_dpi(figure):
    """The pixels that stand for a dense plot, fewer than they were."""
    (element,) = figure.root.iter(SVG + "image")
    size = [round(float(element.get(k)) / 72 * 140) for k in ("width", "height")]
    with Image.open(io.BytesIO(base64.b64decode(element.get(XLINK + "href").partition(",")[2]))) as picture:
        small = picture.convert("RGB").resize(size)
    element.set(XLINK + "href", _data(_encoded(small, "PNG"), "png"))


@defect("IMG003", ALL)
def photograph_as_jpeg_of_quality_30(figure):
    picture = photograph(200, 200)
    side = 200 / 600 * 25.4
    _placed(figure, _data(_encoded(picture, "JPEG", quality=30), "jpeg"), side, side)


@defect("IMG004", but("deepfield"))  # whose plate has a bar
def micrograph_without_a_scale_bar(figure):
    """A panel that the contract calls an image holds a photograph, and nobody says how large it is."""
    picture = photograph(240, 240)
    side = 240 / 600 * 25.4
    element = _placed(figure, _data(_encoded(picture, "PNG"), "png"), side, side)
    item = figure.item["panels"][0]
    item["kind"] = "image"
    figure.group(f"panel-{item['panel']}").append(element)


@defect("DOC001", ALL)
def linked_image(figure):
    _placed(figure, "images/cells.png", 4.0, 4.0)


# -- the raster files themselves


def _opened(figure):
    with Image.open(io.BytesIO(figure.data)) as picture:
        picture.load()
        return picture.convert("RGB"), picture.info["dpi"]


@defect("IMG002", "electricity smoking barley serving wine", suffix="tiff")
def tiff_in_cmyk(figure):
    picture, dpi = _opened(figure)
    figure.data = _encoded(picture.convert("CMYK"), "TIFF", compression="tiff_lzw", dpi=dpi)


@defect("IMG002", "electricity smoking barley serving weather", suffix="tiff")
def tiff_with_alpha(figure):
    picture, dpi = _opened(figure)
    figure.data = _encoded(picture.convert("RGBA"), "TIFF", compression="tiff_lzw", dpi=dpi)


@defect("IMG002", "electricity smoking barley serving weather", suffix="tiff")
def tiff_without_resolution(figure):
    picture, _ = _opened(figure)
    figure.data = _encoded(picture, "TIFF", compression="tiff_lzw")


@defect("IMG002", "electricity smoking barley serving weather", suffix="tiff")
def tiff_compressed_with_loss(figure):
    picture, dpi = _opened(figure)
    figure.data = _encoded(picture, "TIFF", compression="jpeg", quality=95, dpi=dpi)


@defect("IMG002", "electricity smoking barley serving", suffix="tiff")
def tiff_of_two_pages(figure):
    picture, dpi = _opened(figure)
    more = {"save_all": True, "append_images": [picture]}
    figure.data = _encoded(picture, "TIFF", compression="tiff_lzw", dpi=dpi, **more)


@defect("IMG001", "electricity smoking barley serving weather", suffix="tiff")
def tiff_at_100_dpi(figure):
    picture, dpi = _opened(figure)
    small = picture.resize([round(side * 100 / d) for side, d in zip(picture.size, dpi, strict=True)])
    figure.data = _encoded(small, "TIFF", compression="tiff_lzw", dpi=(100, 100))


@defect("GEO001", "barley serving weather rose", suffix="tiff")
def tiff_with_a_wrong_resolution(figure):
    """More dots an inch than the pixels were made for make the page narrower."""
    picture, dpi = _opened(figure)
    figure.data = _encoded(picture, "TIFF", compression="tiff_lzw", dpi=tuple(d * 1.09 for d in dpi))
    page = figure.item["outputs"][0]
    figure.is_resized(page["width_mm"] / 1.09, page["height_mm"] / 1.09)
