"""What `natfig doctor` says of R: the program, its packages, and what installs them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from natfig.core.rscript import (
    COMPANIONS,
    NEEDED,
    PACKAGES,
    conda_packages,
    cran_line,
    debian_packages,
    is_enough,
)

if TYPE_CHECKING:
    from natfig.cli._machine import Item, Machine

__all__ = ["PREFIX", "conda_line", "cran_command", "debian_names", "r_items"]

# Of an item's `install`, before the package.
PREFIX = "r:"
_PURPOSE = "backend: r"
_MARK = "natfig-package"


def r_items(machine: Machine) -> list[Item]:
    """Return R and its packages; they are required where backend r is the preferred one."""
    from natfig.cli._machine import Item, backend

    chosen = backend(machine)
    is_required = (chosen["environment"] or chosen["saved"] or "").strip().casefold() == "r"
    path = machine.which("Rscript")
    version, found = "", path is not None
    if path is not None and (match := re.search(r"\d+(?:\.\d+)+", machine.say([path, "--version"]))):
        version = match[0]
        found = is_enough(version, NEEDED["R"])
    detail = path or ""
    if path is not None and not found:
        detail = f"{path}; needs {NEEDED['R']} or newer"
    items = [Item("Rscript", found, is_required, version, detail, _PURPOSE, "program:Rscript")]
    versions = _versions(machine, path) if path is not None else {}
    for name, least in {**{p: NEEDED[p] for p in PACKAGES}, **COMPANIONS}.items():
        have = versions.get(name, "")
        fits = bool(have) and is_enough(have, least)
        purpose = _PURPOSE if name in PACKAGES else f"{_PURPOSE}, some kinds of panel"
        items.append(
            Item(
                f"R package {name}", fits, is_required and name in PACKAGES, have,
                "" if fits else f"needs {least} or newer", purpose, f"{PREFIX}{name}",
            )
        )  # fmt: skip
    return items


def _versions(machine: Machine, path: str) -> dict[str, str]:
    """Return the versions of the packages that can be loaded."""
    listed = ", ".join(f'"{p}"' for p in (*PACKAGES, *COMPANIONS))
    code = (
        f"for (p in c({listed})) if (requireNamespace(p, quietly = TRUE)) "
        f'cat("{_MARK}", p, as.character(packageVersion(p)), "\\n")'
    )
    said = machine.say([path, "--vanilla", "-e", code])
    return dict(re.findall(rf"^{_MARK} (\S+) (\S+)", said, re.MULTILINE))


def debian_names(missing: Sequence[Item]) -> list[str]:
    """Return the Debian packages of what is missing; what is too old is newer on CRAN only."""
    names = [
        i.install.removeprefix(PREFIX) for i in missing if i.install.startswith(PREFIX) and not i.version
    ]
    return debian_packages(names)


def conda_line(missing: Sequence[Item], machine: Machine) -> str | None:
    """Return the line for conda where an environment of it is active and R is in it, or nowhere."""
    prefix, path = machine.environ.get("CONDA_PREFIX"), machine.which("Rscript")
    if not prefix or machine.which("conda") is None:
        return None
    if path is not None and not Path(path).is_relative_to(prefix):
        return None
    names = [i.install.removeprefix(PREFIX) for i in missing if i.install.startswith(PREFIX)]
    has_r = not any(i.install == "program:Rscript" for i in missing)
    wanted = conda_packages(names, with_r=not has_r)
    return " ".join(["conda install --yes --channel conda-forge", *wanted]) if wanted else None


def cran_command(missing: Sequence[Item], *, old_only: bool = False) -> str | None:
    """Return the command that installs packages from CRAN's first mirror."""
    names = [
        i.install.removeprefix(PREFIX)
        for i in missing
        if i.install.startswith(PREFIX) and (i.version or not old_only)
    ]
    return f"Rscript -e 'chooseCRANmirror(ind = 1); {cran_line(names)}'" if names else None
