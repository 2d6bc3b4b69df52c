"""Runs a script with Rscript, in a clean session and a folder of its own."""

from __future__ import annotations

import os
import shutil
import signal
import struct
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from types import FrameType
from typing import Any

from natfig.backends.r.report import Ran, RScriptError, RunContext, read_report, sentence
from natfig.core.errors import OutputError, UsageError
from natfig.core.rscript import COMPANIONS, NEEDED, find_rscript

__all__ = [
    "MAX_OUTPUT_BYTES",
    "TIMEOUT_S",
    "TIMEOUT_VARIABLE",
    "run_script",
]

# A page of ten panels takes some ten seconds; a loop without end should not take the night.
TIMEOUT_S = 300.0
TIMEOUT_VARIABLE = "NATFIG_R_TIMEOUT"
# A page of 600 dpi has 75 MB without compression; more than this is a mistake, and would be read at once.
MAX_OUTPUT_BYTES = 500_000_000
# Signs that show nothing and that no XML holds; svglite writes them as they are.
# Source: XML 1.0 (fifth edition), production Char, <https://www.w3.org/TR/xml/#charsets>.
_NO_XML = bytes(set(range(32)) - {0x09, 0x0A, 0x0D})
# Of what R prints, the end says why it stopped.
_TAIL_BYTES = 65_536
# Less is a full disk.
_LEAST_FREE_BYTES = 1_000_000
_RUNNER = Path(__file__).with_name("run.R")
_KEPT = ("PATH", "HOME", "R_HOME", "R_LIBS", "R_LIBS_USER", "R_LIBS_SITE", "LD_LIBRARY_PATH", "CONDA_PREFIX",
         "SYSTEMROOT", "USERPROFILE", "XDG_CACHE_HOME", "FONTCONFIG_PATH")  # fmt: skip


def run_script(
    text: str,
    tables: Mapping[str, bytes],
    name: str,
    formats: Sequence[str],
    *,
    extra: Mapping[str, bytes] | None = None,
    context: RunContext | None = None,
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
    context : RunContext, optional

    Raises
    ------
    MissingRuntimeError
        If R or a package is missing or too old.
    RScriptError
        If R stops, with its message and place, or leaves out rows.
    OutputError
        If the disk is full.
    """
    about = context or RunContext()
    rscript, timeout_s = find_rscript(about.environ), _timeout_s(about.environ)
    with _folder() as root:
        work, report = root / "work", root / "report.tsv"
        beside = {**tables, **(extra or {}), f"{name}.R": text.encode()}
        _fill(root, {f"work/{path}": data for path, data in beside.items()})
        # What is installed together with natfig may stand below a path that R's front end can't take.
        shutil.copyfile(_RUNNER, root / "run.R")
        needed = ",".join(f"{k}={v}" for k, v in {**NEEDED, **COMPANIONS}.items())
        command = [
            rscript, "--vanilla", str(root / "run.R"), f"./{name}.R", str(report), ",".join(formats), needed,
        ]  # fmt: skip
        said, code = _execute(command, work, timeout_s, _environment(root, about.environ))
        if not report.is_file():
            raise _crashed(said, code, root)
        ran = read_report(report.read_text("utf-8").split("\n"), about)
        for form in formats:
            ran.files[form] = _output(work / f"{name}.{form}", form)
    ran.installed.append(str(Path(rscript)))
    return ran


def _timeout_s(environ: Mapping[str, str]) -> float:
    asked = environ.get(TIMEOUT_VARIABLE)
    if not asked:
        return TIMEOUT_S
    try:
        seconds = float(asked)
    except ValueError:
        seconds = 0.0
    if not 0 < seconds < threading.TIMEOUT_MAX:
        raise UsageError(
            f"{TIMEOUT_VARIABLE} is '{asked}'", hint=f"write seconds above 0, such as {TIMEOUT_S:g}"
        )
    return seconds


# ---------------------------------------------------------------- the folder


@contextmanager
def _folder() -> Iterator[Path]:
    try:
        kept = tempfile.TemporaryDirectory(prefix="natfig-r-", ignore_cleanup_errors=True)
    except OSError as error:
        raise OutputError(
            f"R has no folder to work in: {error.strerror or error}", hint="set TMPDIR to a folder with room"
        ) from None
    with kept as folder:
        yield Path(folder)


def _fill(root: Path, files: Mapping[str, bytes]) -> None:
    """Write R's files, and the folder for its own temporary ones, which a killed R leaves behind."""
    try:
        (root / "tmp").mkdir()
        for path, data in files.items():
            target = root / path
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(data)
    except OSError as error:
        reason = "the disk is full" if _is_full(root) else error.strerror or error
        raise OutputError(f"cannot write {root}: {reason}", hint="set TMPDIR to a folder with room") from None


def _is_full(folder: Path) -> bool:
    return shutil.disk_usage(folder).free < _LEAST_FREE_BYTES


def _environment(root: Path, environ: Mapping[str, str]) -> dict[str, str]:
    """Return a small environment: no locale of the user's, no time zone, our fonts where none are."""
    kept = {k: environ[k] for k in _KEPT if k in environ}
    # Signs are UTF-8, numbers have dots and words sort by their code, whatever the user's locale.
    locale = "en_US.UTF-8" if sys.platform == "darwin" else "C.UTF-8"
    own = {"LC_ALL": locale, "LANGUAGE": "en", "TZ": "UTC", "SOURCE_DATE_EPOCH": "0", "NO_COLOR": "1"}
    places = {k: str(root / "tmp") for k in ("TMPDIR", "TMP", "TEMP")}
    return kept | own | places | _font_config(root)


def _font_config(root: Path) -> dict[str, str]:
    """Return where fontconfig finds Arial, or the face that stands in for it."""
    from natfig.core.resources import styles_dir

    path = root / "fonts.conf"
    path.write_text(
        '<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd"><fontconfig>'
        '<include ignore_missing="yes">/etc/fonts/fonts.conf</include>'
        f"<dir>{styles_dir('fonts')}</dir>"
        '<alias binding="same"><family>Arial</family>'
        "<accept><family>Liberation Sans</family></accept></alias>"
        "</fontconfig>",
        encoding="utf-8",
    )
    return {"FONTCONFIG_FILE": str(path)}


# ---------------------------------------------------------------- the program


def _execute(
    command: Sequence[str], folder: Path, timeout_s: float, environ: Mapping[str, str]
) -> tuple[str, int]:
    """Run a command in a process group of its own; return the end of what it said, and its exit code."""
    tail = bytearray()
    with _stopped_by_sigterm():
        process = subprocess.Popen(
            command, cwd=folder, env=dict(environ), stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT, start_new_session=True,
        )  # fmt: skip
        reader = threading.Thread(target=_drain, args=(process.stdout, tail), daemon=True)
        try:
            reader.start()
            code = process.wait(timeout_s)
        except subprocess.TimeoutExpired:
            raise RScriptError(
                f"R was stopped: it had not drawn the figure after {timeout_s:g} s",
                hint="look for a loop without end in your own R code, draw fewer marks, "
                f"or set {TIMEOUT_VARIABLE} to more seconds",
            ) from None
        finally:
            if process.poll() is None:
                _kill(process)
            reader.join(1.0)
            if process.stdout is not None and not reader.is_alive():
                process.stdout.close()
    return tail.decode("utf-8", "replace"), code


def _drain(stream: Any, tail: bytearray) -> None:
    while chunk := stream.read1(_TAIL_BYTES):
        tail += chunk
        del tail[:-_TAIL_BYTES]


def _kill(process: subprocess.Popen[bytes]) -> None:
    """End R and whatever it started."""
    with suppress(ProcessLookupError, PermissionError):
        if hasattr(os, "killpg"):
            os.killpg(process.pid, signal.SIGKILL)
        else:
            process.kill()
    process.wait()


@contextmanager
def _stopped_by_sigterm() -> Iterator[None]:
    """Let SIGTERM end R and clean up first; a handler that is set already is left alone."""
    is_ours = (
        threading.current_thread() is threading.main_thread()
        and signal.getsignal(signal.SIGTERM) is signal.SIG_DFL
    )
    if not is_ours:
        yield
        return

    def leave(number: int, _frame: FrameType | None) -> None:
        raise SystemExit(128 + number)

    signal.signal(signal.SIGTERM, leave)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, signal.SIG_DFL)


# ---------------------------------------------------------------- what it left


def _crashed(said: str, code: int, root: Path) -> RScriptError | OutputError:
    if code < 0:
        try:
            name = signal.Signals(-code).name
        except ValueError:
            name = str(-code)
        return RScriptError(
            f"R was killed by the signal {name} before it had drawn the figure",
            hint="the machine may be short of memory (draw fewer marks, or build with --jobs 1) or of disk",
        )
    if _is_full(root):
        return OutputError(
            f"R could not write into {root.parent}: the disk is full", hint="set TMPDIR to a folder with room"
        )
    last = [line for line in said.splitlines() if line.strip()][-1:]
    return RScriptError(
        f"R ended before it had drawn the figure (exit code {code})"
        + (f"; its last words were: {sentence(last[0])}" if last else ""),
        hint="quit() in your own R code ends it too",
    )


def _output(path: Path, form: str) -> bytes:
    """Return a file that R wrote.

    Raises
    ------
    RScriptError
        If it is missing or too large.
    OutputError
        If it is cut off.
    """
    size = path.stat().st_size if path.is_file() else 0
    if size > MAX_OUTPUT_BYTES:
        raise RScriptError(
            f"R's {form} has {size:,} bytes; a figure may have {MAX_OUTPUT_BYTES:,}",
            hint="draw fewer marks or a smaller page",
        )
    data = path.read_bytes() if size else b""
    if not _is_whole(form, data):
        reason = f"the disk of {path.parents[2]} is full" if _is_full(path.parent) else "it is cut off"
        raise OutputError(f"R could not write the {form}: {reason}", hint="set TMPDIR to a folder with room")
    return data.translate(None, _NO_XML) if form == "svg" else data


def _is_whole(form: str, data: bytes) -> bool:
    """Whether a file ends as its format does; a full disk leaves the beginning of one."""
    if form == "svg":
        return data.rstrip().endswith(b"</svg>")
    if form == "pdf":
        return b"%%EOF" in data[-1024:]
    if form == "png":
        return data.endswith(b"IEND\xaeB\x60\x82")
    # The directory of a TIFF is written last.
    order = {b"II": "<", b"MM": ">"}.get(data[:2])
    return order is not None and len(data) > 8 and struct.unpack(f"{order}I", data[4:8])[0] < len(data)
