"""Tests in words: names, sidedness, correction, P values, stars."""

import pytest

from legendspecs import legend_of
from natfig.data.tables import Table
from natfig.legend import tested as legend_tested
from natfig.legend.kinds.base import View
from natfig.spec.models import Stats
from natfig.stats.result import Comparison, Effect, PanelStatistics, Replicates

BAR = "{kind: bar, data: t, x: g, y: v, stats: {spread: sd, n: auto, unit: mice, %s}}"


def comparison(groups=("A", "B"), p=0.003, **keys):
    keys = {"name": "two-sided Welch's t-test", "statistic": "t", "value": 3.2, "df": (10.0,)} | keys
    return Comparison("welch", groups=groups, n=dict.fromkeys(groups, 6), p=p, **keys)


def view_of(*comparisons, test=None, n=None):
    class Panel:
        stats = Stats.model_validate({"test": test or {"kind": "welch"}})

    found = PanelStatistics(tuple(comparisons), n=n or {"A": 6, "B": 6}, asked=(0,) * len(comparisons))
    return View("a", Panel(), Table("", {}), found)


def texts(*comparisons, **keys):
    return [s.text for s in legend_tested.tested(view_of(*comparisons, **keys))]


def test_two_groups_have_one_p():
    assert texts(comparison()) == ["Two-sided Welch's t-test; P = 0.003."]


def test_several_pairs_are_named_with_their_correction():
    pairs = [("A", "B"), ("A", "C"), ("B", "C")]
    found = [
        comparison(g, p, adjusted=3 * p, correction="Holm")
        for g, p in zip(pairs, (0.01, 0.2, 0.3), strict=True)
    ]
    (text,) = texts(*found, n={"A": 6, "B": 6, "C": 6})
    assert text.startswith("Two-sided Welch's t-test, Holm correction for 3 comparisons; P")
    assert text.endswith("; P = 0.030 (A versus B), P = 0.60 (A versus C) and P = 0.90 (B versus C).")


def test_equal_p_values_are_said_once():
    pairs = [("A", "B"), ("A", "C"), ("B", "C")]
    (text,) = texts(*(comparison(pair, 1e-9) for pair in pairs))
    assert text == "Two-sided Welch's t-test; P < 0.0001 for all three comparisons."
    (text,) = texts(*(comparison(pair, 1e-9) for pair in pairs[:2]))
    assert text.endswith("P < 0.0001 for both comparisons.")


def test_many_p_values_are_in_the_source_data():
    found = [comparison((f"G{k}", "C"), 0.01 * (k + 1)) for k in range(6)]
    (text,) = texts(*found)
    assert "exact P values are in the source data (from P = 0.010 to P = 0.060)" in text


@pytest.mark.parametrize(
    ("alternative", "start"), [("greater", "One-sided (greater) Welch"), ("less", "One-sided (less) Welch")]
)
def test_one_sided_tests_say_so(alternative, start):
    (text,) = texts(comparison(name="Welch's t-test", alternative=alternative))
    assert text.startswith(start)


def test_effects_have_their_intervals():
    (text,) = texts(comparison(effect=Effect("Hedges' g", 1.2, 0.3, 2.1)))
    assert text.endswith("Hedges' g = 1.20 (95% CI 0.30 to 2.10).")


def test_an_omnibus_test_is_about_all_groups():
    (text,) = texts(
        comparison(("A", "B", "C"), name="one-way ANOVA", is_omnibus=True), n=dict.fromkeys("ABC", 6)
    )
    assert text == "One-way ANOVA; P = 0.003."


@pytest.mark.parametrize(
    ("keys", "p", "key"),
    [
        ({"form": "stars"}, (0.03, 0.0002), "*P < 0.05; ***P < 0.001."),
        ({"form": "stars"}, (0.03, 0.2), "*P < 0.05; n.s., not significant (P ≥ 0.05)."),
        ({"form": "stars", "hide_ns": True}, (0.03, 0.2), "*P < 0.05."),
        ({"form": "stars", "show": "none"}, (0.03, 0.2), None),
        ({"form": "exact"}, (0.03, 0.2), None),
    ],
)
def test_the_key_of_stars_holds_what_is_drawn(keys, p, key):
    view = view_of(*(comparison(p=one) for one in p), test={"kind": "welch", **keys})
    assert [s.text for s in legend_tested.tested(view) if s.topic == "stars"] == (
        [] if key is None else [key]
    )


def test_nothing_tested_nothing_said():
    assert texts() == []


def test_a_spec_with_replicates_and_a_test(tmp_path):
    legend = legend_of(tmp_path, BAR % "replicate: mouse, test: welch")
    text = legend.text
    assert "n = 6 mice per bar." in text
    assert "n counts mice; 24 technical replicates were averaged within them first." in text
    assert "Two-sided Welch's t-test; P = " in text or "Two-sided Welch's t-test; P < " in text
    said = legend_of(
        tmp_path, BAR % "replicate: mouse, test: welch", legend="legend: {panels: {a: 'Welch, P = 0.003'}}"
    )
    assert "Two-sided" not in said.text


def test_replicates_that_average_nothing_are_not_mentioned(tmp_path):
    from natfig.legend.build import _replicates

    class Panel:
        stats = None

    one = Replicates("mice", "mouse", {"A": 6}, {"A": 6})
    assert list(_replicates(View("a", Panel(), Table("", {}), PanelStatistics(replicates=one)))) == []
