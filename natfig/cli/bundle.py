"""``natfig bundle``: the submission folder."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from natfig.cli._prepared import add_spec_arguments, prepared_specs
from natfig.cli._streams import tell, write_bytes
from natfig.core.errors import UsageError

if TYPE_CHECKING:
    from natfig.bundle.figure import BundledFigure
    from natfig.render.prepare import Prepared

__all__ = ["BundleCommand", "command"]

DEFAULT_OUT = "submission"


class BundleCommand:
    """Pack figures for a journal."""

    id = "bundle"
    help = "make the submission folder: final figures, source data, legends, reporting summary, checksums"
    epilog = (
        "examples:\n"
        "  natfig bundle fig1/spec.yaml fig2/spec.yaml --out submission\n"
        "  natfig bundle spec.yaml --stage initial --zip\n"
        "  natfig bundle spec.yaml --number 3 --formats pdf,tiff\n\n"
        "The folder holds Fig1.pdf … in the format the journal takes at the stage, source_data.xlsx\n"
        "with the rows of every panel, legends (docx, txt), alternative text, answers on statistics\n"
        "for a reporting summary, manifests, a README and SHA256SUMS. It appears as a whole or not at\n"
        "all; a folder natfig did not write is never replaced.\n\n"
        "exit codes: 0 written, 1 a claim does not hold or QA found errors (nothing is written, unless\n"
        "--allow-findings), 2 a spec is wrong or the folder is taken, 3 a runtime is missing"
    )

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        """Declare flags and arguments."""
        add_spec_arguments(parser)
        add = parser.add_argument
        add("--out", metavar="DIR", type=Path, default=Path(DEFAULT_OUT), help="default: submission")
        add("--stage", choices=("initial", "production"), help="instead of the specs' own")
        add("--number", metavar="N", type=_number, default=1, help="of the first figure (default: 1)")
        add("--formats", metavar="F,F", help="instead of the journal's: svg, pdf, tiff, png")
        add("--zip", action="store_true", help="write DIR.zip besides")
        add(
            "--allow-findings",
            action="store_true",
            help="pack figures with errors too; the README names them",
        )
        add("--force", action="store_true", help="replace a bundle that somebody edited")
        add("--json", action="store_true", help="print what was written as JSON")

    def run(self, args: argparse.Namespace) -> int:
        """Build and write the bundle."""
        from natfig.bundle.package import BundleOptions, build_bundle, guard_bundle, write_bundle

        out = args.out
        if out.name in ("", "..") or out.resolve() == Path.cwd():
            raise UsageError(f"--out {out} is the folder you are in", hint="name a folder of its own")
        guard_bundle(out, force=args.force, as_zip=args.zip)
        formats = (
            None if args.formats is None else tuple(f.strip() for f in args.formats.split(",") if f.strip())
        )
        options = BundleOptions(args.number, args.stage, formats, args.allow_findings)
        with prepared_specs(args, must_draw=True) as (specs, code):
            if code > 1 or (code and not args.allow_findings):
                return code
            _one_journal(specs)
            figures, files = build_bundle(specs, options)
            write_bundle(files, out, force=args.force, as_zip=args.zip)
            _tell(figures, files, out, args)
        return 0


def _number(text: str) -> int:
    if not text.isascii() or not text.isdigit() or int(text) < 1:
        raise argparse.ArgumentTypeError(f"'{text}' is not a whole number of 1 or more")
    return int(text)


def _one_journal(specs: Sequence[Prepared]) -> None:
    """Say when figures of one submission are for several journals."""
    names = list(dict.fromkeys(p.journal.id for p in specs))
    if len(names) > 1:
        tell(f"natfig: warning: the figures are made for several journals: {', '.join(names)}")


def _tell(
    figures: Sequence[BundledFigure], files: dict[str, bytes], out: Path, args: argparse.Namespace
) -> None:
    from natfig.bundle.documents import notes

    if args.json:
        write_bytes(files["bundle.json"].decode())
    for note in notes(figures):
        tell(f"natfig: note: {note}")
    for figure in figures:
        words = f"{', '.join(figure.files)}; {figure.prepared.journal.name}, {figure.figure['stage']} stage"
        tell(f"{figure.name}: {words}")
    size = sum(map(len, files.values())) / 1e6
    zipped = f" and {out}.zip" if args.zip else ""
    tell(f"{out}/{zipped}: {len(files)} files, {size:.1f} MB")


command = BundleCommand()
