"""Media queries and ``@supports``, as a browser answers them that shows a figure on a light ground.

Source: Media Queries 4, <https://www.w3.org/TR/mediaqueries-4/>; CSS Conditional Rules 3.
"""

from __future__ import annotations

import re

from natfig.qa.readers._svg.lengths import NUMBER, Scale, parse_length, resolve

__all__ = ["media_match", "supports"]

_MEDIA = ("screen",)
_QUERY = r"(?s:(?:(?P<modifier>not|only)\s+)?(?P<type>[a-z-]+)(?:\s+and\b\s*(?P<rest>.*))?)"
_FEATURE = r"\s*(?P<name>[a-z-]+)\s*(?::\s*(?P<value>[^:()]+?)\s*)?"
_RANGE = (
    rf"\s*(?:(?P<low>{NUMBER}[a-z]*)\s*(?P<low_op><=?|>=?)\s*)?(?P<name>width|height)"
    rf"\s*(?:(?P<op>[<>]=?|=)\s*(?P<value>{NUMBER}[a-z]*)\s*)?"
)
# What is true of a figure; any other feature isn't there.
_FEATURES = {
    "prefers-color-scheme": "light",
    "prefers-contrast": "no-preference",
    "prefers-reduced-motion": "no-preference",
    "forced-colors": "none",
    "inverted-colors": "none",
    "scripting": "none",
    "grid": "0",
}
_MAX_TEXT = 2_000


def media_match(text: str, viewport: tuple[float, float]) -> bool:
    """Return whether a list of media queries counts for a figure.

    Parameters
    ----------
    text : str
        Without comments; an empty list counts.
    viewport : tuple of float
        Width and height in CSS px that size queries compare with.
    """
    text = text.strip().lower()
    if not text:
        return True
    if len(text) > _MAX_TEXT:
        return False
    return any(_query(query.strip(), medium, viewport) for query in text.split(",") for medium in _MEDIA)


def _query(text: str, medium: str, viewport: tuple[float, float]) -> bool:
    if text.startswith("(") or re.match(r"not\s*\(", text):
        return _condition(text, viewport)
    match = re.fullmatch(_QUERY, text)
    if match is None:
        return False
    holds = match["type"] in {"all", medium}
    if holds and match["rest"] is not None:
        holds = _condition(match["rest"], viewport)
    return not holds if match["modifier"] == "not" else holds


def _parts(text: str) -> list[str] | None:
    """Return what stands in brackets and the words between, in turn."""
    parts: list[str] = []
    depth = start = 0
    for match in re.finditer(r"[()]|$", text):
        if match[0] == "(":
            if depth == 0:
                parts.append(text[start : match.start()].strip())
                start = match.end()
            depth += 1
        elif match[0] == ")":
            depth -= 1
            if depth < 0:
                return None
            if depth == 0:
                parts.append(text[start : match.start()])
                start = match.end()
    return parts if depth == 0 and not text[start:].strip() else None


def _condition(text: str, viewport: tuple[float, float], depth: int = 0) -> bool:
    """Return whether "(a) and (b)", "(a) or (b)" or "not (a)" holds; False where it can't be read."""
    parts = _parts(text)
    if not parts or depth > 8:
        return False
    words, inner = parts[0::2], parts[1::2]
    values = [_inside(part, viewport, depth) for part in inner]
    if words[0] == "not" and len(values) == 1:
        return not values[0]
    if words[0] or not set(words[1:]) <= {"and", "or"}:
        return False
    return any(values) if "or" in words else all(values)


def _inside(text: str, viewport: tuple[float, float], depth: int) -> bool:
    if "(" in text:
        return _condition(text, viewport, depth + 1)
    if "<" in text or ">" in text or "=" in text:
        return _range(text, viewport)
    match = re.fullmatch(_FEATURE, text)
    if match is None:
        return False
    name, value = match["name"], match["value"]
    if name in _FEATURES:
        return (
            _FEATURES[name] == value
            if value is not None
            else _FEATURES[name] not in {"none", "no-preference", "0"}
        )
    bound, _, side = name.rpartition("-")
    if side == "orientation" and not bound:
        return value == ("portrait" if viewport[1] >= viewport[0] else "landscape")
    if side not in {"width", "height"} or bound not in {
        "",
        "min",
        "max",
        "device",
        "min-device",
        "max-device",
    }:
        return False
    size = viewport[side == "height"]
    if value is None:
        return size > 0
    limit = _length(value)
    if limit is None:
        return False
    return {"min": size >= limit, "max": size <= limit}.get(bound.partition("-")[0], size == limit)


def _length(text: str) -> float | None:
    length = parse_length(text, numbers=False, percentages=False)
    return None if length is None else resolve(length, Scale())


def _range(text: str, viewport: tuple[float, float]) -> bool:
    match = re.fullmatch(_RANGE, text)
    if match is None or not (match["op"] or match["low_op"]):
        return False
    size = viewport[match["name"] == "height"]
    tests: list[tuple[float | None, str, float | None]] = []
    if match["op"]:
        tests.append((size, match["op"], _length(match["value"])))
    if match["low_op"]:
        tests.append((_length(match["low"]), match["low_op"], size))
    return all(a is not None and b is not None and _holds(a, operator, b) for a, operator, b in tests)


def _holds(a: float, operator: str, b: float) -> bool:
    return {"<": a < b, "<=": a <= b, ">": a > b, ">=": a >= b, "=": a == b}[operator]


def supports(text: str, depth: int = 0) -> bool:
    """Return whether an ``@supports`` condition holds.

    Whatever is asked for in good form counts as supported: what a browser can do that a
    figure uses is not known here, and its own fallback is what comes before.
    """
    text = re.sub(r"\bselector\(", "(", text.strip().lower())
    parts = _parts(text)
    if not parts or depth > 8:
        return False
    words, inner = parts[0::2], parts[1::2]
    nested = re.compile(r"\s*(?:not\s*)?\(")
    values = [supports(part, depth + 1) if nested.match(part) else bool(part.strip()) for part in inner]
    if words[0] == "not" and len(values) == 1:
        return not values[0]
    if words[0] or not set(words[1:]) <= {"and", "or"}:
        return False
    return any(values) if "or" in words else all(values)
