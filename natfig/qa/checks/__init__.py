"""Checks: one finding code a file."""

from natfig.core.registry import ModuleRegistry
from natfig.qa.check import Check

__all__ = ["checks"]

checks: ModuleRegistry[Check] = ModuleRegistry("check", "natfig.qa.checks", "check")
