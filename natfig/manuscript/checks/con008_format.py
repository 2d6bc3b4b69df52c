"""CON008: figures of one paper made for two journals, stages, widths, palettes or fonts."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Sequence

from natfig.core.errors import UsageError
from natfig.core.findings import Severity
from natfig.core.io import read_bounded
from natfig.manuscript.check import PaperCheck
from natfig.manuscript.paper import Paper, PaperFigure, PaperFinding

__all__ = ["check"]

# Widths that differ by less than this part were meant to be one: columns differ by half or more.
NEARLY = 0.12
# Rounding of inches: 7 in is 177.8 mm, and "178mm" is the same width.
_SLACK_MM = 0.3
_MAX_BYTES = 4_000_000


def _look(paper: Paper) -> Iterator[PaperFinding]:
    named = paper.settings.journal is not None
    staged = paper.settings.stage is not None
    for figure in paper.figures:
        contract = figure.prepared.loaded.spec.contract
        if contract.journal != paper.journal.id:
            other = "the paper" if named else paper.figures[0].label
            message = f"{figure.label} is made for {contract.journal}, {other} for {paper.journal.id}"
            yield check.finding(message, figure, keys=("contract", "journal"), severity=Severity.ERROR)
        if contract.stage != paper.stage:
            other = "the paper is" if staged else f"{paper.figures[0].label} is"
            message = f"{figure.label} is at the stage '{contract.stage}', {other} at '{paper.stage}'"
            yield check.finding(message, figure, keys=("contract", "stage"), severity=Severity.ERROR)
    # A figure of another journal has that journal's widths and palette: saying so once is enough.
    alike = [f for f in paper.figures if f.prepared.journal.id == paper.journal.id]
    yield from _widths(alike)
    yield from _first_differs(alike, "palette", lambda f: f.prepared.palette.id, ("figure", "palette"))
    yield from _first_differs(alike, "typeface", _typeface, ("contract", "journal"))


def _width_mm(figure: PaperFigure) -> float | None:
    spec = figure.prepared.loaded.spec
    try:
        return figure.prepared.journal.width_mm(spec.figure.width, spec.contract.stage)
    except UsageError:
        return None


def _widths(figures: Sequence[PaperFigure]) -> Iterator[PaperFinding]:
    seen: list[tuple[float, PaperFigure]] = []
    for figure in figures:
        width = _width_mm(figure)
        if width is None:
            continue
        near = [s for s in seen if _SLACK_MM < abs(s[0] - width) < NEARLY * max(s[0], width)]
        same = any(abs(w - width) <= _SLACK_MM for w, _ in seen)
        if near and not same:
            before, first = near[0]
            message = f"{figure.label} is {width:g} mm wide and {first.label} {before:g} mm: nearly one width"
            yield check.finding(message, first, figure, keys=("figure", "width"))
        seen.append((width, figure))


def _typeface(figure: PaperFigure) -> str | None:
    """Return the typeface of the last build, or None where it was not built."""
    loaded = figure.prepared.loaded
    try:
        data = read_bounded(loaded.folder / "out" / f"{loaded.id}.manifest.json", _MAX_BYTES, "manifest")
        return str(json.loads(data)["figures"][0]["fonts"][0]["family"])
    except Exception:  # noqa: BLE001 — no build, or a manifest somebody changed: nothing is known
        return None


def _first_differs(
    figures: Sequence[PaperFigure],
    what: str,
    of: Callable[[PaperFigure], str | None],
    keys: tuple[str | int, ...],
) -> Iterator[PaperFinding]:
    first: tuple[str, PaperFigure] | None = None
    for figure in figures:
        value = of(figure)
        if value is None:
            continue
        if first is None:
            first = value, figure
        elif value != first[0]:
            message = f"{figure.label} has the {what} {value} and {first[1].label} {first[0]}"
            yield check.finding(message, first[1], figure, keys=keys)


check = PaperCheck(
    id="con008_format",
    code="CON008",
    title="figures of one paper in two formats",
    reason=(
        "Figures of one paper go to one journal. One that was made for another has its own widths, sizes and "
        "letters, and is redrawn in production by somebody else."
    ),
    bad="contract.journal: nature in Fig. 1 and cell in Fig. 2; widths of 180mm and 183mm",
    good="one journal and stage in natfig.toml and in every spec; widths single or double",
    look=_look,
    source="the journal's own figure rules (natfig journals ID names its page)",
    hint="give every spec the journal, the stage and the palette of the paper, and widths by name",
    options={"nearly_one_width": NEARLY},
)
