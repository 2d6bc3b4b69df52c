"""ROC and precision-recall curves."""

from __future__ import annotations

import numpy as np

from natfig.charts import _curves as curves
from natfig.data.tables import Table
from natfig.legend.kinds.base import KindWords, View, by_color, groups_of
from natfig.legend.model import Statement
from natfig.legend.words import listed, sentence

__all__ = ["words"]


class _Roc(KindWords):
    id = "roc"

    def subject(self, view: View) -> str:
        name = (
            "Receiver operating characteristic" if view.panel.curve == "roc" else "Precision against recall"
        )
        return f"{name}{by_color(view.panel.color)}"

    def statements(self, view: View) -> list[Statement]:
        panel = view.panel
        is_roc = panel.curve == "roc"
        short = "AUC, area under the curve" if is_roc else "AP, average precision"
        if panel.interval:
            short += f", with its 95% confidence interval ({'DeLong' if is_roc else 'logit'})"
        out = [Statement("abbreviation", sentence(short), said_by=r"area under|average precision")]
        dashed = "chance" if is_roc else "share of positives"
        out.append(Statement("marks", f"Dashed line, {dashed}.", is_needed=False, said_by="dashed|chance"))
        if panel.truth is not None:
            out.append(_cases(view))
        return out


def _cases(view: View) -> Statement:
    """Return how many cases there are, and how many of them are positive."""
    panel = view.panel
    truth = curves.flags(view.table, panel.truth.field, panel.positive, "positive")
    table = Table(view.table.name, {**view.table.columns, "\0truth": truth})
    found = {
        level: (rows.rows, int(np.sum(rows["\0truth"])))
        for level, rows in groups_of(table, panel.color).items()
    }
    unit = view.unit or "cases"
    if len(set(found.values())) == 1:
        total, positive = next(iter(found.values()))
        text = f"n = {total:,} {unit}, {positive:,} of them positive"
        text += ", in each curve" if len(found) > 1 else ""
    else:
        parts = [
            f"{total:,}{f' {unit}' if k == 0 else ''} ({level}, {positive:,} positive)"
            for k, (level, (total, positive)) in enumerate(found.items())
        ]
        text = f"n = {listed(parts)}"
    total = max(rows for rows, _ in found.values())
    # An author who gives the number of cases has said it.
    return Statement("n", sentence(text), said_by=rf"\bn\s*=\s*\d|\b{total}\b|\b{total:,}\b")


words = _Roc()
