"""Golden figures in your tests: compared by what they show, not by bytes or pixels.

::

    from natfig.testing import assert_figure_matches


    def test_figure_1():
        fig = draw_figure_1()  # a matplotlib figure, or the path or bytes of an SVG, PDF, …
        assert_figure_matches(fig, "tests/golden/fig1.svg")

The first run fails and says how to make the golden file::

    NATFIG_UPDATE_GOLDEN=1 pytest tests/test_figures.py

writes it, and again whenever a figure is meant to change; the change is then read in the
diff of the commit, or with ``natfig diff``. In a suite of your own, a line in ``conftest.py``
makes a flag of it::

    def pytest_addoption(parser):
        parser.addoption("--update-golden", action="store_true")

    def pytest_configure(config):
        if config.getoption("--update-golden"):
            os.environ["NATFIG_UPDATE_GOLDEN"] = "1"
"""

from __future__ import annotations

import os
from collections.abc import Collection
from pathlib import Path
from typing import Any

from natfig.core.errors import NatfigError, UsageError

__all__ = ["UPDATE_VARIABLE", "assert_figure_matches"]

UPDATE_VARIABLE = "NATFIG_UPDATE_GOLDEN"
"""Environment variable that has golden files written instead of compared."""

_NO = frozenset({"", "0", "false", "no", "off"})
# Suffix of a golden file → what natfig.save calls the format.
_FORMATS = {".svg": "svg", ".pdf": "pdf", ".tif": "tiff", ".tiff": "tiff", ".png": "png"}


def assert_figure_matches(
    figure: Any,
    golden: str | os.PathLike[str],
    *,
    tolerance_mm: float = 0.1,
    ignore: Collection[str] = (),
) -> None:
    """Fail unless a figure shows what a golden file shows.

    Texts, marks, looks and places are compared as ``natfig diff`` does: dates, ids that
    programs count, the order of elements and another version of a font don't matter.

    Parameters
    ----------
    figure : str, path, bytes, file object or matplotlib figure
        A matplotlib figure is saved with `natfig.save`, in the golden file's format.
    golden : path
        The file it must match; with ``NATFIG_UPDATE_GOLDEN=1`` it is written instead,
        where the figure differs from it.
    tolerance_mm : float
        Places that differ by less are the same.
    ignore : collection of str
        Changes that don't matter: kinds ("moved", "renamed"), what changed ("title",
        "font"), or both ("moved text").

    Raises
    ------
    AssertionError
        If the figure differs, with the changes in words, or there is no golden file, with
        the command that makes it.
    UsageError
        If a word in `ignore` is no change, or the golden file is of no kind natfig reads.
    DocumentError
        If one of the files can't be read.
    """
    __tracebackhide__ = True  # pytest shows the line of the test
    from natfig.core.io import read_bounded, write_atomic
    from natfig.qa.diff.change import Difference
    from natfig.qa.readers.base import LIMITS

    Difference("", "").without(ignore)  # a wrong word is said before any work
    target = Path(golden)
    data = _content(figure, target)
    update = os.environ.get(UPDATE_VARIABLE, "").strip().lower() not in _NO
    if not target.exists():
        if not update:
            raise AssertionError(
                f"there is no golden figure {target}; make it with\n"
                f"    {UPDATE_VARIABLE}=1 pytest {_test() or 'this test'}\n"
                "and look at it before you commit it"
            )
        _compare(data, data, target, tolerance_mm, ignore)  # what can't be read is no golden file
        write_atomic(target, data)
        return
    if update:
        # Golden files that show the same stay as they are, so that commits hold only what changed.
        if not _is_same(read_bounded(target, LIMITS.file_bytes, "figure"), data, target, tolerance_mm):
            write_atomic(target, data)
        return
    found = _compare(read_bounded(target, LIMITS.file_bytes, "figure"), data, target, tolerance_mm, ignore)
    if found is not None:
        raise AssertionError(
            f"the figure differs from its golden file:\n\n{found}\n"
            f"if it is meant to: {UPDATE_VARIABLE}=1 pytest {_test() or 'this test'}"
        )


def _content(figure: Any, golden: Path) -> bytes:
    """Return a figure's file; a matplotlib figure is saved in the golden file's format."""
    from natfig.qa.display import figure_bytes

    if not hasattr(figure, "savefig"):
        return figure_bytes(figure)[1]
    form = _FORMATS.get(golden.suffix.lower())
    if form is None:
        known = ", ".join(_FORMATS)
        raise UsageError(
            f"a matplotlib figure can't be compared with '{golden.name}'", hint=f"end it on one of {known}"
        )
    import tempfile
    import warnings

    import natfig
    from natfig.backends.mpl.api import NatfigWarning

    with tempfile.TemporaryDirectory() as folder, warnings.catch_warnings():
        # What a journal would say of the figure is another test's business.
        warnings.simplefilter("ignore", NatfigWarning)
        saved = natfig.save(figure, Path(folder) / "figure", formats=[form])
        return saved.paths[0].read_bytes()


def _compare(
    old: bytes, new: bytes, golden: Path, tolerance_mm: float, ignore: Collection[str]
) -> str | None:
    """Return the differences in words, or None where there are none."""
    from natfig.core.errors import DocumentError, Problem
    from natfig.qa.diff.compare import compare
    from natfig.qa.diff.report_text import text_report
    from natfig.qa.runner import open_document

    documents = []
    for name, data in ((golden, old), (Path("the figure"), new)):
        try:
            documents.append(open_document(name, data=data))
        except DocumentError as error:
            problems = [Problem(p.message, str(name), p.line, p.column, p.hint) for p in error.problems]
            raise DocumentError(problems) from None
    found = compare(documents[0], documents[1], tolerance_mm=tolerance_mm, data=(old, new)).without(ignore)
    return None if found.same else text_report(found)


def _is_same(old: bytes, new: bytes, golden: Path, tolerance_mm: float) -> bool:
    if old == new:
        return True
    try:
        return _compare(old, new, golden, tolerance_mm, ()) is None
    except NatfigError:
        # A golden file that is damaged, or of another kind, is replaced if the figure can be read.
        _compare(new, new, golden, tolerance_mm, ())
        return False


def _test() -> str:
    """Return the test that runs, as pytest names it, quoted for a shell."""
    import shlex

    name = os.environ.get("PYTEST_CURRENT_TEST", "").rpartition(" (")[0]
    return shlex.quote(name) if name else ""
