"""Make the tables of this template from what the package palmerpenguins brings along.

usage: python derive.py FOLDER

Needs palmerpenguins and pandas; neither is needed to draw the figure.
"""

from __future__ import annotations

import sys
from importlib.resources import files
from itertools import combinations
from pathlib import Path

import numpy as np
import pandas as pd

TRAITS = {
    "bill_length_mm": "Bill length",
    "bill_depth_mm": "Bill depth",
    "flipper_mm": "Flipper",
    "mass_g": "Body mass",
    "d15n": "δ15N",
    "d13c": "δ13C",
}


def birds() -> pd.DataFrame:
    """Return one row per bird."""
    raw = pd.read_csv(files("palmerpenguins") / "data" / "penguins-raw.csv")
    nest = raw["studyName"] + " " + raw["Species"].str[:2] + " " + raw["Individual ID"].str.extract(r"(N\d+)")[0]
    return pd.DataFrame(
        {
            "bird": np.arange(1, len(raw) + 1),
            "nest": nest.map({name: i for i, name in enumerate(dict.fromkeys(nest), 1)}),
            "species": raw["Species"].str.split().str[0].replace("Adelie", "Adélie"),
            "island": raw["Island"],
            "year": 2000 + raw["studyName"].str[3:5].astype(int),
            "sex": raw["Sex"].str.lower(),
            "clutch_complete": (raw["Clutch Completion"] == "Yes").astype(int),
            "bill_length_mm": raw["Culmen Length (mm)"],
            "bill_depth_mm": raw["Culmen Depth (mm)"],
            "flipper_mm": raw["Flipper Length (mm)"].astype("Int64"),
            "mass_g": raw["Body Mass (g)"].astype("Int64"),
            "d15n": raw["Delta 15 N (o/oo)"],
            "d13c": raw["Delta 13 C (o/oo)"],
        }
    )


def dimorphism(table: pd.DataFrame) -> pd.DataFrame:
    """Return the difference of males and females in standard deviations, with its 95 % interval.

    Hedges and Olkin (1985): variance (a + b) / ab + g² / 2 (a + b), with a and b birds.
    """
    rows = []
    for species, of_species in table.groupby("species"):
        for column in ("mass_g", "bill_depth_mm", "bill_length_mm", "flipper_mm"):
            male, female = (of_species.loc[of_species["sex"] == s, column].dropna() for s in ("male", "female"))
            a, b = len(male), len(female)
            pooled = np.sqrt(((a - 1) * male.var() + (b - 1) * female.var()) / (a + b - 2))
            g = (male.mean() - female.mean()) / pooled * (1 - 3 / (4 * (a + b) - 9))
            half = 1.959964 * np.sqrt((a + b) / (a * b) + g**2 / (2 * (a + b)))
            name = TRAITS[column]
            rows.append({"trait": name, "species": species, "g": g, "low": g - half, "high": g + half, "birds": a + b})
    return pd.DataFrame(rows)


def correlations(table: pd.DataFrame) -> pd.DataFrame:
    """Return Pearson correlations of the traits, every bird measured from the mean of its species."""
    within = table[list(TRAITS)].astype(float) - table.groupby("species")[list(TRAITS)].transform("mean")
    found = within.corr()
    rows = [{"one": TRAITS[k], "other": TRAITS[k], "r": 1.0} for k in TRAITS]
    for a, b in combinations(TRAITS, 2):
        rows += [{"one": TRAITS[p], "other": TRAITS[q], "r": found.loc[a, b]} for p, q in ((a, b), (b, a))]
    return pd.DataFrame(rows)


def main(folder: Path) -> None:
    """Write the tables."""
    table = birds()
    table.to_csv(folder / "birds.csv", index=False)
    dimorphism(table).to_csv(folder / "dimorphism.csv", index=False, float_format="%.4f")
    correlations(table).to_csv(folder / "correlations.csv", index=False, float_format="%.4f")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
