"""A draft in a notebook: what is found and mended, and that nothing is written unasked."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from lxml import html

import natfig
from natfig.core.errors import NatfigError
from natfig.workbench.draft import PolishedDraft

_TEXT = (
    "The cells were kept in 5mM glucose at 37 °C.\n\n"
    "These results prove the hypothesis of growth <b>now</b>.\n"
)


@pytest.fixture(scope="module")
def draft() -> PolishedDraft:
    return natfig.polish(_TEXT, journal="nature", section="results", engine="none")


def test_safe_fixes_are_made_and_the_rest_is_told(draft: PolishedDraft) -> None:
    assert draft.text == _TEXT.replace("5mM", "5 mM")
    assert [f.code for f in draft.findings] == ["CLM001"]
    assert draft.to_json()["summary"]["fixed"] == 1
    assert "CLM001" in repr(draft)


def test_a_notebook_shows_the_redline_in_a_frame_without_rights(draft: PolishedDraft) -> None:
    cell: list[Any] = html.fragments_fromstring(draft._repr_html_())
    assert [part.tag for part in cell] == ["style", "iframe", "pre"]
    frame = cell[1]
    assert "allow-same-origin" not in frame.get("sandbox")
    page = html.document_fromstring(frame.get("srcdoc"))
    assert "Content-Security-Policy" in frame.get("srcdoc")
    assert page.xpath("//ins|//del")
    assert not page.xpath("//b[text()='now']")


def test_nothing_is_written_until_asked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    mended = natfig.polish(_TEXT, engine="none")
    assert list(tmp_path.iterdir()) == []
    with pytest.raises(NatfigError, match="a text has no place to be saved at"):
        mended.save()
    assert mended.save("draft.md").read_text() == mended.text
    Path("draft.md").write_text("mine")
    with pytest.raises(NatfigError, match="is there already and says something else"):
        mended.save("draft.md")
    assert mended.save("draft.md", force=True).read_text() == mended.text


def test_a_file_is_read_by_its_format_and_saved_beside_itself(tmp_path: Path) -> None:
    path = tmp_path / "draft.tex"
    path.write_text("\\documentclass{article}\n\\begin{document}\nWe used 5mM glucose.\n\\end{document}\n")
    mended = natfig.polish(path, engine="none")
    assert mended.result.draft.format == "latex"
    saved = mended.save()
    assert saved == tmp_path / "draft.fixed.tex"
    assert "5mM" in path.read_text()
    assert "5mM" not in saved.read_text()


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ({"draft": "nowhere.tex"}, "no such file: nowhere.tex; give a draft's path, or its text"),
        ({"draft": _TEXT, "section": "methodes"}, "unknown section 'methodes'; did you mean 'methods'?"),
        ({"draft": _TEXT, "journal": "natur"}, "did you mean 'nature'?"),
        ({"draft": _TEXT, "engine": "harpr"}, "harper"),
        ({"draft": _TEXT, "figures": ["gone.yaml"]}, "gone.yaml"),
    ],
)
def test_bad_input_is_told_in_one_sentence(arguments: dict[str, Any], said: str) -> None:
    with pytest.raises(NatfigError) as caught:
        natfig.polish(**({"engine": "none"} | arguments))
    assert said in "\n".join(caught.value._render_traceback_())


def test_a_package_that_is_called_is_still_a_package() -> None:
    import natfig.polish.result
    import natfig.qa.result

    assert natfig.qa.result.FileResult
    assert natfig.polish.result.Polished
    with pytest.raises(NatfigError, match="no such file"):
        natfig.qa("gone.svg")
