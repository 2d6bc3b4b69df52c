"""The Python backend: matplotlib."""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from natfig.backends.base import Drawing
from natfig.backends.describe import alt_text, panel_records
from natfig.style.rcparams import dpi_for

if TYPE_CHECKING:
    from natfig.backends.mpl.page import Page
    from natfig.core.errors import Problem
    from natfig.data.tables import Table
    from natfig.render.prepare import Prepared
    from natfig.spec.loader import LoadedSpec

__all__ = ["MplBackend", "backend"]


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
            panels=panel_records(prepared, _axes_mm(page), page.counts, page.records),
            versions={"matplotlib": mpl.__version__},
            warnings=page.warnings,
            timings_ms={"draw": (drawn - start) * 1000, "export": (done - drawn) * 1000},
        )

    def kinds(self) -> list[str]:
        """Return the chart kinds: all but the user's own R code."""
        from natfig.charts import charts

        return [name for name in charts.all_names() if name != "r"]

    def problems(self, loaded: LoadedSpec, tables: Mapping[str, Table]) -> list[Problem]:  # noqa: ARG002
        """Return the panels that only R can draw."""
        return [
            loaded.place("panels", letter, "kind").with_message(
                f"panels.{letter}: {self.instead(panel.kind)[0]}", self.instead(panel.kind)[1]
            )
            for letter, panel in loaded.panels.items()
            if panel.kind == "r"
        ]

    def instead(self, kind: str) -> tuple[str, str]:
        """Return in a sentence that matplotlib can't draw a kind, and what to use instead."""
        return (
            f"kind: {kind} runs R code, and the backend is Python",
            "write kind: python with a function in Python, or backend: r",
        )


def _dpi(prepared: Prepared) -> float:
    asked = prepared.loaded.spec.figure.dpi
    return (
        float(asked) if asked is not None else dpi_for(prepared.journal, prepared.loaded.spec.contract.stage)
    )


def _fonts(page: Page) -> list[dict[str, Any]]:
    return [
        {
            "family": page.face.family,
            "embedded": True,
            "type": "TrueType (42)",
            "svg": "Arial, Helvetica, Liberation Sans",
        }
    ]


def _axes_mm(page: Page) -> dict[str, tuple[float, float, float, float]]:
    """Return the axes' boxes from the page's top left."""
    high = page.plan.height_mm
    return {k: (b.x0, high - b.y1, b.width, b.height) for k, b in page.plan.axes.items()}


backend = MplBackend()
