"""What ``natfig journals`` shows: cells, rows and JSON of a journal's values."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

from natfig.journals.keys import GROUPS, KEYS, Kind
from natfig.journals.model import WIDTH_KEYS, WIDTH_NAMES, Journal, Value

__all__ = [
    "GAP",
    "NO_SOURCE",
    "differences",
    "format_value",
    "gaps",
    "journal_json",
    "list_row",
    "remarks",
    "rows",
    "value_json",
]

GAP = "—"
NO_SOURCE = "no source found"

# Keys that say the same in another way; natfig reads them too.
_STAND_IN = {
    "max_height_mm": ("max_height_mm_by_caption", "text_height_mm"),
    "text_min_pt": ("text_min_mm",),
    "dpi_line_art": ("dpi_min",),
    "dpi_halftone": ("dpi_min",),
    "dpi_combination": ("dpi_min",),
    "abstract_words_max": ("abstract_words",),
    "main_text_words_max": ("main_text_words",),
}

# Marks beside a number in the list: nothing is as good as the publisher's own page.
_MARKS = {"high": "", "medium": "~", "low": "?"}


def _plain(value: Any) -> Any:
    """Return a value as JSON takes it."""
    if isinstance(value, Mapping):
        return {str(k): _plain(v) for k, v in value.items()}
    return [_plain(v) for v in value] if isinstance(value, tuple) else value


def _label(says: Mapping[str, Any]) -> str:
    parts = [str(says["pattern"]).format("a")] if "pattern" in says else []
    parts += [str(says[k]) for k in ("case", "weight", "slant", "font") if k in says]
    return ", ".join(parts + ([f"{says['pt']:g} pt"] if "pt" in says else []))


def format_value(group: str, key: str, value: Any) -> str:
    """Return a value in a table cell; the unit is in the key's name."""
    kind = KEYS[group][key].kind
    if value is None:
        return "no limit"
    if kind is Kind.LABEL:
        return _label(value)
    if isinstance(value, Mapping):
        return "; ".join(
            f"{width}: " + ", ".join(f"{k.replace('_', ' ')} {v:g}" for k, v in row.items())
            for width, row in value.items()
        )
    if isinstance(value, tuple):
        numbers = all(isinstance(v, int | float) for v in value)
        joint = {Kind.RANGE: "–", Kind.SIZE: " × "}.get(kind, ", ")
        return joint.join(f"{v:g}" if numbers else str(v) for v in value)
    if isinstance(value, bool):
        return "yes" if value else "no"
    return f"{value:g}" if isinstance(value, int | float) else str(value)


def _flags(value: Value) -> str:
    """Return in a few words what the reader should know; `remarks` has the rest."""
    flags = {
        "advice": value.advice,
        "sources disagree": value.conflict is not None,
        "override": value.reason is not None,
        "stated for the other stage": value.borrowed,
    }
    return ", ".join(name for name, holds in flags.items() if holds)


def remarks(journal: Journal, group: str, stage: str | None) -> list[tuple[str, str]]:
    """Return (key, text) for every note, conflict and reason, in full."""
    out = []
    for key, found in _values(journal, group, stage).items():
        for value in found:
            parts = [
                value.note,
                value.conflict and f"conflict: {value.conflict}",
                value.as_of and f"the source is of {value.as_of}",
                value.reason and f"overrides: {value.reason}",
            ]
            if text := "; ".join(part.rstrip(".") for part in parts if part):
                out.append((key, text))
    return out


def _values(journal: Journal, group: str, stage: str | None) -> dict[str, list[Value]]:
    out: dict[str, list[Value]] = {}
    for found, key, value in journal.items(stage):
        if found == group:
            out.setdefault(key, []).append(value)
    return out


def gaps(journal: Journal, group: str) -> list[str]:
    """Return the keys natfig reads that have no source; one that another key stands in for is no gap."""
    stated = set(journal.values[group])
    if group == "figure":
        stated |= {key for name, key in WIDTH_KEYS.items() if journal.width_value(name, "production")}
    stated |= {key for key, others in _STAND_IN.items() if stated.intersection(others)}
    return [key for key, about in KEYS[group].items() if about.core and key not in stated]


def rows(journal: Journal, group: str, stage: str | None, sources: dict[str, int]) -> list[tuple[str, ...]]:
    """Return table rows (key, value, stage, confidence, checked, source, flags), gaps last.

    `sources` collects the sources in the order they are met and numbers them from 1.
    """
    out: list[tuple[str, ...]] = []
    for key, found in _values(journal, group, stage).items():
        for value in found:
            number = sources.setdefault(value.source, len(sources) + 1)
            out.append(
                (
                    key,
                    format_value(group, key, value.value),
                    value.stage or "both",
                    value.confidence,
                    value.checked,
                    str(number),
                    _flags(value),
                )
            )
    out += [(key, GAP, GAP, GAP, GAP, GAP, NO_SOURCE) for key in gaps(journal, group)]
    return out


def _cell(value: Value | None, key: str) -> str:
    if value is None:
        return GAP
    marks = _MARKS[value.confidence] + ("*" if value.conflict else "")
    return format_value("figure", key, value.value) + marks


def _height_cell(journal: Journal, stage: str) -> str:
    keys = ("max_height_mm", *_STAND_IN["max_height_mm"])
    value = next((v for key in keys if (v := journal.value("figure", key, stage))), None)
    # A table by width and legend is shown by its tallest entry.
    return _cell(value and replace(value, value=journal.max_height_mm(stage)), "max_height_mm")


def list_row(journal: Journal, stage: str) -> tuple[str, ...]:
    """Return (id, single, onehalf, double, height, text floor, name) for the list."""
    return (
        journal.id,
        *(_cell(journal.width_value(name, stage), "width_single_mm") for name in WIDTH_NAMES),
        _height_cell(journal, stage),
        _cell(journal.text_floor(stage), "text_min_pt"),
        journal.name,
    )


def differences(
    journals: list[Journal], group: str, stage: str | None
) -> Iterable[tuple[str, list[list[Value]]]]:
    """Yield (key, values of each journal) where not all journals say the same."""
    tables = [_values(journal, group, stage) for journal in journals]
    for key in KEYS[group]:
        found = [table.get(key, []) for table in tables]
        said = {tuple(sorted(repr(_plain(v.value)) for v in values)) for values in found}
        if len(said) > 1:
            yield key, found


def value_json(value: Value) -> dict[str, Any]:
    """Return one value with its source; keys that say nothing are left out."""
    out: dict[str, Any] = {
        "value": _plain(value.value),
        "source": value.source,
        "checked": value.checked,
        "confidence": value.confidence,
        "stage": value.stage,
    }
    optional = {k: getattr(value, k) for k in ("conflict", "note", "advice", "as_of", "reason", "borrowed")}
    return out | {k: v for k, v in optional.items() if v}


def journal_json(journal: Journal, stage: str | None) -> dict[str, Any]:
    """Return a journal with all its values and gaps."""
    return {
        "id": journal.id,
        "name": journal.name,
        "publisher": journal.publisher,
        "palette": journal.palette,
        "widths_mm": {n: list(pair) for n, pair in journal.known_widths_mm(stage or "production").items()},
        "values": {
            group: {k: [value_json(v) for v in found] for k, found in _values(journal, group, stage).items()}
            for group in GROUPS
        },
        "gaps": {group: gaps(journal, group) for group in GROUPS},
    }
