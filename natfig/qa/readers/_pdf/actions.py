"""What in a PDF could run, and what it names outside itself.

Source: ISO 32000-1, sections 12.5, 12.6, 7.11 and 13.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from natfig.qa.document import Active, Link
from natfig.qa.readers._pdf.objects import array, child, key_of, name, walk
from natfig.qa.readers._pdf.painting import file_name

__all__ = ["active_content"]

_MOST = 5000

# Kinds of action → what they are called; those not here only move about in the file.
_ACTIONS = {
    "JavaScript": "JavaScript",
    "Launch": "an action that starts a program",
    "SubmitForm": "an action that sends form data",
    "ImportData": "an action that reads another file",
    "Rendition": "an action that plays media",
    "Sound": "an action that plays a sound",
    "Movie": "an action that plays a film",
    "GoTo3DView": "an action of a 3D view",
    "RichMediaExecute": "an action of rich media",
}
_ANNOTATIONS = {
    "FileAttachment": "attached file",
    "RichMedia": "rich media",
    "Movie": "film",
    "Screen": "screen annotation for media",
    "3D": "3D model",
    "Sound": "sound",
}


class _Found:
    def __init__(self) -> None:
        self.active: dict[str, None] = {}
        self.links: dict[tuple[str, str], None] = {}
        self._seen: set[tuple[int, int]] = set()

    def action(self, first: Any) -> None:
        """Follow an action and those after it."""
        stack, left = [first], 100
        while stack and left:
            left -= 1
            action = stack.pop()
            key = key_of(action)
            if action is None or key in self._seen:
                continue
            if key is not None:
                self._seen.add(key)
            kind = name(child(action, "/S"))
            if kind in _ACTIONS:
                self.active[_ACTIONS[kind]] = None
            if kind in {"GoToR", "Launch", "GoToE", "ImportData"}:
                spec = child(action, "/F")
                href = file_name(spec if spec is not None else child(child(action, "/Win"), "/F"))
                if href:
                    self.links[href, "file"] = None
            following = child(action, "/Next")
            stack.extend(array(following) or ([following] if following is not None else []))

    def triggers(self, owner: Any) -> None:
        """Look at what an object does by itself: /A and the additional actions /AA."""
        self.action(child(owner, "/A"))
        for _, action in _entries(child(owner, "/AA")):
            self.action(action)

    def attached(self, spec: Any) -> None:
        """Note an embedded file."""
        self.active[f"attached file '{file_name(spec) or 'unnamed'}'"] = None


def _entries(obj: Any) -> Iterator[tuple[str, Any]]:
    try:
        yield from list(obj.items())[:1000]
    except (AttributeError, TypeError, ValueError, NotImplementedError, RuntimeError):
        return


def _tree(root: Any) -> Iterator[Any]:
    """Yield the values of a name tree."""
    for node in walk(root, "/Kids", _MOST):
        yield from array(child(node, "/Names"))[1::2]


def active_content(root: Any, page: Any) -> tuple[list[Active], list[Link]]:
    """Return what could run when the file is opened, and what other files its actions name.

    Parameters
    ----------
    root : pikepdf.Dictionary
        The document catalogue.
    page : pikepdf.Dictionary
        The first page.
    """
    found = _Found()
    opening = child(root, "/OpenAction")
    if not array(opening):
        found.action(opening)
    names = child(root, "/Names")
    for script in _tree(child(names, "/JavaScript")):
        found.action(script)
    for spec in [*_tree(child(names, "/EmbeddedFiles")), *array(child(root, "/AF"))]:
        found.attached(spec)
    found.triggers(root)
    found.triggers(page)
    form = child(root, "/AcroForm")
    if child(form, "/XFA") is not None:
        found.active["XFA form"] = None
    for field in array(child(form, "/Fields"))[:_MOST]:
        for node in walk(field, "/Kids", _MOST):
            found.triggers(node)
    for annotation in array(child(page, "/Annots"))[:_MOST]:
        found.triggers(annotation)
        kind = name(child(annotation, "/Subtype"))
        if kind == "FileAttachment":
            found.attached(child(annotation, "/FS"))
        elif kind in _ANNOTATIONS:
            found.active[_ANNOTATIONS[kind]] = None
    return [Active(what) for what in found.active], [Link(href, what) for href, what in found.links]
