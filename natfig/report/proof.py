"""Gathers what a proof sheet shows of one figure: the figure is built first, then everything is read back."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from natfig.core.errors import DocumentError, Problem
from natfig.qa.beside import panel_items
from natfig.render import cache
from natfig.render.build import ClaimsFailedError, RenderOptions, render_one
from natfig.render.prepare import Prepared, prepare
from natfig.render.verdict import check_drawing

if TYPE_CHECKING:
    from natfig.legend.model import Legend
    from natfig.qa.diff.change import Difference
    from natfig.qa.result import FileResult

__all__ = ["Proof", "make_proof"]


@dataclass(frozen=True)
class Proof:
    """One figure with all that is known of it.

    Parameters
    ----------
    prepared : Prepared
        Spec, data and claims; its tables are closed.
    figure : mapping
        Its item of ``natfig render --json``; without outputs where a claim does not hold.
    failed : tuple of Problem
        Claims that do not hold: then there is no picture.
    checked : FileResult or None
        What QA found in the drawing that is shown.
    legend : Legend
    alternative : str
        What is read to people who can't see the figure.
    before : mapping or None
        The item of an earlier build; None where none is known.
    difference : Difference or None
        What changed in the drawing since that build; None where the two could not be compared.
    """

    prepared: Prepared
    figure: Mapping[str, Any]
    failed: tuple[Problem, ...]
    checked: FileResult | None
    legend: Legend
    alternative: str
    before: Mapping[str, Any] | None = None
    difference: Difference | None = None

    @property
    def id(self) -> str:
        """The stem of its outputs."""
        return self.prepared.loaded.id

    @property
    def ok(self) -> bool:
        """Whether every claim holds and QA found no error."""
        return not self.failed and (self.checked is None or self.checked.verdict() == "pass")


def make_proof(
    spec: Path,
    options: RenderOptions,
    *,
    ask: Callable[[], str | None] | None = None,
    environ: Mapping[str, str] = os.environ,
) -> Proof:
    """Build a figure, or take the build that is up to date, and gather what is known of it.

    Parameters
    ----------
    spec : Path
    options : RenderOptions
    ask : callable, optional
        Asks "Python or R?" on a terminal.
    environ : mapping
        Environment variables.

    Raises
    ------
    NatfigError
        Whatever keeps the figure from being built, but for claims that do not hold.
    """
    from natfig.backends.describe import alt_text

    try:
        figure = render_one(spec, options, ask=ask, environ=environ)
    except ClaimsFailedError as error:
        figure = error.figure
    prepared = prepare(
        spec,
        backend_flag=options.backend,
        allow_outside=options.allow_outside,
        allow_code=options.allow_code,
        ask=ask,
        environ=environ,
    )
    try:
        failed = tuple(prepared.failed_claims)
        out = Path(options.out) if options.out is not None else spec.parent / "out"
        before, difference = _compared(out, prepared.loaded.id, figure)
        checked = check_drawing(figure) if figure["outputs"] else None
        return Proof(
            prepared,
            figure,
            failed,
            checked,
            _legend(prepared, figure),
            alt_text(prepared)[1],
            before,
            difference,
        )
    finally:
        prepared.tables.close()


def _legend(prepared: Prepared, figure: Mapping[str, Any]) -> Legend:
    from natfig.legend import build_legend

    return build_legend(prepared, panels=panel_items(figure) if figure["outputs"] else None)


def _compared(
    out: Path, name: str, figure: Mapping[str, Any]
) -> tuple[Mapping[str, Any] | None, Difference | None]:
    """Return the facts of an earlier build, and what differs in the drawing."""
    if not figure["outputs"]:
        # Nothing was drawn now: what was drawn last still lies there.
        state = cache.load(out, name)
        return (None if state is None else state.figure), None
    earlier = cache.previous(out, name)
    if earlier is None:
        return None, None
    now = [Path(o["path"]) for o in figure["outputs"] if Path(o["path"]).suffix == earlier.drawing.suffix]
    if not now:
        return earlier.figure, None
    from natfig.qa.diff import compare_files

    try:
        return earlier.figure, compare_files(earlier.drawing, now[0])
    except DocumentError:
        return earlier.figure, None  # somebody changed the kept file
