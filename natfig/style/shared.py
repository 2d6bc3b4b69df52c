"""One look for one thing in all panels of a figure: which mark each level of a colour channel gets."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from natfig.spec.models import PanelBase, _ColorChannel

if TYPE_CHECKING:
    from natfig.data.tables import Table
    from natfig.style.marks import Mark
    from natfig.style.palette import Palette

__all__ = ["MOST_NUMERIC_LEVELS", "shared_marks"]

# A numeric column with more values than this is a scale, not a set of levels.
MOST_NUMERIC_LEVELS = 12


def shared_marks(
    panels: Mapping[str, PanelBase], tables: Mapping[str, Table], palette: Palette
) -> dict[str, dict[str, Mark]]:
    """Return field → level → mark, so that the same thing looks the same in every panel.

    Parameters
    ----------
    panels : mapping of str to PanelBase
        Letter → panel.
    tables : mapping of str to Table
        Letter → the rows the panel draws; a panel without data is not in it.
    palette : Palette

    Raises
    ------
    UsageError
        If a colour is unknown or given to what is no level.
    """
    import numpy as np

    levels: dict[str, list[str]] = {}
    overrides: dict[str, str] = {}
    for letter, panel in panels.items():
        table = tables.get(letter)
        for name in type(panel).model_fields:
            channel = getattr(panel, name)
            if not isinstance(channel, _ColorChannel) or table is None or channel.field not in table:
                continue
            known = levels.setdefault(channel.field, [])
            if table.is_numeric(channel.field) and len(np.unique(table[channel.field])) > MOST_NUMERIC_LEVELS:
                continue
            known.extend(v for v in table.levels(channel.field, channel.order) if v not in known)
            overrides |= dict(channel.colors or {})
    together = [v for known in levels.values() for v in known]
    # Different things share the palette while it has colours enough for all of them.
    if len(set(together)) == len(together) and len(together) <= len(palette.order):
        marks = palette.assign(together, overrides or None)
        return {f: {v: marks[v] for v in known} for f, known in levels.items()}
    return {
        f: palette.assign(known, {k: v for k, v in overrides.items() if k in known} or None)
        for f, known in levels.items()
    }
