"""What stands beside a figure is found, and nothing that stands there does any harm."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from natfig.core.errors import DocumentError, SpecError
from natfig.core.resources import templates_dir
from natfig.qa.beside import (
    MAX_BYTES,
    claim_items,
    figure_of,
    find_manifest,
    from_spec,
    manifest_path,
    output_of,
    panel_items,
)

ITEM = {
    "id": "fig",
    "panels": [{"panel": "a", "kind": "line"}, {"panel": "b", "kind": "bar"}],
    "claims": {"gain": {"value": 1.6, "assert": ">= 1.5", "holds": True}},
    "outputs": [{"format": "svg", "path": "fig.svg", "width_mm": 89.0}],
}


def beside(folder: Path, content: object, stem: str = "fig") -> Path:
    text = content if isinstance(content, str) else json.dumps(content)
    (folder / f"{stem}.manifest.json").write_text(text, "utf-8")
    return folder / f"{stem}.svg"


@pytest.mark.parametrize("suffix", [".svg", ".pdf", ".tiff", ".png"])
def test_found_for_every_output(tmp_path: Path, suffix: str) -> None:
    path = beside(tmp_path, {"natfig": "0.1.0", "figures": [ITEM]}).with_suffix(suffix)
    assert find_manifest(path) == ITEM
    assert manifest_path(path) == tmp_path / "fig.manifest.json"


def test_of_several_figures_the_one_with_this_file(tmp_path: Path) -> None:
    other = {**ITEM, "id": "other", "outputs": []}
    renamed = {"id": "x", "outputs": [{"path": "out/fig.svg"}]}
    assert find_manifest(beside(tmp_path, {"figures": [other, ITEM]})) == ITEM
    assert find_manifest(beside(tmp_path, {"figures": [other, renamed]})) == renamed
    assert find_manifest(beside(tmp_path, {"figures": [other]})) is None


@pytest.mark.parametrize(
    "content",
    [
        "",
        "{",
        "[]",
        "null",
        "3",
        '"figures"',
        '{"figures": 3}',
        '{"figures": [3, null]}',
        '{"figures": []}',
        '{"name": "another program\'s manifest"}',
        "[" * 100_000,
        '{"a": ' + "9" * 10_000 + "}",
    ],
)
def test_what_is_no_manifest_gives_none(tmp_path: Path, content: str) -> None:
    assert find_manifest(beside(tmp_path, content)) is None


def test_missing_folder_or_too_large_gives_none(tmp_path: Path) -> None:
    assert find_manifest(tmp_path / "fig.svg") is None
    (tmp_path / "dir.manifest.json").mkdir()
    assert find_manifest(tmp_path / "dir.svg") is None
    assert find_manifest(beside(tmp_path, json.dumps({"figures": [ITEM]}) + " " * MAX_BYTES)) is None
    (tmp_path / "latin.manifest.json").write_bytes(b'{"figures": "\xff\xfe\xe9"}')
    assert find_manifest(tmp_path / "latin.svg") is None


def test_an_item_alone_is_taken_too() -> None:
    assert figure_of(ITEM) == ITEM
    assert figure_of({"figures": [ITEM]}) == ITEM
    assert figure_of({"figures": []}) is None
    assert figure_of({"name": "x"}) is None


def test_spec_gives_the_same_shape() -> None:
    item = from_spec(templates_dir("specs", "serving"))
    assert list(panel_items(item)) == ["a", "b"]
    assert item["panels"][0] == {
        "panel": "a",
        "kind": "line",
        "role": "primary comparison",
        "claim": "Latency falls at every batch size.",
        "hero": True,
        "stats": {"center": "mean", "spread": "sd", "n": 5, "unit": "independent runs"},
    }
    assert {name: claim["holds"] for name, claim in claim_items(item).items()} == {
        "min_speedup": None,
        "max_speedup": None,
        "min_gain": None,
        "runs": None,
    }
    assert (item["id"], item["journal"], item["stage"], item["outputs"]) == (
        "serving",
        "nature",
        "production",
        [],
    )


def test_spec_that_is_missing_or_wrong(tmp_path: Path) -> None:
    with pytest.raises(DocumentError, match="no such spec"):
        from_spec(tmp_path / "nothing.yaml")
    wrong = tmp_path / "spec.yaml"
    wrong.write_text("natfig: 1\npanels: {}\n", "utf-8")
    with pytest.raises(SpecError):
        from_spec(wrong)


@pytest.mark.parametrize(
    "value", [None, 3, "a", [], {"a": 1}, [3], [{"kind": "line"}], [{"panel": ""}], [{"panel": 3}]]
)
def test_readers_take_nothing_for_granted(value: object) -> None:
    broken = {"panels": value, "claims": value, "outputs": value}
    assert panel_items(broken) == {}
    assert claim_items(broken) == {}
    assert output_of(broken, "fig.svg") is None


def test_outputs_are_found_by_name() -> None:
    assert output_of({"outputs": [{"path": "a/b/fig.svg", "bytes": 1}]}, "fig.svg") == {
        "path": "a/b/fig.svg",
        "bytes": 1,
    }
    assert output_of({"outputs": [{"path": "fig.svg.bak"}]}, "fig.svg") is None
