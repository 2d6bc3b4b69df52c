"""``natfig qa --fix``: writes what `natfig.qa.fix` mends, to a new file or in place."""

from __future__ import annotations

from pathlib import Path

from natfig.core.errors import DocumentError
from natfig.core.io import read_bounded, write_atomic
from natfig.qa.check import Context
from natfig.qa.readers.base import LIMITS

__all__ = ["fixed_path", "mend"]

_SUFFIXES = (".svg", ".svgz")
_MARK = ".fixed"


def fixed_path(path: Path) -> Path:
    """Return where a mended file is written: ``fig.fixed.svg`` beside ``fig.svg``."""
    return path.with_name(f"{path.stem}{_MARK}{path.suffix}")


def mend(path: Path, context: Context, notices: list[str], *, is_in_place: bool) -> Path:
    """Mend what is safe in an SVG, and return the file to check: the mended one, or `path` itself.

    Parameters
    ----------
    path : Path
        A figure; other formats, and files that were written here before, are left alone.
    context : Context
        What the figure is judged by.
    notices : list of str
        What was mended and what was left is added, a sentence each.
    is_in_place : bool
        Write over the file instead of beside it.

    Raises
    ------
    OutputError
        If the file can't be written.
    """
    if path.suffix.lower() not in _SUFFIXES or path.stem.endswith(_MARK):
        return path
    from natfig.qa.fix import fix_svg

    try:
        result = fix_svg(read_bounded(path, LIMITS.file_bytes, "figure"), path, context)
    except DocumentError:
        return path  # the check says why it can't be read
    notices += [f"{path}: left: {sentence}" for sentence in result.kept]
    if not result.mended:
        return path
    # Through a link: the file itself is replaced, not the link to it.
    target = path.resolve() if is_in_place else fixed_path(path)
    write_atomic(target, result.data)
    shown = path if is_in_place else target
    notices += [f"{shown}: mended: {sentence}" for sentence in dict.fromkeys(result.mended)]
    return shown
