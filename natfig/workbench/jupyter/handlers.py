"""What the server answers under ``natfig/``: a preview, a new figure, the files.

As Jupyter's own handlers of files: whoever may read and write contents may ask, with Jupyter's
token or cookie and its protection against forged requests.
"""

from __future__ import annotations

import asyncio
import json
from pathlib import Path
from typing import Any

from jupyter_server.auth.decorator import authorized
from jupyter_server.base.handlers import APIHandler
from tornado import web

from natfig.core.errors import NatfigError
from natfig.workbench.jupyter.places import folder_at, spec_at
from natfig.workbench.jupyter.processes import Drawers
from natfig.workbench.jupyter.starter import write_starter

__all__ = ["PreviewHandler", "RenderHandler", "StarterHandler", "page_folder"]


def page_folder() -> Path:
    """Return the folder whose modules the browser loads."""
    return Path(__file__).resolve().parent.parent


class _Handler(APIHandler):
    """One that is asked in JSON and answers in JSON."""

    auth_resource = "contents"

    def asked(self, **kinds: type) -> dict[str, Any]:
        """Return the values of the request's body.

        Raises
        ------
        tornado.web.HTTPError
            400, with what is wrong of it.
        """
        try:
            body = json.loads(self.request.body or b"{}")
        except (ValueError, RecursionError):
            raise web.HTTPError(400, "the body is no JSON") from None
        if not isinstance(body, dict):
            raise web.HTTPError(400, "the body must be a JSON object")
        if unknown := sorted(set(body) - set(kinds)):
            raise web.HTTPError(400, f"unknown key {unknown[0][:80]!r}; known are {', '.join(kinds)}")
        for name, kind in kinds.items():
            if type(body.setdefault(name, kind())) is not kind:
                word = "true or false" if kind is bool else "text"
                raise web.HTTPError(400, f"{name} must be {word}")
        return body

    async def drawn(self, do: str, spec: Path, **more: bool) -> dict[str, Any]:
        """Return what a drawing process says."""
        drawers: Drawers = self.settings["natfig_drawers"]
        root = str(Path(self.contents_manager.root_dir).resolve())
        request = {"do": do, "folder": str(spec.parent), "name": spec.name, "root": root, **more}
        return await drawers.ask(spec, request)


class PreviewHandler(_Handler):
    """``POST natfig/preview``: the picture of a saved spec, and what is known of it."""

    @web.authenticated
    @authorized
    async def post(self) -> None:
        """Draw a spec; nothing is written."""
        asked = self.asked(path=str, allow_code=bool)
        spec = spec_at(self.contents_manager, asked["path"])
        found = await self.drawn("preview", spec, allow_code=asked["allow_code"])
        self.finish(json.dumps(found))


class RenderHandler(_Handler):
    """``POST natfig/render``: the files, as ``natfig render`` writes them."""

    @web.authenticated
    @authorized
    async def post(self) -> None:
        """Build a spec's files; edited ones are overwritten with ``force`` alone."""
        asked = self.asked(path=str, allow_code=bool, force=bool)
        spec = spec_at(self.contents_manager, asked["path"])
        found = await self.drawn("render", spec, allow_code=asked["allow_code"], force=asked["force"])
        self.finish(json.dumps(found))


class StarterHandler(_Handler):
    """``POST natfig/starter``: a new figure in a folder."""

    @web.authenticated
    @authorized
    async def post(self) -> None:
        """Write a spec with example data under names that are free."""
        folder = folder_at(self.contents_manager, self.asked(path=str)["path"])
        try:
            spec, data = await asyncio.to_thread(write_starter, folder)
        except NatfigError as error:
            raise web.HTTPError(409, str(error)) from None
        prefix = self.asked(path=str)["path"].strip("/")
        names = [f"{prefix}/{place.name}" if prefix else place.name for place in (spec, data)]
        self.set_status(201)
        self.finish(json.dumps({"path": names[0], "data": names[1]}))
