"""What a fix is.

A fix changes the parsed tree through `Draft`, which can take everything back, and says
in words what it did. The engine (`natfig.qa.fix`) reads the result again, as any other
file, and takes back what brought a finding that was not there before.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from natfig.core.findings import Finding, Severity, Where

if TYPE_CHECKING:
    from natfig.qa.check import Context
    from natfig.qa.document import Document
    from natfig.qa.fixes._draft import Draft

__all__ = ["Change", "Fixer", "Job", "Kept", "quoted", "shorten"]

_LONG = 30


@dataclass(frozen=True, slots=True)
class Change:
    """One thing that was changed.

    Parameters
    ----------
    key : object
        Names it across tries, so that one change that does harm can be left out while
        the others stay.
    says : str
        What was done, for the report.
    texts : frozenset of int
        Indices in `Document.elements` of the texts it changes; a new finding at one of
        them is its fault.
    label, from_pt : str, float or None
        What it is about, and of a text that was raised its old size: many of a kind are
        told in one line.
    many : str
        What is said of many, before their labels.
    """

    key: object
    says: str
    texts: frozenset[int] = frozenset()
    label: str | None = None
    from_pt: float | None = None
    many: str = ""


@dataclass(frozen=True, slots=True)
class Kept:
    """Something that was found, or is of the kind, and was left; `says` ends with the reason."""

    code: str
    says: str


@dataclass(slots=True)
class Job:
    """What a fixer works on.

    Parameters
    ----------
    draft : Draft
    document : Document
        Read from the draft's own tree: `document.source.run_elements` are its elements.
    context : Context
    without : frozenset
        Keys of changes that must not be made.
    is_spared : callable
        ``is_spared(finding)``: the configuration says that it may stay.
    found : frozenset of str
        Codes of what is to be mended.
    """

    draft: Draft
    document: Document
    context: Context
    without: frozenset[object] = frozenset()
    is_spared: Callable[[Finding], bool] = field(default=lambda _: False)
    found: frozenset[str] = frozenset()

    def spares(self, code: str, *, text: str | None = None, panel: str | None = None) -> bool:
        """Return whether findings of a code, at a text, may stay."""
        return self.is_spared(Finding(code, Severity.INFO, "", Where(panel=panel, text=text)))


Apply = Callable[[Job], Iterator[Change | Kept]]


@dataclass(frozen=True, slots=True)
class Fixer:
    """One fix.

    Parameters
    ----------
    id : str
        Name of its file.
    codes : tuple of str
        Findings it mends; the first stands before what it says.
    order : int
        Lower ones come first.
    apply : callable
        ``apply(job)`` changes the draft and yields what it changed, and what it left
        and why.
    moves_text : bool
        It may change how wide or tall texts are, so its changes are tried and taken
        back one by one. The others are applied together.
    is_owed : bool
        Never taken back: a file that may run is worse than any other finding.
    """

    id: str
    codes: tuple[str, ...]
    order: int
    apply: Apply
    moves_text: bool = False
    is_owed: bool = False


def shorten(text: str) -> str:
    """Return a text for a message: on one line, cut at 30 characters."""
    text = " ".join(text.split())
    return text if len(text) <= _LONG else text[: _LONG - 1].rstrip() + "…"


def quoted(texts: list[str], limit: int = 3) -> str:
    """Return a few different texts in quotation marks, and "…" where there are more."""
    different = list(dict.fromkeys(map(shorten, texts)))
    return ", ".join(f"'{t}'" for t in different[:limit]) + (", …" if len(different) > limit else "")
