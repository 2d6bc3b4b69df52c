"""What a backend offers to the render layer."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Protocol

if TYPE_CHECKING:
    from natfig.core.errors import Problem
    from natfig.data.tables import Table
    from natfig.render.prepare import Prepared
    from natfig.spec.loader import LoadedSpec

__all__ = ["Backend", "Drawing"]


@dataclass
class Drawing:
    """What a backend made of a prepared spec.

    Attributes
    ----------
    files : mapping of str to bytes
        Format → content, in the order asked for.
    width_mm, height_mm, dpi : float
        Page size, and resolution of the raster formats.
    text_elements : int
        Rendered ``<text>`` elements of the SVG.
    fonts : list of dict
        Families used and where they came from.
    panels : list of dict
        Letter, kind, axes box in mm and counts per panel.
    versions : mapping of str to str
    warnings : list of str
    timings_ms : mapping of str to float
        "draw" and "export".
    extra : mapping of str to bytes
        What the author keeps besides the figure (a script, the tables it reads): name relative to
        the output folder → content.
    runtime : list of str
        Files of programs outside natfig that change when these do: the figure is drawn anew then.
    """

    files: dict[str, bytes]
    width_mm: float
    height_mm: float
    dpi: float
    text_elements: int
    fonts: list[dict[str, Any]] = field(default_factory=list)
    panels: list[dict[str, Any]] = field(default_factory=list)
    versions: dict[str, str] = field(default_factory=dict)
    warnings: list[str] = field(default_factory=list)
    timings_ms: dict[str, float] = field(default_factory=dict)
    extra: dict[str, bytes] = field(default_factory=dict)
    runtime: list[str] = field(default_factory=list)


class Backend(Protocol):
    """A package ``natfig/backends/<name>`` with a module ``backend`` that has an object ``backend``."""

    id: str
    language: str

    def draw(self, prepared: Prepared, formats: Sequence[str]) -> Drawing:
        """Draw a figure and return its files' contents; nothing is written."""

    def kinds(self) -> list[str]:
        """Return the chart kinds it can draw, sorted; nothing heavy is imported."""

    def problems(self, loaded: LoadedSpec, tables: Mapping[str, Table]) -> list[Problem]:
        """Return what of a spec it can't draw, each with its place and what to use instead.

        Parameters
        ----------
        loaded : LoadedSpec
        tables : mapping of str to Table
            Letter → the rows the panel draws; a panel whose data are wrong is not in it.
        """

    def instead(self, kind: str) -> tuple[str, str]:
        """Return in a sentence that it can't draw a kind, and what to use instead."""
