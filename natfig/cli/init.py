"""``natfig init``: put a working spec with its data into a folder."""

from __future__ import annotations

import argparse
import shlex
import sys
from pathlib import Path

from natfig.cli.templates import print_templates
from natfig.core.errors import Problem, UsageError
from natfig.core.io import write_all
from natfig.core.templates import DEFAULT_TEMPLATE, Template, template, template_names

__all__ = ["InitCommand", "command"]


def _in_the_way(folder: Path, files: dict[str, bytes]) -> list[Path]:
    """Return the files that exist and differ from what would be written."""
    found = []
    for name, data in files.items():
        path = folder / name
        if path.is_file() and path.stat().st_size == len(data) and path.read_bytes() == data:
            continue
        if path.exists() or path.is_symlink():
            found.append(path)
    return found


def _write(one: Template, folder: Path, *, force: bool) -> dict[str, bytes]:
    files = one.files()
    taken = _in_the_way(folder, files)
    if taken and not force:
        problems = [Problem("exists already and differs from the template", file=str(path)) for path in taken]
        last = problems.pop()
        hint = "nothing was written; choose another folder, or replace the files with --force"
        raise UsageError([*problems, Problem(last.message, file=last.file, hint=hint)])
    # All files or none: an interrupted init leaves no half figure behind.
    write_all({folder / name: data for name, data in files.items()})
    return files


class InitCommand:
    """Copy a template into a folder."""

    id = "init"
    help = "put a working spec with its data into a folder"
    epilog = (
        "examples:\n  natfig init\n  natfig init myfigure --template penguins\n  natfig init --list\n\n"
        "A file that is there already is never replaced without --force."
    )

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        """Declare the arguments."""
        parser.add_argument("dir", nargs="?", metavar="DIR", help="the folder; default: ./<template>")
        parser.add_argument("--template", metavar="NAME", help=f"default: {DEFAULT_TEMPLATE}; see --list")
        parser.add_argument("--list", action="store_true", help="list the templates and stop")
        parser.add_argument("--force", action="store_true", help="replace files that are there already")

    def run(self, args: argparse.Namespace) -> int:
        """Write the files and print the next command.

        Raises
        ------
        UsageError
            If the template is unknown, or a file is in the way.
        OutputError
            If a file can't be written; then none was.
        """
        if args.list:
            print_templates(template_names())
            return 0
        one = template(DEFAULT_TEMPLATE if args.template is None else args.template)
        folder = Path(one.name if args.dir is None else args.dir)
        files = _write(one, folder, force=args.force)
        print(f"{folder}: template '{one.name}', {len(files)} files")
        if args.template is None and args.dir != one.name and folder.name in template_names():
            print(
                f"note: this is the template '{one.name}'; for the one called '{folder.name}' "
                f"write natfig init --template {folder.name}",
                file=sys.stderr,
            )
        print(f"next: natfig render {shlex.quote(str(folder / 'spec.yaml'))}")
        return 0


command = InitCommand()
