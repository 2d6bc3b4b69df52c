"""Changes of a tree that can be taken back."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

__all__ = ["Edits"]


class Edits:
    """Changes of a tree that can be taken back."""

    def __init__(self) -> None:
        self._undo: list[Callable[[], None]] = []

    def rollback(self, to: int = 0) -> None:
        """Take back everything since there were `to` changes."""
        while len(self._undo) > to:
            self._undo.pop()()

    def __len__(self) -> int:
        return len(self._undo)

    def set(self, element: Any, name: str, value: str | None) -> None:
        """Set an attribute, or remove it with None."""
        old = element.get(name)
        if old == value:
            return
        names = list(element.attrib.items())

        def back() -> None:
            # All anew, so that they stand in their old order.
            element.attrib.clear()
            for key, text in names:
                element.set(key, text)

        self._undo.append(back)
        if value is None:
            del element.attrib[name]
        else:
            element.set(name, value)

    def set_text(self, element: Any, text: str | None) -> None:
        """Set what stands in an element before its first child, or in a comment."""
        old = element.text

        def back() -> None:
            element.text = old

        self._undo.append(back)
        element.text = text

    def drop(self, element: Any) -> None:
        """Remove an element or comment, and keep the text after it."""
        parent, before, tail = element.getparent(), element.getprevious(), element.tail
        old = parent.text if before is None else before.tail

        def back() -> None:
            # Among its siblings first, then the texts between them: lxml moves those along.
            if before is None:
                parent.text = None
                parent.insert(0, element)
                parent.text = old
            else:
                before.tail = None
                before.addnext(element)
                before.tail = old
            element.tail = tail

        self._undo.append(back)
        parent.remove(element)
        element.tail = None
        if tail:
            if before is None:
                parent.text = (old or "") + tail
            else:
                before.tail = (old or "") + tail

    def put_first(self, parent: Any, element: Any) -> None:
        """Make an element the first child, on a line of its own where the others have one."""
        old = parent.text

        def back() -> None:
            parent.remove(element)
            parent.text = old

        self._undo.append(back)
        element.tail = old if old and not old.strip() else None
        parent.insert(0, element)

    def put_after(self, sibling: Any, element: Any) -> None:
        """Put an element after another one, on a line of its own where that has one."""
        tail = sibling.tail

        def back() -> None:
            sibling.getparent().remove(element)
            sibling.tail = tail

        self._undo.append(back)
        # lxml takes what stands after the sibling along.
        sibling.tail = None
        sibling.addnext(element)
        sibling.tail = tail if tail and not tail.strip() else None
        element.tail = tail

    def did(self, back: Callable[[], None]) -> None:
        """Record how to take back a change made elsewhere."""
        self._undo.append(back)
