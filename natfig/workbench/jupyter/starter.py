"""A new figure to start from: a spec that draws, with example data beside it."""

from __future__ import annotations

import os
from itertools import count
from pathlib import Path

from natfig.core.errors import OutputError

__all__ = ["SPEC_ENDING", "write_starter"]

SPEC_ENDING = ".natfig.yaml"
_STEM = "figure"
_TEMPLATE = "serving"
_HEAD = """\
# A figure for natfig: every save draws it again in the preview beside this file.
# Begin with the contract and the data; `natfig charts` lists the kinds of panels.
"""
# Whoever has more figures called so in one folder has other plans.
_MOST = 10_000


def write_starter(folder: Path) -> tuple[Path, Path]:
    """Write a new spec and its data; no file that is there is touched.

    Parameters
    ----------
    folder : Path
        Where: ``figure.natfig.yaml`` and ``figure.csv``, or with the first free number
        (``figure-1.natfig.yaml``).

    Returns
    -------
    tuple of Path
        Spec and data.

    Raises
    ------
    OutputError
        If they can't be written; then neither was.
    """
    for number in count():
        stem = _STEM if number == 0 else f"{_STEM}-{number}"
        if number > _MOST:
            break
        spec, data = folder / f"{stem}{SPEC_ENDING}", folder / f"{stem}.csv"
        if os.path.lexists(spec) or os.path.lexists(data):
            continue
        try:
            _write_new({data: _data(), spec: _spec(stem)})
        except FileExistsError:
            continue  # somebody else was quicker
        except OSError as error:
            reason = error.strerror or str(error)
            raise OutputError(
                f"cannot write {spec.name}: {reason}", hint="choose a folder that can be written"
            ) from None
        return spec, data
    raise OutputError(f"there are {_MOST:,} figures in this folder already", hint="choose another folder")


def _write_new(files: dict[Path, bytes]) -> None:
    """Write files that are not there yet, all or none; the names are taken at once."""
    made: list[Path] = []
    try:
        for path, content in files.items():
            with path.open("xb") as handle:
                made.append(path)
                handle.write(content)
    except BaseException:
        for path in made:
            path.unlink(missing_ok=True)
        raise


def _data() -> bytes:
    from natfig.core.templates import template

    return template(_TEMPLATE).files()["data/serving.csv"]


def _spec(stem: str) -> bytes:
    from natfig.core.templates import template
    from natfig.spec.edit import set_value

    text = template(_TEMPLATE).files()["spec.yaml"].decode("utf-8")
    # The template's first line names a schema beside the spec. In JupyterLab the language server knows it.
    text = _HEAD + text.partition("\n")[2]
    text = set_value(text, ("id",), stem)
    text = set_value(text, ("data", "serving", "file"), f"{stem}.csv")
    note = f"Example data made up to show the tool, not measurements; replace {stem}.csv by your own runs."
    text = set_value(text, ("data", "serving", "note"), note)
    return text.encode("utf-8")
