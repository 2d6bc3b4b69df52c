"""From a path of Jupyter's contents API to a file of this machine, or a refusal."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from jupyter_core.paths import is_hidden
from tornado import web

__all__ = ["folder_at", "require_inside", "spec_at"]

_ENDINGS = (".yaml", ".yml")


def spec_at(contents: Any, path: str) -> Path:
    """Return the spec a contents path names.

    Parameters
    ----------
    contents : ContentsManager
        The server's own; it says what is inside its root and what is hidden.
    path : str
        ``/``-separated, relative to the server's root.

    Raises
    ------
    tornado.web.HTTPError
        404 where there is no such file, or it is hidden, or lies outside the root (a symbolic link
        out of it included); 400 for a file that is no YAML; 501 where the contents are no files.
    """
    place = _place(contents, path)
    if place.suffix.lower() not in _ENDINGS:
        raise web.HTTPError(400, f"{path} is no spec; its name must end in .yaml")
    if not place.is_file():
        raise web.HTTPError(404, f"no such file: {path}")
    return place


def folder_at(contents: Any, path: str) -> Path:
    """Return the folder a contents path names; see `spec_at`."""
    place = _place(contents, path)
    if not place.is_dir():
        raise web.HTTPError(404, f"no such folder: {path or '/'}")
    return place


def require_inside(contents: Any, place: Path) -> None:
    """Refuse a place outside the server's root.

    Raises
    ------
    tornado.web.HTTPError
        404.
    """
    root = Path(contents.root_dir).resolve()
    if not place.resolve().is_relative_to(root):
        raise web.HTTPError(404, f"{place.name} leads out of the folder this server was started in")


def _place(contents: Any, path: str) -> Path:
    if not hasattr(contents, "root_dir") or not hasattr(contents, "_get_os_path"):
        raise web.HTTPError(501, "the files of this server are not on its machine; natfig cannot read them")
    missing = web.HTTPError(404, f"no such file: {path[:200]}")
    try:
        # Jupyter's own rules: 404 for "..", drives and NUL.
        place = Path(contents._get_os_path(path.strip("/")))
        if not contents.allow_hidden and is_hidden(str(place), str(Path(contents.root_dir).absolute())):
            raise missing
        require_inside(contents, place)
        place.exists()
    except (OSError, RuntimeError, ValueError):
        # Too long a name, a circle of symbolic links, a name no file can have.
        raise missing from None
    return place
