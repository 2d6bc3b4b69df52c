"""A draft under review: decisions are edits of the source as it was read, and the gate speaks its mind."""

from __future__ import annotations

import json
import shutil
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

import natfig
from natfig.core.errors import NatfigError, OutputError, UsageError
from natfig.core.record import replace
from natfig.core.templates import template
from natfig.workbench._draft_session import DraftSession

_TEXT = """# Abstract

We used a 5mM solution. The treatment may **increase** survival by 12 % in this cohort [@smith2020]. \
In order to test this, we utilized three assays.

# Methods

Samples were spun at 3000rpm for 5min.
"""
_CASES = Path(__file__).parents[1] / "cases" / "prose" / "docx"


@pytest.fixture
def draft(tmp_path: Path) -> DraftSession:
    (tmp_path / "draft.md").write_text(_TEXT, encoding="utf-8")
    return DraftSession(tmp_path / "draft.md", "nature", engine="none")


def _number(draft: DraftSession, text: str) -> int:
    return next(n for n, r in enumerate(draft.state()["remarks"]) if r["text"] == text)


def _sentence(draft: DraftSession, begins: str) -> tuple[int, str]:
    texts = [s.text for s in draft._sentences]
    return next((n, t) for n, t in enumerate(texts) if t.startswith(begins))


def test_remarks_have_places_and_proposals(draft: DraftSession) -> None:
    state = json.loads(json.dumps(draft.state()))
    for remark in state["remarks"]:
        text = state["blocks"][remark["block"]]["text"]
        assert text[remark["begin"] : remark["end"]] == remark["text"]
        sentence = state["sentences"][remark["sentence"]]
        assert sentence["begin"] <= remark["begin"] < sentence["end"]
    assert {(r["code"], r["fix"], r["text"], r["replacement"]) for r in state["remarks"]} >= {
        ("NUM001", "safe", "5mM", "5 mM"),
        ("STY015", "unsafe", "In order to", "To"),
    }
    assert state["counts"][0]["label"] == "abstract"
    assert state["counts"][0]["limit"] == 200
    assert not state["can_undo"]


def test_accepting_changes_only_that(draft: DraftSession) -> None:
    draft.accept(_number(draft, "5mM"))
    assert draft.content().decode() == _TEXT.replace("5mM", "5 mM")
    draft.accept(_number(draft, "In order to"))
    draft.reject(_number(draft, "utilized"))
    assert draft.content().decode() == _TEXT.replace("5mM", "5 mM").replace("In order to", "To")
    assert draft.state()["remarks"][_number(draft, "utilized")]["state"] == "rejected"
    draft.reopen(_number(draft, "5mM"))
    assert draft.content().decode() == _TEXT.replace("In order to", "To")
    for _ in range(4):
        draft.undo()
    assert draft.content().decode() == _TEXT
    assert not draft.is_dirty
    draft.undo()


def test_all_safe_at_once_is_one_step(draft: DraftSession) -> None:
    draft.reject(_number(draft, "5min"))
    draft.accept_safe()
    text = draft.content().decode()
    assert "5 mM" in text
    assert "3000 rpm for 5min" in text
    assert "In order to" in text
    draft.undo()
    assert draft.content().decode() == _TEXT
    assert draft.state()["remarks"][_number(draft, "5min")]["state"] == "rejected"


def test_all_safe_goes_past_the_gate(draft: DraftSession) -> None:
    """A fix that calls itself safe and changes a number is refused, and the others of its sentence stand."""
    number = _number(draft, "5min")
    bad = draft._remarks[number]
    draft._remarks[number] = replace(
        bad, replacement="6 min", edit=bad.block.edit(bad.begin, bad.finish, "6 min")
    )
    draft.accept_safe()
    assert "spun at 3000 rpm for 5min." in draft.content().decode()
    assert "a 5 mM solution" in draft.content().decode()
    refused = draft.state()["remarks"][number]
    assert (refused["state"], refused["fix"]) == ("open", "unsafe")
    assert "5" in refused["note"]
    assert "6" in refused["note"]
    # Nothing is left that is safe: pressing again is no step.
    draft.accept_safe()
    draft.undo()
    assert draft.content().decode() == _TEXT


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [("may increase", "increases", "hedge-lost"), ("12 %", "21 %", "number"), ("in this cohort", "", "")],
)
def test_the_gate_refuses_what_says_something_else(
    draft: DraftSession, old: str, new: str, code: str
) -> None:
    number, text = _sentence(draft, "The treatment")
    draft.try_sentence(number, text.replace(old, new))
    trial = draft.state()["trial"]
    assert not trial["accepted"]
    assert any(r["code"].startswith(code) for r in trial["reasons"])
    assert trial["can_be_made"] == ("increase" not in old)
    assert draft.content().decode() == _TEXT


def test_the_gate_lets_the_same_meaning_pass(draft: DraftSession) -> None:
    number, text = _sentence(draft, "The treatment")
    draft.try_sentence(number, text.replace("The treatment", "Treatment"))
    assert draft.state()["trial"]["accepted"]


def test_a_revision_keeps_markup_and_citations(draft: DraftSession) -> None:
    number, text = _sentence(draft, "The treatment")
    draft.accept(_number(draft, "12 %"))
    draft.revise(number, text.replace("The treatment", "Treatment"))
    assert draft.content().decode() == _TEXT.replace("The treatment", "Treatment")
    assert draft.state()["sentences"][number]["revision"]["accepted"]
    assert draft.state()["remarks"][_number(draft, "12 %")]["state"] == "open"
    draft.accept(_number(draft, "12 %"))
    assert draft.content().decode() == _TEXT.replace("12 %", "12%")
    draft.revise(number, text.replace("may ", "does "))
    assert not draft.state()["sentences"][number]["revision"]["accepted"]
    draft.revise(number, text)
    assert draft.content().decode() == _TEXT


def test_what_is_protected_stays(draft: DraftSession) -> None:
    number, text = _sentence(draft, "The treatment")
    for changed in (text.replace("[1]", "[2]"), "Nothing."):
        with pytest.raises(UsageError, match="touches a citation, a formula or the edge of marked text"):
            draft.revise(number, changed)
    with pytest.raises(UsageError, match="no sentence 99"):
        draft.try_sentence(99, "x")
    with pytest.raises(UsageError, match="no remark 99"):
        draft.accept(99)
    assert draft.content().decode() == _TEXT


def test_words_are_counted_as_the_draft_now_is(draft: DraftSession) -> None:
    before = draft.state()["counts"][0]["number"]
    draft.accept(_number(draft, "In order to"))
    assert draft.state()["counts"][0]["number"] == before - 2


def test_saving_writes_beside_the_draft_and_over_nothing(draft: DraftSession, tmp_path: Path) -> None:
    draft.accept(_number(draft, "5mM"))
    assert draft.save() == tmp_path / "draft.fixed.md"
    assert (tmp_path / "draft.fixed.md").read_text() == _TEXT.replace("5mM", "5 mM")
    assert (tmp_path / "draft.md").read_text() == _TEXT
    assert not draft.is_dirty
    draft.accept(_number(draft, "5min"))
    draft.save()
    (tmp_path / "draft.fixed.md").write_text("mine")
    with pytest.raises(OutputError, match="is there already and says something else"):
        draft.save()
    draft.save(force=True)
    assert "5 min" in (tmp_path / "draft.fixed.md").read_text()


def test_latex_stays_latex(tmp_path: Path) -> None:
    source = (
        "\\documentclass{article}\n\\begin{document}\n"
        "We used a 5mM solution~\\cite{a} of \\emph{salt}. % kept\n\\end{document}\n"
    )
    (tmp_path / "paper.tex").write_text(source)
    draft = DraftSession(tmp_path / "paper.tex", engine="none")
    draft.accept_safe()
    saved = draft.save().read_text()
    assert saved != source
    assert saved.replace("5~mM", "5mM").replace("5\\,mM", "5mM").replace("5 mM", "5mM") == source


def _read_word(path: Path, *, accepted: bool) -> str:
    """Return what Word would show with all changes accepted, or all rejected."""
    from lxml import etree

    with zipfile.ZipFile(path) as archive:
        body = etree.fromstring(archive.read("word/document.xml"))
    word = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
    for change in list(body.iter(f"{word}del" if accepted else f"{word}ins")):
        change.getparent().remove(change)
    return "".join(t.text or "" for t in body.iter(f"{word}t", f"{word}delText"))


def test_word_gets_tracked_changes(tmp_path: Path) -> None:
    from docx import Document

    before = "We used a 5mM solution. The treatment may increase survival."
    document = Document()
    document.add_paragraph(before)
    document.save(tmp_path / "paper.docx")
    original = (tmp_path / "paper.docx").read_bytes()
    draft = DraftSession(tmp_path / "paper.docx", engine="none")
    draft.accept_safe()
    number, text = _sentence(draft, "The treatment")
    draft.revise(number, text.replace("The treatment", "Treatment"))
    target = draft.save()
    assert target.name == "paper.fixed.docx"
    with zipfile.ZipFile(target) as archive:
        body = archive.read("word/document.xml").decode()
    assert body.count("<w:ins ") >= 2
    assert "<w:del " in body
    assert "w:date=" in body
    # Word's "accept all" gives the new text, "reject all" the old one, letter by letter.
    after = _read_word(target, accepted=True)
    assert after.replace("\u202f", " ").replace("\u00a0", " ") == (
        "We used a 5 mM solution. Treatment may increase survival."
    )
    assert _read_word(target, accepted=False) == before
    assert (tmp_path / "paper.docx").read_bytes() == original


def test_a_latex_sentence_keeps_its_commands(tmp_path: Path) -> None:
    source = (
        "\\documentclass{article}\n\\begin{document}\n% a comment\n"
        "The treatment may \\emph{slow} growth~\\cite{smith2020} at $p < 0.05$.\nNext.\n\\end{document}\n"
    )
    (tmp_path / "paper.tex").write_text(source)
    draft = DraftSession(tmp_path / "paper.tex", engine="none")
    number, text = _sentence(draft, "The treatment")
    draft.revise(number, text.replace("The treatment", "Treatment"))
    saved = draft.save()
    assert saved.name == "paper.fixed.tex"
    assert saved.read_text() == source.replace("The treatment", "Treatment")


@pytest.mark.parametrize("text", ["One sentence without a remark.", "Wörter 😀 with 5mM and 3mL."])
def test_prose_of_any_length_opens(text: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    draft = DraftSession(f"{text}\n", engine="none")
    state = draft.state()
    for remark in state["remarks"]:
        points = list(state["blocks"][remark["block"]]["text"])
        assert "".join(points[remark["begin"] : remark["end"]]) == remark["text"]
    draft.accept_safe()
    assert draft.save() == Path("draft.md")


def test_what_cannot_be_opened_is_told(tmp_path: Path) -> None:
    with pytest.raises(NatfigError, match="no such file"):
        DraftSession(tmp_path / "none.md")
    with pytest.raises(NatfigError, match="did you mean 'nature'"):
        DraftSession("Some prose here.", "natur")


# ---------------------------------------------------------------- in the widget


@pytest.fixture
def widget(tmp_path: Path) -> Iterator[Any]:
    shutil.copytree(template("serving").folder, tmp_path / "fig")
    (tmp_path / "draft.md").write_text(_TEXT, encoding="utf-8")
    one = natfig.workbench(tmp_path / "fig", draft=tmp_path / "draft.md")
    yield one
    one.close()


def test_the_widget_reviews_with_the_specs_journal(widget: Any, tmp_path: Path) -> None:
    assert widget.draft["journal"] == "nature"

    def ask(**message: Any) -> None:
        widget._hear(None, {"kind": "draft", **message}, [])

    number = _number(widget.review, "5mM")
    ask(act="accept", remark=number)
    assert widget.draft["remarks"][number]["state"] == "accepted"
    ask(act="undo")
    ask(act="accept-safe")
    sentence, text = _sentence(widget.review, "The treatment")
    ask(act="try", sentence=sentence, text=text.replace("may increase", "increases"))
    assert not widget.draft["trial"]["accepted"]
    ask(act="revise", sentence=sentence, text="")
    assert "touches a citation" in widget.status["notice"]["text"]
    ask(act="save")
    assert "draft.fixed.md" in widget.status["notice"]["text"]
    assert "5 mM" in (tmp_path / "draft.fixed.md").read_text()
    for nonsense in (
        {"act": "accept"},
        {"act": "accept", "remark": "1"},
        {"act": ["x"]},
        {},
        {"act": "fly", "remark": 1},
    ):
        ask(**nonsense)
