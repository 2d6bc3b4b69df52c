# ---
# jupyter:
#   kernelspec: {display_name: Python 3, language: python, name: python3}
# ---

# %% [markdown]
# # A figure from elsewhere
#
# Most figures of a paper are not made by natfig: a co-author draws in gnuplot, a collaborator
# sends a PDF, an old script uses matplotlib as it came. `natfig.qa` doesn't care. It opens the
# exported file as an editor's Illustrator would and measures what is there: the page, each
# text at its printed size, each line, colours as colour-blind readers see them, the resolution of
# images, fonts.
#
# The data are daily weather records of Seattle, 2012–2015 (NOAA, public domain), from natfig's
# `weather` template.

# %%
import os
import shutil
import tempfile
import textwrap
from pathlib import Path

import matplotlib.pyplot as plt
import pandas as pd
from IPython.display import SVG, Image

import natfig
from natfig.core.templates import template

# %load_ext natfig

here = Path.cwd()
os.chdir(tempfile.mkdtemp(prefix="natfig-"))  # whatever is written below is written there
for name in ("02_from_gnuplot.svg", "02_from_gnuplot_mended.svg"):
    shutil.copy(here / name, name.removeprefix("02_"))

# %% [markdown]
# ## What the co-author sent
#
# An SVG drawn by gnuplot ([02_from_gnuplot.gp](02_from_gnuplot.gp) made it). The paper goes to
# *Nature*.

# %%
SVG("from_gnuplot.svg")

# %%
natfig.qa("from_gnuplot.svg", journal="nature")

# %% [markdown]
# Each finding says what is wrong, where, by how much, and what to do. In the report above the
# switches show the page as readers with a colour-vision deficiency see it, and at its printed
# size. Two findings are easy to miss by eye: the lines of the right panel are 0.15 pt thin, which
# some presses drop, and the red and the green curve look much alike to one man in twelve.
#
# A finding can explain itself, with the source of the rule.

# %%
# %natfig checks CLR003

# %% [markdown]
# ## What comes back
#
# The co-author changes the gnuplot script: one colour pair, a column's width, Arial, yearly ticks,
# labels with units, panel letters ([the new script](02_from_gnuplot_mended.gp)). What is left are
# things gnuplot can't write. Those that can be mended without changing what is seen are *safe*
# fixes, and `--fix` makes them in a copy.

# %%
# %natfig qa from_gnuplot_mended.svg --journal nature --fix

# %% [markdown]
# That nothing else moved is something one can ask, too:

# %%
print(natfig.diff_figures("from_gnuplot_mended.svg", "from_gnuplot_mended.fixed.svg"))

# %%
SVG("from_gnuplot_mended.fixed.svg")

# %% [markdown]
# ## PDF and PNG, as matplotlib writes them
#
# Other files have other weak spots. This heat map of monthly temperatures is drawn with a rainbow
# and saved as matplotlib does it by default.

# %%
weather = pd.read_csv(template("weather").folder / "data" / "seattle.csv", parse_dates=["date"])
months = weather.groupby([weather.date.dt.year, weather.date.dt.month]).temp_max_c.mean().unstack()

fig, ax = plt.subplots()
image = ax.pcolormesh(months.columns, months.index, months, cmap="jet")
ax.set_yticks(months.index)
ax.set_xlabel("month")
fig.colorbar(image)
fig.savefig("heat.pdf")
fig.savefig("heat.png", dpi=80)
plt.close(fig)
Image("heat.png", width=480)

# %%
for name in ("heat.pdf", "heat.png"):
    report = natfig.qa(name, journal="nature")
    print(f"{name}: {report.verdict}")
    told = {}
    for finding in report.findings:
        if finding.severity != "info":
            told.setdefault(finding.code, finding)
    for code, finding in told.items():
        print(textwrap.fill(f"  {finding.severity:8} {code}  {finding.message}", 92, subsequent_indent=" " * 19))

# %% [markdown]
# A vector file can be mended. In a raster one the text is no longer text and the lines are no
# longer lines, so less can be measured and next to nothing mended: ask for PDF or SVG.
#
# ## Keeping it so
#
# For a folder of figures, `natfig qa figures/` gives one verdict and an exit code, so a workflow
# can refuse a commit; `--format github` (or `sarif`, `junit`) puts the findings where the
# reviewers look. A project that starts with many findings writes a *baseline* first: then only
# what is new counts.

# %%
os.makedirs("figures")
shutil.move("from_gnuplot.svg", "figures/weather.svg")
# %natfig qa figures --journal nature --write-baseline natfig-baseline.json

# %%
# %natfig qa figures --journal nature --baseline natfig-baseline.json
