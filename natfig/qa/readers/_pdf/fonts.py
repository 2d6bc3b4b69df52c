"""A font of a PDF: what its codes mean, how wide they are and where their ink is.

Source: ISO 32000-1, sections 9.5 to 9.10.
"""

from __future__ import annotations

from functools import cached_property
from typing import Any, NamedTuple

from natfig.qa.document import Font
from natfig.qa.readers._pdf.cmap import CMap, parse_cmap, predefined
from natfig.qa.readers._pdf.core14 import symbol_encoding, widths
from natfig.qa.readers._pdf.encodings import base_encoding, type1_encoding, unicode_of
from natfig.qa.readers._pdf.filters import DamagedError, TooLargeError, unpacked
from natfig.qa.readers._pdf.fontname import parse_font_name
from natfig.qa.readers._pdf.glyphs import EmBox, Program, arial_box, char_proc_box, guessed_box, open_program
from natfig.qa.readers._pdf.objects import array, child, kind, matrix, name, number, numbers, text

__all__ = ["UNKNOWN", "Glyph", "PdfFont"]

UNKNOWN = "\ufffd"

_MOST_CMAP_BYTES = 8_000_000
_ITALIC, _FORCE_BOLD = 1 << 6, 1 << 18

# Ascent and descent as browsers and hhea tables have them, in em, for faces that a
# PDF may name without bringing them along.
_METRICS = {
    "arial": (0.905, 0.212),
    "helvetica": (0.905, 0.212),
    "liberation sans": (0.905, 0.212),
    "times": (0.891, 0.216),
    "courier": (0.833, 0.300),
}
_DEFAULT_METRICS = (0.9, 0.212)


class Glyph(NamedTuple):
    """One code of a font: characters, advance and ink in em; `blank` when word spacing applies to it."""

    text: str
    width: float
    box: EmBox | None
    blank: bool


class PdfFont:
    """A font dictionary.

    Attributes
    ----------
    family, weight, style : str
    ascent, descent : float
        In em, both positive.
    scale : float
        What the nominal size is multiplied by: 1, but for Type 3 fonts of bitmaps,
        whose size says nothing.
    measured : bool
        False where the widths are another face's, or a guess.
    """

    def __init__(self, obj: Any) -> None:
        self.obj = obj
        self.subtype = name(child(obj, "/Subtype"))
        self.is_composite = self.subtype == "Type0"
        inner = array(child(obj, "/DescendantFonts"))
        self._inner = inner[0] if self.is_composite and inner else obj
        self._descriptor = child(self._inner, "/FontDescriptor")
        base = name(child(obj, "/BaseFont")) or name(child(self._inner, "/BaseFont"))
        base = base or name(child(self._descriptor, "/FontName")) or text(child(obj, "/Name"))
        parsed = parse_font_name(base)
        self.family, self.weight, self.style = parsed.family, parsed.weight, parsed.style
        self.subset = parsed.subset
        self._from_descriptor()
        self.scale = 1.0
        self.measured = True
        self._matrix = matrix(child(obj, "/FontMatrix")) or (0.001, 0.0, 0.0, 0.001, 0.0, 0.0)
        self._glyphs: dict[int, Glyph] = {}
        self._to_unicode = self._read_cmap(child(obj, "/ToUnicode")) or CMap()
        self._cmap = self._encoding_cmap() if self.is_composite else CMap([(1, 0, 255)])
        self.vertical = self._cmap.vertical
        self._names = {} if self.is_composite else self._encoding()
        self._widths = self._composite_widths() if self.is_composite else self._simple_widths()
        self._default_width = self._missing_width()
        self._core = None if self.is_composite else self._core_widths()
        if self.subtype == "Type3":
            self._scale_type3()
        self.ascent, self.descent = self._metrics()

    # ------------------------------------------------------------ names

    def _from_descriptor(self) -> None:
        d = self._descriptor
        if d is None:
            return
        flags = int(number(child(d, "/Flags")))
        if family := text(child(d, "/FontFamily")).strip():
            self.family = family
        if self.weight == "normal":
            weight = int(number(child(d, "/FontWeight")))
            if weight in {100, 200, 300, 500, 600, 700, 800, 900}:
                self.weight = "bold" if weight == 700 else str(weight)
            elif flags & _FORCE_BOLD:
                self.weight = "bold"
        if self.style == "normal" and (flags & _ITALIC or number(child(d, "/ItalicAngle"))):
            self.style = "italic"

    @property
    def embedded(self) -> bool:
        """Whether its glyphs are in the file."""
        if self.subtype == "Type3":
            return True
        return any(child(self._descriptor, k) is not None for k in ("/FontFile", "/FontFile2", "/FontFile3"))

    @property
    def type(self) -> str:
        """What kind of font it is, as people call it."""
        if self.subtype == "Type3":
            return "Type 3"
        program = child(self._descriptor, "/FontFile3")
        if program is not None:
            return "CID CFF" if self.is_composite else "CFF"
        kind = name(child(self._inner, "/Subtype"))
        if self.is_composite:
            return "CID TrueType" if kind == "CIDFontType2" else "CID CFF"
        return "TrueType" if kind == "TrueType" else "Type 1"

    def fact(self, *, used: bool) -> Font:
        """Return what the document keeps of it."""
        return Font(self.family or "unnamed", self.embedded, self.type, self.subset, used)

    # ------------------------------------------------------------ codes

    def _read_cmap(self, obj: Any) -> CMap | None:
        if kind(obj) != "Stream":
            return None
        try:
            return parse_cmap(unpacked(obj, _MOST_CMAP_BYTES))
        except (DamagedError, TooLargeError, ValueError, RuntimeError):
            return None

    def _encoding_cmap(self) -> CMap:
        obj = child(self.obj, "/Encoding")
        return self._read_cmap(obj) or predefined(name(obj) or "Identity-H")

    def _encoding(self) -> dict[int, str]:
        """Return code → glyph name of a simple font."""
        obj = child(self.obj, "/Encoding")
        is_dictionary = kind(obj) == "Dictionary"
        base = name(child(obj, "/BaseEncoding")) if is_dictionary else name(obj)
        table = dict(base_encoding(base) or self._builtin())
        code = 0
        for item in array(child(obj, "/Differences")) if is_dictionary else []:
            if glyph := name(item):
                table[code] = glyph
                code += 1
            else:
                code = int(number(item))
        return table

    def _builtin(self) -> dict[int, str]:
        if symbols := symbol_encoding(self.family):
            return symbols
        if self.subtype == "Type3":
            return {}
        if (stream := child(self._descriptor, "/FontFile")) is not None and (found := type1_encoding(stream)):
            return found
        if self.program is not None and self.program.encoding:
            return self.program.encoding
        return base_encoding("StandardEncoding")

    def _text(self, code: int, raw: bytes) -> str:
        if (known := self._to_unicode.text.get(code)) is not None and known != "\0":
            return known
        if self.is_composite:
            return self._cmap.meaning(raw) or UNKNOWN
        glyph = self._names.get(code, "")
        found = unicode_of(glyph, is_dingbat=self.family == "ZapfDingbats")
        if not found and self.program is not None and self.subtype == "TrueType":
            found = unicode_of(self.program.name_of_code(code), is_dingbat=False)
        return found or UNKNOWN

    # ------------------------------------------------------------ widths

    def _simple_widths(self) -> dict[int, float]:
        first = int(number(child(self.obj, "/FirstChar")))
        scale = self._matrix[0] if self.subtype == "Type3" else 0.001
        return {first + k: number(w) * scale for k, w in enumerate(array(child(self.obj, "/Widths")))}

    def _composite_widths(self) -> dict[int, float]:
        out: dict[int, float] = {}
        items = array(child(self._inner, "/W"))
        k = 0
        while k + 1 < len(items) and len(out) < 200_000:
            first = int(number(items[k]))
            if many := array(items[k + 1]):
                out.update((first + i, number(w) / 1000) for i, w in enumerate(many))
                k += 2
            elif k + 2 < len(items):
                last, width = int(number(items[k + 1])), number(items[k + 2]) / 1000
                out.update((cid, width) for cid in range(first, min(last, first + 65_535) + 1))
                k += 3
            else:
                break
        return out

    def _missing_width(self) -> float:
        if self.is_composite:
            return number(child(self._inner, "/DW"), 1000.0) / 1000
        return number(child(self._descriptor, "/MissingWidth")) / 1000

    def _core_widths(self) -> dict[str, float] | None:
        """Return another source of widths where the file has none: the standard fonts', or Arial's."""
        if self._widths:
            return None
        is_bold, is_italic = self.weight not in {"normal", "300"}, self.style != "normal"
        found = widths(self.family, bold=is_bold, italic=is_italic)
        if found is None:
            self.measured = False
            found = widths("Helvetica", bold=is_bold, italic=is_italic)
        return found

    # ------------------------------------------------------------ ink

    @cached_property
    def program(self) -> Program | None:
        """The embedded font program, or None."""
        return open_program(self._descriptor) if self._descriptor is not None else None

    @cached_property
    def _gid(self) -> bytes | None:
        obj = child(self._inner, "/CIDToGIDMap")
        if kind(obj) != "Stream":
            return None
        try:
            return unpacked(obj, _MOST_CMAP_BYTES)
        except (DamagedError, TooLargeError, ValueError, RuntimeError):
            return None

    def _ink(self, code: int, cid: int, chars: str, width: float) -> EmBox | None:
        if not chars.strip():
            return None
        found: EmBox | None = None
        if self.subtype == "Type3":
            procs = child(self.obj, "/CharProcs")
            found = char_proc_box(child(procs, "/" + self._names.get(code, "")), self._matrix)
        elif (program := self.program) is not None:
            if self.is_composite:
                gids = self._gid
                found = program.by_id(int.from_bytes(gids[2 * cid : 2 * cid + 2], "big") if gids else cid)
            else:
                found = (
                    program.by_name(self._names.get(code, ""))
                    or program.by_char(chars)
                    or program.by_code(code)
                )
        elif self.family.lower().startswith(("arial", "helvetica", "liberation sans")):
            found = arial_box(chars, self.weight not in {"normal", "300"}, self.style != "normal")
        return found or guessed_box(chars, width)

    def _scale_type3(self) -> None:
        """Tell the size of bitmap fonts, set at a nominal size of 1 with an em of anything.

        The box of all glyphs is about 1.2 em tall in any face; one that is far from it
        belongs to a font whose matrix carries the size.
        """
        box = numbers(child(self.obj, "/FontBBox"), 4)
        height = abs((box[3] - box[1]) * self._matrix[3]) if box else 0.0
        if height and not 0.25 < height < 4:
            self.scale = height / 1.2
            self.measured = False

    def _metrics(self) -> tuple[float, float]:
        key = self.family.lower()
        for start, found in _METRICS.items():
            if key.startswith(start):
                return found
        if self.subtype == "TrueType" or name(child(self._inner, "/Subtype")) == "CIDFontType2":
            program = self.program
            if program is not None and program.ascent and program.descent is not None:
                return program.ascent, abs(program.descent)
        ascent, descent = (number(child(self._descriptor, k)) / 1000 for k in ("/Ascent", "/Descent"))
        if 0.3 < ascent < 2 and abs(descent) < 1:
            return ascent, abs(descent)
        return _DEFAULT_METRICS

    # ------------------------------------------------------------ decoding

    def decode(self, data: bytes) -> list[Glyph]:
        """Return the glyphs a string shows."""
        out = []
        known = self._glyphs
        codes = self._cmap.split(data) if self.is_composite else [(c, b"") for c in data]
        for code, raw in codes:
            key = code if len(raw) < 2 else code | len(raw) << 32
            glyph = known.get(key)
            if glyph is None:
                glyph = known[key] = self._glyph(code, raw)
            out.append(glyph)
        return out

    def _glyph(self, code: int, raw: bytes) -> Glyph:
        chars = self._text(code, raw)
        cid = self._cmap.cid(code) if self.is_composite else code
        width = self._widths.get(cid)
        if width is None:
            width = self._core.get(self._names.get(code, ""), 0.5) if self._core else self._default_width
        blank = code == 32 and len(raw) < 2
        return Glyph(chars, width, self._ink(code, cid, chars, width), blank)
