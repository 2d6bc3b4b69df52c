"""A stage for one chart: a table, a panel from YAML, an axes without a page around it."""

from dataclasses import dataclass

import numpy as np
import yaml
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure

from natfig.charts import charts
from natfig.charts.base import Look, Mark, PanelStyle
from natfig.data.tables import Table

COLORS = ("#0F4D92", "#D98032", "#5BA08C", "#8C6BB1")
SIZE_MM = (60.0, 45.0)


@dataclass
class Stage:
    """What came of drawing: the axes, what the chart handed back, the style it was given."""

    ax: object
    drawn: object
    style: object
    panel: object

    def named(self, prefix):
        """Return the artists whose gid starts with ``panel-a.<prefix>``, in drawing order."""
        return [a for a in self.ax.get_children() if (a.get_gid() or "").startswith(f"panel-a.{prefix}")]

    def data(self, prefix):
        """Return x and y of all lines with such a gid, joined."""
        lines = self.named(prefix)
        return tuple(
            np.concatenate([np.asarray(line.get_data()[i], float) for line in lines]) for i in (0, 1)
        )

    def pixels(self):
        """Return the picture as bytes."""
        canvas = self.ax.figure.canvas
        canvas.draw()
        return bytes(canvas.buffer_rgba())


def table(**columns):
    """Return a table from lists."""
    arrays = {}
    for name, values in columns.items():
        is_text = any(isinstance(v, str) or v is None for v in values)
        arrays[name] = np.array(values, dtype=object) if is_text else np.array(values)
    return Table("t", arrays)


def check(text, data):
    """Read a panel and let its kind check it."""
    keys = yaml.safe_load(text)
    chart = charts.load(keys["kind"])
    panel = chart.Panel.model_validate(keys)
    chart.check(panel, data)
    return chart, panel


def draw(text, data, *, seed=1, size_mm=SIZE_MM, marks=None):
    """Check a panel and draw it."""
    chart, panel = check(text, data)
    if marks is None:
        color = getattr(panel, "color", None)
        levels = data.levels(color.field) if color is not None else []
        marks = {level: Mark(COLORS[i % len(COLORS)]) for i, level in enumerate(levels)}
    style = PanelStyle(
        "a", Look(), marks, "#0F4D92", "#D98032", "#3B7D5C", "#B64342", "viridis", "RdBu", False,
        np.random.default_rng(seed), size_hint_mm=size_mm,
    )  # fmt: skip
    figure = Figure(figsize=(size_mm[0] / 25.4, size_mm[1] / 25.4))
    FigureCanvasAgg(figure)
    ax = figure.add_axes((0, 0, 1, 1))
    return Stage(ax, chart.draw(ax, panel, data, style), style, panel)
