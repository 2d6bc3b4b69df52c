"""The folder as a whole: everything or nothing, the same bytes for the same input."""

from __future__ import annotations

import contextlib
import json
import os
import shutil
import tempfile
import zipfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, Any

from natfig import __version__
from natfig.bundle.documents import documents, readme
from natfig.bundle.figure import BundledFigure, bundle_figure, staged
from natfig.bundle.summary import OPEN, answers
from natfig.bundle.workbook import source_data
from natfig.core.errors import NatfigError, OutputError, Problem
from natfig.core.io import hash_bytes, hash_file, write_atomic
from natfig.legend.archive import zipped

if TYPE_CHECKING:
    from natfig.journals.model import Stage
    from natfig.render.prepare import Prepared

__all__ = ["BundleOptions", "FindingsError", "build_bundle", "guard_bundle", "write_bundle"]

# Says that a folder is a bundle and which bytes natfig put into it.
_MARK = "bundle.json"
_SUMS = "SHA256SUMS"
_README = "README.txt"


class FindingsError(NatfigError):
    """A claim fails, or QA found errors: such figures are not packed."""

    exit_code = 1


@dataclass(frozen=True)
class BundleOptions:
    """What can be asked of a bundle.

    Parameters
    ----------
    number : int
        Of the first figure.
    stage : str or None
        Instead of the specs' own.
    formats : tuple of str or None
        Instead of the journal's.
    allow_findings : bool
        Pack figures with errors too; the README names them.
    """

    number: int = 1
    stage: Stage | None = None
    formats: tuple[str, ...] | None = None
    allow_findings: bool = False


def build_bundle(
    specs: Iterable[Prepared], options: BundleOptions
) -> tuple[list[BundledFigure], dict[str, bytes]]:
    """Draw the figures and return them with every file of the bundle; nothing is written.

    Parameters
    ----------
    specs : iterable of Prepared
        In the order of the figures in the paper.
    options : BundleOptions

    Raises
    ------
    FindingsError
        If a claim fails or QA found errors, naming all of them.
    """
    ready = [staged(prepared, options.stage) for prepared in specs]
    if not options.allow_findings and (failed := [p for one in ready for p in one.failed_claims]):
        raise FindingsError(failed)
    figures = []
    with tempfile.TemporaryDirectory(prefix="natfig-bundle-") as folder:
        for k, prepared in enumerate(ready):
            place = Path(folder) / str(k)
            figures.append(bundle_figure(prepared, options.number + k, place, options.formats))
    problems = [Problem(text) for figure in figures for text in figure.problems()]
    if problems and not options.allow_findings:
        raise FindingsError(problems)
    return figures, _files(figures)


def _files(figures: Sequence[BundledFigure]) -> dict[str, bytes]:
    from natfig.export.manifest import manifest_bytes

    files: dict[str, bytes] = {}
    for figure in figures:
        files |= figure.files
        path = figure.prepared.loaded.path.name
        files[f"{figure.name}.manifest.json"] = manifest_bytes(figure.figure, path)
    files |= source_data(figures)
    files |= documents(figures)
    open_answers = sum(a.answer == OPEN for a in answers(figures))
    names = sorted([*files, _MARK, _SUMS, _README])
    files[_README] = readme(figures, names, open_answers)
    files[_MARK] = _mark(figures, files)
    sums = "".join(f"{hash_bytes(files[name])}  {name}\n" for name in sorted(files))
    files[_SUMS] = sums.encode()
    return files


def _mark(figures: Sequence[BundledFigure], files: Mapping[str, bytes]) -> bytes:
    document = {
        "natfig": __version__,
        "bundle": 1,
        "figures": [
            {
                "number": figure.number,
                "id": figure.prepared.loaded.id,
                "journal": figure.figure["journal"],
                "stage": figure.figure["stage"],
                "spec_sha256": figure.prepared.loaded.sha256,
                "files": sorted(figure.files),
                "legend_words": figure.legend.words,
            }
            for figure in figures
        ],
        "files": {name: hash_bytes(data) for name, data in sorted(files.items())},
    }
    return (json.dumps(document, indent=1, ensure_ascii=False) + "\n").encode()


# ---------------------------------------------------------------- on disk


def write_bundle(files: Mapping[str, bytes], out: Path, *, force: bool = False, as_zip: bool = False) -> None:
    """Write the folder in one step; the one that was there before is replaced as a whole.

    Parameters
    ----------
    files : mapping of str to bytes
        As `build_bundle` returns them.
    out : Path
    force : bool
        Replace also a folder that somebody edited, or another zip file; never one natfig did not write.
    as_zip : bool
        Write ``<out>.zip`` besides.

    Raises
    ------
    OutputError
        If something else is in the way, or the disk refuses.
    """
    guard_bundle(out, force=force, as_zip=as_zip)
    try:
        out.parent.mkdir(parents=True, exist_ok=True)
        _replace(files, out)
    except OSError as error:
        raise OutputError(
            f"cannot write {out}: {error.strerror or error}", hint="nothing was changed; choose another --out"
        ) from None
    if as_zip:
        write_atomic(_zip_path(out), zipped({f"{out.name}/{n}": files[n] for n in sorted(files)}))


def guard_bundle(out: Path, *, force: bool = False, as_zip: bool = False) -> None:
    """Refuse to replace what natfig did not write, or what somebody edited since.

    Raises
    ------
    OutputError
        Naming the first such file.
    """
    if out.is_symlink() or (out.exists() and not out.is_dir()):
        raise OutputError(f"{out} is in the way and is no folder", hint="choose another folder with --out")
    if out.is_dir() and any(out.iterdir()):
        known = _known(out)
        edited = next(_edited(out, known), None)
        if edited is not None and not force:
            raise OutputError(
                f"{out / edited} was added or changed since natfig wrote the bundle",
                hint="move it away, choose another folder with --out, or use --force",
            )
    path = _zip_path(out)
    if as_zip and path.exists() and not force and not _is_our_zip(path, out.name):
        raise OutputError(f"{path} was not written by natfig", hint="move it away, or use --force")


def _zip_path(out: Path) -> Path:
    return out.with_name(f"{out.name}.zip")


def _known(out: Path) -> dict[str, str]:
    """Return file name → SHA-256 as natfig wrote them.

    Raises
    ------
    OutputError
        If the folder is no bundle: such a one is never replaced, whatever the flags.
    """
    try:
        document: Any = json.loads((out / _MARK).read_bytes())
        if document["bundle"] == 1 and isinstance(document["files"], dict):
            return {str(name): str(digest) for name, digest in document["files"].items()}
    except (OSError, ValueError, KeyError, TypeError, RecursionError):
        pass
    raise OutputError(
        f"{out} holds files and is no bundle of natfig", hint="choose another folder with --out"
    )


def _edited(out: Path, known: Mapping[str, str]) -> Iterator[str]:
    for path in sorted(out.rglob("*")):
        name = PurePosixPath(path.relative_to(out)).as_posix()
        if name in (_MARK, _SUMS):
            continue
        if path.is_dir() and not path.is_symlink():
            if not any(file.startswith(f"{name}/") for file in known):
                yield name
            continue
        if path.is_symlink() or name not in known or hash_file(path) != known[name]:
            yield name


def _is_our_zip(path: Path, name: str) -> bool:
    try:
        with zipfile.ZipFile(path) as archive:
            return f"{name}/{_MARK}" in archive.namelist()
    except (OSError, zipfile.BadZipFile):
        return False


def _replace(files: Mapping[str, bytes], out: Path) -> None:
    """Write a new folder beside the old one and exchange the two by renaming."""
    mask = os.umask(0)
    os.umask(mask)
    fresh = Path(tempfile.mkdtemp(prefix=f".{out.name}.", suffix=".part", dir=out.parent))
    old = fresh.with_suffix(".old")
    try:
        for name, data in files.items():
            (fresh / name).parent.mkdir(parents=True, exist_ok=True)
            with (fresh / name).open("wb") as handle:
                handle.write(data)
                handle.flush()
                os.fsync(handle.fileno())
        fresh.chmod(0o777 & ~mask)
        if out.exists():
            out.rename(old)
        fresh.rename(out)
    except BaseException:
        # An interrupt may come between the two renames: the old folder gets its name back.
        with contextlib.suppress(OSError):
            if old.exists() and not out.exists():
                old.rename(out)
        shutil.rmtree(fresh, ignore_errors=True)
        raise
    shutil.rmtree(old, ignore_errors=True)
