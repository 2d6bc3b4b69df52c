"""Sums up what was found: many alike are one sentence with their number and the largest."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from math import floor

from natfig.qa.diff.change import Change
from natfig.qa.diff.groups import Vector
from natfig.qa.diff.names import given_name
from natfig.qa.diff.raw import Raw, Totals, number_of
from natfig.qa.diff.words import (
    arrow,
    count,
    direction,
    distance,
    examples,
    length,
    quoted,
    sizes,
)
from natfig.qa.document import Box
from natfig.qa.readers._svg.names import panel_of
from natfig.qa.reporters._plain import visible

__all__ = ["sum_up"]

# Texts of one kind in one section that are told one by one; the others are counted.
_MOST_TOLD = 30
# So many marks of a group with values of their own each are told as one.
_MOST_VALUES = 4
# Things that moved by the same vector are one sentence from this number on.
_FEWEST_TOGETHER = 3
# … and of marks from this share on: of thousands that moved at random some moved alike.
_LEAST_SHARE = 0.2
# Groups named in a sentence on several.
_MOST_NAMES = 3

Both = tuple[Totals, Totals]


def _box(boxes: Iterable[Box | None]) -> Box | None:
    found: Box | None = None
    for box in boxes:
        if box is not None:
            found = box if found is None else found.union(box)
    return found


def _change(raws: Sequence[Raw], message: str, old: object = None, new: object = None, **more: str) -> Change:
    first = raws[0]
    one = number_of(raws) == 1
    names = {given_name(r.path) for r in raws}
    return Change(
        more.get("kind", first.kind),
        more.get("what", first.what),
        message,
        old,
        new,
        first.section,
        first.panel,
        names.pop() if len(names) == 1 else None,
        first.text if one else None,
        _box(r.box for r in raws),
        _box(r.old_box for r in raws),
        number_of(raws),
        first.line if one else None,
    )


def _noun(raws: Sequence[Raw]) -> str:
    """Return a number of things: "a mark", "12 marks", "3 texts and 4 marks"."""
    kinds: dict[str, int] = defaultdict(int)
    for raw in raws:
        kinds["text" if raw.what in {"text", "number"} else raw.what] += raw.count
    if number_of(raws) == 1:
        what = next(iter(kinds))
        return f"{'an' if what[0] in 'aeiou' else 'a'} {what}"
    return " and ".join(count(n, what) for what, n in sorted(kinds.items(), reverse=True))


def _in(raw: Raw) -> str:
    """Return the group a mark is in, unless that is the panel itself."""
    name = given_name(raw.path)
    if name is None or (raw.panel is not None and panel_of(name) and "." not in name):
        return ""
    return f"{visible(name)}: "


def _key(raw: Raw) -> tuple[str, str | None]:
    return raw.section, given_name(raw.path)


def _of(raws: Sequence[Raw], totals: Both) -> str:
    """Return a number of marks of one group with how many there are: "all 12 marks", "3 of 12 marks"."""
    total, number = totals[1].get(_key(raws[0]), 0), number_of(raws)
    if number == 1:
        return _noun(raws)
    if total == number:
        return f"all {count(total, 'mark')}"
    return f"{number:,} of {count(total, 'mark')}" if total > number else _noun(raws)


# -- texts --------------------------------------------------------------------------


def _told(raws: Sequence[Raw], one: Callable[[Raw], Change], rest: str) -> Iterator[Change]:
    told = raws if len(raws) <= _MOST_TOLD else raws[: _MOST_TOLD - 1]
    yield from map(one, told)
    if len(told) < len(raws):
        left = raws[len(told) :]
        yield _change(left, f"and {len(left):,} more texts {rest}: {examples([r.text or '' for r in left])}")


def _text_changed(raw: Raw) -> Change:
    return _change([raw], f"{quoted(str(raw.old))} is now {quoted(str(raw.new))}", raw.old, raw.new)


def _text_removed(raw: Raw) -> Change:
    how = {"hidden": "is hidden now", "outlined": "is no longer text: its letters are drawn as shapes"}
    return _change([raw], f"{quoted(str(raw.old))} {how.get(raw.prop, 'is gone')}", raw.old)


def _text_added(raw: Raw) -> Change:
    how = {"hidden": "was hidden and is shown now", "outlined": "is text now: it was drawn as shapes"}
    return _change([raw], f"{quoted(str(raw.new))} {how.get(raw.prop, 'is new')}", None, raw.new)


def _loose(raws: Sequence[Raw], one: Callable[[Raw], Change], rest: str) -> Iterator[Change]:
    """Yield texts that are gone or new; those that became shapes, or were, as one."""
    outlined = [r for r in raws if r.prop == "outlined"]
    if len(outlined) >= _FEWEST_TOGETHER:
        how = "are no longer text: their letters are drawn as shapes"
        if outlined[0].kind == "added":
            how = "are text now: their letters were drawn as shapes"
        said = examples([r.text or "" for r in outlined])
        yield _change(outlined, f"{len(outlined):,} texts ({said}) {how}")
        raws = [r for r in raws if r.prop != "outlined"]
    yield from _told(raws, one, rest)


def _text_looks(raws: Sequence[Raw]) -> Iterator[Change]:
    by_value: dict[tuple[object, ...], list[Raw]] = defaultdict(list)
    for raw in raws:
        by_value[raw.kind, raw.prop, raw.old, raw.new].append(raw)
    for (_, prop, old, new), found in by_value.items():
        said = visible(arrow(str(old), str(new)))
        if len(found) == 1:
            yield _change(found, f"{quoted(found[0].text or '')}: {prop} {said}", old, new)
        else:
            shown = examples([r.text or "" for r in found])
            yield _change(found, f"{len(found):,} texts ({shown}): {prop} {said}", old, new)


# -- marks --------------------------------------------------------------------------


def _extent(raws: Sequence[Raw]) -> tuple[str, object, object]:
    old, new = _box(r.old_box for r in raws), _box(r.box for r in raws)
    if old is None or new is None:
        return "", None, None
    was, now = sizes(old, new)
    return arrow(was, now), was, now


def _mark_change(raws: Sequence[Raw], totals: Both) -> Iterator[Change]:
    """Yield changes for marks of one group that changed in one way."""
    kind, where = raws[0].kind, _in(raws[0])
    who = _of(raws, totals)
    is_one = number_of(raws) == 1
    if kind in {"removed", "added"}:
        verb = {"removed": "gone", "added": "new"}[kind]
        said = _noun(raws)
        if raws[0].prop == "letter":
            where, said = (
                "",
                said.replace("mark", "letter") + " drawn as " + ("a shape" if is_one else "shapes"),
            )
        before, after = (side.get(_key(raws[0]), 0) for side in totals)
        numbers = "" if raws[0].prop == "letter" else f" ({before:,} → {after:,})"
        message = f"{where}{said} {'is' if is_one else 'are'} {verb}{numbers}"
        yield _change(raws, message, before, after)
    elif kind == "resized":
        most = max(raws, key=lambda r: max(map(abs, r.vector)))
        grown = max(map(abs, most.vector))
        said, old, new = _extent(raws)
        if is_one:
            yield _change(raws, f"{where}{who} is another size: {said}", old, new)
        else:
            yield _change(raws, f"{where}{who} are another size, by {length(grown)} at most", None, None)
    elif kind == "changed":
        most = max(raws, key=lambda r: r.vector[0])
        verb = "is" if is_one else "are"
        yield _change(raws, f"{where}{who} {verb} drawn differently, {length(most.vector[0])} off at most")
    else:
        yield from _mark_looks(raws, where, who)


def _mark_looks(raws: Sequence[Raw], where: str, who: str) -> Iterator[Change]:
    prop = raws[0].prop
    values = {(r.old, r.new) for r in raws}
    if len(values) > _MOST_VALUES:
        yield _change(raws, f"{where}{who} have another {prop}")
        return
    for old, new in sorted(values, key=str):
        found = [r for r in raws if (r.old, r.new) == (old, new)]
        name = who if len(found) == len(raws) else _noun(found)
        yield _change(found, f"{where}{name}: {prop} {visible(arrow(str(old), str(new)))}", old, new)


# -- places -------------------------------------------------------------------------


def _moves(raws: Sequence[Raw], totals: Both, tolerance_mm: float) -> Iterator[Change]:
    """Yield movements of one section: those by the same vector as one."""
    cell = max(tolerance_mm, 0.02)
    cells: dict[tuple[int, int], list[Raw]] = defaultdict(list)
    for raw in raws:
        if raw.mixed:
            continue
        cells[floor(raw.vector[0] / cell), floor(raw.vector[1] / cell)].append(raw)
    taken: set[int] = set()
    all_marks = number_of(r for r in raws if r.what == "mark")
    for a, b in sorted(cells, key=lambda cell: -len(cells[cell])):
        near = [
            r
            for p in (a - 1, a, a + 1)
            for q in (b - 1, b, b + 1)
            for r in cells.get((p, q), ())
            if id(r) not in taken
        ]
        others = sum(r.what != "mark" for r in near)
        share = _LEAST_SHARE * all_marks
        if others < _FEWEST_TOGETHER and number_of(near) < max(_FEWEST_TOGETHER, share):
            continue
        taken.update(map(id, near))
        yield _together(near, totals)
    left = [r for r in raws if id(r) not in taken]
    texts = [r for r in left if r.what != "mark"]
    yield from _told(texts, _text_moved, "moved")
    by_group: dict[str, list[Raw]] = defaultdict(list)
    for raw in left:
        if raw.what == "mark":
            by_group[given_name(raw.path) or ""].append(raw)
    for found in by_group.values():
        most = max(found, key=lambda r: distance(r.vector))
        if number_of(found) == 1:
            way = direction(most.vector)
            yield _change(found, f"{_in(most)}{_of(found, totals)} moved {way}", None, _xy(most.vector))
        else:
            way = f"{length(distance(most.vector))} at most ({direction(most.vector)})"
            yield _change(found, f"{_in(most)}{_of(found, totals)} moved, {way}", None, _xy(most.vector))


def _xy(vector: Vector) -> list[float]:
    return [round(vector[0], 3), round(vector[1], 3)]


def _text_moved(raw: Raw) -> Change:
    what = quoted(raw.text or "") if raw.what in {"text", "number"} else f"the {raw.what}"
    return _change([raw], f"{what} moved {direction(raw.vector)}", None, _xy(raw.vector))


def _middle(vectors: Sequence[Vector]) -> Vector:
    xs, ys = sorted(v[0] for v in vectors), sorted(v[1] for v in vectors)
    return xs[len(xs) // 2], ys[len(ys) // 2]


def _together(raws: list[Raw], totals: Both) -> Change:
    vector = _middle([r.vector for r in raws])
    if all(r.what == "mark" for r in raws) and len({given_name(r.path) for r in raws}) == 1:
        who = f"{_in(raws[0])}{_of(raws, totals)}"
    else:
        who = _noun(raws)
        texts = [r.text or "" for r in raws if r.what in {"text", "number"}]
        if texts:
            who += f" ({examples(texts)})"
        elif names := sorted({n for r in raws if (n := given_name(r.path))}):
            shown = ", ".join(visible(n) for n in names[:_MOST_NAMES])
            who += f" ({shown}{', …' if len(names) > _MOST_NAMES else ''})"
    what = "mark" if all(r.what == "mark" for r in raws) else "text"
    return _change(raws, f"{who} moved {direction(vector)}", None, _xy(vector), what=what)


# -- all ----------------------------------------------------------------------------


def _section(raws: Sequence[Raw], totals: Both, tolerance_mm: float) -> Iterator[Change]:
    texts: dict[str, list[Raw]] = defaultdict(list)
    marks: dict[tuple[str, str, str], list[Raw]] = defaultdict(list)
    for raw in raws:
        if raw.kind == "moved":
            continue
        if raw.what == "mark":
            name = "" if raw.prop == "letter" else given_name(raw.path) or ""
            marks[name, raw.kind, raw.prop].append(raw)
        else:
            texts[raw.kind].append(raw)
    yield from _told(texts.pop("changed", []), _text_changed, "changed")
    yield from _loose(texts.pop("removed", []), _text_removed, "are gone")
    yield from _loose(texts.pop("added", []), _text_added, "are new")
    for found in texts.values():
        yield from _text_looks(found)
    for found in marks.values():
        yield from _mark_change(found, totals)
    yield from _moves([r for r in raws if r.kind == "moved"], totals, tolerance_mm)


def sum_up(raws: Iterable[Raw], totals: Both, tolerance_mm: float) -> Iterator[Change]:
    """Yield the changes that differences amount to.

    Parameters
    ----------
    raws : iterable of Raw
    totals : tuple of mappings
        (Section, given name of a group) → number of marks, in the old and in the new figure.
    tolerance_mm : float
        Movements that differ by less are one movement.
    """
    sections: dict[str, list[Raw]] = defaultdict(list)
    for raw in raws:
        sections[raw.section].append(raw)
    for found in sections.values():
        yield from _section(found, totals, tolerance_mm)
