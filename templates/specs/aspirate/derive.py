"""Make the tables of this template from what the package scikit-learn brings along.

usage: python derive.py FOLDER

Needs scikit-learn, statsmodels and pandas; none of them is needed to draw the figure.
"""

from __future__ import annotations

import sys
from pathlib import Path

import numpy as np
import pandas as pd
import statsmodels.api as sm
from sklearn.datasets import load_breast_cancer
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import roc_auc_score
from sklearn.model_selection import StratifiedKFold, StratifiedShuffleSplit, cross_val_predict
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler

FEATURES = {
    "radius": "Radius", "texture": "Texture", "perimeter": "Perimeter", "area": "Area", "smoothness": "Smoothness",
    "compactness": "Compactness", "concavity": "Concavity", "concave points": "Concave points",
    "symmetry": "Symmetry", "fractal dimension": "Fractal dimension",
}  # fmt: skip
MODELS = {"One": ["radius"], "Two": ["radius", "concave points"], "Ten": list(FEATURES)}
SIZES = (20, 40, 80, 160, 320)
REPEATS = 20


def model() -> object:
    """Return the classifier."""
    return make_pipeline(StandardScaler(), LogisticRegression(max_iter=5000))


def cases() -> pd.DataFrame:
    """Return one row per mass with its ten mean features."""
    data = load_breast_cancer(as_frame=True)
    table = data.data[[f"mean {name}" for name in FEATURES]].rename(columns=lambda n: n.removeprefix("mean "))
    table.insert(0, "diagnosis", np.where(data.target == 0, "Malignant", "Benign"))
    return table


def scores(table: pd.DataFrame) -> pd.DataFrame:
    """Return out-of-fold probabilities of malignancy."""
    truth = (table["diagnosis"] == "Malignant").astype(int)
    folds = StratifiedKFold(10, shuffle=True, random_state=0)
    found = []
    for name, columns in MODELS.items():
        score = cross_val_predict(model(), table[columns], truth, cv=folds, method="predict_proba")[:, 1]
        found.append(pd.DataFrame({"model": name, "diagnosis": table["diagnosis"], "score": score}))
    return pd.concat(found)


def odds(table: pd.DataFrame) -> pd.DataFrame:
    """Return the odds ratio of malignancy per standard deviation of each feature alone."""
    truth = (table["diagnosis"] == "Malignant").astype(int)
    rows = []
    for name, label in FEATURES.items():
        fit = sm.Logit(truth, sm.add_constant((table[name] - table[name].mean()) / table[name].std())).fit(disp=0)
        low, high = fit.conf_int().loc[name]
        rows.append({"feature": label, "ratio": np.exp(fit.params[name]), "low": np.exp(low), "high": np.exp(high)})
    return pd.DataFrame(rows).sort_values("ratio", ascending=False)


def learning(table: pd.DataFrame) -> pd.DataFrame:
    """Return the area under the ROC curve on the masses left out, by number of masses learnt from."""
    truth = (table["diagnosis"] == "Malignant").astype(int)
    rows = []
    for size in SIZES:
        splits = StratifiedShuffleSplit(REPEATS, train_size=size, random_state=0)
        for repeat, (train, test) in enumerate(splits.split(table, truth), 1):
            for name, columns in MODELS.items():
                fit = model().fit(table.iloc[train][columns], truth.iloc[train])
                score = fit.predict_proba(table.iloc[test][columns])[:, 1]
                rows.append({"model": name, "masses": size, "repeat": repeat, "auc": roc_auc_score(truth.iloc[test], score)})
    return pd.DataFrame(rows)


def calibration(found: pd.DataFrame) -> pd.DataFrame:
    """Return the share of malignant masses in sixths of the predicted probability, with Wilson intervals."""
    some = found[found["model"] == "Ten"]
    groups = pd.qcut(some["score"], 6, labels=False)
    rows = []
    for _, part in some.groupby(groups):
        n, share, z = len(part), (part["diagnosis"] == "Malignant").mean(), 1.959964
        middle = (share + z**2 / 2 / n) / (1 + z**2 / n)
        half = z * np.sqrt(share * (1 - share) / n + z**2 / 4 / n**2) / (1 + z**2 / n)
        rows.append(
            {"predicted": part["score"].mean(), "observed": share, "low": min(middle - half, share),
             "high": max(middle + half, share), "masses": n}
        )  # fmt: skip
    return pd.DataFrame(rows)


def correlations(table: pd.DataFrame) -> pd.DataFrame:
    """Return the rank correlations of the features."""
    found = table[list(FEATURES)].corr("spearman")
    return pd.DataFrame(
        [{"one": FEATURES[a], "other": FEATURES[b], "rho": found.loc[a, b]} for a in FEATURES for b in FEATURES]
    )


def main(folder: Path) -> None:
    """Write the tables."""
    table = cases()
    found = scores(table)
    kept = table[["diagnosis", "radius", "texture", "concave points"]].rename(columns={"concave points": "concave_points"})
    kept.to_csv(folder / "masses.csv", index_label="mass", float_format="%.5g")
    found.to_csv(folder / "scores.csv", index=False, float_format="%.5f")
    odds(table).to_csv(folder / "odds.csv", index=False, float_format="%.4g")
    learning(table).to_csv(folder / "learning.csv", index=False, float_format="%.4f")
    calibration(found).to_csv(folder / "calibration.csv", index=False, float_format="%.4f")
    correlations(table).to_csv(folder / "correlations.csv", index=False, float_format="%.3f")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
