# ---
# jupyter:
#   kernelspec: {display_name: Python 3, language: python, name: python3}
# ---

# %% [markdown]
# # From a script to a figure that checks itself
#
# The data are the Palmer penguins (Horst, Hill & Gorman 2020, CC0), which come with natfig's
# `penguins` template. First a script that anybody could have written gets the journal's page
# and type in two lines; then the same claim becomes a spec whose numbers are tested at every
# render.

# %%
import csv
import os
import tempfile
from pathlib import Path

import matplotlib.pyplot as plt
from IPython.display import Image

import natfig
from natfig.core.templates import template

work = Path(tempfile.mkdtemp())
os.chdir(work)  # all files of this notebook are written there
rows = [r for r in csv.DictReader((template("penguins").folder / "data" / "penguins.csv").open()) if r["body_mass_g"]]
len(rows)

# %% [markdown]
# ## Two lines in a script
#
# `natfig.style` sets Nature's single column, type and colours while the block runs;
# `natfig.save` writes the page exactly so wide, with text that stays text.

# %%
with natfig.style("nature", width="single"):
    fig, ax = plt.subplots()
    for species in ("Adelie", "Chinstrap", "Gentoo"):
        some = [r for r in rows if r["species"] == species]
        ax.plot([float(r["flipper_length_mm"]) for r in some], [float(r["body_mass_g"]) for r in some], "o", label=species)
    ax.set_xlabel("Flipper length (mm)")
    ax.set_ylabel("Body mass (g)")
    ax.legend()
    saved = natfig.save(fig, "script", dpi=200)
    plt.close(fig)

f"{saved.width_mm:.1f} mm wide, {saved.text_elements} editable texts, {len(saved.warnings)} warnings"

# %%
Image(filename="script.png", width=420)

# %% [markdown]
# ## The same as a contract
#
# A spec states what the figure shows and what has to hold. It reads the data itself, refuses
# missing values that nobody explained, and counts what was left out.

# %%
spec = Path("spec.yaml")
Path("penguins.csv").write_bytes((template("penguins").folder / "data" / "penguins.csv").read_bytes())
_ = spec.write_text("""
natfig: 1
id: mass
contract:
  conclusion: Gentoo penguins are heavier than the other two species.
  backend: python
  journal: nature
  evidence:
    a: {role: difference, claim: Gentoos weigh more than Adelies and Chinstraps., hero: true}
    b: {role: mechanism, claim: Mass rises with flipper length in all species.}
figure: {width: double, height: 70mm, dpi: 200}
data:
  birds: {file: penguins.csv, note: "Horst, Hill & Gorman 2020, CC0"}
panels:
  a:
    kind: distribution
    data: birds
    missing: {drop: two birds were not measured}
    x: {field: species, label: Species}
    y: {field: body_mass_g, label: Body mass (g)}
    color: species
    stats: {n: auto}
  b:
    kind: scatter
    data: birds
    missing: {drop: two birds were not measured}
    x: {field: flipper_length_mm, label: Flipper length (mm)}
    y: {field: body_mass_g, label: Body mass (g)}
    color: species
claims:
  lead_g:
    value: >-
      SELECT min(m) FILTER (species = 'Gentoo') - max(m) FILTER (species <> 'Gentoo')
      FROM (SELECT species, avg(body_mass_g) AS m FROM birds GROUP BY species)
    assert: "> 1000"
    format: ".0f"
""")
figure = natfig.render(spec)["figures"][0]
{
    "claims": {name: (round(c["value"]), c["holds"]) for name, c in figure["claims"].items()},
    "rows": [(d["rows"], d["rows_used"]) for d in figure["data"]],
    "texts": figure["text_elements"],
    "width_mm": figure["outputs"][0]["width_mm"],
}

# %%
Image(filename="out/mass.png", width=860)

# %% [markdown]
# ## When the data say otherwise
#
# Claims are tested before anything is drawn. Were Gentoos to lead by two kilograms, as a
# draft may say, the figure would not build, and the files from before stay as they are.

# %%
spec.write_text(spec.read_text().replace('"> 1000"', '"> 2000"'))
try:
    natfig.render(spec)
except natfig.NatfigError as error:
    print(error)

# %% [markdown]
# ## Contract, picture and draft on one screen
#
# The workbench shows the spec as a form beside its picture, and what `natfig qa` finds in it. The
# copy below has a label that was pasted from a manuscript in LaTeX, with a subscript on a
# subscript: such a label reaches the journal's desk as single letters, which nobody can edit.
#
# - Under *Panels*, write `Body mass (g)` as the label of panel a's y axis. The picture follows, and
#   the finding is gone.
# - *Deuteranopia* above the picture shows it as people without green cones see it.
# - The tab *Draft* holds an abstract, with what is wrong in the text itself. *Suggest rewrites* asks a
#   model for sentences, and nothing is sent before you press it. It needs a key in the variable
#   `ANTHROPIC_API_KEY`; numbers, citations and terms stay here.
# - *Save* writes the spec with its comments, and the draft as a copy beside it.

# %%
desk = Path("desk")
desk.mkdir()
(desk / "penguins.csv").write_bytes(Path("penguins.csv").read_bytes())
copy = spec.read_text().replace('"> 2000"', '"> 1000"  # in grams')
(desk / "spec.yaml").write_text(copy.replace("label: Body mass (g)", r"label: 'Body mass, $m_{b_{1}}$ (g)'", 1))
_ = (desk / "abstract.md").write_text("""# Abstract

In order to compare three species, we made a measurement of the body mass of 342 penguins on three
islands [@gorman2014]. Gentoo penguins were 1343g heavier than the other two species. Body mass may
rise with flipper length in all three species.
""")
bench = natfig.workbench(desk, draft=desk / "abstract.md", section="abstract", rewrite=True)
bench

# %%
bench.session.wait()
[(finding["code"], finding["message"]) for finding in bench.report["findings"]]
