"""Raises text to the journal's floor, where nothing then overlaps."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from natfig.core import lazyre
from natfig.qa.checks.txt002_size_floor import size_floor, small_runs
from natfig.qa.fixes._styles import Styles, inline_of, px, text_around
from natfig.qa.fixes.base import Change, Fixer, Job, Kept, quoted, shorten
from natfig.qa.metrics import find_face

if TYPE_CHECKING:
    from natfig.qa.readers._svg.style import Style

__all__ = ["fixer"]

# Raising a text by more than this is a redesign: that is for its author.
MOST = 2.0

# Sizes are written with five figures.
_CLOSE = 2e-4
_FONT_UNIT = lazyre.compile(r"(?:em|ex|ch|cap|ic|lh)\s*(?=[\s,]|\Z)", 0)
_LENGTHS = lazyre.compile(r"[\s,]+")
_AXES = {"x": "x", "dx": "x", "y": "y", "dy": "y"}


@dataclass(slots=True)
class _Text:
    """A ``<text>`` some of whose runs are too small.

    `sizes_px` are their sizes and `floor_px` the one they need, in user units; where it
    is drawn several times, the largest need counts. `within` are elements a run stands
    in whose size the file's own tree doesn't tell.
    """

    element: Any
    places: set[int] = field(default_factory=set)
    sizes_px: set[float] = field(default_factory=set)
    floor_px: float = 0.0
    from_pt: float = 1e9
    words: list[str] = field(default_factory=list)
    within: set[Any] = field(default_factory=set)


def _found(job: Job, floor: float) -> dict[Any, _Text]:
    """Return the texts to raise, in the order of the file."""
    document = job.document
    small = {id(run) for run in small_runs(document, job.context)}
    texts: dict[Any, _Text] = {}
    source = document.source
    for run, element, size in zip(document.runs, source.run_elements, source.run_sizes, strict=True):
        if id(run) not in small or run.size_pt <= 0 or size <= 0:
            continue
        if job.spares("TXT002", text=run.text, panel=run.panel):
            continue
        around = text_around(element)
        text = texts.setdefault(around, _Text(around))
        text.places.add(run.element)
        text.sizes_px.add(size)
        text.floor_px = max(text.floor_px, size * floor / run.size_pt)
        text.from_pt = min(text.from_pt, run.size_pt)
        text.words.append(run.text)
        text.within.add(element)
    # Every place a text is drawn at changes, also where it was large enough.
    for run, element in zip(document.runs, source.run_elements, strict=True):
        if (text_or_none := texts.get(text_around(element))) is not None:
            text_or_none.places.add(run.element)
    return texts


def _is(a: float, b: float) -> bool:
    return abs(a - b) <= _CLOSE * max(abs(a), abs(b))


def _raise(job: Job, styles: Styles, text: _Text) -> bool:
    """Raise the letters of one text that are too small; the others keep their size and all their lines."""
    inline = list(inline_of(text.element))
    old = {e: styles.of(e) for e in inline}
    wanted = {
        e: text.floor_px
        for e in inline
        if old[e].font_size < text.floor_px and any(_is(old[e].font_size, s) for s in text.sizes_px)
    }
    # Shown through a <use> it may inherit another size than in its own place.
    lost = [e for e in text.within if not any(_is(old[e].font_size, s) for s in text.sizes_px)]
    wanted.update(dict.fromkeys(lost, text.floor_px))
    begun = len(job.draft)
    styles.forget(text.element)
    for element in inline:
        size = wanted.get(element, old[element].font_size)
        _keep_line(job, styles, element, old, wanted)
        if _is(styles.of(element).font_size, size) and element not in lost:
            continue
        if size <= 0 or not styles.put(
            job.draft,
            element,
            "font-size",
            px(size) + "px",
            lambda s, to=size: _is(s.font_size, to),  # type: ignore[misc]
        ):
            job.draft.rollback(begun)
            styles.forget(text.element)
            return False
    for element, size in wanted.items():
        _stretch(job, element, size / old[element].font_size)
    return True


def _keep_line(
    job: Job, styles: Styles, element: Any, old: Mapping[Any, Style], wanted: Mapping[Any, float]
) -> None:
    """Fix places given in units of the type's size where that changes other than the text's around it.

    An exponent moved up by 0.4 em must not rise higher because it was made larger, nor
    must what follows it.
    """
    parent = element.getparent()
    if parent not in old:
        return
    own, around = (wanted[e] / old[e].font_size if e in wanted else 1.0 for e in (element, parent))
    if _is(own, around):
        return
    for name, axis in _AXES.items():
        value = element.get(name)
        if value is not None and _FONT_UNIT.search(value):
            lengths = [
                styles.cascade.length(part, old[element], axis) * (around if _FONT_UNIT.search(part) else 1)
                for part in _LENGTHS.split(value.strip())
            ]
            job.draft.set(element, name, " ".join(f"{v:.6g}" for v in lengths))
    shift = _shift_px(styles, old[element])
    if shift is not None:
        to = f"{shift * around:.6g}px"
        styles.put(job.draft, element, "baseline-shift", to, lambda s: s.baseline_shift == to)


def _shift_px(styles: Styles, style: Style) -> float | None:
    """Return how far up baseline-shift puts an element, in user units; None where it has no say in it."""
    value = style.baseline_shift
    if value in {"", "baseline", "0", "top", "center", "bottom"}:
        return None
    if value in {"super", "sub"}:
        weight = 700 if style.weight == "bold" else int(style.weight) if style.weight.isdigit() else 400
        face = find_face(style.families, weight, style.font_style != "normal")
        half = (face.ascent + face.descent) * style.font_size / 2
        return half if value == "super" else -half
    if value.endswith("%"):
        return float(value[:-1]) / 100 * style.font_size
    return styles.cascade.length(value, style, "y") if _FONT_UNIT.search(value) else None


def _stretch(job: Job, element: Any, factor: float) -> None:
    """Let a text that is fitted to a length grow with its letters."""
    value = element.get("textLength")
    if value is None:
        return
    try:
        job.draft.set(element, "textLength", f"{float(value) * factor:.6g}")
    except ValueError:
        return  # with a unit of type it grows by itself, with others its letters move closer


def _apply(job: Job) -> Iterator[Change | Kept]:
    floor, _ = size_floor(job.context)
    texts = _found(job, floor)
    if not texts:
        return
    styles = Styles(job.draft.root)
    far: list[tuple[float, str]] = []
    stuck: list[str] = []
    for text in texts.values():
        # The same in every version of the file: texts neither come nor go.
        key = ("size", min(text.places))
        word = text.words[0]
        if floor / text.from_pt > MOST:
            far.append((text.from_pt, word))
        elif key not in job.without:
            if _raise(job, styles, text):
                says = f"raised '{shorten(word)}' from {text.from_pt:.2f} to {floor:g} pt"
                yield Change(key, says, frozenset(text.places), word, text.from_pt)
            else:
                stuck.append(word)
    if far:
        yield Kept(
            "TXT002",
            f"{quoted([w for _, w in far])} at {min(far)[0]:.2f} pt: to reach {floor:g} pt the text would be "
            f"more than {MOST:g} times as large, which is for its author to draw",
        )
    if stuck:
        yield Kept("TXT002", f"{quoted(stuck)}: the style sheet does not let its size be changed")


fixer = Fixer("text_size", ("TXT002",), 60, _apply, moves_text=True)
