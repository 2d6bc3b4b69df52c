"""The notebooks that come with natfig, and the folder ``natfig lab`` makes of them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from natfig.core.errors import NatfigError
from natfig.core.io import read_bounded, write_all
from natfig.core.resources import notebooks_dir
from natfig.core.templates import Template

__all__ = ["FIRST", "Workspace", "notebook_files", "prepare"]

FIRST = "00_start.ipynb"
# A notebook with its pictures is well under a megabyte; ten are a mistake.
_MAX_FILE_BYTES = 10_000_000
# Left behind by Python and natfig itself; and what outputs are compared by in the project's own tests.
_IGNORED = ("__pycache__", "out", "sanitize.cfg")


@dataclass(frozen=True)
class Workspace:
    """A folder with the notebooks and an example figure.

    Attributes
    ----------
    folder : Path
    written : list of str
        Relative paths of what is new.
    kept : list of str
        Of what was there already and says something else than it does in natfig.
    """

    folder: Path
    written: list[str]
    kept: list[str]


def notebook_files() -> dict[str, bytes]:
    """Return the notebooks with the files they need: relative path → bytes.

    Raises
    ------
    NatfigError
        If the first one is missing: natfig's installation is damaged.
    """
    home = notebooks_dir()
    found = {
        path.relative_to(home).as_posix(): read_bounded(path, _MAX_FILE_BYTES, "notebook")
        for path in sorted(_paths(home))
    }
    if FIRST not in found:
        raise NatfigError(f"the notebook {FIRST} is missing", hint="install natfig again")
    return found


def _paths(home: Path) -> Iterator[Path]:
    for path in home.rglob("*"):
        parts = path.relative_to(home).parts
        # A script beside a notebook of its name is what that is made from, and no part of the story.
        is_source = path.suffix == ".py" and path.with_suffix(".ipynb").is_file()
        is_ours = not any(part.startswith(".") or part in _IGNORED for part in parts)
        if path.is_file() and is_ours and not is_source:
            yield path


def prepare(folder: Path, template: Template) -> Workspace:
    """Put the notebooks and a template into a folder; what is there already stays as it is.

    Raises
    ------
    OutputError
        If a file can't be written; then none was.
    """
    files = notebook_files()
    files.update({f"{template.name}/{name}": data for name, data in template.files().items()})
    return _write(folder, files)


def _write(folder: Path, files: Mapping[str, bytes]) -> Workspace:
    new, kept = {}, []
    for name, data in files.items():
        path = folder / name
        if not path.exists() and not path.is_symlink():
            new[name] = data
        elif not path.is_file() or path.stat().st_size != len(data) or path.read_bytes() != data:
            kept.append(name)
    write_all({folder / name: data for name, data in new.items()})
    return Workspace(folder, list(new), kept)
