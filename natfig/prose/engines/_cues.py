"""Which sentences a grammar engine has to read: those with a cue of one of its rules.

An engine that tags and parses every sentence spends nearly all its time on sentences that none of
its rules has anything to say of. "despite of" can only be found where somebody wrote "despite".
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from functools import cache
from itertools import pairwise

from natfig.core import lazyre

__all__ = ["Cues"]

#: Where harper, too, begins a new sentence: not after a number, an initial or "et al.".
_NEW_SENTENCE = lazyre.compile(
    r"(?:(?<=[^\W\d_]{2}[.!?])|(?<=[)\]][.!?]))(?<!\bal\.)(?<!\bvs\.)(?<!\betc\.)(?<!\besp\.)(?=\s+[A-Z])"
)


class Cues:
    """Finds the sentences with a cue.

    Parameters
    ----------
    cues : mapping of str to str
        Rule → a regular expression over small letters, with whole words; a blank in it stands for
        any blanks or hyphens.
    rules : collection of str
        The rules that are asked. If one of them has no cue, every sentence is read.
    """

    def __init__(self, cues: Mapping[str, str], rules: Collection[str]) -> None:
        self._is_whole = any(rule not in cues for rule in rules)
        self._patterns = tuple(dict.fromkeys(cues[rule] for rule in rules if rule in cues))

    def any_in(self, text: str) -> bool:
        """Return whether a text, in any case, has a cue anywhere."""
        return self._is_whole or _pattern(self._patterns).search(text.lower()) is not None

    def found(self, text: str) -> list[tuple[int, int]]:
        """Return the spans of a text that hold sentences with a cue, in order, none touching the next.

        Parameters
        ----------
        text : str
        """
        small = text.lower()
        if self._is_whole or len(small) != len(text):
            return [(0, len(text))]
        places = [m.start() for m in _pattern(self._patterns).finditer(small)]
        if not places:
            return []
        bounds = [0, *(m.start() for m in _NEW_SENTENCE.finditer(text)), len(text)]
        spans: list[tuple[int, int]] = []
        at = 0
        for start, end in pairwise(bounds):
            first = at
            while at < len(places) and places[at] < end:
                at += 1
            if at == first:
                continue
            if spans and spans[-1][1] == start:
                spans[-1] = (spans[-1][0], end)
            else:
                spans.append((start, end))
        return spans


@cache
def _pattern(cues: tuple[str, ...]) -> re.Pattern[str]:
    whole = "|".join(cue.replace(" ", r"[\s\-]+") for cue in cues)
    return re.compile(rf"(?<!\w)(?:{whole})(?!\w)")
