"""Who was in a study and who left it: boxes with counts that must add up."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from natfig.charts import _flow_canvas as cv
from natfig.core.errors import DataError

__all__ = ["Exclusion", "Step", "check_sums", "cohort", "count_text"]

# Between rows and columns of boxes; the side boxes stand this far right of the line.
GAP_ROW, MOST_ROW = 4.5, 9.0
GAP_COLUMN = 4.0
ASIDE = 5.0
# What reasons stand in by, under their heading.
INDENT = "\u2002"
# Widths that texts are broken to, main and side boxes alike.
WIDTHS = (56.0, 50.0, 44.0, 39.0, 34.0, 30.0, 26.0, 22.0, 19.0)


@dataclass(frozen=True, slots=True)
class Exclusion:
    """Who leaves after a step: a heading, and reasons with their counts."""

    text: str
    reasons: tuple[tuple[str, int], ...]
    n: int

    @property
    def lines(self) -> list[str]:
        """The heading, and under it the reasons where there are several."""
        if len(self.reasons) == 1 and not self.text:
            return [f"{self.reasons[0][0]} ({count_text(self.n)})"]
        head = f"{self.text or 'Excluded'} ({count_text(self.n)})"
        return [head, *(f"{INDENT}{reason} ({count_text(n)})" for reason, n in self.reasons)]


@dataclass(frozen=True, slots=True)
class Step:
    """A box of the main line; `parent` is the box it follows."""

    name: str
    text: str
    n: int
    parent: str | None
    excluded: Exclusion | None = None
    color: str | None = None


def count_text(n: int) -> str:
    """Return a count as it stands in a figure: kept together, thin-space thousands from 10,000 on."""
    digits = f"{n:,}".replace(",", "\u2009") if n >= 10_000 else str(n)
    return f"n\u00a0=\u00a0{digits}"


def check_sums(steps: Sequence[Step]) -> None:
    """Check that nobody is lost: who enters a box leaves it for the next ones or for a reason.

    Raises
    ------
    DataError
        Naming both numbers.
    """
    for step in steps:
        gone = step.excluded
        if gone is not None and gone.reasons and sum(n for _, n in gone.reasons) != gone.n:
            raise DataError(
                f"cohort: after '{step.text}' {gone.n} are excluded, and the reasons add up to "
                f"{sum(n for _, n in gone.reasons)}"
            )
        next_ones = [s for s in steps if s.parent == step.name]
        left = step.n - (gone.n if gone is not None else 0)
        if left < 0:
            out = gone.n if gone is not None else 0
            raise DataError(f"cohort: '{step.text}' has {step.n}, and {out} are excluded from them")
        if next_ones and sum(s.n for s in next_ones) != left:
            names = " and ".join(f"'{s.text}'" for s in next_ones)
            of = f"{step.n} − {gone.n} excluded = {left}" if gone is not None else f"{left}"
            have = " + ".join(str(s.n) for s in next_ones)
            total = f"{have} = {sum(s.n for s in next_ones)}" if len(next_ones) > 1 else have
            have = "have" if len(next_ones) > 1 else "has"
            raise DataError(
                f"cohort: '{step.text}' leaves {of}, but {names} {have} {total}",
                hint="correct a number, or say who is missing with excluded:",
            )


@dataclass
class _Part:
    """A step with its boxes' sizes, and a subtree with its reach in every row, from its own middle."""

    step: Step
    lines: list[str]
    width: float
    height: float
    side: tuple[list[str], float, float] | None
    children: list[_Part] = field(default_factory=list)
    x: float = 0.0
    depth: int = 0

    def walk(self) -> list[_Part]:
        """Return the part and all below it."""
        return [self, *(p for c in self.children for p in c.walk())]

    def shift(self, dx: float) -> None:
        """Move the subtree."""
        for part in self.walk():
            part.x += dx


def cohort(
    steps: Sequence[Step], room_mm: tuple[float, float], sizes_pt: Sequence[float], colors: Mapping[str, str]
) -> cv.Canvas:
    """Return the diagram in a room, or the smallest there is with what is missing.

    Parameters
    ----------
    steps : sequence of Step
        Checked; the first has no parent.
    room_mm : tuple of float
        Width and height.
    sizes_pt : sequence of float
        Sizes of type to try.
    colors : mapping of str to str
        Step → #RRGGBB.
    """
    best: tuple[float, cv.Canvas, tuple[float, float]] | None = None
    for size_pt in sizes_pt:
        for width in WIDTHS:
            sides = {s.name: width for s in steps if s.excluded is not None}
            canvas, need = _placed(_sized(steps, size_pt, width, sides), room_mm, size_pt, colors)
            lacking = max(need[0] - room_mm[0], need[1] - room_mm[1])
            if lacking <= 1e-6:
                for name in sides:  # a side box that has room for whole lines gets it
                    wider = sides | {name: WIDTHS[0]}
                    tried, need = _placed(_sized(steps, size_pt, width, wider), room_mm, size_pt, colors)
                    if need[0] <= room_mm[0] + 1e-6 and need[1] <= room_mm[1] + 1e-6:
                        canvas, sides = tried, wider
                return canvas
            if best is None or lacking < best[0]:
                best = (lacking, canvas, need)
    assert best is not None  # noqa: S101 - there are widths to try
    lacking, canvas, need = best
    hint = "give the panel more room, or shorten the texts"
    return canvas.outgrow("cohort", need, room_mm, lacking, sizes_pt[-1], hint)


def _sized(steps: Sequence[Step], size_pt: float, width: float, sides: Mapping[str, float]) -> _Part:
    parts: dict[str, _Part] = {}
    root: _Part | None = None
    for step in steps:
        lines = [*cv.balance(step.text, width, size_pt), f"({count_text(step.n)})"]
        joined = f"{step.text} ({count_text(step.n)})"
        if cv.width_mm(joined, size_pt) <= width:
            lines = [joined]
        w, h = cv.block_mm(lines, size_pt)
        side = None
        if step.excluded is not None:
            listed = [t for line in step.excluded.lines for t in _wrapped(line, sides[step.name], size_pt)]
            sw, sh = cv.block_mm(listed, size_pt)
            side = (listed, sw + 2 * cv.PAD_MM[0], sh + 2 * cv.PAD_MM[1])
        part = _Part(step, lines, w + 2 * cv.PAD_MM[0], h + 2 * cv.PAD_MM[1], side)
        parts[step.name] = part
        if step.parent is None:
            root = part
        else:
            parent = parts[step.parent]
            part.depth = parent.depth + 1
            parent.children.append(part)
    assert root is not None  # noqa: S101 - the first step has no parent
    of_depth: dict[int, list[_Part]] = {}
    for part in parts.values():
        of_depth.setdefault(part.depth, []).append(part)
    for row in of_depth.values():
        wide, high = max(p.width for p in row), max(p.height for p in row)
        for part in row:
            part.width, part.height = wide, high
    return root


def _wrapped(line: str, width: float, size_pt: float) -> list[str]:
    """Return a line broken to a width; what goes on stands in twice."""
    first, *rest = cv.wrap(line, width, size_pt)
    if not rest:
        return [first]
    indent = INDENT * 2 if line.startswith(INDENT) else INDENT
    broken = cv.wrap(line, width - cv.width_mm(indent, size_pt), size_pt)
    return [broken[0], *(indent + part for part in broken[1:])]


def _reach(part: _Part) -> dict[float, tuple[float, float]]:
    """Return for each row (side boxes at half depths) how far a subtree goes left and right."""
    out: dict[float, tuple[float, float]] = {}
    for p in part.walk():
        spans = [(float(p.depth), p.x - p.width / 2, p.x + p.width / 2)]
        if p.side is not None:
            spans.append((p.depth + 0.5, p.x, p.x + ASIDE + p.side[1]))
        elif p.children:
            xs = [c.x for c in p.children]
            spans.append((p.depth + 0.5, min(xs), max(xs)))
        for row, left, right in spans:
            have = out.get(row, (left, right))
            out[row] = (min(have[0], left), max(have[1], right))
    return out


def _arrange(part: _Part) -> None:
    """Put subtrees side by side as near as their rows allow, each parent over their middle."""
    placed: dict[float, float] = {}
    for child in part.children:
        _arrange(child)
        reach = _reach(child)
        dx = max(
            (placed[row] + GAP_COLUMN - left for row, (left, _) in reach.items() if row in placed),
            default=0.0,
        )
        child.shift(dx)
        for row, (_, right) in _reach(child).items():
            placed[row] = max(placed.get(row, right), right)
    if part.children:
        part.x = (part.children[0].x + part.children[-1].x) / 2


def _placed(
    root: _Part, room_mm: tuple[float, float], size_pt: float, colors: Mapping[str, str]
) -> tuple[cv.Canvas, tuple[float, float]]:
    for part in root.walk():
        part.x = 0.0
    _arrange(root)
    parts = root.walk()
    reach = _reach(root).values()
    left, right = min(r[0] for r in reach), max(r[1] for r in reach)
    deepest = max(p.depth for p in parts)
    rows = [max(p.height for p in parts if p.depth == d) for d in range(deepest + 1)]
    sides = [
        max((p.side[2] for p in parts if p.depth == d and p.side is not None), default=0.0)
        for d in range(deepest + 1)
    ]
    # A row of side boxes has a gap on both sides; after the last row nothing follows but itself.
    gaps = sum((2 if side else 1) if d < deepest or side else 0 for d, side in enumerate(sides))
    gaps -= 1 if sides[-1] else 0
    split = [d for d in range(deepest) if any(len(p.children) > 1 for p in parts if p.depth == d)]
    need_h = sum(rows) + sum(sides) + gaps * GAP_ROW + len(split) * 2.0
    gap = GAP_ROW
    if gaps and room_mm[1] > need_h:
        gap = min(GAP_ROW + (room_mm[1] - need_h) / gaps, MOST_ROW)
    need = (right - left, need_h)
    top, y = [], 0.0
    for d in range(deepest + 1):
        top.append(y)
        y += rows[d] + (gap + sides[d] if sides[d] else 0.0) + gap + (2.0 if d in split else 0.0)
    height = top[-1] + rows[-1] + (gap + sides[-1] if sides[-1] else 0.0)
    canvas = cv.Canvas()
    for part in parts:
        _draw(canvas, part, top, rows, gap, size_pt, colors)
    dx = -left + max(room_mm[0] - need[0], 0.0) / 2
    return canvas.moved(dx, max(room_mm[1] - height, 0.0) / 2), need


def _draw(  # noqa: PLR0917 - where the rows are and how things look
    canvas: cv.Canvas,
    part: _Part,
    top: Sequence[float],
    rows: Sequence[float],
    gap: float,
    size_pt: float,
    colors: Mapping[str, str],
) -> None:
    step, d = part.step, part.depth
    y = top[d] + rows[d] / 2
    color = colors.get(step.name)
    words = cv.Words(tuple(part.lines), part.x, y, size_pt, step.name)
    canvas.boxes.append(cv.Box(part.x, y, part.width, part.height, step.name, "round", color, words))
    bottom = y + part.height / 2
    if part.side is not None:
        listed, w, h = part.side
        x = part.x + ASIDE + w / 2
        middle = top[d] + rows[d] + gap + h / 2
        name = f"{step.name}.excluded"
        text = cv.Words(tuple(listed), x - w / 2 + cv.PAD_MM[0], middle, size_pt, name, "left")
        canvas.boxes.append(cv.Box(x, middle, w, h, name, "box", None, text))
        start = (part.x, middle)
        if not part.children:
            canvas.lines.append(cv.Line(((part.x, bottom), start, (x - w / 2, middle)), name))
        else:
            canvas.lines.append(cv.Line((start, (x - w / 2, middle)), name))
    if not part.children:
        return
    below = top[d + 1]
    if len(part.children) == 1 and abs(part.children[0].x - part.x) < 1e-6:
        canvas.lines.append(
            cv.Line(((part.x, bottom), (part.x, below)), f"{step.name}-{part.children[0].step.name}")
        )
        return
    bus = below - max(gap * 0.6, cv.HEAD_MM + 1.2)
    for child in part.children:
        points = ((part.x, bottom), (part.x, bus), (child.x, bus), (child.x, below))
        canvas.lines.append(cv.Line(points, f"{step.name}-{child.step.name}"))
