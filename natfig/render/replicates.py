"""Technical replicates: rows of one independent unit become one before anything is drawn or tested."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from natfig.core.errors import SpecError
from natfig.data.tables import Table, label
from natfig.render._panel import At, observed_rows
from natfig.stats.result import Replicates

if TYPE_CHECKING:
    from collections.abc import Sequence

    from natfig.charts._observed import Observed
    from natfig.spec.loader import LoadedSpec
    from natfig.spec.models import PanelBase, Stats

__all__ = ["average_replicates"]


def average_replicates(
    loaded: LoadedSpec, letter: str, chart: Any, table: Table
) -> tuple[Table, Replicates | None]:
    """Return a panel's table with one row per independent unit, and what was averaged.

    Rows that agree in every category the panel draws and in ``stats.replicate`` are
    technical replicates: their numbers are averaged.

    Raises
    ------
    SpecError
        If the kind has no use for it, rows are summaries already, or n contradicts the units.
    """
    panel = loaded.panels[letter]
    stats = panel.stats
    if stats is None or stats.replicate is None:
        return table, None
    at = At(loaded, letter)
    keys, values = _columns(panel)
    for name in ("error", "low", "high"):
        if any(getattr(c, name, None) is not None for c in values):
            what = f"rows of one {stats.replicate} are averaged, but a channel has {name}: for its interval"
            raise SpecError(at.problem(what, "replicate", hint=f"take out replicate: or {name}:"))
    counted = _averaged(table, keys, [c.field for c in values])
    averaged = Table(table.name, {k: v for k, v in counted.columns.items() if k != _ROWS})
    found = observed_rows(at, chart, panel, averaged)
    if not (found.groups or found.points):
        hint = "average or choose rows in a query"
        raise SpecError(at.problem(f"kind {panel.kind} draws one row per subject", "replicate", hint=hint))
    rows = _rows_of(observed_rows(at, chart, panel, counted), panel, counted)
    record = Replicates(stats.unit or "", stats.replicate, rows, found.rows)
    _check_declared(at, stats, record)
    return averaged, record


# Column with the rows that were averaged; no file can bring one of that name.
_ROWS = "\0rows"


def _rows_of(observed: Observed, panel: Any, counted: Table) -> dict[str, int]:
    """Return the rows behind each group before they were averaged."""
    if observed.groups:
        return {group.key: int(group.rows[_ROWS].sum()) for group in observed.groups}
    if set(observed.points) == {"all"}:
        return {"all": int(counted[_ROWS].sum())}
    levels = np.array([label(v) for v in counted[panel.color.field]], dtype=object)
    return {level: int(counted[_ROWS][levels == level].sum()) for level in observed.points}


def _columns(panel: PanelBase) -> tuple[list[str], list[Any]]:
    """Return the columns that tell rows apart, and the channels whose numbers are averaged."""
    from natfig.data.integrity import used_columns
    from natfig.spec.models import _NumericChannel

    used = used_columns(panel)
    values = [u.channel for u in used if isinstance(u.channel, _NumericChannel)]
    numbers = {c.field for c in values}
    keys = [u.column for u in used if not u.numeric and u.column not in numbers]
    own = getattr(panel, "id", None)
    return list(dict.fromkeys([*keys, *([own] if isinstance(own, str) else [])])), values


def _averaged(table: Table, keys: Sequence[str], values: Sequence[str]) -> Table:
    """Return one row per combination of `keys`, in file order, with the means of `values` and their count.

    A column that is neither is kept where it is the same in all rows of each unit.
    """
    words = [[label(v) for v in table[key]] for key in keys]
    codes: dict[tuple[str, ...], int] = {}
    unit = np.array([codes.setdefault(row, len(codes)) for row in zip(*words, strict=True)], dtype=np.int64)
    first = np.unique(unit, return_index=True)[1]
    count = np.bincount(unit)
    columns: dict[str, np.ndarray] = {_ROWS: count}
    for name in table.columns:
        if name in values:
            columns[name] = np.bincount(unit, weights=np.asarray(table[name], dtype=np.float64)) / count
        elif name in keys or _is_constant(table[name], unit, first):
            columns[name] = table[name][first]
    return Table(table.name, columns)


def _is_constant(values: np.ndarray, unit: np.ndarray, first: np.ndarray) -> bool:
    return bool(np.all(values == values[first][unit]))


def _check_declared(at: At, stats: Stats, found: Replicates) -> None:
    """Refuse a declared n that counts rows, or anything but the independent units."""
    if not isinstance(stats.n, int):
        return
    for group, n in found.n.items():
        if n != stats.n:
            unit = stats.unit or f"different {found.column}"
            rows = found.rows[group]
            message = (
                f"stats says n = {stats.n}, but '{group}' has {n} {unit} "
                f"({rows} rows, those of one {found.column} averaged)"
            )
            hint = "technical replicates are not counted as n; write n: auto, or correct the number"
            raise SpecError(at.problem(message, "n", hint=hint))
