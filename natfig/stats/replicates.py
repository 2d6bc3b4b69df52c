"""From rows to independent observations: technical replicates become one value."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np

from natfig.core.errors import DataError
from natfig.stats.result import Replicates

__all__ = ["Collapsed", "collapse"]


@dataclass(frozen=True, slots=True)
class Collapsed:
    """One value per independent observation.

    Attributes
    ----------
    groups : dict of str to numpy.ndarray
        Group → values, units in the order they first appear; aligned by unit for a paired design.
    units : dict of str to tuple of str
        Group → names of its units, in the order of the values.
    replicates : Replicates
        What was counted.
    """

    groups: dict[str, np.ndarray]
    units: dict[str, tuple[str, ...]]
    replicates: Replicates

    @property
    def subjects(self) -> tuple[str, ...]:
        """Units of the first group: of a paired design, those of all groups."""
        return next(iter(self.units.values()), ())


def collapse(
    values: Sequence[float] | np.ndarray,
    groups: Sequence[Hashable] | np.ndarray,
    unit_ids: Sequence[Hashable] | np.ndarray | None,
    *,
    design: Literal["independent", "paired"] = "independent",
    unit: str = "",
    column: str = "",
    order: Sequence[str] = (),
) -> Collapsed:
    """Average technical replicates, the rows that share a group and a unit.

    Parameters
    ----------
    values : sequence of float, shape (rows,)
    groups : sequence, shape (rows,)
        Group of each row.
    unit_ids : sequence, shape (rows,), or None
        What each row was measured on: an animal, a run. None: every row is an observation by itself.
    design : str
        Units of a paired design are in every group, those of an independent one in one group alone.
    unit, column : str
        What a unit is, and the column that names it; for messages and the manifest.
    order : sequence of str
        Groups in order; default: as they appear. Others are left out.

    Returns
    -------
    Collapsed

    Raises
    ------
    DataError
        If the lengths differ, a value is NaN, a unit has no name, a unit is in two groups of an
        independent design, or lacks a group of a paired one.
    """
    numbers = np.asarray(values, dtype=np.float64)
    _refuse_lengths(len(numbers), len(groups), unit_ids)
    # Rows by themselves are units without a name, which no paired design can match.
    names = [str(i + 1) for i in range(len(numbers))] if unit_ids is None else _named(unit_ids, column)
    rows: dict[str, dict[str, list[float]]] = {name: {} for name in order}
    for row, (value, group, name) in enumerate(zip(numbers.tolist(), groups, names, strict=True)):
        if order and str(group) not in rows:
            continue
        if not np.isfinite(value):
            what = "no number (NaN)" if np.isnan(value) else "infinite"
            raise DataError(
                f"row {row + 1} (group '{group}') is {what}",
                hint="leave such rows out and say why (missing: or exclude:)",
            )
        rows.setdefault(str(group), {}).setdefault(name, []).append(value)
    if design == "paired":
        if unit_ids is None:
            raise DataError(
                "a paired test needs to know which rows belong together",
                hint="name the column of the subjects",
            )
        rows = _aligned(rows, unit)
    else:
        _refuse_shared(rows, unit)
    return Collapsed(
        {group: np.array([float(np.mean(v)) for v in units.values()]) for group, units in rows.items()},
        {group: tuple(units) for group, units in rows.items()},
        Replicates(
            unit=unit,
            column=column,
            rows={group: sum(map(len, units.values())) for group, units in rows.items()},
            n={group: len(units) for group, units in rows.items()},
        ),
    )


def _refuse_lengths(values: int, groups: int, unit_ids: Sequence[Hashable] | np.ndarray | None) -> None:
    units = values if unit_ids is None else len(unit_ids)
    if not values == groups == units:
        raise DataError(
            f"there are {values} values, {groups} groups and {units} units: each row needs all three"
        )


def _named(unit_ids: Sequence[Hashable] | np.ndarray, column: str) -> list[str]:
    names = []
    for row, given in enumerate(unit_ids):
        # A number column with a gap is read as floats: animal 7 is then 7.0.
        number = isinstance(given, (float, np.floating))
        if given is None or given == "" or (number and np.isnan(given)):
            where = f" in column '{column}'" if column else ""
            raise DataError(
                f"row {row + 1} has no unit{where}",
                hint="every row needs the name of what it was measured on",
            )
        whole = number and float(given).is_integer()
        names.append(str(int(given)) if whole else str(given))
    return names


def _refuse_shared(rows: dict[str, dict[str, list[float]]], unit: str) -> None:
    """Raise a DataError if a unit is in two groups."""
    seen: dict[str, str] = {}
    for group, units in rows.items():
        for name in units:
            if name in seen:
                what = f"'{name}'" + (f" ({unit})" if unit else "")
                raise DataError(
                    f"unit {what} is in groups '{seen[name]}' and '{group}' of an independent test",
                    hint="use a paired test, or give different units different names",
                )
            seen[name] = group


def _aligned(rows: dict[str, dict[str, list[float]]], unit: str) -> dict[str, dict[str, list[float]]]:
    """Return groups whose units come in one order."""
    every = list(dict.fromkeys(name for units in rows.values() for name in units))
    for group, units in rows.items():
        lacking = [name for name in every if name not in units]
        if lacking:
            more = f" (nor have {len(lacking) - 1} more)" if len(lacking) > 1 else ""
            what = f"subject '{lacking[0]}'" + (f" ({unit})" if unit else "")
            raise DataError(
                f"{what} has no value in group '{group}'{more}, but a paired test compares the same subjects",
                hint="leave it out with a reason (exclude:), or use a test of independent groups",
            )
    return {group: {name: units[name] for name in every} for group, units in rows.items()}
