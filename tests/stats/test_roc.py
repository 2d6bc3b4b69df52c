"""ROC and precision-recall curves against scikit-learn, intervals against their definitions."""

import numpy as np
import pytest

from natfig.stats.roc import (
    Rates,
    auc_interval,
    average_precision,
    average_precision_interval,
    pr_curve,
    roc_auc,
    roc_curve,
    straighten,
)

metrics = pytest.importorskip("sklearn.metrics", reason="scikit-learn is not installed")


def sample(seed, n, decimals):
    rng = np.random.default_rng(seed)
    truth = rng.random(n) < 0.3
    truth[:2] = True, False
    return truth, np.round(rng.normal(size=n) + truth, decimals)


CASES = [(seed, n, decimals) for seed, n in enumerate((2, 5, 30, 400, 3000)) for decimals in (0, 1, 6)]


@pytest.mark.parametrize(("seed", "n", "decimals"), CASES)
def test_roc_equals_scikit_learn_at_every_threshold(seed, n, decimals):
    truth, score = sample(seed, n, decimals)
    curve = roc_curve(truth, score)
    x, y, _ = metrics.roc_curve(truth, score, drop_intermediate=False)
    np.testing.assert_allclose(curve.x, x, atol=1e-12)
    np.testing.assert_allclose(curve.y, y, atol=1e-12)
    assert roc_auc(curve) == pytest.approx(metrics.roc_auc_score(truth, score), abs=1e-12)


@pytest.mark.parametrize(("seed", "n", "decimals"), CASES)
def test_pr_equals_scikit_learn_without_its_invented_point(seed, n, decimals):
    truth, score = sample(seed, n, decimals)
    curve = pr_curve(truth, score)
    precision, recall, _ = metrics.precision_recall_curve(truth, score)
    np.testing.assert_allclose(curve.x, recall[:-1][::-1], atol=1e-12)
    np.testing.assert_allclose(curve.y, precision[:-1][::-1], atol=1e-12)
    assert average_precision(curve) == pytest.approx(metrics.average_precision_score(truth, score), abs=1e-12)


def test_the_order_of_rows_does_not_matter():
    truth, score = sample(7, 200, 1)
    order = np.random.default_rng(0).permutation(200)
    np.testing.assert_array_equal(roc_curve(truth, score).y, roc_curve(truth[order], score[order]).y)
    assert auc_interval(truth, score) == pytest.approx(auc_interval(truth[order], score[order]), abs=1e-12)


@pytest.mark.parametrize(("truth", "score", "area"), [
    ([0, 0, 1, 1], [1, 2, 3, 4], 1.0),
    ([1, 1, 0, 0], [1, 2, 3, 4], 0.0),
    ([0, 1, 0, 1], [5, 5, 5, 5], 0.5),
    ([0, 1, 0, 1], [1, 1, 0, 2], 0.875),
])  # fmt: skip
def test_area_by_hand(truth, score, area):
    assert roc_auc(roc_curve(np.array(truth, bool), np.array(score, float))) == pytest.approx(area)


@pytest.mark.parametrize("decimals", [0, 1, 6])
def test_delong_equals_its_definition(decimals):
    truth, score = sample(11, 60, decimals)
    positive, negative = score[truth], score[~truth]
    wins = (positive[:, None] > negative) + 0.5 * (positive[:, None] == negative)
    variance = wins.mean(axis=1).var(ddof=1) / len(positive) + wins.mean(axis=0).var(ddof=1) / len(negative)
    half = 1.959963984540054 * np.sqrt(variance)
    low, high = auc_interval(truth, score)
    assert low == pytest.approx(max(0, wins.mean() - half), abs=1e-12)
    assert high == pytest.approx(min(1, wins.mean() + half), abs=1e-12)


def test_delong_covers_the_truth_about_as_often_as_it_says():
    rng = np.random.default_rng(5)
    truth = np.arange(160) < 80
    area = 0.7602499389065233  # of two normals one standard deviation apart: Phi(1 / sqrt(2))
    ends = [auc_interval(truth, rng.normal(size=160) + truth) for _ in range(600)]
    covered = np.mean([low <= area <= high for low, high in ends])
    assert 0.92 <= covered <= 0.975


def test_a_perfect_score_has_an_interval_without_width():
    assert auc_interval(np.array([0, 0, 1, 1], bool), np.array([1.0, 2, 3, 4])) == (1.0, 1.0)


def test_logit_interval_is_symmetric_on_the_logit_scale_and_inside():
    low, high = average_precision_interval(0.8, 50)
    assert 0 < low < 0.8 < high < 1
    logit = [np.log(v / (1 - v)) for v in (low, 0.8, high)]
    assert logit[1] - logit[0] == pytest.approx(logit[2] - logit[1])
    assert logit[1] - logit[0] == pytest.approx(1.959963984540054 / np.sqrt(50 * 0.8 * 0.2))


def test_logit_interval_of_one():
    assert average_precision_interval(1.0, 9) == (1.0, 1.0)


@pytest.mark.parametrize("decimals", [0, 1, 6])
def test_straightening_keeps_the_picture(decimals):
    truth, score = sample(3, 500, decimals)
    curve = roc_curve(truth, score)
    short = straighten(curve)
    assert len(short.x) <= len(curve.x)
    assert roc_auc(short) == pytest.approx(roc_auc(curve), abs=1e-12)
    corners = set(zip(short.x, short.y, strict=True))
    for x, y in zip(curve.x, curve.y, strict=True):
        if (x, y) in corners:
            continue
        # What was left out lies on an upright or level piece between two corners that stayed.
        on_upright = [v for u, v in corners if u == x]
        on_level = [u for u, v in corners if v == y]
        assert (on_upright and min(on_upright) <= y <= max(on_upright)) or (
            on_level and min(on_level) <= x <= max(on_level)
        )


def test_an_excursion_at_one_x_is_kept():
    curve = Rates(np.array([0, 0.5, 0.5, 0.5, 1]), np.array([1, 0.5, 0.9, 0.4, 0.3]))
    assert len(straighten(curve).x) == 5
