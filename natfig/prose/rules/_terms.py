"""What rules on abbreviations share: where each is explained and used, found once for all of them."""

from __future__ import annotations

from collections.abc import Mapping

from natfig.core import lazyre
from natfig.core.record import dataclass
from natfig.prose.abbreviations import BACK_MATTER, PROSE_ROLES, Definition, Use, definitions, part_of, uses
from natfig.prose.document import Block
from natfig.prose.rule import Context

__all__ = ["Abbreviations", "abbreviations", "in_longer_names", "is_written", "places"]


@dataclass(frozen=True, slots=True)
class Abbreviations:
    """Abbreviations of a manuscript.

    Parameters
    ----------
    defined : mapping
        Short form → its explanations, in reading order.
    used : mapping
        Short form → its uses, the explanations left out, in reading order.
    number : mapping
        Block → its number in reading order.
    """

    defined: Mapping[str, list[Definition]]
    used: Mapping[str, list[Use]]
    number: Mapping[Block, int]


def abbreviations(context: Context) -> Abbreviations:
    """Return the abbreviations of the manuscript at hand; remembered."""
    known: Abbreviations | None = context.memory.get("abbreviations")
    if known is not None:
        return known
    manuscript = context.manuscript
    defined: dict[str, list[Definition]] = {}
    spans: set[tuple[Block, int]] = set()
    for found in definitions(manuscript):
        defined.setdefault(found.short, []).append(found)
        spans.add((found.block, found.short_start))
    used: dict[str, list[Use]] = {}
    for use in uses(manuscript, known=tuple(defined)):
        if (use.block, use.start) not in spans:
            used.setdefault(use.short, []).append(use)
    number = {block: i for i, block in enumerate(manuscript.blocks)}
    known = context.memory["abbreviations"] = Abbreviations(defined, used, number)
    return known


# "KRT" of "KRT14" and "KRT-associated", and "HDL" of "non-HDL".
_LONGER = lazyre.compile(r"(?<!\w)[^\W\d_]+(?=[\d-])|(?<=\w-)[^\W\d_]+(?!\w)")


def in_longer_names(context: Context) -> Mapping[str, frozenset[str]]:
    """Return what longer names are made of in each part ("text": KRT, HDL); remembered."""
    known: dict[str, frozenset[str]] | None = context.memory.get("longer names")
    if known is None:
        found: dict[str, set[str]] = {}
        for block in context.manuscript.blocks:
            if block.section not in BACK_MATTER and block.role in PROSE_ROLES:
                found.setdefault(part_of(block), set()).update(_LONGER.findall(block.text))
        known = context.memory["longer names"] = {part: frozenset(words) for part, words in found.items()}
    return known


def places(found: Abbreviations, block: Block, start: int) -> tuple[int, int]:
    """Return a place of the manuscript, to be compared with others."""
    return found.number[block], start


_PLAIN = lazyre.compile(r"[\w\s’'–-]+")


def is_written(block: Block, start: int, end: int) -> bool:
    """Return whether a span can be written anew: nothing in it is protected."""
    return not block.is_protected(start, end)
