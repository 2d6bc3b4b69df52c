"""Results in words."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from natfig.stats.result import Comparison, Effect
from natfig.stats.words import describe, describe_effect, format_number, format_p, format_statistic


@pytest.mark.parametrize(
    ("p", "text"),
    [
        (1.0, "P > 0.99"),
        (0.996, "P > 0.99"),
        (0.994, "P = 0.99"),
        (0.24, "P = 0.24"),
        (0.1, "P = 0.10"),
        (0.0999, "P = 0.100"),
        (0.0793941, "P = 0.079"),
        (0.05, "P = 0.050"),
        (0.0496, "P = 0.0496"),
        (0.04999, "P = 0.04999"),
        (0.0501, "P = 0.050"),
        (0.0098, "P = 0.0098"),
        (0.003, "P = 0.003"),
        (0.00099, "P = 0.0010"),
        (0.0004, "P = 0.0004"),
        (0.0001, "P = 0.0001"),
        (0.0000999, "P < 0.0001"),
        (0.0, "P < 0.0001"),
    ],
)
def test_p_values(p, text):
    if p == 0.00099:
        # Rounding would reach 0.001 from below.
        text = "P = 0.00099"
    assert format_p(p) == text


@pytest.mark.parametrize(
    ("p", "floor", "text"),
    [
        (1.234e-7, 0, "P = 1.2 × 10⁻⁷"),
        (0.00005, 0, "P = 5.0 × 10⁻⁵"),
        (0.0, 0, "P < 2.2 × 10⁻³⁰⁸"),
        (3e-320, 0, "P < 2.2 × 10⁻³⁰⁸"),
        (0.0005, 0.001, "P < 0.001"),
        (1e-9, 1e-8, "P < 1.0 × 10⁻⁸"),
    ],
)
def test_p_values_below_and_above_another_floor(p, floor, text):
    assert format_p(p, floor) == text


def test_the_symbol_is_the_callers():
    assert format_p(0.2, symbol="p") == "p = 0.20"


@pytest.mark.parametrize("p", [-0.1, 1.1, float("nan")])
def test_what_is_no_probability(p):
    with pytest.raises(ValueError, match="outside 0 and 1"):
        format_p(p)


@given(st.floats(0, 1))
def test_a_printed_p_is_on_the_right_side_of_every_level(p):
    text = format_p(p, 0)
    if "=" not in text:
        return
    mantissa, _, power = text.removeprefix("P = ").partition(" × 10")
    exponent = int(power.translate(str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹⁻", "0123456789-")) or 0)
    printed = float(f"{mantissa}e{exponent}")
    assert printed > 0
    half = 0.005 if p >= 0.1 else 0.0005 if p >= 0.001 else 0.00005 if p >= 0.0001 else 0.051 * p
    assert abs(printed - p) <= half * (1 + 1e-9)
    for level in (0.05, 0.01, 0.001):
        assert (printed < level) == (p < level)


def comparison(**given_fields):
    fields = {
        "test": "welch",
        "name": "two-sided Welch's t-test",
        "groups": ("a", "b"),
        "n": {"a": 10, "b": 10},
        "statistic": "t",
        "value": -1.8608,
        "df": (17.776,),
        "p": 0.07939,
        "effect": Effect("Hedges' g", -0.7970, -1.6873, 0.1149),
    }
    return Comparison(**(fields | given_fields))


@pytest.mark.parametrize(
    ("fields", "text"),
    [
        (
            {},
            "two-sided Welch's t-test, t(17.8) = −1.86, P = 0.079, Hedges' g = −0.80 (95% CI −1.69 to 0.11)",
        ),
        ({"effect": None}, "two-sided Welch's t-test, t(17.8) = −1.86, P = 0.079"),
        (
            {"effect": None, "adjusted": 0.238, "correction": "Holm"},
            "two-sided Welch's t-test, t(17.8) = −1.86, P = 0.24 (Holm-corrected)",
        ),
        (
            {
                "name": "one-way ANOVA with Tukey's HSD",
                "statistic": "q",
                "value": 2.5,
                "df": (3.0, 27.0),
                "adjusted": 0.07939,
                "correction": "Tukey",
                "effect": None,
            },
            "one-way ANOVA with Tukey's HSD, q(3, 27) = 2.50, P = 0.079",
        ),
        (
            {"name": "Fisher's exact test", "statistic": "", "value": math.nan, "df": (), "effect": None},
            "Fisher's exact test, P = 0.079",
        ),
        ({"effect": Effect("Hedges' g", math.nan)}, "two-sided Welch's t-test, t(17.8) = −1.86, P = 0.079"),
    ],
)
def test_comparisons(fields, text):
    assert describe(comparison(**fields)) == text


@pytest.mark.parametrize(
    ("statistic", "value", "df", "text"),
    [
        ("U", 35.5, (), "U = 35.5"),
        ("U", 36.0, (), "U = 36"),
        ("S", 137.99999999999997, (), "S = 138"),
        ("F", 4.8461, (2.0, 27.0), "F(2, 27) = 4.85"),
        ("χ²", 0.0042, (1.0,), "χ²(1) = 0.00420"),
        ("t", 0.0, (8.0,), "t(8) = 0.00"),
        ("t", -0.0004, (8.0,), "t(8) = −0.000400"),
        ("z", 12345678.9, (), "z = 1.2 × 10⁷"),
    ],
)
def test_statistics(statistic, value, df, text):
    assert format_statistic(comparison(statistic=statistic, value=value, df=df)) == text


@pytest.mark.parametrize(
    ("effect", "text"),
    [
        (Effect("r", 0.123456), "r = 0.123"),
        (
            Effect("difference of means", 1234.5678, 1200.0, 1269.1),
            "difference of means = 1234.6 (95% CI 1200.0 to 1269.1)",
        ),
        (
            Effect("difference of means", -3e-8, -1e-7, 4e-8),
            "difference of means = −3.0 × 10⁻⁸ (95% CI −1.0 × 10⁻⁷ to 4.0 × 10⁻⁸)",
        ),
        (Effect("Hedges' g", 0.38, -0.2, math.inf, 0.9), "Hedges' g = 0.38 (90% CI ≥ −0.20)"),
        (Effect("Hedges' g", 0.38, -math.inf, 1.3), "Hedges' g = 0.38 (95% CI ≤ 1.30)"),
        (Effect("odds ratio", 10.4123, 1.4678, 157.3), "odds ratio = 10.4 (95% CI 1.47 to 157)"),
        (Effect("odds ratio", math.inf, 2.345, math.inf), "odds ratio = ∞ (95% CI ≥ 2.35)"),
        (
            Effect("hazard ratio", 0.0871, 0.0312, 0.243, 0.99),
            "hazard ratio = 0.0871 (99% CI 0.0312 to 0.243)",
        ),
        (Effect("τ", 1.0, math.nan, math.nan), "τ = 1.00"),
    ],
)
def test_effects(effect, text):
    assert describe_effect(effect) == text


@pytest.mark.parametrize(
    ("value", "digits", "text"),
    [
        (-0.001, 2, "0.00"),
        (-1.005, 1, "−1.0"),
        (math.inf, 2, "∞"),
        (-math.inf, 2, "−∞"),
        (math.nan, 2, "not a number"),
        (0.0, 0, "0"),
        (-2.5e9, 2, "−2.5 × 10⁹"),
    ],
)
def test_numbers(value, digits, text):
    assert format_number(value, digits) == text


@given(st.floats(-1e300, 1e300), st.floats(0, 1e300), st.floats(0, 1e300))
def test_any_effect_can_be_said_without_a_hyphen_for_a_minus(value, below, above):
    text = describe_effect(Effect("difference", value, value - below, value + above))
    assert "-" not in text
    assert "nan" not in text
