"""R as a program natfig asks for: where it is, which versions will do, and how it is installed."""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping

from natfig.core.errors import MissingRuntimeError

__all__ = [
    "COMPANIONS",
    "NEEDED",
    "PACKAGES",
    "conda_packages",
    "cran_line",
    "debian_packages",
    "find_rscript",
    "install_line",
    "is_enough",
]

# The oldest versions scripts are written for: R 4.2 reads UTF-8 everywhere, ggplot2 3.4 has
# `linewidth`, and all of them are in Debian 12.
NEEDED: Mapping[str, str] = {
    "R": "4.2",
    "ggplot2": "3.4",
    "patchwork": "1.1",
    "svglite": "2.1",
    "ragg": "1.2",
}
PACKAGES: tuple[str, ...] = tuple(name for name in NEEDED if name != "R")
# Packages that some kinds of panel use besides.
COMPANIONS: Mapping[str, str] = {"ggrepel": "0.9", "ggbeeswarm": "0.6"}


def find_rscript(environ: Mapping[str, str] = os.environ) -> str:
    """Return the path of Rscript.

    Raises
    ------
    MissingRuntimeError
        With the line that installs it.
    """
    import shutil

    found = shutil.which("Rscript", path=environ.get("PATH", ""))
    if found is None:
        raise MissingRuntimeError(
            "backend: r needs R, but Rscript is not on PATH, and natfig will not fall back to Python",
            hint=install_line(PACKAGES, with_r=True),
        )
    return found


def debian_packages(packages: Iterable[str], *, with_r: bool = False) -> list[str]:
    """Return the names of Debian's packages, which Ubuntu has too."""
    return [*(["r-base-core"] if with_r else []), *(f"r-cran-{p.lower()}" for p in packages)]


def conda_packages(packages: Iterable[str], *, with_r: bool = False) -> list[str]:
    """Return the names of conda-forge's packages."""
    return [*(["r-base"] if with_r else []), *(f"r-{p.lower()}" for p in packages)]


def cran_line(packages: Iterable[str]) -> str:
    """Return what is run in R to install packages from CRAN."""
    listed = [f'"{p}"' for p in packages]
    joined = ", ".join(listed)
    return f"install.packages({joined if len(listed) == 1 else f'c({joined})'})"


def install_line(packages: Iterable[str], *, with_r: bool = False) -> str:
    """Return how packages, and R itself, are installed: with apt, with conda, from CRAN."""
    wanted = list(packages)
    apt = " ".join(debian_packages(wanted, with_r=with_r))
    conda = " ".join(conda_packages(wanted, with_r=with_r))
    start = "install R and run" if with_r else "run"
    return (
        f"sudo apt-get install {apt}, or conda install -c conda-forge {conda}, "
        f"or {start} {cran_line(wanted)} in R"
    )


def is_enough(version: str, needed: str) -> bool:
    """Return whether an R version (``3.4.1``, ``1.2-5``) is at least another one."""
    import re

    have, want = ([int(n) for n in re.findall(r"\d+", v)] for v in (version, needed))
    return have >= want
