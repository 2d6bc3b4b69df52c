"""Whether a legend keeps to the journal's number of words."""

from __future__ import annotations

from collections.abc import Iterator

from natfig.core.findings import Finding, Severity
from natfig.journals.model import Value
from natfig.legend.model import Legend

__all__ = ["judge"]


def judge(legend: Legend, *, max_words: int | None = None) -> Iterator[Finding]:
    """Yield a finding for a legend, and for a title, that is too long.

    Parameters
    ----------
    legend : Legend
    max_words : int, optional
        Asked for on the command line; more is an error.

    Source
    ------
    The codes and their weights are those of ``natfig polish``: LIM007 for the legend, LIM008 for its title.
    A limit that is sure is an error, one that rests on hearsay a warning, advice a hint.
    """
    if max_words is not None:
        if legend.words > max_words:
            message = f"the legend has {legend.words} words; {max_words} were asked for at the most"
            yield Finding("LIM007", Severity.ERROR, message)
    elif legend.limit is not None:
        yield from _over("LIM007", "the legend", legend.words, legend.limit)
    if legend.title_limit is not None:
        yield from _over("LIM008", "the legend's title", legend.title_words, legend.title_limit)


def _over(code: str, what: str, words: int, limit: Value) -> Iterator[Finding]:
    most = limit.value[-1] if isinstance(limit.value, tuple) else limit.value
    if most is None or words <= most:
        return
    severity = Severity.WARNING
    if limit.advice:
        severity = Severity.INFO
    elif limit.confidence == "high" and not limit.borrowed:
        severity = Severity.ERROR
    message = f"{what} has {words} words; the journal takes {most:g} (confidence {limit.confidence})"
    yield Finding(code, severity, message, source=limit.source)
