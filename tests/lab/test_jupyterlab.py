"""The first notebook in a real JupyterLab: from its first cell to files on disk, by mouse and keyboard."""

from __future__ import annotations

import importlib.util
import io
import json
import re
import sys
import time
from pathlib import Path

import nbformat
import numpy as np
import pytest
from PIL import Image

from natfig.core.notebooks import FIRST, prepare
from natfig.core.templates import template
from natfig.style.vision import simulate

pytestmark = [pytest.mark.jupyterlab, pytest.mark.chromium]
pytest.importorskip("playwright")
pytest.importorskip("anthropic")

_found = importlib.util.spec_from_file_location(
    "messages_server", Path(__file__).parents[1] / "polish" / "server.py"
)
server = importlib.util.module_from_spec(_found)
sys.modules.setdefault("messages_server", server)
_found.loader.exec_module(server)

_PX_PER_MM = 96 / 25.4
_LABEL = "[data-field='panels.a.y.label'] input"
_PICTURE = ".natfig-workbench .page img"
_LONG, _SHORT = "made a measurement of", "measured"
# Of one core, while nobody touches the workbench; ipykernel alone looks around once a second.
_IDLE_SHARE = 0.03


def _answer(body):
    asked = json.loads(body["messages"][0]["content"])["sentences"]
    proposals = [
        {"id": s["id"], "text": s["text"].replace(_LONG, _SHORT), "reason": "A verb says it shorter."}
        for s in asked
    ]
    return server.Answer(proposals=proposals)


@pytest.fixture
def opened(tmp_path):
    """The first notebook in JupyterLab, with a model's server on this machine; everything has run."""
    import matplotlib as mpl

    from jupyterserver import JupyterLab
    from labpage import LabPage, browser

    root, scratch, cache = (tmp_path / name for name in ("lab", "scratch", "cache"))
    prepare(root, template("serving"))
    scratch.mkdir()
    with server.serve(_answer) as messages, browser() as chromium:
        env = {
            "ANTHROPIC_API_KEY": server.KEY,
            "ANTHROPIC_BASE_URL": messages.address,
            "ANTHROPIC_AUTH_TOKEN": None,
            "TMPDIR": str(scratch),
            # Proposals of an earlier run would be taken from there; matplotlib's fonts are not made anew.
            "XDG_CACHE_HOME": str(cache),
            "MPLCONFIGDIR": mpl.get_cachedir(),
        }
        with JupyterLab(root, env=env) as lab, LabPage(chromium, lab, tmp_path / "shots") as view:
            view.open(FIRST)
            view.messages, view.scratch = messages, scratch
            yield view


def test_from_the_first_cell_to_files_on_disk(opened):
    view = opened
    view.shot("1-open")
    bench = _run_and_find(view)
    desk = next(view.scratch.glob("*/desk"))
    spec_before, draft_before = ((desk / name).read_text() for name in ("spec.yaml", "abstract.md"))
    edit_s = _change_the_label(view, bench)
    assert (desk / "spec.yaml").read_text() == spec_before, "nothing is written before Save"
    _look_without_green_cones(view, bench)
    _take_a_rewrite(view, bench)
    _save_both(view, bench)
    spec = spec_before.replace(r"label: 'Body mass, $m_{b_{1}}$ (g)'", "label: Body mass of a bird (g)")
    assert (desk / "spec.yaml").read_text() == spec
    assert "# in grams" in spec
    assert (desk / "abstract.fixed.md").read_text() == draft_before.replace(_LONG, _SHORT).replace(
        "1343g", "1343 g"
    )
    assert (desk / "abstract.md").read_text() == draft_before
    names = {path.name for path in desk.iterdir()}
    assert names == {"abstract.fixed.md", "abstract.md", "penguins.csv", "spec.yaml"}
    measured = {"edit_to_picture_s": round(edit_s, 2), "idle_share": round(_idle_share(view), 4)}
    (view.shots / "measured.json").write_text(json.dumps(measured))
    assert view.complaints == []
    assert view.strange == []


def _run_and_find(view):
    """Run all cells: none fails, and the workbench opens with one finding at print size."""
    page = view.page
    notebook = nbformat.read(view.lab.root / FIRST, as_version=4)
    view.run_all(sum(cell.cell_type == "code" for cell in notebook.cells))
    assert page.locator(".jp-RenderedText[data-mime-type$=error]").count() == 0
    bench = view.scroll_to(".natfig-workbench")
    page.wait_for_function(f"document.querySelector({_PICTURE!r})?.naturalWidth > 0")
    view.shot("2-run")
    finding = bench.locator(".finding")
    assert finding.count() == 1
    assert "TXT005" in finding.inner_text()
    box = page.locator(_PICTURE).bounding_box()
    assert box["width"] / _PX_PER_MM == pytest.approx(183, abs=1)
    assert box["height"] / _PX_PER_MM == pytest.approx(70, abs=1)
    return bench


def _change_the_label(view, bench):
    """Type a label: the picture follows, and the finding is gone. Return how long that took in seconds."""
    page, before = view.page, _source(view)
    page.locator(_LABEL).fill("Body mass of a bird (g)")
    start = time.monotonic()
    page.wait_for_function(
        f"decodeURIComponent(document.querySelector({_PICTURE!r}).src).includes('>Body mass of a bird (g)<')"
    )
    took_s = time.monotonic() - start
    page.wait_for_function("document.querySelectorAll('.natfig-workbench .finding').length === 0")
    assert _source(view) != before
    assert (
        bench.locator(".verdict").inner_text().startswith("mass passes for Nature, production: no findings")
    )
    assert bench.locator(".dirty").inner_text() == "not saved"
    view.shot("3-label")
    return took_s


def _look_without_green_cones(view, bench):
    """Switch to deuteranopia, and compare the screen's pixels with natfig's own numbers."""
    normal = _pixels(view)
    bench.get_by_role("radio", name="Deuteranopia").check()
    assert bench.locator(".picture").get_attribute("data-view") == "deuteranopia"
    seen = _pixels(view)
    view.shot("4-deuteranopia")
    colored = np.ptp(normal, axis=2) > 0.2
    assert colored.sum() > 500
    assert np.abs(seen - simulate(normal, "deuteranopia"))[colored].mean() < 0.02
    assert np.abs(seen - normal)[colored].mean() > 0.05


def _take_a_rewrite(view, bench):
    """Ask the model, take its sentence by keyboard, and a remark's change by mouse."""
    bench.get_by_role("tab", name="Draft").click()
    view.shot("5-draft")
    assert view.messages.requests == [], "nothing is sent unasked"
    bench.get_by_role("button", name="Suggest rewrites").click()
    proposal = bench.locator(".proposal")
    proposal.wait_for()
    view.shot("6-proposal")
    assert "A verb says it shorter." in proposal.inner_text()
    sent = json.dumps(view.messages.requests)
    assert "penguins" in sent
    assert not re.search(r"342|1343|gorman2014", sent), "numbers and citations stay here"
    proposal.get_by_role("button", name="Accept").focus()
    view.page.keyboard.press("Enter")
    bench.locator(".paper ins", has_text=_SHORT).wait_for()
    bench.get_by_role("button", name="Accept: NUM001 1343g").click()
    bench.locator(".paper ins", has_text="1343 g").wait_for()
    view.shot("7-accepted")


def _save_both(view, bench):
    """Save the draft by its key, the spec by its button."""
    view.page.keyboard.press("Control+s")
    bench.get_by_text("The draft with your changes is in desk/abstract.fixed.md.").wait_for()
    view.shot("8-draft-saved")
    bench.get_by_role("tab", name="Figure").click()
    bench.get_by_role("button", name="Save", exact=True).click()
    bench.locator(".dirty", has_text=re.compile("^saved$")).wait_for()
    view.shot("9-spec-saved")


def _pixels(view):
    """Return the picture as it is on the screen, sRGB in 0–1."""
    raw = view.page.locator(_PICTURE).screenshot()
    return np.asarray(Image.open(io.BytesIO(raw)).convert("RGB"), dtype=float) / 255


def _source(view):
    return view.page.locator(_PICTURE).evaluate("image => decodeURIComponent(image.src)")


def _idle_share(view, time_s=4.0):
    """Return the part of a core that kernels take while nobody touches the workbench."""
    shares = []
    for _ in range(5):
        kernels = [p for one in view.lab.kernels() for p in (one, *one.children(recursive=True))]
        assert kernels
        before, start = _cpu_s(kernels), time.monotonic()
        time.sleep(time_s)
        shares.append((_cpu_s(kernels) - before) / (time.monotonic() - start))
        if shares[-1] < _IDLE_SHARE:
            break
    assert shares[-1] < _IDLE_SHARE, shares
    return shares[-1]


def _cpu_s(processes):
    times = [process.cpu_times() for process in processes]
    return sum(t.user + t.system + t.children_user + t.children_system for t in times)
