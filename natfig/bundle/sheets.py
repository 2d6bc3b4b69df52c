"""Source data of a figure as tables: one sheet per panel with exactly the rows it draws."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from natfig.bundle.figure import BundledFigure
from natfig.legend import panel_statements
from natfig.legend.words import count, plain_label, sentence, spelt

if TYPE_CHECKING:
    from natfig.data.tables import Table
    from natfig.spec.models import PanelBase

__all__ = ["MARKS", "Column", "Sheet", "panel_sheets", "statistics_rows"]

Fact = tuple[str, str]
# Counts of marks, not of observations.
MARKS = frozenset({"rows", "cells", "dots"})
_ENDS = {"low": "lower end", "high": "upper end", "error": "error"}


@dataclass(frozen=True)
class Column:
    """A column of source data: its label with the unit, its name in the data, its values (rows,)."""

    label: str
    field: str
    values: np.ndarray


@dataclass(frozen=True)
class Sheet:
    """The source data of one panel.

    Attributes
    ----------
    name : str
        "Fig1a".
    facts : tuple of (str, str)
        What stands above the table: what it is, where it comes from, what was left out, n.
    columns : tuple of Column
    """

    name: str
    facts: tuple[Fact, ...]
    columns: tuple[Column, ...]

    @property
    def rows(self) -> int:
        """Rows of the table."""
        return len(self.columns[0].values) if self.columns else 0


def panel_sheets(figure: BundledFigure) -> Iterator[Sheet]:
    """Yield a sheet for every panel that draws data."""
    for letter, table in figure.prepared.panel_tables.items():
        panel = figure.prepared.loaded.panels[letter]
        columns = tuple(_columns(panel, table))
        facts = tuple((key, text) for key, text in _facts(figure, letter, columns) if text)
        yield Sheet(figure.panel_name(letter), facts, columns)


# ---------------------------------------------------------------- columns


def _columns(panel: PanelBase, table: Table) -> Iterator[Column]:
    """Yield the columns a panel draws, labelled as its axes are; all of them for a user's own function."""
    labels = _labels(panel)
    wanted = [name for name in labels if name in table] or list(table.columns)
    for name in wanted:
        yield Column(labels.get(name, name), name, np.asarray(table[name]))


def _labels(panel: PanelBase) -> dict[str, str]:
    """Return column → label of what a panel reads, in the order of its channels."""
    from natfig.charts import charts
    from natfig.charts._categorical import axis_label
    from natfig.data.integrity import used_columns

    labels: dict[str, str] = {}
    last = ""
    for used in used_columns(panel):
        if used.keys[-1] == "field":
            last = plain_label(axis_label(used.channel))
            labels.setdefault(used.column, last)
        elif used.keys[-1] in _ENDS:
            labels.setdefault(used.column, f"{last}, {_ENDS[str(used.keys[-1])]}")
    listed: Any = getattr(charts.load(panel.kind), "extra_columns", None)
    names = [name for name, _ in listed(panel)] if listed is not None else []
    # Kinds name further columns in plain keys: the subject of a pair, the labels of points.
    names += [v for key in ("id", "labels", "label") if isinstance(v := getattr(panel, key, None), str)]
    stats = panel.stats
    if stats is not None:
        names += [v for v in (stats.replicate, *(test.subject for test in stats.test)) if v]
    for name in names:
        labels.setdefault(name, plain_label(name.replace("_", " ")).capitalize())
    return labels


# ---------------------------------------------------------------- facts


def _facts(figure: BundledFigure, letter: str, columns: Sequence[Column]) -> Iterator[Fact]:
    prepared = figure.prepared
    spec, panel = prepared.loaded.spec, prepared.loaded.panels[letter]
    evidence = spec.contract.evidence.get(letter)
    said = " ".join(
        s.text for s in panel_statements(prepared, letter, figure.record(letter)) if s.topic != "claim"
    )
    yield "Panel", figure.panel_name(letter)
    yield "Shows", evidence.claim if evidence is not None else ""
    yield "Statistics", said
    yield "Chart", panel.kind
    for use in prepared.data_use:
        if letter in use.panels:
            yield "Table", f"{use.name}{_origin(prepared, use.name)}; SHA-256 {use.sha256}"
            yield "Source", " ".join(sentence(plain_label(note)) for note in _notes(prepared, use.name))
            yield "Example", "Example data, not measurements." if use.example else ""
            yield "Rows", f"{count(use.rows_used)} of {count(use.rows)} are drawn"
            for one in use.exclusions:
                why = "not shown in this panel" if one.reason == "where" else one.reason
                yield "Left out", f"{spelt(one.rows)} row{'s'[: one.rows != 1]}: {one.rule} ({why})"
    yield "n", _n(figure.record(letter).get("n", {}), panel.stats.unit if panel.stats is not None else None)
    yield "Replicates", _replicates(figure, letter)
    yield "Missing values", _missing(columns)


def _origin(prepared: Any, name: str) -> str:
    info = prepared.tables.info(name)
    if info.files:
        return f" ({', '.join(info.files)})"
    return f" (a query over {', '.join(info.sources)})" if info.sources else ""


def _notes(prepared: Any, name: str) -> list[str]:
    """Return what the spec says of where a table comes from, and of the tables a query reads."""
    data = prepared.loaded.spec.data
    waiting, seen = [name], []
    while waiting:
        one = waiting.pop(0)
        if one not in seen and one in prepared.tables:
            seen.append(one)
            waiting += prepared.tables.info(one).sources
    return list(dict.fromkeys(data[one].note for one in seen if one in data and data[one].note))


def _n(counts: Mapping[str, int], unit: str | None) -> str:
    noun = f" {unit}" if unit else ""
    return "; ".join(f"{group}: {count(n)}{noun}" for group, n in counts.items() if group not in MARKS)


def _replicates(figure: BundledFigure, letter: str) -> str:
    found = figure.prepared.statistics.get(letter)
    if found is None or found.replicates is None:
        return ""
    one = found.replicates
    counts = "; ".join(f"{g}: {count(one.rows[g])} rows, n = {count(n)}" for g, n in one.n.items())
    return f"n counts {one.unit} (column {one.column}), whose rows were averaged first; {counts}"


def _missing(columns: Sequence[Column]) -> str:
    gone = {c.field: number for c in columns if (number := _empty(c.values))}
    if not gone:
        return "none in these columns"
    return "; ".join(f"{field}: {count(number)} empty cells" for field, number in gone.items())


def _empty(values: np.ndarray) -> int:
    if values.dtype.kind == "f":
        return int(np.isnan(values).sum())
    if values.dtype.kind == "M":
        return int(np.isnat(values).sum())
    return sum(v is None for v in values.tolist()) if values.dtype.kind == "O" else 0


# ---------------------------------------------------------------- statistics


def statistics_rows(figure: BundledFigure) -> Iterator[tuple[Any, ...]]:
    """Yield a row per test: panel, test, groups, n, statistic, df, P, corrected P, effect with interval."""
    for letter, found in figure.prepared.statistics.items():
        for one in found.comparisons:
            effect = one.effect
            yield (
                figure.panel_name(letter),
                one.name,
                one.alternative,
                "; ".join(one.groups),
                "; ".join(f"{group}: {n}" for group, n in one.n.items()),
                one.statistic,
                one.value,
                "; ".join(f"{df:g}" for df in one.df),
                one.p,
                one.adjusted,
                one.correction,
                effect.name if effect is not None else None,
                effect.value if effect is not None else None,
                effect.low if effect is not None else None,
                effect.high if effect is not None else None,
            )
