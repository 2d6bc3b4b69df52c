"""Compares two figures, part by part."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from functools import lru_cache
from pathlib import Path

from natfig.core.errors import DocumentError, Problem
from natfig.qa.diff.change import TOLERANCE_MM, Change, Difference
from natfig.qa.diff.collect import sum_up
from natfig.qa.diff.facts import compare_facts, compare_page
from natfig.qa.diff.groups import GroupMap, Vector, common_shift, map_groups
from natfig.qa.diff.looks import looks_of
from natfig.qa.diff.marks import MarkResult, compare_marks
from natfig.qa.diff.names import section_name
from natfig.qa.diff.raw import Raw
from natfig.qa.diff.texts import TextResult, compare_texts
from natfig.qa.diff.words import count, direction, quoted
from natfig.qa.document import Aspect, Box, Document, Group
from natfig.qa.reporters._plain import visible

__all__ = ["compare", "compare_files"]

# Texts and marks of a section that tell how far it moved.
_MOST_VOTES = 400
_RASTERS = frozenset({"tiff", "png", "jpeg"})
_ASPECTS: tuple[Aspect, ...] = ("page", "text", "shapes", "colors", "images", "links", "meta")


def compare_files(old: Path, new: Path, *, tolerance_mm: float = TOLERANCE_MM) -> Difference:
    """Read two figures and compare them.

    Raises
    ------
    DocumentError
        If one can't be read, named in the message, or they can't be compared.
    """
    from natfig.qa.runner import open_document

    documents = []
    for path in (old, new):
        try:
            documents.append(open_document(path))
        except DocumentError as error:
            problems = [
                p if str(path) in p.message else Problem(p.message, str(path), p.line, p.column, p.hint)
                for p in error.problems
            ]
            raise DocumentError(problems) from None
    difference = compare(documents[0], documents[1], tolerance_mm=tolerance_mm)
    difference.old, difference.new = str(old), str(new)
    return difference


def compare(
    old: Document,
    new: Document,
    *,
    tolerance_mm: float = TOLERANCE_MM,
    data: tuple[bytes, bytes] | None = None,
) -> Difference:
    """Return what two figures have not in common.

    Parameters
    ----------
    old, new : Document
    tolerance_mm : float
        Places that differ by less are the same; sizes of type and lines have 0.05 pt.
    data : tuple of bytes, optional
        The files, where they are not on disk.

    Raises
    ------
    DocumentError
        If one is made of pixels and the other of texts and marks.
    """
    if (old.kind in _RASTERS) != (new.kind in _RASTERS):
        kinds = f"{old.kind.upper()} with {new.kind.upper()}"
        raise DocumentError(
            f"cannot compare {kinds}: one holds pixels, the other texts and marks",
            hint="compare two vector files (SVG, PDF) or two pictures (TIFF, PNG, JPEG)",
        )
    out = Difference(str(old.path), str(new.path), tolerance_mm=tolerance_mm, documents=(old, new), data=data)
    out.changes += compare_page(old, new, tolerance_mm)
    if old.kind in _RASTERS:
        from natfig.qa.diff.rasters import compare_rasters

        _sort_in(out, compare_rasters(old, new, tolerance_mm, data))
    else:
        _compare_vectors(out, old, new, tolerance_mm)
    out.changes += compare_facts(old, new)
    out.not_compared = list(dict.fromkeys([*_unmeasured(old, new), *out.not_compared]))
    out.sort()
    return out


def _unmeasured(old: Document, new: Document) -> Iterator[str]:
    for side, document in (("old", old), ("new", new)):
        if document.kind in _RASTERS:
            continue
        for aspect in _ASPECTS:
            if aspect in document.unmeasured:
                yield f"{aspect} in the {side} figure: {document.unmeasured[aspect]}"
        if any("HTML inside <foreignObject>" in note.message for note in document.notes):
            yield f"labels written as HTML in the {side} figure: they are not measured"


def _sort_in(out: Difference, found: Iterable[Change | Raw | str]) -> list[Raw]:
    """Put changes and what was not compared where they belong; return what is to be summed up."""
    raws = []
    for one in found:
        if isinstance(one, Change):
            out.changes.append(one)
        elif isinstance(one, str):
            out.not_compared.append(one)
        else:
            raws.append(one)
    return raws


def _compare_vectors(out: Difference, old: Document, new: Document, tol: float) -> None:
    across = old.kind != new.kind
    groups = GroupMap() if across else map_groups(old, new)
    shifts = {} if across else _shifts(old, new, groups, tol)
    shift_of = {p.group: shifts.get(section_name(p.group, p.panel), (0.0, 0.0)) for p in new.shapes.paints}
    texts = compare_texts(
        old,
        new,
        rename=groups.path,
        section=groups.section,
        shifts=shifts,
        tolerance_mm=tol,
        across=across,
    )
    if across:
        marks = MarkResult()
        out.not_compared.append("marks one by one: the two formats store them differently")
        out.changes += _colors(old, new)
    else:
        marks = compare_marks(
            old, new, path=groups.path, section=groups.section, shift_of=shift_of, tolerance_mm=tol
        )
    if marks.skipped:
        out.not_compared.append(f"the outlines of {count(marks.skipped, 'mark')}: they have too many points")
    raws = [*texts.raws, *marks.raws]
    if old.images or new.images:
        from natfig.qa.diff.images import compare_images

        raws += _sort_in(out, compare_images(old, new, tol))
    _forget_outlined(groups, raws)
    out.changes += _group_changes(groups, raws)
    out.changes += _shift_changes(shifts, texts, marks, new)
    out.changes += sum_up(_apart(raws, groups), marks.totals, tol)
    if texts.pairs and not across and _paint_differs(old, new):
        from natfig.qa.diff.hidden import compare_cover

        out.changes += compare_cover(old, new, texts.pairs)


def _paint_differs(old: Document, new: Document) -> bool:
    """Return whether what covers text can be another: paint order, marks or texts differ at all."""
    a, b = old.shapes, new.shapes
    return (
        (a.order, a.x0, a.y0, a.x1, a.y1, a.paint) != (b.order, b.x0, b.y0, b.x1, b.y1, b.paint)
        or a.paints != b.paints
        or [(r.text, r.box, r.order) for r in old.runs] != [(r.text, r.box, r.order) for r in new.runs]
        or [i.order for i in old.images] != [i.order for i in new.images]
    )


# -- whole panels -----------------------------------------------------------------------


def _votes(document: Document) -> dict[str, dict[object, tuple[float, float]]]:
    """Return, for each section, the places of what can be recognised in it: texts that stand once."""
    seen: dict[str, Counter[str]] = defaultdict(Counter)
    places: dict[str, dict[object, tuple[float, float]]] = defaultdict(dict)
    for element in document.elements:
        if not len(element.runs):
            continue
        run = document.runs[element.runs[0]]
        section = section_name(run.group, run.panel)
        seen[section][element.text] += 1
        places[section][element.text] = element.box[0], element.box[1]
    for section, counts in seen.items():
        for text, number in counts.items():
            if number > 1:
                del places[section][text]
    return places


def _mark_votes(old: Document, new: Document, groups: GroupMap, tol: float) -> dict[str, list[Vector]]:
    """Return movements of the first marks of each group that has as many as before."""
    firsts: list[dict[str, list[int]]] = []
    counts: list[Counter[str]] = []
    for document, rename in ((old, groups.path), (new, str)):
        names = [rename(p.group) for p in document.shapes.paints]
        first: dict[str, list[int]] = defaultdict(list)
        number: Counter[str] = Counter()
        per_paint = Counter(document.shapes.paint)
        for paint, many in per_paint.items():
            number[names[paint]] += many
        need = dict.fromkeys(number, _MOST_VOTES // 10)
        for i, paint in enumerate(document.shapes.paint):
            name = names[paint]
            if need[name]:
                need[name] -= 1
                first[name].append(i)
        firsts.append(first)
        counts.append(number)
    looks, new_looks = looks_of(old), looks_of(new)
    a, b = old.shapes, new.shapes
    out: dict[str, list[Vector]] = defaultdict(list)
    for name, mine in firsts[0].items():
        if counts[0][name] != counts[1][name]:
            continue
        for i, j in zip(mine, firsts[1][name], strict=True):
            same_size = (
                abs(a.x1[i] - a.x0[i] - b.x1[j] + b.x0[j]) <= tol
                and abs(a.y1[i] - a.y0[i] - b.y1[j] + b.y0[j]) <= tol
            )
            if same_size and looks[a.paint[i]] == new_looks[b.paint[j]]:
                look = b.paint_of(j)
                section = section_name(look.group, look.panel)
                if len(out[section]) < _MOST_VOTES:
                    out[section].append((b.x0[j] - a.x0[i], b.y0[j] - a.y0[i]))
    return out


def _shifts(old: Document, new: Document, groups: GroupMap, tol: float) -> dict[str, Vector]:
    """Return how far sections moved as a whole: new name → mm."""
    before, after = _votes(old), _votes(new)
    votes = _mark_votes(old, new, groups, tol)
    for name, places in before.items():
        section = groups.section(name)
        for text, (x, y) in list(places.items())[:_MOST_VOTES]:
            if text in after.get(section, {}):
                p, q = after[section][text]
                votes[section].append((p - x, q - y))
    found = {name: common_shift(listed, tol) for name, listed in votes.items()}
    return {name: shift for name, shift in found.items() if max(map(abs, shift)) > tol}


def _shift_changes(
    shifts: dict[str, Vector], texts: TextResult, marks: MarkResult, new: Document
) -> Iterator[Change]:
    for name, shift in shifts.items():
        number = texts.stayed.get(name, 0) + marks.stayed.get(name, 0)
        if not number:
            continue
        panel = name.removeprefix("panel ") if name.startswith("panel ") else None
        group = next((g for g in new.groups.values() if g.panel == panel and panel is not None), None)
        if panel is not None:
            group = next((g for g in new.groups.values() if g.panel == panel and "/" not in g.path), group)
        else:
            group = new.groups.get(name)
        (dx, dy), box = shift, None if group is None else group.box
        who = "everything else on the page" if name == "page" else visible(name)
        yield Change(
            "moved",
            "panel" if panel is not None else "group",
            f"{who} moved {direction(shift)} ({count(number, 'thing')})",
            None,
            [round(shift[0], 3), round(shift[1], 3)],
            name,
            panel,
            None if group is None else group.id,
            box=box,
            old_box=None if box is None else Box(box.x0 - dx, box.y0 - dy, box.x1 - dx, box.y1 - dy),
            count=number,
        )


# -- groups -----------------------------------------------------------------------------


def _apart(raws: list[Raw], groups: GroupMap) -> list[Raw]:
    """Return the differences without what went or came with its whole group."""
    gone, come = {g.path for g in groups.gone}, {g.path for g in groups.come}
    whole = {"removed": gone, "added": come}
    return [r for r in raws if r.kind not in whole or whole[r.kind].isdisjoint(_around(r.path))]


def _forget_outlined(groups: GroupMap, raws: list[Raw]) -> None:
    """Leave out groups that only took the place of a text whose letters became shapes."""
    texts = {r.path for r in raws if r.what == "text" and r.prop == "outlined"}
    dropped = {g.path for g in (*groups.gone, *groups.come) if g.path in texts}
    raws[:] = [r for r in raws if r.what != "mark" or dropped.isdisjoint(_around(r.path))]
    groups.gone = [g for g in groups.gone if g.path not in texts]
    groups.come = [g for g in groups.come if g.path not in texts]


@lru_cache(maxsize=16384)
def _around(path: str) -> tuple[str, ...]:
    """Return the paths of all groups around a thing."""
    parts = path.split("/")
    return tuple("/".join(parts[:k]) for k in range(1, len(parts) + 1))


def _what(group: Group) -> str:
    return "panel" if group.panel is not None and "." not in group.id else "group"


def _group_changes(groups: GroupMap, raws: list[Raw]) -> Iterator[Change]:
    for listed, kind, verb in ((groups.gone, "removed", "gone"), (groups.come, "added", "new")):
        within = {path for r in raws if r.kind == kind for path in _around(r.path)}
        for group in listed:
            lost = group.path in within
            held = [count(n, what) for n, what in ((group.texts, "text"), (group.shapes, "mark")) if n]
            with_it = f", with {' and '.join(held)}" if lost else "; what it held is still there"
            if kind == "added" and not lost:
                with_it = " around what was there before"
            name = f"panel {group.panel}" if _what(group) == "panel" else f"the group {quoted(group.id)}"
            is_old = kind == "removed"
            yield Change(
                kind,
                _what(group),
                f"{name} is {verb}{with_it}",
                group.id if is_old else None,
                None if is_old else group.id,
                section_name(group.path, group.panel),
                group.panel,
                group.id,
                None,
                None if is_old else group.box,
                group.box if is_old else None,
            )
    for one, two in groups.renamed:
        name = f"the {_what(two)}"
        yield Change(
            "renamed",
            _what(two),
            f"{name} {quoted(one.id)} is called {quoted(two.id)} now",
            one.id,
            two.id,
            section_name(two.path, two.panel),
            two.panel,
            two.id,
            None,
            two.box,
            one.box,
        )


def _colors(old: Document, new: Document) -> Iterator[Change]:
    """Yield colours that only one figure's marks have; of formats whose marks can't be paired."""
    sides = []
    for document in (old, new):
        colors = set()
        for paint in document.shapes.paints:
            stops = (*paint.fill_stops, *paint.stroke_stops)
            colors |= {c.upper() for c in (paint.fill, paint.stroke, *stops) if c}
        sides.append(colors)
    gone, come = sorted(sides[0] - sides[1]), sorted(sides[1] - sides[0])
    if gone or come:
        parts = [f"{', '.join(gone[:8])} gone"] if gone else []
        parts += [f"{', '.join(come[:8])} new"] if come else []
        yield Change("recoloured", "mark", f"colours of marks: {'; '.join(parts)}", gone, come)
