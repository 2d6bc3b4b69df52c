# ---
# jupyter:
#   kernelspec: {display_name: Python 3, language: python, name: python3}
# ---

# %% [markdown]
# # From a wobbly script to a contract
#
# Every group has a script like the first one below. It made a good figure once. Since then
# the data got longer, the journal changed, and the number in its title is of unknown age.
# Here the script becomes a figure that measures itself, in three steps that each keep
# working if you stop there.
#
# The data are the carbon dioxide measurements of Mauna Loa, 1958–2001 (Keeling & Whorf
# 2004, public domain); they come with natfig's `climate` template.

# %%
import os
import tempfile
import textwrap

import matplotlib.pyplot as plt
import pandas as pd
from IPython.display import Image

import natfig
from natfig.core.templates import template

co2 = pd.read_csv(template("climate").folder / "data" / "co2.csv")
os.chdir(tempfile.mkdtemp(prefix="natfig-"))  # whatever is written below is written there

yearly = co2.groupby("year").agg(ppm=("co2_ppm", "mean"), months=("month", "size")).reset_index()
yearly = yearly[yearly.months == 12]
yearly["growth"] = yearly.ppm.diff().where(yearly.year.diff() == 1)
yearly["decade"] = (yearly.year // 10 * 10).astype(str) + "s"
yearly.tail(3).round(2)

# %% [markdown]
# ## The script
#
# Sizes by feel, colours by number, a tight bounding box, and a result typed into the title.

# %%
fig, axes = plt.subplots(1, 2, figsize=(11, 4))
axes[0].plot(co2.year + co2.month / 12, co2.co2_ppm, color="r")
axes[0].set_title("CO2 is up by 15 %!")
for i, (decade, group) in enumerate(yearly.groupby("decade")):
    axes[1].bar(decade, group.growth.mean(), yerr=group.growth.std(), color=plt.cm.jet(i / 5))
axes[1].set_title("growth")
fig.savefig("figure1.svg", bbox_inches="tight")
fig.savefig("figure1.png", bbox_inches="tight", dpi=60)
plt.close(fig)
Image("figure1.png")

# %% [markdown]
# It looks passable on a screen. On paper it is another matter: *Nature* prints 89 or 183 mm
# wide, in type of 5 to 7 pt that stays text. `natfig.qa` opens the exported file and measures.

# %%
report = natfig.qa("figure1.svg", journal="nature")
print(f"{report.verdict}: {len(report.findings)} findings, of which")
for finding in {f.code: f for f in report.findings if f.severity == "error"}.values():
    print(f"  {finding.code}  {finding.message}")

# %% [markdown]
# ## Step 1: two lines
#
# `with natfig.style(…)` sets the journal's page, type and colours while the block runs, and
# `natfig.save` writes the page exactly so wide. Nothing else in the script changes, and a
# co-author without natfig would only have to take the two lines out again.

# %%
with natfig.style("nature", width="double", height="60mm"):
    fig, axes = plt.subplots(1, 2)
    axes[0].plot(co2.year + co2.month / 12, co2.co2_ppm)
    axes[0].set(xlabel="Year", ylabel="Carbon dioxide (ppm)")
    for decade, group in yearly.groupby("decade"):
        axes[1].bar(decade, group.growth.mean(), yerr=group.growth.std(), color="0.7")
    axes[1].set(xlabel="Decade", ylabel="Growth (ppm per year)")
    natfig.save(fig, "styled", dpi=150)
    plt.close(fig)

Image("styled.png", width=692)

# %%
natfig.qa("styled.svg", journal="nature")

# %% [markdown]
# ## Step 2: a contract
#
# The page is right now. Still, two panels have no letters, nobody can tell what the error bars
# are, and the last bar is a decade of two years. Style can't know that, nor whether the
# figure still shows what the paper says. A *contract* states it: one conclusion, what each
# panel is for, and claims, which are queries tested on the data at every render. The spec below
# takes both tables from the notebook by name.

# %%
# %load_ext natfig

# %%
# %%figure growth
# natfig: 1
# id: growth
# contract:
#   conclusion: >-
#     Carbon dioxide over Mauna Loa rose by half a part per million or more in every year,
#     and faster in the later decades.
#   backend: python
#   journal: nature
#   evidence:
#     a: {role: trend, claim: Carbon dioxide rose in every year., hero: true}
#     b: {role: acceleration, claim: Growth was faster in the 1980s and 1990s.}
# figure: {width: double, height: 62mm, layout: "aab", dpi: 300}
# data:
#   whole_decades:
#     query: SELECT decade, year, growth FROM yearly WHERE growth IS NOT NULL AND year BETWEEN 1960 AND 1999
#   monthly:
#     query: SELECT year + (month - 0.5) / 12 AS time, co2_ppm FROM co2 ORDER BY time
# panels:
#   a:
#     kind: line
#     data: monthly
#     x: {field: time, label: Year}
#     y: {field: co2_ppm, label: Carbon dioxide (ppm)}
#   b:
#     kind: bar
#     data: whole_decades
#     x: {field: decade, label: Decade}
#     y: {field: growth, label: Growth (ppm per year)}
#     stats: {center: mean, spread: sd, n: auto, unit: years}
# claims:
#   rise: {value: SELECT 100 * (max(ppm) / min(ppm) - 1) FROM yearly, assert: "> 15", format: ".1f", unit: "%"}
#   least_growth: {value: SELECT min(growth) FROM yearly, assert: ">= 0.5", format: ".2f", unit: ppm}
#   early: {value: SELECT avg(growth) FROM whole_decades WHERE year < 1980, assert: "< 1.2", format: ".2f"}
#   late: {value: SELECT avg(growth) FROM whole_decades WHERE year >= 1980, assert: "> 1.4", format: ".2f"}
# legend:
#   title: Carbon dioxide rises, and rises faster.
#   panels:
#     a: >-
#       Monthly means at Mauna Loa. Annual means rose by {rise} in all, and by {least_growth} or
#       more in each year.
#     b: "Yearly growth in whole decades, {early} ppm on average before 1980 and {late} ppm after it."

# %% [markdown]
# Under the picture stand the verdict of the journal's rules, measured on the exported SVG,
# and each claim with its value. Panels have their letters, the observations lie on the bars,
# and n is written under them. The rise turns out to be 17 %, not the 15 % of the old title:
# that is why a number belongs in a claim. The legend takes it from there and adds what a
# journal asks for, such as what the error bars are.

# %%
print(textwrap.fill(growth.legend(), 95))

# %% [markdown]
# Saving writes what the journal wants, with a manifest of every input, and checks each file. This
# is the PNG as it lies on disk.

# %%
for output in growth.save("out")["outputs"]:
    print(f"{output['format']:5} {output['width_mm']:.0f} × {output['height_mm']:.0f} mm")
Image("out/growth.png", width=692)

# %% [markdown]
# ## Step 3: let it fail
#
# A year later somebody tidies the first cell and drops the line that leaves out incomplete
# years. In 1964 February to April are missing, when carbon dioxide is high, so that year's mean
# is too low. The picture hardly changes. But the conclusion no longer follows, so nothing is
# written, and the files from before stay as they are.

# %%
tidied = co2.groupby("year").agg(ppm=("co2_ppm", "mean")).reset_index()
tidied["growth"] = tidied.ppm.diff()
tidied["decade"] = (tidied.year // 10 * 10).astype(str) + "s"

try:
    natfig.figure(growth.raw.decode(), {"co2": co2, "yearly": tidied}).save("out")
except natfig.NatfigError as error:
    print(error)

# %% [markdown]
# ## Where to go from here
#
# Kept as `growth.natfig.yaml` beside its data, the same text works on the command line
# (`natfig render`, `natfig check`) and in a workflow that runs at every commit. [Notebook
# 04](04_paper_figure.ipynb) builds a larger figure with tests; [notebook 02](02_qa_elsewhere.ipynb)
# checks figures that natfig did not make.
