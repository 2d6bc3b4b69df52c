"""What is said of marks: which are gone, moved, resized, recoloured, drawn differently."""

from math import cos, sin

import pytest

from natfig.core.io import hash_bytes
from qa.diff.pairs import differ, said

BAR = '<rect x="20" y="30" width="5" height="20" fill="#0F4D92"/>'
AXIS = '<path d="M10 50H80" stroke="black" stroke-width="0.2"/>'


def circles(points, **attributes):
    more = "".join(f' {k}="{v}"' for k, v in attributes.items())
    return "".join(f'<circle cx="{x}" cy="{y}" r="0.6"{more}/>' for x, y in points)


def cloud(number):
    """Return points that fill the page evenly and in no order."""
    return [(5 + 80 * (k * 0.6180339887 % 1), 5 + 50 * (k * 0.7548776662 % 1)) for k in range(number)]


def group(name, body):
    return f'<g id="{name}">{body}</g>'


@pytest.mark.parametrize(
    ("new", "kind", "message"),
    [
        ('<rect x="20" y="25" width="5" height="25" fill="#0F4D92"/>', "resized", "5 × 20 mm → 5 × 25 mm"),
        ('<rect x="24" y="30" width="5" height="20" fill="#0F4D92"/>', "moved", "a mark moved right 4 mm"),
        ('<rect x="20" y="30" width="5" height="20" fill="red"/>', "recoloured", "fill #0F4D92 → #FF0000"),
        (
            '<rect x="20" y="30" width="5" height="20" fill="none" stroke="red"/>',
            "recoloured",
            "fill #0F4D92 → none",
        ),
        (
            '<rect x="20" y="30" width="5" height="20" fill="#0F4D92" opacity="0.4"/>',
            "restyled",
            "fill opacity 1 → 0.4",
        ),
        ("", "removed", "a mark is gone (2 → 1)"),
        (BAR + '<rect x="30" y="40" width="5" height="10"/>', "added", "a mark is new (2 → 3)"),
    ],
)
def test_one_mark(new, kind, message):
    changes = differ(AXIS + BAR, AXIS + new).changes
    assert changes[0].kind == kind
    assert changes[0].what == "mark"
    assert message in changes[0].message
    assert {c.kind for c in changes} == {kind}


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ('stroke-width="0.2"', 'stroke-width="0.4"', "stroke width 0.57 pt → 1.13 pt"),
        ('stroke="black"', 'stroke="red"', "stroke #000000 → #FF0000"),
        ('stroke="black"', 'stroke="black" stroke-dasharray="1"', "line solid → dashed"),
    ],
)
def test_one_line(old, new, message):
    (change,) = differ(AXIS, AXIS.replace(old, new)).changes
    assert change.message == f"a mark: {message}"


@pytest.mark.parametrize(
    "new",
    [
        '<path d="m 10,50 l 70,0" stroke="#000" stroke-width="0.2"/>',
        '<line x1="80" y1="50" x2="10" y2="50" stroke="black" stroke-width="0.2"/>',
        '<g transform="scale(2)"><path d="M5 25H40" style="stroke:black;stroke-width:.1"/></g>',
        '<path d="M10 50H45H80" stroke="black" stroke-width="0.2"/>',
    ],
)
def test_how_a_mark_is_written_does_not_matter(new):
    assert said(AXIS, new) == []


def test_a_line_that_runs_differently_in_the_same_box():
    old = '<path d="M10 50L40 20L70 50" fill="none" stroke="red"/>'
    new = '<path d="M10 50L50 20L70 50" fill="none" stroke="red"/>'
    (change,) = differ(old, new).changes
    assert (change.kind, change.what) == ("changed", "mark")
    assert "drawn differently" in change.message


def test_a_marker_of_another_shape():
    old = circles([(20, 20)], fill="red")
    new = '<rect x="19.4" y="19.4" width="1.2" height="1.2" fill="red"/>'
    (change,) = differ(old, new).changes
    assert "drawn differently" in change.message


def test_marks_of_a_series_are_told_by_its_name():
    points = [(10 + 3 * k, 40 - k) for k in range(20)]
    old = group("series.drug", circles(points, fill="red"))
    new = group("series.drug", circles(points[:3] + points[5:], fill="red"))
    assert said(old, new) == ["series.drug: 2 marks are gone (20 → 18)"]


def test_thousands_that_moved_are_one_line_with_the_largest():
    old = cloud(5000)
    new = [(x + 2 * sin(k), y + 2 * cos(3 * k)) for k, (x, y) in enumerate(old)]
    (change,) = differ(group("cloud", circles(old)), group("cloud", circles(new))).changes
    assert (change.kind, change.what) == ("moved", "mark")
    moved = [max(abs(a - c), abs(b - d)) > 0.1 for (a, b), (c, d) in zip(old, new, strict=True)]
    assert change.count == pytest.approx(sum(moved), abs=3)
    largest = max(((a - c) ** 2 + (b - d) ** 2) ** 0.5 for (a, b), (c, d) in zip(old, new, strict=True))
    assert f"{largest:.1f} mm at most" in change.message


def test_a_heat_map_of_other_values_is_one_line():
    def cells(shade):
        return "".join(
            f'<rect x="{10 + 2 * (k % 20)}" y="{10 + 2 * (k // 20)}" width="2" height="2" fill="{shade(k)}"/>'
            for k in range(400)
        )

    old, new = cells(lambda k: f"#{k % 256:02x}0000"), cells(lambda k: f"#00{k * 7 % 256:02x}40")
    assert said(group("map", old), group("map", new)) == ["map: all 400 marks have another fill"]


def test_shuffled_marks_are_the_same():
    rows = [circles([p], fill="red" if k % 3 else "blue") for k, p in enumerate(cloud(600))]
    other = sorted(rows, key=lambda row: hash_bytes(row.encode()))
    assert said(group("cloud", "".join(rows)), group("cloud", "".join(other))) == []


def test_many_marks_at_one_place():
    rows = circles([(20, 20)] * 3000, fill="red") + circles([(20, 20)] * 3000, fill="blue")
    other = circles([(20, 20)] * 3000, fill="blue") + circles([(20, 20)] * 2999, fill="red")
    assert said(group("stack", rows), group("stack", other)) == ["stack: a mark is gone (6,000 → 5,999)"]


def test_one_mark_taken_from_the_front_is_one_mark():
    points = [(5 + (k * 37 % 80), 5 + (k * 17 % 50)) for k in range(2000)]
    assert said(group("cloud", circles(points)), group("cloud", circles(points[1:]))) == [
        "cloud: a mark is gone (2,000 → 1,999)"
    ]


def test_bars_that_grew_are_bars():
    def bars(heights):
        return group(
            "series.bars",
            "".join(
                f'<rect x="{10 * k}" y="{50 - h}" width="6" height="{h}"/>' for k, h in enumerate(heights, 1)
            ),
        )

    assert said(bars([10, 20, 30, 25]), bars([10, 22, 30, 20])) == [
        "series.bars: 2 of 4 marks are another size, by 5 mm at most"
    ]


def test_letters_drawn_as_shapes_are_no_marks():
    old = '<g id="figure_1"><text x="10" y="20">ab</text></g>'
    glyph = '<defs><path id="DejaVuSans-61" d="M0 0H2V2H0Z"/></defs>'
    new = f'{glyph}<g id="figure_1">{AXIS}<use href="#DejaVuSans-61" x="40" y="40"/></g>'
    assert "a letter drawn as a shape is new" in said(old, new)
