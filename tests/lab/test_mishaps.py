"""What goes wrong in JupyterLab is told in its place: wrong cells, restarts, two workbenches on one spec."""

from __future__ import annotations

import re

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_notebook

from natfig.core.notebooks import prepare
from natfig.core.templates import template

pytestmark = [pytest.mark.jupyterlab, pytest.mark.chromium]
pytest.importorskip("playwright")

_LABEL = "[data-field='panels.a.x.label'] input"
_BIG = """
import numpy as np, pandas as pd, natfig, pathlib
folder = pathlib.Path("big"); folder.mkdir(exist_ok=True)
(folder / "spec.yaml").write_text('''natfig: 1
contract:
  conclusion: Points fall on a line.
  backend: python
  journal: nature
  evidence:
    a: {role: primary comparison, claim: Points fall on a line., hero: true}
    b: {role: raw data, claim: The trace drifts.}
figure: {width: double, height: 80mm}
data: {rows: {frame: rows}, trace: {frame: trace}}
panels:
  a: {kind: scatter, data: rows, x: {field: u, label: First}, y: {field: v, label: Second}}
  b: {kind: line, data: trace, x: {field: t, label: Time (s)}, y: {field: v, label: Signal (mV)}}
''')
rng = np.random.default_rng(1)
u = rng.normal(size=400_000)
rows = pd.DataFrame({"u": u, "v": u + rng.normal(size=u.size) / 3})
trace = pd.DataFrame({"t": np.arange(100_000) / 1000, "v": rng.normal(size=100_000).cumsum()})
big = natfig.workbench("big", data={"rows": rows, "trace": trace})
big
"""
_WRONG = {
    "import natfig; natfig.workbench('nowhere.yaml')": "nowhere.yaml",
    "natfig.figure('wrong.yaml')": "wrong.yaml:3: not valid YAML",
    "natfig.qa('nothing.svg')": "nothing.svg",
    "natfig.polish('We saw 5mM.', journal='natur')": "did you mean 'nature'",
    "%load_ext natfig": None,
    "%%figure\nnatfig: [": "yaml:2: not valid YAML",
    "%%polish --section abstrct\nWe saw 5mM.": "abstract",
    "import sys; sys.modules['anywidget'] = None; sys.modules.pop('natfig.workbench._anywidget', None)\n"
    "natfig.workbench('serving')": 'needs anywidget, which is not installed; pip install "natfig[lab]"',
}


def _notebook(path, *cells):
    made = [new_code_cell(cell, metadata={"tags": ["raises-exception"]}) for cell in cells]
    kernel = {"display_name": "Python 3", "language": "python", "name": "python3"}
    nbformat.write(new_notebook(cells=made, metadata={"kernelspec": kernel}), path)


@pytest.fixture(scope="module")
def view(tmp_path_factory):
    from jupyterserver import JupyterLab
    from labpage import LabPage, browser

    root = tmp_path_factory.mktemp("lab")
    prepare(root, template("serving"))
    (root / "draft.md").write_text(
        "# Abstract\n\nWe made a measurement of the cells that we had in 5mM glucose.\n"
    )
    (root / "wrong.yaml").write_text("natfig: 1\ncontract: {conclusion: A rises\n")
    with (
        browser() as chromium,
        JupyterLab(root, env={"ANTHROPIC_API_KEY": None}) as lab,
        LabPage(chromium, lab, tmp_path_factory.mktemp("shots")) as one,
    ):
        yield one


def _picture_says(view, bench, text):
    """Wait until a workbench's picture has a text."""
    view.page.wait_for_function(
        "([bench, text]) => decodeURIComponent(bench.querySelector('.page img').src).includes(text)",
        arg=[bench.element_handle(), f">{text}<"],
    )


def test_errors_are_sentences_in_their_cells(view):
    _notebook(view.lab.root / "wrong.ipynb", *_WRONG)
    view.open("wrong.ipynb")
    view.run_all(len(_WRONG))
    view.shot("wrong-end")
    view.page.keyboard.press("Control+s")
    view.page.wait_for_function("!document.querySelector('.jp-mod-dirty, .jp-Document-dirty')")
    notebook = _saved(view, "wrong.ipynb", len(_WRONG))
    for cell, wanted in zip(notebook.cells, _WRONG.values(), strict=True):
        said = [o for o in cell.outputs if o.output_type in ("error", "stream")]
        text = "\n".join("\n".join(o.get("traceback", [])) + o.get("text", "") for o in said)
        if wanted is None:
            assert said == []
            continue
        assert wanted in text, cell.source
        assert "Traceback" not in text, cell.source
        assert len(text.strip().splitlines()) <= 3, text
    view.page.locator(".jp-WindowedPanel-outer").first.evaluate("e => { e.scrollTop = 0; }")
    view.shot("wrong-begin")


def _saved(view, name, cells):
    """Return a notebook as JupyterLab has saved it, once its last cell's number is in it."""
    for _ in range(200):
        notebook = nbformat.read(view.lab.root / name, as_version=4)
        if notebook.cells[-1].execution_count == cells:
            return notebook
        view.page.wait_for_timeout(100)
    pytest.fail(f"{name} was not saved")


def test_two_workbenches_on_one_spec_and_a_restart(view):
    spec = view.lab.root / "serving" / "spec.yaml"
    cells = (
        "import natfig\none = natfig.workbench('serving')\none",
        "two = natfig.workbench('serving', draft='draft.md', rewrite=True)\ntwo",
    )
    _notebook(view.lab.root / "two.ipynb", *cells)
    view.open("two.ipynb")
    view.run_all(2)
    benches = view.page.locator(".natfig-workbench")
    view.page.locator(".natfig-workbench").nth(1).wait_for()
    first, second = benches.nth(0), benches.nth(1)
    first.locator(_LABEL).fill("Mine")
    _picture_says(view, first, "Mine")
    first.get_by_role("button", name="Save", exact=True).click()
    first.locator(".dirty", has_text=re.compile("^saved$")).wait_for()
    second.locator(_LABEL).fill("Theirs")
    _picture_says(view, second, "Theirs")
    second.get_by_role("button", name="Save", exact=True).click()
    asked = second.get_by_text("Another program changed the file since it was read.")
    asked.wait_for()
    second.evaluate("e => e.scrollIntoView({ block: 'start' })")
    view.shot("two-conflict")
    assert "label: Mine" in spec.read_text()
    second.get_by_role("button", name="Write mine").click()
    asked.wait_for(state="hidden")
    assert "label: Theirs" in spec.read_text()
    assert "label: Mine" not in spec.read_text()

    # No key: told where it was asked for.
    second.get_by_role("tab", name="Draft").click()
    second.get_by_role("button", name="Suggest rewrites").click()
    second.get_by_text("there is no key for the model").wait_for()
    view.shot("two-no-key")
    second.get_by_role("tab", name="Figure").click()

    # The kernel is started anew under an open workbench.
    view.menu("Kernel", "Restart Kernel…")
    view.page.get_by_role("button", name="Confirm Kernel Restart").click()
    view.wait_for_kernel()
    view.shot("two-restarted")
    second.locator(_LABEL).fill("After")
    second.get_by_text("The kernel does not answer").wait_for()
    view.shot("two-silent")
    assert second.locator(_LABEL).input_value() == "After"
    assert second.locator(".page img").is_visible()
    assert "label: Theirs" in spec.read_text()
    assert view.complaints == []


def test_a_very_large_figure_is_drawn_and_edited(view):
    _notebook(view.lab.root / "big.ipynb", _BIG.strip())
    view.open("big.ipynb")
    view.run_all(1)
    bench = view.scroll_to(".natfig-workbench")
    view.page.wait_for_function("document.querySelector('.natfig-workbench .page img')?.naturalWidth > 0")
    view.shot("big")
    bench.locator("[data-field='panels.a.x.label'] input").fill("Hours")
    # The page answers while the kernel draws.
    bench.get_by_role("radio", name="Greyscale").check(timeout=10_000)
    _picture_says(view, bench, "Hours")
    view.shot("big-edited")
    source = bench.locator(".page img").evaluate("image => image.src.length")
    assert source < 20_000_000
