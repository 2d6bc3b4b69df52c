"""Text that runs from right to left: its order on the line, and Arabic letters in their joined forms.

Sources: Unicode Standard Annex 9, sections 3.3.4–3.3.6 and 3.4 (implicit levels and
reordering), <https://www.unicode.org/reports/tr9/>; chapter 9.2 of the standard for
joining. Explicit embeddings and bidi overrides are not followed.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from functools import cache
from itertools import pairwise

from natfig.qa.readers._svg.textmodel import NOTHING

__all__ = ["joined", "turns", "visual_order"]

_LETTERS = {"L", "R", "AL"}
_NEUTRAL = {"B", "S", "WS", "ON", "LRE", "LRO", "RLE", "RLO", "PDF", "LRI", "RLI", "FSI", "PDI", "BN"}


def visual_order(text: Sequence[str], is_rtl: bool) -> list[int]:
    """Return the indices of characters in their order from left to right.

    Parameters
    ----------
    text : sequence of str
        One line.
    is_rtl : bool
        The direction of the line as a whole.
    """
    base = int(is_rtl)
    levels = _levels([unicodedata.bidirectional(c) or "L" for c in text], base)
    order = list(range(len(text)))
    # Rule L2: reverse what is at a level or above it, from the highest to the lowest odd one.
    for level in range(max(levels, default=0), 0, -1):
        start = 0
        while start < len(order):
            if levels[order[start]] < level:
                start += 1
                continue
            end = start
            while end < len(order) and levels[order[end]] >= level:
                end += 1
            order[start:end] = reversed(order[start:end])
            start = end
    return order


def turns(order: list[int]) -> list[int]:
    """Return the characters that don't go on in the direction of those before them."""
    rank = [0] * len(order)
    for k, i in enumerate(order):
        rank[i] = k
    steps = [b - a for a, b in pairwise(rank)]
    found = []
    before = 0
    for i, step in enumerate(steps, 1):
        if abs(step) > 1 or (abs(before) == 1 and step != before):
            found.append(i)
        before = step
    return found


def _levels(kinds: list[str], base: int) -> list[int]:
    edge = "R" if base else "L"
    _settle_weak(kinds, edge)
    _settle_neutral(kinds, edge)
    # Rules I1 and I2.
    if base:
        return [1 if kind == "R" else 2 for kind in kinds]
    return [{"L": 0, "R": 1}.get(kind, 2) for kind in kinds]


def _settle_weak(kinds: list[str], edge: str) -> None:
    """Apply rules W1–W7 in one pass and one over the terminators of numbers."""
    before = strong = edge
    for i, kind in enumerate(kinds):
        if kind == "NSM":
            kind = before
        if kind in _LETTERS:
            strong = kind
        elif kind == "EN" and strong == "AL":
            kind = "AN"
        elif kind in {"ES", "CS"}:
            after = kinds[i + 1] if i + 1 < len(kinds) else edge
            if after == "EN" and strong == "AL":
                after = "AN"
            kind = (
                before if before == after and (before == "EN" or (before == "AN" and kind == "CS")) else "ON"
            )
        kinds[i] = before = kind
    _settle_terminators(kinds)
    strong = edge
    for i, kind in enumerate(kinds):
        if kind in _LETTERS:
            strong = kind
        elif kind == "EN" and strong == "L":
            kinds[i] = "L"
        if kind == "AL":
            kinds[i] = "R"


def _settle_terminators(kinds: list[str]) -> None:
    """Make signs beside European numbers (%, $) part of them (W5), others neutral (W6)."""
    start = 0
    while start < len(kinds):
        if kinds[start] != "ET":
            start += 1
            continue
        end = start
        while end < len(kinds) and kinds[end] == "ET":
            end += 1
        beside = (start > 0 and kinds[start - 1] == "EN") or (end < len(kinds) and kinds[end] == "EN")
        kinds[start:end] = ["EN" if beside else "ON"] * (end - start)
        start = end


def _settle_neutral(kinds: list[str], edge: str) -> None:
    """Apply rules N1 and N2: neutrals between two of one direction take it, others the line's."""
    start = 0
    while start < len(kinds):
        if kinds[start] not in _NEUTRAL:
            start += 1
            continue
        end = start
        while end < len(kinds) and kinds[end] in _NEUTRAL:
            end += 1
        before = edge if start == 0 else "L" if kinds[start - 1] == "L" else "R"
        after = edge if end == len(kinds) else "L" if kinds[end] == "L" else "R"
        kinds[start:end] = [before if before == after else edge] * (end - start)
        start = end


# -- Arabic ------------------------------------------------------------------------


@cache
def _forms() -> tuple[dict[tuple[str, str], str], dict[str, str]]:
    """Return (form, letters) → presentation form, and letter → "dual" or "right"."""
    forms: dict[tuple[str, str], str] = {}
    kinds: dict[str, str] = {}
    for code in range(0xFE70, 0xFEFD):
        how, *parts = unicodedata.decomposition(chr(code)).split() or [""]
        letters = "".join(chr(int(part, 16)) for part in parts)
        if not letters or letters[0] == " ":
            continue
        forms[how.strip("<>"), letters] = chr(code)
        if len(letters) == 1:
            if how in {"<initial>", "<medial>"}:
                kinds[letters] = "dual"
            elif how == "<final>":
                kinds.setdefault(letters, "right")
    kinds["\u0640"] = "dual"  # the bar that draws letters apart
    return forms, kinds


def joined(text: str) -> str:
    """Return text of the same length with Arabic letters as the forms they have in a word.

    Lam and alef become one; what is left in the place of the second takes no room.
    """
    forms, kinds = _forms()
    out = list(text)
    solid = [i for i, c in enumerate(text) if unicodedata.category(c) != "Mn"]
    skipped = -1
    for k, i in enumerate(solid):
        if i == skipped:
            continue
        letter = text[i]
        if letter not in kinds:
            continue
        before = k > 0 and kinds.get(text[solid[k - 1]]) == "dual"
        after = solid[k + 1] if k + 1 < len(solid) else -1
        follows = after >= 0 and text[after] in kinds
        form = _form(before, follows and kinds[letter] == "dual")
        if follows and letter == "\u0644":
            pair = forms.get(("final" if before else "isolated", letter + text[after]))
            if pair is not None:
                out[i], out[after], skipped = pair, NOTHING, after
                continue
        out[i] = forms.get((form, letter), letter)
    return "".join(out)


def _form(before: bool, after: bool) -> str:
    if before:
        return "medial" if after else "final"
    return "initial" if after else "isolated"
