"""From a prepared spec to a finished page.

Charts draw first, then the page is solved: fit ticks to the axes there are,
measure every text, give each panel the margins it needs, share out the rest,
and again until nothing moves. At the end every pair of texts is checked; what
touches is an error that names the panel, the text and the millimetres missing.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from matplotlib import font_manager
from matplotlib.figure import Figure

from natfig.backends.describe import letter_text
from natfig.backends.mpl.axisfit import (
    box_height_pt,
    category_need_pt,
    fit_axis,
    fit_label,
    round_limits,
    rows_need_pt,
)
from natfig.backends.mpl.check import collisions, outside
from natfig.backends.mpl.furniture import Furnisher
from natfig.backends.mpl.group import Group
from natfig.backends.mpl.insets import find_place, inset_size
from natfig.backends.mpl.legends import Shared, choose_legends
from natfig.backends.mpl.measure import Measure, TextBox
from natfig.backends.mpl.panel import Panel, axis_format, draw_panel
from natfig.backends.mpl.probe import Probe
from natfig.backends.mpl.sharing import drop_inner_labels, share_colors, share_limits
from natfig.backends.mpl.text import ASCENT
from natfig.backends.pagegrid import PageGrid
from natfig.backends.panelstyle import shared_marks
from natfig.charts import charts
from natfig.charts.base import Look
from natfig.core.errors import LayoutError, Problem
from natfig.core.units import mm_to_in, mm_to_pt, parse_length_mm, pt_to_mm
from natfig.layout.grid import Box, GridPlan, Margins
from natfig.layout.place import beside_points, empty_spot
from natfig.layout.tree import TreePlan
from natfig.style.context import rc_context, use_face
from natfig.style.fonts import FALLBACK, Face, find_face
from natfig.style.rcparams import look_for, rc_params

if TYPE_CHECKING:
    from collections.abc import Mapping

    import numpy as np

    from natfig.render.prepare import Prepared

__all__ = ["Page", "build_page"]

# Positions have settled when nothing moves by more than this between passes.
SETTLED_MM = 0.02
MOST_PASSES = 10
# What a panel with labels on both axes usually takes.
USUAL_MARGINS = Margins(12.0, 3.0, 5.0, 9.0)
BAR_GAP_PT, BAR_WIDTH_MM = 4.5, 2.0
# A colour bar longer than this takes attention from its map.
MAX_BAR_MM = 40.0
# Overlaps listed per panel; the rest are counted.
MOST_REPORTED = 4


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
    records : mapping of str to dict
        What else the manifest says of each panel.
    warnings : list of str
    """

    figure: Figure
    plan: GridPlan
    rc: dict[str, Any]
    look: Look
    face: Face
    texts: list[TextBox]
    counts: dict[str, dict[str, int]]
    records: dict[str, dict[str, Any]] = field(default_factory=dict)
    warnings: list[str] = field(default_factory=list)


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
    with rc_context(rc):
        return _Builder(prepared, look, face, rc, width_mm=width_mm, height_mm=height_mm).build()


class _Builder:
    def __init__(
        self,
        prepared: Prepared,
        look: Look,
        face: Face,
        rc: dict[str, Any],
        *,
        width_mm: float,
        height_mm: float | None,
    ) -> None:
        self.prepared, self.look, self.face, self.rc = prepared, look, face, rc
        self.width_mm, self.height_mm = width_mm, height_mm
        self.spec = prepared.loaded.spec
        self.max_height_mm = prepared.journal.max_height_mm(self.spec.contract.stage)
        self.pagegrid = PageGrid(
            prepared.loaded, width_mm, height_mm, max_height_mm=self.max_height_mm,
            line_pt=box_height_pt(look.label_pt),
        )  # fmt: skip
        self.places = self.pagegrid.letters
        self.figure = Figure(figsize=(mm_to_in(width_mm), mm_to_in(height_mm or 70.0)), dpi=72)
        self.figure.patch.set_gid("page")
        self.setter = Measure(1, 1, look.floor_pt)
        self.furnisher = Furnisher(self.figure, look, self.setter)
        self.probe = Probe(self.figure, self.furnisher.points, look.floor_pt)
        self.panels: dict[str, Panel] = {}
        self.insets: dict[str, Panel] = {}
        self.shared: list[Shared] = []
        self.headings: list[Any] = []
        self.header: list[Any] = []
        self.letters: list[Any] = []
        self.warnings: list[str] = []

    # -- the road -------------------------------------------------------

    def build(self) -> Page:
        plan = self._first_plan()
        marks = shared_marks(self.prepared)
        for letter in self.places:
            box = plan.axes[letter]
            self.panels[letter] = self._draw(letter, marks, (box.width, box.height))
        share = self.spec.figure.share
        share_limits(self.panels, share)
        share_colors(self.panels, share.color)
        plan = self._settle(plan)
        if drop_inner_labels(self.panels, plan, share):
            plan = self._settle(plan)
        self.shared = choose_legends(self.panels, plan, self.spec.figure.legend, self.furnisher)
        plan = self._settle(plan)
        for letter, inset in self.spec.figure.insets.items():
            self.insets[letter] = self._draw(letter, marks, inset_size(inset))
        plan = self._place_insets(plan)
        plan = self._place_notes(plan)
        texts = self._measure_all()
        self._check(texts, plan)
        self._name_ticks()
        self._warn_fallback(texts)
        if (hint := self.pagegrid.small_hero(plan)) is not None:
            self.warnings.append(hint)
        # What a chart has to say may depend on the size it got.
        drawn = self.panels | self.insets
        said = [f"panel {k}: {w}" for k, p in drawn.items() for w in p.drawn.warnings]
        self.warnings = said + self.warnings
        counts = {k: p.drawn.n for k, p in drawn.items()}
        records = {k: p.drawn.record for k, p in drawn.items()}
        return Page(self.figure, plan, self.rc, self.look, self.face, texts, counts, records, self.warnings)

    def _draw(self, letter: str, marks: Any, hint: tuple[float, float]) -> Panel:
        """Let a chart draw itself for axes of about `hint` mm."""
        panel = draw_panel(self.figure, self.prepared, letter, marks, self.look, hint)
        self._add_texts(panel)
        for which in ("x", "y"):
            round_limits(panel.ax, which)
        return panel

    def _first_plan(self) -> GridPlan:
        """Return a page to draw the first time on; the margins are a guess, so they can't be at fault."""
        try:
            return self._solve(dict.fromkeys(self.places, USUAL_MARGINS), 0.0)
        except LayoutError:
            return self._solve(dict.fromkeys(self.places, Margins()), 0.0)

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

    def _solve(self, margins: Mapping[str, Margins], header_mm: float) -> GridPlan:
        need = {k: pt_to_mm(self._rows_need_pt(p)) for k, p in self.panels.items()}
        plan = self.pagegrid.solve(
            margins,
            header_mm,
            {k: p.drawn for k, p in self.panels.items()},
            {k: v for k, v in need.items() if v},
        )
        self.figure.set_size_inches(mm_to_in(plan.width_mm), mm_to_in(plan.height_mm))
        return plan

    def _rows_need_pt(self, panel: Panel) -> float:
        """Return the axes height that row labels and the table beside them need."""
        row = box_height_pt(self.look.annotation_pt)
        tables = [rows_need_pt(panel.ax, [y for y, _ in c.cells], row) for c in panel.drawn.margin_text]
        return max([category_need_pt(panel.ax, self.setter), *tables])

    def _settle(self, plan: GridPlan) -> GridPlan:
        """Measure and solve until nothing moves."""
        moved = 1.0
        for _ in range(MOST_PASSES):
            margins = {letter: self._arrange(panel, plan) for letter, panel in self.panels.items()}
            header = self._header(plan)
            new = self._solve(self._with_letters(margins, plan), header)
            moved = max(_distance(plan.axes[k], new.axes[k]) for k in self.places)
            moved = max(moved, abs(plan.height_mm - new.height_mm))
            plan = new
            if moved < SETTLED_MM:
                break
        if moved > 0:
            for panel in self.panels.values():
                self._arrange(panel, plan)
            self._header(plan)
        self._write_letters(plan)
        self._write_headings(plan)
        return plan

    # -- one panel ------------------------------------------------------

    def _arrange(self, panel: Panel, plan: GridPlan) -> Margins:
        """Set a panel's axes where the plan says, fit its texts, and return the margins they need."""
        box, owner = plan.axes[panel.letter], f"panel-{panel.letter}"
        _set_position(panel.ax, box, plan)
        charts.load(panel.spec.kind).place(panel.ax, panel.spec, panel.drawn, (box.width, box.height))
        self._fit(panel, "x", mm_to_pt(box.width))
        self._fit(panel, "y", mm_to_pt(box.height))
        own = self.probe.axis_boxes(panel.ax, owner)
        if panel.bar is not None:
            self._place_bar(panel, box, plan, own)
            own = own + self.probe.axis_boxes(panel.bar, owner)
        below = min((b.box[1] for b in own), default=mm_to_pt(box.y0))
        right = max((b.box[2] for b in own), default=mm_to_pt(box.x1))
        limits = (min(below, mm_to_pt(box.y0)), right, mm_to_pt(plan.panels[panel.letter].x1))
        self.furnisher.furnish(panel, box, *limits, self._taken(panel, own))
        panel.boxes = own + self.probe.text_boxes(panel.ax, owner)
        tick = self.look.tick_len_pt if panel.ax.axison and panel.drawn.frame != "none" else 0.0
        x0, y0 = mm_to_pt(box.x0) - tick, mm_to_pt(box.y0) - tick
        x1, y1 = mm_to_pt(box.x1), mm_to_pt(box.y1)
        if panel.bar is not None:
            x1 += BAR_GAP_PT + mm_to_pt(BAR_WIDTH_MM)
        for b in panel.boxes:
            x0, y0, x1, y1 = min(x0, b.box[0]), min(y0, b.box[1]), max(x1, b.box[2]), max(y1, b.box[3])
        return Margins(
            box.x0 - pt_to_mm(x0), pt_to_mm(x1) - box.x1, pt_to_mm(y1) - box.y1, box.y0 - pt_to_mm(y0)
        )

    def _taken(self, panel: Panel, own: list[TextBox]) -> list[TextBox]:
        """Return the texts that brackets have to keep clear of; measured only where there are brackets."""
        if not panel.drawn.brackets:
            return []
        self.furnisher.clear(panel)
        return [*own, *self.probe.text_boxes(panel.ax, f"panel-{panel.letter}")]

    def _fit(self, panel: Panel, which: str, length_pt: float) -> None:
        axis = panel.ax.xaxis if which == "x" else panel.ax.yaxis
        fit_axis(panel.ax, which, length_pt, self.setter, axis_format(panel, which))
        fit_label(axis.label, length_pt, self.setter)

    def _place_bar(self, panel: Panel, box: Box, plan: GridPlan, own: list[TextBox]) -> None:
        bar = panel.bar
        assert bar is not None  # noqa: S101 - checked by the caller
        # Labels that stand right of the axes push the bar outwards.
        right = max(
            [
                box.x1,
                *(
                    pt_to_mm(b.box[2])
                    for b in own
                    if b.box[1] < mm_to_pt(box.y1) and b.box[3] > mm_to_pt(box.y0)
                ),
            ]
        )
        x0 = max(box.x1 + pt_to_mm(BAR_GAP_PT), right + 1.0 if right > box.x1 + 1.0 else 0.0)
        height = min(box.height, MAX_BAR_MM)
        _set_position(bar, Box(x0, box.y1 - height, x0 + BAR_WIDTH_MM, box.y1), plan)
        fit_axis(bar, "y", mm_to_pt(height), self.setter, bar.__dict__.get("_natfig_format"))
        fit_label(bar.yaxis.label, mm_to_pt(height), self.setter)

    # -- legends --------------------------------------------------------

    def _header(self, plan: GridPlan) -> float:
        """Draw the legend of the whole figure and return the height it takes in mm."""
        for artist in self.header:
            artist.remove()
        self.header.clear()
        if not self.shared:
            return 0.0
        first = min(plan.axes[k].x0 for k in self.places)
        available = mm_to_pt(plan.width_mm - first - 1.0)
        lines = self.furnisher.header_lines(self.shared, available)
        heights = [
            max(self.furnisher.strip_height(e, self.furnisher.strip_rows(e, t, w)) for _, w, (e, t) in line)
            for line in lines
        ]
        for i, line in enumerate(lines):
            bottom = mm_to_pt(plan.height_mm) - (sum(heights[: i + 1]) + 2.0)
            for x, width, (entries, title) in line:
                name = "legend" if len(self.shared) == 1 else f"legend-{len(self.header) + 1}"
                strip = self.furnisher.strip(entries, title, mm_to_pt(first) + x, bottom, width, name)
                self.header.append(self.figure.add_artist(Group(name, strip)))
        return pt_to_mm(sum(heights) + 2.0)

    # -- headings -------------------------------------------------------

    def _write_headings(self, plan: GridPlan) -> None:
        for artist in self.headings:
            artist.remove()
        self.headings.clear()
        if isinstance(plan, TreePlan):
            for i, heading in enumerate(plan.headings, 1):
                group = Group(f"heading-{i}", self.furnisher.heading(heading, f"heading-{i}"))
                self.headings.append(self.figure.add_artist(group))

    # -- letters --------------------------------------------------------

    def _letters_wanted(self) -> bool:
        return self.spec.figure.labels and len(self.places) + len(self.insets) > 1

    def _letter_text(self, letter: str) -> str:
        return letter_text(self.prepared, letter)

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
            under = [b for b in self.panels[letter].boxes if pt_to_mm(b.box[0]) < edge]
            highest = max((pt_to_mm(b.box[3]) for b in under), default=0.0)
            top = max(m.top, max(highest - box.y1, 0.0) + height + 0.3)
            # A legend, note or title above the axes starts where they start and shares the letter's height.
            panel = self.panels[letter]
            has_stack = panel.legend_mode == "strip" or panel.notes_above or panel.spec.title
            left = max(m.left, width + 1.0) if has_stack else m.left
            out[letter] = Margins(left, m.right, top, m.bottom)
        return out

    def _write_letters(self, plan: GridPlan) -> None:
        for artist in self.letters:
            artist.remove()
        self.letters.clear()
        if not self._letters_wanted():
            return
        size, weight = self.look.letter_pt, self._letter_weight()
        for letter in [*self.places, *(k for k in self.insets if k in plan.panels)]:
            box = plan.panels[letter]
            text = self.furnisher.text(
                mm_to_pt(box.x0), mm_to_pt(box.y1) - ASCENT * size, self._letter_text(letter), size,
                fontweight=weight, color="#000000", gid=f"panel-{letter}.letter",
            )  # fmt: skip
            # The letter follows from the margins, so it may not ask for any.
            panel = self.panels.get(letter) or self.insets[letter]
            self.letters.append(panel.ax.add_artist(Group(None, [text], is_measured=False)))

    # -- insets ---------------------------------------------------------

    def _place_insets(self, plan: GridPlan) -> GridPlan:
        """Set each inset into an empty place of its panel, one after the other."""
        axes, panels = dict(plan.axes), dict(plan.panels)
        for panel in self.insets.values():
            panel.legend_mode = "none"
            panel.ax.set_zorder(1)
            panel.ax.set_visible(False)
        for letter, inset in self.spec.figure.insets.items():
            panel, host = self.insets[letter], self.panels[inset.panel]
            inside = self._inside(host, self.probe.ink(), plan)
            panel.ax.set_visible(True)
            box, margins = Box(0.0, 0.0, *inset_size(inset)), Margins()
            for _ in range(2):
                axes[letter] = panels[letter] = box
                trial = replace(plan, axes=axes, panels=panels)
                margins = self._with_letter(self._arrange(panel, trial))
                box = find_place(letter, inset, inside, plan.axes[inset.panel], margins)
            axes[letter], panels[letter] = box, margins.around(box)
            plan = replace(plan, axes=axes, panels=panels)
            self._arrange(panel, plan)
        self._write_letters(plan)
        return plan

    def _with_letter(self, margins: Margins) -> Margins:
        """Grow an inset's top margin by the height of its letter."""
        if not self._letters_wanted():
            return margins
        return replace(margins, top=margins.top + pt_to_mm(box_height_pt(self.look.letter_pt)) + 0.3)

    # -- notes ----------------------------------------------------------

    def _place_notes(self, plan: GridPlan) -> GridPlan:
        """Find empty places for notes and for the names of points."""
        noted = [p for p in (self.panels | self.insets).values() if p.drawn.notes]
        while noted:
            ink = self.probe.ink()
            spots = {p.letter: self._spot(p, ink, plan) for p in noted if not p.notes_above}
            homeless = [letter for letter, spot in spots.items() if spot is None]
            if not homeless:
                for letter, spot in spots.items():
                    if spot is not None:
                        self.furnisher.put_notes((self.panels | self.insets)[letter], spot)
                break
            # Room above one panel is taken from others, whose notes may then need it too.
            for letter in homeless:
                (self.panels | self.insets)[letter].notes_above = True
            plan = self._place_insets(self._settle(plan))
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
        found = beside_points(self._inside(panel, self.probe.ink(), plan), box, points, sizes, 0.25)
        for label, point, spot in zip(labels, points, found, strict=True):
            if spot is not None:
                self.furnisher.put_name(panel, label.text, spot, point)
        lost = [label.text for label, spot in zip(labels, found, strict=True) if spot is None]
        if lost:
            names = f"name{'s' * (len(lost) > 1)} {', '.join(lost)}"
            self.warnings.append(f"panel {panel.letter}: no place without overlap for the {names}")

    # -- the check ------------------------------------------------------

    def _measure_all(self) -> list[TextBox]:
        out: list[TextBox] = []
        for panel in (self.panels | self.insets).values():
            # Notes and names came after the last layout pass.
            owner = f"panel-{panel.letter}"
            for ax in panel.axes():
                out += self.probe.axis_boxes(ax, owner)
            out += self.probe.text_boxes(panel.ax, owner)
        measure = self.probe.measure()
        for artist in [*self.header, *self.headings, *self.letters]:
            artist.draw(measure)
        return [*out, *measure.boxes]

    def _check(self, texts: list[TextBox], plan: GridPlan) -> None:
        found: dict[str, list[tuple[str, str | None]]] = {}
        for letter, panel in self.panels.items():
            need, have = pt_to_mm(self._rows_need_pt(panel)), plan.axes[letter].height
            if need > have + 0.05:
                message = (
                    f"panel {letter}: its rows of text need {need:.1f} mm of height, "
                    f"the axes have {have:.1f} mm; {need - have:.1f} mm are missing"
                )
                hint = "raise figure.height, or give the row more with figure.row_heights"
                found[f"panel {letter}"] = [(message, hint)]
            if panel.drawn.problems:
                own = [(f"panel {letter}: {what}", hint) for what, hint in panel.drawn.problems]
                found.setdefault(f"panel {letter}", []).extend(own)
        # Rows that are too close overlap by necessity: saying so once is enough.
        explained = frozenset(found)
        for owner, message, hint in (*collisions(texts), *outside(texts, plan)):
            if owner not in explained:
                found.setdefault(owner, []).append((message, hint))
        path = str(self.prepared.loaded.path)
        problems = []
        for owner, items in found.items():
            problems += [Problem(what, file=path, hint=to_do) for what, to_do in items[:MOST_REPORTED]]
            if len(items) > MOST_REPORTED:
                more = f"{owner}: {len(items) - MOST_REPORTED} more texts overlap"
                problems.append(Problem(more, file=path))
        if problems:
            raise LayoutError(problems)

    def _warn_fallback(self, texts: list[TextBox]) -> None:
        known = set(font_manager.get_font(str(self.face.regular)).get_charmap())
        strange = sorted({c for t in texts for c in t.text if ord(c) not in known and c.isprintable()})
        if strange:
            self.warnings.append(f"{self.face.family} has no {' '.join(strange)}; drawn in {FALLBACK}")

    def _name_ticks(self) -> None:
        """Give every tick label an id, so that one can be edited by name."""
        for panel in (self.panels | self.insets).values():
            for ax in panel.axes():
                for which, axis in (("x", ax.xaxis), ("y", ax.yaxis)):
                    base = axis.get_gid() or f"panel-{panel.letter}.colorbar.axis-{which}"
                    for i, tick in enumerate(axis.get_major_ticks()):
                        tick.label1.set_gid(f"{base}.tick-{i + 1}")
                        tick.label2.set_gid(f"{base}.tick-{i + 1}")


def _set_position(ax: Any, box: Box, plan: GridPlan) -> None:
    w, h = plan.width_mm, plan.height_mm
    ax.set_position((box.x0 / w, box.y0 / h, box.width / w, box.height / h))


def _distance(a: Box, b: Box) -> float:
    return max(abs(a.x0 - b.x0), abs(a.y0 - b.y0), abs(a.x1 - b.x1), abs(a.y1 - b.y1))
