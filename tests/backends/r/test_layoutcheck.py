import pytest

from natfig.backends.r.layoutcheck import crowded_names
from natfig.backends.r.svg import SvgResult


@pytest.mark.parametrize(
    ("group", "gap", "texts", "expected"),
    [
        ("panel-b.axis-x", 0.5, ("Chinstrap", "Gentoo"), {"b"}),
        ("panel-b.axis-x", 4.0, ("Chinstrap", "Gentoo"), set()),
        ("panel-b.axis-x", 0.5, ("10", "20"), set()),
        ("panel-b.axis-y", 0.5, ("Chinstrap", "Gentoo"), set()),
    ],
)
def test_names_that_read_as_one_ask_for_the_true_size(group, gap, texts, expected):
    boxes = ((10.0, 90.0, 36.0, 97.0), (36.0 + gap, 90.0, 56.0 + gap, 97.0))
    placed = [(group, text, box) for text, box in zip(texts, boxes, strict=True)]
    found = crowded_names(SvgResult(b"", {"b": (0.0, 0.0, 72.0, 36.0)}, 2, placed))
    assert set(found) == expected
    assert all(size == pytest.approx((25.4, 12.7)) for size in found.values())
