"""CON005: two figures, or a figure and a panel of another, make one argument."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations

from natfig.core.findings import Severity
from natfig.manuscript.check import PaperCheck
from natfig.manuscript.paper import Paper, PaperFigure, PaperFinding
from natfig.manuscript.sentences import LEAST_SHARED, compare, normalised

__all__ = ["check"]


def _look(paper: Paper) -> Iterator[PaperFinding]:
    for one, other in combinations(paper.figures, 2):
        yield from _conclusions(one, other)
        yield from _claims(one, other)
        yield from _claims(other, one)
        yield from _evidence(one, other)


def _conclusion(figure: PaperFigure) -> str:
    return figure.prepared.loaded.spec.contract.conclusion


def _conclusions(one: PaperFigure, other: PaperFigure) -> Iterator[PaperFinding]:
    keys = ("contract", "conclusion")
    likeness = compare(_conclusion(one), _conclusion(other))
    if likeness == "same":
        message = f"{one.label} and {other.label} have one conclusion"
        yield check.finding(message, one, other, keys=keys, severity=Severity.ERROR)
    elif likeness == "near":
        message = f"the conclusion of {other.label} repeats that of {one.label} in nearly the same words"
        yield check.finding(message, one, other, keys=keys)
    elif likeness == "negated":
        message = f"the conclusion of {other.label} denies that of {one.label}"
        yield check.finding(message, one, other, keys=keys, severity=Severity.ERROR)


def _claims(one: PaperFigure, other: PaperFigure) -> Iterator[PaperFinding]:
    """Yield panels of one figure that claim what another figure concludes."""
    conclusion = _conclusion(other)
    for letter, evidence in one.prepared.loaded.spec.contract.evidence.items():
        if compare(evidence.claim, conclusion) in ("same", "near"):
            yield check.finding(
                f"panel {letter} of {one.label} claims what {other.label} concludes",
                other,
                one,
                keys=("contract", "evidence", letter, "claim"),
                panel=letter,
            )


def _data(figure: PaperFigure, letter: str) -> frozenset[tuple[str, int]]:
    return frozenset((u.sha256, u.rows_used) for u in figure.prepared.data_use if letter in u.panels)


def _evidence(one: PaperFigure, other: PaperFigure) -> Iterator[PaperFinding]:
    """Yield panels of two figures that show the same rows in the same role, or claim the same."""
    mine, theirs = (f.prepared.loaded.spec.contract.evidence for f in (one, other))
    for letter, evidence in theirs.items():
        for before, earlier in mine.items():
            rows = _data(other, letter)
            panels = f"panel {letter} of {other.label}", f"panel {before} of {one.label}"
            if normalised(evidence.role) == normalised(earlier.role) and rows and rows == _data(one, before):
                message = f"{panels[0]} shows the rows of {panels[1]} in the same role ('{evidence.role}')"
                key = "role"
            elif normalised(evidence.claim) == normalised(earlier.claim):
                message, key = f"{panels[0]} makes the claim of {panels[1]}", "claim"
            else:
                continue
            keys = ("contract", "evidence", letter, key)
            yield check.finding(message, one, other, keys=keys, panel=letter)


check = PaperCheck(
    id="con005_repeated_argument",
    code="CON005",
    title="two figures make one argument",
    reason=(
        "A paper's figures are steps of one argument: each must add something the ones before it leave open. "
        "Two with one conclusion are one figure, and evidence that is shown twice counts once."
    ),
    bad="Fig. 1 and Fig. 3 both conclude 'INT8 serving halves latency at every batch size.'",
    good="Fig. 1 concludes that INT8 halves latency, Fig. 3 that accuracy survives it",
    look=_look,
    source="Rougier, Droettboom & Bourne 2014, https://doi.org/10.1371/journal.pcbi.1003833",
    hint="merge the figures, or say in each conclusion what it adds to the ones before",
    options={"least_shared_words": LEAST_SHARED},
)
