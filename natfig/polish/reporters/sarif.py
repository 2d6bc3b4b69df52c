"""SARIF 2.1.0: what code hosts show beside the lines of a draft, with the fixes; see `natfig.core.sarif`."""

from __future__ import annotations

import hashlib
from bisect import bisect_right
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from natfig.core import sarif
from natfig.core.plain import visible
from natfig.core.sarif import LEVEL, Json, message, uri
from natfig.polish.result import DraftResult, Polished, Remark
from natfig.prose.document import Block

if TYPE_CHECKING:
    from natfig.prose.rule import Rule

__all__ = ["SarifReporter", "reporter"]

# In a Word file a place in the text is no place in the file.
_BINARY = frozenset({"docx"})


def _rules() -> dict[str, Rule]:
    from natfig.prose.rulebook import rulebook

    return dict(rulebook())


def _rule(code: str, rule: Rule | None) -> Json:
    if rule is None:
        return {"id": code}
    said = [rule.reason, f"Bad: {rule.bad[0].text}", f"Good: {rule.good[0].text}", f"Source: {rule.source}"]
    properties: Json = {"fix": rule.fix.value, "source": rule.source}
    return sarif.rule(
        code, rule.id, rule.title, rule.reason, said=said, level=LEVEL[rule.severity], properties=properties
    )


def _region(remark: Remark) -> Json:
    start, end = remark.span
    line, column = remark.draft.place(start)
    last, final = remark.draft.place(end)
    return {
        "startLine": line,
        "startColumn": column,
        "endLine": last,
        "endColumn": final,
        "charOffset": start,
        "charLength": end - start,
        "snippet": message(remark.draft.source[start:end]),
    }


def _fixes(file: DraftResult, remark: Remark, index: int) -> list[Json]:
    edit = remark.edit
    if edit is None or file.draft.format in _BINARY:
        return []
    deleted = {"charOffset": edit.start, "charLength": edit.end - edit.start}
    return [
        {
            "description": message(f"{remark.message} ({remark.fix.value} fix)"),
            "artifactChanges": [
                {
                    "artifactLocation": {"uri": uri(file.path), "index": index},
                    "replacements": [{"deletedRegion": deleted, "insertedContent": {"text": edit.text}}],
                }
            ],
        }
    ]


def _sentence(block: Block, at: int, starts: dict[Block, list[int]]) -> str:
    """Return the sentence at a place of a block's text; `starts` keeps where sentences begin."""
    if block not in starts:
        starts[block] = [sentence.start for sentence in block.sentences]
    number = bisect_right(starts[block], at) - 1
    if number < 0 or at >= block.sentences[number].end:
        return ""
    return block.sentences[number].text


def _results(file: DraftResult, index: int, places: Mapping[str, int], seen: Counter[str]) -> list[Json]:
    out: list[Json] = []
    starts: dict[Block, list[int]] = {}
    for remark in file.remarks:
        location: Json = {"artifactLocation": {"uri": uri(file.path), "index": index}}
        if file.draft.format not in _BINARY:
            location["region"] = _region(remark)
        sentence = _sentence(remark.block, remark.begin, starts)
        words = "\0".join((uri(file.path), remark.code, remark.text, sentence))
        key = hashlib.sha256(words.encode("utf-8", "replace")).hexdigest()[:32]
        seen[key] += 1
        result: Json = {
            "ruleId": remark.code,
            "ruleIndex": places[remark.code],
            "level": LEVEL[remark.severity],
            "message": message(remark.message),
            "locations": [{"physicalLocation": location}],
            "partialFingerprints": {"natfigRemark/v1": f"{key}:{seen[key]}"},
            "properties": {
                "fix": remark.fix.value,
                "source": remark.source,
                "replacement": None if remark.replacement is None else visible(remark.replacement),
            },
        }
        if fixes := _fixes(file, remark, index):
            result["fixes"] = fixes
        out.append(result)
    return out


@dataclass(frozen=True, slots=True)
class SarifReporter:
    """Reports as SARIF."""

    id: str = "sarif"
    help: str = "SARIF 2.1.0 for code hosts"
    suffix: str = ".sarif"
    per_file: bool = False

    def render(self, polished: Polished, *, color: bool = False, width: int = 100) -> str:  # noqa: ARG002 - of terminals
        """Return the report as SARIF."""
        known = _rules()
        codes = sorted({*known, *(remark.code for remark in polished.remarks())})
        places = {code: i for i, code in enumerate(codes)}
        seen: Counter[str] = Counter()
        faults = [
            {"level": "error", "message": message(f"natfig itself failed here: {f}")} for f in polished.faults
        ]
        return sarif.report(
            rules=[_rule(code, known.get(code)) for code in codes],
            invocation={
                "executionSuccessful": not polished.faults,
                "toolExecutionNotifications": [
                    *faults,
                    *({"level": "note", "message": message(note)} for note in polished.notes),
                ],
            },
            artifacts=[
                {"location": {"uri": uri(f.path)}, "properties": {"journal": f.journal, "words": f.words}}
                for f in polished.files
            ],
            results=[r for i, f in enumerate(polished.files) for r in _results(f, i, places, seen)],
        )


reporter = SarifReporter()
