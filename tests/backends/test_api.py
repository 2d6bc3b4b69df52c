import errno
import io
import os
import subprocess
import sys
import warnings
from pathlib import Path

import matplotlib as mpl
import numpy as np
import pikepdf
import pytest
from lxml import etree
from matplotlib.figure import Figure
from PIL import Image

import natfig
from natfig.backends.mpl.api import NatfigWarning
from natfig.core.errors import NatfigError, OutputError, UsageError

SVG = "{http://www.w3.org/2000/svg}"
X = np.linspace(0, 6, 50)


def plot(ax):
    ax.plot(X, np.sin(X), label="sine")
    ax.set(xlabel="Time (s)", ylabel="Signal")


def figure(width_mm=89, height_mm=60, draw=plot):
    made = Figure(figsize=(width_mm / 25.4, height_mm / 25.4), layout="constrained")
    draw(made.add_subplot())
    return made


def size_mm(svg):
    root = etree.parse(svg).getroot()
    return tuple(float(root.get(k).removesuffix("mm")) for k in ("width", "height"))


# -- the page ------------------------------------------------------------------


@pytest.mark.parametrize("width", ["single", "double", "120mm"])
def test_two_lines_give_the_journals_page(tmp_path, width):
    with natfig.style("nature", width=width) as style:
        made = Figure()
        plot(made.add_subplot())
        saved = natfig.save(made, tmp_path / "fig1")
    assert saved.width_mm == pytest.approx(style.width_mm)
    assert saved.warnings == ()
    assert [p.name for p in saved.paths] == ["fig1.svg", "fig1.pdf", "fig1.tiff", "fig1.png"]
    assert size_mm(tmp_path / "fig1.svg") == pytest.approx((style.width_mm, style.height_mm), abs=1e-4)
    with pikepdf.open(tmp_path / "fig1.pdf") as file:
        box = [float(v) * 25.4 / 72 for v in file.pages[0].mediabox[2:]]
    assert box == pytest.approx([style.width_mm, style.height_mm], abs=1e-4)
    for name in ("fig1.tiff", "fig1.png"):
        with Image.open(tmp_path / name) as image:
            assert image.size[0] == round(style.width_mm / 25.4 * style.dpi)
            assert image.info["dpi"] == pytest.approx((style.dpi, style.dpi), abs=0.02)
            assert image.mode == "RGB"


def test_a_figure_of_another_size_is_brought_to_the_page_and_that_is_said(tmp_path):
    made = figure(150, 100)
    with (
        natfig.style("nature"),
        pytest.warns(NatfigWarning, match="the page was 150.0 mm wide and is now 89 mm"),
    ):
        saved = natfig.save(made, tmp_path / "fig1", formats=["svg"])
    assert (saved.width_mm, saved.height_mm) == pytest.approx((89, 100 * 89 / 150))
    assert saved.warnings[0].startswith("the page was 150.0 mm wide")


def test_without_a_style_the_figures_own_size_is_kept(tmp_path):
    saved = natfig.save(figure(100, 50), tmp_path / "fig1", formats=["svg"])
    assert (saved.width_mm, saved.height_mm) == pytest.approx((100, 50))
    assert size_mm(saved.paths[0]) == pytest.approx((100, 50))


def test_a_journal_can_be_named_without_a_block(tmp_path):
    saved = natfig.save(figure(183, 60), tmp_path / "fig1", formats=["svg"], journal="nature", width="double")
    assert saved.width_mm == pytest.approx(183)
    assert saved.warnings == () or not any("wide" in w for w in saved.warnings)


@pytest.mark.filterwarnings("ignore::natfig.backends.mpl.api.NatfigWarning")
def test_a_page_higher_than_the_journals_is_refused_and_nothing_written(tmp_path):
    limit = natfig.style.context.make_style("nature").journal.max_height_mm("production")
    with pytest.raises(
        UsageError, match=f"the figure is 300.0 mm high; Nature allows {limit:g} mm; make it lower"
    ):
        natfig.save(figure(89, 300), tmp_path / "fig1", journal="nature")
    assert list(tmp_path.iterdir()) == []
    saved = natfig.save(figure(89, limit), tmp_path / "fig1", formats=["svg"], journal="nature")
    assert saved.height_mm == pytest.approx(limit)


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"formats": ["svg", "eps"]}, "unknown format 'eps'"),
        ({"formats": ["SVG"]}, "unknown format 'SVG'"),
        ({"journal": "natur"}, "unknown journal 'natur'; did you mean 'nature'"),
        ({"journal": "nature", "width": "huge"}, "'huge' is neither single"),
        ({"journal": "nature", "stage": "last"}, "unknown stage 'last'"),
        ({"width": "double"}, "got a width but no journal"),
        ({"dpi": -300}, "dpi"),
        ({"dpi": 0}, "dpi"),
        ({"dpi": float("nan")}, "dpi"),
        ({"dpi": float("inf")}, "dpi"),
    ],
    ids=str,
)
def test_a_wrong_argument_is_one_sentence_and_nothing_is_written(tmp_path, wrong, words):
    with pytest.raises(UsageError, match=words):
        natfig.save(figure(), tmp_path / "fig1", **wrong)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("stem", ["", ".", "..", "/", "figures/.."])
def test_a_stem_without_a_name_is_refused(stem):
    with pytest.raises(UsageError, match="name"):
        natfig.save(figure(), stem, formats=["svg"])


@pytest.mark.parametrize("stem", ["fig.1", "deep/er/fig1", "Abbildung ü"])
def test_a_stem_is_kept_as_it_is(tmp_path, stem):
    (path,) = natfig.save(figure(), tmp_path / stem, formats=["svg"]).paths
    assert path == tmp_path / f"{stem}.svg"
    assert path.is_file()


# -- what is warned about ------------------------------------------------------


def warned(made, tmp_path, **kwargs):
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        saved = natfig.save(made, tmp_path / "fig1", formats=["svg"], **kwargs)
    assert [str(w.message) for w in caught if w.category is NatfigWarning] == [
        f"fig1: {m}" for m in saved.warnings
    ]
    return list(saved.warnings)


def test_a_clean_figure_is_quiet(tmp_path):
    with natfig.style("nature"):
        assert warned(figure(), tmp_path) == []


def test_text_under_the_floor_is_named(tmp_path):
    def draw(ax):
        ax.text(0.5, 0.5, "tiny", fontsize=3)

    with natfig.style("nature"):
        said = warned(figure(draw=draw), tmp_path)
    assert said == ["1 texts are under 5 pt, the smallest 'tiny' at 3 pt"]


def test_an_exponent_matplotlib_would_shrink_is_not(tmp_path):
    def draw(ax):
        ax.set_xlabel("$10^{6}$ cells", fontsize=5)

    with natfig.style("nature"):
        assert warned(figure(draw=draw), tmp_path) == []


def test_texts_that_overlap_are_named(tmp_path):
    def draw(ax):
        ax.text(0.5, 0.5, "first")
        ax.text(0.51, 0.5, "second")

    with natfig.style("nature"):
        said = warned(figure(draw=draw), tmp_path)
    assert len(said) == 1
    assert "'first' and 'second' overlap" in said[0]


def test_text_outside_the_page_is_named(tmp_path):
    made = figure()
    with natfig.style("nature"):
        made.text(0.95, 0.5, "leaves the page")
        said = warned(made, tmp_path)
    assert len(said) == 1
    assert said[0].startswith("the page: 'leaves the page' leaves the page by")


def test_another_typeface_is_named(tmp_path):
    made = figure()
    for text in made.findobj(mpl.text.Text):
        text.set_fontfamily("DejaVu Serif")
    with natfig.style("nature"):
        said = warned(made, tmp_path)
    assert "text is set in DejaVu Serif; make the figure inside `with natfig.style(...)`" in said


# -- the files -----------------------------------------------------------------


def test_groups_are_named_where_the_script_names_none(tmp_path):
    made = Figure(layout="constrained")
    for k in range(3):
        plot(made.add_subplot(1, 3, k + 1))
    made.axes[1].set_gid("mine")
    warned(made, tmp_path)
    ids = [g.get("id") for g in etree.parse(tmp_path / "fig1.svg").iter(f"{SVG}g")]
    assert {"panel-a", "panel-a.axis-x", "mine", "mine.axis-y", "panel-c"} <= set(ids)
    assert "panel-b" not in ids


def test_text_elements_are_counted(tmp_path):
    saved = natfig.save(figure(), tmp_path / "fig1", formats=["svg"])
    root = etree.parse(saved.paths[0])
    assert saved.text_elements == len(root.findall(f".//{SVG}text")) > 4


def test_alternative_text_reaches_every_format(tmp_path):
    natfig.save(figure(), tmp_path / "fig1", title="A wave", description="Signal over time.")
    assert etree.parse(tmp_path / "fig1.svg").find(f"{SVG}desc").text == "Signal over time."
    with pikepdf.open(tmp_path / "fig1.pdf") as file:
        assert str(file.docinfo["/Title"]) == "A wave"
    with Image.open(tmp_path / "fig1.png") as image:
        assert image.text["Description"] == "Signal over time."
    with Image.open(tmp_path / "fig1.tiff") as image:
        assert image.tag_v2[270] == "Signal over time."


def test_saving_twice_gives_the_same_bytes(tmp_path):
    def once(name):
        with natfig.style("nature"):
            made = Figure()
            plot(made.add_subplot())
            return [p.read_bytes() for p in natfig.save(made, tmp_path / name).paths]

    assert once("one") == once("two")


def test_saving_the_same_figure_again_changes_nothing(tmp_path):
    with natfig.style("nature"):
        made = Figure()
        plot(made.add_subplot())
        one, two = ([p.read_bytes() for p in natfig.save(made, tmp_path / "fig1").paths] for _ in range(2))
    assert one == two


def test_what_cannot_be_written_leaves_the_old_files(tmp_path, monkeypatch):
    (tmp_path / "fig1.svg").write_text("old")
    real = os.fsync
    calls = []

    def full(descriptor):
        calls.append(descriptor)
        if len(calls) == 2:
            raise OSError(errno.ENOSPC, "No space left on device")
        return real(descriptor)

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OutputError, match="the disk is full"):
        natfig.save(figure(), tmp_path / "fig1", formats=["svg", "png"])
    assert [p.name for p in tmp_path.iterdir()] == ["fig1.svg"]
    assert (tmp_path / "fig1.svg").read_text() == "old"


def test_a_file_where_a_folder_should_be_is_one_sentence(tmp_path):
    (tmp_path / "blocked").write_text("a file")
    with pytest.raises(NatfigError, match="a file is in the way of the folder"):
        natfig.save(figure(), tmp_path / "blocked" / "fig1", formats=["svg"])


def test_settings_and_resolution_are_as_before(tmp_path):
    made = figure()
    before = {k: mpl.rcParams._get(k) for k in mpl.rcParams if not k.startswith("backend")}, made.dpi
    natfig.save(made, tmp_path / "fig1")
    assert (
        {k: mpl.rcParams._get(k) for k in mpl.rcParams if not k.startswith("backend")},
        made.dpi,
    ) == before


@pytest.mark.parametrize("form", ["svg", "pdf"])
def test_the_mark_of_a_missing_value_does_not_reach_the_file(tmp_path, form):
    def draw(ax):
        ax.plot([1, np.nan, 3], [1, 2, np.inf], "o-")

    (path,) = natfig.save(figure(draw=draw), tmp_path / "fig1", formats=[form]).paths
    data = path.read_bytes()
    if form == "pdf":
        with pikepdf.open(io.BytesIO(data)) as file:
            data = file.pages[0].Contents.read_bytes()
    assert b"nan" not in data.lower()
    assert b" inf" not in data.lower()


SCRIPT = """
import matplotlib; matplotlib.use("agg")
import matplotlib.pyplot as plt, numpy as np, pandas as pd, seaborn as sns, warnings
warnings.simplefilter("error")
import natfig
rng = np.random.default_rng(0)
data = pd.DataFrame({"group": ["a", "b", "c"] * 20, "value": rng.normal(size=60)})
with natfig.style("nature"):
    fig, ax = plt.subplots()
    sns.stripplot(data=data, x="group", y="value", hue="group", ax=ax)
    sns.pointplot(data=data, x="group", y="value", ax=ax, errorbar="sd", linestyle="none")
    saved = natfig.save(fig, "fig1")
print(saved.width_mm, len(saved.warnings))
"""


def test_two_lines_work_with_seaborn(tmp_path):
    done = subprocess.run(
        [sys.executable, "-c", SCRIPT], cwd=tmp_path, capture_output=True, text=True, timeout=180,
        env={**os.environ, "PYTHONPATH": str(Path(natfig.__file__).parent.parent)}, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    width, said = done.stdout.split()
    assert float(width) == pytest.approx(89)
    assert said == "0"
    root = etree.parse(tmp_path / "fig1.svg")
    assert {"group", "value", "a", "b", "c"} <= {"".join(t.itertext()) for t in root.iter(f"{SVG}text")}
