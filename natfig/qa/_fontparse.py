"""Reads the metrics of one font file with fontTools; imported only where no table is at hand."""

from __future__ import annotations

import logging
from array import array
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from natfig.qa._fonttable import BLANK, Table

__all__ = ["WANTED", "read_face"]

# What figures are written with: Latin, IPA, marks, Greek, Cyrillic, phonetic superscripts,
# Latin with marks, punctuation to arrows, mathematics and symbols, ligatures, the
# replacement character, mathematical letters; Hebrew, and Arabic with the forms its letters have
# in a word. Other scripts need shaping or are as wide as the em.
WANTED = (
    (0x20, 0x7E),
    (0xA0, 0x52F),
    (0x591, 0x5F4),
    (0x600, 0x6FF),
    (0x1D00, 0x1DBF),
    (0x1E00, 0x1EFF),
    (0x2000, 0x2BFF),
    (0x2C60, 0x2C7F),
    (0xFB00, 0xFB06),
    (0xFE70, 0xFEFC),
    (0xFFFD, 0xFFFD),
    (0x1D400, 0x1D7FF),
)
# Class kerning of a large text face can mean millions of pairs; figures meet few of them.
_MAX_PAIRS = 120_000
_MAX_LIGATURES = 1000
_Ink = tuple[int, int, int, int]
_MARK = 3  # glyph class in GDEF
_USE_TYPO_METRICS = 1 << 7  # OS/2 fsSelection
_SCRIPTS = ("grek", "cyrl", "latn")  # the last one also decides between characters of no script


def read_face(path: Path, number: int = 0, weight: int | None = None) -> Table:
    """Return the metrics of one face of a font file.

    Parameters
    ----------
    path : Path
        A .ttf, .otf, .ttc or .otc file.
    number : int
        Of the face in a collection.
    weight : int, optional
        Instance of a variable font on its ``wght`` axis (100–900).

    Raises
    ------
    Exception
        Whatever fontTools makes of a broken file; callers take another face then.
    """
    from fontTools.ttLib import TTFont

    logger = logging.getLogger("fontTools")
    level = logger.level
    # It logs what is odd about a font, which is not what the user asked.
    logger.setLevel(logging.CRITICAL)
    try:
        # Opened here: fontTools leaves the file open when its head is broken.
        with path.open("rb") as file, TTFont(file, fontNumber=number, lazy=True) as font:
            return _read(font, weight)
    finally:
        logger.setLevel(level)


def _wanted(font: Any) -> dict[str, str]:
    """Return character → glyph name of what is kept."""
    cmap = font.getBestCmap() or {}
    return {
        chr(code): name
        for code, name in sorted(cmap.items())
        if any(low <= code <= high for low, high in WANTED)
    }


def _read(font: Any, weight: int | None) -> Table:
    characters = _wanted(font)
    names = list(dict.fromkeys(characters.values()))
    numbers = {name: i for i, name in enumerate(names)}
    upem = int(font["head"].unitsPerEm)
    ascent, descent = _vertical(font)
    advances, ink = _boxes(font, names, weight)
    classes = _mark_classes(font)
    table = Table(
        name=_full_name(font),
        upem=upem,
        ascent=ascent,
        descent=descent,
        cap_height=0,
        x_height=0,
        glyphs={c: numbers[name] for c, name in characters.items()},
        advances=array("H", (min(max(a, 0), 0xFFFF) for a in advances)),
        marks=array("B", (classes.get(name) == _MARK for name in names)),
        ink=array("h", (min(max(v, -0x8000), 0x7FFF) for box in ink for v in box)),
        kerns=_kerns(font, characters, numbers),
    )
    table.kerns.update(_ligatures(font, numbers, advances))
    table.cap_height = _height(font, table, "sCapHeight", "H", 0.7)
    table.x_height = _height(font, table, "sxHeight", "x", 0.5)
    return table


def _full_name(font: Any) -> str:
    """Return family, style and version."""
    if "name" not in font:
        return ""
    names = font["name"]
    parts = (names.getBestFamilyName(), names.getBestSubFamilyName(), names.getDebugName(5))
    return ", ".join(p.replace(",", " ") for p in parts if p)


def _vertical(font: Any) -> tuple[int, int]:
    """Return ascent and descent as FreeType and with it Chromium on Linux take them.

    hhea; OS/2's typographic ones where the font asks for them or hhea is empty; else Windows'.
    """
    hhea, os2 = font["hhea"], font.get("OS/2", None)
    pair = (hhea.ascent, -hhea.descent)
    if os2 is not None:
        typo = (os2.sTypoAscender, -os2.sTypoDescender)
        if os2.fsSelection & _USE_TYPO_METRICS and any(typo):
            pair = typo
        elif not any(pair):
            pair = typo if any(typo) else (os2.usWinAscent, os2.usWinDescent)
    return int(pair[0]), abs(int(pair[1]))


def _height(font: Any, table: Table, key: str, letter: str, share: float) -> int:
    """Return a height as OS/2 states it, else that of a letter, else a share of the em."""
    stated = int(getattr(font["OS/2"], key, 0) or 0) if "OS/2" in font else 0
    if stated > 0:
        return stated
    glyph = table.glyphs.get(letter)
    measured = 0 if glyph is None else table.ink[4 * glyph + 3]
    return measured if measured > 0 else round(share * table.upem)


def _boxes(font: Any, names: list[str], weight: int | None) -> tuple[list[int], list[_Ink]]:
    """Return advance and ink box of each glyph."""
    if "glyf" in font and not ("fvar" in font and weight is not None):
        glyf, metrics = font["glyf"], font["hmtx"].metrics
        boxes: list[_Ink] = []
        for name in names:
            glyph = glyf[name]
            has_ink = glyph.numberOfContours != 0 and hasattr(glyph, "xMin")
            box = (glyph.xMin, glyph.yMin, glyph.xMax, glyph.yMax) if has_ink else BLANK
            # Liberation's no-break space is a contour of one point.
            boxes.append(box if box[0] < box[2] or box[1] < box[3] else BLANK)
        return [int(metrics[name][0]) for name in names], boxes
    from fontTools.pens.boundsPen import BoundsPen

    location = _location(font, weight)
    glyphs = font.getGlyphSet(location=location) if location else font.getGlyphSet()
    advances: list[int] = []
    boxes = []
    for name in names:
        pen = BoundsPen(glyphs)
        glyphs[name].draw(pen)
        advances.append(round(glyphs[name].width))
        boxes.append(BLANK if pen.bounds is None else _outward(pen.bounds))
    return advances, boxes


def _outward(bounds: tuple[float, float, float, float]) -> _Ink:
    x0, y0, x1, y1 = bounds
    return (int(x0 // 1), int(y0 // 1), -int(-x1 // 1), -int(-y1 // 1))


def _location(font: Any, weight: int | None) -> dict[str, float] | None:
    if weight is None or "fvar" not in font:
        return None
    for axis in font["fvar"].axes:
        if axis.axisTag == "wght":
            return {"wght": min(max(weight, axis.minValue), axis.maxValue)}
    return None


def _mark_classes(font: Any) -> Mapping[str, int]:
    if "GDEF" not in font:
        return {}
    classes = font["GDEF"].table.GlyphClassDef
    return {} if classes is None else classes.classDefs


# -- kerning ---------------------------------------------------------------------


def _script(char: str) -> str | None:
    """Return the script a character kerns in; None for digits, punctuation and signs."""
    if not char.isalpha():
        return None
    code = ord(char)
    if 0x370 <= code < 0x400 or 0x1F00 <= code < 0x2000:
        return "grek"
    return "cyrl" if 0x400 <= code < 0x530 else "latn"


def _kerns(font: Any, characters: Mapping[str, str], numbers: Mapping[str, int]) -> dict[int, int]:
    """Return the pairs of a face: GPOS's where it has any for a script, else the kern table's.

    Letters of two scripts are never neighbours for a shaper: it cuts the text between them.
    """
    scripts: dict[str, set[str]] = {}
    for char, name in characters.items():
        script = _script(char)
        for each in _SCRIPTS if script is None else (script,):
            scripts.setdefault(each, set()).add(name)
    found: dict[int, int] = {}
    for script in _SCRIPTS:
        names = scripts.get(script, set())
        lookups = _lookups(font, "GPOS", script, "kern")
        pairs = _gpos(lookups, names) if lookups else _kern_table(font, names)
        found.update({numbers[a] << 16 | numbers[b]: v for (a, b), v in pairs.items() if v})
        if len(found) > _MAX_PAIRS:
            break
    return dict(list(found.items())[:_MAX_PAIRS])


def _kern_table(font: Any, names: set[str]) -> dict[tuple[str, str], int]:
    if "kern" not in font:
        return {}
    found: dict[tuple[str, str], int] = {}
    for sub in font["kern"].kernTables:
        # Bit 0 of the coverage: horizontal; Apple's version keeps it elsewhere and has no bit for it.
        if sub.format == 0 and getattr(sub, "coverage", 1) & 1:
            for pair, value in sub.kernTable.items():
                if pair[0] in names and pair[1] in names:
                    found[pair] = found.get(pair, 0) + int(value)
    return found


def _lookups(font: Any, table: str, script: str, feature: str) -> list[Any]:
    """Return the lookups of a feature for a script's default language."""
    layout = font[table].table if table in font else None
    if layout is None or not (layout.ScriptList and layout.FeatureList and layout.LookupList):
        return []
    records = {r.ScriptTag: r.Script for r in layout.ScriptList.ScriptRecord}
    chosen = next((records[t] for t in (script, "DFLT", "dflt", "latn") if t in records), None)
    language = None if chosen is None else chosen.DefaultLangSys
    if language is None:
        return []
    features = [layout.FeatureList.FeatureRecord[i] for i in language.FeatureIndex]
    numbers = {n for f in features if f.FeatureTag == feature for n in f.Feature.LookupListIndex}
    return [layout.LookupList.Lookup[n] for n in sorted(numbers)]


def _gpos(lookups: list[Any], names: set[str]) -> dict[tuple[str, str], int]:
    total: dict[tuple[str, str], int] = {}
    for lookup in lookups:
        # The first subtable that speaks of a pair decides within a lookup; lookups add up.
        decided: dict[tuple[str, str], int] = {}
        closed: set[str] = set()
        for sub in lookup.SubTable:
            real = sub.ExtSubTable if sub.LookupType == 9 else sub
            if real.LookupType != 2 or len(decided) > _MAX_PAIRS:
                continue
            covered = [g for g in real.Coverage.glyphs if g in names and g not in closed]
            for pair, value in (
                _by_pair(real, covered) if real.Format == 1 else _by_class(real, covered, names)
            ):
                if pair[1] in names:
                    decided.setdefault(pair, value)
            if real.Format == 2:
                # A glyph that classes speak of is settled, also where they say nothing of a neighbour.
                closed.update(covered)
        for pair, value in decided.items():
            total[pair] = total.get(pair, 0) + value
    return total


def _by_pair(sub: Any, covered: list[str]) -> Iterator[tuple[tuple[str, str], int]]:
    sets = dict(zip(sub.Coverage.glyphs, sub.PairSet, strict=False))
    for left in covered:
        for record in sets[left].PairValueRecord:
            yield (left, record.SecondGlyph), _advance(record.Value1)


def _by_class(sub: Any, covered: list[str], names: set[str]) -> Iterator[tuple[tuple[str, str], int]]:
    seconds = sub.ClassDef2.classDefs
    members: dict[int, list[str]] = {}
    for name in sorted(names):
        members.setdefault(seconds.get(name, 0), []).append(name)
    for left in covered:
        row = sub.Class1Record[sub.ClassDef1.classDefs.get(left, 0)].Class2Record
        for number, record in enumerate(row):
            if value := _advance(record.Value1):
                for right in members.get(number, ()):
                    yield (left, right), value


def _ligatures(font: Any, numbers: Mapping[str, int], advances: list[int]) -> dict[int, int]:
    """Return standard ligatures of two letters (fi, fl) as kerning: what they are wider than the letters.

    Browsers set them wherever there is kerning; of a ligature of three its two pairs are taken.
    """
    found: dict[int, int] = {}
    for lookup in _lookups(font, "GSUB", "latn", "liga"):
        for sub in lookup.SubTable:
            real = sub.ExtSubTable if sub.LookupType == 7 else sub
            if real.LookupType != 4:
                continue
            for first, ligatures in real.ligatures.items():
                for ligature in ligatures:
                    pair = (first, *ligature.Component)
                    if len(pair) == 2 and all(n in numbers for n in (*pair, ligature.LigGlyph)):
                        left, right, whole = (numbers[n] for n in (*pair, ligature.LigGlyph))
                        found[left << 16 | right] = advances[whole] - advances[left] - advances[right]
    return dict(list(found.items())[:_MAX_LIGATURES])


def _advance(value: Any) -> int:
    return 0 if value is None else int(getattr(value, "XAdvance", 0) or 0)
