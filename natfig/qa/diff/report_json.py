"""The differences of two figures for other programs."""

from __future__ import annotations

from natfig.qa.diff.change import Difference
from natfig.qa.reporters._plain import to_json

__all__ = ["json_report"]


def json_report(difference: Difference) -> str:
    """Return the report as JSON; its schema is printed by ``natfig schema diff``."""
    return to_json(difference.to_json()) + "\n"
