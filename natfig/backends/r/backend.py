"""The R backend: writes a ggplot2 script, runs it, and takes its files home."""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from natfig.backends.base import Drawing
from natfig.backends.describe import alt_text, panel_records
from natfig.backends.r.finish import finish_pdf, finish_raster
from natfig.backends.r.report import RunContext
from natfig.backends.r.run import run_script
from natfig.backends.r.svg import finish_svg
from natfig.core.units import pt_to_mm
from natfig.style.rcparams import dpi_for

if TYPE_CHECKING:
    from natfig.backends.r.report import Ran
    from natfig.backends.r.script import Page, Script
    from natfig.backends.r.svg import SvgResult
    from natfig.core.errors import Problem
    from natfig.data.tables import Table
    from natfig.render.prepare import Prepared
    from natfig.spec.loader import LoadedSpec

__all__ = ["RBackend", "backend"]

# What a text that reached over the page's edge gets more than it needs.
_SPARE_MM = 0.3
# How often a page is drawn anew because something had no room, or letters were not in line.
_MOST_MENDINGS = 3


class RBackend:
    """Draws with ggplot2."""

    id = "r"
    language = "r"

    def draw(self, prepared: Prepared, formats: Sequence[str]) -> Drawing:
        """Draw a figure and return its files' contents; nothing is written.

        Raises
        ------
        MissingRuntimeError
            If R or a package is missing.
        SpecError
            If a panel can't be drawn by R, or R stops.
        """
        from natfig.backends.r.layoutcheck import (
            check_page,
            crowded_names,
            edge_room,
            low_axes,
            measured_margins,
        )
        from natfig.backends.r.page import build_page

        start = time.perf_counter()
        asked = prepared.loaded.spec.figure.dpi
        dpi = float(asked) if asked is not None else dpi_for(
            prepared.journal, prepared.loaded.spec.contract.stage
        )  # fmt: skip
        # Drawn once to see what the labels take, and again on a page with room for them.
        trial, _ = build_page(prepared, dpi)
        title, description = alt_text(prepared)
        _, _, svg = _run(prepared, trial, ["svg"], title, description)
        margins = measured_margins(svg)
        page, warnings = build_page(prepared, dpi, margins)
        # The SVG is always drawn: it tells where the axes are.
        wanted = ["svg", *(f for f in formats if f != "svg")]
        _give_room(page, *edge_room(svg, page.width_mm))
        script, ran, svg = _run(prepared, page, wanted, title, description)
        sizes, low = crowded_names(svg), low_axes(svg, {k: p.drawn.need_mm for k, p in page.panels.items()})
        if sizes or low:
            # The axes are smaller than expected: their names are set once more, by their true size.
            page, warnings = build_page(prepared, dpi, margins, sizes, low)
            _give_room(page, *edge_room(svg, page.width_mm))
            script, ran, svg = _run(prepared, page, wanted, title, description)
        for _ in range(_MOST_MENDINGS):
            if not _mended(page, svg):
                break
            script, ran, svg = _run(prepared, page, wanted, title, description)
        drawn = time.perf_counter()
        check_page(svg, page.width_mm, page.height_mm, path=str(prepared.loaded.path))
        files: dict[str, bytes] = {}
        for form in formats:
            if form == "svg":
                files[form] = svg.data
            elif form == "pdf":
                size = page.width_mm, page.height_mm
                files[form] = finish_pdf(ran.files[form], size, title=title, description=description)
            else:
                files[form] = finish_raster(ran.files[form], form, dpi, title=title, description=description)
        done = time.perf_counter()
        axes: dict[str, Any] = {k: tuple(pt_to_mm(v) for v in box) for k, box in svg.axes_pt.items()}
        return Drawing(
            files=files,
            width_mm=page.width_mm,
            height_mm=page.height_mm,
            dpi=dpi,
            text_elements=svg.text_elements,
            fonts=[
                {
                    "family": "Arial", "embedded": True, "type": "TrueType",
                    "svg": "Arial, Helvetica, Liberation Sans",
                }
            ],
            panels=panel_records(
                prepared, axes, {k: p.drawn.n for k, p in page.panels.items()},
                {k: p.drawn.record for k, p in page.panels.items()},
            ),
            versions=ran.versions,
            warnings=[*warnings, *ran.warnings],
            timings_ms={"draw": (drawn - start) * 1000, "export": (done - drawn) * 1000},
            extra={f"{page.name}.R": script.text.encode("utf-8"), **script.tables, **_own_files(page)},
            runtime=ran.installed,
        )  # fmt: skip

    def kinds(self) -> list[str]:
        """Return the chart kinds that have a twin in R."""
        from natfig.backends.r.kinds import twins

        return twins.all_names()

    def problems(self, loaded: LoadedSpec, tables: Mapping[str, Table]) -> list[Problem]:
        """Return what of a spec R can't draw; R is not needed to know."""
        from natfig.backends.r.check import find_problems

        return find_problems(loaded, tables)

    def instead(self, kind: str) -> tuple[str, str]:
        """Return in a sentence that R can't draw a kind, and what to use instead."""
        from natfig.backends.r.check import missing_kind

        return missing_kind(kind)


def _mended(page: Page, svg: SvgResult) -> bool:
    """Give room to what has none and bring letters into line; return whether there was anything to do."""
    from natfig.backends.r.layoutcheck import crowded_legends, edge_room, strayed_letters
    from natfig.backends.r.legends import fit_legend

    room = edge_room(svg, page.width_mm)
    # Labels at the ends of lines stand where they are; only the edge of the page matters to them.
    crowded = {
        letter: legend
        for letter, legend in crowded_legends(svg, page.width_mm).items()
        if page.panels[letter].legend_mode == "strip"
    }
    strayed = strayed_letters(svg)
    _give_room(page, *room)
    for letter, legend in crowded.items():
        fit_legend(page.panels[letter], page.look, legend.room_mm, legend.over_mm, legend.left_mm)
    for letter, more_mm in strayed.items():
        page.panels[letter].right_mm += more_mm
    return bool(any(room) or crowded or strayed)


def _give_room(page: Page, right_mm: Mapping[str, float], left_mm: float) -> None:
    """Give texts that reached over the edges of the page the room they need."""
    for letter, missing in right_mm.items():
        page.panels[letter].right_mm += missing + _SPARE_MM
    if left_mm:
        page.left_mm += left_mm + _SPARE_MM


def _own_files(page: Page) -> dict[str, bytes]:
    """Return the user's own files that the script sources."""
    return {path: data for panel in page.panels.values() for path, data in panel.drawn.files.items()}


def _run(
    prepared: Prepared, page: Page, formats: Sequence[str], title: str, description: str
) -> tuple[Script, Ran, SvgResult]:
    """Write a page's script, run it, and name the parts of its SVG."""
    from natfig.backends.r.page import panel_names
    from natfig.backends.r.script import write_script

    script = write_script(page)
    panels = {letter: panel.drawn for letter, panel in page.panels.items()}
    context = RunContext(
        place=lambda letter: prepared.loaded.place("panels", letter),
        own={letter: drawn.own for letter, drawn in panels.items() if drawn.own is not None},
    )
    ran = run_script(script.text, script.tables, page.name, formats, extra=_own_files(page), context=context)
    svg = finish_svg(
        ran.files["svg"], panel_names(page), width_mm=page.width_mm, height_mm=page.height_mm,
        title=title, description=description,
    )  # fmt: skip
    return script, ran, svg


backend = RBackend()
