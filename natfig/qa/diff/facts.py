"""What differs between two figures as files: page, metadata, links, what could run, fonts."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from natfig.qa.diff.change import Change
from natfig.qa.diff.words import arrow, number, quoted
from natfig.qa.document import Document, Font, Page
from natfig.qa.reporters._plain import visible

__all__ = ["compare_facts", "compare_page"]

# Titles and descriptions are said; dates, versions of programs and names of files differ
# from one export to the next and say nothing of the figure.
_TOLD = {"title": ("title",), "description": ("description", "subject")}
_LONGEST = 300


def _sides(page: Page) -> str:
    if page.width_mm is None or page.height_mm is None:
        return "of no stated size"
    return f"{number(page.width_mm)} × {number(page.height_mm)} mm"


def compare_page(old: Document, new: Document, tolerance_mm: float) -> Iterator[Change]:
    """Yield changes of the page: its size, its number and the colour behind everything."""
    a, b = old.page, new.page
    for name in ("width_mm", "height_mm"):
        was, now = getattr(a, name), getattr(b, name)
        if (was is None) != (now is None) or (was is not None and abs(was - now) > tolerance_mm):
            sizes = _sides(a), _sides(b)
            yield Change("resized", "page", f"the page is {sizes[1]} instead of {sizes[0]}", *sizes)
            break
    if a.number != b.number:
        message = f"the file has {b.number:,} pages instead of {a.number:,}"
        yield Change("changed", "page", message, a.number, b.number)
    if old.background.upper() != new.background.upper():
        said = visible(arrow(old.background, new.background))
        yield Change("recoloured", "background", f"background: {said}", old.background, new.background)


def _meta(document: Document, keys: tuple[str, ...]) -> str:
    return next((document.meta[key] for key in keys if document.meta.get(key)), "")


def _metadata(old: Document, new: Document) -> Iterator[Change]:
    for what, keys in _TOLD.items():
        was, now = _meta(old, keys), _meta(new, keys)
        if was == now or (old.kind != new.kind and not (was and now)):
            continue
        if was and now:
            message = f"the {what} is {quoted(now)} instead of {quoted(was)}"
            if quoted(was) == quoted(now):
                message = f"the {what} differs beyond its first words"
            kind = "changed"
        elif was:
            message, kind = f"the {what} {quoted(was)} is gone", "removed"
        else:
            message, kind = f"the {what} {quoted(now)} is new", "added"
        yield Change(kind, what, message, was[:_LONGEST] or None, now[:_LONGEST] or None, "file")


def compare_facts(old: Document, new: Document) -> Iterator[Change]:
    """Yield changes of the file: metadata, links, what could run, and how fonts are carried."""
    yield from _metadata(old, new)
    runs_before, runs_after = Counter(a.what for a in old.active), Counter(a.what for a in new.active)
    for what in sorted(runs_before.keys() | runs_after.keys()):
        was, now = runs_before[what], runs_after[what]
        if was != now:
            kind = "added" if now > was else "removed"
            verb = "is new" if now > was else "is gone"
            message = f"{visible(what)}, which could run, {verb} ({was} → {now})"
            yield Change(kind, "active content", message, was, now, "file")
    hrefs_before = Counter((x.what, x.href) for x in old.links)
    hrefs_after = Counter((x.what, x.href) for x in new.links)
    for key in sorted(hrefs_before.keys() ^ hrefs_after.keys()):
        is_new = key in hrefs_after
        message = f"the {visible(key[0])} link to {quoted(key[1])} is {'new' if is_new else 'gone'}"
        href = key[1][:_LONGEST]
        yield Change(
            "added" if is_new else "removed",
            "link",
            message,
            None if is_new else href,
            href if is_new else None,
            "file",
        )
    if old.kind == new.kind == "pdf":
        yield from _fonts(old, new)


def _fonts(old: Document, new: Document) -> Iterator[Change]:
    """Yield how fonts are carried; which texts are set in which is told text by text."""
    before, after = _carried(old), _carried(new)
    for family in sorted(before.keys() & after.keys()):
        (was_whole, was_types), (is_whole, types) = before[family], after[family]
        name = quoted(family)
        if was_whole != is_whole:
            verb = "is embedded now" if is_whole else "is no longer embedded"
            message = f"the font {name} {verb}"
            yield Change("changed", "font", message, was_whole, is_whole, "file", text=family)
        if was_types != types:
            said = visible(arrow(was_types, types))
            yield Change("changed", "font", f"the font {name}: {said}", was_types, types, "file", text=family)


def _carried(document: Document) -> dict[str, tuple[bool, str]]:
    """Return for each family whether all its fonts are embedded, and their types."""
    families: dict[str, list[Font]] = {}
    for font in document.fonts:
        if font.used:
            families.setdefault(font.family, []).append(font)
    return {
        family: (all(f.embedded for f in fonts), ", ".join(sorted({str(f.type) for f in fonts})))
        for family, fonts in families.items()
    }
