"""Where the nodes of a layered diagram stand across its direction."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from itertools import pairwise

from natfig.charts._flow_plan import Plan

__all__ = ["place_across"]


def place_across(plan: Plan, gap: float) -> float:
    """Set the places across: in order, a gap apart, lines as straight as that allows; return the width.

    Nodes in line with each other move as one block, towards the middle of what they are linked to.
    """
    block = _blocks(plan)
    members: dict[str, list[str]] = defaultdict(list)
    for layer in plan.layers:
        for n in layer:
            members[block[n]].append(n)
    least: dict[tuple[str, str], float] = {}
    for layer in plan.layers:
        for a, b in pairwise(layer):
            pair = (block[a], block[b])
            need = plan.size[a][1] / 2 + gap + plan.size[b][1] / 2
            least[pair] = max(least.get(pair, 0.0), need)
    # An edge that leads backwards follows what it joins and pulls at nothing.
    pulls = [(block[a], block[b]) for a, b in plan.links if (a, b) not in plan.back]
    follows = [
        (block[a], block[b]) if a.startswith("\0") else (block[b], block[a])
        for a, b in plan.back
        if a.startswith("\0") != b.startswith("\0")
    ]
    v = _relaxed(_packed(members, least), least, pulls, sorted(follows))
    for n, name in block.items():
        plan.v[n] = v[name]
    start = min(plan.v[n] - plan.size[n][1] / 2 for n in plan.v)
    for n in plan.v:
        plan.v[n] -= start
    return max(plan.v[n] + plan.size[n][1] / 2 for n in plan.v)


def _relaxed(
    v: dict[str, float],
    least: Mapping[tuple[str, str], float],
    links: Sequence[tuple[str, str]],
    follows: Sequence[tuple[str, str]],
) -> dict[str, float]:
    """Move each block towards the mean of those it is linked to, as far as its neighbours let it."""
    near: dict[str, list[str]] = defaultdict(list)
    for a, b in links:
        if a != b:
            near[a].append(b)
            near[b].append(a)
    for a, b in follows:
        near[a].append(b)
    before: dict[str, list[tuple[str, float]]] = defaultdict(list)
    after: dict[str, list[tuple[str, float]]] = defaultdict(list)
    for (a, b), need in least.items():
        before[b].append((a, need))
        after[a].append((b, need))
    ordered = sorted(v, key=lambda name: v[name])
    for sweep in range(80):
        for name in ordered if sweep % 2 else ordered[::-1]:
            if not near[name]:
                continue
            wanted = sum(v[n] for n in near[name]) / len(near[name])
            low = max((v[a] + need for a, need in before[name]), default=wanted)
            high = min((v[b] - need for b, need in after[name]), default=wanted)
            v[name] = min(max(wanted, low), high) if low <= high else v[name]
    return v


def _packed(members: Mapping[str, Sequence[str]], least: Mapping[tuple[str, str], float]) -> dict[str, float]:
    """Return a first place for every block: as near to zero as what stands before it allows."""
    before: dict[str, list[tuple[str, float]]] = defaultdict(list)
    for (a, b), need in least.items():
        before[b].append((a, need))
    v: dict[str, float] = {}

    def place(name: str) -> float:
        if name not in v:
            v[name] = max((place(a) + need for a, need in before[name]), default=0.0)
        return v[name]

    for name in members:
        place(name)
    return v


def _blocks(plan: Plan) -> dict[str, str]:
    """Return for each node the first of the nodes it stands in line with.

    Source
    ------
    U. Brandes and B. Köpf, Fast and simple horizontal coordinate assignment, GD 2001,
    LNCS 2265, 31-44 (2002): vertical alignment, long lines first.
    """
    place = {n: i for layer in plan.layers for i, n in enumerate(layer)}
    level = {n: i for i, layer in enumerate(plan.layers) for n in layer}
    forth: dict[str, str] = {}
    back: dict[str, str] = {}
    taken: dict[int, list[tuple[int, int]]] = defaultdict(list)
    for _, _, (a, b) in _ranked(plan, place):
        pair = (place[a], place[b])
        crosses = any((p - pair[0]) * (q - pair[1]) <= 0 for p, q in taken[level[a]])
        if a in forth or b in back or crosses:
            continue
        forth[a], back[b] = b, a
        taken[level[a]].append(pair)
    block: dict[str, str] = {}
    for layer in plan.layers:
        for n in layer:
            block[n] = block[back[n]] if n in back else n
    return block


def _ranked(plan: Plan, place: Mapping[str, int]) -> list[tuple[int, int, tuple[str, str]]]:
    """Return the links that should be straight, the most important first."""
    into: dict[str, list[str]] = defaultdict(list)
    out: dict[str, list[str]] = defaultdict(list)
    counted = [link for link in plan.links if link not in plan.back or _is_bend(*link)]
    for a, b in counted:
        out[a].append(b)
        into[b].append(a)
    for names in (*into.values(), *out.values()):
        names.sort(key=lambda n: place[n])

    def rank(a: str, b: str) -> int | None:
        outs, ins = len(out[a]), len(into[b])
        if _is_bend(a, b):
            return 0
        if outs == 1 and ins == 1:
            return 1
        is_middle = outs % 2 == 1 and ins % 2 == 1
        if is_middle and out[a][outs // 2] == b and into[b][ins // 2] == a:
            return 2
        # Side by side from several to as many: each goes straight to its own.
        return 3 if outs == ins and out[a].index(b) == into[b].index(a) else None

    return sorted((r, i, link) for i, link in enumerate(counted) if (r := rank(*link)) is not None)


def _is_bend(a: str, b: str) -> bool:
    """Return whether a link is a part of a long line between two of its bends."""
    return a.startswith("\0") and b.startswith("\0")
