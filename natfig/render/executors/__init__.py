"""Where figures are built: one module per executor."""

from __future__ import annotations

from natfig.core.registry import ModuleRegistry
from natfig.render.executors.base import Executor

__all__ = ["executors"]

executors: ModuleRegistry[Executor] = ModuleRegistry("executor", "natfig.render.executors", "executor")
