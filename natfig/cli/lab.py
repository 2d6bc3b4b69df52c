"""``natfig lab``: JupyterLab in a folder with the notebooks and an example figure."""

from __future__ import annotations

import argparse
import shlex
from importlib.util import find_spec
from pathlib import Path

from natfig.cli._streams import tell
from natfig.core.errors import MissingRuntimeError
from natfig.core.notebooks import Workspace, prepare
from natfig.core.templates import DEFAULT_TEMPLATE, template

__all__ = ["LabCommand", "command"]

_FOLDER = "natfig-lab"
_MOST_PORTS = 65535
# What opens a notebook, runs its cells, and shows the workbench.
_NEEDED = {"jupyterlab": "JupyterLab", "ipykernel": "ipykernel", "anywidget": "anywidget"}
_MOST_NAMES = 4


class LabCommand:
    """Start JupyterLab in a ready folder."""

    id = "lab"
    help = "start JupyterLab with natfig's notebooks and an example figure"
    epilog = (
        "examples:\n  natfig lab\n  natfig lab course --template penguins\n"
        "  natfig lab --no-browser --port 8890\n  natfig lab --files-only\n\n"
        "A file that is there already is never replaced. JupyterLab listens on this machine only and asks "
        "for a token;\nits address is printed. Ctrl-C ends it with its kernels."
    )

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        """Declare the arguments."""
        parser.add_argument(
            "folder", nargs="?", metavar="FOLDER", default=_FOLDER, help=f"default: ./{_FOLDER}"
        )
        example = f"the example figure, see natfig templates; default: {DEFAULT_TEMPLATE}"
        parser.add_argument("--template", metavar="NAME", default=DEFAULT_TEMPLATE, help=example)
        parser.add_argument("--no-browser", action="store_true", help="open no browser, print the address")
        parser.add_argument("--port", type=_port, metavar="N", help="default: 8888, or the next free one")
        parser.add_argument("--files-only", action="store_true", help="put the files there and stop")
        parser.add_argument("--allow-root", action="store_true", help="let root run JupyterLab")

    def run(self, args: argparse.Namespace) -> int:
        """Put the files there and start JupyterLab; return when it ends.

        Raises
        ------
        MissingRuntimeError
            If JupyterLab is not installed; then nothing was written.
        UsageError
            If the template is unknown, the port is taken, or root was not allowed; nothing was written.
        OutputError
            If a file can't be written; then none was.
        """
        from natfig.cli._lab_server import Server, check_port, check_user

        one = template(args.template)
        if not args.files_only:
            _check_packages()
            check_user(may_be_root=args.allow_root)
            check_port(args.port)
        workspace = prepare(Path(args.folder), one)
        _say(workspace)
        if args.files_only:
            tell(f"next: natfig lab {shlex.quote(args.folder)}")
            return 0
        return Server(workspace.folder, args.port, opens_browser=not args.no_browser).run()


def _port(text: str) -> int:
    if not text.isascii() or not text.isdigit() or not 0 < int(text) <= _MOST_PORTS:
        raise argparse.ArgumentTypeError(f"'{text}' is no port; give a number from 1 to {_MOST_PORTS}")
    return int(text)


def _check_packages() -> None:
    lacking = [name for module, name in _NEEDED.items() if find_spec(module) is None]
    if lacking:
        have = "is" if len(lacking) == 1 else "are"
        raise MissingRuntimeError(
            f"natfig lab needs {' and '.join(lacking)}, which {have} not installed",
            hint='pip install "natfig[lab]"',
        )


def _say(workspace: Workspace) -> None:
    count, kept = len(workspace.written), workspace.kept
    files = "1 file" if count == 1 else f"{count} files"
    tell(f"{workspace.folder}: {files} written" if count else f"{workspace.folder}: all files are there")
    if kept:
        more = f" and {len(kept) - _MOST_NAMES} more" if len(kept) > _MOST_NAMES else ""
        tell(f"left as you have it: {', '.join(kept[:_MOST_NAMES])}{more}")


command = LabCommand()
