"""A panel made by the user's own R function beside the spec."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from pydantic import Field

from natfig.charts._rcode import RReference, find_function
from natfig.charts.base import Chart, Drawn, PanelStyle
from natfig.core.errors import SpecError
from natfig.data.tables import Table
from natfig.spec.models import Channel, ColorChannel, PanelBase

if TYPE_CHECKING:
    from matplotlib.axes import Axes

__all__ = ["R", "RPanelSpec", "chart"]


class RPanelSpec(PanelBase):
    """A file, a function in it, and what it is given."""

    kind: Literal["r"]
    function: str = Field(description="File beside the spec and a function in it, such as panels.R:draw.")
    options: dict[str, Any] = Field(
        default_factory=dict, description="Given to the function as named arguments."
    )
    x: Channel | None = Field(None, description="For the text on the x axis.")
    y: Channel | None = Field(None, description="For the text on the y axis.")
    color: ColorChannel | None = Field(
        None, description="Column whose levels have colours in style$colours, as in the other panels."
    )


class R(Chart):
    """Calls ``draw(data, style, …)``, which returns a ggplot."""

    id = "r"
    Panel = RPanelSpec
    summary = "A panel made by your own R function beside the spec: draw(data, style) returns a ggplot"
    aka = ("ggplot", "ggplot2", "rscript")
    noun = "Panel"
    example = """\
kind: r
data: growth
function: panels.R:draw_growth     # draw_growth <- function(data, style, span) ...
options: {span: 0.5}
"""

    def check(self, panel: RPanelSpec, table: Table) -> None:
        """Check what can be known without the spec's folder; see `check_files`."""
        from natfig.charts import _curves as curves

        RReference(panel.function)
        for name, channel in (("x", panel.x), ("y", panel.y)):
            if channel is not None:
                curves.check_keys(channel, name, (), "r")
        for key, value in panel.options.items():
            if not key.isascii() or not key.isidentifier() or key in ("data", "style"):
                raise SpecError(
                    f"options: '{key}' can't be the name of an argument", hint="use letters, digits and _"
                )
            if not _is_plain(value):
                raise SpecError(
                    f"options.{key}: R is given texts, numbers, true, false and lists of them only",
                    hint="make it flat",
                )

    def files(self, panel: RPanelSpec) -> tuple[str, ...]:
        """Return the file of the function."""
        return (panel.function.rpartition(":")[0],)

    def check_files(self, panel: RPanelSpec, folder: Path) -> None:
        """Check that file and function exist in the folder of the spec, without running anything.

        Raises
        ------
        SpecError
            With one sentence.
        """
        find_function(RReference(panel.function), folder)

    def draw(self, ax: Axes, panel: RPanelSpec, table: Table, style: PanelStyle) -> Drawn:
        """Refuse: only R runs R code.

        Raises
        ------
        SpecError
        """
        raise SpecError(
            f"panel {style.panel}: kind: r is drawn by R",
            hint="write backend: r, or kind: python with a function in Python",
        )


def _is_plain(value: Any) -> bool:
    if isinstance(value, list):
        return bool(value) and all(isinstance(v, str | int | float | bool) for v in value)
    return value is None or isinstance(value, str | int | float | bool)


chart = R()
