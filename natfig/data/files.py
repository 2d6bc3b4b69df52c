"""Which files a spec may read: beside it or below, symbolic links followed first."""

from __future__ import annotations

import codecs
import glob
import hashlib
from dataclasses import dataclass
from pathlib import Path

from natfig.core.errors import DataError, did_you_mean

__all__ = ["DataFile", "find_files", "fingerprint"]

_GLOB = frozenset("*?[")
_CHUNK = 1 << 20
# A pattern such as ** over a home folder would otherwise run for minutes.
_MAX_FILES = 10_000


@dataclass(frozen=True, slots=True)
class DataFile:
    """A file to read.

    Attributes
    ----------
    path : Path
        Absolute, symbolic links resolved.
    name : str
        As messages call it: relative to the spec, with forward slashes.
    """

    path: Path
    name: str


def find_files(folder: Path, pattern: str, *, allow_outside: bool = False) -> list[DataFile]:
    """Return the files a path or a glob names, in the order of their names.

    Parameters
    ----------
    folder : Path
        Folder of the spec, absolute and resolved.
    pattern : str
        Relative to `folder`.
    allow_outside : bool
        Whether files elsewhere may be read.

    Raises
    ------
    DataError
        If there is none, or one lies outside the folder.
    """
    if not pattern.strip():
        raise DataError("the file has no name", hint="write a path such as data/results.csv")
    if "://" in pattern:
        raise DataError(f"'{pattern}' is an address, not a file", hint="download it into the spec's folder")
    if "\x00" in pattern:
        raise DataError("the file's name holds a NUL character")
    relative = Path(pattern)
    if not allow_outside and (relative.is_absolute() or ".." in relative.parts):
        raise _outside(pattern)
    try:
        return _find(folder, pattern, relative, allow_outside)
    except OSError as error:
        raise DataError(f"cannot read {pattern}: {error.strerror or error}") from None


def _find(folder: Path, pattern: str, relative: Path, allow_outside: bool) -> list[DataFile]:
    literal = folder / relative
    if literal.exists() or not _GLOB & set(pattern):
        paths = [literal]
    else:
        found = (folder / p for p in glob.iglob(pattern, root_dir=folder, recursive=True))  # noqa: PTH207  # root_dir and ** in one
        paths = []
        for path in found:
            if path.is_file():
                paths.append(path)
            if len(paths) > _MAX_FILES:
                raise DataError(f"{pattern} fits more than {_MAX_FILES:,} files")
        paths.sort(key=lambda p: p.as_posix())
        if not paths:
            raise DataError(f"no file fits {pattern}", hint="paths are relative to the spec")
    files = []
    for path in paths:
        real = path.resolve()
        if not allow_outside and not real.is_relative_to(folder):
            raise _outside(pattern)
        name = path.relative_to(folder).as_posix() if path.is_relative_to(folder) else str(path)
        if real.is_dir():
            raise DataError(
                f"{name} is a folder", hint=f"name a file in it, or write {name.rstrip('/')}/*.csv"
            )
        if not real.exists():
            raise DataError(f"there is no file {name}", hint=_nearest(path))
        if not real.is_file():
            raise DataError(f"{name} is not an ordinary file")
        files.append(DataFile(real, name))
    return files


def _outside(pattern: str) -> DataError:
    return DataError(
        f"{pattern} lies outside the spec's folder",
        hint="move it beside the spec, or allow it with --allow-outside",
    )


def _nearest(path: Path) -> str:
    if not path.parent.is_dir():
        return f"there is no folder {path.parent.name} either; paths are relative to the spec"
    names = [p.name for p in path.parent.iterdir() if p.is_file() and not p.name.startswith(".")]
    return did_you_mean(path.name, names, what="files there") if names else "the folder holds no files"


def fingerprint(file: DataFile, *, text: bool) -> str:
    """Return a file's SHA-256; of a text file also make sure that it is UTF-8.

    Raises
    ------
    DataError
        If the file can't be read, is empty, or is text in another encoding.
    """
    digest = hashlib.sha256()
    decoder = codecs.getincrementaldecoder("utf-8")() if text else None
    lines, size = 1, 0
    try:
        with file.path.open("rb") as handle:
            while chunk := handle.read(_CHUNK):
                if text and size == 0 and chunk.startswith((b"\xff\xfe", b"\xfe\xff")):
                    raise DataError(f"{file.name} is UTF-16, not UTF-8", hint="save it as UTF-8")
                size += len(chunk)
                digest.update(chunk)
                if decoder is not None:
                    lines = _decode(decoder, chunk, file, lines)
            if decoder is not None:
                _decode(decoder, b"", file, lines, final=True)
    except OSError as error:
        raise DataError(f"cannot read {file.name}: {error.strerror or error}") from None
    if size == 0:
        raise DataError(f"{file.name} is empty")
    return digest.hexdigest()


def _decode(
    decoder: codecs.IncrementalDecoder, chunk: bytes, file: DataFile, line: int, *, final: bool = False
) -> int:
    if b"\x00" in chunk:
        raise DataError(f"{file.name} is not text: it holds NUL bytes")
    try:
        decoder.decode(chunk, final)
    except UnicodeDecodeError as error:
        # The object holds what was left of the last chunk too; lines are counted in what it judged.
        line += error.object[: error.start].count(b"\n")
        byte = error.object[error.start]
        raise DataError(
            f"{file.name} is not UTF-8: byte 0x{byte:02x} in line {line}",
            hint="save it as UTF-8 (it may be Latin-1 or Windows-1252)",
        ) from None
    return line + chunk.count(b"\n")
