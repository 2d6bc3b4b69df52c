"""``natfig backend``: show, save or forget which language draws."""

from __future__ import annotations

import argparse
import os

from natfig.core.errors import UsageError, did_you_mean

__all__ = ["BackendCommand", "command"]


class BackendCommand:
    """Show, save or forget the preferred backend."""

    id = "backend"
    help = "show, save or forget which language draws when a spec does not say"
    epilog = (
        "examples:\n  natfig backend\n  natfig backend set python\n  natfig backend set r\n"
        "  natfig backend unset\n\n"
        "The spec's own `backend:` comes first, then --backend, NATFIG_BACKEND and the saved preference."
    )

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        """Declare the arguments."""
        parser.add_argument("action", nargs="?", metavar="set|unset", help="left out: show what holds")
        parser.add_argument("name", nargs="?", metavar="NAME", help="python or r")

    def run(self, args: argparse.Namespace) -> int:
        """Do one of the three.

        Raises
        ------
        UsageError
            If the action or the name is unknown.
        MissingRuntimeError
            If the backend to be saved is not installed: R needs Rscript on PATH.
        """
        from natfig.core.config import forget_preference, save_preference, user_config_path
        from natfig.spec.gate import BACKENDS, require_backend

        path = user_config_path(os.environ)
        if args.action is None:
            return self._show()
        if args.action == "unset" and args.name is None:
            was = forget_preference("backend", path)
            print("the saved backend is forgotten" if was else "no backend was saved")
            return 0
        if args.action != "set":
            what = f"'{args.action} {args.name}'" if args.name else f"'{args.action}'"
            raise UsageError(
                f"natfig backend does not know {what}",
                hint=did_you_mean(args.action, ("set", "unset"), what="actions"),
            )
        if args.name is None:
            raise UsageError("natfig backend set needs a name", hint="natfig backend set python")
        name = args.name.strip().casefold()
        if name not in BACKENDS:
            raise UsageError(
                f"unknown backend '{args.name}'", hint=did_you_mean(args.name, BACKENDS, what="backends")
            )
        require_backend(name)
        save_preference("backend", name, path)
        print(f"saved: {name} ({path})")
        return 0

    def _show(self) -> int:
        from natfig.core.config import read_preference, user_config_path
        from natfig.spec.gate import BACKENDS, installed_backends

        path = user_config_path(os.environ)
        saved = read_preference("backend", path)
        environment = os.environ.get("NATFIG_BACKEND")
        here = installed_backends()
        for name in BACKENDS:
            print(f"{name:<8}{'installed' if name in here else 'not installed (natfig doctor says how)'}")
        if environment:
            print(f"NATFIG_BACKEND is {environment}")
        print(f"saved: {saved} ({path})" if saved else "saved: none (natfig backend set python)")
        return 0


command = BackendCommand()
