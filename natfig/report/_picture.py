"""The picture on the proof sheet: at true size between rulers, with findings and panels drawn over it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from natfig.qa.beside import panel_items
from natfig.qa.document import Box, Document
from natfig.qa.reporters._html_findings import Listed, Mark, listed_findings, marks
from natfig.qa.reporters._html_picture import Picture, picture_of
from natfig.qa.reporters._plain import tone
from natfig.report._words import esc, number, shown
from natfig.report.proof import Proof

__all__ = ["Stage", "stage_of"]

# A4 less the margins of the printed proof (`@page` in proof.css): a wider figure is reduced on paper.
_PAPER_MM = (190.0, 262.0)
# Thickness of the rulers; the left one has room for numbers beside its ticks.
_TOP_MM, _LEFT_MM = 4.0, 6.5
# Room around a panel's axes for what stands beside them, where no neighbour is known.
_AROUND_MM = 2.0
# Between a panel's outermost ink and the line around it.
_BESIDE_MM = 0.5


@dataclass(frozen=True)
class Stage:
    """The picture with what lies over it.

    Parameters
    ----------
    html : str
    rules : str
        Style sheet that puts everything in its place.
    listed : list of Listed
        Findings with their numbers.
    marks : list of Mark
        Boxes over the picture.
    """

    html: str
    rules: str
    listed: list[Listed]
    marks: list[Mark]


def stage_of(proof: Proof, key: str) -> Stage:
    """Return the picture of a figure.

    Parameters
    ----------
    proof : Proof
    key : str
        Unique in the page; ids begin with it.
    """
    checked = proof.checked
    if checked is None or checked.document is None:
        return Stage(_no_picture(proof), "", listed_findings(checked.findings) if checked else [], [])
    picture = picture_of(checked.document)
    page = checked.document.page.box
    listed = listed_findings(checked.findings)
    found = marks(listed, page if picture.uri else None)
    if not picture.uri or page is None or page.area <= 0:
        return Stage(_no_picture(proof, picture.note), "", listed, [])
    rules = [f"#{key}-paper{{--w:{page.w:.4f};--h:{page.h:.4f}}}"]
    over = _regions(proof, page, key, rules) + _marks(found, page, key, rules)
    return Stage(_desk(proof, picture, page, key, over), "\n".join(rules), listed, found)


def _no_picture(proof: Proof, note: str = "") -> str:
    if proof.failed:
        said = "<p><strong>The figure was not drawn.</strong> Its data do not support what it claims.</p>"
        said += "".join(f"<p>{esc(p.message.rstrip('.'))}.</p>" for p in proof.failed)
        return f'<div class="empty failed">{said}</div>'
    return f'<div class="empty"><p>There is no picture. {esc(note)}</p></div>'


def _desk(proof: Proof, picture: Picture, page: Box, key: str, over: str) -> str:
    size = f"{number(page.w)} × {number(page.h)} mm"
    alternative = shown(proof.alternative, 2000)
    notes = [esc(picture.note)] if picture.note else []
    reduced = min(_PAPER_MM[0] / page.w, _PAPER_MM[1] / page.h)
    if reduced < 1:
        notes.append(
            f'<span class="on-paper">Printed on A4 at {number(100 * reduced, 0)} % of its size.</span>'
        )
    below = f'<p class="note">{" ".join(notes)}</p>' if notes else ""
    return (
        f'<div class="desk" id="{key}-desk" tabindex="0" role="region" '
        f'aria-label="Figure {shown(proof.id, 60)}, {size}">'
        f'<div class="sheet">{_ruler(page.w, "top")}{_ruler(page.h, "left")}'
        f'<div class="paper" id="{key}-paper"><img src="{picture.uri}" alt="{alternative}" draggable="false">'
        f'<div class="over">{over}</div></div></div></div>'
        f'<p class="size">{size}; rulers in millimetres.</p>{below}'
    )


def _ruler(length: float, side: str) -> str:
    """Return a ruler along one side of the picture; its unit is the millimetre of the printed page."""
    is_top = side == "top"
    ticks, texts = [], []
    for mm in range(int(length) + 1):
        long = 2.4 if mm % 10 == 0 else 1.6 if mm % 5 == 0 else 0.9
        ticks.append(f"M{mm} {_TOP_MM}v-{long}" if is_top else f"M{_LEFT_MM} {mm}h-{long}")
        if mm % 10 == 0 and mm and mm < length - 1:
            x, y = (mm + 0.6, 2.2) if is_top else (_LEFT_MM - 2.7, mm + 0.75)
            texts.append(f'<text x="{x:g}" y="{y:g}">{mm}</text>')
    w, h = (length, _TOP_MM) if is_top else (_LEFT_MM, length)
    return (
        f'<svg class="ruler {side}" viewBox="0 0 {w:.4f} {h:.4f}" preserveAspectRatio="none" '
        f'aria-hidden="true" focusable="false"><path d="{"".join(ticks)}"/>{"".join(texts)}</svg>'
    )


def _place(selector: str, box: Box, page: Box) -> str:
    values = (100 * box.x0 / page.w, 100 * box.y0 / page.h, 100 * box.w / page.w, 100 * box.h / page.h)
    left, top, width, height = (f"{v:.3f}%" for v in values)
    return f"{selector}{{left:{left};top:{top};width:{width};height:{height}}}"


def _regions(proof: Proof, page: Box, key: str, rules: list[str]) -> str:
    """Return a link over each panel that leads to its audit."""
    links = []
    document = proof.checked.document if proof.checked is not None else None
    for letter, item in panel_items(proof.figure).items():
        box = _extent(document, letter, item)
        box = None if box is None else box.meet(page)
        if box is None:
            continue
        anchor = f"{key}-region-{esc(letter)}"
        rules.append(_place(f"#{anchor}", box, page))
        links.append(
            f'<a class="region" id="{anchor}" href="#{key}-panel-{esc(letter)}" '
            f'data-pair="{key}-panel-{esc(letter)}" '
            f'aria-label="Panel {shown(letter, 8)}: {shown(str(item.get("role", "")), 80)}"></a>'
        )
    return "".join(links)


def _extent(document: Document | None, letter: str, item: Mapping[str, Any]) -> Box | None:
    """Return where a panel lies with all its texts, else its axes and what stands beside them."""
    groups = document.groups.values() if document is not None else ()
    boxes = [group.box for group in groups if group.panel == letter and group.box is not None]
    if boxes:
        low, high = min(b.x0 for b in boxes), max(b.x1 for b in boxes)
        return Box(low, min(b.y0 for b in boxes), high, max(b.y1 for b in boxes)).grown(_BESIDE_MM)
    axes = item.get("axes_mm")
    if not isinstance(axes, list) or len(axes) != 4:
        return None
    x, y, w, h = (float(v) for v in axes)
    return Box(x, y, x + w, y + h).grown(_AROUND_MM)


def _marks(found: Sequence[Mark], page: Box, key: str, rules: list[str]) -> str:
    """Return a link over each place of a finding that leads to what is said of it."""
    links = []
    # Small boxes lie over large ones, so that each can be reached.
    for mark in sorted(found, key=lambda m: -m.box.area):
        numbers = [one.number for one in mark.of]
        anchor = f"{key}-mark-{mark.number}"
        rules.append(_place(f"#{anchor}", mark.box, page))
        first = mark.of[0].finding
        label = f"{tone(first.severity)} {', '.join(map(str, numbers))}: {shown(first.message)}"
        text = f"{numbers[0]}+{len(numbers) - 1}" if len(numbers) > 1 else str(numbers[0])
        links.append(
            f'<a class="mark {first.severity.value}" id="{anchor}" href="#{key}-note-{numbers[0]}" '
            f'data-pair="{" ".join(f"{key}-note-{n}" for n in numbers)}" aria-label="{label}" '
            f'title="{label}"><span class="tag" aria-hidden="true">{text}</span></a>'
        )
    return "".join(links)
