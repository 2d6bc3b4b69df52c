"""Causes: what goes with something doesn't become what causes it, and no reason is made up or lost."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import pairwise

from natfig.prose.gate.bindings import said
from natfig.prose.gate.hedges import strength_reasons
from natfig.prose.gate.pair import Comparison
from natfig.prose.gate.reading import Reading, Token
from natfig.prose.gate.tables import words
from natfig.prose.gate.verdict import Reason

__all__ = ["look"]

_CONTRAST = frozenset(
    ["but", "however", "while", "whereas", "yet", "nevertheless", "nonetheless", "still", "though"]
)
#: Words without weight of their own that may stand for a connection.
_STANDINS = {
    "logic:because": frozenset({"as", "since"}),
    "logic:therefore": frozenset({"so"}),
    "logic:although": _CONTRAST,
}
_CONNECTIONS = frozenset(_STANDINS)


def look(pair: Comparison) -> Iterator[Reason]:
    """Yield causes and reasons that changed."""
    lost, gained = pair.left("cause")
    links_lost, links_gained = ([t for t in side if t.key in _CONNECTIONS] for side in pair.left("logic"))
    pair.claim(*lost, *gained, *links_lost, *links_gained)
    # "was due to" and "was caused by"
    for causes, links in ((lost, links_gained), (gained, links_lost)):
        cause = next((t for t in causes if t.key == "cause:cause"), None)
        link = next((t for t in links if t.key == "logic:because"), None)
        if cause is not None and link is not None:
            causes.remove(cause)
            links.remove(link)
    if (
        links_gained
        and (reason := next((t for t in pair.left("word")[0] if t.key == "reason"), None)) is not None
    ):
        pair.claim(reason)
        links_gained = links_gained[1:]
    _match_converse(pair, links_lost, links_gained)
    _match_account(pair, links_lost)
    _match_part(lost, gained)
    lost = [t for t in lost if not _is_belonging(pair, t) and not _is_succeeded(pair, t)]
    lost = [t for t in lost if not _is_time(pair.original, t) or not _takes(pair.revised)]
    gained = [t for t in gained if not _is_time(pair.revised, t) or not _takes(pair.original)]
    lost = [
        t for t in lost if not _is_carried(pair.original, t, pair.revised, pair.after.verbs, pair.renamed)
    ]
    back = {old: new for new, old in pair.renamed.items()}
    gained = [t for t in gained if not _is_carried(pair.revised, t, pair.original, pair.before.verbs, back)]
    yield from strength_reasons(lost, gained, "cause")
    yield from _links(pair, links_lost, links_gained)
    yield from _turned(pair)


def _match_converse(pair: Comparison, lost: list[Token], gained: list[Token]) -> None:
    """Find "A, so B" again in "B because A": the reason and what follows from it are the same."""
    had, has = _reasoned(pair.original, {}), _reasoned(pair.revised, pair.renamed)
    if had is None or has is None or had[0] == has[0]:
        return
    cause, effect = had[1] & has[1], had[2] & has[2]
    both = cause & effect
    if not cause - both or not effect - both or (had[1] & has[2]) - both or (had[2] & has[1]) - both:
        return
    lost[:] = [t for t in lost if t.key == "logic:although"]
    gained[:] = [t for t in gained if t.key == "logic:although"]


def _turned(pair: Comparison) -> Iterator[Reason]:
    """Yield a cause that became the effect: "A, so B" and "B, so A"."""
    had, has = _reasoned(pair.original, {}), _reasoned(pair.revised, pair.renamed)
    if had is None or has is None:
        return
    gone = (had[1] - had[2]) & (has[2] - has[1])
    come = (had[2] - had[1]) & (has[1] - has[2])
    if gone and come:
        yield Reason(
            "roles-swapped",
            f"'{said(pair.original, min(gone))}' was told of the cause, and "
            f"'{said(pair.original, min(come))}' is now",
        )


def _match_account(pair: Comparison, lost: list[Token]) -> None:
    """Find "A is due to B" again in "B accounts for A"."""
    due = next((t for t in lost if t.text.lower() == "due to"), None)
    account = next(
        (
            a
            for a, b in pairwise(pair.revised.tokens)
            if a.lower in {"account", "accounts", "accounted"} and b.lower == "for"
        ),
        None,
    )
    if due is None or account is None:
        return
    cause = _told(pair.original.tokens, range(due.number + 1, len(pair.original.tokens)), {})
    tokens = pair.revised.tokens
    acts = _told(tokens, range(account.number - 1, -1, -1), pair.renamed)
    acted = _told(tokens, range(account.number + 1, len(tokens)), pair.renamed)
    if cause & acts and not cause & acted:
        lost.remove(due)


#: "because" or "so", keys of the cause, keys of the effect.
_Reasoned = tuple[str, frozenset[str], frozenset[str]]


def _reasoned(reading: Reading, names: dict[str, str]) -> _Reasoned | None:
    """Return what is the cause and what the effect, where one word tells it."""
    tokens = reading.tokens
    becauses = [t for t in tokens if t.key == "logic:because" or _is_since(tokens, t)]
    sos = [t for t in tokens if t.key == "logic:therefore" or _is_so(tokens, t)]
    if len(becauses) + len(sos) != 1:
        return None
    head = (becauses or sos)[0]
    before = _told(tokens, range(head.number - 1, -1, -1), names)
    after = _told(tokens, range(head.number + 1, len(tokens)), names)
    if sos:
        return "so", before, after
    if not head.is_first:
        return "because", after, before
    end = next((t.number for t in tokens[head.number :] if t.text == ","), -1)
    if end < 0:
        return None
    cause = _told(tokens, range(head.number + 1, end), names)
    return "because", cause, _told(tokens, range(end + 1, len(tokens)), names)


def _is_since(tokens: list[Token], token: Token) -> bool:
    """Return whether "as" or "since" begins a sentence, or follows a comma, and gives a reason."""
    before = tokens[token.number - 1].text if token.number else ""
    return token.lower in {"since", "as"} and (token.is_first or before in {",", ";"})


def _is_so(tokens: list[Token], token: Token) -> bool:
    before = tokens[token.number - 1].lower if token.number else ""
    return token.lower == "so" and before in {",", ";", "and"}


def _told(tokens: list[Token], places: Iterable[int], names: dict[str, str]) -> frozenset[str]:
    """Return keys of what is told from a place on, up to the end of the sentence."""
    found: set[str] = set()
    for at in places:
        if tokens[at].text in {".", "?", "!"}:
            break
        if tokens[at].kind in {"word", "name", "number", "cause", "evidence"}:
            found.add(names.get(tokens[at].key, tokens[at].key))
    return frozenset(found)


def _match_part(lost: list[Token], gained: list[Token]) -> None:
    """Find "plays a role in" again in "is involved in"."""
    for one, other in ((lost, gained), (gained, lost)):
        role = next((t for t in one if t.key == "cause:contribute" and " role" in t.text.lower()), None)
        part = next((t for t in other if t.key == "cause:involve"), None)
        if role is not None and part is not None:
            one.remove(role)
            other.remove(part)


#: Words between "led to" and the noun that says to what.
_REACH = 5


def _is_carried(
    reading: Reading, token: Token, other: Reading, verbs: list[str], names: dict[str, str]
) -> bool:
    """Return whether a cause only carries a noun that is a verb in the other text: "led to a loss of"."""
    if token.key != "cause:cause":
        return False
    for noun in reading.tokens[token.number + 1 : token.number + 1 + _REACH]:
        if noun.kind == "punctuation" or noun.function == "subordinator":
            return False
        following = reading.tokens[noun.number + 1 : noun.number + 2]
        if noun.kind in {"word", "cause"} and following and following[0].lower in {"of", "in"}:
            keys = {noun.key, names.get(noun.key, noun.key)}
            return any(
                (t.key in keys or names.get(t.key, t.key) in keys)
                and (verbs[t.number] in {"active", "passive", "infinitive"} or t.form == "ed")
                for t in other.tokens
            )
    return False


_SUCCEEDING = ("after which", "and then", ", then", "whereupon")


def _is_succeeded(pair: Comparison, token: Token) -> bool:
    """Return whether "A is followed by B" is told by "A, after which B"."""
    tokens = pair.original.tokens
    after = tokens[token.number + 1].lower if token.number + 1 < len(tokens) else ""
    text = pair.revised.passage.text.lower()
    places = [at for words in _SUCCEEDING if (at := text.find(words)) >= 0]
    if token.key != "cause:follow" or after != "by" or not places:
        return False
    first = _told(tokens, range(token.number - 1, -1, -1), {})
    then = _told(tokens, range(token.number + 2, len(tokens)), {})
    now = pair.revised.tokens
    early = {pair.key(t) for t in now if t.start < places[0]}
    late = {pair.key(t) for t in now if t.start > places[0]}
    return bool(first & early and then & late) and not (first - then) & late and not (then - first) & early


def _is_time(reading: Reading, token: Token) -> bool:
    """Return whether "needed" only says how long something took: "the robot needed 14 s"."""
    near = reading.tokens[max(0, token.number - 4) : token.number + 3]
    return token.key == "cause:require" and any(
        t.quantity is not None
        and t.quantity.measure is not None
        and t.quantity.measure.dimension == (("s", 1),)
        for t in near
    )


def _takes(reading: Reading) -> bool:
    return any(t.lower in {"took", "take", "takes", "taken", "taking"} for t in reading.tokens)


_BELONGING = frozenset(
    words("uncertainty uncertainties error errors cost costs noise expense expenses effort")
)


def _is_belonging(pair: Comparison, token: Token) -> bool:
    """Return whether "the uncertainty associated with the model" is "the uncertainty of the model"."""
    tokens, at = pair.original.tokens, token.number
    before = next((t for t in reversed(tokens[max(0, at - 3) : at]) if t.is_heavy), None)
    after = next((t for t in tokens[at + 1 : at + 5] if t.is_heavy), None)
    if token.key != "cause:associate" or before is None or after is None or before.lower not in _BELONGING:
        return False
    now = [t.key for t in pair.revised.tokens if t.key in {before.key, "of", after.key}]
    return [before.key, "of", after.key] == now[:3]


def _links(pair: Comparison, lost: list[Token], gained: list[Token]) -> Iterator[Reason]:
    more, fewer = _surplus(pair.revised, pair.original), _surplus(pair.original, pair.revised)
    for token in lost:
        if token.text.lower().startswith("the reason") and "why" in more:
            continue  # "the reason why they differ is unknown"
        if not _STANDINS[token.key] & more:
            yield Reason(
                "connection-lost", f"'{token.text}' is gone: it said how two statements hang together"
            )
            break
    for token in gained:
        if not _STANDINS[token.key] & fewer:
            yield Reason(
                "connection-added",
                f"'{token.text}' isn't in the original: it makes a reason of what was told",
            )
            break


def _surplus(one: Reading, other: Reading) -> set[str]:
    """Return words without weight that one reading has more often."""
    a, b = (Counter(t.lower for t in r.tokens if not t.is_heavy) for r in (one, other))
    return set(a - b)
