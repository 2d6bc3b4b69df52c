"""``natfig qa``: measure exported figures of any program against a journal's rules."""

from __future__ import annotations

import argparse
import gc
from pathlib import Path
from typing import TYPE_CHECKING

from natfig.core.errors import UsageError

if TYPE_CHECKING:
    from natfig.cli._qa_files import Found
    from natfig.cli._qa_run import Flags
    from natfig.qa.baseline import Baseline
    from natfig.qa.reporters.base import Reporter
    from natfig.qa.result import Results

__all__ = ["QaCommand", "command"]

# EX_SOFTWARE of sysexits.h, as for every other fault of natfig's own.
_FAULT = 70

# So many files are checked without looking for garbage in between; see `Command.is_brief`.
_FEW = 64


class QaCommand:
    """Check exported figures."""

    id = "qa"
    is_brief = True
    help = "check exported figures (SVG, PDF, TIFF, PNG, JPEG) of any program at their printed size"
    epilog = (
        "examples:\n"
        "  natfig qa fig1.svg --journal nature\n"
        "  natfig qa figures/ --strict                      every figure below a folder\n"
        "  natfig qa figures/ --format sarif --output qa.sarif\n"
        "  natfig qa fig1.svg --journal nature --fix        mends what is safe into fig1.fixed.svg\n"
        "  natfig qa figures/ --write-baseline natfig-baseline.json\n"
        "  natfig qa figures/ --baseline natfig-baseline.json   only what is new counts\n\n"
        "A project's defaults are in [tool.natfig.qa] of its pyproject.toml or in natfig.toml.\n"
        "`natfig checks CODE` explains a finding.\n\n"
        "exit codes: 0 fine, 1 findings at error level (with --strict, warnings too), "
        "2 bad usage or input, 70 a check crashed"
    )

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        """Declare flags and arguments."""
        add = parser.add_argument
        add("paths", nargs="+", metavar="FILE", type=Path, help="figure, or folder whose figures are checked")
        add("--journal", metavar="ID", help="whose rules hold; see natfig journals")
        add("--stage", choices=("initial", "production"), help="first submission, or accepted files")
        add("--spec", metavar="SPEC", type=Path, help="the spec whose contract the figure must keep")
        add(
            "--format",
            metavar="FORMAT",
            help="text (default), json, sarif, junit, github or html (a page for each figure)",
        )
        add("--output", metavar="FILE", type=Path, help="write the report there (html: into that folder)")
        add("--select", metavar="CODES", action="append", help="only these: TXT,GEO001")
        add("--ignore", metavar="CODES", action="append", help="all but these")
        add("--strict", action="store_true", default=None, help="warnings count as errors")
        add("--fix", action="store_true", help="mend what is safe in an SVG and write fig.fixed.svg")
        add("--in-place", action="store_true", help="with --fix: write over the file itself")
        add("--baseline", metavar="FILE", type=Path, help="what it knows does not count")
        add("--write-baseline", metavar="FILE", type=Path, help="record the present findings and exit 0")
        add(
            "--force-exclude",
            action="store_true",
            help="leave out what the project excludes also where it is named",
        )
        add("--jobs", "-j", metavar="N", type=_count, help="processes (default: as many as are worth it)")
        add("--quiet", "-q", action="store_true", help="say nothing but what is wrong")

    def run(self, args: argparse.Namespace) -> int:
        """Check every file and return the exit code."""
        from natfig.cli._qa_files import Profiles, find_figures
        from natfig.cli._qa_run import Task, check_all
        from natfig.cli._qa_say import notices, tell_faults, write_report
        from natfig.cli._streams import tell
        from natfig.qa.result import Results

        _check_flags(args)
        reporter = _reporter(args)
        profiles = Profiles()
        found = find_figures(args.paths, profiles, force_exclude=args.force_exclude)
        first = args.paths[0]
        home = profiles.at((first if first.is_dir() else first.parent).resolve())
        is_strict = home.strict if args.strict is None else args.strict
        baseline = _baseline(args, home.baseline)
        flags = _flags(args, reporter, is_strict, baseline)
        tasks = [
            Task(f, flags, () if baseline is None else tuple(baseline.known(f.path))) for f in found.figures
        ]
        if len(tasks) > _FEW:
            gc.enable()
        outcomes = list(check_all(tasks, jobs=args.jobs, is_quiet=args.quiet))
        results = Results([outcome.result for outcome in outcomes], is_strict)
        if args.write_baseline is not None:
            code = _write_baseline(args, found, results)
        else:
            write_report(args, reporter, results, outcomes)
            code = 1 if results.failed else 0
        for line in notices(args, found, outcomes, baseline):
            tell(f"natfig: {line}")
        return _FAULT if tell_faults(results) else code


def _count(text: str) -> int:
    try:
        value = int(text)
    except ValueError:
        value = 0
    if value < 1:
        raise argparse.ArgumentTypeError(f"'{text}' is not a number of jobs; write 1 or more")
    return value


def _check_flags(args: argparse.Namespace) -> None:
    if args.in_place and not args.fix:
        raise UsageError("--in-place says where --fix writes", hint="add --fix")
    if args.fix and args.write_baseline is not None:
        raise UsageError(
            "--fix and --write-baseline are two steps", hint="mend first, then record what is left"
        )


def _reporter(args: argparse.Namespace) -> Reporter:
    from natfig.qa.reporters import reporters

    reporter = reporters.load(args.format or "text")
    if args.quiet and reporter.id == "text":
        from natfig.qa.reporters.text import TextReporter

        return TextReporter(quiet=True)
    return reporter


def _codes(words: list[str] | None) -> tuple[str, ...] | None:
    if words is None:
        return None
    from natfig.qa.profile import clean_codes, known_codes

    parts = [part for word in words for part in word.split(",") if part.strip()]
    return clean_codes(parts, known_codes()) if parts else ()


def _baseline(args: argparse.Namespace, configured: Path | None) -> Baseline | None:
    path = args.baseline or configured
    if path is None or args.write_baseline is not None:
        return None
    from natfig.qa.baseline import read_baseline

    return read_baseline(path)


def _flags(args: argparse.Namespace, reporter: Reporter, is_strict: bool, baseline: Baseline | None) -> Flags:
    from natfig.cli._qa_run import Flags

    if args.journal is not None:
        from natfig.journals import journals

        journals.load(args.journal)  # a wrong one is said before any work
    manifest = None
    if args.spec is not None:
        from natfig.qa.beside import from_spec

        manifest = from_spec(args.spec)
    return Flags(
        journal=args.journal,
        stage=args.stage,
        select=_codes(args.select),
        ignore=_codes(args.ignore),
        manifest=manifest,
        page_format=reporter.id if reporter.per_file else None,
        strict=is_strict,
        fix=("in place" if args.in_place else "beside") if args.fix else None,
        baseline="the baseline" if baseline is None else baseline.path.name,
    )


def _write_baseline(args: argparse.Namespace, found: Found, results: Results) -> int:
    """Record the findings; what is known of files that were not checked stays."""
    from natfig.qa.baseline import Baseline, read_baseline

    path: Path = args.write_baseline
    baseline = read_baseline(path) if path.exists() else Baseline(path)
    number = sum(
        baseline.record(figure.path, result)
        for figure, result in zip(found.figures, results.files, strict=True)
    )
    baseline.write()
    if not args.quiet:
        from natfig.cli._streams import tell

        files = len(results.files)
        findings = f"{number:,} finding{'' if number == 1 else 's'}"
        tell(f"{path}: {findings} of {files:,} file{'' if files == 1 else 's'} recorded")
    return 0


command = QaCommand()
