"""Every template, rendered by the command line, and measured by programs that know nothing of natfig."""

import json
import re
from collections import Counter
from functools import cache
from hashlib import sha256
from itertools import pairwise

import pytest

from conftest import TEMPLATES, template_names
from oracles import chromium, inkscape, limits, overlap, pdf, poppler, tiff

# Boxes of text are rounded to device pixels by the browser; at four device pixels a CSS
# pixel that is 0.07 mm, less than a hair of blank paper between two labels.
BOX_MM = 0.07
PAGE_MM = 0.1
# The browser keeps lengths in 1/64 px, a PDF numbers in a few decimals.
SIZE_PT = 0.01

NAMES = template_names()
each = pytest.mark.parametrize("name", NAMES)
FORMATS = ("svg", "pdf", "tiff", "png")


@pytest.fixture(scope="session")
def pages(rendered):
    """Template → how Chromium shows its SVG."""
    files = {name: rendered.file(name, "svg") for name in NAMES if is_built(rendered, name)}
    return dict(zip(files, chromium.measure(list(files.values())), strict=True))


@pytest.fixture(scope="session")
def inkscape_ids(rendered):
    """Template → ids of the text objects Inkscape finds."""
    files = {name: rendered.file(name, "svg") for name in NAMES if is_built(rendered, name)}
    return dict(zip(files, inkscape.text_ids(list(files.values())), strict=True))


@pytest.fixture
def page(rendered, pages, name):
    rendered.figure(name)
    return pages[name]


def is_built(rendered, name):
    return any(entry["spec"].endswith(f"/{name}/spec.yaml") for entry in rendered.report["figures"])


@cache
def read_pdf(path):
    return pdf.read(path)


def words(texts):
    return Counter(word for text in texts for word in text.split())


def scripted(page):
    """Return the words of labels with an exponent or index: more runs than lines, so several operators."""
    return words(line for t in page.texts if len(t.runs) > len(t.lines) for line in t.lines)


def test_there_are_templates():
    assert {"serving", "penguins"} <= set(NAMES)
    assert sorted(p.name for p in TEMPLATES.iterdir() if p.is_dir()) == NAMES


# ---------------------------------------------------------------- what the command says


@each
def test_all_formats_are_written_and_described(rendered, name):
    outputs = {o["format"]: o for o in rendered.figure(name)["outputs"]}
    assert set(outputs) == set(FORMATS)
    for suffix, output in outputs.items():
        assert rendered.file(name, suffix).stat().st_size == output["bytes"]


@each
def test_all_claims_hold(rendered, name):
    assert [k for k, c in rendered.figure(name)["claims"].items() if not c["holds"]] == []


@each
def test_the_manifest_names_no_place_and_no_time(rendered, name):
    text = rendered.file(name, "manifest.json").read_text(encoding="utf-8")
    manifest = json.loads(text)
    assert "timings_ms" not in json.dumps(manifest)
    assert str(rendered.folder) not in text
    assert str(TEMPLATES) not in text


# ---------------------------------------------------------------- SVG in a browser


@pytest.mark.chromium
@each
def test_page_has_the_journals_size(page, name):
    limit = limits.of_template(name)
    assert page.width_mm == pytest.approx(limit.width_mm, abs=PAGE_MM)
    if limit.height_mm is not None:
        assert page.height_mm == pytest.approx(limit.height_mm, abs=PAGE_MM)
    if limit.max_height_mm is not None:
        assert page.height_mm <= limit.max_height_mm + PAGE_MM


@pytest.mark.chromium
@each
def test_no_two_texts_touch(page, name):
    found = overlap.overlapping(page.texts, BOX_MM)
    assert [(a.content, b.content, round(depth, 2)) for a, b, depth in found] == []


@pytest.mark.chromium
@each
def test_no_text_leaves_the_page(page, name):
    found = overlap.outside(page.texts, page.width_mm, page.height_mm, BOX_MM)
    assert [(text.content, round(by, 2)) for text, by in found] == []


@pytest.mark.chromium
@each
def test_no_text_covers_a_legend(page, name):
    """A legend is its group and the texts named after it (`panel-a.legend.INT8`)."""
    for legend in (g for g in page.groups if g.id.endswith("legend")):
        others = [t for t in page.texts if not any(i.startswith(legend.id) for i in t.ids)]
        assert [t.content for t, _ in overlap.covered_by(others, legend.rect, BOX_MM)] == [], legend.id


@pytest.mark.chromium
@each
def test_no_text_enters_a_foreign_panel(page, name):
    panels = [g for g in page.groups if re.fullmatch(r"panel-[^.]+", g.id)]
    assert panels
    for panel in panels:
        others = [t for t in page.texts if t.panel not in {None, panel.id.removeprefix("panel-")}]
        assert [t.content for t, _ in overlap.covered_by(others, panel.rect, BOX_MM)] == [], panel.id


@pytest.mark.chromium
@each
def test_no_glyph_is_under_the_floor(page, name):
    floor = limits.of_template(name).floor_pt
    small = [(t.content, round(t.min_pt, 2)) for t in page.texts if t.min_pt < floor - SIZE_PT]
    assert small == []


@pytest.mark.chromium
@each
def test_every_text_is_counted_visible_and_in_arial(rendered, page, name):
    assert len(page.texts) == rendered.figure(name)["text_elements"]
    assert [t.content for t in page.texts if not t.visible] == []
    assert {r.family.split(",")[0].strip("\"' ") for t in page.texts for r in t.runs} == {"Arial"}


@pytest.mark.chromium
@each
def test_no_label_is_cut_into_letters(page, name):
    """Single letters that follow each other on one line would be one label in pieces."""

    def is_piece(text):
        return len(text.content) == 1 and text.content.isalpha()

    cut = [
        (a.content, b.content)
        for a, b in pairwise(page.texts)
        if is_piece(a)
        and is_piece(b)
        and abs(a.rect.y - b.rect.y) < BOX_MM
        and 0 <= b.rect.x - a.rect.right < 1
    ]
    assert cut == []
    assert [t.content for t in page.texts if not t.content] == []


@pytest.mark.chromium
def test_the_serving_figure(pages):
    texts = pages["serving"].texts
    assert len(texts) >= 36
    assert min(t.min_pt for t in texts) >= 5 - SIZE_PT


# ---------------------------------------------------------------- PDF


@each
def test_pdf_page(rendered, name):
    page, limit = read_pdf(rendered.file(name, "pdf")), limits.of_template(name)
    assert page.pages == 1
    assert page.width_mm == pytest.approx(limit.width_mm, abs=PAGE_MM)
    if limit.height_mm is not None:
        assert page.height_mm == pytest.approx(limit.height_mm, abs=PAGE_MM)


@each
def test_pdf_fonts_are_embedded_and_none_is_type_3(rendered, name):
    fonts = read_pdf(rendered.file(name, "pdf")).fonts
    assert fonts
    assert [f for f in fonts if not f.embedded or f.type == "Type3"] == []


@each
def test_pdf_glyphs_are_not_under_the_floor(rendered, name):
    floor = limits.of_template(name).floor_pt
    shows = [s for s in read_pdf(rendered.file(name, "pdf")).shows if s.text.strip()]
    assert [(s.text, s.size_pt) for s in shows if s.size_pt < floor - SIZE_PT] == []
    assert [s.text for s in shows if not s.visible] == []


@pytest.mark.chromium
@each
def test_pdf_labels_are_those_of_the_svg_and_whole(rendered, page, name):
    read = read_pdf(rendered.file(name, "pdf"))
    drawn = Counter(line for t in page.texts for line in t.lines)
    assert Counter(label.strip(" ") for label in read.labels()) == drawn
    assert [word for word in read.broken_words() if word not in scripted(page)] == []


@pytest.mark.poppler
@pytest.mark.chromium
@each
def test_pdf_words_are_those_of_the_svg(rendered, page, name):
    """What a reader can copy; an exponent may count as a word of its own there."""
    said = Counter(w.text for w in poppler.words(rendered.file(name, "pdf")))
    drawn = words(line for t in page.texts for line in t.lines)
    assert [word for word in (drawn - said) if word not in scripted(page)] == []
    assert sorted("".join((said - drawn).elements())) == sorted("".join((drawn - said).elements()))


@pytest.mark.poppler
@each
def test_poppler_sees_the_same_page_and_fonts(rendered, name):
    path = rendered.file(name, "pdf")
    limit = limits.of_template(name)
    assert poppler.page_mm(path)[0] == pytest.approx(limit.width_mm, abs=PAGE_MM)
    assert [f for f in poppler.fonts(path) if not f.embedded or not f.unicode or f.type == "Type 3"] == []


# ---------------------------------------------------------------- TIFF and PNG


@each
def test_tiff(rendered, name):
    read, limit = tiff.read(rendered.file(name, "tiff")), limits.of_template(name)
    output = next(o for o in rendered.figure(name)["outputs"] if o["format"] == "tiff")
    assert read.dpi == pytest.approx((output["dpi"],) * 2)
    pixel_mm = 25.4 / read.dpi[0]
    assert read.size_mm == pytest.approx((limit.width_mm, output["height_mm"]), abs=pixel_mm)
    assert (read.photometric, read.channels, read.alpha) == ("RGB", 3, False)
    assert (read.compression, read.pages) == ("LZW", 1)
    assert read.colors > 1


@each
def test_png(rendered, name):
    from PIL import Image

    limit = limits.of_template(name)
    with Image.open(rendered.file(name, "png")) as image:
        dpi = image.info["dpi"][0]
        assert image.width / dpi * 25.4 == pytest.approx(limit.width_mm, abs=25.4 / dpi)
        assert image.mode in {"RGB", "P"}
        assert "transparency" not in image.info


# ---------------------------------------------------------------- Inkscape


@pytest.mark.inkscape
@each
def test_inkscape_finds_every_text(rendered, inkscape_ids, name):
    assert len(inkscape_ids[name]) == rendered.figure(name)["text_elements"]


@pytest.mark.inkscape
def test_a_label_is_edited_by_its_id(rendered, tmp_path):
    path = rendered.file("serving", "svg")
    before = inkscape.text_ids([path])[0]
    label = next(i for i in before if i.endswith("axis-x.label"))
    texts = inkscape.edit(path, label, "Batch size (images)", tmp_path / "edited.svg")
    assert texts.count("Batch size (images)") == 1
    assert inkscape.text_ids([tmp_path / "edited.svg"])[0] == before


# ---------------------------------------------------------------- same inputs, same bytes


@each
@pytest.mark.parametrize("suffix", [*FORMATS, "manifest.json"])
def test_other_folder_process_locale_clock_and_seed_change_nothing(
    rendered, rendered_elsewhere, name, suffix
):
    # Digests: pytest would spend minutes on showing where two images differ.
    one, other = (r.file(name, suffix).read_bytes() for r in (rendered, rendered_elsewhere))
    assert (len(one), sha256(one).hexdigest()) == (len(other), sha256(other).hexdigest())
