"""CLR003: red and green as the only difference."""

from __future__ import annotations

from collections.abc import Iterator

from natfig.core.findings import Finding, Severity
from natfig.qa.check import Check, Context
from natfig.qa.checks._pairs import GREEN_DEG, RED_DEG, confusions, describe, in_panels
from natfig.qa.checks._rules import count_of, listed, union
from natfig.qa.document import Document
from natfig.qa.seeing import APART

__all__ = ["check"]


def _look(document: Document, _context: Context) -> Iterator[Finding]:
    pairs = [pair for pair in confusions(document) if pair.is_red_green]
    shown, left = listed(pairs)
    for pair in shown:
        who = " or ".join(v for v in pair.gaps if v != "tritanopia")
        yield check.finding(
            f"only red and green part {describe(pair.one)} and {describe(pair.other)}"
            f"{in_panels(*pair.panels)}; with {who} they are one colour "
            f"(distance {min(pair.gaps.values()):.1f}; {APART:g} are needed)",
            panel=min(pair.panels, default=None),
            box=pair.box,
        )
    if left:
        yield check.finding(
            f"{count_of(left, 'further pair')} of data colours differ in red and green only",
            box=union(pair.box for pair in pairs[len(shown) :]),
        )


check = Check(
    id="clr003_red_green",
    code="CLR003",
    title="red and green as the only difference",
    reason=(
        "Red against green of like lightness is the commonest choice that the commonest deficiencies undo; "
        "journals name it above all others. Where dashes or lightness differ as well, it is silent. "
        "Every other pair of colours is CLR001."
    ),
    bad="treated in #D62728, control in #2CA02C",
    good="treated in #D55E00, control in #0072B2; or green much lighter than red",
    needs=("shapes", "colors"),
    look=_look,
    severity=Severity.WARNING,
    source=(
        "Nature research figure guide, https://research-figure-guide.nature.com/figures/"
        "preparing-figures-our-specifications; simulation by Machado, Oliveira & Fernandes 2009, "
        "https://doi.org/10.1109/TVCG.2009.113"
    ),
    hint="replace green by blue, or red by magenta; or make one of the two clearly lighter",
    options={"apart_cam02ucs": APART, "red_hue_deg": RED_DEG, "green_hue_deg": GREEN_DEG},
)
