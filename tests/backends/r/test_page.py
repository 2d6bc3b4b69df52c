"""A page drawn by R: an arrangement with all there is, read back by other programs."""

import re
import subprocess

import numpy as np
import pytest
from lxml import etree
from PIL import Image

from backends.r import pages
from natfig.backends.r.backend import backend
from natfig.backends.r.legends import legend_rows
from natfig.backends.r.page import build_page
from natfig.backends.r.script import write_script
from natfig.core.errors import LayoutError
from natfig.layout.grid import GUTTER_MM
from natfig.style.rcparams import look_for
from oracles import r
from oracles.programs import find

FORMATS = ("svg", "pdf", "png", "tiff")
NS = "{http://www.w3.org/2000/svg}"
MM = 25.4 / 72
LAYOUT = (
    "[{cells: [{cells: a, width: 1.6}, [b, c]], height: 2}, "
    "[{cells: de, heading: One scale}, {cells: f, width: 30mm}]]"
)
FIGURE = (
    "height: 140mm\nshare: {y: [de]}\ninsets: {g: {in: a, width: 16mm, height: 10mm}}\ndpi: 150\nlegend: auto"
)
PANELS = {
    "a": 'title: "A title, \\"quoted\\""', "b": "legend: strip", "c": "legend: direct", "d": "legend: none",
    "e": "",
    "f": "legend: none", "g": "",
}  # fmt: skip
SPEC = pages.spec(LAYOUT, PANELS, FIGURE)


@pytest.fixture(scope="module")
def ready(tmp_path_factory):
    r.require("ggplot2", "patchwork", "svglite", "ragg")
    return pages.prepared(tmp_path_factory.mktemp("page"), SPEC)


@pytest.fixture(scope="module")
def drawn(ready):
    return backend.draw(ready, FORMATS)


@pytest.fixture(scope="module")
def root(drawn):
    return etree.fromstring(drawn.files["svg"])


@pytest.fixture(scope="module")
def axes(drawn):
    return {panel["panel"]: panel["axes_mm"] for panel in drawn.panels}


@pytest.fixture(scope="module")
def by_hand(drawn, tmp_path_factory):
    """Run the script as its author would; return the folder and what R said."""
    folder = tmp_path_factory.mktemp("by hand")
    for name, data in drawn.extra.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(data)
    done = subprocess.run(
        [find("Rscript"), "tiny.R"], cwd=folder, capture_output=True, text=True, timeout=300, check=False
    )
    assert done.returncode == 0, done.stderr
    return folder, done.stdout + done.stderr


def texts(root):
    return {e.get("id"): e for e in root.iter(f"{NS}text") if e.get("id")}


def test_the_page_has_its_size(drawn, root):
    assert (root.get("width"), root.get("height")) == ("183.0000mm", "140.0000mm")
    width, height = (float(v) * MM for v in root.get("viewBox").split()[2:])
    assert (width, height) == pytest.approx((183, 140), abs=0.1)


def test_axes_line_up(axes):
    (a, b, c, d, e), top = (axes[k] for k in "abcde"), 1
    assert a[top] == pytest.approx(b[top], abs=0.05)
    assert a[top] + a[3] == pytest.approx(c[top] + c[3], abs=0.05)
    assert b[0] == pytest.approx(c[0], abs=0.05)
    assert b[2] == pytest.approx(c[2], abs=0.05)
    assert a[0] == pytest.approx(d[0], abs=0.05)
    assert (d[top], d[3]) == pytest.approx((e[top], e[3]), abs=0.05)
    assert axes["f"][2] == pytest.approx(30, abs=0.05)


def test_gutters_are_wide_enough(axes):
    assert axes["b"][0] - (axes["a"][0] + axes["a"][2]) >= GUTTER_MM
    assert axes["d"][1] - (axes["a"][1] + axes["a"][3]) >= GUTTER_MM


def test_letters_stand_on_lines(root):
    at = {k: texts(root)[f"panel-{k}.letter"] for k in "abcdef"}
    y = {k: float(e.get("y")) for k, e in at.items()}
    x = {k: float(e.get("x")) for k, e in at.items()}
    assert y["a"] == y["b"]
    assert y["d"] == y["e"] == y["f"]
    assert x["a"] == x["d"]
    assert x["b"] == x["c"]
    assert x["a"] * MM == pytest.approx(0.8, abs=0.1)


def test_a_title_keeps_its_quotes(root):
    assert texts(root)["panel-a.title.text"].text == 'A title, "quoted"'


def test_legends_are_where_they_were_asked_for(root):
    ids = [e.get("id") for e in root.iter() if e.get("id")]
    have = {k for k in "abcdefg" if f"panel-{k}.legend" in ids}
    assert have == {"a", "b", "c", "e"}
    assert texts(root)["panel-b.legend.INT8"].get("style").count("fill: #272727")


def test_direct_labels_stand_clear_of_the_axes(root, axes):
    for k in "ac":
        label = texts(root)[f"panel-{k}.legend.INT8"]
        gap = float(label.get("x")) * MM - axes[k][0] - axes[k][2]
        assert gap == pytest.approx(3.5 * MM, abs=0.15)


def test_no_legend_covers_data(root, axes):
    y = axes["b"][1]
    for name in ("panel-b.legend.INT8", "panel-b.legend.FP16-half"):
        assert float(texts(root)[name].get("y")) * MM < y


def test_shared_axes_show_the_same_places_once(root):
    ids = texts(root)
    assert "panel-d.axis-y.tick-1" in ids
    assert "panel-e.axis-y.tick-1" not in ids
    marks = {k: root.xpath(f"//*[starts-with(@id, 'panel-{k}.series')]//*") for k in "de"}
    spots = {k: sorted({float(c.get("cy")) for c in some if c.get("cy")}) for k, some in marks.items()}
    assert spots["d"][0] != spots["d"][-1]


def test_the_inset_is_in_its_host(axes):
    x, y, width, height = axes["g"]
    hx, hy, hwidth, hheight = axes["a"]
    assert hx < x < x + width < hx + hwidth
    assert hy < y < y + height < hy + hheight


def test_the_heading_is_named(root):
    assert texts(root)["heading-1.text"].text == "One scale"


def test_pdf_embeds_its_fonts_and_has_the_size(drawn, tmp_path):
    path = tmp_path / "tiny.pdf"
    path.write_bytes(drawn.files["pdf"])
    fonts = subprocess.run(
        [find("pdffonts"), path], capture_output=True, text=True, check=True
    ).stdout.splitlines()[2:]
    assert fonts
    assert all(re.search(r"\byes\s+(yes|no)\s+(yes|no)\b", line) and "Type 3" not in line for line in fonts)
    info = subprocess.run([find("pdfinfo"), path], capture_output=True, text=True, check=True).stdout
    size = [float(v) * MM for v in re.search(r"Page size:\s+([\d.]+) x ([\d.]+)", info).groups()]
    assert size == pytest.approx([183, 140], abs=0.1)
    assert re.search(r"Title:\s+INT8 serving halves", info)
    assert re.search(r"Subject:\s+INT8 serving halves", info)


def test_the_same_bytes_twice(ready, drawn):
    assert backend.draw(ready, FORMATS).files == drawn.files


def test_the_script_runs_by_hand_and_gives_the_same_picture(drawn, by_hand, tmp_path):
    folder, said = by_hand
    (tmp_path / "own.png").write_bytes(drawn.files["png"])
    with Image.open(folder / "tiny.png") as theirs, Image.open(tmp_path / "own.png") as ours:
        assert (np.asarray(theirs.convert("RGB")) == np.asarray(ours.convert("RGB"))).all()
    assert said == ""


def test_the_script_leaves_only_its_files_behind(by_hand):
    names = {path.name for path in by_hand[0].iterdir()}
    assert names == {"tiny.R", "tiny_data", *(f"tiny.{form}" for form in FORMATS)}


def test_the_script_passes_lintr(by_hand):
    r.require("lintr")
    code = 'found <- lintr::lint("tiny.R"); print(found); quit(status = length(found) > 0)'
    done = subprocess.run(
        [find("Rscript"), "-e", code], cwd=by_hand[0], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout


def test_a_page_too_small_is_refused_in_millimetres(tmp_path):
    r.require("ggplot2", "patchwork", "svglite", "ragg")
    text = pages.spec('"abc"', {"a": "", "b": "", "c": ""}, "height: 22mm")
    with pytest.raises(LayoutError, match=r"panel \w.*mm are missing"):
        backend.draw(pages.prepared(tmp_path, text), ("svg",))


@pytest.mark.parametrize(
    ("share", "message"),
    [
        ("{y: [ac]}", "share y, but their scales differ"),
        ("{color: [ab]}", "panel a has no colour bar to share"),
    ],
)
def test_what_can_not_be_shared_is_refused(tmp_path, share, message):
    text = pages.spec('"abc"', {"a": "", "b": "", "c": ""}, f"height: 60mm\nshare: {share}")
    text = text.replace("field: latency, label: Latency (ms)}", "field: latency, label: L, scale: log}", 1)
    with pytest.raises(LayoutError, match=message):
        build_page(pages.prepared(tmp_path, text), 150.0)


def test_an_inset_larger_than_its_host_is_refused(tmp_path):
    text = pages.spec('"ab"', {"a": "", "b": "", "c": ""}, "height: 40mm\ninsets: {c: {in: b, width: 80mm}}")
    with pytest.raises(LayoutError, match=r"panel c: the inset needs .* mm are missing"):
        build_page(pages.prepared(tmp_path, text), 150.0)


@pytest.mark.parametrize(("layout", "design"), [('"aab/cdb"', None), ('"ab/cd"', 'design = "ab\\ncd"')])
def test_mosaics_become_patchwork(tmp_path, layout, design):
    panels = dict.fromkeys("abcd", "")
    page, _ = build_page(pages.prepared(tmp_path, pages.spec(layout, panels, "height: 120mm")), 150.0)
    script = write_script(page).text
    assert (design is None) or design in script
    assert all(script.count(f"panel_{k} <- ") == 1 for k in panels)


@pytest.mark.parametrize(("width", "rows"), [(200, 1), (40, 1), (25, 2), (5, 2)])
def test_legends_take_the_rows_they_need(tmp_path, width, rows):
    ready = pages.prepared(tmp_path, pages.spec('"a"', {"a": ""}, "height: 60mm"))
    page, _ = build_page(ready, 150.0)
    assert legend_rows(page.panels["a"].drawn, look_for(ready.journal, "production"), width) == rows


@pytest.mark.parametrize("asked", ["auto", "page"])
def test_panels_that_mean_the_same_share_a_legend(tmp_path, asked):
    panels = dict.fromkeys("abc", "")
    ready = pages.prepared(tmp_path, pages.spec('"abc"', panels, f"height: 60mm\nlegend: {asked}"))
    page, _ = build_page(ready, 150.0)
    assert [s.letter for s in page.shared] in ([], ["a"])
    assert len({p.legend_mode for p in page.panels.values()}) == 1
