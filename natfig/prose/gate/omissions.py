"""Omissions: nothing that the original says is gone."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from itertools import pairwise

from natfig.core import lazyre
from natfig.prose.gate.additions import DROPPABLE, MEASURED, MOST_SHOWN, is_having, is_light
from natfig.prose.gate.light import holds_place
from natfig.prose.gate.meanings import is_implied_degree
from natfig.prose.gate.pair import Comparison
from natfig.prose.gate.reading import Reading, Token
from natfig.prose.gate.tables import words
from natfig.prose.gate.tables.phrases import REDUNDANT
from natfig.prose.gate.tables.synonyms import SYNONYMS
from natfig.prose.gate.thesaurus import is_degree, is_verb
from natfig.prose.gate.verdict import Reason
from natfig.prose.gate.words import key_of, roots_of

__all__ = ["look"]

_AFTER_NUMBER = frozenset({"different", "separate", "distinct", "individual"})
_PAIRS = frozenset(tuple(key_of(word) for word in pair.split()) for pair in REDUNDANT)


def look(pair: Comparison) -> Iterator[Reason]:
    """Yield what was left out."""
    lost, _ = pair.left(
        "word", "cause", "evidence", "hedge", "modal", "scope", "logic", "negation", "significance"
    )
    pair.claim(*lost)
    yield from _verbless(pair)
    yield from _timeless(pair)
    gone = [
        t
        for t in lost
        if not is_light(pair, key_of(t.lower))
        and t.key != "use"
        and key_of(t.lower) not in DROPPABLE
        and not _is_redundant(pair, t.number)
        and not _is_measured(pair, t)
        and not _is_kind(pair, t)
        and not _is_legend(pair, t)
        and not _is_edge(pair, t)
        and not _is_head(pair, t)
        and not _is_adverb_now(pair, t)
        and not _is_still(pair, t)
        and not _is_course(pair, t)
        and not _is_there(pair, t)
        and not (t.kind == "word" and is_implied_degree(pair.revised, pair.original, t.lower))
    ]
    gone = [
        t for t in _without_carried(pair, gone) if t.kind != "word" or not holds_place(pair, t, is_lost=True)
    ]
    if gone:
        shown = ", ".join(f"'{t.text}'" for t in gone[:MOST_SHOWN])
        yield Reason("content-lost", f"the revision doesn't say {shown}")


#: Verbs that say what a thing has.
_HAVING = frozenset(key_of(word) for word in ("possess", "exhibit", "display", "bear"))


def _without_carried(pair: Comparison, gone: list[Token]) -> list[Token]:
    """Return lost words without those that "has" or "showed" stands for: "exhibited a delay"."""
    having = [t for t in gone if key_of(t.lower) in _HAVING]
    if not having:
        return gone
    more = sum(_carries(pair.revised, t) for t in pair.revised.tokens) - sum(
        _carries(pair.original, t) for t in pair.original.tokens
    )
    return [t for t in gone if t not in having] if len(having) <= more else gone


def _carries(reading: Reading, token: Token) -> bool:
    after = reading.tokens[token.number + 1].lower if token.number + 1 < len(reading.tokens) else ""
    return is_having(reading, token) or (
        token.key == "evidence:show" and after not in {"that", "how", "whether"}
    )


_ENDS_SENTENCE = frozenset(".;?!")
_FINITE = frozenset({"active", "passive", "copula"})


def _verbless(pair: Comparison) -> Iterator[Reason]:
    """Yield a sentence that lost its only verb: "The drill the base of the ice"."""
    verbs = pair.before.verbs
    for token in pair.lost:
        is_main = verbs[token.number] in {"active", "infinitive"} and not is_light(pair, key_of(token.lower))
        if is_main and _is_cut_out(pair, token):
            yield Reason("grammar-broken", f"'{token.text}' is gone, and no other verb stands for it")
            return
    gone = next((t for t in pair.lost if verbs[t.number] in _FINITE and key_of(t.lower) in DROPPABLE), None)
    if gone is None or _DRAWN.search(pair.revised.passage.text):
        return
    parts: list[list[Token]] = [[]]
    for token in pair.revised.tokens:
        if token.text in _ENDS_SENTENCE:
            parts.append([])
        else:
            parts[-1].append(token)
    now = pair.after.verbs
    if any(part and not any(_may_be_verb(pair, t, now[t.number]) for t in part) for part in parts):
        yield Reason("grammar-broken", f"'{gone.text}' is gone, and no other verb stands for it")


_NOWS = frozenset(words("now currently present presently today nowadays current still yet"))


def _timeless(pair: Comparison) -> Iterator[Reason]:
    """Yield an "at present" that is gone from where a sentence ends: what holds now needn't hold later."""
    tokens = pair.original.tokens
    now = next((t for t, after in pairwise(tokens) if t.key == "now" and after.text in {".", ";"}), None)
    if now is not None and not any(w in _NOWS for t in pair.revised.tokens for w in t.lower.split()):
        yield Reason("content-lost", f"the revision doesn't say '{now.text}'")


def _is_cut_out(pair: Comparison, token: Token) -> bool:
    """Return whether what stood on both sides of a verb stands together now: "The drill the base"."""
    tokens, at = pair.original.tokens, token.number
    if not 0 < at < len(tokens) - 1:
        return False
    first = at - 1
    while first > 0 and (tokens[first].lower in {"that", "which", "who", "did", "do", "not"}):
        first -= 1
    before, after = tokens[first], tokens[at + 1]
    if after.key == "scope:any" and at + 2 < len(tokens):
        after = tokens[at + 2]
        is_object = True
    else:
        is_object = (
            after.function == "determiner" or after.kind in {"number", "negation"} or after.lower == "to"
        )
    if before.function in {"auxiliary", "conjunction"} or before.text == "," or not is_object:
        return False
    two = before.key, after.key
    now = [t for t in pair.revised.tokens if t.key != "negation:no"]
    return any((pair.key(a), pair.key(b)) == two for a, b in pairwise(now)) and not any(
        (a.key, b.key) == two for a, b in pairwise(tokens)
    )


def _may_be_verb(pair: Comparison, token: Token, verb: str) -> bool:
    if (
        verb in _FINITE
        or token.function == "auxiliary"
        or token.kind in {"modal", "evidence", "cause", "hedge"}
    ):
        return True
    before = pair.revised.tokens[token.number - 1] if token.number else None
    if before is None or before.function in {"determiner", "preposition"}:
        return False
    # A verb in -s has a subject without: "the drill reaches", and not "soil samples".
    agrees = token.form == "ed" or (token.form == "s" and before.form != "s" and before.kind != "word")
    return before.kind == "person" or (agrees and is_verb(token.lower))


#: What a name before it says already: "the Quechua language", "the Elbe river".
_KINDS = frozenset(
    words("language city town river province country island state region software programme program")
)
#: Second word of the name of a species → what it is.
_CALLED = {
    "melanogaster": frozenset({"flies", "fly"}),
    "elegans": frozenset({"worms", "nematodes"}),
    "coli": frozenset({"bacteria"}),
    "cerevisiae": frozenset({"yeast", "yeasts"}),
    "thaliana": frozenset({"plants"}),
    "rerio": frozenset({"zebrafish", "fish"}),
}
_WHERE = frozenset({"in", "on", "near", "outside", "within", "at", "along"})
_ARMS = frozenset({"group", "groups", "arm", "arms"})
_ARMED = frozenset(words("control placebo intervention treatment comparison reference experimental"))
_PARTS = frozenset({"part", "parts", "portion", "section"})
_DRAWN = lazyre.compile(
    r"\b(?:bars?|lines?|symbols?|circles?|dots?|squares?|triangles?|arrows?|arrowheads?|curves?|points?|areas?|"
    r"shading|box(?:es)?|whiskers?|cross(?:es)?|stars?|asterisks?|diamonds?|regions?)(?: \([^)]{1,40}\))?, ",
    2,
)
_STANDING = frozenset(key_of(w) for w in words("represent denote indicate mark show depict stand plot draw"))


def _is_kind(pair: Comparison, token: Token) -> bool:
    """Return whether a noun says what the word before it says already: "the upper part", "sample size"."""
    before = pair.original.tokens[token.number - 1] if token.number else None
    if before is None:
        return False
    after = (
        pair.original.tokens[token.number + 1].lower if token.number + 1 < len(pair.original.tokens) else ""
    )
    if token.lower in _CALLED.get(before.lower, ()):
        return True  # "D. melanogaster flies"
    if token.lower in _ARMS:
        return before.lower in _ARMED  # "patients in the control group" and "control patients"
    if token.lower == "solution":
        return any(t.text == "pH" for t in pair.original.tokens[max(0, token.number - 3) : token.number])
    if token.lower in _KINDS:
        following = pair.original.tokens[token.number + 1 : token.number + 2]
        return (
            before.is_capital
            or before.kind == "name"
            or any(t.is_capital or t.kind == "name" for t in following)
        )
    if token.lower in _PARTS:
        return before.kind == "word" and before.lower.endswith(("er", "ern"))
    if token.lower in {"data", "values", "results"}:
        return before.form == "ed"
    if token.lower == "flow":  # "a flow rate of 2 mL/min"
        return after == "rate" and any(
            t.quantity is not None for t in pair.original.tokens[token.number + 1 : token.number + 4]
        )
    if token.lower == "back":
        return after in {"to", "from"}
    if token.lower == "constant":  # "kept constant at 5 bar"
        return after == "at" and before.lower in {"kept", "held", "maintained", "remained"}
    if token.lower in {"living", "live", "lived", "lives"}:
        # households who were living in the valley are households in the valley
        return after in _WHERE and (token.form == "ing" or before.lower in {"who", "that"})
    return token.lower == "size" and before.lower == "sample"


def _is_adverb_now(pair: Comparison, token: Token) -> bool:
    """Return whether an adjective is an adverb now that may go anyway: "a clear difference", "clearly"."""
    roots = roots_of(token.lower)
    return any(t.kind == "filler" and roots & roots_of(t.lower) for t in pair.revised.tokens)


def _is_still(pair: Comparison, token: Token) -> bool:
    """Return whether "so far" has become "still" or "yet"."""
    now = {t.lower for t in pair.revised.tokens}
    return token.text.lower() in {"so far", "to date", "until now", "thus far", "up to now"} and bool(
        now & {"still", "yet", "now"}
    )


_COURSES = frozenset(key_of(w) for w in words("evolve change vary develop"))
_EXISTING = frozenset(words("available present existing exist exists existed"))
_THERE = lazyre.compile(r"\bthere (?:is|are|was|were)\b", 2)


_LASTING = frozenset(key_of(w) for w in words("go continue last occur happen take"))
_AFTERWARDS = frozenset(words("afterwards afterward thereafter"))


def _has_more(pair: Comparison, some: Collection[str]) -> bool:
    """Return whether the revision has more of some words."""
    counts = [sum(t.lower in some for t in r.tokens) for r in (pair.original, pair.revised)]
    return counts[1] > counts[0]


def _is_course(pair: Comparison, token: Token) -> bool:
    """Return whether "how it evolves over time" is told by "it … over time"."""
    if key_of(token.lower.removeprefix("was ").removeprefix("were ").split()[0]) in _LASTING:
        # "while the test was going on" and "during the test"
        return any(t.lower == "while" for t in pair.original.tokens) and _has_more(pair, {"during"})
    tokens, at = pair.original.tokens, token.number
    after = tokens[at + 1].lower if at + 1 < len(tokens) else ""
    led = any(t.lower == "how" for t in tokens[max(0, at - 5) : at])
    return led and key_of(token.lower) in _COURSES and after in {"over", "with", "as", "along"}


def _is_there(pair: Comparison, token: Token) -> bool:
    """Return whether "no history is available" is told by "there is no history"."""
    counts = [len(_THERE.findall(r.passage.text)) for r in (pair.original, pair.revised)]
    return token.lower in _EXISTING and counts[1] > counts[0]


_STARTS = frozenset(key_of(w) for w in words("start begin beginning onset commence initiate outset"))
_ENDS = frozenset(
    key_of(w) for w in words("end finish complete completion conclude conclusion close termination")
)


def _is_edge(pair: Comparison, token: Token) -> bool:
    """Return whether a word says what "before" or "after" says: "after the end of the war"."""
    key = key_of(token.lower.removeprefix("the ").removesuffix(" of").split()[-1])
    tokens = pair.original.tokens
    before = {t.key for t in tokens[max(0, token.number - 5) : token.number]}
    now = {t.key for t in pair.revised.tokens}
    if key in _ENDS:
        return "logic:after" in before and ("logic:after" in now or _has_more(pair, _AFTERWARDS))
    return key in _STARTS and "logic:before" in before & now


#: What changes when its number changes: "the number of births fell" is "births fell".
_CHANGING = frozenset(
    key_of(w)
    for w in words(
        """
        increase decrease fall rise reduce lower grow double halve drop decline raise diminish expand
        surge climb triple limit
        """
    )
)


def _is_head(pair: Comparison, token: Token) -> bool:
    """Return whether a noun before "of" only heads a phrase: "the number of births fell"."""
    tokens, at = pair.original.tokens, token.number
    after = tokens[at + 1].lower if at + 1 < len(tokens) else ""
    if token.lower == "number" and after == "of":
        return any(key_of(t.lower) in _CHANGING or t.key in _CHANGED for t in tokens)
    if token.lower in {"case", "cases", "instances"}:
        is_counted = at > 0 and tokens[at - 1].kind == "number"
        return after in {"in", "where"} or (is_counted and after == "of")
    if token.lower in {"analysis", "comparison", "inspection", "examination"} and after in {"of", "between"}:
        return _is_source(pair, at)
    if token.lower in {"contains", "contained", "contain"}:
        # "The first holds texts": "one of texts"
        return pair.original.passage.text.count(" of ") < pair.revised.passage.text.count(" of ")
    return False


_CHANGED = frozenset(SYNONYMS.get(key, key) for key in _CHANGING)


def _is_source(pair: Comparison, at: int) -> bool:
    """Return whether an analysis is only what shows what is told, and what was analysed still stands."""
    told = pair.original.tokens[at : at + 16]
    shows = any(t.key == "evidence:show" for t in (*told, *pair.revised.tokens))
    still = {t.key for t in pair.revised.tokens}
    return shows and any(t.kind == "word" and t.key in still for t in told[1:6])


def _is_legend(pair: Comparison, token: Token) -> bool:
    """Return whether a legend says with a comma what the original says with a verb: "Error bars, s.d."."""
    return key_of(token.lower) in _STANDING and _DRAWN.search(pair.revised.passage.text) is not None


def _is_measured(pair: Comparison, token: Token) -> bool:
    """Return whether a number close behind a word says by its unit what the word says."""
    before = pair.original.tokens[token.number - 1] if token.number else None
    if token.lower in {"old", "age", "aged"} and before is not None and before.quantity is not None:
        return before.quantity.measure is not None
    if before is not None and before.quantity is not None and before.quantity.measure is not None:
        own = " ".join(f"{b}{p if p != 1 else ''}" for b, p in before.quantity.measure.dimension)
        if token.key in {key_of(word) for word in MEASURED.get(own, "").split()}:
            return True  # "a lead of 5 mm thickness"
    if _is_compared(pair, token):
        return True
    after = [t.lower for t in pair.original.tokens[token.number + 1 : token.number + 2]]
    if token.lower in {"duration", "length"} and after == ["of"]:
        return _lasts(pair, token.number)
    if token.key == key_of("temperature") and after in (["of"], ["at"], ["where"]):
        # °C are degrees of nothing else
        return (
            any(
                t.quantity is not None and t.quantity.measure is not None and "°C" in t.text
                for t in pair.revised.tokens
            )
            and sum(t.key == token.key for t in pair.original.tokens) == 1
        )
    for other in pair.original.tokens[token.number + 1 : token.number + 4]:
        if token.lower == "content" and other.quantity is not None and other.quantity.unit == "%":
            return True
        if other.text == "(":  # "at room temperature (22 °C)"
            return False
        if other.quantity is not None and other.quantity.measure is not None:
            unit = " ".join(f"{b}{p if p != 1 else ''}" for b, p in other.quantity.measure.dimension)
            if token.lower in {"rate", "speed"} and any(
                b == "s" and p < 0 for b, p in other.quantity.measure.dimension
            ):
                return True
            return token.key in {key_of(word) for word in MEASURED.get(unit, "").split()}
    return False


def _is_compared(pair: Comparison, token: Token) -> bool:
    """Return whether "a length of more than 40 words" is told by "longer than 40 words"."""
    bound = next((t for t in pair.original.tokens[token.number + 1 : token.number + 4] if t.quantity), None)
    if bound is None or bound.quantity is None or bound.quantity.comparator not in {">", "<"}:
        return False
    return any(
        t.key == bound.key
        and any(is_degree(token.lower, b.lower) for b in pair.revised.tokens[max(0, t.number - 2) : t.number])
        for t in pair.revised.tokens
    )


def _lasts(pair: Comparison, at: int) -> bool:
    """Return whether a time is said of "the duration of the stay" with "was": the stay was 6 days."""
    rest = pair.original.tokens[at + 1 : at + 9]
    be = next((t.number for t in rest if t.key == "be"), -1)
    times = [t for t in rest if t.quantity is not None and t.quantity.measure is not None]
    return be > 0 and any(
        t.number > be and t.quantity and t.quantity.measure and t.quantity.measure.dimension == (("s", 1),)
        for t in times
    )


_WORKS = frozenset(words("study paper work report article survey trial review model method"))


def _is_of_work(pair: Comparison, number: int) -> bool:
    """Return whether an author is that of a work which the revision names."""
    after = pair.original.tokens[number + 1 : number + 6]
    now = {t.key for t in pair.revised.tokens}
    return bool(after) and after[0].lower == "of" and any(t.lower in _WORKS and t.key in now for t in after)


def _is_redundant(pair: Comparison, number: int) -> bool:
    """Return whether a word repeats what its neighbour says: "future plans"."""
    tokens = pair.original.tokens
    if number > 0 and tokens[number - 1].quantity is not None and tokens[number].lower in _AFTER_NUMBER:
        return True  # "two different teams"
    if tokens[number].lower in {"described", "reported", "published"} and any(
        t.kind == "mark" for t in tokens[number + 1 : number + 4]
    ):
        return True  # "the protocol described in [18]"
    if tokens[number].lower in {"author", "authors", "work", "study"} and any(
        t.kind == "mark" for t in tokens[number + 1 : number + 3]
    ):
        return True  # "the authors of [7]"
    if tokens[number].lower in {"author", "authors"} and _is_of_work(pair, number):
        return True  # "the authors of the earlier study"
    near = [tuple(key_of(t.lower) for t in tokens[at : at + 2]) for at in (number - 1, number) if at >= 0]
    return any(two in _PAIRS for two in near)
