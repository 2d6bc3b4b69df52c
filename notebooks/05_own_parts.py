# ---
# jupyter:
#   kernelspec: {display_name: Python 3, language: python, name: python3}
# ---

# %% [markdown]
# # Own chart, palette and rule
#
# natfig draws about twenty kinds of charts, knows some palettes and a few hundred rules of prose. A
# group soon wants one of its own: the chart its field is used to, the colours of its talks, the
# words its members agreed on. Each of the three is one file beside the figure or the draft. Nothing is
# installed and natfig isn't changed, and what is added is held to the same checks.
#
# The data are Gapminder's life expectancies of 142 countries, 1952–2007 (CC0), from natfig's
# `gapminder` template.

# %%
import os
import tempfile
from pathlib import Path

import pandas as pd
from IPython.display import Image

import natfig
from natfig.core.templates import template

# %load_ext natfig

lives = pd.read_csv(template("gapminder").folder / "data" / "gapminder.csv")
os.chdir(tempfile.mkdtemp(prefix="natfig-"))  # whatever is written below is written there

means = lives.groupby(["continent", "year"]).life_expectancy.mean().reset_index()
change = means.pivot(index="continent", columns="year", values="life_expectancy")[[1952, 2007]]
change = change.rename(columns={1952: "then", 2007: "now"}).sort_values("then").reset_index().rename_axis(None, axis=1)
change.round(1)

# %% [markdown]
# ## A chart
#
# A dumbbell chart shows two values of each row and the way between them. As `kind: python` it is a
# function that gets matplotlib axes, the panel's table, and the style of the page. Type sizes and colours
# come from the style, so that the chart fits its neighbours; what it hands back is the legend,
# which natfig places like any other.

# %%
_ = Path("panels.py").write_text('''
from natfig.charts.base import Drawn, LegendEntry, Mark


def dumbbell(ax, data, style, first, last):
    """Draw a row for each continent; `first` and `last` are what the two ends are called."""
    early, late = style.colors["sand"], style.colors["teal"]
    rows = range(len(data["continent"]))
    ax.hlines(rows, data["then"], data["now"], color=style.look.ink, linewidth=0.75, zorder=1)
    ax.scatter(data["then"], rows, s=16, color=early, zorder=2)
    ax.scatter(data["now"], rows, s=16, color=late, zorder=2)
    ax.set_yticks(rows, data["continent"])
    ax.set_ylim(-0.6, len(data["continent"]) - 0.4)
    ends = ((first, early), (last, late))
    return Drawn(legend=[LegendEntry(name, Mark(color), "marker") for name, color in ends])
''')

# %% [markdown]
# ## A palette
#
# A palette file names colours and says which of them play a role: the signal, the neutral, the ink of
# the axes. In which order they are best used, and how many stay apart for readers with each
# colour-vision deficiency, natfig computes.

# %%
_ = Path("lab.yaml").write_text('''
id: lab
name: Colours of our talks
type: qualitative
source: our group's style sheet
colours: {teal: "#00695C", sand: "#C8963E", plum: "#7B3F8C", sky: "#3C8DC5", brick: "#B23A2E"}
roles:
  {signal: teal, accent: brick, neutral: "#767676", neutral_light: "#CFCECE", neutral_dark: "#4D4D4D",
   up: brick, down: sky, ink: "#272727"}
sequential: cmc.batlow
diverging: cmc.vik
''')
# %natfig palettes lab.yaml

# %% [markdown]
# The last table is worth a look before a figure is drawn: it says up to which number of series
# the colours alone can tell them apart. Beyond that natfig gives series different dashes and
# markers, too. Both parts are now used by their files' names.

# %%
# %%figure gains
# natfig: 1
# id: lives
# contract:
#   conclusion: Life expectancy rose on every continent between 1952 and 2007.
#   backend: python
#   journal: nature
#   evidence:
#     a: {role: size of the change, claim: Every continent gained more than ten years., hero: true}
#     b: {role: course, claim: Africa's rise stopped in the 1990s.}
# figure: {width: double, height: 62mm, layout: "ab", palette: lab.yaml, dpi: 300}
# panels:
#   a:
#     kind: python
#     function: panels.py:dumbbell
#     data: change
#     options: {first: "1952", last: "2007"}
#     x: {field: now, label: Mean life expectancy (years)}
#     y: {field: continent, label: Continent}
#   b:
#     kind: line
#     data: means
#     x: {field: year, label: Year}
#     y: {field: life_expectancy, label: Mean life expectancy (years)}
#     color: {field: continent}
# claims:
#   least_gain: {value: SELECT min(now - "then") FROM change, assert: "> 10", format: ".1f", unit: years}
#   africa_stop:
#     value: >-
#       SELECT max(life_expectancy) FILTER (year = 2002) - max(life_expectancy) FILTER (year = 1992)
#       FROM means WHERE continent = 'Africa'
#     assert: "< 0"
#     format: ".1f"
#     unit: years

# %% [markdown]
# Both parts are checked like any other: sizes and colours are measured on the exported file. The
# remarks are about the palette: sand and sky are light for text, so labels in these colours are hard
# to read, and in greyscale some lines look alike. Saved, it looks so:

# %%
gains.save("out", formats=["svg", "png"])
Image("out/lives.png", width=692)

# %% [markdown]
# A mistake in the function is told with its line, and nothing is written.

# %%
broken = Path("panels.py").read_text().replace('data["now"], rows', 'data["today"], rows')
Path("panels.py").write_text(broken)
try:
    natfig.figure(gains.raw.decode(), gains.frames)
except natfig.NatfigError as error:
    print(error)

# %% [markdown]
# ## A rule
#
# A rule of prose is a file, too: what to look for, what to write instead, why, and examples that
# should and shouldn't be found. `kind: substitution` needs no code.

# %%
Path("rules").mkdir()
Path("rules/sty901_income_groups.yaml").write_text('''
code: STY901
kind: substitution
title: countries named by their development
reason: Income groups are defined and dated; “developing” is neither.
source: our group's style sheet
message: "“{text}”: we write “{to}”."
swap:
  developing countries: low- and middle-income countries
  developed countries: high-income countries
  third world: low-income countries
bad: [Mortality fell in developing countries., Data from developed countries were used.]
good: [Mortality fell in low-income countries., Countries developed vaccines.]
''')
draft = """Life expectancy rose by more than ten years on every continent. The gain was largest in
developing countries of Asia, and it stopped in Africa in the 1990s."""
print(natfig.polish(draft, journal="nature", section="results", rule_folders=["rules"]))

# %% [markdown]
# In a project the folder is named once, in `natfig.toml`, and then holds for everybody's drafts:

# %%
Path("natfig.toml").write_text('[polish]\nrule_folders = ["rules"]\n')
Path("results.md").write_text(draft)
# %natfig polish results.md --select STY901

# %% [markdown]
# What turns out to be useful to others can become a package: charts, rules, checks, report formats and
# more are found through entry points (`natfig.charts`, `natfig.prose.rules`, …), and then have
# names of their own, such as `kind: dumbbell`.
