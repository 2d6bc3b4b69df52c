"""What the colour checks know of one panel."""

from __future__ import annotations

from collections.abc import Iterator

from natfig.core.record import dataclass, field
from natfig.qa.checks._swatch import Swatch
from natfig.qa.document import Box
from natfig.qa.seeing import SAME, distance

__all__ = ["MOST", "MOST_TO_SORT", "Panel", "Ramp"]

# More unnamed colours than this in one panel are a drawing or a photograph's tracing.
MOST = 12
# More kinds of paint than this are not sorted by where they lie: a picture made of shapes.
MOST_TO_SORT = 600


@dataclass(frozen=True, slots=True)
class Ramp:
    """The colours of one map of values; ordered when a gradient gives them in order."""

    colors: tuple[str, ...]
    panel: str | None
    box: Box | None
    is_ordered: bool = False


@dataclass(slots=True)
class Panel:
    """What the colour checks know of one panel.

    `too_many` counts the colours of a panel without ids that has more than `MOST`;
    its swatches are left out then.
    """

    letter: str | None
    outer: str
    is_named: bool = False
    swatches: list[Swatch] = field(default_factory=list)
    ramps: list[Ramp] = field(default_factory=list)
    too_many: int = 0

    def pairs(self) -> Iterator[tuple[Swatch, Swatch]]:
        """Yield every two colours that are to be told apart here."""
        for k, one in enumerate(self.swatches):
            for other in self.swatches[k + 1 :]:
                if distance(one.color, other.color) >= SAME and (
                    self.is_named or self.letter is not None or self.outer or one.meets(other)
                ):
                    yield one, other
