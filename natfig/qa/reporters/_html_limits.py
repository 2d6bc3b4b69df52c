"""What a journal asks of the facts that the HTML report shows, in a few words each."""

from __future__ import annotations

from dataclasses import dataclass, field

from natfig.core.errors import NatfigError
from natfig.journals.model import Journal
from natfig.qa.reporters._html_words import listed, number

__all__ = ["Asked", "asked_by"]


@dataclass(frozen=True, slots=True)
class Asked:
    """A journal's requirements.

    Parameters
    ----------
    name : str or None
        The journal's name; None without one.
    says : mapping of str to str
        "page", "text", "fonts", "lines", "images", "file" → what is asked for.
    floor_pt, ceiling_pt, line_pt : float or None
        Smallest and largest text, thinnest line.
    """

    name: str | None = None
    says: dict[str, str] = field(default_factory=dict)
    floor_pt: float | None = None
    ceiling_pt: float | None = None
    line_pt: float | None = None


def asked_by(journal_id: str | None, stage: str) -> Asked:
    """Return what a journal asks for; nothing where there is no journal, or natfig doesn't know it."""
    if journal_id is None:
        return Asked()
    from natfig.journals import journals

    try:
        journal = journals.load(journal_id)
    except NatfigError:
        return Asked(journal_id)
    says = {
        "page": _page(journal, stage),
        "text": _text(journal, stage),
        "fonts": listed(journal.fonts(stage), "or") if journal.fonts(stage) else "",
        "lines": _least(journal.line_floor_pt(stage), "pt"),
        "images": _images(journal, stage),
        "file": _file(journal, stage),
    }
    return Asked(
        journal.name,
        {key: words for key, words in says.items() if words},
        journal.text_floor_pt(stage),
        journal.text_ceiling_pt(stage),
        journal.line_floor_pt(stage),
    )


def _least(value: float | None, unit: str) -> str:
    return "" if value is None else f"{number(value, 2)} {unit} at least"


def _page(journal: Journal, stage: str) -> str:
    widths = [
        number(low) if low == high else f"{number(low)}–{number(high)}"
        for low, high in journal.known_widths_mm(stage).values()
    ]
    parts = [f"{listed(widths, 'or')} mm wide"] if widths else []
    if (height := journal.max_height_mm(stage)) is not None:
        parts.append(f"{number(height)} mm high at most")
    return ", ".join(parts)


def _text(journal: Journal, stage: str) -> str:
    floor, ceiling = journal.text_floor_pt(stage), journal.text_ceiling_pt(stage)
    if floor is not None and ceiling is not None:
        return f"{number(floor, 2)}–{number(ceiling, 2)} pt"
    return _least(floor, "pt") if ceiling is None else f"{number(ceiling, 2)} pt at most"


def _images(journal: Journal, stage: str) -> str:
    kinds: dict[int, list[str]] = {}
    for kind, words in (("line_art", "line art"), ("halftone", "photographs"), ("combination", "both")):
        dpi = journal.dpi(kind, stage)  # type: ignore[arg-type]
        if dpi is not None:
            kinds.setdefault(dpi, []).append(words)
    if len(kinds) == 1 and len(next(iter(kinds.values()))) == 3:
        return f"{next(iter(kinds)):,} dpi"
    return "; ".join(f"{dpi:,} dpi for {listed(words)}" for dpi, words in sorted(kinds.items()))


def _file(journal: Journal, stage: str) -> str:
    vector, raster = journal.formats(stage)
    parts = [listed([f.upper() for f in dict.fromkeys((*vector, *raster))], "or")] if vector or raster else []
    if (size := journal.max_file_mb(stage)) is not None:
        parts.append(f"{number(size)} MB at most")
    return ", ".join(parts)
