"""PDF with embedded TrueType (type 42) fonts whose words stay whole.

matplotlib cuts a string wherever two letters are kerned and places exponents as
separate texts. Here a label's line is one text object: one show operator a run,
exponents raised with the text-rise operator, no repositioning in between.
"""

from __future__ import annotations

import io
import math
import os
from typing import TYPE_CHECKING, Any

from matplotlib.backends.backend_mixed import MixedModeRenderer
from matplotlib.backends.backend_pdf import Op, PdfFile, RendererPdf
from matplotlib.font_manager import FontPath
from matplotlib.transforms import Affine2D

from natfig.backends.mpl.formula import letters_and_shapes
from natfig.backends.mpl.resolution import at_dpi
from natfig.backends.mpl.text import Line, Run, TextSetter, run_font, shaped

if TYPE_CHECKING:
    from matplotlib.figure import Figure
    from matplotlib.font_manager import FontProperties
    from matplotlib.ft2font import FT2Font

__all__ = ["pdf_bytes"]


class _RendererPdf(TextSetter, RendererPdf):
    def __init__(
        self, file: Any, image_dpi: float, height_in: float, width_in: float, floor_pt: float
    ) -> None:
        super().__init__(file, image_dpi, height_in, width_in)
        self.floor_pt = floor_pt

    def draw_text(
        self,
        gc: Any,
        x: float,
        y: float,
        s: str,
        prop: FontProperties,
        angle: float,
        ismath: Any = False,
        mtext: Any = None,
    ) -> None:
        line = self.line(s, prop, ismath)
        self.check_gc(gc, gc._rgb)
        turn = math.radians(angle)
        cos, sin = math.cos(turn), math.sin(turn)
        out = self.file.output
        out(Op.gsave, cos, sin, -sin, cos, x, y, Op.concat_matrix)
        if line.fallback:
            self._show_formula(s, prop)
        else:
            self._show_runs(line, prop)
        out(Op.grestore)

    def _show_formula(self, s: str, prop: FontProperties) -> None:
        """Show what only mathtext can set: letters as text, rules and sized signs as shapes."""
        out = self.file.output
        parse = self.parsed_math(s, prop)
        letters, shapes = letters_and_shapes(parse.glyphs)
        out(Op.begin_text)
        for letter in letters:
            name, code = self._tracked(letter.font, letter.text, letter.glyph)
            out(1, 0, 0, 1, letter.x, letter.y, Op.textmatrix, name, letter.size_pt, Op.selectfont)
            out(self._encode_glyphs([code], 42), Op.show)
        out(Op.end_text)
        for shape in shapes:
            out(*self.file.pathOperations(shape, Affine2D()), Op.fill)
        for left, bottom, width, height in parse.rects:
            out(left, bottom, width, height, Op.rectangle, Op.fill)

    def _show_runs(self, line: Line, prop: FontProperties) -> None:
        out = self.file.output
        out(Op.begin_text)
        rise = 0.0
        for run in line.runs:
            if run.rise_pt != rise:
                out(run.rise_pt, Op.textrise)
                rise = run.rise_pt
            for name, codes in self._pieces(run, prop):
                out(name, run.size_pt, Op.selectfont)
                out(self._encode_glyphs(codes, 42), Op.show)
        if rise:
            out(0, Op.textrise)
        out(Op.end_text)

    def _tracked(self, font: FT2Font, char: str, glyph: int) -> tuple[Any, int]:
        """Note a glyph for embedding; return its font's name in the page and its code there."""
        subset, code = self.file._character_tracker.track_glyph(font, char, glyph)
        path = FontPath(os.fsdecode(font.fname), font.face_index)
        return self.file.fontName(path, subset), code

    def _pieces(self, run: Run, prop: FontProperties) -> list[tuple[Any, list[int]]]:
        """Split a run where the font changes (a fallback face), nowhere else."""
        pieces: list[tuple[Any, list[int]]] = []
        font = run_font(run, prop)
        for item in shaped(font, run.text):
            name, code = self._tracked(item.ft_object, item.char, item.glyph_index)
            if pieces and pieces[-1][0] == name:
                pieces[-1][1].append(code)
            else:
                pieces.append((name, [code]))
        return pieces


def pdf_bytes(
    figure: Figure, *, floor_pt: float, image_dpi: float, title: str, description: str, creator: str
) -> bytes:
    """Return the figure as PDF; page size is the figure's, metadata carry no date.

    Parameters
    ----------
    figure : matplotlib.figure.Figure
    floor_pt : float
        Smallest glyph.
    image_dpi : float
        Resolution of rasterized parts.
    title, description, creator : str
        Document information; the description is the alternative text.
    """
    buffer = io.BytesIO()
    metadata = {
        "Title": title,
        "Subject": description,
        "Creator": creator,
        "Producer": creator,
        "CreationDate": None,
    }
    with at_dpi(figure, 72):
        width_in, height_in = figure.get_size_inches()
        file = PdfFile(buffer, metadata=metadata)
        try:
            file.newPage(width_in, height_in)
            vector = _RendererPdf(file, image_dpi, height_in, width_in, floor_pt)
            renderer: Any = MixedModeRenderer(figure, width_in, height_in, image_dpi, vector)
            figure.draw(renderer)
            renderer.finalize()
            file.finalize()
        finally:
            file.close()
    return buffer.getvalue()
