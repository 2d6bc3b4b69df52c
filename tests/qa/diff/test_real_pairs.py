"""Files that programs wrote twice: what is said of them is true."""

import io
import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from natfig.qa.diff import compare_files
from qa.diff.pairs import differ

TEMPLATES = Path(__file__).resolve().parents[3] / "templates" / "specs"
CORPUS = Path(__file__).resolve().parents[2] / "corpus"
PDFS = Path(__file__).resolve().parents[2] / "cases" / "pdf"


def drawn(**rc):
    import matplotlib as mpl

    mpl.use("agg")
    import matplotlib.pyplot as plt

    date = rc.pop("date", None)
    label = rc.pop("label", "Time (s)")
    with mpl.rc_context({"svg.fonttype": "none", **rc}):
        fig, axes = plt.subplots(1, 2, figsize=(5, 2.5))
        axes[0].plot([1, 2, 3, 4], [1, 4, 9, 16], "o-", label="squares")
        axes[0].fill_between([1, 2, 3, 4], [0, 3, 8, 15], [2, 5, 10, 17], alpha=0.3)
        axes[0].legend()
        axes[1].scatter(range(30), [k * 7 % 11 for k in range(30)], c=range(30))
        axes[1].set_xlabel(label)
        axes[1].hist([1, 2, 2, 3, 3, 3], bins=3, hatch="//")
        out = io.BytesIO()
        fig.savefig(out, format="svg", metadata={"Date": date})
        plt.close(fig)
    return out.getvalue()


@pytest.mark.parametrize(
    "other",
    [
        {"svg.hashsalt": "another"},
        {"svg.id": "my-figure"},
        {"date": "2031-01-01"},
        {"svg.hashsalt": "x", "date": "1999-12-31", "svg.id": "y"},
    ],
)
def test_matplotlib_twice_is_the_same_figure(other):
    one, two = (
        drawn(**{"svg.hashsalt": "one", "date": "2020-02-02"}),
        drawn(**{"svg.hashsalt": "one"} | other),
    )
    assert one != two
    assert [c.message for c in differ(one, two).changes] == []


def test_matplotlib_with_another_label():
    (change,) = differ(drawn(), drawn(label="Time (h)")).changes
    assert (change.section, change.old, change.new) == ("axes_2", "Time (s)", "Time (h)")


def test_hinting_and_antialiasing_do_not_matter():
    assert differ(drawn(), drawn(**{"text.hinting": "none", "text.antialiased": False})).changes == []


@pytest.mark.parametrize("name", ["figure_mm", "flowed"])
def test_inkscapes_plain_export_is_the_same_figure(name):
    found = compare_files(CORPUS / "inkscape" / f"{name}.svg", CORPUS / "inkscape" / f"{name}_plain.svg")
    assert [c.message for c in found.changes] == []


def test_what_inkscape_moved_is_what_is_said():
    """The generator moves two labels by 5, −3 px and turns the formula, whose clone turns with it."""
    found = compare_files(CORPUS / "inkscape" / "figure_mm.svg", CORPUS / "inkscape" / "figure_mm_moved.svg")
    moved = {c.text: c.new for c in found.changes if c.kind == "moved"}
    assert moved.keys() == {"Distance from source (µm)", "Protein level (normalised)"}
    for vector in moved.values():
        assert vector == pytest.approx([5 * 25.4 / 96, -3 * 25.4 / 96], abs=0.02)
    turned = [c for c in found.changes if c.kind == "turned"]
    assert {(c.text, round(float(c.new[:-1]) - float(c.old[:-1]))) for c in turned} == {
        ("CO2 at 10−3 mol", 20)
    }
    assert len(found.changes) == 4


def test_text_that_inkscape_made_paths():
    found = compare_files(
        CORPUS / "inkscape" / "figure_mm.svg", CORPUS / "inkscape" / "figure_mm_outlined.svg"
    )
    (outlined,) = [c for c in found.changes if "no longer text" in c.message]
    assert outlined.count == 7


def test_clones_that_inkscape_unlinked_look_as_before():
    found = compare_files(
        CORPUS / "inkscape" / "figure_mm.svg", CORPUS / "inkscape" / "figure_mm_unlinked.svg"
    )
    assert {(c.kind, c.what) for c in found.changes} <= {("removed", "group"), ("added", "group")}


@pytest.mark.parametrize("path", sorted(CORPUS.glob("*/*.svg*")), ids=lambda p: f"{p.parent.name}-{p.stem}")
def test_every_file_of_the_corpus_equals_itself(path):
    assert compare_files(path, path).changes == []


@pytest.mark.parametrize("name", ["serving", "penguins"])
def test_a_figure_as_svg_and_as_pdf(rendered, name):
    found = compare_files(rendered.file(name, "svg"), rendered.file(name, "pdf"))
    assert [c.message for c in found.changes] == []
    assert any(reason.startswith("marks one by one") for reason in found.not_compared)


@pytest.mark.parametrize("path", sorted(PDFS.glob("*.pdf")), ids=lambda p: p.stem)
def test_every_pdf_equals_itself(path):
    assert compare_files(path, path).changes == []


@pytest.fixture(scope="module")
def changed_row(once):
    """The template `serving` with one value of its data changed: throughput, which panel b shows."""

    def make(folder):
        shutil.copytree(TEMPLATES / "serving", folder / "serving")
        data = folder / "serving" / "data" / "serving.csv"
        head, *rows = (line.split(",") for line in data.read_text(encoding="utf-8").splitlines())
        column = head.index("throughput_rps")
        largest = max(rows, key=lambda row: float(row[column]))
        largest[column] = str(float(largest[column]) * 1.04)
        data.write_text("\n".join(",".join(row) for row in [head, *rows]) + "\n", encoding="utf-8")
        spec = folder / "serving" / "spec.yaml"
        argv = [sys.executable, "-m", "natfig", "render", spec, "--out", folder, "--backend", "python"]
        done = subprocess.run(
            [*argv, "--formats", "svg", "--json"], capture_output=True, text=True, check=True
        )
        (folder / "report.json").write_text(done.stdout, encoding="utf-8")

    folder = once("serving-changed", make)
    report = json.loads((folder / "report.json").read_text(encoding="utf-8"))
    return folder / f"{report['figures'][0]['id']}.svg"


def test_a_changed_row_changes_its_panel_only(rendered, changed_row):
    found = compare_files(rendered.file("serving", "svg"), changed_row)
    assert found.changes
    assert {c.panel for c in found.changes} == {"b"}
