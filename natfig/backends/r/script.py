"""The script of a figure: plain ggplot2, one section per panel, that runs without natfig."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import numpy as np

from natfig.backends.r.code import (
    Code,
    Text,
    assign,
    call,
    column,
    comment,
    constant,
    formatted,
    plus,
    to_code,
)
from natfig.backends.r.library import functions
from natfig.backends.r.plan import RPanel

if TYPE_CHECKING:
    from natfig.data.tables import Table
    from natfig.spec.arrangement import Part
    from natfig.style.marks import Look

__all__ = ["Page", "PagePanel", "Script", "data_frame", "table_bytes", "write_script"]


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
    title : str or None
    about : str
        Role and claim, for the section's comment.
    legend_mode : str
        "direct", "strip", "shared" or "none".
    right_mm : float
        Room right of the axes for direct labels.
    """

    letter: str
    tag: str | None
    drawn: RPanel
    table: Table | None
    title: str | None = None
    about: str = ""
    legend_mode: str = "none"
    right_mm: float = 0.0


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
    grid : list of list of str
        Rows of the mosaic; empty where `part` says how the page is arranged.
    column_mm, row_mm : list of float
        Expected sizes of the mosaic's columns and rows of axes, as shares.
    part : Part or None
    sizes_mm : mapping of str to tuple of float
        Letter → expected width and height of its axes.
    insets : mapping of str to tuple
        Letter → (host, left, bottom, right, top) as shares of the host's axes.
    shared : list of str
        Panels whose legends stand over the page, one each.
    files : dict of str to bytes
        Files beside the script that it sources, such as the user's own functions.
    """

    name: str
    about: list[str]
    look: Look
    palettes: Mapping[str, Mapping[str, str]]
    panels: Mapping[str, PagePanel]
    width_mm: float
    height_mm: float
    dpi: float
    grid: list[list[str]] = field(default_factory=list)
    column_mm: list[float] = field(default_factory=list)
    row_mm: list[float] = field(default_factory=list)
    part: Part | None = None
    sizes_mm: Mapping[str, tuple[float, float]] = field(default_factory=dict)
    insets: Mapping[str, tuple[str, float, float, float, float]] = field(default_factory=dict)
    shared: list[str] = field(default_factory=list)
    files: dict[str, bytes] = field(default_factory=dict)


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
    if isinstance(value, float) and np.isinf(value):
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
    if any(p.drawn.strips for p in page.panels.values()):
        helpers.add("theme_strip")
    tables: dict[str, bytes] = {}
    body: list[str] = []
    for panel in page.panels.values():
        body += ["", _heading(f"Panel {panel.letter}"), *_panel(page, panel, tables)]
    body += ["", _heading("Page"), formatted(list(_page(page))).rstrip("\n")]
    if any(p.legend_mode == "strip" and _has_above(p) for p in page.panels.values()) or page.shared:
        helpers.add("legend_natfig")
    text = "\n".join(
        [
            *(formatted([comment(line)]).rstrip("\n") for line in page.about),
            "",
            *(f"library({p})" for p in ("ggplot2", "patchwork", *packages)),
            "",
            _heading("Look"),
            functions(_used(helpers, body)).rstrip("\n"),
            "",
            formatted(list(_look(page))).rstrip("\n"),
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

    from natfig.backends.r.library import function_names

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
    yield call("theme_set", call("theme_natfig", **named))
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
    terms = [*(layer.code for layer in drawn.layers), *drawn.terms]
    if not _has_above(panel):
        terms += _top(page, panel)
    if (around := _theme(page, panel)) is not None:
        terms.append(around)
    statements.append(assign(f"panel_{letter}", plus(drawn.base, *terms)))
    for i, strip in enumerate(drawn.strips, 1):
        statements += strip.statements
        plot = strip.plot
        if strip.side == "above" and i == _first_above(panel) and not _own_legend(panel):
            plot = plus(plot, *_top(page, panel), _top_margin(page))
        statements.append(assign(f"strip_{letter}_{i}", plot))
    statements += _cell(page, panel)
    lines = [formatted([comment(panel.about)]).rstrip("\n")] if panel.about else []
    return [*lines, formatted(statements).rstrip("\n")]


def _has_above(panel: PagePanel) -> bool:
    return any(s.side == "above" for s in panel.drawn.strips)


def _first_above(panel: PagePanel) -> int:
    return next((i for i, s in enumerate(panel.drawn.strips, 1) if s.side == "above"), 0)


def _own_legend(panel: PagePanel) -> bool:
    """Whether the legend is a plot of its own, over strips that stand above the axes."""
    return panel.legend_mode == "strip" and _has_above(panel)


def _top(page: Page, panel: PagePanel) -> list[Code]:
    """Return what stands at the panel's top: letter, title and notes."""
    from natfig.backends.r.formula import label_code

    named: dict[str, Any] = {}
    if panel.tag is not None:
        named["tag"] = panel.tag
    if panel.title:
        named["title"] = label_code(panel.title)
    if panel.drawn.notes:
        named["subtitle"] = label_code("\n".join(panel.drawn.notes))
    return [call("labs", **named)] if named else []


def _top_margin(page: Page) -> Code:
    return call("theme", **{"plot.margin": call("margin", page.look.letter_pt + 2, 4, 0, 4)})


def _theme(page: Page, panel: PagePanel) -> Code | None:
    named: dict[str, Any] = {}
    right = 4 + panel.right_mm * 72 / 25.4
    top = 2.0 if _has_above(panel) else page.look.letter_pt + 2
    if panel.right_mm or _has_above(panel):
        named["plot.margin"] = call("margin", round(top, 1), round(right, 1), 4, 4)
    if (panel.legend_mode != "strip" and (panel.drawn.legend or panel.drawn.guides)) or _own_legend(panel):
        named["legend.position"] = "none"
    if panel.drawn.colorbar and panel.legend_mode != "strip":
        named["legend.position"] = "right"
    if panel.drawn.square:
        named["aspect.ratio"] = 1
    if panel.drawn.frame == "none":
        named |= {"axis.line": call("element_blank"), "axis.ticks": call("element_blank")}
    if panel.drawn.frame == "box":
        named["panel.border"] = call(
            "element_rect", fill=None, colour=page.look.ink, linewidth=call("line_pt", page.look.axis_pt)
        )
        named["axis.line"] = call("element_blank")
    return call("theme", **named) if named else None


def _cell(page: Page, panel: PagePanel) -> Iterator[Code]:
    """Yield how a panel and its strips are put together; nothing where it has none."""
    strips = panel.drawn.strips
    if not strips:
        return
    letter = panel.letter
    above = [(f"strip_{letter}_{i}", s) for i, s in enumerate(strips, 1) if s.side == "above"]
    below = [(f"strip_{letter}_{i}", s) for i, s in enumerate(strips, 1) if s.side == "below"]
    right = [(f"strip_{letter}_{i}", s) for i, s in enumerate(strips, 1) if s.side == "right"]
    rows: list[tuple[str, float | None]] = [(n, s.size_mm) for n, s in above]
    if _own_legend(panel):
        name = f"strip_{letter}_legend"
        shown = call(
            "legend_natfig", plus(Text(f"panel_{letter}"), constant('theme(legend.position = "top")'))
        )
        yield assign(name, plus(shown, *_top(page, panel), _top_margin(page)))
        rows.insert(0, (name, 4.0))
    rows += [(f"panel_{letter}", None), *((n, s.size_mm) for n, s in below)]
    at = next(i for i, row in enumerate(rows, 1) if row[1] is None)
    plots = [Text(name) for name, _ in rows] + [Text(name) for name, _ in right]
    areas = [call("area", i, 1) for i in range(1, len(rows) + 1)]
    areas += [call("area", at, i) for i in range(2, len(right) + 2)]
    named: dict[str, Any] = {"design": call("c", *areas)}
    named["heights"] = _units([mm for _, mm in rows])
    if right:
        named["widths"] = _units([None, *(s.size_mm for _, s in right)])
    yield assign(f"cell_{letter}", call("wrap_plots", *plots, **named))


def _units(sizes: Sequence[float | None]) -> Code:
    """Return lengths in mm, and 1null where a size is free."""
    values = [1 if s is None else round(s, 2) for s in sizes]
    if all(s is None for s in sizes):
        return to_code(values)
    kinds = ["null" if s is None else "mm" for s in sizes]
    one = kinds[0] if len(set(kinds)) == 1 else kinds
    return call("unit", values if len(values) > 1 else values[0], one)


# ---------------------------------------------------------------- page


def _name(page: Page, letter: str) -> str:
    return f"cell_{letter}" if page.panels[letter].drawn.strips else f"panel_{letter}"


def _page(page: Page) -> Iterator[Code]:
    from natfig.backends.r.arrange import arrange

    for letter, (host, *box) in page.insets.items():
        left, bottom, right, top = (round(v, 4) for v in box)
        inset = call(
            "inset_element", Text(_name(page, letter)), left=left, bottom=bottom, right=right, top=top,
            align_to="panel",
        )  # fmt: skip
        yield assign(_name(page, host), plus(Text(_name(page, host)), inset))
    body = arrange(page, lambda letter: Text(_name(page, letter)))
    if not page.shared:
        yield assign("figure", body)
        return
    names = []
    for i, letter in enumerate(page.shared, 1):
        name = "legend" if len(page.shared) == 1 else f"legend_{i}"
        shown = constant('theme(legend.position = "top")')
        yield assign(name, call("legend_natfig", plus(Text(f"panel_{letter}"), shown)))
        names.append(Text(name))
    over = names[0] if len(names) == 1 else call("wrap_plots", *names, nrow=1)
    yield assign("panels", body)
    yield assign("figure", call("wrap_plots", over, Text("panels"), ncol=1, heights=_units([5.0, None])))


def _save(page: Page) -> Code:
    return call(
        "save_natfig", Text("figure"), page.name, width=round(page.width_mm, 4),
        height=round(page.height_mm, 4), dpi=page.dpi,
    )  # fmt: skip
