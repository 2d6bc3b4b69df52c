"""Declarations: what stands between the braces of a rule, or in a style attribute.

The plain form that nearly every file uses is split here; anything with escapes, nested
blocks or odd quotes goes through tinycss2, which is only imported then.

Source: CSS Syntax 3, section 5, <https://www.w3.org/TR/css-syntax-3/>; CSS Cascade 4,
section 7, for ``inherit`` and its kin.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from enum import Enum
from functools import lru_cache
from typing import Any, NamedTuple

from natfig.core import lazyre
from natfig.qa.readers._svg.fontvalues import NAME_CHAR, NAME_START, split_font
from natfig.qa.readers._svg.paint import URL, url_target
from natfig.qa.readers._svg.properties import ALIASES, PROPERTIES
from natfig.qa.readers._svg.variables import has_var

__all__ = [
    "EMPTY",
    "WHITE_SPACE",
    "Block",
    "Pending",
    "Reference",
    "Wide",
    "expand",
    "is_shallow",
    "outside",
    "parse_block",
    "plain_text",
    "strip_comments",
]

WHITE_SPACE = " \t\n\r\f"

# Blocks within blocks; nothing a figure needs goes deeper, and what does is not read.
_MAX_DEPTH = 64
# A value longer than this is no value of a property known here; path data may be.
_MAX_VALUE = 20_000


class Wide(Enum):
    """Keywords that every property has."""

    INHERIT = "inherit"
    INITIAL = "initial"
    UNSET = "unset"
    REVERT = "revert"
    REVERT_LAYER = "revert-layer"


_WIDE = {word.value: word for word in Wide}


class Pending(NamedTuple):
    """A value with ``var()`` in it, read once the element is known; `name` may be a shorthand."""

    name: str
    text: str
    numbers: bool


class Reference(NamedTuple):
    """Something outside the file that a value points to, and what for."""

    href: str
    what: str


class Block(NamedTuple):
    """The declarations of one block by longhand, the last one of each counting.

    `nested` holds rules within the block as (selector, content).
    """

    normal: dict[str, Any]
    important: dict[str, Any]
    references: tuple[Reference, ...] = ()
    nested: tuple[tuple[str, str], ...] = ()


EMPTY = Block({}, {})

_FONT = (
    "font-style",
    "font-variant",
    "font-weight",
    "font-stretch",
    "font-kerning",
    "font-feature-settings",
    "font-size-adjust",
    "font-size",
    "line-height",
    "font-family",
)
_MARKERS = ("marker-start", "marker-mid", "marker-end")
# `all` leaves out the direction of text.
_ALL = tuple(name for name in PROPERTIES if name != "direction")
_SHORTHANDS = {"font": _FONT, "marker": _MARKERS, "all": _ALL}

_ODD = lazyre.compile(r"[\\{}@\[\]<\0]|/\*")
_PLAIN_STRING = lazyre.compile(r"\"[^\";\n\r\f]*\"|'[^';\n\r\f]*'")
_NAME = lazyre.compile(rf"-{{0,2}}{NAME_START}{NAME_CHAR}*")
_IMPORTANT = lazyre.compile(r"![ \t\n\r\f]*important[ \t\n\r\f]*\Z", re.IGNORECASE)
_BRACKET = lazyre.compile(r"[(\[{]|[)\]}]")
_COMMENT = lazyre.compile(
    r"\"(?:[^\"\\\n]|\\.)*\"?|'(?:[^'\\\n]|\\.)*'?|\\.|url\(\s*[^\s\"')][^)]*\)?|/\*.*?(?:\*/|\Z)",
    re.IGNORECASE | re.DOTALL,
)
_IMAGE_SET = r"(?:image-set|image|src|cross-fade)\((.*)"
_QUOTED = r"\"([^\"]*)\"|'([^']*)'"

# What a property's url() is, in words for a message.
_WHAT = {
    "fill": "paint server",
    "stroke": "paint server",
    "clip-path": "clip path",
    "mask": "mask",
    "mask-image": "mask",
    "filter": "filter",
    "marker": "marker",
    **dict.fromkeys(_MARKERS, "marker"),
}


def strip_comments(text: str, joint: str = " ") -> str:
    """Return text without comments, `joint` in the place of each; strings and URLs stay as they are."""
    if "/*" not in text:
        return text
    return _COMMENT.sub(lambda match: joint if match[0].startswith("/*") else match[0], text)


def is_shallow(text: str) -> bool:
    """Return whether brackets lie within brackets no deeper than is read."""
    depth = 0
    for match in _BRACKET.finditer(text):
        depth += 1 if match[0] in "([{" else -1
        if depth > _MAX_DEPTH:
            return False
    return True


def outside(href: str) -> bool:
    """Return whether a URL points to something that isn't in the file."""
    return bool(href) and not href.startswith("#") and href[:5].lower() != "data:"


def _split_plain(text: str) -> list[tuple[str, str, bool]] | None:
    """Return (name, value, important) of each declaration, or None where a real parser is needed."""
    if _ODD.search(text):
        return None
    if '"' in text or "'" in text:
        rest = _PLAIN_STRING.sub("", text)
        if '"' in rest or "'" in rest:
            return None
    found: list[tuple[str, str, bool]] = []
    for piece in text.split(";"):
        if piece.count("(") != piece.count(")"):
            return None
        name, colon, value = piece.partition(":")
        if not colon:
            continue
        name, value = name.strip(WHITE_SPACE), value.strip(WHITE_SPACE)
        important = False
        if "!" in value and (match := _IMPORTANT.search(value)):
            value, important = value[: match.start()].rstrip(WHITE_SPACE), True
        if value and _NAME.fullmatch(name):
            found.append((name, value, important))
    return found


def _split_odd(text: str, nested: list[tuple[str, str]]) -> Iterator[tuple[str, str, bool]]:
    """Do the same through tinycss2, and put rules within the block into `nested`."""
    if not is_shallow(text):
        return
    import tinycss2

    for node in tinycss2.parse_blocks_contents(text, skip_comments=True, skip_whitespace=True):
        if node.type == "declaration":
            value = _plain(node.value).strip(WHITE_SPACE)
            if value:
                yield node.name, value, node.important
        elif node.type == "qualified-rule":
            nested.append((tinycss2.serialize(node.prelude), tinycss2.serialize(node.content)))


def _plain(nodes: Iterable[Any]) -> str:
    """Return tokens as text without comments and needless escapes."""
    parts: list[str] = []
    for node in nodes:
        if node.type == "ident" and _NAME.fullmatch(node.value):
            parts.append(node.value)
        elif node.type == "function" and _NAME.fullmatch(node.name):
            parts.append(f"{node.name}({_plain(node.arguments)})")
        elif node.type == "url":
            quoted = node.value.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\a ")
            parts.append(f'url("{quoted}")')
        elif node.type == "comment":
            parts.append(" ")
        else:
            parts.append(node.serialize())
    return "".join(parts)


def plain_text(text: str) -> str:
    """Return a presentation attribute's value as that of a declaration: without comments and escapes."""
    text = strip_comments(text)
    if "\\" in text and is_shallow(text):
        import tinycss2

        text = _plain(tinycss2.parse_component_value_list(text))
    return text.strip(WHITE_SPACE)


def _references(name: str, value: str) -> Iterator[Reference]:
    what = _WHAT.get(name.lower(), "font" if name.lower() == "src" else "image")
    if "url(" in value.lower():
        for match in URL.finditer(value):
            if outside(target := url_target(match)):
                yield Reference(target, what)
    if ('"' in value or "'" in value) and (
        images := re.search(_IMAGE_SET, value, re.IGNORECASE | re.DOTALL)
    ) is not None:
        for quoted in re.finditer(_QUOTED, images[1]):
            if outside(target := (quoted[1] or quoted[2] or "").strip()) and not target.startswith("image/"):
                yield Reference(target, what)


@lru_cache(maxsize=16_384)
def expand(name: str, text: str, numbers: bool) -> tuple[tuple[str, Any], ...]:
    """Return the longhands that a declaration sets with their parsed values; empty if it is invalid.

    Parameters
    ----------
    name : str
        A property or shorthand; custom properties keep their case and their text.
    text : str
        Without white space around it.
    numbers : bool
        Whether bare numbers are lengths, as in attributes of SVG.
    """
    if name.startswith("--"):
        wide = _WIDE.get(text.lower())
        return ((name, text if wide is None else wide),)
    name = name.lower()
    name = ALIASES.get(name, name)
    longhands = _SHORTHANDS.get(name) or ((name,) if name in PROPERTIES else ())
    if not longhands or (len(text) > _MAX_VALUE and name != "d"):
        return ()
    wide = _WIDE.get(text.lower())
    if wide is not None:
        return tuple((longhand, wide) for longhand in longhands)
    if has_var(text):
        pending = Pending(name, text, numbers)
        return tuple((longhand, pending) for longhand in longhands)
    if name == "all":
        return ()
    if name == "font":
        return _expand_font(text)
    value = PROPERTIES[longhands[0]].parse(text, numbers)
    return () if value is None else tuple((longhand, value) for longhand in longhands)


def _expand_font(text: str) -> tuple[tuple[str, Any], ...]:
    parts = split_font(text)
    if parts is None:
        return ()
    values = [(name, PROPERTIES[name].parse(part, False)) for name, part in parts.items()]
    return () if any(value is None for _, value in values) else tuple(values)


@lru_cache(maxsize=4096)
def parse_block(text: str, numbers: bool) -> Block:
    """Return the declarations of a block's content.

    Parameters
    ----------
    text : str
    numbers : bool
        Whether bare numbers are lengths: in a style attribute of an SVG element they
        are, in a style sheet not.
    """
    text = strip_comments(text)
    nested: list[tuple[str, str]] = []
    split: Iterable[tuple[str, str, bool]] | None = _split_plain(text)
    if split is None:
        split = _split_odd(text, nested)
    normal: dict[str, Any] = {}
    important: dict[str, Any] = {}
    references: list[Reference] = []
    for name, value, is_important in split:
        (important if is_important else normal).update(expand(name, value, numbers))
        if "(" in value:
            references.extend(_references(name, value))
    if not normal and not important and not references and not nested:
        return EMPTY
    return Block(normal, important, tuple(references), tuple(nested))
