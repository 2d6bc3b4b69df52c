"""Names the journal's face first, and faces of the same widths after it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from natfig.qa.checks._families import GENERIC, plain_name, suits_any_family
from natfig.qa.fixes.base import Change, Fixer, set_declared

if TYPE_CHECKING:
    from lxml import etree

    from natfig.qa.check import Context
    from natfig.qa.document import Document, TextRun

__all__ = ["fixer"]

_SANS = "Arial, Helvetica, 'Liberation Sans', sans-serif"
_SERIF = "'Times New Roman', Times, 'Liberation Serif', serif"
_MONO = "'Courier New', Courier, 'Liberation Mono', monospace"


def _stack(context: Context, run: TextRun) -> str | None:
    """Return the stack a run ought to have, or None where its own will do."""
    fonts = () if context.journal is None else context.journal.fonts(context.stage)
    first = plain_name(run.family)
    if first in {"couriernew", "courier", "liberationmono"}:
        return _MONO if len(run.families) < 2 else None
    wanted = [plain_name(f) for f in fonts]
    if not wanted:
        return _SANS if not run.family or first in GENERIC - {"serif", "monospace"} else None
    if first in wanted:
        return None if len(run.families) > 1 else _for(fonts, first)
    return _for(fonts, wanted[0])


def _for(fonts: tuple[str, ...], plain: str) -> str:
    if plain in {"arial", "helvetica"}:
        return _SANS if plain == "arial" or "arial" in map(plain_name, fonts) else f"Helvetica, {_SANS}"
    if plain in {"times", "timesnewroman", "timesroman"}:
        return _SERIF
    name = next(f for f in fonts if plain_name(f) == plain)
    return f"'{name}', {_SANS}"


def _apply(
    tree: etree._ElementTree, document: Document, context: Context, without: frozenset[object]
) -> Iterable[Change]:
    del tree
    done: set[int] = set()
    changed: dict[tuple[str, str], int] = {}
    for run, element in zip(document.runs, document.source.run_elements, strict=True):
        if not run.visible or id(element) in done or suits_any_family(run.text, run.family):
            continue
        stack = _stack(context, run)
        if stack is None or ("font", run.family) in without:
            continue
        done.add(id(element))
        _set(element, stack)
        key = (run.family or "no font", stack.split(",")[0].strip("'"))
        changed[key] = changed.get(key, 0) + 1
    for (old, new), count in changed.items():
        texts = "one text" if count == 1 else f"{count} texts"
        says = (
            f"names {new} first in {texts} set in {old}"
            if old != new
            else f"names faces to fall back on after {old} in {texts}"
        )
        yield Change(("font", "" if old == "no font" else old), says)


def _set(element: Any, stack: str) -> None:
    style = element.get("style") or ""
    if any(p.partition(":")[0].strip().lower() == "font" for p in style.split(";")):
        # The shorthand would win if it stood later; what is set last wins among equals.
        element.set("style", f"{style.rstrip().rstrip(';')}; font-family: {stack}")
        return
    if element.get("style") is None and element.get("class") is None:
        element.set("font-family", stack)
        return
    set_declared(element, "font-family", stack)


fixer = Fixer("font_stack", ("TXT004",), 50, _apply)
