"""rcParams as plain dicts; nothing here is global and matplotlib is not imported.

Values come from the journal where it gives them and from the look (design: "The
look") otherwise.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from natfig.style.fonts import ARIAL_METRIC, FALLBACK, Face
from natfig.style.marks import Look

if TYPE_CHECKING:
    from natfig.journals.model import Journal

__all__ = ["DEFAULT_DPI", "dpi_for", "look_for", "rc_params"]

# Sizes of the look; a journal's ceiling or floor moves them.
_LABEL_PT, _TICK_PT, _LETTER_PT = 7.0, 6.0, 8.0

# Used where a journal names no resolution for line art: sharp text at any print size that a
# column can have, and twice what halftones need.
DEFAULT_DPI = 600


def dpi_for(journal: Journal, stage: str = "production") -> float:
    """Return the resolution in dpi that a journal asks of raster figures with lines and text."""
    return float(journal.dpi("combination", stage) or journal.dpi("line_art", stage) or DEFAULT_DPI)


def look_for(journal: Journal | None, stage: str = "production") -> Look:
    """Return the sizes of a figure for a journal and stage, in pt.

    Text is clamped between the journal's floor and ceiling, strokes to its thinnest line.
    """
    if journal is None:
        return Look()
    floor = journal.text_floor_pt(stage) or 5.0
    ceiling = journal.text_ceiling_pt(stage) or 12.0
    label = journal.panel_label(stage)
    line = journal.value("figure", "line_min_pt", stage)
    # A stroke width that rests on hearsay (one asks for 2 pt) is for the checker to mention, not to draw by.
    thinnest = float(line.value) if line is not None and line.confidence != "low" else 0.25

    def size(wanted: float) -> float:
        return min(max(wanted, floor), max(ceiling, floor))

    def stroke(wanted: float) -> float:
        return max(wanted, thinnest)

    text = size(max(_LABEL_PT, floor))
    return Look(
        axis_pt=stroke(0.5),
        line_pt=stroke(1.0),
        reference_pt=stroke(0.5),
        error_pt=stroke(0.75),
        label_pt=text,
        tick_pt=min(size(max(_TICK_PT, floor)), text),
        annotation_pt=min(size(max(_TICK_PT, floor)), text),
        # A journal's letter may be smaller than its own floor for text (IEEE: 8 pt and 9 pt).
        letter_pt=max(float(label.size_pt or max(_LETTER_PT, text)), floor),
        floor_pt=floor,
        line_floor_pt=thinnest,
    )


def rc_params(
    look: Look, face: Face, *, width_in: float, height_in: float, dpi: float, colors: tuple[str, ...] = ()
) -> dict[str, Any]:
    """Return matplotlib rcParams for a figure.

    Parameters
    ----------
    look : Look
        Sizes in pt.
    face : Face
        What text is measured with.
    width_in, height_in : float
        Figure size in inches (matplotlib's unit).
    dpi : float
        Resolution of raster exports and rasterized parts.
    colors : tuple of str
        The colour cycle, #RRGGBB.
    """
    params: dict[str, Any] = {
        "figure.figsize": (width_in, height_in),
        "figure.dpi": 150.0,
        "figure.facecolor": "white",
        "savefig.dpi": dpi,
        "savefig.bbox": "standard",
        "savefig.facecolor": "auto",
        "font.family": [face.family, FALLBACK],
        "font.sans-serif": [*ARIAL_METRIC, FALLBACK],
        "font.size": look.label_pt,
        "text.color": look.ink,
        "text.hinting": "none",
        "mathtext.fontset": "custom",
        "mathtext.rm": face.family,
        "mathtext.it": f"{face.family}:italic",
        "mathtext.bf": f"{face.family}:bold",
        "mathtext.sf": face.family,
        "mathtext.tt": "DejaVu Sans Mono",
        "mathtext.cal": face.family,
        # A sign the face lacks stays the character it is; the default takes it from TeX's own
        # fonts, whose codes mean other characters.
        "mathtext.fallback": "stixsans",
        "mathtext.default": "it",
        "axes.linewidth": look.axis_pt,
        "axes.edgecolor": look.ink,
        "axes.labelcolor": look.ink,
        "axes.labelsize": look.label_pt,
        "axes.labelpad": 2.5,
        "axes.titlesize": look.label_pt,
        "axes.titlepad": 4.0,
        "axes.titleweight": "normal",
        "axes.spines.top": False,
        "axes.spines.right": False,
        "axes.grid": False,
        "axes.axisbelow": True,
        "axes.unicode_minus": True,
        "axes.xmargin": 0.04,
        "axes.ymargin": 0.05,
        "lines.linewidth": look.line_pt,
        "lines.markersize": look.marker_pt,
        "lines.markeredgewidth": look.marker_edge_pt,
        "lines.solid_capstyle": "round",
        "lines.solid_joinstyle": "round",
        "patch.linewidth": look.axis_pt,
        "hatch.linewidth": look.axis_pt,
        "errorbar.capsize": look.cap_pt,
        "boxplot.flierprops.markersize": look.point_pt,
        "legend.fontsize": look.label_pt,
        "legend.frameon": False,
        "legend.handlelength": 1.4,
        "pdf.fonttype": 42,
        "ps.fonttype": 42,
        "svg.fonttype": "none",
        "svg.hashsalt": "natfig",
        "image.interpolation": "nearest",
        "image.composite_image": False,
        "agg.path.chunksize": 20000,
    }
    for axis in ("xtick", "ytick"):
        params |= {
            f"{axis}.labelsize": look.tick_pt,
            f"{axis}.color": look.ink,
            f"{axis}.labelcolor": look.ink,
            f"{axis}.direction": "out",
            f"{axis}.major.size": look.tick_len_pt,
            f"{axis}.minor.size": look.tick_len_pt * 0.6,
            f"{axis}.major.width": look.axis_pt,
            f"{axis}.minor.width": look.axis_pt,
            # Two digits below and beside the corner must not meet: x labels keep a little more distance.
            f"{axis}.major.pad": 3.2 if axis == "xtick" else 2.0,
            f"{axis}.minor.visible": False,
        }
    if colors:
        listed = ", ".join(f"'{c}'" for c in colors)
        params["axes.prop_cycle"] = f"cycler('color', [{listed}])"
    return params
