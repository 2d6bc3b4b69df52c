"""Chart kinds, one module each; see `natfig.charts.base` for what a kind has to offer."""

from natfig.charts.base import Chart
from natfig.core.registry import ModuleRegistry

__all__ = ["charts"]

charts: ModuleRegistry[Chart] = ModuleRegistry("chart kind", "natfig.charts", "chart")
