"""What every backend says of a figure: its words for people who can't see it, and its panels."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from natfig.charts import charts

if TYPE_CHECKING:
    from natfig.render.prepare import Prepared

__all__ = ["alt_text", "letter_text", "panel_records"]


def alt_text(prepared: Prepared) -> tuple[str, str]:
    """Return title and description: the conclusion, then what each panel shows."""
    contract = prepared.loaded.spec.contract
    parts = [contract.conclusion.strip()]
    for letter, panel in prepared.loaded.panels.items():
        own = panel.alt
        if own is None:
            claim = contract.evidence[letter].claim.strip() if letter in contract.evidence else ""
            own = f"{charts.load(panel.kind).noun or f'{panel.kind} chart'}. {claim}"
        parts.append(f"Panel {letter}: {own.strip()}" if len(prepared.loaded.panels) > 1 else own.strip())
    legend = prepared.loaded.spec.legend
    title = (
        prepared.fill(legend.title) if legend is not None and legend.title else contract.conclusion.strip()
    )
    return title, prepared.fill(" ".join(parts))


def letter_text(prepared: Prepared, letter: str) -> str:
    """Return a panel's letter as the journal writes it."""
    style = prepared.journal.panel_label(prepared.loaded.spec.contract.stage)
    cased = letter.upper() if style.case == "upper" else letter
    return style.pattern.format(cased) if style.pattern else cased


def panel_records(
    prepared: Prepared,
    axes_mm: Mapping[str, tuple[float, float, float, float]],
    counts: Mapping[str, Mapping[str, int]],
    records: Mapping[str, Mapping[str, Any]],
) -> list[dict[str, Any]]:
    """Return what the manifest says of each panel.

    Parameters
    ----------
    prepared : Prepared
    axes_mm : mapping of str to tuple of float
        Letter → x, y, width and height of its axes, from the page's top left, as in findings.
    counts : mapping of str to mapping of str to int
        Observations per group of each panel.
    records : mapping of str to mapping
        What else there is to say of a panel; plain JSON values.
    """
    evidence = prepared.loaded.spec.contract.evidence
    out = []
    for letter, panel in prepared.loaded.panels.items():
        item: dict[str, Any] = {"panel": letter, "kind": panel.kind}
        if letter in evidence:
            item |= {
                "role": evidence[letter].role,
                "claim": evidence[letter].claim,
                "hero": evidence[letter].hero,
            }
        item["axes_mm"] = [round(v, 3) for v in axes_mm[letter]]
        item["n"] = dict(counts.get(letter, {}))
        stats = panel.stats
        item["stats"] = None if stats is None else stats.model_dump(include={"center", "spread", "n", "unit"})
        if letter in prepared.statistics:
            item["statistics"] = prepared.statistics[letter].to_json()
        item |= records.get(letter, {})
        out.append(item)
    return out
