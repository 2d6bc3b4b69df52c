import pytest

from natfig.core.errors import DataError
from natfig.images.lengths import format_length, parse_um, unit_um


@pytest.mark.parametrize(
    ("text", "um"),
    [
        ("0.325 µm", 0.325),
        ("0.325 \u03bcm", 0.325),  # Greek mu
        ("0,325um", 0.325),
        ("325 nm", 0.325),
        ("2 Å", 2e-4),
        ("2 \u212b", 2e-4),  # ångström sign
        ("1.5 mm", 1500.0),
        (".5 µm/px", 0.5),
        ("0.5 µm / pixel", 0.5),
        ("1e-3 mm", 1.0),
        ("3 microns", 3.0),
    ],
)
def test_lengths_are_read(text, um):
    assert parse_um(text, "pixel_size") == pytest.approx(um, rel=1e-12)


@pytest.mark.parametrize(
    "text", ["", "5", "µm", "-1 µm", "0 µm", "5 px", "5 apples", "1e999 m", "nan µm", "5 µm 3"]
)
def test_others_are_refused(text):
    with pytest.raises(DataError, match=r"scale_bar .* is not a length; write a number and a unit"):
        parse_um(text, "scale_bar")


@pytest.mark.parametrize(
    ("um", "text"),
    [(20.0, "20 µm"), (0.5, "500 nm"), (1500.0, "1.5 mm"), (1.0, "1 µm"), (0.0002, "0.2 nm"), (2e6, "2 m")],
)
def test_lengths_are_written(um, text):
    assert format_length(um) == text
    assert parse_um(text, "x") == pytest.approx(um)


def test_a_word_that_is_no_unit():
    assert unit_um("pixel") is None
