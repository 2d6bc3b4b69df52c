"""Kaplan-Meier curves in R: ``geom_step()`` with bands, censoring marks and the numbers at risk below."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from natfig.backends.r._room import Room, place_notes
from natfig.backends.r._scales import format_problems, label_natfig
from natfig.backends.r._tables import at_risk_strip, flag_code
from natfig.backends.r.code import Code, Infix, Text, assign, call, col, column, constant, to_code
from natfig.backends.r.plan import Direct, Layer, RPanel, RStyle, Twin
from natfig.backends.r.terms import (
    factor,
    labels,
    line_pt,
    mark_scales,
    placed_texts,
    references,
)
from natfig.charts import _categorical as cat
from natfig.charts._results import add_survival
from natfig.charts.base import RASTERIZE_ABOVE, Drawn, LegendEntry
from natfig.charts.survival import REACH, SurvivalPanel, _note, _samples, _time_axis
from natfig.core.units import pt_to_mm
from natfig.stats.survival import KaplanMeier, kaplan_meier

if TYPE_CHECKING:
    from natfig.data.tables import Table

__all__ = ["twin"]

_Y_TICKS = (0, 0.25, 0.5, 0.75, 1)


class Survival(Twin):
    """Survival curves."""

    id = "survival"

    def problems(self, panel: SurvivalPanel, table: Table | None) -> list[tuple[str, str | None]]:
        """Return what R can't write."""
        del table
        return format_problems(panel.time)

    def draw(self, panel: SurvivalPanel, table: Table, style: RStyle) -> RPanel:
        """Return the curves as R code."""
        samples = _samples(panel, table)
        fits = {k: kaplan_meier(time, event, panel.interval) for k, (time, event) in samples.items()}
        times = np.asarray(table[panel.time.field], dtype=np.float64)
        ticks, right = _time_axis(panel, float(times.max()))
        right = _rounded_up(right)
        top = 100.0 if panel.percent else 1.0
        levels = [k for k in fits if k is not None]
        frame = f"curve_{style.letter}"
        mapping = {"x": col("time"), "y": col("survival")}
        if levels:
            mapping["colour"] = col("group")
        out = RPanel(
            call("ggplot", Text(frame), call("aes", **mapping)),
            _statements(panel, table, style, levels, right=right, last=max(f.last for f in fits.values())),
        )
        out.layers = list(_layers(panel, fits, style, frame, has_levels=bool(levels), top=top))
        out.layers += references(panel, style)
        placed, texts = placed_texts(panel, style)
        out.layers += placed
        out.terms = [*_scales(panel, ticks, top), *_colours(panel, style, levels, out)]
        text = panel.y_label or ("Survival (%)" if panel.percent else "Survival probability")
        out.terms.append(labels(x=panel.time, y=text))
        limits = (0.0, right)
        out.terms.append(_zoom(limits, top))
        found = Drawn(n={level or "all": len(time) for level, (time, _) in samples.items()})
        found.warnings += cat.count_outside(panel.time, times, "time")
        _note(found, panel, samples, fits)
        add_survival(found, panel, style.looks)
        out.n, out.warnings, out.notes = found.n, found.warnings, [*found.notes, *texts]
        out.direct = _ends(fits, right, top, style)
        room = _room(fits, right, style)
        place_notes(out, room, style, {"x": limits, "y": (0.0, top)})
        if panel.at_risk:
            _add_table(out, panel, style, levels=levels, ticks=ticks, limits=limits)
        return out


def _rounded_up(value: float) -> float:
    """Return a positive number with six digits, the next one up: nothing within it is cut off."""
    digits = 5 - math.floor(math.log10(value))
    return math.ceil(round(value * 10.0**digits, 6)) / 10.0**digits


def _statements(
    panel: SurvivalPanel, table: Table, style: RStyle, levels: Sequence[str], *, right: float, last: float
) -> list[Code]:
    """Return what makes the curves from the rows."""
    frame, out = style.frame, []
    named: dict[str, Any] = {
        "time": column(frame, panel.time.field),
        "event": flag_code(frame, table, panel.event.field, panel.event_value),
    }
    if panel.color is not None:
        out.append(factor(frame, table, panel.color.field, levels))
        named["group"] = column(frame, panel.color.field)
    if panel.interval != "log-log":
        named["interval"] = panel.interval
    if last > right:
        named["until"] = right
    if panel.percent:
        named["percent"] = True
    out.append(assign(f"curve_{style.letter}", call("survival_natfig", **named)))
    return out


def _layers(
    panel: SurvivalPanel, fits: Mapping[str | None, KaplanMeier], style: RStyle, frame: str, *,
    has_levels: bool, top: float,
) -> list[Layer]:  # fmt: skip
    look, out = style.looks.look, []
    fixed: dict[str, Any] = {} if has_levels else {"colour": style.looks.signal}
    if panel.interval != "none":
        known = call("subset", Text(frame), constant("!is.na(low)"))
        steps = call("stairs_natfig", known, "time", *(["group"] if has_levels else []))
        mapping = {"ymin": col("low"), "ymax": col("high")} | ({"fill": col("group")} if has_levels else {})
        named: dict[str, Any] = {} if has_levels else {"fill": style.looks.signal}
        named |= {"data": steps, "colour": float("nan"), "alpha": look.band_alpha}
        named |= {"outline.type": "full", "show.legend": False}
        out.append(Layer(call("geom_ribbon", call("aes", **mapping), **named), "band"))
    positional = []
    if has_levels and any(style.looks.mark(k).dash != "-" for k in fits):
        positional.append(call("aes", linetype=col("group")))
    out.append(Layer(call("geom_step", *positional, **fixed, linewidth=line_pt(look.line_pt))))
    if panel.censoring and any((f.censored > 0).any() for f in fits.values()):
        # A tick as high as those of the Python backend, in units of the axis.
        half = float(f"{pt_to_mm(look.marker_pt * 2 / 3) / style.size_mm[1] * top:.2g}")
        ends = {"ymin": _moved("survival", "-", half), "ymax": _moved("survival", "+", half)}
        code: Code = call(
            "geom_linerange", call("aes", **ends), **fixed,
            data=call("subset", Text(frame), constant("censored > 0")),
            linewidth=line_pt(look.reference_pt), **{"show.legend": False},
        )  # fmt: skip
        if sum(int((f.censored > 0).sum()) for f in fits.values()) > RASTERIZE_ABOVE:
            code = call("rasterized", code, dpi=style.dpi)
        out.append(Layer(code, "censored"))
    return out


def _moved(name: str, operator: str, by: float) -> Code:
    return Infix(operator, (col(name), to_code(by)))


def _y_texts(panel: SurvivalPanel) -> list[str]:
    top = 100.0 if panel.percent else 1.0
    return [f"{q * top:g}" for q in _Y_TICKS]


def _add_table(
    out: RPanel, panel: SurvivalPanel, style: RStyle, *, levels: Sequence[str],
    ticks: Sequence[float], limits: tuple[float, float],
) -> None:  # fmt: skip
    frame = style.frame
    group: Code = call("factor", call("rep", "Number at risk", call("nrow", Text(frame))))
    colours = None
    if panel.color is not None:
        group, colours = column(frame, panel.color.field), constant(style.palettes[panel.color.field])
    strip, room_pt = at_risk_strip(
        column(frame, panel.time.field), group, levels or ["Number at risk"], max(out.n.values()),
        ticks=[t for t in ticks if 0 <= t <= limits[1]], limits=limits, style=style,
        axis_texts=_y_texts(panel), colours=colours,
    )  # fmt: skip
    out.strips.append(strip)
    if room_pt > 0:
        margin = call("margin", r=3, l=room_pt)
        out.terms.append(call("theme", **{"axis.title.y": call("element_text", margin=margin)}))


def _scales(panel: SurvivalPanel, ticks: Sequence[float], top: float) -> list[Code]:
    write = label_natfig(panel.time.format) if panel.time.format is not None else call("label_natfig")
    return [
        call("scale_x_continuous", breaks=list(ticks), labels=write),
        call("scale_y_continuous", breaks=[q * top for q in _Y_TICKS], labels=_y_texts(panel)),
    ]


def _zoom(limits: tuple[float, float], top: float) -> Code:
    # A curve that stays at 1 or falls to 0 would lose half its width to the border of the axes.
    return call("coord_cartesian", xlim=list(limits), ylim=[0, top], expand=False, clip="off")


def _colours(panel: SurvivalPanel, style: RStyle, levels: Sequence[str], out: RPanel) -> list[Code]:
    if panel.color is None:
        out.guides = ()
        return []
    marks = {v: style.looks.mark(v) for v in levels}
    used = ["colour", *(["fill"] if panel.interval != "none" else [])]
    if any(m.dash != "-" for m in marks.values()):
        used.append("linetype")
    out.guides = tuple(used)
    out.legend = [LegendEntry(v, mark, "line") for v, mark in marks.items()]
    return mark_scales(style, panel.color.field, levels, aesthetics=used)


def _ends(fits: Mapping[str | None, KaplanMeier], right: float, top: float, style: RStyle) -> Direct | None:
    """Return labels at the right ends, where every curve comes near to it."""
    if None in fits or any(f.last < REACH * right for f in fits.values()):
        return None
    values = [f.at(right) * top for f in fits.values()]
    colors = [style.looks.mark(k).color for k in fits]
    return Direct([str(k) for k in fits], values, colors, values, (0.0, top))


def _room(fits: Mapping[str | None, KaplanMeier], right: float, style: RStyle) -> Room:
    """Return what is drawn in the axes, for the notes."""
    room = Room(style.size_mm)
    for fit in fits.values():
        x = np.repeat(np.concatenate([[0.0], fit.time, [fit.last]]) / right, 2)[1:-1]
        for ends in (fit.survival, fit.low, fit.high):
            y = np.repeat(np.concatenate([[1.0], np.where(np.isfinite(ends), ends, fit.survival)]), 2)
            room.add_line(np.clip(x, 0, 1), y)
        known = np.isfinite(fit.low)
        if known.any():
            room.add_band(np.clip(fit.time[known] / right, 0, 1), fit.low[known], fit.high[known])
    return room


twin = Survival()
