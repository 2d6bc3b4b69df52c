"""Where points lie: counts in cells, or contours."""

from __future__ import annotations

from natfig.legend.kinds.base import KindWords, View
from natfig.legend.model import Statement
from natfig.legend.words import listed, n_words, name_of, sentence

__all__ = ["words"]

_CELLS = {"hexbin": "hexagon", "hist2d": "cell"}


class _Density(KindWords):
    id = "density"

    def subject(self, view: View) -> str:
        return f"{name_of(view.panel.y, opens=True)} against {name_of(view.panel.x)}"

    def statements(self, view: View) -> list[Statement]:
        panel = view.panel
        number = n_words(view.counts({"all": view.table.rows}), view.unit)
        if panel.shape == "kde":
            shares = [f"{share * 100:g}" for share in sorted(panel.levels)]
            marks = f"Contours enclose {listed(shares)}% of the points (Gaussian kernel density; {number})"
            return [Statement("marks", sentence(marks), said_by="contour")]
        steps = ", in logarithmic steps" if panel.log_counts else ""
        marks = f"Colours, number of points per {_CELLS[panel.shape]}{steps}; {number}"
        return [Statement("marks", sentence(marks), said_by=r"per (?:hexagon|cell|bin)")]


words = _Density()
