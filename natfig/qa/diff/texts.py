"""What differs between the texts of two figures."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import NamedTuple

from natfig.core.record import dataclass, field
from natfig.qa.diff.change import TOLERANCE_PT
from natfig.qa.diff.groups import Vector
from natfig.qa.diff.labels import Label, labels_of
from natfig.qa.diff.looks import SAME_OPACITY
from natfig.qa.diff.match_text import SAME_TURN_DEG, match_texts, moved_by
from natfig.qa.diff.names import is_generated
from natfig.qa.diff.raw import Raw
from natfig.qa.diff.words import number
from natfig.qa.document import Document, TextRun

__all__ = ["TextResult", "compare_texts"]

_WEIGHTS = {"normal": "400", "bold": "700", "bolder": "700", "lighter": "300"}
# Faces of the same widths, of which a program takes the one it has.
_ARIAL_LIKE = frozenset({"arial", "arialmt", "helvetica", "liberation sans", "arimo", "nimbus sans"})


@dataclass(slots=True)
class TextResult:
    """What became of the texts.

    Attributes
    ----------
    raws : list of Raw
    stayed : dict
        Section → texts of it that moved exactly with it.
    pairs : list of (Label, Label)
    """

    raws: list[Raw] = field(default_factory=list)
    stayed: dict[str, int] = field(default_factory=dict)
    pairs: list[tuple[Label, Label]] = field(default_factory=list)


class _Style(NamedTuple):
    size: float
    family: str
    families: tuple[str, ...]
    weight: str
    style: str
    fill: str | None
    opacity: float


def _style(run: TextRun) -> _Style:
    return _Style(
        run.size_pt,
        run.family,
        run.families,
        _WEIGHTS.get(run.weight, run.weight),
        run.style,
        None if run.fill is None else run.fill.upper(),
        run.opacity,
    )


def _segments(old: Label, new: Label) -> Iterator[tuple[_Style, _Style]]:
    """Yield the styles of what both texts set in one piece, letter by letter where they read alike."""
    if old.text != new.text:
        if len(old.runs) == len(new.runs):
            yield from ((_style(a), _style(b)) for a, b in zip(old.runs, new.runs, strict=True))
        else:
            yield _style(old.runs[0]), _style(new.runs[0])
        return
    ends = [_ends(old.runs), _ends(new.runs)]
    a = b = 0
    while a < len(old.runs) and b < len(new.runs):
        yield _style(old.runs[a]), _style(new.runs[b])
        p, q = ends[0][a], ends[1][b]
        a, b = a + (p <= q), b + (q <= p)


def _ends(runs: Sequence[TextRun]) -> list[int]:
    """Return where each run ends, counted in letters that are no blanks."""
    out, at = [], 0
    for run in runs:
        at += sum(not c.isspace() for c in run.text)
        out.append(at)
    return out


def _same_family(a: _Style, b: _Style, *, across: bool) -> bool:
    one, two = a.family.casefold(), b.family.casefold()
    if one == two:
        return True
    if not across:
        return False
    # A PDF names the one face it carries, an SVG the stack it came from.
    stacks = {f.casefold() for f in a.families} | {one}, {f.casefold() for f in b.families} | {two}
    return bool(stacks[0] & stacks[1]) or {one, two} <= _ARIAL_LIKE


def _style_changes(a: _Style, b: _Style, *, across: bool) -> Iterator[tuple[str, str, str, str]]:
    if abs(a.size - b.size) > TOLERANCE_PT:
        yield "resized", "size", f"{number(a.size)} pt", f"{number(b.size)} pt"
    if not _same_family(a, b, across=across):
        yield "restyled", "font", a.family, b.family
    if a.weight != b.weight:
        names = {"400": "normal", "700": "bold"}
        yield "restyled", "weight", names.get(a.weight, a.weight), names.get(b.weight, b.weight)
    if a.style != b.style:
        yield "restyled", "style", a.style, b.style
    if a.fill != b.fill:
        yield "recoloured", "colour", a.fill or "a pattern", b.fill or "a pattern"
    if abs(a.opacity - b.opacity) > SAME_OPACITY:
        yield "restyled", "opacity", number(a.opacity), number(b.opacity)


def _pair(old: Label, new: Label, shift: Vector, tol: float, *, across: bool) -> Iterator[Raw]:
    def raw(
        kind: str, prop: str = "", was: object = None, now: object = None, vector: Vector = (0.0, 0.0)
    ) -> Raw:
        return Raw(
            kind,
            "number" if kind == "changed" and old.is_number and new.is_number else "text",
            new.section,
            new.group,
            new.panel,
            prop,
            was,
            now,
            new.text,
            new.box,
            old.box,
            vector=vector,
            line=new.line,
        )

    if old.text != new.text:
        yield raw("changed", "", old.text, new.text)
    told = set()
    for a, b in _segments(old, new):
        for change in _style_changes(a, b, across=across):
            if change not in told:
                told.add(change)
                yield raw(*change)
    turn = (new.rotation_deg - old.rotation_deg + 180) % 360 - 180
    if abs(turn) > SAME_TURN_DEG:
        yield raw("turned", "rotation", f"{number(old.rotation_deg)}°", f"{number(new.rotation_deg)}°")
    dx, dy = moved_by(old, new)
    has_moved = abs(dx) > tol or abs(dy) > tol
    if has_moved and (abs(dx - shift[0]) > tol or abs(dy - shift[1]) > tol):
        yield raw("moved", vector=(dx, dy))


def _loose(label: Label, kind: str, how: str = "") -> Raw:
    is_old = kind == "removed"
    return Raw(
        kind,
        "text",
        label.section,
        label.group,
        label.panel,
        how,
        label.text if is_old else None,
        None if is_old else label.text,
        label.text,
        None if is_old else label.box,
        label.box if is_old else None,
        line=label.line,
    )


def _squeezed(text: str) -> str:
    return "".join(text.split())


def _rejoin(
    loose: list[int], whole: Sequence[Label], free: list[int], parts: Sequence[Label]
) -> tuple[list[int], list[int]]:
    """Take out texts that the other file stores in several pieces, as PDF does with spaced letters."""
    gone: set[int] = set()
    kept = []
    for i in loose:
        label = whole[i]
        near = label.box.grown(0.5)
        found = [j for j in free if j not in gone and near.holds(parts[j].box)]
        # In whatever order: lines, scripts and letters are cut and sorted differently.
        if found and sorted("".join(_squeezed(parts[j].text) for j in found)) == sorted(
            _squeezed(label.text)
        ):
            gone.update(found)
        else:
            kept.append(i)
    return kept, [j for j in free if j not in gone]


def compare_texts(
    old: Document,
    new: Document,
    *,
    rename: Callable[[str], str],
    section: Callable[[str], str],
    shifts: Mapping[str, Vector],
    tolerance_mm: float,
    across: bool,
) -> TextResult:
    """Return what differs between the texts of two figures.

    Parameters
    ----------
    old, new : Document
    rename, section : callable
        New path of an old group, new name of an old section.
    shifts : mapping
        New section → how far all of it moved, mm.
    tolerance_mm : float
    across : bool
        The figures are of different formats, which cut texts and name faces differently.
    """
    mine, theirs = list(labels_of(old)), list(labels_of(new))

    def rejoin(left: list[int], free: list[int]) -> tuple[list[int], list[int]]:
        left, free = _rejoin(left, mine, free, theirs)
        free, left = _rejoin(free, theirs, left, mine)
        return left, free

    pairs, gone, come = match_texts(
        mine,
        theirs,
        rename=rename,
        section=section,
        shifts=shifts,
        tolerance_mm=tolerance_mm,
        rejoin=rejoin if across else None,
    )
    out = TextResult(pairs=[(mine[i], theirs[j]) for i, j in pairs])
    for a, b in out.pairs:
        shift = shifts.get(b.section, (0.0, 0.0))
        found = list(_pair(a, b, shift, tolerance_mm, across=across))
        out.raws += found
        if shift != (0.0, 0.0) and not any(r.kind == "moved" for r in found):
            dx, dy = moved_by(a, b)
            if abs(dx - shift[0]) <= tolerance_mm and abs(dy - shift[1]) <= tolerance_mm:
                out.stayed[b.section] = out.stayed.get(b.section, 0) + 1
        out.raws += _renamed(a, b, rename)
    hidden = {label.text for label in labels_of(new, visible=False)} if gone else set()
    was_hidden = {label.text for label in labels_of(old, visible=False)} if come else set()
    for i in gone:
        how = "hidden" if mine[i].text in hidden else "outlined" if _is_outlined(mine[i], new) else ""
        out.raws.append(_loose(mine[i], "removed", how))
    for j in come:
        how = "hidden" if theirs[j].text in was_hidden else "outlined" if _is_outlined(theirs[j], old) else ""
        out.raws.append(_loose(theirs[j], "added", how))
    return out


def _is_outlined(label: Label, other: Document) -> bool:
    """Return whether the other figure has outlined letters where a text stands, or a group of its id."""
    group = other.groups.get(label.group.rpartition("/")[2])
    if group is not None and group.path == label.group and not group.texts:
        return True
    for row in other.outlined:
        shared = row.box.meet(label.box)
        if shared is not None and shared.area >= 0.5 * min(row.box.area, label.box.area):
            return True
    return False


def _renamed(old: Label, new: Label, rename: Callable[[str], str]) -> Iterator[Raw]:
    """Yield a change of a text's own id, where a person gave it."""
    was, now = rename(old.group), new.group
    if was == now or not was or not now:
        return
    (a, one), (b, two) = ((p.rpartition("/")[0], p.rpartition("/")[2]) for p in (was, now))
    # An id that begins with its renamed panel's is no change of its own.
    follows = any(
        p != q and one.replace(p, q, 1) == two
        for p, q in zip(old.group.split("/")[:-1], now.split("/")[:-1], strict=False)
    )
    if a == b and not follows and not (is_generated(one) and is_generated(two)):
        yield Raw(
            "renamed",
            "text",
            new.section,
            now,
            new.panel,
            "id",
            one,
            two,
            new.text,
            new.box,
            old.box,
            line=new.line,
        )
