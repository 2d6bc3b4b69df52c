"""Figures by Plotly, written by kaleido (which drives a Chromium)."""

import re
import sys
from pathlib import Path

import plotly.graph_objects as go
from plotly.subplots import make_subplots


def scatter():
    figure = go.Figure()
    for name, factor in (("wild type", 1), ("<i>Δtrp53</i>", 2), ("CO<sub>2</sub>, 10<sup>−3</sup>", 3)):
        figure.add_scatter(x=[1, 2, 3, 4], y=[factor * v for v in (1, 3, 2, 5)], name=name)
    figure.update_layout(title="Response <b>over</b> time<br><sup>two lines</sup>", xaxis_title="Time (h)")
    figure.update_layout(yaxis_title="Signal (ΔF/F₀)", width=500, height=320)
    figure.add_annotation(x=3, y=6, text="peak &amp; plateau", textangle=-20)
    return figure


def heat_map():
    figure = go.Figure(
        go.Heatmap(z=[[1, 20, 30], [20, 1, 60], [30, 60, 1]], texttemplate="%{z}", x=list("abc"))
    )
    figure.update_layout(
        width=400, height=300, font={"family": "Arial", "size": 10}, coloraxis_colorbar_title="z"
    )
    return figure


def subplots():
    figure = make_subplots(1, 2, subplot_titles=("Panel a", "Panel b"))
    figure.add_bar(x=["Größe", "Länge"], y=[3, 4], row=1, col=1, text=["3.0", "4.0"])
    figure.add_box(y=[1, 2, 3, 9], name="box", row=1, col=2)
    figure.update_layout(width=600, height=300, template="simple_white", showlegend=False)
    figure.update_xaxes(tickangle=45)
    figure.update_yaxes(type="log", exponentformat="power", row=1, col=2)
    return figure


def polar_and_pie():
    figure = make_subplots(1, 2, specs=[[{"type": "polar"}, {"type": "domain"}]])
    figure.add_scatterpolar(r=[1, 2, 3], theta=[0, 120, 240], row=1, col=1)
    figure.add_pie(labels=["one", "two", "three"], values=[5, 3, 1], row=1, col=2)
    figure.update_layout(width=560, height=300)
    return figure


def main(folder):
    for make in (scatter, heat_map, subplots, polar_and_pie):
        svg = make().to_image(format="svg").decode()
        # Names of clip paths and traces are drawn by lot; numbers make the file the same every time.
        drawn = re.findall(r'(?:id|class)="[^"]*?(?:defs-|clip|trace[a-z]*?|legend|g)-?([0-9a-f]{6})', svg)
        drawn += re.findall(r"-([0-9a-f]{8})\b", svg)
        for number, name in enumerate(dict.fromkeys(drawn)):
            svg = svg.replace(name, f"{number:06d}")
        (folder / f"{make.__name__}.svg").write_text(svg, encoding="utf-8")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
