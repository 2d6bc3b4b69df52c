"""Puts the page of one figure together: template, style sheet, script and what came of the checks.

The page holds everything it shows and asks nobody for anything: its
Content-Security-Policy lets it load no address but ``data:`` images, and run no script
and apply no style sheet but those whose SHA-256 it names. What comes from the file is
escaped; the script is the same for every figure and reads the page.

Source
------
W3C: Content Security Policy Level 3, <https://www.w3.org/TR/CSP3/>.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import PurePath

from natfig import __version__
from natfig.core.findings import Severity
from natfig.core.webpage import asset, policy, template
from natfig.qa.check import Check
from natfig.qa.document import Box, Document
from natfig.qa.reporters._html_colors import VIEWS, colors_html, filters_html
from natfig.qa.reporters._html_facts import facts_html, outcome_html
from natfig.qa.reporters._html_findings import findings_html, listed_findings, marks, marks_html
from natfig.qa.reporters._html_limits import Asked, asked_by
from natfig.qa.reporters._html_picture import MAX_PICTURE_BYTES, Picture, picture_of
from natfig.qa.reporters._html_words import amount, esc, listed, number, shown
from natfig.qa.reporters._plain import facts, tone
from natfig.qa.result import FileResult

__all__ = ["page_html"]

# More boxes than this, and their numbers would hide the figure: one click shows them.
_MOST_TAGS = 40


def page_html(
    file: FileResult,
    known: Mapping[str, Check],
    *,
    strict: bool = False,
    data: bytes | None = None,
    max_picture_bytes: int = MAX_PICTURE_BYTES,
) -> str:
    """Return the report on one figure as an HTML page.

    Parameters
    ----------
    file : FileResult
    known : mapping of str to Check
        Checks by code, for titles and explanations.
    strict : bool
        Whether warnings make the figure fail.
    data : bytes, optional
        The figure's file; default: it is read again.
    max_picture_bytes : int
        A larger picture is left out, and a drawing of what was measured is shown.
    """
    document = file.document
    picture = Picture("", is_figure=False, note="The file could not be read, so it is not shown.")
    page = None
    if document is not None:
        picture = picture_of(document, data, max_bytes=max_picture_bytes)
        page = document.page.box
    ones = listed_findings(file.findings)
    places = marks(ones, page if picture.uri else None)
    buttons, rules = marks_html(places, page)
    style = f"{asset('qa.css')}\n{_paper_rules(page)}\n{rules}\n"
    script = asset("qa.js")
    asked = asked_by(file.journal, file.stage)
    return template("qa.html").substitute(
        policy=policy(style, script),
        style=style,
        script=script,
        name=shown(PurePath(file.path).name),
        path=shown(file.path, 400),
        facts=_facts_line(file, asked),
        verdict=_verdict(file, strict=strict),
        filters=filters_html(),
        views=_views(),
        stage=_stage(file, picture, buttons, page, has_tags=len(places) <= _MOST_TAGS),
        severities=_severities(file),
        findings=findings_html(file.findings, ones, places, known) or _nothing(file),
        measured=_measured(document, asked),
        outcome=outcome_html(file, known),
        version=esc(__version__),
    )


def _paper_rules(page: Box | None) -> str:
    if page is None or page.area <= 0:
        return ""
    return f":root{{--w:{page.w:.4f};--h:{page.h:.4f}}}"


def _facts_line(file: FileResult, asked: Asked) -> str:
    line = esc(facts(file))
    if asked.name is not None and file.journal is not None:
        line = line.replace(esc(f"{file.journal}, "), esc(f"{asked.name}, "), 1)
    return line


@dataclass(frozen=True, slots=True)
class _Verdict:
    kind: str
    words: str
    detail: str


def _verdict(file: FileResult, *, strict: bool) -> str:
    found = [amount(file.count(s), tone(s)) for s in Severity if file.count(s)]
    missing = amount(len(file.not_measured), "check") + " not measured" if file.not_measured else ""
    if file.faults:
        v = _Verdict("fail", "Not judged", f"{amount(len(file.faults), 'check')} of natfig itself failed")
    elif file.verdict(strict=strict) == "fail":
        v = _Verdict(
            "fail", "Fails", "warnings count as errors" if strict and not file.count(Severity.ERROR) else ""
        )
    elif file.not_measured:
        v = _Verdict("pass", "Passes what was measured", "")
    else:
        v = _Verdict("pass", "Passes", "")
    details = [listed(found)] if found else ["nothing found"]
    details += [part for part in (v.detail, missing) if part]
    return (
        f'<p class="verdict {v.kind}"><strong>{v.words}</strong> '
        f'<span class="detail">{" · ".join(details)}</span></p>'
    )


def _nothing(file: FileResult) -> str:
    if file.faults or not file.checked:
        return '<p class="nothing">Nothing was found, and nothing was checked.</p>'
    looked = f"{amount(len(file.checked), 'check')} looked for something and found nothing."
    rest = f" {len(file.not_measured):,} could not look; below is why." if file.not_measured else ""
    return f'<p class="nothing good">{looked}{rest}</p>'


def _views() -> str:
    return "".join(
        f'<label><input type="radio" name="view" id="view-{view}" value="{view}"'
        f"{' checked' if view == 'normal' else ''}><span>{view.capitalize()}</span></label>"
        for view in VIEWS
    )


def _severities(file: FileResult) -> str:
    """Return a switch for each severity that was found."""
    return "".join(
        f'<label class="chip {s.value}"><input type="checkbox" id="show-{s.value}" value="{s.value}" checked>'
        f'<span><span class="dot" aria-hidden="true"></span>{amount(file.count(s), tone(s))}</span></label>'
        for s in Severity
        if file.count(s)
    )


def _stage(file: FileResult, picture: Picture, buttons: str, page: Box | None, *, has_tags: bool) -> str:
    note = f'<p class="note">{esc(picture.note)}</p>' if picture.note else ""
    if not picture.uri:
        return f'<div class="empty">{note or "<p>There is nothing to show.</p>"}</div>'
    if page is None:
        note += '<p class="note">The size on paper is unknown, so findings have no boxes here.</p>'
    what = "The figure" if picture.is_figure else "Drawing of what was measured in"
    alt = f"{what} {shown(PurePath(file.path).name, 80)}"
    size = "" if page is None else f"{number(page.w)} × {number(page.h)} mm"
    tags = "" if has_tags else " no-tags"
    return (
        f'<div class="desk" id="desk" tabindex="0" role="region" aria-label="The figure, {size}">'
        f'<div class="paper{"" if page else " unsized"}{tags}" id="paper">'
        f'<img id="picture" src="{picture.uri}" alt="{alt}" draggable="false">'
        f'<div class="marks">{buttons}</div></div></div>{note}'
    )


def _measured(document: Document | None, asked: Asked) -> str:
    if document is None:
        return '<p class="nothing">The file could not be read, so nothing was measured.</p>'
    return facts_html(document, asked, colors_html(document))
