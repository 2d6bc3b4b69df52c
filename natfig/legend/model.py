"""A legend in parts: its title, what is said of each panel, and what holds of several."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from natfig.journals.model import Value
from natfig.legend.house import House

__all__ = ["Legend", "Part", "Run", "Statement", "count_words"]

# Symbols that stand in italics in front of a relation: n = 5, P < 0.001.
_SYMBOL = re.compile(
    r"(?<![\w.])(?:[nNPptFUWHrq]|[χηρ])(?=²?[\u00a0 ]?(?:\([\d., \u00a0]+\)[\u00a0 ]?)?[=<>≤≥]| counts )"
)
_TOKEN = re.compile(r"\S+")
_ALNUM = re.compile(r"\w")


def count_words(text: str) -> int:
    """Return how many words a text has: what stands between blanks and holds a letter or a digit."""
    return sum(1 for m in _TOKEN.finditer(text) if _ALNUM.search(m[0]))


@dataclass(frozen=True, slots=True)
class Run:
    """A piece of text of one look."""

    text: str
    bold: bool = False
    italic: bool = False


@dataclass(frozen=True, slots=True)
class Statement:
    """One sentence of a legend.

    Parameters
    ----------
    topic : str
        "data" (centre, spread and n), "n", "marks", "test", "stars", "fit", "image", "scale bar", "left out",
        "abbreviation", "claim", "example", "source".
    text : str
        With its full stop.
    is_needed : bool
        Whether journals demand it; what they don't is left out first where words are scarce.
    said_by : str
        Regular expression: an author's own text that matches says the same already.
    short : str
        The same in fewer words, for legends that are too long; empty where there is no shorter form.
    otherwise : Statement or None
        What is left to be said when the author has said this: n, where centre and spread are known.
    """

    topic: str
    text: str
    is_needed: bool = True
    said_by: str = ""
    short: str = ""
    otherwise: Statement | None = None

    def unless_in(self, said: str) -> Statement | None:
        """Return what of the statement an author's text does not say yet."""
        if not self.text or not (said and self.said_by and re.search(self.said_by, said, re.IGNORECASE)):
            return self if self.text else None
        return None if self.otherwise is None else self.otherwise.unless_in(said)


@dataclass(frozen=True, slots=True)
class Part:
    """What is said of one panel, of several (a joint statement) or of the figure (no letters)."""

    letters: tuple[str, ...]
    text: str
    statements: tuple[Statement, ...] = ()

    @property
    def sentences(self) -> str:
        """The text and the statements after it, as one string."""
        return " ".join(filter(None, [self.text, *(s.text for s in self.statements)]))

    def to_json(self) -> dict[str, Any]:
        """Return plain values."""
        said = [{"topic": s.topic, "text": s.text, "needed": s.is_needed} for s in self.statements]
        return {"panels": list(self.letters), "text": self.text, "statements": said}


@dataclass(frozen=True)
class Legend:
    """The legend of one figure.

    Attributes
    ----------
    id : str
        Of the figure.
    title : str
        One sentence with its full stop.
    parts : tuple of Part
        Panels in order, then joint statements, then what concerns the whole figure.
    house : House
        How the journal writes letters and numbers of figures.
    number : int or None
        Of the figure in the paper; None leaves it to whoever sets the paper.
    limit : Value or None
        The journal's limit of words.
    title_limit : Value or None
        Of the title.
    left_out : tuple of Statement
        What was left out to keep the limit; nothing a journal demands is among it.
    is_shortened : bool
        Whether statements were replaced by shorter forms.
    unknown : tuple of str
        What only a render knows, and nothing was rendered.
    warnings : tuple of str
        What the author has to say because natfig can't know it.
    """

    id: str
    title: str
    parts: tuple[Part, ...]
    house: House
    number: int | None = None
    limit: Value | None = None
    title_limit: Value | None = None
    left_out: tuple[Statement, ...] = ()
    is_shortened: bool = False
    unknown: tuple[str, ...] = ()
    warnings: tuple[str, ...] = field(default=())

    def heading(self) -> list[Run]:
        """Return number and title, in bold."""
        return [Run(self.house.prefix(self.number) + self.title, bold=True)]

    def body(self) -> list[Run]:
        """Return everything after the title."""
        runs: list[Run] = []
        for part in self.parts:
            if runs:
                runs.append(Run(" "))
            runs += [Run(t, bold, italic) for t, bold, italic in self.house.letters(part.letters)]
            runs += _with_symbols(part.sentences)
        return runs

    def runs(self) -> list[Run]:
        """Return the whole legend as one paragraph."""
        body = self.body()
        return [*self.heading(), *([Run(" "), *body] if body else [])]

    @property
    def text(self) -> str:
        """The legend without any markup."""
        return "".join(run.text for run in self.runs())

    @property
    def words(self) -> int:
        """Words as journals count them; the figure's number is one of them."""
        return count_words(self.text)

    @property
    def title_words(self) -> int:
        """Words of the title without the figure's number."""
        return count_words(self.title)


def _with_symbols(text: str) -> Iterator[Run]:
    """Yield a text with statistical symbols in italics."""
    at = 0
    for match in _SYMBOL.finditer(text):
        if match.start() > at:
            yield Run(text[at : match.start()])
        yield Run(match[0], italic=True)
        at = match.end()
    if at < len(text):
        yield Run(text[at:])
