"""What a check says: one type for figures and for prose."""

from __future__ import annotations

from enum import StrEnum
from typing import Any

from natfig.core.record import dataclass, field

__all__ = ["Finding", "Fix", "Severity", "Where"]


class Severity(StrEnum):
    """How bad a finding is; errors decide the exit code."""

    ERROR = "error"
    WARNING = "warning"
    INFO = "info"


class Fix(StrEnum):
    """Whether natfig can mend a finding by itself."""

    NONE = "none"
    SAFE = "safe"
    UNSAFE = "unsafe"


@dataclass(frozen=True, slots=True)
class Where:
    """The place of a finding in a figure; lengths in mm from the page's top left.

    `line` is the 1-based line of the source file.
    """

    panel: str | None = None
    text: str | None = None
    bbox_mm: tuple[float, float, float, float] | None = None
    line: int | None = None

    def to_json(self) -> dict[str, Any]:
        """Return the keys that are known."""
        out: dict[str, Any] = {}
        if self.panel is not None:
            out["panel"] = self.panel
        if self.text is not None:
            out["text"] = self.text
        if self.bbox_mm is not None:
            out["bbox_mm"] = [round(v, 3) for v in self.bbox_mm]
        if self.line is not None:
            out["line"] = self.line
        return out


@dataclass(frozen=True, slots=True)
class Finding:
    """One verdict of one check.

    Parameters
    ----------
    code : str
        Three letters and three digits (``TXT002``).
    severity : Severity
    message : str
        One sentence.
    where : Where
    fix : Fix
    source : str
        The journal page or reference behind the rule.
    """

    code: str
    severity: Severity
    message: str
    where: Where = field(default_factory=Where)
    fix: Fix = Fix.NONE
    source: str = ""

    def to_json(self) -> dict[str, Any]:
        """Return the agreed JSON keys."""
        return {
            "code": self.code,
            "severity": self.severity.value,
            "message": self.message,
            "where": self.where.to_json(),
            "fix": self.fix.value,
            "source": self.source,
        }
