"""``natfig qa --fix``: writes what `natfig.qa.fix` mends, to a new file or in place."""

from __future__ import annotations

from collections.abc import Callable, Collection
from pathlib import Path

from natfig.core.errors import DocumentError
from natfig.core.findings import Finding
from natfig.core.io import read_bounded, write_atomic
from natfig.qa.check import Context
from natfig.qa.readers.base import LIMITS
from natfig.qa.result import Mending

__all__ = ["fixed_path", "mend"]

_SUFFIXES = (".svg", ".svgz")
_MARK = ".fixed"


def fixed_path(path: Path) -> Path:
    """Return where a mended file is written: ``fig.fixed.svg`` beside ``fig.svg``."""
    return path.with_name(f"{path.stem}{_MARK}{path.suffix}")


def mend(
    path: Path,
    context: Context,
    *,
    is_in_place: bool,
    select: Collection[str] = (),
    ignore: Collection[str] = (),
    is_spared: Callable[[Finding], bool] | None = None,
) -> tuple[Path, Mending]:
    """Mend what is safe in an SVG.

    Parameters
    ----------
    path : Path
        A figure; other formats, and files that were written here before, are left alone.
    context : Context
        What the figure is judged by.
    is_in_place : bool
        Write over the file instead of beside it.
    select, ignore, is_spared
        As `natfig.qa.fix.fix_svg` has them.

    Returns
    -------
    tuple of Path and Mending
        The file to check (the mended one, or `path` itself) and what was done.

    Raises
    ------
    OutputError
        If the file can't be written.
    """
    if path.suffix.lower() not in _SUFFIXES:
        return path, Mending()
    if path.stem.endswith(_MARK) and not is_in_place:
        return path, Mending()
    from natfig.qa.fix import fix_svg

    try:
        data = read_bounded(path, LIMITS.file_bytes, "figure")
        done = fix_svg(data, path, context, select=select, ignore=ignore, is_spared=is_spared)
    except DocumentError:
        return path, Mending()  # the check says why it can't be read
    if not done.mended:
        return path, Mending(kept=tuple(done.kept))
    # Through a link: the file itself is replaced, not the link to it.
    target = path.resolve() if is_in_place else fixed_path(path)
    if not is_in_place and (refusal := _in_the_way(target, done.data)) is not None:
        return path, Mending(kept=(*done.kept, refusal))
    if is_in_place or not target.exists():
        write_atomic(target, done.data)
    shown = path if is_in_place else target
    return shown, Mending(tuple(done.mended), tuple(done.kept), str(shown))


def _in_the_way(target: Path, data: bytes) -> str | None:
    """Return why a new file can't be written there, or None; the same file from last time may stay."""
    if not (target.is_symlink() or target.exists()):
        return None
    if target.is_file() and not target.is_symlink() and target.read_bytes() == data:
        return None
    return (
        f"not written: {target.name} is there already and says something else; remove it, or use --in-place"
    )
