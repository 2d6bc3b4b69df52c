"""From a prepared spec to a finished page.

Charts draw first, then the page is solved: fit ticks to the axes there are,
measure every text, give each panel the margins it needs, share out the rest,
and again until nothing moves. At the end every pair of texts is checked; what
touches is an error that names the panel, the text and the millimetres missing.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import matplotlib as mpl
import numpy as np
from matplotlib import font_manager
from matplotlib.figure import Figure

from natfig.backends.mpl.axisfit import (
    box_height_pt,
    category_need_pt,
    fit_axis,
    fit_label,
    round_limits,
    rows_need_pt,
)
from natfig.backends.mpl.furniture import Furnisher
from natfig.backends.mpl.measure import Measure, TextBox
from natfig.backends.mpl.panel import Panel, axis_format, draw_panel, shared_marks
from natfig.backends.mpl.raster import RendererRaster
from natfig.charts.base import LegendEntry, Look
from natfig.core.errors import LayoutError, Problem
from natfig.core.units import mm_to_in, mm_to_pt, parse_length_mm, pt_to_mm
from natfig.layout.grid import Box, GridPlan, Margins, Span, collapse, solve, spans
from natfig.layout.place import beside_points, empty_spot
from natfig.style.fonts import FALLBACK, Face, find_face
from natfig.style.rcparams import look_for, rc_params

if TYPE_CHECKING:
    from collections.abc import Mapping

    from natfig.render.prepare import Prepared

__all__ = ["Page", "build_page", "use_face"]

# Positions have settled when nothing moves by more than this between passes.
SETTLED_MM = 0.02
MOST_PASSES = 10
# Two boxes that share less than this are apart: it is a rounding error of the measuring.
TOUCH_PT = 0.02
BAR_GAP_PT, BAR_WIDTH_MM = 4.5, 2.0
# A colour bar longer than this takes attention from its map.
MAX_BAR_MM = 40.0
# The hero is at least this many times its neighbours (design: "The look").
HERO_RATIO = 1.5
# Overlaps listed per panel; the rest are counted.
MOST_REPORTED = 4
# Resolution at which the painted area is looked at when a note needs an empty place.
INK_DPI = 144


@dataclass
class Page:
    """A finished page, ready to be exported.

    Attributes
    ----------
    figure : matplotlib.figure.Figure
    plan : GridPlan
        Boxes of axes and panels in mm.
    rc : dict
        rcParams the figure was drawn with; exports use the same.
    look : Look
    face : Face
        What text was measured with.
    texts : list of TextBox
        Every text on the page.
    counts : mapping of str to mapping of str to int
        Observations per group of each panel.
    warnings : list of str
    """

    figure: Figure
    plan: GridPlan
    rc: dict[str, Any]
    look: Look
    face: Face
    texts: list[TextBox]
    counts: dict[str, dict[str, int]]
    warnings: list[str] = field(default_factory=list)


def use_face(face: Face) -> None:
    """Make a face known to matplotlib; does nothing if it is."""
    known = {entry.fname for entry in font_manager.fontManager.ttflist}
    for path in face.files:
        if str(path) not in known:
            font_manager.fontManager.addfont(str(path))


def build_page(prepared: Prepared, dpi: float) -> Page:
    """Draw and lay out a figure.

    Parameters
    ----------
    prepared : Prepared
        The checked spec with its data.
    dpi : float
        Resolution of rasterized parts.

    Raises
    ------
    LayoutError
        If something cannot be placed.
    """
    contract, figure = prepared.loaded.spec.contract, prepared.loaded.spec.figure
    look = look_for(prepared.journal, contract.stage)
    face = find_face()
    use_face(face)
    width_mm = prepared.journal.width_mm(figure.width, contract.stage)
    height_mm = None if figure.height == "auto" else parse_length_mm(figure.height)
    rc = rc_params(look, face, width_in=mm_to_in(width_mm), height_in=mm_to_in(height_mm or 70.0), dpi=dpi)
    with mpl.rc_context(rc):
        return _Builder(prepared, look, face, rc, width_mm, height_mm).build()


class _Builder:
    def __init__(
        self,
        prepared: Prepared,
        look: Look,
        face: Face,
        rc: dict[str, Any],
        width_mm: float,
        height_mm: float | None,
    ) -> None:
        self.prepared, self.look, self.face, self.rc = prepared, look, face, rc
        self.width_mm, self.height_mm = width_mm, height_mm
        self.spec = prepared.loaded.spec
        grid, figure = prepared.loaded.grid, self.spec.figure
        columns = _given(figure.column_widths, len(grid[0]), "figure.column_widths", "columns")
        rows = _given(figure.row_heights, len(grid), "figure.row_heights", "rows")
        self.grid, self.columns, self.rows = collapse(grid, columns, rows)
        self.places = spans(self.grid)
        self.max_height_mm = prepared.journal.max_height_mm(self.spec.contract.stage)
        self.figure = Figure(figsize=(mm_to_in(width_mm), mm_to_in(height_mm or 70.0)), dpi=72)
        self.figure.patch.set_gid("page")
        self.setter = Measure(1, 1, look.floor_pt)
        self.furnisher = Furnisher(self.figure, look, self.setter)
        self.panels: dict[str, Panel] = {}
        self.shared: tuple[list[LegendEntry], str | None] | None = None
        self.header: list[Any] = []
        self.letters: list[Any] = []
        self.warnings: list[str] = []

    # -- the road -------------------------------------------------------

    def build(self) -> Page:
        plan = self._solve({k: Margins(12, 3, 5, 9) for k in self.places}, 0.0)
        marks = shared_marks(self.prepared)
        for letter in self.places:
            box = plan.axes[letter]
            panel = draw_panel(self.figure, self.prepared, letter, marks, self.look, (box.width, box.height))
            self.panels[letter] = panel
            self._add_texts(panel)
            for which in ("x", "y"):
                round_limits(panel.ax, which)
            self.warnings += [f"panel {letter}: {w}" for w in panel.drawn.warnings]
        plan = self._settle(plan)
        self._choose_legends(plan)
        plan = self._settle(plan)
        plan = self._place_notes(plan)
        texts = self._measure_all()
        self._check(texts, plan)
        self._name_ticks()
        self._warn_fallback(texts)
        counts = {k: p.drawn.n for k, p in self.panels.items()}
        return Page(self.figure, plan, self.rc, self.look, self.face, texts, counts, self.warnings)

    def _add_texts(self, panel: Panel) -> None:
        """Write annotations with a position, and collect what needs an empty place."""
        for annotation in panel.spec.annotations:
            text = self.prepared.fill(annotation.text)
            if annotation.x is None or annotation.y is None:
                panel.drawn.notes.append(text)
                continue
            panel.ax.text(
                annotation.x, annotation.y, text, ha=annotation.align, va="center_baseline",
                fontsize=self.look.annotation_pt, color=self.look.ink, gid=f"panel-{panel.letter}.annotation",
            )  # fmt: skip

    def _weights(self) -> tuple[list[float], list[float]]:
        """Return column and row weights; the hero outweighs its neighbours unless the spec says how wide things are."""
        columns, rows = list(self.columns), list(self.rows)
        hero = next((k for k, e in self.spec.contract.evidence.items() if e.hero and k in self.places), None)
        if hero is None or len(self.places) < 2:
            return columns, rows
        mine = self.places[hero]
        size = self._size(mine, columns, rows)
        largest = max(self._size(s, columns, rows) for k, s in self.places.items() if k != hero)
        if size >= HERO_RATIO * largest:
            return columns, rows
        if self.spec.figure.column_widths is None:
            inside = [mine.column0 <= c <= mine.column1 for c in range(len(columns))]
            if not all(inside):
                columns = [w * HERO_RATIO if i else w for w, i in zip(columns, inside, strict=True)]
        if self.spec.figure.row_heights is None:
            inside = [mine.row0 <= r <= mine.row1 for r in range(len(rows))]
            if not all(inside):
                rows = [w * HERO_RATIO if i else w for w, i in zip(rows, inside, strict=True)]
        return columns, rows

    @staticmethod
    def _size(span: Span, columns: list[float], rows: list[float]) -> float:
        return sum(columns[span.column0 : span.column1 + 1]) * sum(rows[span.row0 : span.row1 + 1])

    def _solve(self, margins: Mapping[str, Margins], header_mm: float) -> GridPlan:
        columns, rows = self._weights()
        need = {k: pt_to_mm(self._rows_need_pt(p)) for k, p in self.panels.items()}
        plan = solve(
            self.grid, margins, width_mm=self.width_mm, height_mm=self.height_mm, column_weights=columns, row_weights=rows,
            header_mm=header_mm, square=frozenset(k for k, p in self.panels.items() if p.drawn.square),
            min_height_mm={k: v for k, v in need.items() if v}, max_height_mm=self.max_height_mm,
        )  # fmt: skip
        self.figure.set_size_inches(mm_to_in(plan.width_mm), mm_to_in(plan.height_mm))
        return plan

    def _rows_need_pt(self, panel: Panel) -> float:
        """Return the axes height that row labels and the table beside them need."""
        row = box_height_pt(self.look.annotation_pt)
        tables = [rows_need_pt(panel.ax, [y for y, _ in c.cells], row) for c in panel.drawn.margin_text]
        return max([category_need_pt(panel.ax, self.setter), *tables])

    def _settle(self, plan: GridPlan) -> GridPlan:
        """Measure and solve until nothing moves."""
        for _ in range(MOST_PASSES):
            margins = {letter: self._arrange(panel, plan) for letter, panel in self.panels.items()}
            header = self._header(plan)
            new = self._solve(self._with_letters(margins, plan), header)
            moved = max(_distance(plan.axes[k], new.axes[k]) for k in self.places)
            moved = max(moved, abs(plan.height_mm - new.height_mm))
            plan = new
            if moved < SETTLED_MM:
                break
        for panel in self.panels.values():
            self._arrange(panel, plan)
        self._header(plan)
        self._write_letters(plan)
        return plan

    # -- one panel ------------------------------------------------------

    def _arrange(self, panel: Panel, plan: GridPlan) -> Margins:
        """Set a panel's axes where the plan says, fit its texts, and return the margins they need."""
        box = plan.axes[panel.letter]
        _set_position(panel.ax, box, plan)
        self._fit(panel, "x", mm_to_pt(box.width))
        self._fit(panel, "y", mm_to_pt(box.height))
        if panel.bar is not None:
            self._place_bar(panel, box, plan)
        own = self._axis_boxes(panel)
        below = min((b.box[1] for b in own), default=mm_to_pt(box.y0))
        right = max((b.box[2] for b in own), default=mm_to_pt(box.x1))
        self.furnisher.furnish(panel, box, min(below, mm_to_pt(box.y0)), right)
        boxes = self._panel_boxes(panel)
        tick = self.look.tick_len_pt if panel.ax.axison and panel.drawn.frame != "none" else 0.0
        x0, y0 = mm_to_pt(box.x0) - tick, mm_to_pt(box.y0) - tick
        x1, y1 = mm_to_pt(box.x1), mm_to_pt(box.y1)
        if panel.bar is not None:
            x1 += BAR_GAP_PT + mm_to_pt(BAR_WIDTH_MM)
        for b in boxes:
            x0, y0, x1, y1 = min(x0, b.box[0]), min(y0, b.box[1]), max(x1, b.box[2]), max(y1, b.box[3])
        return Margins(
            box.x0 - pt_to_mm(x0), pt_to_mm(x1) - box.x1, pt_to_mm(y1) - box.y1, box.y0 - pt_to_mm(y0)
        )

    def _fit(self, panel: Panel, which: str, length_pt: float) -> None:
        axis = panel.ax.xaxis if which == "x" else panel.ax.yaxis
        fit_axis(panel.ax, which, length_pt, self.look, self.setter, axis_format(panel, which))
        fit_label(axis.label, length_pt, self.setter)

    def _place_bar(self, panel: Panel, box: Box, plan: GridPlan) -> None:
        bar = panel.bar
        assert bar is not None  # noqa: S101 - checked by the caller
        own = [b.box[2] for b in self._axis_boxes(panel, bar=False)]
        x0 = max(box.x1, *(pt_to_mm(v) for v in own)) if own else box.x1
        x0 = max(box.x1 + pt_to_mm(BAR_GAP_PT), x0 + 1.0 if x0 > box.x1 + 1.0 else 0.0)
        height = min(box.height, MAX_BAR_MM)
        _set_position(bar, Box(x0, box.y1 - height, x0 + BAR_WIDTH_MM, box.y1), plan)
        fit_axis(bar, "y", mm_to_pt(height), self.look, self.setter, bar.__dict__.get("_natfig_format"))
        fit_label(bar.yaxis.label, mm_to_pt(height), self.setter)

    def _axis_boxes(self, panel: Panel, *, bar: bool = True) -> list[TextBox]:
        measure = self._new_measure()
        for ax in panel.axes() if bar else [panel.ax]:
            if ax.axison and ax.get_visible():
                measure.open_group("axes", f"panel-{panel.letter}")
                ax.xaxis.draw(measure)
                ax.yaxis.draw(measure)
                measure.close_group("axes")
        return measure.boxes

    def _panel_boxes(self, panel: Panel) -> list[TextBox]:
        measure = self._new_measure()
        for ax in panel.axes():
            measure.open_group("axes", f"panel-{panel.letter}")
            if ax.axison and ax.get_visible():
                ax.xaxis.draw(measure)
                ax.yaxis.draw(measure)
            for text in ax.texts:
                text.draw(measure)
            measure.close_group("axes")
        return measure.boxes

    def _new_measure(self) -> Measure:
        width_in, height_in = self.figure.get_size_inches()
        return Measure(width_in * 72, height_in * 72, self.look.floor_pt)

    # -- legends --------------------------------------------------------

    def _choose_legends(self, plan: GridPlan) -> None:
        """Direct labels where they fit, else one legend for panels that share it, else a strip a panel."""
        asked = self.spec.figure.legend
        groups: dict[tuple[Any, ...], list[Panel]] = {}
        for panel in self.panels.values():
            drawn, mode = panel.drawn, panel.spec.legend if panel.spec.legend != "auto" else asked
            if mode == "none" or not (drawn.legend or drawn.direct):
                panel.legend_mode = "none"
                continue
            fits = (
                bool(drawn.direct)
                and self.furnisher.direct_positions(drawn.direct, panel, plan.axes[panel.letter]) is not None
            )
            if mode == "direct" and not fits:
                raise LayoutError(
                    f"panel {panel.letter}: its {len(drawn.direct) or len(drawn.legend)} series can't be labelled directly; the ends are too close",
                    hint="use legend: auto or legend: strip",
                )
            panel.legend_mode = "direct" if fits and mode in ("auto", "direct") else "strip"
            if not drawn.legend:
                panel.legend_mode = "direct" if fits else "none"
                continue
            key = (drawn.legend_title, tuple((e.text, e.mark.color) for e in drawn.legend))
            groups.setdefault(key, []).append(panel)
        if asked in ("auto", "strip"):
            crowd = [p for p in max(groups.values(), key=len, default=[]) if p.spec.legend == "auto"]
            # Over the whole page a legend is looked for only when most panels, or all that have one, use it.
            common = len(crowd) > len(self.panels) / 2 or (len(groups) == 1 and len(crowd) > 1)
            if common and (len(crowd) > 2 or any(p.legend_mode == "strip" for p in crowd)):
                self.shared = (_common(crowd), crowd[0].drawn.legend_title)
                for panel in crowd:
                    panel.legend_mode = "shared"

    def _header(self, plan: GridPlan) -> float:
        """Draw the legend of the whole figure and return the height it takes in mm."""
        for artist in self.header:
            artist.remove()
        self.header.clear()
        if self.shared is None:
            return 0.0
        entries, title = self.shared
        first = min(plan.axes[k].x0 for k in self.places)
        available = mm_to_pt(plan.width_mm - first - 1.0)
        rows = self.furnisher.strip_rows(entries, title, available)
        height = self.furnisher.strip_height(rows) + 2.0
        bottom = mm_to_pt(plan.height_mm) - height
        for artist in self.furnisher.strip(entries, title, mm_to_pt(first), bottom, available, "legend"):
            self.figure.add_artist(artist)
            self.header.append(artist)
        return pt_to_mm(height)

    # -- letters --------------------------------------------------------

    def _letters_wanted(self) -> bool:
        return self.spec.figure.labels and len(self.places) > 1

    def _letter_text(self, letter: str) -> str:
        style = self.prepared.journal.panel_label(self.spec.contract.stage)
        cased = letter.upper() if style.case == "upper" else letter
        return style.pattern.format(cased) if style.pattern else cased

    def _letter_weight(self) -> str:
        return str(self.prepared.journal.panel_label(self.spec.contract.stage).weight or "bold")

    def _with_letters(self, margins: Mapping[str, Margins], plan: GridPlan) -> dict[str, Margins]:
        """Grow top and left margins so that the letter stands clear of its panel."""
        out = dict(margins)
        if not self._letters_wanted():
            return out
        size = self.look.letter_pt
        height = pt_to_mm(box_height_pt(size))
        for letter, m in margins.items():
            width = pt_to_mm(self.furnisher.width(self._letter_text(letter), size, self._letter_weight()))
            box, panel_box = plan.axes[letter], plan.panels[letter]
            edge = panel_box.x0 + width + 0.6
            under = [b for b in self._panel_boxes(self.panels[letter]) if pt_to_mm(b.box[0]) < edge]
            highest = max((pt_to_mm(b.box[3]) for b in under), default=0.0)
            # What stands beside the letter (a legend strip starting at the axes) may share its height.
            beside = pt_to_mm(max((b.box[0] for b in under), default=0.0))
            top = max(m.top, max(highest - box.y1, 0.0) + height + 0.3)
            left = m.left
            if m.top > 0.5 and box.x0 - panel_box.x0 < width + 0.6 and beside:
                left = max(left, width + 0.6)
            out[letter] = Margins(left, m.right, top, m.bottom)
        return out

    def _write_letters(self, plan: GridPlan) -> None:
        for artist in self.letters:
            artist.remove()
        self.letters.clear()
        if not self._letters_wanted():
            return
        size, weight = self.look.letter_pt, self._letter_weight()
        for letter in self.places:
            box = plan.panels[letter]
            text = self.furnisher.text(
                mm_to_pt(box.x0), mm_to_pt(box.y1) - 0.905 * size, self._letter_text(letter), size,
                fontweight=weight, color="#000000", gid=f"panel-{letter}.letter",
            )  # fmt: skip
            self.figure.add_artist(text)
            self.letters.append(text)

    # -- notes ----------------------------------------------------------

    def _place_notes(self, plan: GridPlan) -> GridPlan:
        """Find empty places for notes and for the names of points."""
        noted = [p for p in self.panels.values() if p.drawn.notes]
        if noted:
            ink = self._ink()
            spots = {p.letter: self._spot(p, ink, plan) for p in noted}
            if any(spot is None for spot in spots.values()):
                for panel in noted:
                    panel.notes_above = spots[panel.letter] is None
                plan = self._settle(plan)
                ink = self._ink()
                spots = {p.letter: self._spot(p, ink, plan) for p in noted if not p.notes_above}
            for letter, spot in spots.items():
                if spot is not None:
                    self.furnisher.put_notes(self.panels[letter], spot)
        for panel in self.panels.values():
            if panel.drawn.point_labels:
                self._name_points(panel, plan)
        return plan

    def _inside(self, panel: Panel, ink: np.ndarray, plan: GridPlan) -> np.ndarray:
        """Return what is painted within a panel's axes, its own border left out."""
        rows, columns = ink.shape
        box = plan.axes[panel.letter]
        r0, r1 = (round((plan.height_mm - v) / plan.height_mm * rows) for v in (box.y1, box.y0))
        c0, c1 = (round(v / plan.width_mm * columns) for v in (box.x0, box.x1))
        return ink[r0 + 1 : r1 - 2, c0 + 2 : c1 - 1]

    def _spot(self, panel: Panel, ink: np.ndarray, plan: GridPlan) -> Box | None:
        _, width, height = self.furnisher.notes(panel)
        box = plan.axes[panel.letter]
        return empty_spot(self._inside(panel, ink, plan), box, pt_to_mm(width), pt_to_mm(height), 0.8)

    def _name_points(self, panel: Panel, plan: GridPlan) -> None:
        labels, box = panel.drawn.point_labels, plan.axes[panel.letter]
        at = panel.ax.transData.transform([(label.x, label.y) for label in labels])
        points = [(pt_to_mm(float(x)), pt_to_mm(float(y))) for x, y in at]
        size = self.look.annotation_pt
        height = pt_to_mm(box_height_pt(size))
        sizes = [(pt_to_mm(self.furnisher.width(label.text, size)), height) for label in labels]
        found = beside_points(self._inside(panel, self._ink(), plan), box, points, sizes, 0.25)
        for label, point, spot in zip(labels, points, found, strict=True):
            if spot is not None:
                self.furnisher.put_name(panel, label.text, spot, point)
        lost = [label.text for label, spot in zip(labels, found, strict=True) if spot is None]
        if lost:
            self.warnings.append(
                f"panel {panel.letter}: no place without overlap for the name{'s' * (len(lost) > 1)} {', '.join(lost)}"
            )

    def _ink(self) -> np.ndarray:
        """Return what is painted, shape (rows, columns), bool."""
        before = self.figure.dpi
        self.figure.dpi = INK_DPI
        try:
            width_in, height_in = self.figure.get_size_inches()
            renderer = RendererRaster(
                round(width_in * INK_DPI), round(height_in * INK_DPI), INK_DPI, self.look.floor_pt
            )
            self.figure.draw(renderer)
            rgba = np.asarray(renderer.buffer_rgba())
        finally:
            self.figure.dpi = before
        return np.asarray((rgba[..., :3].min(axis=2) < 250) & (rgba[..., 3] > 5))

    # -- the check ------------------------------------------------------

    def _measure_all(self) -> list[TextBox]:
        out: list[TextBox] = []
        for panel in self.panels.values():
            out += self._panel_boxes(panel)
        measure = self._new_measure()
        for artist in [*self.header, *self.letters]:
            artist.draw(measure)
        return [*out, *measure.boxes]

    def _check(self, texts: list[TextBox], plan: GridPlan) -> None:
        found: dict[str, list[tuple[str, str]]] = {}
        for letter, panel in self.panels.items():
            need, have = pt_to_mm(self._rows_need_pt(panel)), plan.axes[letter].height
            if need > have + 0.05:
                message = f"panel {letter}: its rows of text need {need:.1f} mm of height, the axes have {have:.1f} mm; {need - have:.1f} mm are missing"
                found[f"panel {letter}"] = [
                    (message, "raise figure.height, or give the row more with figure.row_heights")
                ]
        for owner, message, hint in (*_collisions(texts), *_outside(texts, plan)):
            if not (owner in found and "rows of text" in found[owner][0][0]):
                found.setdefault(owner, []).append((message, hint))
        problems = []
        for owner, items in found.items():
            for message, hint in items[:MOST_REPORTED]:
                problems.append(Problem(message, file=str(self.prepared.loaded.path), hint=hint))
            if len(items) > MOST_REPORTED:
                more = f"{owner}: {len(items) - MOST_REPORTED} more texts overlap"
                problems.append(Problem(more, file=str(self.prepared.loaded.path)))
        if problems:
            raise LayoutError(problems)

    def _warn_fallback(self, texts: list[TextBox]) -> None:
        known = set(font_manager.get_font(str(self.face.regular)).get_charmap())
        strange = sorted({c for t in texts for c in t.text if ord(c) not in known and c.isprintable()})
        if strange:
            self.warnings.append(f"{self.face.family} has no {' '.join(strange)}; drawn in {FALLBACK}")

    def _name_ticks(self) -> None:
        """Give every tick label an id, so that one can be edited by name."""
        for panel in self.panels.values():
            for ax in panel.axes():
                for which, axis in (("x", ax.xaxis), ("y", ax.yaxis)):
                    base = axis.get_gid() or f"panel-{panel.letter}.colorbar.axis-{which}"
                    for i, tick in enumerate(axis.get_major_ticks()):
                        tick.label1.set_gid(f"{base}.tick-{i + 1}")
                        tick.label2.set_gid(f"{base}.tick-{i + 1}")


def _given(weights: tuple[float, ...] | None, count: int, key: str, what: str) -> list[float]:
    if weights is None:
        return [1.0] * count
    if len(weights) != count or min(weights) <= 0:
        raise LayoutError(
            f"{key} has {len(weights)} values, the layout has {count} {what}",
            hint="give one positive number for each",
        )
    return list(weights)


def _common(panels: list[Panel]) -> list[LegendEntry]:
    """Return the legend of panels that share one; a square where their samples differ."""
    first = panels[0].drawn.legend
    if all([e.handle for e in p.drawn.legend] == [e.handle for e in first] for p in panels):
        return first
    return [LegendEntry(e.text, e.mark, "patch") for e in first]


def _set_position(ax: Any, box: Box, plan: GridPlan) -> None:
    w, h = plan.width_mm, plan.height_mm
    ax.set_position((box.x0 / w, box.y0 / h, box.width / w, box.height / h))


def _distance(a: Box, b: Box) -> float:
    return max(abs(a.x0 - b.x0), abs(a.y0 - b.y0), abs(a.x1 - b.x1), abs(a.y1 - b.y1))


def _where(owner: str) -> str:
    letter = owner.removeprefix("panel-").partition(".")[0]
    return f"panel {letter}" if owner.startswith("panel-") else "the legend"


def _collisions(texts: list[TextBox]) -> list[tuple[str, str, str]]:
    """Return (whose, what, what to do) of every pair of texts that overlap."""
    out = []
    ordered = sorted(texts, key=lambda t: t.box[0])
    for i, a in enumerate(ordered):
        for b in ordered[i + 1 :]:
            if b.box[0] >= a.box[2] - TOUCH_PT:
                break
            dx = min(a.box[2], b.box[2]) - b.box[0]
            dy = min(a.box[3], b.box[3]) - max(a.box[1], b.box[1])
            if dx > TOUCH_PT and dy > TOUCH_PT:
                missing = pt_to_mm(min(dx, dy))
                out.append(
                    (
                        _where(a.owner),
                        f"{_where(a.owner)}: '{_flat(a.text)}' and '{_flat(b.text)}' overlap; {missing:.1f} mm are missing",
                        "give the panel more room (figure.width, figure.height, fewer columns) or shorten the text",
                    )
                )
    return out


def _outside(texts: list[TextBox], plan: GridPlan) -> list[tuple[str, str, str]]:
    """Return (whose, what, what to do) of every text that leaves the page."""
    w, h = mm_to_pt(plan.width_mm), mm_to_pt(plan.height_mm)
    out = []
    for t in texts:
        over = max(-t.box[0], -t.box[1], t.box[2] - w, t.box[3] - h)
        if over > TOUCH_PT:
            message = f"{_where(t.owner)}: '{_flat(t.text)}' leaves the page by {pt_to_mm(over):.1f} mm"
            out.append((_where(t.owner), message, "shorten it or make the figure larger"))
    return out


def _flat(text: str) -> str:
    return text.replace("\n", " ")
