"""The Python backend: matplotlib."""

from __future__ import annotations

import time
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from natfig.backends.base import Drawing
from natfig.charts import charts
from natfig.style.rcparams import dpi_for

if TYPE_CHECKING:
    from natfig.backends.mpl.page import Page
    from natfig.render.prepare import Prepared

__all__ = ["MplBackend", "alt_text", "backend"]


class MplBackend:
    """Draws with matplotlib."""

    id = "mpl"
    language = "python"

    def draw(self, prepared: Prepared, formats: Sequence[str]) -> Drawing:
        """Draw a figure and return its files' contents; nothing is written.

        Raises
        ------
        LayoutError
            If something cannot be placed on the page.
        """
        start = time.perf_counter()
        import matplotlib as mpl

        from natfig.backends.mpl.export import export_figure
        from natfig.backends.mpl.page import build_page

        dpi = _dpi(prepared)
        page = build_page(prepared, dpi)
        drawn = time.perf_counter()
        title, description = alt_text(prepared)
        files, texts = export_figure(
            page.figure,
            formats,
            rc=page.rc,
            dpi=dpi,
            floor_pt=page.look.floor_pt,
            title=title,
            description=description,
        )
        done = time.perf_counter()
        return Drawing(
            files=files,
            width_mm=page.plan.width_mm,
            height_mm=page.plan.height_mm,
            dpi=dpi,
            text_elements=texts,
            fonts=_fonts(page),
            panels=_panels(prepared, page),
            versions={"matplotlib": mpl.__version__},
            warnings=page.warnings,
            timings_ms={"draw": (drawn - start) * 1000, "export": (done - drawn) * 1000},
        )


def _dpi(prepared: Prepared) -> float:
    asked = prepared.loaded.spec.figure.dpi
    return (
        float(asked) if asked is not None else dpi_for(prepared.journal, prepared.loaded.spec.contract.stage)
    )


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


def _fonts(page: Page) -> list[dict[str, Any]]:
    return [
        {
            "family": page.face.family,
            "embedded": True,
            "type": "TrueType (42)",
            "svg": "Arial, Helvetica, Liberation Sans",
        }
    ]


def _panels(prepared: Prepared, page: Page) -> list[dict[str, Any]]:
    evidence = prepared.loaded.spec.contract.evidence
    out = []
    for letter, panel in prepared.loaded.panels.items():
        box = page.plan.axes[letter]
        item: dict[str, Any] = {"panel": letter, "kind": panel.kind}
        if letter in evidence:
            item |= {
                "role": evidence[letter].role,
                "claim": evidence[letter].claim,
                "hero": evidence[letter].hero,
            }
        # From the page's top left, as in findings.
        place = (box.x0, page.plan.height_mm - box.y1, box.width, box.height)
        item["axes_mm"] = [round(v, 3) for v in place]
        item["n"] = page.counts.get(letter, {})
        stats = panel.stats
        item["stats"] = None if stats is None else stats.model_dump(include={"center", "spread", "n", "unit"})
        if letter in prepared.statistics:
            item["statistics"] = prepared.statistics[letter].to_json()
        item |= page.records.get(letter, {})
        out.append(item)
    return out


backend = MplBackend()
