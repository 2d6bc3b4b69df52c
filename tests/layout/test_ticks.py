import itertools
import math
import re

import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st

from natfig.layout.ticks import format_ticks, linear_ticks, log_labels, log_ticks, minor_log_ticks

MINUS, THIN = "\u2212", "\u2009"


def value(label):
    """Read a label as the number it states."""
    text = label.replace(MINUS, "-").replace(THIN, "").strip("$")
    if found := re.fullmatch(r"(?:(-?[\d.]+) \\times |(-?))([\d.]+)\^\{(-?\d+)\}", text):
        lead = float(found[1]) if found[1] else float(f"{found[2]}1")
        return lead * float(found[3]) ** int(found[4])
    if text.endswith("%"):
        return float(text[:-1]) / 100
    return float(text)


@pytest.mark.parametrize(
    ("low", "high", "most", "ticks"),
    [
        (0, 1, 5, [0, 0.5, 1]),
        (0, 10, 5, [0, 5, 10]),
        (0, 4, 5, [0, 1, 2, 3, 4]),
        (0, 100, 6, [0, 20, 40, 60, 80, 100]),
        (-1, 1, 5, [-1, -0.5, 0, 0.5, 1]),
        (0.13, 0.37, 5, [0.15, 0.2, 0.25, 0.3, 0.35]),
        (1990, 2024, 5, [1990, 2000, 2010, 2020]),
        (0, 1e-9, 3, [0, 5e-10, 1e-9]),
        (5, 5, 5, []),
        (7, 5, 5, []),
        (math.nan, 5, 5, []),
        (0, math.inf, 5, []),
        (-1.7e308, 1.7e308, 5, []),
        (0, 5e-324, 5, []),
    ],
)
def test_round_values(low, high, most, ticks):
    assert linear_ticks(low, high, most) == pytest.approx(ticks)


@given(st.floats(-1e9, 1e9), st.floats(1e-6, 1e9), st.integers(3, 7))
@example(-0.3, 0.6, 5)
def test_ticks_are_few_round_inside_and_equally_far_apart(low, span, most):
    high = low + span
    assume(high > low)
    ticks = linear_ticks(low, high, most)
    assert len(ticks) <= most
    assert ticks == sorted(ticks)
    slack = 1e-6 * span + 1e-12 * abs(low)
    assert all(low - slack <= t <= high + slack for t in ticks)
    if span > 1e-6 * abs(low):
        assert len(ticks) >= 2
        steps = [b - a for a, b in itertools.pairwise(ticks)]
        assert max(steps) - min(steps) <= 1e-9 * max(map(abs, ticks)) + 1e-3 * steps[0]
        lead = float(f"{steps[0]:.3e}".partition("e")[0])
        assert lead in (1, 2, 2.5, 5, 10)


@given(st.floats(-1e9, 1e9), st.floats(1e-6, 1e9), st.integers(3, 7))
@example(155_252_000.0, 100.0, 5)
@example(1e6, 4.0, 5)
@example(0.001, 1e-6, 5)
@example(-3.0, 6.0, 5)
@example(0.0, 1e7, 5)
def test_every_label_states_its_own_tick(low, span, most):
    assume(span > 1e-6 * abs(low))
    ticks = linear_ticks(low, low + span, most)
    labels = format_ticks(ticks)
    assert len(set(labels)) == len(labels)
    for tick, label in zip(ticks, labels, strict=True):
        assert value(label) == pytest.approx(tick, rel=1e-6, abs=1e-6 * span)
        assert "-" not in label.replace("^{-", "").replace("$-", "")


@pytest.mark.parametrize(
    ("values", "labels"),
    [
        ([0, 5, 10], ["0", "5", "10"]),
        ([0, 0.5, 1], ["0.0", "0.5", "1.0"]),
        ([0, 0.25, 0.5], ["0.00", "0.25", "0.50"]),
        ([-1, 0, 1], [f"{MINUS}1", "0", "1"]),
        ([-0.5, 0.0, 0.5], [f"{MINUS}0.5", "0.0", "0.5"]),
        ([-0.0, 1], ["0", "1"]),
        ([0, 5000], ["0", "5000"]),
        ([0, 10000], ["0", f"10{THIN}000"]),
        ([-250000, 250000], [f"{MINUS}250{THIN}000", f"250{THIN}000"]),
        ([12345.5], [f"12{THIN}345.5"]),
        ([0, 1e6], ["0", "$10^{6}$"]),
        ([0, 5e5, 1e6], ["0", r"$5 \times 10^{5}$", "$10^{6}$"]),
        ([-2e6, 2e6], [r"$-2 \times 10^{6}$", r"$2 \times 10^{6}$"]),
        ([-1e6], ["$-10^{6}$"]),
        ([1e-5, 2e-5], ["$10^{-5}$", r"$2 \times 10^{-5}$"]),
        ([0.002, 0.004], ["0.002", "0.004"]),
        ([0.1 + 0.2], ["0.3"]),
        ([0], ["0"]),
        ([], []),
    ],
)
def test_labels_have_one_number_of_decimals_true_minus_and_thin_thousands(values, labels):
    assert format_ticks(values) == labels


@pytest.mark.parametrize(
    ("values", "form", "labels"),
    [
        ([0.5, 1], ".1f", ["0.5", "1.0"]),
        ([-0.5], ".0%", [f"{MINUS}50%"]),
        ([1e-7], ".1e", [f"1.0e{MINUS}07"]),
        ([1200], ",.0f", ["1,200"]),
    ],
)
def test_a_format_of_the_author_wins(values, form, labels):
    assert format_ticks(values, form) == labels
    assert log_labels(values, 10, form) == labels


@pytest.mark.parametrize(
    ("low", "high", "base", "most", "ticks"),
    [
        (1, 1000, 10, 5, [1, 10, 100, 1000]),
        (0.5, 2000, 10, 5, [1, 10, 100, 1000]),
        (1e-3, 1e6, 10, 5, [1e-2, 1, 1e2, 1e4, 1e6]),
        (1, 64, 2, 10, [1, 2, 4, 8, 16, 32, 64]),
        (1, 64, 2, 4, [1, 4, 16, 64]),
        (2, 8, 10, 5, []),
        (0.25, 4, 2, 5, [0.25, 0.5, 1, 2, 4]),
    ],
)
def test_powers_on_a_logarithmic_axis(low, high, base, most, ticks):
    assert log_ticks(low, high, base, most) == pytest.approx(ticks)


@given(st.floats(1e-12, 1e12), st.floats(1.01, 1e15), st.sampled_from([2.0, 10.0]), st.integers(2, 8))
def test_powers_are_inside_few_and_equally_far_apart(low, ratio, base, most):
    high = low * ratio
    ticks = log_ticks(low, high, base, most)
    assert len(ticks) <= most
    assert all(low * (1 - 1e-6) <= t <= high * (1 + 1e-6) for t in ticks)
    exponents = [round(math.log(t, base)) for t in ticks]
    assert len({b - a for a, b in itertools.pairwise(exponents)}) <= 1
    labels = log_labels(ticks, base)
    assert len(set(labels)) == len(labels)
    assert [value(t) for t in labels] == pytest.approx(ticks)


def test_minor_ticks_are_the_multiples_between_powers():
    assert minor_log_ticks(1, 10) == [2, 3, 4, 5, 6, 7, 8, 9]
    assert minor_log_ticks(0.05, 0.3) == pytest.approx([0.05, 0.06, 0.07, 0.08, 0.09, 0.2, 0.3])


@pytest.mark.parametrize(
    ("values", "base", "labels"),
    [
        ([1, 10, 100], 10, ["1", "10", "100"]),
        ([1, 10, 100, 1000, 10000], 10, ["$10^{0}$", "$10^{1}$", "$10^{2}$", "$10^{3}$", "$10^{4}$"]),
        ([0.01, 1, 100], 10, ["0.01", "1", "100"]),
        ([0.001, 1], 10, ["$10^{-3}$", "$10^{0}$"]),
        ([1, 2, 4, 8], 2, ["1", "2", "4", "8"]),
        ([0.5, 1, 2], 2, ["$2^{-1}$", "$2^{0}$", "$2^{1}$"]),
        ([2**20], 2, ["$2^{20}$"]),
        # Ticks the author set need not be powers; no label may state another number.
        ([1, 1.5, 2], 2, ["1", "1.5", "2"]),
        ([20, 200, 20000], 10, ["20", "200", f"20{THIN}000"]),
        ([0.5, 1.5, 3], 2, ["0.5", "1.5", "3"]),
        ([2e-5, 2], 10, [r"$2 \times 10^{-5}$", r"$2 \times 10^{0}$"]),
    ],
)
def test_labels_of_a_logarithmic_axis(values, base, labels):
    assert log_labels(values, base) == labels
