"""Checks across the figures of a paper: one file each, found by its name."""

from natfig.core.registry import ModuleRegistry
from natfig.manuscript.check import PaperCheck

__all__ = ["paper_checks"]

paper_checks: ModuleRegistry[PaperCheck] = ModuleRegistry(
    "check of papers", "natfig.manuscript.checks", "check"
)
