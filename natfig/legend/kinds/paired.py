"""Paired observations: a line per subject."""

from __future__ import annotations

from collections import Counter

from natfig.charts.paired import _pair
from natfig.legend.kinds.base import KindWords, View, and_color
from natfig.legend.model import Statement
from natfig.legend.spread import CENTERS, SAYS, SPREADS, n_statement
from natfig.legend.words import n_words, name_of, plain_label, sentence

__all__ = ["words"]


class _Paired(KindWords):
    id = "paired"

    def subject(self, view: View) -> str:
        panel = view.panel
        return f"{name_of(panel.y, opens=True)} by {name_of(panel.x)}{and_color(panel.color)}"

    def statements(self, view: View) -> list[Statement]:
        panel, stats = view.panel, view.stats
        pairs = _pair(panel, view.table)
        one = plain_label(panel.id.replace("_", " "))
        out = [
            Statement(
                "marks", sentence(f"Each line, one {one}"), is_needed=False, said_by=r"\beach (?:line|\w+ is)"
            )
        ]
        if stats is not None:
            marks = f"dots beside the lines, {CENTERS[stats.center]}"
            if stats.spread != "none":
                marks += f"; error bars, {SPREADS[stats.spread]}"
            out.append(Statement("data", sentence(marks), said_by=SAYS[stats.spread]))
        levels = Counter(str(level) for level in pairs.levels)
        counts = dict(levels) if panel.color is not None else {"all": len(pairs.subjects)}
        if set(counts.values()) == {1}:
            counts = {"all": len(pairs.subjects)}
        number = n_words(counts, view.unit or "pairs")
        return [*out, n_statement(number)]


words = _Paired()
