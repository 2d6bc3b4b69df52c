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

from natfig.backends.mpl.text import Run, TextSetter, run_font, shaped

if TYPE_CHECKING:
    from matplotlib.figure import Figure
    from matplotlib.font_manager import FontProperties

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
        if line.fallback:
            with self.floored_mathtext(float(prop.get_size_in_points())):
                super().draw_text(gc, x, y, s, prop, angle, ismath, mtext)
            return
        self.check_gc(gc, gc._rgb)
        turn = math.radians(angle)
        cos, sin = math.cos(turn), math.sin(turn)
        out = self.file.output
        out(Op.gsave, cos, sin, -sin, cos, x, y, Op.concat_matrix, Op.begin_text)
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
        out(Op.end_text, Op.grestore)

    def _pieces(self, run: Run, prop: FontProperties) -> list[tuple[Any, list[int]]]:
        """Split a run where the font changes (a fallback face), nowhere else."""
        pieces: list[tuple[Any, list[int]]] = []
        font = run_font(run, prop)
        for item in shaped(font, run.text):
            subset, code = self.file._character_tracker.track_glyph(
                item.ft_object, item.char, item.glyph_index
            )
            path = FontPath(os.fsdecode(item.ft_object.fname), item.ft_object.face_index)
            name = self.file.fontName(path, subset)
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
    before = figure.dpi
    figure.dpi = 72
    try:
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
    finally:
        figure.dpi = before
    return buffer.getvalue()
