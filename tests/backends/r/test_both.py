"""Every template that R can draw, drawn by both backends: same promises, same values, same bytes."""

import json
import os
import re
import shutil
import subprocess
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from functools import cache
from hashlib import sha256
from pathlib import Path

import numpy as np
import pytest
import yaml
from PIL import Image

from backends.r import alike, readback
from conftest import ROOT, TEMPLATES, Rendered, render_templates, template_names
from natfig.backends.r.kinds import twins
from natfig.cli.main import main
from oracles import chromium, limits, overlap, pdf, poppler, r
from oracles.programs import find

# What R can't draw, and the kind that stands in the way.
WITHOUT_R = {"aspirate": "svg", "deepfield": "image", "rose": "python"}
PACKAGES = ("ggplot2", "patchwork", "svglite", "ragg")
FORMATS = ("svg", "pdf", "tiff", "png")
AGAIN = ("svg", "pdf", "png")
# As in the test of the Python renderings.
BOX_MM, PAGE_MM, SIZE_PT = 0.07, 0.1, 0.01
# A script by itself: as long as a whole render may take.
SCRIPT_TIMEOUT_S = 300


# Figures that R alone can draw, since they call functions in R.
OWN = ROOT / "templates" / "r"
ONLY_R = sorted(path.parent.name for path in OWN.glob("*/spec.yaml"))


def folder_of(name):
    return (OWN if name in ONLY_R else TEMPLATES) / name


def spec_of(name):
    return yaml.safe_load((folder_of(name) / "spec.yaml").read_text(encoding="utf-8"))


def limits_of(name):
    return limits.of_template(os.path.relpath(folder_of(name), TEMPLATES))


def kinds_of(name):
    return {panel["kind"] for panel in spec_of(name)["panels"].values()}


def scales_of(name):
    """Return (letter, axis) → the scale the spec states."""
    panels = spec_of(name)["panels"].items()
    channels = ((letter, side, panel.get(side)) for letter, panel in panels for side in "xy")
    return {(k, side): c["scale"] for k, side, c in channels if isinstance(c, dict) and "scale" in c}


NAMES = [name for name in template_names() if kinds_of(name) <= set(twins.names())]
DRAWN = sorted([*NAMES, *ONLY_R])
each = pytest.mark.parametrize("name", DRAWN)
by_both = pytest.mark.parametrize("name", NAMES)


def copy_specs(folder):
    """Copy the templates R can draw, with R as their backend; return the folder of specs."""
    for name in DRAWN:
        shutil.copytree(folder_of(name), folder / name)
        path = folder / name / "spec.yaml"
        text = path.read_text(encoding="utf-8")
        text = re.sub(r"^  backend: \w+\n", "", text, flags=re.MULTILINE)
        text = re.sub(r"^contract:\n", "contract:\n  backend: r\n", text, count=1, flags=re.MULTILINE)
        path.write_text(text, encoding="utf-8")
        assert yaml.safe_load(text)["contract"]["backend"] == "r"
    return folder


def render(folder, *options, **env):
    specs = copy_specs(folder / "specs")
    render_templates(folder, *options, "--backend", "r", names=[specs / name for name in DRAWN], **env)


@pytest.fixture(scope="session")
def drawn_by_r(once):
    """All templates that R can draw, drawn once."""
    r.require(*PACKAGES)
    folder = once("rendered-r", lambda folder: render(folder, "--jobs", "2"))
    return Rendered(folder, json.loads((folder / "report.json").read_text(encoding="utf-8")))


@pytest.fixture(scope="session")
def drawn_again(once):
    """The same again: another folder, other locale, clock and hash seed."""
    r.require(*PACKAGES)

    def make(folder):
        # A TIFF has the pixels of the PNG.
        formats = ",".join(AGAIN)
        elsewhere = {"LC_ALL": "C", "LANG": None, "TZ": "Pacific/Auckland", "PYTHONHASHSEED": "12345"}
        render(folder, "--formats", formats, "--jobs", "2", **elsewhere)

    folder = once("rendered-r-again", make)
    return Rendered(folder, json.loads((folder / "report.json").read_text(encoding="utf-8")))


@pytest.fixture(scope="session")
def by_hand(once, drawn_by_r):
    """The scripts alone, run by Rscript in folders that hold nothing of natfig's."""

    def run(target):
        name = target.name
        figure = drawn_by_r.figure(name)["id"]
        target.mkdir()
        shutil.copy(drawn_by_r.folder / f"{figure}.R", target)
        for beside in drawn_by_r.folder.glob(f"{figure}_*"):
            shutil.copytree(beside, target / beside.name)
        command = [find("Rscript"), "--vanilla", f"{figure}.R"]
        done = subprocess.run(
            command, cwd=target, capture_output=True, text=True, timeout=SCRIPT_TIMEOUT_S, check=False
        )
        (target / "said.txt").write_text(done.stdout + done.stderr, encoding="utf-8")
        return done.returncode

    def make(folder):
        with ThreadPoolExecutor(2) as pool:
            codes = dict(zip(DRAWN, pool.map(run, [folder / name for name in DRAWN]), strict=True))
        (folder / "codes.json").write_text(json.dumps(codes), encoding="utf-8")

    return once("by-hand-r", make)


@pytest.fixture(scope="session")
def linted(once, drawn_by_r):
    """Script → what lintr's default linters say of it."""
    r.require("lintr")

    def make(folder):
        paths = [str(drawn_by_r.file(name, "R")) for name in DRAWN]
        program = """
        paths <- commandArgs(trailingOnly = TRUE)
        said <- parallel::mclapply(paths, mc.cores = 2, function(path) {
          vapply(lintr::lint(path), function(found) {
            sprintf("%d: %s (%s)", found$line_number, found$message, found$linter)
          }, "")
        })
        for (i in seq_along(paths)) cat(sprintf("%s\\t%s\\n", basename(paths[[i]]), said[[i]]), sep = "")
        """
        done = subprocess.run(
            [find("Rscript"), "--vanilla", "-e", program, *paths],
            capture_output=True,
            text=True,
            encoding="utf-8",
            timeout=600,
            check=True,
        )
        (folder / "said.txt").write_text(done.stdout, encoding="utf-8")

    return (once("lint-r", make) / "said.txt").read_text(encoding="utf-8")


@pytest.fixture(scope="session")
def pages(drawn_by_r):
    """Template → how Chromium shows R's SVG."""
    built = {Path(entry["spec"]).parent.name for entry in drawn_by_r.report["figures"]}
    files = {name: drawn_by_r.file(name, "svg") for name in DRAWN if name in built}
    return dict(zip(files, chromium.measure(list(files.values())), strict=True))


@pytest.fixture(scope="session")
def python_pages(rendered):
    """Template → how Chromium shows the Python backend's SVG."""
    files = {name: rendered.file(name, "svg") for name in NAMES}
    return dict(zip(files, chromium.measure(list(files.values())), strict=True))


@pytest.fixture
def page(drawn_by_r, pages, name):
    drawn_by_r.figure(name)
    return pages[name]


@cache
def read_pdf(path):
    return pdf.read(path)


# ---------------------------------------------------------------- which


def test_which_templates_r_can_not_draw():
    """A kind whose twin is missing keeps its templates from being compared: none may drop out unseen."""
    without = {name: kinds_of(name) - set(twins.names()) for name in template_names() if name not in NAMES}
    assert without == {name: {kind} for name, kind in WITHOUT_R.items()}


@pytest.mark.parametrize("name", sorted(WITHOUT_R))
def test_check_says_which_panel_r_can_not_draw(name, tmp_path, capsys):
    shutil.copytree(TEMPLATES / name, tmp_path / name)
    path = tmp_path / name / "spec.yaml"
    text = re.sub(r"^  backend: \w+\n", "", path.read_text(encoding="utf-8"), flags=re.MULTILINE)
    text = re.sub(r"^contract:\n", "contract:\n  backend: r\n", text, count=1, flags=re.MULTILINE)
    path.write_text(text, encoding="utf-8")
    assert main(["check", str(path)]) == 2
    said = capsys.readouterr().err
    panels = [k for k, p in spec_of(name)["panels"].items() if p["kind"] == WITHOUT_R[name]]
    assert f"panels.{panels[0]}: kind: {WITHOUT_R[name]}" in said


# ---------------------------------------------------------------- what the command says


@each
def test_all_formats_are_written_by_r(drawn_by_r, name):
    figure = drawn_by_r.figure(name)
    assert figure["backend"] == "r"
    assert {o["format"] for o in figure["outputs"]} == set(FORMATS)
    assert [k for k, c in figure["claims"].items() if not c["holds"]] == []


@by_both
def test_both_claim_the_same(rendered, drawn_by_r, name):
    ours, theirs = (d.figure(name)["claims"] for d in (rendered, drawn_by_r))
    assert ours == theirs


@by_both
def test_both_count_the_same_observations(rendered, drawn_by_r, name):
    ours, theirs = ({p["panel"]: p["n"] for p in d.figure(name)["panels"]} for d in (rendered, drawn_by_r))
    assert ours == theirs


@each
def test_qa_is_strict_and_passes(drawn_by_r, name, capsys):
    journal = spec_of(name)["contract"]["journal"]
    for suffix in FORMATS[:3]:
        path = str(drawn_by_r.file(name, suffix))
        # A picture of lines and text is no photograph; what it lacks is told of the vector files.
        assert main(["qa", "--strict", "--journal", journal, path]) == 0, capsys.readouterr().out


# ---------------------------------------------------------------- SVG in a browser


@pytest.mark.chromium
@each
def test_page_has_the_journals_size(rendered, drawn_by_r, page, name):
    limit = limits_of(name)
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
def test_no_text_enters_a_foreign_panel(page, name):
    panels = [g for g in page.groups if re.fullmatch(r"panel-[^.]+", g.id)]
    assert {g.id.removeprefix("panel-") for g in panels} == set(spec_of(name)["panels"])
    for panel in panels:
        others = [t for t in page.texts if t.panel not in {None, panel.id.removeprefix("panel-")}]
        assert [t.content for t, _ in overlap.covered_by(others, panel.rect, BOX_MM)] == [], panel.id


@pytest.mark.chromium
@each
def test_no_text_covers_a_legend(page, name):
    for legend in (g for g in page.groups if g.id.endswith("legend")):
        others = [t for t in page.texts if not any(i.startswith(legend.id) for i in t.ids)]
        assert [t.content for t, _ in overlap.covered_by(others, legend.rect, BOX_MM)] == [], legend.id


@pytest.mark.chromium
@each
def test_no_glyph_is_under_the_floor(page, name):
    floor = limits_of(name).floor_pt
    assert [(t.content, round(t.min_pt, 2)) for t in page.texts if t.min_pt < floor - SIZE_PT] == []


@pytest.mark.chromium
@each
def test_every_text_is_counted_visible_and_in_arial(drawn_by_r, page, name):
    assert len(page.texts) == drawn_by_r.figure(name)["text_elements"]
    assert [t.content for t in page.texts if not t.visible] == []
    assert {run.family.split(",")[0].strip("\"' ") for t in page.texts for run in t.runs} == {"Arial"}


@each
def test_nothing_squeezes_text(drawn_by_r, name):
    svg = drawn_by_r.file(name, "svg").read_text(encoding="utf-8")
    assert "textLength" not in svg
    assert "natfig<" not in svg
    assert "natfig&lt;" not in svg


# ---------------------------------------------------------------- PDF, TIFF, PNG


@pytest.mark.poppler
@each
def test_pdf_page_and_fonts(drawn_by_r, name):
    path, limit = drawn_by_r.file(name, "pdf"), limits_of(name)
    page = read_pdf(path)
    assert page.pages == 1
    assert page.width_mm == pytest.approx(limit.width_mm, abs=PAGE_MM)
    assert [f for f in poppler.fonts(path) if not f.embedded or not f.unicode or f.type == "Type 3"] == []
    shows = [s for s in page.shows if s.text.strip()]
    assert [(s.text, s.size_pt) for s in shows if s.size_pt < limit.floor_pt - SIZE_PT] == []


@pytest.mark.poppler
@pytest.mark.chromium
@each
def test_pdf_says_what_the_svg_says(drawn_by_r, page, name):
    def letters(words):
        return Counter(c for word in words for c in word if not c.isspace())

    said = letters(word.text for word in poppler.words(drawn_by_r.file(name, "pdf")))
    assert said == letters(line for text in page.texts for line in text.lines)


@each
def test_pixels_have_the_pages_size(drawn_by_r, name):
    limit = limits_of(name)
    for suffix in ("tiff", "png"):
        with Image.open(drawn_by_r.file(name, suffix)) as image:
            dpi = float(image.info["dpi"][0])
            assert image.width / dpi * 25.4 == pytest.approx(limit.width_mm, abs=1.01 * 25.4 / dpi)
            assert image.mode in {"RGB", "P"}
            assert "transparency" not in image.info


# ---------------------------------------------------------------- the same values


@by_both
def test_both_drawings_show_the_same_values(rendered, drawn_by_r, name, record_property):
    scales = scales_of(name)
    ours, theirs = (readback.read(d.file(name, "svg"), scales) for d in (rendered, drawn_by_r))
    compared = {letter: alike.compare(ours[letter], theirs[letter]) for letter in spec_of(name)["panels"]}
    for letter, results in compared.items():
        record_property(f"panel-{letter}", "; ".join(f"{c.group}: {', '.join(c.what)}" for c in results))
    assert [f"{c.group}: {text}" for results in compared.values() for c in results for text in c.wrong] == []
    assert [letter for letter, results in compared.items() if not any(c.what for c in results)] == []


def words_of(page):
    """Words of two letters at least; what stands between them is up to the layout."""
    found = {w.lower() for text in page.texts for w in re.findall(r"[^\W\d_]{2,}", text.content)}
    # Cells without data have no entry in ggplot2's legends: R's page says their colour.
    return found - {"grey"} if {"grey", "no", "data"} <= found else found


@pytest.mark.chromium
@by_both
def test_both_drawings_say_the_same(python_pages, page, name):
    assert words_of(page) ^ words_of(python_pages[name]) == set()


# ---------------------------------------------------------------- the same bytes, by natfig and by hand


@each
@pytest.mark.parametrize("suffix", [*AGAIN, "R"])
def test_other_folder_process_locale_clock_and_seed_change_nothing(drawn_by_r, drawn_again, name, suffix):
    one, other = (d.file(name, suffix).read_bytes() for d in (drawn_by_r, drawn_again))
    assert (len(one), sha256(one).hexdigest()) == (len(other), sha256(other).hexdigest())


@each
def test_the_script_runs_by_itself_and_draws_the_same(drawn_by_r, by_hand, name):
    figure, folder = drawn_by_r.figure(name)["id"], by_hand / name
    assert json.loads((by_hand / "codes.json").read_text())[name] == 0, (folder / "said.txt").read_text()
    assert {f"{figure}.{suffix}" for suffix in FORMATS} <= {path.name for path in folder.iterdir()}
    with Image.open(folder / f"{figure}.png") as own, Image.open(drawn_by_r.file(name, "png")) as ours:
        assert own.size == ours.size
        assert np.array_equal(np.asarray(own.convert("RGB")), np.asarray(ours.convert("RGB")))


@each
def test_the_script_warns_of_nothing(by_hand, name):
    said = (by_hand / name / "said.txt").read_text(encoding="utf-8")
    assert [line for line in said.splitlines() if "arning" in line or "rror" in line] == []


@each
def test_lintr_finds_nothing(linted, drawn_by_r, name):
    script = drawn_by_r.file(name, "R").name
    assert [line for line in linted.splitlines() if line.startswith(f"{script}\t")] == []


@pytest.mark.parametrize("name", ONLY_R)
def test_an_example_for_r_says_where_its_data_come_from(name):
    from natfig.core.templates import Template

    one = Template(name, folder_of(name))
    assert one.licences
    assert re.search(r"^- (Measured|Published) by: ", one.source_text, re.MULTILINE)
    assert one.spec["id"] == name
    assert "r" in one.kinds
    legend = " ".join(one.spec["legend"]["panels"].values())
    assert [claim for claim in one.spec["claims"] if f"{{{claim}}}" not in legend] == []


@each
def test_the_script_is_short_lines_of_plain_r(drawn_by_r, name):
    lines = drawn_by_r.file(name, "R").read_text(encoding="utf-8").splitlines()
    sections = [line for line in lines if re.match(r"# Panel \S+ -+$", line)]
    assert len(sections) == len(spec_of(name)["panels"])
    assert str(ROOT) not in "\n".join(lines)
