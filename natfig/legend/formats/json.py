"""JSON: the legend in parts, with its count of words and what the limit rests on."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from natfig import __version__
from natfig.core.plain import to_json
from natfig.journals.model import Value
from natfig.legend.model import Legend

__all__ = ["form"]


class _Json:
    id = "json"
    suffixes = (".json",)
    is_binary = False

    def write(self, legends: Sequence[Legend]) -> bytes:
        document = {"natfig": __version__, "legends": [_legend(legend) for legend in legends]}
        return (to_json(document) + "\n").encode()


def _legend(legend: Legend) -> dict[str, Any]:
    return {
        "id": legend.id,
        "number": legend.number,
        "title": legend.title,
        "text": legend.text,
        "words": legend.words,
        "title_words": legend.title_words,
        "limit": _limit(legend.limit),
        "title_limit": _limit(legend.title_limit),
        "parts": [part.to_json() for part in legend.parts],
        "left_out": [s.text for s in legend.left_out],
        "unknown": list(legend.unknown),
        "warnings": list(legend.warnings),
    }


def _limit(value: Value | None) -> dict[str, Any] | None:
    if value is None:
        return None
    return {
        "words": value.value,
        "source": value.source,
        "confidence": value.confidence,
        "advice": value.advice,
    }


form = _Json()
