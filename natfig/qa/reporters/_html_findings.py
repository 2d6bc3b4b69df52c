"""The findings in the HTML report: a numbered list, and as many boxes over the picture."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import groupby

from natfig.core.findings import Finding, Fix, Severity
from natfig.qa.check import Check
from natfig.qa.document import Box
from natfig.qa.reporters._html_words import amount, esc, linked, number, shown
from natfig.qa.reporters._plain import tone

__all__ = [
    "MOST_LISTED",
    "Listed",
    "Mark",
    "findings_html",
    "listed_findings",
    "marks",
    "marks_html",
    "place_words",
]

# Of one code these are listed at once, the rest one click away; beyond the last number
# they are only counted: a page of tens of thousands of rows helps nobody.
_TOLD = 5
_MOST_OF_CODE = 200
MOST_LISTED = 1500

# Boxes that agree to this share one mark with several numbers.
_SAME_MM = 0.1
# How far outside the page a box is still drawn where it is; beyond, at the page's edge.
_MARGIN_MM = 3.0
_LEAST_MM = 0.4

_FLAG = re.compile(r"(?<![\w-])--[a-z][a-z-]*")

_SEVERITIES = tuple(Severity)


@dataclass(frozen=True, slots=True)
class Listed:
    """A finding with its number in the list, from 1."""

    number: int
    finding: Finding


@dataclass(slots=True)
class Mark:
    """A box over the picture, for one finding or for several at the same place.

    `box` is in mm; `is_outside` says that what it is about lies off the page.
    """

    number: int
    box: Box
    is_outside: bool
    of: list[Listed] = field(default_factory=list)

    @property
    def severities(self) -> list[Severity]:
        """Severities of its findings, the worst first."""
        return [s for s in _SEVERITIES if any(one.finding.severity is s for one in self.of)]


def listed_findings(findings: Sequence[Finding]) -> list[Listed]:
    """Return the findings that the page lists, numbered; findings come sorted, the worst first."""
    kept: list[Finding] = []
    for _, group in groupby(findings, key=lambda f: (f.severity, f.code)):
        kept += list(group)[:_MOST_OF_CODE]
    return [Listed(i, finding) for i, finding in enumerate(kept[:MOST_LISTED], 1)]


def marks(listed: Sequence[Listed], page: Box | None) -> list[Mark]:
    """Return the boxes of the findings that have a place, in order of the list."""
    if page is None or page.area <= 0:
        return []
    found: dict[tuple[float, ...], Mark] = {}
    for one in listed:
        bbox = one.finding.where.bbox_mm
        if bbox is None or not all(map(math.isfinite, bbox)):
            continue
        box = Box(bbox[0], bbox[1], bbox[0] + bbox[2], bbox[1] + bbox[3])
        drawn = _drawn(box, page)
        key = tuple(round(v / _SAME_MM) for v in drawn)
        if key not in found:
            found[key] = Mark(len(found) + 1, drawn, box.meet(page) is None)
        found[key].of.append(one)
    return list(found.values())


def _drawn(box: Box, page: Box) -> Box:
    """Return the part of a box that can be seen, or a strip at the edge beyond which it lies."""
    around = page.grown(_MARGIN_MM)
    x0, x1 = (min(max(v, around.x0), around.x1) for v in (box.x0, box.x1))
    y0, y1 = (min(max(v, around.y0), around.y1) for v in (box.y0, box.y1))
    spare_x, spare_y = max(_LEAST_MM - (x1 - x0), 0.0) / 2, max(_LEAST_MM - (y1 - y0), 0.0) / 2
    return Box(x0 - spare_x, y0 - spare_y, x1 + spare_x, y1 + spare_y)


def marks_html(found: Sequence[Mark], page: Box | None) -> tuple[str, str]:
    """Return the boxes as buttons, and the style sheet that puts them in their places."""
    if page is None:
        return "", ""
    buttons, rules = [], []
    # Small boxes lie over large ones, so that each can be reached.
    for mark in sorted(found, key=lambda m: -m.box.area):
        words = " ".join(s.value for s in mark.severities)
        first = mark.of[0].finding
        more = f" and {len(mark.of) - 1} more" if len(mark.of) > 1 else ""
        # Whoever speaks to the page says what stands there: a name holds it as it is seen.
        label = f"{tone(first.severity)} {_tag(mark)}: {shown(first.message)}{more}"
        buttons.append(
            f'<button type="button" class="mark{" outside" if mark.is_outside else ""}" id="m{mark.number}" '
            f'data-severity="{words}" data-findings="{" ".join(f"f{one.number}" for one in mark.of)}" '
            f'aria-pressed="false" aria-label="{label}" title="{label}">'
            f'<span class="tag" aria-hidden="true">{_tag(mark)}</span></button>'
        )
        left, top = 100 * mark.box.x0 / page.w, 100 * mark.box.y0 / page.h
        width, height = 100 * mark.box.w / page.w, 100 * mark.box.h / page.h
        place = f"left:{left:.3f}%;top:{top:.3f}%;width:{width:.3f}%;height:{height:.3f}%"
        rules.append(f"#m{mark.number}{{{place}}}")
    return "\n".join(buttons), "\n".join(rules)


def _tag(mark: Mark) -> str:
    first = mark.of[0].number
    return f"{first}+{len(mark.of) - 1}" if len(mark.of) > 1 else str(first)


# -- the list ---------------------------------------------------------------------------


def findings_html(
    findings: Sequence[Finding],
    listed: Sequence[Listed],
    found: Sequence[Mark],
    known: Mapping[str, Check],
) -> str:
    """Return the list of findings, those of one code and severity together.

    Parameters
    ----------
    findings : sequence of Finding
        All of them; how many are not listed is said.
    listed : sequence of Listed
    found : sequence of Mark
    known : mapping of str to Check
        For titles, reasons, examples and hints.
    """
    totals: dict[tuple[Severity, str], int] = {}
    for finding in findings:
        key = finding.severity, finding.code
        totals[key] = totals.get(key, 0) + 1
    mark_of = {one.number: mark.number for mark in found for one in mark.of}
    parts = []
    for (severity, code), group in groupby(listed, key=lambda o: (o.finding.severity, o.finding.code)):
        total = totals.pop((severity, code))
        parts.append(_group(list(group), total, mark_of, known.get(code)))
    parts += [
        f'<section class="group" data-severity="{severity.value}"><p class="rest">'
        f"{amount(total, tone(severity))} of <code>{esc(code)}</code> are not listed here.</p></section>"
        for (severity, code), total in totals.items()
    ]
    return "\n".join(parts)


def _group(ones: list[Listed], total: int, mark_of: Mapping[int, int], check: Check | None) -> str:
    first = ones[0].finding
    code, severity = esc(first.code), first.severity
    title = "" if check is None else f'<span class="title">{esc(_sentence(check.title))}</span>'
    head = (
        f'<h3 class="head"><span class="dot" aria-hidden="true"></span><code>{code}</code> {title}'
        f'<span class="count">{amount(total, tone(severity))}</span></h3>'
    )
    told = ones if len(ones) <= _TOLD + 1 else ones[:_TOLD]
    rows = "\n".join(_row(one, mark_of.get(one.number)) for one in told)
    parts = [head, f'<ol class="rows">{rows}</ol>']
    if rest := ones[len(told) :]:
        more = "\n".join(_row(one, mark_of.get(one.number)) for one in rest)
        parts.append(
            f'<details class="more"><summary>{len(rest):,} more</summary>'
            f'<ol class="rows" start="{rest[0].number}">{more}</ol></details>'
        )
    if total > len(ones):
        parts.append(
            f'<p class="rest">{total - len(ones):,} more of this kind are in the JSON report only.</p>'
        )
    if check is not None and check.hint:
        parts.append(f'<p class="hint">{_flagged(_sentence(check.hint))}.</p>')
    parts.append(_why(ones, check))
    return f'<section class="group" data-severity="{severity.value}">{"".join(parts)}</section>'


def _row(one: Listed, mark: int | None) -> str:
    finding = one.finding
    control = "" if mark is None else f' data-mark="m{mark}" aria-controls="m{mark}"'
    fix = ' <span class="fix">--fix mends it</span>' if finding.fix is Fix.SAFE else ""
    where = " · ".join(place_words(finding, has_mark=mark is not None))
    return (
        f'<li class="row" id="f{one.number}" data-severity="{finding.severity.value}" value="{one.number}">'
        f'<button type="button" class="pick" aria-pressed="false"{control}>'
        f'<span class="num" aria-hidden="true">{one.number}</span><span class="said">'
        f'<span class="sr">{tone(finding.severity)} {one.number}: </span>{esc(_sentence(finding.message))}'
        f'<span class="where">{where}{fix}</span></span></button></li>'
    )


def place_words(finding: Finding, *, has_mark: bool, has_line: bool = True) -> Iterator[str]:
    """Yield where a finding is, as HTML.

    Parameters
    ----------
    finding : Finding
    has_mark : bool
        Whether a mark in the picture, or the panel it is listed under, shows the place of one without a box.
    has_line : bool
        Whether the line of the file is told.
    """
    where = finding.where
    if where.panel is not None:
        yield f"panel <b>{shown(where.panel, 40)}</b>"
    if where.text and " ".join(where.text.split()) not in finding.message:
        yield f"“{shown(where.text, 80)}”"
    if where.bbox_mm is not None:
        yield f"at {number(where.bbox_mm[0])}, {number(where.bbox_mm[1])} mm"
    elif not has_mark:
        yield "the whole file"
    if has_line and where.line is not None:
        yield f"line {where.line:,}"


def _why(ones: Sequence[Listed], check: Check | None) -> str:
    """Return the explanation of a code, folded: reason, examples, source."""
    sources = list(dict.fromkeys(one.finding.source for one in ones if one.finding.source))
    if not sources and check is not None and check.source:
        sources = [check.source]
    rows = []
    if check is not None:
        rows += [("Why", esc(check.reason)), ("Bad", esc(check.bad)), ("Good", esc(check.good))]
    if sources:
        rows.append(("Source", "<br>".join(linked(source) for source in sources[:4])))
    if not rows:
        return ""
    body = "".join(f'<dt class="of-{key.lower()}">{key}</dt><dd>{value}</dd>' for key, value in rows)
    code = esc(ones[0].finding.code)
    anchor = f"why-{code}-{ones[0].finding.severity.value}"
    head = f"<summary>Why <code>{code}</code></summary>"
    return f'<details class="why" id="{anchor}">{head}<dl>{body}</dl></details>'


def _flagged(text: str) -> str:
    """Return a sentence escaped, with the command line's flags kept whole."""
    return _FLAG.sub(r'<code class="flagged">\g<0></code>', esc(text))


def _sentence(text: str) -> str:
    return text[:1].upper() + text[1:]
