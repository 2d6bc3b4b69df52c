"""Claims: numbers computed from the data at every render, and what must hold of them."""

from __future__ import annotations

import datetime as dt
import decimal
import math
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from natfig.core.errors import DataError, Problem, SpecError, did_you_mean

if TYPE_CHECKING:
    from natfig.data.load import Located, Tables
    from natfig.spec.models import Claim

__all__ = [
    "Assertion",
    "ClaimResult",
    "evaluate_claims",
    "fill",
    "format_value",
    "names_in",
    "parse_assertion",
    "text_problems",
]

_NUMBER = r"[-+−]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][-+]?\d+)?"
_COMPARE = re.compile(rf"\s*(>=|<=|==|!=|>|<|≥|≤|=)\s*({_NUMBER})\s*")
_BETWEEN = re.compile(rf"\s*between\s+({_NUMBER})\s+and\s+({_NUMBER})\s*", re.IGNORECASE)
_SAME = {"≥": ">=", "≤": "<=", "=": "=="}
_TESTS: Mapping[str, Callable[[float, float], bool]] = {
    ">": lambda v, b: v > b,
    ">=": lambda v, b: v >= b,
    "<": lambda v, b: v < b,
    "<=": lambda v, b: v <= b,
    "==": lambda v, b: v == b,
    "!=": lambda v, b: v != b,
}
_HOW = 'write such as ">= 1.5", "< 0.05", "== 344" or "between 1 and 2"'
_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")
_BRACES = re.compile(r"\{\{|\}\}|(?P<math>(?:[_^]|\\[A-Za-z]+)\{[^{}]*\})|\{(?P<name>[^{}]*)\}|[{}]")
# A format such as ".999999999f" would fill the memory.
_MOST_DIGITS = 3

Value = float | int | str | bool


@dataclass(frozen=True, slots=True)
class Assertion:
    """What must hold of a value.

    Attributes
    ----------
    operator : str
        ">", ">=", "<", "<=", "==", "!=" or "between" (both ends included).
    bounds : tuple of float
        One number, or two for "between".
    text : str
        As written.
    """

    operator: str
    bounds: tuple[float, ...]
    text: str

    def holds(self, value: Value) -> bool:
        """Return whether a number is as asserted.

        Raises
        ------
        DataError
            If the value is text.
        """
        if isinstance(value, str):
            raise DataError(f"the value is text ('{value}'), which cannot be compared")
        number = float(value)
        if self.operator == "between":
            return self.bounds[0] <= number <= self.bounds[1]
        return _TESTS[self.operator](number, self.bounds[0])


@dataclass(frozen=True, slots=True)
class ClaimResult:
    """A claim on the data.

    Attributes
    ----------
    value : number, text or bool
        What the SQL gives.
    assertion : str or None
        As written.
    holds : bool
        True also when nothing is asserted.
    text : str
        The value formatted, with its unit, for legends and annotations.
    """

    value: Value
    assertion: str | None
    holds: bool
    text: str


def parse_assertion(text: str) -> Assertion:
    """Return an assertion from its text; nothing is evaluated.

    Raises
    ------
    DataError
        If it has another form.
    """
    if match := _COMPARE.fullmatch(text):
        return Assertion(_SAME.get(match[1], match[1]), (_number(match[2]),), text.strip())
    if match := _BETWEEN.fullmatch(text):
        low, high = _number(match[1]), _number(match[2])
        if low > high:
            raise DataError(
                f"assert: '{text}' has its ends the wrong way round",
                hint=f"write between {match[2]} and {match[1]}",
            )
        return Assertion("between", (low, high), text.strip())
    raise DataError(f"assert: '{text}' is not an assertion", hint=_HOW)


def _number(text: str) -> float:
    return float(text.replace("−", "-"))


def format_value(value: Value, form: str, unit: str = "") -> str:
    """Return a value as text: Python's format, a true minus, the unit after a space (no space before %).

    Raises
    ------
    DataError
        If the format is none, or not one for this value.
    """
    if any(len(digits) > _MOST_DIGITS for digits in re.findall(r"\d+", form)):
        raise DataError(f"format: '{form}' asks for too many digits")
    number: Any = value
    if isinstance(value, float) and value.is_integer() and form[-1:] in ("d", "n"):
        number = int(value)
    if isinstance(value, str) and form == "g":
        form = ""
    try:
        text = format(number, form)
    except (ValueError, TypeError, OverflowError):
        what = "text" if isinstance(value, str) else f"{value!r}"
        raise DataError(
            f"format: '{form}' does not fit {what}",
            hint='write a Python format such as ".2f", ",.0f" or ".1%"',
        ) from None
    if not isinstance(value, str) and text.startswith("-"):
        text = "−" + text[1:]
    if not unit:
        return text
    return f"{text}{unit}" if unit in ("%", "‰", "°", "′", "″") else f"{text} {unit}"


def evaluate_claims(loaded: Located, tables: Tables) -> dict[str, ClaimResult]:
    """Evaluate every claim of a spec.

    Raises
    ------
    DataError
        With all that cannot be evaluated. A claim that does not hold is no error here.
    """
    results: dict[str, ClaimResult] = {}
    problems: list[Problem] = []
    for name, claim in loaded.spec.claims.items():
        key = "value"
        try:
            _check_name(name)
            key = "assert"
            assertion = parse_assertion(claim.assertion) if claim.assertion is not None else None
            key = "value"
            value = _value(tables, claim)
            holds = assertion is None or assertion.holds(value)
            key = "format"
            text = format_value(value, claim.format, claim.unit)
            results[name] = ClaimResult(value, claim.assertion, holds, text)
        except DataError as error:
            where = loaded.place("claims", name, key)
            problems += [where.with_message(f"claims.{name}: {p.message}", p.hint) for p in error.problems]
    if problems:
        raise DataError(problems)
    return results


def _check_name(name: str) -> None:
    if not _NAME.fullmatch(name):
        raise DataError(f"'{name}' cannot stand in {{…}}", hint="name claims with letters, digits and '_'")


def _value(tables: Tables, claim: Claim) -> Value:
    rows, columns = tables.rows(claim.value)
    if columns != 1:
        raise DataError(f"the SQL gives {columns} columns; a claim is one value")
    if len(rows) != 1:
        raise DataError(
            "the SQL gives no row" if not rows else "the SQL gives more than one row",
            hint="a claim is one value",
        )
    value = rows[0][0]
    if value is None:
        raise DataError("the value is missing (NULL)", hint="does the WHERE condition fit any row?")
    if isinstance(value, decimal.Decimal):
        value = float(value)
    if isinstance(value, float) and not math.isfinite(value):
        raise DataError(f"the value is {'not a number' if math.isnan(value) else 'infinite'}")
    if isinstance(value, dt.date | dt.time):
        return value.isoformat()
    if isinstance(value, bool | int | float | str):
        return value
    raise DataError("the value is a list or a record", hint="a claim is a number or text")


def _parts(text: str) -> Iterator[tuple[str, str | None]]:
    r"""Yield the text between names, and the name after it (None after the last part).

    Braces of mathtext (``$x_{i}$``, ``$\mathrm{kg}$``) stay; ``{{`` and ``}}`` are single braces.
    """
    literal = ""
    at = 0
    for match in _BRACES.finditer(text):
        literal += text[at : match.start()]
        at = match.end()
        token = match[0]
        if match["math"]:
            literal += token
        elif token in ("{{", "}}"):
            literal += token[0]
        elif match["name"] is None:
            raise DataError("a brace is not closed", hint="write {{ and }} for braces that stay")
        elif not _NAME.fullmatch(match["name"]):
            hint = "write {name}; its format is set under claims:"
            raise DataError(f"{token} is not the name of a claim", hint=hint)
        else:
            yield literal, match["name"]
            literal = ""
    yield literal + text[at:], None


def names_in(text: str) -> list[str]:
    """Return the names in braces in a text.

    Raises
    ------
    DataError
        If a brace is not closed or holds more than a name.
    """
    return [name for _, name in _parts(text) if name is not None]


def fill(text: str, results: Mapping[str, ClaimResult]) -> str:
    """Return a text with {names} replaced by the claims' values.

    Raises
    ------
    SpecError
        If a name is no claim.
    """
    try:
        for name in names_in(text):
            if name not in results:
                raise SpecError(f"{{{name}}} is no claim", hint=did_you_mean(name, results, what="claims"))
    except DataError as error:
        raise SpecError(error.problems) from None
    return "".join(part + (results[name].text if name is not None else "") for part, name in _parts(text))


def text_problems(loaded: Any) -> list[Problem]:
    """Return the names in legend, titles and annotations of a spec that are no claims."""
    spec = loaded.spec
    texts: list[tuple[tuple[str | int, ...], str]] = []
    if spec.legend is not None:
        if spec.legend.title:
            texts.append((("legend", "title"), spec.legend.title))
        texts += [(("legend", "panels", letter), text) for letter, text in spec.legend.panels.items()]
    for letter, panel in loaded.panels.items():
        at = ("panels", letter)
        texts += [((*at, "annotations", k, "text"), a.text) for k, a in enumerate(panel.annotations)]
        texts += [
            ((*at, "references", k, "label"), r.label) for k, r in enumerate(panel.references) if r.label
        ]
    problems = []
    for keys, text in texts:
        shown = ".".join(map(str, keys))
        try:
            unknown = [n for n in names_in(text) if n not in spec.claims]
        except DataError as error:
            problems += [
                loaded.place(*keys).with_message(f"{shown}: {p.message}", p.hint) for p in error.problems
            ]
            continue
        problems += [
            loaded.place(*keys).with_message(
                f"{shown}: {{{n}}} is no claim", did_you_mean(n, spec.claims, what="claims")
            )
            for n in unknown
        ]
    return problems
