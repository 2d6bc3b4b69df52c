"""Schematics on axes: aspect, type at its sizes, room, colours, crops, and the record."""

from pathlib import Path

import numpy as np
import pytest
import yaml
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.colors import to_hex
from matplotlib.figure import Figure
from pydantic import ValidationError

from natfig.backends.mpl.measure import Measure
from natfig.charts import charts
from natfig.charts.base import Look, PanelStyle
from natfig.core.errors import DataError
from natfig.data.tables import Table
from natfig.style.context import rc_context, use_face
from natfig.style.fonts import find_face
from natfig.style.rcparams import rc_params

CASES = Path(__file__).parents[1] / "cases" / "drawing"
HEAD = (
    '<svg xmlns="http://www.w3.org/2000/svg" width="100mm" height="50mm" viewBox="0 0 100 50" '
    'font-family="Arial">'
)
NONE = Table("", {})


@pytest.fixture(autouse=True)
def journal_type():
    face = find_face()
    use_face(face)
    with rc_context(rc_params(Look(), face, width_in=4, height_in=2, dpi=72)):
        yield


@pytest.fixture
def write(tmp_path):
    def _write(body, name="d.svg", head=HEAD):
        (tmp_path / name).write_text(f"{head}{body}</svg>")
        return tmp_path

    return _write


def stage(folder, size_mm=(100.0, 50.0), names=None, **keys):
    """Return axes and what was drawn of ``d.svg`` in a folder; `names` are the figure's colours."""
    chart = charts.load("svg")
    panel = chart.Panel.model_validate({"kind": "svg", "file": "d.svg"} | keys)
    chart.check(panel, NONE)
    chart.check_files(panel, folder)
    style = PanelStyle(
        "a", Look(), {}, "#0F4D92", "#D98032", "#3B7D5C", "#B64342", "viridis", "RdBu", False,
        np.random.default_rng(1), size_hint_mm=size_mm, folder=folder, colors=names or {},
    )  # fmt: skip
    figure = Figure(figsize=(size_mm[0] / 25.4, size_mm[1] / 25.4), dpi=72)
    FigureCanvasAgg(figure)
    ax = figure.add_axes((0, 0, 1, 1))
    return ax, chart.draw(ax, panel, NONE, style)


def texts(ax):
    """Return text → box in mm from the top left, measured as the page measures."""
    width, height = ax.figure.get_size_inches() * 72
    measure = Measure(width, height, 5.0)
    for text in ax.texts:
        text.draw(measure)
    mm = 25.4 / 72
    return {
        b.text: (b.box[0] * mm, (height - b.box[3]) * mm, b.box[2] * mm, (height - b.box[1]) * mm)
        for b in measure.boxes
    }


def sizes(ax):
    return {t.get_text(): t.get_fontsize() for t in ax.texts}


def test_example_is_a_panel():
    chart = charts.load("svg")
    chart.Panel.model_validate(yaml.safe_load(chart.example))


# ---------------------------------------------------------------- place and size


def test_the_drawing_gives_the_aspect_and_fills_it(write):
    ax, drawn = stage(write('<rect id="box" width="100" height="50"/>'))
    assert drawn.aspect == pytest.approx(2)
    assert drawn.frame == "none"
    (patch,) = [p for p in ax.get_children() if p.get_gid() == "panel-a.box"]
    corners = ax.transData.transform(patch.get_path().vertices)
    assert np.ptp(corners, axis=0) == pytest.approx(ax.bbox.size)


def test_a_drawing_of_another_shape_is_centred(write):
    ax, _ = stage(write('<rect width="100" height="50"/>'), size_mm=(60, 50))
    assert ax.get_xlim() == pytest.approx((0, 377.95), abs=0.1)
    low, high = ax.get_ylim()
    assert low - 188.98 == pytest.approx(-high, abs=0.1)


def test_true_scale_keeps_millimetres_or_says_what_is_missing(write):
    folder = write('<rect width="100" height="50"/>')
    ax, drawn = stage(folder, size_mm=(120, 70), scale="true")
    assert not drawn.problems
    assert drawn.record["drawing"]["size_mm"] == [100, 50]
    assert np.ptp(ax.get_xlim()) * 25.4 / 96 == pytest.approx(120)
    _, drawn = stage(folder, size_mm=(80, 70), scale="true")
    ((what, _),) = drawn.problems
    assert "at its own size the drawing is 100 × 50 mm" in what
    assert "20.0 mm are missing" in what


def test_strokes_scale_and_never_fall_under_the_thinnest(write):
    folder = write(
        '<path d="M0 9h9" stroke="red" stroke-width="1"/><path d="M0 5h9" stroke="lime" stroke-width=".05"/>'
    )
    ax, _ = stage(folder)
    widths = [
        p.get_linewidth() for p in ax.get_children() if (p.get_gid() or "").startswith("panel-a.drawing")
    ]
    assert widths == pytest.approx([72 / 25.4, 0.25])
    ax, _ = stage(folder, size_mm=(50, 25))
    widths = [
        p.get_linewidth() for p in ax.get_children() if (p.get_gid() or "").startswith("panel-a.drawing")
    ]
    assert widths[0] == pytest.approx(36 / 25.4)


# ---------------------------------------------------------------- type


@pytest.mark.parametrize(
    ("font_mm", "size_pt"),
    [(1.0, 5.0), (1.8, 5.1), (2.2, 6.2), (9.0, 7.0)],
    ids=["floor", "a", "b", "ceiling"],
)
def test_sizes_are_brought_within_the_journals(write, font_mm, size_pt):
    ax, drawn = stage(write(f'<text x="10" y="20" font-size="{font_mm}">Cell</text>'))
    assert sizes(ax)["Cell"] == pytest.approx(size_pt, abs=0.051)
    moved = drawn.record["drawing"]["texts"]
    assert [m["to_pt"] for m in moved] == ([size_pt] if size_pt in (5.0, 7.0) else [])


def test_min_pt_raises_the_floor(write):
    ax, _ = stage(write('<text x="10" y="20" font-size="1">Cell</text>'), min_pt=6)
    assert sizes(ax) == {"Cell": 6}


@pytest.mark.parametrize("anchor", ["start", "middle", "end"])
@pytest.mark.parametrize("font_mm", [1.0, 2.2, 6.0])
def test_anchors_hold_at_any_size(write, anchor, font_mm):
    ax, _ = stage(write(f'<text x="50" y="20" font-size="{font_mm}" text-anchor="{anchor}">Cell body</text>'))
    x0, y0, x1, y1 = texts(ax)["Cell body"]
    share = {"start": 0, "middle": 0.5, "end": 1}[anchor]
    assert x0 + share * (x1 - x0) == pytest.approx(50, abs=0.05)
    # The middle of the capitals stays where it was in the source.
    size_mm = sizes(ax)["Cell body"] * 25.4 / 72
    assert y1 - 0.212 * size_mm - 0.358 * size_mm == pytest.approx(20 - 0.358 * font_mm, abs=0.05)
    assert y0 < y1


def test_several_lines_are_one_label_about_their_middle(write):
    body = '<text font-size="4" x="20" y="20">First<tspan x="20" dy="6">second</tspan></text>'
    ax, _ = stage(write(body))
    ((text, box),) = texts(ax).items()
    assert text == "First\nsecond"
    middle = 20 - 0.358 * 4 + 3
    size_mm = 7 * 25.4 / 72
    assert (box[1] + (0.905 - 0.716) * size_mm + box[3] - 0.212 * size_mm) / 2 == pytest.approx(
        middle, abs=0.05
    )


def test_a_label_amid_a_shape_stays_there(write):
    box = '<rect x="20" y="10" width="40" height="12" fill="#eee"/>'
    body = f'{box}<text x="27.5" y="18" font-size="6">Objective</text>'
    ax, _ = stage(write(body))
    x0, _, x1, _ = texts(ax)["Objective"]
    assert (x0 + x1) / 2 == pytest.approx(40, abs=0.1)


def test_a_label_that_outgrows_its_shape_is_reported(write):
    box = '<rect x="20" y="10" width="9" height="6" fill="none" stroke="red"/>'
    body = f'{box}<text x="20.3" y="14" font-size="1.1">Oligodendrocyte</text>'
    _, drawn = stage(write(body))
    assert any("no longer fits the shape it stands in: at 5 pt" in w for w in drawn.warnings)


TIGHT = '<g font-size="1.8"><text x="10" y="20">Growth cone</text><text x="22" y="20">Target</text></g>'


def test_labels_without_room_say_how_many_millimetres_they_need(write):
    folder = write(TIGHT)
    _, drawn = stage(folder)
    assert drawn.problems == []
    ax, drawn = stage(folder, size_mm=(60, 30))
    ((what, hint),) = drawn.problems
    assert "at 5 pt clear of" in what
    need = int(what.split("needs ")[1].split(" mm")[0])
    assert 70 <= need <= 95
    assert "figure.width" in hint
    assert texts(ax) == {}  # what has no room asks for none
    _, drawn = stage(folder, size_mm=(need, need / 2))
    assert drawn.problems == []


def test_labels_that_overlap_at_any_size_are_the_drawings_own(write):
    body = '<text x="10" y="20" font-size="4">One</text><text x="10" y="20.2" font-size="4">Two</text>'
    _, drawn = stage(write(body))
    assert "overlap in the drawing at any size" in drawn.problems[0][0]


def test_place_clears_old_problems(write):
    folder = write(TIGHT)
    chart = charts.load("svg")
    ax, drawn = stage(folder, size_mm=(60, 30))
    chart.place(ax, chart.Panel(kind="svg", file="d.svg"), drawn, (120, 60))
    assert drawn.problems == []
    assert all(t.get_visible() for t in ax.texts)


def test_scripts_and_mixed_styles_are_formulae_of_the_small_grammar(write):
    ax, _ = stage(
        write(
            '<text x="9" y="9" font-size="2.3">Ca<tspan baseline-shift="super" font-size="1.6">2+</tspan> in '
            '<tspan font-style="italic">E. coli</tspan> at $5</text>'
        )
    )
    assert list(texts(ax)) == ["Ca2+ in E. coli at $5"]


def test_dollars_and_braces_stay_what_they_are(write):
    ax, _ = stage(write('<text x="9" y="9" font-size="2.3">$a_b$ {x} \\frac</text>'))
    assert list(texts(ax)) == ["$a_b$ {x} \\frac"]


def test_fonts_are_recorded(write):
    folder = write('<text x="9" y="9" font-size="2.3" font-family="Comic Sans MS">x</text>')
    record = stage(folder)[1].record["drawing"]
    assert (record["fonts_replaced"], record["fonts_kept"]) == (["Comic Sans MS"], [])
    folder = write('<text x="9" y="9" font-size="2.3" font-family="DejaVu Sans">x</text>')
    ax, drawn = stage(folder, fonts="keep")
    assert drawn.record["drawing"]["fonts_kept"] == ["DejaVu Sans"]
    assert ax.texts[0].get_fontfamily()[0] == "DejaVu Sans"


# ---------------------------------------------------------------- colours, crops, record

TWO = '<rect width="40" height="50" fill="#1f77b4"/><rect x="40" width="10" height="50" fill="#ff7f0e"/>'


def test_colors_are_offered_by_area(write):
    colors = stage(write(TWO))[1].record["drawing"]["colors"]
    assert list(colors.items()) == [("#1F77B4", pytest.approx(0.4)), ("#FF7F0E", pytest.approx(0.1))]


def test_colors_are_exchanged(write):
    keys = {"#1F77B4": "drug", "#ff7f0e": "#123456"}
    ax, _ = stage(write(TWO), names={"drug": "#AB0000"}, colors=keys)
    faces = [to_hex(p.get_facecolor()) for p in ax.get_children() if (p.get_gid() or "") == "panel-a.drawing"]
    assert faces == ["#ab0000", "#123456"]


@pytest.mark.parametrize(
    ("keys", "says"),
    [
        ({"#00FF00": "signal"}, "d.svg has no #00FF00"),
        ({"blue": "signal"}, "'blue' is not a colour of the form #RRGGBB"),
        ({"#1F77B4": "drg"}, "no level or colour is called 'drg'; did you mean 'drug'?"),
    ],
)
def test_colors_that_are_none(write, keys, says):
    with pytest.raises(DataError, match=says.replace("?", r"\?")):
        stage(write(TWO), names={"drug": "#AB0000"}, colors=keys)


def test_crops(write):
    body = (
        '<rect width="100" height="50" fill="white"/>'
        '<rect x="20" y="10" width="30" height="15" fill="red"/><text x="90" y="45">far</text>'
    )
    ax, drawn = stage(write(body), crop=[20, 10, 30, 15])
    assert drawn.aspect == pytest.approx(2)
    assert texts(ax) == {}
    assert stage(write(body.replace("far", "")), crop="content")[1].aspect == pytest.approx(2, rel=0.05)
    with pytest.raises(DataError, match=r"crop lies beside the drawing, which is 100\.0 × 50\.0 mm"):
        stage(write(body), crop=[200, 0, 9, 9])
    with pytest.raises(DataError, match="no width or no height"):
        stage(write(body), crop=[0, 0, 0, 9])


def test_what_was_left_out_is_said_and_recorded(write):
    folder = write('<script/><rect width="9" height="9" filter="url(#f)"/>')
    _, drawn = stage(folder)
    assert drawn.warnings == ["d.svg: left out or made simpler: a filter (a shadow or blur), a script"]
    assert drawn.record["drawing"]["dropped"] == ["a filter (a shadow or blur)", "a script"]
    assert len(drawn.record["drawing"]["sha256"]) == 64


# ---------------------------------------------------------------- bad input


def test_a_file_elsewhere_or_none_is_refused(write, tmp_path):
    folder = write("<rect/>", name="other.svg")
    with pytest.raises(DataError, match=r"there is no file d\.svg"):
        stage(folder)
    with pytest.raises(DataError, match="outside the spec's folder"):
        stage(folder, file="../x.svg")
    with pytest.raises(DataError, match="reads no table"):
        stage(folder, data="t")


def test_a_picture_in_disguise_is_refused_with_its_dpi(write):
    import base64
    import io

    from PIL import Image

    buffer = io.BytesIO()
    Image.new("RGB", (800, 400)).save(buffer, "PNG")
    data = base64.b64encode(buffer.getvalue()).decode()
    folder = write(f'<image width="100" height="50" href="data:image/png;base64,{data}"/>')
    with pytest.raises(DataError, match=r"800 × 400 pixels fills it \(203 dpi at its own size of 100 mm\)"):
        stage(folder)


def test_an_empty_drawing_is_refused(write):
    with pytest.raises(DataError, match=r"d\.svg shows nothing"):
        stage(write('<rect display="none" width="9" height="9"/>'))


@pytest.mark.parametrize(
    "keys", [{"scale": "half"}, {"page": 0}, {"fonts": "arial"}, {"min_pt": 0}, {"size": 1}]
)
def test_keys_are_strict(keys):
    with pytest.raises(ValidationError):
        charts.load("svg").Panel.model_validate({"kind": "svg", "file": "d.svg"} | keys)


# ---------------------------------------------------------------- the whole way

SPEC = """\
natfig: 1
id: figure
contract:
  conclusion: The microscope records neurons while the mouse sees gratings.
  archetype: schematic-led composite
  backend: python
  journal: nature
  evidence: {a: {role: design, claim: The experiment records neurons., hero: true}}
figure: {width: 130mm, height: 68mm, formats: [svg, pdf, png]}
panels: {a: {kind: svg, file: two_photon.svg}}
"""
LABELS = ("Objective", "Dichroic mirror", "GCaMP6f, layer 2/3", "Head-fixed mouse", "50 µm", "920 nm")


@pytest.fixture(scope="module")
def rendered(tmp_path_factory):
    from natfig.cli.main import main

    folder = tmp_path_factory.mktemp("schematic")
    (folder / "two_photon.svg").write_bytes((CASES / "two_photon.svg").read_bytes())
    (folder / "figure.yaml").write_text(SPEC)
    assert main(["render", str(folder / "figure.yaml"), "--out", str(folder)]) == 0
    return folder


def test_svg_has_one_text_a_label_at_or_above_the_floor(rendered):
    from lxml import etree

    root = etree.parse(rendered / "figure.svg").getroot()
    found = {" ".join("".join(t.itertext()).split()): t for t in root.iter("{*}text")}
    for label in LABELS[:5]:
        assert float(found[label].get("font-size")) >= 5
        assert found[label].get("id").startswith("panel-a.")
    ids = [e.get("id") for e in root.iter() if e.get("id")]
    assert len(ids) == len(set(ids))
    assert "panel-a.mouse" in ids


@pytest.mark.poppler
def test_pdf_has_its_text_as_text(rendered):
    import subprocess

    run = ["pdftotext", "-layout", rendered / "figure.pdf", "-"]
    text = subprocess.run(run, capture_output=True, check=True, text=True).stdout
    assert [label for label in LABELS if label not in text] == []


def test_qa_is_strict_and_content(rendered):
    from natfig.cli.main import main

    assert main(["qa", str(rendered / "figure.svg"), str(rendered / "figure.pdf"), "--strict"]) == 0


def test_the_manifest_says_what_was_placed(rendered):
    import json

    text = (rendered / "figure.manifest.json").read_text()
    assert '"two_photon.svg"' in text
    json.loads(text)
