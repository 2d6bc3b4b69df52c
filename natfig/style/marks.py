"""How things look: marks of levels, sizes of a figure."""

from __future__ import annotations

from dataclasses import dataclass

__all__ = ["Look", "Mark"]


@dataclass(frozen=True, slots=True)
class Mark:
    """How one level of a colour channel looks: colour, and what tells it apart without colour.

    `marker`, `dash` and `hatch` are matplotlib's own values. They are the plain
    ones ("o", "-", None) while the colours alone stay apart under every
    colour-vision deficiency, and differ from level to level beyond that.
    """

    color: str
    marker: str = "o"
    dash: str | tuple[float, tuple[float, ...]] = "-"
    hatch: str | None = None


@dataclass(frozen=True, slots=True)
class Look:
    """Sizes of a figure in pt, resolved from the journal; see design: "The look"."""

    axis_pt: float = 0.5
    tick_len_pt: float = 2.0
    line_pt: float = 1.0
    reference_pt: float = 0.5
    error_pt: float = 0.75
    cap_pt: float = 1.5
    marker_pt: float = 3.0
    point_pt: float = 2.0
    point_alpha: float = 0.5
    marker_edge_pt: float = 0.25
    band_alpha: float = 0.18
    bar_width: float = 0.7
    label_pt: float = 7.0
    tick_pt: float = 6.0
    annotation_pt: float = 6.0
    letter_pt: float = 8.0
    floor_pt: float = 5.0
    line_floor_pt: float = 0.25
    ink: str = "#272727"
    neutral: str = "#767676"
    neutral_light: str = "#CFCECE"
    neutral_dark: str = "#4D4D4D"
