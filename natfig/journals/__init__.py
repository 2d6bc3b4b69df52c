"""Journal requirements: one YAML file each under `styles/journals/`."""

from natfig.journals.loader import journals
from natfig.journals.model import Journal, PanelLabel, Value

__all__ = ["Journal", "PanelLabel", "Value", "journals"]
