"""Files: atomic writes, hashes, bounded reads."""

from __future__ import annotations

import contextlib
import errno
import os
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from natfig.core.errors import DocumentError, OutputError

__all__ = ["hash_bytes", "hash_file", "read_bounded", "write_all", "write_atomic"]

_CHUNK = 1 << 20


def hash_bytes(data: bytes) -> str:
    """Return the SHA-256 of `data` in hex."""
    import hashlib

    return hashlib.sha256(data).hexdigest()


def hash_file(path: Path) -> str:
    """Return the SHA-256 of a file in hex, read in pieces."""
    import hashlib

    digest = hashlib.sha256()
    with path.open("rb") as handle:
        while chunk := handle.read(_CHUNK):
            digest.update(chunk)
    return digest.hexdigest()


def read_bounded(path: Path, max_bytes: int, what: str = "file") -> bytes:
    """Return a file's bytes, or say why not in one sentence.

    Raises
    ------
    DocumentError
        If it is missing, a folder, unreadable or larger than `max_bytes`.
    """
    try:
        if path.is_dir():
            raise DocumentError(f"{path} is a folder, not a {what}")
        size = path.stat().st_size
        if size > max_bytes:
            raise DocumentError(f"{path} has {size:,} bytes; a {what} may have {max_bytes:,} at most")
        return path.read_bytes()
    except FileNotFoundError:
        raise DocumentError(f"no such {what}: {path}") from None
    except OSError as error:
        raise DocumentError(f"cannot read {path}: {error.strerror or error}") from None


def _explain(path: Path, error: OSError) -> OutputError:
    reasons = {
        errno.ENOSPC: "the disk is full",
        errno.EDQUOT: "the disk quota is used up",
        errno.EACCES: "the folder is not writable",
        errno.EPERM: "the folder is not writable",
        errno.EROFS: "the file system is read-only",
        errno.ENOTDIR: "a part of the path is a file",
        errno.EEXIST: "a file is in the way of the folder",
    }
    reason = reasons.get(error.errno or 0, error.strerror or str(error))
    hint = "nothing was changed; choose another place with --out"
    return OutputError(f"cannot write {path}: {reason}", hint=hint)


@contextlib.contextmanager
def _staged(folder: Path, name: str) -> Iterator[Path]:
    # Most commands write nothing: what writing needs is loaded when it is needed.
    import tempfile

    handle, temporary = tempfile.mkstemp(prefix=f".{name}.", suffix=".part", dir=folder)
    os.close(handle)
    path = Path(temporary)
    try:
        yield path
    finally:
        path.unlink(missing_ok=True)


def write_all(files: Mapping[Path, bytes]) -> None:
    """Write several files so that either all appear or none does.

    Every file is written beside its place first; only when all are on disk are
    they renamed. A full disk, a read-only folder or an interrupt leaves the old
    files as they were, also when it comes between two renames.

    Raises
    ------
    OutputError
        With the reason in words.
    """
    with contextlib.ExitStack() as stack:
        staged: list[tuple[Path, Path]] = []
        for path, data in files.items():
            try:
                path.parent.mkdir(parents=True, exist_ok=True)
                if path.is_dir():
                    raise OutputError(f"cannot write {path}: it is a folder")
                part = stack.enter_context(_staged(path.parent, path.name))
                with part.open("wb") as handle:
                    handle.write(data)
                    handle.flush()
                    os.fsync(handle.fileno())
                mode = path.stat().st_mode & 0o777 if path.exists() else 0o666 & ~_umask()
                part.chmod(mode)
            except OSError as error:
                raise _explain(path, error) from None
            staged.append((part, path))
        _rename(staged, stack)


def _rename(staged: Sequence[tuple[Path, Path]], stack: contextlib.ExitStack) -> None:
    """Rename (new, place) one after the other; if one fails, put the old files back."""
    kept: dict[Path, Path] = {}
    try:
        for part, path in staged:
            try:
                if len(staged) > 1 and path.exists():
                    kept[path] = _keep(path, stack)
                part.replace(path)
            except OSError as error:
                raise _explain(path, error) from None
    except BaseException:
        # What was renamed is told by its staged file being gone: an interrupt may come at any line.
        for part, path in staged:
            if not part.exists():
                with contextlib.suppress(OSError):
                    if path in kept:
                        kept[path].replace(path)
                    else:
                        path.unlink()
        raise


def _keep(path: Path, stack: contextlib.ExitStack) -> Path:
    """Return a second name of a file, or a copy where the file system has no links."""
    spare = stack.enter_context(_staged(path.parent, path.name))
    spare.unlink()
    try:
        spare.hardlink_to(path)
    except OSError:
        import shutil

        shutil.copy2(path, spare)
    return spare


def write_atomic(path: Path, data: bytes) -> None:
    """Write one file through a temporary one and a rename; see `write_all`."""
    write_all({path: data})


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask
