"""How R draws each chart kind, one module each; see `natfig.backends.r.plan`."""

from natfig.backends.r.plan import Twin
from natfig.core.registry import ModuleRegistry

__all__ = ["twins"]

twins: ModuleRegistry[Twin] = ModuleRegistry("R chart kind", "natfig.backends.r.kinds", "twin")
