"""The differences of two figures as one page: both pictures, boxes on what changed, all of it in words.

The page loads nothing: figures are images in ``data:`` addresses, in which nothing runs,
and the Content-Security-Policy lets through no script and no style sheet but those whose
SHA-256 it names.
Source: W3C, Content Security Policy Level 3, <https://www.w3.org/TR/CSP3/>.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby
from pathlib import PurePath

from natfig.core.webpage import asset, policy, template
from natfig.qa.diff.change import Change, Difference
from natfig.qa.diff.report_text import summary
from natfig.qa.diff.words import number
from natfig.qa.document import Box, Document
from natfig.qa.reporters._html_picture import MAX_PICTURE_BYTES, picture_of
from natfig.qa.reporters._html_words import esc, shown

__all__ = ["html_report"]

# Boxes drawn over each figure, and changes listed; JSON has all.
_MOST_BOXES = 400
_MOST_LISTED = 1000
# A box drawn around something small is grown to this, in mm, so that it can be seen and clicked.
_LEAST_BOX_MM = 1.2


def html_report(difference: Difference, *, max_picture_bytes: int = MAX_PICTURE_BYTES) -> str:
    """Return the page.

    Parameters
    ----------
    difference : Difference
        With the two documents, whose files are read again for their pictures.
    max_picture_bytes : int
        Of a larger figure a drawing of what was measured is shown.
    """
    from natfig import __version__

    numbered = list(enumerate(difference.changes[:_MOST_LISTED], 1))
    documents = difference.documents
    papers, notes = "", ""
    if documents is not None:
        files = difference.data or (None, None)
        for side, document, data in zip(("old", "new"), documents, files, strict=True):
            paper, note = _paper(side, document, data, numbered, max_picture_bytes)
            papers += paper
            notes += note
    style = f"{asset('diff.css')}\n{_sizes(documents)}\n"
    script = asset("diff.js")
    names = [PurePath(name).name for name in (difference.old, difference.new)]
    title = shown(names[0]) if names[0] == names[1] else f"{shown(names[0])} → {shown(names[1])}"
    verdict = "same" if difference.same else "different"
    return template("diff.html").substitute(
        policy=policy(style, script),
        style=style,
        script=script,
        version=esc(__version__),
        title=title,
        facts=f"{shown(difference.old, 400)} → {shown(difference.new, 400)}",
        verdict=f'<p class="verdict {verdict}">{esc(summary(difference).capitalize())}</p>',
        papers=papers,
        notes=notes,
        changes=_list(numbered, len(difference.changes)),
        missing=_missing(difference.not_compared),
        tolerance=number(difference.tolerance_mm, 3),
    )


def _sizes(documents: tuple[Document, Document] | None) -> str:
    """Return the style rules that give both papers one scale."""
    boxes = [d.page.box for d in documents or ()]
    known = [b for b in boxes if b is not None and b.area > 0]
    widest = max((b.w for b in known), default=1.0)
    highest = max((b.h for b in known), default=1.0)
    rules = [f":root{{--widest:{widest:.4f};--highest:{highest:.4f}}}"]
    for side, box in zip(("old", "new"), boxes, strict=False):
        if box is not None and box.area > 0:
            rules.append(f".{side} .paper{{--w:{box.w:.4f};--h:{box.h:.4f}}}")
    return "\n".join(rules)


def _paper(
    side: str,
    document: Document,
    data: bytes | None,
    numbered: Sequence[tuple[int, Change]],
    max_bytes: int,
) -> tuple[str, str]:
    """Return one figure with its boxes, and what must be known of its picture."""
    picture = picture_of(document, data, max_bytes=max_bytes)
    page = document.page.box
    has_size = page is not None and page.area > 0
    size = f"{number(page.w)} × {number(page.h)} mm" if page is not None else "size unknown"
    name = PurePath(document.path).name
    caption = f"<figcaption><b>{side.capitalize()}</b> {shown(name, 80)}, {size}</figcaption>"
    inside = '<p class="none">There is no picture of it.</p>'
    if picture.uri:
        inside = f'<img src="{picture.uri}" alt="The {side} figure" draggable="false">'
    if page is not None and has_size:
        inside += _boxes(side, page, numbered)
    note = f'<p class="note">{side.capitalize()} figure: {esc(picture.note)}</p>' if picture.note else ""
    unsized = "" if has_size else " unsized"
    return (
        f'<figure class="side {side}">{caption}<div class="paper{unsized}">{inside}</div></figure>',
        note,
    )


def _boxes(side: str, page: Box, numbered: Sequence[tuple[int, Change]]) -> str:
    rows: list[str] = []
    for n, change in numbered:
        box = change.old_box if side == "old" else change.box
        if box is None or len(rows) >= _MOST_BOXES:
            continue
        slack = max(0.3, (_LEAST_BOX_MM - min(box.w, box.h)) / 2)
        b = box.grown(slack).meet(page)
        if b is None:
            continue
        rows.append(
            f'<rect class="box {change.kind}" data-n="{n}" id="{side}-{n}" x="{b.x0:.3f}" y="{b.y0:.3f}" '
            f'width="{b.w:.3f}" height="{b.h:.3f}"><title>{esc(change.message)}</title></rect>'
        )
    view = f'viewBox="0 0 {page.w:.4f} {page.h:.4f}" preserveAspectRatio="none"'
    return f'<svg class="boxes" {view} role="img" aria-label="Places of changes">{"".join(rows)}</svg>'


def _list(numbered: Sequence[tuple[int, Change]], total: int) -> str:
    if not numbered:
        return '<p class="nothing">Nothing differs in what was compared.</p>'
    out = []
    for section, rows in groupby(numbered, key=lambda item: item[1].section):
        items = "".join(f"<li>{_row(n, change)}</li>" for n, change in rows)
        head = section[:1].upper() + section[1:]
        out.append(f'<section class="group"><h3>{shown(head, 120)}</h3><ul>{items}</ul></section>')
    if total > len(numbered):
        out.append(f'<p class="more">and {total - len(numbered):,} more; --format json lists all</p>')
    return f'<div class="columns">{"".join(out)}</div>'


def _row(n: int, change: Change) -> str:
    kind = f'<span class="kind {change.kind}">{change.kind}</span>'
    inside = f'{kind}<span class="said">{esc(change.message)}</span>'
    side = "new" if change.box is not None else "old"
    if change.box is None and change.old_box is None:
        return f'<span class="row" data-n="{n}">{inside}</span>'
    return f'<a class="row" data-n="{n}" href="#{side}-{n}">{inside}</a>'


def _missing(reasons: Sequence[str]) -> str:
    if not reasons:
        return ""
    items = "".join(f"<li>{esc(reason)}</li>" for reason in reasons)
    return f'<div class="missing"><p>Not compared:</p><ul>{items}</ul></div>'
