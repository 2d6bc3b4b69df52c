"""The script of a figure: plain ggplot2, one section per panel, that runs without natfig."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import numpy as np

from natfig.backends.r.arrange import arrange, units
from natfig.backends.r.code import (
    Call,
    Code,
    Infix,
    String,
    Text,
    assign,
    call,
    column,
    comment,
    formatted,
    plus,
)
from natfig.backends.r.functions import function_names, functions
from natfig.backends.r.legends import KEY_PT, are_told, guide_terms, with_argument
from natfig.backends.r.measure import broken
from natfig.backends.r.plan import RPanel, Strip

if TYPE_CHECKING:
    from natfig.backends.r.legends import SharedLegend
    from natfig.data.tables import Table
    from natfig.layout.grid import Box
    from natfig.spec.arrangement import Part
    from natfig.style.marks import Look

__all__ = ["Inset", "Page", "PagePanel", "Script", "ShareGroup", "data_frame", "table_bytes", "write_script"]

# Half of the space between two panels, which every plot keeps around itself; and what it keeps at the
# edge of the page. theme_natfig() and the page say the same.
HALF_GUTTER_MM = 2.5
EDGE_MM = 0.8
# What a label stays shorter than its axis, so that it keeps clear of the letter.
LABEL_SPARE_MM = 2.5
# Between axes and the strips around them.
STRIP_GAP_MM = 1.0
# Between an inset and the axes of its host.
CLEAR_MM = 1.5
# A line of a legend over a panel or over the page.
LEGEND_LINE_MM = 3.4


@dataclass
class PagePanel:
    """A panel on its page.

    Attributes
    ----------
    letter : str
        In the spec.
    tag : str or None
        The letter as it is printed; None: none.
    drawn : RPanel
    table : Table or None
    title, note : str or None
        In lines that fit over the axes.
    about : str
        Role and claim, for the section's comment.
    legend_asked : str
        What the panel's own ``legend:`` says.
    legend_mode : str
        "direct", "strip", "shared" or "none".
    legend_rows : int
        Of a legend over the axes.
    legend_key_pt : float
        Width of the samples of lines in the legend.
    legend_left_mm : float
        By how much the legend begins left of the axes.
    right_mm : float
        Room right of the axes for direct labels.
    is_inset : bool
    needs_line : bool
        Whether the letter needs a line of its own, because nothing else stands above the axes of its row.
    hidden : tuple of str
        Axes ("x", "y") whose labels another panel shows.
    """

    letter: str
    tag: str | None
    drawn: RPanel
    table: Table | None
    title: str | None = None
    note: str | None = None
    about: str = ""
    legend_asked: str = "auto"
    legend_mode: str = "none"
    legend_rows: int = 1
    right_mm: float = 0.0
    legend_key_pt: float = KEY_PT["line"]
    legend_left_mm: float = 0.0
    is_inset: bool = False
    needs_line: bool = False
    hidden: tuple[str, ...] = ()


@dataclass(frozen=True)
class Inset:
    """Where an inset stands in its host: the corner, its size with labels, and that of its axes, in mm."""

    host: str
    corner: str
    width_mm: float
    height_mm: float
    axes_mm: tuple[float, float] = (0.0, 0.0)

    def share(self, host: Box) -> tuple[float, float, float, float]:
        """Return the part of its host's axes that it covers, as shares: left, bottom, right, top."""
        wide, high = (self.width_mm + CLEAR_MM) / host.width, (self.height_mm + CLEAR_MM) / host.height
        x0 = 1 - wide if "right" in self.corner else 0.0
        y0 = 1 - high if "top" in self.corner else 0.0
        return x0, y0, x0 + wide, y0 + high


@dataclass(frozen=True)
class ShareGroup:
    """Panels with one scale: "x", "y" or the aesthetic of a colour bar."""

    scale: str
    letters: tuple[str, ...]


@dataclass
class Page:
    """A whole figure.

    Attributes
    ----------
    name : str
        Stem of the files.
    about : list of str
        The comment at the top.
    look : Look
    palettes : mapping of str to mapping of str to str
        Variable → level → colour.
    panels : mapping of str to PagePanel
    width_mm, height_mm, dpi : float
    part : Part
        How the page is arranged.
    axes : mapping of str to Box
        Letter → expected axes in mm.
    extents : mapping of str to Box
        The same with the strips around them; of them only proportions are used.
    tops_mm : mapping of str to float
        What lies between the axes and a heading over them.
    letter_face : str
        "bold" or "normal".
    left_mm : float
        Room at the left edge of the page, besides what every page has.
    insets : mapping of str to Inset
    shared : list of SharedLegend
        Legends over the page.
    shares : list of ShareGroup
    """

    name: str
    about: list[str]
    look: Look
    palettes: Mapping[str, Mapping[str, str]]
    panels: Mapping[str, PagePanel]
    width_mm: float
    height_mm: float
    dpi: float
    part: Part
    axes: Mapping[str, Box]
    extents: Mapping[str, Box]
    tops_mm: Mapping[str, float] = field(default_factory=dict)
    letter_face: str = "bold"
    left_mm: float = 0.0
    insets: Mapping[str, Inset] = field(default_factory=dict)
    shared: list[SharedLegend] = field(default_factory=list)
    shares: list[ShareGroup] = field(default_factory=list)

    def size_mm(self, letter: str) -> tuple[float, float]:
        """Return the expected width and height of a panel's axes, an inset's too."""
        if letter in self.insets:
            return self.insets[letter].axes_mm
        return self.axes[letter].width, self.axes[letter].height


@dataclass(frozen=True)
class Script:
    """A script and the tables it reads: name → content, relative to its folder."""

    text: str
    tables: Mapping[str, bytes]


# ---------------------------------------------------------------- data


def table_bytes(table: Table) -> bytes:
    """Return a table as CSV that R reads back exactly.

    Text is quoted, numbers are not; missing values are empty. Dates are ISO.
    """
    out = io.StringIO()
    writer = csv.writer(out, quoting=csv.QUOTE_NONNUMERIC, lineterminator="\n")
    writer.writerow(list(table.columns))
    columns = [_cells(table, name) for name in table.columns]
    for row in zip(*columns, strict=True):
        writer.writerow(row)
    return out.getvalue().encode("utf-8")


class _Bare(float):
    """A cell that is written as it is, without quotes."""

    text: str

    def __new__(cls, text: str) -> _Bare:
        self = super().__new__(cls, 0.0)
        self.text = text
        return self

    def __repr__(self) -> str:
        return self.text

    __str__ = __repr__


def _cells(table: Table, name: str) -> list[Any]:
    values, missing = table[name], table.is_missing(name)
    kind = values.dtype.kind
    if kind in "iuf":
        return [_Bare("") if m else _Bare(_number(v)) for v, m in zip(values.tolist(), missing, strict=True)]
    if kind == "b":
        return [_Bare("TRUE" if v else "FALSE") for v in values.tolist()]
    if kind == "M":
        form = "D" if _is_days(values) else "s"
        texts = np.datetime_as_string(values, unit=form).tolist()  # type: ignore[call-overload]
        return [_Bare("") if m else t for t, m in zip(texts, missing, strict=True)]
    return [_Bare("") if m else str(v) for v, m in zip(values.tolist(), missing, strict=True)]


def _number(value: float) -> str:
    if np.isinf(value):
        return "Inf" if value > 0 else "-Inf"
    return repr(value).removesuffix(".0")


def _is_days(values: np.ndarray) -> bool:
    known = values[~np.isnat(values)]
    return bool((known == known.astype("datetime64[D]")).all())


def data_frame(frame: str, path: str, table: Table) -> Iterator[Code]:
    """Yield the statements that read a table; columns of text and dates get their types."""
    types: dict[str, str] = {}
    for name, values in table.columns.items():
        if values.dtype.kind in "OM":
            types[name] = "character"
    named: dict[str, Any] = {"check.names": False, "na.strings": "", "encoding": "UTF-8"}
    if types:
        named["colClasses"] = types
    yield assign(frame, call("read.csv", path, **named))
    for name, values in table.columns.items():
        if values.dtype.kind == "M":
            dates = column(frame, name)
            how = call("as.Date", dates) if _is_days(values) else call(
                "as.POSIXct", dates, tz="UTC", format="%Y-%m-%dT%H:%M:%S"
            )  # fmt: skip
            yield assign(dates, how)


# ---------------------------------------------------------------- the script


def write_script(page: Page) -> Script:
    """Return the script of a page and its tables."""
    packages = sorted({p for panel in page.panels.values() for p in panel.drawn.packages})
    helpers = {"theme_natfig", "save_natfig"} | {h for p in page.panels.values() for h in p.drawn.helpers}
    tables: dict[str, bytes] = {}
    body: list[str] = []
    for panel in page.panels.values():
        body += ["", _heading(f"Panel {panel.letter}"), *_panel(page, panel, tables)]
    body += ["", _heading("Page"), formatted(list(_page(page))).rstrip("\n")]
    look = formatted(list(_look(page))).rstrip("\n")
    text = "\n".join(
        [
            *(formatted([comment(line)]).rstrip("\n") for line in page.about),
            "",
            *(f"library({p})" for p in ("ggplot2", "patchwork", *packages)),
            "",
            _heading("Functions"),
            "",
            functions(_used(helpers, body)).rstrip("\n"),
            "",
            _heading("Look"),
            look,
            *body,
            "",
            _heading("Files"),
            formatted([_save(page)]).rstrip("\n"),
            "",
        ]
    )
    return Script(text, tables)


def _used(helpers: set[str], body: Sequence[str]) -> set[str]:
    """Return the helpers asked for and all that the code calls."""
    import re

    code = "\n".join(body)
    return helpers | {n for n in function_names() if re.search(rf"\b{re.escape(n)}\(", code)}


def _heading(text: str) -> str:
    return f"# {text} ".ljust(74, "-")


def _look(page: Page) -> Iterator[Code]:
    look = page.look
    named: dict[str, Any] = {
        "label": look.label_pt, "tick": look.tick_pt, "letter": look.letter_pt,
        "axis": look.axis_pt, "tick_length": look.tick_len_pt, "ink": look.ink,
    }  # fmt: skip
    if page.letter_face != "bold":
        named["letter_face"] = "plain"
    yield call("theme_set", call("theme_natfig", **named))
    # Layers of text have a family of their own, which no theme sets.
    for geom in ("text", "label"):
        yield call("update_geom_defaults", geom, call("list", family="Arial"))
    for name, colors in page.palettes.items():
        yield assign(name, colors)


def _panel(page: Page, panel: PagePanel, tables: dict[str, bytes]) -> list[str]:
    drawn, letter = panel.drawn, panel.letter
    statements: list[Code] = []
    if panel.table is not None:
        path = f"{page.name}_data/{letter}.csv"
        tables[path] = table_bytes(panel.table)
        statements += data_frame(f"data_{letter}", path, panel.table)
    for frame, table in drawn.tables.items():
        path = f"{page.name}_data/{frame}.csv"
        tables[path] = table_bytes(table)
        statements += data_frame(frame, path, table)
    statements += drawn.statements
    size = page.size_mm(letter)
    terms = [layer.code for layer in drawn.layers]
    terms += guide_terms(drawn, rows=panel.legend_rows, bar_mm=size[1])
    terms = _fitted_labels(terms, panel, size, page.look.label_pt)
    if not _above(panel):
        terms = _with_labels(terms, _top(panel))
    if (around := _theme(page, panel)) is not None:
        terms.append(around)
    statements.append(assign(f"panel_{letter}", plus(drawn.base, *terms)))
    statements += _cell(panel)
    lines = [formatted([comment(panel.about)]).rstrip("\n")] if panel.about else []
    return [*lines, formatted(statements).rstrip("\n")]


def _sided(panel: PagePanel, side: str) -> list[tuple[str, Strip]]:
    """Return the strips at a side with their names, from the top or left."""
    return [(f"strip_{panel.letter}_{i}", s) for i, s in enumerate(panel.drawn.strips, 1) if s.side == side]


def _above(panel: PagePanel) -> bool:
    return any(s.side == "above" for s in panel.drawn.strips)


def _own_legend(panel: PagePanel) -> bool:
    """Whether the legend is a plot of its own, over strips that stand above the axes."""
    return panel.legend_mode == "strip" and _above(panel) and bool(panel.drawn.legend)


def _top(panel: PagePanel) -> list[Code]:
    """Return what stands at the panel's top: letter, title and notes."""
    from natfig.backends.r.formula import label_code

    named: dict[str, Any] = {}
    if panel.tag is not None:
        named["tag"] = panel.tag
    if panel.title:
        named["title"] = label_code(panel.title)
    if panel.note:
        named["subtitle"] = label_code(panel.note)
    if panel.needs_line and not {"title", "subtitle"} & named.keys():
        # An empty title is a line's height for the letter.
        named["title"] = ""
    return [call("labs", **named)] if named else []


def _fitted_labels(
    terms: list[Code], panel: PagePanel, size_mm: tuple[float, float], size_pt: float
) -> list[Code]:
    """Return the terms with labels longer than their axis in lines, and none where another panel has it."""
    out = list(terms)
    for i, term in enumerate(out):
        if not isinstance(term, Call) or term.function != "labs":
            continue
        new: dict[str, Any] = {}
        for name, length in zip("xy", size_mm, strict=True):
            given = dict(term.args).get(name)
            if name in panel.hidden and given is not None:
                # Left of the axes a letter beside a title or legend needs the room of the label.
                new[name] = "" if name == "y" and panel.tag is not None else None
            elif isinstance(given, String) and "$" not in given.value:
                new[name] = broken(given.value, length - LABEL_SPARE_MM, size_pt)
        if new:
            out[i] = with_argument(term, **new)
    return out


def _with_labels(terms: list[Code], top: list[Code]) -> list[Code]:
    """Return the terms with the labels at the top among those of the axes."""
    at = next((i for i, t in enumerate(terms) if isinstance(t, Call) and t.function == "labs"), None)
    if at is None or not top:
        return [*terms, *top]
    old = terms[at]
    assert isinstance(old, Call)  # noqa: S101 - found as one
    return [
        *terms[:at],
        with_argument(old, **{n: a for t in top if isinstance(t, Call) for n, a in t.args}),
        *terms[at + 1 :],
    ]


def _margin(top: float, right: float, bottom: float, left: float) -> Code:
    return call("margin", *(round(v, 1) for v in (top, right, bottom, left)), "mm")


def _margins(panel: PagePanel) -> tuple[float, float, float, float]:
    """Return the space in mm around a panel's plot: top, right, bottom, left; strips stand close to it."""
    half = 0.0 if panel.is_inset else HALF_GUTTER_MM
    return (
        STRIP_GAP_MM if _above(panel) else half,
        STRIP_GAP_MM if _sided(panel, "right") else half + panel.right_mm,
        STRIP_GAP_MM if _sided(panel, "below") else half,
        half,
    )


def _theme(page: Page, panel: PagePanel) -> Code | None:
    drawn = panel.drawn
    named: dict[str, Any] = {}
    margins = _margins(panel)
    if any(m != HALF_GUTTER_MM for m in margins):
        named["plot.margin"] = _margin(*margins)
    shows_legend = panel.legend_mode == "strip" and not _own_legend(panel)
    if not shows_legend and (drawn.legend or drawn.guides):
        named["legend.position"] = "none"
    if shows_legend and any(e.handle.startswith("line") for e in drawn.legend):
        named["legend.key.width"] = call("unit", round(panel.legend_key_pt, 1), "pt")
    if shows_legend and drawn.legend_under:
        named["legend.box"] = "vertical"
    if shows_legend and panel.legend_left_mm:
        named["legend.box.margin"] = _margin(0, 0, 0, -panel.legend_left_mm)
    if drawn.colorbar and "colour" not in panel.hidden:
        named["legend.position"] = "right"
        named["legend.box.spacing"] = call("unit", 4, "pt")
    if drawn.square:
        named["aspect.ratio"] = 1
    if drawn.frame == "none":
        named |= {"axis.line": call("element_blank"), "axis.ticks": call("element_blank")}
    if drawn.frame == "box":
        named["panel.border"] = call(
            "element_rect", fill=None, colour=page.look.ink, linewidth=call("line_pt", page.look.axis_pt)
        )
        named["axis.line"] = call("element_blank")
    for axis in sorted({"x", "y"} & set(panel.hidden)):
        named[f"axis.text.{axis}"] = call("element_blank")
    return call("theme", **named) if named else None


def _cell(panel: PagePanel) -> Iterator[Code]:
    """Yield the strips of a panel and how they are put together; nothing where it has none."""
    if not panel.drawn.strips:
        return
    letter = panel.letter
    above, below, right = (_sided(panel, side) for side in ("above", "below", "right"))
    rows: list[tuple[str, float | None]] = [(name, s.size_mm) for name, s in above]
    outer = {}
    if above:
        outer[above[0][0]] = _margin(
            0 if _own_legend(panel) else HALF_GUTTER_MM, HALF_GUTTER_MM, 0, HALF_GUTTER_MM
        )
    if below:
        outer[below[-1][0]] = _margin(0, HALF_GUTTER_MM, HALF_GUTTER_MM, HALF_GUTTER_MM)
    if right:
        outer[right[-1][0]] = _margin(HALF_GUTTER_MM, HALF_GUTTER_MM, HALF_GUTTER_MM, 0)
    for i, strip in enumerate(panel.drawn.strips, 1):
        name = f"strip_{letter}_{i}"
        top = _top(panel) if above and name == above[0][0] and not _own_legend(panel) else []
        around = [call("theme", **{"plot.margin": outer[name]})] if name in outer else []
        yield from strip.statements
        yield assign(name, plus(strip.plot, *top, *around) if top or around else strip.plot)
    if _own_legend(panel):
        name = f"strip_{letter}_legend"
        yield assign(name, plus(_legend_of(panel), *_top(panel)))
        rows.insert(0, (name, LEGEND_LINE_MM * panel.legend_rows))
    rows += [(f"panel_{letter}", None), *((name, s.size_mm) for name, s in below)]
    at = next(i for i, row in enumerate(rows, 1) if row[1] is None)
    plots = [Text(name) for name, _ in rows] + [Text(name) for name, _ in right]
    named: dict[str, Any] = {}
    if right:
        areas = [call("area", i, 1) for i in range(1, len(rows) + 1)]
        areas += [call("area", at, i) for i in range(2, len(right) + 2)]
        named["design"] = call("c", *areas)
        named["widths"] = units([None, *(s.size_mm for _, s in right)])
    else:
        named["ncol"] = 1
    if len(rows) > 1:
        named["heights"] = units([mm for _, mm in rows])
    yield assign(f"cell_{letter}", call("wrap_plots", *plots, **named))


def _legend_of(panel: PagePanel, rows: int = 1) -> Code:
    """Return the legend of a panel as a plot of its own."""
    named: dict[str, Any] = {"legend.position": "top"}
    if any(e.handle.startswith("line") for e in panel.drawn.legend):
        named["legend.key.width"] = call("unit", round(panel.legend_key_pt, 1), "pt")
    terms: list[Code] = [Text(f"panel_{panel.letter}")]
    if are_told(len(panel.drawn.legend), rows):
        guides = {name: call("guide_legend", nrow=rows, byrow=True) for name in panel.drawn.guides}
        terms.append(call("guides", **guides))
    return call("legend_natfig", plus(*terms, call("theme", **named)))


# ---------------------------------------------------------------- page


def _name(page: Page, letter: str) -> str:
    return f"cell_{letter}" if page.panels[letter].drawn.strips else f"panel_{letter}"


def _page(page: Page) -> Iterator[Code]:
    for group in page.shares:
        yield from _shared_scale(group)
    for letter, inset in page.insets.items():
        host = _name(page, inset.host)
        yield assign(host, plus(Text(host), _inset(Text(_name(page, letter)), inset)))
    statements, body = arrange(page, lambda letter: Text(_name(page, letter)))
    yield from statements
    edge = EDGE_MM - HALF_GUTTER_MM
    around = call(
        "plot_annotation",
        theme=call("theme", **{"plot.margin": _margin(edge, edge, edge, edge + page.left_mm)}),
    )
    if page.shared:
        yield from _header(page)
        yield assign("panels", body)
        lines = sum(max(s.rows for s in line) for line in header_lines(page.shared, page.axes, page.width_mm))
        heights = units([lines * LEGEND_LINE_MM, None])
        body = call("wrap_plots", Text("legend"), Text("panels"), ncol=1, heights=heights)
    yield comment(
        f"Plots keep {HALF_GUTTER_MM:g} mm around themselves; at the page's edge {EDGE_MM:g} mm are enough."
    )
    yield assign("figure", plus(body, around))


def _shared_scale(group: ShareGroup) -> Iterator[Code]:
    """Yield how panels get one scale: the widest of theirs."""
    name = f"{group.scale}_{''.join(group.letters)}"
    panels = [Text(f"panel_{k}") for k in group.letters]
    yield assign(name, call("limits_natfig", *panels, scale=group.scale))
    for panel in panels:
        yield assign(panel, call("with_limits", panel, scale=group.scale, limits=Text(name)))


def _inset(plot: Code, inset: Inset) -> Code:
    """Return an inset in its corner, clear of its host's axes."""

    def end(mm: float, *, is_far: bool) -> Code:
        length = call("unit", round(mm, 1), "mm")
        return Infix("-", (call("unit", 1, "npc"), length)) if is_far else length

    near, far_x, far_y = CLEAR_MM, CLEAR_MM + inset.width_mm, CLEAR_MM + inset.height_mm
    is_right, is_top = "right" in inset.corner, "top" in inset.corner
    x0, x1 = (far_x, near) if is_right else (near, far_x)
    y0, y1 = (far_y, near) if is_top else (near, far_y)
    return call(
        "inset_element", plot, left=end(x0, is_far=is_right), bottom=end(y0, is_far=is_top),
        right=end(x1, is_far=is_right), top=end(y1, is_far=is_top), align_to="panel",
    )  # fmt: skip


def header_lines(
    shared: Sequence[SharedLegend], axes: Mapping[str, Box], width_mm: float
) -> list[list[SharedLegend]]:
    """Return the legends over a page, line by line; they begin where the first axes do."""
    left = min((b.x0 for b in axes.values()), default=0.0)
    lines: list[list[SharedLegend]] = []
    at = 0.0
    for legend in shared:
        if not lines or at + legend.width_mm > width_mm - left - EDGE_MM:
            lines.append([])
            at = 0.0
        lines[-1].append(legend)
        at += legend.width_mm + 2 * HALF_GUTTER_MM
    return lines


def _header(page: Page) -> Iterator[Code]:
    """Yield the legends over the page, and how they stand beside each other."""
    if len(page.shared) == 1:
        only = page.shared[0]
        yield assign("legend", _legend_of(page.panels[only.letter], only.rows))
        return
    names = {}
    for i, legend in enumerate(page.shared, 1):
        names[legend.letter] = f"legend_{i}"
        yield assign(f"legend_{i}", _legend_of(page.panels[legend.letter], legend.rows))
    lines = []
    for line in header_lines(page.shared, page.axes, page.width_mm):
        cells = [Text(names[one.letter]) for one in line]
        widths = units([*(one.width_mm for one in line[:-1]), None])
        lines.append(call("wrap_plots", *cells, nrow=1, widths=widths) if len(cells) > 1 else cells[0])
    yield assign("legend", lines[0] if len(lines) == 1 else call("wrap_plots", *lines, ncol=1))


def _save(page: Page) -> Code:
    return call(
        "save_natfig", Text("figure"), page.name, width=round(page.width_mm, 4),
        height=round(page.height_mm, 4), dpi=page.dpi,
    )  # fmt: skip
