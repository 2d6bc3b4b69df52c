# ---
# jupyter:
#   kernelspec: {display_name: Python 3, language: python, name: python3}
# ---

# %% [markdown]
# # Polishing an abstract
#
# Many more people read an abstract than the paper behind it. The one below was written for this
# notebook, about the Mauna Loa record of [notebook 01](01_script_to_contract.ipynb), with the
# faults drafts have. It is mended here as far as that goes without changing what it says. Nothing
# leaves this machine: what you see are natfig's rules, a grammar engine that runs here, and the
# *edit gate*, which decides whether a revised sentence still says what the original said.

# %%
import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path

import natfig
from natfig.core.templates import template

# %load_ext natfig

os.chdir(tempfile.mkdtemp(prefix="natfig-"))  # whatever is written below is written there

# %% [markdown]
# ## The draft
#
# `%%polish` lints the prose of its cell by the rules of a journal and a section, and makes the
# changes that are safe. Below, what was mended is marked in the text; a remark shows its place and
# its reason when you choose it, and where it proposes words, they can be accepted or rejected.

# %%
# %%polish draft --journal nature --section abstract
# In this paper, we study why atmospheric carbon dioxide grows faster in some years than in
# others. Measurements at Mauna Loa show that the annual mean rose from 316.0ppm in 1959 to 370.9
# ppm in 2001, without a single year of decline. The growth varied from 0.52 to 2.91 ppm and was
# largest after warm years in the eastern Pacific (r=0.64). Growth correlated with sea-surface
# temperature, which proves that El Niño drives the carbon cycle. The mean growth was higher in
# the 1980s and 1990s, it utilizes a 40-year record. This clearly demonstrates a novel,
# groundbreaking link that may help to predict next year's growth.

# %% [markdown]
# One thing was mended without asking: the space between a number and its unit. Everything else
# is left to the author, because it touches what is said. The rule that matters most here is a
# scientific one.

# %%
# %natfig rules CLM009

# %% [markdown]
# ## The author's turn
#
# The correlation is what was measured. El Niño as its cause is an interpretation, and is told as
# one. The praise goes, and so do the two sentences that were joined by a comma.

# %%
revised = """
We ask why atmospheric carbon dioxide grows faster in some years than in others. Measurements at
Mauna Loa show that the annual mean rose from 316.0 ppm in 1959 to 370.9 ppm in 2001, without a
single year of decline. The growth varied from 0.52 to 2.91 ppm and was largest after warm years
in the eastern Pacific (r = 0.64). Such a correlation would be expected if El Niño weakened the uptake
of carbon on land. The mean growth was higher in the 1980s and 1990s than in the decades before.
The temperature of one year may thus help to predict the growth of the next.
"""
again = natfig.polish(revised, journal="nature", section="abstract")
print(again)

# %% [markdown]
# ## The gate
#
# A model can propose sentences faster than anybody can check them, and its mistakes read well. So
# natfig never takes a rewrite on trust. Here are three proposals such as models make: one that
# only shortens, one that swaps two digits, and one that loses a *may*.

# %%
Path("original.md").write_text("""\
The growth was found to vary from 0.52 to 2.91 ppm.

The mean growth was 1.10 ppm before 1980 and 1.57 ppm after it.

The temperature of one year may thus help to predict the growth of the next.
""")
Path("proposed.md").write_text("""\
The growth varied from 0.52 to 2.91 ppm.

The mean growth was 1.10 ppm before 1980 and 1.75 ppm after it.

The temperature of one year thus helps to predict the growth of the next.
""")
# %natfig polish --gate original.md proposed.md

# %% [markdown]
# The same gate stands behind `natfig polish --rewrite`, which asks a model for proposals: what it
# refuses is asked for once more with the reasons, and then left as it was. Without a key and the
# flag nothing is sent. `--dry-run` shows what would be, and needs neither. Numbers leave as marks
# and come back by code, so that a model can't change them even if it wants to.

# %%
Path("draft.md").write_text(draft.text)
dry = [sys.executable, "-m", "natfig", "polish", "draft.md", "--rewrite", "--dry-run"]
request = json.loads(subprocess.run(dry, capture_output=True, text=True, check=True).stdout)["requests"][0]
for sentence in json.loads(request["messages"][0]["content"])["sentences"][1:3]:
    print(sentence["text"])

# %% [markdown]
# ## Numbers of the figures
#
# In the main text numbers meet figures. The claims of a figure are computed from its data at every
# render and kept in its manifest, so natfig can compare, and the text is what has to follow. The
# figure here is natfig's `climate` template.

# %%
results = """
# Results

Carbon dioxide rose in every year (Fig. 1a). The seasonal swing was 8.2 ppm (Fig. 1b), far more than the
change from year to year (Fig. 1c).
"""
natfig.figure(template("climate").folder / "spec.yaml").save("out", formats=["svg"])
print(natfig.polish(results, figures=["out/climate.manifest.json"], select=["FIG"]))

# %% [markdown]
# `natfig values` gives the numbers the other way round, as LaTeX macros, JSON or Markdown, so that
# nobody has to type them. The draft itself can be Markdown, LaTeX with all its files, or Word,
# where every change is a tracked one: `natfig polish paper.docx --fix`.
