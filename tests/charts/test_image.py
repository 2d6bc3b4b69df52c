"""Image plates: what is planned, what the exported files hold, and what is said of it."""

import base64
import io
import itertools
import json
import re
import shutil
import subprocess

import numpy as np
import pikepdf
import pytest
import tifffile
import yaml
from lxml import etree
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from PIL import Image

from charts.staging import Look, PanelStyle
from images.making import CASES, numbers, ome, stains
from natfig.charts import charts
from natfig.charts._image_grid import Strips, arrange
from natfig.charts._image_plan import plan_plate
from natfig.core.errors import DataError, NatfigError, SpecError
from natfig.core.resources import templates_dir
from natfig.data.tables import Table
from natfig.render.build import render

SVG = "{http://www.w3.org/2000/svg}"
PT_MM = 25.4 / 72
HEAD = """\
natfig: 1
id: fig
contract:
  conclusion: The stain marks the glands.
  backend: python
  journal: nature
  evidence:
    a: {role: primary observation, claim: It does.}
figure: {width: single}
panels:
  a:
"""


@pytest.fixture
def folder(tmp_path):
    """A folder with images of every kind."""
    shutil.copy(CASES / "ihc.png", tmp_path)
    shutil.copy(CASES / "cell.png", tmp_path)
    ome(tmp_path / "stains.ome.tif", stains(), names=["haematoxylin", "DAB"], compression="zlib")
    ome(tmp_path / "deep.ome.tif", numbers(3, 2, 32, 40), "ZCYX", names=["A", "B"], um=None)
    tifffile.imwrite(tmp_path / "grey8.tif", numbers(40, 60, dtype="uint8"))
    tifffile.imwrite(tmp_path / "grey16.tif", numbers(40, 60, seed=2))
    tifffile.imwrite(tmp_path / "flat.tif", np.full((40, 60), 7, np.uint16))
    tifffile.imwrite(tmp_path / "printer.tif", numbers(40, 60), resolution=(300, 300), resolutionunit="inch")
    (tmp_path / "notes.txt").write_text("no image")
    return tmp_path


def panel(text):
    keys = yaml.safe_load(text)
    return charts.load("image").Panel.model_validate({"kind": "image", **keys})


def plan(text, folder):
    return plan_plate(panel(text), folder)


def style(folder, dpi=300.0, size=(60.0, 45.0)):
    return PanelStyle(
        "a", Look(), {}, "#0F4D92", "#D98032", "#3B7D5C", "#B64342", "viridis", "RdBu", False,
        np.random.default_rng(0), size_hint_mm=size, folder=folder, photo_dpi=dpi,
    )  # fmt: skip


def drawn(text, folder, size=(60.0, 45.0), dpi=300.0):
    """Draw a panel on axes of a size in mm; return the axes and what was handed back."""
    figure = Figure(figsize=(size[0] / 25.4, size[1] / 25.4))
    FigureCanvasAgg(figure)
    ax = figure.add_axes((0, 0, 1, 1))
    chart, keys = charts.load("image"), panel(text)
    chart.check(keys, Table("", {}))
    chart.check_files(keys, folder)
    back = chart.draw(ax, keys, None, style(folder, dpi, size))
    chart.place(ax, keys, back, size)
    return ax, back


def build(text, folder, **figure):
    """Render a figure of one image panel and return its entry of the report."""
    spec = folder / "spec.yaml"
    body = "".join(f"    {line}\n" for line in f"kind: image\n{text}".splitlines())
    spec.write_text(HEAD + body, encoding="utf-8")
    return render(spec, out=folder / "out", force=True, **figure)["figures"][0]


def svg_images(root):
    """Return every image's pixels and its box in pt: x, y, width, height."""
    out = []
    for node in root.iter(f"{SVG}image"):
        a, b, c, d, e, f = map(float, re.findall(r"[-\d.e]+", node.get("transform")))
        assert b == c == 0
        assert node.get("style") == "image-rendering:pixelated"
        data = node.get("{http://www.w3.org/1999/xlink}href").partition("base64,")[2]
        pixels = np.asarray(Image.open(io.BytesIO(base64.b64decode(data))).convert("RGB"))
        if d < 0:
            pixels, f, d = pixels[::-1], f + d * pixels.shape[0], -d
        if a < 0:
            pixels, e, a = pixels[:, ::-1], e + a * pixels.shape[1], -a
        out.append((pixels, (e, f, a * pixels.shape[1], d * pixels.shape[0])))
    return out


def svg_lines(root, gid):
    """Return the end points of all lines of groups with an id."""
    groups = [
        g for g in root.iter(f"{SVG}g") if re.fullmatch(re.escape(gid) + r"(\.\d+)?", g.get("id") or "")
    ]
    paths = itertools.chain.from_iterable(g.iter(f"{SVG}path") for g in groups)
    return [[float(v) for v in re.findall(r"-?[\d.]+", p.get("d"))] for p in paths]


# ---------------------------------------------------------------- what leaves the house


def mapped(plane, low, high, color=(255, 255, 255)):
    """Return the stated mapping, written down once more."""
    share = np.clip((plane.astype(float) - low) / (high - low), 0, 1)
    return share[..., None] * np.array(color, float)


def test_pixels_and_scale_bars_of_the_image_plate_template(tmp_path):
    template = shutil.copytree(templates_dir("specs", "deepfield"), tmp_path / "deepfield")
    (made,) = render(template / "spec.yaml", out=tmp_path / "out", formats=["svg"])["figures"]
    root = etree.parse(tmp_path / "out" / "deepfield.svg").getroot()
    images = svg_images(root)
    for letter, names, arcsec in (("a", ["field.jpg"], 20), ("b", ["red.png", "green.png", "blue.png"], 10)):
        for name in names:
            pixels, (_, _, width, _) = images.pop(0)
            want = np.asarray(Image.open(template / "data" / name).convert("RGB"))
            assert np.array_equal(pixels, want)
        [(x0, y0, x1, y1)] = svg_lines(root, f"panel-{letter}.scale-bar")
        assert y0 == y1
        assert (x1 - x0) / width * want.shape[1] * 0.138 == pytest.approx(arcsec, rel=0.002)
        entry = next(p for p in made["panels"] if p["panel"] == letter)
        assert entry["scale_bar"] == f"{arcsec}″"
        assert entry["images"][0]["pixel_size_arcsec"] == [0.138, 0.138]
    assert not images


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("pixel_size: 0.1 arcsec\nscale_bar: 2 µm", "scale_bar '2 µm' is a length, but a pixel is an angle"),
        (
            "pixel_size: 0.1 µm\nscale_bar: 2 arcsec",
            "scale_bar '2 arcsec' is an angle, but a pixel is a length",
        ),
        ("pixel_size: [0.1 µm, 1 arcsec]\nscale_bar: 2 µm", "are a length and an angle"),
        (
            "pixel_size: 0.1 arcsec\nscale_bar: 3 arcmin",
            "the scale bar of 3′ does not fit the tile of cell.png",
        ),
    ],
)
def test_angles_are_no_lengths(folder, text, message):
    with pytest.raises(NatfigError, match=re.escape(message)):
        build(f"file: cell.png\n{text}", folder, formats=["svg"])


@pytest.mark.parametrize(
    ("turn", "rotate"),
    [("", 0), ("rotate: 90", -1), ("rotate: 180\n", -2), ("rotate: 270", -3)],
)
def test_pixels_and_scale_bar_of_the_svg(folder, turn, rotate):
    text = f"""\
file: stains.ome.tif
channels:
- {{channel: DAB, color: magenta, range: [500, 20000]}}
- {{channel: 0, color: green, range: [0, p99]}}
crop: [100, 20, 320, 200]
scale_bar: 30 µm
{turn}"""
    build(text, folder, formats=["svg"])
    root = etree.parse(folder / "out" / "fig.svg").getroot()
    [(pixels, (_, _, width, height))] = svg_images(root)
    a, b = (stains()[c, 20:220, 100:420] for c in (1, 0))
    top = np.sort(b.ravel())[int(np.ceil(0.99 * b.size)) - 1]
    want = np.rint(np.minimum(mapped(a, 500, 20000, (255, 0, 255)) + mapped(b, 0, top, (0, 255, 0)), 255))
    want = np.rot90(want.astype(np.uint8), rotate)
    assert np.array_equal(pixels, want)
    assert width / height == pytest.approx(want.shape[1] / want.shape[0], rel=1e-4)
    [(x0, y0, x1, y1)] = svg_lines(root, "panel-a.scale-bar")
    assert y0 == y1
    # 30 µm are 60 px of 0.5 µm.
    assert (x1 - x0) / width * want.shape[1] == pytest.approx(60, rel=0.001)
    assert "30 µm" in ["".join(t.itertext()) for t in root.iter(f"{SVG}text")]


def test_eight_bits_stay_what_they_are(folder):
    build("file: cell.png\npixel_size: 0.107 µm\nscale_bar: 10 µm", folder, formats=["svg", "pdf"])
    want = np.asarray(Image.open(CASES / "cell.png"))
    [(pixels, _)] = svg_images(etree.parse(folder / "out" / "fig.svg").getroot())
    assert (pixels == want[..., None]).all()
    with pikepdf.open(folder / "out" / "fig.pdf") as pdf:
        [image] = pdf.pages[0].get_images().values()
        assert image.Filter == "/FlateDecode"  # lossless
        # PDF stores the rows from the bottom up here.
        assert np.array_equal(np.asarray(pikepdf.PdfImage(image).as_pil_image().convert("L"))[::-1], want)


@pytest.mark.poppler
def test_pixels_and_scale_bar_of_the_pdf_by_poppler(folder):
    text = """\
file: stains.ome.tif
channels: [{channel: 1, range: [0, 20000]}]
scale_bar: 50 µm
crop: [0, 0, 400, 256]
labels: none"""
    made = build(text, folder, formats=["pdf"])
    pdf = folder / "out" / "fig.pdf"
    subprocess.run(["pdfimages", "-png", str(pdf), str(folder / "found")], check=True)
    [found] = folder.glob("found-*.png")
    want = np.rint(mapped(stains()[1, :, :400], 0, 20000)).astype(np.uint8)
    # PDF stores the rows from the bottom up here; the page below tells which side is up.
    assert np.array_equal(np.asarray(Image.open(found).convert("RGB"))[::-1], want)
    dpi = 2400
    subprocess.run(
        ["pdftoppm", "-r", str(dpi), "-gray", "-singlefile", str(pdf), str(folder / "page")], check=True
    )
    page = np.asarray(Image.open(folder / "page.pgm"))
    x, y, width, height = (v / 25.4 * dpi for v in made["panels"][0]["axes_mm"])
    printed = made["panels"][0]["images"][0]["printed_mm"]
    assert printed == pytest.approx([width / dpi * 25.4, height / dpi * 25.4], abs=0.02)
    rows = np.round(y + (np.arange(200) + 0.5) * height / 256).astype(int)  # the bar is further down
    columns = np.round(x + (np.arange(400) + 0.5) * width / 400).astype(int)
    assert np.abs(page[np.ix_(rows, columns)].astype(int) - want[:200, :, 0]).max() <= 1
    # The bar is the lowest thing in the corner: 1.5 pt thick, its lower edge 1 mm above the image's.
    row = page[round(y + height - (1.0 + 0.25) / 25.4 * dpi), round(x) : round(x + width)]
    ends = np.flatnonzero(row == 255)
    bar_mm = (ends[-1] - ends[0] + 1) / dpi * 25.4
    assert bar_mm == pytest.approx(50 / 0.5 / 400 * printed[0], rel=0.005)


def test_pixels_that_are_not_square_are_drawn_as_they_are(folder):
    keys = {"axes": "YX", "PhysicalSizeX": 0.2, "PhysicalSizeY": 0.5}
    tifffile.imwrite(folder / "oblong.ome.tif", numbers(40, 50), ome=True, metadata=keys)
    for turn in ("", "\nrotate: 90"):
        build(f"file: oblong.ome.tif\nscale_bar: 2 µm{turn}", folder, formats=["svg"])
        root = etree.parse(folder / "out" / "fig.svg").getroot()
        [(_, (_, _, width, height))] = svg_images(root)
        wide_um, high_um = (20.0, 10.0) if turn else (10.0, 20.0)
        assert width / height == pytest.approx(wide_um / high_um, rel=1e-3)
        [(x0, _, x1, _)] = svg_lines(root, "panel-a.scale-bar")
        assert (x1 - x0) / width * wide_um == pytest.approx(2.0, rel=1e-3)


def test_an_inset_shows_the_same_pixels_larger(folder):
    text = """\
file: stains.ome.tif
channels: [{channel: DAB, color: cyan, range: [0, 20000]}]
insets: [{at: [40, 150, 60, 40], zoom: 3, where: top right, scale_bar: 10 µm}]
flip: horizontal
scale_bar: {length: 40 µm, where: bottom right}"""
    build(text, folder, formats=["svg"])
    root = etree.parse(folder / "out" / "fig.svg").getroot()
    (whole, tile), (part, box) = svg_images(root)
    assert np.array_equal(part, whole[150:190, 512 - 100 : 512 - 40])
    scale, zoomed = tile[2] / 512, box[2] / 60
    assert zoomed / scale == pytest.approx(3, rel=1e-3)
    lengths = sorted((x1 - x0) / s * 0.5 for (x0, _, x1, _), s in zip(
        svg_lines(root, "panel-a.scale-bar"), (zoomed, scale), strict=True))  # fmt: skip
    assert lengths == pytest.approx([10, 40], rel=0.002)
    frames = svg_lines(root, "panel-a.inset-frame.1")
    sides = sorted(max(f[::2]) - min(f[::2]) for f in frames)
    assert sides == pytest.approx([60 * scale, 180 * scale], abs=0.01)
    # The frame on the image stands where the magnified pixels come from.
    small = min(frames, key=lambda f: max(f[::2]) - min(f[::2]))
    assert (min(small[::2]) - tile[0]) / scale == pytest.approx(512 - 100, abs=0.05)
    assert (min(small[1::2]) - tile[1]) / scale == pytest.approx(150, abs=0.05)


def test_the_tip_of_an_arrow_is_where_it_was_put(folder):
    text = "file: cell.png\npixel_size: 0.107 µm\nscale_bar: 10 µm\narrows: [{at: [430, 400], angle: 0}]\n"
    build(text + "arrowheads: [{at: [100, 100], angle: 90}]", folder, formats=["svg"])
    root = etree.parse(folder / "out" / "fig.svg").getroot()
    [(_, (x, y, width, _))] = svg_images(root)
    head, *_ = svg_lines(root, "panel-a.arrow")
    assert (max(head[::2]) - x) / width * 550 == pytest.approx(430, abs=0.1)
    up, *_ = svg_lines(root, "panel-a.arrowhead")
    assert (min(up[1::2]) - y) / width * 550 == pytest.approx(100, abs=0.1)


@pytest.mark.parametrize("name", ["plate"])
def test_a_plate_of_eight_tiles_passes_qa(folder, name):
    shutil.copy(CASES / f"{name}.yaml", folder)
    made = render(folder / f"{name}.yaml", out=folder / "out")["figures"][0]
    from natfig.cli.main import main

    assert main(["qa", "--strict", str(folder / "out")]) == 0
    assert made["warnings"] == []
    images = made["panels"][0]["images"]
    assert [(i["row"], i["column"]) for i in images] == [(r, c) for r in range(2) for c in range(4)]
    assert min(i["effective_dpi"] for i in images) > 300
    root = etree.parse(folder / "out" / "plate.svg").getroot()
    tiles = svg_images(root)[:8]
    assert {round(box[3], 2) for _, box in tiles} == {round(tiles[0][1][3], 2)}
    gaps = [(b[0] - a[0] - a[2]) * PT_MM for (_, a), (_, b) in itertools.pairwise(tiles) if b[0] > a[0]]
    assert gaps == pytest.approx([1.0] * 6, abs=0.01)
    assert np.array_equal(tiles[0][0], np.asarray(Image.open(CASES / "ihc.png").convert("RGB"))[:, :256])
    # Both halves of a stain are mapped alike.
    dab = stains()[1]
    pooled = np.sort(dab.ravel())
    top = pooled[int(np.ceil(0.999 * pooled.size)) - 1]
    for at, left in ((2, 0), (6, 256)):
        want = np.rint(mapped(dab[:, left : left + 256], 0, top, (255, 0, 255)))
        assert np.array_equal(tiles[at][0], want.astype(np.uint8))
    texts = ["".join(t.itertext()) for t in root.iter(f"{SVG}text")]
    assert texts.count("20 µm") == 1
    assert {"As recorded", "Nuclei", "FHL2", "Merge", "Left half", "Right half"} <= set(texts)


def test_same_input_same_bytes(folder):
    text = "file: stains.ome.tif\nchannels: [0, 1]\nscale_bar: 20 µm"
    first = build(text, folder, formats=["svg", "pdf"])
    again = build(text, folder, formats=["svg", "pdf"])
    assert [o["sha256"] for o in first["outputs"]] == [o["sha256"] for o in again["outputs"]]


def test_a_changed_image_is_built_anew(folder):
    text = "file: grey8.tif\nscale_bar: {none: made-up numbers}"
    build(text, folder, formats=["svg"])
    spec = folder / "spec.yaml"
    assert render(spec, out=folder / "out", formats=["svg"])["figures"][0]["cached"]
    tifffile.imwrite(folder / "grey8.tif", numbers(40, 60, dtype="uint8", seed=8))
    assert not render(spec, out=folder / "out", formats=["svg"])["figures"][0]["cached"]


# ---------------------------------------------------------------- the record

OWN = "files: [grey16.tif, {file: printer.tif, range: [0, 100]}]"
TWO = "channels: [{channel: 0, color: green}, {channel: 1, color: magenta}]"


def test_the_record_says_what_was_done(folder):
    text = """\
file: stains.ome.tif
channels: [{channel: DAB, color: magenta, label: FHL2, range: [p1, 20000]}]
crop: [10 µm, 5 µm, 100 µm, 80 µm]
rotate: 90
scale_bar: 20 µm"""
    made = build(text, folder, formats=["svg"])["panels"][0]
    [item] = made["images"]
    low = np.sort(stains()[1, 10:170, 20:220].ravel())[int(np.ceil(0.01 * 200 * 160)) - 1]
    above = float((stains()[1, 10:170, 20:220] > 20000).mean())
    assert item["crop_px"] == [20, 10, 200, 160]
    assert item["size_px"] == [512, 256]
    assert item["channels"][0] == {
        "channel": 1, "name": "FHL2", "color": "#FF00FF", "range": [int(low), 20000],
        "range_source": "percentile 1 to 20000 of the pixels shown",
        "below": pytest.approx(float((stains()[1, 10:170, 20:220] < low).mean()), abs=1e-6),
        "above": pytest.approx(above, abs=1e-6),
    }  # fmt: skip
    assert (item["rotation_deg"], item["gamma"], item["bit_depth"]) == (90, 1.0, 16)
    assert (item["pixel_size_um"], item["pixel_size_source"]) == ([0.5, 0.5], "OME metadata")
    assert item["scale_bar"] == made["scale_bar"] == "20 µm"
    assert item["effective_dpi"] == pytest.approx(160 / item["printed_mm"][0] * 25.4, rel=1e-3)
    import hashlib

    assert item["sha256"] == hashlib.sha256((folder / "stains.ome.tif").read_bytes()).hexdigest()
    note = made["image_note"]
    assert note.startswith("Brightness and contrast were adjusted linearly over the whole image (FHL2 ")
    assert "False colours: FHL2 magenta." in note
    assert "Images were cropped." in note
    assert "turned" in note
    json.dumps(made)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("file: cell.png", "Brightness is shown as recorded (full range of 8 bits)."),
        ("file: ihc.png", "Colour images (ihc.png) are shown as recorded."),
        ("file: deep.ome.tif\nchannels: [0]\nz: max", "maximum projections along z"),
        ("files: [grey16.tif, printer.tif]", "equally in all compared images"),
        ("file: grey16.tif\ngamma: {value: 0.7, reason: faint processes beside bright bodies}",
         "A gamma of 0.7 was applied to every image: faint processes beside bright bodies."),
        (OWN, "Channel 0 is shown with different ranges"),
    ],
)  # fmt: skip
def test_the_integrity_note(folder, text, said):
    assert said in drawn(text, folder)[1].record["image_note"]


def test_gamma_is_applied_as_told(folder):
    ax, _ = drawn(
        "file: grey16.tif\nrange: x"
        if False
        else "file: grey16.tif\ngamma: {value: 2, reason: test of the tool}",
        folder,
    )
    plane = numbers(40, 60, seed=2).astype(float)
    share = (plane - plane.min()) / (plane.max() - plane.min())
    [image] = [a for a in ax.get_children() if (a.get_gid() or "").startswith("panel-a.image")]
    assert np.array_equal(image.get_array()[..., 0], np.rint(share**2 * 255).astype(np.uint8))


def test_a_range_of_its_own_is_told(folder):
    _, back = drawn(OWN, folder)
    assert any("channel 0 is shown with different ranges (grey16.tif:" in w for w in back.warnings)
    assert [i["channels"][0]["range"] for i in back.record["images"]][1] == [0, 100]


@pytest.mark.parametrize(
    ("contrast", "same"),
    [
        ("shared", [(0, 1), (0, 2), (0, 3)]),
        ("rows", [(0, 1), (2, 3)]),
        ("columns", [(0, 2), (1, 3)]),
        ("each", []),
    ],
)
def test_which_tiles_share_a_range(folder, contrast, same):
    for i in range(4):
        tifffile.imwrite(folder / f"{i}.tif", np.arange(600, dtype=np.uint16).reshape(20, 30) * (i + 1) + i)
    text = f"files: [[0.tif, 1.tif], [2.tif, 3.tif]]\ncontrast: {contrast}"
    ranges = [tuple(i["channels"][0]["range"]) for i in drawn(text, folder)[1].record["images"]]
    for a, b in itertools.combinations(range(4), 2):
        alike = any({a, b} <= set(group) for group in same) or (contrast == "shared")
        assert (ranges[a] == ranges[b]) == alike


def test_split_makes_a_tile_of_each_channel_and_the_merge(folder):
    text = f"files: [stains.ome.tif]\n{TWO}\nsplit: true"
    plate = plan(text, folder)
    assert [len(t.layers) for t in plate.tiles] == [1, 1, 2]
    assert plate.column_titles == ("haematoxylin", "DAB", "Merge")
    assert len(plan(text + "\nmerge: false", folder).tiles) == 2
    ranges = [[c["range"] for c in i["channels"]] for i in drawn(text, folder)[1].record["images"]]
    assert ranges[0] + ranges[1] == ranges[2]


def test_a_tile_inherits_what_the_panel_says_of_a_channel(folder):
    text = "channels: [{channel: DAB, color: cyan, label: FHL2}]"
    text += "\nfiles: [{file: stains.ome.tif, channels: [DAB]}]"
    [layer] = plan(text, folder).tiles[0].layers
    assert (layer.rgb, layer.label) == ((0, 255, 255), "FHL2")


# ---------------------------------------------------------------- resolution


def test_too_few_pixels_are_a_warning_with_the_largest_width(folder):
    _, back = drawn("file: cell.png", folder, size=(80, 100))
    [said] = [w for w in back.warnings if "dpi" in w]
    assert "is printed at 175 dpi, and the journal asks 300 dpi of photographs" in said
    widest = float(re.search(r"may be ([\d.]+) mm wide at most", said)[1])
    assert widest == pytest.approx(550 / 300 * 25.4, abs=0.1)
    _, back = drawn("file: cell.png", folder, size=(widest, 100))
    assert not [w for w in back.warnings if "dpi" in w]


def test_the_largest_width_of_a_plate_holds(folder):
    text = "files: [[cell.png, cell.png], [cell.png, cell.png]]\nbackground: dark\ncolumn_titles: [A, B]"
    _, back = drawn(text, folder, size=(150, 500))
    widest = float(re.search(r"may be ([\d.]+) mm wide", "".join(back.warnings))[1])
    assert not [w for w in drawn(text, folder, size=(widest, 500))[1].warnings if "dpi" in w]
    assert [w for w in drawn(text, folder, size=(widest + 2, 500))[1].warnings if "dpi" in w]


def test_qa_and_the_warning_agree(folder):
    made = build("file: cell.png\npixel_size: 0.107 µm\nscale_bar: 10 µm", folder, formats=["svg"])
    [warned] = [w for w in made["warnings"] if "dpi" in w]
    dpi = made["panels"][0]["images"][0]["effective_dpi"]
    [found] = [f for f in made["qa"]["files"][0]["findings"] if f["code"] == "IMG001"]
    assert f"printed at {dpi:.0f} dpi" in warned
    assert f"printed at {dpi:.0f} dpi" in found["message"]


def test_qa_sees_that_a_scale_bar_is_declared(folder):
    codes = [f["code"] for f in build("file: ihc.png", folder, formats=["svg"])["qa"]["files"][0]["findings"]]
    assert "IMG004" in codes
    for text in ("pixel_size: 0.5 µm\nscale_bar: 20 µm", "scale_bar: {none: the scale was not recorded}"):
        made = build(f"file: ihc.png\n{text}", folder, formats=["svg"])
        assert "IMG004" not in [f["code"] for f in made["qa"]["files"][0]["findings"]]


# ---------------------------------------------------------------- TIFF and PNG


def test_an_enlarged_pixel_is_a_square(folder):
    plane = numbers(6, 9, dtype="uint8")
    Image.fromarray(plane).save(folder / "few.png")
    build("file: few.png\nscale_bar: {none: a test image}", folder, formats=["png"])
    page = np.asarray(Image.open(folder / "out" / "fig.png").convert("L"))
    assert set(np.unique(page)) <= {*np.unique(plane), 255}


def test_finer_pixels_than_dots_are_averaged_not_left_out(folder):
    stripes = np.zeros((1200, 4000), np.uint8)
    stripes[:, ::2] = 255
    Image.fromarray(stripes).save(folder / "fine.png")
    build("file: fine.png\nscale_bar: {none: a test image}", folder, formats=["png", "svg"])
    page = np.asarray(Image.open(folder / "out" / "fig.png").convert("L"))
    middle = page[page.shape[0] // 2, 100:-100]
    assert 90 < middle.min() <= middle.max() < 165
    [(pixels, _)] = svg_images(etree.parse(folder / "out" / "fig.svg").getroot())
    assert (pixels == stripes[..., None]).all()


def test_a_plate_of_too_many_pixels(folder):
    tifffile.imwrite(folder / "big.tif", shape=(8000, 8000), dtype="uint8", metadata=None)
    with pytest.raises(DataError, match="the 3 tiles hold 192 megapixels, more than the 128 that a page can"):
        plan("files: [big.tif, big.tif, big.tif]", folder)


# ---------------------------------------------------------------- looks


@pytest.mark.parametrize("size", [(60, 45), (45, 60), (30, 100), (100, 8)])
@pytest.mark.parametrize("is_dark", [False, True])
def test_a_plate_fits_its_box_and_its_aspect_is_stable(size, is_dark):
    places = [(0, 0, 1.5), (0, 1, 1.0), (1, 0, 0.5), (1, 1, 1.0)]
    strips = Strips.of(7.0, is_dark=is_dark, has_columns=True, has_rows=True)
    cells, whole = arrange(places, size, 1.0, strips)
    assert whole.width <= size[0] + 1e-9
    assert whole.height <= size[1] + 1e-9
    assert min(abs(whole.width - size[0]), abs(whole.height - size[1])) < 1e-9
    assert len({round(c.height, 9) for c in cells}) == 1
    for cell, (_, _, ratio) in zip(cells, places, strict=True):
        assert cell.width / cell.height == pytest.approx(ratio)
    _, again = arrange(places, (whole.width, whole.height), 1.0, strips)
    assert (again.width, again.height) == pytest.approx((whole.width, whole.height))


def test_ink_is_chosen_by_what_is_behind(folder):
    Image.fromarray(np.full((100, 100), 250, np.uint8)).save(folder / "white.png")
    Image.fromarray(np.full((100, 100), 10, np.uint8)).save(folder / "black.png")
    for name, ink in (("white", "#000000"), ("black", "#FFFFFF")):
        ax, _ = drawn(f"file: {name}.png\npixel_size: 1 µm\nscale_bar: 20 µm", folder)
        bar = next(a for a in ax.get_children() if a.get_gid() == "panel-a.scale-bar")
        label = next(a for a in ax.texts if a.get_gid() == "panel-a.scale-bar.label")
        assert bar.get_color() == label.get_color() == ink


def test_a_bar_on_a_mixed_ground_is_told(folder):
    chess = (np.indices((100, 100)).sum(axis=0) // 3 % 2 * 255).astype(np.uint8)
    Image.fromarray(chess).save(folder / "chess.png")
    _, back = drawn("file: chess.png\npixel_size: 1 µm\nscale_bar: 20 µm", folder)
    assert any(w.startswith("the scale bar is hard to see") for w in back.warnings)


def test_one_bar_where_all_tiles_have_one_scale_else_one_each(folder):
    same = "files: [cell.png, cell.png]\npixel_size: 0.1 µm\nscale_bar: 10 µm"
    assert [i["scale_bar"] for i in drawn(same, folder)[1].record["images"]] == [None, "10 µm"]
    other = same.replace("[cell.png, cell.png]", "[cell.png, {file: cell.png, crop: [0, 0, 300, 300]}]")
    assert [i["scale_bar"] for i in drawn(other, folder)[1].record["images"]] == ["10 µm", "10 µm"]


def test_red_and_green_together_are_told(folder):
    text = "file: stains.ome.tif\nchannels: [{channel: 0, color: red}, {channel: 1, color: green}]"
    assert any("red and green are merged" in w for w in drawn(text, folder)[1].warnings)
    assert not any("red and green" in w for w in drawn(text.replace("red", "magenta"), folder)[1].warnings)


def test_things_in_each_others_way_are_a_problem(folder):
    text = "file: cell.png\npixel_size: 0.1 µm\nscale_bar: {length: 10 µm, where: top right}\n"
    _, back = drawn(text + "insets: [{at: [100, 300, 100, 100], where: top right}]", folder)
    assert any("the inset and the scale bar of 10 µm are in each other's way" in p for p, _ in back.problems)
    _, back = drawn(text + "insets: [{at: [100, 300, 100, 100], where: top left}]", folder)
    assert back.problems == []


def test_a_label_that_is_too_long_is_a_problem(folder):
    text = "files: [{file: cell.png, label: A very long label for so small a tile}]"
    _, back = drawn(text, folder, size=(15, 20))
    assert any("leaves the tile of cell.png by" in p for p, _ in back.problems)


# ---------------------------------------------------------------- what is refused

BAR = "pixel_size: 0.5 µm\nscale_bar"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("scale_bar: 5 µm", "give either file: or files:"),
        ("file: ihc.png\nfiles: [cell.png]", "give either file: or files:"),
        ("files: []", "files: is empty"),
        ("files: [[ihc.png], cell.png]", "mixes images and rows of images"),
        ("file: cell.png\nscale_bar: 10 µm", r"needs the size of a pixel.* for cell.png.*pixel_size"),
        ("file: printer.tif\nscale_bar: 10 µm", r"its 300 dpi .* are for printers.*; write pixel_size"),
        (f"file: cell.png\n{BAR}: 400 µm", r"bar of 400 µm does not fit the tile of cell.png, which is 275"),
        (f"file: cell.png\n{BAR}: ten", "scale_bar 'ten' is not a length"),
        ("file: cell.png\nscale_bar: {where: top left}", "scale_bar: give a length such as 20 µm, or none:"),
        ("file: cell.png\ncrop: [500, 0, 100, 100]", r"\[500, 0, 100, 100\] leaves cell.png, which is 550"),
        ("file: cell.png\ncrop: [0 µm, 0 µm, 5 µm, 5 µm]", "crop of cell.png is in lengths, but the size"),
        ("file: stains.ome.tif", "has 2 channels .0 .haematoxylin., 1 .DAB.., and the spec does not say"),
        ("file: stains.ome.tif\nchannels: [hematoxylin]", "'hematoxylin'; did you mean 'haematoxylin'"),
        ("file: stains.ome.tif\nchannels: [5]", "channel 5; it has the channels 0 .haematoxylin., 1 .DAB."),
        ("file: stains.ome.tif\nchannels: [0, 0]", "channels lists 'haematoxylin' twice"),
        ("file: stains.ome.tif\nchannels: [0, 1]\nmerge: false", "merge: false leaves nothing to show"),
        ("file: stains.ome.tif\nchannels: [{channel: 0, color: '#zz'}]", "'#zz' is not a colour"),
        ("file: stains.ome.tif\nchannels: [{channel: 0, range: [9, 1]}]", r"range \[9.0, 1.0\] has no width"),
        ("files: [{file: stains.ome.tif, range: {DNA: auto}}]\nchannels: [0]", "range names 'DNA', which"),
        ("file: ihc.png\nchannels: [0, 1]", "ihc.png is a colour image: its channels are mixed already"),
        ("files: [{file: ihc.png, range: auto}]", "ihc.png is a colour image, which is shown as it is"),
        ("file: deep.ome.tif\nchannels: [0]", "has 3 planes along z, and the spec does not say which"),
        ("file: deep.ome.tif\nchannels: [0]\nz: 7", "has no z 7; z: 0 to 2"),
        ("file: nothing.tif", "there is no file nothing.tif"),
        ("file: cel.png", "there is no file cel.png; did you mean 'cell.png'"),
        ("file: ../x.tif", "lies outside the spec's folder; copy it beside the spec"),
        ("file: /etc/passwd", "lies outside the spec's folder"),
        ("file: https://a.example/x.tif", "is an address, not a file"),
        ("file: notes.txt", "notes.txt is not an image"),
        ("file: cell.png\ninsets: [{at: [540, 0, 50, 50]}]", "the inset .* leaves what is shown of cell.png"),
        ("file: cell.png\ninsets: [{at: [0, 0, 200, 200], zoom: 4}]", "would cover most of its tile"),
        ("file: cell.png\narrows: [{at: [900, 0]}]", r"the arrow at \[900, 0\] points outside what is shown"),
        ("file: cell.png\ncolumn_titles: [A, B]", "column_titles has 2 entries for 1 columns"),
        ("file: cell.png\nrow_titles: [A, B]", "row_titles has 2 entries for 1 row"),
        ("file: cell.png\ngap: wide", "'wide' is not a length"),
        ("file: cell.png\ngap: 30mm", "gap 30mm is more than 10 mm"),
        ("files: [[cell.png, ihc.png]]\nsplit: true", "split: true makes a row of each file"),
    ],
)  # fmt: skip
def test_refused_before_anything_is_drawn(folder, text, said):
    keys = panel(text)
    with pytest.raises(DataError, match=said) as error:
        charts.load("image").check_files(keys, folder)
    assert len(error.value.problems) == 1
    assert isinstance(charts.load("image").files(keys), tuple)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (f"file: cell.png\n{BAR}: {{length: 10 µm, color: pinkish}}", "panel a: 'pinkish' is not a colour"),
        ("file: flat.tif", "panel a: channel 0 of flat.tif has the value 7 in every pixel shown"),
        ("files: [grey16.tif, stains8.tif]",
         "panel a: channel 0 is compared .* different bit depth: grey16.tif .16-bit. and stains8.tif"),
        ("file: cut.png", "panel a: cut.png is not a readable PNG"),
    ],
)  # fmt: skip
def test_refused_when_the_pixels_are_seen(folder, text, said):
    tifffile.imwrite(folder / "stains8.tif", numbers(9, 9, dtype="uint8"))
    data = (CASES / "cell.png").read_bytes()
    (folder / "cut.png").write_bytes(data[: len(data) // 2])
    if "stains8" in text:
        text += "\nchannels: [{channel: 0, range: auto}]"
    with pytest.raises(NatfigError, match=said) as error:
        drawn(text, folder)
    assert len(error.value.problems) == 1


def test_mixed_bit_depths_may_be_chosen(folder):
    drawn("files: [grey16.tif, grey8.tif]\nchannels: [{channel: 0, range: auto}]\ncontrast: each", folder)
    drawn("files: [grey16.tif, grey8.tif]\nchannels: [{channel: 0, range: [0, 255]}]", folder)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (
            "gamma: 0.7",
            "panels.a.gamma: gamma changes .* differently.*write gamma: {value: 0.7, reason",
        ),
        ("rotate: 45", "panels.a.rotate: "),
        ("chanels: [0]", "unknown key 'chanels'; did you mean 'channels'"),
        ("insets: [{at: [0, 0, 5, 5], where: middle}]", "'middle' is not allowed here; allowed: top left"),
        ("references: [{x: 1}]", "an image has no axes for references"),
        ("annotations: [{text: A, x: 1, y: 2}]", "an image has no axes for an annotation with x and y"),
        ("where: a > 1", "kind: image reads no table"),
    ],
)
def test_keys_that_are_refused_with_file_and_line(folder, text, said):
    with pytest.raises(SpecError, match=said) as error:
        build(f"file: cell.png\n{text}", folder)
    assert all(p.line for p in error.value.problems)


def test_a_table_of_the_spec_is_not_taken_for_the_images(folder):
    spec = folder / "spec.yaml"
    body = "    kind: image\n    file: cell.png\n    scale_bar: {none: a test image}\n"
    text = HEAD.replace("panels:", "data:\n  t: {rows: [{a: 1}]}\npanels:") + body
    spec.write_text(text, encoding="utf-8")
    made = render(spec, out=folder / "out", formats=["svg"])["figures"][0]
    assert [p["kind"] for p in made["panels"]] == ["image"]


def test_the_example_is_a_panel():
    chart = charts.load("image")
    keys = chart.Panel.model_validate(yaml.safe_load(chart.example))
    assert chart.files(keys) == ("data/cells.ome.tif",)
