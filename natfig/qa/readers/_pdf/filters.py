"""Streams unpacked within bounds: a kilobyte of Flate can hold a megabyte of zeros, and that one more.

Source: ISO 32000-1, section 7.4.
"""

from __future__ import annotations

import base64
import binascii
import re
import zlib
from typing import Any

import pikepdf

from natfig.qa.readers._pdf.objects import array, child, kind, name, number

__all__ = ["DamagedError", "TooLargeError", "filter_names", "inflate", "raw_bytes", "unpacked"]

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
    many = array(value) or [value]
    names = [name(v) for v in many[:_MOST_FILTERS] if v is not None]
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
    if not engine.eof and data and not _lacks_checksum_alone(engine):
        raise DamagedError("it is cut short", b"".join(parts))
    return b"".join(parts)


def _lacks_checksum_alone(engine: Any) -> bool:
    """Return whether only the checksum at the end is missing, which viewers don't mind."""
    try:
        engine.decompress(b"\0\0\0\0")
    except zlib.error:
        return True  # it was taken for the checksum: the data before it were whole
    return bool(engine.eof)


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
    data = raw_bytes(stream)
    names = filter_names(child(stream, "/Filter"))
    if len(data) > limit:
        raise TooLargeError(f"more than {limit:,} bytes")
    for each in names:
        data = _undo(each, data, limit)
    if names and _has_predictor(stream):
        # By now it is known to fit; the library knows the predictors.
        return raw_bytes(stream, decoded=True)
    return data


def raw_bytes(stream: Any, *, decoded: bool = False) -> bytes:
    """Return a stream's bytes as they are packed, or (`decoded`) unpacked without any bound.

    Raises
    ------
    DamagedError
    """
    if kind(stream) != "Stream":
        raise DamagedError("it is no stream")
    try:
        return bytes(stream.read_bytes() if decoded else stream.read_raw_bytes())
    except (pikepdf.PdfError, pikepdf.DataDecodingError, RuntimeError, ValueError, TypeError) as error:
        raise DamagedError(str(error).split("\n")[0]) from None


def _has_predictor(stream: Any) -> bool:
    parms = child(stream, "/DecodeParms")
    many = array(parms) or [parms]
    return any(number(child(p, "/Predictor"), 1) > 1 for p in many)


def _undo(packing: str, data: bytes, limit: int) -> bytes:
    if packing == "FlateDecode":
        return inflate(data, limit)
    if packing == "LZWDecode":
        return _lzw(data, limit)
    if packing == "RunLengthDecode":
        return _run_length(data, limit)
    if packing == "ASCIIHexDecode":
        digits = re.sub(rb"[^0-9A-Fa-f]", b"", data.split(b">")[0])
        return binascii.unhexlify(digits + b"0" * (len(digits) % 2))
    if packing == "ASCII85Decode":
        try:
            return base64.a85decode(data.split(b"~")[0], ignorechars=b" \t\n\r\v\f\0")
        except ValueError as error:
            raise DamagedError(str(error)) from None
    if packing == "Crypt":
        return data
    raise DamagedError(f"packed as a picture ({packing})")


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
