"""Figures by matplotlib, with text as text and, for two of them, as outlines."""

import logging
import sys
from pathlib import Path

import matplotlib as mpl
import numpy as np

mpl.use("svg")
from matplotlib import pyplot as plt
from matplotlib.colors import LogNorm

ARIAL = {"font.family": "sans-serif", "font.sans-serif": ["Arial", "Helvetica", "DejaVu Sans"]}


def axes_and_legend():
    figure, axes = plt.subplots(figsize=(3.5, 2.4), layout="constrained")
    x = np.linspace(0, 10, 40)
    for order in (1, 2, 3):
        axes.plot(x, np.exp(-x / order), label=f"τ = {order} s")
    axes.set(xlabel="Time (s)", ylabel="Signal (a.u.)", title="Décroissance à trois vitesses")
    axes.legend(title="Constant", fontsize=7, title_fontsize=8)
    axes.annotate("half life", (2, 0.4), (5, 0.6), arrowprops={"arrowstyle": "->"}, rotation=15)
    return figure


def log_and_math():
    figure, axes = plt.subplots(figsize=(3.5, 2.6), layout="constrained")
    x = np.logspace(-3, 3, 30)
    axes.loglog(x, x**-0.5, "o-", ms=3)
    axes.set_xlabel(r"Concentration $[\mathrm{Ca}^{2+}]_\mathrm{i}$ ($\mu$M)")
    axes.set_ylabel(r"$\frac{\partial \psi}{\partial t} = \sqrt{\alpha_{ij}^2 + \beta}$")
    axes.text(0.05, 0.1, r"$p < 10^{-3}$, $\hat{y} = \sum_{i=1}^{n} w_i x_i$", transform=axes.transAxes)
    return figure


def color_bar():
    figure, axes = plt.subplots(figsize=(3.3, 2.8), layout="constrained")
    grid = np.add.outer(np.arange(1, 9), np.arange(1, 9) ** 2.0)
    image = axes.imshow(grid, norm=LogNorm(), cmap="viridis")
    bar = figure.colorbar(image, label="Counts (10³)")
    bar.ax.tick_params(labelsize=6)
    axes.set_xticks(
        range(8), [f"gene {i}" for i in range(8)], rotation=45, ha="right", fontsize=6, style="italic"
    )
    axes.set_yticks(range(8), [f"S{i}" for i in range(8)])
    return figure


def small_multiples():
    figure, grid = plt.subplots(2, 3, figsize=(7.2, 4), sharex=True, layout="constrained")
    x = np.linspace(0, 2 * np.pi, 25)
    for letter, axes in zip("abcdef", grid.flat, strict=True):
        axes.plot(x, np.sin(x * (ord(letter) - 96)), lw=0.8)
        axes.set_title(letter, loc="left", fontweight="bold", fontsize=8)
        axes.tick_params(labelsize=6)
        axes.set_ylabel("Amplitude\n(mV)", fontsize=7)
    figure.supxlabel("Phase (rad)", fontsize=7)
    return figure


def heat_map():
    figure, axes = plt.subplots(figsize=(3.5, 3), layout="constrained")
    values = np.cos(np.arange(36).reshape(6, 6) / 5)
    axes.pcolormesh(values, cmap="RdBu_r")
    for (row, column), value in np.ndenumerate(values):
        axes.text(
            column + 0.5, row + 0.5, f"{value:.2f}", ha="center", va="center", fontsize=5, color="white"
        )
    axes.set_xlabel("Column")
    return figure


def offsets_and_scales():
    figure, axes = plt.subplots(figsize=(3.5, 2.4), layout="constrained")
    axes.bar([1, 2, 3], [1.2e6, 3.4e6, 2.2e6], yerr=2e5, color="#0F4D92", hatch="//")
    axes.set_xticks([1, 2, 3], ["wild\ntype", "Δtrp53", "rescue  (2×)"])
    axes.ticklabel_format(axis="y", style="sci", scilimits=(0, 0), useMathText=True)
    axes.text(
        1.5, 3e6, "n = 12\nP = 0.03", bbox={"boxstyle": "round", "fc": "w"}, ha="center", linespacing=1.5
    )
    axes.axhline(1e6, ls="--")
    axes.text(3.4, 1e6, "threshold", rotation=-90, va="center")
    return figure


def polar():
    figure = plt.figure(figsize=(2.6, 2.6))
    axes = figure.add_subplot(projection="polar")
    axes.bar(np.arange(0, 6.28, 0.79), [1, 2, 3, 2, 1, 2, 3, 2], width=0.6)
    axes.set_rlabel_position(22)
    axes.set_title("Direction", pad=12)
    return figure


def save(make, path, **style):
    with mpl.rc_context({"svg.hashsalt": "corpus", "font.size": 8, **style}):
        figure = make()
        figure.savefig(path, metadata={"Date": None})
        plt.close(figure)


def main(folder):
    # Arial is named whether it is here or not.
    logging.getLogger("matplotlib.font_manager").setLevel(logging.ERROR)
    arial = (axes_and_legend, small_multiples, offsets_and_scales, polar)
    for make in (*arial, log_and_math, color_bar, heat_map):
        save(
            make,
            folder / f"{make.__name__}.svg",
            **{"svg.fonttype": "none"},
            **(ARIAL if make in arial else {}),
        )
    save(
        log_and_math, folder / "log_and_math_stix.svg", **{"svg.fonttype": "none", "mathtext.fontset": "stix"}
    )
    for make in (axes_and_legend, log_and_math):
        save(make, folder / f"{make.__name__}_outlined.svg", **{"svg.fonttype": "path"})


if __name__ == "__main__":
    main(Path(sys.argv[1]))
