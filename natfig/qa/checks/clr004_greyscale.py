"""CLR004: data colours that are one grey in greyscale."""

from __future__ import annotations

import re
from collections.abc import Iterator

from natfig.core import lazyre
from natfig.core.findings import Finding, Severity
from natfig.qa.check import Check, Context
from natfig.qa.checks._marks import panels
from natfig.qa.checks._pairs import confusions, describe, in_panels
from natfig.qa.checks._panel import Panel
from natfig.qa.checks._rules import count_of
from natfig.qa.checks._swatch import Swatch
from natfig.qa.document import Document
from natfig.qa.seeing import chroma, lightness

__all__ = ["check"]

# Half of the viewers need 10 units of L* to see a difference between small marks
# (Stone, Szafir & Setlur 2014; see `natfig.qa.seeing.APART`): the same measure as in
# colour, on the one axis that is left.
LEAST_STEP_L = 10.0

# A grey to a printing press as well; only such fills fall under a rule on grey fills.
_PURE_GREY = 3.0
_GREY_ONLY = lazyre.compile(r"(?:gr[ae]y ?scale|black and white)(?: only)?", re.IGNORECASE)

Pair = tuple[float, Swatch, Swatch]


def _look(document: Document, context: Context) -> Iterator[Finding]:
    mode = context.journal.colour_mode if context.journal is not None else None
    is_printed_grey = mode is not None and _GREY_ONLY.fullmatch(mode.strip()) is not None
    reported = {frozenset((p.one.color, p.other.color)) for p in confusions(document)}
    closest: dict[frozenset[str], list[tuple[Pair, int, str | None]]] = {}
    for panel in panels(document):
        near = [pair for pair in _near(panel) if frozenset((pair[1].color, pair[2].color)) not in reported]
        if near:
            best = min(near, key=lambda pair: pair[0])
            key = frozenset((best[1].stated, best[2].stated))
            closest.setdefault(key, []).append((best, len(near) - 1, panel.letter))
    for found in closest.values():
        (step, one, other), _, letter = found[0]
        more = max(others for _, others, _ in found)
        and_more = f", and {count_of(more, 'other pair')}," if more else ""
        yield check.finding(
            f"{describe(one)} and {describe(other)}{and_more} are nearly one grey in greyscale"
            f"{in_panels(*(where for _, _, where in found))} (L* differs by {step:.1f}; "
            f"{LEAST_STEP_L:g} can be seen)",
            panel=letter,
            box=one.box.union(other.box),
            severity=Severity.WARNING if is_printed_grey else None,
        )
    for panel in panels(document):
        yield from _grey_fills(panel, context)


def _near(panel: Panel) -> Iterator[Pair]:
    for one, other in panel.pairs():
        step = abs(lightness(one.color) - lightness(other.color))
        if one.is_cloud or other.is_cloud:
            step = max(step, abs(lightness(one.stated) - lightness(other.stated)))
        if step < LEAST_STEP_L and not one.differs_in_dash(other):
            yield step, one, other


def _grey_fills(panel: Panel, context: Context) -> Iterator[Finding]:
    """Yield grey fills that are closer than the journal's own step, in percent of black."""
    value = context.value("grey_fill_step_percent")
    if value is None:
        return
    for one, other in panel.pairs():
        if one.is_fill and other.is_fill and max(chroma(one.color), chroma(other.color)) < _PURE_GREY:
            step = abs(_black_percent(one.color) - _black_percent(other.color))
            if step < float(value.value):
                yield check.finding(
                    f"grey fills {one.color} and {other.color}{in_panels(panel.letter)} "
                    f"are {step:.0f} % of black apart; {value.value:g} % are asked for",
                    panel=panel.letter,
                    box=one.box.union(other.box),
                    severity=Severity.WARNING,
                    value=value,
                )


def _black_percent(color: str) -> float:
    return 100.0 * (1.0 - int(color[3:5], 16) / 255.0)


check = Check(
    id="clr004_greyscale",
    code="CLR004",
    title="data colours lost in greyscale",
    reason=(
        "Readers print papers in black and white and copy them. Few palettes of more than three colours "
        "survive that, so it is a note, and a warning only where a journal prints figures in greyscale. "
        "Pairs that are CLR001 or CLR003 already are not named again."
    ),
    bad="bars in #D62728 and #1F77B4: both are the same middle grey",
    good="bars in #08306B and #6BAED6; or lines that also differ in dashes or markers",
    needs=("shapes", "colors"),
    look=_look,
    severity=Severity.INFO,
    source=(
        "Stone, Szafir & Setlur 2014, Color and Imaging Conference 22, 253–258 (threshold for small marks); "
        "CIE L* of the printed luminance"
    ),
    hint="give the series different lightness, or a second difference: dashes, markers, direct labels",
    options={"least_step_lightness": LEAST_STEP_L},
)
