"""``natfig check``: everything that can be known of specs, alone and as one paper, without drawing."""

from __future__ import annotations

import argparse
import json
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from natfig.core.errors import MissingRuntimeError, NatfigError, Problem

if TYPE_CHECKING:
    from natfig.core.config import Config
    from natfig.manuscript.settings import Settings
    from natfig.render.prepare import Prepared
    from natfig.stats.result import PanelStatistics

__all__ = ["CheckCommand", "command"]


class CheckCommand:
    """Check specs, their data and their claims."""

    id = "check"
    help = "check specs, their data and claims, and the figures of a paper together, without drawing"
    epilog = (
        "examples:\n"
        "  natfig check spec.yaml\n"
        "  natfig check figures/*/spec.yaml --json\n"
        "  natfig check                     the paper whose figures natfig.toml lists here\n"
        "  natfig check paper/natfig.toml\n\n"
        "natfig.toml (or [tool.natfig.manuscript] of pyproject.toml) lists the figures of a paper:\n"
        "  [manuscript]\n"
        '  title = "…"\n'
        '  journal = "nature"\n'
        '  figures = ["fig1/spec.yaml", "fig2/spec.yaml"]\n'
        '  extended = ["ed1/spec.yaml"]\n'
        '  draft = "paper.tex"\n'
        "Then conclusions, colours, terms, formats and counts are compared across them, and the draft\n"
        "is searched for every figure; natfig checks CON explains what is found.\n\n"
        "exit codes: 0 fine, 1 a claim does not hold or figures contradict each other (with --strict:\n"
        "warnings too), 2 a spec or its data are wrong, 3 no backend is chosen (one that is missing here\n"
        "is a warning: nothing is drawn)"
    )

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        """Declare flags and arguments."""
        parser.add_argument(
            "specs",
            nargs="*",
            metavar="SPEC",
            type=Path,
            help="spec file, a folder with a spec.yaml, or a paper's natfig.toml (default: the one here)",
        )
        parser.add_argument(
            "--strict", action="store_true", help="warnings across the figures of a paper count as errors"
        )
        parser.add_argument("--backend", choices=("python", "r"), help="the language that will draw")
        parser.add_argument(
            "--allow-outside", action="store_true", help="let specs read files outside their folder"
        )
        parser.add_argument(
            "--no-code", action="store_true", help="refuse kind: python and kind: r: code beside the spec"
        )
        parser.add_argument("--json", action="store_true", help="print the result as JSON")

    def run(self, args: argparse.Namespace) -> int:
        """Check every spec, then the paper they belong to, and return the worst exit code."""
        from natfig.cli._paper import find_paper

        found = find_paper(args.specs)
        specs = args.specs if found is None else [entry.path for entry in found[0].figures]
        code = 0
        results = []
        prepared: dict[Path, Prepared] = {}
        for spec in specs:
            worst, result = self._one(spec, args, prepared)
            code = max(code, worst)
            results.append(result)
        said: dict[str, Any] = {"specs": results}
        if found is not None:
            worst, said["manuscript"] = _across(*found, prepared, args)
            code = max(code, worst)
        if args.json:
            from natfig import __version__

            print(json.dumps({"natfig": __version__, **said}, indent=2, ensure_ascii=False))
        return code

    def _one(
        self, spec: Path, args: argparse.Namespace, kept: dict[Path, Prepared]
    ) -> tuple[int, dict[str, Any]]:
        """Check a spec, keep it where it is sound, and return exit code and facts."""
        from natfig.render.prepare import prepare

        try:
            prepared = prepare(
                spec,
                backend_flag=args.backend,
                allow_outside=args.allow_outside,
                allow_code=not args.no_code,
                must_draw=False,
            )
            prepared.warnings.extend(_missing(prepared.backend))
        except NatfigError as error:
            _tell(error.problems, spec)
            return error.exit_code, {
                "spec": spec.as_posix(),
                "ok": False,
                "problems": _problems(error.problems, spec),
            }
        failed = prepared.failed_claims
        _tell(failed, spec)
        for warning in prepared.warnings:
            print(f"natfig: warning: {spec}: {warning}", file=sys.stderr)
        if not failed and not args.json:
            print(f"{spec}: {_summary(prepared)}")
        prepared.tables.close()
        kept[spec] = prepared
        return (1 if failed else 0), _facts(prepared, spec, failed)


def _across(
    settings: Settings, config: Config, prepared: dict[Path, Prepared], args: argparse.Namespace
) -> tuple[int, dict[str, Any]]:
    """Compare the figures of a paper, say what was found, and return exit code and facts."""
    from natfig.cli._paper import said_of, tell_findings
    from natfig.manuscript.paper import Paper
    from natfig.manuscript.run import check_paper

    paper = Paper.of(settings, prepared)
    checked = check_paper(
        paper, select=config.values.get("select", ()), ignore=config.values.get("ignore", ())
    )
    tell_findings(checked)
    if not args.json:
        print(f"{settings.path}: {said_of(checked)}")
    strict = args.strict or bool(config.values.get("strict"))
    return int(checked.failed(strict=strict)), checked.to_json()


def _missing(backend: str) -> Iterator[str]:
    """Yield what keeps the backend from drawing here; the spec may be fine all the same."""
    from natfig.spec.gate import require_backend

    try:
        require_backend(backend)
    except MissingRuntimeError as error:
        yield f"this machine can check the figure but not draw it: {error}"


def _tell(problems: tuple[Problem, ...] | list[Problem], spec: Path) -> None:
    for problem in problems:
        print(f"natfig: error: {problem if problem.file else f'{spec}: {problem}'}", file=sys.stderr)


def _problems(problems: tuple[Problem, ...] | list[Problem], spec: Path) -> list[dict[str, Any]]:
    return [
        {"message": p.message, "file": p.file or spec.as_posix(), "line": p.line, "hint": p.hint}
        for p in problems
    ]


def _count(number: int, noun: str) -> str:
    return f"{number:,} {noun}{'' if number == 1 else 's'}"


def _summary(prepared: Prepared) -> str:
    drawn = [use for use in prepared.data_use if use.panels]
    before, used = sum(u.rows for u in drawn), sum(u.rows_used for u in drawn)
    rows = _count(used, "row") if used == before else f"{used:,} of {_count(before, 'row')}"
    parts = [_count(len(prepared.loaded.panels), "panel"), rows]
    parts += [f"panel {letter}: {_tests(found)}" for letter, found in prepared.statistics.items()]
    if prepared.claims:
        shown = ", ".join(
            f"{name} = {c.text}" + (f" ({c.assertion})" if c.assertion else "")
            for name, c in prepared.claims.items()
        )
        parts.append(f"claims hold: {shown}")
    return "; ".join(parts)


def _tests(found: PanelStatistics) -> str:
    """Return what a panel's statistics are: "3 × Welch's t-test (Holm)"."""
    names = Counter((c.name, c.correction) for c in found.comparisons)
    # A name may tell its correction already ("with Tukey's HSD").
    said = [
        f"{f'{count} × ' if count > 1 else ''}{name}"
        + (f" ({correction})" if correction and correction not in name else "")
        for (name, correction), count in names.items()
    ]
    if found.replicates is not None:
        rows, n = sum(found.replicates.rows.values()), sum(found.replicates.n.values())
        said.append(f"{_count(rows, 'row')} averaged to {n:,} {found.replicates.unit or 'units'}")
    return ", ".join(said)


def _facts(prepared: Prepared, spec: Path, failed: list[Problem]) -> dict[str, Any]:
    return {
        "spec": spec.as_posix(),
        "ok": not failed,
        "id": prepared.loaded.id,
        "backend": prepared.backend,
        "journal": prepared.journal.id,
        "stage": prepared.loaded.spec.contract.stage,
        "panels": {letter: panel.kind for letter, panel in prepared.loaded.panels.items()},
        "claims": {
            n: {"value": c.value, "assert": c.assertion, "holds": c.holds} for n, c in prepared.claims.items()
        },
        "data": [use.to_json() for use in prepared.data_use],
        "statistics": {letter: found.to_json() for letter, found in prepared.statistics.items()},
        "warnings": list(prepared.warnings),
        "problems": _problems(failed, spec),
    }


command = CheckCommand()
