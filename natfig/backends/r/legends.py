"""Which panel of an R page gets which legend, and how many rows it takes."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from natfig.backends.r.code import Call, Code, call
from natfig.backends.r.formula import has_formula, label_code
from natfig.backends.r.measure import LINE_EM, text_mm
from natfig.backends.r.plan import Layer, RPanel
from natfig.charts.base import LegendEntry
from natfig.core.errors import LayoutError
from natfig.core.units import mm_to_pt, pt_to_mm
from natfig.layout.place import spread

if TYPE_CHECKING:
    from natfig.backends.r.script import PagePanel
    from natfig.layout.grid import GridPlan
    from natfig.style.marks import Look

__all__ = [
    "SharedLegend",
    "are_told",
    "choose_legends",
    "fit_legend",
    "gradients",
    "guide_terms",
    "legend_rows",
    "legend_width_mm",
    "with_argument",
]

# As in the Python backend: between the axes and a label at the end of a line; how far, in lines of
# text, such a label may stand from its line; and how many there may be.
DIRECT_GAP_PT = 3.5
MAX_SHIFT_LINES = 1.6
MOST_DIRECT = 6
# Widths of the samples, and what theme_natfig() puts between sample, text and the next entry.
KEY_PT = {"line": 12.0, "line+marker": 12.0}
SQUARE_PT = 6.0
# Samples of lines where there is little room; dashes are still told apart.
SHORT_KEY_PT = 8.0
AROUND_PT = 8.0
# Share of an axis that ggplot2 leaves free at both ends together.
EXPANSION = 1.1
# A colour bar longer than this takes attention from its map.
MAX_BAR_MM = 40.0
_GRADIENT = re.compile(
    r"scale_(fill|colour|color)_(gradient[2n]?|continuous|distiller|viridis_c|steps[2n]?|fermenter|binned)$"
)


@dataclass(frozen=True)
class SharedLegend:
    """A legend over the page: the panel it is taken from, its rows and its width in mm."""

    letter: str
    rows: int
    width_mm: float


def choose_legends(
    panels: Mapping[str, PagePanel], plan: GridPlan, asked: str, look: Look
) -> list[SharedLegend]:
    """Set every panel's `legend_mode`, and return the legends that stand over the page.

    The rules are those of the Python backend: direct labels where they fit, else one legend for the
    panels that mean the same, else a strip over the axes.

    Parameters
    ----------
    panels : mapping of str to PagePanel
    plan : GridPlan
        By which the room for direct labels and rows is judged.
    asked : str
        ``figure.legend``: "auto", "direct", "strip", "page" or "none".
    look : Look

    Raises
    ------
    LayoutError
        If direct labels were asked for and don't fit.
    """
    groups: dict[tuple[Any, ...], list[PagePanel]] = {}
    placed: dict[str, list[float] | None] = {}
    for panel in panels.values():
        placed[panel.letter] = _choose(panel, plan, asked, look)
        if panel.legend_mode != "none" and panel.drawn.legend:
            entries = [*panel.drawn.legend, *panel.drawn.legend_under]
            key = (panel.drawn.legend_title, tuple((e.text, e.mark.color) for e in entries))
            groups.setdefault(key, []).append(panel)
    crowds = _for_page(groups) if asked == "page" else _common(groups, len(panels), asked)
    left = min((box.x0 for box in plan.axes.values()), default=0.0)
    out = []
    for crowd in crowds:
        for panel in crowd:
            panel.legend_mode = "shared"
        host = max(crowd, key=lambda p: len(p.drawn.legend))
        rows = legend_rows(host.drawn, look, plan.width_mm - left - 1.0)
        out.append(SharedLegend(host.letter, rows, legend_width_mm(host.drawn, look, rows)))
    for panel in panels.values():
        _carry_out(panel, plan, look, placed[panel.letter])
    return out


def _common(
    groups: Mapping[tuple[Any, ...], list[PagePanel]], count: int, asked: str
) -> list[list[PagePanel]]:
    """Return the panels that share one legend, if most panels or all that have one do."""
    if asked not in ("auto", "strip") or not groups:
        return []
    crowd = [p for p in max(groups.values(), key=len) if p.legend_asked == "auto"]
    is_common = len(crowd) > 1 and (len(crowd) > count / 2 or len(groups) == 1)
    if not is_common or (len(crowd) == 2 and all(p.legend_mode == "direct" for p in crowd)):
        return []
    return [crowd]


def _for_page(groups: Mapping[tuple[Any, ...], list[PagePanel]]) -> list[list[PagePanel]]:
    """Return the panels of each set of entries that several panels show, or some of them."""
    crowds: list[tuple[dict[str, str], list[PagePanel]]] = []
    # The longest first: a panel that shows some of its entries needs no legend of its own.
    for (_, entries), panels in sorted(groups.items(), key=lambda g: -len(g[0][1])):
        free = [p for p in panels if p.legend_asked == "auto"]
        home = next((c for c in crowds if all(c[0].get(t) == color for t, color in entries)), None)
        if home is not None:
            home[1].extend(free)
        elif free:
            crowds.append((dict(entries), free))
    return [c for _, c in crowds if len(c) > 1 and not all(p.legend_mode == "direct" for p in c)]


def _choose(panel: PagePanel, plan: GridPlan, asked: str, look: Look) -> list[float] | None:
    """Set a panel's `legend_mode`; return the heights of its direct labels where they fit."""
    drawn = panel.drawn
    mode = panel.legend_asked if panel.legend_asked != "auto" else asked
    if mode == "page":
        mode = "auto"
    if mode == "none" or not (drawn.legend or drawn.direct):
        panel.legend_mode = "none"
        return None
    places = _direct_values(drawn, plan.axes[panel.letter].height, look)
    if mode == "direct" and places is None:
        raise LayoutError(
            f"panel {panel.letter}: its {len(drawn.legend)} series can't be labelled directly: "
            "their ends are too close",
            hint="use legend: auto or legend: strip",
        )
    panel.legend_mode = "direct" if places is not None and mode != "strip" else "strip"
    return places


def _carry_out(panel: PagePanel, plan: GridPlan, look: Look, places: list[float] | None) -> None:
    drawn = panel.drawn
    if panel.legend_mode == "direct" and places is not None:
        assert drawn.direct is not None  # noqa: S101 - they have been placed
        widest = max(text_mm(t, look.label_pt) for t in drawn.direct.texts)
        panel.right_mm = widest + pt_to_mm(DIRECT_GAP_PT)
        _add_direct(panel, look, places)
        return
    drawn.direct = None
    if panel.legend_mode == "strip":
        box, whole = plan.axes[panel.letter], plan.panels[panel.letter]
        panel.legend_rows = legend_rows(drawn, look, max(box.x1, whole.x1) - box.x0)


# ---------------------------------------------------------------- direct labels


def _direct_values(drawn: RPanel, height_mm: float, look: Look) -> list[float] | None:
    """Return where direct labels stand on the y axis, moved apart where need be; None: they don't fit."""
    direct = drawn.direct
    if direct is None or direct.span is None or not 0 < len(direct.texts) <= MOST_DIRECT:
        return None
    low, high = _zoomed(drawn, direct.span)
    if high <= low:
        return None
    line = pt_to_mm(look.label_pt * LINE_EM)
    unit = height_mm / EXPANSION / (high - low)
    wanted = [(v - low) * unit for v in direct.places]
    placed = spread(wanted, [line + 0.1] * len(wanted), -line, height_mm / EXPANSION + line)
    if placed is None:
        return None
    shifts = [p - w for p, w in zip(placed, wanted, strict=True)]
    if max(abs(s) for s in shifts) > MAX_SHIFT_LINES * line:
        return None
    if all(abs(s) < 0.05 for s in shifts):
        return [float(f"{v:.6g}") for v in direct.values]
    moved = [v + s / unit for v, s in zip(direct.places, shifts, strict=True)]
    if all(a == b for a, b in zip(direct.places, direct.values, strict=True)):
        return [float(f"{v:.5g}") for v in moved]
    # On other axes the places are decimal logarithms of the values.
    is_log = all(abs(10**p - v) <= 1e-9 * abs(v) for p, v in zip(direct.places, direct.values, strict=True))
    return [float(f"{10**v:.5g}") for v in moved] if is_log else None


def _zoomed(drawn: RPanel, span: tuple[float, float]) -> tuple[float, float]:
    """Return the ends of the y axis: those it is zoomed to, or those of the values."""
    for term in drawn.terms:
        if isinstance(term, Call) and term.function == "coord_cartesian":
            limits = dict(term.args).get("ylim")
            if isinstance(limits, Call):
                numbers = [a.flat() for _, a in limits.args]
                if len(numbers) == 2 and all(re.fullmatch(r"-?[\d.]+(e-?\d+)?", n) for n in numbers):
                    low, high = (float(n) for n in numbers)
                    # On a log axis the limits are values, not places: then the span is kept.
                    if low <= span[0] and span[1] <= high and (drawn.direct and _is_linear(drawn)):
                        return low, high
    return span


def _is_linear(drawn: RPanel) -> bool:
    direct = drawn.direct
    return direct is not None and all(a == b for a, b in zip(direct.places, direct.values, strict=True))


def _add_direct(panel: PagePanel, look: Look, values: Sequence[float]) -> None:
    """Write the labels beside the ends of the lines, as a layer of texts beyond the axes."""
    direct = panel.drawn.direct
    assert direct is not None  # noqa: S101 - checked by the caller
    # The gap between axes and text is told as a share of the text's width.
    gaps = [round(-DIRECT_GAP_PT / mm_to_pt(max(text_mm(t, look.label_pt), 0.1)), 3) for t in direct.texts]
    texts, parse = list(direct.texts), {}
    if any(has_formula(t) for t in texts):
        # annotate() reads plotmath from strings; a string in quotes is plotmath too.
        texts = [label_code(t).flat().removeprefix("expression(").removesuffix(")") for t in texts]
        parse = {"parse": True}
    code = call(
        "annotate", "text", x=direct.right, y=_one(values), label=_one(texts), **parse, hjust=_one(gaps),
        colour=_one(direct.colors), size=call("text_pt", look.label_pt), family="Arial",
    )  # fmt: skip
    panel.drawn.split_colors |= dict(zip(direct.colors, direct.texts, strict=True))
    panel.drawn.layers.append(Layer(code, "legend"))
    terms = panel.drawn.terms
    at = next(
        (i for i, t in enumerate(terms) if isinstance(t, Call) and t.function == "coord_cartesian"), None
    )
    if at is None:
        terms.append(call("coord_cartesian", clip="off"))
    else:
        old = terms[at]
        assert isinstance(old, Call)  # noqa: S101 - found as one
        terms[at] = with_argument(old, clip="off")


def _one(values: Sequence[Any]) -> Any:
    return list(values) if len(values) > 1 else values[0]


def with_argument(old: Call, **named: Any) -> Call:
    """Return a call with arguments set anew; the others stay where they are."""
    new = dict(call("", **named).args)
    kept = tuple((n, new.pop(n, a) if n else a) for n, a in old.args)
    return replace(old, args=(*kept, *new.items()))


# ---------------------------------------------------------------- rows


def _entry_pt(entry: LegendEntry, look: Look) -> float:
    key = max(KEY_PT.get(entry.handle, SQUARE_PT), entry.size_pt or 0.0)
    return key + AROUND_PT + mm_to_pt(text_mm(entry.text, look.label_pt))


def legend_width_mm(drawn: RPanel, look: Look, rows: int) -> float:
    """Return the width of a legend of so many rows in mm; its columns line up."""
    widths = [_entry_pt(e, look) for e in drawn.legend]
    columns = -(-len(widths) // max(rows, 1))
    lead = mm_to_pt(text_mm(drawn.legend_title, look.label_pt)) + AROUND_PT if drawn.legend_title else 0.0
    return pt_to_mm(lead + sum(max(widths[c::columns]) for c in range(min(columns, len(widths)))))


def legend_rows(drawn: RPanel, look: Look, available_mm: float) -> int:
    """Return how many rows a legend needs to stay within a width in mm; every entry has one at most."""
    for rows in range(1, len(drawn.legend)):
        if legend_width_mm(drawn, look, rows) <= available_mm:
            return rows
    return max(len(drawn.legend), 1)


def fit_legend(panel: PagePanel, look: Look, room_mm: float, over_mm: float, left_mm: float) -> None:
    """Bring a legend that reached too far into its room.

    It gets more rows and shorter samples, then moves to the left; where that is not enough the panel
    gives way.

    Parameters
    ----------
    panel : PagePanel
    look : Look
    room_mm : float
        From where the legend begins to what stands beside it.
    over_mm : float
        By how much it reached too far.
    left_mm : float
        By how much it can move to the left.
    """
    rows = legend_rows(panel.drawn, look, room_mm - pt_to_mm(AROUND_PT))
    if rows > panel.legend_rows:
        over_mm -= legend_width_mm(panel.drawn, look, panel.legend_rows)
        over_mm += legend_width_mm(panel.drawn, look, rows)
        panel.legend_rows = rows
    if over_mm > 0 and panel.legend_key_pt > SHORT_KEY_PT and _has_lines(panel.drawn):
        over_mm -= pt_to_mm(panel.legend_key_pt - SHORT_KEY_PT)
        panel.legend_key_pt = SHORT_KEY_PT
    if over_mm <= 0:
        return
    # How far it can move counts from where it stood at first.
    over_mm += panel.legend_left_mm
    panel.legend_left_mm = min(over_mm, left_mm)
    panel.right_mm += max(over_mm - left_mm, 0.0)


def _has_lines(drawn: RPanel) -> bool:
    return any(e.handle.startswith("line") for e in drawn.legend)


def are_told(entries: int, rows: int) -> bool:
    """Whether a guide has to be told its rows; ggplot2 starts a second one after five entries."""
    return rows > 1 or entries > 5


def guide_terms(drawn: RPanel, *, rows: int, bar_mm: float) -> list[Code]:
    """Return a panel's terms with its guides told their rows and sizes.

    Parameters
    ----------
    drawn : RPanel
    rows : int
        Of the legend.
    bar_mm : float
        Height of the axes beside a colour bar.
    """
    terms = list(drawn.terms)
    bars = gradients(terms)
    new: dict[str, Any] = {}
    if drawn.colorbar:
        height = round(min(bar_mm, MAX_BAR_MM), 1)
        for name in bars:
            if not _has_guide(terms, name):
                new[name] = call("bar_natfig", height)
    if are_told(len(drawn.legend), rows):
        for name in drawn.guides:
            if name in bars or name in new:
                continue
            if not _set_guide(terms, name, nrow=rows, byrow=True):
                new[name] = call("guide_legend", nrow=rows, byrow=True)
    if not new:
        return terms
    at = next((i for i, t in enumerate(terms) if isinstance(t, Call) and t.function == "guides"), None)
    if at is None:
        return [*terms, call("guides", **new)]
    old = terms[at]
    assert isinstance(old, Call)  # noqa: S101 - found as one
    terms[at] = with_argument(old, **new)
    return terms


def gradients(terms: Sequence[Code]) -> list[str]:
    """Return the aesthetics whose colours run from one to another."""
    found = [t.function.split("_")[1] for t in terms if isinstance(t, Call) and _GRADIENT.match(t.function)]
    return ["colour" if name == "color" else name for name in found]


def _holders(terms: Sequence[Code], name: str) -> list[tuple[int, str]]:
    """Return where the guide of an aesthetic may be set: (index of the term, argument)."""
    out = []
    for i, term in enumerate(terms):
        if isinstance(term, Call) and term.function == "guides" and name in dict(term.args):
            out.append((i, name))
        elif (
            isinstance(term, Call)
            and term.function.startswith(f"scale_{name}_")
            and "guide" in dict(term.args)
        ):
            out.append((i, "guide"))
    return out


def _has_guide(terms: Sequence[Code], name: str) -> bool:
    """Whether the twin has made a colour bar of its own, or wants none."""
    return bool(_holders(terms, name))


def _set_guide(terms: list[Code], name: str, **named: Any) -> bool:
    """Add arguments to the guide that a twin has set for an aesthetic; return whether there is one."""
    for i, argument in _holders(terms, name):
        term = terms[i]
        assert isinstance(term, Call)  # noqa: S101 - found as one
        guide = dict(term.args)[argument]
        if isinstance(guide, Call) and guide.function == "guide_legend":
            terms[i] = with_argument(term, **{argument: with_argument(guide, **named)})
        return True
    return False
