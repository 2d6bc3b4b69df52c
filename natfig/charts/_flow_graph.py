"""Which layer each node of a diagram is in, and in which order they stand there.

Source
------
K. Sugiyama, S. Tagawa and M. Toda, Methods for visual understanding of hierarchical
system structures, IEEE Trans. Syst. Man Cybern. 11, 109-125 (1981).
"""

from __future__ import annotations

from collections import defaultdict, deque
from collections.abc import Iterable, Sequence
from itertools import combinations

__all__ = ["count_crossings", "layers_of", "order_layers"]

Link = tuple[str, str]
SWEEPS = 12


def forward(nodes: Sequence[str], links: Iterable[Link]) -> list[Link]:
    """Return the links with those turned round that would close a circle."""
    out_of: dict[str, list[str]] = {n: [] for n in nodes}
    for a, b in links:
        out_of[a].append(b)
    state: dict[str, int] = {}
    back: set[Link] = set()
    for root in nodes:
        stack: list[tuple[str, int]] = [(root, 0)] if root not in state else []
        while stack:
            node, i = stack.pop()
            if i == 0:
                state[node] = 1
            if i < len(out_of[node]):
                stack.append((node, i + 1))
                after = out_of[node][i]
                if state.get(after) == 1:
                    back.add((node, after))
                elif after not in state:
                    stack.append((after, 0))
            else:
                state[node] = 2
    return [(b, a) if (a, b) in back else (a, b) for a, b in links]


def layers_of(nodes: Sequence[str], links: Sequence[Link]) -> dict[str, int]:
    """Return each node's layer: the longest way to it, moved next to what it leads to.

    `links` lead forwards (see `forward`).
    """
    before: dict[str, list[str]] = defaultdict(list)
    after: dict[str, list[str]] = defaultdict(list)
    for a, b in links:
        before[b].append(a)
        after[a].append(b)
    waiting = {n: len(before[n]) for n in nodes}
    ready = deque(n for n in nodes if not waiting[n])
    layer: dict[str, int] = {}
    order: list[str] = []
    while ready:
        node = ready.popleft()
        layer[node] = max((layer[p] + 1 for p in before[node]), default=0)
        order.append(node)
        for child in after[node]:
            waiting[child] -= 1
            if not waiting[child]:
                ready.append(child)
    # A source far from its first target would draw a long line for nothing.
    for node in reversed(order):
        if not before[node] and after[node]:
            layer[node] = min(layer[c] for c in after[node]) - 1
    least = min(layer.values(), default=0)
    return {n: layer[n] - least for n in nodes}


def count_crossings(layers: Sequence[Sequence[str]], links: Sequence[Link]) -> int:
    """Return how many pairs of links between neighbouring layers cross."""
    place = {n: i for layer in layers for i, n in enumerate(layer)}
    level = {n: i for i, layer in enumerate(layers) for n in layer}
    by_level: dict[int, list[tuple[int, int]]] = defaultdict(list)
    for a, b in links:
        by_level[level[a]].append((place[a], place[b]))
    return sum(
        (p[0] - q[0]) * (p[1] - q[1]) < 0 for pairs in by_level.values() for p, q in combinations(pairs, 2)
    )


def order_layers(layers: list[list[str]], links: Sequence[Link]) -> list[list[str]]:
    """Return the layers with the nodes in an order that has few crossings; the given one wins ties."""
    before: dict[str, list[str]] = defaultdict(list)
    after: dict[str, list[str]] = defaultdict(list)
    for a, b in links:
        before[b].append(a)
        after[a].append(b)
    best, least = [list(layer) for layer in layers], count_crossings(layers, links)
    now = [list(layer) for layer in layers]
    for sweep in range(SWEEPS):
        if least == 0:
            break
        is_down = sweep % 2 == 0
        near = before if is_down else after
        for i in range(1, len(now)) if is_down else range(len(now) - 2, -1, -1):
            other = {n: k for k, n in enumerate(now[i - 1 if is_down else i + 1])}
            now[i] = _sorted(now[i], near, other)
        _swap_neighbours(now, links)
        crossings = count_crossings(now, links)
        if crossings < least:
            best, least = [list(layer) for layer in now], crossings
    return best


def _sorted(layer: list[str], near: dict[str, list[str]], other: dict[str, int]) -> list[str]:
    """Sort a layer by the mean place of its neighbours; who has none stays where it is."""

    def key(pair: tuple[int, str]) -> tuple[float, int]:
        places = [other[n] for n in near[pair[1]] if n in other]
        share = sum(places) / len(places) / max(len(other), 1) if places else pair[0] / max(len(layer), 1)
        return share, pair[0]

    return [n for _, n in sorted(enumerate(layer), key=key)]


def _swap_neighbours(layers: list[list[str]], links: Sequence[Link]) -> None:
    least = count_crossings(layers, links)
    for layer in layers:
        for i in range(len(layer) - 1):
            layer[i], layer[i + 1] = layer[i + 1], layer[i]
            crossings = count_crossings(layers, links)
            if crossings < least:
                least = crossings
            else:
                layer[i], layer[i + 1] = layer[i + 1], layer[i]
