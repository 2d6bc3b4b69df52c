"""``natfig values``: the numbers of figures for the manuscript."""

from __future__ import annotations

import argparse
from pathlib import Path

from natfig.cli._prepared import add_spec_arguments, prepared_specs, write_result
from natfig.core.errors import UsageError, did_you_mean

__all__ = ["ValuesCommand", "command"]

_SUFFIXES = {".tex": "latex", ".json": "json", ".md": "markdown", ".markdown": "markdown", ".txt": "text"}


class ValuesCommand:
    """Write the values of claims and the results of tests."""

    id = "values"
    help = "give the numbers of a figure for the manuscript: claims, n, P and effects"
    epilog = (
        "examples:\n"
        "  natfig values spec.yaml\n"
        "  natfig values fig1/spec.yaml fig2/spec.yaml --format latex --output values.tex\n"
        "  natfig values spec.yaml --format json\n\n"
        "In LaTeX each number is a command: \\input{values.tex}, then \\servingMinSpeedup{}.\n\n"
        "exit codes: 0 written, 1 a claim does not hold, 2 a spec is wrong, 3 a runtime is missing"
    )

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        """Declare flags and arguments."""
        add_spec_arguments(parser)
        parser.add_argument("--format", metavar="FORMAT", help="text (default), latex, markdown or json")
        parser.add_argument(
            "--output", metavar="FILE", type=Path, help="write there; its suffix says the format"
        )
        parser.add_argument("--force", action="store_true", help="replace an output that is there already")

    def run(self, args: argparse.Namespace) -> int:
        """Write the numbers and return the exit code."""
        form = _form(args.format, args.output)
        with prepared_specs(args) as (specs, code):
            if code:
                return code
            from natfig.legend.values import write_values

            write_result(write_values(specs, form), args.output, force=args.force)
        return 0


def _form(name: str | None, output: Path | None) -> str:
    known = tuple(dict.fromkeys(_SUFFIXES.values()))
    if name is not None and name not in known:
        raise UsageError(f"unknown format '{name}'", hint=did_you_mean(name, known))
    if name is None and output is not None:
        name = _SUFFIXES.get(output.suffix.lower())
        if name is None:
            raise UsageError(
                f"no format of values has the suffix '{output.suffix}'",
                hint=f"known: {', '.join(_SUFFIXES)}; or say --format",
            )
    return name or "text"


command = ValuesCommand()
