"""``natfig.save(fig, "fig1")``: a figure of your own script, exported as natfig exports."""

from __future__ import annotations

import math
import string
import warnings
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from matplotlib.text import Text

from natfig.backends.mpl.check import collisions, outside
from natfig.backends.mpl.export import export_figure
from natfig.backends.mpl.measure import Measure
from natfig.backends.mpl.resolution import at_dpi
from natfig.core.errors import UsageError
from natfig.core.io import write_all
from natfig.core.units import in_to_mm, mm_to_in, pt_to_mm
from natfig.export import FORMATS, check_formats
from natfig.layout.grid import GridPlan
from natfig.style.context import Style, active_style, make_style, rc_context, use_face
from natfig.style.fonts import ARIAL_METRIC, find_face
from natfig.style.rcparams import DEFAULT_DPI

if TYPE_CHECKING:
    from matplotlib.figure import Figure

__all__ = ["NatfigWarning", "Saved", "save"]

# A page that differs by less is the journal's, up to rounding of inches.
_SAME_MM = 0.05


class NatfigWarning(UserWarning):
    """Something about a saved figure that the journal may send back."""


@dataclass(frozen=True)
class Saved:
    """What `save` wrote.

    Attributes
    ----------
    paths : tuple of Path
    width_mm, height_mm : float
        Page size.
    text_elements : int
        ``<text>`` elements in the SVG.
    warnings : tuple of str
    """

    paths: tuple[Path, ...]
    width_mm: float
    height_mm: float
    text_elements: int
    warnings: tuple[str, ...]


def save(
    fig: Figure,
    stem: str | Path,
    *,
    formats: Sequence[str] = FORMATS,
    journal: str | None = None,
    width: str | None = None,
    stage: str = "production",
    dpi: float | None = None,
    title: str = "",
    description: str = "",
) -> Saved:
    """Write a matplotlib figure as editable SVG and PDF, TIFF and PNG, at the exact page size.

    Parameters
    ----------
    fig : matplotlib.figure.Figure
        Its page is brought to the style's width (height in proportion); nothing is cropped.
    stem : path
        Where to write, without suffix. Existing files are replaced.
    formats : sequence of str
    journal, width, stage : str, optional
        Default: those of the surrounding ``with natfig.style(...)``; without one the
        figure's own size is kept and no glyph is smaller than 5 pt.
    dpi : float, optional
        Of TIFF, PNG and rasterized parts; default: the journal's.
    title, description : str
        Alternative text.

    Returns
    -------
    Saved

    Raises
    ------
    UsageError
        If a format, journal or width is not known, the stem names no file, dpi is no positive
        number, or the page is higher than the journal's.
    OutputError
        If the files can't be written; none is left half-written.
    """
    check_formats(formats)
    base = Path(stem)
    if base.name in ("", ".."):
        raise UsageError(f"'{stem}' names no file", hint="give a name without suffix, such as figures/fig1")
    if dpi is not None and not (math.isfinite(dpi) and dpi > 0):
        raise UsageError(f"dpi must be a positive number, not {dpi}", hint="journals ask for 300 to 1200")
    style = active_style()
    if journal is not None:
        style = make_style(journal, width=width or "single", stage=stage)
    elif width is not None:
        if style is None:
            raise UsageError(
                "natfig.save got a width but no journal",
                hint="add journal=, or use it inside `with natfig.style(...)`",
            )
        style = make_style(style.journal.id, width=width, stage=style.stage)
    said = _fit_page(fig, style) if style is not None else []
    floor_pt = style.look.floor_pt if style is not None else 5.0
    used_dpi = float(dpi or (style.dpi if style is not None else DEFAULT_DPI))
    rc: dict[str, Any] = {
        "pdf.fonttype": 42,
        "svg.hashsalt": "natfig",
        "text.hinting": "none",
        "image.composite_image": False,
    }
    _name_axes(fig)
    use_face(style.face if style is not None else find_face())
    with rc_context(rc):
        said += _look_over(fig, floor_pt, style)
    files, texts = export_figure(
        fig, list(formats), rc=rc, dpi=used_dpi, floor_pt=floor_pt, title=title, description=description
    )
    targets = {base.with_name(f"{base.name}.{form}"): data for form, data in files.items()}
    write_all(targets)
    for message in said:
        warnings.warn(f"{base.name}: {message}", NatfigWarning, stacklevel=2)
    width_in, height_in = fig.get_size_inches()
    return Saved(tuple(targets), in_to_mm(float(width_in)), in_to_mm(float(height_in)), texts, tuple(said))


def _fit_page(fig: Figure, style: Style) -> list[str]:
    width_mm, height_mm = (in_to_mm(float(v)) for v in fig.get_size_inches())
    said = []
    if abs(width_mm - style.width_mm) > _SAME_MM:
        said.append(
            f"the page was {width_mm:.1f} mm wide and is now {style.width_mm:g} mm, its height in proportion"
        )
        height_mm *= style.width_mm / width_mm
    limit = style.journal.max_height_mm(style.stage)
    if limit is not None and height_mm > limit + _SAME_MM:
        raise UsageError(
            f"the figure is {height_mm:.1f} mm high; {style.journal.name} allows {limit:g} mm",
            hint=f"make it lower, such as height='{limit:g}mm'",
        )
    fig.set_size_inches(mm_to_in(style.width_mm), mm_to_in(height_mm))
    return said


def _name_axes(fig: Figure) -> None:
    """Give groups names where the script gave none."""
    for letter, ax in zip(_letters(), fig.axes, strict=False):
        if ax.get_gid() is None:
            ax.set_gid(f"panel-{letter}")
        for which, axis in (("x", ax.xaxis), ("y", ax.yaxis)):
            if axis.get_gid() is None:
                axis.set_gid(f"{ax.get_gid()}.axis-{which}")


def _letters() -> Iterator[str]:
    yield from string.ascii_lowercase
    yield from (a + b for a in string.ascii_lowercase for b in string.ascii_lowercase)


def _look_over(fig: Figure, floor_pt: float, style: Style | None) -> list[str]:
    """Return what a reader of the page would trip over."""
    with at_dpi(fig, 72) as (width_pt, height_pt):
        measure = Measure(width_pt, height_pt, floor_pt)
        fig.draw(measure)
    said = []
    small = sorted({(t.size_pt, t.text) for t in measure.boxes if t.size_pt < floor_pt - 0.01})
    if small:
        size, text = small[0]
        said.append(f"{len(small)} texts are under {floor_pt:g} pt, the smallest '{text}' at {size:g} pt")
    plan = GridPlan(pt_to_mm(width_pt), pt_to_mm(height_pt), {}, {})
    said += [message for _, message, _ in (*collisions(measure.boxes), *outside(measure.boxes, plan))]
    if style is not None:
        families = {str(t.get_fontfamily()[0]) for t in fig.findobj(Text) if t.get_text()}
        strange = sorted(families - {*ARIAL_METRIC, "sans-serif", style.face.family})
        if strange:
            said.append(
                f"text is set in {', '.join(strange)}; make the figure inside `with natfig.style(...)`"
            )
    return said
