"""Whether two sentences say one thing in other words; told conservatively."""

from __future__ import annotations

import re
from typing import Literal

__all__ = ["Likeness", "compare", "normalised"]

Likeness = Literal["same", "near", "negated"]

_WORD = re.compile(r"[^\W_]+(?:[.,]\d+)?%?")
# Words that carry no part of a claim.
_EMPTY = frozenset(
    [
        "a",
        "an",
        "the",
        "and",
        "or",
        "of",
        "in",
        "on",
        "at",
        "by",
        "for",
        "to",
        "from",
        "with",
        "as",
        "is",
        "are",
        "was",
        "were",
        "be",
        "been",
        "that",
        "which",
        "this",
        "these",
        "those",
        "it",
        "its",
        "their",
        "our",
        "we",
        "than",
        "then",
        "also",
        "both",
        "all",
        "each",
        "every",
        "thus",
        "hence",
        "here",
    ]
)
_NEGATIONS = frozenset({"not", "no", "never", "neither", "nor", "without", "cannot"})
# Endings of one word in its forms: "halves" and "halved", "raises" and "raising".
_ENDING = re.compile(r"(?:ations?|ing|ed|es|s|ly|e)$")
_LEAST_STEM = 3
#: Sentences must share this many words before one more of them may count as the same claim.
LEAST_SHARED = 5


def normalised(text: str) -> str:
    """Return a sentence in small letters, without marks and with single spaces."""
    return " ".join(_WORD.findall(text.casefold()))


def _stem(word: str) -> str:
    stem = _ENDING.sub("", word) if word.isalpha() else word
    return stem if len(stem) >= _LEAST_STEM else word


def _content(text: str) -> frozenset[str]:
    return frozenset(_stem(w) for w in normalised(text).split() if w not in _EMPTY)


def compare(one: str, other: str) -> Likeness | None:
    """Return how alike two sentences are, or None where they say different things.

    Parameters
    ----------
    one, other : str

    Returns
    -------
    str or None
        "same": equal but for case, marks and spaces; "near": the same words in other forms or another
        order, or one of them with one word more; "negated": a negation is all that differs.

    Notes
    -----
    A number that differs, or two words that do, is another claim: "at batch 1" and "at batch 64"
    escalate, they do not repeat.
    """
    if normalised(one) == normalised(other):
        return "same"
    a, b = _content(one), _content(other)
    shared, apart = a & b, a ^ b
    if not shared or len(shared) < min(LEAST_SHARED, len(a), len(b)):
        return None
    if apart and apart <= _NEGATIONS:
        return "negated"
    if not apart:
        return "near"
    is_part = a < b or b < a
    return "near" if is_part and len(apart) == 1 and len(shared) >= LEAST_SHARED else None
