"""What a reader is, and the limits every one keeps."""

from __future__ import annotations

from pathlib import Path
from typing import Protocol

from natfig.core.record import dataclass
from natfig.qa.document import Document

__all__ = ["LIMITS", "Limits", "Reader"]


@dataclass(frozen=True, slots=True)
class Limits:
    """How much of a file is looked at; beyond it the file is refused in one sentence.

    Parameters
    ----------
    file_bytes : int
        Of the file itself, and of a compressed one when unpacked.
    depth : int
        Elements within elements, uses of uses, form XObjects of form XObjects.
    items : int
        Things painted on the page.
    pixels : int
        Of one image.
    """

    file_bytes: int = 400_000_000
    depth: int = 256
    items: int = 5_000_000
    pixels: int = 400_000_000


LIMITS = Limits()


class Reader(Protocol):
    """What a module in `natfig.qa.readers` offers as ``reader``.

    Its module imports nothing heavy at the top: all of them are asked which one
    knows a file.
    """

    id: str
    suffixes: tuple[str, ...]

    def claims(self, head: bytes) -> bool:
        """Return whether the first bytes (up to 4096) are of this type."""

    def read(self, path: Path, data: bytes, limits: Limits = LIMITS) -> Document:
        """Return the document.

        Only `data` is read: no other file, no network.

        Raises
        ------
        DocumentError
            If the file is broken or unsafe beyond use, in one sentence without the
            file's name.
        """
