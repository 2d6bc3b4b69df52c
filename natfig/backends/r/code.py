"""R code as a tree, and the one place where anything becomes R source text.

A chart writes its R code with `call`, `col`, `plus` and so on; what comes from a spec or a
table goes in as a value and is quoted here, by `quote` and `quote_name`, whatever it holds.
There is no way to paste text into code: `constant` takes nothing that a user wrote.

Sources
-------
R Language Definition, section 10.3 (tokens, reserved words, escapes), which comes with R; ``?Quotes`` in R.
The form is that of the tidyverse style guide, which lintr checks by default.
"""

from __future__ import annotations

import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from natfig.core.errors import UsageError

__all__ = [
    "LINE_WIDTH",
    "Assign",
    "Call",
    "Code",
    "Comment",
    "Infix",
    "Name",
    "String",
    "Text",
    "assign",
    "call",
    "col",
    "column",
    "comment",
    "constant",
    "formatted",
    "plus",
    "quote",
    "quote_name",
    "to_code",
]

# lintr's line_length_linter.
LINE_WIDTH = 80
_RESERVED = frozenset(
    [
        "if",
        "else",
        "repeat",
        "while",
        "function",
        "for",
        "next",
        "break",
        "TRUE",
        "FALSE",
        "NULL",
        "Inf",
        "NaN",
        "NA",
        "NA_integer_",
        "NA_real_",
        "NA_complex_",
        "NA_character_",
        "in",
        "T",
        "F",
    ]
)
_PLAIN = re.compile(r"(?:[A-Za-z]|\.(?![0-9]))[A-Za-z0-9._]*\Z")
# What ggplot2 reads in another way in aes(): pronouns, and ``..count..`` for what a statistic computed.
_PRONOUNS = (".data", ".env", "..")
_ESCAPES = {"\\": "\\\\", '"': '\\"', "\n": "\\n", "\t": "\\t", "\r": "\\r"}
_CONSTANT = re.compile(r"[A-Za-z0-9_.:$()\[\], +*/^~%<>=!&|\"-]+\Z")


class Code:
    """A piece of R code."""

    def flat(self) -> str:
        """Return the code on one line."""
        raise NotImplementedError

    def lines(self, width: int) -> list[str]:
        """Return the code on as many lines as it needs to stay within `width` characters."""
        del width
        return [self.flat()]


@dataclass(frozen=True)
class Text(Code):
    """A token: a literal or a name, already quoted."""

    text: str

    def flat(self) -> str:
        """Return the code on one line."""
        return self.text


@dataclass(frozen=True)
class String(Text):
    """A string literal; `value` is what it says."""

    value: str = ""


@dataclass(frozen=True)
class Name(Text):
    """A name that can be assigned to."""


@dataclass(frozen=True)
class Comment(Code):
    """A comment on lines of its own; line breaks in it start new comment lines."""

    text: str

    def flat(self) -> str:
        """Return the code on one line."""
        return "\n".join(self.lines(LINE_WIDTH))

    def lines(self, width: int) -> list[str]:
        """Return the code on as many lines as it needs."""
        import textwrap

        # Control characters could end the comment; R ends lines at \n and \r alone, editors at more.
        clean = "".join(c if c.isprintable() else " " for c in self.text)
        return [f"# {line}" for line in textwrap.wrap(clean, width - 2)] or ["#"]


@dataclass(frozen=True)
class Call(Code):
    """A function call."""

    function: str
    args: tuple[tuple[str, Code], ...] = ()

    def flat(self) -> str:
        """Return the code on one line."""
        return f"{self.function}({', '.join(_arg(n, a.flat()) for n, a in self.args)})"

    def lines(self, width: int) -> list[str]:
        """Return the code on as many lines as it needs."""
        flat = self.flat()
        if len(flat) <= width or not self.args:
            return [flat]
        # Arguments that fit share the line after the bracket.
        within = flat[len(self.function) + 1 : -1]
        if len(within) <= width - 2 and not any(_is_chain(a) for _, a in self.args):
            return [f"{self.function}(", f"  {within}", ")"]
        if self.function == "c" and all(not n and isinstance(a, Text) for n, a in self.args):
            # A long vector runs on like prose.
            return ["c(", *_filled([a.flat() for _, a in self.args], width - 2), ")"]
        out = [f"{self.function}("]
        last = len(self.args) - 1
        for i, (name, arg) in enumerate(self.args):
            prefix = f"{_name_of(name)} = " if name else ""
            inner = arg.lines(width - 2 - len(prefix) - (i < last))
            if len(inner) > 1:
                # Only the first line has the name before it.
                wider = arg.lines(width - 2 - (i < last))
                inner = wider if len(wider) > 1 and len(prefix + wider[0]) <= width - 2 else inner
            out.append("  " + prefix + inner[0])
            out += ["  " + line for line in inner[1:]]
            if i < last:
                out[-1] += ","
        return [*out, ")"]


@dataclass(frozen=True)
class Infix(Code):
    """Terms joined by an operator; each on a line of its own when they don't fit on one."""

    operator: str
    terms: tuple[Code, ...]

    def flat(self) -> str:
        """Return the code on one line."""
        return f" {self.operator} ".join(t.flat() for t in self.terms)

    def lines(self, width: int) -> list[str]:
        """Return the code on as many lines as it needs."""
        flat = self.flat()
        if len(flat) <= width and not _is_chain(self):
            return [flat]
        out: list[str] = []
        if self.operator == "*" and all(isinstance(t, Text) for t in self.terms):
            # The pieces of a formula run on like prose.
            return _filled([t.flat() for t in self.terms], width, sign=" *", hanging=True)
        for i, term in enumerate(self.terms):
            inner = term.lines(width - 2 - len(self.operator) - (2 if i else 0))
            out += [("  " if i else "") + line for line in inner]
            if i < len(self.terms) - 1:
                out[-1] += f" {self.operator}"
        return out


@dataclass(frozen=True)
class Assign(Code):
    """``target <- value``."""

    target: str
    value: Code

    def flat(self) -> str:
        """Return the code on one line."""
        return f"{self.target} <- {self.value.flat()}"

    def lines(self, width: int) -> list[str]:
        """Return the code on as many lines as it needs."""
        inner = self.value.lines(width - len(self.target) - 4)
        if len(inner) > 1:
            inner = self.value.lines(width)
            if len(f"{self.target} <- {inner[0]}") > width:
                inner = self.value.lines(width - len(self.target) - 4)
        return [f"{self.target} <- {inner[0]}", *inner[1:]]


def _filled(items: Sequence[str], width: int, *, sign: str = ",", hanging: bool = False) -> list[str]:
    """Return items with a sign between them on lines of `width` characters, stood in by two.

    Hanging, the first line isn't stood in, and `width` holds what the others are stood in by.
    """
    lines = [""]
    for i, item in enumerate(items):
        text = item + (sign if i < len(items) - 1 else "")
        room = width - 2 if hanging and len(lines) > 1 else width
        if lines[-1] and len(lines[-1]) + 1 + len(text) > room:
            lines.append(text)
        else:
            lines[-1] += f" {text}" if lines[-1] else text
    return [line if hanging and not i else f"  {line}" for i, line in enumerate(lines)]


def _is_chain(code: Code) -> bool:
    """Whether a plot's layers are added up here: each stands on a line of its own."""
    return isinstance(code, Infix) and code.operator == "+" and len(code.terms) > 2 and _has_call(code)


def _has_call(code: Infix) -> bool:
    return any(isinstance(t, Call) for t in code.terms)


def _name_of(name: str) -> str:
    """Return the name of an argument; one with signs that backticks can't hold is a string, as R allows."""
    if _is_plain(name):
        return name
    return quote_name(name) if name and name.isprintable() else quote(name)


def _arg(name: str, text: str) -> str:
    return f"{_name_of(name)} = {text}" if name else text


def _is_plain(name: str) -> bool:
    return bool(_PLAIN.match(name)) and name not in _RESERVED and not re.match(r"\.\.(\.|\d+)\Z", name)


# ---------------------------------------------------------------- quoting


def quote(text: str) -> str:
    """Return any text as an R string literal.

    Raises
    ------
    UsageError
        If it holds a NUL, which no R string can.
    """
    if "\0" in text:
        raise UsageError("a text holds a NUL character, which R can't read", hint="remove it")
    return '"' + "".join(_escaped(c) for c in text) + '"'


def _escaped(char: str) -> str:
    if char in _ESCAPES:
        return _ESCAPES[char]
    # Signs that can't be seen, or that turn the direction of the text around them, are spelt out.
    if char.isprintable():
        return char
    code = ord(char)
    return f"\\u{code:04x}" if code <= 0xFFFF else f"\\U{code:08x}"


def quote_name(name: str) -> str:
    """Return a name as R writes it: plain where it may be, else in backticks.

    Raises
    ------
    UsageError
        If backticks can't hold it; see `col` for columns, which takes any.
    """
    if _is_plain(name):
        return name
    if not name or not all(c.isprintable() for c in name):
        raise UsageError(f"R has no way to write the name {name!r}", hint="use letters, digits and signs")
    return "`" + name.replace("\\", "\\\\").replace("`", "\\`") + "`"


def col(name: str) -> Code:
    """Return a column for ``aes()``: its name, or ``.data[["…"]]`` where no name can be written."""
    if name and all(c.isprintable() for c in name) and not name.startswith(_PRONOUNS):
        return Text(quote_name(name))
    return Text(f".data[[{quote(name)}]]")


def constant(text: str) -> Code:
    """Return code that natfig itself wrote, such as ``rel(0.8)`` or ``after_stat(density)``.

    Raises
    ------
    ValueError
        If it holds a sign that no such code needs.
    """
    if not _CONSTANT.match(text):
        raise ValueError(f"not a constant of natfig's own: {text!r}")
    return Text(text)


def to_code(value: Any) -> Code:
    """Return a value as R code.

    Text becomes a string, numbers stay numbers (``Inf`` and ``NA`` where they are), True and
    False, None (``NULL``), sequences ``c(…)``, mappings ``c(name = …)``.
    """
    if isinstance(value, Code):
        return value
    if value is None:
        return Text("NULL")
    if isinstance(value, str):
        return String(quote(value), value)
    if isinstance(value, Mapping):
        return Call("c", tuple((str(k), to_code(v)) for k, v in value.items()))
    if isinstance(value, Sequence) or (hasattr(value, "tolist") and bool(value.ndim)):
        return Call("c", tuple(("", to_code(v)) for v in value))
    return Text(_number(value))


def _number(value: Any) -> str:
    if hasattr(value, "item"):  # of numpy
        value = value.item()
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, int):
        return str(value)
    number = float(value)
    if math.isnan(number):
        return "NA"
    if math.isinf(number):
        return "Inf" if number > 0 else "-Inf"
    text = repr(number)
    return text.removesuffix(".0")


# ---------------------------------------------------------------- building


def call(function: str, *args: Any, **named: Any) -> Call:
    """Return a call; values are quoted, code stays code.

    Arguments whose name has a dot or is a word of Python's go in by ``**{"axis.text": …}``; a
    trailing underscore is dropped (``from_=`` is ``from``).
    """
    pairs = [("", to_code(a)) for a in args]
    pairs += [(k.rstrip("_"), to_code(v)) for k, v in named.items()]
    return Call(function, tuple(pairs))


def plus(*terms: Code | None) -> Infix:
    """Return ``a + b + …`` without the terms that are None."""
    return Infix("+", tuple(t for t in terms if t is not None))


def column(frame: str, name: str) -> Code:
    """Return a column of a data frame: ``data_a$batch``, or ``data_a[["…"]]`` for other names."""
    return Text(f"{frame}${name}" if _is_plain(name) else f"{frame}[[{quote(name)}]]")


def assign(target: str | Code, value: Any) -> Assign:
    """Return ``target <- value``; the target is a name of natfig's own, or a `column`."""
    return Assign(target if isinstance(target, str) else target.flat(), to_code(value))


def comment(text: str) -> Comment:
    """Return a comment."""
    return Comment(text)


def formatted(statements: Sequence[Code]) -> str:
    """Return statements as lines of R source."""
    return "".join(line + "\n" for s in statements for line in s.lines(LINE_WIDTH))
