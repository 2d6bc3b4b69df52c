"""What a panel's stats compute: on which rows, corrected for how many, and what is said when it can't be."""

import json

import numpy as np
import pytest
from scipy import stats as oracle

import statspages as pages
from natfig.core.errors import SpecError
from natfig.render.build import render
from natfig.render.prepare import prepare

COLUMNS = {
    name: np.genfromtxt(pages.DATA / file, delimiter=",", names=True, dtype=None, encoding="utf-8")
    for name, file in pages.NAMES.items()
}


def made(folder, panel, **kwargs):
    """Return the statistics of a one-panel spec, and the warnings."""
    prepared = prepare(pages.spec(folder, {"a": panel}, **kwargs))
    return prepared.statistics.get("a"), prepared.warnings


def fault(folder, panel, **kwargs):
    with pytest.raises(SpecError) as caught:
        prepare(pages.spec(folder, {"a": panel}, **kwargs))
    (problem,) = caught.value.problems
    return problem


def weights(group):
    plant = COLUMNS["plant"]
    return plant["weight"][plant["group"] == group]


def lengths(supp, dose):
    tooth = COLUMNS["tooth"]
    return tooth["len"][(tooth["supp"] == supp) & (tooth["dose"] == dose)]


def bar(test, table=pages.PLANT, more=""):
    return f"kind: bar, {table}, stats: {{unit: plants, test: {test}}}{more}"


# ---------------------------------------------------------------- numbers


def test_nothing_is_computed_that_was_not_asked_for(tmp_path):
    found, warnings = made(tmp_path, f"kind: bar, {pages.PLANT}, stats: {{spread: sd, n: auto}}")
    assert found is None
    assert warnings == []


def test_all_pairs(tmp_path):
    found, _ = made(tmp_path, bar("{kind: welch, pairs: all}"))
    assert [c.groups for c in found.comparisons] == [("ctrl", "trt1"), ("ctrl", "trt2"), ("trt1", "trt2")]
    p = [
        oracle.ttest_ind(weights(a), weights(b), equal_var=False).pvalue
        for a, b in (c.groups for c in found.comparisons)
    ]
    assert [c.p for c in found.comparisons] == pytest.approx(p, rel=1e-9)
    # Holm: the smallest three times, the next twice, never falling.
    order = np.argsort(p)
    raised = np.maximum.accumulate(np.sort(p) * [3, 2, 1])
    assert [found.comparisons[i].adjusted for i in order] == pytest.approx(list(raised), rel=1e-9)
    assert {c.correction for c in found.comparisons} == {"Holm"}
    assert found.n == {"ctrl": 10, "trt1": 10, "trt2": 10}
    assert found.asked == (0, 0, 0)


@pytest.mark.parametrize(
    ("pairs", "groups"),
    [
        ("{control: trt1}", [("ctrl", "trt1"), ("trt2", "trt1")]),
        ("[[trt2, ctrl]]", [("trt2", "ctrl")]),
        ("[[ctrl, trt1], [ctrl, trt2]]", [("ctrl", "trt1"), ("ctrl", "trt2")]),
    ],
)
def test_pairs(tmp_path, pairs, groups):
    found, _ = made(tmp_path, bar(f"{{kind: welch, pairs: {pairs}}}"))
    assert [c.groups for c in found.comparisons] == groups
    assert all((c.adjusted is None) == (len(groups) == 1) for c in found.comparisons)


def test_one_test_without_pairs_needs_two_groups(tmp_path):
    found, _ = made(tmp_path, bar("welch", more=', where: "\\"group\\" <> \'trt1\'"'))
    (one,) = found.comparisons
    assert one.groups == ("ctrl", "trt2")
    assert one.p == pytest.approx(oracle.ttest_ind(weights("ctrl"), weights("trt2"), equal_var=False).pvalue)


def test_tests_see_the_rows_the_panel_draws(tmp_path):
    rows = ', where: "weight < 5.5", exclude: [{rule: "\\"group\\" = \'trt1\'", reason: a broken lamp}]'
    found, _ = made(tmp_path, bar("welch", more=rows))
    (one,) = found.comparisons
    ctrl, trt2 = (weights(g)[weights(g) < 5.5] for g in ("ctrl", "trt2"))
    assert one.n == {"ctrl": len(ctrl), "trt2": len(trt2)}
    assert one.p == pytest.approx(oracle.ttest_ind(ctrl, trt2, equal_var=False).pvalue)


def test_levels_are_compared_within_each_category_and_corrected_together(tmp_path):
    found, _ = made(tmp_path, bar("welch", pages.TOOTH))
    assert [c.groups for c in found.comparisons] == [(f"{d}, VC", f"{d}, OJ") for d in ("0.5", "1", "2")]
    p = [oracle.ttest_ind(lengths("VC", d), lengths("OJ", d), equal_var=False).pvalue for d in (0.5, 1, 2)]
    assert [c.p for c in found.comparisons] == pytest.approx(p, rel=1e-9)
    assert found.comparisons[1].adjusted == pytest.approx(3 * p[1])


def test_categories_are_compared_within_each_level(tmp_path):
    found, _ = made(tmp_path, bar("{kind: t, by: dose, pairs: {control: 0.5}}", pages.TOOTH))
    assert [c.groups for c in found.comparisons] == [
        ("1, VC", "0.5, VC"), ("2, VC", "0.5, VC"), ("1, OJ", "0.5, OJ"), ("2, OJ", "0.5, OJ"),
    ]  # fmt: skip


def test_pairs_may_name_category_and_level(tmp_path):
    found, _ = made(tmp_path, bar("{kind: welch, pairs: [[[0.5, VC], [2, OJ]]]}", pages.TOOTH))
    (one,) = found.comparisons
    expected = oracle.ttest_ind(lengths("VC", 0.5), lengths("OJ", 2), equal_var=False).pvalue
    assert one.groups == ("0.5, VC", "2, OJ")
    assert one.p == pytest.approx(expected, rel=1e-9)


def test_a_test_of_all_groups_alone(tmp_path):
    found, _ = made(tmp_path, bar("anova"))
    (one,) = found.comparisons
    expected = oracle.f_oneway(*(weights(g) for g in ("ctrl", "trt1", "trt2")))
    assert one.is_omnibus
    assert (one.value, one.p) == pytest.approx((expected.statistic, expected.pvalue), rel=1e-9)


def test_what_a_test_corrects_by_itself_stays(tmp_path):
    found, _ = made(tmp_path, bar("{kind: anova, pairs: all}"))
    whole, *pairs = found.comparisons
    assert whole.is_omnibus
    expected = oracle.tukey_hsd(*(weights(g) for g in ("ctrl", "trt1", "trt2"))).pvalue
    assert [c.shown_p for c in pairs] == pytest.approx(
        [expected[0, 1], expected[0, 2], expected[1, 2]], abs=1e-6
    )
    assert {c.correction for c in pairs} == {"Tukey"}


def test_none_is_no_correction(tmp_path):
    found, warnings = made(tmp_path, bar("{kind: welch, pairs: all, correct: none}"))
    assert {c.adjusted for c in found.comparisons} == {None}
    assert warnings == []


@pytest.mark.parametrize("kind", ["paired-t", "wilcoxon"])
def test_pairs_of_subjects(tmp_path, kind):
    found, _ = made(tmp_path, f"{pages.SLEEP}, stats: {{test: {kind}}}")
    (one,) = found.comparisons
    sleep = COLUMNS["sleep"]
    first, second = (sleep["extra"][sleep["group"] == g] for g in (1, 2))
    if kind == "paired-t":
        assert one.p == pytest.approx(oracle.ttest_rel(first, second).pvalue, rel=1e-9)
    assert one.n == {"1": 10, "2": 10}


def test_subjects_of_any_chart(tmp_path):
    panel = "kind: bar, data: sleep, x: group, y: extra, stats: {test: {kind: paired-t, subject: ID}}"
    found, _ = made(tmp_path, panel)
    sleep = COLUMNS["sleep"]
    first, second = (sleep["extra"][sleep["group"] == g] for g in (1, 2))
    assert found.comparisons[0].p == pytest.approx(oracle.ttest_rel(first, second).pvalue, rel=1e-9)


def test_subjects_are_matched_by_name_not_by_row(tmp_path):
    data = 'mixed: {query: "SELECT * FROM sleep ORDER BY hash(ID || \'x\' || \\"group\\")"}\n'
    test = "stats: {test: {kind: paired-t, subject: ID}}"
    panel = f"kind: bar, data: mixed, x: {{field: group, order: [1, 2]}}, y: extra, {test}"
    found, _ = made(tmp_path, panel, data=data)
    sleep = COLUMNS["sleep"]
    first, second = (sleep["extra"][sleep["group"] == g] for g in (1, 2))
    assert found.comparisons[0].p == pytest.approx(oracle.ttest_rel(first, second).pvalue, rel=1e-9)


@pytest.mark.parametrize(
    ("kind", "expected"),
    [("pearson", oracle.pearsonr), ("spearman", oracle.spearmanr), ("kendall", oracle.kendalltau)],
)
def test_correlations_of_each_level(tmp_path, kind, expected):
    panel = f"kind: scatter, data: tooth, x: dose, y: len, color: supp, stats: {{test: {kind}}}"
    found, _ = made(tmp_path, panel)
    tooth = COLUMNS["tooth"]
    for one, supp in zip(found.comparisons, ("VC", "OJ"), strict=True):
        at = tooth["supp"] == supp
        assert one.effect.value == pytest.approx(expected(tooth["dose"][at], tooth["len"][at]).statistic)
        assert one.n == {supp: 30}
        assert one.correction == "Holm"


def test_a_correlation_on_log_axes_is_of_logarithms(tmp_path):
    panel = "kind: scatter, data: tooth, x: {field: dose, scale: log2}, y: len, stats: {test: pearson}"
    found, _ = made(tmp_path, panel)
    tooth = COLUMNS["tooth"]
    expected = oracle.pearsonr(np.log(tooth["dose"]), tooth["len"])
    assert found.comparisons[0].p == pytest.approx(expected.pvalue)


SURVIVAL = "lives: {rows: [" + ", ".join(
    f"{{t: {t}, e: {e}, arm: {arm}}}"
    for arm, rows in (("A", [(5, 1), (8, 1), (12, 0), (20, 1)]), ("B", [(11, 1), (25, 0), (30, 1), (41, 0)]))
    for t, e in rows
) + "]}\n"  # fmt: skip


def test_survival(tmp_path):
    panel = "kind: survival, data: lives, time: t, event: e, color: arm, stats: {test: logrank}"
    found, _ = made(tmp_path, panel, data=SURVIVAL)
    a = oracle.CensoredData(uncensored=[5, 8, 20], right=[12])
    b = oracle.CensoredData(uncensored=[11, 30], right=[25, 41])
    (one,) = found.comparisons
    assert one.p == pytest.approx(oracle.logrank(a, b).pvalue, rel=1e-6)
    assert found.n == {"A": 4, "B": 4}


COUNTS = (
    "counts: {rows: [{arm: A, out: yes, n: 12}, {arm: A, out: no, n: 5}, "
    "{arm: B, out: yes, n: 6}, {arm: B, out: no, n: 14}]}\n"
)


@pytest.mark.parametrize("stack", ["false", "true"])
def test_counts(tmp_path, stack):
    panel = f"kind: bar, stack: {stack}, data: counts, x: arm, y: n, color: out, stats: {{test: fisher}}"
    found, _ = made(tmp_path, panel, data=COUNTS)
    (one,) = found.comparisons
    assert one.groups == ("A", "B")
    assert one.p == pytest.approx(oracle.fisher_exact([[12, 5], [6, 14]]).pvalue)


def test_lines_are_compared_at_each_place(tmp_path):
    found, _ = made(tmp_path, f"kind: line, {pages.TOOTH}, stats: {{test: welch}}")
    assert [c.groups for c in found.comparisons] == [(f"{d}, VC", f"{d}, OJ") for d in ("0.5", "1", "2")]


def test_several_tests_keep_their_order(tmp_path):
    found, _ = made(tmp_path, bar("[anova, {kind: mann-whitney, pairs: [[ctrl, trt2]]}]"))
    assert [c.test for c in found.comparisons] == ["anova", "mann-whitney"]
    assert found.asked == (0, 1)


def test_subjects_need_no_value_in_groups_that_are_not_compared(tmp_path):
    data = 'three: {query: "SELECT * FROM sleep UNION ALL SELECT 1.0, 3, 1"}\n'
    pairs = "stats: {test: {kind: paired-t, subject: ID, pairs: [[1, 2]]}}"
    found, _ = made(tmp_path, f"kind: bar, data: three, x: group, y: extra, {pairs}", data=data)
    (one,) = found.comparisons
    assert one.n == {"1": 10, "2": 10}


# ---------------------------------------------------------------- replicates

CELLS = "cells: {rows: [" + ", ".join(
    f"{{arm: {arm}, mouse: {arm}{m}, y: {base + m + k / 10}}}"
    for arm, base in (("A", 1), ("B", 3))
    for m in range(4)
    for k in range(3)
) + "]}\n"  # fmt: skip


def test_technical_replicates_are_averaged_and_never_counted(tmp_path):
    stats = "{n: auto, unit: mice, replicate: mouse, spread: sd, test: welch}"
    panel = f"kind: bar, data: cells, x: arm, y: y, stats: {stats}"
    prepared = prepare(pages.spec(tmp_path, {"a": panel}, data=CELLS))
    found = prepared.statistics["a"]
    assert found.n == {"A": 4, "B": 4}
    assert found.replicates.rows == {"A": 12, "B": 12}
    assert found.replicates.n == {"A": 4, "B": 4}
    means = [[base + m + 0.1 for m in range(4)] for base in (1, 3)]
    assert found.comparisons[0].p == pytest.approx(oracle.ttest_ind(*means, equal_var=False).pvalue, rel=1e-9)
    drawn = prepared.panel_tables["a"]
    assert drawn.rows == 8
    assert drawn["y"].tolist() == pytest.approx([*means[0], *means[1]])
    assert [u.rows_used for u in prepared.data_use if u.panels] == [24]


def test_the_manifest_tells_rows_and_units(tmp_path):
    panel = (
        "kind: bar, data: cells, x: arm, y: y, stats: {n: auto, unit: mice, replicate: mouse, test: welch}"
    )
    figure = render(pages.spec(tmp_path, {"a": panel}, data=CELLS), formats=["svg"])["figures"][0]
    manifest = json.loads((tmp_path / "out" / "stats.manifest.json").read_text(encoding="utf-8"))
    (kept,) = (p["statistics"] for p in manifest["figures"][0]["panels"])
    assert kept == figure["panels"][0]["statistics"]
    assert kept["replicates"] == {
        "unit": "mice", "column": "mouse", "rows": {"A": 12, "B": 12}, "n": {"A": 4, "B": 4},
    }  # fmt: skip
    (test,) = kept["tests"]
    assert {"p", "adjusted", "effect", "df", "statistic", "value", "n", "groups", "name"} <= set(test)
    assert kept["assumptions"]
    assert figure["panels"][0]["n"] == {"A": 4, "B": 4}


def test_replicates_of_points_and_lines(tmp_path):
    panel = "kind: scatter, data: cells, x: z, y: y, color: arm, stats: {replicate: mouse}"
    squared = 'cells: {query: "SELECT *, y * y AS z FROM raw"}\n'
    data = CELLS.replace("cells:", "raw:", 1) + squared
    found, _ = made(tmp_path, panel, data=data)
    assert found.replicates.rows == {"A": 12, "B": 12}
    assert found.n == {"A": 4, "B": 4}


def test_a_pair_may_be_the_replicate(tmp_path):
    data = 'twice: {query: "SELECT * FROM sleep UNION ALL SELECT extra + 1, \\"group\\", ID FROM sleep"}\n'
    panel = (
        "kind: bar, data: twice, x: group, y: extra, stats: {replicate: ID, unit: patients, test: paired-t}"
    )
    found, _ = made(tmp_path, panel, data=data)
    sleep = COLUMNS["sleep"]
    first, second = (sleep["extra"][sleep["group"] == g] for g in (1, 2))
    assert found.comparisons[0].p == pytest.approx(oracle.ttest_rel(first, second).pvalue, rel=1e-9)


# ---------------------------------------------------------------- bad input

LINE_OF_PANEL = 13
LONE = "lone: {rows: [{g: A, y: 1.0}, {g: B, y: 2.0}, {g: B, y: 3.0}]}\n"
FLAT = "flat: {rows: [{g: A, y: 1}, {g: A, y: 1}, {g: B, y: 2}, {g: B, y: 2}]}\n"
HALF = (
    "half: {rows: [{g: A, y: 1.0, id: p1}, {g: A, y: 1.5, id: p2}, {g: A, y: 1.7, id: p3}, "
    "{g: B, y: 2.0, id: p1}, {g: B, y: 2.9, id: p2}]}\n"
)

WRONG = {
    "unknown test": (bar("welsh"), "", "unknown statistical test 'welsh'", "did you mean 'welch'?"),
    "no such group": (
        bar("{kind: welch, pairs: [[ctrl, trt3]]}"), "",
        "pairs name a group 'trt3' that is not in the data", "did you mean 'trt2'?",
    ),
    "no such control": (
        bar("{kind: dunnett, pairs: {control: placebo}}"), "",
        "pairs name a group 'placebo' that is not in the data", "groups: ctrl, trt1, trt2",
    ),
    "paired without pairs": (
        bar("{kind: paired-t, pairs: [[ctrl, trt1]]}"), "",
        "the paired t-test compares values of one subject, but nothing says which rows are", "add subject:",
    ),
    "subjects of an independent test": (
        bar("{kind: welch, subject: weight, pairs: all}"), "",
        "Welch's t-test compares independent groups, but subject: pairs them", "use a paired test",
    ),
    "no such subject": (
        bar("{kind: paired-t, subject: plot, pairs: [[ctrl, trt1]]}"), "",
        "there is no column 'plot' in PlantGrowth.csv", "",
    ),
    "incomplete subject": (
        "kind: bar, data: half, x: g, y: y, stats: {test: {kind: paired-t, subject: id}}", HALF,
        "subject 'p3' has no value in 'B'", "leave out incomplete subjects",
    ),
    "three groups": (bar("welch"), "", "compares two groups, but there are 3", "name the pairs"),
    "a screen": (
        "kind: bar, data: many, x: g, y: y, stats: {test: {kind: welch, pairs: all}}",
        'many: {query: "SELECT i % 60 AS g, i AS y FROM range(240) t(i)"}\n',
        "pairs: all of 60 groups makes 1,770 comparisons", "name the pairs or a control",
    ),
    "one group": (
        bar("welch", more=', where: "\\"group\\" = \'ctrl\'"'), "",
        "compares at least two groups, but there is only 'ctrl'", "",
    ),
    "one value": (
        "kind: bar, data: lone, x: g, y: y, stats: {test: welch}", LONE, "group 'A' has only one value", "",
    ),
    "no variance": (
        "kind: bar, data: flat, x: g, y: y, stats: {test: welch}", FLAT, "zero variance", "",
    ),
    "summaries": (
        "kind: bar, data: {}, x: g, y: y, stats: {{n: 5, test: welch}}".format("means"),
        "means: {rows: [{g: A, y: 1.0}, {g: B, y: 2.0}]}\n",
        "each group is one row that stands for many", "give the observations as rows",
    ),
    "no groups in the kind": (
        "kind: histogram, data: plant, x: weight, stats: {test: welch}", "",
        "kind histogram has no groups to test", "bar, distribution",
    ),
    "correlation of bars": (bar("pearson"), "", "Pearson's correlation needs two numbers per row", "scatter"),
    "survival of bars": (bar("logrank"), "", "the log-rank test needs times and events", "survival"),
    "counts of values": (
        bar("chi2", pages.TOOTH), "", "one count per bar, but '0.5, VC' has 10 rows", "count them in a query",
    ),
    "counts of one column": (bar("chi2"), "", "the χ² test needs counts of groups by outcome", ""),
    "by nothing": (
        bar("{kind: welch, by: doze}", pages.TOOTH), "",
        "by: 'doze' does not part the groups", "did you mean 'dose'?",
    ),
    "one-sided without sides": (
        bar("{kind: anova, alternative: less}"), "", "has no direction, but alternative is 'less'", "",
    ),
    "no replicate column": (
        f"kind: bar, {pages.PLANT}, stats: {{replicate: pot}}", "",
        "there is no column 'pot' in PlantGrowth.csv", "columns: group, weight",
    ),
    "n that counts replicates": (
        "kind: bar, data: cells, x: arm, y: y, stats: {n: 12, unit: mice, replicate: mouse}", CELLS,
        "stats says n = 12, but 'A' has 4 mice (12 rows, those of one mouse averaged)", "not counted as n",
    ),
    "a unit in two groups": (
        "kind: bar, data: sleep, x: group, y: extra, stats: {replicate: ID, test: welch}", "",
        "ID '1' is in '1' and in '2', so these groups are not independent", "use a paired test",
    ),
    "replicates with intervals": (
        "kind: bar, data: cells, x: arm, y: {field: y, error: y}, stats: {replicate: mouse}", CELLS,
        "rows of one mouse are averaged, but a channel has error: for its interval", "",
    ),
    "replicates of curves": (
        "kind: survival, data: lives, time: t, event: e, stats: {replicate: arm}", SURVIVAL,
        "kind survival draws one row per subject", "",
    ),
    "two tests of survival": (
        "kind: survival, data: lives, time: t, event: e, color: arm, test: log-rank, stats: {test: logrank}",
        SURVIVAL, "test: and stats.test: both ask for a test", "keep stats.test",
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", WRONG)
def test_bad_input_is_one_sentence_at_its_line(tmp_path, name):
    panel, data, message, hint = WRONG[name]
    problem = fault(tmp_path, panel, data=data)
    assert message in problem.message
    assert hint in (problem.hint or "")
    text = (tmp_path / "spec.yaml").read_text(encoding="utf-8").splitlines()
    assert text[problem.line - 1].startswith("  a: ")


def test_the_line_is_that_of_the_key(tmp_path):
    path = pages.spec(tmp_path, {"a": f"kind: bar, {pages.PLANT}"})
    block = """\
  a:
    kind: bar
    data: plant
    x: group
    y: weight
    stats:
      n: auto
      test:
        - kind: welch
          pairs: all
        - kind: mann-whitney
          pairs: [[ctrl, nobody]]
"""
    text = path.read_text(encoding="utf-8")
    text = text[: text.index("  a: {kind: bar")] + block
    path.write_text(text, encoding="utf-8")
    with pytest.raises(SpecError) as caught:
        prepare(path)
    (problem,) = caught.value.problems
    assert text.splitlines()[problem.line - 1] == "          pairs: [[ctrl, nobody]]"


def test_all_that_is_wrong_is_told_at_once(tmp_path):
    with pytest.raises(SpecError) as caught:
        prepare(
            pages.spec(
                tmp_path, {"a": bar("[welsh, {kind: welch, pairs: [[ctrl, nobody]]}]"), "b": bar("pearson")}
            )
        )
    assert len(caught.value.problems) == 3


# ---------------------------------------------------------------- what is said


def test_assumptions_that_do_not_hold_are_warned_of(tmp_path):
    _, warnings = made(tmp_path, f"{pages.SLEEP}, stats: {{test: paired-t}}")
    (said,) = warnings
    assert said.startswith("panel a: the paired t-test takes normality for granted")


def test_a_log_axis_is_not_what_is_tested(tmp_path):
    panel = "kind: distribution, data: tooth, x: supp, y: {field: len, scale: log}, stats: {test: TEST}"
    _, warnings = made(tmp_path / "t", panel.replace("TEST", "welch"))
    assert any("the axis is logarithmic" in w for w in warnings)
    _, warnings = made(tmp_path / "u", panel.replace("TEST", "mann-whitney"))
    assert not any("the axis is logarithmic" in w for w in warnings)


def test_stars_ask_for_their_key(tmp_path):
    panel = bar("{kind: welch, pairs: all, form: stars}")
    _, warnings = made(tmp_path / "without", panel)
    assert warnings == ["panel a: stars need their key in the legend: *P < 0.05; **P < 0.01; ***P < 0.001"]
    legend = 'legend: {panels: {a: "Weights; *P < 0.05; **P < 0.01; ***P < 0.001."}}\n'
    _, warnings = made(tmp_path / "with", panel, legend=legend)
    assert warnings == []


def test_the_same_input_gives_the_same_manifest(tmp_path):
    panel = f"kind: bar, {pages.PLANT}, stats: {{spread: boot95, test: {{kind: permutation, pairs: all}}}}"
    files = []
    for name in ("one", "two"):
        render(pages.spec(tmp_path / name, {"a": panel}), formats=["svg"])
        files.append([p.read_bytes() for p in sorted((tmp_path / name / "out").glob("stats.*"))])
    assert files[0] == files[1]
