"""Whether anything changed since the last build, found out without loading anything heavy.

Beside the outputs lies ``.natfig/<id>.json``: what the last build read (paths and
SHA-256), what it wrote, and the options and versions it ran with. A build is up to
date when all of that still holds; then neither the spec is parsed nor matplotlib
imported. The file speaks of one machine and is no part of the result.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import shutil
import sys
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from importlib import metadata
from pathlib import Path
from typing import Any

from natfig.core.io import hash_file, write_all, write_atomic
from natfig.core.resources import styles_dir

__all__ = [
    "Previous",
    "State",
    "expand",
    "fingerprint",
    "hash_inputs",
    "keep_previous",
    "load",
    "lookup",
    "previous",
    "stamps",
    "store",
]

_FOLDER = ".natfig"
# What of the last build is kept when another one takes its place: ``.natfig/<id>.previous/``.
_PREVIOUS = "previous"
_FACTS = "facts.json"
# Vector files say more than pixels, and SVG is read fastest.
_DRAWINGS = ("svg", "pdf", "png", "tiff")
# What a build says of the figure, apart from its files and from what QA found in them.
_SAID = ("backend", "journal", "stage", "panels", "claims", "data", "fonts", "versions")
# Before the name of a program, in a state's `runtime`; and what R calls the file about a package.
_ON_PATH = "PATH:"
_DESCRIPTION = "DESCRIPTION"
# Packages whose version changes what is drawn.
_PACKAGES = ("matplotlib", "seaborn", "numpy", "scipy", "duckdb", "pillow", "tifffile", "pikepdf", "lxml")


@dataclass(frozen=True)
class State:
    """One finished build.

    Attributes
    ----------
    spec : str
        Name of the spec file.
    options : dict
        What was asked for on the command line.
    tools : str
        `fingerprint` of natfig and its libraries.
    inputs : dict of str to str
        Path relative to the spec's folder → SHA-256; the spec included.
    globs : dict of str to list of str
        Pattern → the files it matched.
    outputs : dict of str to str
        Path relative to the output folder → SHA-256.
    figure : dict
        The item of ``natfig render --json``.
    runtime : dict of str to str
        File of a program outside natfig → its size and time, see `stamps`.
    """

    spec: str
    options: dict[str, Any]
    tools: str
    inputs: dict[str, str]
    globs: dict[str, list[str]]
    outputs: dict[str, str]
    figure: dict[str, Any]
    runtime: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Previous:
    """The build before the last one.

    Attributes
    ----------
    drawing : Path
        Its SVG, or another of its files where it had none.
    figure : dict
        Its item of ``natfig render --json``.
    """

    drawing: Path
    figure: dict[str, Any]


def fingerprint() -> str:
    """Return a hash of natfig's own files (size and time) and of its libraries' versions."""
    digest = hashlib.sha256(sys.version.encode())
    for name in _PACKAGES:
        with contextlib.suppress(metadata.PackageNotFoundError):
            digest.update(f"{name}={metadata.version(name)}".encode())
    for root in (Path(__file__).resolve().parent.parent, styles_dir()):
        for folder, folders, files in os.walk(root):
            folders[:] = sorted(f for f in folders if f != "__pycache__")
            for file in sorted(files):
                stat = (Path(folder) / file).stat()
                digest.update(f"{file}:{stat.st_size}:{stat.st_mtime_ns}".encode())
    return digest.hexdigest()


def stamps(files: Sequence[str]) -> dict[str, str]:
    """Return file → size and time, by which it is seen that a program was installed anew.

    A program is also entered with what PATH finds by its name, so that another one that comes
    before it, or none, is seen too.
    """
    out: dict[str, str] = {}
    for name in files:
        path = Path(name)
        try:
            stat = path.stat()
            out[name] = f"{stat.st_size}:{stat.st_mtime_ns}"
        except OSError:
            out[name] = ""
        if path.suffix == "" and path.name != _DESCRIPTION:
            out[f"{_ON_PATH}{path.name}"] = shutil.which(path.name) or ""
    return out


def _same_runtime(runtime: Mapping[str, str]) -> bool:
    files = [name for name in runtime if not name.startswith(_ON_PATH)]
    return stamps(files) == dict(runtime)


def expand(folder: Path, pattern: str) -> list[str]:
    """Return the files a `data: {file: …}` pattern names, relative to the folder, in name order."""
    if any(c in pattern for c in "*?["):
        path = Path(pattern)
        base = Path(path.anchor) if path.is_absolute() else folder
        relative = str(path.relative_to(path.anchor)) if path.is_absolute() else pattern
        try:
            return sorted(os.path.relpath(p, folder) for p in base.glob(relative))
        except (ValueError, NotImplementedError):
            return []
    return [pattern]


def load(out: Path, name: str) -> State | None:
    """Return the state of the last build of a figure, or None."""
    try:
        state = State(**json.loads((out / _FOLDER / f"{name}.json").read_bytes()))
    except (OSError, ValueError, TypeError, RecursionError):
        return None
    # Somebody else's file, or half of ours, is no state.
    tables = (state.options, state.inputs, state.globs, state.outputs, state.figure, state.runtime)
    if not all(isinstance(t, dict) for t in tables) or not isinstance(state.figure.get("outputs"), list):
        return None
    return state if str(state.spec) in state.inputs and state.outputs else None


def lookup(spec: Path, out: Path, options: Mapping[str, Any]) -> State | None:
    """Return the last build of this spec file if nothing changed since."""
    folder = out / _FOLDER
    if not folder.is_dir():
        return None
    for file in sorted(folder.glob("*.json")):
        state = load(out, file.stem)
        if state is not None and state.spec == spec.name and _holds(state, spec, out, options):
            return state
    return None


def _holds(state: State, spec: Path, out: Path, options: Mapping[str, Any]) -> bool:
    if state.options != dict(options):
        return False
    folder = spec.parent
    try:
        if any(expand(folder, pattern) != files for pattern, files in state.globs.items()):
            return False
        if any(hash_file(folder / name) != digest for name, digest in state.inputs.items()):
            return False
        if any(hash_file(out / name) != digest for name, digest in state.outputs.items()):
            return False
    except (OSError, ValueError):  # a name that no file can have is a ValueError
        return False
    return _same_runtime(state.runtime) and state.tools == fingerprint()


def store(out: Path, name: str, state: State) -> None:
    """Remember a build; a folder that refuses it only makes the next build slower."""
    with contextlib.suppress(Exception):
        write_atomic(out / _FOLDER / f"{name}.json", json.dumps(asdict(state)).encode())


def hash_inputs(folder: Path, names: Sequence[str]) -> dict[str, str]:
    """Return path → SHA-256 of files relative to a folder; missing ones are left to the loader to report."""
    out: dict[str, str] = {}
    for name in names:
        with contextlib.suppress(OSError):
            out[name] = hash_file(folder / name)
    return out


def keep_previous(out: Path, name: str, files: Mapping[Path, bytes], figure: Mapping[str, Any]) -> None:
    """Keep drawing and facts of the last build when the coming one differs from it.

    A folder that refuses it only leaves the proof sheet without a comparison.

    Parameters
    ----------
    out : Path
        Output folder.
    name : str
        The figure's id.
    files : mapping of Path to bytes
        What is about to be written.
    figure : mapping
        The coming build's item of ``natfig render --json``.
    """
    state = load(out, name)
    names = [f"{name}.{form}" for form in _DRAWINGS]
    drawing = None if state is None else next((n for n in names if n in state.outputs), None)
    if state is None or drawing is None:
        return
    with contextlib.suppress(Exception):
        old = (out / drawing).read_bytes()
        is_ours = hashlib.sha256(old).hexdigest() == state.outputs[drawing]
        if is_ours and (files.get(out / drawing) != old or _said(state.figure) != _said(figure)):
            folder = out / _FOLDER / f"{name}.{_PREVIOUS}"
            write_all({folder / drawing: old, folder / _FACTS: json.dumps(state.figure).encode()})
            for other in names:
                if other != drawing:
                    (folder / other).unlink(missing_ok=True)


def _said(figure: Mapping[str, Any]) -> str:
    return json.dumps([figure.get(key) for key in _SAID], sort_keys=True)


def previous(out: Path, name: str) -> Previous | None:
    """Return the build before the last one that differed from it, or None."""
    folder = out / _FOLDER / f"{name}.{_PREVIOUS}"
    try:
        figure = json.loads((folder / _FACTS).read_bytes())
    except (OSError, ValueError, RecursionError):
        return None
    drawings = [folder / f"{name}.{form}" for form in _DRAWINGS]
    drawing = next((path for path in drawings if path.is_file()), None)
    return Previous(drawing, figure) if drawing is not None and isinstance(figure, dict) else None
