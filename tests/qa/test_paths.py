"""Boxes and points of paths against fontTools, Chromium and shapes whose answer is known."""

import math
import random
import re
import time
import tracemalloc
from itertools import pairwise
from unittest.mock import patch

import pytest
from fontTools.pens.boundsPen import BoundsPen
from fontTools.svgLib.path import parse_path
from hypothesis import example, given
from hypothesis import strategies as st

from natfig.qa import _pathdata as pathdata
from natfig.qa.document import Box
from natfig.qa.geometry import IDENTITY, apply, parse_transform
from natfig.qa.paths import (
    ellipse_box,
    ellipse_points,
    path_box,
    path_facts,
    path_points,
    path_signature,
    poly_box,
    poly_points,
    rect_points,
)
from oracles import chromium

SKEWED = (1.2, 0.3, -0.7, 0.9, 5.0, -3.0)

# Path data → its box as Chromium draws it (px); None for nothing at all.
TABLE = {
    "polyline": "M 10 10 L 30 40 L 50 20",
    "relative": "m 10 10 l 20 30 l 20 -20",
    "implicit": "M10,10 30,40 50,20 m 5,5 10,10",
    "level and upright": "M10 10H50V40h-20v-10H5",
    "closed, then relative": "M10 10h20v20z l-5 -5",
    "closed, then a move": "M10 10h20v20z m-5 -5h3v50",
    "cubic": "M10 10C 10 60 60 60 60 10",
    "cubic with a loop": "M10 50 C 100 0, 0 0, 80 60",
    "cubic, relative": "M10 10c0 30 40 30 40 0 20 -30 30 -30 30 10",
    "smooth": "M10 30C10 0 30 0 30 30S50 60 50 30s20-30 20 0",
    "smooth after a line": "M10 30L20 40S50 60 50 30",
    "quadratic": "M10 10Q 35 70 60 10",
    "smooth quadratic": "M10 30Q20 0 30 30T50 30t20 5",
    "smooth quadratic after a line": "M10 30L15 35T50 30t20 5",
    "arc, small": "M10 40A30 20 0 0 1 50 20",
    "arc, large": "M10 40A30 20 0 1 1 50 20",
    "arc, anticlockwise": "M30 40A30 20 0 0 0 60 30",
    "arc, large anticlockwise": "M60 60A30 20 0 1 0 70 50",
    "arc, turned": "M50 50A40 10 35 1 1 60 52",
    "arc, radii too small": "M10 50A1 2 20 0 1 60 60",
    "arc, no radius": "M10 50A0 20 0 0 1 60 60",
    "arc, negative radii": "M10 50A-30 -30 0 0 1 40 60",
    "arc to its own start": "M10 50A30 30 0 1 1 10 50L20 60",
    "arc, flags glued": "M30 30a10,10 0 0120,5",
    "arcs repeated": "M30 30a10,10 0 01.5.5 9 9 0 1110 10",
    "circle of two arcs": "M20 40a20,20 0 1,0 40,0a20,20 0 1,0 -40,0",
    "glued numbers": "M10.5.5-3e0 4l1.5.5.5.25",
    "signs as separators": "M+10+10-5-5",
    "exponents": "M1e1 1E1L.5e2 5.0e+1",
    "commas and line ends": "M 10,10\nL\t20 , 20\r\nL30,5",
    "error: letter": "M10 10L20 20x30 30L90 90",
    "error: half a point": "M10 10L20 20 30L90 90",
    "error: half a curve": "M10 10L20 20C1 2 3 4 5 L90 90",
    "error: bad flag": "M10 40A30 20 0 0 1 50 20 A30 20 0 2 1 90 90",
    "error: number after the end": "M10 10H20V20z 5 5L90 90",
    "error: too large": "M10 10L20 20L1e39 5L90 90",
    "error: exponent without digits": "M10 10L20 20L30 5e L90 90",
    "error: no number": "M10 10L20 20L nan 5",
    "error: double sign": "M10 10L20 20L --5 5",
    "nothing: no move": "L10 10",
    "nothing: none": "none",
    "nothing: empty": "",
}


def random_path(seed, count=12):
    """Return well-formed path data with every command."""
    rng = random.Random(seed)  # noqa: S311 - the same cases every time
    sizes = {"M": 2, "L": 2, "H": 1, "V": 1, "C": 6, "S": 4, "Q": 4, "T": 2, "A": 7}
    out = ["M", f"{rng.uniform(-50, 50):.3f}", f"{rng.uniform(-50, 50):.3f}"]
    for _ in range(count):
        letter = rng.choice("LHVCSQTAZM" + "lhvcsqtaz" + "m")
        out.append(letter)
        if letter in "zZ":
            out.extend(["L", "1", "2"])
            continue
        for _ in range(rng.choice([1, 1, 2])):
            values = [f"{rng.uniform(-50, 50):.3f}" for _ in range(sizes[letter.upper()])]
            if letter in "aA":
                values[0], values[1] = f"{rng.uniform(1, 60):.3f}", f"{rng.uniform(1, 60):.3f}"
                values[3], values[4] = rng.choice("01"), rng.choice("01")
            out.extend(values)
        if letter in "mM":
            out.extend(["L", "3", "4"])
    return " ".join(out)


@pytest.mark.parametrize("seed", range(60))
def test_box_agrees_with_fonttools(seed):
    data = random_path(seed)
    pen = BoundsPen(None)
    parse_path(data, pen)
    # fontTools draws arcs as cubic curves, which leave the ellipse by 0.03 % of its radius.
    assert path_box(data) == pytest.approx(pen.bounds, abs=0.1)


@pytest.mark.parametrize("seed", range(60, 80))
def test_box_without_arcs_agrees_with_fonttools_exactly(seed):
    data = "".join(
        f"{a}{b}" for a, b in re.findall(r"([A-Za-z])([^A-Za-z]*)", random_path(seed)) if a not in "aA"
    )
    pen = BoundsPen(None)
    parse_path(data, pen)
    assert path_box(data) == pytest.approx(pen.bounds, abs=1e-6)


@pytest.fixture(scope="module")
def drawn(tmp_path_factory):
    """Return what Chromium measures for every path of the table: name → box in px or None."""
    path = tmp_path_factory.mktemp("paths") / "table.svg"
    groups = "".join(
        f'<g id="panel-p{i}"><path d="{data}"/></g>'.replace("\n", "&#10;")
        for i, data in enumerate(TABLE.values())
    )
    path.write_text(
        f'<svg xmlns="http://www.w3.org/2000/svg" width="200" height="200">{groups}</svg>', encoding="utf-8"
    )
    page = chromium.measure([path])[0]
    found = {group.id: group.rect for group in page.groups}
    return {name: found.get(f"panel-p{i}") for i, name in enumerate(TABLE)}


@pytest.mark.chromium
@pytest.mark.parametrize("name", TABLE)
def test_box_agrees_with_chromium(drawn, name):
    box, rect = path_box(TABLE[name]), drawn[name]
    if box is None:
        assert rect is None or (rect.w, rect.h) == (0, 0)
        return
    px = 96 / 25.4
    assert tuple(box) == pytest.approx(
        (rect.x * px, rect.y * px, rect.right * px, rect.bottom * px), abs=0.02
    )


def test_lone_moves_are_not_drawn():
    assert path_box("M5 5") is None
    assert path_box("M-90 -90 M10 10 L20 30 M500 500") == Box(10, 10, 20, 30)


def test_a_closed_point_is_drawn():
    # A round or square cap makes a dot of it.
    assert path_box("M5 6z") == Box(5, 6, 5, 6)
    assert path_points("M5 6z") == [[(5, 6)]]


@pytest.mark.parametrize("matrix", [IDENTITY, (0, 2, -3, 0, 1, 1), (2, 0, 0, -1, 5, 5), SKEWED])
@pytest.mark.parametrize("seed", range(10))
def test_points_fill_the_box(seed, matrix):
    data = random_path(seed)
    points = [p for part in path_points(data, matrix, 0.01) for p in part]
    assert tuple(path_box(data, matrix)) == pytest.approx(tuple(Box.around(points)), abs=0.0101)


def long_path(seed, commands):
    """Return path data of one kind that is longer than a stretch of 200 characters."""
    rng = random.Random(seed)  # noqa: S311 - the same cases every time
    sizes = {"L": 2, "H": 1, "V": 1, "C": 6, "Q": 4, "S": 4, "T": 2, "A": 7, "M": 2, "Z": 0, "": 2}
    mover = rng.choice("mM")
    out = [f"{mover} 1.5 {rng.uniform(-9, 9):.2f}"]
    for _ in range(120):
        letter = rng.choice(commands)
        values = [
            f"{rng.choice([1, 1, 1e-3]) * rng.uniform(-40, 40):.5g}" for _ in range(sizes[letter.upper()])
        ]
        if letter in "aA" and letter:
            values[3], values[4] = rng.choice("01"), rng.choice("01")
            out.append(letter + " ".join(values[:3]) + f" {values[3]}{values[4]}" + ",".join(values[5:]))
        elif rng.random() < 0.3:
            out.append(letter + "".join(v if v[0] == "-" else f" {v}" for v in values))
        else:
            out.append(letter + rng.choice([" ", ",", "\n"]).join(values))
        if letter in "zZ" and letter:
            out.append(f"{mover} 3 4")
    return rng.choice([" ", "\n"]).join(out)


def one_by_one(data):
    """Return events and whether the data was taken for valid, read command by command in one piece."""
    with patch.object(pathdata, "_FEW", 10**9), patch.object(pathdata, "_STRETCH", 10**9):
        return flat(pathdata.events(data))


def flat(events):
    """Return events with lines that follow each other as one, as plain lists."""
    out = []
    for event in events:
        if event[0] == "L" and out and out[-1][0] == "L":
            assert (out[-1][1][-1], out[-1][2][-1]) == (event[1][0], event[2][0])
            out[-1][1].extend(event[1][1:])
            out[-1][2].extend(event[2][1:])
        elif event[0] == "L":
            out.append(("L", list(event[1]), list(event[2])))
        else:
            out.append(event)
    return out


KINDS = [
    "L",
    "l",
    "LM",
    "lm",
    "C",
    "c",
    "H",
    "HV",
    "hv",
    "LHVZ",
    "lhvz",
    "LHl",
    "QL",
    "st",
    "a",
    "A",
    ["", "", "L"],
]
KINDS += ["CS", "Zm", "MZ", [""], ["l", ""], "LlHhVvCcSsQqTtAaZz"]


@pytest.mark.parametrize("stretch", [60, 333, 4096])
@pytest.mark.parametrize("kind", KINDS, ids="".join)
def test_stretches_change_nothing(kind, stretch):
    for seed in range(4):
        data = long_path(seed, kind)
        with patch.object(pathdata, "_STRETCH", stretch), patch.object(pathdata, "_FEW", 20):
            assert flat(pathdata.events(data)) == one_by_one(data)


@given(
    st.lists(
        st.one_of(
            st.sampled_from([*"MLHVCSQTAZmlhvcsqtaz", ",", " ", "-", ".", "e", "n", "\x00"]),
            st.floats().map(repr),
        ),
        max_size=40,
    ).map(" ".join)
)
@example("M 0 0 L 1 1 " + "L 1 " * 40)
@example("M 0 0" + " " * 400 + "L 5 5")
@example("M 0 0 h 5 5 5 5 V 3 3 3 x" + " 1" * 200)
def test_nothing_raises_and_stretches_agree(data):
    whole = one_by_one(data)
    with patch.object(pathdata, "_STRETCH", 50), patch.object(pathdata, "_FEW", 10):
        assert flat(pathdata.events(data)) == whole


@given(st.text(alphabet="MmLlHhVvCcSsQqTtAaZz0123456789.,-+eE \n_nxi\u0661\u00a0", max_size=80))
def test_any_text_is_read_without_an_error(data):
    box = path_box(data)
    points = path_points(data)
    assert (box is None) == (not points)
    if box:
        assert all(map(math.isfinite, box))
        around = Box.around([p for part in points for p in part])
        reach = max(1.0, *map(abs, box))
        assert Box(*box).holds(around, 1e-6 * reach)
    path_signature(data)
    poly_points(data)


@given(st.integers(0, 10**9), st.sampled_from([IDENTITY, SKEWED, (0, 1, 1, 0, 0, 0), (1, 0, 0, 0, 3, 3)]))
def test_box_and_points_agree(seed, matrix):
    data = random_path(seed, 6)
    points = [p for part in path_points(data, matrix, 0.005) for p in part]
    box = path_box(data, matrix)
    assert tuple(box) == pytest.approx(tuple(Box.around(points)), abs=0.00501)


@pytest.mark.parametrize(
    ("data", "signature"),
    [
        ("M0 0L1 1L2 2", (1, 2, 0, False)),
        ("M0 0 1 1 2 2z", (1, 2, 0, True)),
        ("M0 0h1v1H0V0zm1 1l2 2", (2, 5, 0, True)),
        ("M0 0C1 1 2 2 3 3S4 4 5 5Q1 1 2 2T3 3A1 1 0 0 1 9 9", (1, 0, 5, False)),
        ("M0 0 M5 5", (0, 0, 0, False)),
        ("M0 0C1 1 2 2 3 3 4 4 5 5 6 6", (1, 0, 2, False)),
        ("", (0, 0, 0, False)),
    ],
)
def test_signature(data, signature):
    assert path_signature(data) == signature


def test_facts_of_long_data_are_those_of_its_parts():
    data = "M0 0" + "".join(f"L{i} {i % 7}" for i in range(9000))
    assert path_facts(data, (2, 0, 0, 1, 0, 1)) == (Box(0, 1, 17998, 7), (1, 9000, 0, False))


def test_points_of_a_closed_subpath_end_where_they_begin():
    assert path_points("M1 1h4v4zM9 9h1") == [[(1, 1), (5, 1), (5, 5), (1, 1)], [(9, 9), (10, 9)]]
    assert path_points("M1 1h4v4l-4-4z")[0] == [(1, 1), (5, 1), (5, 5), (1, 1)]


def test_drawing_goes_on_from_where_a_subpath_closed():
    assert path_points("M1 1h4v4zh-3") == [[(1, 1), (5, 1), (5, 5), (1, 1)], [(1, 1), (-2, 1)]]


@pytest.mark.parametrize("tolerance", [0.1, 0.02, 0.001])
@pytest.mark.parametrize("matrix", [IDENTITY, (3, 0, 0, 0.2, 0, 0), SKEWED])
def test_flattened_circle_stays_within_tolerance(matrix, tolerance):
    points = path_points("M-5 0a5 5 0 0110 0a5 5 0 01-10 0", matrix, tolerance)[0]
    exact = [apply(matrix, 5 * math.cos(t / 500), 5 * math.sin(t / 500)) for t in range(0, 3142, 7)]
    for x, y in exact:
        assert min(distance(x, y, *a, *b) for a, b in pairwise(points)) <= tolerance * 1.01
    assert len(points) < 20 + 12 / math.sqrt(tolerance)


def distance(x, y, x0, y0, x1, y1):
    """Distance of a point from a segment."""
    dx, dy = x1 - x0, y1 - y0
    square = dx * dx + dy * dy
    t = max(0.0, min(1.0, ((x - x0) * dx + (y - y0) * dy) / square)) if square else 0.0
    return math.hypot(x - x0 - t * dx, y - y0 - t * dy)


@pytest.mark.parametrize("data", ["M0 0C0 40 40 40 40 0", "M0 0Q20 50 40 0", "M0 0C90 40 -50 40 40 0"])
def test_flattened_curves_stay_within_tolerance(data):
    coarse = path_points(data, tolerance=0.05)[0]
    fine = path_points(data, tolerance=0.00005)[0]
    assert len(coarse) < 70
    for x, y in fine:
        assert min(distance(x, y, *a, *b) for a, b in pairwise(coarse)) <= 0.05


def test_hostile_curves_make_few_points():
    start = time.perf_counter()
    data = "M0 0" + "a1e9 1e9 0 0 1 1e9 5" * 20_000
    count = sum(map(len, path_points(data)))
    assert 20_000 < count <= 520_000
    assert time.perf_counter() - start < 20


def test_a_matrix_out_of_range_leaves_nothing():
    assert path_box("M0 0L1e38 5", (1e300, 0, 0, 1, 0, 0)) is None
    assert path_points("M0 0L1e38 5", (1e300, 0, 0, 1, 0, 0)) == []


@pytest.mark.parametrize(
    "data",
    [
        "M 0 0" + "\nL 12.345678 -87.654321" * 30_000,
        "m0,0 " + "1,2 3,-4 " * 60_000,
        "M0 0" + "C1 2 3 4 5 6" * 15_000,
        "M0 0" + "H5V6" * 60_000,
        "M0 0l" + "1.5-5.5.5" * 30_000,
    ],
    ids=["lines", "implicit", "curves", "steps", "glued"],
)
def test_long_data_takes_little_memory(data):
    tracemalloc.start()
    assert path_box(data) is not None
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 1_500_000


@pytest.mark.parametrize(
    ("points", "expected"),
    [
        ("0,0 10,5 3 4", [(0, 0), (10, 5), (3, 4)]),
        ("0 0-5-5.5.5", [(0, 0), (-5, -5.5), (0.5,)]),
        ("1,2,3,4,5", [(1, 2), (3, 4)]),
        ("1,2 3,x 5,6", [(1, 2)]),
        (" \n1e1,2\t", [(10, 2)]),
        ("1,2 nan,4", [(1, 2)]),
        ("1,2 3,4 L 5 6", [(1, 2), (3, 4)]),
        ("1,2 1_0,4", [(1, 2)]),
        ("1,2 1e99,4", [(1, 2)]),
        ("", []),
    ],
)
def test_points_attribute(points, expected):
    expected = [p for p in expected if len(p) == 2]
    assert poly_points(points) == expected
    box = poly_box(points)
    assert box == (Box.around(expected) if expected else None)


def test_ellipse():
    assert ellipse_box(5, 6, 2, 3) == Box(3, 3, 7, 9)
    points = ellipse_points(5, 6, 2, 3, SKEWED, tolerance=0.0005)
    assert points[0] == pytest.approx(points[-1])
    assert tuple(ellipse_box(5, 6, 2, 3, SKEWED)) == pytest.approx(tuple(Box.around(points)), abs=0.001)


def test_rectangle():
    assert rect_points(1, 2, 3, 4) == [(1, 2), (4, 2), (4, 6), (1, 6), (1, 2)]
    turned = rect_points(0, 0, 2, 1, 0, 0, parse_transform("rotate(90)"))
    assert Box.around(turned) == Box(-1, 0, 0, 2)


@pytest.mark.parametrize(("rx", "ry"), [(1, 1), (2, 0.5), (99, 99)])
def test_rounded_rectangle_is_the_path_of_the_specification(rx, ry):
    points = rect_points(10, 20, 8, 6, rx, ry, SKEWED, tolerance=0.001)
    rx, ry = min(rx, 4), min(ry, 3)
    data = (
        f"M{10 + rx} 20H{18 - rx}A{rx} {ry} 0 0 1 18 {20 + ry}V{26 - ry}A{rx} {ry} 0 0 1 {18 - rx} 26"
        f"H{10 + rx}A{rx} {ry} 0 0 1 10 {26 - ry}V{20 + ry}A{rx} {ry} 0 0 1 {10 + rx} 20z"
    )
    (wanted,) = path_points(data, SKEWED, 0.001)
    assert points[0] == points[-1]
    for x, y in points:
        assert min(distance(x, y, *a, *b) for a, b in pairwise(wanted)) < 0.003
    for x, y in wanted:
        assert min(distance(x, y, *a, *b) for a, b in pairwise(points)) < 0.003
