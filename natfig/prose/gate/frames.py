"""Frames: several words for which others stand, whatever is between them.

"It was not until … that" is "only when", "a small number of animals" is "few animals", "the number was
higher" is "there were more". Each side is a handful of keys; a frame fits where all of one side were lost
and all of the other gained, or the other way round.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import cache

from natfig.prose.gate.reading import Token, token_of

__all__ = ["settle"]

_FRAMES = """
each day = daily; each year = annual; every year = annual; each year = yearly; each month = monthly
every month = monthly; each week = weekly; every week = weekly; each hour = hourly; every hour = hourly
distance greater = farther; distance greater = further; distance larger = farther; depth larger = deeper
frequency higher = more often; frequency greater = more often; frequency lower = less often
degree greater = more; extent greater = more; extent lesser = less; degree lesser = less
remaining = other; rest = other; same = no difference
remain same level = not change; contrast = contradict
length greater = longer; length smaller = shorter; length larger = longer; height greater = taller
height greater = higher; height lower = shorter; depth greater = deeper; depth smaller = shallower
width greater = wider; width smaller = narrower; thickness greater = thicker; thickness smaller = thinner
weight higher = heavier; weight greater = heavier; weight lower = lighter
age higher = older; age lower = younger
speed higher = faster; speed greater = faster; speed lower = slower
size greater = larger; size smaller = smaller
temperature higher = warmer; temperature lower = cooler; temperature lower = colder
strength greater = stronger
density higher = denser; price higher = dearer; price lower = cheaper; cost lower = cheaper
consistent good = agree well; consistent = agree; agreement good = agree well; participate = participant
old less = younger; old more = older
not until = only; not until = only when; little probability = unlikely; low probability = unlikely
little likelihood = unlikely; not likely = unlikely; not probable = unlikely; not clear = unclear
not certain = unclear; not known = unknown
small number = few; low number = few; limited number = few; small amount = little
large number = many; high number = many; great number = many; large amount = much; great deal = much
number high = many; number higher = more; number larger = more; number greater = more; number lower = fewer
number smaller = fewer; number large = many; number small = few; amount higher = more; amount lower = less
amount greater = more; amount larger = more; amount smaller = less
each day = daily; every day = daily; each week = weekly; every week = weekly; each month = monthly
every month = monthly; each year = annually; every year = annually; each year = yearly; every year = yearly
each hour = hourly; every hour = hourly
only difference = except; exception = except; one exception = except
not change = constant; not change over time = constant; not vary = constant; not change = unchanged
not alter = unaltered; not change = stable; not any = no; not contain = without; not use = without

high accuracy = accurate; high efficiency = efficient; high purity = pure; high stability = stable
high activity = active; high toxicity = toxic; high solubility = soluble; high reliability = reliable
high sensitivity = sensitive; high specificity = specific; high precision = precise; high density = dense
low cost = cheap; high cost = expensive; high cost = costly; high speed = fast; low speed = slow
more quick = faster; more rapid = faster; more fast = faster; more slow = slower; more large = larger
more big = larger; more small = smaller; more high = higher; more low = lower; more simple = simpler
more easy = easier; more strong = stronger; more weak = weaker; more long = longer; more short = shorter
more old = older; more young = younger; more good = better; more rapidly = faster; more slowly = slower
more quickly = faster; more frequently = more often; speed decline = slow; speed decrease = slow
speed increase = accelerate; rate increase = accelerate; lifetime = live; lifespan = live; duration = last
length of time = duration; length time = duration; amount time = time
two time = twice; again = once more
belief = believe; opinion = believe; opinion = feel; believe = feel; believe = think; not aware = knowledge no
soluble = dissolve; insoluble = not dissolve; visible = see; audible = hear
participate survey = survey; take survey = survey; make decision = decide; reach agreement = agree
same = identical; equal = same; whole = entire
reason why = why; way how = how; time when = when; place where = where
possibility = possible; capability = able; capacity = able; ability = able; incapable = not able
permission = allow; requirement = require; necessity = necessary
begin set = start; onset observe = set; onset = start; end come = stop
rest = base; rest = depend; ever = previous; anew every = individually; again every = individually
every = individually; anew every = separately; one once = individually
length life = lifespan; length life = lifetime; span life = lifespan; lifetime = life; life = lifespan
rate highest = fastest; rate high = fast; rate higher = faster; rate lower = slower; rate lowest = slowest
rate low = slow; rate fast = fast; rate faster = faster; rate slower = slower
cheaper = cost less; dearer = cost more; heavier = weigh more; lighter = weigh less; heaviest = weigh most
lightest = weigh least; longer = last more; cheapest = cost least
little known = poorly understand; not known well = poorly understand;
poorly known = poorly understand
distance = apart; lower than = below; smaller than = below; less than = below; higher than = above
greater than = above; more than = above; larger than = above; almost none = hardly any;
no information = unknown
no knowledge = unknown; lifetime = lasts; duration = lasts; low weight = light; high weight = heavy
not answer = unknown; not answer = open; not resolve = open; not settle = open; not solve = open
not decide = open; not answer = unresolved; not know = unknown; not see = invisible; not hear = inaudible
not break = intact; not damage = intact; not harm = intact; not disturb = intact; not complete = incomplete
not correct = wrong; not true = false; not right = wrong; not same = different; not identical = different
not equal = unequal; not equal = differ; not same = differ; not identical = differ
not anymore = lose; not anymore = stop; not anymore = cease; not exist anymore = disappear
not survive = die; not pass = fail; not succeed = fail; not agree = disagree
not include = omit; can not exclude = remain possible; could not exclude = remain possible;
can not exclude = possible; can not exclude = may; could not exclude = possible
could not exclude = may; not exclude = possible; able not exclude = possible; able not exclude = may
not allow = prohibit; not able = unable
not many = few; not much = little; many = abundant
not present = absent; not occupy = empty; not occupy = vacant
not know = unaware
allow conclude = can conclude; draw conclusion = conclude
make up = account; constitute = account; make up = constitute
hundred year = century; ten year = decade; thousand year = millennium
consecutive = successive; one next = successive; next = successive; one next = consecutive
previously describe = described; accord = follow; as follow = following
main part = most; large part = most; great part = most; large proportion = many
high proportion = many; small proportion = few; most case = usually; many case = often; some case = sometimes
few case = rarely; rare case = rarely; great extent = largely; large extent = largely; some extent = partly
certain extent = partly; small extent = slightly; considerable extent = considerably
great importance = important; great interest = interesting; high quality = good; poor quality = poor
"""


@cache
def _table() -> tuple[tuple[tuple[str, ...], tuple[str, ...]], ...]:
    frames = []
    for frame in _FRAMES.replace("\n", ";").split(";"):
        left, _, right = frame.partition("=")
        # Words that say nothing by themselves are never lost or gained.
        sides = [
            tuple(token.key for token in map(token_of, side.split()) if token.is_heavy)
            for side in (left, right)
        ]
        if sides[0] and sides[1] and set(sides[0]) != set(sides[1]):
            frames.append((sides[0], sides[1]))
    frames.sort(key=lambda f: -len(f[0]) - len(f[1]))
    return tuple(frames)


@cache
def _by_key() -> dict[str, list[tuple[tuple[str, ...], tuple[str, ...]]]]:
    """Return key → frames that have it on a side, that side first."""
    found: dict[str, list[tuple[tuple[str, ...], tuple[str, ...]]]] = {}
    for left, right in _table():
        found.setdefault(left[0], []).append((left, right))
        found.setdefault(right[0], []).append((right, left))
    return found


def settle(
    lost: list[Token], gained: list[Token], key: Callable[[Token], str]
) -> Iterator[tuple[Token, Token]]:
    """Take out of both lists what a frame explains; yield the first token of each side."""
    for token in list(lost):
        if token not in lost:
            continue
        for left, right in _by_key().get(token.key, ()):
            gone, come = _found(left, lost, lambda t: t.key), _found(right, gained, key)
            if gone is None or come is None or not (_is_close(gone) and _is_close(come)):
                continue
            for t in gone:
                lost.remove(t)
            for t in come:
                gained.remove(t)
            yield gone[0], come[0]
            break


#: A "not" further from its word denies something else: "not shorter in the treated group".
MOST_APART = 3


def _is_close(found: list[Token]) -> bool:
    """Return whether a negation of a frame stands with the rest of it."""
    if len(found) < 2 or all(t.kind != "negation" for t in found):
        return True
    places = [t.number for t in found]
    return max(places) - min(places) <= MOST_APART


def _found(keys: tuple[str, ...], tokens: list[Token], key: Callable[[Token], str]) -> list[Token] | None:
    """Return a token for each key, or None."""
    found: list[Token] = []
    for wanted in keys:
        token = next((t for t in tokens if key(t) == wanted and t not in found), None)
        if token is None:
            return None
        found.append(token)
    return found
