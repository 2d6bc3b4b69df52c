"""What a comparison says: one type for every change, and their order."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection
from typing import Any

from natfig.core.errors import UsageError, did_you_mean
from natfig.core.record import dataclass, field
from natfig.qa.document import Box, Document

__all__ = ["KINDS", "TOLERANCE_MM", "TOLERANCE_PT", "WHATS", "Change", "Difference"]

# Places that differ by less are the same: half a pixel of the 144 dpi at which programs lay
# text out, more than another version of freetype moves a label.
TOLERANCE_MM = 0.1
# Sizes that differ by less are the same: rounding of px to pt and back stays below 0.01 pt.
TOLERANCE_PT = 0.05

# Kind of change → how much it matters: what is said comes before how it looks, and
# where it stands comes last.
KINDS = {
    "changed": 0,
    "removed": 1,
    "added": 2,
    "covered": 3,
    "uncovered": 4,
    "recoloured": 5,
    "restyled": 6,
    "resized": 7,
    "turned": 8,
    "moved": 9,
    "renamed": 10,
}
# What can change → how much it matters.
WHATS = {
    "page": 0,
    "active content": 1,
    "panel": 2,
    "number": 3,
    "text": 3,
    "pixels": 4,
    "group": 5,
    "mark": 6,
    "image": 7,
    "background": 8,
    "mode": 9,
    "resolution": 10,
    "font": 11,
    "title": 12,
    "description": 13,
    "link": 14,
}
_LOOKS = ("recoloured", "restyled", "resized", "turned", "moved", "renamed")


@dataclass(frozen=True, slots=True)
class Change:
    """One thing that differs between two figures.

    Parameters
    ----------
    kind : str
        One of `KINDS`.
    what : str
        One of `WHATS`.
    message : str
        One sentence without a full stop.
    old, new : object
        Text, number, list or None, as JSON takes it.
    section : str
        Under which heading it is told: "page", "panel a", a group's id, or "file".
    panel, group, text : str or None
    box, old_box : Box or None
        Place in the new and in the old figure, mm.
    count : int
        How many things it is about.
    line : int or None
        1-based line in the new file; in the old one for what is gone.
    """

    kind: str
    what: str
    message: str
    old: Any = None
    new: Any = None
    section: str = "page"
    panel: str | None = None
    group: str | None = None
    text: str | None = None
    box: Box | None = None
    old_box: Box | None = None
    count: int = 1
    line: int | None = None

    @property
    def rank(self) -> tuple[int, int, int]:
        """What it is sorted by within its section: texts and marks, then looks, then places."""
        later = _LOOKS.index(self.kind) + 1 if self.kind in _LOOKS and self.what != "page" else 0
        return later, WHATS[self.what], KINDS[self.kind]

    def to_json(self) -> dict[str, Any]:
        """Return the agreed JSON keys; places that are not known are left out."""
        where: dict[str, Any] = {}
        for key in ("panel", "group", "text", "line"):
            if getattr(self, key):
                where[key] = getattr(self, key)
        box = self.box or self.old_box
        if box is not None:
            where["bbox_mm"] = [round(v, 3) for v in box.xywh()]
        if self.old_box is not None:
            where["old_bbox_mm"] = [round(v, 3) for v in self.old_box.xywh()]
        return {
            "kind": self.kind,
            "what": self.what,
            "where": where,
            "old": self.old,
            "new": self.new,
            "count": self.count,
            "message": self.message,
        }


def _section_rank(name: str) -> tuple[int, str]:
    first = {"page": 0, "file": 3}.get(name)
    return (first, "") if first is not None else (1 if name.startswith("panel ") else 2, name)


@dataclass(slots=True)
class Difference:
    """What two figures have not in common.

    Parameters
    ----------
    old, new : str
        What the figures are called.
    changes : list of Change
        By section, the most important first.
    not_compared : list of str
        What could not be compared, each with its reason: never taken as the same.
    tolerance_mm : float
    documents : tuple of Document or None
        The two figures as read.
    data : tuple of bytes or None
        Their files, where they are not on disk.
    """

    old: str
    new: str
    changes: list[Change] = field(default_factory=list)
    not_compared: list[str] = field(default_factory=list)
    tolerance_mm: float = TOLERANCE_MM
    documents: tuple[Document, Document] | None = field(default=None, repr=False)
    data: tuple[bytes, bytes] | None = field(default=None, repr=False)

    @property
    def same(self) -> bool:
        """Whether nothing differs in what was compared."""
        return not self.changes

    def sort(self) -> None:
        """Put the changes in their order."""
        self.changes.sort(key=lambda c: (_section_rank(c.section), c.rank))

    def without(self, ignore: Collection[str]) -> Difference:
        """Return the difference without some changes.

        Parameters
        ----------
        ignore : collection of str
            Kinds ("moved"), what changed ("title"), or both ("moved text").

        Raises
        ------
        UsageError
            If a word is neither.
        """
        if isinstance(ignore, str):
            ignore = (ignore,)
        for word in ignore:
            kind, _, what = word.partition(" ")
            known = word in KINDS or word in WHATS or (kind in KINDS and what in WHATS)
            if not known:
                hint = did_you_mean(word, [*KINDS, *WHATS])
                raise UsageError(f"'{word}' is no change that can be ignored", hint=hint)
        kept = [c for c in self.changes if not {c.kind, c.what, f"{c.kind} {c.what}"} & set(ignore)]
        return Difference(
            self.old,
            self.new,
            kept,
            self.not_compared,
            self.tolerance_mm,
            self.documents,
            self.data,
        )

    def to_json(self) -> dict[str, Any]:
        """Return the agreed JSON form; schema: ``natfig schema diff``."""
        from natfig import __version__

        kinds = Counter(c.kind for c in self.changes)
        return {
            "natfig": __version__,
            "old": self.old,
            "new": self.new,
            "same": self.same,
            "changes": [c.to_json() for c in self.changes],
            "summary": {
                "changes": len(self.changes),
                "kinds": {kind: kinds[kind] for kind in KINDS if kinds[kind]},
                "panels": sorted({c.panel for c in self.changes if c.panel}),
                "tolerance_mm": self.tolerance_mm,
                "not_compared": self.not_compared,
            },
        }
