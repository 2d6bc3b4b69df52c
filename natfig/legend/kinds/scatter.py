"""Points, with intervals and fitted lines."""

from __future__ import annotations

from typing import Any

import numpy as np

from natfig.charts._scatter_rows import Points
from natfig.charts._trend import CONFIDENCE, fit_line
from natfig.legend.kinds.base import KindWords, View, by_color, warn_of_columns
from natfig.legend.model import Statement
from natfig.legend.spread import n_statement
from natfig.legend.words import listed, n_words, name_of, sentence

__all__ = ["words"]

_LOGS = {"log", "log2"}


class _Scatter(KindWords):
    id = "scatter"

    def subject(self, view: View) -> str:
        panel = view.panel
        text = f"{name_of(panel.y, opens=True)} against {name_of(panel.x)}{by_color(panel.color)}"
        return f"{text}; areas, {name_of(panel.size)}" if panel.size is not None else text

    def statements(self, view: View) -> list[Statement]:
        panel = view.panel
        points = Points(panel, view.table)
        if any(getattr(c, key) for c in (panel.x, panel.y) for key in ("error", "low", "high")):
            warn_of_columns(view, "error bars")
        counts = {level or "all": int(at.sum()) for level, at in points.levels}
        if panel.trend == "linear":
            return [_fits(view, points)]
        is_asked = view.stats is not None and view.stats.n is not None
        return [n_statement(n_words(view.counts(counts), view.unit), is_needed=is_asked)]


def _fits(view: View, points: Points) -> Statement:
    """Return the fitted lines; they are of logarithms where an axis is logarithmic, as they are drawn."""
    panel = view.panel
    if "symlog" in (panel.x.scale, panel.y.scale):
        return Statement("fit", "Lines are least-squares fits on the scales shown.", said_by="least|fit")
    shown = []
    for level, at in points.levels:
        fit = fit_line(_axis(panel.x, points.x[at]), _axis(panel.y, points.y[at]))
        r = f"r = {fit.r:.2f}".replace("-", "−")
        known = r in view.said
        shown.append(f"{'' if known else r + ', '}n = {fit.n:,}{f' ({level})' if level is not None else ''}")
    unit = f" {view.unit}" if view.unit else ""
    logs = [name for name, channel in (("x", panel.x), ("y", panel.y)) if channel.scale in _LOGS]
    of = f" of the logarithms of {listed(logs)}" if logs else ""
    many = len(shown) > 1
    text = (
        f"{'Lines are least-squares fits' if many else 'The line is a least-squares fit'}{of} and "
        f"the {'bands their' if many else 'band its'} {CONFIDENCE:.0%} confidence interval"
        f"{'s' if many else ''}; {listed(shown)}{unit if not many else ''}"
    )
    return Statement("fit", sentence(text), said_by=r"least[- ]squares|regression|\bfit")


def _axis(channel: Any, values: np.ndarray) -> np.ndarray:
    return np.asarray(np.log10(values)) if channel.scale in _LOGS else values


words = _Scatter()
