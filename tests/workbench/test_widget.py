"""The widget's Python side: state goes down as it is, messages are done, and wrong ones do no harm."""

from __future__ import annotations

import builtins
import re
import shutil
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

import natfig
from natfig.core.errors import MissingRuntimeError, UsageError
from natfig.core.templates import template
from natfig.render import prepare
from natfig.style.vision import linear_to_srgb, simulate, srgb_to_linear
from natfig.workbench import _form, _static
from natfig.workbench._anywidget import Workbench

_X = ["panels", "a", "x", "label"]


@pytest.fixture
def widget(tmp_path: Path) -> Iterator[Workbench]:
    shutil.copytree(template("serving").folder, tmp_path / "fig")
    one = natfig.workbench(tmp_path / "fig")
    assert one.session.wait()
    yield one
    one.close()


def _say(widget: Workbench, **message: Any) -> None:
    widget._hear(None, message, [])


def test_traits_are_the_sessions_state(widget: Workbench) -> None:
    state = widget.session.state()
    for part in ("name", "path", "text", "picture", "report", "errors", "form"):
        assert getattr(widget, part) == state[part]
    assert widget.status == {**state["status"], "seen": 0, "notice": None}
    assert repr(widget).endswith("spec.yaml'): saved")
    # What is not there is null in the page, not an empty object.
    assert widget.draft is None


def test_messages_are_done_and_answered(widget: Workbench) -> None:
    _say(widget, n=1, kind="set", keys=_X, value="Batch")
    assert widget.status["seen"] == 1
    assert widget.status["is_dirty"]
    assert widget.session.wait()
    assert ">Batch<" in widget.picture["svg"]
    _say(widget, n=2, kind="undo")
    assert not widget.status["is_dirty"]
    _say(widget, n=3, kind="redo")
    _say(widget, n=4, kind="save")
    assert "label: Batch," in widget.session.path.read_text()
    assert "not saved" not in repr(widget)
    _say(widget, n=5, kind="remove", keys=_X)
    assert "not saved" in repr(widget)
    _say(widget, n=6, kind="text", text="natfig: 1\n")
    assert widget.text == "natfig: 1\n"
    _say(widget, n=7, kind="reload")
    assert "label: Batch," in widget.text
    assert widget.status["seen"] == 7


def test_a_refused_edit_is_told_in_a_sentence(widget: Workbench) -> None:
    before = widget.text
    _say(widget, n=1, kind="set", keys=["contract", "journal", "deep"], value="x")
    assert widget.status["notice"] == {
        "level": "error",
        "text": "contract.journal is a single value and has no keys",
    }
    assert widget.text == before
    _say(widget, n=2, kind="set", keys=_X, value="Batch")
    assert widget.status["notice"] is None


def test_a_conflict_is_a_state(widget: Workbench) -> None:
    path = widget.session.path
    path.write_text(path.read_text() + "# theirs\n")
    _say(widget, n=1, kind="check")
    assert widget.status["has_conflict"]
    _say(widget, n=2, kind="set", keys=_X, value="Mine")
    _say(widget, n=3, kind="save")
    assert widget.status["has_conflict"]
    assert "# theirs" in path.read_text()
    _say(widget, n=4, kind="save", force=True)
    assert not widget.status["has_conflict"]
    assert "label: Mine" in path.read_text()


@pytest.mark.parametrize(
    "message",
    ["undo", None, [], {"kind": "set"}, {"kind": "set", "keys": "ab", "value": 1}, {"kind": "eval", "n": 1},
     {"kind": ["undo"]}, {"kind": "remove", "keys": [["a"]]}, {"kind": "save", "force": "yes", "n": "9"},
     {"kind": "set", "keys": [{}], "value": {}}],
)  # fmt: skip
def test_nonsense_from_the_page_does_no_harm(widget: Workbench, message: Any) -> None:
    before = widget.text
    widget._hear(None, message, [])
    assert widget.text == before


def test_closing_ends_the_session(widget: Workbench) -> None:
    _say(widget, n=1, kind="set", keys=_X, value="Batch")
    widget.close()
    assert widget.session.is_closed
    assert [t for t in threading.enumerate() if t.name.startswith("natfig-")] == []


def test_what_is_done_in_a_cell_is_seen(widget: Workbench) -> None:
    widget.session.set(_X, "From a cell")
    assert widget.session.wait()
    assert ">From a cell<" in widget.picture["svg"]
    widget.save()
    assert not widget.status["is_dirty"]


def test_views_are_natfigs_own_simulation(widget: Workbench) -> None:
    color = [0.7, 0.3, 0.1]
    assert [v["id"] for v in widget.views] == [
        "normal", "deuteranopia", "protanopia", "tritanopia", "greyscale",
    ]  # fmt: skip
    for view in widget.views[1:4]:
        seen = linear_to_srgb(srgb_to_linear(color) @ list(zip(*view["matrix"], strict=True)))
        assert seen == pytest.approx(simulate(color, view["id"], clip=False), abs=1e-5)


def test_no_such_file() -> None:
    with pytest.raises(UsageError, match="no such file"):
        natfig.workbench("none.yaml")


def test_without_anywidget_it_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    real = builtins.__import__

    def without(name: str, *rest: Any) -> Any:
        if name == "natfig.workbench._anywidget":
            raise ModuleNotFoundError("No module named 'anywidget'", name="anywidget")
        return real(name, *rest)

    monkeypatch.setattr(builtins, "__import__", without)
    with pytest.raises(MissingRuntimeError, match=r"needs anywidget.*pip install"):
        natfig.workbench(template("serving").folder)


def test_loading_the_function_loads_no_widgets() -> None:
    code = (
        "import sys, natfig.workbench.widget, natfig.workbench.session;"
        "print(sorted({'anywidget', 'ipywidgets', 'matplotlib', 'pandas', 'IPython'} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_the_standard_palette_is_that_of_drawings() -> None:
    assert _form._PALETTE == prepare._PALETTE


def test_all_modules_are_in_the_script_once() -> None:
    folder = Path(_static.__file__).parent / "static"
    assert {p.stem for p in folder.glob("*.js")} == set(_static.MODULES)
    script = _static.script()
    assert not re.findall(r"^import ", script, re.MULTILINE)
    assert re.findall(r"^export .*", script, re.MULTILINE) == ["export default { render };"]
    names = re.findall(r"^(?:async )?(?:function|class|const|let) (\w+)", script, re.MULTILINE)
    assert len(names) == len(set(names))


@pytest.mark.parametrize(
    "path", sorted((Path(_static.__file__).parent / "static").iterdir()), ids=lambda p: p.name
)
def test_the_page_asks_nobody_and_writes_no_markup(path: Path) -> None:
    text = path.read_text(encoding="utf-8").replace("http://www.w3.org/2000/svg", "")
    found = re.findall(
        r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|\beval\b|new Function|https?:|fetch\(|"
        r"XMLHttpRequest|WebSocket|sendBeacon|@import|localStorage|\bimport\(",
        text,
    )
    assert found == []


def test_each_module_imports_what_comes_before_it() -> None:
    folder = Path(_static.__file__).parent / "static"
    for at, name in enumerate(_static.MODULES):
        text = (folder / f"{name}.js").read_text(encoding="utf-8")
        assert set(re.findall(r'from "\./(\w+)\.js"', text)) <= set(_static.MODULES[:at])
