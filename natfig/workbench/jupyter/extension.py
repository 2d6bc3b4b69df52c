"""The server extension: addresses under ``natfig/``, and the processes that draw for them."""

from __future__ import annotations

from typing import Any

from jupyter_server.base.handlers import FileFindHandler
from jupyter_server.extension.application import ExtensionApp
from traitlets import Int

from natfig.workbench.jupyter.handlers import (
    PreviewHandler,
    RenderHandler,
    StarterHandler,
    page_folder,
)
from natfig.workbench.jupyter.language import tell_schema
from natfig.workbench.jupyter.processes import Drawers

__all__ = ["NatfigExtension"]

# Only modules and style sheets, by plain names: nothing else of the package is served.
_PAGE_FILE = r"((?:static|jupyter/page)/\w+\.(?:js|css))"


class NatfigExtension(ExtensionApp):
    """natfig's part of a Jupyter server."""

    name = "natfig"
    app_url = "/natfig"
    load_other_extensions = True

    drawing_timeout_s = Int(
        300, min=1, help="A drawing that takes longer than so many seconds is stopped."
    ).tag(config=True)
    idle_s = Int(
        600, min=1, help="A drawing process that had nothing to do for so many seconds is ended."
    ).tag(config=True)

    def initialize_settings(self) -> None:
        """Make the drawers, whose processes start with the first figure, and tell of the schema."""
        tell_schema()
        self.settings["natfig_drawers"] = Drawers(self.drawing_timeout_s, self.idle_s)

    def initialize_handlers(self) -> None:
        """Tell the server the addresses."""
        page: tuple[Any, ...] = (
            rf"/natfig/page/{_PAGE_FILE}",
            FileFindHandler,
            {"path": [str(page_folder())], "no_cache_paths": ["/"]},
        )
        self.handlers.extend(
            [
                (r"/natfig/preview", PreviewHandler),
                (r"/natfig/starter", StarterHandler),
                (r"/natfig/render", RenderHandler),
                page,
            ]
        )

    async def stop_extension(self) -> None:
        """End the drawing processes with the server."""
        drawers = self.settings.get("natfig_drawers")
        if drawers is not None:
            drawers.close()
