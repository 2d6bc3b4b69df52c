"""Finding a function in an R file beside the spec, without running R."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

from natfig.core.errors import Problem, SpecError, did_you_mean

__all__ = ["RFunction", "RReference", "find_function"]

# Larger files are data, not code.
MAX_SOURCE_BYTES = 2_000_000
# Names that need no backticks. Source: R Language Definition, section 10.3.2 (Identifiers).
_NAME = re.compile(r"(?:[A-Za-z]|\.(?![0-9]))[A-Za-z0-9._]*\Z")
_RESERVED = frozenset(
    ["if", "else", "repeat", "while", "function", "for", "next", "break", "TRUE", "FALSE", "NULL", "Inf",
     "NaN", "NA", "NA_integer_", "NA_real_", "NA_complex_", "NA_character_", "in"]
)  # fmt: skip
# Strings (raw ones too) and comments: what is in them is no code.
_QUOTED = re.compile(
    r"""[rR]"(-*)\(.*?\)\1"|[rR]'(-*)\(.*?\)\2'|"(?:\\.|[^"\\])*"|'(?:\\.|[^'\\])*'|\#[^\n]*""", re.DOTALL
)
_DEFINED = re.compile(r"[ \t]*`?((?:[A-Za-z]|\.)[A-Za-z0-9._]*)`?\s*(?:<<?-|=)(?!=)")
# Calls by which names may appear that stand nowhere in the file.
_OPEN = re.compile(r"\b(?:source|assign|load|attach|eval|delayedAssign|makeActiveBinding|list2env)\s*\(")


@dataclass(frozen=True)
class RFunction:
    """A function of the user's.

    Attributes
    ----------
    source : bytes
        The whole file.
    line : int or None
        Where the function is defined, 1-based; None where that can't be told by reading.
    """

    source: bytes
    line: int | None


class RReference:
    """``panels.R:draw_growth``: a file relative to the spec and a function in it.

    Raises
    ------
    SpecError
        If the text has another form, or names a file elsewhere.
    """

    def __init__(self, text: str) -> None:
        self.file, _, self.function = text.rpartition(":")
        if (
            not self.file.endswith((".R", ".r")) or not _NAME.match(self.function)
            or self.function in _RESERVED
        ):  # fmt: skip
            raise SpecError(
                f"function: '{text}' is not a file and a function",
                hint="write such as function: panels.R:draw_growth",
            )
        path = Path(self.file)
        if path.is_absolute() or "\\" in self.file or ":" in self.file or ".." in path.parts:
            raise SpecError(
                f"function: '{self.file}' leaves the spec's folder",
                hint="only code beside the spec is run; copy the file there",
            )
        if not all(c.isprintable() for c in self.file):
            raise SpecError(f"function: {self.file!r} is no name for a file", hint="rename it")


def find_function(reference: RReference, folder: Path) -> RFunction:
    """Return the function a reference means; nothing is run.

    Parameters
    ----------
    reference : RReference
    folder : Path
        The spec's.

    Raises
    ------
    SpecError
        If there is no such file, a link leads out of the folder, or the file clearly lacks the function.
    """
    path = _path(reference, folder)
    try:
        data = path.read_bytes()
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        at = error.object[: error.start].count(b"\n") + 1
        raise SpecError(Problem("is not UTF-8", reference.file, at, hint="save it as UTF-8")) from None
    except OSError as error:
        reason = error.strerror or error
        raise SpecError(f"function: '{reference.file}' can't be read: {reason}") from error
    code = _bare(text)
    names = _defined(code)
    line: int | None = names.get(reference.function)
    if line is None and not _OPEN.search(code):
        hint = did_you_mean(reference.function, names) if names else "no function is defined in it"
        raise SpecError(f"function: there is no '{reference.function}' in '{reference.file}'", hint=hint)
    return RFunction(data, line)


def _path(reference: RReference, folder: Path) -> Path:
    home = folder.resolve()
    path = (home / reference.file).resolve()
    if not path.is_relative_to(home):
        raise SpecError(
            f"function: '{reference.file}' is a link out of the spec's folder",
            hint="only code beside the spec is run; copy the file there",
        )
    if not path.is_file():
        beside = [p.name for p in path.parent.glob("*.[rR]")] if path.parent.is_dir() else []
        hint = (
            did_you_mean(Path(reference.file).name, beside) if beside else "there is no R file in that folder"
        )
        raise SpecError(f"function: there is no file '{reference.file}' beside the spec", hint=hint)
    if path.stat().st_size > MAX_SOURCE_BYTES:
        raise SpecError(
            f"function: '{reference.file}' has more than {MAX_SOURCE_BYTES:,} bytes; that is no source code"
        )
    return path


def _bare(text: str) -> str:
    """Return code without its strings and comments; lines keep their numbers."""
    return _QUOTED.sub(lambda found: "\n" * found[0].count("\n"), text)


def _defined(code: str) -> dict[str, int]:
    """Return the names that are assigned at the top of a file, and their lines."""
    names: dict[str, int] = {}
    depth = 0
    for number, line in enumerate(code.splitlines(), 1):
        if depth == 0:
            for part in line.split(";"):
                if found := _DEFINED.match(part):
                    names[found[1]] = number
        depth = max(depth + sum(line.count(c) for c in "{([") - sum(line.count(c) for c in "})]"), 0)
    return names
