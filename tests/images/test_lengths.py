import pytest

from natfig.core.errors import DataError
from natfig.images.lengths import format_length, parse_extent, unit_um


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
    assert parse_extent(text, "pixel_size") == (pytest.approx(um, rel=1e-12), False)


@pytest.mark.parametrize(
    ("text", "arcsec"),
    [
        ("0.138 arcsec", 0.138),
        ("20″", 20.0),
        ('20"', 20.0),
        ("50 mas/px", 0.05),
        ("2 arcmin", 120.0),
        ("1.5′", 90.0),
        ("0.5°", 1800.0),
        ("1 deg", 3600.0),
    ],
)
def test_angles_are_read(text, arcsec):
    assert parse_extent(text, "pixel_size") == (pytest.approx(arcsec, rel=1e-12), True)


@pytest.mark.parametrize(
    ("arcsec", "text"), [(20.0, "20″"), (90.0, "1.5′"), (7200.0, "2°"), (0.5, "0.5″"), (0.05, "50 mas")]
)
def test_angles_are_written(arcsec, text):
    assert format_length(arcsec, is_angle=True) == text
    assert parse_extent(text, "x") == (pytest.approx(arcsec), True)


@pytest.mark.parametrize(
    "text", ["", "5", "µm", "-1 µm", "0 µm", "5 px", "5 apples", "1e999 m", "nan µm", "5 µm 3"]
)
def test_others_are_refused(text):
    with pytest.raises(DataError, match=r"scale_bar .* is not a length; write a number and a unit"):
        parse_extent(text, "scale_bar")


@pytest.mark.parametrize(
    ("um", "text"),
    [(20.0, "20 µm"), (0.5, "500 nm"), (1500.0, "1.5 mm"), (1.0, "1 µm"), (0.0002, "0.2 nm"), (2e6, "2 m")],
)
def test_lengths_are_written(um, text):
    assert format_length(um) == text
    assert parse_extent(text, "x") == (pytest.approx(um), False)


def test_a_word_that_is_no_unit():
    assert unit_um("pixel") is None
