"""``natfig render``: build what changed."""

from __future__ import annotations

import argparse
import json
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from natfig.core.errors import MissingRuntimeError, UsageError
from natfig.export import FORMATS

if TYPE_CHECKING:
    from natfig.core.config import Config
    from natfig.render.build import RenderOptions
    from natfig.render.executors.base import Outcome

__all__ = ["command"]


class RenderCommand:
    """Render specs."""

    id = "render"
    help = "build the figures of specs that changed: SVG, PDF, TIFF, PNG and a manifest"
    epilog = (
        "examples:\n"
        "  natfig render spec.yaml\n"
        "  natfig render figures/*/spec.yaml --out build --jobs 4\n"
        "  natfig render spec.yaml --formats svg,png --json\n"
        "  natfig render spec.yaml --watch\n\n"
        "exit codes: 0 built or up to date, 1 a claim does not hold, 2 a spec is wrong, "
        "3 a runtime is missing"
    )

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        """Declare flags and arguments."""
        parser.add_argument(
            "specs", nargs="+", metavar="SPEC", type=Path, help="spec file, or a folder with a spec.yaml"
        )
        parser.add_argument("--out", metavar="DIR", help="output folder (default: out/ beside each spec)")
        parser.add_argument("--formats", metavar="F,F", help=f"instead of the spec's: {','.join(FORMATS)}")
        parser.add_argument("--backend", choices=("python", "r"), help="draw with this language")
        parser.add_argument("--jobs", "-j", type=_count, metavar="N", help="build N figures at a time")
        parser.add_argument(
            "--force", action="store_true", help="build even if nothing changed; overwrite edited outputs"
        )
        parser.add_argument("--json", action="store_true", help="print what was built as JSON")
        parser.add_argument(
            "--watch", action="store_true", help="build again whenever the spec or its data change"
        )
        parser.add_argument(
            "--allow-outside", action="store_true", help="let specs read files outside their folder"
        )
        parser.add_argument(
            "--no-code", action="store_true", help="refuse kind: python and kind: r: code beside the spec"
        )
        parser.add_argument("--executor", metavar="NAME", help="local or dask (default: local)")
        parser.add_argument("--scheduler", metavar="ADDR", help="address of the Dask scheduler")
        parser.add_argument("--quiet", "-q", action="store_true", help="say nothing but errors")

    def run(self, args: argparse.Namespace) -> int:
        """Build every spec and return the worst exit code."""
        from natfig.core.config import find_config
        from natfig.render.build import RenderOptions

        specs = [_spec_file(p) for p in args.specs]
        config = find_config(specs[0].parent)
        args.jobs = config.get("jobs", args.jobs) or 1
        args.executor = config.get("executor", args.executor) or "local"
        asked = None if args.formats is None else [f.strip() for f in args.formats.split(",") if f.strip()]
        formats = config.get("formats", asked)
        options = RenderOptions(
            out=args.out or _configured_out(config),
            formats=None if formats is None else tuple(formats),
            backend=config.get("backend", args.backend),
            force=args.force,
            allow_outside=args.allow_outside,
            allow_code=not args.no_code,
        )
        _same_names(specs, options)
        code = self._build(specs, options, args)
        if args.watch:
            return self._watch(specs, options, args)
        return code

    def _build(self, specs: list[Path], options: RenderOptions, args: argparse.Namespace) -> int:
        from natfig.render.build import ClaimsFailedError
        from natfig.render.executors import executors

        executor = executors.load(args.executor)
        figures: list[tuple[int, dict[str, Any]]] = []
        code = 0
        with _progress(len(specs), args) as advance:
            for outcome in executor.run(specs, options, jobs=args.jobs, scheduler=args.scheduler, ask=_ask()):
                index, figure, error = outcome
                advance(specs[index])
                if isinstance(error, ClaimsFailedError) and error.figure:
                    figure = error.figure
                if figure is not None:
                    figures.append((index, figure))
                code = max(code, _qa_errors(figure) if error is None else error.exit_code)
                if not args.quiet or error is not None:
                    _tell(outcome, specs[index])
        if args.json:
            from natfig import __version__

            print(
                json.dumps(
                    {"natfig": __version__, "figures": [f for _, f in sorted(figures, key=lambda p: p[0])]},
                    indent=1,
                    ensure_ascii=False,
                )
            )
        return code

    def _watch(self, specs: list[Path], options: RenderOptions, args: argparse.Namespace) -> int:
        try:
            from watchfiles import watch
        except ImportError:
            raise MissingRuntimeError(
                "--watch needs watchfiles", hint="pip install 'natfig[watch]'"
            ) from None
        folders = {s.parent.resolve() for s in specs}
        outs = [Path(options.out).resolve()] if options.out else [f / "out" for f in folders]
        print("watching; stop with Ctrl-C", file=sys.stderr)
        for changes in watch(*folders, raise_interrupt=True):
            touched = [Path(p).resolve() for _, p in changes]
            if any(not any(t.is_relative_to(o) for o in outs) for t in touched):
                print(time.strftime("%H:%M:%S"), file=sys.stderr)
                self._build(specs, options, args)
        return 0


def _configured_out(config: Config) -> str | None:
    """Return the output folder of the configuration file, which names it relative to itself."""
    out = config.get("out")
    return None if out is None or config.path is None else str(config.path.parent / out)


def _count(text: str) -> int:
    try:
        value = int(text)
    except ValueError:
        value = 0
    if value < 1:
        raise argparse.ArgumentTypeError(f"'{text}' is not a number of jobs; write 1 or more")
    return value


def _spec_file(path: Path) -> Path:
    if path.is_dir():
        inside = path / "spec.yaml"
        if inside.is_file():
            return inside
        raise UsageError(f"{path} is a folder without a spec.yaml", hint="name the spec file")
    return path


def _same_names(specs: list[Path], options: RenderOptions) -> None:
    """Two specs may not write the same files."""
    if options.out is None:
        return
    seen: dict[str, Path] = {}
    for spec in specs:
        name = spec.parent.resolve().name if spec.name == "spec.yaml" else spec.stem
        if name in seen and seen[name].resolve() != spec.resolve():
            raise UsageError(
                f"{seen[name]} and {spec} would both write {name}.svg", hint="give one of them another id:"
            )
        seen[name] = spec


def _ask() -> Any:
    """Return the question for the backend when somebody is there to answer it."""
    if not (sys.stdin.isatty() and sys.stderr.isatty()):
        return None

    def ask() -> str | None:
        print(
            "Python or R? natfig will remember the answer [python/r]: ", end="", file=sys.stderr, flush=True
        )
        return sys.stdin.readline().strip().lower() or None

    return ask


def _tell(outcome: Outcome, spec: Path) -> None:
    _, figure, error = outcome
    if error is not None:
        for problem in error.problems:
            print(f"natfig: error: {problem if problem.file else f'{spec}: {problem}'}", file=sys.stderr)
        return
    assert figure is not None  # noqa: S101 - an outcome has one or the other
    for warning in figure["warnings"]:
        print(f"natfig: warning: {spec}: {warning}", file=sys.stderr)
    first = figure["outputs"][0]
    stem = first["path"].rpartition(".")[0]
    formats = ",".join(o["format"] for o in figure["outputs"])
    size = f"{first['width_mm']:.1f} × {first['height_mm']:.1f} mm"
    state = "up to date" if figure["cached"] else f"{figure['timings_ms']['total'] / 1000:.1f} s"
    claims = [
        f"{k} = {v['value']:.4g}" if isinstance(v["value"], float) else f"{k} = {v['value']}"
        for k, v in figure["claims"].items()
    ]
    counts = f"{len(figure['panels'])} panels, {figure['text_elements']} texts"
    print(f"{stem}.{{{formats}}}  {size}, {counts}, {state}", file=sys.stderr)
    if claims:
        print(f"  claims hold: {', '.join(claims)}", file=sys.stderr)
    for line in _qa_lines(figure):
        print(f"  {line}", file=sys.stderr)


def _qa_errors(figure: dict[str, Any] | None) -> int:
    """Return 1 when QA found an error in what was written, else 0."""
    qa = None if figure is None else figure["qa"]
    return int(bool(qa and qa["summary"]["errors"]))


def _qa_lines(figure: dict[str, Any]) -> Iterator[str]:
    """Yield what QA has to say at warning or error level, or that it has nothing."""
    from natfig.qa.reporters._plain import visible

    for file in (figure["qa"] or {"files": []})["files"]:
        found = [f for f in file["findings"] if f["severity"] != "info"]
        for finding in found:
            panel = finding["where"].get("panel")
            where = f"panel {panel}: " if panel else ""
            yield f"qa {finding['severity']} {finding['code']}: {where}{visible(finding['message'])}"
        if not found:
            yield f"qa: {visible(file['path'])} passes"


@contextmanager
def _progress(total: int, args: argparse.Namespace) -> Iterator[Any]:
    """Show a bar on a terminal when there is more than one figure."""
    if total < 2 or args.quiet or not sys.stderr.isatty():
        yield lambda _spec: None
        return
    from rich.console import Console
    from rich.progress import Progress

    with Progress(console=Console(stderr=True), transient=True) as progress:
        task = progress.add_task("rendering", total=total)
        yield lambda spec: progress.update(task, advance=1, description=spec.parent.name or spec.stem)


command = RenderCommand()
