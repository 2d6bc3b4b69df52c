"""Kaplan-Meier curves with the numbers at risk under them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, Literal

import numpy as np
from pydantic import Field

from natfig.charts import _categorical as cat
from natfig.charts import _curves as curves
from natfig.charts._observed import Observed
from natfig.charts._results import add_survival
from natfig.charts.base import RASTERIZE_ABOVE, BelowRow, Chart, DirectLabel, Drawn, LegendEntry, PanelStyle
from natfig.core.errors import DataError
from natfig.data.tables import Table
from natfig.spec.models import Channel, ColorChannel, NumericChannel, PanelBase, Scalar
from natfig.stats.survival import KaplanMeier, kaplan_meier, log_rank

if TYPE_CHECKING:
    from matplotlib.axes import Axes

__all__ = ["Survival", "SurvivalPanel", "chart", "format_p"]

# A label in the right margin belongs to a curve that comes near to it.
REACH = 0.75
# Steps of the time axis by the unit in its label; people read follow-up in these.
_STEPS = {
    "month": (1, 2, 3, 6, 12, 24, 36, 60, 120),
    "week": (1, 2, 4, 8, 12, 26, 52, 104, 156, 260),
    "day": (1, 2, 7, 14, 30, 60, 90, 180, 365, 730),
    "hour": (1, 2, 4, 6, 12, 24, 48, 72, 168),
}
_MOST_STEPS = 5.2


class SurvivalPanel(PanelBase):
    """One row per subject: how long it was observed and whether the event ended that."""

    kind: Literal["survival"]
    time: NumericChannel = Field(description="Column with the time to event or censoring.")
    event: Channel = Field(
        description="Column with 1 where the event happened, 0 where the subject is censored."
    )
    event_value: Scalar | None = Field(None, description="Value of event that means it happened, for text.")
    color: ColorChannel | None = Field(None, description="Column with the group: one curve each.")
    interval: Literal["log-log", "plain", "none"] = Field(
        "log-log", description="95% band around the curves."
    )
    percent: bool = Field(False, description="Survival in percent instead of 0 to 1.")
    censoring: bool = Field(True, description="Tick marks where subjects are censored.")
    at_risk: bool = Field(True, description="Table of the numbers at risk under the axis.")
    test: Literal["log-rank"] | None = Field(None, description="Compare the groups and give P.")
    median: bool = Field(False, description="Give the median survival times.")
    y_label: str | None = Field(None, description="Text on the y axis; default: Survival probability.")


class Survival(Chart):
    """Estimates and draws one survival curve per group."""

    id = "survival"
    Panel = SurvivalPanel
    summary = "Kaplan-Meier survival curves with bands, censoring ticks and numbers at risk"
    aka = ("kaplan-meier", "kaplan_meier", "km", "time to event", "survival curve")
    example = """\
kind: survival
data: patients          # one row per patient
time: {field: months, label: Time (months)}
event: died             # 0 and 1
color: arm
test: log-rank
"""

    def check(self, panel: SurvivalPanel, table: Table) -> None:
        """Check times, events and groups."""
        curves.check_keys(panel.time, "time", ("limits", "ticks", "format"), "survival")
        curves.check_keys(panel.event, "event", (), "survival")
        cat.check_value(panel.time, np.asarray(table[panel.time.field], dtype=np.float64), "time")
        time = np.asarray(table[panel.time.field], dtype=np.float64)
        if time.min() < 0:
            raise DataError(
                f"column '{panel.time.field}' has the negative time {time.min():g}", hint="time runs from 0"
            )
        low, high = panel.time.limits or (None, None)
        if low not in {None, 0} or (high is not None and high <= 0):
            raise DataError("time.limits must start at 0", hint="write limits: [0, 60], or leave them out")
        events = curves.flags(table, panel.event.field, panel.event_value, "event_value")
        groups = list(curves.split_levels(table, panel.color))
        if panel.test is not None and panel.stats is not None and panel.stats.test:
            raise DataError("test: and stats.test: both ask for a test", hint="keep stats.test")
        if panel.test is not None and len(groups) < 2:
            raise DataError(
                "test: log-rank compares groups",
                hint="give color: with the column of the groups, or take test out",
            )
        if panel.test is not None and not events.any():
            raise DataError("no event happened, so there is nothing to test", hint="take test out")

    def observe(self, panel: SurvivalPanel, table: Table) -> Observed:
        """Return times and events of the groups that tests compare."""
        return Observed(survival={level or "all": pair for level, pair in _samples(panel, table).items()})

    def draw(self, ax: Axes, panel: SurvivalPanel, table: Table, style: PanelStyle) -> Drawn:
        """Draw bands, curves and censoring ticks; return labels, the table below and the notes."""
        drawn = Drawn()
        top = 100.0 if panel.percent else 1.0
        fits: dict[str | None, KaplanMeier] = {}
        samples = _samples(panel, table)
        for level, (time, event) in samples.items():
            fits[level] = kaplan_meier(time, event, panel.interval)
            drawn.n[level or "all"] = len(time)
        times = np.asarray(table[panel.time.field], dtype=np.float64)
        ticks, right = _time_axis(panel, float(times.max()))
        for level, fit in fits.items():
            _draw_curve(ax, panel, level, fit, style, top=top, is_cut=fit.last > right)
        _set_axes(ax, panel, ticks, right, top)
        drawn.warnings += cat.count_outside(panel.time, times, "time")
        _label(drawn, fits, right, top, style)
        if panel.at_risk:
            drawn.below = _at_risk(samples, [t for t in ticks if 0 <= t <= right], style)
        _note(drawn, panel, samples, fits)
        add_survival(drawn, panel, style)
        return drawn


def _samples(panel: SurvivalPanel, table: Table) -> dict[str | None, tuple[np.ndarray, np.ndarray]]:
    """Return level → (times, events)."""
    event = curves.flags(table, panel.event.field, panel.event_value, "event_value")
    with_event = Table(table.name, {**table.columns, "\0event": event})
    return {
        level: (np.asarray(rows[panel.time.field], dtype=np.float64), rows["\0event"])
        for level, rows in curves.split_levels(with_event, panel.color)
    }


# ---------------------------------------------------------------- marks


def _draw_curve(
    ax: Axes,
    panel: SurvivalPanel,
    level: str | None,
    fit: KaplanMeier,
    style: PanelStyle,
    *,
    top: float,
    is_cut: bool,
) -> None:
    mark, look = style.mark(level), style.look
    time = np.concatenate([[0.0], fit.time])
    survival = np.concatenate([[1.0], fit.survival]) * top
    if panel.interval != "none":
        low, high = (np.concatenate([[1.0], ends]) * top for ends in (fit.low, fit.high))
        ax.fill_between(
            time, low, high, step="post", color=mark.color, alpha=look.band_alpha, linewidth=0, zorder=2,
            clip_on=is_cut, gid=style.gid("band", level),
        )  # fmt: skip
    # A curve that stays at 1 or falls to 0 would lose half its width to the border of the axes.
    ax.step(
        time, survival, where="post", color=mark.color, linestyle=mark.dash, linewidth=look.line_pt,
        marker="", clip_on=is_cut, solid_joinstyle="miter", solid_capstyle="butt", zorder=3,
        gid=style.gid("series", level),
    )  # fmt: skip
    censored = fit.censored > 0
    if panel.censoring and censored.any():
        (ticks,) = ax.plot(
            fit.time[censored], fit.survival[censored] * top, color=mark.color, linestyle="", marker="|",
            markersize=look.marker_pt * 4 / 3, markeredgewidth=look.reference_pt, clip_on=is_cut, zorder=3.1,
            gid=style.gid("censored", level),
        )  # fmt: skip
        ticks.set_rasterized(int(censored.sum()) > RASTERIZE_ABOVE)


def _set_axes(ax: Axes, panel: SurvivalPanel, ticks: Sequence[float], right: float, top: float) -> None:
    curves.set_ticks(ax, ticks, panel.time.format, is_x=True)
    curves.set_ticks(ax, [q * top for q in (0, 0.25, 0.5, 0.75, 1)], None, is_x=False)
    ax.set_xlim(0, right)
    ax.set_ylim(0, top)
    ax.set_xlabel(cat.axis_label(panel.time))
    ax.set_ylabel(panel.y_label or ("Survival (%)" if panel.percent else "Survival probability"))


def _time_axis(panel: SurvivalPanel, last: float) -> tuple[list[float], float]:
    """Return the ticks and the right end of the time axis."""
    asked = panel.time.limits[1] if panel.time.limits is not None else None
    right = float(asked) if asked is not None else last or 1.0
    if panel.time.ticks is not None:
        return list(panel.time.ticks), right
    step = _step(right, panel.time.label or panel.time.field)
    count = int(np.floor(right / step + 1e-9))
    # An axis that ends just short of a tick ends at it.
    if asked is None and (count + 1) * step - right <= 0.2 * step:
        count += 1
        right = count * step
    return [i * step for i in range(count + 1)], right


def _step(right: float, name: str) -> float:
    steps = next((s for unit, s in _STEPS.items() if unit in name.lower()), ())
    for step in steps:
        if step >= right / _MOST_STEPS and step <= right:
            return float(step)
    power = 10.0 ** np.floor(np.log10(right / _MOST_STEPS))
    return float(next(m * power for m in (1, 2, 5, 10) if m * power >= right / _MOST_STEPS - 1e-12))


# ---------------------------------------------------------------- texts


def _label(
    drawn: Drawn, fits: dict[str | None, KaplanMeier], right: float, top: float, style: PanelStyle
) -> None:
    """Label the curves at their right ends where these are apart, and always in the legend."""
    if None in fits:
        return
    drawn.legend = [LegendEntry(str(level), style.mark(level), "line") for level in fits]
    ends = {level: fit.at(right) * top for level, fit in fits.items()}
    has_reach = all(fit.last >= REACH * right for fit in fits.values())
    if has_reach and curves.are_apart(list(ends.values()), top, style):
        drawn.direct = [
            DirectLabel(str(level), y, style.mark(level))
            for level, y in sorted(ends.items(), key=lambda e: -e[1])
        ]


def _at_risk(
    samples: dict[str | None, tuple[np.ndarray, np.ndarray]], ticks: Sequence[float], style: PanelStyle
) -> list[BelowRow]:
    """Return how many are still observed just before each tick, one row per group."""
    rows = []
    for level, (time, _) in samples.items():
        cells = [(t, cat.format_count(int(np.sum(time >= t)))) for t in ticks]
        rows.append(BelowRow(level or "Number at risk", cells, style.mark(level).color if level else None))
    return rows if None in samples else [BelowRow("Number at risk", ()), *rows]


def _note(
    drawn: Drawn, panel: SurvivalPanel, samples: dict[Any, Any], fits: dict[str | None, KaplanMeier]
) -> None:
    if panel.median:
        label = cat.axis_label(panel.time)
        unit = label[label.rfind("(") + 1 : -1] if label.endswith(")") and "(" in label else ""
        write = cat.number_format([fit.median() or 0 for fit in fits.values()], panel.time.format)
        for level, fit in fits.items():
            value = fit.median()
            text = "not reached" if value is None else f"{write(value)} {unit}".rstrip()
            drawn.notes.append(f"Median {level}: {text}" if level is not None else f"Median: {text}")
    if panel.test is not None:
        try:
            drawn.notes.append(f"Log-rank {format_p(log_rank(list(samples.values())).p)}")
        except ValueError as error:
            raise DataError(f"the log-rank test can't be done: {error}", hint="take test out") from None


def format_p(p: float) -> str:
    """Return a P value as journals write it: two digits from 0.01 on, one below, an end at 0.0001."""
    if p < 0.0001:
        return "P < 0.0001"
    if p > 0.99:
        return "P > 0.99"
    digits = (2 if p >= 0.01 else 1) - 1 - int(np.floor(np.log10(p)))
    return f"P = {p:.{digits}f}"


chart = Survival()
