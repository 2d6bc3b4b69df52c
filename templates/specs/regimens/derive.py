"""Make the tables of this template from what the package lifelines brings along.

usage: python derive.py FOLDER

Needs lifelines and pandas; neither is needed to draw the figure.
"""

from __future__ import annotations

import sys
from importlib.resources import files
from pathlib import Path

import numpy as np
import pandas as pd
from lifelines import CoxPHFitter

ARMS = {0: "ZDV", 1: "ZDV + ddI", 2: "ZDV + ddC", 3: "ddI"}
WEEKS = {"cd40": 0, "cd420": 20, "cd496": 96}


def patients() -> pd.DataFrame:
    """Return one row per patient."""
    raw = pd.read_csv(files("lifelines.datasets") / "ACTG175.csv", index_col=0).sort_values("pidnum")
    out = pd.DataFrame({"patient": np.arange(1, len(raw) + 1)})
    out["arm"] = raw["arms"].map(ARMS).to_numpy()
    out["days"], out["event"] = raw["days"].to_numpy(), raw["cens"].to_numpy()
    out["prior"] = np.where(raw["str2"] == 1, "pretreated", "naive")
    out["age"], out["male"] = raw["age"].to_numpy(), raw["gender"].to_numpy()
    out["symptoms"], out["off_treatment"] = raw["symptom"].to_numpy(), raw["offtrt"].to_numpy()
    for name, week in WEEKS.items():
        out[f"cd4_{week}"] = raw[name].astype("Int64").to_numpy()
    out["cd8_0"], out["cd8_20"] = raw["cd80"].to_numpy(), raw["cd820"].to_numpy()
    return out


def ratios(people: pd.DataFrame) -> pd.DataFrame:
    """Return Cox hazard ratios of each arm, and of all three, against zidovudine alone."""
    groups = [
        ("All patients", "All", people.index == people.index),
        ("Prior treatment", "None", people["prior"] == "naive"),
        ("Prior treatment", "Some", people["prior"] == "pretreated"),
        ("CD4 at entry", "< 350 per mm³", people["cd4_0"] < 350),
        ("CD4 at entry", "≥ 350 per mm³", people["cd4_0"] >= 350),
        ("Age", "< 35 years", people["age"] < 35),
        ("Age", "≥ 35 years", people["age"] >= 35),
        ("Symptoms", "Absent", people["symptoms"] == 0),
        ("Symptoms", "Present", people["symptoms"] == 1),
    ]
    rows = []
    for factor, name, chosen in groups:
        some = people[chosen]
        table = pd.DataFrame({"t": some["days"], "e": some["event"], "x": (some["arm"] != "ZDV").astype(float)})
        fit = CoxPHFitter().fit(table, "t", "e").summary.loc["x"]
        rows.append(
            {
                "factor": factor, "subgroup": name, "patients": len(some), "events": int(some["event"].sum()),
                "hazard_ratio": fit["exp(coef)"], "low": fit["exp(coef) lower 95%"],
                "high": fit["exp(coef) upper 95%"], "p": fit["p"],
            }
        )  # fmt: skip
    return pd.DataFrame(rows)


def main(folder: Path) -> None:
    """Write the tables."""
    people = patients()
    people.to_csv(folder / "patients.csv", index=False)
    ratios(people).to_csv(folder / "ratios.csv", index=False, float_format="%.4g")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
