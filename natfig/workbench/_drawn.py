"""A spec's text as a picture with all that is known of it, or as what is wrong with it."""

from __future__ import annotations

import tempfile
import threading
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from natfig.core.errors import NatfigError, Problem

__all__ = ["DRAWING", "Drawn", "Options", "draw_text"]

# matplotlib's settings are those of the process: two figures at once would spoil each other.
DRAWING = threading.RLock()


@dataclass(frozen=True, slots=True)
class Options:
    """What can be asked of a drawing; as `natfig.figure`."""

    backend: str | None = None
    allow_outside: bool = False
    allow_code: bool = True
    frames: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Drawn:
    """What came of a text.

    Attributes
    ----------
    picture : dict or None
        ``svg``, ``width_mm``, ``height_mm``, ``alt``; None where something is wrong.
    report : dict or None
        What the picture and its data say: verdict, findings, claims, data, warnings.
    problems : sequence of Problem
    manifest : dict or None
        What a text about the figure is held against: its id, panels and claims.
    """

    picture: dict[str, Any] | None = None
    report: dict[str, Any] | None = None
    problems: Sequence[Problem] = ()
    manifest: dict[str, Any] | None = None


def draw_text(path: Path, text: str, options: Options, is_wanted: Callable[[], bool]) -> Drawn | None:
    """Draw a spec as SVG, one at a time in this process.

    Parameters
    ----------
    path : Path
        Where the spec lies; data are looked for beside it.
    text : str
        What it says; the file is not read.
    options : Options
    is_wanted : callable
        Asked once more before the costly part; when it says no, None is returned.

    Returns
    -------
    Drawn or None
        Nothing is raised: what is wrong is in it.
    """
    try:
        with DRAWING:
            return _draw(path, text, options, is_wanted)
    except NatfigError as error:
        return Drawn(problems=error.problems)
    except Exception as error:  # noqa: BLE001 - the workbench stays open whatever a chart does
        said = " ".join(str(error).split())
        message = f"natfig could not draw this, which is its own fault: {type(error).__name__}: {said}"
        return Drawn(problems=(Problem(message),))


def _draw(path: Path, text: str, options: Options, is_wanted: Callable[[], bool]) -> Drawn | None:
    from natfig.render.build import draw_into
    from natfig.render.prepare import prepare

    prepared = prepare(
        path,
        backend_flag=options.backend,
        allow_outside=options.allow_outside,
        allow_code=options.allow_code,
        raw=text.encode("utf-8"),
        frames=dict(options.frames),
    )
    if not is_wanted():
        return None
    with tempfile.TemporaryDirectory(prefix="natfig-") as folder:
        item = draw_into(prepared, Path(folder), ("svg",))
        svg = (Path(folder) / f"{prepared.loaded.id}.svg").read_bytes()
    output = item["outputs"][0]
    picture = {
        "svg": svg.decode("utf-8"),
        "width_mm": output["width_mm"],
        "height_mm": output["height_mm"],
        "alt": _alt(svg, item["id"]),
    }
    return Drawn(picture, _report(item, prepared), manifest=_manifest(item))


def _manifest(item: Mapping[str, Any]) -> dict[str, Any]:
    """Return what a text can say wrongly; places and sizes on the page are none of it."""
    panels = [{key: panel.get(key) for key in ("panel", "n", "stats")} for panel in item["panels"]]
    return {"id": item["id"], "panels": panels, "claims": item["claims"]}


def _alt(svg: bytes, name: str) -> str:
    from natfig.core.xml import parse_xml

    found = parse_xml(svg, what="SVG").getroot().find("{http://www.w3.org/2000/svg}desc")
    return (found.text or name) if found is not None else name


def _report(item: Mapping[str, Any], prepared: Any) -> dict[str, Any]:
    checked = item["qa"]["files"][0]
    runs = [r for r in (checked["text"] or {"runs": ()})["runs"] if r["visible"]]
    claims = [
        {
            "name": name,
            "value": claim.text,
            "assert": claim.assertion or "",
            "holds": claim.holds,
        }
        for name, claim in prepared.claims.items()
    ]
    return {
        "id": item["id"],
        "journal": prepared.journal.name,
        "stage": item["stage"],
        "backend": item["backend"],
        "ok": checked["verdict"] == "pass" and all(c["holds"] for c in claims),
        "findings": checked["findings"],
        "texts": [{"text": r["text"], "bbox_mm": r["bbox_mm"]} for r in runs if r["bbox_mm"]],
        "text_elements": item["text_elements"],
        "min_pt": min((r["size_pt"] for r in runs), default=None),
        "claims": claims,
        "data": item["data"],
        "warnings": item["warnings"],
        "timings_ms": item["timings_ms"],
    }
