"""What stands around a panel: legends, titles, letters, notes, margin tables.

Everything is placed in absolute sizes relative to the axes box of the current
layout pass and made anew in the next, so that wrapping follows the room there is.
Vertical stacks grow upwards from the axes: legend strip, then title.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
from matplotlib.font_manager import FontProperties
from matplotlib.lines import Line2D
from matplotlib.patches import Rectangle
from matplotlib.text import Text
from matplotlib.transforms import Affine2D

from natfig.backends.mpl.axisfit import box_height_pt, text_width_pt, wrap
from natfig.backends.mpl.brackets import draw_brackets
from natfig.backends.mpl.group import Group
from natfig.backends.mpl.text import ASCENT, CAP_HEIGHT, DESCENT, LINE_PITCH, TextSetter
from natfig.charts.base import DirectLabel, LegendEntry, Look
from natfig.core.units import in_to_mm, mm_to_pt
from natfig.layout.place import pack_rows, spread

if TYPE_CHECKING:
    from collections.abc import Sequence

    from matplotlib.artist import Artist
    from matplotlib.figure import Figure

    from natfig.backends.mpl.measure import TextBox
    from natfig.backends.mpl.panel import Panel
    from natfig.layout.grid import Box
    from natfig.layout.tree import Heading

__all__ = ["Furnisher"]

# All in pt.
# A line is long enough to show its dashes; a marker or a square takes no more room than it needs.
HANDLE_PT = {"line": 11.0, "line+marker": 11.0, "marker": 5.0, "patch": 6.5, "band": 6.5}
HANDLE_GAP_PT = 3.0
ENTRY_GAP_PT = 9.0
STACK_GAP_PT = 3.5  # between the axes and what stands above or below
DIRECT_GAP_PT = 3.5
COLUMN_GAP_PT = 7.0
LINE_GAP_PT = 1.5
# A direct label this many lines away from its series' end no longer points at it.
MAX_SHIFT_LINES = 1.6
MOST_DIRECT = 6
# A name further than this from its point needs a line to it.
LEADER_FROM_PT = 4.0


class Furnisher:
    """Draws furniture on a figure.

    Parameters
    ----------
    figure : matplotlib.figure.Figure
    look : Look
        Sizes in pt and inks.
    setter : TextSetter
        Measures text.

    Attributes
    ----------
    points : Transform
        Page coordinates in pt, from the bottom left → display.
    """

    def __init__(self, figure: Figure, look: Look, setter: TextSetter) -> None:
        self.figure = figure
        self.look = look
        self.setter = setter
        # Page coordinates in pt, whatever the dpi of the drawing at hand.
        self.points = Affine2D().scale(1 / 72) + figure.dpi_scale_trans

    def prop(self, size_pt: float, weight: str = "normal") -> FontProperties:
        """Return the figure's face at a size."""
        return FontProperties(size=size_pt, weight=weight)

    def width(self, text: str, size_pt: float, weight: str = "normal") -> float:
        """Return a text's width in pt, the widest line counting."""
        return text_width_pt(text, self.setter, self.prop(size_pt, weight))

    # -- pieces ---------------------------------------------------------

    def text(
        self, x: float, y: float, text: str, size_pt: float, *, gid: str | None = None, **kwargs: Any
    ) -> Text:
        """Return a text with its baseline at (x, y) pt from the page's bottom left."""
        kwargs.setdefault("color", self.look.ink)
        kwargs.setdefault("va", "baseline")
        made = Text(x, y, text, fontsize=size_pt, transform=self.points, **kwargs)
        made.set_gid(gid)
        return made

    def put(self, panel: Panel, role: str, artists: Sequence[Artist]) -> None:
        """Add artists to a panel as one named group."""
        group = Group(f"panel-{panel.letter}.{role}", artists)
        panel.ax.add_artist(group)
        panel.furniture.append(group)

    def _handle(self, entry: LegendEntry, x: float, y: float, gid: str) -> list[Artist]:
        """Return the sample before a legend text; (x, y) is its left end at mid-height, in pt."""
        look, mark = self.look, entry.mark
        common: dict[str, Any] = {"transform": self.points, "gid": gid}
        length = _handle_pt(entry)
        middle = x + length / 2
        out: list[Artist] = []
        if entry.handle in ("line", "line+marker"):
            dash: Any = mark.dash
            line = Line2D(
                [x, x + length],
                [y, y],
                color=mark.color,
                linestyle=dash,
                linewidth=look.line_pt,
                **common,
            )
            line.set_solid_capstyle("butt")
            out.append(line)
        if entry.handle in ("marker", "line+marker"):
            size = entry.size_pt or look.marker_pt + 0.5
            out.append(
                Line2D(
                    [middle],
                    [y],
                    color=mark.color,
                    marker=mark.marker,
                    markersize=size,
                    markeredgewidth=0.0,
                    linestyle="none",
                    **common,
                )
            )
        if entry.handle in ("patch", "band"):
            side = 6.0  # a little less than the capitals' line
            alpha = look.band_alpha if entry.handle == "band" else 1.0
            box = Rectangle(
                (x, y - side / 2), side, side, facecolor=mark.color, alpha=alpha, linewidth=0, **common
            )
            if mark.hatch:
                box.set_hatch(mark.hatch)
                box.set_edgecolor("white")
            out.append(box)
        return out

    def entry_width(self, entry: LegendEntry) -> float:
        """Return the width of one legend entry in pt."""
        return _handle_pt(entry) + HANDLE_GAP_PT + self.width(entry.text, self.look.label_pt)

    def strip_rows(
        self, entries: list[LegendEntry], title: str | None, available_pt: float
    ) -> list[list[int]]:
        """Return the rows of a legend strip as indices of entries, for a width in pt.

        A strip that needs several rows begins a new one where sizes follow on colours. When an
        entry alone is wider than the strip, every entry has a row of its own.
        """
        widths = [self.entry_width(e) for e in entries]
        lead = self.width(title, self.look.label_pt) + ENTRY_GAP_PT if title else 0.0
        if widths:
            widths[0] += lead
        rows = pack_rows(widths, available_pt, ENTRY_GAP_PT)
        if rows is None:
            return [[i] for i in range(len(entries))]
        first = next((i for i, e in enumerate(entries) if e.size_pt is not None), 0)
        if len(rows) == 1 or not first:
            return rows
        colors = pack_rows(widths[:first], available_pt, ENTRY_GAP_PT) or []
        sizes = pack_rows(widths[first:], available_pt, ENTRY_GAP_PT) or []
        return colors + [[first + i for i in row] for row in sizes]

    def _row_height(self, entries: list[LegendEntry], row: list[int]) -> float:
        """Return the height in pt of a strip's row: its text, or the largest sample of a size legend."""
        samples = (entries[i].size_pt or 0.0 for i in row)
        return max(box_height_pt(self.look.label_pt), *samples) + LINE_GAP_PT

    def strip_height(self, entries: list[LegendEntry], rows: list[list[int]]) -> float:
        """Return a strip's height in pt."""
        return sum(self._row_height(entries, row) for row in rows)

    def strip(  # noqa: PLR0917 - what is listed, then where
        self,
        entries: list[LegendEntry],
        title: str | None,
        x: float,
        bottom: float,
        available_pt: float,
        gid: str,
    ) -> list[Artist]:
        """Return the artists of a legend strip whose lowest row stands on `bottom`; x and bottom in pt."""
        rows = self.strip_rows(entries, title, available_pt)
        size = self.look.label_pt
        out: list[Artist] = []
        top = bottom + self.strip_height(entries, rows)
        for r, row in enumerate(rows):
            height = self._row_height(entries, row)
            # The text's box stands in the middle of its row.
            base = top - (height + box_height_pt(size)) / 2 + DESCENT * size
            top -= height
            at = x
            if r == 0 and title:
                out.append(self.text(at, base, title, size, gid=gid + ".title"))
                at += self.width(title, size) + ENTRY_GAP_PT
            for i in row:
                entry = entries[i]
                out += self._handle(entry, at, base + 0.36 * size, gid)
                at += _handle_pt(entry) + HANDLE_GAP_PT
                out.append(self.text(at, base, entry.text, size, gid=f"{gid}.{entry.text}"))
                at += self.width(entry.text, size) + ENTRY_GAP_PT
        return out

    def header_lines(
        self, legends: Sequence[tuple[list[LegendEntry], str | None]], available_pt: float
    ) -> list[list[tuple[float, float, tuple[list[LegendEntry], str | None]]]]:
        """Return lines of (left end, width, legend) in pt; legends that fit stand side by side."""
        lines: list[list[tuple[float, float, tuple[list[LegendEntry], str | None]]]] = []
        at = 0.0
        for legend in legends:
            entries, title = legend
            width = sum(self.entry_width(e) for e in entries) + ENTRY_GAP_PT * (len(entries) - 1)
            width += self.width(title, self.look.label_pt) + ENTRY_GAP_PT if title else 0.0
            # Half a point more: sums of widths are rounded differently from those of the packing.
            width += 0.5
            if not lines or at + width > available_pt or width > available_pt:
                at = 0.0
                lines.append([])
            lines[-1].append((at, min(width, available_pt) if len(legends) > 1 else available_pt, legend))
            at += width + 2.5 * ENTRY_GAP_PT
        return lines

    def heading(self, heading: Heading, gid: str) -> list[Artist]:
        """Return a heading and the thin rule that spans what it stands over, or beside."""
        size, box = self.look.label_pt, heading.box
        x0, x1, y0, y1 = (mm_to_pt(v) for v in (box.x0, box.x1, box.y0, box.y1))
        rule: dict[str, Any] = {
            "color": self.look.neutral, "linewidth": self.look.axis_pt, "transform": self.points, "gid": gid,
        }  # fmt: skip
        if heading.is_row:
            middle = x0 + (ASCENT + DESCENT) / 2 * size
            text = self.text(
                middle + (ASCENT - DESCENT) / 2 * size, (y0 + y1) / 2, heading.text, size,
                rotation=90, rotation_mode="anchor", ha="center", gid=f"{gid}.text",
            )  # fmt: skip
            at = x0 + (ASCENT + DESCENT) * size + 1.5
            return [Line2D([at, at], [y0, y1], **rule), text]
        text = self.text(
            (x0 + x1) / 2, y1 - ASCENT * size, heading.text, size, ha="center", gid=f"{gid}.text"
        )
        at = y1 - (ASCENT + DESCENT) * size - 1.5
        return [Line2D([x0, x1], [at, at], **rule), text]

    # -- a panel --------------------------------------------------------

    def clear(self, panel: Panel) -> None:
        """Take the furniture of the last pass away."""
        for artist in panel.furniture:
            artist.remove()
        panel.furniture.clear()

    def furnish(  # noqa: PLR0917 - the panel, where it stands, and what is around it
        self,
        panel: Panel,
        box: Box,
        below_pt: float,
        right_pt: float,
        edge_pt: float,
        taken: Sequence[TextBox] = (),
    ) -> None:
        """Place everything around a panel whose axes box is known.

        Parameters
        ----------
        panel : Panel
            What it had around it from the last pass is taken away first.
        box : Box
            The axes in mm.
        below_pt : float
            Lowest edge of the x axis' own labels, pt from the page's bottom.
        right_pt : float
            Rightmost edge of the axes' own labels, pt from the page's left.
        edge_pt : float
            Right edge of the panel's box: a legend strip may use the room above a colour bar.
        taken : sequence of TextBox
            Texts of the panel that brackets keep clear of.
        """
        self.clear(panel)
        letter = panel.letter
        left, right, top = mm_to_pt(box.x0), mm_to_pt(box.x1), mm_to_pt(box.y1)
        reach = draw_brackets(self, panel, box, [t.box for t in taken])
        right_edge = max(right, reach.right)
        if panel.legend_mode == "direct":
            self._direct(panel, box)
            right_edge += DIRECT_GAP_PT + max(
                self.width(d.text, self.look.label_pt) for d in panel.drawn.direct
            )
        if panel.drawn.margin_text:
            self._margin(panel, box, max(right_edge, right_pt))
        if panel.drawn.below:
            self._below(panel, box, below_pt)
        # What is stacked stands on its descenders: matplotlib anchors a text by its last baseline.
        at = top + STACK_GAP_PT
        if panel.drawn.margin_text or any(r.x is not None and r.label for r in panel.spec.references):
            at += box_height_pt(self.look.annotation_pt) + LINE_GAP_PT
        at = max(at, reach.top + STACK_GAP_PT)
        if panel.legend_mode == "strip":
            entries, title = panel.drawn.legend, panel.drawn.legend_title
            available = max(right, edge_pt) - left
            strip = self.strip(entries, title, left, at, available, f"panel-{letter}.legend")
            self.put(panel, "legend", strip)
            at += self.strip_height(entries, self.strip_rows(entries, title, available)) + 1.0
        if panel.notes_above and panel.drawn.notes:
            size = self.look.annotation_pt
            text = self._notes_above(panel.drawn.notes, right - left, size)
            note = self.text(
                right, at + DESCENT * size, text, size, ha="right", gid=f"panel-{letter}.note.text"
            )
            self.put(panel, "note", [note])
            at += self._text_height(text, size) + 1.0
        if panel.spec.title:
            size = self.look.label_pt
            text = self._wrapped(panel.spec.title, right - left, size)
            title_text = self.text(left, at + DESCENT * size, text, size, gid=f"panel-{letter}.title.text")
            self.put(panel, "title", [title_text])

    def _notes_above(self, notes: Sequence[str], width_pt: float, size_pt: float) -> str:
        """Return notes as one text: in a row where that fits, else each on lines of its own."""
        together = wrap(", ".join(notes), width_pt, self.setter, self.prop(size_pt))
        if together is not None or len(notes) == 1:
            return together or notes[0]
        return "\n".join(self._wrapped(note, width_pt, size_pt) for note in notes)

    def _wrapped(self, text: str, width_pt: float, size_pt: float) -> str:
        return wrap(text, width_pt, self.setter, self.prop(size_pt)) or text

    def _text_height(self, text: str, size_pt: float) -> float:
        return box_height_pt(size_pt) + text.count("\n") * LINE_PITCH * size_pt

    def direct_positions(self, labels: list[DirectLabel], panel: Panel, box: Box) -> list[float] | None:
        """Return baseline-centre heights in pt of direct labels, or None if they would leave their series."""
        if not labels or len(labels) > MOST_DIRECT:
            return None
        low, high = mm_to_pt(box.y0), mm_to_pt(box.y1)
        wanted = [_y_pt(panel, box, label.y) for label in labels]
        height = box_height_pt(self.look.label_pt)
        placed = spread(wanted, [height + 0.3] * len(labels), low - height, high + height)
        if (
            placed is None
            or max(abs(p - w) for p, w in zip(placed, wanted, strict=True)) > MAX_SHIFT_LINES * height
        ):
            return None
        return placed

    def _direct(self, panel: Panel, box: Box) -> None:
        labels = panel.drawn.direct
        placed = self.direct_positions(labels, panel, box)
        if placed is None:
            placed = [mm_to_pt(box.y0)] * len(labels)
        size = self.look.label_pt
        x = mm_to_pt(box.x1) + DIRECT_GAP_PT
        texts = []
        for label, y in zip(labels, placed, strict=True):
            # The box is centred, not the capitals: neighbours then keep their distance.
            base = y - (ASCENT - DESCENT) / 2 * size
            gid = f"panel-{panel.letter}.legend.{label.text}"
            texts.append(self.text(x, base, label.text, size, color=label.mark.color, gid=gid))
        self.put(panel, "legend", texts)

    def _margin(self, panel: Panel, box: Box, start_pt: float) -> None:
        size = self.look.annotation_pt
        x = start_pt + COLUMN_GAP_PT
        gid = f"panel-{panel.letter}.table"
        texts = []
        for column in panel.drawn.margin_text:
            width = max([self.width(column.header, size), *(self.width(t, size) for _, t in column.cells)])
            if column.header:
                y = mm_to_pt(box.y1) + STACK_GAP_PT + DESCENT * size
                texts.append(self.text(x, y, column.header, size, gid=f"{gid}.header"))
            for value, text in column.cells:
                y = _y_pt(panel, box, value) - CAP_HEIGHT / 2 * size
                texts.append(self.text(x, y, text, size, gid=f"{gid}.cell"))
            x += width + COLUMN_GAP_PT
        self.put(panel, "table", texts)

    def _below(self, panel: Panel, box: Box, start_pt: float) -> None:
        size = self.look.annotation_pt
        pitch = box_height_pt(size) + 0.8
        y = start_pt - STACK_GAP_PT - ASCENT * size
        left = mm_to_pt(box.x0)
        widest = max((self.width(t, size) for row in panel.drawn.below for _, t in row.cells), default=0.0)
        gid = f"panel-{panel.letter}.below"
        texts = []
        for row in panel.drawn.below:
            color = row.color or self.look.ink
            # The first cell is centred on the axis' left end: the row's name keeps clear of it.
            name_x = left - widest / 2 - COLUMN_GAP_PT / 2
            texts.append(self.text(name_x, y, row.label, size, ha="right", color=color, gid=f"{gid}.label"))
            for value, text in row.cells:
                x = _x_pt(panel, box, value)
                texts.append(self.text(x, y, text, size, ha="center", gid=f"{gid}.cell"))
            y -= pitch
        self.put(panel, "below", texts)

    def notes(self, panel: Panel) -> tuple[str, float, float]:
        """Return the notes of a panel as one text with its width and height in pt."""
        text = "\n".join(panel.drawn.notes)
        size = self.look.annotation_pt
        return text, self.width(text, size), self._text_height(text, size)

    def put_name(self, panel: Panel, text: str, spot: Box, point_mm: tuple[float, float]) -> None:
        """Write a point's name into a spot in mm, with a thin line to its point where it stands apart."""
        size = self.look.annotation_pt
        gid = f"panel-{panel.letter}.name"
        x, y = mm_to_pt(spot.x0), mm_to_pt(spot.y0) + DESCENT * size
        px, py = (mm_to_pt(v) for v in point_mm)
        near_x = min(max(px, x), mm_to_pt(spot.x1))
        near_y = min(max(py, mm_to_pt(spot.y0)), mm_to_pt(spot.y1))
        parts: list[Artist] = [self.text(x, y, text, size, gid=f"{gid}.{text}")]
        if np.hypot(near_x - px, near_y - py) > LEADER_FROM_PT:
            look = {"color": self.look.neutral, "linewidth": self.look.line_floor_pt}
            parts.insert(0, Line2D([px, near_x], [py, near_y], transform=self.points, gid=gid, **look))  # type: ignore[arg-type]
        self.put(panel, "name", parts)

    def put_notes(self, panel: Panel, spot: Box) -> None:
        """Write the notes into an empty spot of the axes, in mm."""
        text, _, height = self.notes(panel)
        size = self.look.annotation_pt
        centre = (spot.x0 + spot.x1) / 2
        axes = panel.ax.get_position()
        page = in_to_mm(self.figure.get_size_inches()[0])
        right_half = centre > (axes.x0 + axes.x1) / 2 * page
        x = mm_to_pt(spot.x1 if right_half else spot.x0)
        y = mm_to_pt(spot.y1) - height + DESCENT * size
        gid = f"panel-{panel.letter}.note.text"
        note = self.text(x, y, text, size, ha="right" if right_half else "left", gid=gid)
        self.put(panel, "note", [note])


def _x_pt(panel: Panel, box: Box, value: float) -> float:
    """Return where a value of the x axis stands once the axes fill `box`, in pt from the page's left."""
    x, _ = panel.ax.transData.transform((value, panel.ax.get_ylim()[0]))
    axes = panel.ax.bbox
    return mm_to_pt(box.x0) + float((x - axes.x0) / axes.width) * mm_to_pt(box.width)


def _y_pt(panel: Panel, box: Box, value: float) -> float:
    """Return where a value of the y axis stands once the axes fill `box`, in pt from the page's bottom."""
    _, y = panel.ax.transData.transform((panel.ax.get_xlim()[0], value))
    axes = panel.ax.bbox
    return mm_to_pt(box.y0) + float((y - axes.y0) / axes.height) * mm_to_pt(box.height)


def _handle_pt(entry: LegendEntry) -> float:
    return max(HANDLE_PT[entry.handle], entry.size_pt or 0.0)
