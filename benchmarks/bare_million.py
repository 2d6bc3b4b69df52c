"""A million points as matplotlib draws them rasterized in an SVG: the baseline of `bench_million.py`."""

from __future__ import annotations

import sys
from pathlib import Path

import duckdb
import matplotlib as mpl

mpl.use("Agg")
import matplotlib.pyplot as plt

data, out = Path(sys.argv[1]), Path(sys.argv[2])
columns = duckdb.connect().execute("SELECT x, y FROM read_parquet(?)", [str(data)]).fetchnumpy()
plt.rcParams.update({"font.size": 7, "svg.fonttype": "none", "axes.linewidth": 0.5})
figure, ax = plt.subplots(figsize=(89 / 25.4, 60 / 25.4), layout="constrained")
ax.scatter(columns["x"], columns["y"], s=4, alpha=0.5, linewidths=0, rasterized=True)
ax.set_xlabel("x")
ax.set_ylabel("y")
figure.savefig(out / "bare.svg", dpi=600)
