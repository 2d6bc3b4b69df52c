"""Figures by pygal, which styles text by ids and classes in a style element."""

import re
import sys
from pathlib import Path

import pygal
from pygal.style import LightColorizedStyle


def line(config):
    chart = pygal.Line(
        config, title="Growth — Wachstum", x_title="Day", y_title="Height (cm)", x_label_rotation=40
    )
    chart.x_labels = ["Monday", "Tuesday", "Wednesday"]
    chart.add("wild type", [1, 3, 9])
    chart.add("mutant", [2, 4, 5])
    return chart


def pie(config):
    chart = pygal.Pie(config, inner_radius=0.4, print_values=True, style=LightColorizedStyle)
    for name, share in (("α", 20), ("β", 30), ("γ", 50)):
        chart.add(name, share)
    return chart


def bars(config):
    chart = pygal.HorizontalBar(config, logarithmic=True, legend_at_bottom=True)
    chart.add("Größe", 1200)
    chart.add("Länge", 3)
    return chart


def main(folder):
    for make in (line, pie, bars):
        config = pygal.Config(
            js=[], width=500, height=360, explicit_size=make is not pie, no_prefix=make is bars
        )
        chart = make(config)
        chart.uuid = "0a1b2c3d"
        svg = re.sub(r" on \d{4}-\d\d-\d\d", "", chart.render(is_unicode=True))
        (folder / f"{make.__name__}.svg").write_text(svg, encoding="utf-8")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
