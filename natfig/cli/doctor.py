"""``natfig doctor``: what this machine has, what it lacks, and the one line that installs it."""

from __future__ import annotations

import argparse
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from natfig import __version__
from natfig.cli import _machine
from natfig.cli._listing import print_json, print_table
from natfig.cli._machine import Item, Machine
from natfig.cli._machine_r import conda_line, cran_command, debian_names, r_items

__all__ = ["DoctorCommand", "command", "diagnose", "install_lines"]

# Package names for whoever installs programs here. The first manager found is used.
_MANAGERS: Mapping[str, tuple[str, Mapping[str, str]]] = {
    "apt-get": (
        "sudo apt-get install --yes",
        {
            "chromium": "chromium",
            "inkscape": "inkscape",
            "poppler": "poppler-utils",
            "Rscript": "r-base-core",
            "java": "default-jre-headless",
            "fontconfig": "fontconfig",
        },
    ),
    "dnf": (
        "sudo dnf install --assumeyes",
        {
            "chromium": "chromium",
            "inkscape": "inkscape",
            "poppler": "poppler-utils",
            "Rscript": "R-core",
            "java": "java-latest-openjdk-headless",
            "fontconfig": "fontconfig",
        },
    ),
    "brew": (
        "brew install",
        {
            "chromium": "chromium",
            "inkscape": "inkscape",
            "poppler": "poppler",
            "Rscript": "r",
            "java": "openjdk",
            "fontconfig": "fontconfig",
        },
    ),
}
_WORDS = {(True, True): "ok", (True, False): "ok", (False, True): "MISSING", (False, False): "not found"}


def diagnose(machine: Machine) -> list[Item]:
    """Return everything worth knowing of a machine, required things first."""
    return [
        _machine.python(machine),
        Item("natfig", True, True, __version__, _machine.installed_at()),
        *_machine.requirements(machine),
        *_machine.fonts(machine),
        _machine.config_folder(machine),
        _machine.work_folder(machine),
        *_machine.programs(machine),
        *r_items(machine),
        *_machine.extras(machine),
    ]


def install_lines(items: Sequence[Item], machine: Machine) -> list[str]:
    """Return the commands that install what is missing: Python's packages, programs, R's packages."""
    missing = [item for item in items if not item.found]
    lines = []
    broken = [item.name for item in missing if item.required and item.install == "pip"]
    extras = [item.install.removeprefix("extra:") for item in missing if item.install.startswith("extra:")]
    if broken:
        lines.append("python -m pip install --force-reinstall natfig")
    if extras:
        lines.append(f'python -m pip install "natfig[{",".join(extras)}]"')
    return [*lines, *_program_lines(missing, machine)]


def _program_lines(missing: Sequence[Item], machine: Machine) -> Iterator[str]:
    """Yield the line for programs, with R's packages where the manager has them, and what else R needs."""
    wanted = [
        item.install.removeprefix("program:") for item in missing if item.install.startswith("program:")
    ]
    conda = conda_line(missing, machine)
    if conda is not None:
        wanted = [name for name in wanted if name != "Rscript"]
    manager = next((m for m in _MANAGERS if machine.which(m)), None)
    packages = debian_names(missing) if manager == "apt-get" and conda is None else []
    if manager is not None and (wanted or packages):
        start, names = _MANAGERS[manager]
        yield " ".join([start, *(names[name] for name in wanted), *packages])
    elif wanted:
        yield f"install with your package manager: {', '.join(wanted)}"
    rest = conda if conda is not None else cran_command(missing, old_only=manager == "apt-get")
    if rest is not None:
        yield rest


class DoctorCommand:
    """Look the machine over."""

    id = "doctor"
    help = "say what this machine has and lacks for natfig, and how to install it"
    epilog = (
        "examples:\n  natfig doctor\n  natfig doctor --json\n\n"
        "exit codes: 0 everything required is there, 3 something required is missing"
    )

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        """Declare the flag."""
        parser.add_argument("--json", action="store_true", help="write JSON")

    def run(self, args: argparse.Namespace) -> int:
        """Print what was found; return 3 if something required is missing, else 0."""
        machine = Machine()
        items = diagnose(machine)
        lines = install_lines(items, machine)
        is_fit = all(item.found for item in items if item.required)
        backend = _machine.backend(machine)
        if args.json:
            print_json(_to_json(items, lines, is_fit, backend))
        else:
            _print(items, lines, backend)
        return 0 if is_fit else 3


def _to_json(
    items: Sequence[Item], lines: list[str], is_fit: bool, backend: Mapping[str, Any]
) -> dict[str, Any]:
    return {
        "natfig": __version__,
        "ok": is_fit,
        "backend": dict(backend),
        "items": [item.to_json() for item in items],
        "install": lines,
    }


def _print(items: Sequence[Item], lines: Sequence[str], backend: Mapping[str, Any]) -> None:
    rows = []
    for item in items:
        detail = "  ".join(filter(None, (item.version, item.detail)))
        if not item.found and item.purpose:
            detail = "  ".join(filter(None, (detail, f"for {item.purpose}")))
        rows.append((item.name, _WORDS[item.found, item.required], detail))
    chosen = backend["environment"] or backend["saved"]
    rows.append(("backend", "ok" if chosen else "not set", chosen or "natfig backend set python saves one"))
    print_table(("what", "state", "details"), rows)
    if lines:
        print("\nto install what is missing:")
        for line in lines:
            print(f"  {line}")


command = DoctorCommand()
