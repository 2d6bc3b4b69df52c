"""Puts the redline of a run together: template, style sheet, script, texts and what there is to decide.

The page asks nobody for anything: its Content-Security-Policy lets it load no address, and
run no script and apply no style sheet but those whose SHA-256 it names. What comes from
drafts is escaped, or JSON in an element that no browser runs.

Source
------
W3C: Content Security Policy Level 3, <https://www.w3.org/TR/CSP3/>.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import PurePath
from typing import Any

from natfig import __version__
from natfig.core.errors import NatfigError
from natfig.core.findings import Severity
from natfig.core.webpage import asset, policy, template
from natfig.polish.reporters._html_items import Item, Sheet, sheet_of
from natfig.polish.reporters._html_notes import TONE, note_html
from natfig.polish.reporters._html_text import HeadingRanks, block_html, displayed
from natfig.polish.reporters._html_words import amount, as_json, esc, shortened
from natfig.polish.result import Polished
from natfig.polish.review.decisions import FORMAT, fingerprint_of
from natfig.prose.document import Block, Draft, Role

__all__ = ["page_html"]

# Shown only where something is said about them: nobody reads them as prose.
_QUIET = {Role.CELL: "table cell", Role.REFERENCE: "reference"}
_MARK = "\ufeff"


def page_html(polished: Polished) -> str:
    """Return the redline of all drafts of a run as one HTML page."""
    sheets = [sheet_of(result) for result in polished.files]
    items = [item for sheet in sheets for item in sheet.items]
    for number, item in enumerate(items):
        item.number = number
    style, script = asset("redline.css"), asset("redline.js")
    names = [PurePath(sheet.result.path).name or sheet.result.path for sheet in sheets]
    title = names[0] if len(names) == 1 else amount(len(names), "draft")
    return template("redline.html").substitute(
        policy=policy(style, script, has_pictures=False),
        style=style,
        script=script,
        title=esc(shortened(title)),
        facts=_facts(polished, sheets),
        notices=_notices(polished),
        severities=_severities(items),
        codes=_codes(items),
        sections=_sections(items),
        drafts="\n".join(_sheet_html(sheet, n, len(sheets)) for n, sheet in enumerate(sheets)),
        data=as_json(_data(sheets)),
        has_changes="" if any(item.edits for item in items) else " no-changes",
        version=esc(__version__),
    )


def _facts(polished: Polished, sheets: Sequence[Sheet]) -> str:
    words = sum(sheet.result.words for sheet in sheets)
    facts = [amount(words, "word"), amount(sum(s.result.sentences for s in sheets), "sentence")]
    journals = sorted({s.result.journal for s in sheets if s.result.journal})
    facts += [f"rules of {', '.join(journals)}"] if journals else []
    facts += [f"grammar by {polished.engine}"] if polished.engine != "none" else []
    facts += [f"rewritten by {polished.model}"] if polished.model else []
    return esc(" · ".join(facts))


def _notices(polished: Polished) -> str:
    """Return what the reader has to know and no place in a draft is to blame for."""
    said = [f"natfig itself failed here: {fault}" for fault in polished.faults]
    said += polished.notes
    if not said:
        return ""
    return f'<ul class="notices">{"".join(f"<li>{esc(one)}</li>" for one in said)}</ul>'


def _severities(items: Sequence[Item]) -> str:
    """Return a switch for each severity that is there."""
    counts = Counter(item.severity for item in items)
    return "".join(
        f'<label class="chip {s.value}"><input type="checkbox" id="show-{s.value}" value="{s.value}" checked>'
        f'<span><span class="dot" aria-hidden="true"></span>{amount(counts[s], TONE[s])}</span></label>'
        for s in Severity
        if counts[s]
    )


def _codes(items: Sequence[Item]) -> str:
    counts = Counter(item.code for item in items)
    return "".join(
        f'<option value="{esc(code)}">{esc(code)} ({number:,})</option>'
        for code, number in sorted(counts.items())
    )


def _sections(items: Sequence[Item]) -> str:
    counts = Counter(item.block.section.value for item in items if item.block is not None)
    return "".join(
        f'<option value="{section}">{section.capitalize()} ({number:,})</option>'
        for section, number in counts.items()
    )


# -- drafts -------------------------------------------------------------------------------


def _sheet_html(sheet: Sheet, number: int, of: int) -> str:
    shown = displayed(sheet.items)
    by_block: dict[Block, list[Item]] = {}
    loose = []
    for item in sheet.items:
        if item.block is None:
            loose.append(item)
        else:
            by_block.setdefault(item.block, []).append(item)
    path = sheet.result.path
    head = f'<h2 class="file" title="{esc(path)}">{esc(shortened(path))}</h2>' if of > 1 else ""
    # The page's own heading is the first; that of a file, where there are several, the second.
    rows = "".join(_rows(sheet, by_block, shown, HeadingRanks(3 if head else 2)))
    if loose:
        said = "What follows has no place in the text that is shown."
        rows += _row(f'<p class="loose">{said}</p>', loose, sheet.draft, "other")
    if not sheet.items:
        rows = f'<p class="quiet fine">Nothing to say about this draft.</p>{rows}'
    kept = "".join(f"<li>{esc(sentence)}</li>" for sentence in sheet.result.kept)
    if kept:
        said = "What --fix left as it was"
        kept = f'<details class="kept-back"><summary>{said}</summary><ul>{kept}</ul></details>'
    return (
        f'<article class="draft" data-file="{number}" aria-label="{esc(path)}">'
        f'{head}<div class="sheet">{rows}</div>{kept}</article>'
    )


def _rows(
    sheet: Sheet, by_block: dict[Block, list[Item]], shown: set[int], ranks: HeadingRanks
) -> Iterator[str]:
    skipped: Counter[Role] = Counter()
    for block in sheet.draft.blocks:
        items = by_block.get(block, [])
        if not block.text.strip() and not items:
            continue
        if block.role in _QUIET and not items:
            skipped[block.role] += 1
            continue
        yield _skipped(skipped)
        items.sort(key=lambda item: (item.begin, item.finish, item.number))
        kind = " item" if block.role is Role.ITEM else ""
        text = block_html(block, items, shown, ranks)
        yield _row(text, items, sheet.draft, block.section.value, kind)
    yield _skipped(skipped)


def _skipped(skipped: Counter[Role]) -> str:
    if not skipped:
        return ""
    what = " and ".join(amount(number, _QUIET[role]) for role, number in skipped.items())
    skipped.clear()
    return f'<p class="quiet skip">{what} not shown</p>'


def _row(text: str, items: Sequence[Item], draft: Draft, section: str, kind: str = "") -> str:
    notes = "".join(note_html(item, draft) for item in items)
    margin = f'<ol class="notes" aria-label="Remarks">{notes}</ol>' if notes else ""
    return f'<div class="row{kind}" data-section="{section}"><div class="text">{text}</div>{margin}</div>\n'


# -- what the script decides on --------------------------------------------------------------


def _data(sheets: Sequence[Sheet]) -> dict[str, Any]:
    files = []
    for sheet in sheets:
        path = PurePath(sheet.result.path)
        files.append(
            {
                "path": sheet.result.path,
                "name": path.name or "draft",
                "sha256": fingerprint_of(sheet.draft),
                "decisions": f"{path.stem or 'draft'}.decisions.json",
                "fixed": f"{path.stem or 'draft'}.fixed{path.suffix}",
                **_source(sheet.draft),
            }
        )
    changes = {
        item.number: {
            "file": number,
            "cluster": item.cluster,
            "low": item.low,
            "high": item.high,
            "edits": [[edit.start, edit.end, edit.text] for edit in item.edits],
            "state": item.state,
            **({"refused": True} if item.is_refused else {}),
        }
        for number, sheet in enumerate(sheets)
        for item in sheet.changes
    }
    return {"format": FORMAT, "natfig": __version__, "files": files, "changes": changes}


def _source(draft: Draft) -> dict[str, Any]:
    """Return the draft's text, where its file is that text and the page can write it.

    A Word file is more than its text; a text with broken characters can't be written as UTF-8.
    """
    from natfig.prose.formats import formats

    if draft.origin is None:  # of no file
        return {}
    try:
        data = formats.load(draft.format).write(draft, (), None)
        body = draft.source.encode("utf-8")
    except (NatfigError, UnicodeError):
        return {}
    mark = _MARK.encode("utf-8")
    if data == body:
        return {"source": draft.source}
    if data == mark + body:
        return {"source": _MARK + draft.source, "mark": True}
    encoding = getattr(draft.origin, "encoding", None)
    codec, start = getattr(encoding, "codec", None), getattr(encoding, "mark", b"")
    if codec is None:
        return {}
    try:
        is_text = data == start + draft.source.encode(codec)
    except (UnicodeError, LookupError):
        return {}
    return {"source": draft.source, "encoding": str(getattr(encoding, "name", codec))} if is_text else {}
