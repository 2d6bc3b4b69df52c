"""One figure: from a spec file to files on disk."""

from __future__ import annotations

import json
import os
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from natfig.core.errors import NatfigError, OutputError, Problem
from natfig.core.io import hash_bytes, hash_file, write_all
from natfig.export import check_formats
from natfig.render import cache

if TYPE_CHECKING:
    from natfig.backends.base import Drawing
    from natfig.render.prepare import Prepared

__all__ = [
    "ClaimsFailedError",
    "InTheWayError",
    "RenderOptions",
    "draw_into",
    "render",
    "render_one",
    "write_prepared",
]


class ClaimsFailedError(NatfigError):
    """The data no longer support the figure's claims; nothing was drawn.

    Attributes
    ----------
    figure : dict
        The item of ``natfig render --json``, with the claims' values and no outputs.
    """

    exit_code = 1

    def __init__(self, message: Any, figure: dict[str, Any] | None = None) -> None:
        super().__init__(message)
        self.figure = figure or {}


class InTheWayError(OutputError):
    """A file that natfig did not write, or that was edited since, would be overwritten; nothing was."""


@dataclass(frozen=True)
class RenderOptions:
    """What can be asked of a render.

    Parameters
    ----------
    out : str or None
        Output folder; default: ``out`` beside the spec.
    formats : tuple of str or None
        Instead of the spec's.
    backend : str or None
        "python" or "r".
    force : bool
        Build even if nothing changed, and overwrite files natfig did not write.
    allow_outside : bool
        Let the spec read files outside its folder.
    allow_code : bool
        Let ``kind: python`` and ``kind: r`` run the user's code.
    """

    out: str | None = None
    formats: tuple[str, ...] | None = None
    backend: str | None = None
    force: bool = False
    allow_outside: bool = False
    allow_code: bool = True

    def key(self, environ: Mapping[str, str]) -> dict[str, Any]:
        """Return what of the options changes the result."""
        kept = {k: v for k, v in asdict(self).items() if k not in ("out", "force")}
        kept["formats"] = list(self.formats) if self.formats else None
        kept["NATFIG_BACKEND"] = environ.get("NATFIG_BACKEND")
        return kept


def render(
    spec: str | Path,
    *,
    out: str | Path | None = None,
    formats: Sequence[str] | None = None,
    backend: str | None = None,
    force: bool = False,
    allow_outside: bool = False,
    allow_code: bool = True,
) -> dict[str, Any]:
    """Render a spec and return what ``natfig render --json`` says of it.

    Parameters
    ----------
    spec : path
        The YAML file.
    out : path, optional
        Output folder; default: ``out`` beside the spec.
    formats : sequence of str, optional
        Instead of the spec's: "svg", "pdf", "tiff", "png".
    backend : str, optional
        "python" or "r".
    force : bool
        Build even if nothing changed; overwrite files that natfig did not write.

    Raises
    ------
    NatfigError
        Anything that is wrong, in one sentence each; see `natfig.core.errors`.

    Examples
    --------
    >>> natfig.render("serving/spec.yaml")["figures"][0]["outputs"]  # doctest: +SKIP
    """
    from natfig import __version__

    options = RenderOptions(
        None if out is None else str(out),
        None if formats is None else tuple(formats),
        backend,
        force,
        allow_outside,
        allow_code,
    )
    return {"natfig": __version__, "figures": [render_one(Path(spec), options)]}


def render_one(
    spec: Path,
    options: RenderOptions,
    *,
    ask: Callable[[], str | None] | None = None,
    environ: Mapping[str, str] = os.environ,
) -> dict[str, Any]:
    """Render one spec and return its item of the JSON.

    Parameters
    ----------
    spec : Path
    options : RenderOptions
    ask : callable, optional
        Asks "Python or R?" on a terminal.
    environ : mapping
        Environment variables.
    """
    start = time.perf_counter()
    check_formats(options.formats or ())
    out = Path(options.out) if options.out is not None else spec.parent / "out"
    # Specs of one name and content may share an output folder; each has its own builds.
    key = {**options.key(environ), "spec": str(spec.resolve())}
    if not options.force and (state := cache.lookup(spec, out, key)) is not None:
        return _from_cache(state, out, spec, start)
    from natfig.render.prepare import prepare

    prepared = prepare(
        spec,
        backend_flag=options.backend,
        allow_outside=options.allow_outside,
        allow_code=options.allow_code,
        ask=ask,
        environ=environ,
    )
    globs, inputs = _inputs(prepared)
    figure = _describe(prepared)
    figure["timings_ms"]["data"] = _ms(start)
    if prepared.failed_claims:
        raise ClaimsFailedError(prepared.failed_claims, figure)
    drawing = _backend(prepared).draw(prepared, options.formats or prepared.loaded.spec.figure.formats)
    files = _files(prepared, figure, drawing, out)
    if not options.force:
        _guard(files, out, prepared.loaded.id)
    cache.keep_previous(out, prepared.loaded.id, files, figure)
    write_all(files)
    files |= _checked(prepared, figure, out)
    figure["timings_ms"]["total"] = _ms(start)
    outputs = {path.relative_to(out).as_posix(): hash_bytes(data) for path, data in files.items()}
    tools, runtime = cache.fingerprint(), cache.stamps(drawing.runtime)
    state = cache.State(spec.name, key, tools, inputs, globs, outputs, figure, runtime)
    cache.store(out, prepared.loaded.id, state)
    return figure


def draw_into(prepared: Prepared, out: Path, formats: Sequence[str]) -> dict[str, Any]:
    """Draw a prepared figure into a folder and return its item of the JSON, whatever its claims say.

    Parameters
    ----------
    prepared : Prepared
    out : Path
        A folder of the caller's own: nothing in it is guarded, and no build is remembered.
    formats : sequence of str

    Returns
    -------
    dict
        As `render_one`; the manifest is written too.
    """
    figure = _describe(prepared)
    write_all(_files(prepared, figure, _backend(prepared).draw(prepared, formats), out))
    _checked(prepared, figure, out)
    return figure


def write_prepared(prepared: Prepared, options: RenderOptions) -> dict[str, Any]:
    """Draw and write a prepared figure that is no file, and return its item of the JSON; nothing is cached.

    Parameters
    ----------
    prepared : Prepared
    options : RenderOptions
        Its `out`, `formats` and `force` count.

    Raises
    ------
    ClaimsFailedError
        If the data no longer support the claims.
    OutputError
        If a file that natfig did not write would be overwritten, or one can't be written.
    """
    check_formats(options.formats or ())
    out = Path(options.out) if options.out is not None else prepared.loaded.folder / "out"
    figure = _describe(prepared)
    if prepared.failed_claims:
        raise ClaimsFailedError(prepared.failed_claims, figure)
    drawing = _backend(prepared).draw(prepared, options.formats or prepared.loaded.spec.figure.formats)
    files = _files(prepared, figure, drawing, out)
    if not options.force:
        _guard(files, out, prepared.loaded.id)
    cache.keep_previous(out, prepared.loaded.id, files, figure)
    write_all(files)
    _checked(prepared, figure, out)
    return figure


def _ms(start: float) -> float:
    return round((time.perf_counter() - start) * 1000, 1)


def _from_cache(state: cache.State, out: Path, spec: Path, start: float) -> dict[str, Any]:
    figure = dict(state.figure)
    figure["spec"] = spec.as_posix()
    figure["outputs"] = [{**o, "path": (out / Path(o["path"]).name).as_posix()} for o in figure["outputs"]]
    figure["cached"] = True
    figure["timings_ms"] = {"data": 0.0, "draw": 0.0, "export": 0.0, "qa": 0.0, "total": _ms(start)}
    return figure


def _inputs(prepared: Prepared) -> tuple[dict[str, list[str]], dict[str, str]]:
    """Return the globs and the hashes of everything the build reads."""
    from natfig.charts import charts
    from natfig.style.palette import is_palette_file

    loaded = prepared.loaded
    globs = {
        s.file: cache.expand(loaded.folder, s.file) for s in loaded.spec.data.values() if s.file is not None
    }
    names = [loaded.path.name, *(f for files in globs.values() for f in files)]
    for panel in loaded.panels.values():
        names += charts.load(panel.kind).files(panel)
    if is_palette_file(own := loaded.spec.figure.palette or ""):
        names.append(own)
    return globs, cache.hash_inputs(loaded.folder, list(dict.fromkeys(names)))


def _describe(prepared: Prepared) -> dict[str, Any]:
    contract = prepared.loaded.spec.contract
    return {
        "id": prepared.loaded.id,
        "spec": prepared.loaded.path.as_posix(),
        "backend": prepared.backend,
        "journal": contract.journal,
        "stage": contract.stage,
        "outputs": [],
        "files": [],
        "panels": [],
        "text_elements": 0,
        "claims": {
            name: {"value": c.value, "assert": c.assertion, "holds": c.holds}
            for name, c in prepared.claims.items()
        },
        "data": [use.to_json() for use in prepared.data_use],
        "fonts": [],
        "versions": {},
        "timings_ms": {"data": 0.0, "draw": 0.0, "export": 0.0, "qa": 0.0, "total": 0.0},
        "cached": False,
        "qa": None,
        "warnings": list(prepared.warnings),
    }


def _backend(prepared: Prepared) -> Any:
    from natfig.backends import load_backend

    return load_backend(prepared.backend)


def _files(prepared: Prepared, figure: dict[str, Any], drawing: Drawing, out: Path) -> dict[Path, bytes]:
    """Return every file of the build, and complete the figure's description."""
    name = prepared.loaded.id
    files: dict[Path, bytes] = {}
    for form, data in drawing.files.items():
        path = out / f"{name}.{form}"
        files[path] = data
        figure["outputs"].append(
            {
                "format": form,
                "path": path.as_posix(),
                "bytes": len(data),
                "sha256": hash_bytes(data),
                "width_mm": round(drawing.width_mm, 4),
                "height_mm": round(drawing.height_mm, 4),
                "dpi": drawing.dpi if form in ("tiff", "png") else None,
            }
        )
    figure["files"] = [
        {"path": path, "bytes": len(data), "sha256": hash_bytes(data)} for path, data in drawing.extra.items()
    ]
    files |= {out / path: data for path, data in drawing.extra.items()}
    figure["panels"] = drawing.panels
    figure["text_elements"] = drawing.text_elements
    figure["fonts"] = drawing.fonts
    figure["versions"] = drawing.versions
    figure["warnings"] += drawing.warnings
    figure["timings_ms"] |= {k: round(v, 1) for k, v in drawing.timings_ms.items()}
    return files | _manifest(prepared, figure, out)


def _manifest(prepared: Prepared, figure: Mapping[str, Any], out: Path) -> dict[Path, bytes]:
    from natfig.export.manifest import manifest_bytes

    path = out / f"{prepared.loaded.id}.manifest.json"
    return {path: manifest_bytes(figure, prepared.loaded.path.name)}


def _checked(prepared: Prepared, figure: dict[str, Any], out: Path) -> dict[Path, bytes]:
    """Let QA read what was written, and write down in the manifest what it found."""
    from natfig.render.verdict import check_written

    start = time.perf_counter()
    figure["qa"] = check_written(figure)
    figure["timings_ms"]["qa"] = _ms(start)
    manifest = _manifest(prepared, figure, out)
    write_all(manifest)
    return manifest


def _guard(files: Mapping[Path, bytes], out: Path, name: str) -> None:
    """Refuse to overwrite what natfig did not write, or what somebody edited since."""
    ours: set[str] = set()
    manifest = out / f"{name}.manifest.json"
    if manifest.is_file():
        try:
            document = json.loads(manifest.read_bytes())
            ours = {o["sha256"] for f in document["figures"] for o in (*f["outputs"], *f.get("files", ()))}
        except (ValueError, KeyError, TypeError):
            raise InTheWayError(
                f"{manifest} is not a manifest of natfig", hint="move it away or use --force"
            ) from None
    taken = []
    for path, data in files.items():
        if path == manifest or not path.exists():
            continue
        digest = hash_file(path) if path.is_file() else ""
        if digest not in ours and digest != hash_bytes(data):
            reason = "was changed since natfig wrote it" if ours else "was not written by natfig"
            hint = "use --force to overwrite it, or --out to write elsewhere"
            taken.append(Problem(f"{path} {reason}", hint=hint))
    if taken:
        raise InTheWayError(taken)
