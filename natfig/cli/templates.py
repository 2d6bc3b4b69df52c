"""``natfig templates``: look up the figures to start from."""

from __future__ import annotations

import argparse
from collections.abc import Sequence

from natfig.cli._listing import print_json, print_table
from natfig.core.templates import Template, template, template_names

__all__ = ["TemplatesCommand", "command", "print_templates"]


def print_templates(names: Sequence[str]) -> None:
    """Write one line a template: name, panels and kinds, archetype, journal, licence."""
    rows = []
    for name in names:
        one = template(name)
        facts = one.to_json()
        licence = "; ".join(one.licences)
        rows.append(
            (
                name,
                str(len(facts["panels"])),
                ", ".join(one.kinds),
                facts["archetype"],
                f"{facts['journal']}, {facts['width']}",
                licence,
            )
        )
    print_table(("template", "panels", "kinds", "archetype", "journal", "licence of the data"), rows)


def _print_one(one: Template) -> None:
    facts = one.to_json()
    print(f"{one.name}: {facts['conclusion']}\n")
    rows = [
        ("archetype", facts["archetype"]),
        ("journal", f"{facts['journal']}, {facts['width']} column, height {facts['height']}"),
        ("palette", facts["palette"] or "the journal's"),
    ]
    rows += [(f"panel {letter}", f"{p['kind']}: {p['role']}") for letter, p in facts["panels"].items()]
    rows += [("data", text) for text in one.source]
    rows += [("licence", text) for text in one.licences]
    rows += [("files", ", ".join(facts["files"]))]
    print_table(("what", "value"), rows)
    print(f"\nnext: natfig init --template {one.name}")


class TemplatesCommand:
    """List templates, or tell everything about one."""

    id = "templates"
    help = "list the figures to start from, with the source and licence of their data"
    epilog = "examples:\n  natfig templates\n  natfig templates penguins\n  natfig templates --json"

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        """Declare the arguments."""
        parser.add_argument("name", nargs="?", metavar="NAME", help="a template; left out: all of them")
        parser.add_argument("--json", action="store_true", help="write JSON")

    def run(self, args: argparse.Namespace) -> int:
        """Print the list or the one template.

        Raises
        ------
        UsageError
            If there is no template of that name.
        """
        if args.name is None:
            if args.json:
                print_json([template(name).to_json() for name in template_names()])
            else:
                print_templates(template_names())
            return 0
        one = template(args.name)
        if args.json:
            print_json(one.to_json())
        else:
            _print_one(one)
        return 0


command = TemplatesCommand()
