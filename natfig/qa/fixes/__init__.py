"""Fixes: one safe repair of an SVG a file."""

from natfig.core.registry import ModuleRegistry
from natfig.qa.fixes.base import Fixer

__all__ = ["fixers"]

fixers: ModuleRegistry[Fixer] = ModuleRegistry("fix", "natfig.qa.fixes", "fixer")
