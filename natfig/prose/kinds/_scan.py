"""Many words and patterns looked for at once.

Every word of a block is filed under its first three letters, once for all rules. A rule
knows the beginnings of what it looks for, and tries its patterns only at words that begin so:
a hundred rules cost little more than one.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from natfig.core import lazyre
from natfig.core.datafile import DataFile
from natfig.prose.document import Block
from natfig.prose.kinds.base import compiled
from natfig.prose.rule import Context

__all__ = ["LIMIT", "Found", "Scan", "literal", "read_scan", "starts", "word_count"]

_WORD = lazyre.compile(r"\w+")
_LETTERS = lazyre.compile(r"[^\W\d_]+")
# A group of alternatives without groups of their own, at the beginning of a pattern.
_GROUP = lazyre.compile(r"\((?:\?:)?([^()\\\[\]?*+{.]*)\)(?![+*{]|\?[?+])")
_BACK = lazyre.compile(r"\\([1-8])(?!\d)")
_KEY_LETTERS = 3
# What stands after a word for certain.
_ENDS = (" ", "-", ",", r"\s", r"\b", r"\.", r"(?!\w", r"[-", r"[ ", r"[\s")
# What must stand before, or must not, says nothing about how the pattern itself begins.
_BEFORE = lazyre.compile(r"\\b|\(\?<[=!](?:[^()\[\]\\]|\\.|\[(?:[^\]\\]|\\.)*\])*\)")
_DIGIT = lazyre.compile(r"\(?(?:\\d|\d)(?![?*])(?!\{0?,)")
#: Under which words that begin with a digit are filed once more; no word begins so.
_DIGITS = "#"

#: Neither before nor after it does a word go on.
LIMIT = r"(?:(?<!\w)|(?!\w))"


class Found(NamedTuple):
    """One thing found: its span in the block's text, and the number of the item that found it."""

    start: int
    end: int
    item: int


def starts(block: Block, context: Context) -> dict[str, list[int]]:
    """Return where the words of a block begin, by their first three letters in lower case."""
    key = ("word starts", block)
    known: dict[str, list[int]] | None = context.memory.get(key)
    if known is None:
        known = {}
        for match in _WORD.finditer(block.text):
            key_of = match.group()[:_KEY_LETTERS].lower()
            known.setdefault(key_of, []).append(match.start())
            if key_of[0].isdecimal():
                known.setdefault(_DIGITS, []).append(match.start())
        context.memory[key] = known
    return known


def word_count(block: Block, context: Context) -> int:
    """Return how many words a block has."""
    key = ("word count", block)
    known: int | None = context.memory.get(key)
    if known is None:
        known = sum(len(places) for head, places in starts(block, context).items() if head != _DIGITS)
        context.memory[key] = known
    return known


def literal(word: str) -> str:
    """Return the pattern of a word as it stands."""
    pattern = re.sub(r"(?:\\ )+", r"\\s+", re.escape(word.strip()))
    return pattern.replace(r"\-", "[-\u2010\u2011]").replace("'", "['’]")


def _heads(pattern: str) -> tuple[str, ...] | None:
    """Return the beginnings (lower case) of the words a pattern can begin with, None if not known."""
    while before := _BEFORE.match(pattern):
        pattern = pattern[before.end() :]
    if group := _GROUP.match(pattern):
        rest = pattern[group.end() :]
        begins = [option + rest.removeprefix("?") for option in group.group(1).split("|")]
        if rest.startswith("?"):
            begins.append(rest[1:])
        heads: list[str] = []
        for begin in begins:
            found = _heads(begin) if begin != pattern else None
            if found is None:
                return None
            heads.extend(found)
        return tuple(dict.fromkeys(heads))
    if _DIGIT.match(pattern) and not _has_bar(pattern):
        return (_DIGITS,)
    head = None if _has_bar(pattern) else _head(pattern)
    return None if head is None else (head,)


def _has_bar(pattern: str) -> bool:
    """Return whether a pattern has alternatives outside of groups."""
    depth, at = 0, 0
    while at < len(pattern):
        letter = pattern[at]
        if letter == "\\":
            at += 1
        elif letter in "([":
            depth += 1
        elif letter in ")]":
            depth -= 1
        elif letter == "|" and depth == 0:
            return True
        at += 1
    return False


def _head(pattern: str) -> str | None:
    letters = _LETTERS.match(pattern)
    if letters is None:
        return None
    head, rest = letters.group().lower(), pattern[letters.end() :]
    if rest[:1] in ("?", "*", "{"):  # the last letter may be missing
        head, rest = head[:-1], "x"
    elif rest[:1] == "+":
        rest = "x"
    if len(head) >= _KEY_LETTERS:
        return head[:_KEY_LETTERS]
    return head if head and (not rest or rest.startswith(_ENDS)) else None


class Scan:
    """Words and patterns that are looked for together.

    Parameters
    ----------
    words : sequence of str
        Read as they stand.
    patterns : sequence of str
        Regular expressions.
    flags : int
    place : str
        The file they are from.

    Notes
    -----
    Items are numbered, words first. Where several fit at one place, the longest text wins.
    """

    def __init__(self, words: Sequence[str], patterns: Sequence[str], flags: int, place: str) -> None:
        self._flags, self._place = flags, place
        self._items: dict[str, list[tuple[int, str]]] = {}
        self._ready: dict[str, list[re.Pattern[str]]] = {}
        for number in sorted(range(len(words)), key=lambda i: -len(words[i])):
            first = _WORD.match(words[number])
            key = "" if first is None else first.group()[:_KEY_LETTERS].lower()
            self._items.setdefault(key, []).append((number, literal(words[number])))
        for number, pattern in enumerate(patterns, len(words)):
            for key in dict.fromkeys(_heads(pattern) or ("",)):
                self._items.setdefault(key, []).append((number, pattern.replace(" ", r"\s")))
        self._keys = frozenset(k for k in self._items if k)

    def _patterns(self, key: str) -> list[re.Pattern[str]]:
        """Return the items of a key as few patterns; the group ``_12`` tells which item it was."""
        known = self._ready.get(key)
        if known is None:
            limit = "(?<!\\w)" if key else LIMIT
            plain: list[str] = []
            sets: list[str] = []
            for number, pattern in self._items[key]:
                if _BACK.search(pattern):  # groups are counted from the pattern's start
                    own = _BACK.sub(lambda m: f"\\{int(m.group(1)) + 1}", pattern)
                    sets.append(f"(?P<_{number}>{own})")
                else:
                    plain.append(f"(?P<_{number}>{pattern})")
            if plain:
                sets.append("|".join(plain))
            known = [compiled(f"{limit}(?:{p}){LIMIT}", self._flags, self._place) for p in sets]
            self._ready[key] = known
        return known

    def check(self) -> None:
        """Compile everything.

        Raises
        ------
        DocumentError
            If a pattern is no regular expression.
        """
        for key in self._items:
            self._patterns(key)

    def find(self, block: Block, context: Context) -> Iterator[Found]:
        """Yield what is found in a block, in order and without overlaps."""
        text = block.text
        index = starts(block, context)
        found: list[Found] = []
        for key in self._keys & index.keys():
            for pattern in self._ready.get(key) or self._patterns(key):
                for at in index[key]:
                    if (match := pattern.match(text, at)) is not None:
                        found.append(_found(match))  # noqa: PERF401 - few are found, a list costs more
        if "" in self._items:
            for pattern in self._patterns(""):
                found.extend(_found(m) for m in pattern.finditer(text) if m.end() > m.start())
        if len(found) > 1:
            found.sort(key=lambda f: (f.start, -f.end))
        last = 0
        for one in found:
            if one.start >= last:
                yield one
                last = one.end


def _found(match: re.Match[str]) -> Found:
    # The group around an item is the last one to close.
    return Found(match.start(), match.end(), int((match.lastgroup or "_0")[1:]))


def read_scan(file: DataFile, where: str = "", flags: int = 0) -> Scan:
    """Return what a rule's file lists under `words` and `patterns`.

    Parameters
    ----------
    file : DataFile
    where : str
        The key they stand below ("if"); empty for the top of the file.
    flags : int

    Raises
    ------
    DocumentError
        If there are none, or one is no text.
    """
    path = (where,) if where else ()
    data = file.keys(file.data.get(where), path, optional=("words", "patterns")) if where else file.data
    lists: list[list[str]] = []
    for key in ("words", "patterns"):
        value = data.get(key, [])
        if not isinstance(value, list):
            raise file.fail((*path, key), "is not a list of texts")
        lists.append([file.text(v, (*path, key, i)) for i, v in enumerate(value)])
    if not lists[0] and not lists[1]:
        raise file.fail(path, "lists nothing to look for", "give `words` or `patterns`")
    return Scan(lists[0], lists[1], flags, str(file.path))
