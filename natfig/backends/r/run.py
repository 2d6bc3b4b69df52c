"""Runs a script with Rscript, in a clean session and a folder of its own."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import tempfile
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

from natfig.core.errors import MissingRuntimeError, NatfigError, Problem, SpecError

__all__ = ["TIMEOUT_S", "RScriptError", "Ran", "find_rscript", "install_line", "run_script"]

# A page of ten panels takes some ten seconds; a loop without end should not take the night.
TIMEOUT_S = 300.0
_RUNNER = Path(__file__).with_name("run.R")
_PACKAGES = ("ggplot2", "patchwork", "svglite", "ragg")
_KEPT = ("PATH", "HOME", "R_HOME", "R_LIBS", "R_LIBS_USER", "R_LIBS_SITE", "LD_LIBRARY_PATH", "TMPDIR",
         "SYSTEMROOT", "FONTCONFIG_PATH")  # fmt: skip


class RScriptError(SpecError):
    """R stopped in the middle of a script."""


@dataclass
class Ran:
    """What a run of a script gave.

    Attributes
    ----------
    files : mapping of str to bytes
        Format → content.
    warnings : list of (line, section, message)
    versions : mapping of str to str
    """

    files: dict[str, bytes] = field(default_factory=dict)
    warnings: list[tuple[int, str, str]] = field(default_factory=list)
    versions: dict[str, str] = field(default_factory=dict)


def install_line(packages: Sequence[str] = _PACKAGES) -> str:
    """Return the line that installs R and packages on Debian, and from CRAN elsewhere."""
    debian = " ".join(["r-base-core", *(f"r-cran-{p.lower()}" for p in packages)])
    listed = ", ".join(f'"{p}"' for p in packages)
    return f"sudo apt-get install {debian}; elsewhere install R and run install.packages(c({listed})) in it"


def find_rscript(environ: Mapping[str, str] = os.environ) -> str:
    """Return the path of Rscript.

    Raises
    ------
    MissingRuntimeError
        With the line that installs it.
    """
    found = shutil.which("Rscript", path=environ.get("PATH"))
    if found is None:
        raise MissingRuntimeError("backend: r needs R, and Rscript is not installed", hint=install_line())
    return found


def run_script(
    text: str,
    tables: Mapping[str, bytes],
    name: str,
    formats: Sequence[str],
    *,
    extra: Mapping[str, bytes] | None = None,
    timeout_s: float = TIMEOUT_S,
    environ: Mapping[str, str] = os.environ,
) -> Ran:
    """Run a script and return what it drew.

    Parameters
    ----------
    text : str
        The script; its last statement is ``save_natfig(figure, name, …)``.
    tables : mapping of str to bytes
        Files it reads, relative to its folder.
    name : str
        Stem of its outputs.
    formats : sequence of str
    extra : mapping of str to bytes, optional
        Other files beside it, such as the user's own functions.

    Raises
    ------
    MissingRuntimeError
        If R or a package is missing.
    RScriptError
        If R stops, with its message and line.
    """
    rscript = find_rscript(environ)
    with tempfile.TemporaryDirectory(prefix="natfig-r-") as folder:
        root = Path(folder)
        for path, data in {**tables, **(extra or {})}.items():
            target = root / path
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(data)
        (root / f"{name}.R").write_text(text, encoding="utf-8")
        report = root / "natfig-report.tsv"
        command = [rscript, "--vanilla", str(_RUNNER), f"{name}.R", str(report), ",".join(formats)]
        said = _execute(command, root, timeout_s, _environment(root, environ))
        return _read(report, root, name, formats, said)


def _environment(folder: Path, environ: Mapping[str, str]) -> dict[str, str]:
    """Return a small environment: no locale of the user's, no time zone, our fonts where none are."""
    kept = {k: environ[k] for k in _KEPT if k in environ}
    fonts = _font_config(folder)
    return kept | {"LC_ALL": "C.UTF-8", "LANGUAGE": "en", "TZ": "UTC", "SOURCE_DATE_EPOCH": "0"} | fonts


def _font_config(folder: Path) -> dict[str, str]:
    """Return where fontconfig finds Arial, or the face that stands in for it."""
    from natfig.core.resources import styles_dir

    path = folder / "natfig-fonts.conf"
    path.write_text(
        '<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd"><fontconfig>'
        '<include ignore_missing="yes">/etc/fonts/fonts.conf</include>'
        f"<dir>{styles_dir('fonts')}</dir>"
        '<alias binding="same"><family>Arial</family><accept><family>Liberation Sans</family></accept></alias>'
        "</fontconfig>",
        encoding="utf-8",
    )
    return {"FONTCONFIG_FILE": str(path)}


def _execute(command: Sequence[str], folder: Path, timeout_s: float, environ: Mapping[str, str]) -> str:
    """Run a command in a process group of its own and return what it said."""
    process = subprocess.Popen(
        command, cwd=folder, env=dict(environ), stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT, start_new_session=True,
    )  # fmt: skip
    try:
        out, _ = process.communicate(timeout=timeout_s)
    except BaseException as error:
        with suppress(ProcessLookupError, PermissionError):
            os.killpg(process.pid, signal.SIGKILL)
        process.communicate()
        if isinstance(error, subprocess.TimeoutExpired):
            raise RScriptError(
                f"R was stopped: it had not drawn the figure after {timeout_s:g} s",
                hint="draw fewer marks, or look for a loop without end in your own R code",
            ) from None
        raise
    return out.decode("utf-8", "replace")


def _read(report: Path, folder: Path, name: str, formats: Sequence[str], said: str) -> Ran:
    if not report.is_file():
        raise _crashed(said)
    ran = Ran()
    for line in report.read_text("utf-8").splitlines():
        kind, *rest = line.split("\t")
        if kind == "error":
            raise _stopped(rest)
        if kind == "warning":
            ran.warnings.append((int(rest[0]), rest[1], rest[2]))
        elif kind == "version":
            ran.versions[rest[0]] = rest[1]
    for form in formats:
        path = folder / f"{name}.{form}"
        if not path.is_file():
            raise NatfigError(f"R wrote no {form}", hint="this is natfig's fault; please report it")
        ran.files[form] = path.read_bytes()
    return ran


def _stopped(parts: Sequence[str]) -> NatfigError:
    line, section, _, message = parts
    import re

    if missing := re.search(r"there is no package called .(\w+).", message):
        return MissingRuntimeError(
            f"the R package {missing[1]} is not installed", hint=install_line([missing[1]])
        )
    where = section[0].lower() + section[1:] if section else "the script"
    return RScriptError([Problem(f"{where}: R stopped at line {line} of the script: {message}")])


def _crashed(said: str) -> NatfigError:
    import re

    if missing := re.search(r"there is no package called .(\w+).", said):
        return MissingRuntimeError(
            f"the R package {missing[1]} is not installed", hint=install_line([missing[1]])
        )
    last = [line for line in said.splitlines() if line.strip()][-1:]
    return RScriptError(f"R ended without a word{': ' + last[0].strip() if last else ''}")
