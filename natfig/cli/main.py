"""The parser, and the one place that turns exceptions into exit codes."""

from __future__ import annotations

import argparse
import gc
import os
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Protocol, cast

from natfig import __version__
from natfig.core.errors import NatfigError, did_you_mean
from natfig.core.registry import ModuleRegistry

__all__ = ["Command", "build_parser", "entry", "main"]

# EX_SOFTWARE of sysexits.h: neither findings (1) nor the user's input (2) nor a missing runtime (3).
INTERNAL_ERROR = 70


class Command(Protocol):
    """What a module in `natfig.cli` offers as ``command``.

    Its module imports nothing heavy at the top: ``natfig --help`` loads every one. One
    that may say ``is_brief = True`` runs for a fraction of a second as a rule and takes
    care itself of collecting garbage when it runs longer.
    """

    id: str
    help: str
    epilog: str

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        """Declare flags and arguments."""

    def run(self, args: argparse.Namespace) -> int:
        """Do the work and return the exit code; raise `NatfigError` for bad input."""


commands: ModuleRegistry[Command] = ModuleRegistry("command", "natfig.cli", "command", skip=("main",))


class _Parser(argparse.ArgumentParser):
    """argparse with suggestions instead of the list of everything."""

    def error(self, message: str) -> None:  # type: ignore[override]
        for action in self._actions:
            if isinstance(action, argparse._SubParsersAction) and "invalid choice" in message:
                word = message.split("invalid choice: ", 1)[1].split("'")[1]
                message = f"unknown command '{word}'; {did_you_mean(word, action.choices)}"
        self.exit(2, f"{self.prog}: error: {message}\nTry '{self.prog} --help'.\n")


def build_parser(first: str | None = None) -> argparse.ArgumentParser:
    """Return the parser with one subparser per command module.

    Parameters
    ----------
    first : str, optional
        The first word of the command line. When it names a command only that one's
        module is imported, which is what keeps a rebuild of nothing fast; commands of
        third parties (entry points) are looked up only when it names none of natfig's.
    """
    parser = _Parser(
        prog="natfig",
        description="Academic figures and prose as code that can be checked.",
        epilog="examples:\n"
        "  natfig init myfigure --template serving\n"
        "  natfig render myfigure/spec.yaml\n"
        "  natfig journals nature\n\n"
        "exit codes: 0 fine, 1 findings or a failed claim, 2 bad usage or input, "
        "3 something asked for is missing",
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--version", action="version", version=f"natfig {__version__}")
    sub = parser.add_subparsers(dest="command", metavar="COMMAND", required=True, parser_class=_Parser)
    for name in _wanted(first):
        command = commands.load(name)
        child = sub.add_parser(
            command.id,
            help=command.help,
            description=command.help[:1].upper() + command.help[1:] + ".",
            epilog=command.epilog,
            formatter_class=argparse.RawDescriptionHelpFormatter,
        )
        command.add_arguments(child)
    return parser


def _wanted(first: str | None) -> list[str]:
    names = commands.names()
    if first is None or first.startswith("-"):
        return names
    return [first] if first in names else commands.all_names()


def main(argv: Sequence[str] | None = None) -> int:
    """Run the command line and return the exit code.

    An exception that natfig did not raise on purpose is natfig's own fault; it is said in
    one sentence, with the traceback only when ``NATFIG_DEBUG`` is set.
    """
    words = list(sys.argv[1:] if argv is None else argv)
    collecting = gc.isenabled()
    try:
        # Nothing that is made while modules load is garbage; looking for it takes a tenth of a second.
        gc.disable()
        args = build_parser(words[0] if words else None).parse_args(words)
        command = commands.load(cast("str", args.command))
        if collecting and not getattr(command, "is_brief", False):
            gc.enable()
        return command.run(args)
    except NatfigError as error:
        for problem in error.problems:
            print(f"natfig: error: {problem}", file=sys.stderr)
        return error.exit_code
    except KeyboardInterrupt:
        print("natfig: interrupted; nothing was left half-written", file=sys.stderr)
        return 130
    except BrokenPipeError:
        # The reader of our output went away (`natfig journals | head`).
        sys.stderr.close()
        return 0
    except Exception as error:
        if os.environ.get("NATFIG_DEBUG"):
            raise
        import traceback

        where = traceback.extract_tb(error.__traceback__)[-1]
        place = f"{Path(where.filename).name}:{where.lineno}"
        print(
            f"natfig: internal error: {type(error).__name__}: {error} ({place}); "
            "this is natfig's fault, please report it with the output of NATFIG_DEBUG=1",
            file=sys.stderr,
        )
        return INTERNAL_ERROR
    finally:
        if collecting:
            gc.enable()


def entry() -> None:
    """Run the command line as a program.

    After a brief command the process ends at once, without taking its objects apart one by
    one: for a figure of 50 MB that would take as long as reading it.
    """
    code = main()
    name = sys.argv[1] if len(sys.argv) > 1 else ""
    if name in commands.names() and getattr(commands.load(name), "is_brief", False):
        try:
            sys.stdout.flush()
            sys.stderr.flush()
        except (BrokenPipeError, ValueError):  # whoever read our output is gone
            os._exit(code)
        os._exit(code)
    raise SystemExit(code)
