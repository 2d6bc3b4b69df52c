"""A panel drawn by the user's own function beside the spec."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from pydantic import Field

from natfig.charts import _categorical as cat
from natfig.charts import _curves as curves
from natfig.charts import _usercode as usercode
from natfig.charts.base import Chart, Drawn, LegendEntry, Mark, PanelStyle
from natfig.core.errors import SpecError
from natfig.data.tables import Table
from natfig.spec.models import Channel, PanelBase

if TYPE_CHECKING:
    from matplotlib.artist import Artist
    from matplotlib.axes import Axes
    from matplotlib.legend import Legend

__all__ = ["Python", "PythonPanel", "chart"]

_NO_MARKER = {None, "None", "none", "", " "}


class PythonPanel(PanelBase):
    """A file, a function in it, and what it is given."""

    kind: Literal["python"]
    function: str = Field(description="File beside the spec and a function in it, such as panels.py:draw.")
    options: dict[str, Any] = Field(
        default_factory=dict, description="Given to the function as keyword arguments."
    )
    x: Channel | None = Field(None, description="For the text on the x axis.")
    y: Channel | None = Field(None, description="For the text on the y axis.")


class Python(Chart):
    """Calls ``draw(ax, data, style, **options)``, which may return a `Drawn`."""

    id = "python"
    Panel = PythonPanel
    summary = "A panel drawn by your own function beside the spec: draw(ax, data, style)"
    aka = ("custom", "function", "own", "matplotlib", "code", "script")
    example = """\
kind: python
data: spectra
function: panels.py:draw     # def draw(ax, data, style, smooth): ...
options: {smooth: 3}
"""

    def check(self, panel: PythonPanel, table: Table) -> None:
        """Check what can be known without the spec's folder; see `check_files`."""
        usercode.Reference(panel.function)
        for name, channel in (("x", panel.x), ("y", panel.y)):
            if channel is not None:
                curves.check_keys(channel, name, (), "python")
        for key in panel.options:
            if not key.isidentifier():
                raise SpecError(
                    f"options: '{key}' is not the name of an argument", hint="use letters, digits and _"
                )

    def files(self, panel: PythonPanel) -> tuple[str, ...]:
        """Return the file of the function."""
        return (panel.function.rpartition(":")[0],)

    def check_files(self, panel: PythonPanel, folder: Path) -> None:
        """Check that file and function exist in the folder of the spec, without running anything.

        Raises
        ------
        SpecError
            With one sentence.
        """
        reference = usercode.Reference(panel.function)
        usercode.parse(reference, usercode.find(reference, folder))

    def draw(self, ax: Axes, panel: PythonPanel, table: Table, style: PanelStyle) -> Drawn:
        """Run the user's function on the axes and take over the legend it made."""
        if not style.allow_code:
            raise SpecError(
                f"panel {style.panel} runs {panel.function}, which --no-code forbids",
                hint="leave --no-code out if you trust the code beside this spec",
            )
        reference = usercode.Reference(panel.function)
        figure = ax.get_figure(root=True)
        assert figure is not None  # noqa: S101  (the axes are on a page)
        axes_before, legends_before = list(figure.axes), list(figure.legends)
        with usercode.sealed(style.folder, style.rng):
            pyplot_before = _pyplot_figures()
            function = usercode.load(reference, style.folder)
            data = table if panel.data is not None else None
            result = usercode.call(reference, style.folder, function, ax, data, style, **panel.options)
            has_pyplot = _close_figures(pyplot_before)
        if result is not None and not isinstance(result, Drawn):
            raise SpecError(
                f"{panel.function} returned a {type(result).__name__}",
                hint="return None or a natfig.charts.base.Drawn",
            )
        if len(figure.axes) != len(axes_before):
            raise SpecError(
                f"{panel.function} added axes to the page, where natfig places everything",
                hint="draw on ax (ax.inset_axes is fine); a colour bar is Drawn(colorbar=ColorBar(...))",
            )
        drawn = result if result is not None else Drawn()
        if has_pyplot:
            drawn.warnings.append(
                f"{panel.function} opened figures with pyplot, which are dropped; draw on ax"
            )
        own = ax.get_legend()
        for legend in [
            *([own] if own is not None else []),
            *(g for g in figure.legends if g not in legends_before),
        ]:
            _take_over(drawn, legend)
        _set_labels(ax, panel)
        return drawn


# ---------------------------------------------------------------- pyplot


def _pyplot_figures() -> set[int]:
    pyplot = sys.modules.get("matplotlib.pyplot")
    return set(pyplot.get_fignums()) if pyplot is not None else set()


def _close_figures(before: set[int]) -> bool:
    """Close figures opened since, and return whether there were any."""
    opened = _pyplot_figures() - before
    for number in opened:
        sys.modules["matplotlib.pyplot"].close(number)
    return bool(opened)


# ---------------------------------------------------------------- legend and labels


def _set_labels(ax: Axes, panel: PythonPanel) -> None:
    for axis, channel in ((ax.xaxis, panel.x), (ax.yaxis, panel.y)):
        # A label the function has set itself may say more than the column's name.
        if channel is not None and (channel.label is not None or not axis.get_label_text()):
            axis.set_label_text(cat.axis_label(channel))


def _take_over(drawn: Drawn, legend: Legend) -> None:
    """Move a legend's entries to `drawn`, where the layout keeps them off the data."""
    known = {entry.text for entry in drawn.legend}
    for handle, text in zip(legend.legend_handles, legend.get_texts(), strict=True):
        if text.get_text() not in known:
            drawn.legend.append(_entry(handle, text.get_text()))
    if drawn.legend_title is None and legend.get_title().get_text():
        drawn.legend_title = legend.get_title().get_text()
    legend.remove()


def _entry(handle: Artist | None, text: str) -> LegendEntry:
    from matplotlib.collections import PathCollection
    from matplotlib.lines import Line2D
    from matplotlib.patches import Patch

    if isinstance(handle, Line2D):
        line, marker = handle.get_linestyle(), handle.get_marker()
        has_line, has_marker = line not in _NO_MARKER, marker not in _NO_MARKER
        color = _hex(handle.get_color() if has_line or not has_marker else handle.get_markerfacecolor())
        dash: Any = line if has_line else "-"
        mark = Mark(color, marker=str(marker) if has_marker else "o", dash=dash)
        if has_marker:
            return LegendEntry(text, mark, "line+marker" if has_line else "marker")
        return LegendEntry(text, mark, "line")
    if isinstance(handle, Patch):
        face = handle.get_facecolor()
        color = _hex(face if handle.get_fill() and _alpha(face) > 0 else handle.get_edgecolor())
        return LegendEntry(text, Mark(color, hatch=handle.get_hatch() or None), "patch")
    if isinstance(handle, PathCollection):
        return LegendEntry(text, Mark(_hex(handle.get_facecolor())), "marker")
    getter = getattr(handle, "get_color", None) or getattr(handle, "get_facecolor", None)
    return LegendEntry(text, Mark(_hex(getter()) if getter is not None else "#000000"), "line")


def _first(color: Any) -> Any:
    """Return the first of several colours; collections have arrays of them."""
    import numpy as np

    return color[0] if np.ndim(color) == 2 and len(color) else color


def _hex(color: Any) -> str:
    from matplotlib.colors import to_hex

    return str(to_hex(_first(color))).upper()


def _alpha(color: Any) -> float:
    from matplotlib.colors import to_rgba

    return float(to_rgba(_first(color))[3])


chart = Python()
