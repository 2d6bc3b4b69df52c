"""CON009: more figures than the journal takes."""

from __future__ import annotations

from collections.abc import Iterator

from natfig.manuscript.check import PaperCheck
from natfig.manuscript.paper import Paper, PaperFinding

__all__ = ["check"]

# Group of figures → key of the configuration, the journal's value, what they are called.
_GROUPS = {
    "main": ("figures", "figure_count", "figures"),
    "extended": ("extended", "extended_data_max_items", "Extended Data items"),
}


def _look(paper: Paper) -> Iterator[PaperFinding]:
    for group, (key, name, words) in _GROUPS.items():
        # Limits of a first submission hold for what is accepted too, where nothing else is stated.
        value = paper.journal.value("figure", name, paper.stage)
        if value is None or value.value is None:
            continue
        most = int(value.value[-1] if isinstance(value.value, tuple) else value.value)
        count = paper.count(group)
        if count > most:
            message = f"the paper has {count} {words}; {paper.journal.name} takes {most}"
            yield check.about_paper(paper, message, key, value=value)


check = PaperCheck(
    id="con009_display_items",
    code="CON009",
    title="more figures than the journal takes",
    reason=(
        "Display items take room in print, and journals count them before they read. Figures that document "
        "rather than argue belong into Extended Data."
    ),
    bad="figures = [eight specs] for a journal that takes six",
    good="six figures, and the other two under extended",
    look=_look,
    source="the journal's own pages, named in styles/journals/ and in each finding (natfig journals ID)",
    hint="move what documents to extended, or merge figures that make one argument",
)
