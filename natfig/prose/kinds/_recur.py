"""One form that recurs is told aloud once."""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Iterable, Iterator

from natfig.core.findings import Severity
from natfig.core.record import replace
from natfig.prose.rule import Hit

__all__ = ["recurring"]


def recurring(found: Iterable[tuple[Hashable, Hit]], *, counted: bool = True) -> Iterator[Hit]:
    """Yield hits, of which the first of each form is as loud as its rule and the others are information.

    All keep their fixes, so that mending mends every place.

    Parameters
    ----------
    found : iterable of (form, Hit)
        In reading order.
    counted : bool
        Whether the first hit's message gets the number of places; False where it has it already.
    """
    hits = list(found)
    times = Counter(form for form, _ in hits)
    told: set[Hashable] = set()
    for form, hit in hits:
        if form in told:
            yield replace(hit, severity=Severity.INFO)
            continue
        told.add(form)
        if counted and times[form] > 1:
            message = f"{hit.message.removesuffix('.')}; it is there {times[form]} times."
            yield replace(hit, message=message)
        else:
            yield hit
