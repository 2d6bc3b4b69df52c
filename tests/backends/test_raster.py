import io

import numpy as np
import pytest
from matplotlib.figure import Figure
from PIL import Image

from backends import pictures
from natfig.backends.mpl.raster import rgb_pixels


@pytest.mark.parametrize("dpi", [72, 300, 600])
@pytest.mark.parametrize(("width_mm", "height_mm"), [(89, 60), (30.3, 20.7)])
def test_pixels_are_the_page_times_the_resolution(width_mm, height_mm, dpi):
    figure = Figure(figsize=(width_mm / 25.4, height_mm / 25.4))
    pixels = rgb_pixels(figure, dpi, 5)
    assert pixels.dtype == np.uint8
    assert pixels.shape == (round(height_mm / 25.4 * dpi), round(width_mm / 25.4 * dpi), 3)


@pytest.mark.parametrize(
    ("face", "pixel"),
    [("white", 255), ("none", 255), ((0, 0, 0, 0.5), 127), ("black", 0), ((1, 1, 1, 0), 255)],
)
def test_a_see_through_page_goes_on_white(face, pixel):
    figure = Figure(figsize=(1, 1), facecolor=face)
    assert abs(int(rgb_pixels(figure, 72, 5)[10, 10, 0]) - pixel) <= 1


def test_ink_on_a_see_through_page_keeps_its_colour():
    with pictures.drawing() as ax:
        pictures.bars(ax)
    opaque = rgb_pixels(ax.figure, 150, 5).astype(int)
    ax.figure.set_facecolor("none")
    ax.set_facecolor("none")
    clear = rgb_pixels(ax.figure, 150, 5).astype(int)
    assert np.abs(opaque - clear).max() <= 8


def test_the_figure_has_its_resolution_again_even_when_drawing_fails():
    with pictures.drawing() as ax:
        figure = ax.figure
    before = figure.dpi
    rgb_pixels(figure, 600, 5)
    assert figure.dpi == before

    def fail(renderer):
        raise RuntimeError("cannot draw")

    ax.draw = fail
    with pytest.raises(RuntimeError, match="cannot draw"):
        rgb_pixels(figure, 600, 5)
    assert figure.dpi == before


def ink_columns(text, **kwargs):
    """Return the first and last column with ink, in pt."""
    figure = Figure(figsize=(4, 1))
    figure.text(0.1, 0.5, text, **kwargs)
    dark = np.flatnonzero((rgb_pixels(figure, 720, 5) < 128).any(axis=(0, 2)))
    return dark[0] / 10, dark[-1] / 10


def test_letters_are_not_kerned():
    # Kerned, the A would tuck under the V; widths add up as in the other formats.
    with pictures.drawing():
        single = [ink_columns(c, fontsize=20) for c in "AV"]
        pair = ink_columns("AV", fontsize=20)
    from fontTools.ttLib import TTFont

    from natfig.style.fonts import find_face

    font = TTFont(find_face([]).regular)
    advance = font["hmtx"]["A"][0] / font["head"].unitsPerEm * 20
    assert pair[1] - pair[0] == pytest.approx(advance + single[1][1] - single[0][0], abs=0.2)


def test_an_exponent_is_drawn_at_the_floor():
    with pictures.drawing():
        figure = Figure(figsize=(2, 1))
        figure.text(0.1, 0.5, "$^{1}$", fontsize=6)
        small = np.flatnonzero((rgb_pixels(figure, 720, 5) < 128).any(axis=(1, 2)))
        figure.texts[0].set_text("1")
        figure.texts[0].set_fontsize(5)
        full = np.flatnonzero((rgb_pixels(figure, 720, 5) < 128).any(axis=(1, 2)))
    assert np.ptp(small) == pytest.approx(np.ptp(full), abs=1)


def test_png_and_tiff_are_one_drawing():
    with pictures.drawing() as ax:
        pictures.words(ax)
    png, tiff = pictures.export(ax.figure, "png", "tiff", dpi=300)
    assert np.array_equal(*(np.asarray(Image.open(io.BytesIO(d))) for d in (png, tiff)))


@pytest.mark.parametrize("form", ["png", "tiff"])
def test_same_figure_same_bytes(form):
    def once():
        with pictures.drawing() as ax:
            pictures.scatter(ax)
        return pictures.export(ax.figure, form)

    assert once() == once()
