"""Which words a file can't hold, so that its tree need not be searched for them."""

from __future__ import annotations

__all__ = ["Vocabulary"]

# Below this, searching the file itself costs less than making it smaller.
_LARGE = 1 << 20
# What coordinates and path data are made of: nine tenths of a large figure.
_OF_NUMBERS = b"0123456789.,-+ \t\r\nABCDEFGHIJKLMNOPQRSTUVWXYZ"


class Vocabulary:
    """Tells whether a word may stand in a file.

    A large file is looked through once: without its numbers it is a tenth as long, and each
    word is searched in what is left. Taking the same characters out of the word keeps that
    safe: what the file holds, the rest of it holds too.

    Parameters
    ----------
    data : bytes
        The file. One that can't be searched for ASCII words (UTF-16 and its kin) may hold any.
    """

    def __init__(self, data: bytes) -> None:
        self.is_odd = b"\0" in data[:200]
        self._is_small = len(data) < _LARGE
        self._data = data if self._is_small or self.is_odd else data.translate(None, _OF_NUMBERS)

    def may_hold(self, *words: bytes) -> bool:
        """Return whether any of these words may be in the file; False is certain."""
        if self.is_odd:
            return True
        if self._is_small:
            return any(word in self._data for word in words)
        return any(word.translate(None, _OF_NUMBERS) in self._data for word in words)
