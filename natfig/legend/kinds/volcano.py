"""Effects against their evidence, with thresholds."""

from __future__ import annotations

import re

import numpy as np

from natfig.charts._categorical import axis_label
from natfig.legend.kinds.base import KindWords, View
from natfig.legend.model import Statement
from natfig.legend.words import name_of, plain_label, sentence

__all__ = ["words"]

_LOG = re.compile(r"^[−-]?\s*log(?:₁₀|10)?\s*(?:of\s+)?", re.IGNORECASE)


class _Volcano(KindWords):
    id = "volcano"

    def subject(self, view: View) -> str:
        return f"{_evidence(view)} against {name_of(view.panel.x)}"

    def statements(self, view: View) -> list[Statement]:
        panel = view.panel
        effect, p = view.column(panel.x.field), view.column(panel.y.field)
        is_hit = (p <= panel.p_threshold) & (np.abs(effect) >= panel.effect_threshold)
        up, down = int((is_hit & (effect >= 0)).sum()), int((is_hit & (effect < 0)).sum())
        at = f"{_evidence(view)} of {panel.p_threshold:g}"
        if panel.effect_threshold:
            at += f" and {name_of(panel.x)} of ±{panel.effect_threshold:g}"
        marks = f"Dashed lines, {at}; {up:,} of {len(p):,} points lie above and {down:,} below"
        return [
            Statement(
                "marks", sentence(marks), said_by=r"threshold|cut-?off|dashed|below \d|above \d|-?fold\b"
            )
        ]


def _evidence(view: View) -> str:
    """Return what the axis shows the logarithm of: "FDR", "P"."""
    label = "P" if view.panel.y.label is None else plain_label(axis_label(view.panel.y))
    return _LOG.sub("", label) or label


words = _Volcano()
