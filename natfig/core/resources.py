"""The only way to `styles/` and `templates/`, in a wheel and in a checkout alike."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from natfig.core.errors import NatfigError

__all__ = ["styles_dir", "templates_dir"]


@cache
def _data_dir(name: str) -> Path:
    package = Path(__file__).resolve().parent.parent
    for base in (package / name, package.parent / name):
        if base.is_dir():
            return base
    raise NatfigError(
        f"natfig's {name}/ folder is missing", hint="install natfig again: the installation is incomplete"
    )


def styles_dir(*parts: str) -> Path:
    """Return a folder or file under `styles/`."""
    return _data_dir("styles").joinpath(*parts)


def templates_dir(*parts: str) -> Path:
    """Return a folder or file under `templates/`."""
    return _data_dir("templates").joinpath(*parts)
