"""``natfig report``: the proof sheet of a figure, or of all figures of a paper."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from natfig.core.errors import NatfigError, OutputError, UsageError

if TYPE_CHECKING:
    from natfig.core.config import Config
    from natfig.manuscript.paper import Checked
    from natfig.manuscript.settings import Settings
    from natfig.render.build import RenderOptions
    from natfig.report.proof import Proof

__all__ = ["ReportCommand", "command"]

_SUFFIX = ".proof.html"
_NAME = "proof.html"
# Of a file that is in the way: enough to see what wrote it.
_HEAD = 2000


class ReportCommand:
    """Write proof sheets."""

    id = "report"
    help = "write the proof sheet: one page with the figure, its argument, numbers, findings and data"
    epilog = (
        "examples:\n"
        "  natfig report spec.yaml                      out/<id>.proof.html beside the figure's files\n"
        "  natfig report spec.yaml --open\n"
        "  natfig report fig1/spec.yaml fig2/spec.yaml --output proof.html\n"
        "  natfig report natfig.toml                    all figures of a paper on one page\n\n"
        "The figure is built first if anything changed. The page holds everything it shows: it opens in any\n"
        "browser, asks no server for anything, and prints on A4 with the figure at its true size.\n\n"
        "exit codes: 0 written, 1 a claim does not hold or checks found errors (the page is written all the\n"
        "same), 2 a spec is wrong, 3 a runtime is missing"
    )

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        """Declare flags and arguments."""
        add = parser.add_argument
        add(
            "specs",
            nargs="*",
            metavar="SPEC",
            type=Path,
            help="specs (several make one page), or a paper's natfig.toml (default: the one here)",
        )
        add("--out", metavar="DIR", help="folder of the figures and the page (default: out/ beside the spec)")
        add("--output", metavar="FILE", type=Path, help="write the page there")
        add("--open", action="store_true", help="show it in the browser")
        add("--backend", choices=("python", "r"), help="draw with this language")
        add("--force", action="store_true", help="build anew; overwrite files that natfig did not write")
        add("--json", action="store_true", help="print what was written as JSON")
        add("--allow-outside", action="store_true", help="let specs read files outside their folder")
        add("--no-code", action="store_true", help="refuse kind: python and kind: r: code beside the spec")
        add("--quiet", "-q", action="store_true", help="say nothing but errors")

    def run(self, args: argparse.Namespace) -> int:
        """Build the figures, write the page and return the exit code."""
        from natfig.cli._paper import find_paper
        from natfig.cli.render import _same_names, _spec_file
        from natfig.core.config import find_config

        found = find_paper(args.specs)
        specs = [_spec_file(p) for p in args.specs] if found is None else [e.path for e in found[0].figures]
        config = find_config(specs[0].parent) if found is None else found[1]
        options = _options(args, config)
        _same_names(specs, options)
        _once(specs, options)
        target = _target(args, specs, options, None if found is None else found[0])
        _guard(target, force=args.force)
        proofs, code = _proofs(specs, options)
        if code:
            return code
        checked = None if found is None else _checked(found[0], config, specs, proofs)
        return _write(args, target, proofs, checked)


def _options(args: argparse.Namespace, config: Config) -> RenderOptions:
    from natfig.cli.render import _configured_out
    from natfig.render.build import RenderOptions

    formats = config.get("formats")
    return RenderOptions(
        out=args.out or _configured_out(config),
        formats=None if formats is None else tuple(formats),
        backend=config.get("backend", args.backend),
        force=args.force,
        allow_outside=args.allow_outside,
        allow_code=not args.no_code,
    )


def _once(specs: Sequence[Path], options: RenderOptions) -> None:
    """Refuse a figure that is named twice, and two that would write the same files."""
    seen: dict[Path, Path] = {}
    for spec in specs:
        place = spec.resolve()
        if place in seen:
            raise UsageError(f"{spec} is named twice", hint="name each figure once")
        seen[place] = spec
    if options.out is None or len(specs) < 2:
        return
    from natfig.spec.loader import load_spec

    ids: dict[str, Path] = {}
    for spec in specs:
        name = load_spec(spec).id
        if name in ids:
            raise UsageError(
                f"{ids[name]} and {spec} would both write {name}.svg", hint="give one of them another id:"
            )
        ids[name] = spec


def _target(
    args: argparse.Namespace, specs: Sequence[Path], options: RenderOptions, settings: Settings | None
) -> Path:
    """Return where the page is written."""
    if args.output is not None:
        output: Path = args.output
        if output.is_dir():
            raise UsageError(f"{output} is a folder", hint="name a file, or use --out for a folder")
        return output
    if settings is None and len(specs) == 1:
        from natfig.spec.loader import load_spec

        folder = Path(options.out) if options.out is not None else specs[0].parent / "out"
        return folder / f"{load_spec(specs[0]).id}{_SUFFIX}"
    if options.out is not None:
        return Path(options.out) / _NAME
    return Path(_NAME) if settings is None else settings.path.parent / "out" / _NAME


def _guard(target: Path, *, force: bool) -> None:
    """Refuse to overwrite what is no proof sheet."""
    from natfig.report.page import GENERATOR

    if force or not target.exists():
        return
    try:
        with target.open("rb") as file:
            head = file.read(_HEAD)
    except OSError as error:
        raise OutputError(f"cannot read {target}: {error.strerror or error}") from None
    if f'name="generator" content="{GENERATOR} '.encode() not in head:
        raise OutputError(
            f"{target} was not written by natfig report", hint="use --force to overwrite it, or --output"
        )


def _proofs(specs: Sequence[Path], options: RenderOptions) -> tuple[list[Proof], int]:
    """Return the proofs, and the exit code where one could not be made; all of what is wrong is told."""
    from natfig.cli._prepared import tell_problems
    from natfig.cli.render import _ask
    from natfig.report.proof import make_proof

    proofs, code = [], 0
    for spec in specs:
        try:
            proofs.append(make_proof(spec, options, ask=_ask()))
        except NatfigError as error:
            tell_problems(error.problems, spec)
            code = max(code, error.exit_code)
    return proofs, code


def _checked(settings: Settings, config: Config, specs: Sequence[Path], proofs: Sequence[Proof]) -> Checked:
    from natfig.manuscript.paper import Paper
    from natfig.manuscript.run import check_paper

    paper = Paper.of(settings, {s: p.prepared for s, p in zip(specs, proofs, strict=True)})
    return check_paper(paper, select=config.values.get("select", ()), ignore=config.values.get("ignore", ()))


def _write(args: argparse.Namespace, target: Path, proofs: Sequence[Proof], checked: Checked | None) -> int:
    from natfig.cli._prepared import tell_problems
    from natfig.cli._streams import tell
    from natfig.core.io import write_atomic
    from natfig.report.page import proof_page

    write_atomic(target, proof_page(proofs, checked).encode("utf-8", "backslashreplace"))
    for proof in proofs:
        tell_problems(proof.failed, proof.prepared.loaded.path)
    if not args.quiet:
        for proof in proofs:
            for warning in proof.figure["warnings"]:
                tell(f"natfig: warning: {proof.prepared.loaded.path}: {warning}")
        if checked is not None:
            from natfig.cli._paper import said_of, tell_findings

            tell_findings(checked)
            tell(f"{checked.paper.settings.path}: {said_of(checked)}")
        tell(f"wrote {target}: {_verdict(proofs)}")
    if args.json:
        _print_json(target, proofs, checked)
    if args.open:
        _open(target)
    failed = any(not proof.ok for proof in proofs) or (checked is not None and checked.failed())
    return int(failed)


def _verdict(proofs: Sequence[Proof]) -> str:
    from natfig.report._notes import found_in_words

    if len(proofs) > 1:
        standing = sum(proof.ok for proof in proofs)
        return f"{standing} of {len(proofs)} figures stand"
    proof = proofs[0]
    if proof.failed:
        return "its claims do not hold, so there is no figure"
    found = "" if proof.checked is None else found_in_words(proof.checked).lower()
    return f"its claims hold, {found}" if proof.prepared.claims else found


def _print_json(target: Path, proofs: Sequence[Proof], checked: Checked | None) -> None:
    from natfig import __version__
    from natfig.cli._listing import print_json

    said: dict[str, Any] = {
        "natfig": __version__,
        "report": target.as_posix(),
        "figures": [
            {
                "id": proof.id,
                "spec": proof.prepared.loaded.path.as_posix(),
                "ok": proof.ok,
                "claims": proof.figure["claims"],
                "outputs": proof.figure["outputs"],
                "findings": [] if proof.checked is None else [f.to_json() for f in proof.checked.findings],
                "changes": None if proof.difference is None else len(proof.difference.changes),
            }
            for proof in proofs
        ],
    }
    if checked is not None:
        said["manuscript"] = checked.to_json()
    print_json(said)


def _open(target: Path) -> None:
    """Show a page in the browser, or say that there is none."""
    import webbrowser

    try:
        shown = webbrowser.open(target.resolve().as_uri())
    except webbrowser.Error:
        shown = False
    if not shown:
        print(f"natfig: note: no browser could be started; open {target} yourself", file=sys.stderr)


command = ReportCommand()
