"""Everything that comes before drawing: the one road from a spec file to rows and numbers."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from natfig.backends import load_backend
from natfig.core.errors import Problem, SpecError, UsageError
from natfig.data.claims import ClaimResult, evaluate_claims, fill, text_problems
from natfig.data.integrity import admit
from natfig.data.load import Tables, load_tables
from natfig.data.use import DataUse, merge_uses
from natfig.render.replicates import average_replicates
from natfig.render.statistics import panel_statistics
from natfig.spec.gate import resolve_backend
from natfig.spec.loader import LoadedSpec, load_spec

if TYPE_CHECKING:
    from natfig.data.tables import Table
    from natfig.journals.model import Journal
    from natfig.spec.models import PanelBase
    from natfig.stats.result import PanelStatistics, Replicates
    from natfig.style.palette import Palette

__all__ = ["Prepared", "prepare"]

# Kinds that run the user's own code.
_CODE_KINDS = ("python", "r")
# Palette of a figure whose spec and journal name none.
_PALETTE = "nature"


@dataclass(frozen=True)
class Prepared:
    """A spec with its data, ready to be drawn.

    Attributes
    ----------
    loaded : LoadedSpec
    journal : Journal
    palette : Palette
    backend : str
        "python" or "r"; installed where it is to draw.
    tables : Tables
    panel_tables : mapping of str to Table
        Letter → the rows the panel draws; a panel without data is not in it.
    data_use : list of DataUse
        What the manifest says of the data, in the order of panels, then tables only queries read.
    claims : mapping of str to ClaimResult
        Evaluated; those that don't hold are among them.
    warnings : list of str
    allow_code : bool
    statistics : mapping of str to PanelStatistics
        Letter → what the panel's ``stats:`` computed; a panel that asks for nothing is not in it.
    """

    loaded: LoadedSpec
    journal: Journal
    palette: Palette
    backend: str
    tables: Tables
    panel_tables: Mapping[str, Table]
    data_use: list[DataUse]
    claims: Mapping[str, ClaimResult]
    warnings: list[str] = field(default_factory=list)
    allow_code: bool = True
    statistics: Mapping[str, PanelStatistics] = field(default_factory=dict)

    def fill(self, text: str) -> str:
        """Return a text with the claims' values in place of their {names}."""
        return fill(text, self.claims)

    @property
    def failed_claims(self) -> list[Problem]:
        """One problem per claim that does not hold."""
        return [
            self.loaded.place("claims", name).with_message(
                f"claims.{name}: does not hold: the value is {result.text}, the claim {result.assertion}",
                hint="the data no longer support the figure; change the conclusion or the claim",
            )
            for name, result in self.claims.items()
            if not result.holds
        ]


def prepare(
    path: Path,
    *,
    backend_flag: str | None = None,
    allow_outside: bool = False,
    allow_code: bool = True,
    ask: Callable[[], str | None] | None = None,
    environ: Mapping[str, str] = os.environ,
    raw: bytes | None = None,
    frames: Mapping[str, Any] | None = None,
    must_draw: bool = True,
) -> Prepared:
    """Read a spec, pass the gates, load its data, admit every panel and evaluate the claims.

    Parameters
    ----------
    path : Path
        The YAML file.
    backend_flag : str, optional
        Value of ``--backend``.
    allow_outside : bool
        Whether data files may lie outside the spec's folder.
    allow_code : bool
        Whether ``kind: python`` and ``kind: r`` may run the code beside the spec.
    ask : callable, optional
        Asks "Python or R?" on a terminal.
    environ : mapping
        Environment variables.
    raw : bytes, optional
        What the file holds, where it is not to be read.
    frames : mapping of str to data frame, optional
        Tables in memory; they stand in for those of the same name.
    must_draw : bool
        Whether the backend has to be installed; to read a spec, its data and claims it need not be.

    Raises
    ------
    SpecError, DataError
        With all problems of the step that fails.
    UsageError
        If the flag contradicts the spec.
    MissingRuntimeError
        If no backend is chosen, or the chosen one is not installed.
    """
    loaded = load_spec(path, raw, frames=frames or ())
    # The backend is asked for before any data is read: nobody waits only to answer a question.
    backend = resolve_backend(loaded.spec, backend_flag, environ, ask, must_draw=must_draw)
    journal, palette = _style(loaded)
    problems = text_problems(loaded)
    if not allow_code:
        problems += _code_problems(loaded)
    if problems:
        raise SpecError(_sorted(problems))
    tables = load_tables(loaded, allow_outside, frames=frames)
    panel_tables, uses, statistics, problems = _admit_all(loaded, tables)
    problems += load_backend(backend).problems(loaded, panel_tables)
    claims: dict[str, ClaimResult] = {}
    try:
        claims = evaluate_claims(loaded, tables)
    except SpecError as error:
        problems += error.problems
    if problems:
        raise SpecError(_sorted(problems))
    return Prepared(
        loaded,
        journal,
        palette,
        backend,
        tables,
        panel_tables,
        merge_uses([*uses, *_feeding(tables, uses)]),
        claims,
        _warnings(tables) + [w for k, found in statistics.items() for w in _said(k, found)],
        allow_code,
        statistics,
    )


def _sorted(problems: list[Problem]) -> list[Problem]:
    return sorted(dict.fromkeys(problems), key=lambda p: p.line or 0)


def _style(loaded: LoadedSpec) -> tuple[Journal, Palette]:
    from natfig.journals import journals
    from natfig.style.palette import find_palette

    journal = journals.load(loaded.spec.contract.journal)
    name = loaded.spec.figure.palette or journal.palette or _PALETTE
    return journal, find_palette(name, loaded.folder)


def _code_problems(loaded: LoadedSpec) -> list[Problem]:
    return [
        loaded.place("panels", letter, "kind").with_message(
            f"panels.{letter}: kind: {panel.kind} runs code, which --no-code forbids",
            hint="leave --no-code out if you trust the code beside this spec",
        )
        for letter, panel in loaded.panels.items()
        if panel.kind in _CODE_KINDS
    ]


def _admit_all(
    loaded: LoadedSpec, tables: Tables
) -> tuple[dict[str, Table], list[DataUse], dict[str, PanelStatistics], list[Problem]]:
    from natfig.charts import charts

    found: dict[str, Table] = {}
    uses: list[DataUse] = []
    statistics: dict[str, PanelStatistics] = {}
    problems: list[Problem] = []
    for letter, panel in loaded.panels.items():
        chart = charts.load(panel.kind)
        try:
            listed: Any = getattr(chart, "extra_columns", None)
            table, use = admit(
                letter, panel, tables, loaded.place, listed(panel) if listed is not None else ()
            )
            replicates: Replicates | None = None
            if table is not None and use is not None:
                uses.append(use)
                table, replicates = average_replicates(loaded, letter, chart, table)
                found[letter] = table
        except SpecError as error:
            problems += error.problems
            continue
        wrong = _chart_problems(loaded, letter, panel, chart, table)
        problems += wrong
        if wrong:
            continue
        try:
            result = panel_statistics(loaded, letter, chart, table, replicates)
        except SpecError as error:
            problems += error.problems
            continue
        if result is not None:
            statistics[letter] = result
    return found, uses, statistics, problems


def _chart_problems(
    loaded: LoadedSpec, letter: str, panel: PanelBase, chart: Any, table: Table | None
) -> list[Problem]:
    """Return what the chart itself finds wrong, with the panel's place."""
    from natfig.data.tables import Table

    place = loaded.place("panels", letter)
    try:
        chart.check(panel, table if table is not None else Table("", {}))
        chart.check_files(panel, loaded.folder)
    except (SpecError, UsageError) as error:
        return [
            p if p.line is not None else place.with_message(_with_panel(letter, p.message), p.hint)
            for p in error.problems
        ]
    return []


def _with_panel(letter: str, message: str) -> str:
    return message if message.startswith(f"panel {letter}") else f"panel {letter}: {message}"


def _feeding(tables: Tables, uses: list[DataUse]) -> list[DataUse]:
    """Return the tables no panel draws, which queries and claims read."""
    drawn = {use.name for use in uses}
    infos = [tables.info(n) for n in tables.names if n not in drawn]
    return [DataUse(i.name, i.sha256, i.rows, i.rows, (), (), i.sources, i.example) for i in infos]


def _said(letter: str, found: PanelStatistics) -> list[str]:
    """Return what a panel's tests warn of, after the panel's name."""
    return [
        f"panel {letter}: {w.replace('The ', 'the ', 1) if w.startswith('The ') else w}"
        for w in found.warnings
    ]


def _warnings(tables: Tables) -> list[str]:
    examples = [n for n in tables.names if tables.info(n).example and not tables.info(n).sources]
    if not examples:
        return []
    return [f"example data, not measurements: {', '.join(examples)}"]
