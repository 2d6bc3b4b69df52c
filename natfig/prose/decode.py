"""Bytes of a text file into text and back, so that what isn't edited stays byte for byte.

Line ends stay as they are: CRLF is two letters of the text. The codecs are strict both
ways, so that a text which was read is written as the very bytes it came from.
"""

from __future__ import annotations

from pathlib import Path

from natfig.core import lazyre
from natfig.core.errors import DocumentError, OutputError, Problem
from natfig.core.record import dataclass

__all__ = ["Encoding", "can_encode", "decode", "encode", "newline"]


@dataclass(frozen=True, slots=True)
class Encoding:
    """How a file is written.

    Parameters
    ----------
    codec : str
        Python's name of the codec, one that writes no mark by itself ("utf-8", "utf-16-le").
    mark : bytes
        The byte order mark the file starts with, or nothing; it is no letter of the text.
    """

    codec: str = "utf-8"
    mark: bytes = b""

    @property
    def name(self) -> str:
        """What people call it."""
        return _NAMES.get(self.codec, self.codec)


_NAMES = {
    "utf-8": "UTF-8",
    "utf-16-le": "UTF-16",
    "utf-16-be": "UTF-16",
    "utf-32-le": "UTF-32",
    "utf-32-be": "UTF-32",
    "cp1252": "Windows-1252",
    "latin-1": "Latin-1",
}

# The mark of UTF-16 is the beginning of one of UTF-32: the longer ones come first.
_MARKS = (
    (b"\xef\xbb\xbf", "utf-8"),
    (b"\xff\xfe\x00\x00", "utf-32-le"),
    (b"\x00\x00\xfe\xff", "utf-32-be"),
    (b"\xff\xfe", "utf-16-le"),
    (b"\xfe\xff", "utf-16-be"),
)

# How files that people take for drafts begin.
_MAGIC = (
    (b"%PDF-", "a PDF"),
    (b"PK\x03\x04", "a ZIP archive (Word files have the suffix .docx)"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "an old Word file (.doc) or one with a password; save it as .docx"),
    (b"{\\rtf", "a Rich Text file; save it as .docx"),
    (b"\x89PNG", "a PNG picture"),
    (b"\xff\xd8\xff", "a JPEG picture"),
    (b"GIF8", "a GIF picture"),
    (b"\x1f\x8b", "a gzip archive"),
    (b"\x7fELF", "a program"),
)

_HINT = "save it as UTF-8 text"
#: A letter outside ASCII in UTF-8, roughly; what a text in another encoding hardly ever has.
_SEQUENCE = lazyre.compile(rb"[\xc2-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}|[\xf0-\xf4][\x80-\xbf]{3}")
_HIGH_RUN = lazyre.compile(rb"[\x80-\xff]+")
#: Control characters that no editor writes into a text; form feed and escape are seen at times.
_CONTROL = lazyre.compile(r"[\x00-\x08\x0e-\x1a\x1c-\x1f]")
#: Of Western text in UTF-16 nearly every second byte is zero; half of that is plenty.
_UTF16_ZEROS = 0.25
#: So much of a text outside ASCII in runs of several bytes is no Western text.
_EASTERN_RUNS = 0.8
_EASTERN_LEAST = 8


def decode(data: bytes, path: Path | None = None, *, declared: str = "") -> tuple[str, Encoding]:
    r"""Return the text of a file and how it is written.

    A byte order mark decides; then UTF-8, UTF-16 without a mark (Western text), what the file
    says of itself, and Windows-1252 are tried.

    Parameters
    ----------
    data : bytes
    path : Path, optional
        For messages.
    declared : str
        Python's name of the codec that the file declares (``\usepackage[latin1]{inputenc}``).

    Raises
    ------
    DocumentError
        If it isn't text, or in an encoding that can't be told.
    """
    for magic, what in _MAGIC:
        if data.startswith(magic):
            raise _error(path, f"this is {what}, not a text", None)
    text, encoding = _decoded(data, path, declared)
    if (control := _CONTROL.search(text)) is not None:
        line = text.count("\n", 0, control.start()) + 1
        sign = f"U+{ord(control.group()):04X}"
        raise _error(path, f"the control character {sign} stands in it: this is no text", line)
    return text, encoding


def _decoded(data: bytes, path: Path | None, declared: str) -> tuple[str, Encoding]:
    for mark, codec in _MARKS:
        if data.startswith(mark):
            encoding = Encoding(codec, mark)
            try:
                return data[len(mark) :].decode(codec), encoding
            except UnicodeDecodeError as error:
                raise _broken(data[len(mark) :], error, path, encoding.name) from None
    if (wide := _wide(data)) is not None:
        return wide
    try:
        return data.decode("utf-8"), Encoding()
    except UnicodeDecodeError as error:
        return _western(data, error, path, declared)


def _wide(data: bytes) -> tuple[str, Encoding] | None:
    """Return the text of a file in UTF-16 without a mark, or None if it is something else."""
    if len(data) < 2 or len(data) % 2 or b"\0" not in data[:4096]:
        return None
    for codec, zeros in (("utf-16-le", data[1::2]), ("utf-16-be", data[0::2])):
        others = len(data) // 2 - zeros.count(0)
        if zeros.count(0) > 2 * _UTF16_ZEROS * len(data) // 2 and others < zeros.count(0):
            try:
                text = data.decode(codec)
            except UnicodeDecodeError:
                continue
            if "\0" not in text:
                return text, Encoding(codec)
    return None


def _western(
    data: bytes, error: UnicodeDecodeError, path: Path | None, declared: str
) -> tuple[str, Encoding]:
    """Return the text of a file that isn't UTF-8.

    Raises
    ------
    DocumentError
        If it is UTF-8 with broken places, or nothing Western.
    """
    if declared:
        try:
            text = data.decode(declared)
            if text.encode(declared) == data:
                return text, Encoding(declared)
        except (UnicodeError, LookupError):
            pass
    runs = [len(run) for run in _HIGH_RUN.findall(data)]
    inside = sum(len(sequence) for sequence in _SEQUENCE.findall(data))
    if 2 * inside > sum(runs):
        raise _broken(data, error, path, "UTF-8")
    if sum(runs) >= _EASTERN_LEAST and sum(n for n in runs if n > 1) > _EASTERN_RUNS * sum(runs):
        raise _broken(data, error, path, "UTF-8")
    try:
        return data.decode("cp1252"), Encoding("cp1252")
    except UnicodeDecodeError:
        raise _broken(data, error, path, "UTF-8") from None


def _broken(data: bytes, error: UnicodeDecodeError, path: Path | None, name: str) -> DocumentError:
    width = 1 if name == "UTF-8" else 2
    line = data[: error.start].count(b"\n") + 1
    byte = data[error.start : error.start + width].hex().upper()
    return _error(path, f"the byte{'s' * (width > 1)} {byte} can't be read as {name}", line)


def _error(path: Path | None, message: str, line: int | None) -> DocumentError:
    hint = None if ";" in message or "this is a" in message else _HINT
    return DocumentError(Problem(message, None if path is None else str(path), line, hint=hint))


def can_encode(text: str, encoding: Encoding) -> bool:
    """Return whether a text can be written in an encoding."""
    try:
        text.encode(encoding.codec)
    except UnicodeEncodeError:
        return False
    return True


def encode(text: str, encoding: Encoding, path: Path | None = None) -> bytes:
    """Return the bytes of a text, with the mark that the file had.

    Raises
    ------
    OutputError
        If the encoding has no such letter (a true minus in Windows-1252).
    """
    try:
        return encoding.mark + text.encode(encoding.codec)
    except UnicodeEncodeError as error:
        line = text.count("\n", 0, error.start) + 1
        message = (
            f"'{text[error.start]}' (U+{ord(text[error.start]):04X}) can't be written in {encoding.name}"
        )
        file = None if path is None else str(path)
        raise OutputError(Problem(message, file, line, hint="save the draft as UTF-8 first")) from None


def newline(text: str) -> str:
    """Return the line end that a text uses most: CRLF, LF or CR; LF where it has none."""
    both = text.count("\r\n")
    counts = {"\n": text.count("\n") - both, "\r\n": both, "\r": text.count("\r") - both}
    return max(counts, key=lambda end: counts[end])
