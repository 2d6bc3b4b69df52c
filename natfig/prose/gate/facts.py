"""What a reading says of what: clauses, who does what to whom, what a word is bound to, tense.

No grammar is proved here. A passage is cut into clauses at the words that join them, a clause into
chunks at its verbs and prepositions, and neighbours are noted as relations between keys. Both
passages of a comparison are cut by the same rules, so that what is compared is how they differ.
"""

from __future__ import annotations

import itertools
from collections import Counter
from dataclasses import dataclass, field
from functools import cache

from natfig.prose.document import Kind
from natfig.prose.gate.reading import Reading, Token
from natfig.prose.gate.tables import words
from natfig.prose.gate.tables.function import AUXILIARY, BE, PREPOSITIONS, VERBS
from natfig.prose.gate.thesaurus import is_verb
from natfig.prose.gate.words import key_of

__all__ = ["Edge", "Facts", "facts_of"]

#: Relation, the word that governs, the word that is governed.
Edge = tuple[str, str, str]

_BREAKS = frozenset(
    {"logic:because", "logic:although", "logic:if", "logic:unless", "logic:therefore", "scope:whereas"}
)
_SUBORDINATE = frozenset(
    [
        "when",
        "where",
        "while",
        "whereas",
        "how",
        "why",
        "since",
        "whether",
        "which",
        "who",
        "whose",
        "whom",
        "that",
    ]
)
_STRONG = frozenset(".?!;:")
#: Kinds of tokens that are bound to others.
_BOUND = frozenset({"word", "name", "number", "mark", "cause", "evidence", "significance"})
#: Chunks longer than this are lists that lost their commas; only near words are related in them.
REACH = 6


@dataclass(slots=True)
class Facts:
    """What is known of a reading.

    Attributes
    ----------
    verbs : list of str
        For each token "" or what verb it is: active, passive, copula, participle, infinitive.
    clause : list of int
        Clause of each token.
    phrase : list of int
        Member of a list (between commas, "and", "or") each token is in.
    edges : Counter of Edge
    targets : Counter of (str, str)
        Key of a word of scope, negation, hedge → key of what it is about.
    tense : dict of str to set of str
        Key of a verb or predicate → its tenses.
    passive : dict of str to set of bool
        Key of a verb → whether it stands in the passive.
    relation : dict of str to list of str
        Key of a number → the prepositions before it.
    """

    verbs: list[str] = field(default_factory=list)
    clause: list[int] = field(default_factory=list)
    phrase: list[int] = field(default_factory=list)
    edges: Counter[Edge] = field(default_factory=Counter)
    targets: Counter[tuple[str, str]] = field(default_factory=Counter)
    tense: dict[str, set[str]] = field(default_factory=dict)
    passive: dict[str, set[bool]] = field(default_factory=dict)
    relation: dict[str, list[str]] = field(default_factory=dict)


@cache
def _verb_keys() -> frozenset[str]:
    return frozenset(key_of(word) for word in VERBS)


def facts_of(reading: Reading) -> Facts:
    """Return what a reading says of what."""
    facts = Facts()
    tokens = reading.tokens
    verbs = facts.verbs = _find_verbs(tokens)
    facts.clause = _clauses(tokens, verbs)
    facts.phrase = _phrases(tokens, facts.clause)
    for start, end in _runs(facts.clause):
        _Clause(tokens[start:end], verbs[start:end], facts).walk()
    _targets(tokens, verbs, facts)
    return facts


def _is_note(token: Token) -> bool:
    """Return whether a protected thing stands beside the sentence, as a citation does."""
    return token.mark is not None and token.mark.kind not in {
        Kind.QUANTITY,
        Kind.MATH,
        Kind.CODE,
        Kind.QUOTATION,
    }


def _runs(clause: list[int]) -> list[tuple[int, int]]:
    spans: list[tuple[int, int]] = []
    start = 0
    for at in range(1, len(clause) + 1):
        if at == len(clause) or clause[at] != clause[start]:
            spans.append((start, at))
            start = at
    return spans


# ---------------------------------------------------------------- verbs


def _find_verbs(tokens: list[Token]) -> list[str]:
    """Return for each token "" or its kind: active, passive, copula, participle, infinitive."""
    kinds = [""] * len(tokens)
    for at, token in enumerate(tokens):
        if token.kind in {"punctuation", "number", "mark", "name", "filler", "negation", "scope", "modal"}:
            continue
        if token.key == "logic:therefore":
            continue  # "could therefore reflect"
        if token.function == "auxiliary":
            continue
        helper = _helper(tokens, at)
        if helper is not None:
            kinds[at] = _with_helper(tokens, at, helper)
        elif token.function == "" and token.form in {"ed", "s", ""}:
            kinds[at] = _without_helper(tokens, at)
            if kinds[at] == "active" and token.form == "ed" and _is_told_already(tokens, kinds, at):
                kinds[at] = "participle"  # "are moved by a grid biased at 300 V"
        elif token.form == "ing" and at > 0 and tokens[at - 1].function != "determiner":
            kinds[at] = "participle" if _is_verbal(token) else ""
    for at, token in enumerate(tokens):
        if token.key == "be" and not any(kinds[k] in {"passive", "active"} for k in _ahead(tokens, at)):
            kinds[at] = "copula"
    return kinds


def _is_told_already(tokens: list[Token], kinds: list[str], at: int) -> bool:
    """Return whether the clause of a past tense has its verb before it, so that it is none."""
    for back in range(at - 1, max(-1, at - MOST_BACK), -1):
        token = tokens[back]
        if token.kind in {"punctuation", "evidence", "logic"} or token.function in {
            "subordinator",
            "conjunction",
        }:
            return False
        if kinds[back] in {"active", "passive"} or token.key == "be":
            return token.kind != "hedge"
    return False


#: Words looked back at for the verb of a clause.
MOST_BACK = 14


def _is_verbal(token: Token) -> bool:
    return token.kind in {"evidence", "cause", "hedge"} or key_of(token.lower) in _verb_keys()


_SKIPPED = frozenset({"negation", "modal", "scope", "hedge", "filler", "significance"})


def _is_adverb(token: Token) -> bool:
    return token.kind in _SKIPPED or token.function == "connective" or token.lower.endswith("ly")


def _ends_verb(tokens: list[Token], verbs: list[str], at: int) -> bool:
    """Return whether a word of degree says how far its verb holds: "is determined mainly by"."""
    after = [t.lower for t in tokens[at + 1 : at + 2]]
    return at > 0 and verbs[at - 1] != "" and after in (["by"], ["from"])


_DEGREES = frozenset({"scope:mainly", "scope:partly", "scope:fully"})


def _helper(tokens: list[Token], at: int) -> Token | None:
    """Return the auxiliary, modal or "to" that a word follows, adverbs between them left out."""
    back = at - 1
    for _ in range(4):
        if back < 0:
            return None
        token = tokens[back]
        if token.function == "auxiliary" or token.kind == "modal" or token.lower == "to":
            return token
        if not _is_adverb(token):
            return None
        back -= 1
    return None


def _ahead(tokens: list[Token], at: int) -> list[int]:
    """Return the places a few words ahead that belong to one verb group."""
    places = []
    for k in range(at + 1, min(at + 5, len(tokens))):
        places.append(k)
        if not (_is_adverb(tokens[k]) or tokens[k].function == "auxiliary"):
            break
    return places


#: Verbs whose participle looks like their base.
_UNCHANGED = frozenset(["read", "set", "put", "cut", "let", "hit", "spread", "shed", "split", "shut", "cast"])


def _with_helper(tokens: list[Token], at: int, helper: Token) -> str:
    token = tokens[at]
    if token.function:
        return ""
    if helper.lower in BE:
        if token.form == "ed" or token.lower in _UNCHANGED:
            return "passive"
        return "active" if token.form == "ing" and _is_verbal(token) else ""
    if helper.lower in {"has", "have", "had", "having"}:
        return "active" if token.form == "ed" else ""
    if helper.lower == "to":
        is_bare = token.form == "" or (token.form == "ing" and " " in helper.text)  # "with the aim of making"
        return "infinitive" if is_bare and _is_verbal(token) else ""
    return "active" if token.form == "" else ""


def _without_helper(tokens: list[Token], at: int) -> str:
    """Return what a word without an auxiliary is: "increased", "inhibits", "show"."""
    token = tokens[at]
    before = tokens[at - 1] if at else None
    if before is not None and before.kind == "person" and before.lower in {"we", "i", "they", "he", "she"}:
        return "active" if token.kind in {"word", "cause", "evidence", "hedge"} else ""
    if not _is_verbal(token) and not _looks_verbal(tokens, at):
        return ""
    after = tokens[at + 1] if at + 1 < len(tokens) else None
    if before is None or before.function in {"determiner", "preposition"} or before.lower == "to":
        return ""
    if token.form == "ed":
        if after is not None and after.lower in {"by", "with"}:
            return "participle"
        return "participle" if _is_reduced(tokens, at) else "active"
    if token.form == "s":
        return (
            "active"
            if before.kind in {"word", "name", "mark", "person"}
            or (before.quantity is not None and before.quantity.measure is not None)
            or before.function in {"pronoun", "subordinator"}
            or _is_adverb(before)
            else ""
        )
    is_subject = (
        before.kind == "person" or before.form == "s" or before.function in {"pronoun", "subordinator"}
    )
    return "active" if is_subject or (_is_adverb(before) and at > 1 and tokens[at - 2].form == "s") else ""


def _looks_verbal(tokens: list[Token], at: int) -> bool:
    """Return whether an unknown word stands like a verb: after a noun, and before none."""
    token, before = tokens[at], tokens[at - 1] if at else None
    after = tokens[at + 1] if at + 1 < len(tokens) else None
    if before is None or token.kind != "word" or before.kind not in {"word", "name"}:
        return False
    if token.form == "ed":
        if after is None or not after.is_heavy or after.kind in {"number", "mark"}:
            return True
        # "farms supplied manure to", "a third pathologist resolved disagreements"
        return _is_clear_verb(tokens, at) and (before.form == "s" or _has_none_before(tokens, at))
    if token.form == "" and before.form == "s" and after is not None and not token.lower.endswith("ly"):
        # "tall trees shade the short trees"
        is_object = after.function == "determiner" or (after.kind == "word" and after.form == "")
        return (
            is_object and _is_clear_verb(tokens, at) and _has_no_helper(tokens, at) and is_verb(token.lower)
        )
    return token.form == "s" and before.form != "s" and after is not None and after.function == "determiner"


def _has_no_helper(tokens: list[Token], at: int) -> bool:
    """Return whether no auxiliary comes before a place in its clause."""
    for token in reversed(tokens[max(0, at - MOST_BACK) : at]):
        if token.kind == "punctuation" or token.function in {"conjunction", "subordinator"}:
            break
        if (
            token.function == "auxiliary"
            or token.kind in {"modal", "evidence", "cause"}
            or token.form == "ed"
        ):
            return False
    return True


#: Past tenses that are no participles: what "grew" is told of has no other verb.
_PAST_ONLY = frozenset(
    words(
        """
        fell rose grew arose gave took went came became began broke chose drove flew froze knew rode saw shook
        spoke wrote wore swam sank ran sang drank ate drew threw blew overcame underwent withdrew outgrew
        """
    )
)


def _has_none_before(tokens: list[Token], at: int) -> bool:
    """Return whether a clause has no verb before a place, and its subject an article."""
    has_article = False
    for token in reversed(tokens[max(0, at - MOST_BACK) : at]):
        if token.kind == "punctuation" or token.function in {"conjunction", "subordinator"}:
            break
        if (
            token.function in {"auxiliary", "preposition"}
            or token.kind == "modal"
            or token.form in {"ed", "ing"}
        ):
            return False
        has_article = has_article or token.function == "determiner" or token.lower == "a"
    return has_article


def _is_clear_verb(tokens: list[Token], at: int) -> bool:
    """Return whether no other verb follows a past tense, which therefore is the verb of its clause."""
    for token in tokens[at + 1 : at + 16]:
        if token.kind == "punctuation" or token.function == "subordinator":
            return True
        if token.function == "auxiliary" or token.kind == "modal" or token.form == "ed":
            return False
    return True


def _is_reduced(tokens: list[Token], at: int) -> bool:
    """Return whether "proteins expressed in the cuticle were removed" has its verb still to come."""
    if tokens[at].lower in _PAST_ONLY:
        return False
    clauses = 0
    for token in tokens[at + 1 : at + 16]:
        if (token.kind == "punctuation" and token.text != ",") or token.lower in {
            "and",
            "but",
            "that",
            "which",
            "who",
        }:
            return False
        if token.function == "subordinator" or token.key in _BREAKS:
            clauses += 1  # "fell in the north, where fees were waived": a verb of its own
        if token.lower in {"is", "are", "was", "were", "has", "have", "had"} or token.kind == "modal":
            if not clauses:
                return True
            clauses -= 1
        elif not clauses and _is_told_in(tokens, at, token):
            return True
    return False


def _is_told_in(tokens: list[Token], at: int, token: Token) -> bool:
    """Return whether a verb in -s follows a participle with a preposition: "trained on speech fails on"."""
    if tokens[at + 1].function != "preposition" or token.form != "s" or token.number < at + 3:
        return False
    before, after = tokens[token.number - 1], tokens[token.number + 1 : token.number + 2]
    return (
        before.kind in {"word", "name"}
        and before.form == ""
        and key_of(token.lower) in _verb_keys()
        and bool(after)
        and after[0].function in {"preposition", "determiner"}
    )


# ---------------------------------------------------------------- clauses


def _clauses(tokens: list[Token], verbs: list[str]) -> list[int]:
    """Return the number of the clause each token is in."""
    finite = [kind in {"active", "passive", "copula"} for kind in verbs]
    ahead = _finite_ahead(tokens, finite)
    clause, number, has_verb = [], 0, False
    is_led = False  # by "while" or "when" at its beginning: its comma ends it
    for at, token in enumerate(tokens):
        begins = False
        if token.is_first:
            is_led = token.lower in _SUBORDINATE or token.key in _BREAKS
        if token.kind == "punctuation":
            if token.text in _STRONG:
                number, has_verb = number + 1, False
            elif token.text == "," and is_led and has_verb and ahead[at]:
                number, has_verb, is_led = number + 1, False, False
        elif token.lower in _SUBORDINATE or token.key in _BREAKS:
            begins = at > 0
        elif token.lower in {"and", "but", "or", "yet"} and has_verb:
            begins = ahead[at]
        if begins:
            number, has_verb = number + 1, False
        clause.append(number)
        has_verb = has_verb or finite[at]
    return clause


def _phrases(tokens: list[Token], clause: list[int]) -> list[int]:
    """Return the number of the part between commas, "and" and "or" that each token is in."""
    number, last, parts = 0, 0, []
    for token, own in zip(tokens, clause, strict=True):
        if own != last or token.lower in {"and", "or", ",", "but"}:
            number, last = number + 1, own
        parts.append(number)
    return parts


def _finite_ahead(tokens: list[Token], finite: list[bool]) -> list[bool]:
    """Return for each token whether a finite verb follows before the clause can end."""
    ahead = [False] * len(tokens)
    seen = False
    for at in range(len(tokens) - 1, -1, -1):
        ahead[at] = seen
        token = tokens[at]
        if (
            (token.kind == "punctuation" and token.text in _STRONG)
            or token.lower in _SUBORDINATE
            or token.lower in {"and", "but", "or"}
            or token.key in _BREAKS
        ):
            seen = False
        elif finite[at]:
            seen = True
    return ahead


# ---------------------------------------------------------------- relations


_FREQUENCIES = frozenset(["hourly", "daily", "weekly", "monthly", "yearly", "annually", "overnight"])


def _has_noun_ahead(tokens: list[Token], at: int) -> bool:
    return at + 1 < len(tokens) and tokens[at + 1].kind in {"word", "name"}


_FRONTING = frozenset(["while", "when"])


def _is_fronted(tokens: list[Token]) -> bool:
    """Return whether a clause begins with a participle: "While walking along the transect, …"."""
    start = 1 if tokens and tokens[0].lower in _FRONTING else 0
    after = tokens[start] if start < len(tokens) else None
    return bool(tokens) and tokens[0].is_first and start == 1 and after is not None and after.form == "ing"


class _Clause:
    """Walks one clause and notes its relations."""

    def __init__(self, tokens: list[Token], verbs: list[str], facts: Facts) -> None:
        self.tokens = tokens
        self.verbs = verbs
        self.facts = facts
        self.subject: list[str] = []
        self.verb = ""
        self.is_passive = False
        self.is_copula = False
        self.head = ""
        self.chunk: list[Token] = []
        self.label = ""
        self.relations: list[tuple[str, str]] = []
        self.waiting: list[tuple[str, str]] = []
        self.of_number: list[tuple[str, str]] = []

        self.is_fronted = _is_fronted(tokens)

    def _begin_anew(self) -> None:
        """Forget what a participle at the beginning is bound to: whoever walks is told by what follows."""
        self.subject, self.verb, self.head, self.label = [], "", "", ""
        self.is_passive = self.is_copula = self.is_fronted = False
        self.relations, self.waiting, self.of_number = [], [], []

    def walk(self) -> None:
        """Note the relations of the clause."""
        for at, token in enumerate(self.tokens):
            kind = self.verbs[at]
            if kind:
                self._close()
                self._on_verb(token, kind)
                self.label = ""
            elif token.lower in _FREQUENCIES and not _has_noun_ahead(self.tokens, at):
                self._close()  # "was measured monthly"
            elif token.is_heavy and token.key not in {
                "logic:than",
                "logic:compared",
                "logic:before",
                "logic:after",
                "negation:without",
                "logic:until",
            }:
                if token.key == "scope:every" and self.chunk:
                    self._close()
                    self.label = "p"  # "every 30 s" is said of the verb
                if token.kind in _BOUND and not _is_note(token):
                    self.chunk.append(token)
            elif token.function == "determiner":
                if self.chunk:
                    self._close()
            elif token.kind == "filler":
                continue
            else:
                self._on_function(token)
        self._close()
        for label, head in self.waiting:
            if self.verb:
                self._add(label, self.verb, head)

    def _on_function(self, token: Token) -> None:
        word = token.lower
        if token.function == "auxiliary" or token.function in {"pronoun", "connective"}:
            self._close()
            self.label = ""
            return
        if word == "," and self.is_fronted:
            self._close()
            self._begin_anew()
            return
        if word in {"and", ",", "/"} or token.key == "logic:or":
            self._close()
            self.label = "+"
            return
        if word in {"(", ")", "—", "–", "[", "]"}:
            self._close()
            self.label = "()"
            return
        relation = PREPOSITIONS.get(word) or PREPOSITIONS.get(token.key.partition(":")[2])
        is_listed = self.label == "+" and not self.chunk and self.relations[:1]
        self._close()
        if is_listed and relation == self.relations[0][0] != "by":
            return  # "to income and to schooling"
        if relation is not None and not (relation in {"p", "of"} and self.label not in {"", "+", "()"}):
            self.label = relation  # "than in", "from within": the first says which way

    def _add(self, label: str, a: str, b: str) -> None:
        if a and b and a != b:
            self.facts.edges[label, a, b] += 1

    def _on_verb(self, token: Token, kind: str) -> None:
        if kind == "participle":
            self._add("obj" if token.form == "ed" else "subj", token.key, self.head)
            if token.form == "ed":
                self.facts.passive.setdefault(token.key, set()).add(True)
            self.verb_before = self.verb
            self.head = token.key
            self.is_passive = token.form == "ed"
            self.verb, self.is_copula = token.key, False
            return
        if kind == "copula":
            self.is_copula = True
            return
        self.is_passive = kind == "passive"
        self.is_copula = False
        self.verb = token.key
        self.head = ""
        if kind != "infinitive":
            self.facts.passive.setdefault(token.key, set()).add(self.is_passive)
        for subject in self.subject:
            self._add("obj" if self.is_passive else "subj", token.key, subject)
        for label, head in self.waiting:
            self._add(label, token.key, head)
        self.waiting = []

    def _close(self) -> None:
        """Note the relations of the chunk that ends here."""
        chunk, label = self.chunk, self.label
        self.chunk, self.label = [], ""
        if not chunk:
            if label:
                self.label = label
            return
        keys = [t.key for t in chunk]
        head = keys[-1]
        for a, b in itertools.pairwise(keys):
            self._add("mod", b, a)
        for key in keys[-REACH:-2]:
            self._add("mod", head, key)
        for token in chunk:
            if token.kind == "number":
                self.facts.relation.setdefault(token.key, []).append(label if token is chunk[0] else "")
        if label == "+" and chunk[0].kind == "number" and self.of_number:
            self.relations = self.of_number  # "5 mM in mice and 4 mM in rats"
        self._relate(label, keys, head)
        if chunk[0].kind == "number":
            self.of_number = self.relations
        self.head = head

    def _relate(self, label: str, keys: list[str], head: str) -> None:
        if label == "+" and self.relations:
            for relation, governor in self.relations:
                self._add(relation, governor, head)
            if self.relations and self.relations[0][0] == "#subject":
                self.subject = [*self.subject[-REACH:], head]
            return
        if label == "()":
            self._add("()", self.head, head)
            self.relations = [("()", self.head)]
            return
        if label and label != "+":
            # "higher in males than in females": what the last thing hangs on, this may hang on too
            above = [(label, governor) for _, governor in self.relations[:1] if governor]
            self.relations = [(label, self.head), (label, self.verb), *above]
            if label == "by" and self.is_passive:
                self.relations.append(("subj", self.verb))
            if not self.verb and not self.is_copula:
                self.waiting.append((label, head))
            for relation, governor in self.relations:
                self._add(relation, governor, head)
            return
        self._relate_plain(label, keys, head)

    def _relate_plain(self, label: str, keys: list[str], head: str) -> None:
        """Note the relations of a chunk that no preposition governs: subject, object or what something is."""
        if self.is_copula:
            self.relations = [("is", subject) for subject in self.subject]
            for subject in self.subject:
                for key in keys[:REACH]:
                    self._add("is", subject, key)
        elif self.verb:
            self.relations = [("obj", self.verb)]
            self._add("obj", self.verb, head)
        else:
            self.subject = [head] if label != "+" else [*self.subject[-REACH:], head]
            self.relations = [("#subject", "")]


# ---------------------------------------------------------------- scope and tense


def _targets(tokens: list[Token], verbs: list[str], facts: Facts) -> None:
    """Note what negations, words of scope and hedges are about, and the tense of predicates."""
    for at, token in enumerate(tokens):
        if token.kind in {"negation", "scope", "modal", "hedge", "significance"}:
            target = tokens[at - 1].key if _ends_phrase(tokens, at) else _target(tokens, verbs, at)
            is_loose = _is_said_of_all(token)
            if is_loose or (token.kind == "significance" and _is_predicate(tokens, at)):
                target = ""
            facts.targets[token.key, target] += 1
        if verbs[at] in {"active", "passive"}:
            facts.tense.setdefault(token.key, set()).add(_tense(tokens, at, verbs[at]))
        elif verbs[at] == "copula":
            facts.tense.setdefault("be:" + _complement(tokens, at), set()).add(_be_tense(tokens, at))


def _is_said_of_all(token: Token) -> bool:
    """Return whether a phrase speaks of the whole of what follows: "it seems that", "the majority were"."""
    is_frame = token.kind == "hedge" and token.text.lower().endswith((" that", " for"))
    return is_frame or token.text.lower() == "the majority"


#: "Was considered (as) statistically significant" is said with "be" as well.
_DEEMED = frozenset(words("considered consider regarded deemed as to be statistically taken defined"))


def _is_predicate(tokens: list[Token], at: int) -> bool:
    """Return whether "significant" is said with "be" of what stands before: "was no longer significant"."""
    for token in reversed(tokens[max(0, at - 4) : at]):
        if token.key == "be":
            return at + 1 == len(tokens) or not tokens[at + 1].is_heavy or tokens[at + 1].kind != "word"
        if token.kind not in _SKIPPED and token.lower not in _DEEMED:
            return False
    return False


def _complement(tokens: list[Token], at: int) -> str:
    """Return the key of what a form of "be" says of its subject."""
    for token in tokens[at + 1 : at + 7]:
        if token.kind in {"word", "name", "number", "cause", "evidence", "mark"}:
            return token.key
        if token.kind == "punctuation":
            break
    return ""


#: Phrases at the end of what they are said of: "each day".
_LOOKING_BACK = frozenset({"scope:daily"})


def _verb_ahead(tokens: list[Token], verbs: list[str], at: int) -> Token | None:
    """Return the verb that an auxiliary belongs to."""
    for k in range(at + 1, min(at + 7, len(tokens))):
        if tokens[k].kind == "punctuation" or tokens[k].lower in {"and", "or", "but"}:
            return None
        if verbs[k] in {"active", "passive", "infinitive"}:
            return tokens[k]
    return None


def _target(tokens: list[Token], verbs: list[str], at: int) -> str:
    """Return the key of what a word of scope at a place is about: the next word that says something."""
    token = tokens[at]
    if token.key in _LOOKING_BACK and " " in token.text:
        return _before(tokens, at)  # "14 h of light each day to flower"
    if token.lower in _FREQUENCIES and not _has_noun_ahead(tokens, at) and at and verbs[at - 1]:
        return tokens[at - 1].key  # "were weighed weekly from birth"
    if token.key in _DEGREES and _ends_verb(tokens, verbs, at):
        return tokens[at - 1].key
    to_verb = token.kind == "modal" or token.key in {"negation:not", "negation:never"}
    if token.kind == "modal" or (to_verb and _helper(tokens, at) is not None):
        verb = _verb_ahead(tokens, verbs, at)
        if verb is not None:
            return verb.key
    for k in range(at + 1, min(at + 9, len(tokens))):
        other = tokens[k]
        if other.kind == "punctuation" and other.text in ".;:?!,)":
            break
        if to_verb and (other.kind in {"negation", "modal", "significance"} or _is_hedging(other)):
            continue
        if to_verb and other.key == "logic:therefore":
            continue
        if to_verb and other.function == "" and other.lower.endswith("ly") and k + 1 < len(tokens):
            continue
        if other.is_heavy and other.kind != "punctuation":
            return other.key
    return _before(tokens, at)


def _before(tokens: list[Token], at: int) -> str:
    """Return the key of the last word before a place that says something."""
    for token in reversed(tokens[max(0, at - 5) : at]):
        if token.kind in {"word", "name", "number", "mark", "cause", "evidence"}:
            return token.key
    return ""


def _ends_phrase(tokens: list[Token], at: int) -> bool:
    """Return whether a "significantly" comes after its verb: "differ significantly in accuracy"."""
    if tokens[at].lower != "significantly" or at == 0 or at + 1 == len(tokens):
        return False
    after = tokens[at + 1]
    is_end = after.function == "preposition" or after.kind == "punctuation"
    return is_end and tokens[at - 1].kind in {"word", "cause", "evidence"}


def _is_hedging(token: Token) -> bool:
    return token.kind == "hedge" and token.form == "" and token.lower not in {"estimate", "expect", "propose"}


def _be_tense(tokens: list[Token], at: int) -> str:
    tense = BE.get(tokens[at].lower, "base")
    if tense in {"past", "present"}:
        return tense
    helper = _helper(tokens, at)
    if helper is None:
        return "none"
    if helper.kind == "modal":
        return "modal"
    return AUXILIARY.get(helper.lower, "none")


def _tense(tokens: list[Token], at: int, kind: str) -> str:
    """Return "past", "present", "perfect", "modal" or "none" of a verb."""
    helper = _helper(tokens, at)
    if helper is None:
        form = tokens[at].form
        if form == "ed":
            return "past" if kind == "active" else "none"
        return "present" if kind == "active" and form in {"s", ""} else "none"
    if helper.kind == "modal":
        return "modal"
    if helper.lower == "to":
        return "none"
    if helper.lower in BE:
        own = BE[helper.lower]
        if own in {"past", "present"}:
            return own
        place = next((k for k in range(at - 1, -1, -1) if tokens[k] is helper), 0)
        return _be_tense(tokens, place)
    return AUXILIARY.get(helper.lower, "none")
