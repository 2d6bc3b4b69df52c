"""A YAML file as plain values, with the line of every key.

The file is read event by event rather than through a constructor: so nesting,
aliases and size are bounded before anything is built, every key path has a
line, a duplicate key is an error, and only what YAML 1.2 calls a boolean is one
(``no``, ``yes``, ``on`` and ``off`` stay text; dates stay text too).

Source
------
YAML 1.2.2, section 10.3.2 (core schema), <https://yaml.org/spec/1.2.2/>
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from natfig.core.errors import DocumentError, Problem, SpecError
from natfig.core.io import hash_bytes, read_bounded

if TYPE_CHECKING:
    from yaml.events import Event, ScalarEvent

__all__ = ["MAX_BYTES", "MAX_DEPTH", "MAX_NODES", "KeyPath", "Source", "parse_source", "read_source"]

# A spec is written by hand; what is larger belongs into a data file.
MAX_BYTES = 1_000_000
# The deepest key of a spec is seven levels down (panels.a.annotations.0.text and the like).
MAX_DEPTH = 40
# Values after aliases are expanded: 1 MB of plain YAML can't hold more, an alias bomb can.
MAX_NODES = 300_000

KeyPath = tuple[str | int, ...]

_NULL = frozenset(("", "~", "null", "Null", "NULL"))
_TRUE = frozenset(("true", "True", "TRUE"))
_FALSE = frozenset(("false", "False", "FALSE"))
# A leading zero is octal in YAML 1.1 and decimal in 1.2; it stays text, so "007" keeps its zeros.
_INT = re.compile(r"[-+]?(?:0|[1-9][0-9]*)")
_HEX = re.compile(r"0x[0-9a-fA-F]+|0o[0-7]+")
_FLOAT = re.compile(r"[-+]?(?:\.[0-9]+|(?:0|[1-9][0-9]*)(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?")
_SPECIAL = {".inf": "inf", "+.inf": "inf", "-.inf": "-inf", ".nan": "nan"}
# Python refuses longer integers by default; no quantity needs more digits.
_MAX_DIGITS = 300


@dataclass(frozen=True)
class Source:
    """A spec's text and values.

    Attributes
    ----------
    path : Path
        As the user named it.
    data : dict
        Top-level mapping; all keys are text.
    lines : mapping of tuple to int
        Key path → 1-based line.
    sha256 : str
        Hash of the bytes read.
    """

    path: Path
    data: dict[str, Any]
    lines: Mapping[KeyPath, int]
    sha256: str

    def line(self, *keys: str | int) -> int:
        """Return the line of a key path, else that of its nearest parent that is there."""
        path = tuple(keys)
        while path and path not in self.lines:
            path = path[:-1]
        return self.lines.get(path, 1)

    def problem(self, message: str, *keys: str | int, hint: str | None = None) -> Problem:
        """Return a problem at a key path."""
        return Problem(message, file=str(self.path), line=self.line(*keys), hint=hint)


def read_source(path: Path) -> Source:
    """Read a YAML file that holds one mapping.

    Raises
    ------
    SpecError
        With one sentence and the line, whatever the file holds.
    """
    try:
        raw = read_bounded(path, MAX_BYTES, "spec")
    except DocumentError as error:
        hint = "put long tables into a data file beside the spec" if "bytes" in str(error) else None
        raise SpecError(str(error), hint=hint) from None
    return parse_source(raw, path)


def parse_source(raw: bytes, path: Path) -> Source:
    """Return the values and lines of YAML bytes; see `read_source`."""
    text = _decode(raw, path)
    reader = _Reader(path)
    try:
        data = reader.document(_events(text, path))
    except RecursionError:  # the pure-Python parser of PyYAML, when libyaml is missing
        raise reader.error(f"nested more than {MAX_DEPTH} levels deep", 1) from None
    if reader.problems:
        raise SpecError(reader.problems)
    return Source(path, data, reader.lines, hash_bytes(raw))


def _decode(raw: bytes, path: Path) -> str:
    if raw.startswith((b"\xff\xfe", b"\xfe\xff")) or b"\x00" in raw[:4]:
        raise SpecError(Problem("the file is UTF-16, not UTF-8", file=str(path), hint="save it as UTF-8"))
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw[: error.start].count(b"\n") + 1
        message = f"byte 0x{raw[error.start]:02x} is not valid UTF-8"
        raise SpecError(Problem(message, file=str(path), line=line, hint="save the file as UTF-8")) from None
    if not text.strip():
        raise SpecError(
            Problem("the file is empty", file=str(path), hint="`natfig init` writes a working spec")
        )
    return text


def _events(text: str, path: Path) -> Iterator[Event]:
    import yaml

    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    try:
        yield from yaml.parse(text, Loader=loader)
    except yaml.reader.ReaderError as error:
        where = error.position if isinstance(error.position, int) else 0
        raise SpecError(
            Problem(
                "the file holds a character YAML does not allow (a control character)",
                file=str(path),
                line=text[:where].count("\n") + 1,
            )
        ) from None
    except yaml.MarkedYAMLError as error:
        raise SpecError(_syntax_problem(error, text, path)) from None
    except yaml.YAMLError as error:
        raise SpecError(Problem(f"not valid YAML: {_one_line(str(error))}", file=str(path))) from None


def _syntax_problem(error: Any, text: str, path: Path) -> Problem:
    mark = error.problem_mark or error.context_mark
    line = mark.line + 1 if mark is not None else None
    rows = text.splitlines()
    row = rows[line - 1] if line is not None and line <= len(rows) else ""
    if "\t" in row[: len(row) - len(row.lstrip())]:
        return Problem(
            "a tab indents this line", file=str(path), line=line, hint="YAML indents with spaces only"
        )
    detail = _one_line(str(error.problem or error.context or "it cannot be read"))
    hint = None
    if "mapping values" in detail:
        hint = 'put text that holds ": " into quotes'
    elif "start any token" in detail:
        hint = "put text that begins with @, `, % or a tab into quotes"
    elif "block" in detail or "expected" in detail:
        hint = "check indentation, quotes and brackets"
    return Problem(f"not valid YAML: {detail}", file=str(path), line=line, hint=hint)


def _one_line(text: str) -> str:
    return " ".join(text.split())


@dataclass
class _Frame:
    """A collection that is being read."""

    path: KeyPath
    line: int
    value: dict[str, Any] | list[Any]
    anchor: str | None = None
    key: str | None = None
    merged: dict[str, Any] = field(default_factory=dict)
    size: int = 1
    height: int = 1


@dataclass(frozen=True)
class _Anchored:
    """A value with a name; `size` counts its values, `height` its levels."""

    value: Any
    size: int
    height: int


class _Reader:
    """Builds values from events, without recursion."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.lines: dict[KeyPath, int] = {}
        self.problems: list[Problem] = []
        self._stack: list[_Frame] = []
        self._anchors: dict[str, _Anchored] = {}
        self._nodes = 0
        self._root: Any = None
        self._documents = 0

    def error(self, message: str, line: int, hint: str | None = None) -> SpecError:
        return SpecError(Problem(message, file=str(self.path), line=line, hint=hint))

    def document(self, events: Iterator[Event]) -> dict[str, Any]:
        for event in events:
            self._handle(event)
        if not isinstance(self._root, dict):
            what = {list: "a list", str: "text", type(None): "nothing"}.get(
                type(self._root), "a single value"
            )
            raise self.error(
                f"the file holds {what} at the top", 1, 'a spec is a mapping that begins with "natfig: 1"'
            )
        return self._root

    def _handle(self, event: Event) -> None:
        name = type(event).__name__
        line = event.start_mark.line + 1 if event.start_mark else 1
        if name == "DocumentStartEvent":
            self._documents += 1
            if self._documents > 1:
                raise self.error(
                    "a second document begins here", line, "a spec file holds one figure; remove the '---'"
                )
        elif name in ("MappingStartEvent", "SequenceStartEvent"):
            self._open(event, {} if name.startswith("M") else [], line)
        elif name in ("MappingEndEvent", "SequenceEndEvent"):
            self._close()
        elif name == "ScalarEvent":
            self._scalar(event, line)  # type: ignore[arg-type]
        elif name == "AliasEvent":
            self._alias(event, line)

    def _count(self, size: int, line: int) -> None:
        self._nodes += size
        if self._nodes > MAX_NODES:
            raise self.error(
                f"the file expands to more than {MAX_NODES:,} values",
                line,
                "put long tables into a data file",
            )

    def _child_path(self) -> KeyPath:
        if not self._stack:
            return ()
        top = self._stack[-1]
        if isinstance(top.value, list):
            return (*top.path, len(top.value))
        return (*top.path, top.key if top.key is not None else "")

    def _open(self, event: Any, value: dict[str, Any] | list[Any], line: int) -> None:
        if len(self._stack) >= MAX_DEPTH:
            raise self.error(f"nested more than {MAX_DEPTH} levels deep", line)
        if event.tag not in (None, "!", "tag:yaml.org,2002:map", "tag:yaml.org,2002:seq"):
            raise self.error(f"the tag {event.tag} is not allowed", line, "a spec holds plain values only")
        top = self._stack[-1] if self._stack else None
        if top is not None and isinstance(top.value, dict) and top.key is None:
            raise self.error("a key must be text, not a list or mapping", line, "put it into quotes")
        self._count(1, line)
        path = self._child_path()
        self.lines.setdefault(path, line)
        self._stack.append(_Frame(path, line, value, event.anchor))

    def _close(self) -> None:
        frame = self._stack.pop()
        if isinstance(frame.value, dict):
            # Keys of the mapping itself win over those merged with "<<".
            for key, value in frame.merged.items():
                frame.value.setdefault(key, value)
        if frame.anchor:
            self._anchors[frame.anchor] = _Anchored(frame.value, frame.size, frame.height)
        self._add(frame.value, frame.size, frame.height)

    def _scalar(self, event: ScalarEvent, line: int) -> None:
        self._count(1, line)
        top = self._stack[-1] if self._stack else None
        if top is not None and isinstance(top.value, dict) and top.key is None:
            self._key(top, event.value, line)
            return
        value = self._resolve(event, line)
        path = self._child_path()
        self.lines.setdefault(path, line)
        if event.anchor:
            self._anchors[event.anchor] = _Anchored(value, 1, 0)
        self._add(value, 1, 0)

    def _key(self, top: _Frame, key: str, line: int) -> None:
        path = (*top.path, key)
        if key in top.value:
            shown = ".".join(map(str, path))
            self.problems.append(
                Problem(
                    f"{shown}: the key is there twice, first in line {self.lines[path]}",
                    file=str(self.path),
                    line=line,
                    hint="keep one of them",
                )
            )
        else:
            self.lines[path] = line
        top.key = key

    def _alias(self, event: Any, line: int) -> None:
        name = event.anchor
        known = self._anchors.get(name)
        if known is None:
            raise self.error(f"the alias *{name} stands for nothing yet", line, f"define &{name} before it")
        self._count(known.size, line)
        top = self._stack[-1] if self._stack else None
        if top is not None and isinstance(top.value, dict) and top.key is None:
            raise self.error("an alias cannot be a key", line)
        if len(self._stack) + known.height > MAX_DEPTH:
            raise self.error(f"nested more than {MAX_DEPTH} levels deep", line)
        self.lines.setdefault(self._child_path(), line)
        self._add(known.value, known.size, known.height)

    def _add(self, value: Any, size: int, height: int) -> None:
        if not self._stack:
            self._root = value
            return
        top = self._stack[-1]
        top.size += size
        top.height = max(top.height, height + 1)
        if isinstance(top.value, list):
            top.value.append(value)
            return
        key, top.key = top.key, None
        if key is None:  # a key itself; `_key` took it
            return
        if key == "<<":
            self._merge(top, value)
        else:
            top.value.setdefault(key, value)

    def _merge(self, top: _Frame, value: Any) -> None:
        for part in value if isinstance(value, list) else [value]:
            if not isinstance(part, dict):
                raise self.error("'<<' takes a mapping", top.line, "write <<: *name of an anchored mapping")
            for key, item in part.items():
                top.merged.setdefault(key, item)

    def _resolve(self, event: ScalarEvent, line: int) -> Any:
        text = event.value
        if event.tag is not None and event.tag not in ("!", "tag:yaml.org,2002:str"):
            raise self.error(f"the tag {event.tag} is not allowed", line, "a spec holds plain values only")
        # implicit[0]: a plain scalar without a tag, the only one that may be a number.
        if event.tag is not None or not event.implicit[0]:
            return text
        if text in _NULL:
            return None
        if text in _TRUE or text in _FALSE:
            return text in _TRUE
        if len(text) > _MAX_DIGITS:
            return text
        if _INT.fullmatch(text):
            return int(text)
        if _HEX.fullmatch(text):
            return int(text, 0)
        if _FLOAT.fullmatch(text):
            return float(text)
        special = _SPECIAL.get(text.lower())
        return float(special) if special else text
