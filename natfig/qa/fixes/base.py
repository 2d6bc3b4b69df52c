"""What a fix is.

A fix changes the parsed tree and says in words what it did. The engine
(`natfig.qa.fix`) reads the result again, as any other file, and takes back what
brought a finding that was not there before.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from lxml import etree

    from natfig.qa.check import Context
    from natfig.qa.document import Document

__all__ = ["Change", "Fixer", "declared", "set_declared"]


@dataclass(slots=True)
class Change:
    """One thing that was changed.

    `key` names it across tries (a run's number), so that one change that does harm can
    be left out while the others stay; `says` is the sentence for the report.
    """

    key: object
    says: str


Apply = Callable[["etree._ElementTree", "Document", "Context", frozenset[object]], Iterable[Change]]


@dataclass(frozen=True, slots=True)
class Fixer:
    """One fix.

    Parameters
    ----------
    id : str
        Name of its file.
    codes : tuple of str
        Findings it mends.
    order : int
        Lower ones come first.
    apply : callable
        ``apply(tree, document, context, without)`` changes the tree in place and
        returns what it changed; keys in `without` are left alone. `document` was read
        from this very tree (`document.source.run_elements` are its elements).
    """

    id: str
    codes: tuple[str, ...]
    order: int
    apply: Apply


def declared(element: Any, name: str) -> str | None:
    """Return a property from an element's style attribute or its presentation attribute, or None."""
    for part in (element.get("style") or "").split(";"):
        key, _, value = part.partition(":")
        if key.strip().lower() == name:
            return str(value).strip()
    value = element.get(name)
    return None if value is None else str(value)


def set_declared(element: Any, name: str, value: str) -> None:
    """Set a property so that it wins.

    It goes into the style attribute where there is one or a sheet may speak, else where it was.
    """
    style = element.get("style")
    parts = [p for p in (style or "").split(";") if p.strip()]
    kept = [p for p in parts if p.partition(":")[0].strip().lower() != name]
    if style is None and element.get(name) is not None and element.get("class") is None:
        element.set(name, value)
        return
    element.set("style", "; ".join([*(p.strip() for p in kept), f"{name}: {value}"]))
