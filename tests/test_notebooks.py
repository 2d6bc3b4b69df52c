"""Notebooks are their sources with outputs, run as they were committed, and show the same elsewhere."""

import base64
import copy
import html
import importlib.util
import os
import re
import subprocess
import sys
from pathlib import Path

import nbformat
import pytest

from browser import Browser
from nbvalimages import difference, pictures

ROOT = Path(__file__).resolve().parent.parent
SOURCES = sorted((ROOT / "notebooks").glob("*.py"))
_EACH = pytest.mark.parametrize("source", SOURCES, ids=lambda p: p.stem)
# Pictures inside HTML; natfig's pages stand in an attribute, where quotes are written out.
_PICTURE = re.compile(r"data:(image/[\w+.-]+);base64,\s*([A-Za-z0-9+/=\s%]+)")


def _maker():
    made = importlib.util.spec_from_file_location("notebooks", ROOT / "scripts" / "notebooks.py")
    module = importlib.util.module_from_spec(made)
    made.loader.exec_module(module)
    return module


def _read(source):
    return nbformat.read(source.with_suffix(".ipynb"), as_version=4)


def _outputs(source):
    return [o for c in _read(source).cells if c.cell_type == "code" for o in c.outputs]


def _nbval(notebook):
    """Run a notebook under nbval with the pictures compared; return what pytest says."""
    command = [sys.executable, "-m", "pytest", "-c", "/dev/null", "-p", "no:cacheprovider", "-p", "no:xdist"]
    command += ["-p", "nbvalimages", "--nbval", "--nbval-current-env", str(notebook), "-q"]
    command += ["--nbval-sanitize-with", str(ROOT / "notebooks" / "sanitize.cfg")]
    path = os.pathsep.join([str(ROOT / "tests"), os.environ.get("PYTHONPATH", "")])
    return subprocess.run(
        command,
        capture_output=True,
        text=True,
        timeout=600,
        check=False,
        cwd=ROOT,
        env=os.environ | {"PYTHONPATH": path},
    )


@_EACH
def test_a_notebook_has_the_cells_of_its_source(source):
    cells = [(c.cell_type, c.source) for c in _read(source).cells]
    assert cells == [(c.cell_type, c.source) for c in _maker().build(source).cells]


_SOURCE = """\
# ---
# jupyter: {}
# ---

# %% [markdown]
# # Title
#
# Text, 5 % of it.

# %%
import natfig

# %load_ext natfig
# a comment

# %%
# %%figure fig
# natfig: 1
# panels:
#   a: {kind: bar}

# %%
fig
"""


def test_magics_stand_in_a_source_as_comments():
    assert [(c.cell_type, c.source) for c in _maker().cells(_SOURCE)] == [
        ("markdown", "# Title\n\nText, 5 % of it."),
        ("code", "import natfig\n\n%load_ext natfig\n# a comment"),
        ("code", "%%figure fig\nnatfig: 1\npanels:\n  a: {kind: bar}"),
        ("code", "fig"),
    ]


def test_what_is_printed_in_pieces_is_one_output(tmp_path):
    text = "import sys\nfor i in range(3):\n    print(i, flush=True)\n    sys.stdout.flush()"
    notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(text)])
    _maker().run(notebook, tmp_path)
    assert [o.text for o in notebook.cells[0].outputs] == ["0\n1\n2\n"]


@_EACH
def test_a_notebook_shows_results_and_no_errors(source):
    outputs = _outputs(source)
    assert len(outputs) >= 5
    assert not [o for o in outputs if o.output_type == "error"]
    assert not [o for o in outputs if "Warning" in o.get("text", "") or "Traceback" in o.get("text", "")]


@_EACH
def test_a_notebook_runs_as_it_was_committed(source):
    done = _nbval(source.with_suffix(".ipynb"))
    assert done.returncode == 0, done.stdout[-3000:]


def test_outputs_that_changed_are_found(tmp_path):
    notebook = nbformat.v4.new_notebook(metadata={"kernelspec": _maker().KERNEL})
    draw = "from IPython.display import Image\nimport io, PIL.Image\nb = io.BytesIO()\n"
    draw += "PIL.Image.new('L', (20, 20), {}).save(b, 'png')\nImage(b.getvalue())"
    notebook.cells = [nbformat.v4.new_code_cell(s) for s in ("print('1 mm')", draw.format(200), "6 * 7")]
    _maker().run(notebook, tmp_path)
    kept = tmp_path / "kept.ipynb"
    nbformat.write(notebook, kept)
    assert "3 passed" in _nbval(kept).stdout
    other = copy.deepcopy(notebook)
    other.cells[0].outputs[0].text = "2 mm\n"
    other.cells[1].source = draw.format(210)
    nbformat.write(other, kept)
    said = _nbval(kept).stdout
    assert "2 failed, 1 passed" in said
    assert "pixels differ by 10.00 of 255 on average" in said


def test_pictures_are_compared_as_they_are_seen():
    outputs = [o for o in _outputs(ROOT / "notebooks" / "00_start.py") if "image/png" in o.get("data", {})]
    first, second = list(pictures(outputs))[:2]
    assert difference(first, first + 0.4) is None
    assert "px instead of" in difference(first, second)


def _pictures_of(text):
    """Return the pictures in some HTML, in order, whatever way their bytes are written."""
    plain = html.unescape(html.unescape(text))
    return [(kind, base64.b64decode("".join(data.split()))) for kind, data in _PICTURE.findall(plain)]


def _shown(output):
    """Return the pictures of an output as a page shows it: the first kind it knows, and no other."""
    data = output.get("data", {})
    if "application/vnd.jupyter.widget-view+json" in data:
        return []
    if "text/html" in data:
        return _pictures_of(data["text/html"])
    for kind in ("image/svg+xml", "image/png"):
        if kind in data:
            return [(kind, data[kind].encode() if "svg" in kind else base64.b64decode(data[kind]))]
    return []


@pytest.fixture(scope="module")
def pages(tmp_path_factory):
    """Return the folder of all notebooks as HTML."""
    pytest.importorskip("nbconvert", reason="nbconvert makes the HTML pages")
    folder = tmp_path_factory.mktemp("pages")
    command = [sys.executable, "-m", "nbconvert", "--to", "html", "--output-dir", str(folder)]
    notebooks = [str(s.with_suffix(".ipynb")) for s in SOURCES]
    subprocess.run([*command, *notebooks], check=True, capture_output=True, timeout=300)
    return folder


@_EACH
def test_a_page_shows_the_same_pictures(source, pages):
    wanted = [picture for output in _outputs(source) for picture in _shown(output)]
    page = (pages / f"{source.stem}.html").read_text(encoding="utf-8")
    body = page[page.index("<main") :]
    found = _pictures_of(body)
    assert found == wanted
    assert wanted or source.stem.startswith("03")  # prose has none


@pytest.mark.chromium
def test_every_picture_of_a_page_is_seen(pages):
    with Browser() as browser:
        for source in SOURCES:
            tab = browser.open(pages / f"{source.stem}.html")
            widths = tab.js("[...document.querySelectorAll('main img')].map((i) => i.naturalWidth)")
            assert all(width > 100 for width in widths), source.stem


@_EACH
def test_pictures_are_seen_where_html_is_cut_down(source):
    """GitHub takes frames, style rules and scripts out of a cell's HTML, and may take pictures, too."""
    outputs = _outputs(source)
    has_figure = any('class="natfig-figure"' in o.get("data", {}).get("text/html", "") for o in outputs)
    bare = [o for o in outputs if "image/png" in o.get("data", {}) and "text/html" not in o.data]
    assert bare or not has_figure
    for output in outputs:
        data = output.get("data", {})
        if 'class="natfig-figure"' in data.get("text/html", ""):
            assert data["image/svg+xml"].lstrip().startswith(("<?xml", "<svg"))
        if "<iframe" in data.get("text/html", ""):
            assert '<pre class="natfig-plain">' in data["text/html"]
    assert "<svg" not in "".join(c.source for c in _read(source).cells if c.cell_type == "markdown")


def test_every_notebook_has_a_source():
    assert {p.stem for p in (ROOT / "notebooks").glob("*.ipynb")} == {p.stem for p in SOURCES}


def test_the_readme_names_every_notebook():
    text = (ROOT / "notebooks" / "README.md").read_text(encoding="utf-8")
    assert [s.stem for s in SOURCES if f"({s.stem}.ipynb)" not in text] == []


@_EACH
def test_links_between_notebooks_lead_somewhere(source):
    text = "\n".join(c.source for c in _read(source).cells if c.cell_type == "markdown")
    targets = [t for t in re.findall(r"\]\(([^)#]+)\)", text) if "://" not in t]
    assert [t for t in targets if not (source.parent / t).exists()] == []
