# ---
# jupyter:
#   kernelspec: {display_name: Python 3, language: python, name: python3}
# ---

# %% [markdown]
# # A whole paper figure
#
# In 1934 Immer, Hayes and Powers published the yields of ten varieties of barley at six places in
# Minnesota, in 1931 and 1932. The table became a classic of statistics because of an oddity that
# nobody saw for sixty years: yields fell from one year to the next everywhere but at Morris. Either Morris
# was spared, or its two years were exchanged in print; the question is still open (Cleveland
# 1993). This notebook builds the figure of the oddity, from a data frame to the files a journal
# takes: four panels, tests, error bars that are defined, and claims that are checked.
#
# The data come with natfig's `barley` template.

# %%
import os
import tempfile
import textwrap

import pandas as pd
from IPython.display import Image
from scipy import stats

import natfig
from natfig.core.templates import template

barley = pd.read_csv(template("barley").folder / "data" / "barley.csv")
os.chdir(tempfile.mkdtemp(prefix="natfig-"))  # whatever is written below is written there
barley.head(3)

# %% [markdown]
# ## The tables
#
# The unit of the comparison is a variety at a site: it was grown in both years, so the two yields
# are a pair. Each site has ten such differences, and their mean gets a 95 % confidence interval
# from Student's t with nine degrees of freedom. All this is ordinary pandas; natfig takes the
# tables by name.

# %%
def tables(barley):
    """Return the yields, the change of each variety at each site, and its mean by site."""
    wide = barley.pivot(index=["site", "variety"], columns="year", values="yield_bu_acre")
    changes = (wide[1932] - wide[1931]).rename("change").reset_index()
    by_site = changes.groupby("site").change
    half = stats.t.ppf(0.975, by_site.size() - 1) * by_site.sem()
    sites = pd.DataFrame({"change": by_site.mean(), "low": by_site.mean() - half, "high": by_site.mean() + half})
    return {"barley": barley, "changes": changes, "sites": sites.sort_values("change").reset_index()}


frames = tables(barley)
frames["sites"].round(1)

# %% [markdown]
# ## One panel
#
# A spec can be a Python mapping. It begins with the contract: one sentence that says what the figure
# shows, the journal, and the role of each panel. The overview comes first, every difference
# as one cell; a diverging map has a centre, and that is stated rather than guessed.

# %%
order = frames["sites"].site.tolist()
spec = {
    "natfig": 1,
    "id": "morris",
    "contract": {
        "conclusion": "Barley yields fell from 1931 to 1932 at five sites and rose at Morris.",
        "backend": "python",
        "journal": "nature",
        "evidence": {
            "a": {"role": "overview", "claim": "Only Morris rises across varieties.", "hero": True},
        },
    },
    "figure": {"width": "double", "height": "58mm", "layout": "a", "dpi": 300},
    "panels": {
        "a": {
            "kind": "heatmap",
            "data": "changes",
            "x": {"field": "variety", "label": "Variety"},
            "y": {"field": "site", "label": "Site", "order": order},
            "value": {"field": "change", "label": "Change (bushels per acre)"},
            "center": 0,
        },
    },
}
natfig.figure(spec, frames)

# %% [markdown]
# ## Effects and tests
#
# The overview shows, but it doesn't tell how sure one can be. Panel b gives the mean change of each
# site with its interval. Panels c and d show the pairs themselves, at Morris and as the mean of the
# five other sites, each with Wilcoxon's signed-rank test. natfig makes the test when it draws
# and keeps test, sidedness, n and P together; no number is typed.

# %%
spec["contract"]["evidence"] |= {
    "b": {"role": "effect size", "claim": "The change at Morris has the other sign."},
    "c": {"role": "exception", "claim": "Every variety rises at Morris."},
    "d": {"role": "rule", "claim": "Every variety falls on average elsewhere."},
}
spec["figure"] |= {"height": "118mm", "layout": [{"cells": "a", "height": 1}, {"cells": "bcd", "height": 1}]}
spec["data"] = {
    "morris": {"query": "SELECT variety, year, yield_bu_acre FROM barley WHERE site = 'Morris'"},
    "elsewhere": {
        "query": "SELECT variety, year, avg(yield_bu_acre) AS yield_bu_acre FROM barley "
        "WHERE site <> 'Morris' GROUP BY variety, year ORDER BY variety, year"
    },
}
pairs = {
    "kind": "paired",
    "id": "variety",
    "x": {"field": "year", "label": "Year", "order": [1931, 1932]},
    "stats": {
        "center": "mean",
        "spread": "sd",
        "n": "auto",
        "unit": "varieties",
        "test": {"kind": "wilcoxon", "pairs": "all"},
    },
}
yields = {"field": "yield_bu_acre", "limits": [15, 55]}
spec["panels"] |= {
    "b": {
        "kind": "forest",
        "data": "sites",
        "y": {"field": "site", "label": "Site", "order": order},
        "x": {"field": "change", "label": "Change (bushels per acre)", "low": "low", "high": "high"},
        "numbers": None,
    },
    "c": pairs | {"data": "morris", "y": yields | {"label": "Yield at Morris (bu per acre)"}},
    "d": pairs | {"data": "elsewhere", "y": yields | {"label": "Yield elsewhere (bu per acre)"}},
}
natfig.figure(spec, frames)

# %% [markdown]
# ## Claims and legend
#
# What the text of the paper will say about the figure becomes claims: queries with what must hold of
# them. The legend takes their values, and natfig adds what a journal asks for: what the points
# and bars are, n, the test and its sidedness.

# %%
spec["claims"] = {
    "falling_sites": {"value": "SELECT count(*) FROM sites WHERE high < 0", "assert": "== 5", "format": ".0f"},
    "morris_rise": {
        "value": "SELECT change FROM sites WHERE site = 'Morris'",
        "assert": "> 10",
        "format": ".1f",
        "unit": "bushels per acre",
    },
    "morris_varieties": {
        "value": "SELECT count(*) FROM changes WHERE site = 'Morris' AND change > 0",
        "assert": "== 10",
        "format": ".0f",
    },
}
spec["legend"] = {
    "title": "Barley yields fell everywhere but at Morris.",
    "panels": {
        "a": "Change of yield from 1931 to 1932 of ten varieties at six sites in Minnesota.",
        "b": "Mean change by site with 95% confidence intervals (Student's t, n = 10 varieties); "
        "{falling_sites} intervals lie below zero, and Morris rises by {morris_rise}.",
        "c": "The varieties at Morris; all {morris_varieties} rise.",
        "d": "The same varieties, means of the five other sites.",
    },
}
morris = natfig.figure(spec, frames)
print(morris)
print()
print(textwrap.fill(morris.legend(), 95))

# %% [markdown]
# ## The files
#
# `save` writes what *Nature* takes, each file of the same page, and checks it; the manifest beside
# them records every input, so that the figure can be made again, byte for byte. Below is the PNG as
# it lies on disk.

# %%
saved = morris.save("out")
for output in saved["outputs"]:
    report = natfig.qa(output["path"])
    print(f"{output['format']:5} {output['width_mm']:.0f} × {output['height_mm']:.0f} mm  {report.verdict}")
Image("out/morris.png", width=692)

# %% [markdown]
# ## If the years were exchanged
#
# Suppose an editor of the table "corrects" Morris by exchanging its two years, as some have proposed. Every
# panel would still draw. The claims know better.

# %%
is_morris = barley.site == "Morris"
corrected = barley.assign(year=barley.year.mask(is_morris, 1931 + 1932 - barley.year))
try:
    natfig.figure(spec, tables(corrected)).save("out")
except natfig.NatfigError as error:
    print(error)

# %% [markdown]
# The same happens when a collaborator sends new data, when a filter is dropped, or when a name is
# spelt differently. A sentence of the paper and the data behind it can't part unnoticed.
#
# As a file, `spec` works without the notebook: `natfig render`, `natfig legend`, and `natfig values`,
# which gives the numbers as LaTeX macros. `natfig init --list` shows
# figures to start from.
