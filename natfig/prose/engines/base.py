"""What a grammar engine has to be able to do."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Protocol

from natfig.core.record import dataclass

__all__ = ["EngineOptions", "GrammarEngine", "Match"]


@dataclass(frozen=True, slots=True)
class Match:
    """What an engine found in one text.

    Parameters
    ----------
    start, end : int
        Code points of the text it was given.
    rule : str
        The engine's own name for the rule.
    message : str
    replacements : tuple of str
        The best first; an empty text deletes.
    category : str
        "spelling", "grammar", "punctuation", "style" or the engine's own word.
    """

    start: int
    end: int
    rule: str
    message: str
    replacements: tuple[str, ...] = ()
    category: str = "grammar"


@dataclass(frozen=True, slots=True)
class EngineOptions:
    """What an engine is told.

    Parameters
    ----------
    spelling : str
        "en-US", "en-GB" or "en-GB-oxendict".
    words : collection of str
        Words that are right: the ledger's, and the scientific list.
    address : str
        Of a server that is running; "" starts one where the engine needs one.
    """

    spelling: str = "en-US"
    words: Collection[str] = frozenset()
    address: str = ""


class GrammarEngine(Protocol):
    """One engine; a module of this folder holds an object of it named ``engine``.

    One that takes long to wake may have ``get_ready(draft: bytes)``, which is called before the
    draft is read and returns at once.
    """

    id: str

    def check(self, texts: Sequence[str], options: EngineOptions) -> list[list[Match]]:
        """Return what is found in each text.

        Raises
        ------
        MissingRuntimeError
            If what it needs isn't installed; the message says how to get it.
        ServiceError
            If a server doesn't answer.
        """
        ...
