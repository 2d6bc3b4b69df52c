"""Gives a figure a title and a description for readers who cannot see it.

Both are the first children of the root, where screen readers look for the name and the
description of an SVG (SVG Accessibility API Mappings 1.0, section 5); neither role nor
ARIA attributes are added, which older DTDs don't know and which would hide the labels.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from natfig.qa.beside import panel_items
from natfig.qa.checks.doc007_alt_text import says_nothing
from natfig.qa.document import Document
from natfig.qa.fixes.base import Change, Fixer, Job, Kept

__all__ = ["fixer"]

_SVG = "http://www.w3.org/2000/svg"
# A description longer than this is read aloud for minutes, a title for too long.
_MAX_CHARS = 600
_MAX_TITLE = 120
_MAX_TITLE_LABELS = 3


def _sentence(value: object) -> str:
    return " ".join(value.split()) if isinstance(value, str) else ""


def _told(manifest: Mapping[str, Any]) -> tuple[str, str]:
    """Return title and description as a manifest or spec tells them, "" where it doesn't."""
    legend = manifest.get("legend")
    titles = [legend.get("title") if isinstance(legend, Mapping) else None]
    titles += [manifest.get("title"), manifest.get("conclusion")]
    claims = {letter: _sentence(item.get("claim")) for letter, item in panel_items(manifest).items()}
    hero = next((c for letter, c in claims.items() if c and panel_items(manifest)[letter].get("hero")), "")
    title = next((t for t in map(_sentence, titles) if t), hero)
    panels = [f"Panel {letter}: {claim}" for letter, claim in claims.items() if claim]
    return title, " ".join(panels)


def _labels(document: Document) -> list[str]:
    """Return what the figure says in words: visible texts that are not mere numbers, in reading order."""
    page = document.page.box
    seen: dict[str, None] = {}
    for element in document.elements:
        text = " ".join(element.text.split())
        runs = [document.runs[i] for i in element.runs]
        on_page = page is None or element.box.meet(page) is not None
        if on_page and all(r.visible for r in runs) and sum(c.isalpha() for c in text) > 1:
            seen.setdefault(text)
    return list(seen)


def _title(labels: list[str], document: Document) -> str:
    """Return a title made of the first labels, else of the file's name."""
    listed = ", ".join(labels[:_MAX_TITLE_LABELS])
    if len(labels) > _MAX_TITLE_LABELS:
        listed += ", …"
    if listed:
        return f"Figure with {listed}"[:_MAX_TITLE]
    words = document.path.stem.replace("_", " ").replace("-", " ").strip()
    return f"Figure {words}".strip()


def _description(labels: list[str], document: Document) -> str:
    listed = "; ".join(labels)
    if len(listed) > _MAX_CHARS:
        listed = listed[:_MAX_CHARS].rsplit("; ", 1)[0] + "; …"
    if listed:
        return f"The figure has the labels {listed}."
    marks, images = len(document.shapes), len(document.images)
    return f"The figure has no labels; it shows {marks} shapes and {images} images."


def _child(root: Any, name: str) -> Any:
    return next(root.iterchildren(f"{{{_SVG}}}{name}"), None)


def _write(job: Job, name: str, text: str) -> bool:
    """Fill in a child of the root; False where it says something already."""
    from lxml import etree

    root = job.draft.root
    child = _child(root, name)
    if child is not None and not says_nothing("".join(child.itertext()), job.document):
        return False
    if child is None:
        child = etree.Element(f"{{{_SVG}}}{name}", nsmap=root.nsmap)
        child.text = text
        before = _child(root, "title") if name == "desc" else None
        if before is None:
            job.draft.put_first(root, child)
        else:
            job.draft.put_after(before, child)
        return True
    for inner in list(child):
        job.draft.drop(inner)
    job.draft.set_text(child, text)
    return True


def _apply(job: Job) -> Iterator[Change | Kept]:
    root = job.draft.root
    if "title" in job.without or "DOC007" not in job.found:
        return
    if not str(root.tag).startswith(f"{{{_SVG}}}"):
        yield Kept("DOC007", "title and description: the file's elements are not in the SVG namespace")
        return
    meta = job.document.meta
    label = meta.get("aria-label", "")
    title, description = _told(job.context.manifest or {})
    labels = _labels(job.document)
    added, from_labels = [], False
    # A title of a sentence's length describes the figure too; a label does what a title does.
    has_title = bool(label) and not says_nothing(label, job.document)
    if _write(job, "desc", description or title or _description(labels, job.document)):
        added.append("description")
        from_labels |= not (description or title)
    if not has_title and _write(job, "title", title or _title(labels, job.document)):
        added.insert(0, "title")
        from_labels |= not title
    if added:
        made_of = "its labels" if labels else "what is known of the file"
        source = f"made of {made_of}: write better ones" if from_labels else "from the manifest"
        yield Change("title", f"added a {' and a '.join(added)}, {source}")


fixer = Fixer("alternative_text", ("DOC007",), 40, _apply)
