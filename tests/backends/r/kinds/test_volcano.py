"""Volcano plots in R: ground and hits, thresholds, names, marks that point up and down."""

import numpy as np
import pytest

from backends.r.kinds.drawn import SVG, draw, lint

RNG = np.random.default_rng(5)
EFFECT = RNG.normal(0, 1.2, 150).round(3)
GENES = [
    {"gene": f"G{i}", "fc": float(e), "p": float(min(1, 10 ** -(abs(e) ** 2 * RNG.uniform(0.2, 2)) + 1e-9))}
    for i, e in enumerate(EFFECT)
]
PANEL = {"kind": "volcano", "data": "genes", "x": {"field": "fc", "label": "log$_2$ fold change"}, "y": "p",
         "labels": "gene", "top": 5, "effect_threshold": 1.5}  # fmt: skip


@pytest.fixture(scope="module")
def drawn(tmp_path_factory):
    return draw(
        tmp_path_factory.mktemp("volcano"),
        {"a": PANEL},
        {"genes": GENES},
        layout="a",
        width="89mm",
        height="75mm",
    )


def hits():
    rows = [g for g in GENES if g["p"] <= 0.05 and abs(g["fc"]) >= 1.5]
    return sorted(rows, key=lambda g: (g["p"], -abs(g["fc"])))


def test_both_backends_show_the_same_points(drawn):
    wrong, count = drawn.differences("a")
    assert not wrong
    assert count >= 3


def test_the_most_significant_hits_are_named(drawn):
    assert {t for t in drawn.texts("panel-a.names") if t} == {g["gene"] for g in hits()[:5]}


def test_up_and_down_differ_without_colour(drawn):
    """Triangles that point up have one corner above the middle of their box, the others two."""
    up = sum(g["fc"] >= 0 for g in hits())
    for name, count, corners_on_top in (("Up", up, 1), ("Down", len(hits()) - up, 2)):
        (group, *_) = drawn.group(f"panel-a.series.{name}")
        marks = list(group.iter(f"{SVG}polygon"))
        assert len(marks) == count
        for mark in marks:
            y = [float(p.split(",")[1]) for p in mark.get("points").split()]
            assert sum(v < (min(y) + max(y)) / 2 for v in y[:3]) == corners_on_top


def test_thresholds_are_dashed_and_the_legend_counts(drawn):
    (group, *_) = drawn.group("panel-a.reference.threshold")
    lines = [e for g in drawn.group("panel-a.reference.threshold") for e in g]
    assert len(lines) == 3
    assert all("stroke-dasharray" in e.get("style") for e in group)
    up = sum(g["fc"] >= 0 for g in hits())
    assert f"Up, n = {up}" in drawn.texts("panel-a.legend")
    assert lint(drawn) == 0
