"""The keys a journal file may have, what kind of value each takes, and which ones natfig reads.

A key that is not here is a typing error in a journal file. A key that is here
but not in a file is a gap: no source was found, which never means no rule.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType

from natfig.core.record import dataclass

__all__ = ["GROUPS", "KEYS", "Key", "Kind"]


class Kind(StrEnum):
    """Shape of a value."""

    NUMBER = "a number above 0"
    RANGE = "a number above 0, or [lowest, highest]"
    NUMBERS = "a list of numbers above 0"
    SIZE = "[width, height], numbers above 0"
    TEXT = "a text"
    TEXTS = "a list of texts"
    FLAG = "true or false"
    LABEL = "a mapping with case, weight, pt, slant, font, pattern"
    HEIGHTS = "a mapping such as {single: {150_words: 180}}"


@dataclass(frozen=True, slots=True)
class Key:
    """One key: the shape of its value, a line of explanation, and whether natfig itself reads it.

    `core` keys are listed as gaps when a journal lacks them.
    """

    kind: Kind
    about: str
    core: bool = False


_N, _R, _L, _S = Kind.NUMBER, Kind.RANGE, Kind.NUMBERS, Kind.SIZE
_T, _TS, _F = Kind.TEXT, Kind.TEXTS, Kind.FLAG

_FIGURE = {
    "width_single_mm": Key(_R, "one column", core=True),
    "width_one_and_half_mm": Key(_R, "one and a half columns", core=True),
    "width_double_mm": Key(_R, "the full width", core=True),
    "width_two_column_mm": Key(_R, "two columns of three"),
    "width_full_mm": Key(_R, "all columns"),
    "width_text_column_mm": Key(_R, "the column of text"),
    "text_width_mm": Key(_R, "the width of the text block"),
    "width_small_journal_mm": Key(_R, "the full width of a small-sized journal"),
    "width_other_mm": Key(_L, "further widths"),
    "widths_three_column_mm": Key(_L, "widths of titles with three columns"),
    "widths_star_protocols_mm": Key(_L, "widths of STAR Protocols"),
    "width_min_mm": Key(_N, "the narrowest figure"),
    "width_double_min_mm": Key(_N, "the narrowest figure over two columns"),
    "width_rule": Key(_T, "whether a width is published"),
    "max_height_mm": Key(_N, "the tallest figure", core=True),
    "max_height_mm_by_caption": Key(Kind.HEIGHTS, "the tallest figure, by width and words of its legend"),
    "text_height_mm": Key(_N, "the height of the text block"),
    "text_min_pt": Key(_N, "the smallest text", core=True),
    "text_min_mm": Key(_N, "the least height of capitals and digits"),
    "text_max_pt": Key(_N, "the largest text besides panel labels", core=True),
    "text_target_pt": Key(_N, "the size of ordinary text"),
    "body_pt": Key(_N, "the size of the paper's text"),
    "heading_pt": Key(_N, "headings in figures"),
    "structure_text_pt": Key(_N, "text in chemical structures"),
    "table_text_min_pt": Key(_N, "the smallest text in tables"),
    "graphical_abstract_text_pt": Key(_R, "text in the graphical abstract"),
    "panel_label": Key(Kind.LABEL, "panel letters", core=True),
    "fonts": Key(_TS, "typefaces taken, the preferred one first", core=True),
    "fonts_editable": Key(_F, "text stays text"),
    "fonts_embedded_or_outlined": Key(_F, "fonts are embedded or outlined"),
    "fonts_type": Key(_T, "kind of font program"),
    "eps_text": Key(_T, "text in EPS files"),
    "line_min_pt": Key(_N, "the thinnest line", core=True),
    "line_max_pt": Key(_N, "the thickest line"),
    "line_target_pt": Key(_N, "the width of ordinary lines"),
    "structure_line_pt": Key(_N, "bonds in chemical structures"),
    "symbol_min_pt": Key(_N, "the smallest symbol"),
    "marker_min_mm": Key(_N, "the smallest symbol"),
    "grey_fill_step_percent": Key(_N, "least difference between grey fills"),
    "dpi_line_art": Key(_N, "resolution of line art", core=True),
    "dpi_halftone": Key(_N, "resolution of photographs", core=True),
    "dpi_combination": Key(_N, "resolution of photographs with lettering", core=True),
    "dpi_black_and_white": Key(_N, "resolution of black-and-white photographs"),
    "dpi_greyscale": Key(_N, "resolution of greyscale art"),
    "dpi_min": Key(_N, "least resolution of any raster image"),
    "dpi_max": Key(_N, "highest resolution taken"),
    "min_pixels": Key(_N, "least width or height in pixels"),
    "upsampling_allowed": Key(_F, "resolution may be raised by interpolation"),
    "vector_formats": Key(_TS, "vector files taken", core=True),
    "raster_formats": Key(_TS, "raster files taken", core=True),
    "editable_formats": Key(_TS, "files that can be redrawn"),
    "formats_refused": Key(_TS, "files not taken"),
    "max_file_mb": Key(_N, "the largest file", core=True),
    "colour_mode": Key(_T, "colour space of raster files", core=True),
    "tiff_compression": Key(_T, "compression of TIFF files", core=True),
    "alpha_allowed": Key(_F, "transparency is allowed in TIFF files"),
    "layers": Key(_T, "layers in raster files"),
    "initial_rules_waived": Key(_F, "figures of a first submission need not follow the rules"),
    "figure_count": Key(_R, "figures (or display items) in a paper"),
    "caption_words_max": Key(_N, "words in one legend", core=True),
    "caption_title_words_max": Key(_N, "words in a legend's title"),
    "title_inside_figure": Key(_F, "a title may stand inside the figure"),
    "grid_and_minor_ticks": Key(_F, "grid lines and minor ticks are wanted"),
    "axis_units": Key(_T, "how units stand in axis labels"),
    "axis_unit_style": Key(_T, "how units stand in axis labels"),
    "graphical_abstract_mm": Key(_S, "width and height of the graphical abstract"),
    "graphical_abstract_px": Key(_S, "width and height of the graphical abstract in pixels"),
    "striking_image_px": Key(_S, "width and height of the striking image in pixels"),
    "extended_data_max_items": Key(_N, "extended-data figures and tables"),
    "extended_data_max_dpi": Key(_N, "highest resolution of extended-data figures"),
    "extended_data_max_file_mb": Key(_N, "the largest extended-data file"),
    "extended_data_formats": Key(_TS, "extended-data files taken"),
    "extended_data_size_mm": Key(_S, "largest width and height of extended-data figures"),
}

_PROSE = {
    "title_chars_max": Key(_N, "characters in the title, spaces included", core=True),
    "title_words_max": Key(_N, "words in the title"),
    "abstract_words_max": Key(_N, "words in the abstract", core=True),
    "abstract_words": Key(_R, "words in the abstract"),
    "abstract_sentences": Key(_R, "sentences in the abstract"),
    "abstract_form": Key(_T, "form of the abstract"),
    "main_text_words_max": Key(_N, "words in the main text", core=True),
    "main_text_words": Key(_R, "words in the main text"),
    "methods_words": Key(_N, "words in the methods"),
    "word_count_excludes": Key(_TS, "parts that are not counted"),
    "references_max": Key(_R, "references", core=True),
    "pages": Key(_N, "printed pages"),
    "pages_max": Key(_N, "pages"),
    "subheading_chars_max": Key(_N, "characters in a subheading"),
    "results_subheading_chars_max": Key(_N, "characters in a subheading of the results"),
    "heading_levels_max": Key(_N, "levels of headings"),
    "keywords": Key(_R, "keywords"),
    "highlights_chars_max": Key(_N, "characters in a highlight"),
    "etoc_words": Key(_R, "words in the blurb of the table of contents"),
    "key_points_words": Key(_R, "words in the key points"),
    "significance_words_max": Key(_N, "words in the significance statement"),
    "comment_words_max": Key(_N, "words in a comment"),
    "spelling": Key(_T, "variety of English", core=True),
    "serial_comma": Key(_F, "a comma before the last 'and' of a list"),
    "decimal_point": Key(_T, "form of the decimal point"),
}

GROUPS: tuple[str, ...] = ("figure", "prose")
KEYS: Mapping[str, Mapping[str, Key]] = MappingProxyType(
    {"figure": MappingProxyType(_FIGURE), "prose": MappingProxyType(_PROSE)}
)
