"""A process that draws: ``python -m natfig.workbench.jupyter.worker``.

It reads requests from its standard input and writes answers to its standard output, each as JSON
after a line with its length in bytes. What a figure's own code prints goes to standard error. It
ends with its input, so that none outlives its server.
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import IO, Any

from natfig.core.config import Config, find_config
from natfig.core.errors import NatfigError, OutputError, Problem, SpecError

__all__ = ["answer", "read_message", "serve", "write_message"]

# Kinds that run code beside the spec; their key ``function`` names it.
_CODE_KINDS = ("python", "r")
# How a sentence about code ends that speaks of a flag; a page has none.
_FORBIDDEN = "which --no-code forbids"
_MAX_DIGITS = 20


def answer(request: Mapping[str, Any]) -> dict[str, Any]:
    """Return what came of a request.

    Parameters
    ----------
    request : mapping
        ``do`` ("preview" or "render"), ``folder`` and ``name`` of the spec, ``root`` (nothing is
        written outside it), ``allow_code``, ``force``.

    Returns
    -------
    dict
        Preview: ``picture``, ``report``, ``views`` (see `natfig.workbench.session.SpecSession.state`),
        ``errors`` (message, line) and ``code`` (what the spec would run). Render: ``figure`` (as
        ``natfig render --json``) or ``errors``, with ``in_the_way`` where files were edited.
        Nothing is raised.
    """
    folder = Path(request["folder"])
    try:
        # Sentences then name files as the user does: relative to the spec.
        os.chdir(folder)
        work = _preview if request["do"] == "preview" else _render
        return work(Path(request["name"]), request)
    except NatfigError as error:
        return {"errors": _said(error.problems, request["name"])}
    except Exception as error:  # noqa: BLE001 - the next request must find a process that lives
        text = " ".join(str(error).split())
        message = f"natfig failed, which is its own fault: {type(error).__name__}: {text}"
        return {"errors": [{"message": message, "line": None}]}
    finally:
        # The spec's folder can be removed while nothing is drawn.
        os.chdir(Path(request["root"]).anchor or "/")


def _preview(name: Path, request: Mapping[str, Any]) -> dict[str, Any]:
    from natfig.spec.source import read_source
    from natfig.workbench._drawn import Options, draw_text
    from natfig.workbench._views import views

    code = _code_of(read_source(name).data)
    allow_code = bool(request["allow_code"])
    text = name.read_text(encoding="utf-8-sig")
    options = Options(backend=_config(name).get("backend"), allow_code=allow_code)
    drawn = draw_text(name, text, options, lambda: True)
    if drawn is None:  # pragma: no cover - it is always wanted
        raise SpecError("the drawing was dropped")
    # The page asks about code by itself.
    problems = [p for p in drawn.problems if allow_code or _FORBIDDEN not in p.message]
    return {
        "picture": drawn.picture,
        "report": drawn.report,
        "views": views(),
        "errors": _said(problems, name.name),
        "code": code,
    }


def _code_of(data: Mapping[str, Any]) -> list[str]:
    """Return what of the spec's panels is code, such as "panels.py:draw"."""
    panels = data.get("panels")
    every = panels.values() if isinstance(panels, dict) else ()
    run = [p for p in every if isinstance(p, dict) and p.get("kind") in _CODE_KINDS]
    return list(dict.fromkeys(str(p.get("function", p["kind"])) for p in run))


def _render(name: Path, request: Mapping[str, Any]) -> dict[str, Any]:
    from natfig.render.build import InTheWayError, RenderOptions, render_one

    config = _config(name)
    formats = config.get("formats")
    options = RenderOptions(
        out=_out(config, Path(request["root"])),
        formats=None if formats is None else tuple(formats),
        backend=config.get("backend"),
        force=bool(request["force"]),
        allow_code=bool(request["allow_code"]),
    )
    try:
        return {"figure": render_one(name, options), "errors": []}
    except InTheWayError as error:
        errors = [{"message": p.message, "line": None} for p in error.problems]
        return {"errors": errors, "in_the_way": True}


def _config(name: Path) -> Config:
    return find_config(name.absolute().parent)


def _out(config: Config, root: Path) -> str | None:
    """Return the output folder, which may be a link or configured, and must be inside the root."""
    out = config.get("out")
    place = Path("out") if out is None or config.path is None else config.path.parent / out
    if not place.resolve().is_relative_to(root.resolve()):
        raise OutputError(
            f"the output folder {place} leads out of the folder JupyterLab was started in",
            hint="render this spec in a terminal, or choose a folder inside",
        )
    return None if out is None else str(place)


def _said(problems: Any, name: str) -> list[dict[str, Any]]:
    """Return problems as sentences; a line is one of the spec, places elsewhere are told in words."""
    said = []
    for problem in problems:
        if _FORBIDDEN in problem.message:
            message = problem.message.replace(_FORBIDDEN, "which is not allowed yet")
            said.append(
                {"message": f"{message}; allow it in its preview if you trust it", "line": problem.line}
            )
            continue
        is_here = problem.file is None or Path(problem.file).name == name
        text = str(Problem(problem.message, hint=problem.hint)) if is_here else str(problem)
        said.append({"message": text, "line": problem.line if is_here else None})
    return said


def read_message(stream: IO[bytes]) -> dict[str, Any] | None:
    """Return the next message, or None at the end of the stream."""
    head = stream.readline(_MAX_DIGITS)
    if not head:
        return None
    body = stream.read(int(head))
    message: dict[str, Any] = json.loads(body)
    return message


def write_message(stream: IO[bytes], message: Mapping[str, Any]) -> None:
    """Write a message and flush it."""
    body = json.dumps(message, ensure_ascii=False).encode("utf-8", "replace")
    stream.write(b"%d\n" % len(body) + body)
    stream.flush()


def serve() -> None:
    """Answer requests until the input ends."""
    # The figure's own code must neither read requests nor write answers.
    requests, answers = os.fdopen(os.dup(0), "rb"), os.fdopen(os.dup(1), "wb")
    nothing = os.open(os.devnull, os.O_RDONLY)
    os.dup2(nothing, 0)
    os.dup2(2, 1)
    sys.stdin = open(0, encoding="utf-8", closefd=False)  # noqa: SIM115 - lives as long as the process
    with requests, answers:
        while (request := read_message(requests)) is not None:
            write_message(answers, answer(request))


if __name__ == "__main__":
    serve()
