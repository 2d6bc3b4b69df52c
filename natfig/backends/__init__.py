"""What draws: one package per backend, each with a ``backend`` module that has an object ``backend``."""

from __future__ import annotations

from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING

from natfig.core.errors import MissingRuntimeError

if TYPE_CHECKING:
    from natfig.backends.base import Backend

__all__ = ["load_backend"]


def load_backend(language: str) -> Backend:
    """Return the backend of a language.

    Raises
    ------
    MissingRuntimeError
        If this version of natfig has none; another language never steps in. Whether the program it
        draws with is there is for `natfig.spec.gate.require_backend` to say.
    """
    from natfig.spec.gate import BACKENDS

    package = BACKENDS.get(language, language)
    if not (Path(__file__).parent / package / "backend.py").is_file():
        raise MissingRuntimeError(
            f"this version of natfig can't draw with backend '{language}'", hint="use backend: python"
        )
    backend: Backend = import_module(f"natfig.backends.{package}.backend").backend
    return backend
