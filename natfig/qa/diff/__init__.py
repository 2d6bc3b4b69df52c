"""Compares two figures by what they show: texts, marks, looks and places, in words."""

from __future__ import annotations

from natfig.qa.diff.change import Change, Difference
from natfig.qa.diff.compare import compare, compare_files

__all__ = ["Change", "Difference", "compare", "compare_files"]
