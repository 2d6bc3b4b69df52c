"""Selectors: read from text, matched against lxml elements.

What depends on a reader's actions (``:hover``) or on what a figure has no notion of
never matches; what isn't a selector at all makes its whole rule invalid.

Source: Selectors 4, <https://www.w3.org/TR/selectors-4/>.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import NamedTuple

from natfig.core import lazyre
from natfig.qa.readers._svg.declarations import WHITE_SPACE
from natfig.qa.readers._svg.fontvalues import NAME_CHAR, NAME_START, unescape

__all__ = ["ANY", "IDENT", "Attribute", "Complex", "Compound", "Pseudo", "SelectorError", "parse_selectors"]

Specificity = tuple[int, int, int]

# Namespace of a name that may be in any.
ANY = "*"

_MAX_COMPOUNDS = 32
_MAX_NESTING = 4
_MAX_SELECTORS = 100_000

_ESCAPED = r"\\(?:[0-9a-fA-F]{1,6}(?:\r\n|[ \t\n\r\f])?|[^\n\r\f0-9a-fA-F])"
_NAME_CHAR = rf"(?:{NAME_CHAR}|{_ESCAPED})"
IDENT = rf"(?:--|-?(?:{NAME_START}|{_ESCAPED})){_NAME_CHAR}*+"
_SPACE = r"[ \t\n\r\f]*+"
_TYPE = lazyre.compile(rf"(?:(?P<prefix>{IDENT}|\*)?\|(?!=))?(?P<name>{IDENT}|\*)")
_CLASS = lazyre.compile(rf"\.({IDENT})")
_ID = lazyre.compile(rf"#({_NAME_CHAR}++)")
_PSEUDO = rf"(::?)({IDENT})(\(?)"
# Patterns kept as text are compiled by the first selector that needs them.
_ATTRIBUTE = (
    rf"\[{_SPACE}(?:(?P<prefix>{IDENT}|\*)?\|(?!=))?(?P<name>{IDENT}){_SPACE}"
    rf"(?:(?P<operator>[~|^$*]?=){_SPACE}"
    rf"(?:\"(?P<double>(?:[^\"\\\n]|\\.)*+)\"|'(?P<single>(?:[^'\\\n]|\\.)*+)'|(?P<bare>{IDENT}))"
    rf"{_SPACE}(?P<flag>[iIsS])?{_SPACE})?(?:\]|\Z)"
)
_COMBINATOR = lazyre.compile(rf"{_SPACE}([>+~]?){_SPACE}")
_NTH = lazyre.compile(
    rf"(?P<word>odd|even)|(?P<a>[+-]?\d*)n(?:{_SPACE}(?P<sign>[+-]){_SPACE}(?P<b>\d+))?|(?P<only>[+-]?\d+)",
    re.IGNORECASE | re.ASCII,
)

_NEVER_WORDS = (
    "hover active focus focus-within focus-visible visited target target-within checked disabled enabled "
    "indeterminate required optional read-only read-write valid invalid user-valid user-invalid in-range "
    "out-of-range default placeholder-shown autofill fullscreen modal open closed popover-open "
    "picture-in-picture playing paused muted seeking stalled buffering volume-locked current past future "
    "defined host blank local-link -webkit-any-link -webkit-autofill"
)
_NEVER = frozenset(_NEVER_WORDS.split())
_NEVER_WITH_ARGUMENT = frozenset(
    {"dir", "has", "host", "host-context", "state", "active-view-transition-type"}
)
_ELEMENTS_WORDS = (
    "before after first-line first-letter selection marker placeholder backdrop file-selector-button cue "
    "part slotted highlight target-text spelling-error grammar-error details-content view-transition"
)
_ELEMENTS = frozenset(_ELEMENTS_WORDS.split())
_OLD_ELEMENTS = frozenset({"before", "after", "first-line", "first-letter"})
# name → (a, b, counted from the end, only siblings of the same name)
_POSITIONS: dict[str, tuple[tuple[int, int, bool, bool], ...]] = {
    "first-child": ((0, 1, False, False),),
    "last-child": ((0, 1, True, False),),
    "only-child": ((0, 1, False, False), (0, 1, True, False)),
    "first-of-type": ((0, 1, False, True),),
    "last-of-type": ((0, 1, True, True),),
    "only-of-type": ((0, 1, False, True), (0, 1, True, True)),
}
_NTH_KINDS = {
    "nth-child": (False, False),
    "nth-last-child": (True, False),
    "nth-of-type": (False, True),
    "nth-last-of-type": (True, True),
}


class SelectorError(Exception):
    """The text is not a selector; its rule is left out."""


class Attribute(NamedTuple):
    """``[name operator value]``; the operator is "" where presence is enough."""

    namespace: str
    name: str
    operator: str
    value: str
    fold: bool


class Pseudo(NamedTuple):
    """A pseudo-class.

    `kind` is "never", "root", "empty", "link", "nth" (with `nth`: a, b, from the end, of the
    same name), "lang" (with `languages` in lower case), "not" or "is" (with `inner`).
    """

    kind: str
    nth: tuple[int, int, bool, bool] = (0, 0, False, False)
    inner: tuple[Complex, ...] = ()
    languages: tuple[str, ...] = ()


class Compound(NamedTuple):
    """Conditions on one element; `name` is "*" for any and `namespace` `ANY` for any."""

    namespace: str
    name: str
    ids: tuple[str, ...]
    classes: tuple[str, ...]
    attributes: tuple[Attribute, ...]
    pseudos: tuple[Pseudo, ...]


class Complex(NamedTuple):
    """Compounds joined by combinators (" ", ">", "+", "~"), the last one being the element itself.

    `structural` tells that ancestors matter, `positional` that siblings do.
    """

    compounds: tuple[Compound, ...]
    combinators: tuple[str, ...]
    specificity: Specificity
    structural: bool
    positional: bool

    @property
    def subject(self) -> Compound:
        """The conditions on the element itself."""
        return self.compounds[-1]


def parse_selectors(text: str, namespaces: Mapping[str, str] | None = None) -> tuple[Complex, ...]:
    """Return the selectors of a list.

    Parameters
    ----------
    text : str
        Without comments.
    namespaces : mapping, optional
        URI by prefix as ``@namespace`` declared them; "" is the default one.

    Raises
    ------
    SelectorError
        If any of them is not a selector, or nested beyond what is read.
    """
    parser = _Parser(text.strip(WHITE_SPACE), namespaces or {})
    found = parser.selectors(0, forgiving=False)
    if parser.at < len(parser.text):
        raise SelectorError(text)
    return found


def _languages(text: str) -> tuple[str, ...]:
    """Return the language ranges between the brackets of ``:lang()``."""
    found = []
    for part in text.split(","):
        word = part.strip(WHITE_SPACE)
        if len(word) > 1 and word[0] == word[-1] and word[0] in "\"'":
            word = word[1:-1]
        elif not re.fullmatch(IDENT, word):
            raise SelectorError(text[:80])
        found.append(unescape(word).lower())
    return tuple(found)


def _argument_end(text: str, at: int) -> int:
    """Return where the parenthesis that was opened before `at` closes."""
    depth = 1
    for match in re.compile(r"\\.|\"(?:[^\"\\]|\\.)*+\"?|'(?:[^'\\]|\\.)*+'?|[()]", re.DOTALL).finditer(
        text, at
    ):
        if match[0] == "(":
            depth += 1
        elif match[0] == ")":
            depth -= 1
            if not depth:
                return match.start()
    return len(text)


def _add(a: Specificity, b: Specificity) -> Specificity:
    return a[0] + b[0], a[1] + b[1], a[2] + b[2]


class _Parser:
    def __init__(self, text: str, namespaces: Mapping[str, str]) -> None:
        self.text = text
        self.at = 0
        self.namespaces = namespaces

    def selectors(self, nesting: int, *, forgiving: bool) -> tuple[Complex, ...]:
        if nesting > _MAX_NESTING:
            raise SelectorError(self.text[:80])
        found: list[Complex] = []
        while True:
            try:
                found.append(self.complex(nesting))
            except SelectorError:
                if not forgiving:
                    raise
                comma = self.text.find(",", self.at)
                self.at = len(self.text) if comma < 0 else comma
            if len(found) > _MAX_SELECTORS:
                raise SelectorError(self.text[:80])
            if self.text[self.at : self.at + 1] != ",":
                return tuple(found)
            self.at += 1
            self.space()

    def space(self) -> None:
        while self.text[self.at : self.at + 1] in {" ", "\t", "\n", "\r", "\f"}:
            self.at += 1

    def take(self, pattern: re.Pattern[str]) -> re.Match[str] | None:
        match = pattern.match(self.text, self.at)
        if match is not None:
            self.at = match.end()
        return match

    def complex(self, nesting: int) -> Complex:
        compounds: list[Compound] = []
        combinators: list[str] = []
        total: Specificity = (0, 0, 0)
        while True:
            compound, specificity = self.compound(nesting)
            compounds.append(compound)
            total = _add(total, specificity)
            start = self.at
            match = self.take(_COMBINATOR)
            ended = self.at >= len(self.text) or self.text[self.at] == ","
            combinator = "" if match is None else match[1]
            if ended and not combinator:
                break
            if not combinator and self.at == start:
                raise SelectorError(self.text[:80])
            combinators.append(combinator or " ")
            if len(compounds) >= _MAX_COMPOUNDS:
                raise SelectorError(self.text[:80])
        inner = [one for c in compounds for p in c.pseudos for one in p.inner]
        return Complex(
            tuple(compounds),
            tuple(combinators),
            total,
            structural=bool(combinators) or any(one.structural for one in inner),
            positional=not {"+", "~"}.isdisjoint(combinators)
            or any(p.kind in {"nth", "empty"} for c in compounds for p in c.pseudos)
            or any(one.positional for one in inner),
        )

    def namespace(self, match: re.Match[str], default: str) -> str:
        """Return the namespace that a name's prefix stands for."""
        if "|" not in match[0][: match.start("name") - match.start()]:
            return default
        prefix = match["prefix"] or ""
        if prefix in {"", ANY}:
            return prefix
        try:
            return self.namespaces[unescape(prefix)]
        except KeyError:
            raise SelectorError(prefix) from None

    def compound(self, nesting: int) -> tuple[Compound, Specificity]:
        start = self.at
        namespace, name = self.namespaces.get("", ANY), "*"
        ids: list[str] = []
        classes: list[str] = []
        attributes: list[Attribute] = []
        pseudos: list[Pseudo] = []
        extra: Specificity = (0, 0, 0)
        if match := self.take(_TYPE):
            namespace = self.namespace(match, namespace)
            name = unescape(match["name"])
        while True:
            if match := self.take(_CLASS):
                classes.append(unescape(match[1]))
            elif match := self.take(_ID):
                ids.append(unescape(match[1]))
            elif self.text.startswith("[", self.at) and (
                match := self.take(re.compile(_ATTRIBUTE, re.DOTALL))
            ):
                attributes.append(self.attribute(match))
            elif self.text.startswith(":", self.at) and (match := self.take(re.compile(_PSEUDO))):
                added, specificity = self.pseudo(match, nesting)
                pseudos.extend(added)
                extra = _add(extra, specificity)
            else:
                break
        if self.at == start:
            raise SelectorError(self.text[:80])
        specificity = (len(ids), len(classes) + len(attributes), int(name != "*"))
        compound = Compound(namespace, name, tuple(ids), tuple(classes), tuple(attributes), tuple(pseudos))
        return compound, _add(specificity, extra)

    def attribute(self, match: re.Match[str]) -> Attribute:
        value = match["double"]
        if value is None:
            value = match["single"] if match["single"] is not None else match["bare"] or ""
        return Attribute(
            self.namespace(match, ""),
            unescape(match["name"]),
            match["operator"] or "",
            unescape(value),
            (match["flag"] or "").lower() == "i",
        )

    def pseudo(self, match: re.Match[str], nesting: int) -> tuple[list[Pseudo], Specificity]:
        colons, name, called = match[1], unescape(match[2]).lower(), bool(match[3])
        argument = ""
        if called:
            end = _argument_end(self.text, self.at)
            argument = self.text[self.at : end].strip(WHITE_SPACE)
            self.at = min(len(self.text), end + 1)
        if colons == "::" or name in _OLD_ELEMENTS:
            if name not in _ELEMENTS and not name.startswith("-webkit-"):
                raise SelectorError(name)
            return [Pseudo("never")], (0, 0, 1)
        if called:
            return self.functional(name, argument, nesting)
        one = (0, 1, 0)
        if name in _POSITIONS:
            return [Pseudo("nth", nth) for nth in _POSITIONS[name]], one
        if name in {"root", "scope"}:
            return [Pseudo("root")], one
        if name in {"link", "any-link"}:
            return [Pseudo("link")], one
        if name == "empty":
            return [Pseudo("empty")], one
        if name in _NEVER:
            return [Pseudo("never")], one
        raise SelectorError(name)

    def functional(self, name: str, argument: str, nesting: int) -> tuple[list[Pseudo], Specificity]:
        one = (0, 1, 0)
        if name in _NTH_KINDS:
            nth = _NTH.fullmatch(argument)
            if nth is None:
                if re.search(r"\sof\s", argument):  # "2 of .a" is valid and too rare to be read
                    return [Pseudo("never")], one
                raise SelectorError(argument)
            return [Pseudo("nth", (*_steps(nth), *_NTH_KINDS[name]))], one
        if name in {"is", "where", "not", "matches", "-webkit-any"}:
            inside = _Parser(argument, self.namespaces)
            inner = inside.selectors(nesting + 1, forgiving=name != "not")
            if inside.at < len(argument):
                raise SelectorError(argument)
            highest = max((one.specificity for one in inner), default=(0, 0, 0))
            kind = "not" if name == "not" else "is"
            return [Pseudo(kind, inner=inner)], (0, 0, 0) if name == "where" else highest
        if name == "lang":
            return [Pseudo("lang", languages=_languages(argument))], one
        if name in _NEVER_WITH_ARGUMENT:
            return [Pseudo("never")], one
        raise SelectorError(name)


def _steps(nth: re.Match[str]) -> tuple[int, int]:
    """Return a and b of "an+b", cut to what any document could have."""
    if nth["word"]:
        return 2, int(nth["word"].lower() == "odd")
    if nth["only"]:
        return 0, _small(nth["only"])
    a = _small(nth["a"] + "1" if nth["a"] in {"", "+", "-"} else nth["a"])
    return a, _small(f"{nth['sign'] or ''}{nth['b'] or 0}")


def _small(digits: str) -> int:
    value = int(digits[:12])
    return max(-1_000_000_000, min(1_000_000_000, value))
