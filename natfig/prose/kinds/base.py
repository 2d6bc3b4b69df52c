"""What a kind of data rules has to be able to do, and what all kinds share."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Mapping, Sequence
from typing import Any, Protocol

from natfig.core.datafile import DataFile
from natfig.core.errors import DocumentError, Problem
from natfig.core.record import dataclass
from natfig.core.registry import ModuleRegistry
from natfig.prose.document import Block, Role, Section
from natfig.prose.rule import Context, Look, Scope

__all__ = [
    "FRAME_KEYS",
    "KINDS",
    "Frame",
    "RuleKind",
    "compiled",
    "number_option",
    "read_frame",
    "sentence_at",
]

#: Blocks a data rule reads where it doesn't say itself which.
_ROLES = frozenset({Role.TITLE, Role.HEADING, Role.PARAGRAPH, Role.ITEM, Role.LEGEND, Role.FOOTNOTE})

# How far an `except` may reach to either side of what was found, in characters.
_REACH = 160

_WHEN = ("journal", "spelling", "language", "paper_type", "stage")

#: Keys that a rule of every kind may have besides those of its head.
FRAME_KEYS = (
    *("message", "except", "unless", "sections", "not_sections", "roles", "when", "options"),
    *("protected", "case"),
)


def compiled(pattern: str, flags: int, place: str) -> re.Pattern[str]:
    """Return a compiled pattern.

    Parameters
    ----------
    pattern : str
    flags : int
    place : str
        The file it is from.

    Raises
    ------
    DocumentError
        If it is no regular expression.
    """
    try:
        return re.compile(pattern, flags)
    except re.error as error:
        raise DocumentError(
            Problem(
                f"'{pattern}' is not a regular expression: {error}",
                file=place,
                hint="escape signs such as ( [ + ? with a backslash",
            )
        ) from None


class _Either:
    """Some patterns as one, compiled when first asked for."""

    def __init__(self, patterns: Sequence[str], flags: int, place: str) -> None:
        self._patterns = tuple(patterns)
        self._flags, self._place = flags, place
        self._all: re.Pattern[str] | None = None

    def __bool__(self) -> bool:
        return bool(self._patterns)

    def get(self) -> re.Pattern[str]:
        """Return the pattern."""
        if self._all is None:
            joined = "|".join(f"(?:{p})" for p in self._patterns)
            self._all = compiled(joined, self._flags, self._place)
        return self._all


@dataclass(frozen=True, slots=True, eq=False)
class Frame:
    """What rules of all kinds have in common.

    Parameters
    ----------
    place : str
        The rule's file, for messages.
    message : str
    excepts, unless : patterns
    roles : frozenset of Role
    sections, not_sections : frozenset of Section
    when : mapping
        "journal", … → allowed values.
    protected : bool
        Whether protected things are read too.
    case : bool
        Whether capitals matter.
    options : mapping
    """

    place: str
    message: str
    excepts: _Either
    unless: _Either
    roles: frozenset[Role]
    sections: frozenset[Section]
    not_sections: frozenset[Section]
    when: Mapping[str, tuple[str, ...]]
    protected: bool
    case: bool
    options: Mapping[str, Any]

    @property
    def flags(self) -> int:
        """Flags of the rule's patterns."""
        return 0 if self.case else re.IGNORECASE

    def option(self, context: Context, name: str) -> Any:
        """Return the value of an option: the rule set's, else the rule's own."""
        return context.options.get(name, self.options.get(name))

    def is_on(self, context: Context) -> bool:
        """Return whether the rule speaks at all under a context."""
        for key, allowed in self.when.items():
            if key == "journal":
                has = "" if context.journal is None else context.journal.id
            else:
                has = getattr(context, key)
            if has not in allowed:
                return False
        return True

    def takes(self, block: Block) -> bool:
        """Return whether a block is read."""
        return (
            block.role in self.roles
            and block.section not in self.not_sections
            and (not self.sections or block.section in self.sections)
        )

    def spares(self, block: Block, start: int, end: int, context: Context) -> bool:
        """Return whether something that was found is fine where it stands."""
        text = block.text
        allow = context.options.get("allow", self.options.get("allow"))
        if allow and text[start:end].casefold() in {str(a).casefold() for a in allow}:
            return True
        if not self.protected and block.is_protected(start, end):
            return True
        if self.excepts:
            low = max(0, start - _REACH)
            for match in self.excepts.get().finditer(text, low, min(len(text), end + _REACH)):
                if match.start() < end and match.end() > start:
                    return True
        if self.unless:
            low, high = sentence_at(block, start, context)
            return self.unless.get().search(text, low, max(high, end)) is not None
        return False

    def says(self, **values: object) -> str:
        """Return the message with its values."""
        return self.message.format_map(values)


def sentence_at(block: Block, at: int, context: Context) -> tuple[int, int]:
    """Return the span of the sentence that a place of a block's text is in."""
    key = ("sentence starts", block)
    starts = context.memory.get(key)
    if starts is None:
        starts = context.memory[key] = [s.start for s in block.sentences]
    if not starts:
        return 0, len(block.text)
    found = block.sentences[max(0, bisect_right(starts, at) - 1)]
    return found.start, found.end


class RuleKind(Protocol):
    """One kind; a module of this folder holds an object of it named ``kind``.

    Attributes
    ----------
    id : str
        The module's name.
    required, optional : tuple of str
        Keys of a rule's file besides the common ones.
    values : tuple of str
        What a message may name, besides "text".
    """

    id: str
    required: tuple[str, ...]
    optional: tuple[str, ...]
    values: tuple[str, ...]

    def build(self, file: DataFile, frame: Frame) -> tuple[Scope, Look]:
        """Return what a rule looks at and how.

        Raises
        ------
        DocumentError
            If the file says something that can't be.
        """
        ...


#: All kinds.
KINDS: ModuleRegistry[RuleKind] = ModuleRegistry("kind of rule", "natfig.prose.kinds", "kind")


def _texts(file: DataFile, key: str) -> tuple[str, ...]:
    value = file.data.get(key, [])
    if isinstance(value, str):
        value = [value]
    if not isinstance(value, list):
        raise file.fail((key,), "is not a list of texts")
    return tuple(file.text(v, (key, i)) for i, v in enumerate(value))


def _when(file: DataFile) -> dict[str, tuple[str, ...]]:
    data = file.keys(file.data.get("when", {}), ("when",), optional=_WHEN)
    out: dict[str, tuple[str, ...]] = {}
    for key, value in data.items():
        values = [value] if isinstance(value, str) else value
        if not isinstance(values, list) or not all(isinstance(v, str) for v in values):
            raise file.fail(("when", key), "is not a text or a list of texts")
        out[key] = tuple(values)
    return out


def _flag(file: DataFile, key: str) -> bool:
    value = file.data.get(key, False)
    if not isinstance(value, bool):
        raise file.fail((key,), f"{value!r} is neither true nor false")
    return value


def number_option(file: DataFile, name: str) -> None:
    """Make sure that a rule's `options` have a number under a name.

    Raises
    ------
    DocumentError
    """
    options = file.data.get("options", {})
    value = options.get(name)
    if isinstance(value, bool) or not isinstance(value, int | float) or value < 0:
        raise file.fail(("options",), f"'{name}' has to be a number of 0 or more", f"write `{name}: 3`")


def read_frame(file: DataFile, values: Sequence[str]) -> Frame:
    """Return what a rule's file says under the keys that all kinds share.

    Parameters
    ----------
    file : DataFile
    values : sequence of str
        What the message may name.

    Raises
    ------
    DocumentError
        Naming file, line and key.
    """
    message = file.text(file.data.get("message"), ("message",))
    try:
        message.format_map(dict.fromkeys(("text", *values), ""))
    except (KeyError, ValueError, IndexError, AttributeError) as error:
        known = ", ".join(f"{{{v}}}" for v in ("text", *values))
        raise file.fail(("message",), f"can't be filled in ({error})", f"it may name {known}") from None
    place = str(file.path)
    parts = {
        key: frozenset(Section(file.one_of(v, (key, i), [*Section])) for i, v in enumerate(_texts(file, key)))
        for key in ("sections", "not_sections")
    }
    roles = frozenset(
        Role(file.one_of(v, ("roles", i), [*Role])) for i, v in enumerate(_texts(file, "roles"))
    )
    case = _flag(file, "case")
    flags = 0 if case else re.IGNORECASE
    options = file.data.get("options", {})
    if not isinstance(options, dict):
        raise file.fail(("options",), "is not a mapping", "write names and values below it")
    return Frame(
        place=place,
        message=message,
        excepts=_Either(_texts(file, "except"), flags, place),
        unless=_Either(_texts(file, "unless"), flags, place),
        roles=roles or _ROLES,
        sections=parts["sections"],
        not_sections=parts["not_sections"],
        when=_when(file),
        protected=_flag(file, "protected"),
        case=case,
        options=options,
    )
