"""Abbreviations a legend uses, explained where the spec itself explains them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Any

from natfig.legend.words import plain_label
from natfig.prose.abbreviations import SHORT, is_short, long_form, singular
from natfig.prose.wordlists import known_abbreviations

__all__ = ["explained_in", "texts_of", "unexplained"]

_BRACKET = re.compile(r"\s\((?P<short>[A-Za-zα-ω0-9][\w+/.–-]{1,13})(?=[),;])")
_COMMA = re.compile(
    r"(?<![\w-])(?P<short>[A-Za-z][\w+-]{1,13})(?:, | = )(?P<long>[a-zα-ω][\w -]+?)(?=[.;,)]|$)"
)


def explained_in(texts: Iterable[str]) -> dict[str, str]:
    """Return abbreviation → what it stands for, where a text explains it in brackets or after a comma."""
    found: dict[str, str] = {}
    for text in texts:
        for match in _BRACKET.finditer(text):
            short = singular(match["short"])
            long = long_form(short, text[: match.start()])
            if long is not None:
                found.setdefault(short, long[1])
        for match in _COMMA.finditer(text):
            if is_short(match["short"]):
                found.setdefault(singular(match["short"]), match["long"].strip())
    return found


def unexplained(text: str, explained: Iterable[str]) -> list[str]:
    """Return the abbreviations of a text that need a definition and have none, in reading order."""
    known = {*known_abbreviations(), *explained}
    words = (m.group() for m in SHORT.finditer(plain_label(text)))
    return list(dict.fromkeys(singular(w) for w in words if is_short(w) and singular(w) not in known))


def texts_of(loaded: Any) -> Iterator[str]:
    """Yield the texts of a spec in which an abbreviation may be explained."""
    spec = loaded.spec
    yield spec.contract.conclusion
    if spec.contract.question:
        yield spec.contract.question
    for evidence in spec.contract.evidence.values():
        yield evidence.claim
    for claim in spec.claims.values():
        if claim.label:
            yield claim.label
    for source in spec.data.values():
        if source.note:
            yield source.note
    for panel in loaded.panels.values():
        yield from _labels(panel)
        if panel.alt:
            yield panel.alt


def _labels(panel: Any) -> Iterator[str]:
    for name in type(panel).model_fields:
        value = getattr(panel, name)
        for one in value if isinstance(value, tuple) else (value,):
            text = getattr(one, "label", None)
            if isinstance(text, str):
                yield plain_label(text)
