"""Numbers read with everything that belongs to them."""

from fractions import Fraction
from time import perf_counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from natfig.prose.quantities import find_quantities, is_same_amount
from natfig.prose.unitnames import find_unit


def one(text):
    found = find_quantities(text)
    assert len(found) == 1, found
    return found[0]


def values(text):
    return [q.value for q in find_quantities(text)]


@pytest.mark.parametrize(
    ("text", "value", "unit"),
    [
        ("5 mM glucose", 5, "mM"),
        ("5mM", 5, "mM"),
        ("a 5-mM solution", 5, "mM"),
        ("24h later", 24, "h"),
        ("twenty-four hours", 24, "hours"),
        ("at 37°C", 37, "°C"),
        ("at −20 °C", -20, "°C"),
        ("at (-20 °C)", -20, "°C"),
        ("5 mg kg−1 d−1", 5, "mg kg−1 d−1"),
        ("5 mg kg-1", 5, "mg kg-1"),
        ("3 mL per minute", 3, "mL per minute"),
        ("a 3-fold rise", 3, "fold"),
        ("300 × g for", 300, "× g"),
        ("12-week-old mice", 12, "week"),
        ("50 per cent of", 50, "per cent"),
        ("5 µm thick", 5, "µm"),
        ("10 µm2 of", 10, "µm2"),
    ],
)
def test_a_value_with_its_unit(text, value, unit):
    quantity = one(text)
    assert (quantity.value, quantity.unit) == (value, unit)
    assert quantity.measure is not None
    assert text[quantity.unit_start : quantity.unit_end] == unit


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("10,000 cells", 10_000),
        ("10 000 cells", 10_000),
        ("1\u202f250\u202f000 reads", 1_250_000),
        ("2.5 million people", 2_500_000),
        ("a hundred and five mice", 105),
        ("two hundred mice", 200),
        ("three thousand two hundred and six mice", 3206),
        ("two-thirds of", Fraction(2, 3)),
        ("a quarter of", Fraction(1, 4)),
        ("half of", Fraction(1, 2)),
        ("1.5 × 10−3", Fraction(15, 10_000)),
        ("1.5 × 10^5", 150_000),
        ("1e-4", Fraction(1, 10_000)),
        ("10⁻³ of", Fraction(1, 1000)),
        ("10–3 M", Fraction(1, 1000)),
        (".05", Fraction(1, 20)),
        ("5-fluorouracil", 5),
    ],
)
def test_how_a_number_is_written(text, value):
    assert one(text).value == value


@pytest.mark.parametrize(
    "text",
    ["IL-6", "p53", "H2O2", "COVID-19", "CD4+", "C57BL/6", "GSE12345", "3D", "16S", "no one knows", "someone",
     "one another", "half-life", "often"],
)  # fmt: skip
def test_what_is_a_name_is_no_number(text):
    assert find_quantities(text) == ()


@pytest.mark.parametrize(
    ("text", "comparator"),
    [
        ("at least 5 mM", ">="),
        ("P < 0.05", "<"),
        ("P = 0.05", ""),
        ("≤ 5", "<="),
        ("<= 5", "<="),
        ("up to 5", "<="),
        ("no more than five", "<="),
        ("more than 5", ">"),
        ("about 5", "~"),
        ("∼5", "~"),
        ("nearly 5", "~<"),
        ("5 kg or more", ">="),
        ("5 or fewer", "<="),
        ("5", ""),
    ],
)
def test_comparators(text, comparator):
    assert one(text).comparator == comparator


@pytest.mark.parametrize(
    ("text", "low", "high"),
    [
        ("5–10 mm", 5, 10),
        ("5-10 mm", 5, 10),
        ("5 - 10 mm", 5, 10),
        ("5 to 10 mm", 5, 10),
        ("between 5 and 10 mm", 5, 10),
        ("between 5 mm and 10 mm", 5, 10),
        ("from 30% to 20%", 30, 20),
        ("-5 °C to −10 °C", -5, -10),
        # Only "10–3 M" may have lost a superscript.
        ("10–15 min", 10, 15),
    ],
)
def test_ranges(text, low, high):
    quantity = one(text)
    assert (quantity.value, quantity.high) == (low, high)
    assert quantity.measure is not None


def test_ends_in_different_units_are_two_quantities():
    assert [q.unit for q in find_quantities("50 nM to 1 mM")] == ["nM", "mM"]


def test_two_numbers_joined_by_and_are_no_range():
    assert values("3 and 5 mice") == [3, 5]


@pytest.mark.parametrize("text", ["5.2 ± 0.3 mM", "5.2 mM ± 0.3 mM", "5.2 +/- 0.3 mM"])
def test_spread(text):
    quantity = one(text)
    assert (quantity.text, quantity.spread_text, quantity.decimals) == ("5.2", "0.3", 1)


@pytest.mark.parametrize("text", ["3 of 12 mice", "3 out of 12 mice", "3/12 mice", "3 of the 12 mice"])
def test_part_of_a_whole(text):
    assert (one(text).value, one(text).of) == (3, 12)


@pytest.mark.parametrize(
    ("text", "label"),
    [("Fig. 2a", "Fig."), ("day 3", "day"), ("Table 1", "Table"), ("pH 7.4", "pH"), ("5 mM", "")],
)
def test_labels(text, label):
    assert one(text).label == label


@pytest.mark.parametrize(
    ("text", "symbol"), [("n = 5", "n"), ("P < 0.05", "P"), ("R2 = 0.9", "R2"), ("in 5", "")]
)
def test_symbols(text, symbol):
    assert one(text).symbol == symbol


def test_ordinals():
    assert one("the 2nd run").is_ordinal


def test_a_ratio_is_two_numbers():
    assert values("diluted 1:100") == [1, 100]


@pytest.mark.parametrize(
    ("a", "b", "same"),
    [
        ("0.5 mm", "500 µm", True),
        ("0.5 mm", "500 mm", False),
        ("24 h", "1 day", True),
        ("1 mM", "1 mmol/L", True),
        ("1 mM", "1 mm", False),
        ("5 mg/mL", "5 g/L", True),
        ("5 mg mL−1", "5 mg/mL", True),
        ("50%", "50 per cent", True),
        ("50%", "0.5", False),
        ("5 percent", "5 percentage points", False),
        ("12 months", "1 year", True),
        ("1 month", "30 days", False),
        ("5–10 mm", "5 mm", False),
        ("1 L", "1 dm3", True),
        ("threefold", "3-fold", True),
    ],
)
def test_amounts(a, b, same):
    assert is_same_amount(one(a), one(b)) is same
    assert is_same_amount(one(b), one(a)) is same


def test_words_after_a_number_are_no_units():
    assert [q.unit for q in find_quantities("In 2 of A and 3 at night, 4 us and 5 in vitro")] == [
        "",
        "",
        "",
        "",
    ]


def test_a_unit_is_read_from_a_place():
    found = find_unit("kJ mol−1 of", 0)
    assert found is not None
    assert found[0] == len("kJ mol−1")
    assert found[1].factor == 1000


@given(st.text(alphabet="0123456789.,-–−+±×x/:^eE %mµMgL anoftd<≤~()", max_size=60))
def test_every_text_is_read(text):
    last = 0
    for quantity in find_quantities(text):
        assert (
            last <= quantity.start <= quantity.number_start < quantity.number_end <= quantity.end <= len(text)
        )
        assert quantity.unit_start <= quantity.unit_end <= quantity.end
        last = quantity.end


@given(st.integers(0, 10**9), st.sampled_from(["mM", "kg", "%", "µm", "mL min−1"]))
def test_whole_numbers_are_read_as_they_are(value, unit):
    assert one(f"we added {value} {unit} of it").value == value
    assert one(f"we added {value:,} {unit} of it").value == value


def test_time_grows_with_the_length():
    text = "We added 5.0 ± 0.3 mM for 3–5 h to IL-6 and twelve mice (P < 0.05), 1.2.3.4-5-6-7. "
    begin = perf_counter()
    find_quantities(text * 100)
    short = perf_counter() - begin
    begin = perf_counter()
    find_quantities(text * 1000)
    assert perf_counter() - begin < 30 * short + 0.05
    find_quantities("1" * 100_000)
    find_quantities("1,111" * 20_000)
    find_quantities("-" * 100_000)
