"""Which group of the old figure is which of the new one, and how far whole panels moved."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from math import floor

from natfig.core.record import dataclass, field
from natfig.qa.diff.names import is_generated, section_name
from natfig.qa.document import Document, Group

__all__ = ["GroupMap", "Vector", "common_shift", "map_groups"]

Vector = tuple[float, float]

# A whole panel moved when more than this share of what can be recognised in it did.
_MOST_OF_IT = 0.5
# Groups are the same under another name when their boxes differ by less, in mm.
_SAME_BOX_MM = 0.3
# A group of another name is the same from this likeness on: four of five texts the same.
_ALIKE = 0.6
_FEWEST_MARKS = 4
_MOST_TRIED = 100


@dataclass(slots=True)
class GroupMap:
    """What became of the groups.

    Parameters
    ----------
    paths : dict
        Old path → new path, for what was renamed.
    gone, come : list of Group
        Outermost groups that only one figure has, of those with a given name.
    renamed : list of (Group, Group)
        Outermost, with given names.
    """

    paths: dict[str, str] = field(default_factory=dict)
    sections: dict[str, str] = field(default_factory=dict)
    gone: list[Group] = field(default_factory=list)
    come: list[Group] = field(default_factory=list)
    renamed: list[tuple[Group, Group]] = field(default_factory=list)
    _known: dict[str, str] = field(default_factory=dict)

    def path(self, old: str) -> str:
        """Return the new path of an old group: that of its innermost renamed parent, with the rest."""
        if not self.paths or not old:
            return old
        found = self._known.get(old)
        if found is None:
            found = old
            parts = old.split("/")
            for k in range(len(parts), 0, -1):
                head = "/".join(parts[:k])
                if head in self.paths:
                    found = "/".join([self.paths[head], *parts[k:]])
                    break
            self._known[old] = found
        return found

    def section(self, old: str) -> str:
        """Return the new name of an old section."""
        return self.sections.get(old, old)


def _texts_by_group(document: Document, paths: set[str]) -> dict[str, list[str]]:
    out: dict[str, list[str]] = defaultdict(list)
    for element in document.elements:
        if not len(element.runs):
            continue
        path = document.runs[element.runs[0]].group
        while path:
            if path in paths:
                out[path].append(element.text)
            path = path.rpartition("/")[0]
    return out


def _likeness(a: Group, b: Group, texts: Sequence[str], other: Sequence[str]) -> float:
    """Return how alike two groups are, 0–1: by their texts, their number of marks and their extent."""
    if a.box is None or b.box is None:
        return 0.0
    held, other_held = a.shapes + a.texts, b.shapes + b.texts
    if min(held, other_held) < 0.5 * max(held, other_held):
        return 0.0
    shared = sum((Counter(texts) & Counter(other)).values())
    words = shared / max(len(texts), len(other)) if texts or other else 1.0
    marks = min(a.shapes, b.shapes) / max(a.shapes, b.shapes) if a.shapes or b.shapes else 1.0
    has_extent = abs(a.box.w - b.box.w) <= _SAME_BOX_MM and abs(a.box.h - b.box.h) <= _SAME_BOX_MM
    # Extent alone says little of a few marks: they must be in place or have texts.
    if not texts and _apart(a.box, b.box) > _SAME_BOX_MM and a.shapes < _FEWEST_MARKS:
        return 0.0
    return (words * words * marks) if has_extent else 0.8 * words * words * marks


def map_groups(old: Document, new: Document) -> GroupMap:
    """Find what groups were renamed, removed and added.

    A group under another name with the same texts, as many marks and the same extent, in a
    parent that is the same, is the same group.
    """
    out = GroupMap()
    before = {g.path: g for g in old.groups.values() if g.shapes or g.texts}
    after = {g.path: g for g in new.groups.values() if g.shapes or g.texts}
    lost = sorted((p for p in before if p not in after), key=lambda p: (p.count("/"), p))
    found = sorted((p for p in after if p not in before), key=lambda p: (p.count("/"), p))
    if not lost and not found:
        return out
    texts_before = _texts_by_group(old, set(lost))
    texts_after = _texts_by_group(new, set(found))
    free: dict[tuple[int, str], list[str]] = defaultdict(list)
    for path in found:
        free[path.count("/"), path.rpartition("/")[0]].append(path)
    taken: set[str] = set()
    for path in lost:
        parent, _, name = path.rpartition("/")
        now = out.path(parent)
        good = [p for p in free.get((path.count("/"), now), ())[:_MOST_TRIED] if p not in taken]
        # "panel-a.axis-x" in "panel-a" goes by that one's new name.
        follows = name.replace(parent.rpartition("/")[2], now.rpartition("/")[2], 1) if parent else name
        best = max(
            good,
            default=None,
            key=lambda p: (
                p.endswith(f"/{follows}"),
                _likeness(before[path], after[p], texts_before[path], texts_after[p]),
                -_apart(before[path].box, after[p].box),
            ),
        )
        if best is None:
            continue
        alike = _likeness(before[path], after[best], texts_before[path], texts_after[best])
        if best.endswith(f"/{follows}") or alike >= _ALIKE:
            taken.add(best)
            out.paths[path] = best
            out._known.clear()
    _tell(out, before, after, lost, found)
    return out


def _apart(a: Sequence[float] | None, b: Sequence[float] | None) -> float:
    return sum(abs(p - q) for p, q in zip(a or (), b or (), strict=False))


def _tell(
    out: GroupMap, before: dict[str, Group], after: dict[str, Group], lost: list[str], found: list[str]
) -> None:
    """Keep of what was renamed, lost and found the outermost with given names."""
    for path, other in out.paths.items():
        one, two = before[path], after[other]
        parent, other_parent = path.rpartition("/")[0], other.rpartition("/")[0]
        out.sections[section_name(path, one.panel)] = section_name(other, two.panel)
        if is_generated(one.id) and is_generated(two.id):
            continue
        # "panel-a.axis-x" follows from "panel-a": it is not a change of its own.
        above, other_above = parent.rpartition("/")[2], other_parent.rpartition("/")[2]
        if parent in out.paths and above and one.id.replace(above, other_above, 1) == two.id:
            continue
        out.renamed.append((one, two))
    out.gone = _outermost([p for p in lost if p not in out.paths], before)
    out.come = _outermost([p for p in found if p not in set(out.paths.values())], after)


def _outermost(paths: Iterable[str], groups: dict[str, Group]) -> list[Group]:
    kept: list[Group] = []
    names: set[str] = set()
    for path in paths:
        parts = path.split("/")
        if is_generated(groups[path].id):
            continue
        if not any("/".join(parts[:k]) in names for k in range(1, len(parts))):
            names.add(path)
            kept.append(groups[path])
    return kept


def common_shift(votes: Sequence[Vector], tolerance_mm: float) -> Vector:
    """Return the vector by which most of a section moved, or no movement.

    Parameters
    ----------
    votes : sequence of vectors
        Of what can be told apart in it, mm.
    tolerance_mm : float
    """
    votes = [v for v in votes if v[0] == v[0] and v[1] == v[1]]
    still = sum(abs(dx) <= tolerance_mm and abs(dy) <= tolerance_mm for dx, dy in votes)
    if len(votes) < 2 or still >= len(votes) * (1 - _MOST_OF_IT):
        return 0.0, 0.0
    cell = max(tolerance_mm, 0.02)
    cells = Counter((floor(dx / cell), floor(dy / cell)) for dx, dy in votes)
    (a, b), _ = cells.most_common(1)[0]
    near = [(dx, dy) for dx, dy in votes if abs(floor(dx / cell) - a) <= 1 and abs(floor(dy / cell) - b) <= 1]
    if len(near) <= len(votes) * _MOST_OF_IT:
        return 0.0, 0.0
    near.sort()
    dx = near[len(near) // 2][0]
    dy = sorted(v[1] for v in near)[len(near) // 2]
    return dx, dy
