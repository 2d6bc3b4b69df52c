"""What commands on specs share: reading them, telling what fails, and writing a result."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from natfig.cli._streams import tell, write_bytes
from natfig.core.errors import NatfigError, OutputError

if TYPE_CHECKING:
    from natfig.core.errors import Problem
    from natfig.render.prepare import Prepared

__all__ = ["add_spec_arguments", "prepared_specs", "tell_problems", "write_result"]


def add_spec_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the specs and the flags every command that reads their data has."""
    parser.add_argument(
        "specs", nargs="+", metavar="SPEC", type=Path, help="spec file, or a folder with a spec.yaml"
    )
    parser.add_argument("--backend", choices=("python", "r"), help="the language that draws")
    parser.add_argument(
        "--allow-outside", action="store_true", help="let specs read files outside their folder"
    )
    parser.add_argument(
        "--no-code", action="store_true", help="refuse kind: python and kind: r: code beside the spec"
    )


def tell_problems(problems: Sequence[Problem], spec: Path) -> None:
    """Say what is wrong, each with its place."""
    for problem in problems:
        tell(f"natfig: error: {problem if problem.file else f'{spec}: {problem}'}")


@contextmanager
def prepared_specs(
    args: argparse.Namespace, *, must_draw: bool = False
) -> Iterator[tuple[list[Prepared], int]]:
    """Yield the specs with their data, and the exit code so far; what is wrong is told.

    Texts and numbers need no backend; only with `must_draw` is a missing one an error.

    A claim that fails is exit code 1; every spec is read, so that everything wrong is told at once.
    """
    from natfig.render.prepare import prepare

    found: list[Prepared] = []
    code = 0
    try:
        for spec in args.specs:
            try:
                prepared = prepare(
                    spec,
                    backend_flag=args.backend,
                    allow_outside=args.allow_outside,
                    allow_code=not args.no_code,
                    must_draw=must_draw,
                )
            except NatfigError as error:
                tell_problems(error.problems, spec)
                code = max(code, error.exit_code)
                continue
            found.append(prepared)
            for warning in prepared.warnings:
                tell(f"natfig: warning: {spec}: {warning}")
            if prepared.failed_claims:
                tell_problems(prepared.failed_claims, spec)
                code = max(code, 1)
        yield found, code
    finally:
        for prepared in found:
            prepared.tables.close()


def write_result(data: bytes, output: Path | None, *, force: bool) -> None:
    """Write a text to standard output, or a file in one step.

    Raises
    ------
    OutputError
        If another file is in the way and `force` is not set, or it can't be written.
    """
    if output is None:
        sys.stdout.flush()
        write_bytes(data.decode())
        return
    from natfig.core.io import write_atomic

    if (output.exists() or output.is_symlink()) and not force and not _holds(output, data):
        raise OutputError(f"{output} exists already", hint="use --force to replace it")
    write_atomic(output, data)


def _holds(path: Path, data: bytes) -> bool:
    try:
        return path.is_file() and path.read_bytes() == data
    except OSError:
        return False
