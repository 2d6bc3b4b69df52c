"""Very many marks: time grows with their number, memory stays bounded."""

import tracemalloc

import pytest

from natfig.qa.diff.raw import Raws
from qa.diff.pairs import differ, svg


def cloud(number, dx=0.0, color="#0F4D92", spread=False):
    rows = []
    for k in range(number):
        x, y = 5 + 80 * (k * 0.6180339887 % 1), 5 + 50 * (k * 0.7548776662 % 1)
        if spread:
            x += (k * 0.3 % 3) - 1.5
        rows.append(f'<circle cx="{x + dx:.3f}" cy="{y:.3f}" r=".4" fill="{color}"/>')
    return svg(f'<g id="panel-a"><g id="panel-a.series.x">{"".join(rows)}</g></g>')


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({}, None),
        ({"dx": 2.5}, "panel a moved right 2.5 mm (20,000 things)"),
        ({"color": "#FF0000"}, "panel-a.series.x: all 20,000 marks: fill #0F4D92 → #FF0000"),
    ],
)
def test_a_change_of_all_is_one_line(change, message):
    found = differ(cloud(20_000), cloud(20_000, **change)).changes
    assert [c.message for c in found] == ([] if message is None else [message])
    if message is not None:
        assert found[0].count == 20_000


def test_differences_are_kept_only_so_far():
    from natfig.qa.diff.raw import Raw

    raws = Raws(0.1)
    tracemalloc.start()
    for k in range(50_000):
        raws.add(Raw("moved", "mark", "page", "cloud", vector=(k / 100, 0.0)))
    kept = raws.all()
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert sum(raw.count for raw in kept) == 50_000
    assert max(raw.vector[0] for raw in kept) == 499.99
    assert peak < 5_000_000
