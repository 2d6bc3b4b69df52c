"""Compares the figures of a paper with each other, with the journal and with the draft."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from natfig.core.findings import Severity, Where
from natfig.core.record import replace
from natfig.manuscript.checks import paper_checks
from natfig.manuscript.draft import draft_findings
from natfig.manuscript.paper import Checked, Paper, PaperFinding
from natfig.qa.runner import is_wanted

__all__ = ["check_paper"]

_RANK = {Severity.ERROR: 0, Severity.WARNING: 1, Severity.INFO: 2}


def check_paper(paper: Paper, *, select: Collection[str] = (), ignore: Collection[str] = ()) -> Checked:
    """Return what is found across the figures of a paper.

    Parameters
    ----------
    paper : Paper
    select, ignore : collection of str
        Codes or their beginnings.

    Raises
    ------
    NatfigError
        If the draft can't be read.
    """
    found: list[PaperFinding] = []
    titles = {check.code: check.title for check in paper_checks}
    for check in paper_checks:
        if is_wanted(check.code, select, ignore):
            found += check.look(paper)
    found += _legends(paper)
    if paper.settings.draft is not None:
        found += draft_findings(paper, paper.settings.draft)
    kept = [one for one in found if is_wanted(one.finding.code, select, ignore)]
    kept.sort(key=lambda one: (_RANK[one.finding.severity], one.finding.code))
    return Checked(paper, kept, titles | _rule_titles(kept), tuple(_notes(paper)))


def _legends(paper: Paper) -> Iterator[PaperFinding]:
    """Yield legends and titles of legends that are too long."""
    from natfig.legend import build_legend
    from natfig.legend.verdict import judge

    for figure in paper.figures:
        legend = build_legend(figure.prepared, number=figure.entry.number)
        place = figure.place("legend")
        for finding in judge(legend):
            message = f"{figure.label}: {finding.message}"
            told = replace(finding, message=message, where=Where(line=place.line))
            yield PaperFinding(told, place.file, (figure.label,))


def _rule_titles(found: Collection[PaperFinding]) -> dict[str, str]:
    """Return the titles of rules of prose that spoke."""
    from natfig.prose.rulebook import rulebook

    codes = {one.finding.code for one in found}
    return {code: rule.title for code, rule in rulebook().items() if code in codes}


def _notes(paper: Paper) -> Iterator[str]:
    missing = [e.label for e in paper.settings.figures if e.path not in {f.entry.path for f in paper.figures}]
    if missing:
        yield f"not compared, because they could not be read: {', '.join(missing)}"
    if paper.settings.draft is None:
        yield "no draft is named (manuscript.draft), so nothing is said of where figures are cited"
