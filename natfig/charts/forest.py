"""Forest plots: effects with intervals, one row each, and the numbers in the margin."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Literal

import numpy as np
from pydantic import Field

from natfig.charts import _categorical as cat
from natfig.charts import _curves as curves
from natfig.charts import _forest_marks as marks
from natfig.charts import _forest_rows as rows
from natfig.charts.base import Chart, Drawn, LegendEntry, MarginColumn, PanelStyle
from natfig.core.errors import DataError
from natfig.core.units import PT_PER_IN
from natfig.data.tables import Table
from natfig.spec.models import CategoryChannel, Channel, ColorChannel, NumericChannel, PanelBase, Scalar

if TYPE_CHECKING:
    from matplotlib.axes import Axes

__all__ = ["Forest", "ForestPanel", "chart"]

# Free space beyond the outermost interval, as a share of the axis.
MARGIN = 0.04
INDENT_PT = 6.0
HEADER_ROW = -1.0
# Where the layout sets the headers of the margin: a gap above the axes, then the descent in em.
HEADER_GAP_PT, DESCENT_EM = 3.5, 0.212
_ABBREVIATIONS = {
    "hazard ratio": "HR", "odds ratio": "OR", "risk ratio": "RR", "relative risk": "RR", "rate ratio": "RR",
    "mean difference": "MD", "risk difference": "RD", "standardized mean difference": "SMD",
    "standardised mean difference": "SMD",
}  # fmt: skip


class ForestPanel(PanelBase):
    """One row per effect: its name, the estimate and both ends of the interval."""

    kind: Literal["forest"]
    y: CategoryChannel = Field(description="Column with the names of the rows (studies, subgroups).")
    x: NumericChannel = Field(description="Column with the effect; low and high (or error) are its interval.")
    group: CategoryChannel | None = Field(None, description="Column with headings over the rows.")
    color: ColorChannel | None = Field(None, description="Column that parts several effects of one row.")
    weight: NumericChannel | None = Field(None, description="Column with the weight: area of the square.")
    summary: tuple[Scalar, ...] | Channel | None = Field(
        None, description="Rows drawn as diamonds: their names, or a column with 1 for them."
    )
    null_value: float | None = Field(
        None, description="Value of no effect; default: 1 on a log scale, else 0."
    )
    numbers: str | None = Field(".2f", description="Python format of the numbers in the margin; null: none.")
    header: str | None = Field(None, description='Over the numbers; default: such as "HR (95% CI)".')
    level: float = Field(95, gt=50, lt=100, description="Level of the intervals in percent, for the header.")
    columns: tuple[Channel, ...] = Field((), description="Columns written into the margin (n, events).")
    favours: tuple[str, str] | None = Field(None, description="Whom effects left and right of null favour.")


class Forest(Chart):
    """Draws squares with intervals, diamonds for summaries and a table of the numbers."""

    id = "forest"
    Panel = ForestPanel
    summary = "Effects with confidence intervals row by row, numbers in the margin, summary diamonds"
    aka = (
        "forest plot",
        "meta-analysis",
        "meta_analysis",
        "subgroup analysis",
        "coefficient plot",
        "blobbogram",
    )
    example = """\
kind: forest
data: trials
y: trial
x: {field: hr, low: low, high: high, label: Hazard ratio, scale: log}
weight: weight
summary: [Overall]
favours: [drug, placebo]
"""

    def check(self, panel: ForestPanel, table: Table) -> None:
        """Check intervals, rows and what a log scale needs."""
        cat.check_category(panel.y, "y")
        x = panel.x
        curves.check_keys(x, "x", ("scale", "limits", "ticks", "format", "low", "high", "error"), "forest")
        if x.scale == "symlog":
            raise DataError("x.scale symlog has no place for ratios", hint="use scale: log or linear")
        if (x.low is None) != (x.high is None) or (x.low is None) == (x.error is None):
            raise DataError(
                "a forest panel needs the interval of each effect", hint="give x.low and x.high, or x.error"
            )
        cat.check_value(x, np.asarray(table[x.field], dtype=np.float64), "x")
        self._check_rows(panel, table)
        null = _null(panel)
        if x.scale != "linear" and null <= 0:
            raise DataError(
                f"null_value is {null:g}, which has no place on a log scale", hint="ratios have 1"
            )
        if panel.weight is not None:
            curves.check_finite(table, panel.weight.field)
            if np.asarray(table[panel.weight.field], dtype=np.float64).min() < 0:
                raise DataError(f"weight: column '{panel.weight.field}' has a negative value")
        rows.arrange(panel, table)
        rows.summary_rows(panel, table)

    def _check_rows(self, panel: ForestPanel, table: Table) -> None:
        value, low, high = rows.intervals(panel, table)
        names = [str(v) for v in table[panel.y.field]]
        for i, name in enumerate(names):
            if not low[i] <= value[i] <= high[i]:
                raise DataError(
                    f"the effect of '{name}' is {value[i]:g}, not within {low[i]:g} to {high[i]:g}",
                    hint="check x.low and x.high",
                )
            if panel.x.scale != "linear" and low[i] <= 0:
                raise DataError(
                    f"the interval of '{name}' reaches {low[i]:g}, which has no place on a log scale",
                    hint="are the effects logarithms already? then take scale: log out",
                )

    def draw(self, ax: Axes, panel: ForestPanel, table: Table, style: PanelStyle) -> Drawn:
        """Draw the rows from top to bottom and return the numbers for the margin."""
        plan = rows.arrange(panel, table)
        low, high = _limits(panel, table)
        if panel.x.scale != "linear":
            ax.set_xscale("log")
        ax.set_xlim(low, high)
        # A header over the names takes a row of its own.
        ax.set_ylim(plan.height - 0.4, -0.6 if panel.y.label is None else HEADER_ROW)
        drawn = Drawn(n={"rows": table.rows})
        row_pt = curves.size_hint_pt(style)[1] / (plan.height + 0.2)
        painter = marks.Painter(ax, style, (low, high), row_pt)
        null = _null(panel)
        if low <= null <= high:
            curves.draw_reference(ax, [null, null], [plan.height - 0.4, -0.6], style, "null")
        value, lows, highs = rows.intervals(panel, table)
        is_summary = rows.summary_rows(panel, table)
        sides = marks.square_sides(panel, table, row_pt, is_summary)
        for line in plan.lines:
            i = line.row
            ends = (float(value[i]), float(lows[i]), float(highs[i]))
            if is_summary[i]:
                painter.draw_diamond(line, ends)
            else:
                painter.draw_square(line, ends, sides[i], has_summary=bool(is_summary.any()))
            if not low <= ends[0] <= high:
                drawn.warnings.append(f"x.limits hide the effect of '{line.name}' ({ends[0]:g})")
        _set_axes(ax, panel, plan, (low, high), style)
        drawn.margin_text = _margin(panel, table, plan)
        if panel.color is not None:
            levels = [level for level, _ in curves.split_levels(table, panel.color)]
            drawn.legend = [
                LegendEntry(str(v), replace(style.mark(v), marker=marks.marker(style, v)), "marker")
                for v in levels
            ]
        return drawn


# ---------------------------------------------------------------- numbers


def _null(panel: ForestPanel) -> float:
    if panel.null_value is not None:
        return panel.null_value
    return 0.0 if panel.x.scale == "linear" else 1.0


def _limits(panel: ForestPanel, table: Table) -> tuple[float, float]:
    """Return the limits of the x axis: all finite ends and the null value, unless they are given."""
    _, lows, highs = rows.intervals(panel, table)
    ends = np.concatenate([lows, highs, [_null(panel)]])
    ends = ends[np.isfinite(ends)]
    is_log = panel.x.scale != "linear"
    low, high = (np.log(e) if is_log else e for e in (float(ends.min()), float(ends.max())))
    pad = (high - low) * MARGIN or 1.0
    low, high = (np.exp(e) if is_log else e for e in (low - pad, high + pad))
    asked = panel.x.limits or (None, None)
    low, high = asked[0] if asked[0] is not None else low, asked[1] if asked[1] is not None else high
    if is_log and low <= 0:
        raise DataError(
            f"x.limits start at {low:g}, which has no place on a log scale", hint="write a positive number"
        )
    return float(low), float(high)


def _margin(panel: ForestPanel, table: Table, plan: rows.Plan) -> list[MarginColumn]:
    columns = []
    for channel in panel.columns:
        write = cat.number_format((), channel.format or "g") if table.is_numeric(channel.field) else str
        count = (
            cat.format_count if table[channel.field].dtype.kind in "iu" and channel.format is None else write
        )
        cells = [(line.position, count(table[channel.field][line.row])) for line in plan.lines]
        # A column called n keeps its small letter.
        is_letter = channel.label is None and len(channel.field) == 1
        columns.append(MarginColumn(channel.field if is_letter else cat.axis_label(channel), cells))
    if panel.numbers is not None:
        header = panel.header or f"{_effect_name(panel)} ({panel.level:g}% CI)"
        value, low, high = rows.intervals(panel, table)
        texts = rows.effect_texts(value, low, high, panel.numbers)
        columns.append(MarginColumn(header, [(line.position, texts[line.row]) for line in plan.lines]))
    return columns


def _effect_name(panel: ForestPanel) -> str:
    """Return the effect's usual abbreviation; "Odds ratio per s.d." is an OR."""
    text = cat.axis_label(panel.x).split(" (")[0].strip()
    for name in sorted(_ABBREVIATIONS, key=len, reverse=True):
        if text.lower().startswith(name):
            return _ABBREVIATIONS[name]
    return text if len(text) <= 4 else "Estimate"


# ---------------------------------------------------------------- axes


def _set_axes(
    ax: Axes, panel: ForestPanel, plan: rows.Plan, limits: tuple[float, float], style: PanelStyle
) -> None:
    from matplotlib.ticker import MaxNLocator

    ticks: Sequence[float] | None = panel.x.ticks
    if ticks is None and panel.x.scale != "linear":
        ticks = curves.log_ticks(*limits, base=2 if panel.x.scale == "log2" else 10)
    if ticks is None:
        ax.xaxis.set_major_locator(MaxNLocator(4, steps=[1, 2, 2.5, 5, 10]))
    else:
        curves.set_ticks(ax, ticks, panel.x.format, is_x=True)
    if panel.x.format is not None and ticks is None:
        write = cat.number_format((), panel.x.format)
        ax.xaxis.set_major_formatter(lambda value, _: write(value))
    text = cat.axis_label(panel.x)
    if panel.favours is not None:
        left, right = (_favour(t) for t in panel.favours)
        text += f"\n← {left}   {right} →"
    ax.set_xlabel(text)
    header = [] if panel.y.label is None else [rows.Name(HEADER_ROW, panel.y.label)]
    _set_names(ax, [*header, *plan.names], style)
    ax.set_ylabel("")
    # The names need no axis; hidden spines come back with the frame, colourless ones don't.
    ax.spines["left"].set_color("none")


def _favour(text: str) -> str:
    return text if text.lower().startswith(("favour", "favor")) else f"Favours {text}"


def _set_names(ax: Axes, names: Sequence[rows.Name], style: PanelStyle) -> None:
    """Write the names flush left, as in a table; rows under a heading stand in a little."""
    from matplotlib.transforms import ScaledTranslation

    size_pt = style.look.tick_pt
    widths = [
        curves.text_width_pt(n.text, size_pt, is_bold=n.is_heading) + INDENT_PT * n.is_indented for n in names
    ]
    ax.set_yticks([n.position for n in names], [n.text for n in names])
    ax.tick_params(axis="y", length=0)
    for tick, name in zip(ax.yaxis.get_major_ticks(), names, strict=True):
        tick.set_pad(max(widths) + 4 - INDENT_PT * name.is_indented)
        tick.label1.set_horizontalalignment("left")
        if name.is_heading:
            tick.label1.set_fontweight("bold")
        if name.position == HEADER_ROW:
            # On one line with the headers of the columns in the margin, just above the axes.
            lift_in = (HEADER_GAP_PT + DESCENT_EM * size_pt) / PT_PER_IN
            lift = ScaledTranslation(0, lift_in, ax.figure.dpi_scale_trans)
            tick.label1.set_verticalalignment("baseline")
            tick.label1.set_transform(tick.label1.get_transform() + lift)


chart = Forest()
