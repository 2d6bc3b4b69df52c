"""The legend under a figure, written from its contract, its data and what its charts draw."""

from __future__ import annotations

from natfig.legend.build import build_legend, panel_statements
from natfig.legend.model import Legend, Part, Run, Statement

__all__ = ["Legend", "Part", "Run", "Statement", "build_legend", "panel_statements"]
