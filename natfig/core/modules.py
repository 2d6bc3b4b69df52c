"""Packages that are also functions: ``natfig.style`` holds modules and can be called."""

from __future__ import annotations

import sys
from importlib import import_module
from types import ModuleType
from typing import Any

__all__ = ["make_callable"]


def make_callable(package: str, target: str) -> None:
    """Let calling a package call ``module:function``, imported at the first call.

    Parameters
    ----------
    package : str
        Dotted name of the package (its ``__name__``).
    target : str
        What is called, such as ``natfig.style.context:style``.
    """
    module_name, _, function = target.partition(":")

    class CallableModule(ModuleType):
        def __call__(self, *args: Any, **kwargs: Any) -> Any:
            return getattr(import_module(module_name), function)(*args, **kwargs)

    sys.modules[package].__class__ = CallableModule
