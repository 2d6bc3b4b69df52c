"""Counters of the draft tab against the rules that warn: one number, one limit."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from natfig.workbench._draft_session import DraftSession

_WORDS = "Cells divide daily. "


def _rows(folder: Path, text: str, journal: str | None, name: str = "draft.md") -> dict[str, dict[str, Any]]:
    (folder / name).write_text(text, encoding="utf-8")
    draft = DraftSession(folder / name, journal, engine="none")
    return {row["label"]: row for row in draft.state()["counts"]}


@pytest.mark.parametrize(
    ("journal", "words", "least", "limit", "is_outside"),
    [
        ("nature", 200, None, 200, False),
        ("nature", 201, None, 200, True),
        ("nature-communications", 151, None, 150, True),
        ("springer", 140, 150, 250, True),
        ("springer", 150, 150, 250, False),
        (None, 900, None, None, False),
    ],
)
def test_an_abstract_and_its_limit(
    tmp_path: Path, journal: str | None, words: int, least: int | None, limit: int | None, is_outside: bool
) -> None:
    text = " ".join(["word"] * (words - 1)) + " [@smith2020] end."
    row = _rows(tmp_path, f"# Abstract\n\n{text}\n", journal)["abstract" if limit else "all text"]
    assert (row["number"], row["unit"]) == (words, "words"), "a citation is no word"
    assert (row["least"], row["limit"], row["is_outside"]) == (least, limit, is_outside)
    assert bool(row["source"]) == (limit is not None)


def test_parts_of_a_paper(tmp_path: Path) -> None:
    text = (
        f"# How cells of many kinds divide at night, and what that means\n\n## Abstract\n\n{_WORDS * 5}\n\n"
        f"## Introduction\n\n{_WORDS * 20}\n\n## Results\n\n{_WORDS * 30}\n\n## Methods\n\n{_WORDS * 7}\n\n"
        f"## References\n\n1. Smith, J. Title. J. Cell Biol. 1, 1 (2020).\n"
    )
    rows = _rows(tmp_path, text, "nature")
    numbers = {label: row["number"] for label, row in rows.items()}
    assert numbers == {"title": 60, "abstract": 15, "main text": 150, "methods": 21, "all text": 186}
    assert rows["title"]["unit"] == "characters"
    assert rows["title"]["limit"] == 75
    assert not rows["main text"]["is_outside"], "a text that still grows is no fault"
    # Where the Methods have no limit of their own they are main text.
    assert _rows(tmp_path, text, "plos")["main text"]["number"] == 171


@pytest.mark.parametrize("words", [150, 151])
def test_counter_and_rule_agree(tmp_path: Path, words: int) -> None:
    text = "# Abstract\n\n" + " ".join(["word"] * (words - 1)) + " [@a; @b] end.\n"
    (tmp_path / "draft.md").write_text(text)
    draft = DraftSession(tmp_path / "draft.md", "nature-communications", engine="none")
    state = draft.state()
    is_told = any(r["code"] == "LIM001" for r in state["remarks"])
    assert state["counts"][0]["is_outside"] == is_told == (words == 151)


def test_counts_follow_what_is_accepted_and_nothing_else(tmp_path: Path) -> None:
    (tmp_path / "draft.md").write_text("# Abstract\n\nIn order to test this, we utilized three assays.\n")
    draft = DraftSession(tmp_path / "draft.md", "nature", engine="none")
    first = draft.state()["counts"]
    draft.try_sentence(1, "To test this, we utilized three assays.")
    assert draft.state()["counts"] is first
    draft.revise(1, "To test this, we utilized three assays.")
    assert draft.state()["counts"][0]["number"] == first[0]["number"] - 2
    draft.undo()
    assert draft.state()["counts"][0]["number"] == first[0]["number"]
