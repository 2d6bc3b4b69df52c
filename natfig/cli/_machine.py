"""What `natfig doctor` looks at: one function a topic, each returning what it found."""

from __future__ import annotations

import os
import platform
import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from importlib import import_module, metadata
from pathlib import Path
from typing import Any

from natfig.core.config import read_preference, user_config_path
from natfig.core.errors import NatfigError

__all__ = [
    "Item",
    "Machine",
    "backend",
    "config_folder",
    "extras",
    "fonts",
    "installed_at",
    "programs",
    "python",
    "requirements",
    "work_folder",
]

_OLDEST_PYTHON = (3, 11)
# A program that hangs (an Inkscape waiting for a display) must not hang the doctor.
_TIMEOUT_S = 20.0
# Distribution → module, where the two differ.
_MODULES = {"pillow": "PIL", "pyyaml": "yaml", "fonttools": "fontTools", "harper-py": "harper"}
# Nothing compiled inside, so once installed they load; trying costs seconds.
_PURE_PYTHON = frozenset({"cmcrameri", "fonttools", "openpyxl", "rich", "seaborn"})
# Extra → the module that shows it is installed, and what it is for.
_EXTRAS = {
    "watch": ("watchfiles", "natfig render --watch"),
    "dask": ("distributed", "natfig render --executor dask"),
    "polish": ("anthropic", "natfig polish --rewrite"),
    "languagetool": ("language-tool-python", "natfig polish --engine languagetool"),
}
# Program → the names it goes by, how it tells its version, and what it is for.
_PROGRAMS: Mapping[str, tuple[tuple[str, ...], str, str]] = {
    "inkscape": (("inkscape",), "--version", "editing SVG files by hand, and the tests"),
    "chromium": (
        ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable"),
        "--version",
        "the tests",
    ),
    "poppler": (("pdftotext",), "-v", "the tests"),
    "java": (("java",), "-version", "natfig polish --engine languagetool without a server"),
}


@dataclass(frozen=True, slots=True)
class Item:
    """One thing that is there or not.

    `install` says who installs it: "pip" (comes with natfig), "extra:NAME",
    "program:NAME", "r:PACKAGE" or "" for what no command brings.
    """

    name: str
    found: bool
    required: bool
    version: str = ""
    detail: str = ""
    purpose: str = ""
    install: str = ""

    def to_json(self) -> dict[str, Any]:
        """Return the item's keys for ``--json``."""
        return {
            "name": self.name,
            "found": self.found,
            "required": self.required,
            "version": self.version or None,
            "detail": self.detail,
            "purpose": self.purpose,
        }


def _say(argv: list[str]) -> str:
    """Return what a program says, on either stream; empty if it fails."""
    try:
        done = subprocess.run(
            argv,
            capture_output=True,
            text=True,
            errors="replace",
            timeout=_TIMEOUT_S,
            check=False,
            stdin=subprocess.DEVNULL,
        )
    except (OSError, subprocess.TimeoutExpired):
        return ""
    return done.stdout + done.stderr


@dataclass(frozen=True)
class Machine:
    """The machine as the doctor sees it; tests pass another one."""

    environ: Mapping[str, str] = field(default_factory=lambda: os.environ)
    which: Callable[[str], str | None] = shutil.which
    say: Callable[[list[str]], str] = _say
    load: Callable[[str], object] = import_module
    version: Callable[[str], str] = metadata.version
    python: tuple[int, int, int] = (sys.version_info[0], sys.version_info[1], sys.version_info[2])
    folder: Path = field(default_factory=Path.cwd)


def python(machine: Machine) -> Item:
    """Return the interpreter."""
    version = ".".join(map(str, machine.python))
    detail = f"{platform.python_implementation()} on {platform.system()} {platform.machine()}"
    found = machine.python[:2] >= _OLDEST_PYTHON
    if not found:
        detail += f"; natfig needs {'.'.join(map(str, _OLDEST_PYTHON))} or newer"
    return Item("python", found, True, version, detail)


def installed_at() -> str:
    """Return the folder natfig runs from."""
    return str(Path(__file__).resolve().parent.parent)


def requirements(machine: Machine) -> list[Item]:
    """Return the packages natfig needs.

    Those with compiled parts are loaded: a broken one is as bad as none.
    """
    try:
        declared = metadata.requires("natfig") or []
    except metadata.PackageNotFoundError:
        return [Item("packages", False, True, "", "natfig is not installed, only on the path", install="pip")]
    items = []
    for line in declared:
        if "extra ==" in line:
            continue
        match = re.match(r"([A-Za-z0-9._-]+)\s*(.*)", line)
        name, wanted = (match[1], match[2]) if match else (line, "")
        items.append(_package(machine, name.lower(), wanted.partition(";")[0].strip()))
    return items


def _package(machine: Machine, name: str, wanted: str) -> Item:
    try:
        version = machine.version(name)
    except metadata.PackageNotFoundError:
        return Item(name, False, True, "", f"needs {wanted}" if wanted else "", install="pip")
    try:
        if name not in _PURE_PYTHON:
            machine.load(_MODULES.get(name, name))
    except Exception as error:  # noqa: BLE001 - whatever a broken package raises, the doctor reports it
        return Item(name, False, True, version, f"cannot be loaded: {error}", install="pip")
    if not _is_wanted(version, wanted):
        return Item(name, False, True, version, f"needs {wanted}", install="pip")
    return Item(name, True, True, version)


def _is_wanted(version: str, wanted: str) -> bool:
    try:
        # matplotlib needs it, so it is there whenever natfig can work at all.
        from packaging.specifiers import SpecifierSet
    except ImportError:
        return True
    return SpecifierSet(wanted).contains(version, prereleases=True)


def fonts(machine: Machine) -> list[Item]:
    """Return the face texts are measured with, and the one viewers here take for Arial."""
    from natfig.style.fonts import ARIAL_METRIC, find_face

    try:
        face = find_face()
        gone = [str(path) for path in face.files if not path.is_file()]
        detail = f"missing: {', '.join(gone)}" if gone else str(face.regular.parent)
        items = [Item("font", not gone, True, face.family, detail, install="pip")]
    except NatfigError as error:
        items = [Item("font", False, True, "", str(error), install="pip")]
    fc_match = machine.which("fc-match")
    if fc_match is None:
        purpose = "telling which face viewers here take for Arial"
        return [*items, Item("Arial in viewers", False, False, purpose=purpose, install="program:fontconfig")]
    families = [f.strip() for f in machine.say([fc_match, "-f", "%{family}", "Arial"]).split(",")]
    found = any(f in ARIAL_METRIC for f in families)
    detail = "" if found else "not as wide as Arial: texts look wider or narrower here than at the journal"
    return [*items, Item("Arial in viewers", found, False, families[0], detail)]


def _writable(path: Path) -> bool:
    """Return whether a folder, or the nearest one above it that exists, can be written."""
    existing = next(p for p in (path, *path.parents) if p.exists())
    return existing.is_dir() and os.access(existing, os.W_OK | os.X_OK)


def config_folder(machine: Machine) -> Item:
    """Return whether preferences can be saved."""
    path = user_config_path(machine.environ).parent
    found = _writable(path)
    detail = str(path) if found else f"{path} is not writable; set XDG_CONFIG_HOME to a folder that is"
    return Item("preferences", found, False, "", detail, "natfig backend set")


def work_folder(machine: Machine) -> Item:
    """Return whether figures, and the cache beside them, can be written into the current folder."""
    found = _writable(machine.folder)
    detail = str(machine.folder) if found else f"{machine.folder} is not writable; give natfig render --out"
    return Item("output and cache", found, False, "", detail)


def programs(machine: Machine) -> list[Item]:
    """Return the programs that are useful and not required."""
    items = []
    for name, (names, flag, purpose) in _PROGRAMS.items():
        path = next(filter(None, map(machine.which, names)), None)
        version = ""
        if path is not None and (match := re.search(r"\d+(?:\.\d+)+", machine.say([path, flag]))):
            version = match[0]
        items.append(Item(name, path is not None, False, version, path or "", purpose, f"program:{name}"))
    return items


def extras(machine: Machine) -> list[Item]:
    """Return natfig's optional packages."""
    items = []
    for extra, (module, purpose) in _EXTRAS.items():
        try:
            version = machine.version(module)
        except metadata.PackageNotFoundError:
            version = ""
        items.append(Item(module, bool(version), False, version, "", purpose, f"extra:{extra}"))
    return items


def backend(machine: Machine) -> dict[str, str | None]:
    """Return the backend the environment names and the saved one."""
    try:
        saved = read_preference("backend", user_config_path(machine.environ))
    except NatfigError as error:
        saved = None
        return {"environment": machine.environ.get("NATFIG_BACKEND"), "saved": saved, "error": str(error)}
    return {"environment": machine.environ.get("NATFIG_BACKEND"), "saved": saved, "error": None}
