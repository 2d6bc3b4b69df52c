"""Figures by seaborn."""

import logging
import sys
from pathlib import Path

import matplotlib as mpl
import numpy as np
import pandas as pd

mpl.use("svg")
import seaborn as sns
from matplotlib import pyplot as plt


def people():
    rng = np.random.default_rng(7)
    group = np.repeat(["control", "5 µM", "50 µM"], 12)
    return pd.DataFrame(
        {
            "dose": group,
            "response": rng.normal(np.repeat([1, 2, 4], 12), 0.5),
            "age": rng.integers(20, 60, 36),
            "sex": np.tile(["female", "male"], 18),
        }
    )


def box_plot():
    figure, axes = plt.subplots(figsize=(3.5, 2.6))
    sns.boxplot(people(), x="dose", y="response", hue="sex", ax=axes)
    axes.set_ylabel("Response (ΔF/F₀)")
    figure.tight_layout()
    return figure


def relation():
    return sns.relplot(people(), x="age", y="response", hue="dose", style="sex", height=3, aspect=1.2).figure


def facets():
    grid = sns.displot(people(), x="response", col="dose", row="sex", bins=5, height=1.6, aspect=1.2)
    grid.set_titles("{row_name} | {col_name}")
    return grid.figure


def cluster():
    data = pd.DataFrame(
        np.sin(np.arange(40).reshape(8, 5)), columns=list("ABCDE"), index=[f"Gene{i}" for i in range(8)]
    )
    return sns.clustermap(data, figsize=(3.6, 3.6), cmap="vlag", cbar_kws={"label": "z score"}).figure


def heat_map():
    figure, axes = plt.subplots(figsize=(3.6, 3))
    sns.heatmap(np.arange(20).reshape(4, 5) * 1.5, annot=True, fmt=".1f", annot_kws={"size": 6}, ax=axes)
    axes.set_xticklabels(["α", "β", "γ", "δ", "ε"], rotation=90)
    figure.tight_layout()
    return figure


def regression():
    return sns.lmplot(people(), x="age", y="response", height=2.8, ci=None, line_kws={"color": "k"}).figure


def main(folder):
    # Arial is named whether it is here or not.
    logging.getLogger("matplotlib.font_manager").setLevel(logging.ERROR)
    for make, theme in (
        (box_plot, {"context": "paper", "style": "ticks"}),
        (relation, {"context": "notebook", "style": "whitegrid"}),
        (facets, {"context": "paper", "style": "darkgrid"}),
        (cluster, {"context": "talk", "font_scale": 0.5}),
        (heat_map, {"context": "paper", "font": "Arial"}),
        (regression, {"context": "poster", "font_scale": 0.4, "font": "DejaVu Serif"}),
    ):
        with mpl.rc_context():
            sns.set_theme(**theme)
            mpl.rcParams.update({"svg.hashsalt": "corpus", "svg.fonttype": "none"})
            figure = make()
            figure.savefig(folder / f"{make.__name__}.svg", metadata={"Date": None}, bbox_inches="tight")
            plt.close("all")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
