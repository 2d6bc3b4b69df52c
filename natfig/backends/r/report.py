"""Reads what the runner reports of a script, and says it in the user's own words."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from natfig.core.errors import MissingRuntimeError, Problem, SpecError
from natfig.core.rscript import install_line

if TYPE_CHECKING:
    from natfig.backends.r.plan import OwnCode
    from natfig.spec.loader import Place

__all__ = ["RScriptError", "Ran", "RunContext", "read_report", "sentence"]

# ggplot2's words for rows it did not draw: marks beyond limits, missing values, groups too small.
_REMOVED = re.compile(r"Removed (\d+) rows? containing .*?\((?:`)?(\w+)\(?\)?(?:`)?\)|Removed (\d+) rows?")
_DROPPED = re.compile(r"Groups with fewer than two data points have been (?:dropped|removed)")
# The user's own code may attach packages too.
_NO_PACKAGE = re.compile(r"there is no package called .([A-Za-z][A-Za-z0-9.]*).")
# Signs of cli before the parts of a message.
_BULLETS = "ℹ✖✔!•›*×→ "


class RScriptError(SpecError):
    """R stopped in the middle of a script."""


@dataclass(frozen=True)
class RunContext:
    """How what R says is put in the user's own words.

    Attributes
    ----------
    place : callable or None
        Letter of a panel → its place in the spec.
    own : mapping of str to OwnCode
        Letter → the user's own function that makes the panel.
    environ : mapping of str to str
        Environment variables.
    """

    place: Callable[[str], Place] | None = None
    own: Mapping[str, OwnCode] = field(default_factory=dict)
    environ: Mapping[str, str] = field(default_factory=lambda: os.environ)

    def problem(self, section: str, message: str, hint: str | None = None) -> Problem:
        """Return a problem of a section of the script: a panel's has its place in the spec."""
        found = re.fullmatch(r"Panel (\w+)", section)
        if found is None:
            where = section[:1].lower() + section[1:] if section else "the script"
            return Problem(f"{where}: {message}", hint=hint)
        said = f"panel {found[1]}: {message}"
        if self.place is None:
            return Problem(said, hint=hint)
        return self.place(found[1]).with_message(said, hint)


@dataclass
class Ran:
    """What a run of a script gave.

    Attributes
    ----------
    files : mapping of str to bytes
        Format → content.
    warnings : list of str
        One sentence each, after the panel's name.
    versions : mapping of str to str
        Package → version; R itself is "base".
    installed : list of str
        Files that change when R or one of these packages does.
    """

    files: dict[str, bytes] = field(default_factory=dict)
    warnings: list[str] = field(default_factory=list)
    versions: dict[str, str] = field(default_factory=dict)
    installed: list[str] = field(default_factory=list)


def read_report(lines: Sequence[str], about: RunContext) -> Ran:
    """Return what a report says.

    Raises
    ------
    MissingRuntimeError, RScriptError
    """
    ran = Ran()
    missing: list[Sequence[str]] = []
    lost: list[Problem] = []
    for line in dict.fromkeys(lines):
        kind, *rest = line.split("\t")
        if kind == "missing":
            missing.append(rest)
        elif kind == "error":
            if gone := _NO_PACKAGE.search(rest[-1]):
                raise _missing([(gone[1], "", "")])
            raise RScriptError([_stopped(rest, about)])
        elif kind == "warning":
            # Every file is a drawing of its own, and warns of the same.
            if (problem := _left_out(rest, about)) is not None:
                lost.append(problem)
            else:
                ran.warnings.append(about.problem(rest[1], f"R warns: {sentence(rest[2])}").message)
        elif kind == "version":
            ran.versions["R" if rest[0] == "base" else rest[0]] = rest[1]
            ran.installed.append(rest[2])
    ran.warnings = list(dict.fromkeys(ran.warnings))
    if missing:
        raise _missing(missing)
    if lost:
        raise RScriptError(list(dict.fromkeys(lost)))
    return ran


def _missing(found: Sequence[Sequence[str]]) -> MissingRuntimeError:
    names = [name for name, _, _ in found if name != "R"]
    parts = [
        ("R" if name == "R" else f"the R package {name}") + (f" is {have}" if have else " is not installed")
        for name, have, _ in found
    ]
    wanted = [f"{name} {want}" for name, have, want in found if have]
    message = "; ".join(parts) + (f"; natfig needs {' and '.join(wanted)} or newer" if wanted else "")
    return MissingRuntimeError(message, hint=install_line(names, with_r=len(names) < len(found)))


def _left_out(parts: Sequence[str], about: RunContext) -> Problem | None:
    """Return the problem of a warning that says that not all rows were drawn."""
    _, section, message = parts
    hint = "widen the axis' limits, or leave them out with exclude: and a reason, so that they are counted"
    if _DROPPED.search(message):
        return about.problem(section, "ggplot2 left out groups with fewer than two rows", hint)
    if (found := _REMOVED.search(message)) is None:
        return None
    count, by = int(found[1] or found[3]), f" ({found[2]})" if found[2] else ""
    return about.problem(section, f"ggplot2 left out {count:,} row{'' if count == 1 else 's'}{by}", hint)


def sentence(message: str) -> str:
    """Return R's message on one line: bullets of cli become parts of a sentence."""
    lines = [line.strip().strip(_BULLETS).strip() for line in re.split(r"[\n\x1f]", message)]
    text = "; ".join(line.rstrip(".;") for line in lines if line)
    return " ".join(re.sub(r"\x1b\[[0-9;]*m", "", text).split()) or "no message"


def _stopped(parts: Sequence[str], about: RunContext) -> Problem:
    line, section, file, at, layer, message = parts
    where = f" in layer {layer}" if layer else ""
    said = sentence(message)
    # A file that isn't R names itself in the message.
    if broken := re.match(r"([^:\x1f]+):(\d+):(\d+): ([^\x1f]*)", message):
        file, at, said = broken[1], broken[2], f"not valid R: {broken[4]}"
    source = next((o.file for o in about.own.values() if o.path == file.removeprefix("./")), None)
    if source is not None:
        return Problem(about.problem(section, said).message, source, int(at) or None)
    if (own := about.own.get(section.removeprefix("Panel "))) is not None:
        drawing = about.problem(section, f"R can't draw this plot{where}: {said}").message
        return Problem(drawing, own.file, own.line)
    return about.problem(section, f"R stopped at line {line} of the script{where}: {said}")
