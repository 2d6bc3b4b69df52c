"""Comments in a draft that switch rules off, with their reasons.

::

    natfig: off NUM003, because the units are quoted     until "on", or the end of the file
    natfig: on NUM003
    natfig: ignore STY001: a list that reads as one      the paragraph that follows

A comment is given here without its marks: ``<!-- … -->`` in Markdown, ``% …`` in LaTeX, the
text of a comment in Word. Codes are separated by spaces or commas; without one all rules are
meant. A reason follows a comma, a colon, a dash or "because". A switch without one isn't
honoured.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Sequence

from natfig.core import lazyre
from natfig.core.record import dataclass
from natfig.prose.document import Switch

__all__ = ["Comment", "is_switch", "read_switches"]

_HEAD = lazyre.compile(r"\s*natfig\s*:\s*(?P<verb>[a-z]+)\b\s*(?P<rest>.*)", re.IGNORECASE | re.DOTALL)
_CODE = lazyre.compile(r"[\s,]*(?:and\s+)?([A-Z]{3}\d{3})\b")
_LIKE_CODE = lazyre.compile(r"[\s,]*([A-Za-z]+\d+|[A-Z]{2,}\*?)(?=[\s,:]|$)")
_JOINT = lazyre.compile(
    r"\s*(?:[,:;–—-]+\s*)?(?:because(?:\s+of)?|as|since|reason\s*[:=])?\s*[:,]?\s*", re.IGNORECASE
)
_SHAPE = "write 'natfig: off NUM003, because …'"


@dataclass(frozen=True, slots=True)
class Comment:
    """A comment of a draft: its span of the source, and its text without the marks."""

    start: int
    end: int
    text: str


def is_switch(text: str) -> bool:
    """Return whether the text of a comment speaks to natfig."""
    return _HEAD.match(text) is not None


def _parsed(rest: str) -> tuple[list[str], str]:
    """Return the codes and the reason of a switch."""
    codes: list[str] = []
    at = 0
    while (match := _CODE.match(rest, at)) is not None:
        codes.append(match[1])
        at = match.end()
    joint = _JOINT.match(rest, at)
    return codes, rest[at if joint is None else joint.end() :].strip().rstrip(".")


def read_switches(
    comments: Iterable[Comment], paragraphs: Sequence[tuple[int, int]], length: int
) -> tuple[list[Switch], list[tuple[int, str]]]:
    """Return what the comments of a draft switch off, and what is wrong with them.

    Parameters
    ----------
    comments : iterable of Comment
        In order; those that don't speak to natfig are passed over.
    paragraphs : sequence of (int, int)
        Spans of the blocks in the source, in order.
    length : int
        Of the source.

    Returns
    -------
    list of Switch
    list of (int, str)
        Place in the source and message; formats keep it as ``Draft.meta["switch_problems"]``.
    """
    reader = _Reader(paragraphs, length)
    for comment in comments:
        match = _HEAD.match(comment.text)
        if match is None:
            continue
        codes, reason = _parsed(match["rest"])
        if not codes and (odd := _LIKE_CODE.match(match["rest"])) is not None:
            reader.problem(
                comment, f"'{odd[1]}' is no code of a rule, so the comment has no effect; {_SHAPE}"
            )
            continue
        reader.take(comment, match["verb"].lower(), frozenset(codes), reason)
    return reader.finished()


class _Reader:
    """Collects switches while comments are read from the top to the bottom."""

    def __init__(self, paragraphs: Sequence[tuple[int, int]], length: int) -> None:
        self._paragraphs = paragraphs
        self._length = length
        self._open: list[tuple[int, frozenset[str], str]] = []
        self._switches: list[Switch] = []
        self._problems: list[tuple[int, str]] = []

    def problem(self, comment: Comment, message: str) -> None:
        self._problems.append((comment.start, message))

    def take(self, comment: Comment, verb: str, codes: frozenset[str], reason: str) -> None:
        """Follow one comment."""
        if verb == "on":
            self._close(comment, codes)
        elif verb not in {"off", "ignore"}:
            self.problem(
                comment, f"'{verb}' is unknown, so the comment has no effect; write off, on or ignore"
            )
        elif not reason:
            self.problem(comment, f"the switch has no reason, so it has no effect; {_SHAPE}")
        elif verb == "off":
            self._open.append((comment.end, codes, reason))
        else:
            self._ignore(comment, codes, reason)

    def _ignore(self, comment: Comment, codes: frozenset[str], reason: str) -> None:
        # A comment at the head of a paragraph, on the line above it, is inside its block in LaTeX.
        number = bisect_left(self._paragraphs, (comment.start, -1))
        if number > 0 and self._paragraphs[number - 1][1] >= comment.end:
            number -= 1
        if number == len(self._paragraphs):
            self.problem(comment, "no paragraph follows, so the comment has no effect")
            return
        start, end = self._paragraphs[number]
        self._switches.append(Switch(start, end, codes, reason))

    def _close(self, comment: Comment, codes: frozenset[str]) -> None:
        kept: list[tuple[int, frozenset[str], str]] = []
        closed = False
        for start, which, reason in self._open:
            hit = not codes or bool(which & codes) or which == codes
            closed |= hit
            gone = which if not codes else which & codes
            if hit:
                self._switches.append(Switch(start, comment.start, gone, reason))
            if not hit or which - gone:
                kept.append((start, which - gone if hit else which, reason))
        self._open = kept
        if not closed:
            names = " ".join(sorted(codes)) or "nothing"
            self.problem(comment, f"{names} was not switched off before, so the comment has no effect")

    def finished(self) -> tuple[list[Switch], list[tuple[int, str]]]:
        """Return the switches, those left open to the end of the file."""
        self._switches.extend(Switch(s, self._length, codes, reason) for s, codes, reason in self._open)
        self._switches.sort(key=lambda switch: (switch.start, switch.end))
        return self._switches, self._problems
