"""Whether a selector matches an element, within a bounded number of steps."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from natfig.core import lazyre
from natfig.qa.readers._svg.selectors import ANY, Attribute, Complex, Compound, Pseudo

if TYPE_CHECKING:
    from lxml import etree

__all__ = ["Matcher", "TooMuch"]

_XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
_XLINK_HREF = "{http://www.w3.org/1999/xlink}href"
# Deeper than any file that is read.
_MOST_PARENTS = 1024
_SPACES = lazyre.compile(r"[ \t\n\r\f]+")


class TooMuch(Exception):  # noqa: N818 - a budget that is used up, caught by the cascade
    """Matching took more steps than a file is granted."""


class Matcher:
    """Matches selectors against the elements of one document.

    Parameters
    ----------
    steps : int
        How many elements may be compared with a compound selector, or counted as
        siblings, before `TooMuch` is raised.
    """

    def __init__(self, steps: int) -> None:
        self.steps = steps
        # Last answers of `_index` by parent: elements are asked for in document order, so
        # the next sibling is one further on.
        self._last: dict[tuple[etree._Element, bool, bool], tuple[etree._Element, int]] = {}
        # The classes of the element asked about last: many selectors in a row ask about one.
        self._asked: etree._Element | None = None
        self._given: frozenset[str] = frozenset()

    def spend(self, steps: int = 1) -> None:
        """Count work done, and raise `TooMuch` when none is left."""
        self.steps -= steps
        if self.steps < 0:
            raise TooMuch

    def matches(self, selector: Complex, element: etree._Element) -> bool:
        """Return whether the element is one that the selector means."""
        last = len(selector.compounds) - 1
        if not self._compound(selector.compounds[last], element):
            return False
        return not last or self._left(selector, last, element, set())

    def _left(
        self, selector: Complex, i: int, element: etree._Element, failed: set[tuple[int, etree._Element]]
    ) -> bool:
        """Return whether what stands left of compound `i` fits around an element that `i` fits."""
        if i == 0:
            return True
        combinator, compound = selector.combinators[i - 1], selector.compounds[i - 1]
        step = self._parent if combinator in " >" else self._previous
        again = combinator in " ~"
        candidate = step(element)
        while candidate is not None:
            # Where a way was tried in vain once it isn't tried again, or the ways would multiply.
            if again and (i, candidate) in failed:
                return False
            if self._compound(compound, candidate) and self._left(selector, i - 1, candidate, failed):
                return True
            if not again:
                return False
            failed.add((i, candidate))
            candidate = step(candidate)
        return False

    @staticmethod
    def _parent(element: etree._Element) -> etree._Element | None:
        return element.getparent()

    def _previous(self, element: etree._Element) -> etree._Element | None:
        """Return the element before, past comments."""
        before = element.getprevious()
        while before is not None and not _is_element(before):
            self.spend()
            before = before.getprevious()
        return before

    def _compound(self, compound: Compound, element: etree._Element) -> bool:
        self.spend()
        if not _is_element(element):
            return False
        tag = element.tag
        if compound.name != "*" or compound.namespace != ANY:
            namespace, _, name = tag.rpartition("}")
            if compound.name not in {"*", name} or compound.namespace not in {ANY, namespace[1:]}:
                return False
        if compound.ids and any(wanted != element.get("id") for wanted in compound.ids):
            return False
        if compound.classes:
            if element is not self._asked:
                self._asked = element
                self._given = frozenset(_SPACES.split(element.get("class") or ""))
            if not self._given.issuperset(compound.classes):
                return False
        return all(self._attribute(a, element) for a in compound.attributes) and all(
            self._pseudo(p, element) for p in compound.pseudos
        )

    @staticmethod
    def _attribute(wanted: Attribute, element: etree._Element) -> bool:
        if wanted.namespace == ANY:
            given = [v for k, v in element.items() if str(k).rpartition("}")[2] == wanted.name]
        else:
            name = f"{{{wanted.namespace}}}{wanted.name}" if wanted.namespace else wanted.name
            found = element.get(name)
            given = [] if found is None else [found]
        return any(_compare(wanted, str(value)) for value in given)

    def _pseudo(self, pseudo: Pseudo, element: etree._Element) -> bool:
        kind = pseudo.kind
        if kind == "nth":
            return self._nth(pseudo.nth, element)
        if kind == "is":
            return any(self.matches(inner, element) for inner in pseudo.inner)
        if kind == "not":
            return not any(self.matches(inner, element) for inner in pseudo.inner)
        if kind == "lang":
            return self._speaks(pseudo.languages, element)
        if kind == "root":
            return element.getparent() is None
        if kind == "empty":
            return not (element.text or any(_is_element(child) or child.tail for child in element))
        if kind == "link":
            is_link = str(element.tag).rpartition("}")[2] == "a"
            return is_link and (element.get("href") or element.get(_XLINK_HREF)) is not None
        return False

    def _speaks(self, languages: tuple[str, ...], element: etree._Element | None) -> bool:
        """Return whether an element is in one of some languages, or a kind of it ("de-AT" for "de")."""
        while element is not None:
            self.spend()
            own = element.get(_XML_LANG)
            own = element.get("lang") if own is None else own
            if own is not None:
                spoken = str(own).lower()
                return any(
                    spoken == one
                    or (bool(spoken) and one == "*")
                    or (bool(one) and spoken.startswith(f"{one}-"))
                    for one in languages
                )
            element = element.getparent()
        return False

    def _nth(self, nth: tuple[int, int, bool, bool], element: etree._Element) -> bool:
        a, b, backwards, same_name = nth
        parent = element.getparent()
        if parent is None:
            index = 1
        elif a == 0:  # siblings beyond the one place that is meant need not be counted
            index = self._count(element, backwards, same_name, b)
        else:
            index = self._index(element, parent, backwards, same_name)
        if a == 0:
            return index == b
        return (index - b) % a == 0 and (index - b) // a >= 0

    def _siblings(
        self, element: etree._Element, backwards: bool, same_name: bool
    ) -> Iterator[etree._Element]:
        """Yield siblings towards the first one, or with `backwards` towards the last."""
        tag = element.tag
        sibling = element.getnext() if backwards else element.getprevious()
        while sibling is not None:
            self.spend()
            if _is_element(sibling) and (not same_name or sibling.tag == tag):
                yield sibling
            sibling = sibling.getnext() if backwards else sibling.getprevious()

    def _count(self, element: etree._Element, backwards: bool, same_name: bool, stop: int) -> int:
        """Return the place among siblings from 1, or something above `stop` where it lies beyond."""
        count = 1
        for _ in self._siblings(element, backwards, same_name):
            count += 1
            if count > stop:
                break
        return count

    def _index(
        self, element: etree._Element, parent: etree._Element, backwards: bool, same_name: bool
    ) -> int:
        """Return the place among siblings from 1."""
        key = (parent, backwards, same_name)
        known, known_index = self._last.get(key, (None, 0))
        if backwards and known is not None and next(self._siblings(element, False, same_name), None) is known:
            count = known_index - 1
        else:
            count = 1
            for sibling in self._siblings(element, backwards, same_name):
                if sibling is known and not backwards:
                    count += known_index
                    break
                count += 1
        if len(self._last) > _MOST_PARENTS:
            self._last.clear()
        self._last[key] = (element, count)
        return count


def _is_element(node: Any) -> bool:
    """Return whether a node is an element: the tag of comments and the like is a function."""
    return isinstance(node.tag, str)


def _compare(wanted: Attribute, given: str) -> bool:
    operator, value = wanted.operator, wanted.value
    if not operator:
        return True
    if wanted.fold:
        given, value = given.lower(), value.lower()
    if operator == "=":
        return given == value
    if operator == "|=":
        return given == value or given.startswith(f"{value}-")
    if not value:
        return False
    if operator == "~=":
        return value in _SPACES.split(given)
    if operator == "^=":
        return given.startswith(value)
    return given.endswith(value) if operator == "$=" else value in given
