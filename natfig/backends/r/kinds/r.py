"""The user's own R function: sourced by the script, given the panel's rows and looks."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from natfig.backends.r.code import Code, Infix, Text, assign, call, comment, constant
from natfig.backends.r.plan import OwnCode, RPanel, RStyle, Twin
from natfig.backends.r.terms import labels
from natfig.charts._rcode import RReference, find_function
from natfig.core.errors import SpecError

if TYPE_CHECKING:
    from natfig.charts.r import RPanelSpec
    from natfig.data.tables import Table

__all__ = ["twin"]


class R(Twin):
    """A panel of the user's own."""

    id = "r"

    def draw(self, panel: RPanelSpec, table: Table | None, style: RStyle) -> RPanel:
        """Return the call of the user's function; its plot's own legend stays where it puts it."""
        if not style.looks.allow_code:
            raise SpecError(
                f"panel {style.letter} runs {panel.function}, which --no-code forbids",
                hint="leave --no-code out if you trust the code beside this spec",
            )
        letter = style.letter
        reference = RReference(panel.function)
        found = find_function(reference, style.looks.folder)
        path = f"{style.name}_code/{reference.file}"
        code, plot, given = f"code_{letter}", f"plot_{letter}", f"style_{letter}"
        frame: Any = Text(style.frame) if table is not None else None
        made = call(f"{code}${reference.function}", frame, Text(given), **panel.options)
        fits = Infix(
            "&&", (call("inherits", Text(plot), "ggplot"), constant(f'!inherits({plot}, "patchwork")'))
        )
        out = RPanel(
            Text(plot),
            [
                comment("A plot of your own: the function gets the rows and the looks of its panel."),
                assign(code, call("new.env")),
                call("source", path, local=Text(code), encoding="UTF-8"),
                assign(given, _looks(panel, style)),
                call("set.seed", style.seed),
                assign(plot, made),
                call("stopifnot", **{f"{reference.function}() must return a ggplot": fits}),
            ],
            guides=(),
            files={path: found.source},
            own=OwnCode(path, reference.file, found.line),
            helpers={"line_pt", "text_pt", "point_pt"},
        )
        named = {k: v for k, v in (("x", panel.x), ("y", panel.y)) if v is not None}
        if named:
            out.terms.append(labels(**named))
        if table is not None:
            out.n["all"] = table.rows
        return out


def _looks(panel: RPanelSpec, style: RStyle) -> Code:
    """Return the list of looks: sizes in pt, the box in mm, colours as #RRGGBB."""
    looks = style.looks
    look = looks.look
    colors: Any = Text("character()")
    if panel.color is not None and panel.color.field in style.palettes:
        colors = constant(style.palettes[panel.color.field])
    return call(
        "list",
        letter=style.letter,
        width_mm=round(style.size_mm[0], 1),
        height_mm=round(style.size_mm[1], 1),
        label_pt=look.label_pt,
        tick_pt=look.tick_pt,
        annotation_pt=look.annotation_pt,
        axis_pt=look.axis_pt,
        line_pt=look.line_pt,
        error_pt=look.error_pt,
        reference_pt=look.reference_pt,
        marker_pt=look.marker_pt,
        band_alpha=look.band_alpha,
        ink=look.ink,
        neutral=look.neutral,
        signal=looks.signal,
        accent=looks.accent,
        up=looks.up,
        down=looks.down,
        colours=colors,
    )


twin = R()
