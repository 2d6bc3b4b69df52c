"""Readers: one file type each turns bytes into a `Document`."""

from natfig.core.registry import ModuleRegistry
from natfig.qa.readers.base import Reader

__all__ = ["readers"]

readers: ModuleRegistry[Reader] = ModuleRegistry("file type", "natfig.qa.readers", "reader")
