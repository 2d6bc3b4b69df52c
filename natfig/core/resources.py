"""The only way to `styles/`, `templates/` and `notebooks/`, in a wheel and in a checkout alike."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from natfig.core.errors import NatfigError

__all__ = ["notebooks_dir", "styles_dir", "templates_dir"]


@cache
def _data_dir(name: str) -> Path:
    package = Path(__file__).resolve().parent.parent
    for base in (package / name, package.parent / name):
        if base.is_dir():
            return base
    raise NatfigError(
        f"natfig's {name}/ folder is missing", hint="install natfig again: the installation is incomplete"
    )


def notebooks_dir(*parts: str) -> Path:
    """Return a folder or file under `notebooks/`."""
    return _data_dir("notebooks").joinpath(*parts)


def styles_dir(*parts: str) -> Path:
    """Return a folder or file under `styles/`."""
    return _data_dir("styles").joinpath(*parts)


def templates_dir(*parts: str) -> Path:
    """Return a folder or file under `templates/`."""
    return _data_dir("templates").joinpath(*parts)
