"""Report formats: one a file."""

from natfig.core.registry import ModuleRegistry
from natfig.qa.reporters.base import Reporter

__all__ = ["reporters"]

reporters: ModuleRegistry[Reporter] = ModuleRegistry("report format", "natfig.qa.reporters", "reporter")
