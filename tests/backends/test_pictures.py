"""SVG and PDF, painted by programs of their own, against Agg's picture of the same figure."""

import io

import numpy as np
import pytest
from PIL import Image

from backends import pictures
from oracles.programs import find

# Of 255, on cells of 1.2 mm: anti-aliasing and a pixel's offset stay under it, a wrong colour,
# a mark that is missing or out of place does not.
MEAN, LARGEST = 2.5, 70
# Poppler smooths images, and rows of a page that is not a whole number of pixels high.
MEAN_SMOOTHED = 6.5


@pytest.fixture(scope="module")
def painted():
    """Return each figure's SVG, PDF and Agg pixels by its name."""
    out = {}
    for draw in pictures.PICTURES:
        with pictures.drawing() as ax:
            draw(ax)
        svg, pdf, png = pictures.export(ax.figure, "svg", "pdf", "png")
        out[draw.__name__] = svg, pdf, np.asarray(Image.open(io.BytesIO(png)))
    return out


@pytest.fixture(scope="module")
def chromium(painted):
    rows, columns = next(iter(painted.values()))[2].shape[:2]
    files = [svg for svg, _, _ in painted.values()]
    return dict(zip(painted, pictures.pixels_of_svg(files, columns, rows), strict=True))


NAMES = [draw.__name__ for draw in pictures.PICTURES]


@pytest.mark.chromium
@pytest.mark.parametrize("name", NAMES)
def test_a_browser_paints_the_svg_as_agg_paints_the_figure(painted, chromium, name):
    mean, largest = pictures.difference(painted[name][2], chromium[name])
    assert mean < MEAN
    assert largest < LARGEST


@pytest.mark.poppler
@pytest.mark.parametrize("name", NAMES)
def test_poppler_paints_the_pdf_as_agg_paints_the_figure(painted, name):
    find("pdftoppm")
    mean, largest = pictures.difference(
        painted[name][2], pictures.pixels_of_pdf(painted[name][1], pictures.DPI)
    )
    assert mean < (MEAN_SMOOTHED if name == "rasterized" else MEAN)
    assert largest < LARGEST


def test_the_comparison_sees_what_is_wrong(painted):
    """A comparison that passes anything would be worth nothing."""
    agg = {name: png for name, (_, _, png) in painted.items()}
    flat = np.full_like(agg["image"], 255)
    assert pictures.difference(agg["image"], flat)[0] > 10 * MEAN
    assert pictures.difference(agg["image"], agg["image_lower"])[0] > 10 * MEAN
    assert pictures.difference(agg["lines"], flat)[1] > LARGEST
    moved = np.roll(agg["words"], 12, axis=1)  # 2.4 mm
    assert pictures.difference(agg["words"], moved)[1] > LARGEST
