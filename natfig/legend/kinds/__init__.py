"""What each kind of chart draws, in words; one kind per file, registered by its name."""

from __future__ import annotations

from natfig.core.registry import ModuleRegistry
from natfig.legend.kinds.base import KindWords

__all__ = ["kind_words"]

kind_words: ModuleRegistry[KindWords] = ModuleRegistry(
    "legend of a chart kind", "natfig.legend.kinds", "words"
)
