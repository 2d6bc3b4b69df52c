"""Find and run the programs the measurements are made with."""

from __future__ import annotations

import os
import shutil
import subprocess
from functools import cache
from importlib.util import find_spec
from pathlib import Path

__all__ = ["ARIAL_METRIC_FACES", "NEEDS", "OracleError", "arial_face", "find", "missing", "run"]

# Faces whose glyphs are as wide as Arial's, so that a label measured here is as wide
# on a machine that has Arial itself.
ARIAL_METRIC_FACES = (
    "Arial",
    "Arimo",
    "Helvetica",
    "Liberation Sans",
    "Nimbus Sans",
    "Nimbus Sans L",
    "TeX Gyre Heros",
)

# Marker → alternatives for each program it needs.
NEEDS: dict[str, tuple[tuple[str, ...], ...]] = {
    "chromium": (("chromium", "chromium-browser", "google-chrome", "google-chrome-stable"), ("fc-match",)),
    "inkscape": (("inkscape",),),
    "poppler": (("pdftotext",), ("pdffonts",), ("pdfinfo",)),
    "fonts": (("fc-match",),),
    "jupyterlab": (),  # no program on PATH, but a package of this Python
}


class OracleError(RuntimeError):
    """A measurement could not be made; never to be read as "nothing wrong"."""


def find(*names: str) -> str:
    """Return the path of the first program found.

    Raises
    ------
    OracleError
        If none of them is installed.
    """
    for name in names:
        if path := shutil.which(name):
            return path
    raise OracleError(f"{' or '.join(names)} is not installed")


@cache
def missing(marker: str) -> str | None:
    """Return what keeps tests with a marker from running, in words, or None."""
    for names in NEEDS[marker]:
        try:
            find(*names)
        except OracleError as error:
            return str(error)
    if marker == "jupyterlab":
        # It needs packages that measuring a figure does without.
        if find_spec("psutil") is None:
            return "psutil is not installed"
        from jupyterserver import missing as missing_package

        return missing_package()
    if marker in {"chromium", "fonts"}:
        try:
            arial_face()
        except OracleError as error:
            return str(error)
    return None


def run(
    argv: list[str], *, stdin: str = "", timeout_s: float = 120, cwd: Path | None = None, **env: str
) -> subprocess.CompletedProcess[str]:
    """Run a program and return what it said.

    Raises
    ------
    OracleError
        If it fails or takes too long; with the end of what it said on stderr.
    """
    try:
        done = subprocess.run(
            argv,
            input=stdin,
            capture_output=True,
            text=True,
            encoding="utf-8",
            errors="replace",
            timeout=timeout_s,
            cwd=cwd,
            env={**os.environ, **env},
            check=False,
        )
    except subprocess.TimeoutExpired:
        raise OracleError(f"{Path(argv[0]).name} took longer than {timeout_s:g} s") from None
    if done.returncode:
        raise OracleError(f"{Path(argv[0]).name} exited {done.returncode}: {done.stderr.strip()[-600:]}")
    return done


def arial_face() -> str:
    """Return the face fontconfig, and so Chromium and Inkscape, take for Arial.

    Raises
    ------
    OracleError
        If its glyphs are not as wide as Arial's: every box would be wrong.
    """
    family = run([find("fc-match"), "-f", "%{family}", "Arial"], timeout_s=30).stdout
    for name in family.split(","):
        if name.strip() in ARIAL_METRIC_FACES:
            return name.strip()
    raise OracleError(f"fontconfig takes {family!r} for Arial; install fonts-liberation")
