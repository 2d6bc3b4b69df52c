"""styles/natfig.R by itself, as somebody with R alone has it: tables, scales, themes, files."""

import re
import subprocess
import sys
from pathlib import Path

import pytest
import yaml
from lxml import etree
from PIL import Image

from oracles import pdf, r
from oracles.programs import find

ROOT = Path(__file__).resolve().parents[2]
SOURCE = ROOT / "styles" / "natfig.R"
SVG = "{http://www.w3.org/2000/svg}"

# Each line says one thing: a name, a tab, values parted by blanks.
PROGRAM = """
source("{source}")
library(ggplot2)
say <- function(name, ...) cat(name, "\\t", paste(..., collapse = " "), "\\n", sep = "")
stopped <- function(name, code) {{
  say(name, tryCatch({{ force(code); "nothing was wrong" }}, error = conditionMessage))
}}
for (palette in names(palettes_natfig)) {{
  say(paste0("order:", palette), natfig_palette(palette))
  colours <- natfig_colours(palette)
  say(paste0("colours:", palette), paste0(names(colours), "=", colours))
}}
for (map in names(maps_natfig)) say(paste0("stops:", map), natfig_palette(map))
say("sequential", natfig_palette("nature", type = "sequential"))
say("reversed", natfig_palette("lapaz", type = "sequential", reverse = TRUE))
say("ramp", natfig_palette("vik", 5, "diverging"))
for (journal in unique(journals_natfig$id)) {{
  sizes <- natfig_journal(journal)
  say(paste0("widths:", journal), unlist(sizes[c("single", "onehalf", "double")]))
  theme <- theme_natfig(journal = journal)
  say(paste0("sizes:", journal), theme$axis.title$size, theme$axis.text$size, theme$plot.tag$size)
}}
say("width", natfig_width("nature", "double"), natfig_width("cell", "single"), natfig_width("nature", 100))
brackets <- natfig_letters("rsc")
say("letters", brackets$tag_prefix, brackets$tag_levels, natfig_letters("cell")$tag_levels)
say("faces", theme_natfig("pnas")$plot.tag$face, theme_natfig("ieee")$plot.tag$face)
say("own size", theme_natfig("nature", tick = 5)$axis.text$size)

stopped("journal", theme_natfig(journal = "natrue"))
stopped("stage", natfig_width("nature", stage = "draft"))
stopped("no width", natfig_width("frontiers", "onehalf"))
stopped("width name", natfig_width("nature", "dubble"))
stopped("too wide", natfig_width("nature", 200))
stopped("palette", natfig_palette("okabe"))
stopped("kind of map", natfig_palette("vik", type = "sequential"))
stopped("colours", natfig_palette("nature", 12))
say("apart", tryCatch(natfig_palette("nature", 7), message = conditionMessage))

shown <- data.frame(x = 1:4, y = c(2, 4, -1, 8), group = c("p", "q", "p", "q"))
points <- ggplot(shown, aes(x, y, colour = group)) + geom_point() + labs(tag = "A", x = "Time (d)") +
  scale_colour_natfig("okabe-ito") + theme_natfig(journal = "frontiers")
save_natfig(points, "points", width = "single", height = 50, journal = "frontiers")
stopped("no height", save_natfig(points, "low"))
stopped("too high", save_natfig(points, "high", height = 500))
tiles <- ggplot(shown, aes(x, 0, fill = y)) + geom_tile() + theme_natfig() +
  scale_fill_natfig(type = "diverging", midpoint = 2)
save_natfig(tiles, "tiles.png", width = 60, height = 40)
say("diverging", layer_data(tiles)$fill)
ramp <- ggplot(shown, aes(x, y, colour = x)) + geom_point() + scale_color_natfig(type = "sequential")
say("along", layer_data(ramp)$colour)
"""


@pytest.fixture(scope="module")
def run(tmp_path_factory):
    """Return (what the program said by name, the folder it wrote to)."""
    r.require("ggplot2", "patchwork", "svglite", "ragg")
    folder = tmp_path_factory.mktemp("natfig-r")
    (folder / "own.R").write_text(PROGRAM.format(source=SOURCE), encoding="utf-8")
    done = subprocess.run(
        [find("Rscript"), "--vanilla", "own.R"],
        cwd=folder,
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=180,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return dict(line.split("\t", 1) for line in done.stdout.splitlines() if "\t" in line), folder


@pytest.fixture(scope="module")
def described(tmp_path_factory):
    """Return the folder where the scripts of docs/r.md have run, one after the other."""
    r.require("ggplot2", "patchwork", "svglite", "ragg")
    folder = tmp_path_factory.mktemp("natfig-r-docs")
    page = (ROOT / "docs" / "r.md").read_text(encoding="utf-8").split("## Your own scripts")[1]
    blocks = re.findall(r"```r\n(.*?)```", page, re.DOTALL)
    (folder / "page.R").write_text("\n".join(blocks), encoding="utf-8")
    (folder / "natfig.R").write_bytes(SOURCE.read_bytes())
    done = subprocess.run(
        [find("Rscript"), "--vanilla", "page.R"],
        cwd=folder,
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=180,
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, "")
    return folder


@pytest.fixture(scope="module")
def said(run):
    return run[0]


def data(folder, name):
    return yaml.safe_load((ROOT / "styles" / folder / f"{name}.yaml").read_text(encoding="utf-8"))


def ids(folder):
    return sorted(path.stem for path in (ROOT / "styles" / folder).glob("*.yaml"))


def test_the_tables_are_up_to_date():
    command = [sys.executable, str(ROOT / "scripts" / "natfig_r.py"), "--check"]
    done = subprocess.run(command, capture_output=True, text=True, timeout=120, check=False)
    assert done.returncode == 0, done.stderr


def test_lintr_finds_nothing():
    r.require("lintr")
    done = subprocess.run(
        [find("Rscript"), "--vanilla", "-e", f'print(lintr::lint("{SOURCE}"))'],
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=180,
        check=False,
    )
    assert (done.returncode, done.stdout.strip()) == (0, ""), done.stdout + done.stderr


# ---------------------------------------------------------------- palettes


@pytest.mark.parametrize("name", ids("palettes"))
def test_palettes_are_those_of_the_files(said, name):
    palette = data("palettes", name)
    if "stops" in palette:
        assert said[f"stops:{name}"].split() == palette["stops"]
        return
    colours = {key: value.upper() for key, value in palette["colours"].items()}
    assert dict(pair.split("=") for pair in said[f"colours:{name}"].split()) == colours
    assert said[f"order:{name}"].split() == [colours[key] for key in palette["order"]]


def test_a_palettes_map_is_read_from_the_end_it_names(said):
    assert data("palettes", "nature")["sequential"] == "cmc.lapaz_r"
    stops = data("palettes", "lapaz")["stops"][::-1]
    assert said["sequential"].split() == said["reversed"].split() == stops


def test_colours_along_a_map(said):
    stops = data("palettes", "vik")["stops"]
    assert said["ramp"].split() == stops[::2]


def test_a_diverging_scale_has_its_middle_at_the_midpoint(said):
    stops = data("palettes", "vik")["stops"]
    # y is 2, 4, -1, 8: the midpoint is 2, and 8 lies farthest from it.
    fill = said["diverging"].split()
    assert fill[0] == stops[4]
    assert fill[3] == stops[-1]
    assert fill[2] not in stops[:1]


def test_a_sequential_scale_runs_from_end_to_end(said):
    stops = data("palettes", "lapaz")["stops"]
    colours = said["along"].split()
    assert (colours[0], colours[-1]) == (stops[-1], stops[0])


# ---------------------------------------------------------------- journals


@pytest.mark.parametrize("name", ids("journals"))
def test_widths_and_sizes_are_those_natfig_draws_with(said, name):
    from natfig.journals.loader import journals
    from natfig.style.rcparams import look_for

    journal = journals.load(name)
    known = journal.known_widths_mm("production")
    widths = [known[key][0] if key in known else None for key in ("single", "onehalf", "double")]
    assert said[f"widths:{name}"].split() == ["NA" if w is None else f"{w:g}" for w in widths]
    look = look_for(journal)
    sizes = (look.label_pt, look.tick_pt, look.letter_pt)
    assert said[f"sizes:{name}"].split() == [f"{size:g}" for size in sizes]


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("width", "183 85 100"),
        ("letters", "( a A"),
        ("faces", "bold.italic plain"),
        ("own size", "5"),
    ],
)
def test_looked_up(said, name, words):
    assert said[name] == words


@pytest.mark.parametrize(
    ("name", "sentence"),
    [
        ("journal", 'unknown journal "natrue"; did you mean nature?'),
        ("stage", "'arg' should be one of"),
        ("no width", 'frontiers has no width "onehalf"; it knows single (85 mm), double (180 mm)'),
        ("width name", 'unknown width "dubble"; did you mean double?'),
        ("too wide", "200 mm is too wide for nature, whose widest figure has 183 mm"),
        ("palette", 'unknown palette "okabe"; did you mean okabe-ito?'),
        ("kind of map", "palette vik is diverging, not sequential"),
        ("colours", "palette nature has 8 colours that can be told apart, and 12 are asked for"),
        ("apart", "tell 6 colours apart, not 7"),
        ("no height", "`height` is missing; give it in mm"),
        ("too high", "500 mm is too high for nature, whose figures are at most 170 mm high"),
    ],
)
def test_what_is_wrong_is_said_with_what_would_be_right(said, name, sentence):
    assert sentence in said[name].translate({0x2018: "'", 0x2019: "'"})


# ---------------------------------------------------------------- files


def test_the_svg_has_the_journals_page_and_sizes(run):
    root = etree.parse(run[1] / "points.svg").getroot()
    width, height = (float(root.get(key).removesuffix("pt")) / 72 * 25.4 for key in ("width", "height"))
    assert (width, height) == pytest.approx((85, 50), abs=0.01)
    sizes = {
        "".join(text.itertext()): float(re.search(r"font-size: ([\d.]+)px", text.get("style"))[1])
        for text in root.iter(f"{SVG}text")
    }
    # Frontiers asks for 8 pt everywhere; natfig's letters are at least that large.
    assert sizes["Time (d)"] == sizes["2"] == sizes["A"] == 8
    assert min(sizes.values()) == 8
    assert not [text for text in root.iter(f"{SVG}text") if text.get("textLength")]


def test_the_svg_has_the_palettes_colours(run):
    order = [data("palettes", "okabe-ito")["colours"][key] for key in ("blue", "black")]
    text = (run[1] / "points.svg").read_text(encoding="utf-8")
    assert set(re.findall(r"<circle[^>]*fill: (#\w{6})", text)) >= {c.upper() for c in order}


def test_all_formats_of_a_name_and_one_of_a_file(run):
    folder = run[1]
    names = {path.name for path in folder.iterdir()}
    assert names == {"own.R", "points.svg", "points.pdf", "points.tiff", "points.png", "tiles.png"}


def test_pixels_have_the_journals_resolution(run):
    with Image.open(run[1] / "points.png") as image:
        # ragg knows whole pixels only.
        assert image.size == pytest.approx((85 / 25.4 * 300, 50 / 25.4 * 300), abs=1)
    with Image.open(run[1] / "points.tiff") as image:
        assert image.info["dpi"] == (300, 300)


def test_the_pdf_embeds_its_fonts(run):
    page = pdf.read(run[1] / "points.pdf")
    assert page.fonts
    assert all(font.embedded for font in page.fonts)
    # cairo knows whole points only.
    assert (page.width_mm, page.height_mm) == pytest.approx((85, 50), abs=25.4 / 72)


@pytest.mark.parametrize(("name", "journal"), [("fig1", "nature"), ("fig2", "cell")])
def test_what_the_docs_show_runs_and_passes_the_check(described, name, journal, capsys):
    from natfig.cli.main import main

    files = [str(described / f"{name}.{suffix}") for suffix in ("svg", "pdf", "tiff")]
    assert main(["qa", "--journal", journal, *files]) == 0, capsys.readouterr().out


def test_the_docs_name_every_function_for_users():
    page = (ROOT / "docs" / "r.md").read_text(encoding="utf-8")
    source = SOURCE.read_text(encoding="utf-8")
    names = re.findall(r"^(natfig_\w+|scale_(?:colour|fill)_natfig) <- function", source, re.MULTILINE)
    assert len(names) > 5
    assert [name for name in names if f"`{name}(" not in page] == []
