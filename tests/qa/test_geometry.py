"""Matrices, transforms and cover against Chromium, closed formulas and the oracle for overlaps."""

import itertools
import math
import random
import time

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from natfig.qa.geometry import (
    IDENTITY,
    apply,
    hull,
    invert,
    map_box,
    map_quad,
    multiply,
    overlap_depth,
    parse_transform,
    polygon_share,
    quad_area,
    quad_box,
    quad_of,
    rotation_deg,
    scale_of,
    stroke_hits,
    stroke_share,
    up_scale,
    viewbox_matrix,
)
from natfig.qa.paths import ellipse_points
from oracles import chromium
from oracles.overlap import depth_mm

SKEWED = (1.2, 0.3, -0.7, 0.9, 5.0, -3.0)
NUMBER = st.floats(-100, 100)
MATRIX = st.tuples(NUMBER, NUMBER, NUMBER, NUMBER, NUMBER, NUMBER)
PX = 96 / 25.4


def close(a, b, tolerance=1e-9):
    return a == pytest.approx(b, abs=tolerance, rel=1e-9)


# ---------------------------------------------------------------- matrices


@given(MATRIX, MATRIX, NUMBER, NUMBER)
def test_multiply_applies_the_second_first(m, n, x, y):
    assert close(apply(multiply(m, n), x, y), apply(m, *apply(n, x, y)), 1e-6)


@given(MATRIX, NUMBER, NUMBER)
def test_invert_undoes(m, x, y):
    assume(abs(m[0] * m[3] - m[1] * m[2]) > 1e-2)
    back = invert(m)
    assert close(apply(back, *apply(m, x, y)), (x, y), 1e-4)
    assert close(multiply(m, back), IDENTITY, 1e-4)


@given(MATRIX, MATRIX)
def test_inverse_of_a_product_is_the_product_of_inverses_turned_round(m, n):
    assume(min(abs(k[0] * k[3] - k[1] * k[2]) for k in (m, n)) > 1)
    left, right = invert(multiply(m, n)), multiply(invert(n), invert(m))
    assert left == pytest.approx(right, abs=1e-4, rel=1e-4)


@pytest.mark.parametrize(
    "m", [(0, 0, 0, 0, 1, 1), (1, 2, 2, 4, 0, 0), (1e-200, 0, 0, 1e-200, 0, 0), (math.nan, 0, 0, 1, 0, 0)]
)
def test_what_flattens_the_plane_has_no_inverse(m):
    assert invert(m) is None


@pytest.mark.parametrize(
    ("text", "scale", "up", "rotation"),
    [
        ("", 1, 1, 0),
        ("scale(2)", 2, 2, 0),
        ("scale(3 0.5)", math.sqrt(1.5), 0.5, 0),
        ("scale(1 -1)", 1, 1, 0),
        ("rotate(-90)", 1, 1, -90),
        ("rotate(-90) scale(2 5)", math.sqrt(10), 5, -90),
        ("rotate(180)", 1, 1, 180),
        ("skewX(60)", 1, 1, 0),
        ("skewY(60)", 1, 0.5, 60),
        ("scale(0)", 0, 0, 0),
    ],
)
def test_what_becomes_of_strokes_and_text(text, scale, up, rotation):
    m = parse_transform(text)
    assert scale_of(m) == pytest.approx(scale)
    assert up_scale(m) == pytest.approx(up)
    assert rotation_deg(m) == pytest.approx(rotation)


@given(MATRIX, NUMBER, NUMBER, NUMBER, NUMBER)
def test_mapped_box_is_the_box_of_the_mapped_corners(m, x0, y0, x1, y1):
    quad = map_quad(m, x0, y0, x1, y1)
    assert quad[0] == pytest.approx(apply(m, x0, y0), abs=1e-6)
    assert quad[2] == pytest.approx(apply(m, x1, y1), abs=1e-6)
    assert tuple(map_box(m, x0, y0, x1, y1)) == pytest.approx(tuple(quad_box(quad)), abs=1e-6)


# ---------------------------------------------------------------- transforms

# Attribute values, in SVG's own syntax, as Chromium reads them too.
ATTRIBUTES = [
    "translate(30 20)",
    "translate(30,20)",
    "translate(30)",
    " translate( 30 , 20 ) ",
    "translate(30-5)",
    "translate(3e1.5)",
    "scale(2)",
    "scale(2 .5)",
    "scale(-1,1) translate(-90,0)",
    "rotate(30)",
    "rotate(-90 50 50)",
    "rotate(90, 50, 50)",
    "rotate(12.5)translate(20)",
    "skewX(20)",
    "skewY(20)",
    "matrix(1 .2 -.3 1.1 20 30)",
    "matrix(1,0.2,-0.3,1.1,20,30)",
    "translate(40 10) rotate(20) scale(1.5 0.5) skewX(10)",
    "translate(40,10),rotate(20)",
    "translate (40 10)\n rotate\t(20)",
    "",
    "translate(30 20) nonsense(3)",
    "rotate(10 20)",
    "matrix(1 0 0 1 5)",
    "translate(30 20",
    "scale(2) junk",
    "rotate(x)",
]

# The CSS property, likewise.
STYLES = [
    "translate(30px, 20px)",
    "translate(10mm, 1cm)",
    "translateX(1in)",
    "translateY(12pt)",
    "translate(1pc, 40q)",
    "rotate(30deg)",
    "rotate(.1turn)",
    "rotate(0.5rad)",
    "rotate(40grad) translateX(20px)",
    "scale(1.5)",
    "scale(150%, 50%)",
    "scaleX(2) scaleY(.5)",
    "skew(10deg, 20deg)",
    "skewX(10deg)",
    "skewY(10deg)",
    "ROTATE(10DEG)",
    "matrix(1, .2, -.3, 1.1, 20, 30)",
    "matrix3d(1,.2,0,0, -.3,1.1,0,0, 0,0,1,0, 20,30,0,1)",
    "translate3d(20px, 10px, 5px)",
    "rotateX(60deg)",
    "rotateY(60deg)",
    "rotateZ(60deg)",
    "rotate3d(1, 1, 1, 40deg)",
    "scale3d(2, .5, 3)",
    "none",
    "translate(3furlongs, 2px)",
    "rotate(10px)",
]


@pytest.fixture(scope="module")
def drawn(tmp_path_factory):
    """Return where Chromium puts a rectangle under each transform: (is_style, text) → Rect in px."""
    path = tmp_path_factory.mktemp("transforms") / "table.svg"
    cases = [*((False, text) for text in ATTRIBUTES), *((True, text) for text in STYLES)]
    groups = []
    for i, (is_style, text) in enumerate(cases):
        said = f'style="transform: {text}"' if is_style else f'transform="{text}"'
        groups.append(f'<g id="panel-t{i}"><rect x="10" y="20" width="50" height="30" {said}/></g>')
    path.write_text(
        f'<svg xmlns="http://www.w3.org/2000/svg" width="200" height="200">{"".join(groups)}</svg>',
        encoding="utf-8",
    )
    page = chromium.measure([path])[0]
    return {case: page.group(f"panel-t{i}").rect for i, case in enumerate(cases)}


@pytest.mark.chromium
@pytest.mark.parametrize(
    "case", [*((False, t) for t in ATTRIBUTES), *((True, t) for t in STYLES)], ids=lambda case: case[1]
)
def test_transform_agrees_with_chromium(drawn, case):
    rect = drawn[case]
    box = map_box(parse_transform(case[1]), 10, 20, 60, 50)
    assert tuple(box) == pytest.approx(
        (rect.x * PX, rect.y * PX, rect.right * PX, rect.bottom * PX), abs=0.02
    )


@pytest.mark.parametrize(
    "text",
    [
        "rotate",
        "rotate()",
        "none",
        "x" * 1000,
        "rotate(nan)",
        "translate(3 nan)",
        "translate(1_0 5)",
        "translate(١ 2)",
        "scale(1e999)",
        "matrix(1e38 0 0 1e38 0 0) matrix(1e38 0 0 1 0 0)",
        "translate(2em)",
        "((((",
        "rotate(5))",
    ],
)
def test_invalid_transforms_are_ignored_whole(text):
    assert parse_transform(text) == IDENTITY


def test_quarter_turns_are_exact():
    assert parse_transform("rotate(-90)") == (0, -1, 1, 0, 0, 0)
    assert parse_transform("rotate(450)") == (0, 1, -1, 0, 0, 0)
    assert parse_transform("rotate(180)") == (-1, 0, 0, -1, 0, 0)


def test_relative_units_are_asked_for():
    asked = []

    def along_x(text):
        asked.append(text)
        return {"2em": 20.0, "50%": 100.0}.get(text)

    assert parse_transform("translate(2em, 3px)", along_x) == (1, 0, 0, 1, 20, 3)
    assert parse_transform("translate(50%, 50%)", along_x, lambda _: 7.0) == (1, 0, 0, 1, 100, 7)
    assert parse_transform("translate(5vw)", along_x) == IDENTITY
    assert asked == ["2em", "50%", "5vw"]


@given(st.text(alphabet="matrixrotatescal(,)0123456789.-+e %px", max_size=60))
def test_any_transform_gives_six_numbers_in_range(text):
    m = parse_transform(text)
    assert len(m) == 6
    assert all(map(math.isfinite, m))


def test_a_long_transform_is_read_in_proportion():
    m = parse_transform("translate(1 2)" * 20_000)
    assert m == (1, 0, 0, 1, 20_000, 40_000)


# ---------------------------------------------------------------- view boxes

ALIGNMENTS = [f"x{x}Y{y}" for x, y in itertools.product(("Min", "Mid", "Max"), repeat=2)]
PRESERVE = [None, "none", "defer xMinYMax slice", "xMidYMid junk", "nonsense", "none slice", ""]
PRESERVE += [f"{a}{how}" for a in ALIGNMENTS for how in ("", " meet", " slice")]


@pytest.fixture(scope="module")
def viewports(tmp_path_factory):
    """Return where Chromium puts a rectangle in view boxes: (preserve, is_wide) → Rect in px."""
    path = tmp_path_factory.mktemp("viewboxes") / "table.svg"
    cases = list(itertools.product(PRESERVE, (False, True)))
    groups = []
    for i, (preserve, is_wide) in enumerate(cases):
        view = "5 -3 40 10" if is_wide else "5 -3 10 40"
        said = "" if preserve is None else f'preserveAspectRatio="{preserve}"'
        groups.append(
            f'<g id="panel-v{i}"><svg x="30" y="40" width="80" height="60" viewBox="{view}" {said} '
            f'overflow="visible"><rect x="7" y="1" width="4" height="3"/></svg></g>'
        )
    path.write_text(
        f'<svg xmlns="http://www.w3.org/2000/svg" width="300" height="300">{"".join(groups)}</svg>',
        encoding="utf-8",
    )
    page = chromium.measure([path])[0]
    return {case: page.group(f"panel-v{i}").rect for i, case in enumerate(cases)}


@pytest.mark.chromium
@pytest.mark.parametrize("is_wide", [False, True])
@pytest.mark.parametrize("preserve", PRESERVE)
def test_viewbox_agrees_with_chromium(viewports, preserve, is_wide):
    rect = viewports[preserve, is_wide]
    view = (5, -3, 40, 10) if is_wide else (5, -3, 10, 40)
    box = map_box(viewbox_matrix(view, 30, 40, 80, 60, preserve), 7, 1, 11, 4)
    assert tuple(box) == pytest.approx(
        (rect.x * PX, rect.y * PX, rect.right * PX, rect.bottom * PX), abs=0.05
    )


def test_viewbox_without_extent():
    assert apply(viewbox_matrix((0, 0, 0, 5), 3, 4, 10, 10, None), 7, 7) == (3, 4)
    assert viewbox_matrix((0, 0, -1, 5), 3, 4, 10, 10, None) == (1, 0, 0, 1, 3, 4)


# ---------------------------------------------------------------- quadrilaterals


def turned(box, degrees, about=(0, 0)):
    return map_quad(parse_transform(f"rotate({degrees} {about[0]} {about[1]})"), *box)


@given(*[st.tuples(NUMBER, NUMBER, st.floats(0.1, 50), st.floats(0.1, 50), st.floats(-180, 180))] * 2)
def test_overlap_is_that_of_the_oracle_and_symmetric(one, two):
    a, b = (turned((x, y, x + w, y + h), angle, (x, y)) for x, y, w, h, angle in (one, two))
    depth = overlap_depth(a, b)
    assert depth == pytest.approx(overlap_depth(b, a), abs=1e-9)
    assert depth == pytest.approx(depth_mm(a, b), abs=1e-9)


@pytest.mark.parametrize(
    ("a", "b", "depth"),
    [
        ((0, 0, 4, 2), (3, 0, 8, 2), 1),
        ((0, 0, 4, 2), (5, 0, 8, 2), -1),
        ((0, 0, 4, 2), (4, 2, 8, 9), 0),
        ((0, 0, 10, 10), (4, 1, 5, 2), 2),
        ((0, 0, 4, 2), (2, 1, 2, 1), 1),
        ((5, 5, 5, 5), (1, 1, 1, 1), -4),
        ((0, 0, 9, 0), (4, -1, 4, 3), 1),
        ((0, 0, 3, 0), (4, 0, 8, 0), -1),
    ],
)
def test_overlap_of_upright_boxes(a, b, depth):
    assert overlap_depth(quad_of(a), quad_of(b)) == pytest.approx(depth)
    assert overlap_depth(quad_of(b), quad_of(a)) == pytest.approx(depth)


def test_turned_labels_whose_upright_boxes_meet_are_apart():
    a, b = turned((0, 0, 20, 2), 45, (0, 0)), turned((6, 0, 26, 2), 45, (6, 0))
    assert quad_box(a).meet(quad_box(b))
    assert overlap_depth(a, b) == pytest.approx(2 - 6 / math.sqrt(2))


@given(MATRIX)
def test_area_of_a_mapped_square(m):
    assert quad_area(map_quad(m, 0, 0, 1, 1)) == pytest.approx(scale_of(m) ** 2, abs=1e-6)


@given(st.lists(st.tuples(st.integers(-9, 9), st.integers(-9, 9)), max_size=30))
def test_hull_holds_every_point_and_turns_one_way(points):
    corners = hull(points)
    assert set(corners) <= set(points)
    if len(corners) < 3:
        return
    for (ax, ay), (bx, by) in zip(corners, corners[1:] + corners[:1], strict=True):
        assert all((bx - ax) * (y - ay) - (by - ay) * (x - ax) >= 0 for x, y in points)


def test_hull_of_few_points():
    assert hull([]) == []
    assert hull([(1, 1), (1, 1)]) == [(1, 1)]
    assert hull([(0, 0), (1, 1), (2, 2)]) == [(0, 0), (2, 2)]


# ---------------------------------------------------------------- cover

QUADS = {
    "upright": quad_of((0, 0, 10, 4)),
    "upside down": quad_of((10, 4, 0, 0)),
    "turned": turned((0, 0, 10, 4), 30),
    "turned back": turned((0, 0, 10, 4), -90),
    "mirrored": map_quad(parse_transform("rotate(20) scale(1 -1)"), 0, 0, 10, 4),
    "skewed": map_quad(parse_transform("skewX(30)"), 0, 0, 10, 4),
}


def within(quad, outline):
    """Return an outline given in the quad's own axes, 10 by 4, on the page."""
    (ox, oy), (ux, uy), _, (vx, vy) = quad
    m = ((ux - ox) / 10, (uy - oy) / 10, (vx - ox) / 4, (vy - oy) / 4, ox, oy)
    return [[apply(m, x, y) for x, y in part] for part in outline]


def ring(x0, y0, x1, y1, *, back=False):
    corners = [(x0, y0), (x1, y0), (x1, y1), (x0, y1)]
    return corners[::-1] if back else corners


OUTLINES = {
    "all": ([ring(-5, -5, 20, 20)], "nonzero", 1),
    "none": ([ring(11, 0, 20, 4)], "nonzero", 0),
    "left of it": ([ring(-11, 0, -1, 4)], "nonzero", 0),
    "below it": ([ring(0, 5, 10, 9)], "evenodd", 0),
    "half across": ([ring(5, -5, 20, 20)], "nonzero", 0.5),
    "half along": ([ring(-5, 2, 20, 20)], "nonzero", 0.5),
    "a third along": ([ring(-5, -1, 20, 4 / 3)], "nonzero", 1 / 3),
    "triangle": ([[(0, 0), (10, 0), (0, 4)]], "nonzero", 0.5),
    "hole, turning back": ([ring(-1, -1, 11, 5), ring(2.5, 1, 7.5, 3, back=True)], "nonzero", 0.75),
    "hole, turning the same way": ([ring(-1, -1, 11, 5), ring(2.5, 1, 7.5, 3)], "nonzero", 1),
    "hole by even-odd": ([ring(-1, -1, 11, 5), ring(2.5, 1, 7.5, 3)], "evenodd", 0.75),
    "two that overlap": ([ring(0, 0, 6, 4), ring(4, 0, 10, 4)], "nonzero", 1),
    "two that overlap, even-odd": ([ring(0, 0, 6, 4), ring(4, 0, 10, 4)], "evenodd", 0.8),
    "bow tie": ([[(0, 0), (10, 4), (10, 0), (0, 4)]], "nonzero", 0.5),
    "closed already": ([[*ring(0, 0, 5, 4), (0, 0)]], "nonzero", 0.5),
    "a line": ([[(0, 2), (10, 2)]], "nonzero", 0),
    "nothing": ([], "nonzero", 0),
    "an empty subpath": ([[], [(1, 1)]], "nonzero", 0),
}


@pytest.mark.parametrize("quad", QUADS.values(), ids=QUADS)
@pytest.mark.parametrize(("outline", "rule", "share"), OUTLINES.values(), ids=OUTLINES)
def test_share_of_polygons(quad, outline, rule, share):
    assert polygon_share(quad, within(quad, outline), rule) == pytest.approx(share, abs=0.02)


def test_share_of_a_circle():
    quad = quad_of((0, 0, 4, 4))
    circle = ellipse_points(2, 2, 2, 2, tolerance=0.001)
    assert polygon_share(quad, [circle], "nonzero") == pytest.approx(math.pi / 4, abs=0.005)


@pytest.mark.parametrize("seed", range(8))
def test_share_of_tangled_polygons_agrees_with_counting_points(seed):
    rng = random.Random(seed)  # noqa: S311 - the same cases every time
    outline = [[(rng.uniform(-3, 13), rng.uniform(-3, 7)) for _ in range(9)] for _ in range(2)]
    grid = [(i / 10 + 0.05, j / 10 + 0.05) for i in range(100) for j in range(40)]
    quad = QUADS["turned"]
    for rule in ("nonzero", "evenodd"):
        hits = sum(is_inside(point, outline, rule) for point in grid)
        assert polygon_share(quad, within(quad, outline), rule) == pytest.approx(hits / len(grid), abs=0.02)


def is_inside(point, outline, rule):
    """Return whether a point is inside, by the angle the outline sweeps as seen from it."""
    x, y = point
    swept = 0.0
    for part in outline:
        for (ax, ay), (bx, by) in zip(part, part[1:] + part[:1], strict=True):
            angle = math.atan2(by - y, bx - x) - math.atan2(ay - y, ax - x)
            swept += (angle + math.pi) % (2 * math.pi) - math.pi
    winding = round(swept / (2 * math.pi))
    return winding != 0 if rule == "nonzero" else winding % 2 == 1


def test_share_of_a_scribble_is_found_in_bounded_time():
    rng = random.Random(1)  # noqa: S311 - the same case every time
    teeth = [(i / 5000, 2 + rng.choice([-1, 1]) * rng.uniform(1, 9)) for i in range(50_000)]
    quad = quad_of((2, 0, 8, 4))
    start = time.perf_counter()
    assert polygon_share(quad, [[(0, 50), *teeth, (10, 50)]], "nonzero") == pytest.approx(0.5, abs=0.1)
    assert stroke_share(quad, [teeth], 0.3) > 0.99
    assert time.perf_counter() - start < 30


@pytest.mark.parametrize("quad", [quad_of((1, 1, 1, 5)), quad_of((1, 1, 5, 1)), quad_of((1, 1, 1, 1))])
def test_a_quadrilateral_without_area_is_never_covered(quad):
    around = [ring(-9, -9, 9, 9)]
    assert polygon_share(quad, around, "nonzero") == 0
    assert stroke_share(quad, around, 1) == 0
    assert stroke_hits(quad, around, 1) == 0


STROKES = {
    # name: (outline, width, share of the quad, length inside without and with the width)
    "across": ([[(5, -9), (5, 9)]], 1, 0.1, 4, 5),
    "along": ([[(-9, 2), (19, 2)]], 0.4, 0.1, 10, 10.4),
    "crossing": ([[(5, -9), (5, 9)], [(-9, 2), (19, 2)]], 1, (4 + 10 - 1) / 40, 14, 16),
    "there and back": ([[(5, -9), (5, 9), (5, -9)]], 1, 0.1, 8, 10),
    "passing by": ([[(12, -9), (12, 9)]], 1, 0, 0, 0),
    "its edge alone": ([[(10.25, -9), (10.25, 9)]], 1, 0.025, 0, 5),
    "ending inside": ([[(5, 2), (5, 9)]], 1, 0.05, 2, 2.5),
    "closed around": ([[*ring(-2, -2, 12, 6), (-2, -2)]], 1, 0, 0, 0),
    "closed inside": ([[*ring(2, 1, 8, 3), (2, 1)]], 0.5, (16 * 0.5 - 0.25 * (1 - math.pi / 4)) / 40, 16, 16),
    "in many pieces": ([[(5, -9 + i / 10) for i in range(181)]], 1, 0.1, 4, 5),
    "a point": ([[(5, 2), (5, 2)]], 1, 0, 0, 0),
    "nothing": ([[], [(1, 1)]], 1, 0, 0, 0),
}


@pytest.mark.parametrize("name", STROKES)
@pytest.mark.parametrize("quad", ["upright", "upside down", "turned", "turned back", "mirrored"])
def test_strokes(quad, name):
    outline, width, share, inside, reached = STROKES[name]
    quad = QUADS[quad]
    outline = within(quad, outline)
    assert stroke_share(quad, outline, width) == pytest.approx(share, abs=0.012)
    assert stroke_hits(quad, outline, 0) == pytest.approx(inside, abs=1e-6)
    assert stroke_hits(quad, outline, width) == pytest.approx(reached, abs=1e-6)


def test_a_stroke_without_width_covers_nothing():
    assert stroke_share(QUADS["upright"], [[(5, -9), (5, 9)]], 0) == 0


@given(
    st.lists(st.lists(st.tuples(NUMBER, NUMBER), max_size=8), max_size=4),
    st.tuples(NUMBER, NUMBER, NUMBER, NUMBER),
    st.floats(-180, 180),
    st.floats(0, 10),
)
def test_shares_stay_between_nothing_and_all(outline, box, angle, width):
    quad = turned(box, angle)
    for share in (
        polygon_share(quad, outline, "nonzero"),
        polygon_share(quad, outline, "evenodd"),
        stroke_share(quad, outline, width),
    ):
        assert 0 <= share <= 1
    length = sum(math.dist(a, b) for part in outline for a, b in itertools.pairwise(part))
    assert 0 <= stroke_hits(quad, outline, width) <= length * 1.000001
