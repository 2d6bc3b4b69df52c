"""Which face a family name means: one natfig brings along, an installed one, or none."""

from __future__ import annotations

from functools import cache, lru_cache
from typing import TYPE_CHECKING, NamedTuple

from natfig.core import lazyre
from natfig.core.resources import styles_dir
from natfig.qa._fonttable import Table, unpack

if TYPE_CHECKING:
    from natfig.qa._fontfiles import FontFile

__all__ = ["DEFAULT", "FALLBACK", "FILES", "Found", "bundled", "resolve"]

# Families whose metrics natfig brings along.
FILES = {
    "Liberation Sans": "LiberationSans",
    "Liberation Serif": "LiberationSerif",
    "Liberation Mono": "LiberationMono",
    "DejaVu Sans": "DejaVuSans",
    "DejaVu Sans Mono": "DejaVuSansMono",
    "DejaVu Serif": "DejaVuSerif",
}
_SANS, _SERIF, _MONO = "Liberation Sans", "Liberation Serif", "Liberation Mono"
_DEJAVU, _DEJAVU_MONO = "DejaVu Sans", "DejaVu Sans Mono"

# Name → the family brought along whose widths it has.
_SAME = {
    **{family.casefold(): family for family in FILES},
    **dict.fromkeys(("arial", "helvetica", "arimo", "sans-serif"), _SANS),
    **dict.fromkeys(("times new roman", "times", "tinos", "serif"), _SERIF),
    **dict.fromkeys(("courier new", "courier", "cousine"), _MONO),
    **dict.fromkeys(("system-ui", "sans", "bitstream vera sans"), _DEJAVU),
    **dict.fromkeys(("monospace", "bitstream vera sans mono"), _DEJAVU_MONO),
    "bitstream vera serif": "DejaVu Serif",
}
# Clones: the installed one, else the family brought along whose widths it has.
_CLONES = {
    **dict.fromkeys(("nimbus sans", "nimbus sans l", "tex gyre heros", "freesans"), _SANS),
    **dict.fromkeys(("nimbus roman", "nimbus roman no9 l", "tex gyre termes", "freeserif"), _SERIF),
    **dict.fromkeys(("nimbus mono ps", "nimbus mono l", "tex gyre cursor", "freemono"), _MONO),
}
# Name → families of the same widths to look for when it isn't installed itself.
_TWINS = {
    "calibri": ("carlito",),
    "cambria": ("caladea",),
    "georgia": ("gelasio",),
    "arial narrow": ("liberation sans narrow",),
    "helvetica narrow": ("nimbus sans narrow", "tex gyre heros cn"),
    "liberation sans narrow": ("arial narrow",),
    "carlito": ("calibri",),
    "caladea": ("cambria",),
    "gelasio": ("georgia",),
}
# PostScript names without their style.
_POSTSCRIPT = {
    **dict.fromkeys(("arial", "helvetica", "liberationsans"), _SANS),
    **dict.fromkeys(("timesnewroman", "timesnewromanps", "times", "liberationserif"), _SERIF),
    **dict.fromkeys(("couriernew", "couriernewps", "courier", "liberationmono"), _MONO),
    "dejavusans": _DEJAVU,
    "dejavusansmono": _DEJAVU_MONO,
    "dejavuserif": "DejaVu Serif",
}
_POSTSCRIPT_NAME = lazyre.compile(r"([a-z]+)(?:-(bold)?(italic|oblique|roman|regular)?)?(mt)?")

# CSS looks for a bolder face first from here on (CSS Fonts 4, 5.2).
_BOLD_FROM = 501

DEFAULT = _SERIF
"""What Chromium takes where no family of a stack is there."""
FALLBACK = _DEJAVU
"""What it takes for characters that a face lacks."""


def _style(weight: int, italic: bool) -> str:
    return {
        (False, False): "Regular",
        (True, False): "Bold",
        (False, True): "Italic",
        (True, True): "BoldItalic",
    }[weight >= _BOLD_FROM, italic]


@cache
def bundled(family: str, weight: int = 400, italic: bool = False) -> Table:
    """Return a table natfig brings along, by the family's name in `FILES`."""
    style = _style(weight, italic)
    try:
        return unpack(styles_dir("fonts", "metrics", f"{FILES[family]}-{style}.nfm").read_bytes())
    except (OSError, ValueError):
        # A damaged installation: every width is then a guess, which `exact` can't tell; text is still found.
        return Table("none", 1000, 905, 212, 716, 519, {})


class Found(NamedTuple):
    family: str
    table: Table


@lru_cache(maxsize=512)
def resolve(name: str, weight: int, italic: bool) -> Found | None:
    """Return the face for one family name, or None where there is neither it nor a twin."""
    key = " ".join(name.strip("'\" ").casefold().split())
    if (family := _SAME.get(key)) is not None:
        return Found(family, bundled(family, weight, italic))
    if (found := _postscript(key, weight, italic)) is not None:
        return found
    for candidate in (key, *_TWINS.get(key, ())):
        if candidate and (found := _installed(candidate, weight, italic)) is not None:
            return found
    if (family := _CLONES.get(key)) is not None:
        return Found(family, bundled(family, weight, italic))
    return None


def _postscript(key: str, weight: int, italic: bool) -> Found | None:
    match = _POSTSCRIPT_NAME.fullmatch(key)
    family = None if match is None else _POSTSCRIPT.get(match[1].removesuffix("mt"))
    if match is None or family is None:
        return None
    is_italic = italic or match[3] in {"italic", "oblique"}
    return Found(family, bundled(family, max(weight, 700) if match[2] else weight, is_italic))


@cache
def _index() -> dict[str, list[FontFile]]:
    from natfig.qa._fontfiles import installed

    return installed()


def _installed(key: str, weight: int, italic: bool) -> Found | None:
    from natfig.qa._fontfiles import table_of

    faces = _index().get(key, [])
    # The best one first; a file that can't be read gives way to the next.
    for face in sorted(faces, key=lambda f: _distance(f.weight, f.italic, f.width, weight, italic))[:4]:
        table = table_of(face, weight)
        if table is not None and table.glyphs:
            return Found(table.name.split(",")[0] or key, table)
    return None


def _distance(
    has: int | None, is_italic: bool, width: int, weight: int, italic: bool
) -> tuple[int, bool, int]:
    """Return how far a face is from what is asked, in CSS's order: width, slant, weight."""
    if has is None or has == weight:
        far = 0
    elif 400 <= weight <= 500:
        far = has - weight if weight < has <= 500 else 1000 + weight - has if has < weight else 2000 + has
    elif weight < 400:
        far = weight - has if has < weight else 1000 + has
    else:
        far = has - weight if has > weight else 1000 + weight - has
    return abs(width - 100), is_italic != italic, far
