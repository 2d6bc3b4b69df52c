"""The draft beside its figure: numbers of the text against those that are drawn, live."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

import natfig
from natfig.core.errors import NatfigError
from natfig.core.templates import template
from natfig.workbench._draft_figures import DraftFigures, numbered
from natfig.workbench._draft_session import DraftSession

_TEXT = """# Results

We used a 5mM solution. The speedup was at least 1.8-fold at every batch size (Fig. 1a). \
All runs agreed (n = 6; Fig. 1b). The gain grew with the batch (Fig. 1c).
"""
_PANELS = [{"panel": "a", "n": {"x": 5}, "stats": {"n": 5}}, {"panel": "b", "stats": {"n": 5}}]
_LIVE = {"id": "serving", "panels": _PANELS, "claims": {"min_speedup": {"value": 1.6214}}}


def _draft(folder: Path, text: str = _TEXT) -> DraftSession:
    (folder / "draft.md").write_text(text, encoding="utf-8")
    return DraftSession(folder / "draft.md", "nature", engine="none")


def _copy(folder: Path, name: str = "serving", *, to: str = "") -> Path:
    target = folder / (to or name)
    shutil.copytree(template(name).folder, target, ignore=shutil.ignore_patterns("out"))
    return target / "spec.yaml"


def _figure_remarks(draft: DraftSession) -> list[tuple[str, str]]:
    return [(r["code"], r["text"]) for r in draft.state()["remarks"] if r["code"].startswith("FIG")]


def test_what_the_figure_does_not_show_is_a_remark(tmp_path: Path) -> None:
    draft = _draft(tmp_path)
    assert _figure_remarks(draft) == []
    assert draft.hold_against(({**_LIVE, "id": "fig1-serving"},))
    assert _figure_remarks(draft) == [("FIG001", "1.8"), ("FIG001", "6"), ("FIG004", "Fig. 1c")]
    assert draft.state()["figures"] == [{"label": "Fig. 1", "name": "serving"}]
    assert not draft.hold_against(({**_LIVE, "id": "fig1-serving"},))


def test_what_was_decided_stays_when_numbers_of_remarks_change(tmp_path: Path) -> None:
    draft = _draft(tmp_path)
    draft.hold_against((_LIVE,))
    texts = [r["text"] for r in draft.state()["remarks"]]
    draft.reject(texts.index("1.8"))
    draft.accept(texts.index("5mM"))
    assert draft.is_dirty
    draft.hold_against(({**_LIVE, "claims": {"min_speedup": {"value": 1.8}}},))
    state = draft.state()
    assert _figure_remarks(draft) == [("FIG001", "6"), ("FIG004", "Fig. 1c")]
    assert {r["text"]: r["state"] for r in state["remarks"] if r["state"] != "open"} == {"5mM": "accepted"}
    assert "5 mM" in draft.content().decode()
    # It is there again, and as it was left: open, since its remark was gone.
    draft.undo()
    assert "5mM" in draft.content().decode()


@pytest.mark.parametrize(
    ("name", "text", "numbers"),
    [
        ("serving", "It fell (Fig. 1a).", {"1": True}),
        ("serving", "It fell (Fig. 3a) and rose (Fig. 3b).", {"3": True}),
        (
            "fig2",
            "It fell (Fig. 1), then rose (Fig. 2a) and fell (Fig. 4).",
            {"2": True, "1": False, "4": False},
        ),
        ("serving", "It fell (Fig. 1), then rose (Fig. 2).", {}),
        ("serving", "It fell.", {}),
        ("serving", "It fell (Fig. 1; Supplementary Fig. S2).", {"1": True}),
    ],
)
def test_a_figure_alone_has_the_number_that_is_plain(
    tmp_path: Path, name: str, text: str, numbers: dict[str, bool]
) -> None:
    """No number is guessed: of two figures cited, it may be either."""
    from natfig.prose.displays import figure_manifests
    from natfig.prose.rule import Context

    draft = _draft(tmp_path, f"# Results\n\n{text}\n")
    found = DraftFigures(tmp_path / "spec.yaml").manifests({**_LIVE, "id": name}, draft.manuscript)
    known = figure_manifests(Context(draft.manuscript, figures=found))
    assert {number: bool(manifest["panels"]) for number, manifest in known.items()} == numbers
    draft.hold_against(found)
    assert not [r for r in draft.state()["remarks"] if r["message"].startswith("there is no Fig.")]


def test_the_paper_says_the_number(tmp_path: Path) -> None:
    first, second = _copy(tmp_path, "penguins"), _copy(tmp_path)
    (tmp_path / "natfig.toml").write_text(
        '[manuscript]\nfigures = ["penguins/spec.yaml", "serving/spec.yaml"]\n'
    )
    draft = _draft(tmp_path, _TEXT.replace("Fig. 1", "Fig. 2"))
    for spec in (second, second.parent):
        found = DraftFigures(spec).manifests(_LIVE, draft.manuscript)
        assert [f["label"] for f in numbered(found)] == ["Fig. 1", "Fig. 2"]
        assert [f["name"] for f in numbered(found)] == ["penguins", "serving"]
    draft.hold_against(found)
    codes = [code for code, _ in _figure_remarks(draft)]
    assert codes.count("FIG001") == 2
    assert "FIG002" in codes, "the first figure is never cited"
    # Given by hand, the list counts, in its order.
    found = DraftFigures(second, [second, first]).manifests(_LIVE, draft.manuscript)
    assert [f["name"] for f in numbered(found)] == ["serving", "penguins"]
    with pytest.raises(NatfigError, match="no such spec"):
        DraftFigures(second, [tmp_path / "none.yaml"])


@pytest.mark.parametrize("config", ["[manuscript]\nfigures = 3\n", '[polish]\nfigures = ["none.yaml"]\n'])
def test_a_project_that_is_wrong_keeps_nobody_from_the_draft(tmp_path: Path, config: str) -> None:
    spec = _copy(tmp_path)
    (tmp_path / "natfig.toml").write_text(config)
    draft = _draft(tmp_path)
    assert len(DraftFigures(spec).manifests(_LIVE, draft.manuscript)) == 1


# ---------------------------------------------------------------- in the widget


@pytest.fixture
def widget(tmp_path: Path) -> Iterator[Any]:
    spec = _copy(tmp_path)
    (tmp_path / "draft.md").write_text(_TEXT, encoding="utf-8")
    one = natfig.workbench(spec, draft=tmp_path / "draft.md")
    assert one.session.wait()
    yield one
    one.close()


def _texts(widget: Any) -> list[str]:
    return [r["text"] for r in widget.draft["remarks"] if r["code"] == "FIG001"]


def test_an_edit_of_the_spec_is_heard_by_the_draft(widget: Any) -> None:
    import time

    def until(texts: list[str]) -> None:
        deadline = time.monotonic() + 60
        while _texts(widget) != texts:
            assert time.monotonic() < deadline, _texts(widget)
            time.sleep(0.02)

    until(["1.8", "6"])
    assert widget.draft["figures"] == [{"label": "Fig. 1", "name": "serving"}]
    # A claim whose name no sentence says: the text and the figure no longer meet.
    text = widget.session.text
    widget.session.replace_text(
        text.replace("min_speedup", "min_factor").replace("max_speedup", "max_factor")
    )
    until(["6"])
    widget.session.undo()
    until(["1.8", "6"])
