"""The properties that matter for a figure: how each is read, inherited and computed.

A value is read once for each different text (`Property.parse`) and put into a style
once for each different element (`Property.apply`). What can't be read makes the
declaration invalid, so that an earlier one counts.

Source: SVG 2, appendix F (properties and which of them are attributes),
<https://www.w3.org/TR/SVG2/propidx.html>; behaviour where it leaves a choice is Chromium's.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable
from typing import Any

from natfig.core.record import dataclass
from natfig.qa.readers._svg import fontvalues, textvalues
from natfig.qa.readers._svg.lengths import Length, Scale, parse_length, parse_number, resolve
from natfig.qa.readers._svg.paint import parse_color_value, parse_paint, parse_reference
from natfig.qa.readers._svg.style import SpecifiedPaint, Style

__all__ = ["ALIASES", "ATTRIBUTES", "GEOMETRY", "PROPERTIES", "Environment", "Property"]


@dataclass(frozen=True, slots=True)
class Environment:
    """What values are computed against: the parent, the root's font size, the viewport in user units."""

    parent: Style
    rem: float
    width: float
    height: float

    @property
    def diagonal(self) -> float:
        """What percentages of lengths without a direction are of (SVG 2, section 8.9)."""
        return math.hypot(self.width, self.height) / math.sqrt(2)

    def scale(self, style: Style, percent: float) -> Scale:
        """Return what relative units of a property other than `font-size` are relative to."""
        line = style.line_height if style.line_height is not None else 0.0
        return Scale(style.font_size, self.rem, percent, self.width, self.height, line, style.face_unit)


# (text without white space around it, whether bare numbers are lengths) → value, None if invalid.
_Parse = Callable[[str, bool], Any]
_Apply = Callable[[Style, Any, Environment], None]


@dataclass(frozen=True, slots=True)
class Property:
    """One longhand.

    Parameters
    ----------
    parse : callable
    apply : callable
        Puts a parsed value into a style whose earlier phases are done.
    fields : tuple of str
        Attributes of `Style` it owns; what `inherit` and `initial` copy.
    inherited : bool
    """

    parse: _Parse
    apply: _Apply
    fields: tuple[str, ...]
    inherited: bool = True


def _setter(field: str) -> _Apply:
    def apply(style: Style, value: Any, _environment: Environment) -> None:
        setattr(style, field, value)

    return apply


def _keyword(field: str, words: str, *, inherited: bool = True) -> Property:
    known = frozenset(words.split())

    def parse(text: str, _numbers: bool) -> str | None:
        lower = text.lower()
        return lower if lower in known else None

    return Property(parse, _setter(field), (field,), inherited)


def _flag(field: str, words: str, false: frozenset[str], *, inherited: bool) -> Property:
    """Return a property of which only a yes or no is kept."""
    known = frozenset(words.split())

    def parse(text: str, _numbers: bool) -> bool | None:
        lower = text.lower()
        if lower not in known and not all(word in known and word not in false for word in lower.split()):
            return None
        return lower not in false

    return Property(parse, _setter(field), (field,), inherited)


def _fraction(field: str, *, inherited: bool = True) -> Property:
    def parse(text: str, _numbers: bool) -> float | None:
        value = parse_number(text, percentages=True)
        return None if value is None else min(1.0, max(0.0, value))

    return Property(parse, _setter(field), (field,), inherited)


def _paint(
    name: str, parse_text: Callable[[str], SpecifiedPaint | None], *, inherited: bool = True
) -> Property:
    field = f"{name}_paint"

    def parse(text: str, _numbers: bool) -> SpecifiedPaint | None:
        return parse_text(text)

    return Property(parse, _setter(field), (field,), inherited)


def _reference(field: str, *, inherited: bool = False) -> Property:
    def parse(text: str, _numbers: bool) -> str | None:
        return parse_reference(text)

    def apply(style: Style, value: str, _environment: Environment) -> None:
        setattr(style, field, value or None)

    return Property(parse, apply, (field,), inherited)


def _spacing(field: str) -> Property:
    def parse(text: str, numbers: bool) -> Length | None:
        return (0.0, "") if text.lower() == "normal" else parse_length(text, numbers=numbers)

    def apply(style: Style, value: Length, environment: Environment) -> None:
        setattr(style, field, resolve(value, environment.scale(style, style.font_size)))

    return Property(parse, apply, (field,))


def _text(field: str, pattern: str) -> Property:
    """Return a property that is kept as written where it looks like one."""

    def parse(text: str, _numbers: bool) -> str | None:
        # `re` compiles it when it is first needed, which most often is never.
        return text if re.fullmatch(pattern, text, re.IGNORECASE | re.DOTALL) else None

    return Property(parse, _setter(field), (field,), inherited=False)


# ---------------------------------------------------------------- fonts


# Far beyond any page, far below what overflows when it is scaled.
_MAX_SIZE = 1e12


def _parse_size(text: str, numbers: bool) -> Length | str | None:
    return fontvalues.parse_size(text, numbers=numbers)


def _apply_size(style: Style, value: Length | str, environment: Environment) -> None:
    parent = environment.parent.font_size
    style.size_keyword = ""
    if isinstance(value, str) and not value.endswith(")"):
        style.size_relative = value in fontvalues.SIZE_PX or environment.parent.size_relative
        if value in fontvalues.SIZE_PX:
            style.size_keyword = value
            style.font_size = fontvalues.keyword_size(value, style.families)
        else:
            style.font_size = parent * (1.2 if value == "larger" else 1 / 1.2)
            if style.size_relative:
                _follow_family(style, environment.parent)
        return
    # Browsers stop at 10,000 px; what is printed doesn't, and nothing overflows below this.
    style.font_size = min(resolve(value, environment.scale(environment.parent, parent)), _MAX_SIZE)
    is_relative = value[1] in {"em", "ex", "ch", "%", "ic", "cap"} if isinstance(value, tuple) else False
    style.size_relative = is_relative and environment.parent.size_relative
    if style.size_relative:
        _follow_family(style, environment.parent)


def _apply_families(style: Style, value: tuple[str, ...], environment: Environment) -> None:
    style.families = value
    if style.size_relative:
        _follow_family(style, environment.parent)


def _follow_family(style: Style, parent: Style) -> None:
    """Change a size that no length fixed to the smaller one of `monospace`, or back."""
    is_small = fontvalues.is_monospace(style.families)
    if is_small == fontvalues.is_monospace(parent.families):
        return
    if style.size_keyword:
        style.font_size = fontvalues.keyword_size(style.size_keyword, style.families)
    else:
        style.font_size *= fontvalues.MONOSPACE_RATIO if is_small else 1 / fontvalues.MONOSPACE_RATIO


def _apply_weight(style: Style, value: str, environment: Environment) -> None:
    if value in {"bolder", "lighter"}:
        value = fontvalues.relative_weight(value, environment.parent.weight)
    style.weight = value


def _parse_line_height(text: str, _numbers: bool) -> float | Length | str | None:
    """Return a factor, a length, or "normal"."""
    if text.lower() == "normal":
        return "normal"
    factor = parse_number(text)
    if factor is not None:
        return factor if factor >= 0 else None
    return parse_length(text, numbers=False, negative=False)


def _apply_line_height(style: Style, value: float | Length | str, environment: Environment) -> None:
    style.line_factor = style.line_height = None
    if isinstance(value, float):
        style.line_factor = value
        style.line_height = value * style.font_size
    elif value != "normal":
        parent = environment.parent
        line = parent.line_height if parent.line_height is not None else 0.0
        scale = environment.scale(style, style.font_size)._replace(line=line)
        style.line_height = resolve(value, scale)


def _one_argument(parse: Callable[[str], Any]) -> _Parse:
    def parse_text(text: str, _numbers: bool) -> Any:
        return parse(text)

    return parse_text


# ---------------------------------------------------------------- strokes


def _parse_stroke_width(text: str, _numbers: bool) -> Length | None:
    return parse_length(text, negative=False)


def _apply_stroke_width(style: Style, value: Length, environment: Environment) -> None:
    style.stroke_width = resolve(value, environment.scale(style, environment.diagonal))


def _parse_dashes(text: str, _numbers: bool) -> bool | None:
    """Return whether a stroke is broken: all dashes of no length are a solid line."""
    if text.lower() == "none":
        return False
    if "(" in text:
        return True
    parts = [parse_length(part, negative=False) for part in re.split(r"\s*,\s*|\s+", text)]
    if any(part is None for part in parts):
        return None
    return any(isinstance(part, tuple) and part[0] > 0 for part in parts)


# ---------------------------------------------------------------- colour


def _parse_color(text: str, _numbers: bool) -> SpecifiedPaint | None:
    return parse_color_value(text)


def _apply_color(style: Style, value: SpecifiedPaint, environment: Environment) -> None:
    if value.kind == "current":
        style.color, style.color_alpha = environment.parent.color, environment.parent.color_alpha
    else:
        style.color, style.color_alpha = value.color or "#000000", value.alpha


def _parse_painted(text: str) -> SpecifiedPaint | None:
    # Outside a marker or a use these paint nothing of their own; inside, what is inherited comes nearest.
    return None if text.lower() in {"context-fill", "context-stroke"} else parse_paint(text)


# ---------------------------------------------------------------- text


def _apply_dominant(style: Style, value: str, environment: Environment) -> None:
    if value in {"no-change", "reset-size"}:
        value = environment.parent.dominant_baseline
    # No script of a figure has another baseline than Latin.
    style.dominant_baseline = "alphabetic" if value == "use-script" else value


def _apply_features(style: Style, value: tuple[bool | None], _environment: Environment) -> None:
    (style.kern_feature,) = value


def _apply_adjust(style: Style, value: tuple[str, float] | str, _environment: Environment) -> None:
    style.size_adjust = value if isinstance(value, tuple) else None


_SHIFT = (
    r"baseline|sub|super|top|center|bottom|[+-]?(?:\d+(?:\.\d+)?|\.\d+)(?:e[+-]?\d+)?(?:%|[a-z]+)?|calc\(.*\)"
)
_DISPLAYS = (
    "none inline block list-item inline-block table inline-table table-row-group table-header-group "
    "table-footer-group table-row table-column-group table-column table-cell table-caption flex "
    "inline-flex grid inline-grid contents flow-root flow math ruby ruby-base ruby-text run-in compact marker"
)
_BLENDS = (
    "normal multiply screen overlay darken lighten color-dodge color-burn hard-light soft-light difference "
    "exclusion hue saturation color luminosity plus-lighter plus-darker"
)
_TRANSFORM = (
    r"none|(?:(?:matrix|translate|rotate|scale|skew|perspective)[a-z0-9]*\((?:[^()]|\([^()]*\))*\)[\s,]*)+"
)


# ---------------------------------------------------------------- geometry

GEOMETRY = ("x", "y", "width", "height", "cx", "cy", "r", "rx", "ry", "d")
_SIZES = frozenset({"width", "height", "r", "rx", "ry"})
_PATH = r"path\(\s*(?:(?:nonzero|evenodd)\s*,\s*)?([\"'])(.*?)\1\s*\)"


def _geometry(name: str) -> Property:
    def parse(text: str, _numbers: bool) -> str | None:
        if text.lower() == "auto":
            return "auto" if name in _SIZES - {"r"} else None
        return None if parse_length(text, negative=name not in _SIZES) is None else text

    def parse_path(text: str, _numbers: bool) -> str | None:
        if text.lower() == "none":
            return ""
        match = re.fullmatch(_PATH, text, re.IGNORECASE | re.DOTALL)
        return None if match is None else match[2]

    def apply(style: Style, value: str, _environment: Environment) -> None:
        style.geometry = {**(style.geometry or {}), name: value}

    return Property(parse_path if name == "d" else parse, apply, (), inherited=False)


PROPERTIES: dict[str, Property] = {
    "font-family": Property(_one_argument(fontvalues.parse_families), _apply_families, ("families",)),
    "font-size": Property(_parse_size, _apply_size, ("font_size", "size_keyword", "size_relative")),
    "font-weight": Property(_one_argument(fontvalues.parse_weight), _apply_weight, ("weight",)),
    "font-style": Property(_one_argument(fontvalues.parse_slant), _setter("font_style"), ("font_style",)),
    "font-stretch": Property(_one_argument(fontvalues.parse_stretch), _setter("stretch"), ("stretch",)),
    "font-variant": Property(
        _one_argument(textvalues.parse_variant), _setter("font_variant"), ("font_variant",)
    ),
    "font-kerning": Property(_one_argument(textvalues.parse_kerning), _setter("kerning"), ("kerning",)),
    "font-feature-settings": Property(
        _one_argument(textvalues.parse_features), _apply_features, ("kern_feature",)
    ),
    "font-size-adjust": Property(_one_argument(textvalues.parse_adjust), _apply_adjust, ("size_adjust",)),
    "line-height": Property(_parse_line_height, _apply_line_height, ("line_height", "line_factor")),
    "color": Property(_parse_color, _apply_color, ("color", "color_alpha")),
    "fill": _paint("fill", _parse_painted),
    "fill-opacity": _fraction("fill_opacity"),
    "fill-rule": _keyword("fill_rule", "nonzero evenodd"),
    "stroke": _paint("stroke", _parse_painted),
    "stroke-opacity": _fraction("stroke_opacity"),
    "stroke-width": Property(_parse_stroke_width, _apply_stroke_width, ("stroke_width",)),
    "stroke-dasharray": Property(_parse_dashes, _setter("dashed"), ("dashed",)),
    "stop-color": _paint("stop", parse_color_value, inherited=False),
    "stop-opacity": _fraction("stop_opacity", inherited=False),
    "opacity": _fraction("opacity", inherited=False),
    "visibility": _flag(
        "visible", "visible hidden collapse", frozenset({"hidden", "collapse"}), inherited=True
    ),
    "display": _flag("displayed", _DISPLAYS, frozenset({"none"}), inherited=False),
    "text-anchor": _keyword("text_anchor", "start middle end"),
    "dominant-baseline": Property(
        _one_argument(textvalues.parse_dominant), _apply_dominant, ("dominant_baseline",)
    ),
    "alignment-baseline": _keyword(
        "alignment_baseline",
        f"{textvalues.BASELINES} auto baseline before-edge after-edge text-top text-bottom top center bottom",
        inherited=False,
    ),
    "baseline-shift": _text("baseline_shift", _SHIFT),
    "letter-spacing": _spacing("letter_spacing"),
    "word-spacing": _spacing("word_spacing"),
    "white-space": Property(
        _one_argument(textvalues.parse_white_space), _setter("white_space"), ("white_space",)
    ),
    "writing-mode": Property(
        _one_argument(textvalues.parse_writing_mode), _setter("writing_mode"), ("writing_mode",)
    ),
    "text-orientation": Property(
        _one_argument(textvalues.parse_orientation), _setter("text_orientation"), ("text_orientation",)
    ),
    "direction": _keyword("direction", "ltr rtl"),
    "text-transform": _keyword(
        "text_transform", "none capitalize uppercase lowercase full-width full-size-kana"
    ),
    "clip-path": _reference("clip_path"),
    "mask": _reference("mask"),
    "filter": _reference("filter"),
    "marker-start": _reference("marker_start", inherited=True),
    "marker-mid": _reference("marker_mid", inherited=True),
    "marker-end": _reference("marker_end", inherited=True),
    "vector-effect": _text(
        "vector_effect", r"none|non-scaling-stroke|non-scaling-size|non-rotation|fixed-position"
    ),
    "mix-blend-mode": _keyword("mix_blend_mode", _BLENDS, inherited=False),
    "paint-order": Property(
        lambda text, _numbers: _parse_paint_order(text), _setter("paint_order"), ("paint_order",)
    ),
    "transform": _text("transform", _TRANSFORM),
    "transform-origin": _text("transform_origin", r"[^;{}]{1,200}"),
    **{name: _geometry(name) for name in GEOMETRY},
}


def _parse_paint_order(text: str) -> str | None:
    words = text.lower().split()
    if words == ["normal"]:
        return "normal"
    known = {"fill", "stroke", "markers"}
    return " ".join(words) if words and set(words) <= known and len(set(words)) == len(words) else None


# Other names of the same properties.
ALIASES = {
    "-webkit-clip-path": "clip-path",
    "-webkit-filter": "filter",
    "-webkit-mask": "mask",
    "-webkit-mask-image": "mask",
    "-webkit-transform": "transform",
    "-webkit-transform-origin": "transform-origin",
    "-webkit-writing-mode": "writing-mode",
    "font-variant-caps": "font-variant",
    "font-width": "font-stretch",
    "mask-image": "mask",
    "white-space-collapse": "white-space",
}

# Properties that are attributes too. Browsers leave out the younger ones, `white-space`
# among them; geometry and `transform` are read as attributes by the walk.
ATTRIBUTES = frozenset(PROPERTIES) - {
    *GEOMETRY,
    "font-feature-settings",
    "font-kerning",
    "font-size-adjust",
    "line-height",
    "mix-blend-mode",
    "text-orientation",
    "text-transform",
    "transform",
    "white-space",
}
