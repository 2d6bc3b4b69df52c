"""Numbers as path data and points write them: set apart by blanks, commas, signs or nothing."""

from __future__ import annotations

from natfig.core import lazyre

__all__ = ["arc_numbers", "blank_end", "bounded", "glued", "is_plain", "may_overflow", "numbers", "spaced"]

# Beyond single precision browsers take a number for an error.
_LIMIT = 3.4028235e38
# SVG 1.1 let a number end in its point ("5."), and programs still read it.
_NUMBER = lazyre.compile(r"[-+]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][-+]?[0-9]+)?")
_BLANK = lazyre.compile(r"[ \t\r\n\f]*")
_TO_ZERO = str.maketrans("123456789", "000000000")
_LONG_DIGITS = "0" * 39


def numbers(text: str) -> tuple[list[float], bool]:
    """Return the numbers of a list that blanks, commas or signs set apart, and whether all of it was valid.

    Up to the first thing that is no number, or too large for one in single precision.
    """
    text = text.replace(",", " ")
    if is_plain(text):
        try:
            return bounded(list(map(float, text.split())))
        except ValueError:
            pass  # signs without blanks, or an error: looked at closely
    return glued(text)


def is_plain(text: str) -> bool:
    """Return whether float() takes nothing in a text that SVG doesn't: 1_0, nan, other scripts' digits."""
    return text.isascii() and "_" not in text and "n" not in text and "N" not in text


def may_overflow(text: str) -> bool:
    """Return whether any number can be out of range: it takes an exponent or 39 digits."""
    if "e" in text or "E" in text:
        return True
    return len(text) >= 39 and _LONG_DIGITS in text.translate(_TO_ZERO)


def spaced(text: str) -> str:
    """Return path data with a blank before every sign that begins a number."""
    text = text.replace("-", " -")
    return text.replace("e -", "e-").replace("E -", "E-") if "e" in text or "E" in text else text


def bounded(values: list[float]) -> tuple[list[float], bool]:
    """Return the numbers before the first that is out of range."""
    if values and (max(values) > _LIMIT or min(values) < -_LIMIT):
        end = next(i for i, value in enumerate(values) if abs(value) > _LIMIT)
        return values[:end], False
    return values, True


def glued(text: str) -> tuple[list[float], bool]:
    """Return numbers with nothing between them but signs and points ("1.5.5-3e2"), up to an error."""
    found = _NUMBER.findall(text)
    if sum(map(len, found)) != len("".join(text.split())):
        found = []
        at = 0
        while match := _NUMBER.match(text, blank_end(text, at)):
            if text[match.end() : match.end() + 1] in {"e", "E"}:
                break  # an exponent without digits
            found.append(match[0])
            at = match.end()
        return bounded(list(map(float, found)))[0], False
    return bounded(list(map(float, found)))


def blank_end(text: str, at: int) -> int:
    match = _BLANK.match(text, at)
    return match.end() if match else at


def arc_numbers(text: str) -> tuple[list[float], str]:
    """Return the arguments of whole arcs, whose flags need nothing between them, and the text left over."""
    tokens = text.split()
    if len(tokens) % 7 == 0 and {*tokens[3::7], *tokens[4::7]} <= {"0", "1"}:
        try:
            values, is_valid = bounded(list(map(float, tokens)))
        except ValueError:
            is_valid = False
        else:
            if is_valid:
                return values, ""
    found: list[float] = []
    at = begun = 0
    while True:
        at = blank_end(text, at)
        if len(found) % 7 == 0:
            begun = at
        if at == len(text):
            break
        if len(found) % 7 in {3, 4}:
            if text[at] not in "01":
                break
            found.append(float(text[at]))
            at += 1
            continue
        match = _NUMBER.match(text, at)
        if match is None or text[match.end() : match.end() + 1] in {"e", "E"}:
            break
        if abs(float(match[0])) > _LIMIT:
            break
        found.append(float(match[0]))
        at = match.end()
    return found[: len(found) - len(found) % 7], text[begun:]
