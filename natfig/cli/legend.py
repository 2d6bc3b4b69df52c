"""``natfig legend``: the legend of a figure, written from its contract and its data."""

from __future__ import annotations

import argparse
import json
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from natfig.cli._prepared import add_spec_arguments, prepared_specs, write_result
from natfig.cli._streams import tell
from natfig.core.errors import UsageError

if TYPE_CHECKING:
    from natfig.legend.formats.base import LegendFormat
    from natfig.legend.model import Legend
    from natfig.render.prepare import Prepared

__all__ = ["LegendCommand", "command"]


class LegendCommand:
    """Write legends."""

    id = "legend"
    help = "write the legend of a figure: title, panels, n, centre and spread, tests, scale bars"
    epilog = (
        "examples:\n"
        "  natfig legend spec.yaml\n"
        "  natfig legend spec.yaml --number 2 --output legend.docx\n"
        "  natfig legend fig1/spec.yaml fig2/spec.yaml --format latex --output legends.tex\n"
        "  natfig legend spec.yaml --max-words 150\n\n"
        "The author's own texts (legend: in the spec) come first; what they don't say and a journal asks\n"
        "for is added. Where words are scarce, what no journal demands is left out, and told.\n\n"
        "exit codes: 0 written, 1 a claim does not hold or the legend is longer than the journal takes,\n"
        "2 a spec is wrong, 3 a runtime is missing"
    )

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        """Declare flags and arguments."""
        add_spec_arguments(parser)
        add = parser.add_argument
        add("--format", metavar="FORMAT", help="text (default), markdown, latex, docx or json")
        add("--output", metavar="FILE", type=Path, help="write there; its suffix says the format")
        add("--max-words", metavar="N", type=_positive, help="instead of the journal's limit")
        add("--number", metavar="N", type=_positive, help="of the (first) figure in the paper")
        add("--force", action="store_true", help="replace an output that is there already")
        add("--quiet", "-q", action="store_true", help="say nothing but what is wrong")

    def run(self, args: argparse.Namespace) -> int:
        """Write the legends and return the exit code."""
        form = chosen_form(args.format, args.output)
        with prepared_specs(args) as (specs, code):
            if code:
                return code
            from natfig.legend import build_legend

            legends = []
            for k, prepared in enumerate(specs):
                number = None if args.number is None else args.number + k
                panels = rendered_panels(prepared)
                legends.append(build_legend(prepared, number=number, max_words=args.max_words, panels=panels))
            write_result(form.write(legends), args.output, force=args.force)
            worst = [_tell(p, legend, args) for p, legend in zip(specs, legends, strict=True)]
            return max(worst, default=0)


def _positive(text: str) -> int:
    try:
        value = int(text)
    except ValueError:
        value = 0
    if value < 1:
        raise argparse.ArgumentTypeError(f"'{text}' is not a whole number of 1 or more")
    return value


def chosen_form(name: str | None, output: Path | None) -> LegendFormat:
    """Return the form that was asked for, by name or by the suffix of the output.

    Raises
    ------
    UsageError
        If there is no such form, or a binary one would go to the terminal.
    """
    from natfig.legend.formats import formats

    if name is None and output is not None:
        found = [f for f in formats if output.suffix.lower() in f.suffixes]
        if not found and output.suffix:
            known = ", ".join(s for f in formats for s in f.suffixes)
            raise UsageError(
                f"no format of legends has the suffix {output.suffix}",
                hint=f"known: {known}; or say --format",
            )
        name = found[0].id if found else None
    form = formats.load(name or "text")
    if form.is_binary and output is None:
        raise UsageError(f"--format {form.id} is no text", hint=f"add --output legend{form.suffixes[0]}")
    return form


def rendered_panels(prepared: Prepared) -> Mapping[str, Mapping[str, Any]] | None:
    """Return what the last render said of each panel, if it drew the same data; None otherwise."""
    path = prepared.loaded.folder / "out" / f"{prepared.loaded.id}.manifest.json"
    try:
        figure = json.loads(path.read_bytes())["figures"][0]
        same = [use.to_json() for use in prepared.data_use] == figure["data"]
        panels = {panel["panel"]: panel for panel in figure["panels"]}
    except (OSError, ValueError, KeyError, IndexError, TypeError, RecursionError):
        return None
    return panels if same and panels.keys() == prepared.loaded.panels.keys() else None


def _tell(prepared: Prepared, legend: Legend, args: argparse.Namespace) -> int:
    """Say what the author should know, and return the exit code."""
    from natfig.core.findings import Severity
    from natfig.legend.verdict import judge

    spec = prepared.loaded.path
    code = 0
    for finding in judge(legend, max_words=args.max_words):
        code = max(code, int(finding.severity is Severity.ERROR))
        about = f" ({finding.source})" if finding.source else ""
        tell(f"natfig: {finding.severity.value}: {spec}: {finding.code}: {finding.message}{about}")
    for warning in legend.warnings:
        tell(f"natfig: warning: {spec}: {warning}")
    if args.quiet:
        return code
    for said in legend.left_out:
        tell(f"natfig: note: {spec}: left out to keep the limit of words: {said.text}")
    for unknown in legend.unknown:
        tell(f"natfig: note: {spec}: known after natfig render: {unknown}")
    return code


command = LegendCommand()
