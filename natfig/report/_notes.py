"""What the checks found, as numbered notes in the margin of the proof."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import groupby

from natfig.core.findings import Finding, Severity
from natfig.qa.check import Check
from natfig.qa.reporters._html_findings import Listed, Mark, place_words
from natfig.qa.reporters._html_words import linked
from natfig.qa.reporters._plain import checks_by_code, tone
from natfig.qa.result import FileResult
from natfig.report._words import amount, esc, sentence

__all__ = ["found_in_words", "notes_html", "of_panel"]

_WORDS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "remark"}
# Of one code these are told at once, the rest one click away.
_TOLD = 6


def found_in_words(checked: FileResult) -> str:
    """Return how the checks ended: "Checks pass with 2 warnings"."""
    if checked.faults:
        return "The checks could not be finished"
    found = [amount(checked.count(s), _WORDS[s]) for s in Severity if checked.count(s)]
    verdict = "Checks pass" if checked.verdict() == "pass" else "Checks fail"
    return f"{verdict} with {' and '.join(found)}" if found else verdict


def of_panel(listed: Sequence[Listed], letter: str) -> list[Listed]:
    """Return the findings that lie in a panel, all but remarks."""
    wanted = (one for one in listed if one.finding.severity is not Severity.INFO)
    return [one for one in wanted if (one.finding.where.panel or "").lower() == letter]


def notes_html(checked: FileResult, listed: Sequence[Listed], found: Sequence[Mark], key: str) -> str:
    """Return the findings as a list, each linked with its box over the picture.

    Parameters
    ----------
    checked : FileResult
    listed : sequence of Listed
    found : sequence of Mark
    key : str
        Ids begin with it.
    """
    known = checks_by_code()
    mark_of = {one.number: mark.number for mark in found for one in mark.of}
    parts = []
    for code, group in groupby(listed, key=lambda one: (one.finding.severity, one.finding.code)):
        ones = list(group)
        check = known.get(code[1])
        rows = [_note(one, mark_of.get(one.number), key) for one in ones]
        title = esc(sentence(check.title)[:-1]) if check is not None else ""
        word = f'<span class="tone">{_WORDS[code[0]]}</span>'
        head = f'<p class="kind"><code>{esc(code[1])}</code> {title} {word}</p>'
        told, rest = (rows, []) if len(rows) <= _TOLD + 1 else (rows[:_TOLD], rows[_TOLD:])
        more = ""
        if rest:
            more = (
                f"<details><summary>{len(rest):,} more</summary>"
                f'<ol class="rows" start="{ones[_TOLD].number}">{"".join(rest)}</ol></details>'
            )
        parts.append(
            f'<div class="code {code[0].value}">{head}<ol class="rows" start="{ones[0].number}">'
            f"{''.join(told)}</ol>{more}{_why(ones[0].finding, check)}</div>"
        )
    total = len(checked.findings)
    if total > len(listed):
        parts.append(f'<p class="soft">{total - len(listed):,} more are not listed here.</p>')
    if not parts:
        parts.append(f'<p class="soft">{amount(len(checked.checked), "check")} looked and found nothing.</p>')
    return "".join(parts) + _not_measured(checked.not_measured)


def _note(one: Listed, mark: int | None, key: str) -> str:
    finding = one.finding
    # Lines of an SVG mean nothing to co-authors.
    where = place_words(finding, has_mark=finding.where.panel is not None, has_line=False)
    said = (
        f'<span class="number" aria-hidden="true">{one.number}</span><span class="said">'
        f'<span class="sr">{tone(finding.severity)} {one.number}: </span>{esc(sentence(finding.message))} '
        f'<span class="where">{" · ".join(where)}</span></span>'
    )
    anchor = f"{key}-note-{one.number}"
    pick = f'<div class="pick">{said}</div>'
    if mark is not None:
        place = f"{key}-mark-{mark}"
        pick = f'<a class="pick" href="#{place}" data-pair="{place}">{said}</a>'
    return f'<li class="row {finding.severity.value}" id="{anchor}" value="{one.number}">{pick}</li>'


def _why(finding: Finding, check: Check | None) -> str:
    source = finding.source or (check.source if check is not None else "")
    reason = esc(check.reason) if check is not None else ""
    hint = f" To mend it: {esc(check.hint)}." if check is not None and check.hint else ""
    cited = f" <span class='source'>Source: {linked(source)}</span>" if source else ""
    if not (reason or hint or cited):
        return ""
    return f'<details class="why"><summary>Why</summary><p>{reason}{hint}{cited}</p></details>'


def _not_measured(reasons: Mapping[str, str]) -> str:
    if not reasons:
        return ""
    items = "".join(f"<li><code>{esc(code)}</code> {esc(why)}</li>" for code, why in sorted(reasons.items()))
    count = amount(len(reasons), "check")
    return f"<details><summary>{count} could not look</summary><ul>{items}</ul></details>"
