"""Numbers: the same amounts, signs, comparators, spreads and ranges, written as precisely."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator

from natfig.prose.gate.pair import Comparison
from natfig.prose.gate.reading import Reading, Token
from natfig.prose.gate.verdict import Reason
from natfig.prose.gate.words import key_of
from natfig.prose.quantities import Quantity

__all__ = ["look"]

#: Prepositions before a number that say which number it is: "by 20%" is not "to 20%".
_TELLING = frozenset({"by", "to", "from", "after", "before", "until", "above", "below", "than", "per"})
_SAID = {
    "<": "less than",
    "<=": "at most",
    ">": "more than",
    ">=": "at least",
    "~": "about",
    "~<": "nearly",
    "~>": "just over",
    "==": "exactly",
    "": "just",
    "<<": "much less than",
    ">>": "much more than",
    "!=": "not",
}


def look(pair: Comparison) -> Iterator[Reason]:
    """Yield what changed in the numbers of a pair."""
    lost, gained = pair.left("number")
    pair.claim(*lost, *gained)
    _match_wholes(pair, lost, gained)
    _match_wholes(pair, gained, lost)
    _match_decades(pair, lost, gained)
    _match_shares(lost, gained)
    _match_multiples(pair, lost, gained)
    if any(t.lower == "both" for t in pair.original.tokens) and not any(
        t.lower == "both" for t in pair.revised.tokens
    ):
        gained = [t for t in gained if t.key != "#2"]
    if any(t.lower == "both" for t in pair.revised.tokens):
        lost = [t for t in lost if t.key != "#2"]
    lost = [t for t in lost if not _is_pair(pair, t) and (gained or not _is_year_again(pair, t))]
    yield from _changed(lost, gained)
    had, has = _by_key(pair.original), _by_key(pair.revised)
    for key, before in had.items():
        after = has.get(key, [])
        if before and len(before) == len(after):
            yield from _same_amount(before, after, _shortened(pair))
    yield from _relations(pair)
    yield from _signs(pair)


def _is_year_again(pair: Comparison, token: Token) -> bool:
    """Return whether a year that is still there stood twice: "from January 2020 to March 2020"."""
    quantity = token.quantity
    if (
        quantity is None
        or quantity.measure is not None
        or not (len(quantity.text) == 4 and quantity.text.isdigit())
    ):
        return False
    return any(t.key == token.key for t in pair.revised.tokens)


def _is_pair(pair: Comparison, token: Token) -> bool:
    """Return whether a "two" is said by another word: "either of the two", "the lower of the two"."""
    quantity = token.quantity
    if quantity is not None and quantity.value == 1 and quantity.of == 2:
        # "the larger one of the two peaks"
        own = pair.original.tokens[max(0, token.number - 1) : token.number]
        return any(t.lower.endswith("er") or t.lower in {"first", "last", "other"} for t in own)
    if token.key != "#2":
        return False
    if _compares_two(pair, token):
        return True
    before = [t.lower for t in pair.original.tokens[max(0, token.number - 4) : token.number]]
    if before[-1:] == ["the"] and any(w in {"none", "either", "neither", "each"} for w in before):
        return True  # "none of the two"
    return before[-2:] == ["of", "the"] and any(
        w in {"either", "both", "neither"} or w.endswith("er") for w in before[:-2]
    )


def _share(token: Token) -> tuple[object, object] | None:
    """Return a part of a whole and its comparator: 1/2 of "half", "50%" and "0.5"; None of other numbers."""
    quantity = token.quantity
    if (
        quantity is None
        or quantity.high is not None
        or quantity.spread is not None
        or quantity.of is not None
    ):
        return None
    if quantity.unit == "%":
        return quantity.value / 100, _comparator(quantity)
    if quantity.measure is None and not quantity.unit and 0 < quantity.value < 1:
        return quantity.value, _comparator(quantity)
    return None


def _match_shares(lost: list[Token], gained: list[Token]) -> None:
    """Find "half" again in "50%", and "a rate of 0.62" in "a rate of 62%"."""
    for old in list(lost):
        share = _share(old)
        new = next((t for t in gained if share is not None and _share(t) == share), None)
        if new is not None:
            lost.remove(old)
            gained.remove(new)


#: Verb → how many times as much it makes of something.
_MULTIPLES = {
    key_of(word): factor for word, factor in (("double", 2), ("triple", 3), ("treble", 3), ("quadruple", 4))
}


def _match_multiples(pair: Comparison, lost: list[Token], gained: list[Token]) -> None:
    """Find "doubled" again in "twice as high" and "a twofold increase"."""
    words_lost, words_gained = pair.left("word")
    for numbers, others in ((gained, words_lost), (lost, words_gained)):
        for word in others:
            factor = _MULTIPLES.get(key_of(word.lower))
            same = [
                t
                for t in numbers
                if factor and t.quantity and t.quantity.value == factor and not _comparator(t.quantity)
                and (t.quantity.unit == "times" or t.lower in {"twice", "thrice"})
            ]  # fmt: skip
            if same:
                numbers.remove(same[0])
                pair.claim(word)


_DECADES = {"decade": 10, "century": 100, "millennium": 1000, "fortnight": 14}


def _match_decades(pair: Comparison, lost: list[Token], gained: list[Token]) -> None:
    """Find "the last ten years" again in "the past decade"."""
    words = pair.left("word")
    for numbers, others in ((lost, words[1]), (gained, words[0])):
        for word in others:
            years = _DECADES.get(word.lower)
            unit = "day" if word.lower == "fortnight" else "year"
            same = [
                t for t in numbers if t.quantity and t.quantity.value == years and unit in t.quantity.unit
            ]
            if same:
                numbers.remove(same[0])
                pair.claim(word)


def _compares_two(pair: Comparison, token: Token) -> bool:
    """Return whether the original compares "the two", and the revision names both."""
    before = [t.lower for t in pair.original.tokens[max(0, token.number - 3) : token.number]]
    if before[:1] == ["ratio"]:
        return True  # of two things, always
    is_compared = before[-2:] in (["of", "the"], ["between", "the"]) and before[0] in {"comparison", "ratio"}
    names_both = any(
        t.key in {"logic:than", "logic:compared"} or t.lower in {"as", "between"} for t in pair.revised.tokens
    )
    return is_compared and names_both


def _follows_of(pair: Comparison, whole: Token, part: Token) -> bool:
    """Return whether of two numbers the whole is the one that "of" says it of: "of the 12 mice, 3"."""

    def has_of(token: Token) -> bool:
        reading = next(
            (
                r
                for r in (pair.original, pair.revised)
                if r.tokens[token.number : token.number + 1] == [token]
            ),
            pair.original,
        )
        near = reading.tokens[max(0, token.number - 3) : token.number]
        return any(t.lower in {"of", "among", "from"} for t in near)

    return has_of(whole) or not has_of(part)


def _match_wholes(pair: Comparison, one: list[Token], other: list[Token]) -> None:
    """Find "3 of 12" again in "of the 12, 3"."""
    for token in list(one):
        quantity = token.quantity
        if quantity is None or quantity.of is None:
            continue
        parts = [
            next((t for t in other if t.key == f"#{value}"), None) for value in (quantity.value, quantity.of)
        ]
        if (
            parts[0] is not None
            and parts[1] is not None
            and parts[0].quantity is not None
            and _comparator(parts[0].quantity) == _comparator(quantity)
            and _follows_of(pair, parts[1], parts[0])
        ):
            one.remove(token)
            # "Of the 12 mice, 3 …": the whole comes first, or says that it is one
            for part in parts:
                if part is not None:
                    other.remove(part)


def _changed(lost: list[Token], gained: list[Token]) -> Iterator[Reason]:
    if lost and gained:
        said = " and ".join(f"'{t.text}'" for t in lost[:3])
        now = " and ".join(f"'{t.text}'" for t in gained[:3])
        yield Reason("number-changed", f"the original says {said}; the revision says {now}")
    elif lost:
        yield Reason("number-lost", f"the number '{lost[0].text}' is gone")
    elif gained:
        yield Reason("number-added", f"the number '{gained[0].text}' isn't in the original")


def _by_key(reading: Reading) -> dict[str, list[Quantity]]:
    found: dict[str, list[Quantity]] = defaultdict(list)
    for token in reading.tokens:
        if token.quantity is not None:
            found[token.key].append(token.quantity)
    return found


def _shortened(pair: Comparison) -> dict[str, str]:
    """Return abbreviation that either text defines → last word of what it stands for: "bmi" → "index"."""
    return {
        short.lower(): long[-1]
        for reading in (pair.original, pair.revised)
        for group in reading.defined.values()
        for long, short in group
    }


def _same_amount(
    before: list[Quantity], after: list[Quantity], shortened: dict[str, str]
) -> Iterator[Reason]:
    """Yield what differs between numbers of one amount."""
    if Counter(map(_comparator, before)) != Counter(map(_comparator, after)) and not _is_reached(
        before, after
    ):
        old, new = next((a, b) for a, b in _apart(before, after) if _comparator(a) != _comparator(b))
        yield Reason(
            "comparator-changed",
            f"the original says {_SAID.get(old.comparator, old.comparator)} {old.text} {old.unit}".rstrip()
            + "; the revision says "
            + f"{_SAID.get(new.comparator, new.comparator)} {new.text} {new.unit}".rstrip(),
        )
    for old, new in zip(before, after, strict=True):
        if _factor(old) != _factor(new):
            if _is_rounded(old, new):
                yield Reason(
                    "precision-changed", f"'{_written(old)}' is more or less precise than '{_written(new)}'"
                )
            else:
                yield Reason(
                    "unit-changed",
                    f"'{_written(old)}' is written '{_written(new)}', which is equal",
                    is_warning=True,
                )
    if any(_significant(q.text) is None for q in (*before, *after)) and any(
        "e" in q.text for q in (*before, *after)
    ):
        return  # 2,500 and 2.5 × 10³
    if len(before) == 1 and ("e" in before[0].text) != ("e" in after[0].text):
        digits = [_significant(q.text) for q in (before[0], after[0])]
        if digits[0] == digits[1]:
            return  # 0.001 and 1 × 10⁻³
    same_unit = [q for q in before if _factor(q) == _factor(after[0])]
    if len(same_unit) == len(before) and Counter(map(_precision, before)) != Counter(map(_precision, after)):
        old, new = next(
            ((a, b) for a, b in _apart(before, after) if _precision(a) != _precision(b)),
            (before[0], after[0]),
        )
        yield Reason("precision-changed", f"'{_written(old)}' is more or less precise than '{_written(new)}'")
    signs = [
        {shortened.get(sign, sign) for sign in (q.symbol.lower().rstrip("²2") for q in group if q.symbol)}
        for group in (before, after)
    ]
    if signs[0] and signs[1] and signs[0] != signs[1]:
        yield Reason(
            "number-rebound",
            f"{before[0].text} is the value of {min(signs[0])} in the original and of {min(signs[1])} now",
        )
    if {q.is_change for q in before} != {q.is_change for q in after} and _is_moving(before, after):
        yield Reason(
            "range-changed", f"'from … to …' and the range '{_written(before[0])}' are two things here"
        )


def _is_reached(before: list[Quantity], after: list[Quantity]) -> bool:
    """Return whether "heated up to 900 °C" lost its "up" (a temperature is reached, not bounded)."""
    pairs = [(a, b) for a, b in zip(before, after, strict=True) if _comparator(a) != _comparator(b)]
    return all(
        a.comparator_text.lower() == "up to"
        and not b.comparator
        and a.measure is not None
        and a.measure.dimension in {(("°C", 1),), (("K", 1),)}
        for a, b in pairs
    )


def _apart(before: list[Quantity], after: list[Quantity]) -> Iterator[tuple[Quantity, Quantity]]:
    yield from zip(before, after, strict=True)
    yield from ((a, b) for a in before for b in after)


def _comparator(quantity: Quantity) -> str:
    measure = quantity.measure
    if quantity.comparator_text.lower() in {"over", "under"} and measure and measure.dimension == (("s", 1),):
        return ""  # over 24 h: during them
    return "" if quantity.comparator == "==" else quantity.comparator


def _factor(quantity: Quantity) -> object:
    return quantity.measure.factor if quantity.measure else 1


def _digits(text: str) -> tuple[int, int] | None:
    """Return (places after the point, power of ten) of a number, or None of a word."""
    plain, _, power = text.partition("e")
    return len(plain.partition(".")[2]), int(power or 0)


def _precision(quantity: Quantity) -> tuple[int | None, ...]:
    """Return down to which power of ten each part of a quantity is given; None where only words say it."""
    found: list[int | None] = []
    for text in (quantity.text, quantity.high_text, quantity.spread_text):
        if not text or "/" in text:
            found.append(None)
            continue
        places = _digits(text)
        found.append(
            None
            if places is None
            else max(places[0], 0) - places[1]
            if places[0]
            else min(-places[1], 0) or 0
        )
    return tuple(found)


def _significant(text: str) -> int | None:
    """Return how many digits of a number count, or None where its zeros may mean anything."""
    plain = text.partition("e")[0].lstrip("-")
    if "." not in plain:
        return None if plain.endswith("0") else len(plain)
    return len(plain.replace(".", "").lstrip("0"))


def _is_rounded(old: Quantity, new: Quantity) -> bool:
    """Return whether a value in another unit has other digits that count."""
    if old.is_word or new.is_word or ("." not in old.text and "." not in new.text):
        return False  # 24 months are two years
    a, b = _significant(old.text), _significant(new.text)
    return a is not None and b is not None and a != b


def _written(quantity: Quantity) -> str:
    text = quantity.text
    if quantity.high_text:
        text += f" to {quantity.high_text}"
    if quantity.spread_text:
        text += f" ± {quantity.spread_text}"
    return f"{text} {quantity.unit}".rstrip()


def _is_moving(before: list[Quantity], after: list[Quantity]) -> bool:
    """Return whether a range runs down, or was "from … to …" and is written with a dash."""
    return any(q.is_change and q.high is not None and q.high < q.value for q in (*before, *after))


_SIGNS = frozenset("=<>≤≥±≈∝√∑∫∂∞→←↑↓^~∼≠≡∈⊂∩∪∆∇")


def _signs(pair: Comparison) -> Iterator[Reason]:
    """Yield signs of formulas that stand outside of numbers and changed."""
    had, has = (Counter(_signs_of(r)) for r in (pair.original, pair.revised))
    if had == has:
        return
    changed = next(iter((had - has) or (has - had)))
    yield Reason("sign-changed", f"the sign '{changed}' is not where it was")


def _signs_of(reading: Reading) -> Iterator[str]:
    text = reading.passage.text
    for token in reading.tokens:
        if token.kind != "punctuation":
            continue
        if token.text in _SIGNS:
            yield token.text
        elif token.text in "-−–" and token.end < len(text) and text[token.end].isalpha():
            before = text[token.start - 1 : token.start]
            if before in {"(", "=", "^", "{", "["}:
                yield "−"


def _relations(pair: Comparison) -> Iterator[Reason]:
    """Yield numbers whose preposition changed and with it what they say."""
    turned = [
        key
        for key, said in pair.before.relation.items()
        if {r for r in said if r in _TELLING}
        != {r for r in pair.after.relation.get(key, ()) if r in _TELLING}
    ]
    for key, said in pair.before.relation.items():
        now = pair.after.relation.get(key)
        if now is None or len(now) != len(said):
            continue
        old = Counter(r for r in said if r in _TELLING)
        new = Counter(r for r in now if r in _TELLING)
        if old == new:
            continue
        gone, come = list((old - new).elements()), list((new - old).elements())
        number = next(t for t in pair.original.tokens if t.key == key)
        if number.quantity is not None and number.quantity.high is not None and {*gone, *come} == {"from"}:
            continue  # "from 2004 to 2011" and "between 2004 and 2011"
        if (not gone and {"", "of"} & set(said)) or (not come and {"", "of"} & set(now)):
            continue  # "reduced 20%" and "reduced by 20%"
        if (gone == ["by"] and not come) or (come == ["by"] and not gone):
            continue  # "reduced by 20%" and "a reduction of 20%"
        if len(turned) == 1 and len(gone) + len(come) == 1 and _is_there(pair, (gone or come)[0]):
            continue  # "after they had run for 3 h" and "after 3 h"
        yield Reason(
            "number-rebound",
            f"'{gone[0] if gone else said[0]} {number.text}' has become "
            f"'{come[0] if come else now[0]} {number.text}'",
        )


def _is_there(pair: Comparison, relation: str) -> bool:
    """Return whether "after" or "before" stands as often in the revision as in the original."""
    counts = [sum(t.key == f"logic:{relation}" for t in r.tokens) for r in (pair.original, pair.revised)]
    return counts[0] == counts[1] > 0
