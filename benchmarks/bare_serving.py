"""The serving figure as a bare matplotlib script writes it: the baseline of `bench_figure.py`."""

from __future__ import annotations

import csv
import statistics
import sys
from pathlib import Path

import matplotlib as mpl

mpl.use("Agg")
import matplotlib.pyplot as plt

data, out = Path(sys.argv[1]), Path(sys.argv[2])
with data.open(encoding="utf-8") as handle:
    rows = list(csv.DictReader(handle))
plt.rcParams.update(
    {
        "font.size": 7,
        "font.family": "sans-serif",
        "svg.fonttype": "none",
        "pdf.fonttype": 42,
        "axes.linewidth": 0.5,
    }
)
figure, axes = plt.subplots(1, 2, figsize=(183 / 25.4, 70 / 25.4), layout="constrained")
for ax, column, label in zip(
    axes, ("latency_ms", "throughput_rps"), ("Latency (ms)", "Throughput (requests per s)"), strict=True
):
    for precision in ("FP16", "INT8"):
        groups: dict[int, list[float]] = {}
        for row in rows:
            if row["precision"] == precision:
                groups.setdefault(int(row["batch"]), []).append(float(row[column]))
        x = sorted(groups)
        mean = [statistics.mean(groups[v]) for v in x]
        spread = [statistics.stdev(groups[v]) for v in x]
        ax.errorbar(x, mean, yerr=spread, marker="o", markersize=3, linewidth=1, label=precision)
    ax.set_xscale("log", base=2)
    ax.set_xlabel("Batch size")
    ax.set_ylabel(label)
    ax.legend(frameon=False)
for suffix in ("svg", "pdf", "png"):
    figure.savefig(out / f"bare.{suffix}", dpi=600)
figure.savefig(out / "bare.tiff", dpi=600, pil_kwargs={"compression": "tiff_lzw"})
