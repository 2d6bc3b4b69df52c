"""A passage read for comparison: its words, numbers and protected things, one after the other.

Each becomes a `Token` with a key. Two tokens with one key say the same: "analysed" and
"analyses", "use" and "utilise", "12" and "twelve". Phrases are brought to one form first.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache

from natfig.core import lazyre
from natfig.prose.document import Mark, Passage
from natfig.prose.gate.found import find_marks
from natfig.prose.gate.tables import words
from natfig.prose.gate.tables.classes import CLASSES
from natfig.prose.gate.tables.function import ALIASES, AUXILIARY, BE, CONTRACTIONS, FUNCTION, VERBS
from natfig.prose.gate.tables.phrases import FILLERS, PHRASES
from natfig.prose.gate.tables.synonyms import SYNONYMS
from natfig.prose.gate.words import form_of, key_of, to_american
from natfig.prose.ledger import Ledger
from natfig.prose.quantities import Quantity, find_quantities

__all__ = ["Reading", "Token", "read", "token_of"]


@dataclass(slots=True)
class Token:
    """One word, number, protected thing or sign.

    Attributes
    ----------
    text : str
        As it is written.
    lower : str
    key : str
        What it is compared by.
    kind : str
        "word", "name", "number", "mark", "filler", "function", "auxiliary", "punctuation", or a class
        of `natfig.prose.gate.tables.classes`.
    start, end : int
        Its place in the passage.
    form : str
        Ending: "ed", "ing", "s" or "".
    function : str
        Kind of a function word.
    quantity : Quantity or None
    mark : Mark or None
    is_first : bool
        Begins a sentence.
    is_capital : bool
        Has a capital first letter that the beginning of a sentence doesn't explain.
    """

    text: str
    lower: str
    key: str
    kind: str
    start: int
    end: int
    form: str = ""
    function: str = ""
    quantity: Quantity | None = None
    mark: Mark | None = None
    is_first: bool = False
    is_capital: bool = False
    number: int = -1

    @property
    def is_heavy(self) -> bool:
        """Return whether it says something that has to be found again."""
        return self.kind not in _LIGHT_KINDS


_LIGHT_KINDS = frozenset({"function", "auxiliary", "punctuation", "filler", "person"})


@dataclass(slots=True)
class Reading:
    """A passage as tokens."""

    passage: Passage
    tokens: list[Token] = field(default_factory=list)
    defined: dict[str, list[tuple[list[str], str]]] = field(default_factory=dict)

    @property
    def heavy(self) -> list[Token]:
        """Tokens that have to be found again, in order."""
        return [token for token in self.tokens if token.is_heavy]


_TOKEN = lazyre.compile(
    r"\w+(?:[-‐‑–—'’/.·]\w+)*(?:\+(?!\w)|[−⁺⁻](?=[\s.,;)]|$))?|[^\w\s]",
)
_GREEK = lazyre.compile(r"[α-ωΑ-Ωµμ]")
_JOIN = lazyre.compile(r"[-‐‑–—]")
_ANY_SPLIT = lazyre.compile(r"[-‐‑–—/·]")
_PREFIX = frozenset(
    words(
        """
        co re pre sub super multi bi tri mono poly micro macro nano over under inter intra trans
        ultra semi counter extra hyper hypo un de dis mis auto bio neuro immuno photo thermo electro
        hydro radio para post anti
        """
    )
)
_STOP = frozenset(".?!")
_ABBREVIATED = frozenset(
    words(
        """
        vs fig figs eq eqs ref refs al approx ca e.g i.e no dr sp spp cf resp suppl st ed
        """
    )
)


def read(passage: Passage, ledger: Ledger | None = None, known: Reading | None = None) -> Reading:
    """Return a passage as tokens.

    Parameters
    ----------
    passage : Passage
    ledger : Ledger, optional
        Its abbreviations and variants of terms are brought to one form.
    known : Reading, optional
        The other passage: what it defines holds here too.
    """
    reading = Reading(passage)
    raw = list(_raw(passage))
    _set_starts(raw)
    _name_initial_a(raw)
    raw = _p_values(raw)
    tokens = _phrased([part for token in raw for part in _classified(token)])
    _set_voices(tokens)
    tables = [_ledger_table(ledger)] if ledger is not None else []
    tables += [table] if (table := _defined(tokens, known)) else []
    for found in tables:
        tokens = _with_ledger(tokens, found)
    for number, token in enumerate(tokens):
        token.number = number
    reading.tokens = tokens
    reading.defined = table
    return reading


def _raw(passage: Passage) -> Iterator[Token]:
    """Yield words, numbers, protected things and signs as they stand in the text."""
    text = passage.text
    marks = find_marks(passage)
    covered = [(m.start, m.end) for m in marks]
    spans: list[tuple[int, int, Quantity | Mark]] = [(m.start, m.end, m) for m in marks]
    at = 0
    for quantity in find_quantities(text):
        while at < len(covered) and covered[at][1] <= quantity.start:
            at += 1
        if at == len(covered) or covered[at][0] >= quantity.end:
            spans.append((quantity.start, quantity.end, quantity))
    spans.sort(key=lambda span: span[0])
    last = 0
    for start, end, what in spans:
        if start < last:
            continue
        yield from _words(text, last, start)
        if isinstance(what, Mark):
            key = "\0" + what.source
            yield Token(text[start:end], text[start:end].lower(), key, "mark", start, end, mark=what)
        else:
            yield Token(
                text[start:end], text[start:end].lower(), _amount(what), "number", start, end, quantity=what
            )
        last = end
    yield from _words(text, last, len(text))


def _words(text: str, start: int, end: int) -> Iterator[Token]:
    for match in _TOKEN.finditer(text, start, end):
        word = match.group()
        kind = "word" if word[0].isalnum() or word[0] == "_" else "punctuation"
        yield Token(word, word.lower(), word, kind, match.start(), match.end())


def _amount(quantity: Quantity) -> str:
    """Return a key that equal amounts share, in whatever units."""
    factor = quantity.measure.factor if quantity.measure else 1
    dimension = " ".join(f"{b}{p}" for b, p in quantity.measure.dimension) if quantity.measure else ""
    parts = [str(quantity.value * factor)]
    for name, value in (("to", quantity.high), ("±", quantity.spread)):
        if value is not None:
            parts.append(f"{name} {value * factor}")
    if quantity.of is not None:
        parts.append(f"of {quantity.of}")
    if quantity.is_ordinal:
        parts.append("th")
    return f"#{' '.join(parts)} {dimension}".strip()


def _set_starts(tokens: list[Token]) -> None:
    """Note which tokens begin a sentence."""
    first = True
    before = ""
    for token in tokens:
        if token.kind == "punctuation":
            is_label = token.text == "," and len(before) == 1  # "b, Picture of the weir"
            if (token.text in _STOP and before not in _ABBREVIATED) or token.text == ":" or is_label:
                first = True
        else:
            token.is_first, first = first, False
            before = token.lower


def _name_initial_a(tokens: list[Token]) -> None:
    """Mark an "A" that begins a sentence and is a name: a verb, "and" or a sign comes next."""
    for at, token in enumerate(tokens):
        if token.text != "A" or not token.is_first:
            continue
        after = next(
            (t for t in tokens[at + 1 : at + 4] if not t.lower.endswith("ly") and t.lower != "not"), None
        )
        if after is None or after.text in {",", ")", "("}:
            token.is_first = False
            continue
        word = after.lower.replace("’", "'").removesuffix("n't")
        is_verb = word in BE or word in AUXILIARY or word in _AFTER_A
        if is_verb or (
            form_of(word) in {"s", "ed"} and key_of(word) in _verbs() and not _is_head(tokens, at)
        ):
            token.is_first = False


def _is_head(tokens: list[Token], at: int) -> bool:
    """Return whether an "A" leads a participle and its noun: "A known amount of lead was added"."""
    for token in tokens[at + 3 : at + 14]:
        if token.lower in FUNCTION and FUNCTION[token.lower] in {"subordinator", "conjunction"}:
            return False
        if token.kind == "punctuation":
            return False
        if token.lower in BE or token.lower in AUXILIARY:
            return tokens[at + 2].lower not in FUNCTION
    return False


_AFTER_A = frozenset(
    ["and", "or", "but", "can", "may", "might", "could", "will", "would", "cannot", "ca", "wo"]
)


def _p_values(tokens: list[Token]) -> list[Token]:
    """Return tokens in which "P", "p" and "P value" of a statistic are one name."""
    out: list[Token] = []
    for token, after, then in zip(tokens, [*tokens[1:], None], [*tokens[2:], None, None], strict=False):
        # "one in five"
        is_share = (
            then is not None
            and then.quantity is not None
            and token.lower == "one"
            and after is not None
            and after.lower in {"in", "out", "of", "per"}
        )
        if token.quantity is not None and after is not None and not is_share:
            _plain_number(token, after, out[-1] if out else None)
        if (
            token.lower == "x"
            and out
            and out[-1].quantity is not None
            and after is not None
            and after.quantity
        ):
            token.kind, token.text = "punctuation", "×"
        if out and out[-1].key == "p-value" and token.kind == "word" and token.lower in {"value", "values"}:
            continue
        if token.lower in {"p", "p-value", "p-values"} and token.kind == "word":
            is_symbol = (
                after is not None and after.quantity is not None and after.quantity.symbol.lower() == "p"
            )
            if is_symbol or "-" in token.text or (after is not None and after.lower in {"value", "values"}):
                token.kind, token.key = "name", "p-value"
        out.append(token)
    return out


_MONTHS = frozenset(
    words("january february march april may june july august september october november december")
)


def _plain_number(token: Token, after: Token, before: Token | None) -> None:
    """Bring "3rd" in a date to 3, and make "one" a pronoun where it counts nothing."""
    quantity = token.quantity
    if quantity is None:
        return
    if quantity.is_ordinal and (
        after.lower in _MONTHS or after.lower == "of" or (before and before.lower in _MONTHS)
    ):
        token.key = token.key.replace(" th", "")
    if quantity.is_word and token.lower == "one":
        is_verb = form_of(after.lower) == "s" and key_of(after.lower) in _verbs()
        if (
            after.kind == "punctuation"
            or is_verb
            or after.lower in {"with", "in", "that", "which", "was", "is", "another", "for", "from", "as"}
            or (before is not None and _is_qualifier(before.lower))
            or after.lower in {"possible", "potential", "plausible"}
            or (after.lower == "of" and before is not None and before.lower in {":", "and", ",", "—"})
        ):
            token.kind, token.key, token.function, token.quantity = "function", "one", "pronoun", None


def _is_qualifier(word: str) -> bool:
    """Return whether "one" after a word is a pronoun: "the second one", "the larger one"."""
    return word in _QUALIFIERS or (len(word) > 4 and word.endswith(("er", "est")))


_QUALIFIERS = frozenset(words("first second third last new old other next latter former same"))


@cache
def _verbs() -> frozenset[str]:
    return frozenset(key_of(word) for word in VERBS)


def _is_name(word: str) -> bool:
    """Return whether how a word is written carries meaning: ``mTOR``, ``IL-6``, ``CO2``, ``β``."""
    if any(c.isdigit() for c in word) or word[-1] in "+−⁺⁻":
        return True
    if any(c.isupper() for c in word[1:]):
        return True
    return _GREEK.search(word) is not None


def _classified(token: Token) -> Iterator[Token]:
    """Yield a raw token as one or more tokens with kinds and keys."""
    if token.kind != "word":
        yield token
        return
    written = token.text.replace("’", "'")
    lower = written.lower()
    if "'" in written:
        yield from _apostrophe(token, written, lower)
        return
    if lower in CONTRACTIONS:
        for word in CONTRACTIONS[lower]:
            yield _word(token, word, first=token.is_first)
        return
    if _ANY_SPLIT.search(written):
        yield from _compound(token, written)
        return
    if lower.startswith("non") and len(lower) > 8 and lower not in FUNCTION:
        yield _word(token, "not", first=False)
        written = written[3:]
    yield _word(token, written, first=token.is_first)


def _apostrophe(token: Token, written: str, lower: str) -> Iterator[Token]:
    if lower in CONTRACTIONS:
        words: tuple[str, ...] = CONTRACTIONS[lower]
    elif lower.endswith("n't"):
        words = (written[:-3], "not")
    else:
        stem, _, tail = written.partition("'")
        ending = {"re": "are", "ve": "have", "ll": "will", "m": "am", "d": "would"}.get(tail.lower())
        words = (stem, ending) if ending else (stem,) if tail in {"s", ""} else (written,)
    for number, word in enumerate(words):
        yield _word(token, word, first=token.is_first and number == 0)


def _compound(token: Token, written: str) -> Iterator[Token]:
    """Yield the parts of a word with hyphens, dashes or slashes."""
    parts = _ANY_SPLIT.split(written)
    if _is_name(written):
        # IL-6-deficient, anti-CD3: words around a name are words
        low, high = 0, len(parts)
        while low < high - 1 and parts[low].isalpha() and parts[low].islower() and len(parts[low]) > 2:
            low += 1
        while (
            high > low + 1
            and parts[high - 1].isalpha()
            and parts[high - 1].islower()
            and len(parts[high - 1]) > 3
        ):
            high -= 1
        yield from (_word(token, part, first=False) for part in parts[:low])
        name = "-".join(parts[low:high])
        if not _is_name(name) and name.isalpha():
            yield _word(token, name, first=token.is_first)
        else:
            yield _named(token, name)
        yield from (_word(token, part, first=False) for part in parts[high:])
        return
    first = parts[0].lower()
    if first == "non":
        yield _word(token, "not", first=False)
        parts = parts[1:]
    elif first in _PREFIX and len(parts) == 2 and _JOIN.search(written):
        parts = [parts[0] + parts[1].lower()]
    for number, part in enumerate(parts):
        if part:
            yield _word(token, part, first=token.is_first and number == 0)


def _named(token: Token, name: str) -> Token:
    name = name.replace("μ", "µ").rstrip("_")
    if len(name) > 2 and name.endswith("s") and name[:-1].isupper():
        name = name[:-1]
    return Token(token.text, token.lower, name, "name", token.start, token.end, is_first=token.is_first)


def _word(token: Token, word: str, *, first: bool) -> Token:
    """Return one plain word with its class and key."""
    lower = word.lower()
    made = Token(word, lower, lower, "word", token.start, token.end, is_first=first)
    if _is_name(word) and lower not in CONTRACTIONS:
        if word.isupper() and word.isalpha() and lower in FUNCTION:
            pass  # a shouted function word
        else:
            return _named(token, word)
    if len(word) == 1 and word.isupper() and word != "I" and not (word == "A" and first):
        return _named(token, word)
    made.is_capital = word[0].isupper() and not first
    _classify(made)
    return made


@cache
def _stems() -> Mapping[str, tuple[str, str]]:
    """Return key of a word → (class, group), for classes whose words are inflected."""
    inflected = {"evidence", "cause", "hedge"}
    return {
        key_of(word): group for word, group in CLASSES.items() if group[0] in inflected and "-" not in word
    }


def _classify(token: Token) -> None:
    """Give a word its kind, key and form."""
    lower = ALIASES.get(token.lower, token.lower)
    token.form = form_of(lower) or form_of(token.lower)
    if lower in BE or lower in AUXILIARY:
        token.kind, token.key, token.function = "auxiliary", "be" if lower in BE else "have", "auxiliary"
        return
    function = FUNCTION.get(lower)
    if function is not None:
        token.kind, token.key, token.function = "function", lower, function
        return
    group = CLASSES.get(to_american(lower)) if not (token.is_capital and lower in {"may", "will"}) else None
    if group is None:
        key = key_of(lower)
        group = _stems().get(key)
        if group is None:
            token.kind, token.key = "word", SYNONYMS.get(key, key)
            return
    token.kind, token.key = group[0], f"{group[0]}:{group[1]}"


def token_of(word: str) -> Token:
    """Return a word by itself as a token with its class and key."""
    token = Token(word, word, word, "word", 0, len(word))
    _classify(token)
    return token


def _set_voices(tokens: list[Token]) -> None:
    """Bring "were given" to "received" and "possible to" to "able to"."""
    for at, token in enumerate(tokens):
        if token.kind in {"mark", "number"}:
            continue
        _set_left(tokens, at)
        after = tokens[at + 1].lower if at + 1 < len(tokens) else ""
        if token.lower == "following" and at and tokens[at - 1].function == "determiner":
            token.kind, token.key = "word", SYNONYMS.get(key_of("subsequent"), key_of("subsequent"))
        elif token.key == "scope:once" and _is_when(tokens, at):
            token.kind, token.key, token.function = "function", "when", "subordinator"
        elif token.lower in {"past", "preceding"} and _is_span(tokens, at):
            token.kind, token.key, token.function = "scope", "scope:last", ""
        elif token.lower in {"came", "come", "comes"} and after == "to" and _is_sum(tokens, at):
            token.kind, token.key, token.function = "auxiliary", "be", "auxiliary"
            tokens[at + 1].function = "determiner"
        elif token.lower == "done" and at and tokens[at - 1].key == "be":
            token.kind, token.key, token.function, token.form = "word", SYNONYMS["perform"], "", "ed"
        elif (
            token.kind == "evidence"
            and token.key not in {"evidence:conclude", "evidence:known"}
            and after in {"whether", "how", "why"}
            and token.form == ""
        ):
            token.kind, token.key = "word", SYNONYMS.get(key_of("measure"), key_of("measure"))
        elif token.lower in {"given", "granted", "awarded"} and any(
            t.key == "be" for t in tokens[max(0, at - 2) : at]
        ):
            token.key = SYNONYMS.get(key_of("receive"), key_of("receive"))
        elif (token.lower == "possible" and any(t.lower == "to" for t in tokens[at + 1 : at + 2])) or (
            token.lower == "possible" and [t.lower for t in tokens[at + 1 : at + 4 : 2]] == ["for", "to"]
        ):
            token.kind, token.key = "modal", "modal:able"
        elif token.key == "logic:before" and (
            at + 1 == len(tokens) or tokens[at + 1].kind in {"mark", "punctuation"}
        ):
            token.kind, token.key = "word", SYNONYMS.get(key_of("previous"), key_of("previous"))


def _set_left(tokens: list[Token], at: int) -> None:
    """Bring a "left" that is no side to "leave", and an "appeared" that is no guess to a word."""
    if tokens[at].lower == "left" and _is_leaving(tokens, at):
        tokens[at].key, tokens[at].form = SYNONYMS.get("leav", "leav"), "ed"
    elif tokens[at].key == "hedge:appear" and tokens[at].lower.startswith("appear") and _is_sight(tokens, at):
        tokens[at].kind, tokens[at].key = "word", SYNONYMS.get(key_of("appear"), key_of("appear"))


def _is_leaving(tokens: list[Token], at: int) -> bool:
    """Return whether "left" is a verb, and no side: "the fish left the river", "we left it out"."""
    before = tokens[at - 1] if at else None
    after = tokens[at + 1] if at + 1 < len(tokens) else None
    if before is None or after is None:
        return False
    if before.kind == "person":
        return True
    is_object = after.function == "determiner" or after.kind == "mark" or after.lower in {"it", "them", "out"}
    return before.kind in {"word", "name"} and is_object


_PLACING = frozenset(words("in within at on during under between among near after before upon along from by"))


def _is_sight(tokens: list[Token], at: int) -> bool:
    """Return whether "appeared" says that something came in sight: "crystals appeared within three days"."""
    after = tokens[at + 1] if at + 1 < len(tokens) else None
    return after is None or after.lower in _PLACING or after.text in {".", ";"}


_BEGINNING = frozenset(words("the this these those it they its their all both we"))


def _is_when(tokens: list[Token], at: int) -> bool:
    """Return whether "once" begins a clause, and doesn't count: "once the valve was closed"."""
    after = tokens[at + 1] if at + 1 < len(tokens) else None
    return after is not None and (after.lower in _BEGINNING or after.kind == "person")


_SPANS = frozenset(
    words("decade decades century year years month months week weeks day days hour hours few two")
)


def _is_span(tokens: list[Token], at: int) -> bool:
    """Return whether "past" says which stretch of time: "the past ten years"."""
    after = tokens[at + 1] if at + 1 < len(tokens) else None
    before = tokens[at - 1].lower if at else ""
    return (
        before in {"the", "these", "this"}
        and after is not None
        and (after.lower in _SPANS or (after.quantity is not None and after.quantity.measure is not None))
    )


def _is_sum(tokens: list[Token], at: int) -> bool:
    """Return whether "came to" says what something amounts to."""
    return any(t.kind == "number" for t in tokens[at + 2 : at + 4])


# ---------------------------------------------------------------- phrases


def _match_key(word: str) -> str:
    """Return what a word of a phrase is found by."""
    if word in BE or word in {"be", "'s"}:
        return "be"
    if word in {"has", "have", "had", "having"}:
        return "have"
    if word in {"do", "does", "did"}:
        return "do"
    if word == "an":
        return "a"
    return key_of(word)


@cache
def _phrases() -> Mapping[str, tuple[tuple[tuple[str, ...], tuple[str, ...], bool], ...]]:
    """Return first word → phrases (words, what they are brought to, says nothing), longest first."""
    found: dict[str, list[tuple[tuple[str, ...], tuple[str, ...], bool]]] = {}
    for phrase, brought in PHRASES.items():
        keys = _phrase_keys(phrase)
        found.setdefault(keys[0], []).append((keys, tuple(brought.split()), False))
    for phrase in FILLERS:
        keys = _phrase_keys(phrase)
        found.setdefault(keys[0], []).append((keys, (phrase,), True))
    return {first: tuple(sorted(group, key=lambda p: -len(p[0]))) for first, group in found.items()}


def _phrase_keys(phrase: str) -> tuple[str, ...]:
    words = (
        phrase.replace("-", " ").replace("e.g.", "e.g").replace("i.e.", "i.e").replace("vs.", "vs").split()
    )
    return tuple(_match_key(word) for word in words)


def _phrased(tokens: list[Token]) -> list[Token]:
    """Return tokens with phrases brought to one form."""
    table = _phrases()
    keys = [
        _match_key(t.lower)
        if t.kind not in {"number", "mark", "punctuation", "name"}
        or (t.kind == "number" and t.lower in {"one", "two"})
        else ""
        for t in tokens
    ]
    out: list[Token] = []
    at = 0
    while at < len(tokens):
        matched = None
        is_verb = tokens[at].lower == "given" and bool(out) and out[-1].key == "be"
        is_verb |= tokens[at].lower in {"results", "result"} and (
            tokens[at].is_first or (bool(out) and out[-1].function in {"determiner", "preposition"})
        )
        is_verb |= at > 0 and tokens[at].lower == "in" and _says_what(tokens, at)
        is_verb |= at > 0 and tokens[at].lower == "as" and _is_measured(tokens, at)
        for phrase in table.get(keys[at], ()) if keys[at] and not is_verb else ():
            length = len(phrase[0])
            # "striking" says nothing, "a strike" and "an excited state" do.
            if phrase[0] == ("compar", "with") and [t.lower for t in tokens[at + 2 : at + 3]] in (
                ["respect"],
                ["regard"],
            ):
                continue  # "were compared with respect to their size"
            if phrase[0] == ("at", "all") and _goes_on(tokens, at + 2):
                continue  # "at all of the lags" is none of "no change at all"
            if phrase[0] == ("a", "estimat") and [t.form for t in tokens[at + 1 : at + 2]] != ["ed"]:
                continue  # "an estimate" is none of "an estimated 30"
            is_form = phrase[2] and length == 1 and tokens[at].lower != phrase[1][0]
            if not is_form and keys[at : at + length] == list(phrase[0]):
                matched = phrase
                break
        if matched is None:
            out.append(tokens[at])
            at += 1
            continue
        length = len(matched[0])
        out.extend(_brought(tokens[at : at + length], matched[1], is_filler=matched[2]))
        at += length
    return out


def _goes_on(tokens: list[Token], at: int) -> bool:
    """Return whether a noun or an article stands at a place, so that "at all" leads it."""
    after = tokens[at] if at < len(tokens) else None
    return after is not None and (
        after.lower == "of" or after.function == "determiner" or after.kind in {"word", "name", "number"}
    )


def _says_what(tokens: list[Token], at: int) -> bool:
    """Return whether "in size" or "in colour" says what changed or differs, as in "a change in colour"."""
    plain = _PLAIN.get(tokens[at + 1].lower if at + 1 < len(tokens) else "")
    return plain is not None and tokens[at - 1].lower not in plain


def _is_measured(tokens: list[Token], at: int) -> bool:
    """Return whether "as long as" compares lengths: "twice as long as the tail"."""
    before, after = tokens[at - 1], tokens[at + 1].lower if at + 1 < len(tokens) else ""
    is_amount = before.kind == "number" or before.lower in {
        "twice",
        "times",
        "half",
        "almost",
        "nearly",
        "not",
    }
    return after == "long" and (is_amount or before.key == "be")


_PLAIN = {
    "size": frozenset(words("small large big tiny huge smaller larger medium minute")),
    "colour": frozenset(
        words("red blue green brown black white grey gray yellow orange pink purple dark pale light")
    ),
    "shape": frozenset(
        words("round square oval circular spherical rectangular triangular conical cylindrical elliptical")
    ),
    "number": frozenset(words("few many several small large limited fewer")),
}
_PLAIN["color"] = _PLAIN["colour"]


def _brought(tokens: list[Token], words: tuple[str, ...], *, is_filler: bool) -> Iterator[Token]:
    """Yield the tokens that a phrase is brought to."""
    start, end = tokens[0].start, tokens[-1].end
    if is_filler:
        yield Token(" ".join(t.text for t in tokens), words[0], "filler:" + words[0], "filler", start, end,
                    is_first=tokens[0].is_first)  # fmt: skip
        return
    tense = BE.get(tokens[0].lower, "")
    form = {"past": "ed", "present": "s"}.get(tense) or next(
        (t.form for t in tokens if t.form and t.function == ""), ""
    )
    said = " ".join(dict.fromkeys(t.text for t in tokens))
    for word in words:
        if word[0] == "$":
            yield tokens[int(word[1:])]
            continue
        made = Token(said, word, word, "word", start, end, is_first=tokens[0].is_first)
        _classify(made)
        made.form = form if made.kind not in {"function", "auxiliary"} else ""
        if word == "caused":
            made.form = "ed"
        yield made


# ---------------------------------------------------------------- ledger


def _defined(tokens: list[Token], known: Reading | None) -> Table:
    """Return abbreviations that a passage, or the other one, defines: "kidney disease (KD)"."""
    table: Table = dict(known.defined) if known is not None else {}
    for at, token in enumerate(tokens):
        if token.kind != "name" or not 1 < at < len(tokens) - 1:
            continue
        if tokens[at - 1].text != "(" or tokens[at + 1].text not in {")", ";", ","}:
            continue
        letters = [c for c in token.key.lower() if c.isalpha()]
        long = _spelt_out(tokens, at - 1, letters)
        if long:
            table.setdefault(long[0].key, []).append(([t.key for t in long], token.key))
    return table


#: Words of a full form that often leave no letter in its abbreviation: "full width at half maximum (FWHM)".
_SILENT = frozenset(words("of at and the for in to on by with a an"))
#: Most words of a full form for each letter of the abbreviation.
_LONGEST = 2


def _spelt_out(tokens: list[Token], end: int, letters: list[str]) -> list[Token]:
    """Return the tokens before a bracket whose first letters make an abbreviation, or none."""
    if len(letters) < 2:
        return []
    return (
        _spelt(tokens, end, letters, is_silent=False)
        or _spelt(tokens, end, letters, is_silent=True)
        or _spelt_in_word(tokens, end, letters)
    )


#: What long words are made of that are shortened by themselves: "electroencephalogram (EEG)".
_PARTS = lazyre.compile(
    r"electro|encephalo|cardio|retino|oculo|myo|neuro|gram|graphy|graph|immuno|histo|cyto|chemistry|photo|"
    r"plethysmo|magneto|poly|tetra|fluoro|di|methyl|ethylene|propylene|vinyl|siloxane|styrene|"
    r"methacrylate|acrylamide|acrylo|nitrile|carbonate|urethane|imide|amide"
)


def _spelt_in_word(tokens: list[Token], end: int, letters: list[str]) -> list[Token]:
    """Return the one long word before a bracket whose parts begin with the letters of an abbreviation."""
    word = tokens[end - 1].lower if end else ""
    parts: list[str] = _PARTS.findall(word)
    is_whole = len(parts) > 2 and "".join(parts) == word
    initials = [part[0] for part in parts]
    return tokens[end - 1 : end] if is_whole and initials == letters else []


def _spelt(tokens: list[Token], end: int, letters: list[str], *, is_silent: bool) -> list[Token]:
    """Return what spells an abbreviation, with words in it that leave no letter or without."""
    at, first = end, max(0, end - _LONGEST * len(letters))
    for letter in reversed(letters):
        at -= 1
        while is_silent and at > first and tokens[at].lower in _SILENT:
            at -= 1
        if at < 0 or tokens[at].lower[:1] != letter or tokens[at].kind in {"punctuation", "mark"}:
            return []
        if tokens[at].kind == "number" and not tokens[at].text.isalpha():
            return []
    return tokens[at:end]


def _with_ledger(tokens: list[Token], table: Table) -> list[Token]:
    """Return tokens with terms and abbreviations brought to one form."""
    if not table:
        return tokens
    out: list[Token] = []
    at = 0
    while at < len(tokens):
        for keys, brought in table.get(tokens[at].key, ()):
            found = tokens[at : at + len(keys)]
            if [t.key for t in found] == keys:
                text = " ".join(t.text for t in found)
                out.append(
                    Token(
                        text,
                        text.lower(),
                        brought,
                        "name",
                        found[0].start,
                        found[-1].end,
                        is_first=found[0].is_first,
                    )
                )
                at += len(keys)
                break
        else:
            out.append(tokens[at])
            at += 1
    return out


#: First key → (keys, what they are brought to), longest first.
Table = dict[str, list[tuple[list[str], str]]]

_LEDGERS: dict[int, tuple[Ledger, Table]] = {}


def _ledger_table(ledger: Ledger) -> Table:
    """Return first key → (keys, what they are brought to), longest first; made once for a ledger."""
    known = _LEDGERS.get(id(ledger))
    if known is not None and known[0] is ledger:
        return known[1]
    table: Table = {}
    pairs = [(variant, term) for term, variants in ledger.terms.items() for variant in (*variants, term)]
    pairs += [(long, short) for short, long in ledger.abbreviations.items()]
    pairs += [(short, short) for short in ledger.abbreviations]
    for written, brought in pairs:
        keys = [t.key for t in read(Passage(written)).tokens]
        if keys:
            table.setdefault(keys[0], []).append((keys, brought))
    for group in table.values():
        group.sort(key=lambda pair: -len(pair[0]))
    _LEDGERS.clear()
    _LEDGERS[id(ledger)] = (ledger, table)
    return table
