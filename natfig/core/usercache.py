"""What natfig remembers between two runs; it may be lost at any time.

A folder that can't be written, or a file that was spoilt, costs time and nothing else.
"""

from __future__ import annotations

import contextlib
import os
import sys
from pathlib import Path

__all__ = ["cache_folder", "keep", "read"]

_MAX_BYTES = 20_000_000


def cache_folder() -> Path | None:
    """Return the user's cache folder for natfig (perhaps not there yet), or None without a home."""
    try:
        if base := os.environ.get("XDG_CACHE_HOME"):
            return Path(base) / "natfig"
        if sys.platform == "win32" and (base := os.environ.get("LOCALAPPDATA")):
            return Path(base) / "natfig" / "Cache"
        if sys.platform == "darwin":
            return Path.home() / "Library" / "Caches" / "natfig"
        return Path.home() / ".cache" / "natfig"
    except RuntimeError:
        return None


def read(name: str) -> bytes | None:
    """Return what was kept under a name, or None."""
    folder = cache_folder()
    if folder is None:
        return None
    with contextlib.suppress(OSError):
        path = folder / name
        if path.stat().st_size <= _MAX_BYTES:
            return path.read_bytes()
    return None


def keep(name: str, data: bytes) -> None:
    """Keep something under a name, in one step; where that can't be done, nothing happens."""
    folder = cache_folder()
    if folder is None:
        return
    import tempfile

    with contextlib.suppress(OSError):
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        handle, temporary = tempfile.mkstemp(prefix=".part-", dir=(folder / name).parent)
        try:
            with os.fdopen(handle, "wb") as out:
                out.write(data)
            Path(temporary).replace(folder / name)
        except OSError:
            Path(temporary).unlink(missing_ok=True)
