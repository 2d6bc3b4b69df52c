"""A straight line through points, with the band of its mean."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from natfig.charts import _categorical as cat
from natfig.charts.base import PanelStyle
from natfig.core.errors import DataError

if TYPE_CHECKING:
    from matplotlib.axes import Axes

__all__ = ["LineFit", "check_trend", "draw_trend", "fit_line"]

CONFIDENCE = 0.95
# Points of the band's outline; it is a hyperbola.
STEPS = 101


@dataclass(frozen=True)
class LineFit:
    """A least-squares line.

    Attributes
    ----------
    slope, intercept, r : float
        r is Pearson's correlation.
    x, y, low, high : numpy.ndarray, shape (STEPS,)
        The line over the range of the data and the 95 % confidence band of its mean.
    n : int
    """

    slope: float
    intercept: float
    r: float
    x: np.ndarray
    y: np.ndarray
    low: np.ndarray
    high: np.ndarray
    n: int


def fit_line(x: np.ndarray, y: np.ndarray) -> LineFit:
    """Fit y = intercept + slope · x by least squares.

    Parameters
    ----------
    x, y : numpy.ndarray, shape (n,)
        n >= 3, x not constant.

    Source
    ------
    Draper and Smith, Applied Regression Analysis, 3rd edition, section 1.4:
    the standard error of the mean response at x is s·√(1/n + (x − x̄)²/Sxx).
    """
    from scipy.special import stdtrit

    n = len(x)
    dx, dy = x - x.mean(), y - y.mean()
    sxx, sxy, syy = float(dx @ dx), float(dx @ dy), float(dy @ dy)
    slope = sxy / sxx
    residual = dy - slope * dx
    s = np.sqrt(float(residual @ residual) / (n - 2))
    along = np.linspace(x.min(), x.max(), STEPS)
    line = y.mean() + slope * (along - x.mean())
    half = stdtrit(n - 2, 0.5 + CONFIDENCE / 2) * s * np.sqrt(1 / n + (along - x.mean()) ** 2 / sxx)
    r = sxy / np.sqrt(sxx * syy) if syy > 0 else np.nan
    return LineFit(slope, y.mean() - slope * x.mean(), float(r), along, line, line - half, line + half, n)


def check_trend(channel: Any, values: np.ndarray, name: str) -> None:
    """Check that a line can be fitted.

    Raises
    ------
    DataError
        With fewer than three points, or values that are all the same.
    """
    if len(values) < 3:
        raise DataError(
            f"trend: linear needs three points or more, a group has {len(values)}", hint="use trend: none"
        )
    if np.ptp(values) == 0:
        raise DataError(
            f"trend: linear has no meaning where {name} ('{channel.field}') is the same for all points",
            hint="use trend: none",
        )


def draw_trend(
    ax: Axes, x: np.ndarray, y: np.ndarray, *, color: str, style: PanelStyle, level: str | None
) -> str:
    """Fit and draw a line in the axes' own coordinates, so that it is straight on the page too.

    Returns
    -------
    str
        A note with r and n; where an axis is logarithmic they are of the logarithms.
    """
    across, along = ax.xaxis.get_transform(), ax.yaxis.get_transform()
    fit = fit_line(across.transform(x), along.transform(y))
    at = across.inverted().transform(fit.x)
    low, middle, high = (along.inverted().transform(v) for v in (fit.low, fit.y, fit.high))
    name = level or "points"
    ax.fill_between(
        at,
        low,
        high,
        color=color,
        alpha=style.look.band_alpha,
        linewidth=0,
        zorder=1.8,
        gid=style.gid("band", name),
    )
    ax.plot(
        at,
        middle,
        color=color,
        linewidth=style.look.line_pt,
        marker="",
        zorder=4,
        gid=style.gid("trend", name),
    )
    r = f"{fit.r:.2f}".replace("-", "−")
    note = f"r = {r}, n = {cat.format_count(fit.n)}"
    return f"{level}: {note}" if level is not None else note
