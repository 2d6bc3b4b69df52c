"""A spec that is edited: texts, history, file, errors beside the last good picture, and threads that end."""

from __future__ import annotations

import json
import shutil
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from natfig.core.errors import NatfigError, SpecError, UsageError
from natfig.core.templates import template
from natfig.workbench import _drawn
from natfig.workbench._worker import NewestJob
from natfig.workbench.session import ConflictError, SpecSession

_SERVING = template("serving").folder
_X = ("panels", "a", "x", "label")


def _templates() -> list[str]:
    return sorted(p.parent.name for p in _SERVING.parent.glob("*/spec.yaml"))


@pytest.fixture
def spec(tmp_path: Path) -> Path:
    shutil.copytree(_SERVING, tmp_path / "fig")
    return tmp_path / "fig" / "spec.yaml"


@pytest.fixture
def session(spec: Path) -> Iterator[SpecSession]:
    with SpecSession(spec) as one:
        assert one.wait()
        yield one


@pytest.fixture
def quick(spec: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[SpecSession]:
    """Return a session that draws nothing: what it does with texts and files needs no picture."""
    nothing = _drawn.Drawn({"svg": "", "width_mm": 1.0, "height_mm": 1.0, "alt": ""}, {})
    monkeypatch.setattr("natfig.workbench.session.draw_text", lambda *_: nothing)
    with SpecSession(spec) as one:
        yield one


def _threads() -> list[str]:
    return [t.name for t in threading.enumerate() if t.name.startswith("natfig-")]


def _field(session: SpecSession, name: str) -> dict[str, Any]:
    fields = [f for s in session.state()["form"] for f in s["fields"]]
    found: dict[str, Any] = next(f for f in fields if f["id"] == name)
    return found


# ---------------------------------------------------------------- pictures


def test_a_session_opens_with_picture_and_report(session: SpecSession) -> None:
    state = json.loads(json.dumps(session.state()))
    assert (state["picture"]["width_mm"], state["picture"]["height_mm"]) == (183.0, 70.0)
    assert ">Batch size<" in state["picture"]["svg"]
    assert "at every batch size" in state["picture"]["alt"]
    report = state["report"]
    assert (report["journal"], report["stage"], report["ok"]) == ("Nature", "production", True)
    assert [c["name"] for c in report["claims"]][:1] == ["min_speedup"]
    assert report["min_pt"] >= 5
    assert report["data"][0]["rows"] > 0
    assert any("example data" in w for w in report["warnings"])
    batch = next(t for t in report["texts"] if t["text"] == "Batch size")
    assert 0 < batch["bbox_mm"][0] < 183
    assert state["errors"] == []
    assert state["status"] == {
        "is_dirty": False,
        "is_rendering": False,
        "can_undo": False,
        "can_redo": False,
        "can_edit": True,
        "has_conflict": False,
        "revision": 1,
    }


def test_an_edit_changes_text_and_picture(session: SpecSession, spec: Path) -> None:
    before = session.text
    session.set(_X, "Requests: per batch")
    assert session.is_dirty
    assert session.text.count("Requests: per batch") == 1
    assert session.text.splitlines()[0].startswith("# yaml-language-server")
    changed = [(a, b) for a, b in zip(before.splitlines(), session.text.splitlines(), strict=True) if a != b]
    assert len(changed) == 1
    assert session.wait()
    assert ">Requests: per batch<" in session.state()["picture"]["svg"]
    assert spec.read_text() == before


def test_edits_from_another_thread_than_the_drawing_one(session: SpecSession) -> None:
    threads: list[str] = []
    session.on_change = lambda _: threads.append(threading.current_thread().name)
    session.set(_X, "Batch")
    assert session.wait()
    assert threads[0] == "MainThread"
    assert threads[-1].startswith("natfig-spec")


def test_findings_have_their_places(session: SpecSession, spec: Path) -> None:
    (spec.parent / "own.py").write_text(
        "def draw(ax, data, style):\n"
        "    ax.plot(data['batch'], data['latency_ms'])\n"
        "    ax.text(0.5, 0.5, 'tiny', fontsize=3, transform=ax.transAxes)\n"
    )
    session.set(("panels", "b"), {"kind": "python", "data": "serving", "function": "own.py:draw"})
    assert session.wait()
    assert session.state()["errors"] == []
    (finding,) = session.state()["report"]["findings"]
    assert (finding["code"], finding["where"]["panel"]) == ("TXT002", "b")
    x, y, w, h = finding["where"]["bbox_mm"]
    assert 183 / 2 < x < x + w <= 183
    assert 0 <= y < y + h <= 70
    session.undo()
    assert session.wait()
    assert session.state()["report"]["findings"] == []


def test_a_claim_that_fails_is_drawn_and_told(session: SpecSession) -> None:
    session.set(("claims", "runs", "assert"), "== 6")
    assert session.wait()
    report = session.state()["report"]
    assert not report["ok"]
    assert [c["name"] for c in report["claims"] if not c["holds"]] == ["runs"]


@pytest.mark.parametrize(
    ("keys", "value", "said", "field", "line"),
    [
        (("contract", "conclusion"), "", "contract.conclusion: is empty", "contract.conclusion", 6),
        (("contract", "journal"), "natur", "did you mean 'nature'?", "contract.journal", 10),
        (("figure", "width"), "2m", "'2m'", "figure.width", 17),
        (("panels", "a", "x", "field"), "nope", "there is no column 'nope'", None, 39),
        (("figure", "width"), "30mm", "mm are missing", None, None),
        (("claims", "runs", "assert"), "about 5", "claims.runs: assert: 'about 5'", "claims.runs.assert", 55),
    ],
)
def test_the_last_good_picture_stays_beside_an_error(
    session: SpecSession, keys: tuple[str, ...], value: str, said: str, field: str | None, line: int | None
) -> None:
    good = session.state()["picture"]
    session.set(keys, value)
    assert session.wait()
    state = session.state()
    assert state["picture"] is good
    assert state["report"]["ok"]
    (error,) = state["errors"]
    assert said in error["message"]
    assert "\n" not in error["message"]
    assert error["field"] == field
    assert line is None or error["line"] == line
    session.undo()
    assert session.wait()
    assert session.state()["errors"] == []


def test_broken_yaml_keeps_form_and_picture(session: SpecSession) -> None:
    form, good = session.state()["form"], session.text
    session.replace_text(good.replace("contract:", "contract: {"))
    assert session.wait()
    state = session.state()
    assert not state["status"]["can_edit"]
    assert state["form"] == form
    assert state["picture"] is not None
    assert "not valid YAML" in state["errors"][0]["message"]
    assert state["errors"][0]["line"] > 1
    with pytest.raises(SpecError, match="mend it as text, or undo"):
        session.remove(_X)
    with pytest.raises(SpecError):
        session.set(_X, "x")
    session.undo()
    assert session.wait()
    assert session.state()["status"]["can_edit"]
    assert session.state()["errors"] == []


def test_a_crash_of_a_chart_is_an_error_like_others(
    session: SpecSession, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: Any) -> None:
        raise ZeroDivisionError("by\nzero")

    monkeypatch.setattr(_drawn, "_draw", fail)
    session.set(_X, "Batch")
    assert session.wait()
    said = session.state()["errors"][0]["message"]
    assert said == "natfig could not draw this, which is its own fault: ZeroDivisionError: by zero"


def test_a_wrong_spec_opens_with_its_errors(spec: Path) -> None:
    spec.write_text("natfig: 1\npanels: [\n")
    with SpecSession(spec) as session:
        assert session.wait()
        state = session.state()
        assert state["picture"] is None
        assert state["form"] == []
        assert state["errors"]
        session.replace_text((_SERVING / "spec.yaml").read_text())
        assert session.wait()
        assert session.state()["picture"] is not None


def test_data_in_memory_are_drawn(spec: Path) -> None:
    runs = {"batch": [1, 2, 1, 2], "latency_ms": [1.0, 2.0, 3.0, 4.0], "precision": ["A", "A", "B", "B"]}
    text = """natfig: 1
contract:
  conclusion: It rises.
  backend: python
  evidence: {a: {role: effect, claim: It rises.}}
panels:
  a: {kind: line, data: runs, x: batch, y: latency_ms, color: precision}
"""
    spec.write_text(text)
    with SpecSession(spec, data={"runs": runs}) as session:
        assert session.wait()
        assert session.state()["errors"] == []
        session.set(_X, "Batch")
        assert "x: {field: batch, label: Batch}" in session.text
        assert session.wait()
        assert ">Batch<" in session.state()["picture"]["svg"]


def test_code_is_not_run_where_it_is_not_allowed(spec: Path) -> None:
    with SpecSession(spec, allow_code=False) as session:
        session.set(("panels", "a"), {"kind": "python", "function": "x.py:draw"})
        assert session.wait()
        assert "runs code" in session.state()["errors"][0]["message"]


# ---------------------------------------------------------------- history


def test_each_edit_is_one_step(quick: SpecSession) -> None:
    texts = [quick.text]
    for name in ("one", "two"):
        quick.set(_X, name)
        texts.append(quick.text)
    quick.remove(_X)
    texts.append(quick.text)
    quick.replace_text(texts[0] + "# end\n")
    texts.append(quick.text)
    for text in reversed(texts[:-1]):
        assert quick.can_undo
        quick.undo()
        assert quick.text == text
    assert not quick.can_undo
    quick.undo()
    for text in texts[1:]:
        quick.redo()
        assert quick.text == text
    assert not quick.can_redo
    quick.undo()
    quick.set(_X, "another")
    assert not quick.can_redo


def test_what_changes_nothing_is_no_step(quick: SpecSession) -> None:
    quick.replace_text(quick.text)
    quick.remove(("panels", "a", "title"))
    assert not quick.can_undo


def test_a_refused_edit_leaves_the_text(quick: SpecSession) -> None:
    before = quick.text
    for keys, value in (((), 1), (("contract", "journal", "deep"), 1), (_X, "\ud800")):
        with pytest.raises(NatfigError):
            quick.set(keys, value)
    assert quick.text == before
    assert not quick.can_undo


@pytest.mark.parametrize("ends", ["\n", "\r\n"])
@pytest.mark.parametrize("bom", [b"", b"\xef\xbb\xbf"])
def test_bytes_that_are_not_edited_stay(spec: Path, ends: str, bom: bytes) -> None:
    raw = bom + spec.read_bytes().replace(b"\n", ends.encode())
    spec.write_bytes(raw)
    with SpecSession(spec) as session:
        session.save()
        assert spec.read_bytes() == raw
        session.replace_text(session.text.replace("\r\n", "\n").replace("Batch size", "Größe"))
        session.save()
        assert spec.read_bytes() == raw.replace(b"Batch size", "Größe".encode())
        session.set(_X, "Batch size")
        session.save()
        assert spec.read_bytes().startswith(bom + b"# yaml")
        assert spec.read_bytes().count(b"\n") == raw.count(b"\n")
        assert spec.read_bytes().count(b"\r") == raw.count(b"\r")


# ---------------------------------------------------------------- the file


def test_saving_keeps_comments_and_clears_dirty(quick: SpecSession, spec: Path) -> None:
    quick.set(_X, "Batch")
    quick.save()
    assert not quick.is_dirty
    assert spec.read_text() == quick.text
    assert spec.read_text().startswith("# yaml-language-server")
    assert list(spec.parent.glob(".*")) == []
    quick.undo()
    assert quick.is_dirty


def test_a_file_changed_by_others_is_not_overwritten(quick: SpecSession, spec: Path) -> None:
    theirs = spec.read_text() + "# theirs\n"
    quick.set(_X, "Mine")
    mine = quick.text
    spec.write_text(theirs)
    with pytest.raises(ConflictError, match=r"was changed by another program since it was read") as caught:
        quick.save()
    assert (caught.value.mine, caught.value.theirs) == (mine, theirs)
    assert spec.read_text() == theirs
    assert quick.text == mine
    assert quick.state()["status"]["has_conflict"]
    quick.save(force=True)
    assert spec.read_text() == mine
    assert not quick.state()["status"]["has_conflict"]
    quick.undo()
    assert quick.text == theirs


def test_reloading_keeps_the_other_text_one_step_away(quick: SpecSession, spec: Path) -> None:
    quick.set(_X, "Mine")
    mine, theirs = quick.text, spec.read_text() + "# theirs\n"
    spec.write_text(theirs)
    assert quick.check_disk()
    quick.reload()
    assert quick.text == theirs
    assert not quick.is_dirty
    assert not quick.check_disk()
    quick.undo()
    assert quick.text == mine
    assert quick.is_dirty
    quick.save()
    assert spec.read_text() == mine


def test_the_same_change_on_disk_is_no_conflict(quick: SpecSession, spec: Path) -> None:
    quick.set(_X, "Mine")
    spec.write_text(quick.text)
    assert not quick.check_disk()
    quick.save()
    assert not quick.is_dirty


def test_two_sessions_lose_nothing(quick: SpecSession, spec: Path) -> None:
    with SpecSession(spec) as other:
        quick.set(_X, "One")
        other.set(("panels", "b", "x", "label"), "Two")
        quick.save()
        with pytest.raises(ConflictError):
            other.save()
        other.reload()
        other.set(("panels", "b", "x", "label"), "Two")
        other.save()
        panels = yaml.safe_load(spec.read_text())["panels"]
        assert [panels[k]["x"]["label"] for k in "ab"] == ["One", "Two"]


def test_a_file_that_is_gone_is_written_again(quick: SpecSession, spec: Path) -> None:
    quick.set(_X, "Mine")
    spec.unlink()
    with pytest.raises(UsageError, match="no such file"):
        quick.reload()
    quick.save()
    assert spec.read_text() == quick.text


def test_what_cannot_be_opened_is_told(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="no such file"):
        SpecSession(tmp_path / "none.yaml")
    (tmp_path / "latin.yaml").write_bytes(b"natfig: 1\nid: \xe9\n")
    with pytest.raises(SpecError, match="byte 14 is not valid UTF-8; save the file as UTF-8"):
        SpecSession(tmp_path / "latin.yaml")
    (tmp_path / "long.yaml").write_bytes(b"#" * 1_000_001)
    with pytest.raises(SpecError, match="may have 1,000,000 at most"):
        SpecSession(tmp_path / "long.yaml")
    assert _threads() == []


# ---------------------------------------------------------------- the form


def test_fields_say_what_the_schema_says(quick: SpecSession) -> None:
    journal = _field(quick, "contract.journal")
    assert journal["value"] == "nature"
    assert {"value": "elife", "label": "eLife"} in journal["choices"]
    assert "natfig journals" in journal["help"]
    assert _field(quick, "figure.width")["choices"][0] == {"value": "single", "label": "single (89 mm)"}
    palette = _field(quick, "figure.palette")
    assert next(c for c in palette["choices"] if c["value"] == "nature")["colors"][0] == "#0F4D92"
    assert [c["value"] for c in _field(quick, "figure.legend")["choices"]] == [
        "auto", "direct", "strip", "page", "none",
    ]  # fmt: skip
    assert _field(quick, "figure.labels")["value"] is True
    assert _field(quick, "contract.evidence.b.claim")["value"] == "Throughput rises with it."
    assert _field(quick, "contract.conclusion")["is_required"]


def test_fields_follow_the_text(quick: SpecSession) -> None:
    quick.set(("contract", "journal"), "cell")
    widths = [c["label"] for c in _field(quick, "figure.width")["choices"]]
    assert widths[0].startswith("single (85")
    quick.remove(_X)
    label = _field(quick, "panels.a.x.label")
    assert (label["value"], label["placeholder"]) == ("", "batch")
    quick.remove(("panels", "a", "color"))
    with pytest.raises(StopIteration):
        _field(quick, "panels.a.color.label")


@pytest.mark.parametrize(
    "text",
    [
        "{}",
        "contract: 3",
        "contract: {journal: [1]}\npanels: {a: 1}",
        "panels: {a: {kind: [x]}}",
        "figure: x",
    ],
)
def test_a_form_of_nonsense_is_a_form(quick: SpecSession, text: str) -> None:
    quick.replace_text(text)
    assert [s["id"] for s in quick.state()["form"]][:2] == ["contract", "figure"]


@pytest.mark.parametrize("name", _templates())
def test_every_template_has_its_form(name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("natfig.workbench.session.draw_text", lambda *_: _drawn.Drawn())
    with SpecSession(template(name).folder) as session:
        panels = yaml.safe_load(session.text)["panels"]
        ids = [s["id"] for s in session.state()["form"]]
        assert [f"panels.{k}" for k in sorted(panels)] == [i for i in ids if i.startswith("panels.")]


# ---------------------------------------------------------------- threads


def test_the_newest_text_is_drawn_and_outdated_ones_are_not(
    spec: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    drawn: list[str] = []
    first = threading.Event()

    def slowly(_path: Path, text: str, _options: Any, _is_wanted: Any) -> _drawn.Drawn:
        drawn.append(text)
        first.wait(10)
        return _drawn.Drawn({"svg": text, "width_mm": 1.0, "height_mm": 1.0, "alt": ""}, {})

    monkeypatch.setattr("natfig.workbench.session.draw_text", slowly)
    with SpecSession(spec) as session:
        for n in range(20):
            session.set(_X, f"Text {n}")
        assert session.is_rendering
        first.set()
        assert session.wait(10)
        assert len(drawn) == 2
        assert "Text 19" in drawn[-1]
        assert session.state()["picture"]["svg"] == session.text


def test_a_text_nobody_waits_for_any_more_is_not_drawn_out(
    spec: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[bool] = []
    go = threading.Event()

    def half(_path: Path, text: str, _options: Any, is_wanted: Any) -> _drawn.Drawn | None:
        go.wait(10)
        asked.append(is_wanted())
        return _drawn.Drawn() if asked[-1] else None

    monkeypatch.setattr("natfig.workbench.session.draw_text", half)
    with SpecSession(spec) as session:
        session.set(_X, "Text")
        go.set()
        assert session.wait(10)
    assert asked == [False, True]


def test_no_thread_is_left(spec: Path) -> None:
    session = SpecSession(spec)
    session.set(_X, "Batch")
    session.close()
    assert _threads() == []
    assert session.is_closed
    assert not session.is_rendering
    with pytest.raises(UsageError, match="is closed"):
        session.set(_X, "More")
    session.close()


def test_an_idle_session_has_no_thread(session: SpecSession) -> None:
    deadline = time.monotonic() + 5
    while _threads() and time.monotonic() < deadline:
        time.sleep(0.01)
    assert _threads() == []
    session.redraw()
    assert session.wait()


def test_a_listener_may_close_the_session(spec: Path) -> None:
    session = SpecSession(spec)
    session.on_change = lambda _: session.close()
    session.redraw()
    assert session.is_closed
    assert _threads() == []


def test_jobs_after_the_end_are_not_done() -> None:
    done: list[int] = []
    worker = NewestJob(done.append, "natfig-test")
    worker.close()
    worker.submit(1)
    assert done == []
