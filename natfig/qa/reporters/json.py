"""For programs: the agreed keys (`natfig schema qa`)."""

from __future__ import annotations

from dataclasses import dataclass

from natfig.qa.reporters._plain import to_json
from natfig.qa.result import Results

__all__ = ["JsonReporter", "reporter"]


@dataclass(slots=True)
class JsonReporter:
    """Reports for programs."""

    id: str = "json"
    help: str = "for programs, with everything that was measured"
    suffix: str = ".json"
    per_file: bool = False

    def render(self, results: Results, *, color: bool = False, width: int = 100) -> str:  # noqa: ARG002 - of terminals
        """Return the report as JSON."""
        return to_json(results.to_json()) + "\n"


reporter = JsonReporter()
