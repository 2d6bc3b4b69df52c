import io
import re

import numpy as np
import pikepdf
import pytest

from backends import pictures
from oracles import pdf as operators
from oracles import poppler

WORDS = [
    "AVATAR", "Tokyo", "ffi", "fluffy office", "To. Ty, P.", "Latency (ms)", "−0.5", "10 000", "α-helix",
    "µm", "ΔF/F", "±95 %", "20 °C", "“quoted” – dash", "naïve Å", "Wörter",
]  # fmt: skip


def page(draw):
    with pictures.drawing() as ax:
        draw(ax)
    return pictures.export(ax.figure, "pdf", title="A title", description="What is seen.")


@pytest.fixture
def saved(tmp_path):
    """Return a function that draws, exports and saves."""

    def save(draw):
        path = tmp_path / "page.pdf"
        path.write_bytes(page(draw))
        return path

    return save


def labels(ax):
    ax.set_axis_off()
    ax.set(xlim=(0, 2), ylim=(0, len(WORDS)))
    for k, word in enumerate(WORDS):
        ax.text(0, k, word)
        ax.text(1, k, word, weight="bold", style="italic", rotation=8, fontsize=6)


# -- the file ------------------------------------------------------------------


@pytest.mark.poppler
@pytest.mark.parametrize(("width_mm", "height_mm"), [(89, 60), (183, 170), (120.5, 33.25)])
def test_the_page_has_the_figures_size(tmp_path, width_mm, height_mm):
    with pictures.drawing() as ax:
        ax.figure.set_size_inches(width_mm / 25.4, height_mm / 25.4)
    path = tmp_path / "page.pdf"
    path.write_bytes(pictures.export(ax.figure, "pdf"))
    # Poppler prints six digits of a point.
    assert poppler.page_mm(path) == pytest.approx((width_mm, height_mm), abs=0.001)
    with pikepdf.open(path) as file:
        assert [float(v) * 25.4 / 72 for v in file.pages[0].mediabox[2:]] == pytest.approx(
            (width_mm, height_mm)
        )
        assert len(file.pages) == 1


def test_metadata_hold_what_is_seen_and_no_date():
    with pikepdf.open(io.BytesIO(page(pictures.lines))) as file:
        assert str(file.docinfo["/Title"]) == "A title"
        assert str(file.docinfo["/Subject"]) == "What is seen."
        assert "natfig" in str(file.docinfo["/Creator"])
        assert "/CreationDate" not in file.docinfo
        assert "/ModDate" not in file.docinfo
        assert "/JavaScript" not in file.Root.get("/Names", {})
        assert "/OpenAction" not in file.Root


@pytest.mark.parametrize("draw", pictures.PICTURES, ids=lambda d: d.__name__)
def test_same_figure_same_bytes(draw):
    assert page(draw) == page(draw)


# -- fonts ---------------------------------------------------------------------


@pytest.mark.poppler
@pytest.mark.parametrize("draw", [labels, pictures.words, pictures.formulae, pictures.hatches])
def test_fonts_are_embedded_truetype_that_say_their_characters(saved, draw):
    fonts = poppler.fonts(saved(draw))
    assert fonts
    for font in fonts:
        assert font.type == "CID TrueType"
        assert font.embedded
        assert font.unicode


def test_faces_are_those_of_the_look(saved):
    names = {f.name for f in operators.read(saved(labels)).fonts}
    assert names == {"LiberationSans", "LiberationSans-BoldItalic"}


# -- words ---------------------------------------------------------------------


@pytest.mark.poppler
@pytest.mark.parametrize("word", WORDS)
def test_a_reader_copies_every_word_whole(saved, word):
    def draw(ax):
        ax.set_axis_off()
        ax.text(0.1, 0.5, word)

    found = [w.text for w in poppler.words(saved(draw))]
    assert found == word.split() or "".join(found) == word.replace(" ", "")
    assert len(found) <= len(re.split(r"\s", word))


def test_every_label_is_one_string_to_an_editor(saved):
    read = operators.read(saved(labels))
    assert sorted(read.labels()) == sorted([*WORDS, *WORDS])
    assert read.broken_words() == []
    assert len(read.shows) == 2 * len(WORDS)
    assert max(s.jump_em for s in read.shows) == 0


@pytest.mark.parametrize(
    ("source", "said", "sizes"),
    [
        ("$10^{-3}$", "10−3", {10, 7}),
        ("CO$_2$ (ppm)", "CO2 (ppm)", {10, 7}),
        (r"$\alpha$ = $R^2$", "α = R2", {10, 7}),
        ("m s$^{-1}$", "m s−1", {10, 7}),
    ],
)
def test_scripts_are_raised_text_of_the_same_label(saved, source, said, sizes):
    def draw(ax):
        ax.set_axis_off()
        ax.text(0.1, 0.5, source, fontsize=10)

    read = operators.read(saved(draw))
    assert read.labels() == [said]
    assert {round(s.size_pt, 2) for s in read.shows} == sizes
    heights = {round(s.y_mm, 3) for s in read.shows}
    assert len(heights) > 1


@pytest.mark.parametrize("size", [5, 6, 7, 8])
def test_no_glyph_is_under_the_floor(saved, size):
    def draw(ax):
        ax.set_axis_off()
        ax.text(0.1, 0.5, "$2^6$", fontsize=size)
        ax.text(0.5, 0.5, r"$\frac{a_i}{x^{y^z}}$", fontsize=size)

    assert min(s.size_pt for s in operators.read(saved(draw)).shows) >= 5 - 0.01


def test_a_formula_is_the_characters_it_shows(saved):
    def draw(ax):
        ax.set_axis_off()
        ax.text(0.1, 0.5, r"$\sqrt{\frac{x}{2}} \in \mathbb{R}$", fontsize=10)

    (said,) = operators.read(saved(draw)).labels()
    assert sorted(said) == sorted("x2∈ℝ")


def test_lines_of_a_label_are_whole_too(saved):
    read = operators.read(saved(pictures.words))
    assert {"turned by", "thirty degrees", "Latency", "(10−3 s)", "Batch size (log2)"} <= set(read.labels())


def test_turned_text_keeps_its_size(saved):
    def draw(ax):
        ax.set_axis_off()
        for angle in (0, 30, 90, 180, -45):
            ax.text(0.5, 0.5, f"at {angle}", rotation=angle, fontsize=7)

    read = operators.read(saved(draw))
    assert [s.size_pt for s in read.shows] == pytest.approx([7] * 5, abs=0.01)


def test_text_is_where_the_measuring_puts_it(saved):
    from natfig.backends.mpl.measure import Measure

    with pictures.drawing() as ax:
        labels(ax)
    path = saved(labels)
    ax.figure.dpi = 72
    measure = Measure(*(v / 25.4 * 72 for v in pictures.SIZE_MM), 5)
    ax.figure.draw(measure)
    straight = {b.text: b.box for b in measure.boxes if b.size_pt == 7}
    for show in operators.read(path).shows:
        if show.size_pt == pytest.approx(7):
            x0, y0, _, _ = straight[show.text]
            assert show.x_mm / 25.4 * 72 == pytest.approx(x0, abs=0.05)
            baseline = pictures.SIZE_MM[1] / 25.4 * 72 - show.y_mm / 25.4 * 72
            assert baseline - 0.212 * 7 == pytest.approx(y0, abs=0.05)


# -- images --------------------------------------------------------------------


def test_rasterized_parts_have_the_resolution_asked_for():
    with pictures.drawing() as ax:
        pictures.rasterized(ax)
    with pikepdf.open(io.BytesIO(pictures.export(ax.figure, "pdf", dpi=300))) as file:
        (image,) = file.pages[0].get_images().values()
        # The points leave the data's box by a marker's radius.
        box_px = np.array(pictures.SIZE_MM) * (0.75, 0.7) / 25.4 * 300
        assert np.all(np.abs(np.array([int(image.Width), int(image.Height)]) / box_px - 1) < 0.1)
