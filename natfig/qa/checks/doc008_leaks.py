"""DOC008: the file says more than it shows, or says something else at every export."""

from __future__ import annotations

from collections.abc import Iterator

from natfig.core import lazyre
from natfig.core.findings import Finding, Fix, Severity
from natfig.qa.check import Check, Context
from natfig.qa.checks._leaks import leaks
from natfig.qa.checks._rules import count_of, quoted, shorten, union
from natfig.qa.document import Document

__all__ = ["check"]

# Hidden text of this many words says something; less is a tick label that the drawing
# program (Vega, Plotly) switched off where it found no room.
WORDS_THAT_SAY = 3

_WORD = lazyre.compile(r"[^\W\d_]{2,}")
_SAYS = {
    "path": ("gives away a folder of your machine", Severity.WARNING),
    "mail": ("gives away an e-mail address", Severity.WARNING),
    "name": ("names a person", Severity.WARNING),
    "file": ("names the working file", Severity.INFO),
    "date": ("has a date, so the same figure is another file at every export", Severity.INFO),
}


def _look(document: Document, _context: Context) -> Iterator[Finding]:
    found = leaks(document.meta)
    fix = Fix.SAFE if document.kind == "svg" else Fix.NONE
    for kind, (says, severity) in _SAYS.items():
        words = list(dict.fromkeys(shorten(text) for what, _, text in found if what == kind))
        if words:
            keys = ", ".join(dict.fromkeys(key for what, key, _ in found if what == kind))
            yield check.finding(f"the metadata ({keys}) {says}: {quoted(words)}", severity=severity, fix=fix)
    if "text" not in document.unmeasured:
        yield from _hidden(document)


def _hidden(document: Document) -> Iterator[Finding]:
    """Yield one finding for text that is in the file and never painted; off the page it is TXT007."""
    hidden = [run for run in document.runs if not run.visible and run.text.strip()]
    if hidden:
        says = max(len(_WORD.findall(run.text)) for run in hidden) >= WORDS_THAT_SAY
        yield check.finding(
            f"{count_of(len(hidden), 'text')} in the file can't be seen: {quoted(r.text for r in hidden)}",
            text=hidden[0].text,
            panel=hidden[0].panel,
            box=union(run.box for run in hidden),
            line=hidden[0].line,
            severity=Severity.WARNING if says else Severity.INFO,
            fix=Fix.NONE,
        )


check = Check(
    id="doc008_leaks",
    code="DOC008",
    title="not reproducible, or gives away names, folders or hidden text",
    reason=(
        "Metadata carry user names and folders past a double-blind review, and hidden text is found by "
        "search engines and language models though no reader sees it. Dates make version control see a "
        "change where the figure has none. Text outside the page is TXT007, links to other files are DOC001."
    ),
    bad=r'inkscape:export-filename="C:\Users\jdoe\fig1.png"; <dc:date>2026-03-01T10:22:31</dc:date>',
    good="metadata without people, folders and dates; svg.hashsalt and metadata={'Date': None} in matplotlib",
    needs=("meta",),
    look=_look,
    severity=Severity.WARNING,
    fix=Fix.SAFE,
    source="Reproducible Builds, https://reproducible-builds.org/docs/timestamps/",
    options={"words_that_say": WORDS_THAT_SAY},
    hint="let --fix remove the metadata; matplotlib: savefig(…, metadata={'Date': None}); delete hidden text",
)
