"""``natfig polish``: lint, mend and rewrite drafts, with a gate that proves the meaning stayed."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

from natfig.core.errors import UsageError, did_you_mean

if TYPE_CHECKING:
    from natfig.polish.result import Polished
    from natfig.polish.session import Options

__all__ = ["PolishCommand", "command"]

# EX_SOFTWARE of sysexits.h, as for every other fault of natfig's own.
_FAULT = 70
_PAPER_TYPES = ("research", "methods", "hypothesis", "algorithmic", "review")
_LANGUAGES = ("en", "en-zh")
_SPELLINGS = ("en-US", "en-GB", "en-GB-oxendict")


class PolishCommand:
    """Lint, mend and rewrite drafts."""

    id = "polish"
    help = "lint, mend and rewrite drafts (text, Markdown, LaTeX, notebooks, Word)"
    epilog = (
        "examples:\n"
        "  natfig polish draft.tex --journal nature\n"
        "  natfig polish draft.tex --diff                   what --fix would change\n"
        "  natfig polish draft.docx --fix                   tracked changes in draft.fixed.docx\n"
        "  natfig polish draft.md --fix --interactive       asks for every change\n"
        "  natfig polish draft.md --format html --output redline.html\n"
        "  natfig polish draft.tex --rewrite --dry-run      what would be sent to the model\n"
        "  natfig polish --gate draft.docx from-coauthor.docx\n"
        "  natfig polish draft.tex --figures fig1/spec.yaml fig2/spec.yaml\n\n"
        "Nothing leaves this machine without --rewrite. A project's defaults are in [tool.natfig.polish] of\n"
        "its pyproject.toml or in natfig.toml; terms are kept in natfig-terms.yaml beside the draft.\n"
        "`natfig rules CODE` explains a remark; <!-- natfig: ignore CODE: reason --> silences one.\n\n"
        "exit codes: 0 fine, 1 findings at error level (with --strict, warnings too) or a refused pair, "
        "2 bad usage or input, 3 an engine, a key or a service is missing, 70 a rule crashed"
    )

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        """Declare flags and arguments."""
        add = parser.add_argument
        add("paths", nargs="*", metavar="FILE", type=Path, help="draft; - reads text from standard input")
        judge = parser.add_argument_group("what drafts are judged by")
        add = judge.add_argument
        add("--journal", metavar="ID", help="whose rules and limits hold; see natfig journals")
        add("--stage", choices=("initial", "production"), help="first submission, or accepted paper")
        add("--section", metavar="S", help="what a draft without headings is: abstract, methods, …")
        add("--paper-type", metavar="T", choices=_PAPER_TYPES, help=", ".join(_PAPER_TYPES))
        add("--language", choices=_LANGUAGES, help="en-zh: English as writers of Chinese write it")
        add("--spelling", choices=_SPELLINGS, help="default: the journal's, or the draft's own")
        add("--terms", metavar="FILE", type=Path, help="terms and abbreviations to keep to")
        add(
            "--figures",
            metavar="SPEC",
            nargs="+",
            type=Path,
            default=[],
            help="specs of the figures it cites",
        )
        add("--engine", metavar="NAME", help="grammar: harper (default), languagetool or none")
        add("--server", metavar="ADDRESS", help="of a LanguageTool server that runs already")
        add("--select", metavar="CODES", action="append", help="only these: NUM,STY001")
        add("--ignore", metavar="CODES", action="append", help="all but these")
        add("--strict", action="store_true", default=None, help="warnings count as errors")
        change = parser.add_argument_group("changing a draft")
        add = change.add_argument
        add("--fix", action="store_true", help="make the safe changes and write draft.fixed.tex")
        add("--diff", action="store_true", help="show what --fix would change and write nothing")
        add("--in-place", action="store_true", help="with --fix or --rewrite: write over the draft itself")
        add("--interactive", "-i", action="store_true", help="ask for every change")
        add("--no-track", action="store_true", help="Word: change the text instead of tracking changes")
        add("--author", metavar="NAME", default="natfig", help="whose tracked changes they are")
        add("--apply", metavar="FILE", type=Path, help="make the changes accepted in a saved HTML redline")
        add("--rewrite", action="store_true", help="let a model propose sentences; needs a key")
        add("--dry-run", action="store_true", help="with --rewrite: show what would be sent, send nothing")
        add("--model", metavar="ID", help="the model that is asked first")
        add("--strong-model", metavar="ID", help="the one that is asked where the gate refuses")
        add("--base-url", metavar="ADDRESS", help="of a server that speaks the Messages API")
        add("--max-cost", metavar="DOLLARS", type=float, help="stop before it costs more")
        gate = parser.add_argument_group("auditing a revision")
        gate.add_argument(
            "--gate",
            nargs=2,
            metavar=("ORIGINAL", "REVISED"),
            type=Path,
            help="tell, sentence by sentence, whether a revision says what the original said",
        )
        report = parser.add_argument_group("reporting")
        add = report.add_argument
        add("--format", metavar="FORMAT", help="text (default), json, sarif, github or html (a redline)")
        add("--output", metavar="FILE", type=Path, help="write the report there; with --fix: the draft")
        add("--quiet", "-q", action="store_true", help="say nothing but what is wrong")

    def run(self, args: argparse.Namespace) -> int:
        """Polish every draft and return the exit code."""
        _check(args)
        if args.gate is not None:
            from natfig.cli._polish_gate import run_gate

            return run_gate(args, _options(args, args.gate[0]))
        from natfig.cli._polish_run import run_drafts

        polished: Polished = run_drafts(args, lambda path: _options(args, path))
        if polished.faults:
            more = f" and {len(polished.faults) - 1:,} more" if len(polished.faults) > 1 else ""
            print(
                f"natfig: internal error: {polished.faults[0]}{more}; this is natfig's fault, "
                "please report it with the output of NATFIG_DEBUG=1",
                file=sys.stderr,
            )
            return _FAULT
        return 1 if polished.failed(strict=bool(_setting(args, "strict"))) else 0


def _check(args: argparse.Namespace) -> None:
    """Refuse flags that don't go together, in one sentence."""
    if args.gate is None and not args.paths:
        raise UsageError("no draft was named", hint="natfig polish draft.tex, or --gate ORIGINAL REVISED")
    if args.gate is not None and (args.paths or args.fix or args.rewrite):
        raise UsageError(
            "--gate compares two drafts and changes none", hint="leave out the other files and flags"
        )
    changing = args.fix or args.rewrite or args.apply is not None
    if args.in_place and not changing:
        raise UsageError("--in-place says where a changed draft is written", hint="add --fix or --rewrite")
    if args.interactive and not changing:
        raise UsageError("--interactive asks about changes", hint="add --fix or --rewrite")
    if args.dry_run and not args.rewrite:
        raise UsageError("--dry-run shows what --rewrite would send", hint="add --rewrite")
    if args.diff and args.in_place:
        raise UsageError("--diff writes nothing", hint="leave out --in-place")
    if args.max_cost is not None and not args.max_cost > 0:
        raise UsageError(f"--max-cost is {args.max_cost:g} dollars", hint="write a number above 0")
    if changing and args.output is not None and args.in_place:
        raise UsageError("--in-place and --output name two places for one draft", hint="keep one of them")
    is_one_place = args.output is not None and args.output.exists() and not args.output.is_dir()
    if changing and not args.diff and len(args.paths) > 1 and is_one_place:
        raise UsageError(f"{len(args.paths)} drafts can't all be written to {args.output}")
    if args.gate is None and sum(str(path) == "-" for path in args.paths) > 1:
        raise UsageError("standard input can be read once")


def _setting(args: argparse.Namespace, name: str, folder: Path | None = None) -> Any:
    """Return a flag's value, else what the project says."""
    from natfig.core.config import find_config

    given = getattr(args, name, None)
    if given is not None:
        return given
    first = folder or (args.paths[0].parent if args.paths and str(args.paths[0]) != "-" else Path())
    config = find_config(first if first.is_dir() else Path())
    table = config.tables.get("polish", {})
    return table.get(name, config.values.get(name))


def _codes(words: list[str] | None, folders: tuple[Path, ...]) -> tuple[str, ...]:
    if not words:
        return ()
    from natfig.prose.rulebook import PREFIXES, rulebook_with

    parts = [part.strip().upper() for word in words for part in word.split(",") if part.strip()]
    known = [*rulebook_with(folders), "GRM001", "GRM002", "GRM003"]
    for part in parts:
        if not any(code.startswith(part) for code in known):
            near = [code for code in known if code[:3] == part[:3]] or [*PREFIXES, "GRM"]
            raise UsageError(f"no rule has the code '{part}'", hint=did_you_mean(part, near))
    return tuple(parts)


def _options(args: argparse.Namespace, path: Path) -> Options:
    """Return what one draft is judged by: flags, then the project of its folder."""
    from natfig.core.config import find_config
    from natfig.journals import journals
    from natfig.polish.session import Options
    from natfig.polish.settings import read_settings
    from natfig.prose.document import Section

    folder = path.parent if str(path) != "-" and path.parent.is_dir() else Path()
    config = find_config(folder)
    settings = read_settings(config)
    name = args.journal or settings.journal or config.values.get("journal")
    journal = journals.load(name) if name else None
    section = args.section
    if section is not None and section not in {*Section}:
        raise UsageError(
            f"unknown section '{section}'", hint=did_you_mean(section, [s.value for s in Section])
        )
    select = _codes(args.select, settings.rule_folders) if args.select is not None else settings.select
    ignore = _codes(args.ignore, settings.rule_folders) if args.ignore is not None else settings.ignore
    return Options(
        journal=journal,
        stage=args.stage or settings.stage or config.values.get("stage") or "initial",
        section=None if section is None else Section(section),
        paper_type=args.paper_type or settings.paper_type or "research",
        language=args.language or settings.language or "en",
        spelling=args.spelling or settings.spelling or "",
        engine=args.engine or settings.engine or config.values.get("engine") or "harper",
        address=args.server or settings.server or "",
        select=select,
        ignore=ignore,
        terms=args.terms or settings.terms,
        figures=_figures(args.figures or settings.figures),
        settings=settings.rules,
        rule_folders=settings.rule_folders,
    )


def _figures(paths: list[Path] | tuple[Path, ...]) -> tuple[Any, ...]:
    if not paths:
        return ()
    from natfig.polish.figures import manifests_of

    return manifests_of(paths)


command = PolishCommand()
