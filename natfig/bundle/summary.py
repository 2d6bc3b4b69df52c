"""What a reporting summary asks about statistics, answered where natfig knows it and left open where not."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from importlib import metadata
from typing import TYPE_CHECKING

from natfig import __version__
from natfig.bundle.figure import BundledFigure
from natfig.bundle.sheets import MARKS
from natfig.legend import panel_statements
from natfig.legend.tested import comparison_name
from natfig.legend.words import count, listed, spelt

if TYPE_CHECKING:
    from natfig.stats.result import PanelStatistics

__all__ = ["OPEN", "Answer", "answers"]

# What stands where natfig can't know the answer.
OPEN = "________ (not in the spec; please fill in)"
_PACKAGES = ("matplotlib", "numpy", "scipy", "statsmodels", "duckdb")


@dataclass(frozen=True, slots=True)
class Answer:
    """A question and its answer; `heading` opens a section."""

    question: str
    answer: str = ""
    heading: bool = False


def answers(figures: Sequence[BundledFigure]) -> Iterator[Answer]:
    """Yield the answers figure by figure, then what concerns the paper."""
    for figure in figures:
        yield Answer(f"{figure.name}: {figure.legend.title}", heading=True)
        for letter in figure.prepared.loaded.panels:
            yield from _panel(figure, letter)
    yield Answer("All figures", heading=True)
    yield Answer("How sample sizes were chosen", OPEN)
    yield Answer("Randomization", OPEN)
    yield Answer("Blinding", OPEN)
    yield Answer("Whether findings were reproduced, and how often", OPEN)
    yield Answer("Software", _software(figures))


def _panel(figure: BundledFigure, letter: str) -> Iterator[Answer]:
    name = figure.panel_name(letter)
    panel = figure.prepared.loaded.panels[letter]
    stats, found = panel.stats, figure.prepared.statistics.get(letter)
    counts = dict(found.n) if found is not None and found.n else figure.record(letter).get("n", {})
    unit = stats.unit if stats is not None else None
    if letter not in figure.prepared.panel_tables:
        return
    # Rows of a forest and cells of a matrix are marks: how many observations are behind them the spec
    # does not say.
    groups = {g: n for g, n in counts.items() if g not in MARKS}
    yield Answer(f"{name}, n", "; ".join(f"{g}: {count(n)}" for g, n in groups.items()) or OPEN)
    yield Answer(f"{name}, what n counts", unit or OPEN)
    yield Answer(f"{name}, replicates", _replicates(found) or OPEN)
    yield Answer(f"{name}, data left out", _exclusions(figure, letter))
    said = panel_statements(figure.prepared, letter, figure.record(letter))
    drawn = " ".join(s.text for s in said if s.topic == "data")
    if drawn:
        yield Answer(f"{name}, centre and spread", drawn)
    if found is not None and found.comparisons:
        yield from _tests(name, found)
    else:
        yield Answer(f"{name}, tests", " ".join(s.text for s in said if s.topic in ("test", "fit")) or "none")


def _replicates(found: PanelStatistics | None) -> str:
    if found is None or found.replicates is None:
        return ""
    one = found.replicates
    rows, units = sum(one.rows.values()), sum(one.n.values())
    return f"{count(rows)} rows of {count(units)} {one.unit}; rows of one unit were averaged and count once"


def _exclusions(figure: BundledFigure, letter: str) -> str:
    gone = [
        f"{spelt(e.rows)} row{'s'[: e.rows != 1]} ({e.rule}): {e.reason}"
        for use in figure.prepared.data_use
        if letter in use.panels
        for e in use.exclusions
        if e.reason != "where" and e.rows
    ]
    return "; ".join(gone) or "none"


def _tests(name: str, found: PanelStatistics) -> Iterator[Answer]:
    from natfig.stats.words import describe

    names = list(dict.fromkeys(comparison_name(one) for one in found.comparisons))
    sides = list(dict.fromkeys(one.alternative for one in found.comparisons))
    corrections = list(dict.fromkeys(one.correction for one in found.comparisons if one.correction))
    yield Answer(f"{name}, tests", listed(names))
    yield Answer(f"{name}, sidedness", listed(sides))
    yield Answer(f"{name}, correction for several comparisons", listed(corrections) or "none")
    for one in found.comparisons:
        groups = "all groups" if one.is_omnibus else " versus ".join(one.groups)
        yield Answer(f"{name}, {groups}", describe(one, floor=0))
    for one_assumed in found.assumptions:
        holds = {True: "holds", False: "does not hold", None: "could not be checked"}[one_assumed.holds]
        yield Answer(f"{name}, {one_assumed.name}", f"{holds}: {one_assumed.says} ({one_assumed.how})")


def _software(figures: Sequence[BundledFigure]) -> str:
    """Return natfig and the libraries that computed and drew, with their versions."""
    versions = {"natfig": __version__}
    for name in _PACKAGES:
        try:
            versions[name] = metadata.version(name)
        except metadata.PackageNotFoundError:
            continue
    for figure in figures:
        versions |= {k: str(v) for k, v in figure.figure["versions"].items()}
    return ", ".join(f"{name} {version}" for name, version in versions.items())
