"""Sentences from a model in the draft tab: asked for on purpose, judged by the gate, taken by hand."""

from __future__ import annotations

import importlib.util
import json
import sys
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from natfig.core.errors import MissingRuntimeError, UsageError
from natfig.workbench._draft_session import DraftSession

pytest.importorskip("anthropic")
_found = importlib.util.spec_from_file_location(
    "messages_server", Path(__file__).parents[1] / "polish" / "server.py"
)
assert _found is not None
assert _found.loader is not None
server = importlib.util.module_from_spec(_found)
sys.modules.setdefault("messages_server", server)
_found.loader.exec_module(server)

_TEXT = """# Abstract

We made a measurement of the size of all cells with 5 mM glucose [@a]. The drug may slow growth in this group.

# Results

We carried out an analysis of the wells after 3 h. Cells *grew* well at all doses that we tried.
"""
_SHORTER = (("made a measurement of", "measured"), ("carried out an analysis of", "analysed"))


def _answer(change: Callable[[str], str], **more: Any) -> Callable[[Any], Any]:
    def step(body: Any) -> Any:
        asked = json.loads(body["messages"][0]["content"])["sentences"]
        proposals = [{"id": s["id"], "text": change(s["text"]), "reason": "shorter"} for s in asked]
        return server.Answer(proposals=proposals, **more)

    return step


def _shorter(text: str) -> str:
    for long, short in _SHORTER:
        text = text.replace(long, short)
    return text


@pytest.fixture(autouse=True)
def _own_cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    monkeypatch.setenv("ANTHROPIC_API_KEY", server.KEY)
    for name in ("ANTHROPIC_AUTH_TOKEN", "ANTHROPIC_BASE_URL"):
        monkeypatch.delenv(name, raising=False)


@pytest.fixture
def draft(tmp_path: Path) -> DraftSession:
    return _draft(tmp_path)


def _draft(folder: Path, **more: Any) -> DraftSession:
    (folder / "draft.md").write_text(_TEXT, encoding="utf-8")
    return DraftSession(folder / "draft.md", "nature", engine="none", **{"may_rewrite": True, **more})


def _asked(draft: DraftSession, monkeypatch: Any, *script: Any, sentence: int | None = None) -> Any:
    """Ask, wait, and return what the server was sent."""
    with server.serve(*script) as messages:
        monkeypatch.setenv("ANTHROPIC_BASE_URL", messages.address)
        draft.suggest(sentence)
        assert draft.wait(60)
    return messages


def test_a_proposal_is_taken_left_and_undone(draft: DraftSession, monkeypatch: Any) -> None:
    heard: list[bool] = []
    draft.on_change = lambda: heard.append(bool(draft.state()["model"]["is_asking"]))
    messages = _asked(draft, monkeypatch, _answer(_shorter))
    assert "5 mM" not in json.dumps(messages.requests)
    assert len(messages.requests) == 2
    state = json.loads(json.dumps(draft.state()))
    assert heard[-1] is False
    assert (state["model"]["done"], state["model"]["total"], state["model"]["problem"]) == (2, 2, "")
    assert state["model"]["dollars"] > 0
    assert [(p["accepted"], p["state"]) for p in state["proposals"]] == [(True, "open")] * 2
    assert state["proposals"][0]["words"][1:3] == [["gone", "made a measurement of"], ["new", "measured"]]
    assert state["changes"] == 0, "nothing is taken by itself"
    assert state["model"]["same"] == 2
    first, second = (p["sentence"] for p in state["proposals"])
    draft.take(first)
    draft.leave(second)
    assert [p["state"] for p in draft.state()["proposals"]] == ["accepted", "rejected"]
    wanted = _TEXT.replace("made a measurement of", "measured")
    assert draft.content().decode() == wanted
    draft.undo()
    assert [p["state"] for p in draft.state()["proposals"]] == ["accepted", "open"]
    draft.put_back(first)
    assert draft.content().decode() == _TEXT
    draft.undo()
    draft.save()
    assert (draft.path.parent / "draft.fixed.md").read_text(encoding="utf-8") == wanted


def test_one_paragraph_is_asked_for(draft: DraftSession, monkeypatch: Any) -> None:
    number = next(n for n, s in enumerate(draft._sentences) if s.text.startswith("We carried"))
    messages = _asked(draft, monkeypatch, _answer(_shorter), sentence=number)
    assert len(messages.requests) == 1
    assert "measurement" not in json.dumps(messages.asked)
    assert [p["sentence"] for p in draft.state()["proposals"]] == [number]


def test_what_the_gate_refuses_is_shown_and_not_taken(draft: DraftSession, monkeypatch: Any) -> None:
    _asked(draft, monkeypatch, _answer(lambda text: text.replace("may slow", "slows")), sentence=1)
    (proposal,) = draft.state()["proposals"]
    assert not proposal["accepted"]
    assert any("may" in reason for reason in proposal["reasons"])
    with pytest.raises(UsageError, match="no proposal"):
        draft.take(proposal["sentence"])


def test_nothing_is_sent_unasked(tmp_path: Path) -> None:
    draft = _draft(tmp_path, may_rewrite=False)
    assert draft.state()["model"] is None
    with pytest.raises(UsageError, match="not allowed"):
        draft.suggest()


def test_no_key(draft: DraftSession, monkeypatch: Any) -> None:
    monkeypatch.delenv("ANTHROPIC_API_KEY")
    with pytest.raises(MissingRuntimeError, match="no key"):
        draft.suggest()
    assert draft.state()["model"]["is_asking"] is False


@pytest.mark.parametrize("number", [-1, 99])
def test_a_sentence_that_is_not_there(draft: DraftSession, number: int) -> None:
    with pytest.raises(UsageError, match="no sentence"):
        draft.suggest(number)


def test_a_heading_has_nothing_to_ask_for(draft: DraftSession) -> None:
    number = next(n for n, s in enumerate(draft._sentences) if s.text == "Abstract")
    with pytest.raises(UsageError, match="no sentence to ask for"):
        draft.suggest(number)


def test_a_service_that_refuses_is_told_and_the_key_is_not(draft: DraftSession, monkeypatch: Any) -> None:
    _asked(draft, monkeypatch, server.Answer(status=401, kind="authentication_error"))
    problem = draft.state()["model"]["problem"]
    assert "key" in problem
    assert server.KEY not in problem
    assert draft.state()["proposals"] == []


def test_stopping_keeps_what_came(draft: DraftSession, monkeypatch: Any) -> None:
    """The second paragraph's answer is cut short by Stop."""
    second = threading.Event()

    def slow(body: Any) -> Any:
        second.set()
        return _answer(_shorter, pause_s=0.2)(body)

    with server.serve(_answer(_shorter), slow) as messages:
        monkeypatch.setenv("ANTHROPIC_BASE_URL", messages.address)
        draft.suggest()
        with pytest.raises(UsageError, match="already"):
            draft.suggest()
        assert second.wait(60)
        draft.stop()
        assert draft.wait(60)
    state = draft.state()
    assert state["model"]["problem"].startswith("Stopped")
    assert len(state["proposals"]) == 1


def test_a_limit_on_costs_is_kept(tmp_path: Path, monkeypatch: Any) -> None:
    draft = _draft(tmp_path, max_cost=0.000001)
    messages = _asked(draft, monkeypatch, _answer(_shorter))
    assert messages.requests == []
    assert "max_cost allows no further request" in draft.state()["model"]["problem"]
    assert "--" not in draft.state()["model"]["problem"]
