"""IPython magics: ``%load_ext natfig`` gives ``%%figure``, ``%%polish`` and ``%natfig``.

::

    %%figure mass
    natfig: 1
    contract: {…}
    panels:
      a: {kind: scatter, data: birds, x: flipper, y: mass}   # birds is a data frame of the notebook

    %%polish --journal nature --section abstract
    We show that …

    %natfig qa out/fig1.svg --journal nature
"""

from __future__ import annotations

import argparse
import shlex
import subprocess
import sys
from collections.abc import Mapping
from typing import Any, NoReturn

from IPython.core.magic import Magics, cell_magic, line_magic, magics_class

from natfig.core import lazyre
from natfig.core.errors import MissingRuntimeError, NatfigError, Problem, SpecError, UsageError
from natfig.data.frames import is_frame

__all__ = ["NatfigMagics", "frames_for", "load"]

# Word of a cell → may it be a name of the notebook's? Underscored names are IPython's own.
_WORD = lazyre.compile(r"[^\W\d]\w*")
_SHOWN = ("qa", "figure", "polish")


class _Parser(argparse.ArgumentParser):
    """Arguments of a magic; what is wrong with them is one sentence, and nothing exits."""

    def error(self, message: str) -> NoReturn:
        raise UsageError(f"{self.prog}: {message}", hint=self.format_usage().strip())


def _parse(parser: _Parser, line: str) -> argparse.Namespace:
    return parser.parse_args(_words(parser.prog, line))


def _parse_known(parser: _Parser, line: str) -> tuple[argparse.Namespace, list[str]]:
    """Return the arguments, and the words that are none of the magic's own."""
    return parser.parse_known_args(_words(parser.prog, line))


def _words(name: str, line: str) -> list[str]:
    try:
        return shlex.split(line)
    except ValueError as error:
        raise UsageError(f"{name}: {error}", hint="close the quotes") from None


def _figure_parser() -> _Parser:
    parser = _Parser(prog="%%figure", add_help=False)
    parser.add_argument("name", nargs="?", help="variable that gets the figure")
    parser.add_argument("--save", metavar="DIR", help="write the files there too")
    parser.add_argument("--backend", choices=("python", "r"))
    parser.add_argument("--force", action="store_true", help="overwrite files natfig did not write")
    return parser


def _polish_parser() -> _Parser:
    parser = _Parser(prog="%%polish", add_help=False)
    parser.add_argument("name", nargs="?", help="variable that gets the draft")
    parser.add_argument("--journal", metavar="ID")
    parser.add_argument("--section", metavar="S")
    parser.add_argument("--stage", choices=("initial", "production"), default="initial")
    parser.add_argument("--paper-type", metavar="T", default="research")
    parser.add_argument("--language", choices=("en", "en-zh"), default="en")
    parser.add_argument("--engine", metavar="E", default="harper")
    return parser


def _qa_parser() -> _Parser:
    parser = _Parser(prog="%natfig qa", add_help=False)
    parser.add_argument("path")
    parser.add_argument("--journal", metavar="ID")
    parser.add_argument("--stage", choices=("initial", "production"))
    parser.add_argument("--strict", action="store_true")
    return parser


@magics_class
class NatfigMagics(Magics):
    """natfig's magics."""

    @cell_magic
    def figure(self, line: str, cell: str) -> Any:
        """Draw the spec in the cell: ``%%figure [NAME] [--save DIR] [--backend python|r] [--force]``."""
        from natfig.workbench.figure import figure

        args = _parse(_figure_parser(), line)
        names = self._namespace()
        try:
            drawn = figure(
                cell if "\n" in cell else cell + "\n", frames_for(cell, names), backend=args.backend
            )
        except SpecError as error:
            raise _with_frames(error, names) from None
        if args.save is not None:
            drawn.save(args.save, force=args.force)
        return self._kept(args.name, drawn)

    @cell_magic
    def polish(self, line: str, cell: str) -> Any:
        """Lint the prose in the cell: ``%%polish [NAME] [--journal ID] [--section S] [--engine E]``."""
        from natfig.workbench.draft import polish

        args = _parse(_polish_parser(), line)
        draft = polish(
            cell if "\n" in cell else f"{cell}\n",
            args.journal,
            args.section,
            stage=args.stage,
            paper_type=args.paper_type,
            language=args.language,
            engine=args.engine,
        )
        return self._kept(args.name, draft)

    @line_magic
    def natfig(self, line: str) -> Any:
        """Run a command: ``%natfig qa fig1.svg``, ``%natfig figure spec.yaml``, ``%natfig journals``."""
        command, _, rest = line.strip().partition(" ")
        if command == "qa":
            from natfig.qa.display import check_figure

            args, more = _parse_known(_qa_parser(), rest)
            if more:  # several figures, --fix, --format …: the command's own business
                return self._run(line)
            return check_figure(args.path, args.journal, args.stage, strict=args.strict)
        if command == "figure":
            from natfig.workbench.figure import figure

            return figure(rest.strip().strip("'\""))
        if command == "polish":
            from natfig.workbench.draft import polish

            parser = _polish_parser()
            parser.prog = "%natfig polish"
            args, more = _parse_known(parser, rest)
            if more:  # --gate, --rewrite, several drafts …
                return self._run(line)
            if args.name is None:
                raise UsageError("%natfig polish: which draft?", hint="name a file")
            return polish(args.name, args.journal, args.section, stage=args.stage, engine=args.engine)
        return self._run(line)

    # -- helpers ----------------------------------------------------------

    def _namespace(self) -> Mapping[str, Any]:
        shell: Any = self.shell
        return dict(shell.user_ns) if shell is not None else {}

    def _kept(self, name: str | None, value: Any) -> Any:
        if name is not None:
            if not name.isidentifier():
                raise UsageError(f"'{name}' can't be the name of a variable")
            shell: Any = self.shell
            shell.user_ns[name] = value
        return value

    @staticmethod
    def _run(line: str) -> None:
        """Run any other command as the terminal would and show what it says."""
        words = _words("%natfig", line)
        done = subprocess.run(
            [sys.executable, "-m", "natfig", *(words or ["--help"])],
            capture_output=True,
            text=True,
            encoding="utf-8",
            stdin=subprocess.DEVNULL,
            check=False,
        )
        sys.stdout.write(done.stdout)
        sys.stderr.write(done.stderr)


def frames_for(cell: str, names: Mapping[str, Any]) -> dict[str, Any]:
    """Return the tables of a namespace that a spec names and does not bring along itself.

    Parameters
    ----------
    cell : str
        The YAML; it may be wrong.
    names : mapping of str to object
        The notebook's variables.
    """
    declared = _declared(cell)
    words = dict.fromkeys(_WORD.findall(cell))
    return {
        w: names[w]
        for w in words
        if w in names and w not in declared and not w.startswith("_") and is_frame(names[w])
    }


def _declared(cell: str) -> set[str]:
    """Return the tables a spec has under ``data:``; none where it is no YAML."""
    import yaml

    try:
        value = yaml.safe_load(cell)
    except (yaml.YAMLError, RecursionError, ValueError):
        return set()
    data = value.get("data") if isinstance(value, dict) else None
    return {str(name) for name in data} if isinstance(data, dict) else set()


def _with_frames(error: SpecError, names: Mapping[str, Any]) -> NatfigError:
    """Return an error that tells which tables the notebook has, where one is missing."""
    frames = sorted(k for k, v in names.items() if not k.startswith("_") and _is_table(v))
    if not frames or not any("there is no table" in p.message for p in error.problems):
        return error
    here = f"tables of the notebook: {', '.join(frames[:8])}"
    problems = [
        Problem(p.message, p.file, p.line, p.column, f"{p.hint}; {here}" if p.hint else here)
        if "there is no table" in p.message
        else p
        for p in error.problems
    ]
    return type(error)(problems)


def _is_table(value: Any) -> bool:
    """Whether a variable is a data frame; a mapping may be anything."""
    return is_frame(value) and not isinstance(value, Mapping)


def load(shell: Any) -> None:
    """Register the magics and their completions with an IPython shell."""
    if shell is None:
        raise MissingRuntimeError("natfig's magics need IPython")
    from natfig.workbench.completion import matcher

    shell.register_magics(NatfigMagics)
    completer = getattr(shell, "Completer", None)
    custom: list[Any] | None = getattr(completer, "custom_matchers", None)
    if custom is not None and matcher not in custom:
        custom.append(matcher)
