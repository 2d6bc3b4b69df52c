"""Forms in which legends are written; one per file, registered by its name."""

from __future__ import annotations

from natfig.core.registry import ModuleRegistry
from natfig.legend.formats.base import LegendFormat

__all__ = ["formats"]

formats: ModuleRegistry[LegendFormat] = ModuleRegistry("legend format", "natfig.legend.formats", "form")
