"""ROC and precision-recall curves with their areas."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

import numpy as np
from pydantic import Field

from natfig.charts import _categorical as cat
from natfig.charts import _curves as curves
from natfig.charts.base import RASTERIZE_ABOVE, Chart, Drawn, LegendEntry, PanelStyle
from natfig.core.errors import DataError
from natfig.data.tables import Table
from natfig.spec.models import Channel, ColorChannel, NumericChannel, PanelBase, Scalar
from natfig.stats import roc

if TYPE_CHECKING:
    from matplotlib.axes import Axes

__all__ = ["Roc", "RocPanel", "chart"]

_LABELS = {"roc": ("False-positive rate", "True-positive rate"), "pr": ("Recall", "Precision")}
_AREA = {"roc": "AUC", "pr": "AP"}


class RocPanel(PanelBase):
    """Either `truth` and `score`, one row per case, or `x` and `y` of curves computed already."""

    kind: Literal["roc"]
    curve: Literal["roc", "pr"] = Field("roc", description="ROC, or precision against recall.")
    truth: Channel | None = Field(
        None, description="Column with the true class: 0 and 1, or text with positive."
    )
    positive: Scalar | None = Field(None, description="Value of truth that counts as positive.")
    score: NumericChannel | None = Field(
        None, description="Column with the score; higher means more positive."
    )
    x: NumericChannel | None = Field(None, description="False-positive rate (or recall) of a given curve.")
    y: NumericChannel | None = Field(None, description="True-positive rate (or precision) of a given curve.")
    color: ColorChannel | None = Field(None, description="Column with the model: one curve each.")
    interval: bool = Field(
        False, description="Give the area with its 95% CI (DeLong; for pr the logit interval)."
    )
    decimals: int | None = Field(
        None,
        ge=1,
        le=4,
        description="Decimals of the area; default: two, more where an area would read 1.00.",
    )
    prevalence: float | None = Field(
        None, gt=0, lt=1, description="Share of positives behind a given pr curve."
    )
    x_label: str | None = Field(
        None, description="Text on the x axis; default: False-positive rate or Recall."
    )
    y_label: str | None = Field(
        None, description="Text on the y axis; default: True-positive rate or Precision."
    )


class Roc(Chart):
    """Draws every threshold of every model, with its area in the legend."""

    id = "roc"
    Panel = RocPanel
    summary = "ROC or precision-recall curves of classifiers with AUC and its interval"
    aka = ("auc", "pr", "precision recall", "precision_recall", "receiver operating characteristic", "auroc")
    example = """\
kind: roc
data: scores            # one row per case and model
truth: diseased         # 0 and 1
score: {field: score}
color: model
interval: true
"""

    def check(self, panel: RocPanel, table: Table) -> None:
        """Check that there is exactly one kind of input and that curves can be made of it."""
        if (panel.truth is None) != (panel.score is None):
            absent = "truth" if panel.truth is None else "score"
            raise DataError(f"{absent} is missing", hint="truth: and score: belong together")
        if (panel.x is None) != (panel.y is None):
            raise DataError(f"{'x' if panel.x is None else 'y'} is missing", hint="x: and y: belong together")
        if (panel.truth is None) == (panel.x is None):
            both = panel.truth is not None
            raise DataError(
                "a roc panel has both truth: and x:" if both else "a roc panel has no curve",
                hint="give truth: and score:, or x: and y: of curves computed already",
            )
        if panel.truth is not None:
            _check_scores(panel, table)
        else:
            _check_curves(panel, table)

    def draw(self, ax: Axes, panel: RocPanel, table: Table, style: PanelStyle) -> Drawn:
        """Draw the curves, the line of chance and return the areas for the legend."""
        drawn = Drawn(square=True)
        found = list(_curves(panel, table, drawn))
        decimals = panel.decimals or _decimals([f.area for f in found if f.area is not None])
        for curve in found:
            mark, text = style.mark(curve.level), _area_text(panel, curve, decimals)
            shown = roc.straighten(curve.rates)
            if panel.curve == "pr" and panel.truth is not None:
                # The first step starts at recall 0; no threshold lies to the left of it.
                shown = roc.Rates(np.append(0.0, shown.x), np.append(shown.y[:1], shown.y))
            (line,) = ax.plot(
                shown.x, shown.y, color=mark.color, linestyle=mark.dash, linewidth=style.look.line_pt,
                marker="", drawstyle="steps-pre" if panel.curve == "pr" else "default", clip_on=False,
                zorder=3, solid_joinstyle="round", gid=style.gid("series", curve.level),
            )  # fmt: skip
            line.set_rasterized(len(shown.x) > RASTERIZE_ABOVE)
            if curve.level is not None:
                drawn.legend.append(LegendEntry(", ".join(filter(None, [curve.level, text])), mark, "line"))
            elif text:
                drawn.notes.append(text)
        _draw_chance(ax, panel, table, style)
        _set_axes(ax, panel)
        return drawn


# ---------------------------------------------------------------- checks


def _check_scores(panel: RocPanel, table: Table) -> None:
    assert panel.truth is not None and panel.score is not None  # noqa: S101, PT018  (for the type checker)
    curves.check_finite(table, panel.score.field)
    curves.check_keys(panel.truth, "truth", (), "roc")
    curves.check_keys(panel.score, "score", (), "roc")
    if panel.prevalence is not None:
        raise DataError("prevalence is given and truth: has it already", hint="take prevalence out")
    least = 2 if panel.interval and panel.curve == "roc" else 1
    truth = curves.flags(table, panel.truth.field, panel.positive, "positive")
    with_truth = Table(table.name, {**table.columns, "\0truth": truth})
    for level, rows in curves.split_levels(with_truth, panel.color):
        positives = int(np.sum(rows["\0truth"]))
        for count, name in ((positives, "positive"), (rows.rows - positives, "negative")):
            if count < least:
                of = f" of '{level}'" if level is not None else ""
                raise DataError(
                    f"{count or 'no'} row{of} is {name}; {'an interval' if least == 2 else 'a curve'} "
                    f"needs {least} at least",
                    hint="check truth: and positive:",
                )


def _check_curves(panel: RocPanel, table: Table) -> None:
    assert panel.x is not None and panel.y is not None  # noqa: S101, PT018  (for the type checker)
    for key in ("interval", "positive"):
        if key in panel.model_fields_set and getattr(panel, key):
            raise DataError(
                f"{key} needs the scores behind the curve", hint="give truth: and score: instead of x: and y:"
            )
    if panel.prevalence is not None and panel.curve == "roc":
        raise DataError("prevalence has no effect on an ROC curve", hint="take it out, or set curve: pr")
    for name, channel in (("x", panel.x), ("y", panel.y)):
        curves.check_keys(channel, name, (), "roc")
        curves.check_finite(table, channel.field)
        values = np.asarray(table[channel.field], dtype=np.float64)
        if values.min() < 0 or values.max() > 1:
            wrong = values[(values < 0) | (values > 1)][0]
            raise DataError(
                f"{name}: column '{channel.field}' has the value {wrong:g}; a rate is between 0 and 1"
            )
    for level, rows in curves.split_levels(table, panel.color):
        _given(panel, level, rows)


def _given(panel: RocPanel, level: str | None, rows: Table) -> roc.Rates:
    """Return a given curve from left to right; it may be stored in either direction."""
    assert panel.x is not None and panel.y is not None  # noqa: S101, PT018  (for the type checker)
    x, y = (np.asarray(rows[c.field], dtype=np.float64) for c in (panel.x, panel.y))
    name = f"curve '{level}'" if level is not None else "the curve"
    if len(x) < 2:
        raise DataError(f"{name} has one point only", hint="is color: the column with the model?")
    if np.all(np.diff(x) <= 0) and (x[0] > x[-1] or y[0] > y[-1]):
        x, y = x[::-1], y[::-1]
    if np.any(np.diff(x) < 0):
        raise DataError(
            f"{name} goes back and forth along '{panel.x.field}'",
            hint="color: must part the models, and rows follow the threshold",
        )
    if panel.curve == "roc" and np.any(np.diff(y) < 0):
        raise DataError(f"{name} falls along '{panel.y.field}'; an ROC curve never does")
    return roc.Rates(x, y)


# ---------------------------------------------------------------- curves and areas


@dataclass(frozen=True, slots=True)
class _Curve:
    """A curve with its area (None where the curve has no whole area) and its interval, if asked for."""

    level: str | None
    rates: roc.Rates
    area: float | None
    ends: tuple[float, float] | None = None


def _curves(panel: RocPanel, table: Table, drawn: Drawn) -> Iterator[_Curve]:
    """Yield the curves; counts and warnings go to `drawn`."""
    area = roc.roc_auc if panel.curve == "roc" else roc.average_precision
    if panel.truth is None or panel.score is None:
        for level, rows in curves.split_levels(table, panel.color):
            rates = _given(panel, level, rows)
            first, last = float(rates.x[0]), float(rates.x[-1])
            # A precision-recall curve may begin at its first threshold, an ROC curve may not.
            is_whole = last >= 1 and (first <= 0 or panel.curve == "pr")
            if not is_whole:
                name = f"curve '{level}'" if level is not None else "the curve"
                drawn.warnings.append(
                    f"{name} runs from {first:g} to {last:g} only: no {_AREA[panel.curve]} is given"
                )
            yield _Curve(level, rates, area(rates) if is_whole else None)
        return
    truth = curves.flags(table, panel.truth.field, panel.positive, "positive")
    with_truth = Table(table.name, {**table.columns, "\0truth": truth})
    for level, rows in curves.split_levels(with_truth, panel.color):
        is_positive, score = rows["\0truth"], np.asarray(rows[panel.score.field], dtype=np.float64)
        drawn.n[level or "all"] = rows.rows
        rates = (roc.roc_curve if panel.curve == "roc" else roc.pr_curve)(is_positive, score)
        ends = _interval(panel, rates, is_positive, score) if panel.interval else None
        if ends is not None and ends[0] == ends[1]:
            drawn.warnings.append(
                f"{level or 'the score'} parts the classes perfectly: its interval has no width"
            )
        yield _Curve(level, rates, area(rates), ends)


def _interval(panel: RocPanel, rates: roc.Rates, truth: np.ndarray, score: np.ndarray) -> tuple[float, float]:
    if panel.curve == "roc":
        return roc.auc_interval(truth, score)
    return roc.average_precision_interval(roc.average_precision(rates), int(truth.sum()))


def _decimals(areas: list[float]) -> int:
    """Return two, or as many decimals as keep an imperfect area from reading 1.00."""
    for decimals in (2, 3):
        if not any(area < 1 and round(area, decimals) >= 1 for area in areas):
            return decimals
    return 4


def _area_text(panel: RocPanel, curve: _Curve, decimals: int) -> str:
    if curve.area is None:
        return ""
    text = f"{_AREA[panel.curve]} = {curve.area:.{decimals}f}"
    if curve.ends is None:
        return text
    return f"{text} ({curve.ends[0]:.{decimals}f}–{curve.ends[1]:.{decimals}f})"


# ---------------------------------------------------------------- axes


def _draw_chance(ax: Axes, panel: RocPanel, table: Table, style: PanelStyle) -> None:
    if panel.curve == "roc":
        curves.draw_reference(ax, [0, 1], [0, 1], style, "chance")
        return
    shares = {panel.prevalence} if panel.prevalence is not None else set()
    if panel.truth is not None:
        truth = curves.flags(table, panel.truth.field, panel.positive, "positive")
        with_truth = Table(table.name, {**table.columns, "\0truth": truth})
        shares = {float(np.mean(rows["\0truth"])) for _, rows in curves.split_levels(with_truth, panel.color)}
    for share in sorted(shares):
        curves.draw_reference(ax, [0, 1], [share, share], style, "prevalence")


def _set_axes(ax: Axes, panel: RocPanel) -> None:
    texts: list[Any] = [panel.x_label, panel.y_label]
    for i, channel in enumerate((panel.x, panel.y)):
        if texts[i] is None and channel is not None and channel.label is not None:
            texts[i] = cat.axis_label(channel)
    for axis, text, default in zip((ax.xaxis, ax.yaxis), texts, _LABELS[panel.curve], strict=True):
        axis.set_ticks([0, 0.5, 1], ["0", "0.5", "1"])
        axis.set_label_text(text or default)
    ax.set_xlim(0, 1)
    ax.set_ylim(0, 1)


chart = Roc()
