"""The draft against the figures: every figure is cited, in order, with the numbers it shows."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from natfig.core.findings import Finding, Severity, Where
from natfig.manuscript.paper import Paper, PaperFigure, PaperFinding
from natfig.manuscript.settings import TYPES

__all__ = ["draft_findings"]

_RULES = ("FIG",)


def draft_findings(paper: Paper, draft: Path) -> Iterator[PaperFinding]:
    """Yield what `natfig polish` says of the draft's figures (rules FIG001 to FIG005).

    Parameters
    ----------
    paper : Paper
    draft : Path
        LaTeX, Markdown, Word, text or a notebook.

    Raises
    ------
    NatfigError
        If the draft can't be read.
    """
    from natfig.polish.session import Options, Session

    figures = [figure for figure in paper.figures if figure.entry.group == "main"]
    manifests = {figure.entry.number: _manifest(figure) for figure in figures}
    # One that could not be read is there all the same.
    entries = [entry for entry in paper.settings.figures if entry.group == "main"]
    options = Options(
        journal=paper.journal,
        stage=paper.stage,
        paper_type=TYPES[paper.settings.type],
        engine="none",
        select=_RULES,
        figures=tuple(manifests.get(e.number, {"id": f"fig{e.number}", "panels": []}) for e in entries),
    )
    session = Session(options)
    manuscript = session.read(draft)
    for result in session.lint(draft, manuscript):
        for remark in result.remarks:
            line, _ = remark.draft.place(remark.span[0])
            message = remark.message
            for figure in figures:
                message = message.replace(f"({_name(figure)})", f"({figure.id})")
            found = Finding(remark.code, remark.severity, message, Where(line=line), source=remark.source)
            yield PaperFinding(found, result.path)
    yield from _extended(paper, draft, manuscript)


def _name(figure: PaperFigure) -> str:
    """Return an id that says the figure's number, whatever its own id is."""
    return f"fig{figure.entry.number}-{figure.id}"


def _manifest(figure: PaperFigure) -> dict[str, Any]:
    """Return what is known of a figure without drawing it, in the manifest's form."""
    from natfig.qa.beside import from_spec

    claims = {
        name: {"value": c.value, "assert": c.assertion, "holds": c.holds}
        for name, c in figure.prepared.claims.items()
    }
    return {**from_spec(figure.prepared.loaded.path), "id": _name(figure), "claims": claims}


def _extended(paper: Paper, draft: Path, manuscript: Any) -> Iterator[PaperFinding]:
    from natfig.prose.displays import citations
    from natfig.prose.rule import Context

    figures = [figure for figure in paper.figures if figure.entry.group == "extended"]
    if not figures:
        return
    cited = {(m.kind, m.number) for m in citations(Context(manuscript))}
    for figure in figures:
        number = str(figure.entry.number)
        # Drafts call them "Extended Data Fig. 1", "Supplementary Fig. 1" or "Fig. S1".
        if not cited & {("edfig", number), ("fig", f"S{number}")}:
            message = f"{figure.label} ({figure.id}) is never mentioned in the text"
            yield PaperFinding(
                Finding("FIG002", Severity.WARNING, message, Where(line=1)), str(draft), (figure.label,)
            )
