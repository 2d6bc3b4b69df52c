"""``natfig journals``: look up what journals ask for, with sources."""

from __future__ import annotations

import argparse
import sys
from typing import TYPE_CHECKING

from natfig import __version__
from natfig.cli._listing import print_json, print_table
from natfig.core.errors import UsageError

if TYPE_CHECKING:
    from natfig.journals.model import Journal

__all__ = ["JournalsCommand", "command"]


def _print_list(found: list[Journal], stage: str) -> None:
    from natfig.cli._journals import list_row

    header = ("id", "single mm", "onehalf mm", "double mm", "height mm", "text pt", "name")
    print_table(header, [list_row(journal, stage) for journal in found])
    print(
        "\n~ two secondary sources agree; ? one secondary source; * sources disagree; — no source found",
        file=sys.stderr,
    )


def _print_one(journal: Journal, stage: str | None) -> None:
    from natfig.cli._journals import remarks, rows
    from natfig.journals.keys import GROUPS

    print(f"{journal.id}: {journal.name} ({journal.publisher})")
    for name, key in journal.widths.items():
        print(f"{name}: {key}")
    sources: dict[str, int] = {}
    for group in GROUPS:
        print(f"\n{group}\n")
        header = ("key", "value", "stage", "confidence", "checked", "source", "")
        print_table(header, rows(journal, group, stage, sources))
        if noted := remarks(journal, group, stage):
            print()
            print_table(("remarks", ""), noted)
    print("\nsources\n")
    for source, number in sources.items():
        print(f"{number:>2}  {source}")


def _print_difference(found: list[Journal], stage: str | None) -> None:
    from natfig.cli._journals import GAP, differences, format_value
    from natfig.journals.keys import GROUPS

    for group in GROUPS:
        table = [
            (
                key,
                *("; ".join(format_value(group, key, v.value) for v in values) or GAP for values in columns),
            )
            for key, columns in differences(found, group, stage)
        ]
        if table:
            print(f"{'' if group == GROUPS[0] else chr(10)}{group}\n")
            print_table(("key", *(journal.id for journal in found)), table)


class JournalsCommand:
    """Lists journals, shows every value of some, or what sets them apart."""

    id = "journals"
    help = "look up what journals ask for: widths, text sizes, formats, word limits"
    epilog = (
        "examples:\n"
        "  natfig journals                        all journals, one line each\n"
        "  natfig journals nature                 every value with stage, source, date and confidence\n"
        "  natfig journals nature ieee --diff     only what differs\n"
        "  natfig journals plos --stage initial   what holds for a first submission\n"
        "  natfig journals nature --json"
    )

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        """Declare flags and arguments."""
        parser.add_argument("ids", nargs="*", metavar="ID", help="journals to show; none lists all")
        parser.add_argument("--diff", action="store_true", help="show only what differs between two or more")
        parser.add_argument(
            "--stage",
            choices=("initial", "production"),
            help="first submission, or revised and accepted files",
        )
        parser.add_argument("--json", action="store_true", help="write JSON to standard output")

    def run(self, args: argparse.Namespace) -> int:
        """Print and return 0.

        Raises
        ------
        UsageError
            If a journal is unknown, or ``--diff`` has nothing to compare.
        """
        from natfig.journals import journals

        found = [journals.load(name) for name in dict.fromkeys(args.ids)]
        if args.diff and len(found) < 2:
            raise UsageError(
                "--diff compares journals", hint="name two or more: natfig journals nature ieee --diff"
            )
        if args.json:
            self._json(found or list(journals), args)
        elif args.diff:
            _print_difference(found, args.stage)
        elif found:
            for i, journal in enumerate(found):
                print("\n" * bool(i), end="")
                _print_one(journal, args.stage)
        else:
            _print_list(list(journals), args.stage or "production")
        return 0

    def _json(self, found: list[Journal], args: argparse.Namespace) -> None:
        from natfig.cli._journals import differences, journal_json, value_json
        from natfig.journals.keys import GROUPS

        if not args.diff:
            print_json({"natfig": __version__, "journals": [journal_json(j, args.stage) for j in found]})
            return
        differs = {
            group: {
                key: {j.id: [value_json(v) for v in values] for j, values in zip(found, columns, strict=True)}
                for key, columns in differences(found, group, args.stage)
            }
            for group in GROUPS
        }
        print_json({"natfig": __version__, "journals": [j.id for j in found], "differs": differs})


command = JournalsCommand()
