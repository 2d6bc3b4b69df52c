"""The computed style of one element: what CSS and attributes come to, in user units.

A `Style` is made once for each different set of declarations below each parent and
shared by all elements that look alike, so it must never be changed after it was handed
out.
"""

from __future__ import annotations

from typing import Any, NamedTuple

__all__ = ["NO_PAINT", "ROOT", "SpecifiedPaint", "Style", "child_of", "finish"]


class SpecifiedPaint(NamedTuple):
    """A fill or stroke as inherited, before currentColor and opacities are put in.

    `kind` is "none", "color", "current" (currentColor) or "url"; `color` and `alpha` are of
    "color", `url` of "url" ("url(#id)"), with what to paint where the id is missing.
    """

    kind: str
    color: str | None = None
    alpha: float = 1.0
    url: str = ""
    fallback: SpecifiedPaint | None = None


NO_PAINT = SpecifiedPaint("none")


class Style:
    """Computed values of one element; lengths in user units, which are CSS px.

    Attributes
    ----------
    font_size : float
        0 and up.
    families : tuple of str
        As named, without quotes; generic families in lower case.
    weight : str
        "normal", "bold", or another number of 1–1000 as text.
    font_style : str
        "normal", "italic" or "oblique".
    stretch : str
        A keyword ("condensed") or a percentage ("75%").
    font_variant : str
        "normal", "small-caps" or another keyword of `font-variant-caps`.
    line_height : float or None
        None for "normal".
    color : str
        What currentColor stands for.
    fill, stroke : str or None
        ``#RRGGBB``, None for none, or ``url(#id)``.
    fill_alpha, stroke_alpha : float
        0–1: the colour's own alpha times the opacity of fill or stroke.
    fill_fallback, stroke_fallback : str or None
        Colour after ``url(#id)``, used where the id is missing.
    stroke_width : float
    dashed : bool
    fill_rule : str
        "nonzero" or "evenodd".
    opacity : float
        0–1, of this element alone; parents' are not in it.
    visible : bool
        False for `visibility` hidden and collapse.
    displayed : bool
        False for ``display: none`` on this very element.
    text_anchor, dominant_baseline, alignment_baseline : str
    baseline_shift : str
        As written ("super", "30%", "2px"); not inherited.
    letter_spacing, word_spacing : float
    white_space : str
        The CSS value; `xml:space` on an element of text gives "pre" or "nowrap".
    kerning : bool
    kern_feature : bool or None
        What font-feature-settings say of kerning; it wins.
    size_adjust : tuple of (str, float) or None
        A metric ("ex-height") and how many em of it font-size-adjust makes.
    writing_mode, direction, text_transform, text_orientation : str
    clip_path, mask, filter, marker_start, marker_mid, marker_end : str or None
        The id that ``url(#id)`` names.
    vector_effect, mix_blend_mode, paint_order : str
    transform : str or None
        Of CSS alone, "none" included; None where CSS says nothing and the attribute counts.
    transform_origin : str or None
    geometry : dict or None
        Those of x, y, width, height, cx, cy, r, rx, ry and d (the path data) that CSS sets,
        as text.
    stop_color, stop_alpha : str, float
        Of a gradient's stop; `stop_alpha` with `stop-opacity`.

    Notes
    -----
    The remaining attributes are what children need to compute theirs.
    """

    __slots__ = (
        "alignment_baseline",
        "baseline_shift",
        "clip_path",
        "color",
        "color_alpha",
        "dashed",
        "direction",
        "displayed",
        "dominant_baseline",
        "families",
        "fill",
        "fill_alpha",
        "fill_fallback",
        "fill_opacity",
        "fill_paint",
        "fill_rule",
        "filter",
        "font_size",
        "font_style",
        "font_variant",
        "geometry",
        "kern_feature",
        "kerning",
        "letter_spacing",
        "line_factor",
        "line_height",
        "marker_end",
        "marker_mid",
        "marker_start",
        "mask",
        "mix_blend_mode",
        "opacity",
        "paint_order",
        "size_adjust",
        "size_keyword",
        "size_relative",
        "stop_alpha",
        "stop_color",
        "stop_opacity",
        "stop_paint",
        "stretch",
        "stroke",
        "stroke_alpha",
        "stroke_fallback",
        "stroke_opacity",
        "stroke_paint",
        "stroke_width",
        "text_anchor",
        "text_orientation",
        "text_transform",
        "transform",
        "transform_origin",
        "variables",
        "vector_effect",
        "visible",
        "weight",
        "white_space",
        "word_spacing",
        "writing_mode",
    )

    alignment_baseline: str
    baseline_shift: str
    clip_path: str | None
    color: str
    color_alpha: float
    dashed: bool
    direction: str
    displayed: bool
    dominant_baseline: str
    families: tuple[str, ...]
    fill: str | None
    fill_alpha: float
    fill_fallback: str | None
    fill_opacity: float
    fill_paint: SpecifiedPaint
    fill_rule: str
    filter: str | None
    font_size: float
    font_style: str
    font_variant: str
    geometry: dict[str, str] | None
    kern_feature: bool | None
    kerning: bool
    letter_spacing: float
    line_factor: float | None
    line_height: float | None
    marker_end: str | None
    marker_mid: str | None
    marker_start: str | None
    mask: str | None
    mix_blend_mode: str
    opacity: float
    paint_order: str
    size_adjust: tuple[str, float] | None
    size_keyword: str
    size_relative: bool
    stop_alpha: float
    stop_color: str
    stop_opacity: float
    stop_paint: SpecifiedPaint
    stretch: str
    stroke: str | None
    stroke_alpha: float
    stroke_fallback: str | None
    stroke_opacity: float
    stroke_paint: SpecifiedPaint
    stroke_width: float
    text_anchor: str
    text_orientation: str
    text_transform: str
    transform: str | None
    transform_origin: str | None
    variables: Any
    vector_effect: str
    visible: bool
    weight: str
    white_space: str
    word_spacing: float
    writing_mode: str

    def face_unit(self, unit: str) -> float:
        """Return how many em an "ex", "ch" or "cap" is in the face it asks for."""
        from natfig.qa.readers._svg.textfont import face_unit

        return face_unit(self, unit)

    def __repr__(self) -> str:
        size = f"{self.font_size:g} {'/'.join(self.families)} {self.weight}"
        return f"Style({size}, fill={self.fill}, stroke={self.stroke} {self.stroke_width:g})"


# Source of initial values: the property definitions of SVG 2 and CSS; the family is
# what Chromium and other browsers take where a file names none.
_INHERITED: dict[str, Any] = {
    "color": "#000000",
    "color_alpha": 1.0,
    "dashed": False,
    "direction": "ltr",
    "dominant_baseline": "auto",
    "families": ("Times New Roman",),
    "fill_opacity": 1.0,
    "fill_paint": SpecifiedPaint("color", "#000000"),
    "fill_rule": "nonzero",
    "font_size": 16.0,
    "font_style": "normal",
    "font_variant": "normal",
    "kern_feature": None,
    "kerning": True,
    "letter_spacing": 0.0,
    "line_factor": None,
    "line_height": None,
    "marker_end": None,
    "marker_mid": None,
    "marker_start": None,
    "paint_order": "normal",
    "size_adjust": None,
    "size_keyword": "medium",
    "size_relative": True,
    "stretch": "normal",
    "stroke_opacity": 1.0,
    "stroke_paint": NO_PAINT,
    "stroke_width": 1.0,
    "text_anchor": "start",
    "text_orientation": "mixed",
    "text_transform": "none",
    "variables": None,
    "visible": True,
    "weight": "normal",
    "white_space": "normal",
    "word_spacing": 0.0,
    "writing_mode": "horizontal-tb",
}
_OWN: dict[str, Any] = {
    "alignment_baseline": "baseline",
    "baseline_shift": "baseline",
    "clip_path": None,
    "displayed": True,
    "filter": None,
    "geometry": None,
    "mask": None,
    "mix_blend_mode": "normal",
    "opacity": 1.0,
    "stop_opacity": 1.0,
    "stop_paint": SpecifiedPaint("color", "#000000"),
    "transform": None,
    "transform_origin": None,
    "vector_effect": "none",
}


def child_of(parent: Style) -> Style:  # noqa: PLR0915
    """Return the style of an element that declares nothing, not yet finished."""
    # Written out: a loop over names takes ten times as long, and files may have
    # hundreds of thousands of styles.
    style = Style()
    style.color = parent.color
    style.color_alpha = parent.color_alpha
    style.dashed = parent.dashed
    style.direction = parent.direction
    style.dominant_baseline = parent.dominant_baseline
    style.families = parent.families
    style.fill_opacity = parent.fill_opacity
    style.fill_paint = parent.fill_paint
    style.fill_rule = parent.fill_rule
    style.font_size = parent.font_size
    style.font_style = parent.font_style
    style.font_variant = parent.font_variant
    style.kern_feature = parent.kern_feature
    style.kerning = parent.kerning
    style.letter_spacing = parent.letter_spacing
    style.line_factor = parent.line_factor
    style.line_height = parent.line_height
    style.marker_end = parent.marker_end
    style.marker_mid = parent.marker_mid
    style.marker_start = parent.marker_start
    style.paint_order = parent.paint_order
    style.size_adjust = parent.size_adjust
    style.size_keyword = parent.size_keyword
    style.size_relative = parent.size_relative
    style.stretch = parent.stretch
    style.stroke_opacity = parent.stroke_opacity
    style.stroke_paint = parent.stroke_paint
    style.stroke_width = parent.stroke_width
    style.text_anchor = parent.text_anchor
    style.text_orientation = parent.text_orientation
    style.text_transform = parent.text_transform
    style.variables = parent.variables
    style.visible = parent.visible
    style.weight = parent.weight
    style.white_space = parent.white_space
    style.word_spacing = parent.word_spacing
    style.writing_mode = parent.writing_mode
    style.alignment_baseline = ROOT.alignment_baseline
    style.baseline_shift = ROOT.baseline_shift
    style.clip_path = ROOT.clip_path
    style.displayed = ROOT.displayed
    style.filter = ROOT.filter
    style.geometry = ROOT.geometry
    style.mask = ROOT.mask
    style.mix_blend_mode = ROOT.mix_blend_mode
    style.opacity = ROOT.opacity
    style.stop_opacity = ROOT.stop_opacity
    style.stop_paint = ROOT.stop_paint
    style.transform = ROOT.transform
    style.transform_origin = ROOT.transform_origin
    style.vector_effect = ROOT.vector_effect
    return style


def _painted(paint: SpecifiedPaint, style: Style) -> tuple[str | None, float, str | None]:
    """Return (what, its alpha, fallback colour)."""
    if paint.kind == "color":
        return paint.color, paint.alpha, None
    if paint.kind == "current":
        return style.color, style.color_alpha, None
    if paint.kind == "url":
        fallback = None if paint.fallback is None else _painted(paint.fallback, style)[0]
        return paint.url, 1.0, fallback
    return None, 1.0, None


def finish(style: Style) -> Style:
    """Fill in what follows from inherited values: painted colours with their alphas."""
    style.fill, alpha, style.fill_fallback = _painted(style.fill_paint, style)
    style.fill_alpha = alpha * style.fill_opacity
    style.stroke, alpha, style.stroke_fallback = _painted(style.stroke_paint, style)
    style.stroke_alpha = alpha * style.stroke_opacity
    color, alpha, _ = _painted(style.stop_paint, style)
    style.stop_color, style.stop_alpha = color or "#000000", alpha * style.stop_opacity
    if style.line_factor is not None:
        style.line_height = style.line_factor * style.font_size
    return style


def _root() -> Style:
    style = Style()
    for name, value in (_INHERITED | _OWN).items():
        setattr(style, name, value)
    return finish(style)


# What the outermost element inherits from: initial values everywhere.
ROOT = _root()
