"""How long a draft is, part by part, beside what its journal takes: counted as the LIM rules count."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from natfig.prose.document import Block, Manuscript
    from natfig.prose.rule import Context

__all__ = ["counts_of"]


def counts_of(manuscript: Manuscript, context: Context) -> list[dict[str, Any]]:
    """Return what is counted, as JSON.

    Parameters
    ----------
    manuscript : Manuscript
        As it is now.
    context : Context
        Whose journal and stage hold.

    Returns
    -------
    list of dict
        ``label``, ``number``, ``unit``, ``least`` and ``limit`` (None where the journal states none),
        ``is_outside`` and ``source`` (where the limit comes from, "" without one).
    """
    from natfig.core.record import replace

    return list(_rows(replace(context, manuscript=manuscript, memory={})))


def _rows(context: Context) -> Iterator[dict[str, Any]]:
    from natfig.prose.document import Role, Section
    from natfig.prose.rules._limits import abstract, counted, main_text, text_blocks

    manuscript = context.manuscript

    def words(label: str, blocks: Sequence[Block], *keys: str, least: bool = True) -> dict[str, Any]:
        return _row(context, label, counted(blocks, context).words, "words", keys, least=least)

    for block in manuscript.blocks:
        if block.role is Role.TITLE:
            letters = _row(context, "title", len(block.text), "characters", ("title_chars_max",))
            yield letters if letters["limit"] is not None else words("title", [block], "title_words_max")
            break
    methods = text_blocks(manuscript, [Section.METHODS])
    everything = [b for b in manuscript.blocks if b.role in (Role.PARAGRAPH, Role.ITEM)]
    found = [
        words("abstract", abstract(manuscript), "abstract_words_max", "abstract_words"),
        # A text that still grows is no fault: too short is told of what is sent in whole only.
        words("main text", main_text(context), "main_text_words_max", "main_text_words", least=False),
        words("methods", methods, "methods_words"),
    ]
    total = words("all text", everything)
    yield from (row for row in found if row["number"] and (row["limit"] or row["number"] != total["number"]))
    yield total


def _row(
    context: Context, label: str, number: int, unit: str, keys: Sequence[str], *, least: bool = True
) -> dict[str, Any]:
    from natfig.prose.rules._limits import ends, is_about

    value = next((v for v in map(context.limit, keys) if v is not None and v.value is not None), None)
    low, high = ends(value)
    low = low if least else None
    return {
        "label": label,
        "number": number,
        "unit": unit,
        "least": low,
        "limit": high,
        "is_outside": (high is not None and number > high) or (low is not None and number < low),
        "source": "" if value is None else is_about(value).strip(" ()"),
    }
