"""Words that carry what a sentence claims: how sure, how many, which way, because of what.

Every word of a group says the same; words of two groups of a class don't. The classes decide which
comparer speaks, so that a lost "may" is reported as a lost hedge and not as a missing word.
"""

from __future__ import annotations

from collections.abc import Mapping

__all__ = ["CLASSES", "LEVELS", "Group", "describe"]

Group = tuple[str, str]

_NEGATION = """not: not n't; no: no; none: none nothing nobody; never: never;
without: without lacking lack lacks lacked; nor: nor;
neither: neither; hardly: hardly barely scarcely; notonly: not-only; absent: absence absent; little: little"""

_QUANTITY = """all: all; every: every each; most: most; some: some certain; several: several;
many: many numerous;
much: much; few: few; afew: a-few; alittle: a-little; whenever: whenever; any: any;
only: only solely exclusively merely; half: half; always: always; often: often frequently frequent;
usually: usually typically commonly normally; generally: generally; sometimes: sometimes occasionally;
rarely: rarely seldom;
mainly: mainly mostly primarily predominantly largely chiefly; partly: partly partially;
fully: completely fully
entirely totally wholly; except: except excluding; first: first firstly; second: second secondly;
third: third thirdly; last: last lastly;
almost: almost nearly virtually; almostall: almost-all; exactly: exactly precisely;
approx: approximately roughly circa; atleast: at-least; atmost: at-most; upto: up-to;
respectively: respectively; vast: vast; various: various;
other: other others another; specifically: specifically; particularly: particularly especially;
slightly: slightly;
instead: rather-than instead; once: once; alone: alone; majority: majority; minority: minority;
entire: entire whole;
daily: daily; weekly: weekly; total: total; overall: overall; eg: eg including; ie: ie"""

_MODAL = """may: may; might: might; can: can; able: able capable; could: could; should: should ought;
must: must; would: would;
will: will; shall: shall"""

_HEDGE = """possible: possibly perhaps possible maybe conceivably;
probable: probably likely probable presumably;
potential: potentially potential; appear: appear seem apparently seemingly; tend: tend; putative: putative;
assume: assume presume; believe: believe think; speculate: speculate; hypothesise: hypothesise;
propose: propose;
suspect: suspect; expect: expect; unlikely: unlikely; relatively: relatively fairly; somewhat: somewhat;
consistent: consistent; estimate: estimate; apparent: apparent; allegedly: reportedly allegedly;
possibility: possibility;
likelihood: likelihood; supposedly: supposedly; unclear: unclear uncertain; unknown: unknown;
preliminary: preliminary tentative"""

_EVIDENCE = """suggest: suggest imply hint; indicate: indicate; support: support;
show: show reveal find observe see shown;
known: known; demonstrate: demonstrate establish; confirm: confirm corroborate; prove: prove;
report: report; conclude: conclude; evidence: evidence; evident: evident; validate: validate;
claim: claim; argue: argue;
reflect: reflect; illustrate: illustrate depict; highlight: highlight;
underscore: underscore underline emphasise"""

_CAUSE = """correlate: correlate correlated correlation; associate: associate associated association;
link: link linked;
relate: relate related; contribute: contribute; involve: involved; implicate: implicated;
affect: affect influence; impact: impact;
cause: cause; induce: induce; drive: drive; trigger: trigger; mediate: mediate; promote: promote;
facilitate: facilitate;
produce: produce; enable: enable allow permit; require: require need; sufficient: sufficient enough;
necessary: necessary; essential: essential;
prevent: prevent avoid; determine: determine; regulate: regulate; control: control; depend: depend dependent;
predict: predict; accompany: accompany;
follow: follow"""

_LOGIC = """because: because; therefore: therefore; if: if; unless: unless; until: until till;
before: before; after: after;
although: although; throughout: throughout; or: or; than: than; compared: compared-with;
against: against; outside: outside; above: above; below: below;
upstream: upstream; downstream: downstream"""

_SIGNIFICANCE = """significant: significant significantly;
insignificant: insignificant insignificantly nonsignificant"""

_PERSON = """we: we us ours our ourselves; i: i me my mine myself; they: they them their theirs;
he: he she him her his hers"""

#: Strength of what is claimed: more is stronger. Two groups with the same number are still two claims.
LEVELS: Mapping[str, int] = {
    "may": 10, "might": 12, "could": 12, "possible": 10, "possibility": 10, "speculate": 10, "unclear": 5,
    "unknown": 5,
    "can": 30, "able": 30, "would": 30, "should": 30, "will": 60, "must": 60,
    "potential": 12, "putative": 12, "believe": 15, "assume": 15, "hypothesise": 12, "propose": 15,
    "suspect": 12,
    "appear": 20, "probable": 20, "tend": 20, "consistent": 22, "expect": 22,
    "suggest": 25, "support": 28, "indicate": 30, "report": 35, "show": 40, "illustrate": 40, "conclude": 42,
    "demonstrate": 50, "confirm": 52, "prove": 60,
    "relate": 10, "link": 11, "correlate": 12, "associate": 12, "implicate": 15, "accompany": 10,
    "involve": 18,
    "contribute": 22, "affect": 30, "impact": 30, "promote": 40, "mediate": 45, "regulate": 45, "control": 45,
    "determine": 48, "induce": 50, "trigger": 50, "drive": 50, "produce": 50, "cause": 55,
}  # fmt: skip

_ALL: Mapping[str, str] = {
    "negation": _NEGATION,
    "scope": _QUANTITY,
    "modal": _MODAL,
    "hedge": _HEDGE,
    "evidence": _EVIDENCE,
    "cause": _CAUSE,
    "logic": _LOGIC,
    "significance": _SIGNIFICANCE,
    "person": _PERSON,
}


def _classes() -> dict[str, Group]:
    table: dict[str, Group] = {}
    for name, text in _ALL.items():
        for group in text.replace("\n", " ").split(";"):
            head, _, words = group.partition(":")
            for word in words.split():
                table[word] = (name, head.strip())
    return table


#: Word in lower case, uninflected → (class, group).
CLASSES: Mapping[str, Group] = _classes()

_NAMES: Mapping[str, str] = {
    "modal": "modal verb",
    "evidence": "statement of evidence",
    "cause": "causal word",
    "scope": "word of scope",
    "logic": "connection",
    "significance": "statement of significance",
}


def describe(name: str) -> str:
    """Return what a class is called in a message."""
    return _NAMES.get(name, name)
