"""Streams unpacked within bounds: a kilobyte of Flate can hold a megabyte of zeros, and that one more.

Source: ISO 32000-1, section 7.4.
"""

from __future__ import annotations

import base64
import binascii
import re
import zlib
from typing import Any

from natfig.qa.readers._pdf.objects import kind

__all__ = ["DamagedError", "TooLargeError", "filter_names", "inflate", "unpacked"]

_SHORT = {
    "Fl": "FlateDecode",
    "LZW": "LZWDecode",
    "A85": "ASCII85Decode",
    "AHx": "ASCIIHexDecode",
    "RL": "RunLengthDecode",
    "CCF": "CCITTFaxDecode",
    "DCT": "DCTDecode",
}
_MOST_FILTERS = 8
_STEP = 1 << 20
_SLICE = 1 << 16


class DamagedError(ValueError):
    """A stream can't be unpacked; `part` is what could be."""

    def __init__(self, message: str, part: bytes = b"") -> None:
        super().__init__(message)
        self.part = part


class TooLargeError(ValueError):
    """A stream unpacks to more than was allowed."""


def filter_names(value: Any) -> list[str]:
    """Return the filters of a stream by their full names."""
    if value is None:
        return []
    many = list(value) if not isinstance(value, str) and kind(value) == "Array" else [value]
    names = [str(v).lstrip("/") for v in many[:_MOST_FILTERS]]
    return [_SHORT.get(n, n) for n in names]


def inflate(data: bytes, limit: int) -> bytes:
    """Return Flate data unpacked.

    Raises
    ------
    DamagedError
        With what came before the damage.
    TooLargeError
    """
    engine = zlib.decompressobj()
    parts: list[bytes] = []
    total = 0
    view = memoryview(data)
    # In slices: what zlib leaves over is copied each time.
    for start in range(0, len(data), _SLICE):
        held: bytes | memoryview = view[start : start + _SLICE]
        while len(held) and not engine.eof:
            try:
                piece = engine.decompress(held, _STEP)
            except zlib.error as error:
                raise DamagedError(str(error), b"".join(parts)) from None
            total += len(piece)
            if total > limit:
                raise TooLargeError(f"more than {limit:,} bytes")
            parts.append(piece)
            held = engine.unconsumed_tail
    return b"".join(parts)


def unpacked(stream: Any, limit: int) -> bytes:
    """Return a stream's bytes with all filters undone.

    Parameters
    ----------
    stream : pikepdf.Stream
    limit : int
        Most bytes at any step.

    Raises
    ------
    DamagedError
        If it is damaged, or packed as a picture is.
    TooLargeError
    """
    data = bytes(stream.read_raw_bytes())
    names = filter_names(stream.get("/Filter"))
    if len(data) > limit:
        raise TooLargeError(f"more than {limit:,} bytes")
    for name in names:
        data = _undo(name, data, limit)
    if names and _has_predictor(stream):
        # By now it is known to fit; the library knows the predictors.
        return bytes(stream.read_bytes())
    return data


def _has_predictor(stream: Any) -> bool:
    parms = stream.get("/DecodeParms", stream.get("/DP"))
    many = list(parms) if kind(parms) == "Array" else [parms]
    dicts = [p for p in many if p is not None and hasattr(p, "get")]
    return any(int(p.get("/Predictor", 1)) > 1 for p in dicts)


def _undo(name: str, data: bytes, limit: int) -> bytes:
    if name == "FlateDecode":
        return inflate(data, limit)
    if name == "LZWDecode":
        return _lzw(data, limit)
    if name == "RunLengthDecode":
        return _run_length(data, limit)
    if name == "ASCIIHexDecode":
        digits = re.sub(rb"[^0-9A-Fa-f]", b"", data.split(b">")[0])
        return binascii.unhexlify(digits + b"0" * (len(digits) % 2))
    if name == "ASCII85Decode":
        try:
            return base64.a85decode(data.split(b"~")[0], ignorechars=b" \t\n\r\v\f\0")
        except ValueError as error:
            raise DamagedError(str(error)) from None
    if name == "Crypt":
        return data
    raise DamagedError(f"packed as a picture ({name})")


def _run_length(data: bytes, limit: int) -> bytes:
    out = bytearray()
    pos = 0
    while pos < len(data) and data[pos] != 128:
        length = data[pos]
        if length < 128:
            out += data[pos + 1 : pos + 2 + length]
            pos += length + 2
        else:
            out += data[pos + 1 : pos + 2] * (257 - length)
            pos += 2
        if len(out) > limit:
            raise TooLargeError(f"more than {limit:,} bytes")
    return bytes(out)


def _lzw(data: bytes, limit: int) -> bytes:
    """Undo LZW with the early change that PDF has by default."""
    first = [bytes([i]) for i in range(256)] + [b"", b""]
    table, previous, out = list(first), b"", bytearray()
    width, held, bits = 9, 0, 0
    for byte in data:
        held, bits = held << 8 | byte, bits + 8
        if bits < width:
            continue
        bits -= width
        code = held >> bits
        held &= (1 << bits) - 1
        if code == 257:
            break
        if code == 256:
            table, previous, width = list(first), b"", 9
            continue
        if code < len(table):
            entry = table[code]
        elif code == len(table) and previous:
            entry = previous + previous[:1]
        else:
            raise DamagedError("its LZW data are damaged", bytes(out))
        out += entry
        if previous and len(table) < 4096:
            table.append(previous + entry[:1])
        previous = entry
        width = 9 if len(table) < 511 else 10 if len(table) < 1023 else 11 if len(table) < 2047 else 12
        if len(out) > limit:
            raise TooLargeError(f"more than {limit:,} bytes")
    return bytes(out)
