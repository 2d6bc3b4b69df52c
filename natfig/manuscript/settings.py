"""What a project says about its paper: ``[manuscript]`` of natfig.toml, read strictly.

A project writes::

    [manuscript]                                  # [tool.natfig.manuscript] in pyproject.toml
    title = "Quantized serving of language models"
    journal = "nature"
    stage = "production"
    type = "article"
    figures = ["fig1/spec.yaml", "fig2/spec.yaml"]   # beside this file, in the order of their numbers
    extended = ["ed1/spec.yaml"]                     # Extended Data
    draft = "paper.tex"
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal

from natfig.core.config import Config
from natfig.core.errors import Problem, SpecError, did_you_mean
from natfig.core.io import read_bounded

__all__ = ["KEYS", "TYPES", "Entry", "Settings", "read_settings"]

Group = Literal["main", "extended"]

_TEXTS = ("title", "journal", "stage", "type", "draft")
_LISTS = ("figures", "extended")
KEYS = (*_TEXTS, *_LISTS)
_STAGES = ("initial", "production")
# What kinds of paper are called, and what `natfig polish` calls them.
TYPES: Mapping[str, str] = {
    "article": "research",
    "letter": "research",
    "report": "research",
    "methods": "methods",
    "hypothesis": "hypothesis",
    "algorithmic": "algorithmic",
    "review": "review",
}
_MAX_BYTES = 1_000_000
# A paper has a few dozen figures at the most; more is a slip of a script.
_MOST_FIGURES = 200


@dataclass(frozen=True, slots=True)
class Entry:
    """One figure of the list.

    Parameters
    ----------
    path : Path
        The spec, beside the configuration file.
    written : str
        As the file names it.
    line : int
        Where, 1-based.
    group : str
        "main" or "extended".
    number : int
        Within its group, from 1.
    """

    path: Path
    written: str
    line: int
    group: Group
    number: int

    @property
    def label(self) -> str:
        """How the paper calls it: "Fig. 2" or "Extended Data Fig. 1"."""
        return f"{'Fig.' if self.group == 'main' else 'Extended Data Fig.'} {self.number}"


@dataclass(frozen=True, slots=True)
class Settings:
    """A paper: what it is called, where it goes, and its figures in order.

    Parameters
    ----------
    path : Path
        The configuration file.
    figures : tuple of Entry
        Main figures first.
    title, journal, stage : str or None
    type : str
        One of `TYPES`.
    draft : Path or None
    lines : mapping of str to int
        Key → line of the file.
    """

    path: Path
    figures: tuple[Entry, ...]
    title: str | None = None
    journal: str | None = None
    stage: str | None = None
    type: str = "article"
    draft: Path | None = None
    lines: Mapping[str, int] = field(default_factory=dict)


class _Lines:
    """Lines of a TOML file at which keys of one table and texts in them stand.

    The parser of the standard library gives no places; what it accepted is looked up again.
    """

    def __init__(self, text: str, table: str) -> None:
        self._lines = text.splitlines()
        head = re.compile(rf"\s*\[\s*{re.escape(table)}\s*\]")
        any_head = re.compile(r"\s*\[")
        starts = [i for i, line in enumerate(self._lines) if head.match(line)]
        self._start = starts[0] if starts else 0
        rest = range(self._start + 1, len(self._lines))
        # A list may have lines that begin with a bracket; a table's name stands between two.
        ends = (
            i
            for i in rest
            if any_head.match(self._lines[i]) and re.match(r"\s*\[[\w\s.\"'-]+\]\s*(#|$)", self._lines[i])
        )
        self._end = next(ends, len(self._lines))

    def key(self, name: str) -> int:
        """Return the line of a key, or of its table."""
        pattern = re.compile(rf"\s*[\"']?{re.escape(name)}[\"']?\s*=")
        for i in range(self._start, self._end):
            if pattern.match(self._lines[i]):
                return i + 1
        return self._start + 1

    def text(self, key: str, value: str, nth: int = 0) -> int:
        """Return the line of the nth time a text stands behind a key, or of the key."""
        at, seen = self.key(key), 0
        for i in range(at - 1, self._end):
            count = sum(self._lines[i].count(f"{quote}{value}{quote}") for quote in "\"'")
            if seen + count > nth:
                return i + 1
            seen += count
        return at


def read_settings(config: Config) -> Settings | None:
    """Return what a configuration says of a paper, or None where it has no ``[manuscript]``.

    Raises
    ------
    SpecError
        With all that is unknown, of the wrong kind, named twice or missing, each with its line.
    """
    if config.path is None or "manuscript" not in config.tables:
        return None
    table = config.tables["manuscript"]
    text = read_bounded(config.path, _MAX_BYTES, "configuration file").decode("utf-8")
    is_project = config.path.name == "pyproject.toml"
    lines = _Lines(text, "tool.natfig.manuscript" if is_project else "manuscript")
    reader = _Reader(config.path, table, lines)
    settings = reader.settings()
    if reader.problems:
        raise SpecError(sorted(reader.problems, key=lambda p: p.line or 0))
    return settings


class _Reader:
    """Reads the table and keeps what is wrong with it."""

    def __init__(self, path: Path, table: Mapping[str, Any], lines: _Lines) -> None:
        self.path, self.table, self.lines = path, table, lines
        self.problems: list[Problem] = []

    def fault(self, message: str, line: int, hint: str | None = None) -> None:
        self.problems.append(Problem(message, file=str(self.path), line=line, hint=hint))

    def settings(self) -> Settings:
        """Return what is right in the table."""
        for key, value in self.table.items():
            self._check(key, value)
        seen: dict[Path, str] = {}
        figures = (*self._entries("figures", "main", seen), *self._entries("extended", "extended", seen))
        if not figures and not self.problems:
            hint = 'write figures = ["fig1/spec.yaml"]'
            self.fault("manuscript.figures: no figure is listed", self.lines.key("figures"), hint)
        if len(figures) > _MOST_FIGURES:
            self.fault(f"manuscript: {len(figures):,} figures are listed", self.lines.key("figures"))
        return Settings(
            self.path,
            figures,
            self._text("title"),
            self._text("journal"),
            self._text("stage"),
            self._text("type") or "article",
            self._draft(),
            {key: self.lines.key(key) for key in self.table},
        )

    def _text(self, key: str) -> str | None:
        value = self.table.get(key)
        return value if isinstance(value, str) else None

    def _check(self, key: str, value: Any) -> None:
        line = self.lines.key(key)
        name = f"manuscript.{key}"
        if key not in KEYS:
            self.fault(f"{name}: is not known", line, did_you_mean(key, KEYS, what="keys"))
        elif key in _TEXTS and not isinstance(value, str):
            self.fault(f"{name}: must be text, not {value!r}", line)
        elif key in _LISTS and not (isinstance(value, list) and all(isinstance(v, str) for v in value)):
            self.fault(f"{name}: must be a list of specs, not {value!r}", line)
        elif key == "stage" and value not in _STAGES:
            self.fault(f"{name}: '{value}' is not known", line, did_you_mean(value, _STAGES))
        elif key == "type" and value not in TYPES:
            self.fault(f"{name}: '{value}' is not known", line, did_you_mean(value, TYPES))
        elif key == "journal":
            from natfig.journals import journals

            if value not in journals:
                self.fault(f"{name}: '{value}' is not known", line, did_you_mean(value, journals.names()))

    def _draft(self) -> Path | None:
        name = self._text("draft")
        if name is None:
            return None
        path = self.path.parent / name
        if not path.is_file():
            self.fault(f"manuscript.draft: there is no {name}", self.lines.key("draft"), _near(path))
        return path

    def _entries(self, key: str, group: Group, seen: dict[Path, str]) -> list[Entry]:
        names = self.table.get(key)
        if not isinstance(names, list):
            return []
        entries: list[Entry] = []
        times: dict[str, int] = {}
        for name in names:
            if not isinstance(name, str):
                continue
            line = self.lines.text(key, name, times.get(name, 0))
            times[name] = times.get(name, 0) + 1
            path = self.path.parent / name
            if path.is_dir():
                path /= "spec.yaml"
            entry = Entry(path, name, line, group, len(entries) + 1)
            place = path.resolve()
            if place in seen:
                self.fault(
                    f"manuscript.{key}: {name} is {seen[place]} already", line, "list each figure once"
                )
            elif not path.is_file():
                self.fault(f"manuscript.{key}: there is no spec {name}", line, _near(path))
            seen.setdefault(place, entry.label)
            entries.append(entry)
        return entries


def _near(path: Path) -> str | None:
    """Return the file that may be meant: of that name in a folder beside, or of that ending in the folder."""
    folder = path.parent
    while not folder.is_dir() and folder != folder.parent:
        folder = folder.parent
    try:
        found = [p.relative_to(folder).as_posix() for p in folder.glob(f"*{path.suffix}")]
        found += [p.relative_to(folder).as_posix() for p in folder.glob(f"*/*{path.suffix}")]
    except OSError:
        return None
    if not found:
        return None
    try:
        wanted = path.relative_to(folder).as_posix()
    except ValueError:
        wanted = path.name
    return did_you_mean(wanted, found[:500], what="there are")
