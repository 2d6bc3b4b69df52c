"""From a prepared spec to a page of R panels: looks, expected sizes, and who gets which legend."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from natfig.backends.describe import letter_text
from natfig.backends.pagegrid import PageGrid
from natfig.backends.panelstyle import panel_style, seed_of, shared_marks
from natfig.backends.r.kinds import twins
from natfig.backends.r.measure import text_mm
from natfig.backends.r.plan import RPanel, RStyle
from natfig.backends.r.script import Page, PagePanel
from natfig.backends.r.svg import PanelNames
from natfig.charts.base import LegendEntry
from natfig.core.errors import LayoutError
from natfig.core.units import parse_length_mm, pt_to_mm
from natfig.layout.grid import GridPlan, Margins
from natfig.style.rcparams import look_for

if TYPE_CHECKING:
    from natfig.render.prepare import Prepared
    from natfig.style.marks import Look, Mark

__all__ = ["build_page", "panel_names"]

# What a panel with labels on both axes usually takes, in mm: left, right, top, bottom.
_USUAL = Margins(11.0, 3.0, 5.0, 9.0)
# Seeds of R are 32 bits with a sign.
_SEEDS = 2**31 - 1
# A common legend over the page, with its space.
_SHARED_MM = 5.0
# Between the axes and a label at the end of a line, in pt; and between two such labels.
_DIRECT_GAP_PT = 3.0


@dataclass
class _Shape:
    aspect: float | None = None
    square: bool = False


def build_page(prepared: Prepared, dpi: float) -> tuple[Page, list[str]]:
    """Return a page and what is to be warned of.

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
    width_mm = prepared.journal.width_mm(figure.width, contract.stage)
    height_mm = None if figure.height == "auto" else parse_length_mm(figure.height)
    marks = shared_marks(prepared)
    palettes = _palettes(marks)
    grid = PageGrid(
        loaded, width_mm, height_mm, max_height_mm=prepared.journal.max_height_mm(contract.stage),
        line_pt=look.label_pt,
    )  # fmt: skip
    plan = _solved(grid, {k: _Shape() for k in grid.letters}, {})
    drawn: dict[str, RPanel] = {}
    for _ in range(2):
        # The second time sizes are known better: squares, and strips above and below.
        drawn = {letter: _draw(prepared, letter, marks, palettes, look, plan, dpi) for letter in loaded.panels}
        shapes = {k: _Shape(1.0 if d.square else None, d.square) for k, d in drawn.items()}
        plan = _solved(grid, shapes, {k: _margins(d) for k, d in drawn.items()})
    panels = {letter: _panel(prepared, letter, d) for letter, d in drawn.items()}
    shared = _choose_legends(panels, plan, figure.legend, look)
    hosts = dict(figure.insets)
    page = Page(
        name=loaded.id,
        about=_about(prepared),
        look=look,
        palettes={palettes[f]: {v: m.color for v, m in of.items()} for f, of in marks.items() if of},
        panels=panels,
        width_mm=width_mm,
        height_mm=round(plan.height_mm + (_SHARED_MM if shared and height_mm is None else 0), 2),
        dpi=dpi,
        grid=grid.grid if grid.part is None else [],
        column_mm=_column_mm(grid, plan),
        row_mm=_row_mm(grid, plan),
        part=grid.part,
        sizes_mm={k: (b.width, b.height) for k, b in plan.axes.items()},
        insets={k: _inset_box(v, plan) for k, v in hosts.items()},
        shared=shared,
    )
    return page, [f"panel {k}: {w}" for k, p in panels.items() for w in p.drawn.warnings]


def _solved(grid: PageGrid, shapes: Mapping[str, _Shape], margins: Mapping[str, Margins]) -> GridPlan:
    around = {k: margins.get(k, _USUAL) for k in grid.letters}
    return grid.solve(around, 0.0, {k: shapes[k] for k in grid.letters}, {})


def _margins(drawn: RPanel) -> Margins:
    """Return the usual margins with room for what stands around the axes."""
    size = {
        side: sum(s.size_mm for s in drawn.strips if s.side == side) for side in ("above", "below", "right")
    }
    top = _USUAL.top + size["above"] + 3.0 * len(drawn.notes)
    return Margins(_USUAL.left, _USUAL.right + size["right"], top, _USUAL.bottom + size["below"])


def _palettes(marks: Mapping[str, Mapping[str, Mark]]) -> dict[str, str]:
    """Return field → the name of the variable with its colours."""
    import re

    out: dict[str, str] = {}
    for field in marks:
        base = "colours_" + (re.sub(r"[^a-z0-9]+", "_", field.lower()).strip("_") or "levels")[:20].strip("_")
        name, i = base, 2
        while name in out.values():
            name, i = f"{base}_{i}", i + 1
        out[field] = name
    return out


def _draw(  # noqa: PLR0917 - what is known of the figure, then the panel
    prepared: Prepared, letter: str, marks: Mapping[str, Mapping[str, Mark]], palettes: Mapping[str, str],
    look: Look, plan: GridPlan, dpi: float,
) -> RPanel:  # fmt: skip
    spec = prepared.loaded.panels[letter]
    box = plan.axes.get(letter)
    size = (box.width, box.height) if box is not None else (20.0, 14.0)
    looks = panel_style(prepared, letter, marks, look, size)
    style = RStyle(
        looks, f"data_{letter}", palettes, size, seed_of(prepared, letter) % _SEEDS,
        (plan.width_mm, plan.height_mm), dpi,
    )  # fmt: skip
    table: Any = prepared.panel_tables.get(letter)
    return twins.load(spec.kind).draw(spec, table, style)


def _panel(prepared: Prepared, letter: str, drawn: RPanel) -> PagePanel:
    loaded = prepared.loaded
    spec = loaded.panels[letter]
    evidence = loaded.spec.contract.evidence.get(letter)
    has_letters = loaded.spec.figure.labels and len(loaded.panels) > 1
    return PagePanel(
        letter=letter,
        tag=letter_text(prepared, letter) if has_letters else None,
        drawn=drawn,
        table=prepared.panel_tables.get(letter),
        title=prepared.fill(spec.title) if spec.title else None,
        about=f"The {evidence.role}: {evidence.claim.strip()}" if evidence else "",
    )


def _about(prepared: Prepared) -> list[str]:
    from natfig import __version__

    contract = prepared.loaded.spec.contract
    return [
        contract.conclusion.strip(),
        f"Written by natfig {__version__} for {prepared.journal.name}, stage {contract.stage}. It needs "
        f"nothing of natfig's: run it in its own folder, beside {prepared.loaded.id}_data.",
    ]


def _column_mm(grid: PageGrid, plan: GridPlan) -> list[float]:
    """Return the expected width of each column of a mosaic's axes."""
    return _lengths(grid, plan, across=True)


def _row_mm(grid: PageGrid, plan: GridPlan) -> list[float]:
    return _lengths(grid, plan, across=False)


def _lengths(grid: PageGrid, plan: GridPlan, *, across: bool) -> list[float]:
    """Return lengths of columns (rows) of axes: those of panels of one column; others share theirs."""
    if grid.part is not None or not grid.grid:
        return []
    rows = [list(c) for c in zip(*grid.grid, strict=True)] if across else grid.grid
    weights = list(grid.columns if across else grid.rows)
    out: list[float | None] = []
    spans: dict[str, int] = {}
    for line in rows:
        for letter in dict.fromkeys(line):
            spans[letter] = spans.get(letter, 0) + 1
    for line in rows:
        alone = [k for k in dict.fromkeys(line) if k != "." and spans[k] == 1]
        sizes = [plan.axes[k].width if across else plan.axes[k].height for k in alone]
        out.append(max(sizes) if sizes else None)
    known = [(v, w) for v, w in zip(out, weights, strict=True) if v is not None]
    unit = sum(v for v, _ in known) / sum(float(w) for _, w in known) if known else 1.0
    return [v if v is not None else float(w) * unit for v, w in zip(out, weights, strict=True)]


def _inset_box(inset: Any, plan: GridPlan) -> tuple[str, float, float, float, float]:
    """Return an inset's place: the top right of its host's axes."""
    host = plan.axes[inset.panel]
    wide, high = parse_length_mm(inset.width) / host.width, parse_length_mm(inset.height) / host.height
    if wide > 0.9 or high > 0.9:
        raise LayoutError(f"the inset in panel {inset.panel} is as large as its axes", hint="make it smaller")
    return inset.panel, 0.98 - wide, 0.98 - high, 0.98, 0.98


# ---------------------------------------------------------------- legends


def _choose_legends(panels: Mapping[str, PagePanel], plan: GridPlan, asked: str, look: Look) -> list[str]:
    """Set every panel's `legend_mode`, and return the panels whose legend stands over the page.

    The rules are those of the Python backend: direct labels where they fit, else one legend for the
    panels that mean the same, else a strip over the axes.
    """
    groups: dict[tuple[Any, ...], list[PagePanel]] = {}
    asked_of = {}
    for panel in panels.values():
        _choose(panel, plan, asked, look)
        asked_of[panel.letter] = panel.legend_mode
        if panel.legend_mode != "none" and panel.drawn.legend:
            key = (panel.drawn.legend_title, tuple((e.text, e.mark.color) for e in panel.drawn.legend))
            groups.setdefault(key, []).append(panel)
    if asked == "page":
        return _for_page(groups)
    if asked not in ("auto", "strip") or not groups:
        return []
    crowd = max(groups.values(), key=len)
    is_common = len(crowd) > 1 and (len(crowd) > len(panels) / 2 or len(groups) == 1)
    if not is_common or (len(crowd) == 2 and all(p.legend_mode == "direct" for p in crowd)):
        return []
    for panel in crowd:
        panel.legend_mode, panel.right_mm = "shared", 0.0
        panel.drawn.direct = None
    return [crowd[0].letter]


def _for_page(groups: Mapping[tuple[Any, ...], list[PagePanel]]) -> list[str]:
    crowds: list[tuple[dict[str, str], list[PagePanel]]] = []
    for (_, entries), panels in sorted(groups.items(), key=lambda g: -len(g[0][1])):
        home = next((c for c in crowds if all(c[0].get(t) == color for t, color in entries)), None)
        if home is not None:
            home[1].extend(panels)
        else:
            crowds.append((dict(entries), list(panels)))
    out = []
    for _, crowd in crowds:
        if len(crowd) < 2 or all(p.legend_mode == "direct" for p in crowd):
            continue
        for panel in crowd:
            panel.legend_mode, panel.right_mm = "shared", 0.0
            panel.drawn.direct = None
        out.append(crowd[0].letter)
    return out


def _choose(panel: PagePanel, plan: GridPlan, asked: str, look: Look) -> None:
    drawn = panel.drawn
    mode = asked if asked != "page" else "auto"
    if mode == "none" or not (drawn.legend or drawn.direct):
        panel.legend_mode, drawn.direct = "none", None
        return
    fits = drawn.direct is not None and _direct_fits(drawn, plan.axes[panel.letter].height, look)
    if mode == "direct" and drawn.direct is not None and not fits:
        raise LayoutError(
            f"panel {panel.letter}: its {len(drawn.legend)} series can't be labelled directly: "
            "their ends are too close",
            hint="use legend: auto or legend: strip",
        )
    if fits and mode != "strip" and drawn.direct is not None:
        panel.legend_mode = "direct"
        widest = max(text_mm(t, look.annotation_pt) for t in drawn.direct.texts)
        panel.right_mm = widest + pt_to_mm(_DIRECT_GAP_PT)
        _add_direct(panel, look)
        return
    panel.legend_mode, drawn.direct = "strip", None


def _direct_fits(drawn: RPanel, height_mm: float, look: Look) -> bool:
    """Whether labels at the ends of the lines stay clear of each other.

    The panel's whole range is at least that of the ends, so their distances are estimated from
    `Direct.span`.
    """
    direct = drawn.direct
    if direct is None or direct.span is None:
        return False
    low, high = direct.span
    if high <= low:
        return False
    need = pt_to_mm(look.annotation_pt * 1.15)
    places = sorted((v - low) / (high - low) * height_mm * 0.9 for v in direct.places)
    return all(b - a >= need for a, b in zip(places, places[1:], strict=False))


def _add_direct(panel: PagePanel, look: Look) -> None:
    """Write the labels beside the ends of the lines, as a layer of texts beyond the axes."""
    from natfig.backends.r.code import Call, call
    from natfig.backends.r.formula import label_code
    from natfig.backends.r.plan import Layer

    direct = panel.drawn.direct
    assert direct is not None  # noqa: S101 - checked by the caller
    for text, value, color in zip(direct.texts, direct.values, direct.colors, strict=True):
        code = call(
            "annotate", "text", x=float("inf"), y=value, label=label_code(text), hjust=0, colour=color,
            size=call("text_pt", look.annotation_pt), family="Arial",
        )  # fmt: skip
        panel.drawn.layers.append(Layer(code, "legend", split=False, name=text))
    terms = panel.drawn.terms
    at = next(
        (i for i, t in enumerate(terms) if isinstance(t, Call) and t.function == "coord_cartesian"), None
    )
    if at is None:
        terms.append(call("coord_cartesian", clip="off"))
    else:
        old = terms[at]
        assert isinstance(old, Call)  # noqa: S101 - found as one
        kept = tuple(a for a in old.args if a[0] != "clip")
        terms[at] = replace(old, args=(*kept, ("clip", label_code("off"))))


# ---------------------------------------------------------------- names


def panel_names(page: Page) -> dict[str, PanelNames]:
    """Return how the parts of each panel are called in the SVG."""
    out = {}
    for letter, panel in page.panels.items():
        drawn = panel.drawn
        levels = {c.upper(): level for c, level in drawn.split_colors.items()}
        levels |= {e.mark.color.upper(): e.text for e in drawn.legend if isinstance(e, LegendEntry)}
        out[letter] = PanelNames(
            letter,
            [(layer.role, layer.split, layer.name) for layer in drawn.layers],
            levels,
            {f"strip_{letter}_{i}": s.role for i, s in enumerate(drawn.strips, 1)},
            "colorbar" if drawn.colorbar else "legend",
        )
    return out
