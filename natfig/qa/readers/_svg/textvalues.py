"""CSS values of text and of a font's features: white space, baselines, capitals, kerning.

Source: SVG 2, section 11.10; CSS Text 4, section 4; CSS Writing Modes 4, sections 3 and 5; CSS
Fonts 4, sections 2.6 and 6, <https://www.w3.org/TR/css-fonts-4/>.
"""

from __future__ import annotations

import re

from natfig.qa.readers._svg.lengths import parse_number

__all__ = [
    "BASELINES",
    "parse_adjust",
    "parse_dominant",
    "parse_features",
    "parse_kerning",
    "parse_orientation",
    "parse_variant",
    "parse_white_space",
    "parse_writing_mode",
]

BASELINES = "alphabetic ideographic middle central mathematical hanging text-after-edge text-before-edge"
_DOMINANT = frozenset({*BASELINES.split(), "auto", "use-script", "no-change", "reset-size"})

_WHITE_SPACE = frozenset({"normal", "nowrap", "pre", "pre-wrap", "pre-line", "break-spaces"})
_COLLAPSE = {"collapse": "normal", "preserve": "pre-wrap", "preserve-breaks": "pre-line"}


def parse_white_space(text: str) -> str | None:
    """Return a keyword of `white-space`, that of level 3 where level 4 says the same in longhands."""
    lower = text.lower()
    if lower in _WHITE_SPACE:
        return lower
    words = lower.split()  # the longhands' words, as `white-space` of level 4 takes them
    if not words or not all(w in _COLLAPSE or w in {"wrap", "nowrap", "break-spaces"} for w in words):
        return None
    kept = next((_COLLAPSE.get(w, w) for w in words if w not in {"wrap", "nowrap"}), "normal")
    if "nowrap" in words:
        return {"normal": "nowrap", "pre-wrap": "pre"}.get(kept, kept)
    return kept


_WRITING_MODES = {
    **dict.fromkeys(("horizontal-tb", "lr", "lr-tb", "rl", "rl-tb"), "horizontal-tb"),
    **dict.fromkeys(("vertical-rl", "tb", "tb-rl"), "vertical-rl"),
    **{mode: mode for mode in ("vertical-lr", "sideways-rl", "sideways-lr")},
}


def parse_writing_mode(text: str) -> str | None:
    """Return a keyword of `writing-mode`, the old names of SVG 1.1 included."""
    return _WRITING_MODES.get(text.lower())


_CAPS = frozenset(
    {"small-caps", "all-small-caps", "petite-caps", "all-petite-caps", "unicase", "titling-caps"}
)
_VARIANT_WORDS = (
    "normal none common-ligatures no-common-ligatures discretionary-ligatures no-discretionary-ligatures "
    "historical-ligatures no-historical-ligatures contextual no-contextual lining-nums oldstyle-nums "
    "proportional-nums tabular-nums diagonal-fractions stacked-fractions ordinal slashed-zero jis78 jis83 "
    "jis90 jis04 simplified traditional full-width proportional-width ruby sub super text emoji unicode"
)
_VARIANTS = frozenset(_VARIANT_WORDS.split())


def parse_variant(text: str) -> str | None:
    """Return the kind of capitals among the words of `font-variant`; "normal" for the other words."""
    words = text.lower().split()
    if not words or not all(word in _CAPS or word in _VARIANTS for word in words):
        return None
    return next((word for word in words if word in _CAPS), "normal")


def parse_dominant(text: str) -> str | None:
    """Return a keyword of `dominant-baseline`."""
    lower = text.lower()
    return lower if lower in _DOMINANT else None


def parse_kerning(text: str) -> bool | None:
    """Return whether `font-kerning` leaves kerning on."""
    return {"auto": True, "normal": True, "none": False}.get(text.lower())


_FEATURE = r"\s*(['\"])([\x20-\x7e]{4})\1\s*(\d+|on|off)?\s*"


def parse_features(text: str) -> tuple[bool | None] | None:
    """Return what `font-feature-settings` says of kerning: on, off or (None) nothing."""
    kern: bool | None = None
    for part in () if text.lower() == "normal" else text.split(","):
        match = re.fullmatch(_FEATURE, part, re.IGNORECASE)
        if match is None:
            return None
        if match[2] == "kern":
            kern = (match[3] or "1").lower() not in {"0", "off"}
    return (kern,)


_METRICS = frozenset({"ex-height", "cap-height", "ch-width", "ic-width", "ic-height"})


def parse_adjust(text: str) -> tuple[str, float] | str | None:
    """Return (metric, how many em it shall have) or "none" for `font-size-adjust`."""
    words = text.lower().split()
    if words in (["none"], ["from-font"]) or (words[1:] == ["from-font"] and words[0] in _METRICS):
        return "none"  # the first face's own proportion changes nothing
    metric = words.pop(0) if len(words) == 2 else "ex-height"
    number = parse_number(words[0]) if len(words) == 1 else None
    return (metric, number) if number is not None and number >= 0 and metric in _METRICS else None


_ORIENTATIONS = {
    "mixed": "mixed",
    "upright": "upright",
    "sideways": "sideways",
    "sideways-right": "sideways",
}


def parse_orientation(text: str) -> str | None:
    """Return a keyword of `text-orientation`."""
    return _ORIENTATIONS.get(text.lower())
