"""What the manifest says of the data: which rows a figure uses, and which it leaves out."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

__all__ = ["DataUse", "Exclusion", "merge_uses"]


@dataclass(frozen=True, slots=True)
class Exclusion:
    """Rows that were left out, and why."""

    rule: str
    reason: str
    rows: int

    def to_json(self) -> dict[str, Any]:
        """Return the agreed JSON keys."""
        return {"rule": self.rule, "reason": self.reason, "rows": self.rows}


@dataclass(frozen=True, slots=True)
class DataUse:
    """How a panel uses a table; an item of the manifest's ``data``.

    Attributes
    ----------
    name : str
        The table.
    sha256 : str
    rows, rows_used : int
        Before and after what the panel leaves out.
    exclusions : tuple of Exclusion
        In the order they are applied; a row is counted once.
    panels : tuple of str
        Letters; empty for a table only queries read.
    sources : tuple of str
        Tables a query reads.
    example : bool
        Example data, not measurements.
    """

    name: str
    sha256: str
    rows: int
    rows_used: int
    exclusions: tuple[Exclusion, ...] = ()
    panels: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()
    example: bool = False

    def to_json(self) -> dict[str, Any]:
        """Return the agreed JSON keys, with `panels`, `sources` and `example` where there are any."""
        out: dict[str, Any] = {
            "name": self.name,
            "sha256": self.sha256,
            "rows": self.rows,
            "rows_used": self.rows_used,
            "exclusions": [e.to_json() for e in self.exclusions],
        }
        if self.panels:
            out["panels"] = list(self.panels)
        if self.sources:
            out["sources"] = list(self.sources)
        if self.example:
            out["example"] = True
        return out


def merge_uses(uses: Iterable[DataUse]) -> list[DataUse]:
    """Return the uses with those that are the same but for the panel made one."""
    merged: dict[Any, DataUse] = {}
    for use in uses:
        key = (use.name, use.rows_used, use.exclusions)
        if key in merged:
            first = merged[key]
            panels = tuple(dict.fromkeys((*first.panels, *use.panels)))
            use = DataUse(
                use.name,
                use.sha256,
                use.rows,
                use.rows_used,
                use.exclusions,
                panels,
                use.sources,
                use.example,
            )
        merged[key] = use
    return list(merged.values())
