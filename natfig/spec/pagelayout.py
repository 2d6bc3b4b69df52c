"""Which panel stands where, as far as the spec alone can say."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from natfig.core.errors import Problem, UsageError, did_you_mean
from natfig.core.units import parse_length_mm
from natfig.spec.arrangement import Part, mosaic_part, parse_size, read_layout, sized
from natfig.spec.models import FigureSpec
from natfig.spec.mosaic import default_mosaic, mosaic_faults, parse_mosaic
from natfig.spec.source import Source

__all__ = ["Arranged", "arrange"]

_AT = ("figure", "layout")


@dataclass(frozen=True)
class Arranged:
    """The layout as it is written.

    Attributes
    ----------
    grid : tuple of str
        Rows of a mosaic, all of one length; empty for a layout that is a list.
    part : Part or None
        The tree, where the layout is a list or gives sizes in mm; None: a mosaic of weights.
    """

    grid: tuple[str, ...] = ()
    part: Part | None = None


def arrange(
    source: Source, figure: FigureSpec | None, letters: Sequence[str]
) -> tuple[Arranged, list[Problem]]:
    """Return the arrangement of the panels and what is wrong with it.

    Parameters
    ----------
    source : Source
        For the lines.
    figure : FigureSpec or None
        None: it is not sound, so nothing is said of the layout.
    letters : sequence of str
        The panels the spec defines.
    """
    if figure is None or not letters:
        return Arranged(), []
    problems = _inset_problems(source, figure, letters)
    problems += _share_problems(source, figure, letters)
    placed = [k for k in letters if k not in figure.insets]
    if not placed:
        return Arranged(), problems
    if isinstance(figure.layout, list):
        part, more = _tree(source, figure, letters, placed)
        return Arranged((), part), [*problems, *more]
    if figure.layout is None:
        grid, more = default_mosaic(placed), list[Problem]()
    else:
        grid = parse_mosaic(figure.layout)
        more = [source.problem(f"figure.layout: {fault}", *_AT) for fault in mosaic_faults(grid)]
        more += _missing(source, {c for row in grid for c in row if "a" <= c <= "z"}, letters, placed)
    problems += more
    sizes, more = _sizes(source, figure, grid)
    problems += more
    part = None
    if not problems and any(s.mm is not None for side in sizes for s in side):
        part = mosaic_part(grid, *sizes)
    return Arranged(grid, part), problems


def _missing(source: Source, used: set[str], letters: Sequence[str], placed: Sequence[str]) -> list[Problem]:
    problems = []
    for letter in sorted(used - set(letters)):
        hint = f"add it under panels:, or put '.' in its place (panels: {', '.join(sorted(letters))})"
        problems.append(source.problem(f"figure.layout: panel {letter} is not defined", *_AT, hint=hint))
    problems += [
        source.problem(f"figure.layout: panel {letter} is an inset already", *_AT, hint="take it out of one")
        for letter in sorted((used & set(letters)) - set(placed))
    ]
    problems += [
        source.problem(
            f"panels.{letter}: the panel is not in figure.layout",
            "panels",
            letter,
            hint=f"add {letter} to the layout",
        )
        for letter in sorted(set(placed) - used)
    ]
    return problems


def _tree(
    source: Source, figure: FigureSpec, letters: Sequence[str], placed: Sequence[str]
) -> tuple[Part | None, list[Problem]]:
    part, faults = read_layout(figure.layout)
    problems = [source.problem(f"figure.layout: {f.message}", *_AT, *f.keys, hint=f.hint) for f in faults]
    if part is not None:
        problems += _missing(source, set(part.letters()), letters, placed)
    for key, side in (("column_widths", "width"), ("row_heights", "height")):
        if getattr(figure, key) is not None:
            problems.append(
                source.problem(
                    f"figure.{key}: it goes with a mosaic, and the layout is a list",
                    "figure",
                    key,
                    hint=f"write {{cells: …, {side}: 30mm}} for the part in the layout",
                )
            )
    return part, problems


def _sizes(source: Source, figure: FigureSpec, grid: Sequence[str]) -> tuple[list[Any], list[Problem]]:
    problems = []
    out = []
    for key, count in (("column_widths", max(map(len, grid), default=0)), ("row_heights", len(grid))):
        values = getattr(figure, key)
        for i, value in enumerate(values or ()):
            try:
                parse_size(value)
            except UsageError as error:
                # A weight of 0 is told by the gate of the page, in one sentence for all.
                if isinstance(value, str):
                    fault = error.problems[0]
                    message = f"figure.{key}: {fault.message}"
                    problems.append(source.problem(message, "figure", key, i, hint=fault.hint))
        is_sound = not problems and all(isinstance(v, str) or v > 0 for v in values or ())
        out.append(sized(values if is_sound else None, count))
        if len(out[-1]) != count:
            out[-1] = sized(None, count)
    return out, problems


def _inset_problems(source: Source, figure: FigureSpec, letters: Sequence[str]) -> list[Problem]:
    problems = []
    for letter, inset in figure.insets.items():
        at = ("figure", "insets", letter)
        name = f"figure.insets.{letter}"
        if letter not in letters:
            hint = did_you_mean(letter, letters, what="panels")
            problems.append(source.problem(f"{name}: there is no panel {letter}", *at, hint=hint))
        if inset.panel not in letters or inset.panel == letter:
            hint = did_you_mean(inset.panel, [k for k in letters if k != letter], what="panels")
            message = f"{name}.in: there is no other panel {inset.panel}"
            problems.append(source.problem(message, *at, "in", hint=hint))
        elif inset.panel in figure.insets:
            message = f"{name}.in: panel {inset.panel} is an inset itself"
            problems.append(source.problem(message, *at, "in", hint="name a panel of the layout"))
        for key in ("width", "height"):
            try:
                parse_length_mm(getattr(inset, key))
            except UsageError as error:
                fault = error.problems[0]
                problems.append(source.problem(f"{name}.{key}: {fault.message}", *at, key, hint=fault.hint))
    return problems


def _share_problems(source: Source, figure: FigureSpec, letters: Sequence[str]) -> list[Problem]:
    problems = []
    for key in ("x", "y", "color"):
        seen: set[str] = set()
        name, at = f"figure.share.{key}", ("figure", "share", key)
        for group in getattr(figure.share, key):
            for letter in group:
                if letter not in letters:
                    hint = did_you_mean(letter, letters, what="panels")
                    problems.append(source.problem(f"{name}: there is no panel {letter}", *at, hint=hint))
                elif letter in seen:
                    problems.append(
                        source.problem(
                            f"{name}: panel {letter} is named twice",
                            *at,
                            hint="a panel is in one group at most",
                        )
                    )
                seen.add(letter)
            if len(group) < 2:
                message = f"{name}: '{group}' is one panel, which shares with none"
                problems.append(source.problem(message, *at, hint="write [a, b], or [ab, cd] for two groups"))
    return problems
