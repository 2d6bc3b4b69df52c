"""What a chart makes of results: texts, brackets, notes."""

from dataclasses import replace

import numpy as np
import pytest
from scipy.stats import bootstrap

from charts.staging import draw, table
from natfig.charts._observed import Place
from natfig.charts._results import STARS_KEY, add_correlations, add_results, add_survival, stars
from natfig.charts.base import Drawn
from natfig.spec.models import Stats
from natfig.stats.result import Comparison, Effect, PanelStatistics

TABLE = table(g=["A", "A", "B", "B", "C", "C"], y=[1.0, 2.0, 3.0, 4.0, 5.0, 6.0])
PLACES = {"A": Place(0.0, 0.4), "B": Place(1.0, 0.3), "C": Place(2.0, 0.4)}


class Panel:
    def __init__(self, test):
        self.stats = Stats.model_validate({"test": test})


def comparison(*groups, p=0.0312, adjusted=None, name="two-sided Welch's t-test", **more):
    n = dict.fromkeys(groups, 6)
    return Comparison("welch", name, groups, n, "t", 2.5, (9.1,), p, adjusted, **more)


@pytest.fixture
def style():
    return draw("{kind: bar, x: g, y: y}", TABLE).style


def with_results(style, *comparisons, asked=None):
    found = PanelStatistics(comparisons, asked=asked or (0,) * len(comparisons))
    return replace(style, statistics=found)


def shown(style, test, *comparisons, asked=None, **kwargs):
    drawn = Drawn()
    add_results(drawn, Panel(test), with_results(style, *comparisons, asked=asked), PLACES, **kwargs)
    return drawn


@pytest.mark.parametrize(
    ("p", "text"),
    [
        (0.2, "n.s."), (0.05, "n.s."), (0.0499, "*"), (0.01, "*"), (0.0099, "**"), (0.001, "**"),
        (0.00099, "***"), (0, "***"),
    ],
)  # fmt: skip
def test_stars(p, text):
    assert stars(p) == text


def test_the_key_says_what_stars_mean():
    assert STARS_KEY == "*P < 0.05; **P < 0.01; ***P < 0.001"


def test_no_results_no_brackets(style):
    drawn = Drawn()
    add_results(drawn, Panel(()), style, PLACES)
    assert drawn.brackets == []
    assert drawn.notes == []


def test_a_bracket_spans_its_groups(style):
    (bracket,) = shown(style, "welch", comparison("C", "A")).brackets
    assert (bracket.start, bracket.end, bracket.name, bracket.reach) == (0.0, 2.0, "C-A", 0.4)
    assert bracket.text == "$P$ = 0.031"
    assert not bracket.is_horizontal


def test_a_corrected_p_is_what_is_shown(style):
    (bracket,) = shown(style, "welch", comparison("A", "B", p=0.01, adjusted=0.03)).brackets
    assert bracket.text == "$P$ = 0.030"


@pytest.mark.parametrize(("keys", "count"), [("{}", 2), ("hide_ns", 1)])
def test_what_is_not_significant_may_be_hidden(style, keys, count):
    test = {"kind": "welch", "hide_ns": keys == "hide_ns"}
    found = shown(style, test, comparison("A", "B", p=0.01), comparison("A", "C", p=0.01, adjusted=0.05))
    assert len(found.brackets) == count


def test_stars_stand_on_the_bracket(style):
    test = {"kind": "welch", "form": "stars"}
    found = shown(style, test, comparison("A", "B", p=0.004), comparison("A", "C", p=0.4))
    assert [b.text for b in found.brackets] == ["**", "n.s."]


def test_a_test_of_one_group_is_a_text_over_it(style):
    (bracket,) = shown(style, "one-sample-t", comparison("B")).brackets
    assert bracket.start == bracket.end == 1.0


def test_a_test_of_all_groups_is_a_note_where_no_pairs_are_shown(style):
    whole = comparison("A", "B", "C", name="one-way ANOVA", is_omnibus=True)
    assert shown(style, "anova", whole).notes == ["One-way ANOVA: $P$ = 0.031"]
    both = shown(style, "anova", whole, comparison("A", "B"))
    assert both.notes == []
    assert len(both.brackets) == 1


@pytest.mark.parametrize(("show", "brackets", "notes"), [("bracket", 1, 0), ("note", 0, 1), ("none", 0, 0)])
def test_where_it_is_shown(style, show, brackets, notes):
    found = shown(style, {"kind": "welch", "show": show}, comparison("A", "B"))
    assert (len(found.brackets), len(found.notes)) == (brackets, notes)
    if notes:
        assert found.notes == ["A vs. B: $P$ = 0.031"]


def test_each_test_is_shown_as_it_asks(style):
    tests = [{"kind": "welch", "show": "none"}, {"kind": "t", "form": "stars"}]
    found = shown(style, tests, comparison("A", "B"), comparison("A", "C"), asked=(0, 1))
    assert [b.text for b in found.brackets] == ["*"]


def test_groups_at_one_place_say_whose_bracket_it_is(style):
    leads = {"A": "Men", "B": "Men", "C": "Women"}
    found = shown(style, "paired-t", comparison("A", "B"), comparison("B", "C"), leads=leads)
    assert [b.text for b in found.brackets] == ["Men: $P$ = 0.031", "$P$ = 0.031"]


def test_correlations(style):
    one = comparison("x", "y", effect=Effect("r", -0.875))
    many = [replace(one, n={level: 1200}) for level in ("A", "B")]
    drawn = Drawn()
    assert add_correlations(drawn, Panel("pearson"), with_results(style, one))
    assert drawn.notes == ["$r$ = −0.88, $P$ = 0.031, n = 6"]
    drawn = Drawn()
    add_correlations(drawn, Panel("pearson"), with_results(style, *many))
    assert drawn.notes[1] == "B: $r$ = −0.88, $P$ = 0.031, n = 1200"
    assert not add_correlations(Drawn(), Panel(()), style)


def test_survival_curves(style):
    drawn = Drawn(n={"A": 5, "B": 6})
    add_survival(drawn, Panel("logrank"), with_results(style, comparison("A", "B", name="log-rank test")))
    assert drawn.notes == ["Log-rank test: $P$ = 0.031"]
    drawn = Drawn(n={"A": 5, "B": 6, "C": 5})
    pairs = [comparison(*g, name="log-rank test") for g in (("A", "B"), ("A", "C"))]
    add_survival(drawn, Panel("logrank"), with_results(style, *pairs))
    assert drawn.notes == ["A vs. B: $P$ = 0.031", "A vs. C: $P$ = 0.031"]


@pytest.mark.parametrize("center", ["mean", "median"])
def test_a_bootstrap_interval_is_drawn_and_the_same_each_time(center):
    values = np.round(10 * np.sin(np.arange(41.0) ** 1.3) + 12, 3)
    data = table(g=["A"] * 41, y=list(values))
    text = f"{{kind: bar, x: g, y: y, stats: {{center: {center}, spread: boot95}}}}"
    ends = []
    for seed in (1, 2):
        stage = draw(text, data, seed=seed)
        bars = [a for a in stage.named("spread") if hasattr(a, "get_segments")]
        ends.append(sorted(y for segment in bars[0].get_segments() for _, y in segment))
    assert ends[0] == ends[1]
    function = np.mean if center == "mean" else np.median
    expected = bootstrap((values,), function, method="BCa", rng=np.random.default_rng(7)).confidence_interval
    # The median of a bootstrap sample is one of few values: its interval jumps between neighbours.
    near = 0.15 if center == "mean" else 1.0
    assert ends[0] == pytest.approx([expected.low, expected.high], abs=near)
