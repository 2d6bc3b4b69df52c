"""CLR002: a rainbow as the map of values."""

from __future__ import annotations

from collections.abc import Iterator

from natfig.core.findings import Finding, Severity
from natfig.qa.check import Check, Context
from natfig.qa.checks._marks import panels
from natfig.qa.checks._pairs import in_panels
from natfig.qa.checks._panel import Ramp
from natfig.qa.checks._pictures import image_ramps
from natfig.qa.checks._ramps import FEWEST_IN_ORDER, rainbow_sweep_deg
from natfig.qa.checks._rules import union
from natfig.qa.document import Box, Document

__all__ = ["check"]

# Measured on all maps of matplotlib and natfig, by the vivid hues along them: jet 230°,
# Spectral 240°, rainbow 260°, turbo 270°, hsv 360°; terrain 170°, managua 160°,
# twilight and roma 150°, RdYlBu 110°, coolwarm 50°. Maps that lightness puts in order
# (viridis, magma, cubehelix, batlow) are not rainbows whatever their hues.
RAINBOW_DEG = 200.0

# A gradient of fewer stops is a blend, not a map.
FEWEST_STOPS = 4


def _look(document: Document, _context: Context) -> Iterator[Finding]:
    where: dict[str | None, list[Ramp]] = {}
    for panel in panels(document):
        where.setdefault(panel.letter, []).extend(panel.ramps)
    for ramp in image_ramps(document):
        where.setdefault(ramp.panel, []).append(ramp)
    for letter, ramps in where.items():
        found = list(_rainbows(ramps))
        if found:
            sweep = max(sweep for sweep, _ in found)
            yield check.finding(
                f"a rainbow maps values to colours{in_panels(letter)}: its hues sweep "
                f"{sweep:.0f}° and its lightness goes up and down",
                panel=letter,
                box=union(box for _, box in found if box is not None),
            )


def _rainbows(ramps: list[Ramp]) -> Iterator[tuple[float, Box | None]]:
    for ramp in ramps:
        if len(ramp.colors) < FEWEST_STOPS:
            continue
        sweep = rainbow_sweep_deg(ramp.colors, is_ordered=ramp.is_ordered)
        if sweep is not None and sweep >= RAINBOW_DEG:
            yield sweep, ramp.box


check = Check(
    id="clr002_rainbow",
    code="CLR002",
    title="rainbow colour map",
    reason=(
        "A rainbow shows borders where the data have none, hides differences within green, reverses in "
        "greyscale and can't be read with a red-green deficiency. PNG images inside an SVG are looked "
        "at as well, those inside a PDF are not; their colour bars are."
    ),
    bad="a heat map in jet, hsv, rainbow, gist_ncar or turbo",
    good="viridis, cividis or batlow for amounts; vik, RdBu or coolwarm for differences from a middle",
    needs=("shapes", "colors"),
    look=_look,
    severity=Severity.WARNING,
    source=(
        "Crameri, Shephard & Heron 2020, https://doi.org/10.1038/s41467-020-19160-7; Borland & Taylor 2007, "
        "https://doi.org/10.1109/MCG.2007.323435"
    ),
    hint="draw it again with a map of even lightness (natfig palettes batlow, vik)",
    options={"rainbow_hue_deg": RAINBOW_DEG, "fewest_fills": FEWEST_IN_ORDER, "fewest_stops": FEWEST_STOPS},
)
