"""Zip files whose bytes depend on what is in them alone."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping

__all__ = ["repacked", "zipped"]

# The first date the format can hold.
_DATE = (1980, 1, 1, 0, 0, 0)
# Unix, an ordinary file that everybody may read.
_UNIX, _MODE = 3, 0o100644 << 16


def zipped(files: Mapping[str, bytes]) -> bytes:
    """Return files as a zip, in the order given, all of one date."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            info = zipfile.ZipInfo(name, _DATE)
            info.compress_type, info.create_system, info.external_attr = zipfile.ZIP_DEFLATED, _UNIX, _MODE
            archive.writestr(info, data)
    return buffer.getvalue()


def repacked(data: bytes) -> bytes:
    """Return a zip file with its entries in the same order, without dates."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return zipped({info.filename: archive.read(info) for info in archive.infolist()})
