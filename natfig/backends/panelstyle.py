"""The looks of one panel, the same for every backend."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from typing import TYPE_CHECKING

import numpy as np

from natfig.charts.base import PanelStyle
from natfig.spec.models import _ColorChannel
from natfig.style import shared
from natfig.style.palette import ROLE_NAMES

if TYPE_CHECKING:
    from natfig.render.prepare import Prepared
    from natfig.style.marks import Look, Mark

__all__ = ["panel_style", "seed_of", "shared_marks"]


def shared_marks(prepared: Prepared) -> dict[str, dict[str, Mark]]:
    """Return field → level → mark, so that the same thing looks the same in every panel."""
    return shared.shared_marks(prepared.loaded.panels, prepared.panel_tables, prepared.palette)


def seed_of(prepared: Prepared, letter: str) -> int:
    """Return the seed of a panel's random numbers, 64 bits made of the figure's id and the letter."""
    return int.from_bytes(hashlib.sha256(f"{prepared.loaded.id}/{letter}".encode()).digest()[:8], "big")


def panel_style(
    prepared: Prepared,
    letter: str,
    marks: Mapping[str, Mapping[str, Mark]],
    look: Look,
    hint: tuple[float, float],
) -> PanelStyle:
    """Return the looks of a panel.

    Parameters
    ----------
    prepared : Prepared
    letter : str
        The panel's letter in the spec.
    marks : mapping of str to mapping of str to Mark
        Field → level → mark, see `shared_marks`.
    look : Look
        Sizes in pt and inks.
    hint : tuple of float
        Expected width and height of the axes in mm.
    """
    palette = prepared.palette
    spec = prepared.loaded.panels[letter]
    levels: dict[str, Mark] = {}
    for name in type(spec).model_fields:
        channel = getattr(spec, name)
        if isinstance(channel, _ColorChannel):
            levels |= marks.get(channel.field, {})
    evidence = prepared.loaded.spec.contract.evidence.get(letter)
    return PanelStyle(
        panel=letter,
        look=look,
        marks=levels,
        signal=palette.signal,
        accent=palette.accent,
        up=palette.up,
        down=palette.down,
        sequential=palette.sequential,
        diverging=palette.diverging,
        hero=bool(evidence and evidence.hero),
        rng=np.random.default_rng(seed_of(prepared, letter)),
        claims={k: v.text for k, v in prepared.claims.items()},
        size_hint_mm=hint,
        folder=prepared.loaded.folder,
        allow_code=prepared.allow_code,
        statistics=prepared.statistics.get(letter),
        colors=_colors(prepared, marks),
        photo_dpi=prepared.journal.dpi("halftone", prepared.loaded.spec.contract.stage),
    )


def _colors(prepared: Prepared, marks: Mapping[str, Mapping[str, Mark]]) -> dict[str, str]:
    """Return every colour that can be named → #RRGGBB; a level comes before a colour of its name."""
    palette = prepared.palette
    names = {name: palette.colour(name) for name in (*ROLE_NAMES, *palette.colours)}
    return names | {v: mark.color for of_field in marks.values() for v, mark in of_field.items()}
