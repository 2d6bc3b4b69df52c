"""From a prepared spec to a page of R panels: looks, expected sizes, and who gets which legend."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from natfig.backends.describe import letter_text
from natfig.backends.pagegrid import PageGrid
from natfig.backends.panelstyle import panel_style, seed_of, shared_marks
from natfig.backends.r.code import Call
from natfig.backends.r.insets import place_inset
from natfig.backends.r.kinds import twins
from natfig.backends.r.legends import SharedLegend, choose_legends
from natfig.backends.r.measure import broken, text_mm
from natfig.backends.r.plan import RPanel, RStyle
from natfig.backends.r.script import (
    HALF_GUTTER_MM,
    LEGEND_LINE_MM,
    STRIP_GAP_MM,
    Inset,
    Page,
    PagePanel,
    header_lines,
)
from natfig.backends.r.sharing import hidden_labels, share_groups
from natfig.backends.r.svg import PanelNames
from natfig.core.errors import LayoutError
from natfig.core.units import parse_length_mm, pt_to_mm
from natfig.layout.grid import Box, GridPlan, Margins
from natfig.style.rcparams import look_for

if TYPE_CHECKING:
    from natfig.render.prepare import Prepared
    from natfig.style.marks import Look, Mark

__all__ = ["build_page", "panel_names"]

# What a panel with labels on both axes usually takes, in mm: left, right, top, bottom.
_USUAL = Margins(11.0, 1.5, 4.5, 8.0)
# A colour bar with its labels; and the lines of titles and notes, in their size.
_BAR_MM, _PITCH = 9.0, 1.0
# Height of a line with a letter, in its size.
_LINE = 1.2
# Seeds of R are 32 bits with a sign.
_SEEDS = 2**31 - 1
# Axes whose tops differ by less stand in one row.
_ROW_MM = 0.5


@dataclass
class _Shape:
    aspect: float | None = None
    square: bool = False


def build_page(
    prepared: Prepared,
    dpi: float,
    measured: Mapping[str, Margins] | None = None,
    sizes: Mapping[str, tuple[float, float]] | None = None,
    stretch: Mapping[str, float] | None = None,
) -> tuple[Page, list[str]]:
    """Return a page and what is to be warned of.

    Parameters
    ----------
    prepared : Prepared
    dpi : float
        Resolution of rasters.
    measured : mapping of str to Margins, optional
        What the panels took around their axes when R drew them; by default it is estimated.
    sizes : mapping of str to tuple of float, optional
        Width and height in mm of axes as R drew them, for panels that have to know them exactly.
    stretch : mapping of str to float, optional
        By what R made axes lower than was planned for their rows of text.

    Raises
    ------
    SpecError
        If a panel can't be drawn by R.
    LayoutError
        If something can't be placed.
    """
    loaded = prepared.loaded
    contract, figure = loaded.spec.contract, loaded.spec.figure
    look = look_for(prepared.journal, contract.stage)
    # In a PDF the rim of a mark is a line of its own, which a journal's thinnest line holds for.
    look = replace(look, marker_edge_pt=max(look.marker_edge_pt, look.line_floor_pt))
    width_mm = prepared.journal.width_mm(figure.width, contract.stage)
    height_mm = None if figure.height == "auto" else parse_length_mm(figure.height)
    marks = shared_marks(prepared)
    palettes = _palettes(marks)
    grid = PageGrid(
        loaded, width_mm, height_mm, max_height_mm=prepared.journal.max_height_mm(contract.stage),
        line_pt=look.label_pt,
    )  # fmt: skip
    plan = _first_plan(grid, measured)
    panels: dict[str, PagePanel] = {}
    shared: list[SharedLegend] = []
    insets: dict[str, Inset] = {}
    # The second time sizes are known better: squares, strips, legends, labels at the ends of lines.
    for is_last in (False, True):
        insets = _insets(prepared, plan, is_last=is_last)
        maker = _Maker(
            prepared, marks, palettes, look, plan, dpi, insets, sizes or {}, is_measured=bool(measured)
        )
        panels = {letter: maker.panel(letter) for letter in loaded.panels}
        placed = {k: panels[k] for k in grid.letters}
        _share_spans(placed, figure.share.y)
        shared = choose_legends(placed, plan, figure.legend, look)
        _tell_lines(placed, plan)
        shapes = {k: _Shape(None, p.drawn.square) for k, p in placed.items()}
        header = _header_mm(shared, plan) if height_mm is None else 0.0
        margins = {k: _with_letter(measured[k], p, look) for k, p in placed.items()} if measured else {}
        margins = margins or {k: _margins(p, look) for k, p in placed.items()}
        need = {k: p.drawn.need_mm * (stretch or {}).get(k, 1.0) for k, p in placed.items()}
        plan = grid.solve(margins, header, shapes, need)
    page = Page(
        name=loaded.id,
        about=_about(prepared),
        look=look,
        palettes={palettes[f]: {v: m.color for v, m in of.items()} for f, of in marks.items() if of},
        panels=panels,
        width_mm=width_mm,
        height_mm=round(plan.height_mm, 2),
        dpi=dpi,
        tops_mm={k: plan.panels[k].y1 - b.y1 + HALF_GUTTER_MM for k, b in plan.axes.items()},
        letter_face=str(prepared.journal.panel_label(contract.stage).weight or "bold"),
        part=grid.tree(),
        axes=plan.axes,
        extents={k: _extent(panels[k].drawn, b, plan.panels[k]) for k, b in plan.axes.items()},
        insets=insets,
        shared=shared,
        shares=share_groups(prepared, {k: p.drawn for k, p in panels.items()}),
    )
    hidden_labels(page, figure.share, plan)
    said = [f"panel {k}: {w}" for k, p in panels.items() for w in p.drawn.warnings]
    if (hint := grid.small_hero(plan)) is not None:
        said.append(hint)
    return page, said


def _with_letter(own: Margins, panel: PagePanel, look: Look) -> Margins:
    """Return a panel's margins with room for its letter at the top left."""
    if panel.tag is None:
        return own
    width = text_mm(panel.tag, look.letter_pt, is_bold=True) + 1.0
    return Margins(
        max(own.left, width), own.right, max(own.top, pt_to_mm(look.letter_pt * _LINE)), own.bottom
    )


def _first_plan(grid: PageGrid, measured: Mapping[str, Margins] | None) -> GridPlan:
    """Return a page to draw the first time on; the margins are a guess, so they can't be at fault."""
    shapes = {k: _Shape() for k in grid.letters}
    usual = {k: measured[k] for k in grid.letters} if measured else dict.fromkeys(grid.letters, _USUAL)
    try:
        return grid.solve(usual, 0.0, shapes, {})
    except LayoutError:
        return grid.solve(dict.fromkeys(grid.letters, Margins()), 0.0, shapes, {})


def _share_spans(panels: Mapping[str, PagePanel], groups: Sequence[str]) -> None:
    """Let the labels at the ends of lines be judged by the axis that panels have in common."""
    for group in groups:
        directs = {k: d for k in group if k in panels and (d := panels[k].drawn.direct) and d.span}
        spans = [d.span for d in directs.values() if d.span]
        for letter, direct in directs.items():
            whole = min(s[0] for s in spans), max(s[1] for s in spans)
            panels[letter].drawn.direct = replace(direct, span=whole)


def _insets(prepared: Prepared, plan: GridPlan, *, is_last: bool) -> dict[str, Inset]:
    """Return where the insets stand; the first time a page is solved they may not fit yet."""
    found = {}
    for letter, inset in prepared.loaded.spec.figure.insets.items():
        try:
            found[letter] = place_inset(prepared, letter, inset, plan.axes[inset.panel])
        except LayoutError:
            if is_last:
                raise
    return found


def _extent(drawn: RPanel, axes: Box, whole: Box) -> Box:
    """Return the axes with the strips around them, which patchwork counts as one area."""
    size = {side: sum(s.size_mm for s in drawn.strips if s.side == side) for side in ("above", "right")}
    has_below = any(s.side == "below" for s in drawn.strips)
    return Box(
        axes.x0,
        whole.y0 if has_below else axes.y0,
        axes.x1 + size["right"] + (STRIP_GAP_MM if size["right"] else 0.0),
        axes.y1 + size["above"] + (STRIP_GAP_MM if size["above"] else 0.0),
    )


def _header_mm(shared: Sequence[SharedLegend], plan: GridPlan) -> float:
    """Return the height in mm that the legends over the page take."""
    lines = header_lines(shared, plan.axes, plan.width_mm)
    rows = sum(max(s.rows for s in line) for line in lines)
    return rows * LEGEND_LINE_MM + HALF_GUTTER_MM if rows else 0.0


def _tell_lines(panels: Mapping[str, PagePanel], plan: GridPlan) -> None:
    """Tell panels whose letters need a line of their own: nothing stands above the axes of their row."""
    rows: list[list[PagePanel]] = []
    for panel in sorted(panels.values(), key=lambda p: -plan.axes[p.letter].y1):
        top = plan.axes[panel.letter].y1
        if rows and abs(plan.axes[rows[-1][0].letter].y1 - top) < _ROW_MM:
            rows[-1].append(panel)
        else:
            rows.append([panel])
    for row in rows:
        needs = not any(_has_top(p) for p in row)
        for panel in row:
            panel.needs_line = panel.tag is not None and needs


def _has_top(panel: PagePanel) -> bool:
    is_faceted = any(isinstance(t, Call) and t.function.startswith("facet_") for t in panel.drawn.terms)
    shows_legend = panel.legend_mode == "strip" and bool(panel.drawn.legend) and not panel.drawn.colorbar
    return bool(panel.title or panel.note) or is_faceted or shows_legend


def _margins(panel: PagePanel, look: Look) -> Margins:
    """Return the usual margins with room for what stands around the axes."""
    drawn = panel.drawn
    size = {
        side: sum(s.size_mm for s in drawn.strips if s.side == side) for side in ("above", "below", "right")
    }
    top = size["above"]
    if panel.title:
        top += pt_to_mm((panel.title.count("\n") + 1) * look.label_pt * _PITCH + 3)
    if panel.note:
        top += pt_to_mm((panel.note.count("\n") + 1) * look.annotation_pt * _PITCH + 3)
    if panel.legend_mode == "strip" and drawn.legend and not drawn.colorbar:
        top += panel.legend_rows * LEGEND_LINE_MM + max(
            (max(pt_to_mm(e.size_pt or 0.0), LEGEND_LINE_MM) for e in drawn.legend_under), default=0.0
        )
    right = _USUAL.right + size["right"] + panel.right_mm + (_BAR_MM if drawn.colorbar else 0.0)
    return Margins(_USUAL.left, right, max(top, _USUAL.top), _USUAL.bottom + size["below"])


def _palettes(marks: Mapping[str, Mapping[str, Mark]]) -> dict[str, str]:
    """Return field → the name of the variable with its colours."""
    out: dict[str, str] = {}
    for field in marks:
        base = "colours_" + (re.sub(r"[^a-z0-9]+", "_", field.lower()).strip("_") or "levels")[:20].strip("_")
        name, i = base, 2
        while name in out.values():
            name, i = f"{base}_{i}", i + 1
        out[field] = name
    return out


class _Maker:
    """Makes panels for a page as it was last solved."""

    def __init__(  # noqa: PLR0917 - what is known of the figure, then the page
        self,
        prepared: Prepared,
        marks: Mapping[str, Mapping[str, Mark]],
        palettes: Mapping[str, str],
        look: Look,
        plan: GridPlan,
        dpi: float,
        insets: Mapping[str, Inset],
        sizes: Mapping[str, tuple[float, float]],
        *,
        is_measured: bool,
    ) -> None:
        self.is_measured = is_measured
        self.prepared, self.marks, self.palettes, self.look = prepared, marks, palettes, look
        self.plan, self.dpi, self.insets, self.sizes = plan, dpi, insets, sizes

    def panel(self, letter: str) -> PagePanel:
        """Return a panel, its legend not chosen yet."""
        prepared, look = self.prepared, self.look
        loaded = prepared.loaded
        spec, drawn, (width, _) = loaded.panels[letter], self._draw(letter), self._size(letter)
        evidence = loaded.spec.contract.evidence.get(letter)
        has_letters = loaded.spec.figure.labels and len(loaded.panels) > 1
        is_inset = letter in loaded.spec.figure.insets
        if is_inset:
            drawn.direct = None
        return PagePanel(
            letter=letter,
            tag=letter_text(prepared, letter) if has_letters else None,
            drawn=drawn,
            table=prepared.panel_tables.get(letter),
            title=_wrapped([prepared.fill(spec.title)], width, look.label_pt) if spec.title else None,
            note=_wrapped(drawn.notes, width, look.annotation_pt) if drawn.notes else None,
            legend_asked="none" if is_inset else spec.legend,
            about=f"The {evidence.role}: {evidence.claim.strip()}" if evidence else "",
            is_inset=is_inset,
        )

    def _size(self, letter: str) -> tuple[float, float]:
        """Return the expected width and height in mm of a panel's axes."""
        if letter in self.sizes:
            return self.sizes[letter]
        if letter in self.plan.axes:
            box = self.plan.axes[letter]
            return box.width, box.height
        inset = self.prepared.loaded.spec.figure.insets[letter]
        return parse_length_mm(inset.width), parse_length_mm(inset.height)

    def _draw(self, letter: str) -> RPanel:
        prepared, size = self.prepared, self._size(letter)
        spec = prepared.loaded.panels[letter]
        taken = [i.share(self.plan.axes[letter]) for i in self.insets.values() if i.host == letter]
        style = RStyle(
            panel_style(prepared, letter, self.marks, self.look, size), f"data_{letter}", self.palettes, size,
            seed_of(prepared, letter) % _SEEDS, (self.plan.width_mm, self.plan.height_mm), self.dpi,
            prepared.loaded.id, taken, self.is_measured,
        )  # fmt: skip
        table: Any = prepared.panel_tables.get(letter)
        return twins.load(spec.kind).draw(spec, table, style)


def _about(prepared: Prepared) -> list[str]:
    from natfig import __version__

    contract = prepared.loaded.spec.contract
    return [
        contract.conclusion.strip(),
        (
            f"Written by natfig {__version__} for {prepared.journal.name}, stage {contract.stage}. It needs "
            f"nothing of natfig's: run it in its own folder, beside {prepared.loaded.id}_data."
        ),
    ]


def _wrapped(texts: list[str], width_mm: float, size_pt: float) -> str:
    """Return texts in lines within a width in mm: together where that fits, else each for itself."""
    together = ", ".join(texts)
    if text_mm(together, size_pt) <= width_mm:
        return together
    return "\n".join(broken(text, width_mm, size_pt) for text in texts)


# ---------------------------------------------------------------- names


def panel_names(page: Page) -> dict[str, PanelNames]:
    """Return how the parts of each panel are called in the SVG."""
    out = {}
    for letter, panel in page.panels.items():
        drawn = panel.drawn
        levels = {e.mark.color.upper(): e.text for e in drawn.legend}
        levels |= {c.upper(): level for c, level in drawn.split_colors.items()}
        out[letter] = PanelNames(
            letter,
            [(layer.role, layer.split, layer.name) for layer in drawn.layers],
            levels,
            {f"strip_{letter}_{i}": s.role for i, s in enumerate(drawn.strips, 1)},
            "colorbar" if drawn.colorbar else "legend",
            drawn.legend_title,
        )
    return out
