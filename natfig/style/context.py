"""``with natfig.style("nature", width="double"):`` — the journal's type and page in any script."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, cast

from natfig.core.units import mm_to_in, parse_length_mm
from natfig.journals import journals
from natfig.style.fonts import Face, find_face
from natfig.style.marks import Look
from natfig.style.palette import find_palette
from natfig.style.rcparams import dpi_for, look_for, rc_params

if TYPE_CHECKING:
    from natfig.journals.model import Journal
    from natfig.style.palette import Palette

__all__ = ["Style", "active_style", "make_style", "mplstyle", "rc_context", "style", "use_face"]

# A figure without a stated height: the golden section of a single column, less for wide pages.
_ASPECT = {"single": 0.68, "onehalf": 0.6, "double": 0.45}
_DEFAULT_PALETTE = "nature"


@dataclass(frozen=True)
class Style:
    """The style in force: what `natfig.save` needs to know.

    Attributes
    ----------
    journal : Journal
    stage : str
        "initial" or "production".
    width_mm, height_mm : float
        Page size of a new figure.
    look : Look
        Sizes in pt.
    palette : Palette
    face : Face
    dpi : float
    """

    journal: Journal
    stage: str
    width_mm: float
    height_mm: float
    look: Look
    palette: Palette
    face: Face
    dpi: float

    @property
    def rc(self) -> dict[str, Any]:
        """The rcParams of the style."""
        return rc_params(
            self.look,
            self.face,
            width_in=mm_to_in(self.width_mm),
            height_in=mm_to_in(self.height_mm),
            dpi=self.dpi,
            colors=tuple(self.palette.colours[name] for name in self.palette.order),
        )


def rc_context(params: Mapping[str, Any]) -> AbstractContextManager[None]:
    """Return a context in which matplotlib's rcParams have these values.

    matplotlib's own takes only keys written out where it is called.
    """
    import matplotlib as mpl

    return mpl.rc_context(cast("Any", dict(params)))


def use_face(face: Face) -> None:
    """Make a face known to matplotlib, before any other installation of the same family.

    Two files of one family are a tie that the order of matplotlib's list decides, and that
    order differs from machine to machine; with the face in front the same bytes come out.
    """
    from matplotlib.font_manager import fontManager

    wanted = [str(path) for path in face.files]
    if [entry.fname for entry in fontManager.ttflist[: len(wanted)]] == wanted:
        return
    known = {entry.fname for entry in fontManager.ttflist}
    for path in wanted:
        if path not in known:
            fontManager.addfont(path)
    rank = {path: place for place, path in enumerate(wanted)}
    fontManager.ttflist.sort(key=lambda entry: rank.get(entry.fname, len(rank)))
    fontManager._findfont_cached.cache_clear()  # type: ignore[attr-defined]


_ACTIVE: ContextVar[Style | None] = ContextVar("natfig_style", default=None)


def active_style() -> Style | None:
    """Return the style of the innermost ``with natfig.style(...)``, or None."""
    return _ACTIVE.get()


def make_style(
    journal: str = "nature",
    *,
    width: str = "single",
    height: str | None = None,
    stage: str = "production",
    palette: str | None = None,
) -> Style:
    """Return a style without putting it in force; see `style`."""
    venue = journals.load(journal)
    width_mm = venue.width_mm(width, stage)
    height_mm = (
        parse_length_mm(height) if height is not None else width_mm * _ASPECT.get(width, _ASPECT["single"])
    )
    chosen = find_palette(palette or venue.palette or _DEFAULT_PALETTE)
    dpi = dpi_for(venue, stage)
    return Style(venue, stage, width_mm, height_mm, look_for(venue, stage), chosen, find_face(), dpi)


@contextmanager
def style(
    journal: str = "nature",
    *,
    width: str = "single",
    height: str | None = None,
    stage: str = "production",
    palette: str | None = None,
) -> Iterator[Style]:
    """Set matplotlib up for a journal while the block runs; afterwards everything is as before.

    Parameters
    ----------
    journal : str
        An id from ``natfig journals``.
    width : str
        "single", "onehalf", "double", or a length such as "120mm".
    height : str, optional
        A length; default: a good proportion of the width.
    stage : str
        "production" or "initial".
    palette : str, optional
        An id from ``natfig palettes``, or the path of a palette file; default: the journal's, else "nature".

    Yields
    ------
    Style

    Raises
    ------
    UsageError
        If the journal, the palette or the width is not known.

    Examples
    --------
    >>> with natfig.style("nature", width="double"):  # doctest: +SKIP
    ...     fig, ax = plt.subplots()
    ...     ax.plot(x, y)
    ...     natfig.save(fig, "fig1")
    """
    made = make_style(journal, width=width, height=height, stage=stage, palette=palette)
    use_face(made.face)
    token = _ACTIVE.set(made)
    try:
        with rc_context({**made.rc, "figure.constrained_layout.use": True}):
            yield made
    finally:
        _ACTIVE.reset(token)


# Keys that name one machine's page or files, and so do not belong in a shared style sheet.
_NOT_IN_SHEET = (
    "font.family",
    "text.hinting",
    "svg.hashsalt",
    "mathtext.fontset",
    "mathtext.rm",
    "mathtext.it",
    "mathtext.bf",
    "mathtext.sf",
    "mathtext.tt",
    "mathtext.cal",
    "mathtext.fallback",
)


def mplstyle(journal: str) -> str:
    """Return a matplotlib style sheet of a journal's single-column type, for ``plt.style.use``."""
    made = make_style(journal)
    lines = [f"# {made.journal.name}: made by natfig from styles/journals/{journal}.yaml"]
    for key, value in sorted(made.rc.items()):
        if key in _NOT_IN_SHEET:
            continue
        if isinstance(value, (tuple, list)):
            text = ", ".join(f"{v:.6g}" if isinstance(v, float) else str(v) for v in value)
        elif key == "axes.prop_cycle":
            text = str(value)
        else:
            text = f"{value:.6g}" if isinstance(value, float) else str(value)
        # A # would start a comment.
        lines.append(f"{key}: {text.replace('#', '')}")
    lines.insert(1, "font.family: sans-serif")
    return "\n".join(lines) + "\n"
