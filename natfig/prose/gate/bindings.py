"""Bindings: every number, property and circumstance still belongs to what it belonged to."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations, pairwise

from natfig.prose.gate.exchange import exchanges
from natfig.prose.gate.pair import Comparison, compared_with
from natfig.prose.gate.reading import Reading, Token
from natfig.prose.gate.respective import settled
from natfig.prose.gate.verdict import Reason

__all__ = ["keep_prepositions", "look", "move_together", "said", "whole_numbers"]

#: A clause whose words went to more parts than this was taken apart altogether.
MOST_PARTS = 12
#: Longer stretches are not searched for two things that changed places.
MOST_SWAPPED = 24
#: Longer lists are compared whole.
MOST_LISTED = 200
_ROLES = frozenset({"subj", "obj"})


def look(pair: Comparison) -> Iterator[Reason]:
    """Yield what is bound to another thing than before."""
    if pair.is_same_order and pair.is_same_frame:
        return
    sure = settled(pair)
    if not sure:
        yield from _respectively(pair)
        yield from _moved_alone(pair)
    yield from _changed_clauses(pair)
    if pair.is_converse:
        return
    if not sure:
        yield from _changed_places(pair)
    yield from _changed_sides(pair)
    crossed = _crossed(pair, pair.before.clause, pair.after.clause, sure) or _crossed(
        pair, pair.before.phrase, pair.after.phrase, sure
    )
    if crossed is not None:
        yield crossed
    for label, anchor, old, new in exchanges(pair):
        if label in _ROLES or sure.issuperset((old, new)):
            continue
        if label == "turned":
            yield Reason(
                "direction-changed",
                f"what '{said(pair.original, anchor)}' has to do with "
                f"'{said(pair.original, old)}' was turned round",
            )
            return
        numbers = [key for key in (anchor, old, new) if key.startswith("#")]
        if numbers and pair.paired.issuperset(numbers):
            continue
        if _stands_as_before(pair, anchor, old, new):
            continue
        code = "number-rebound" if numbers else "binding-changed"
        yield Reason(
            code,
            f"'{said(pair.original, anchor)}' went with '{said(pair.original, old)}' and goes with "
            f"'{said(pair.original, new)}' now",
        )
        return


#: What a word that parts two others adds to the distance between them.
_PARTING = 10
#: Words between two that belong together: "adjusts the policy rate".
_TOGETHER = 3
_PARTS = frozenset({"and", "but", "or", "while", "whereas", ",", ";", ".", ":"})


def _stands_as_before(pair: Comparison, anchor: str, old: str, new: str) -> bool:
    """Return whether what a word went with is still nearer to it, or what it goes with now always was.

    Relations are read off neighbours, and over a distance they are guesses. Two things that changed places
    changed which of them is near.
    """
    had = [_distance(pair.original, {}, anchor, other) for other in (old, new)]
    has = [_distance(pair.revised, pair.renamed, anchor, other) for other in (old, new)]
    if _is_agent(pair.original, {}, old) and not _is_agent(pair.revised, pair.renamed, old):
        # "taken by a nurse from a vein", "a nurse took samples from a vein"
        return has[1] <= _TOGETHER or _is_parted(pair, anchor, old, new)
    if any(key.startswith("#") for key in (anchor, old, new)):
        return has[0] < has[1] or had[1] < had[0] or has[0] <= _TOGETHER
    # Of words order is all there is: what stood together has to stand so still, and in the same order.
    return max(has[0], had[0]) <= _TOGETHER and (
        _order(pair.original, {}, anchor, old) == _order(pair.revised, pair.renamed, anchor, old)
    )


def _is_parted(pair: Comparison, anchor: str, old: str, new: str) -> bool:
    """Return whether one "after" or "when" parts a word in both texts from what it is near to."""
    return bool(_parting(pair.original, {}, old, anchor) & _parting(pair.revised, pair.renamed, new, anchor))


_WHICH = frozenset({"which", "that", "who", "whom", "whose"})


def _parting(reading: Reading, names: dict[str, str], first: str, last: str) -> frozenset[str]:
    """Return what begins a clause between two words of which the first stands before the last."""
    keys = [names.get(t.key, t.key) for t in reading.tokens]
    if first not in keys or last not in keys:
        return frozenset()
    between = reading.tokens[keys.index(first) + 1 : keys.index(last)]
    return frozenset(
        t.key
        for t in between
        if t.kind == "logic" or (t.function == "subordinator" and t.lower not in _WHICH)
    )


def _is_agent(reading: Reading, names: dict[str, str], key: str) -> bool:
    """Return whether a word follows "by", articles and adjectives left out."""
    return any(
        names.get(t.key, t.key) == key
        and any(b.lower == "by" for b in reading.tokens[max(0, t.number - 3) : t.number])
        for t in reading.tokens
    )


def _order(reading: Reading, names: dict[str, str], a: str, b: str) -> bool:
    """Return whether one of two words comes first."""
    keys = [names.get(t.key, t.key) for t in reading.tokens]
    return a in keys and b in keys and keys.index(a) < keys.index(b)


def _distance(reading: Reading, names: dict[str, str], a: str, b: str) -> int:
    """Return how many words lie between two that stand in a reading, and what parts them."""
    places: tuple[list[int], list[int]] = ([], [])
    for token in reading.tokens:
        key = names.get(token.key, token.key)
        for own, found in zip((a, b), places, strict=True):
            if key == own:
                found.append(token.number)
    best = len(reading.tokens) * _PARTING
    for one in places[0]:
        for other in places[1]:
            between = reading.tokens[min(one, other) + 1 : max(one, other)]
            parts = sum(t.lower in _PARTS or t.key in {"logic:than", "logic:compared"} for t in between)
            best = min(best, len(between) + _PARTING * parts)
    return best


def _crossed(pair: Comparison, before: list[int], after: list[int], sure: frozenset[str]) -> Reason | None:
    """Return a reason where two clauses (or members of a list) exchanged what they hold.

    Words that stand once are followed: where those of two clauses are found in the same two
    clauses, something went each way. A shared circumstance that moves goes one way only.
    """
    had, has = _once(pair.original, before, {}), _once(pair.revised, after, pair.renamed)
    goes: dict[int, dict[int, str]] = {}
    for key, clause in had.items():
        if key in has and key not in sure:
            goes.setdefault(clause, {}).setdefault(has[key], key)
    seen: dict[tuple[int, int], tuple[str, str]] = {}
    for places in goes.values():
        if len(places) < 2 or len(places) > MOST_PARTS:
            continue
        for pair_of in combinations(sorted(places), 2):
            own = places[pair_of[0]], places[pair_of[1]]
            if pair_of in seen:
                other = seen[pair_of]
                return Reason(
                    "binding-changed",
                    f"'{said(pair.original, other[0])}' and '{said(pair.original, other[1])}' "
                    f"belong together in the "
                    f"original, and so do '{said(pair.original, own[0])}' and "
                    f"'{said(pair.original, own[1])}': they are mixed now",
                )
            seen[pair_of] = own
    return None


def _once(reading: Reading, part: list[int], names: dict[str, str]) -> dict[str, int]:
    """Return key → part of what stands once."""
    found: dict[str, int] = {}
    twice: set[str] = set()
    for token, number in zip(reading.tokens, part, strict=True):
        if (not token.is_heavy and token.key != "person:we") or token.kind in {"logic", "mark"}:
            continue
        key = names.get(token.key, token.key)
        if key in found:
            twice.add(key)
        found[key] = number
    return {key: number for key, number in found.items() if key not in twice}


def said(reading: Reading, key: str) -> str:
    """Return how a key is written in a reading."""
    return next((token.text for token in reading.tokens if token.key == key), key.partition(":")[2] or key)


def _respectively(pair: Comparison) -> Iterator[Reason]:
    """Yield a list whose order matters and changed."""
    key = "scope:respectively"
    has = [any(t.key == key for t in r.tokens) for r in (pair.original, pair.revised)]
    if not any(has) or pair.is_same_order:
        return
    lost, gained = {id(t) for t in pair.lost}, {id(t) for t in pair.gained}
    a = [t.key for t in pair.original.heavy if id(t) not in lost and _is_listed(t.kind)]
    b = [pair.key(t) for t in pair.revised.heavy if id(t) not in gained and _is_listed(t.kind)]
    once = {k for k in a if a.count(k) == b.count(k) == 1} if len(a) < MOST_LISTED else set(a)
    parts = [
        [[k for k in side if k in once and (k[0] == "#") is number] for number in (True, False)]
        for side in (a, b)
    ]
    if sum(has) == 1 and _without_heads(pair, a, b):
        return
    if a != b and (parts[0] != parts[1] or sum(has) == 2):
        yield Reason("order-changed", "the items that 'respectively' pairs stand in another order")


def _without_heads(pair: Comparison, a: list[str], b: list[str]) -> bool:
    """Return whether two orders are one but for what all items are values of: "the accuracies of A and B"."""
    heads = {
        names.get(t.key, t.key)
        for r, names in ((pair.original, {}), (pair.revised, pair.renamed))
        for t, after in pairwise(r.tokens)
        if t.kind == "word" and after.lower == "of"
    }
    parts = [[[k for k in side if (k[0] == "#") is number] for number in (True, False)] for side in (a, b)]
    if parts[0][0] != parts[1][0]:
        return False
    old, new = parts[0][1], parts[1][1]
    return any([k for k in old if k != head] == [k for k in new if k != head] for head in heads)


def _moved_alone(pair: Comparison) -> Iterator[Reason]:
    """Yield numbers that changed places while everything around them stayed where it was."""
    lost, gained = {id(t) for t in pair.lost}, {id(t) for t in pair.gained}
    a = [t.key for t in pair.original.heavy if id(t) not in lost]
    b = [pair.key(t) for t in pair.revised.heavy if id(t) not in gained]
    if [k for k in a if k[0] != "#"] != [k for k in b if k[0] != "#"]:
        return
    kinds = {
        t.key: t.quantity.measure and t.quantity.measure.dimension for t in pair.original.heavy if t.quantity
    }
    for kind in dict.fromkeys(kinds.values()):
        wholes = whole_numbers(pair.original) & whole_numbers(pair.revised)
        old, new = (
            [k for k in side if k[0] == "#" and kinds.get(k) == kind and k not in wholes] for side in (a, b)
        )
        if old != new and not move_together(pair) and not keep_prepositions(pair, old):
            was, now = next((x, y) for x, y in zip(old, new, strict=False) if x != y)
            yield Reason(
                "number-rebound",
                f"where the original says '{said(pair.original, was)}' the revision says "
                f"'{said(pair.original, now)}'",
            )
            return


def whole_numbers(reading: Reading) -> set[str]:
    """Return keys of numbers that "of" names as wholes: "of the 20 participants, 12", "12 out of 20"."""
    found = set()
    for token in reading.tokens:
        before = [t.lower for t in reading.tokens[max(0, token.number - 2) : token.number]]
        is_count = token.quantity is not None and token.quantity.measure is None
        if is_count and (before[-1:] == ["of"] or before == ["of", "the"]):
            found.add(token.key)
    return found if len(found) == 1 else set()


def _changed_places(pair: Comparison) -> Iterator[Reason]:
    """Yield two things that changed places while what joins them stayed: "A lyses B" and "B lyses A"."""
    if not pair.is_same_frame:
        return
    lost, gained = {id(t) for t in pair.lost}, {id(t) for t in pair.gained}
    a = [t for t in pair.original.heavy if id(t) not in lost]
    b = [t for t in pair.revised.heavy if id(t) not in gained]
    old, new = [t.key for t in a], [pair.key(t) for t in b]
    if len(old) != len(new):
        return
    low, high = 0, len(old)
    while low < high and old[low] == new[low]:
        low += 1
    while high > low and old[high - 1] == new[high - 1]:
        high -= 1
    if not 2 <= high - low <= MOST_SWAPPED:
        return
    spans = [side[low:high] for side in (a, b)]
    if _joints(pair.original, spans[0]) != _joints(pair.revised, spans[1]):
        return
    lengths = _swapped(old[low:high], new[low:high])
    if lengths is None:
        return
    first, second = spans[0][0], spans[0][-lengths[1]]
    then = spans[1][-lengths[0]], spans[1][0]
    is_whole = low == 0 and sum(lengths) == high and _are_clauses(pair, first, second)
    is_whole |= _is_between(old[low:high], lengths, spans[0])
    if is_whole or _only_listed(pair.original, first.number, second.number):
        return
    if sum(lengths) == high - low and _joint(pair.original, second) == "":
        return  # neighbours: "glucose uptake"
    before = [_joint(pair.original, t) for t in (first, second)]
    if before == [_joint(pair.revised, t) for t in then] and before[0] != before[1]:
        return  # "in mice … after 3 h" took their prepositions along
    yield Reason("roles-swapped", f"'{first.text}' and '{second.text}' have changed places")


def _are_clauses(pair: Comparison, first: Token, second: Token) -> bool:
    """Return whether two whole clauses changed places around "and": "in dry years …, and in wet years …"."""
    clause = pair.before.clause
    near = pair.original.tokens[max(0, second.number - 3) : second.number]
    return clause[first.number] != clause[second.number] and any(t.lower == "and" for t in near)


def _is_between(keys: list[str], lengths: tuple[int, int], span: list[Token]) -> bool:
    """Return whether only a verb stands between that holds both ways: "A correlates with B"."""
    between = keys[lengths[0] : len(keys) - lengths[1]]
    is_last = not any(t.lower in {"than", "and", "or", "but"} for t in span)
    return is_last and bool(between) and all(key in _BOTH_WAYS for key in between)


_BOTH_WAYS = frozenset(
    {"cause:correlate", "cause:associate", "cause:relate", "cause:link", "significance:significant"}
)


def _swapped(old: list[str], new: list[str]) -> tuple[int, int] | None:
    """Return the lengths of the first and the last part that were swapped, or None."""
    for first in range(1, len(old)):
        for last in range(1, len(old) - first + 1):
            if new == old[len(old) - last :] + old[first : len(old) - last] + old[:first]:
                return first, last
    return None


_LEADING = frozenset(
    ["when", "if", "because", "although", "unless", "until", "before", "after", "once", "since", "whenever"]
)
_THEN = frozenset(["then", "subsequently", "afterwards", "thereafter", "afterward", "later", "next"])


def _changed_clauses(pair: Comparison) -> Iterator[Reason]:
    """Yield clauses that changed places around what joins them: "A when B" and "B when A", "A, then B"."""
    for names, is_open in ((_LEADING, False), (_THEN, True)):
        had = _led(pair.original, pair.before.clause, {}, names, is_open=is_open)
        has = _led(pair.revised, pair.after.clause, pair.renamed, names, is_open=is_open)
        if had is None or has is None or had[0] != has[0]:
            continue
        shared = had[1].keys() & has[1].keys()
        out = sorted(key for key in shared if had[1][key] and not has[1][key])
        come = sorted(key for key in shared if has[1][key] and not had[1][key])
        if out and come:
            yield Reason(
                "roles-swapped",
                f"'{said(pair.original, out[0])}' stood after '{had[0]}', and "
                f"'{said(pair.original, come[0])}' does now",
            )
            return


def _led(
    reading: Reading, clause: list[int], names: dict[str, str], leading: frozenset[str], *, is_open: bool
) -> tuple[str, dict[str, bool]] | None:
    """Return the one word that leads a clause, and key of what stands once → whether it leads that, too."""
    heads = [t for t in reading.tokens if t.lower in leading or t.key.partition(":")[2] in leading]
    if len(heads) != 1:
        return None
    head = heads[0]
    name = "then" if is_open else head.key.rpartition(":")[2]
    found: dict[str, bool] = {}
    twice: set[str] = set()
    ended = joined = False
    start = head.number
    if is_open and _ends_clause(reading, head):
        own = clause[head.number]
        start = next(n for n, number in enumerate(clause) if number == own) - 1
    if head.text.lower().startswith("the reason"):
        # "the reason why A is that B": B is the reason
        start = next((t.number for t in reading.tokens[start:] if t.lower == "that"), -1)
        if start < 0:
            return None
    for token in reading.tokens:
        if token.number > head.number and token.kind == "punctuation":
            ended = ended or token.text in ".;" or (token.text == "," and head.is_first and not is_open)
        joined = joined or (token.number > start and token.lower in {"and", "but", "or", ","})
        if token.kind not in {"word", "name", "number", "cause"}:
            continue
        key = names.get(token.key, token.key)
        if key in found:
            twice.add(key)
        is_led = token.number > start and not ended
        found[key] = is_led and (
            is_open or head.is_first or not joined or clause[token.number] == clause[start]
        )
    return name, {key: value for key, value in found.items() if key not in twice}


def _ends_clause(reading: Reading, head: Token) -> bool:
    """Return whether "afterwards" stands at the end of what came later: "and salt was added afterwards"."""
    after = reading.tokens[head.number + 1] if head.number + 1 < len(reading.tokens) else None
    return head.lower in _TRAILING and (after is None or after.text in {".", ";"})


_TRAILING = frozenset({"afterwards", "afterward", "thereafter", "subsequently", "later", "next"})


def _joints(reading: Reading, span: list[Token]) -> list[str]:
    """Return the prepositions within a stretch."""
    between = reading.tokens[span[0].number : span[-1].number]
    return [t.lower for t in between if t.function == "preposition"]


def _joint(reading: Reading, token: Token) -> str:
    """Return the preposition before a token, articles left out."""
    for before in reversed(reading.tokens[max(0, token.number - 3) : token.number]):
        if before.function == "preposition" or before.kind == "logic":
            return before.lower
        if before.function != "determiner" and before.key not in {"scope:all", "scope:every", "scope:most"}:
            break
    return ""


def _only_listed(reading: Reading, start: int, end: int) -> bool:
    """Return whether between two tokens there are only members of a list."""
    joint = _joint(reading, reading.tokens[start])
    between = [
        t
        for t in reading.tokens[start:end]
        # "to income and to schooling"
        if not (
            t.function == "preposition" and t.lower == joint and reading.tokens[t.number - 1].lower == "and"
        )
    ]
    return not any(
        t.function in {"preposition", "auxiliary", "subordinator"}
        or t.kind in {"logic", "modal", "negation"}
        or (t.form in {"s", "ed"} and t.kind != "word")
        for t in between
    ) and any(t.text == "," or t.lower in {"and", "or"} for t in between)


def _changed_sides(pair: Comparison) -> Iterator[Reason]:
    """Yield what stood on one side of "than" or "compared with" and stands on the other."""
    had, has = compared_with(pair.original, {}), compared_with(pair.revised, pair.renamed)
    if not had or not has:
        return
    known = {t.key for t in pair.original.heavy} & {pair.key(t) for t in pair.revised.heavy}
    gone, come = (had - has) & known, (has - had) & known
    written = {t.key for t in pair.revised.tokens}
    gone -= {
        key for key in pair.renamed.values() if key not in written
    }  # "number" in "higher number": "more"
    if gone and come:
        yield Reason(
            "roles-swapped",
            f"the original compares with '{said(pair.original, min(gone))}', the revision with "
            f"'{said(pair.original, min(come))}'",
        )


def move_together(pair: Comparison) -> bool:
    """Return whether every number still stands in a clause with the same other numbers."""
    sides = []
    for reading, facts in ((pair.original, pair.before), (pair.revised, pair.after)):
        groups: dict[int, set[str]] = {}
        for token, clause in zip(reading.tokens, facts.clause, strict=True):
            if token.quantity is not None:
                groups.setdefault(clause, set()).add(token.key)
        sides.append({frozenset(group) for group in groups.values()})
    return sides[0] == sides[1] and len(sides[0]) > 1 and all(len(group) > 1 for group in sides[0])


def keep_prepositions(pair: Comparison, keys: list[str]) -> bool:
    """Return whether each of several numbers took a preposition along: "from 2 to 3 between 1 and 4"."""
    led = [
        [_led_by(reading, key) for key in dict.fromkeys(keys)] for reading in (pair.original, pair.revised)
    ]
    return led[0] == led[1] and "" not in led[0] and len(set(led[0])) == len(led[0])


def _led_by(reading: Reading, key: str) -> str:
    """Return the preposition before a number, which may be read as a part of it."""
    for token in reading.tokens:
        if token.key == key:
            first = token.lower.split()[0]
            before = reading.tokens[token.number - 1] if token.number else None
            if first.isalpha():
                return first
            return before.lower if before is not None and before.function == "preposition" else ""
    return ""


def _is_listed(kind: str) -> bool:
    return kind in {"number", "name", "mark", "word"}
