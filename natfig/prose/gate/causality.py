"""Causes: what goes with something doesn't become what causes it, and no reason is made up or lost."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

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
    lost = [t for t in lost if not _is_belonging(pair, t)]
    yield from strength_reasons(lost, gained, "cause")
    yield from _links(pair, links_lost, links_gained)


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
