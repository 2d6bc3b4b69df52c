"""What a check is, and what it is told.

A check is one file in `natfig.qa.checks` named ``<code>_<slug>.py`` that holds an
object ``check``. It looks at one document and yields findings; it never raises for
what a file contains. Its bad and good examples are files in ``tests/cases/qa/<CODE>/``.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import TYPE_CHECKING, Any

from natfig.core.findings import Finding, Fix, Severity, Where
from natfig.core.record import dataclass, field
from natfig.qa.document import Aspect, Box, Document

if TYPE_CHECKING:
    from natfig.journals.model import Journal, Value

__all__ = ["Check", "Context", "Look"]


@dataclass(frozen=True, slots=True)
class Context:
    """What a document is judged by.

    Parameters
    ----------
    journal : Journal or None
        None: only what holds for every journal is checked.
    stage : str
        "initial" or "production".
    manifest : mapping or None
        The figure's manifest (or what a spec says in the same form), when there is one
        beside the file: panels, claims, statistics.
    """

    journal: Journal | None = None
    stage: str = "production"
    manifest: Mapping[str, Any] | None = None

    def value(self, key: str) -> Value | None:
        """Return a figure value of the journal, or None."""
        return None if self.journal is None else self.journal.value("figure", key, self.stage)


Look = Callable[[Document, Context], Iterator[Finding]]


@dataclass(frozen=True, slots=True)
class Check:
    """One check.

    Parameters
    ----------
    id : str
        Name of its file ("txt002_size_floor").
    code : str
        "TXT002".
    title : str
        What is wrong when it speaks, in a few words ("text below the size floor").
    reason : str
        Why it matters, one or two sentences.
    bad, good : str
        An example each, in words or as a snippet.
    needs : tuple of Aspect
        What must have been measured; where it was not, the check is reported as not
        measured and not run.
    look : callable
        ``look(document, context)`` yields findings.
    severity : Severity
        Of an ordinary finding.
    fix : Fix
        Whether ``--fix`` can mend it in an SVG.
    source : str
        Where the rule comes from when no journal value is behind it.
    hint : str
        How to mend it, one sentence for the report.
    needs_manifest : bool
        Runs only where a spec or manifest is beside the file.
    options : mapping
        Thresholds it uses, for ``natfig checks CODE`` (name → value with unit in the name).
    """

    id: str
    code: str
    title: str
    reason: str
    bad: str
    good: str
    needs: tuple[Aspect, ...]
    look: Look
    severity: Severity = Severity.ERROR
    fix: Fix = Fix.NONE
    source: str = ""
    hint: str = ""
    needs_manifest: bool = False
    options: Mapping[str, Any] = field(default_factory=dict)

    def finding(
        self,
        message: str,
        *,
        panel: str | None = None,
        text: str | None = None,
        box: Box | None = None,
        severity: Severity | None = None,
        value: Value | None = None,
        source: str | None = None,
        fix: Fix | None = None,
        line: int | None = None,
    ) -> Finding:
        """Return a finding of this check.

        `value` is the journal's requirement behind it: its source is named, and where
        its confidence is low or it is advice only, the finding is a warning at most and
        says so.
        """
        severity = severity or self.severity
        if value is not None:
            source = source or value.source
            if value.confidence == "low" and severity is Severity.ERROR:
                severity = Severity.WARNING
                message += " (a rule known from one secondary source)"
            elif value.advice and severity is Severity.ERROR:
                severity = Severity.WARNING
                message += " (the journal advises it)"
        return Finding(
            self.code,
            severity,
            message,
            Where(panel=panel, text=text, bbox_mm=None if box is None else box.xywh(), line=line),
            self.fix if fix is None else fix,
            source or self.source,
        )
