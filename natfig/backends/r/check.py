"""What of a spec R can't draw, found out without R."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

from natfig.backends.r.kinds import twins
from natfig.core.errors import NatfigError, Problem
from natfig.data.integrity import used_columns

if TYPE_CHECKING:
    from natfig.data.tables import Table
    from natfig.spec.loader import LoadedSpec
    from natfig.spec.models import PanelBase

__all__ = ["INSTEAD", "find_problems", "missing_kind"]

# What to use where R has no twin of a kind.
INSTEAD: Mapping[str, str] = {
    "python": "write kind: r with a function in R (natfig charts r), or backend: python",
    "svg": "place the drawing by hand, or write backend: python",
    "image": "write backend: python, which sets pictures with their scale bars",
    "flow": "write backend: python, which lays the diagram out",
}
_OTHERWISE = (
    "use one that `natfig charts --backend r` lists, kind: r with your own function, or backend: python"
)
# ggplot2 writes its own PANEL over a layer's; an empty name has no form in R.
_TAKEN = ("PANEL", "")
# Columns of summary_natfig().
_ENDS = ("low", "high")
_RENAME = "rename it in the data, or by a query"


def missing_kind(kind: str) -> tuple[str, str]:
    """Return that R can't draw a kind, and what to use instead."""
    if kind == "python":
        return "kind: python draws with matplotlib, and the backend is R", INSTEAD[kind]
    return f"kind: {kind} can't be drawn by R", INSTEAD.get(kind, _OTHERWISE)


def find_problems(loaded: LoadedSpec, tables: Mapping[str, Table]) -> list[Problem]:
    """Return one problem per thing that R can't draw, with its place.

    Parameters
    ----------
    loaded : LoadedSpec
    tables : mapping of str to Table
        Letter → the rows of a panel whose data are sound.
    """
    found: list[Problem] = []
    for letter, panel in loaded.panels.items():
        if panel.kind not in twins:
            message, hint = missing_kind(panel.kind)
            place = loaded.place("panels", letter, "kind")
            found.append(place.with_message(f"panels.{letter}: {message}", hint))
            continue
        place = loaded.place("panels", letter)
        table = tables.get(letter)
        said = [*_names(panel, table), *_texts(table), *_own(panel, table)]
        found += [
            place.with_message(m if m.startswith(f"panel {letter}") else f"panel {letter}: {m}", hint)
            for m, hint in said
        ]
    return found


def _own(panel: PanelBase, table: Table | None) -> list[tuple[str, str | None]]:
    """Return what the kind's twin finds; without its data, what it can say is not known."""
    if table is None and getattr(type(panel), "reads_table", True) and panel.kind != "r":
        return []
    try:
        return twins.load(panel.kind).problems(panel, table)
    except NatfigError as error:
        return [(p.message, p.hint) for p in error.problems]


def _names(panel: PanelBase, table: Table | None) -> Iterator[tuple[str, str | None]]:
    """Yield names of columns that can't be plotted in R."""
    if table is None:
        return
    for column in dict.fromkeys(u.column for u in used_columns(panel)):
        if column in _TAKEN or "\0" in column:
            shown = f"'{column}'" if column else "an empty name"
            yield f"a column called {shown} can't be drawn by R", _RENAME
    if panel.stats is None or panel.stats.spread == "none":
        return
    for used in used_columns(panel):
        if used.keys[-1] == "field" and used.column in _ENDS:
            said = (
                f"a column called '{used.column}' can't be summarised in R: the spread's ends are called so"
            )
            yield said, _RENAME


def _texts(table: Table | None) -> Iterator[tuple[str, str | None]]:
    """Yield the columns of text that a CSV file can't carry to R: NUL, and lone carriage returns."""
    for name, values in (table.columns if table is not None else {}).items():
        if values.dtype.kind != "O":
            continue
        bad: Any = next((v for v in values if isinstance(v, str) and ("\0" in v or "\r" in v)), None)
        if bad is not None:
            sign = "NUL" if "\0" in bad else "carriage return"
            said = f"column '{name}' holds a text with a {sign}: {bad!r:.60}"
            yield said, "R can't read it; take it out of the data"
