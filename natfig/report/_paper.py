"""What was found across the figures of a manuscript, at the head of its proof sheet."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING

from natfig.core import lazyre
from natfig.qa.reporters._html_words import linked
from natfig.report._words import amount, definitions, esc, sentence

if TYPE_CHECKING:
    from natfig.manuscript.paper import Checked

__all__ = ["paper_html"]

_COLOR = lazyre.compile(r"#[0-9A-Fa-f]{6}\b")


def paper_html(checked: Checked) -> str:
    """Return the manuscript's facts and the findings across its figures."""
    settings = checked.paper.settings
    counts = [amount(checked.paper.count("main"), "figure")]
    if extended := checked.paper.count("extended"):
        counts.append(f"{extended} in Extended Data")
    rows = [
        ("Journal", esc(checked.paper.journal.name)),
        ("Kind", esc(settings.type)),
        ("Figures", ", ".join(counts)),
        ("Draft", esc(settings.draft.name) if settings.draft is not None else ""),
    ]
    return (
        f'{definitions(rows, "contract")}<section class="across" aria-labelledby="across-title">'
        f'<h2 id="across-title">Across the figures</h2>{_findings(checked)}</section>'
    )


def _findings(checked: Checked) -> str:
    if not checked.findings:
        return "<p>The figures agree with each other in what was compared.</p>"
    parts = []
    for (severity, code), group in groupby(
        checked.findings, key=lambda f: (f.finding.severity, f.finding.code)
    ):
        ones = list(group)
        rows = "".join(
            f"<li>{_swatched(sentence(one.finding.message))}"
            + (f' <span class="where">{esc(one.place)}</span>' if one.place else "")
            + "</li>"
            for one in ones
        )
        title = checked.titles.get(code, "")
        source = ones[0].finding.source
        why = f' <span class="source">{linked(source)}</span>' if source else ""
        parts.append(
            f'<div class="code {severity.value}"><p class="kind"><code>{esc(code)}</code> '
            f'{esc(sentence(title)[:-1])} <span class="tone">{severity.value}</span></p>'
            f"<ul>{rows}</ul>{why}</div>"
        )
    return "".join(parts)


def _swatched(text: str) -> str:
    """Return a sentence escaped, with a swatch before each colour it names."""
    drawn = '<rect width="8" height="8" fill="{0}"/>'
    swatch = f'<svg class="swatch" viewBox="0 0 8 8" aria-hidden="true">{drawn}</svg>{{0}}'
    return _COLOR.sub(lambda match: swatch.format(match[0]), esc(text))
