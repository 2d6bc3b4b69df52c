"""Content streams as operations: an operator with its operands.

Numbers come as float, names as `Name`, strings as bytes, arrays as list, dictionaries
as dict. Whatever is not well formed is passed over; a stream never ends in an error.
Source: ISO 32000-1, sections 7.2, 7.3 and 8.9.7.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from natfig.core import lazyre

__all__ = ["POLYLINE", "InlineImage", "Name", "Operation", "operations"]

Operation = tuple[bytes, list[Any]]

# The operator under which a row of `l` comes: its operands are x, y, x, y, …
POLYLINE = b"lines"

_WS = rb"[\0\t\n\f\r ]"
# Between numbers that are read at once: without NUL, which `bytes.split` doesn't part.
_GAP = rb"[\t\n\f\r ]"
_NUMBER = rb"[-+]?(?>\d++\.?\d*+|\.\d++)"
# Most operations are numbers and an operator. Every repetition is possessive: there is
# one way to read a number, and a hostile stream must not make us try others.
_PLAIN = lazyre.compile(rb"%b*+((?>%b%b++)*+)([A-Za-z'\"][A-Za-z0-9*'\"]*+)" % (_WS, _NUMBER, _GAP))
# So is most of the rest with a name before the numbers: "/M0 Do", "/F1 7 Tf".
_NAMED = lazyre.compile(
    rb"%b*+/([^\0\t\n\f\r ()<>\[\]{}/%%#]++)%b++((?>%b%b++)*+)([A-Za-z][A-Za-z0-9*]*+)"
    % (_WS, _GAP, _NUMBER, _GAP)
)
_LINES = lazyre.compile(
    rb"%b*+((?>%b%b++%b%b++l(?=%b)%b*+)++)" % (_GAP, _NUMBER, _GAP, _NUMBER, _GAP, _GAP, _GAP)
)
_TOKEN = lazyre.compile(
    rb"%b*+(?:(?P<number>[-+]*+(?>\d++\.?[\d-]*+|\.\d++))"
    rb"|/(?P<name>[^\0\t\n\f\r ()<>\[\]{}/%%]*+)"
    rb"|\((?P<string>[^()\\\r]*+)\)"
    rb"|(?P<paren>\()"
    rb"|(?P<open><<|\[)"
    rb"|(?P<close>>>|\])"
    rb"|<(?P<hex>[0-9A-Fa-f\0\t\n\f\r ]*+)>"
    rb"|(?P<comment>%%[^\r\n]*+)"
    rb"|(?P<word>[^\0\t\n\f\r ()<>\[\]{}/%%]++)"
    rb"|(?P<other>[^\0\t\n\f\r ]))" % _WS
)
_ESCAPE = lazyre.compile(rb"\\([0-7]{1,3}|\r\n|[\s\S])|\r\n?")
_STRING_PART = lazyre.compile(rb"[^()\\]*+(?:\\[\s\S][^()\\]*+)*+([()])")
_HEX_NAME = lazyre.compile(rb"#([0-9A-Fa-f]{2})")
_IMAGE_END = lazyre.compile(rb"%bEI(?=[\0\t\n\f\r ]|$)" % _WS)
_ESCAPED = {
    b"n": b"\n",
    b"r": b"\r",
    b"t": b"\t",
    b"b": b"\b",
    b"f": b"\f",
    b"\r\n": b"",
    b"\n": b"",
    b"\r": b"",
}

_CONSTANTS = {b"true": True, b"false": False, b"null": None}
_MOST_OPERANDS = 100_000
_MOST_NESTING = 32


class Name(str):
    """A PDF name, without its slash."""

    __slots__ = ()


class InlineImage(dict[str, Any]):
    """The dictionary of an inline image, its keys as written (W or Width)."""


def operations(data: bytes) -> Iterator[Operation]:
    """Yield the operations of a content stream; an inline image is ``(b"EI", [InlineImage])``."""
    pos, end = 0, len(data)
    plain, named, lines = _PLAIN.match, _NAMED.match, _LINES.match
    while pos < end:
        if (match := plain(data, pos)) is not None and match[2] not in _CONSTANTS:
            pos = match.end()
            operator: bytes = match[2]
            operands: list[Any] = [float(x) for x in match[1].split()] if match[1] else []
        elif (match := named(data, pos)) is not None:
            pos = match.end()
            operator = match[3]
            operands = [Name(match[1], "latin-1"), *map(float, match[2].split())]
        else:
            operation, pos = _long(data, pos)
            if operation is None:
                continue
            operator, operands = operation
        if operator == b"BI":
            image, pos = _inline_image(data, pos)
            yield b"EI", [image]
            continue
        yield operator, operands
        if operator in {b"m", b"l"} and (match := lines(data, pos)) is not None:
            pos = match.end()
            yield POLYLINE, [float(x) for x in match[1].replace(b"l", b" ").split()]


def _long(data: bytes, pos: int) -> tuple[Operation | None, int]:
    """Read one operation token by token; None at the end of the data."""
    operands: list[Any] = []
    while (read := _token(data, pos)) is not None:
        kind, value, pos = read
        if kind == "word":
            return (value, operands), pos
        if kind == "value" and len(operands) < _MOST_OPERANDS:
            operands.append(value)
    return None, len(data)


def _token(data: bytes, pos: int) -> tuple[str, Any, int] | None:
    """Return (kind, value, next position): a whole value, a word, or something to pass over."""
    match = _TOKEN.match(data, pos)
    if match is None:
        return None
    kind, pos = match.lastgroup or "", match.end()
    if kind == "open":
        value, pos = _container(data, pos, match[kind])
        return "value", value, pos
    if kind == "word":
        word = match["word"]
        return ("value", _CONSTANTS[word], pos) if word in _CONSTANTS else ("word", word, pos)
    if kind == "paren":
        text, pos = _string(data, pos)
        return "value", text, pos
    if kind in {"number", "name", "string", "hex"}:
        return "value", _scalar(kind, match[kind]), pos
    return "other", None, pos


def _scalar(kind: str, raw: bytes) -> Any:
    if kind == "number":
        return _number(raw)
    if kind == "name":
        return Name(_HEX_NAME.sub(lambda m: bytes([int(m[1], 16)]), raw).decode("latin-1"))
    if kind == "string":
        return raw
    digits = bytes(raw.translate(None, b"\0\t\n\f\r "))
    return bytes.fromhex((digits + b"0" * (len(digits) % 2)).decode("ascii"))


def _number(raw: bytes) -> float:
    """Return a number; doubled signs and a minus within are read as viewers do."""
    try:
        return float(raw)
    except ValueError:
        sign = -1.0 if raw.startswith(b"-") else 1.0
        body = raw.lstrip(b"+-").split(b"-")[0]
        return sign * float(body) if body not in {b"", b"."} else 0.0


def _container(data: bytes, pos: int, opening: bytes) -> tuple[Any, int]:
    """Read an array or a dictionary; deep nesting is flattened rather than followed."""
    stack: list[tuple[bytes, list[Any]]] = [(opening, [])]
    while True:
        match = _TOKEN.match(data, pos)
        if match is None:
            break
        kind = match.lastgroup or ""
        if kind == "open" and len(stack) < _MOST_NESTING:
            stack.append((match[kind], []))
            pos = match.end()
        elif kind == "close":
            pos = match.end()
            kind_of, items = stack.pop()
            value = _closed(kind_of, items)
            if not stack:
                return value, pos
            stack[-1][1].append(value)
        elif kind == "open":
            pos = match.end()
        else:
            read = _token(data, pos)
            if read is None:
                break
            what, value, pos = read
            if what == "value" and len(stack[-1][1]) < _MOST_OPERANDS:
                stack[-1][1].append(value)
            elif what == "word":  # an operator within an array: the array was never closed
                pos = match.start()
                break
    return _closed(*stack[0]), pos


def _closed(opening: bytes, items: list[Any]) -> Any:
    if opening == b"[":
        return items
    return {str(k): v for k, v in zip(items[::2], items[1::2], strict=False) if isinstance(k, str)}


def _string(data: bytes, pos: int) -> tuple[bytes, int]:
    """Read a string with escapes or parentheses within; `pos` is after the first one."""
    start, depth = pos, 1
    while depth:
        match = _STRING_PART.match(data, pos)
        if match is None:
            return _unescape(data[start:]), len(data)
        depth += 1 if match[1] == b"(" else -1
        pos = match.end()
    return _unescape(data[start : pos - 1]), pos


def _unescape(raw: bytes) -> bytes:
    def one(match: re.Match[bytes]) -> bytes:
        what: bytes | None = match[1]
        if what is None:
            return b"\n"
        if what[:1].isdigit() and what[:1] < b"8":
            return bytes([int(what, 8) & 255])
        return _ESCAPED.get(what, what)

    return _ESCAPE.sub(one, raw)


def _inline_image(data: bytes, pos: int) -> tuple[InlineImage, int]:
    """Read the dictionary of an inline image and pass over its data."""
    image = InlineImage()
    items: list[Any] = []
    while (read := _token(data, pos)) is not None:
        kind, value, pos = read
        if kind == "word":
            break
        if kind == "value":
            items.append(value)
    for key, value in zip(items[::2], items[1::2], strict=False):
        image[str(key)] = value
    start = pos + 1 + _raw_length(image)
    found = _IMAGE_END.search(data, start - 1 if start > pos + 1 else pos)
    return image, found.end() if found else len(data)


def _raw_length(image: InlineImage) -> int:
    """Return how many bytes an unpacked inline image has, or 0 where a filter hides it."""
    if image.get("F", image.get("Filter")):
        return 0
    space = str(image.get("CS", image.get("ColorSpace", "")))
    channels = {"RGB": 3, "DeviceRGB": 3, "CMYK": 4, "DeviceCMYK": 4}.get(space, 1)
    try:
        width, height = (
            int(image.get("W", image.get("Width", 0))),
            int(image.get("H", image.get("Height", 0))),
        )
        bits = (
            1
            if image.get("IM", image.get("ImageMask"))
            else int(image.get("BPC", image.get("BitsPerComponent", 8)))
        )
    except (TypeError, ValueError, OverflowError):
        return 0
    return max(0, (width * channels * bits + 7) // 8 * height)
