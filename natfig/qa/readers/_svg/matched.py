"""Which rules match an element, found through indexes and remembered by what they look at."""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, NamedTuple

from natfig.core import lazyre
from natfig.qa.readers._svg.declarations import Block
from natfig.qa.readers._svg.matching import Matcher, TooMuch
from natfig.qa.readers._svg.selectors import ANY, Complex, Compound
from natfig.qa.readers._svg.sheet import Sheet

if TYPE_CHECKING:
    from lxml import etree

__all__ = ["Matched", "RuleBook"]

# Comparisons of an element with a selector that one document is granted: seconds, not
# minutes. A figure of 400,000 marks and a dozen rules takes a few thousand, since marks
# that look alike are matched once.
MAX_STEPS = 4_000_000
_MOST_KEPT = 100_000
_MOST_PARENTS = 1024
_SPACES = lazyre.compile(r"[ \t\n\r\f]+")


class Matched:
    """The declarations of all rules that match an element; equal sets of rules share one."""

    __slots__ = ("block",)

    def __init__(self, block: Block) -> None:
        self.block = block


class _Entry(NamedTuple):
    """One selector of one rule; the higher rank wins, that of `!important` goes by layers backwards."""

    selector: Complex
    block: Block
    rank: int
    important_rank: int


class _Index:
    """Entries by what their last compound asks for, the rarest first."""

    def __init__(self) -> None:
        self.ids: dict[str, list[int]] = {}
        self.classes: dict[str, list[int]] = {}
        self.tags: dict[str, list[int]] = {}
        self.attributes: dict[str, list[int]] = {}
        self.anywhere: list[int] = []

    def add(self, number: int, subject: Compound) -> None:
        named = [a.name for a in subject.attributes if not a.namespace]
        if subject.ids:
            self.ids.setdefault(subject.ids[0], []).append(number)
        elif subject.classes:
            self.classes.setdefault(subject.classes[0], []).append(number)
        elif subject.name != "*":
            self.tags.setdefault(subject.name, []).append(number)
        elif named:
            self.attributes.setdefault(named[0], []).append(number)
        else:
            self.anywhere.append(number)

    def candidates(
        self, name: str, own_id: str | None, classes: tuple[str, ...], element: Any
    ) -> Iterator[int]:
        """Yield the entries that may match an element."""
        yield from self.anywhere
        if own_id is not None and self.ids:
            yield from self.ids.get(own_id, ())
        if self.classes:
            for one in classes:
                yield from self.classes.get(one, ())
        if self.tags:
            yield from self.tags.get(name, ())
        for attribute, entries in self.attributes.items():
            if element.get(attribute) is not None:
                yield from entries


class _Facets:
    """What selectors look at in an element: its signature is no more than that."""

    def __init__(self) -> None:
        self.ids: set[str] = set()
        self.classes: set[str] = set()
        self.attributes: set[str] = set()
        self.all_attributes = False
        self.structural = False

    def add(self, selector: Complex) -> None:
        self.structural = self.structural or selector.structural
        for compound in selector.compounds:
            self.ids.update(compound.ids)
            self.classes.update(compound.classes)
            for a in compound.attributes:
                self.all_attributes = self.all_attributes or a.namespace == ANY
                self.attributes.add(f"{{{a.namespace}}}{a.name}" if a.namespace else a.name)
            for pseudo in compound.pseudos:
                if pseudo.kind == "link":
                    self.attributes |= {"href", "{http://www.w3.org/1999/xlink}href"}
                if pseudo.kind == "lang":
                    self.attributes |= {"lang", "{http://www.w3.org/XML/1998/namespace}lang"}
                if pseudo.kind in {"root", "lang"}:  # what lies around it decides
                    self.structural = True
                for inner in pseudo.inner:
                    self.add(inner)


class RuleBook:
    """All rules of a document, ready to be matched."""

    def __init__(self, sheet: Sheet) -> None:
        self.incomplete = "its style sheets hold more rules than are read" if sheet.is_cut else None
        self._matcher = Matcher(MAX_STEPS)
        self._entries = _ranked(sheet)
        self._facets = _Facets()
        self._fixed, self._positional = _Index(), _Index()
        for number, entry in enumerate(self._entries):
            self._facets.add(entry.selector)
            index = self._positional if entry.selector.positional else self._fixed
            index.add(number, entry.selector.subject)
        self._has_positional = any(entry.selector.positional for entry in self._entries)
        self._attributes = tuple(sorted(self._facets.attributes))
        self._classes: dict[str, tuple[str, ...]] = {}
        self._numbers: dict[Any, tuple[int, ...]] = {}
        self._cache: dict[Any, Matched] = {}
        self._sets: dict[tuple[int, ...], Matched] = {}
        self._contexts: dict[Any, int] = {}
        self._known: dict[etree._Element, int] = {}

    @property
    def sees_more(self) -> bool:
        """Whether siblings that agree in tag, class, id and style attributes may still look different."""
        return self._has_positional or self._facets.all_attributes or bool(self._attributes)

    @property
    def sees_ids(self) -> bool:
        """Whether any rule names an id."""
        return bool(self._facets.ids)

    def matched(self, element: etree._Element) -> Matched:
        """Return the declarations of the rules that match."""
        key: Any = self._signature(element)
        if self._facets.structural:
            key = (self._context(element.getparent()), key)
        if not self._has_positional:
            found = self._cache.get(key)
            if found is None:
                found = self._set(self._matching(self._fixed, element))
                if len(self._cache) >= _MOST_KEPT:
                    self._cache.clear()
                self._cache[key] = found
            return found
        numbers = self._numbers.get(key)
        if numbers is None:
            numbers = self._matching(self._fixed, element)
            if len(self._numbers) >= _MOST_KEPT:
                self._numbers.clear()
            self._numbers[key] = numbers
        return self._set(numbers + self._matching(self._positional, element))

    def _signature(self, element: etree._Element) -> tuple[Any, ...]:
        """Return what rules can see of an element itself."""
        facets = self._facets
        own_id = element.get("id") if facets.ids else None
        if own_id is not None and own_id not in facets.ids:
            own_id = None
        classes: tuple[str, ...] = ()
        if facets.classes and (text := element.get("class")) is not None:
            classes = self._classes_of(str(text))
        if facets.all_attributes:
            return element.tag, own_id, classes, tuple(element.items())
        if self._attributes:
            return element.tag, own_id, classes, *map(element.get, self._attributes)
        return element.tag, own_id, classes

    def _classes_of(self, text: str) -> tuple[str, ...]:
        """Return the names in a `class` attribute that any rule mentions."""
        found = self._classes.get(text)
        if found is None:
            found = tuple(sorted(self._facets.classes.intersection(_SPACES.split(text))))
            if len(self._classes) >= _MOST_KEPT:
                self._classes.clear()
            self._classes[text] = found
        return found

    def _context(self, parent: etree._Element | None) -> int:
        """Return a number that stands for what rules can see of all elements around one."""
        known = self._known
        if parent is None:
            return 0
        if (number := known.get(parent)) is not None:
            return number
        if len(known) > _MOST_PARENTS:
            known.clear()
        chain: list[etree._Element] = []
        while parent is not None and parent not in known:
            chain.append(parent)
            parent = parent.getparent()
        number = 0 if parent is None else known[parent]
        for element in reversed(chain):
            key = (number, self._signature(element))
            number = self._contexts.setdefault(key, len(self._contexts) + 1)
            known[element] = number
        return number

    def _matching(self, index: _Index, element: etree._Element) -> tuple[int, ...]:
        name = str(element.tag).rpartition("}")[2]
        own_id = element.get("id")
        classes = tuple(dict.fromkeys(_SPACES.split(str(element.get("class") or ""))))
        found: list[int] = []
        try:
            found.extend(
                number
                for number in index.candidates(name, own_id, classes, element)
                if self._matcher.matches(self._entries[number].selector, element)
            )
        except TooMuch:
            self.incomplete = "its style sheets take too long to apply to so many elements"
            return ()
        return tuple(found)

    def _set(self, numbers: tuple[int, ...]) -> Matched:
        found = self._sets.get(numbers)
        if found is None:
            if len(self._sets) >= _MOST_KEPT:
                self._sets.clear()
            found = self._sets[numbers] = Matched(self._merged(numbers))
        return found

    def _merged(self, numbers: tuple[int, ...]) -> Block:
        normal: dict[str, Any] = {}
        important: dict[str, Any] = {}
        entries = [self._entries[number] for number in numbers]
        try:
            self._matcher.spend(sum(1 + len(e.block.normal) + len(e.block.important) for e in entries))
        except TooMuch:
            self.incomplete = "its style sheets take too long to apply to so many elements"
            return Block(normal, important)
        for entry in sorted(entries, key=lambda e: e.rank):
            normal.update(entry.block.normal)
        for entry in sorted(entries, key=lambda e: e.important_rank):
            important.update(entry.block.important)
        return Block(normal, important)


def _ranked(sheet: Sheet) -> list[_Entry]:
    """Return all entries with their ranks: layer, then specificity, then order."""
    pairs = [(selector, rule) for rule in sheet.rules for selector in rule.selectors]
    # Rules outside of any layer come after it, and a layer's own after those of layers inside it.
    layers = [(*rule.layer, math.inf) for _, rule in pairs]
    order = sorted(range(len(pairs)), key=lambda i: (layers[i], pairs[i][0].specificity, i))
    backwards = sorted(
        range(len(pairs)), key=lambda i: (tuple(-n for n in layers[i]), pairs[i][0].specificity, i)
    )
    ranks, important = [0] * len(pairs), [0] * len(pairs)
    for rank, i in enumerate(order):
        ranks[i] = rank
    for rank, i in enumerate(backwards):
        important[i] = rank
    return [_Entry(selector, rule.block, ranks[i], important[i]) for i, (selector, rule) in enumerate(pairs)]
