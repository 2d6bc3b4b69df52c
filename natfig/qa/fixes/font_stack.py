"""Names the journal's face first, and faces of the same widths after it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from natfig.core import lazyre
from natfig.qa.checks._families import GENERIC, is_taken, plain_name, stands_in_for, suits_any_family
from natfig.qa.fixes._styles import Styles, inline_of, text_around
from natfig.qa.fixes.base import Change, Fixer, Job, Kept, quoted
from natfig.qa.readers._svg.declarations import strip_comments
from natfig.qa.readers._svg.fontvalues import parse_families
from natfig.qa.readers._svg.names import local_name

if TYPE_CHECKING:
    from natfig.qa.readers._svg.style import Style

__all__ = ["fixer"]

Stack = tuple[str, ...]

# Faces of one width each, from the one most computers have to the one the browser chooses.
_SANS: Stack = ("Arial", "Helvetica", "Liberation Sans", "sans-serif")
_SERIF: Stack = ("Times New Roman", "Times", "Liberation Serif", "serif")
_MONO: Stack = ("Courier New", "Courier", "Liberation Mono", "monospace")
_KINDS = {"sans": _SANS, "serif": _SERIF, "mono": _MONO}

_MONO_NAME = lazyre.compile(r"mono|courier|consolas|menlo|typewriter|cousine|^cmtt")
_SERIF_NAME = lazyre.compile(
    r"(?<!sans)serif|times|roman|tinos|georgia|garamond|palatino|bookman|cambria|century|minion|baskerville|"
    r"caslon|didot|libertine|computermodern|^cmr|^cmmi|^cmsy|latinmodern|stix|charter|utopia"
)
_SANS_NAME = lazyre.compile(r"sans(?!serif)|gothic|grotesk")
_NO_FACE_OF_TEXT = frozenset({"cursive", "fantasy", "math", "emoji"})
_SYMBOL = lazyre.compile(r"symbol|pi$|dingbats|math")
# A face's name may carry what else is a property; other faces don't take it from there.
_BOLD = lazyre.compile(r"[-, ](?:semi|demi|extra|ultra)?(?:bold|black|heavy)", 2)
_FONT_FACE = lazyre.compile(r"@font-face\s*\{([^}]*)\}", 2)
_FAMILY = lazyre.compile(r"(?:^|[;\s])font-family\s*:([^;]*)", 2)
_ITALIC = lazyre.compile(r"(?:italic|oblique|[-, ](?:boldit|it|obl))(?:mt|ps|psmt)?$", 2)


def _kind(family: str) -> str:
    """Return whether a face is "sans", "serif" or "mono", by its name."""
    name = plain_name(family)
    if _MONO_NAME.search(name):
        return "mono"
    if _SANS_NAME.search(name) is None and _SERIF_NAME.search(name):
        return "serif"
    return "sans"


def _real(fonts: Sequence[str]) -> list[str]:
    """Return those of a journal's fonts that are faces for text."""
    return [
        f for f in fonts if " for " not in f and "sans-serif" not in f and not _SYMBOL.search(plain_name(f))
    ]


def _led_by(face: str) -> Stack:
    """Return a face with those of its widths after it."""
    plain = plain_name(face)
    return (face, *(f for f in _KINDS[_kind(face)] if plain_name(f) != plain))


def stack_for(families: Stack, fonts: Sequence[str]) -> Stack | None:
    """Return the stack that text ought to have, or None where its own will do or nobody can say.

    Parameters
    ----------
    families : tuple of str
        Its own.
    fonts : sequence of str
        What the journal takes; empty where it doesn't say.
    """
    first = families[0] if families else ""
    plain = plain_name(first)
    if not plain or plain in GENERIC:
        return None if plain in _NO_FACE_OF_TEXT and not fonts else _led_by(_chosen(first, fonts))
    if not fonts or is_taken(first, fonts):
        return _led_by(first) if len(families) == 1 else None
    alike = [f for f in fonts if stands_in_for(first, (f,)) is not None]
    return _led_by(_chosen(first, alike or fonts))


def _chosen(family: str, fonts: Sequence[str]) -> str:
    """Return the journal's face of a family's kind, Arial before others; without one, its first."""
    kind = _kind(family)
    faces = _real(fonts)
    if not faces:
        return _SANS[0] if fonts else _KINDS[kind][0]
    alike = [f for f in faces if _kind(f) == kind]
    for usual in _KINDS[kind]:
        if usual in alike:
            return usual
    sans = [f for f in _SANS if f in faces]
    return (alike or sans or faces)[0]


@dataclass(slots=True)
class _Family:
    """Texts of one stack, and the stack they shall have."""

    stack: Stack
    places: set[int] = field(default_factory=set)
    elements: set[Any] = field(default_factory=set)
    words: list[str] = field(default_factory=list)


def _found(job: Job, fonts: Sequence[str]) -> dict[Stack, _Family]:
    """Return what to change by the present stack, in the order of the file."""
    document = job.document
    families: dict[Stack, _Family] = {}
    for run, element in zip(document.runs, document.source.run_elements, strict=True):
        if not run.visible or not run.text.strip() or suits_any_family(run.text, run.family):
            continue
        if job.spares("TXT004", text=run.text, panel=run.panel):
            continue
        stack = stack_for(run.families, fonts)
        if stack is None:
            continue
        family = families.setdefault(run.families, _Family(stack))
        family.places.add(run.element)
        family.elements.add(element)
        family.words.append(run.text)
    return families


def _carried(job: Job) -> set[str]:
    """Return the faces that the file brings along, plain names."""
    found = {plain_name(font.family) for font in job.document.fonts if font.embedded}
    for element in job.draft.root.iter("{*}style", "style"):
        text = strip_comments("".join(element.itertext()))
        for block in _FONT_FACE.findall(text):
            if "data:" in block and (name := _FAMILY.search(block)) is not None:
                found.update(map(plain_name, parse_families(name[1].strip()) or ()))
    return found


class _Setter:
    """Sets stacks where they are declared, and sees to it that no other text changes."""

    def __init__(self, job: Job, families: dict[Stack, _Family]) -> None:
        self.job = job
        self.styles = Styles(job.draft.root)
        texts = dict.fromkeys(text_around(e) for e in job.document.source.run_elements)
        self.old: dict[Any, Style] = {e: self.styles.of(e) for text in texts for e in inline_of(text)}
        self.wanted: dict[Any, Stack] = {}
        # What holds only symbols keeps its face, also within a label that changes.
        runs = zip(job.document.runs, job.document.source.run_elements, strict=True)
        spared = {e for run, e in runs if suits_any_family(run.text, run.family)}
        by_stack: dict[Stack, list[Any]] = {}
        for element, style in self.old.items():
            by_stack.setdefault(style.families, []).append(element)
        for old, family in families.items():
            around = {text_around(e) for e in family.elements}
            for element in by_stack.get(old, ()):
                is_meant = element not in spared or element in family.elements
                if is_meant and text_around(element) in around:
                    self.wanted[element] = family.stack
            self.wanted.update(dict.fromkeys(family.elements, family.stack))

    def run(self) -> bool:
        """Change the draft; False where a style sheet has the last word."""
        for owner, stack in self._owners():
            self._put(owner, stack)
        self.styles.forget()
        for element, style in self.old.items():
            stack = self.wanted.get(element, style.families)
            if self.styles.of(element).families != stack and not self._put(element, stack):
                return False
        return all(self._styled(element) for element in self.wanted)

    def _put(self, element: Any, stack: Stack) -> bool:
        return self.styles.put(
            self.job.draft, element, "font-family", _css(stack), lambda s: s.families == stack
        )

    def _owners(self) -> Iterator[tuple[Any, Stack]]:
        """Yield the groups that declare the stack of several texts, outer ones first."""
        wishes: dict[Any, Counter[Stack]] = {}
        for element, stack in self.wanted.items():
            if (owner := self._owner(element)) is not None:
                wishes.setdefault(owner, Counter())[stack] += 1
        for owner, counted in sorted(
            wishes.items(), key=lambda item: sum(1 for _ in item[0].iterancestors())
        ):
            stack, number = counted.most_common(1)[0]
            if number > 1 and owner.find(".//{*}foreignObject") is None:
                yield owner, stack

    def _owner(self, element: Any) -> Any:
        """Return the group from whose attributes an element inherits its families, or None."""
        families = self.old[element].families if element in self.old else None
        node = element
        while node is not None and self.styles.of(node).families == families:
            declares = node.get("font-family") is not None or "font" in (node.get("style") or "")
            if declares:
                return None if local_name(node.tag) in {"text", "tspan", "a", "textPath"} else node
            node = node.getparent()
        return None

    def _styled(self, element: Any) -> bool:
        """Declare weight and slant that were part of the old face's name."""
        style = self.old.get(element)
        if style is None or not style.families:
            return True
        name = style.families[0]
        done = True
        if _BOLD.search(name) and style.weight == "normal":
            done &= self._also(element, "font-weight", "bold", lambda s: s.weight == "bold")
        if _ITALIC.search(name) and style.font_style == "normal":
            done &= self._also(element, "font-style", "italic", lambda s: s.font_style == "italic")
        return done

    def _also(self, element: Any, name: str, value: str, is_so: Any) -> bool:
        return is_so(self.styles.of(element)) or self.styles.put(self.job.draft, element, name, value, is_so)


def _css(stack: Stack) -> str:
    """Return a stack as CSS writes it; generic families must not be in quotes."""
    words = []
    for family in stack:
        is_plain = family.replace("-", "").isalnum() and family.isascii() and not family[0].isdigit()
        escaped = family.replace("\\", "\\\\").replace("'", "\\'")
        words.append(family if is_plain else f"'{escaped}'")
    return ", ".join(words)


def _apply(job: Job) -> Iterator[Change | Kept]:
    context = job.context
    value = context.value("fonts")
    fonts = () if context.journal is None else context.journal.fonts(context.stage)
    # Heard of at second hand, a list is no reason to exchange a face.
    known = () if value is not None and value.confidence == "low" else fonts
    families = _found(job, known)
    for old in [f for f in families if ("font", f) in job.without]:
        del families[old]
    carried = _carried(job)
    for old, family in list(families.items()):
        if plain_name(old[0] if old else "") in carried and family.stack[0] != old[0]:
            del families[old]
            yield Kept("TXT004", f"'{old[0]}' stays first: the file brings this face along")
    if not families:
        return
    begun = len(job.draft)
    if not _Setter(job, families).run():
        job.draft.rollback(begun)
        words = [w for f in families.values() for w in f.words]
        yield Kept("TXT004", f"{quoted(words)}: the style sheet does not let the face be changed")
        return
    for old, family in families.items():
        yield Change(
            ("font", old),
            _says(old, family),
            frozenset(family.places),
            label=old[0] if old else "no face",
            many="" if old[:1] == family.stack[:1] else f"named {family.stack[0]} first in texts set in",
        )


def _says(old: Stack, family: _Family) -> str:
    texts = "one text" if len(family.places) == 1 else f"{len(family.places)} texts"
    first = family.stack[0]
    if old and old[0] == first:
        return f"named faces to fall back on after {first} in {texts}"
    return f"named {first} first in {texts} set in {old[0] if old else 'no face'}"


fixer = Fixer("font_stack", ("TXT004",), 50, _apply, moves_text=True)
