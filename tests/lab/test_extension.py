"""A figure beside its spec in a real JupyterLab: made, edited, broken, mended and rendered."""

from __future__ import annotations

import json
import shutil

import pytest

import axe
from natfig.core.resources import templates_dir

pytestmark = [pytest.mark.jupyterlab, pytest.mark.chromium]
pytest.importorskip("playwright")

_PX_PER_MM = 96 / 25.4
_PREVIEW = ".natfig-preview"
_PICTURE = f"{_PREVIEW} .page img[src^=data]"
_EDITOR = ".jp-FileEditor .cm-content"


class Desk:
    """JupyterLab in one of its folders."""

    def __init__(self, lab, page, folder):
        self.lab, self.at, self.folder = lab, page, folder
        self.page = page.page

    def launch(self, name=""):
        """Open the folder, with the launcher, or a file in it."""
        self.page.goto(f"{self.lab.base}lab/tree/{self.folder.name}/{name}?token={self.lab.token}&reset")

    def card(self):
        return self.page.locator(".jp-LauncherCard", has_text="natfig figure")

    def picture(self):
        """Return the address of the picture, which is its content."""
        self.page.locator(_PICTURE).wait_for()
        return self.page.locator(_PICTURE).get_attribute("src")

    def new_picture(self, old):
        """Wait until there is another picture than an old one, and return it."""
        script = (
            "([selector, old]) => { const i = document.querySelector(selector); return i && i.src !== old; }"
        )
        self.page.wait_for_function(script, arg=[_PICTURE, old])
        return self.picture()

    def write(self, change):
        """Change the whole text as the editor holds it, and save it by its key."""
        self.page.locator(_EDITOR).click()
        self.page.keyboard.press("Control+a")
        self.page.keyboard.insert_text(change)
        self.page.keyboard.press("Control+s")

    def js(self, expression):
        return self.page.evaluate(expression)

    def barriers(self):
        """Return what axe-core finds serious in the preview."""
        found = axe.violations(self, json.dumps(_PREVIEW))
        return [str(one) for one in found if one.impact in axe.SERIOUS]

    def command(self, name):
        self.page.keyboard.press("Control+Shift+c")
        self.page.locator("#modal-command-palette input").fill(name)
        entry = self.page.locator("#modal-command-palette .lm-CommandPalette-itemLabel", has_text=name)
        entry.first.wait_for()
        self.page.keyboard.press("Enter")


@pytest.fixture(scope="module")
def opened(tmp_path_factory):
    from jupyterserver import JupyterLab
    from labpage import browser

    with browser() as chromium, JupyterLab(tmp_path_factory.mktemp("lab")) as lab:
        yield chromium, lab


@pytest.fixture
def root(opened, request):
    """A folder of the test's own in JupyterLab's."""
    folder = opened[1].root / request.node.name.removeprefix("test_")
    folder.mkdir()
    return folder


@pytest.fixture
def desk(opened, root, tmp_path):
    from labpage import LabPage

    chromium, lab = opened
    with LabPage(chromium, lab, tmp_path / "shots") as page:
        yield Desk(lab, page, root)
        assert page.complaints == []
        assert page.strange == []


def spec_text(root, name="figure.natfig.yaml"):
    return (root / name).read_text(encoding="utf-8")


def test_a_new_figure_opens_beside_its_preview_at_its_printed_size(desk, root):
    page = desk.page
    desk.launch()
    desk.card().wait_for()
    desk.at.shot("extension-1-launcher")
    desk.card().click()
    desk.picture()
    desk.at.shot("extension-2-new")
    assert sorted(p.name for p in root.iterdir() if not p.name.startswith(".")) == [
        "figure.csv",
        "figure.natfig.yaml",
    ]
    editor, preview = page.locator(_EDITOR).bounding_box(), page.locator(_PREVIEW).bounding_box()
    assert preview["x"] > editor["x"] + editor["width"]  # side by side
    box = page.locator(_PICTURE).bounding_box()
    assert box["width"] / _PX_PER_MM == pytest.approx(183, abs=0.5)
    page.locator(_PREVIEW).get_by_role("radio", name="Fit").check()
    page.wait_for_function(
        "([i, d]) => document.querySelector(i).clientWidth < document.querySelector(d).clientWidth",
        arg=[_PICTURE, f"{_PREVIEW} .desk"],
    )
    page.locator(_PREVIEW).get_by_role("radio", name="100 % print").check()


def test_the_preview_follows_each_save_and_keeps_the_last_good_picture(desk, root):
    page = desk.page
    desk.launch()
    desk.card().click()
    first = desk.picture()
    good = spec_text(root)
    desk.write(good.replace("label: Batch size", "label: Requests per batch"))
    second = desk.new_picture(first)
    assert "Requests%20per%20batch" in second
    assert "Requests%20per%20batch" not in first
    assert spec_text(root).count("Requests per batch") == 2

    # A broken text keeps the picture, says what is wrong and leads to the line.
    lines = good.split("\n")
    at = next(n for n, line in enumerate(lines, 1) if "journal: nature" in line)
    desk.write(good.replace("journal: nature", "jurnal: nature"))
    wrong = page.locator(f"{_PREVIEW} .stale")
    wrong.get_by_text("unknown key 'jurnal'").wait_for()
    assert wrong.inner_text().startswith("The picture is the last good one")
    assert desk.picture() == second
    desk.at.shot("extension-3-broken")
    page.locator(".jp-FileBrowser").click(position={"x": 5, "y": 5})
    wrong.get_by_role("button", name=f"Line {at}").click()
    page.locator("#jp-main-statusbar").get_by_text(f"Ln {at}, Col 1").wait_for()

    desk.write(good.replace("journal: nature", "journal: [nature"))
    wrong.get_by_text("not valid YAML").or_(wrong.get_by_text("YAML")).first.wait_for()
    assert desk.picture() == second

    # Mended, the picture is that of the text again.
    desk.write(good)
    third = desk.new_picture(second)
    assert third == first
    assert wrong.is_hidden()


def test_files_are_written_and_edited_ones_asked_about(desk, root):
    page = desk.page
    desk.launch()
    desk.card().click()
    desk.picture()
    # What is not saved yet is saved first: the files are those of the text on the screen.
    page.locator(_EDITOR).click()
    page.keyboard.press("Control+End")
    page.keyboard.insert_text("# the last line\n")
    page.get_by_role("button", name="Render files").click()
    page.get_by_text("Wrote: out/figure as svg, pdf, tiff, png").first.wait_for()
    desk.at.shot("extension-4-rendered")
    assert spec_text(root).endswith("# the last line\n")
    page.get_by_role("button", name="Show files").click()
    page.locator(".jp-DirListing-itemName", has_text="figure.manifest.json").wait_for()
    svg = root / "out" / "figure.svg"
    written = svg.read_bytes()
    assert (root / "out" / "figure.pdf").read_bytes().startswith(b"%PDF")
    svg.write_bytes(b"<!-- edited -->" + written)
    for button, is_kept in (("Cancel", True), ("Overwrite", False)):
        desk.command("Render natfig Files")
        dialog = page.get_by_role("dialog")
        dialog.get_by_text("was changed since natfig wrote it").wait_for()
        if is_kept:
            desk.at.shot("extension-5-edited")
        dialog.get_by_role("button", name=button).click()
        said = "Nothing was written." if is_kept else "Wrote: out/figure"
        page.get_by_text(said).last.wait_for()
        assert svg.read_bytes().startswith(b"<!-- edited -->") is is_kept
    assert svg.read_bytes() == written


def test_a_finding_shows_its_place_and_dark_follows_the_theme(desk, root):
    shutil.copytree(templates_dir("specs", "serving", "data"), root / "data")
    text = (templates_dir("specs", "serving") / "spec.yaml").read_text(encoding="utf-8")
    (root / "serving.natfig.yaml").write_text(
        text.replace("colors: {FP16: control, INT8: hero}", 'colors: {FP16: "#dddddd", INT8: hero}'),
        encoding="utf-8",
    )
    page = desk.page
    desk.launch("serving.natfig.yaml")
    desk.picture()
    page.locator(f"{_PREVIEW} .finding").first.wait_for()
    page.locator(f"{_PREVIEW} .finding", has_not_text="no single place").first.focus()
    page.locator(f"{_PREVIEW} .place.on").wait_for()
    desk.at.shot("extension-6-finding")
    assert desk.barriers() == []
    page.get_by_role("menuitem", name="Settings", exact=True).click()
    page.locator(".lm-Menu-itemLabel").get_by_text("Theme", exact=True).hover()
    page.locator(".lm-Menu-itemLabel").get_by_text("JupyterLab Dark", exact=True).click()
    page.locator(f"{_PREVIEW}[data-theme=dark]").wait_for()
    page.wait_for_function("() => document.body.dataset.jpThemeLight === 'false'")
    paper = "e => getComputedStyle(e).backgroundColor"
    page.wait_for_function(f"() => ({paper})(document.querySelector('{_PREVIEW}')) !== 'rgb(255, 255, 255)'")
    assert page.locator(f"{_PREVIEW} .page").evaluate(paper) == "rgb(255, 255, 255)"
    desk.at.shot("extension-7-dark")
    assert desk.barriers() == []
    desk.write(spec_text(root, "serving.natfig.yaml").replace("journal: nature", "jurnal: nature"))
    page.locator(f"{_PREVIEW} .stale").get_by_text("unknown key 'jurnal'").wait_for()
    assert desk.barriers() == []
    page.locator(f"{_PREVIEW} .verdict").click()  # in the editor the key is the editor's own
    page.keyboard.press("Control+Shift+l")
    desk.card().wait_for()
    desk.at.shot("extension-8-dark-launcher")


def test_code_of_a_spec_waits_for_a_word(desk, root):
    shutil.copytree(templates_dir("specs", "rose"), root / "rose")
    (root / "rose" / "spec.yaml").rename(root / "rose" / "rose.natfig.yaml")
    code = root / "rose" / "panels.py"
    code.write_text(code.read_text(encoding="utf-8") + "\nopen('trace', 'w').close()\n", encoding="utf-8")
    page = desk.page
    desk.launch("rose/rose.natfig.yaml")
    asked = page.locator(f"{_PREVIEW} .message.warning")
    asked.get_by_text("panels.py:rose").wait_for()
    desk.at.shot("extension-9-code")
    assert desk.barriers() == []
    assert not (root / "rose" / "trace").exists()
    asked.get_by_role("button", name="Run this code").focus()
    page.keyboard.press("Enter")
    desk.picture()
    assert (root / "rose" / "trace").exists()
    assert asked.is_hidden()
    desk.at.shot("extension-10-allowed")


def test_a_workspace_comes_back_as_it_was_left(desk, root):
    page = desk.page
    desk.launch()
    desk.card().wait_for()
    # By keyboard alone: the palette has it, too.
    desk.command("New natfig Figure")
    desk.picture()
    desk.command("New natfig Figure")
    page.locator(".lm-TabBar-tabLabel", has_text="figure-1.natfig.yaml").first.wait_for()
    assert "id: figure-1" in spec_text(root, "figure-1.natfig.yaml")
    page.wait_for_timeout(3000)  # JupyterLab saves its layout a second after the last change
    page.goto(f"{desk.lab.base}lab?token={desk.lab.token}")
    page.locator(".lm-DockPanel-tabBar .lm-TabBar-tabLabel", has_text="figure-1.natfig.yaml").first.wait_for()
    page.locator(_PICTURE).first.wait_for()
    page.wait_for_timeout(500)
    tabs = page.locator(".lm-DockPanel-tabBar .lm-TabBar-tabLabel").all_inner_texts()
    assert sorted(t for t in tabs if "natfig" in t) == [
        "figure-1.natfig.yaml",
        "figure-1.natfig.yaml",
        "figure.natfig.yaml",
        "figure.natfig.yaml",
    ]
