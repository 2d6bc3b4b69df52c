"""The magics in a real IPython shell: what cells show, keep, complete and say when they are wrong."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from IPython.core.completer import provisionalcompleter
from IPython.core.interactiveshell import InteractiveShell
from IPython.utils.capture import capture_output

from natfig.workbench.completion import suggestions
from natfig.workbench.draft import PolishedDraft
from natfig.workbench.figure import Figure
from natfig.workbench.magics import frames_for

_CELL = """natfig: 1
id: doses
contract:
  conclusion: Doses raise the response.
  backend: python
  evidence: {a: {role: effect, claim: It rises with the dose.}}
figure: {width: single, height: 60mm, formats: [svg]}
data:
  means: {query: "SELECT dose, avg(y) AS y FROM runs GROUP BY dose"}
panels:
  a: {kind: scatter, data: means, x: dose, y: y}
"""


@pytest.fixture
def shell(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Any]:
    monkeypatch.chdir(tmp_path)
    InteractiveShell.clear_instance()
    shell = InteractiveShell.instance(history_length=0)
    shell.history_manager.enabled = False
    shell.extension_manager.load_extension("natfig")
    shell.user_ns["runs"] = pd.DataFrame({"dose": [1, 1, 2, 2], "y": [1.0, 2.0, 3.0, 5.0]})
    yield shell
    shell.history_manager.end_session()
    InteractiveShell.clear_instance()


def _run(shell: Any, cell: str) -> tuple[Any, str]:
    with capture_output() as shown:
        done = shell.run_cell(cell)
    return done, shown.stdout + shown.stderr


def test_a_cell_draws_data_frames_of_the_notebook(shell: Any) -> None:
    done, _ = _run(shell, f"%%figure fig --save out\n{_CELL}")
    assert isinstance(done.result, Figure)
    assert shell.user_ns["fig"] is done.result
    assert done.result.item["data"][0]["rows"] == 2
    assert sorted(p.name for p in Path("out").iterdir()) == ["doses.manifest.json", "doses.svg"]


def test_files_beside_the_notebook_are_data_too(shell: Any) -> None:
    Path("runs.csv").write_text("dose,y\n1,1\n2,2\n")
    cell = _CELL.replace("data:\n", "data:\n  runs: {file: runs.csv}\n")
    done, _ = _run(shell, f"%%figure\n{cell}")
    assert done.result.item["data"][1]["rows"] == 2


@pytest.mark.parametrize(
    ("cell", "said"),
    [
        (_CELL.replace("FROM runs", "FROM rums"), "rums"),
        (_CELL.replace("data: means", "data: meens"), "tables of the notebook: runs"),
        ("natfig: [", "figure.natfig.yaml:2: not valid YAML"),
        ("natfig: 1", "contract"),
    ],
)
def test_a_wrong_cell_is_told_in_sentences(shell: Any, cell: str, said: str) -> None:
    done, text = _run(shell, f"%%figure\n{cell}")
    assert done.result is None
    assert said in text
    assert "Traceback" not in text
    assert text.count("\n") <= 6


def test_arguments_of_a_magic_are_checked(shell: Any) -> None:
    for line, said in (
        ("--bakend r", "unrecognized arguments"),
        ("--backend q", "invalid choice"),
        ("a-b", "can't be the name of a variable"),
        ("'open", "close the quotes"),
    ):
        done, text = _run(shell, f"%%figure {line}\n{_CELL}")
        assert done.result is None
        assert said in text
        assert "Traceback" not in text


def test_prose_in_a_cell_is_linted(shell: Any) -> None:
    done, _ = _run(
        shell, "%%polish d --journal nature --section results --engine none\nWe used 5mM glucose.\n"
    )
    assert isinstance(done.result, PolishedDraft)
    assert done.result.text.strip() == "We used 5 mM glucose."
    assert shell.user_ns["d"] is done.result


def test_a_line_checks_a_figure(shell: Any) -> None:
    _run(shell, f"%%figure --save out\n{_CELL}")
    done, _ = _run(shell, "%natfig qa out/doses.svg --journal nature --strict")
    assert done.result.strict
    assert done.result.result.kind == "svg"
    _, text = _run(shell, "%natfig qa gone.svg")
    assert "no such file: gone.svg" in text


def test_what_a_page_cannot_show_is_left_to_the_command(shell: Any) -> None:
    _run(shell, f"%%figure --save out\n{_CELL}")
    svg = Path("out/doses.svg")
    Path("plain.svg").write_bytes(re.sub(rb"<desc\b.*?</desc>", b"", svg.read_bytes(), flags=re.DOTALL))
    done, text = _run(shell, "%natfig qa plain.svg --journal nature --fix")
    assert done.result is None
    assert "plain.fixed.svg" in text
    assert b"<desc" in Path("plain.fixed.svg").read_bytes()
    _, text = _run(shell, "%natfig qa out/doses.svg plain.svg --quiet --format json")
    assert '"path": "plain.svg"' in text
    Path("a.md").write_text("Heat may raise growth by 5 %.\n")
    Path("b.md").write_text("Heat raises growth by 5 %.\n")
    _, text = _run(shell, "%natfig polish --gate a.md b.md")
    assert "hedge-lost" in text
    _, text = _run(shell, "%natfig qa out/doses.svg --bogus")
    assert "--bogus" in text
    assert "Traceback" not in text


def test_other_commands_run_as_in_a_terminal(shell: Any) -> None:
    _, text = _run(shell, "%natfig journals nature --json")
    assert '"nature"' in text
    _, text = _run(shell, "%natfig jornals")
    assert "jornals" in text
    assert "Traceback" not in text


def test_names_that_are_no_tables_stay_out() -> None:
    names = {
        "dose": 5,
        "runs": pd.DataFrame({"y": [1]}),
        "_": pd.DataFrame({"y": [1]}),
        "means": pd.DataFrame(),
    }
    assert list(frames_for(_CELL, names)) == ["runs"]


@pytest.mark.parametrize(
    ("text", "fragment", "some"),
    [
        ("%%figure --ba", "--ba", ["--backend"]),
        ("%%polish --journal natu", "natu", ["nature"]),
        ("%%polish --section met", "met", ["methods"]),
        ("%natfig q", "q", ["qa"]),
        ("%natfig ", "", ["qa", "polish"]),
        ("%%figure\nnatfig: 1\ncontract:\n  journal: natu", "natu", ["nature"]),
        ("%%figure\nfigure: {palette: natu", "natu", ["nature"]),
        ("%%figure\npanels:\n  a: {kind: sca", "sca", ["scatter"]),
        ("%%figure\ncontr", "contr", ["contract:"]),
        ("%%figure\ncontract: {conc", "conc", ["conclusion:"]),
    ],
)
def test_completion_knows_what_may_stand_there(text: str, fragment: str, some: list[str]) -> None:
    found = suggestions(text)
    assert found[0] == fragment
    assert set(some) <= set(found[1])
    assert all(word.startswith(fragment) for word in found[1])


@pytest.mark.parametrize("text", ["journal: na", "x = 1\n%%figure\njournal: na", "%%timeit\nkind: sca"])
def test_other_cells_are_left_alone(text: str) -> None:
    assert suggestions(text) == ("", [])


def test_ipython_asks_for_completions(shell: Any) -> None:
    text = "%%figure\nnatfig: 1\ncontract:\n  journal: natu"
    with provisionalcompleter():
        found = [c.text for c in shell.Completer.completions(text, len(text))]
    assert "nature" in found
