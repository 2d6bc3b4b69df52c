"""Paired observations: one thin line per subject from condition to condition."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

import numpy as np
from pydantic import Field

from natfig.charts import _categorical as cat
from natfig.charts._observed import Group, Observed, Place
from natfig.charts._results import add_results
from natfig.charts._scene import Scene
from natfig.charts.base import RASTERIZE_ABOVE, Chart, DirectLabel, Drawn, LegendEntry, Mark, PanelStyle
from natfig.core.errors import DataError, did_you_mean
from natfig.data.tables import Table, label
from natfig.spec.models import CategoryChannel, ColorChannel, NumericChannel, PanelBase
from natfig.stats.summaries import summarize

if TYPE_CHECKING:
    from matplotlib.axes import Axes

__all__ = ["Paired", "PairedPanel", "chart"]

# How far the centre of a condition stands from its lines, in units of the category axis,
# and from the next group's centre.
BESIDE, NEXT_TO = 0.16, 0.1
# Free space beyond the first and the last condition, without centres.
NARROW = 0.2
# Many lines of subjects show where they lie close.
LINE_ALPHA = 0.7
# Names listed in a message.
MOST_NAMED = 3
_DASH_DOWN = (0, (4.0, 2.0))


class PairedPanel(PanelBase):
    """Keys of a paired panel."""

    kind: Literal["paired"]
    id: str = Field(description="Column with the subject: one value per subject and condition.")
    x: CategoryChannel = Field(description="Conditions, two or more, from left to right.")
    y: NumericChannel = Field(description="Values.")
    color: ColorChannel | None = Field(None, description="Groups of subjects.")
    highlight: Literal["none", "direction"] = Field(
        "none", description="direction: rising and falling subjects differ in colour, dash and marker."
    )
    horizontal: bool = Field(False, description="Values run to the right; the first condition is on top.")


@dataclass(frozen=True)
class _Pairs:
    """Values of the complete subjects.

    Attributes
    ----------
    conditions, subjects : tuple of str
    values : numpy.ndarray, shape (subjects, conditions)
    levels : tuple of str or None
        Level of the colour channel of each subject.
    incomplete : tuple of str
        Subjects left out because a condition is missing.
    """

    conditions: tuple[str, ...]
    subjects: tuple[str, ...]
    values: np.ndarray
    levels: tuple[str | None, ...]
    incomplete: tuple[str, ...]


class Paired(Chart):
    """Slope chart of paired observations."""

    id = "paired"
    Panel = PairedPanel
    summary = "one line per subject across two or more conditions, with centre and spread beside them"
    aka = ("slope", "slopegraph", "before-after", "paired plot", "spaghetti", "repeated measures", "ladder")
    example = """\
kind: paired
id: patient
x: {field: visit, label: Visit}
y: {field: cd4, label: CD4 count (per µl)}
stats: {center: mean, spread: ci95, n: auto, unit: patients}
"""

    def check(self, panel: PairedPanel, table: Table) -> None:
        """Check that every subject has exactly one value per condition, and what is said of n."""
        if panel.id not in table:
            raise DataError(
                f"no column '{panel.id}' in {table.name}", hint=did_you_mean(panel.id, table.columns)
            )
        cat.check_category(panel.x)
        cat.check_value(panel.y, np.asarray(table[panel.y.field], dtype=np.float64))
        for key in ("error", "low", "high"):
            if getattr(panel.y, key) is not None:
                raise DataError(f"y.{key} has no meaning where rows are observations", hint="use kind: line")
        if panel.color is not None and panel.highlight == "direction":
            raise DataError(
                "highlight: direction and color both colour the lines", hint="keep one of the two"
            )
        pairs = _pair(panel, table)
        stats = panel.stats
        if stats is not None and isinstance(stats.n, int) and stats.n != len(pairs.subjects):
            raise DataError(
                f"panel says n = {stats.n} but there are {len(pairs.subjects)} complete {_unit(panel)}",
                hint="write n: auto to count them, or correct the number or the data",
            )
        if stats is not None:
            summarize(pairs.values[:, 0], stats)

    def observe(self, panel: PairedPanel, table: Table) -> Observed:
        """Return a group per condition, and per level of the colour where its levels are groups."""
        pairs = _pair(panel, table)
        row = {
            (label(s), label(c)): i
            for i, (s, c) in enumerate(zip(table[panel.id], table[panel.x.field], strict=True))
        }
        groups = []
        for level in _tested_levels(pairs):
            chosen = [i for i, own in enumerate(pairs.levels) if level in {None, own}]
            for j, condition in enumerate(pairs.conditions):
                rows = table.take(np.array([row[pairs.subjects[i], condition] for i in chosen]))
                key = condition if level is None else f"{condition}, {level}"
                groups.append(Group(key, condition, level, pairs.values[chosen, j], rows))
        is_parted = len(groups) > len(pairs.conditions)
        return Observed(
            panel.x.field,
            panel.color.field if is_parted and panel.color is not None else "",
            panel.y.field,
            tuple(groups),
            panel.x.field,
            subject=panel.id,
            scale=panel.y.scale,
        )

    def draw(self, ax: Axes, panel: PairedPanel, table: Table, style: PanelStyle) -> Drawn:
        """Draw a line per subject, and beside each condition its centre and spread."""
        pairs = _pair(panel, table)
        drawn = Drawn(n=_counts(pairs))
        margin = NARROW if panel.stats is None else NARROW + BESIDE + NEXT_TO * (len(drawn.n) - 1)
        scene = Scene(ax, style, len(pairs.conditions), panel.horizontal, margin)
        cat.set_value_axis(ax, panel.y, is_x=panel.horizontal)
        scene.name_categories(pairs.conditions, panel.x)
        if panel.color is not None:
            drawn.legend_title = panel.color.label
            drawn.direct = _direct_labels(panel, pairs, style)
        for name, mark, rows, is_level in _sets(panel, pairs, style):
            _draw_lines(scene, pairs.values[rows], mark, name, is_own=bool(drawn.direct))
            if is_level:
                drawn.legend.append(LegendEntry(_entry(panel, name, int(rows.sum())), mark, "line+marker"))
        if panel.stats is not None:
            _draw_centers(scene, panel, pairs)
        if panel.stats is None or panel.stats.show:
            drawn.notes.append(f"n = {cat.format_count(len(pairs.subjects))} {_unit(panel)}")
        if pairs.incomplete:
            drawn.warnings.append(
                f"{_named(pairs.incomplete)} left out: not every condition is there "
                f"({len(pairs.incomplete)} of {len(pairs.incomplete) + len(pairs.subjects)})"
            )
        drawn.warnings += cat.count_outside(panel.y, pairs.values.ravel())
        _add_results(drawn, panel, style, pairs)
        return drawn


def _tested_levels(pairs: _Pairs) -> list[str | None]:
    """Return the levels that are groups of subjects; [None] where each subject has a colour of its own."""
    counts = Counter(pairs.levels)
    return [*counts] if min(counts.values()) > 1 and len(counts) > 1 else [None]


def _add_results(drawn: Drawn, panel: PairedPanel, style: PanelStyle, pairs: _Pairs) -> None:
    """Add brackets between conditions; with several groups of subjects each says whose it is."""
    beside = 0.0 if panel.stats is None else BESIDE + NEXT_TO * len(set(pairs.levels))
    at = {condition: Place(float(j), beside) for j, condition in enumerate(pairs.conditions)}
    leads: dict[str, str] = {}
    for level in _tested_levels(pairs):
        if level is not None:
            at |= {f"{condition}, {level}": at[condition] for condition in pairs.conditions}
            leads |= {f"{condition}, {level}": level for condition in pairs.conditions}
    add_results(drawn, panel, style, at, is_horizontal=panel.horizontal, leads=leads)


def _direct_labels(panel: PairedPanel, pairs: _Pairs, style: PanelStyle) -> list[DirectLabel]:
    """Return a label at the end of each line where every line has a colour of its own."""
    names = [str(level) for level in pairs.levels]
    if panel.horizontal or len(set(names)) < len(names) or panel.stats is not None:
        return []
    ends = pairs.values[:, -1]
    return [DirectLabel(name, float(end), style.mark(name)) for name, end in zip(names, ends, strict=True)]


def _unit(panel: PairedPanel) -> str:
    return panel.stats.unit if panel.stats is not None and panel.stats.unit else "pairs"


def _entry(panel: PairedPanel, name: str, count: int) -> str:
    return f"{name} (n = {cat.format_count(count)})" if panel.highlight == "direction" else name


def _counts(pairs: _Pairs) -> dict[str, int]:
    if pairs.levels and pairs.levels[0] is not None:
        return dict(Counter(str(level) for level in pairs.levels))
    return {"pairs": len(pairs.subjects)}


def _named(subjects: Sequence[str]) -> str:
    shown = ", ".join(f"'{s}'" for s in subjects[:MOST_NAMED])
    rest = len(subjects) - MOST_NAMED
    return f"subjects {shown} and {rest} more" if rest > 0 else f"subject{'s'[: len(subjects) > 1]} {shown}"


# ---------------------------------------------------------------- pairing


def _pair(panel: PairedPanel, table: Table) -> _Pairs:
    """Return one row per subject and one column per condition.

    Raises
    ------
    DataError
        If there are fewer than two conditions, a subject has two values of one
        condition, lacks one (unless rows were left out by rule), or changes its
        colour.
    """
    conditions = cat.ordered_levels(table, panel.x, "x")
    if panel.x.reverse:
        conditions.reverse()
    if len(conditions) < 2:
        raise DataError(
            f"pairs need two conditions, but column '{panel.x.field}' has only '{conditions[0]}'",
            hint="use kind: distribution",
        )
    if bool(np.any(table.is_missing(panel.id))):
        raise DataError(f"column '{panel.id}' has rows without a subject", hint="exclude them with a reason")
    subjects = table.levels(panel.id)
    row = cat.codes_of(table, panel.id, subjects)
    column = cat.codes_of(table, panel.x.field, conditions)
    seen = Counter(zip(row.tolist(), column.tolist(), strict=True))
    for (i, j), count in seen.items():
        if count > 1:
            raise DataError(
                f"subject '{subjects[i]}' has {count} values for '{conditions[j]}'",
                hint="give one value per subject and condition, or average them in a query",
            )
    values = np.full((len(subjects), len(conditions)), np.nan)
    values[row, column] = np.asarray(table[panel.y.field], dtype=np.float64)
    is_complete = ~np.isnan(values).any(axis=1)
    _check_complete(panel, subjects, conditions, values)
    levels = _levels(panel, table, subjects, row)
    keep = np.flatnonzero(is_complete)
    return _Pairs(
        tuple(conditions),
        tuple(subjects[i] for i in keep),
        values[keep],
        tuple(levels[i] for i in keep),
        tuple(subjects[i] for i in np.flatnonzero(~is_complete)),
    )


def _check_complete(
    panel: PairedPanel, subjects: Sequence[str], conditions: Sequence[str], values: np.ndarray
) -> None:
    """Refuse incomplete subjects unless the panel says why rows are gone; refuse it when none is left."""
    gone = np.isnan(values)
    if bool(gone.any(axis=1).all()):
        raise DataError(f"no subject in column '{panel.id}' has a value for every condition")
    if panel.missing is not None or panel.exclude or not bool(gone.any()):
        return
    i = int(np.argmax(gone.any(axis=1)))
    lacking = conditions[int(np.argmax(gone[i]))]
    others = int(gone.any(axis=1).sum()) - 1
    also = f" ({others} more are incomplete)" if others else ""
    raise DataError(
        f"subject '{subjects[i]}' has no value for '{lacking}'{also}",
        hint="complete the pairs, or leave subjects out with missing: {drop: reason} or exclude:",
    )


def _levels(panel: PairedPanel, table: Table, subjects: Sequence[str], row: np.ndarray) -> list[str | None]:
    if panel.color is None:
        return [None] * len(subjects)
    cat.ordered_levels(table, panel.color, "color")
    levels: list[str | None] = [None] * len(subjects)
    for i, value in zip(row, table[panel.color.field], strict=True):
        level = label(value)
        if levels[i] not in {None, level}:
            raise DataError(
                f"subject '{subjects[i]}' is both '{levels[i]}' and '{level}' in '{panel.color.field}'",
                hint="a line has one colour: colour by something that stays",
            )
        levels[i] = level
    return levels


# ---------------------------------------------------------------- drawing


def _sets(
    panel: PairedPanel, pairs: _Pairs, style: PanelStyle
) -> Iterator[tuple[str, Mark, np.ndarray, bool]]:
    """Yield name, look and mask of the subjects that look alike, and whether a legend names them."""
    if panel.color is not None:
        of = np.array(pairs.levels, dtype=object)
        order = panel.color.order
        present = dict.fromkeys(of) if order is None else dict.fromkeys(label(v) for v in order)
        for level in present:
            if bool(np.any(of == level)):
                yield str(level), style.mark(level), of == level, True
        return
    if panel.highlight == "none":
        yield "pairs", Mark(style.look.neutral), np.ones(len(pairs.subjects), dtype=bool), False
        return
    change = pairs.values[:, -1] - pairs.values[:, 0]
    for name, mark, rows in (
        ("No change", Mark(style.look.neutral), change == 0),
        ("Increase", Mark(style.up, "^"), change > 0),
        ("Decrease", Mark(style.down, "v", _DASH_DOWN), change < 0),
    ):
        if bool(rows.any()):
            yield name, mark, rows, True


def _draw_lines(scene: Scene, values: np.ndarray, mark: Mark, name: str, *, is_own: bool) -> None:
    """Draw the lines of some subjects as one path that is broken between them.

    They are thin and grey in the crowd; a line with a name of its own is a series like any other.
    """
    look, gid = scene.style.look, scene.style.gid("series", name)
    count, conditions = values.shape
    is_dense = count * conditions > RASTERIZE_ABOVE
    gap = np.full((count, 1), np.nan)
    along = np.tile([*range(conditions), np.nan], count)
    scene.ax.plot(
        *scene.xy(along, np.hstack([values, gap]).ravel()),
        color=mark.color,
        linestyle=mark.dash,
        linewidth=look.line_pt if is_own else look.reference_pt,
        alpha=None if is_own else LINE_ALPHA,
        zorder=2,
        gid=gid,
        rasterized=is_dense,
    )
    scene.ax.plot(
        *scene.xy(np.tile(np.arange(conditions), count), values.ravel()),
        linestyle="none",
        marker=mark.marker,
        markersize=look.marker_pt if is_own else look.point_pt,
        markerfacecolor=mark.color,
        markeredgewidth=0,
        alpha=None if is_own else LINE_ALPHA,
        zorder=2.2,
        gid=gid,
        rasterized=is_dense,
    )


def _draw_centers(scene: Scene, panel: PairedPanel, pairs: _Pairs) -> None:
    """Draw centre and spread of each condition: left of the first, right of the others."""
    look = scene.style.look
    of = np.array(pairs.levels, dtype=object)
    for at, level in enumerate(dict.fromkeys(pairs.levels)):
        rows = of == level if level is not None else np.ones(len(of), dtype=bool)
        mark = Mark(look.ink) if level is None else scene.style.mark(level)
        for j in range(len(pairs.conditions)):
            summary = summarize(pairs.values[rows, j], panel.stats)
            position = j + (BESIDE + at * NEXT_TO) * (-1 if j == 0 else 1)
            name = str(level if level is not None else pairs.conditions[j])
            if summary.has_spread:
                scene.draw_spread(position, (summary.low, summary.high), name, color=mark.color)
            looks: dict[str, Any] = {
                "markersize": look.marker_pt,
                "markerfacecolor": mark.color,
                "markeredgecolor": "#FFFFFF",
                "markeredgewidth": look.marker_edge_pt,
            }
            scene.ax.plot(
                *scene.xy([position], [summary.center]),
                linestyle="none",
                marker=mark.marker,
                zorder=5,
                gid=scene.style.gid("center", name),
                **looks,
            )


chart = Paired()
