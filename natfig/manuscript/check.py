"""What a check across figures is.

A check is one file in `natfig.manuscript.checks` named ``<code>_<slug>.py`` that holds an
object ``check``. It looks at a whole paper and yields findings; `natfig checks` lists it
with those of single files.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, ClassVar

from natfig.core.findings import Finding, Fix, Severity, Where
from natfig.manuscript.paper import Paper, PaperFigure, PaperFinding

if TYPE_CHECKING:
    from natfig.journals.model import Value

__all__ = ["PaperCheck"]

Look = Callable[[Paper], Iterator[PaperFinding]]


@dataclass(frozen=True, slots=True)
class PaperCheck:
    """One check of a paper; its attributes are those of `natfig.qa.check.Check`.

    Parameters
    ----------
    id : str
        Name of its file.
    code : str
    title : str
        What is wrong when it speaks, in a few words.
    reason : str
        Why it matters.
    bad, good : str
        An example each.
    look : callable
        ``look(paper)`` yields findings.
    severity : Severity
        Of an ordinary finding.
    source : str
    hint : str
        How to mend it, one sentence.
    options : mapping
        Thresholds it uses.
    """

    needs: ClassVar[tuple[str, ...]] = ("paper",)
    needs_manifest: ClassVar[bool] = False
    fix: ClassVar[Fix] = Fix.NONE

    id: str
    code: str
    title: str
    reason: str
    bad: str
    good: str
    look: Look
    severity: Severity = Severity.WARNING
    source: str = ""
    hint: str = ""
    options: Mapping[str, Any] = field(default_factory=dict)

    def finding(
        self,
        message: str,
        *figures: PaperFigure,
        keys: tuple[str | int, ...] = (),
        panel: str | None = None,
        severity: Severity | None = None,
        source: str | None = None,
    ) -> PaperFinding:
        """Return a finding in the spec of the last of some figures.

        Parameters
        ----------
        message : str
            One sentence without a full stop.
        figures : PaperFigure
            What it is about.
        keys : tuple
            Where in the spec of the last one.
        panel : str, optional
        severity : Severity, optional
        source : str, optional
        """
        place = figures[-1].place(*keys)
        found = Finding(
            self.code,
            severity or self.severity,
            message,
            Where(panel=panel, line=place.line),
            source=source or self.source,
        )
        return PaperFinding(found, place.file, tuple(f.label for f in figures))

    def about_paper(
        self, paper: Paper, message: str, key: str, *, value: Value | None = None
    ) -> PaperFinding:
        """Return a finding in the configuration, at one of its keys.

        `value` is the journal's requirement behind it: where its confidence is low or it is advice
        only, the finding is a warning at most and says so.
        """
        severity, source = self.severity, self.source
        if value is not None:
            source = value.source
            severity = Severity.ERROR
            if value.confidence == "low":
                severity, message = Severity.WARNING, f"{message} (a rule known from one secondary source)"
            elif value.advice:
                severity, message = Severity.WARNING, f"{message} (the journal advises it)"
        found = Finding(self.code, severity, message, Where(line=paper.key_line(key)), source=source)
        return PaperFinding(found, str(paper.settings.path))
