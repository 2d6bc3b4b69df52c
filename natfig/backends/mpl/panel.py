"""One panel on the page: its axes, what the chart handed back, and what is drawn around it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from natfig.backends.mpl.measure import TextBox
from natfig.backends.panelstyle import panel_style
from natfig.charts import charts
from natfig.charts.base import Drawn, Look, Mark
from natfig.spec.models import _Channel

if TYPE_CHECKING:
    from collections.abc import Mapping

    from matplotlib.artist import Artist
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from natfig.render.prepare import Prepared

__all__ = ["Panel", "axis_format", "draw_panel"]


@dataclass
class Panel:
    """A drawn panel.

    Attributes
    ----------
    letter : str
        Letter in the spec, lower case.
    spec : PanelBase
        Its keys.
    ax, bar : Axes
        The chart's axes and its colour bar's, if any.
    drawn : Drawn
    furniture : list of Artist
        Legends, notes and margin texts of the current layout pass; made anew in each.
    legend_mode : str
        "direct", "strip", "shared" or "none".
    notes_above : bool
        Notes found no empty place in the axes and go above them.
    boxes : list of TextBox
        The panel's texts as measured in the last layout pass.
    """

    letter: str
    spec: Any
    ax: Axes
    drawn: Drawn
    bar: Axes | None = None
    furniture: list[Artist] = field(default_factory=list)
    legend_mode: str = "none"
    notes_above: bool = False
    boxes: list[TextBox] = field(default_factory=list)

    def axes(self) -> list[Axes]:
        """Return the axes the panel is made of."""
        return [self.ax] if self.bar is None else [self.ax, self.bar]


def draw_panel(  # noqa: PLR0917 - what a panel is drawn from, each of another type
    figure: Figure,
    prepared: Prepared,
    letter: str,
    marks: Mapping[str, Mapping[str, Mark]],
    look: Look,
    hint: tuple[float, float],
) -> Panel:
    """Let the chart draw itself on new axes and tidy what every panel has in common.

    Parameters
    ----------
    figure : matplotlib.figure.Figure
    prepared : Prepared
    letter : str
        The panel's letter in the spec.
    marks : mapping of str to mapping of str to Mark
        Field → level → mark, see `shared_marks`.
    look : Look
        Sizes in pt and inks.
    hint : tuple of float
        Expected width and height of the axes in mm.
    """
    spec = prepared.loaded.panels[letter]
    ax = figure.add_axes((0.1, 0.1, 0.8, 0.8), label=letter)
    ax.set_gid(f"panel-{letter}")
    ax.patch.set_visible(False)
    style = panel_style(prepared, letter, marks, look, hint)
    table: Any = prepared.panel_tables.get(letter)  # none for a kind that reads no table
    drawn = charts.load(spec.kind).draw(ax, spec, table, style)
    panel = Panel(letter, spec, ax, drawn)
    _frame(panel)
    _references(panel, look)
    _name_axes(panel)
    if drawn.colorbar is not None:
        panel.bar = _color_bar(figure, panel, look)
    return panel


def _frame(panel: Panel) -> None:
    shown = {"axes": ("left", "bottom"), "box": ("left", "right", "top", "bottom"), "none": ()}[
        panel.drawn.frame
    ]
    for side, spine in panel.ax.spines.items():
        spine.set_visible(side in shown)
        spine.set_gid(f"panel-{panel.letter}.frame")
    if panel.drawn.frame == "none":
        panel.ax.tick_params(which="both", length=0)


def _references(panel: Panel, look: Look) -> None:
    dashed: dict[str, Any] = {
        "linewidth": look.reference_pt,
        "color": look.neutral,
        "dashes": (4, 3),
        "zorder": 0.8,
    }
    written: dict[str, Any] = {
        "textcoords": "offset points",
        "fontsize": look.annotation_pt,
        "color": look.neutral_dark,
    }
    ax = panel.ax
    for reference in panel.spec.references:
        gid = f"panel-{panel.letter}.reference"
        if reference.x is not None:
            ax.axvline(reference.x, gid=gid, **dashed)
            if reference.label:
                ax.annotate(
                    reference.label,
                    (reference.x, 1),
                    xycoords=("data", "axes fraction"),
                    xytext=(0, 1.5),
                    ha="center",
                    va="bottom",
                    **written,
                )
        if reference.y is not None:
            ax.axhline(reference.y, gid=gid, **dashed)
            if reference.label:
                ax.annotate(
                    reference.label,
                    (1, reference.y),
                    xycoords=("axes fraction", "data"),
                    xytext=(2, 0),
                    ha="left",
                    va="center_baseline",
                    **written,
                )


def _name_axes(panel: Panel) -> None:
    for which, axis in (("x", panel.ax.xaxis), ("y", panel.ax.yaxis)):
        name = f"panel-{panel.letter}.axis-{which}"
        axis.set_gid(name)
        axis.label.set_gid(f"{name}.label")


def axis_format(panel: Panel, which: str) -> str | None:
    """Return the tick format of the channel that an axis shows.

    It is found by its label, for charts may swap x and y.
    """
    axis = panel.ax.xaxis if which == "x" else panel.ax.yaxis
    shown = axis.label.__dict__.get("_natfig_text", axis.get_label_text())
    for name in type(panel.spec).model_fields:
        channel = getattr(panel.spec, name)
        if isinstance(channel, _Channel) and channel.format and shown in (channel.label, channel.field):
            return channel.format
    # A chart may label an axis in its own words; then it leaves the format on the axis.
    left: str | None = axis.__dict__.get("_natfig_format")
    return left


def _color_bar(figure: Figure, panel: Panel, look: Look) -> Axes:
    bar = panel.drawn.colorbar
    assert bar is not None  # noqa: S101 - checked by the caller
    axes = figure.add_axes((0.9, 0.1, 0.02, 0.8), label=f"{panel.letter}-colorbar")
    axes.set_gid(f"panel-{panel.letter}.colorbar")
    colorbar = figure.colorbar(bar.mappable, cax=axes, ticks=list(bar.ticks) if bar.ticks else None)
    colorbar.outline.set_visible(False)
    if colorbar.solids is not None:
        colorbar.solids.set_rasterized(False)
        colorbar.solids.set_edgecolor("face")
        colorbar.solids.set_linewidth(0.1)
    colorbar.set_label(bar.label, fontsize=look.label_pt, labelpad=2.5)
    axes.tick_params(length=look.tick_len_pt, width=look.axis_pt, labelsize=look.tick_pt, pad=2)
    axes.yaxis.set_gid(f"panel-{panel.letter}.colorbar.axis")
    axes.yaxis.label.set_gid(f"panel-{panel.letter}.colorbar.label")
    axes.__dict__["_natfig_format"] = bar.format
    if bar.mappable.get_alpha() is not None:
        colorbar.set_alpha(1.0)
    return axes
