"""What every test has, and what all of them refuse."""

import re
import subprocess
import sys

import numpy as np
import pytest

from natfig.core.errors import DataError, NatfigError, SpecError, UsageError
from natfig.stats.result import PanelStatistics
from natfig.stats.tests import find_test, tests
from natfig.stats.tests.base import Options, Sample, StatisticalTest, Table
from natfig.stats.words import describe

IDS = [
    "anova",
    "chi2",
    "dunnett",
    "fisher",
    "friedman",
    "kendall",
    "kruskal",
    "logrank",
    "mann-whitney",
    "mcnemar",
    "one-sample-t",
    "paired-t",
    "pearson",
    "permutation",
    "sign",
    "spearman",
    "t",
    "welch",
    "welch-anova",
    "wilcoxon",
]
INDEPENDENT = [name for name in IDS if tests.load(name).design == "independent"]
PAIRED = [name for name in IDS if tests.load(name).design == "paired"]


def test_ids():
    assert tests.names() == IDS


def test_listing_and_loading_import_nothing_heavy():
    code = (
        "import sys; from natfig.stats.tests import tests; all_tests = list(tests); "
        "from natfig.stats import words, replicates, corrections, effects, assumptions, intervals; "
        "loaded = {m.split('.')[0] for m in sys.modules}; "
        "print(sorted(loaded & {'scipy', 'pandas', 'statsmodels', 'matplotlib'}))"
    )
    said = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout
    assert said.strip() == "[]"


@pytest.mark.parametrize("name", IDS)
def test_every_test_says_what_it_is(name):
    test = tests.load(name)
    assert isinstance(test, StatisticalTest)
    assert test.summary.endswith(".")
    assert re.search(r"\b(1[789]|20)\d\d\b", test.source)
    assert test.min_groups >= 1
    assert test.max_groups is None or test.max_groups >= test.min_groups
    assert test.title in test.name()


@pytest.mark.parametrize(
    ("said", "name"),
    [
        ("welch", "welch"),
        ("Welch's t-test", "welch"),
        ("Student's t test", "t"),
        ("rank-sum", "mann-whitney"),
        ("Wilcoxon rank-sum", "mann-whitney"),
        ("Wilcoxon signed-rank test", "wilcoxon"),
        ("Tukey", "anova"),
        ("chi-squared", "chi2"),
        ("log rank", "logrank"),
    ],
)
def test_tests_are_found_by_the_names_people_use(said, name):
    assert find_test(said).id == name


def test_no_name_stands_for_two_tests():
    seen = {}
    for test in tests:
        for name in {
            "".join(c for c in n.casefold() if c.isalnum()) for n in (test.id, test.title, *test.aka)
        }:
            assert name not in seen, (name, seen.get(name), test.id)
            seen[name] = test.id


def test_an_unknown_test_names_the_nearest():
    with pytest.raises(UsageError, match="unknown statistical test 'krusal'; did you mean 'kruskal'"):
        find_test("krusal")


@pytest.mark.parametrize(
    ("alternative", "name"),
    [("two-sided", "two-sided Welch's t-test"), ("greater", "one-sided Welch's t-test (greater)")],
)
def test_names_say_the_alternative(alternative, name):
    assert tests.load("welch").name(alternative) == name
    assert tests.load("anova").name() == "one-way ANOVA"


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"alternative": "greter"}, "unknown alternative 'greter'; did you mean 'greater'"),
        ({"level": 95}, "a confidence level of 95 lies outside 0 and 1; write 0.95 for 95%"),
        ({"correction": "holms"}, "unknown correction 'holms'; did you mean 'holm'"),
        ({"pairs": "all", "control": "a"}, "pairs and a control are both given"),
    ],
)
def test_options_that_make_no_sense(options, message):
    with pytest.raises(SpecError, match=message):
        Options(**options)


def groups(*sizes):
    rng = np.random.default_rng(len(sizes))
    return {name: rng.normal(i, 1, n) for i, (name, n) in enumerate(zip("ABCDE", sizes, strict=False))}


def run(name, given, **options):
    if name == "dunnett":
        options.setdefault("control", "A")
    return tests.load(name).run(Sample(groups=given), Options(**options))


@pytest.mark.parametrize("name", [n for n in INDEPENDENT + PAIRED if n != "one-sample-t"])
def test_one_group_is_no_comparison(name):
    with pytest.raises(SpecError, match="compares at least two groups, but there is only 'A'"):
        run(name, groups(5))


@pytest.mark.parametrize("name", [n for n in INDEPENDENT + PAIRED if tests.load(n).max_groups == 2])
def test_three_groups_need_pairs(name):
    with pytest.raises(
        SpecError, match=r"compares two groups, but there are 3 \('A', 'B', 'C'\); name the pairs"
    ):
        run(name, groups(6, 6, 6))


@pytest.mark.parametrize("name", ["t", "welch", "one-sample-t", "welch-anova", "permutation"])
def test_one_value_per_group(name):
    given = {"A": np.array([1.0]), "B": np.array([2.0])}
    with pytest.raises(
        DataError, match=r"group 'A' has only one value, but .* needs at least 2 in each group"
    ):
        run(name, given)


@pytest.mark.parametrize("name", ["anova", "dunnett"])
def test_one_value_in_every_group(name):
    with pytest.raises(DataError, match="every group has only one value"):
        run(name, {"A": np.array([1.0]), "B": np.array([2.0])})


@pytest.mark.parametrize("name", INDEPENDENT)
def test_an_empty_group(name):
    with pytest.raises(DataError, match="group 'B' has no value"):
        run(name, {"A": np.arange(4.0), "B": np.empty(0)})


@pytest.mark.parametrize("name", ["t", "welch", "one-sample-t", "anova", "dunnett", "welch-anova"])
@pytest.mark.parametrize("offset", [0.0, 1e8 / 3])
def test_zero_variance(name, offset):
    given = {"A": np.full(4, 1 / 3 + offset), "B": np.full(4, 2 / 3 + offset)}
    with pytest.raises(DataError, match=r"values .* equal: zero variance, for which .* is not defined"):
        run(name, given)


def test_zero_variance_of_differences():
    given = {"A": np.array([0.1, 1.2, 2.3]), "B": np.array([1.1, 2.2, 3.3])}
    with pytest.raises(DataError, match="'A − B' are equal: zero variance"):
        run("paired-t", given)


@pytest.mark.parametrize("name", ["mann-whitney", "kruskal", "permutation"])
def test_all_ties(name):
    with pytest.raises(DataError, match=r"all values of .* are 2: "):
        run(name, {"A": np.full(4, 2.0), "B": np.full(5, 2.0)})


@pytest.mark.parametrize(
    ("name", "message"), [("wilcoxon", "no subject differs"), ("sign", "no subject differs")]
)
def test_no_differences(name, message):
    with pytest.raises(DataError, match=message):
        run(name, {"A": np.arange(4.0), "B": np.arange(4.0)})


def test_the_same_value_everywhere_within_subjects():
    with pytest.raises(DataError, match="every subject has the same value in all groups"):
        run("friedman", {name: np.arange(4.0) for name in "ABC"})


@pytest.mark.parametrize("name", PAIRED)
def test_unequal_lengths(name):
    with pytest.raises(DataError, match="compares the same subjects, but there are 4 in 'A', 5 in 'B'"):
        run(name, {"A": np.arange(4.0), "B": np.arange(5.0)})


@pytest.mark.parametrize("name", PAIRED)
def test_one_pair(name):
    with pytest.raises(DataError, match="needs at least 2 complete subjects, but there is only one"):
        run(name, {"A": np.array([1.0]), "B": np.array([2.0])})


@pytest.mark.parametrize("name", INDEPENDENT + PAIRED)
@pytest.mark.parametrize(("bad", "what"), [(np.nan, r"no number \(NaN\)"), (np.inf, "infinite")])
def test_values_that_are_none(name, bad, what):
    with pytest.raises(DataError, match=f"value 3 of group 'B' is {what}"):
        run(name, {"A": np.arange(4.0), "B": np.array([1.0, 2.0, bad, 3.0])})


@pytest.mark.parametrize("name", IDS)
@pytest.mark.parametrize("scale", [1e-9, 1.0, 1e9])
def test_the_unit_of_the_values_changes_no_p(name, scale):
    rng = np.random.default_rng(4)
    base = {g: rng.normal(10 + i, 1, 9) for i, g in enumerate("AB")}
    event = {g: rng.random(9) < 0.8 for g in base}

    def sample(factor):
        scaled = {g: v * factor for g, v in base.items()}
        return Sample(
            groups=scaled,
            table=Table(("A", "B"), ("y", "n"), np.array([[5, 9], [12, 6]])),
            survival={g: (v, event[g]) for g, v in scaled.items()},
            x=scaled["A"],
            y=scaled["B"],
        )

    control = "A" if name == "dunnett" else None
    plain = tests.load(name).run(sample(1.0), Options(control=control))
    scaled = tests.load(name).run(sample(scale), Options(control=control))
    if name != "one-sample-t":
        assert scaled.comparisons[0].p == pytest.approx(plain.comparisons[0].p, rel=1e-6)
    assert [a.holds for a in scaled.assumptions] == [a.holds for a in plain.assumptions]


@pytest.mark.parametrize("name", IDS)
def test_results_go_into_the_manifest_and_into_words(name):
    rng = np.random.default_rng(6)
    given = {g: rng.normal(i, 1, 12) for i, g in enumerate("AB")}
    sample = Sample(
        groups=given,
        table=Table(("A", "B"), ("y", "n"), np.array([[5, 9], [12, 6]])),
        survival={g: (np.exp(v), np.ones(12, bool)) for g, v in given.items()},
        x=given["A"],
        y=given["B"],
    )
    outcome = tests.load(name).run(sample, Options(control="A" if name == "dunnett" else None))
    kept = PanelStatistics(tuple(outcome.comparisons), tuple(outcome.assumptions)).to_json()["tests"][0]
    assert kept["test"] == name
    assert kept["p"] == outcome.comparisons[0].p
    assert describe(outcome.comparisons[0]).startswith(kept["name"])
    for found in outcome.comparisons:
        assert 0 <= found.p <= 1
        effect = found.effect
        if effect is not None and effect.low is not None:
            assert effect.low <= effect.value <= effect.high


@pytest.mark.parametrize("name", IDS)
def test_any_small_data_give_a_result_or_one_sentence(name):
    rng = np.random.default_rng(7)
    refusals = []
    for _ in range(60):
        sizes = rng.integers(0, 5, 2)
        if tests.load(name).design == "paired":
            sizes[1] = sizes[0]
        given = {g: rng.integers(0, 3, n).astype(float) for g, n in zip("AB", sizes, strict=True)}
        n = min(sizes)
        sample = Sample(
            groups=given,
            table=Table(("A", "B"), ("y", "n"), rng.integers(0, 3, (2, 2))),
            survival={g: (v, rng.random(len(v)) < 0.5) for g, v in given.items()},
            x=given["A"][:n],
            y=given["B"][:n],
        )
        try:
            outcome = tests.load(name).run(sample, Options(control="A" if name == "dunnett" else None))
        except NatfigError as error:
            refusals.append(error)
            continue
        for found in outcome.comparisons:
            assert 0 <= found.p <= 1
            describe(found)
    assert all(len(error.problems) == 1 for error in refusals)
    assert len(refusals) < 60
