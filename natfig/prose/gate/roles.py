"""Roles: who does what to whom. "A inhibits B" is "B is inhibited by A", and not "B inhibits A"."""

from __future__ import annotations

from collections.abc import Iterator

from natfig.prose.gate.bindings import said
from natfig.prose.gate.exchange import exchanges
from natfig.prose.gate.pair import Comparison
from natfig.prose.gate.respective import settled
from natfig.prose.gate.verdict import Reason

__all__ = ["look"]


def look(pair: Comparison) -> Iterator[Reason]:
    """Yield roles that were exchanged."""
    if pair.is_converse or (pair.is_same_order and pair.is_same_frame):
        return
    sure = settled(pair)
    for label, anchor, old, new in exchanges(pair):
        if label in {"subj", "obj"} and not sure.issuperset((old, new)):
            role = "acts" if label == "subj" else "is acted on"
            yield Reason(
                "roles-swapped",
                f"with '{said(pair.original, anchor)}', '{said(pair.original, old)}' {role} in "
                f"the original and "
                f"'{said(pair.original, new)}' in the revision",
            )
            return
