"""docs/workbench.md against the code: its cells run, its keys and messages are the workbench's."""

from __future__ import annotations

import re
import shutil
import warnings
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import matplotlib.pyplot as plt
import pandas as pd
import pytest
from PIL import Image

from natfig.core.templates import template

ROOT = Path(__file__).resolve().parents[2]
PAGE = (ROOT / "docs" / "workbench.md").read_text(encoding="utf-8")
STATIC = ROOT / "natfig" / "workbench" / "static"
CELLS = re.findall(r"```python\n(.*?)```", PAGE, re.DOTALL)
_MOST_BYTES = 300_000


def _column(title: str) -> list[str]:
    """Return the first cells of the table whose first header is a title."""
    table = PAGE.split(f"| {title} |", 1)[1].split("\n\n", 1)[0]
    return [line.split("|")[1].strip() for line in table.splitlines()[2:]]


@pytest.fixture
def shell(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Any]:
    """A notebook's kernel in a folder with what the page speaks of."""
    from IPython.core.interactiveshell import InteractiveShell

    shutil.copytree(template("serving").folder, tmp_path / "serving")
    (tmp_path / "draft.md").write_text("# Abstract\n\nWe used a 5mM solution (Fig. 1a).\n")
    (tmp_path / "fig1.svg").write_text(
        '<svg xmlns="http://www.w3.org/2000/svg" width="89mm" height="60mm" viewBox="0 0 89 60"><rect/></svg>'
    )
    monkeypatch.chdir(tmp_path)
    with warnings.catch_warnings():
        # A shell warns of its own history and of the profile; the cells are what is tested.
        warnings.simplefilter("ignore")
        one = InteractiveShell()
    import natfig

    birds = pd.DataFrame({"flipper": [181.0, 193.0, 210.0, 222.0], "mass": [3750.0, 3450.0, 4500.0, 5300.0]})
    one.user_ns |= {"natfig": natfig, "plt": plt, "birds": birds}
    yield one
    bench = one.user_ns.get("bench")
    if bench is not None:
        bench.close()
    one.history_manager.end_session()
    plt.close("all")
    InteractiveShell.clear_instance()


def test_the_cells_of_the_page_run_one_after_the_other(shell: Any, tmp_path: Path) -> None:
    assert len(CELLS) >= 7
    for cell in CELLS:
        shell.run_cell(cell, silent=True).raise_error()
    assert (tmp_path / "out" / "serving.svg").is_file()
    assert (tmp_path / "mine.svg").is_file()
    assert shell.user_ns["mass"].ok
    assert "Requests per batch" not in (tmp_path / "serving" / "spec.yaml").read_text(), "it was undone"


@pytest.mark.parametrize("cell", _column("in a cell"))
def test_what_the_page_says_is_shown_is_shown(shell: Any, cell: str) -> None:
    made = eval(cell.strip("`"), dict(shell.user_ns))  # noqa: S307 - the page's own lines
    if hasattr(made, "close"):
        made.close()
    else:
        assert made._repr_html_()


@pytest.mark.parametrize("key", ["Z", "Y", "S"])
def test_keys_with_control_are_the_workbenchs(key: str) -> None:
    assert any(f"`Ctrl`+`{key}`" in row or f"`Shift`+`{key}`" in row for row in _column("key"))
    script = (STATIC / "workbench.js").read_text(encoding="utf-8")
    assert f'key === "{key.lower()}"' in script


@pytest.mark.parametrize("said", [row for row in _column("you see") if row.startswith("*")])
def test_messages_of_the_page_are_the_workbenchs(said: str) -> None:
    words = said.strip("*").removesuffix(" …")
    sources = [*STATIC.glob("*.js"), *STATIC.parent.glob("*.py")]
    assert any(words in source.read_text(encoding="utf-8") for source in sources)


def test_messages_of_python_are_too() -> None:
    said = [row.strip("`").removeprefix("… ") for row in _column("you see") if row.startswith("`")]
    sources = [path.read_text(encoding="utf-8") for path in STATIC.parent.glob("*.py")]
    assert len(said) == 2
    for words in said:
        assert any(words in source for source in sources), words


@pytest.mark.parametrize("name", re.findall(r"\]\(((?!http)[^)#]+)\)", PAGE))
def test_links_lead_somewhere(name: str) -> None:
    assert (ROOT / "docs" / name).exists()


def test_the_picture_is_small_enough_to_load() -> None:
    path = ROOT / "docs" / "workbench.png"
    assert path.stat().st_size < _MOST_BYTES
    with Image.open(path) as picture:
        assert picture.width >= 1000
