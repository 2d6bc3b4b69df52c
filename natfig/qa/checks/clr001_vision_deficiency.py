"""CLR001: two data colours that people with a colour-vision deficiency can't tell apart."""

from __future__ import annotations

from collections.abc import Iterator

from natfig.core.findings import Finding, Severity
from natfig.qa.check import Check, Context
from natfig.qa.checks._marks import panels
from natfig.qa.checks._pairs import Confusion, confusions, describe, in_panels
from natfig.qa.checks._panel import MOST
from natfig.qa.checks._rules import count_of, listed, union
from natfig.qa.document import Document
from natfig.qa.seeing import APART

__all__ = ["check"]


def _look(document: Document, _context: Context) -> Iterator[Finding]:
    others = [pair for pair in confusions(document) if not pair.is_red_green]
    pairs = [pair for pair in others if not pair.is_faint]
    shown, left = listed(pairs)
    for pair in shown:
        yield check.finding(
            _sentence(pair),
            panel=min(pair.panels, default=None),
            box=pair.box,
            severity=Severity.INFO if pair.is_redundant else None,
        )
    if left:
        rest = pairs[len(shown) :]
        loud = [pair for pair in rest if not pair.is_redundant]
        yield check.finding(
            f"{count_of(left, 'further pair')} of data colours can't be told apart",
            box=union(pair.box for pair in rest),
            severity=None if loud else Severity.INFO,
        )
    yield from _faint([pair for pair in others if pair.is_faint])
    for panel in panels(document):
        if panel.too_many:
            yield check.finding(
                f"{panel.too_many} colours{in_panels(panel.letter)}, more than a "
                "key can hold: natfig can't tell which are data and did not compare them",
                panel=panel.letter,
                severity=Severity.INFO,
            )


def _faint(pairs: list[Confusion]) -> Iterator[Finding]:
    """Yield one note on translucent marks: their colours are well chosen, and weak where they lie alone."""
    if not pairs:
        return
    vision, gap = next(iter(pairs[0].gaps.items()))
    more = f" (and {count_of(len(pairs) - 1, 'other pair')})" if len(pairs) > 1 else ""
    yield check.finding(
        f"{describe(pairs[0].one)} and {describe(pairs[0].other)}{more}{in_panels(*pairs[0].panels)} are so "
        f"translucent that single marks can't be told apart with {vision} (distance {gap:.1f}; {APART:g} are "
        "needed); they can where marks overlap",
        panel=min(pairs[0].panels, default=None),
        box=union(pair.box for pair in pairs),
        severity=Severity.INFO,
    )


def _sentence(pair: Confusion) -> str:
    colors = f"{describe(pair.one)} and {describe(pair.other)}{in_panels(*pair.panels)}"
    if "normal" in pair.gaps:
        text = f"{colors} can hardly be told apart by anybody (distance {pair.gaps['normal']:.1f}"
    else:
        vision, gap = next(iter(pair.gaps.items()))
        others = [v for v in pair.gaps if v != vision]
        also = f", nor with {' or '.join(others)}" if others else ""
        text = f"{colors} can't be told apart with {vision}{also} (distance {gap:.1f}"
    text += f"; {APART:g} are needed)"
    if pair.is_redundant:
        return text + "; their dashes differ"
    return text


check = Check(
    id="clr001_vision_deficiency",
    code="CLR001",
    title="data colours not told apart with a colour-vision deficiency",
    reason=(
        "About one man in twelve has a red-green deficiency, so among three reviewers one is likely to. "
        "What only colour says must be said by colours that stay apart for everybody. Pairs of red and "
        "green are CLR003."
    ),
    bad="lines in #1F77B4 and #9467BD: one blue with deuteranopia or protanopia",
    good="lines in #0072B2 and #E69F00 (Okabe and Ito), or one solid and one dashed",
    needs=("shapes", "colors"),
    look=_look,
    severity=Severity.WARNING,
    source=(
        "Machado, Oliveira & Fernandes 2009, https://doi.org/10.1109/TVCG.2009.113 (simulation); Luo, Cui & "
        "Li 2006, https://doi.org/10.1002/col.20227 (distance); Stone, Szafir & Setlur 2014 (threshold)"
    ),
    hint="take colours from a palette built for it (natfig palettes okabe-ito), or add dashes or labels",
    options={"apart_cam02ucs": APART, "most_colors": MOST},
)
