"""Effects against their evidence, with thresholds: which ones are up, down or not significant."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal

import numpy as np
from pydantic import Field

from natfig.charts import _categorical as cat
from natfig.charts._names import MOST_NAMES, check_names, name_points
from natfig.charts.base import RASTERIZE_ABOVE, Chart, Drawn, LegendEntry, Mark, PanelStyle
from natfig.core.errors import DataError
from natfig.data.tables import Table
from natfig.spec.models import NumericChannel, PanelBase

if TYPE_CHECKING:
    from matplotlib.axes import Axes

__all__ = ["Volcano", "VolcanoPanel", "chart"]

# Significant points are few and what the panel is about; the others are its ground.
HIT_PT = 3.0
GROUND_PT = 2.0


class VolcanoPanel(PanelBase):
    """Keys of a volcano panel."""

    kind: Literal["volcano"]
    x: NumericChannel = Field(description="Effect, such as the log2 fold change; 0 is no effect.")
    y: NumericChannel = Field(
        description="P value (or adjusted P value, q value), 0 < p <= 1, as it is: not its logarithm."
    )
    effect_threshold: float = Field(1.0, ge=0, description="Smallest effect, up or down, that counts.")
    p_threshold: float = Field(0.05, gt=0, lt=1, description="Largest p that counts.")
    labels: str | None = Field(None, description="Column with names; the most significant points get theirs.")
    top: int = Field(10, ge=0, le=MOST_NAMES, description="How many points are named.")


class Volcano(Chart):
    """Effect against −log10 p."""

    id = "volcano"
    Panel = VolcanoPanel
    summary = "effect against −log10 p with thresholds, counts of up and down, names of the top hits"
    aka = ("volcano plot", "differential expression", "deg", "log2 fold change", "deseq", "limma")
    example = """\
kind: volcano
x: {field: log2fc, label: "log$_2$ fold change"}
y: {field: padj, label: "−log$_{10}$ adjusted P"}
labels: gene
top: 8
"""

    def check(self, panel: VolcanoPanel, table: Table) -> None:
        """Check effects, p values and names."""
        effect, p = _read(panel, table)
        cat.check_value(panel.x, effect, "x")
        cat.check_value(panel.y, p, "y")
        _check_p(panel, p)
        for name, channel in (("x", panel.x), ("y", panel.y)):
            for key in ("low", "high", "error"):
                if getattr(channel, key) is not None:
                    raise DataError(
                        f"{name}.{key} has no effect in kind volcano", hint=f"take {key} out of {name}"
                    )
            if channel.scale != "linear":
                raise DataError(
                    f"{name}.scale is {channel.scale}, but a volcano shows effects as they are and −log10 p",
                    hint=f"take scale out of {name}",
                )
        check_names(panel.labels, table, most=None)

    def draw(self, ax: Axes, panel: VolcanoPanel, table: Table, style: PanelStyle) -> Drawn:
        """Draw the ground, the hits over it, and the thresholds."""
        effect, p = _read(panel, table)
        height = -np.log10(p)
        is_hit = (p <= panel.p_threshold) & (np.abs(effect) >= panel.effect_threshold)
        look, drawn = style.look, Drawn()
        cat.set_value_axis(ax, panel.x, is_x=True)
        # Up and down differ in colour and in the way their marks point; the ground has neither.
        for name, at, mark, diameter in (
            ("Not significant", ~is_hit, Mark(look.neutral_light), GROUND_PT),
            ("Down", is_hit & (effect < 0), Mark(style.down, marker="v"), HIT_PT),
            ("Up", is_hit & (effect >= 0), Mark(style.up, marker="^"), HIT_PT),
        ):
            _draw_group(ax, effect[at], height[at], mark, diameter, gid=style.gid("series", name))
            count = int(at.sum())
            drawn.n[name] = count
            drawn.legend.insert(
                0, LegendEntry(f"{name}, n = {cat.format_count(count)}", mark, "marker", diameter)
            )
        _draw_thresholds(ax, panel, style)
        if panel.y.limits is None:
            ax.set_ylim(0, None, auto=None)
        label = panel.y.label or "−log$_{10}$ P"
        cat.set_value_axis(ax, panel.y, is_x=False, text=label)
        hits = np.flatnonzero(is_hit)
        order = hits[np.lexsort((-np.abs(effect[hits]), p[hits]))]
        drawn.point_labels = name_points(panel.labels, table, effect, height, order)[: panel.top]
        drawn.warnings += [*cat.count_outside(panel.x, effect, "x"), *cat.count_outside(panel.y, height)]
        return drawn


def _read(panel: VolcanoPanel, table: Table) -> tuple[np.ndarray, np.ndarray]:
    return (
        np.asarray(table[panel.x.field], dtype=np.float64),
        np.asarray(table[panel.y.field], dtype=np.float64),
    )


def _check_p(panel: VolcanoPanel, p: np.ndarray) -> None:
    zeros, wrong = int((p == 0).sum()), p[(p < 0) | (p > 1)]
    if zeros:
        raise DataError(
            f"column '{panel.y.field}' has {zeros} p values of exactly 0, whose logarithm is infinite",
            hint="give the smallest number the test can report instead (a permutation test's 1/(n + 1), "
            "a program's 2.2e-16), in a query: under data:",
        )
    if len(wrong):
        raise DataError(
            f"column '{panel.y.field}' has {len(wrong)} values that are no p values, such as {wrong[0]:g}",
            hint="y takes p itself, 0 < p <= 1; natfig takes the logarithm",
        )


def _draw_group(ax: Axes, x: np.ndarray, y: np.ndarray, mark: Mark, diameter: float, *, gid: str) -> None:
    """Draw one group, every point of it; very many as an image."""
    from natfig.charts._points import PointCloud, PointGroup  # brings matplotlib along

    if len(x) > RASTERIZE_ABOVE:
        cloud = PointCloud.add_to(ax, [PointGroup(x, y, mark.color, mark.marker)], diameter, 0.7)
        cloud.set_gid(gid)
    elif len(x):
        ax.scatter(
            x, y, s=diameter**2, color=mark.color, marker=mark.marker, alpha=0.7, linewidths=0, gid=gid
        )


def _draw_thresholds(ax: Axes, panel: VolcanoPanel, style: PanelStyle) -> None:
    line: dict[str, Any] = {
        "color": style.look.neutral, "linewidth": style.look.reference_pt, "dashes": (4, 3), "zorder": 0.8,
        "gid": style.gid("reference", "threshold"),
    }  # fmt: skip
    ax.axhline(-np.log10(panel.p_threshold), **line)
    for sign in (-1, 1) if panel.effect_threshold > 0 else ():
        ax.axvline(sign * panel.effect_threshold, **line)


chart = Volcano()
