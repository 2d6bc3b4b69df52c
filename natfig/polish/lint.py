"""Linting: every rule of the rule set, and a grammar engine, over one manuscript."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any

from natfig.core.errors import NatfigError
from natfig.core.findings import Fix, Severity
from natfig.core.record import dataclass, field
from natfig.polish.result import Remark, order
from natfig.prose.document import Block, Manuscript, Section
from natfig.prose.rule import Context, Hit, Rule
from natfig.prose.rulesets import RuleSet

__all__ = ["Grammar", "Linter"]

#: Runs an engine over a manuscript and yields (code, hit) pairs: `natfig.prose.grammar`.
Grammar = Callable[[Manuscript, Context], Iterable[tuple[str, Hit]]]

_GRAMMAR_SOURCE = "the grammar engine's own rule"


@dataclass(eq=False)
class Linter:
    """Lints manuscripts.

    Parameters
    ----------
    rules : RuleSet
        Which rules are on where, and their options.
    context : Context
        What drafts are judged by; its manuscript is replaced by each one's own.
    refresh : callable
        ``refresh(context, manuscript)`` returns the context for a manuscript: its ledger
        and spelling.
    grammar : callable or None
        The engine.
    is_wanted : callable
        Whether a code was asked for (``--select``, ``--ignore``).
    faults : list of str
        Rules that crashed; filled while linting.
    switched_off : dict
        For each draft (by id) how many remarks its own comments silence, of the last run.
    """

    rules: RuleSet
    context: Context
    refresh: Callable[[Context, Manuscript], Context]
    grammar: Grammar | None = None
    is_wanted: Callable[[str], bool] = bool
    faults: list[str] = field(default_factory=list)
    switched_off: dict[int, int] = field(default_factory=dict)

    def __call__(self, manuscript: Manuscript) -> list[Remark]:
        """Return the remarks on a manuscript, by place, and the worst first at one place."""
        context = self.refresh(self.context, manuscript)
        # The engine works on its own while the rules look.
        grammar = () if self.grammar is None else self.grammar(manuscript, context)
        found = [*self._by_rules(manuscript, context), *self._by_grammar(grammar)]
        self.switched_off = {}
        kept = [remark for remark in _once(found) if not self._is_off(remark)]
        number_of = {id(draft): i for i, draft in enumerate(manuscript.drafts)}
        return sorted(kept, key=lambda r: (number_of.get(id(r.draft), 0), *order(r)))

    def _by_rules(self, manuscript: Manuscript, context: Context) -> Iterator[Remark]:
        for rule in self.rules.rules():
            if not self.is_wanted(rule.code) or (rule.needs_figures and not context.figures):
                continue
            try:
                yield from self._asked(rule, manuscript, context)
            except NatfigError:
                raise
            except Exception as error:  # whatever a draft makes a rule do
                if os.environ.get("NATFIG_DEBUG"):
                    raise
                self._fault(f"{rule.code}: {type(error).__name__}: {error}")

    def _asked(self, rule: Rule, manuscript: Manuscript, context: Context) -> Iterator[Remark]:
        contexts: dict[Section, Context | None] = {}
        severities: dict[Section, Severity | None] = {}

        def of(section: Section) -> Context | None:
            if section not in contexts:
                setting = self.rules.setting(rule.code, section)
                if setting is None:
                    contexts[section] = None
                else:
                    contexts[section] = context.with_options({**rule.options, **setting.options})
                    severities[section] = setting.severity
            return contexts[section]

        if rule.scope == "manuscript":
            # Where it is on is decided by the place of each thing it says.
            asked = of(Section.OTHER) or next((c for c in map(of, Section) if c is not None), None)
            if asked is not None:
                for hit in rule.look(manuscript, asked):
                    if of(hit.block.section) is not None:
                        yield _remark(rule, hit, severities[hit.block.section])
            return
        unit: Any
        for unit in rule.units(manuscript):
            block: Block = unit.block if rule.scope == "sentence" else unit
            asked = of(block.section)
            if asked is not None:
                for hit in rule.look(unit, asked):
                    yield _remark(rule, hit, severities[block.section])

    def _by_grammar(self, found: Iterable[tuple[str, Hit]]) -> Iterator[Remark]:
        for code, hit in found:
            if self.is_wanted(code):
                severity = hit.severity or Severity.WARNING
                yield _made(code, hit, severity, hit.fix or Fix.UNSAFE, _GRAMMAR_SOURCE)

    def _fault(self, sentence: str) -> None:
        if sentence not in self.faults:
            self.faults.append(sentence)

    def _is_off(self, remark: Remark) -> bool:
        switches = remark.draft.switches
        if not switches:
            return False
        start, end = remark.span
        for switch in switches:
            meant = not switch.codes or any(remark.code.startswith(code) for code in switch.codes)
            if meant and switch.start <= start and end <= switch.end:
                number = id(remark.draft)
                self.switched_off[number] = self.switched_off.get(number, 0) + 1
                return True
        return False


def _remark(rule: Rule, hit: Hit, severity: Severity | None) -> Remark:
    """Return what a rule says; the severity of a rule set or a project goes before the rule's own."""
    return _made(rule.code, hit, severity or hit.severity or rule.severity, hit.fix or rule.fix, rule.source)


def _made(code: str, hit: Hit, severity: Severity, fix: Fix, source: str) -> Remark:
    edit = None
    if hit.replacement is not None and fix is not Fix.NONE:
        edit = hit.block.edit(hit.start, hit.end, hit.replacement)
    return Remark(
        code,
        severity,
        hit.message,
        hit.block,
        hit.start,
        hit.end,
        hit.replacement,
        fix if edit is not None else Fix.NONE,
        source,
        edit,
    )


def _once(remarks: Sequence[Remark]) -> Iterator[Remark]:
    """Yield each thing once: what a rule says of a place, the engine need not say again."""
    seen: set[tuple[str, int, int, int]] = set()
    taken: dict[Block, list[tuple[int, int]]] = {}
    for remark in remarks:
        if not remark.code.startswith("GRM"):
            taken.setdefault(remark.block, []).append((remark.begin, remark.finish))
    for remark in remarks:
        key = (remark.code, id(remark.block), remark.begin, remark.finish)
        if key in seen:
            continue
        seen.add(key)
        if remark.code.startswith("GRM"):
            places = taken.get(remark.block, ())
            width = max(1, remark.finish - remark.begin)
            # A remark on a whole paragraph says nothing about one of its words.
            if any(b < remark.finish and remark.begin < f and f - b <= 4 * width + 20 for b, f in places):
                continue
        yield remark
