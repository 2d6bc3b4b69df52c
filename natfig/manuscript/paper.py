"""A paper with its figures, read and ready to be compared, and what was found across them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from natfig.core.findings import Finding, Severity
from natfig.manuscript.settings import Entry, Settings

if TYPE_CHECKING:
    from natfig.journals.model import Journal
    from natfig.render.prepare import Prepared
    from natfig.spec.loader import Place
    from natfig.style.marks import Mark

__all__ = ["Checked", "Paper", "PaperFigure", "PaperFinding"]


@dataclass(frozen=True)
class PaperFigure:
    """One figure of a paper.

    Parameters
    ----------
    entry : Entry
    prepared : Prepared
        Its tables may be closed: what panels draw was fetched.
    """

    entry: Entry
    prepared: Prepared

    @property
    def label(self) -> str:
        """How the paper calls it."""
        return self.entry.label

    @property
    def id(self) -> str:
        """The stem of its outputs."""
        return self.prepared.loaded.id

    @cached_property
    def marks(self) -> Mapping[str, Mapping[str, Mark]]:
        """Field → level → mark, as its panels draw them."""
        from natfig.style.shared import shared_marks

        prepared = self.prepared
        return shared_marks(prepared.loaded.panels, prepared.panel_tables, prepared.palette)

    def place(self, *keys: str | int) -> Place:
        """Return file and line of a key of the spec."""
        return self.prepared.loaded.place(*keys)


@dataclass(frozen=True)
class Paper:
    """A paper.

    Parameters
    ----------
    settings : Settings
    figures : tuple of PaperFigure
        Those that could be read, in the paper's order.
    journal : Journal
        The one named, else that of the first figure.
    stage : str
    """

    settings: Settings
    figures: tuple[PaperFigure, ...]
    journal: Journal
    stage: str

    @classmethod
    def of(cls, settings: Settings, prepared: Mapping[Path, Prepared]) -> Paper:
        """Return a paper of the figures that could be read.

        Parameters
        ----------
        settings : Settings
        prepared : mapping of Path to Prepared
            By the path of the entry; what is missing is left out.
        """
        from natfig.journals import journals

        figures = tuple(PaperFigure(e, prepared[e.path]) for e in settings.figures if e.path in prepared)
        contract = figures[0].prepared.loaded.spec.contract if figures else None
        journal = settings.journal or (contract.journal if contract is not None else "nature")
        stage = settings.stage or (contract.stage if contract is not None else "production")
        return cls(settings, figures, journals.load(journal), stage)

    def count(self, group: str) -> int:
        """Return how many figures are listed as "main" or "extended"."""
        return sum(entry.group == group for entry in self.settings.figures)

    def key_line(self, key: str) -> int:
        """Return the line of a key of the configuration, or that of its table."""
        return self.settings.lines.get(key, 1)


@dataclass(frozen=True, slots=True)
class PaperFinding:
    """Something found across figures.

    Parameters
    ----------
    finding : Finding
    file : str
        Where: a spec, the configuration or the draft.
    figures : tuple of str
        Labels of the figures it is about.
    """

    finding: Finding
    file: str
    figures: tuple[str, ...] = ()

    @property
    def place(self) -> str:
        """File and line."""
        line = self.finding.where.line
        return self.file if line is None else f"{self.file}:{line}"

    def to_json(self) -> dict[str, Any]:
        """Return the keys of a finding, with the file and the figures."""
        found = self.finding.to_json()
        return {**found, "where": {"file": self.file, **found["where"]}, "figures": list(self.figures)}


@dataclass(frozen=True)
class Checked:
    """A paper and what was found across its figures.

    Parameters
    ----------
    paper : Paper
    findings : list of PaperFinding
        Worst first.
    titles : mapping of str to str
        Code → what is wrong, in a few words.
    notes : tuple of str
        What was not compared, and why.
    """

    paper: Paper
    findings: Sequence[PaperFinding] = ()
    titles: Mapping[str, str] = field(default_factory=dict)
    notes: tuple[str, ...] = ()

    def count(self, severity: Severity) -> int:
        """Return the number of findings of a severity."""
        return sum(one.finding.severity is severity for one in self.findings)

    def failed(self, *, strict: bool = False) -> bool:
        """Whether there are errors; with `strict` warnings too."""
        return bool(self.count(Severity.ERROR) or (strict and self.count(Severity.WARNING)))

    def to_json(self) -> dict[str, Any]:
        """Return plain values."""
        settings = self.paper.settings
        draft = settings.draft
        return {
            "path": settings.path.as_posix(),
            "title": settings.title,
            "journal": self.paper.journal.id,
            "stage": self.paper.stage,
            "type": settings.type,
            "draft": None if draft is None else draft.as_posix(),
            "figures": [
                {"label": e.label, "group": e.group, "number": e.number, "spec": e.path.as_posix()}
                for e in settings.figures
            ],
            "counts": {
                "main": self.paper.count("main"),
                "extended": self.paper.count("extended"),
                "read": len(self.paper.figures),
            },
            "findings": [one.to_json() for one in self.findings],
            "notes": list(self.notes),
            "summary": {
                "errors": self.count(Severity.ERROR),
                "warnings": self.count(Severity.WARNING),
                "infos": self.count(Severity.INFO),
            },
        }
