"""``natfig polish --figures``: the manifests of the figures a draft cites."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from natfig.core.errors import DocumentError, Problem
from natfig.core.io import read_bounded
from natfig.qa.beside import MAX_BYTES, figure_of, from_spec

__all__ = ["manifests_of"]

_SUFFIX = ".manifest.json"


def manifests_of(paths: Sequence[Path]) -> tuple[Mapping[str, Any], ...]:
    """Return the manifest of each figure, in the order given.

    Parameters
    ----------
    paths : sequence of Path
        Specs, whose manifest is looked for in their folder and in the folders below it that
        ``natfig render`` writes to; or manifests themselves.

    Raises
    ------
    NatfigError
        If one can't be read.
    """
    return tuple(_manifest(path) for path in paths)


def _manifest(path: Path) -> Mapping[str, Any]:
    if path.name.endswith(".json"):
        return _read(path)
    said = from_spec(path)
    name = f"{said.get('id', path.stem)}{_SUFFIX}"
    folders = [path.parent, path.parent / "out", Path(), Path("out"), *sorted(Path("out").glob("*/"))]
    written = [folder / name for folder in folders if (folder / name).is_file()]
    if not written:
        # What a spec says is known without drawing; the values of its claims are not.
        return said
    newest = max(written, key=lambda p: p.stat().st_mtime)
    return _read(newest)


def _read(path: Path) -> Mapping[str, Any]:
    try:
        data = json.loads(read_bounded(path, MAX_BYTES, "manifest"))
    except (ValueError, RecursionError) as error:
        raise DocumentError(
            Problem(f"is no manifest: {error}", file=str(path), hint="render the figure anew")
        ) from None
    found = figure_of(data)
    if found is None:
        raise DocumentError(
            Problem("is no manifest of a figure", file=str(path), hint="name the spec, or run natfig render")
        )
    return found
