"""What a template's journal asks for, read from the YAML files without natfig."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

__all__ = ["Limits", "of_template"]

ROOT = Path(__file__).resolve().parents[2]
# Where a journal names no smallest size, five points: below that print is hard to read.
FLOOR_PT = 5.0
_WIDTHS = {
    "single": ("width_single_mm",),
    "onehalf": ("width_one_and_half_mm", "width_two_column_mm"),
    "double": ("width_double_mm", "width_full_mm"),
}


@dataclass(frozen=True, slots=True)
class Limits:
    """The page a template must have; `height_mm` and `max_height_mm` are None where nothing is said."""

    width_mm: float
    height_mm: float | None
    max_height_mm: float | None
    floor_pt: float


def of_template(name: str) -> Limits:
    """Return the limits of the template `templates/specs/<name>/spec.yaml`."""
    spec = yaml.safe_load((ROOT / "templates" / "specs" / name / "spec.yaml").read_text(encoding="utf-8"))
    rules = _figure(spec["contract"]["journal"])
    stage = spec["contract"].get("stage", "production")
    width, height = str(spec["figure"].get("width", "double")), str(spec["figure"].get("height", "auto"))
    if width in _WIDTHS:
        width_mm = next(v for key in _WIDTHS[width] if (v := _value(rules, key, stage)) is not None)
    else:
        width_mm = _millimetres(width)
    return Limits(
        width_mm,
        None if height == "auto" else _millimetres(height),
        _value(rules, "max_height_mm", stage),
        _value(rules, "text_min_pt", stage) or FLOOR_PT,
    )


def _figure(journal: str) -> dict[str, Any]:
    data = yaml.safe_load((ROOT / "styles" / "journals" / f"{journal}.yaml").read_text(encoding="utf-8"))
    below = _figure(data["extends"]) if "extends" in data else {}
    return below | data.get("figure", {})


def _value(rules: dict[str, Any], key: str, stage: str) -> float | None:
    entries = rules.get(key)
    stated = [e for e in (entries if isinstance(entries, list) else [entries]) if isinstance(e, dict)]
    # What a journal says of one stage only holds for the other as long as nothing else is said.
    stated.sort(key=lambda e: e.get("stage", stage) != stage)
    for entry in stated:
        value = entry["value"]
        if not entry.get("advice"):
            return float(max(value.values()) if isinstance(value, dict) else value)
    return None


def _millimetres(text: str) -> float:
    match = re.fullmatch(r"([\d.]+)mm", text)
    if match is None:
        raise ValueError(f"a template's length is not in mm: {text}")
    return float(match[1])
