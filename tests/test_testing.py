"""Golden figures: compared, missing, rewritten, ignored; and what pytest shows of a failure."""

import io
import subprocess
import sys

import pytest

from natfig.core.errors import DocumentError, UsageError
from natfig.testing import UPDATE_VARIABLE, assert_figure_matches
from qa.diff.pairs import svg

OLD = svg('<title>A</title><text x="9" y="9">12</text>')
NEW = svg('<title>A</title><text x="9" y="9">13</text>')


@pytest.fixture(autouse=True)
def _no_update(monkeypatch):
    monkeypatch.delenv(UPDATE_VARIABLE, raising=False)


@pytest.fixture
def golden(tmp_path):
    path = tmp_path / "golden" / "fig1.svg"
    path.parent.mkdir()
    path.write_bytes(OLD)
    return path


@pytest.mark.parametrize("wrap", [bytes, io.BytesIO, "path", "str"])
def test_a_figure_that_matches(golden, tmp_path, wrap):
    figure = OLD
    if isinstance(wrap, str):
        (tmp_path / "fig.svg").write_bytes(OLD)
        figure = tmp_path / "fig.svg" if wrap == "path" else str(tmp_path / "fig.svg")
    else:
        figure = wrap(OLD)
    assert_figure_matches(figure, golden)


def test_a_figure_that_differs_fails_in_words(golden):
    with pytest.raises(AssertionError) as caught:
        assert_figure_matches(NEW, golden)
    said = str(caught.value)
    assert "≠ “12” is now “13”" in said
    assert f"{golden} → the figure" in said
    assert f"{UPDATE_VARIABLE}=1 pytest tests/test_testing.py::" in said
    assert golden.read_bytes() == OLD


def test_a_missing_golden_file_fails_with_the_command_that_makes_it(tmp_path):
    target = tmp_path / "golden" / "new.svg"
    with pytest.raises(AssertionError) as caught:
        assert_figure_matches(OLD, target)
    assert f"{UPDATE_VARIABLE}=1 pytest tests/test_testing.py::test_a_missing_golden" in str(caught.value)
    assert not target.exists()


def test_updating_makes_and_rewrites(tmp_path, monkeypatch):
    target = tmp_path / "golden" / "new.svg"
    monkeypatch.setenv(UPDATE_VARIABLE, "1")
    assert_figure_matches(OLD, target)
    assert target.read_bytes() == OLD
    assert_figure_matches(NEW, target)
    assert target.read_bytes() == NEW
    assert [p.name for p in target.parent.iterdir()] == ["new.svg"]


def test_updating_leaves_what_shows_the_same(golden, monkeypatch):
    monkeypatch.setenv(UPDATE_VARIABLE, "1")
    assert_figure_matches(OLD.replace(b'x="9"', b'x="9.0"'), golden)
    assert golden.read_bytes() == OLD


def test_updating_never_writes_what_is_no_figure(golden, tmp_path, monkeypatch):
    monkeypatch.setenv(UPDATE_VARIABLE, "1")
    for target in (golden, tmp_path / "none.svg"):
        with pytest.raises(DocumentError):
            assert_figure_matches(b"<svg", target)
    assert golden.read_bytes() == OLD
    assert not (tmp_path / "none.svg").exists()


def test_updating_mends_a_broken_golden_file(golden, monkeypatch):
    golden.write_bytes(b"<svg")
    monkeypatch.setenv(UPDATE_VARIABLE, "1")
    assert_figure_matches(NEW, golden)
    assert golden.read_bytes() == NEW


@pytest.mark.parametrize("word", ["", "0", "no", "False", "off"])
def test_not_asked_for(golden, monkeypatch, word):
    monkeypatch.setenv(UPDATE_VARIABLE, word)
    with pytest.raises(AssertionError, match="differs"):
        assert_figure_matches(NEW, golden)


def test_tolerance(golden):
    moved = OLD.replace(b'x="9"', b'x="9.3"')
    with pytest.raises(AssertionError, match=r"moved right 0\.3 mm"):
        assert_figure_matches(moved, golden)
    assert_figure_matches(moved, golden, tolerance_mm=0.5)


@pytest.mark.parametrize("ignore", [("changed",), ("number",), "changed", ("changed number", "moved")])
def test_what_is_ignored(golden, ignore):
    assert_figure_matches(NEW, golden, ignore=ignore)


def test_wrong_words_are_said(golden):
    with pytest.raises(UsageError, match="did you mean 'moved'"):
        assert_figure_matches(OLD, golden, ignore=("move",))
    with pytest.raises(UsageError, match="no such file"):
        assert_figure_matches("none.svg", golden)


def draw(label="Time (s)"):
    from matplotlib.figure import Figure

    figure = Figure(figsize=(3, 2), layout="constrained")
    axes = figure.subplots()
    axes.plot([1, 2, 3], [1, 4, 9])
    axes.set_xlabel(label)
    return figure


@pytest.mark.parametrize("suffix", [".svg", ".pdf", ".png"])
def test_matplotlib_figures(tmp_path, monkeypatch, suffix):
    target = tmp_path / f"fig{suffix}"
    monkeypatch.setenv(UPDATE_VARIABLE, "1")
    assert_figure_matches(draw(), target)
    monkeypatch.delenv(UPDATE_VARIABLE)
    assert_figure_matches(draw(), target)
    with pytest.raises(AssertionError, match="Time" if suffix != ".png" else "pixels differ"):
        assert_figure_matches(draw("Dose (mg)"), target)


def test_a_golden_file_matplotlib_cannot_be_saved_as(tmp_path):
    with pytest.raises(UsageError, match=r"end it on one of \.svg"):
        assert_figure_matches(draw(), tmp_path / "fig.doc")


def test_in_a_suite_of_ones_own(tmp_path):
    (tmp_path / "fig.svg").write_bytes(OLD)
    (tmp_path / "test_it.py").write_text(
        "from natfig.testing import assert_figure_matches\n\n\n"
        "def test_fig():\n    assert_figure_matches('fig.svg', 'golden.svg')\n"
    )

    def run(**env):
        import os

        return subprocess.run(
            [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "test_it.py"],
            cwd=tmp_path,
            env={**os.environ, **env},
            capture_output=True,
            text=True,
            check=False,
        )

    first = run()
    assert first.returncode == 1
    assert f"{UPDATE_VARIABLE}=1 pytest test_it.py::test_fig" in first.stdout
    assert run(**{UPDATE_VARIABLE: "1"}).returncode == 0
    assert run().returncode == 0
    (tmp_path / "fig.svg").write_bytes(NEW)
    last = run()
    assert last.returncode == 1
    assert "“12” is now “13”" in last.stdout
    # The test's own line is shown, not natfig's.
    assert "natfig/testing.py" not in last.stdout


def test_importing_it_loads_neither_matplotlib_nor_numpy():
    code = (
        "import sys\nfrom natfig.testing import assert_figure_matches\n"
        "print(sorted(set(sys.modules) & {'matplotlib', 'numpy', 'PIL', 'lxml'}))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
