"""``natfig check``: everything that can be known of a spec without drawing it."""

from __future__ import annotations

import argparse
import json
import sys
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Any

from natfig.core.errors import NatfigError, Problem

if TYPE_CHECKING:
    from natfig.render.prepare import Prepared
    from natfig.stats.result import PanelStatistics

__all__ = ["CheckCommand", "command"]


class CheckCommand:
    """Check specs, their data and their claims."""

    id = "check"
    help = "check specs, their data and their claims without drawing"
    epilog = (
        "examples:\n"
        "  natfig check spec.yaml\n"
        "  natfig check figures/*/spec.yaml --json\n\n"
        "exit codes: 0 fine, 1 a claim does not hold, 2 a spec or its data are wrong, 3 a runtime is missing"
    )

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        """Declare flags and arguments."""
        parser.add_argument(
            "specs", nargs="+", metavar="SPEC", type=Path, help="spec file, or a folder with a spec.yaml"
        )
        parser.add_argument("--backend", choices=("python", "r"), help="the language that will draw")
        parser.add_argument(
            "--allow-outside", action="store_true", help="let specs read files outside their folder"
        )
        parser.add_argument(
            "--no-code", action="store_true", help="refuse kind: python, which runs code beside the spec"
        )
        parser.add_argument("--json", action="store_true", help="print the result as JSON")

    def run(self, args: argparse.Namespace) -> int:
        """Check every spec and return the worst exit code."""
        code = 0
        results = []
        for spec in args.specs:
            worst, result = self._one(spec, args)
            code = max(code, worst)
            results.append(result)
        if args.json:
            from natfig import __version__

            print(json.dumps({"natfig": __version__, "specs": results}, indent=2, ensure_ascii=False))
        return code

    def _one(self, spec: Path, args: argparse.Namespace) -> tuple[int, dict[str, Any]]:
        from natfig.render.prepare import prepare

        try:
            prepared = prepare(
                spec, backend_flag=args.backend, allow_outside=args.allow_outside, allow_code=not args.no_code
            )
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
        return (1 if failed else 0), _facts(prepared, spec, failed)


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
