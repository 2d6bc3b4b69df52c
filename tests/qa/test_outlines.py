"""Text drawn as shapes is recognised in any face, size, direction and way of export; other shapes are not."""

import itertools
import math
import random
import subprocess
from functools import cache
from pathlib import Path

import pytest
from fontTools.pens.recordingPen import DecomposingRecordingPen
from fontTools.ttLib import TTFont

from natfig.core.units import pt_to_mm
from natfig.qa.document import Document, Page, Paint
from natfig.qa.outlines import find_outlined

pytestmark = pytest.mark.fonts

FACES = ("Liberation Sans", "Liberation Serif:italic", "Liberation Mono", "DejaVu Sans:bold", "C059")
WORDS = (
    "Latency (ms)",
    "Throughput",
    "sum",
    "Relative expression, log2",
    "n = 12",
    "Zürich–Köln",
    "WILD TYPE",
)
# Not seen in a face of one width: its spaces, with a sign or a comma beside them, are as
# wide as the gap between two columns.
TOO_WIDE = {("Liberation Mono", "n = 12"), ("Liberation Mono", "Relative expression, log2")}
LABELS = [(face, text) for face in FACES for text in WORDS if (face, text) not in TOO_WIDE]


@cache
def opened(face):
    found = subprocess.run(["fc-match", "-f", "%{file}", face], capture_output=True, text=True, check=True)
    font = TTFont(found.stdout)
    return font, font.getGlyphSet(), font.getBestCmap()


def curve(points, steps=6):
    """Return a Bézier curve of any degree as points, without its first."""
    out = []
    for k in range(1, steps + 1):
        t, layer = k / steps, list(points)
        while len(layer) > 1:
            layer = [
                ((1 - t) * ax + t * bx, (1 - t) * ay + t * by)
                for (ax, ay), (bx, by) in itertools.pairwise(layer)
            ]
        out.append(layer[0])
    return out


def flattened(recording):
    subs = []
    for name, points in recording:
        if name == "moveTo":
            subs.append([points[0]])
        elif name == "lineTo":
            subs[-1].append(points[0])
        elif name == "curveTo":
            subs[-1] += curve([subs[-1][-1], *points])
        elif name == "qCurveTo":
            # Between two control points a TrueType curve passes through their middle.
            *controls, end = points
            for k, control in enumerate(controls):
                last = k == len(controls) - 1
                to = (
                    end if last else tuple((a + b) / 2 for a, b in zip(control, controls[k + 1], strict=True))
                )
                subs[-1] += curve([subs[-1][-1], control, to])
    return subs


def glyphs(text, face="Liberation Sans", size_pt=7.0, at=(20.0, 30.0), angle=0.0):
    """Return the outlines of a text's glyphs on the page, in mm; blanks have none."""
    font, glyph_set, cmap = opened(face)
    scale = pt_to_mm(size_pt) / font["head"].unitsPerEm
    c, s = math.cos(math.radians(angle)), math.sin(math.radians(angle))
    out, advance = [], 0.0
    for char in text:
        glyph = glyph_set[cmap[ord(char)]]
        pen = DecomposingRecordingPen(glyph_set)
        glyph.draw(pen)
        subs = [
            [
                (
                    at[0] + c * (x * scale + advance) + s * y * scale,
                    at[1] + s * (x * scale + advance) - c * y * scale,
                )
                for x, y in sub
            ]
            for sub in flattened(pen.value)
        ]
        if subs:
            out.append(subs)
        advance += glyph.width * scale
    return out


def document(*outlines, paint=None, paints=()):
    made = Document(Path("x.svg"), "svg", 1, Page(183, 120))
    made.shapes.paints += paints or [paint or Paint("#231F20", None)]
    for k, subs in enumerate(outlines):
        xs = [x for sub in subs for x, _ in sub]
        ys = [y for sub in subs for _, y in sub]
        made.shapes.add(k % len(made.shapes.paints), (min(xs), min(ys), max(xs), max(ys)), k)
    made.shapes.set_outline(lambda i: outlines[i])
    return made


def ring(x, y, r, n=24, of=lambda _: 1.0):
    return [
        (x + r * of(k) * math.cos(2 * math.pi * k / n), y + r * of(k) * math.sin(2 * math.pi * k / n))
        for k in range(n)
    ]


@pytest.mark.parametrize(("face", "text"), LABELS)
def test_a_path_for_every_letter(face, text):
    shapes = glyphs(text, face)
    found = find_outlined(document(*shapes))
    assert sum(label.glyphs for label in found) == len(shapes)


@pytest.mark.parametrize(("face", "text"), LABELS)
def test_one_path_for_the_label(face, text):
    found = find_outlined(document([sub for glyph in glyphs(text, face) for sub in glyph]))
    assert len(found) == 1


@pytest.mark.parametrize("angle", [0, 90, -90])
@pytest.mark.parametrize("size_pt", [4, 7, 20, 56])
def test_sizes_and_directions(size_pt, angle):
    found = find_outlined(document(*glyphs("Throughput", size_pt=size_pt, at=(60, 60), angle=angle)))
    assert [label.glyphs for label in found] == [10]
    # From the top of T and h to the bottom of g and p; the height is that of the tallest letter.
    assert found[0].height_mm == pytest.approx(pt_to_mm(size_pt) * 0.73, rel=0.05)


def test_backwards_and_in_two_colours():
    shapes = glyphs("Throughput")[::-1]
    assert [label.glyphs for label in find_outlined(document(*shapes))] == [10]
    lines = glyphs("Throughput") + glyphs("Latency", at=(20, 40))
    assert [label.glyphs for label in find_outlined(document(*lines))] == [10, 7]


def test_ticks_without_any_word():
    shapes = [
        g for k, text in enumerate(("0", "20", "40", "60", "80")) for g in glyphs(text, at=(20 + 15 * k, 30))
    ]
    found = find_outlined(document(*shapes))
    assert [label.glyphs for label in found] == [1, 2, 2, 2, 2]


def test_a_single_digit_counts_where_its_like_is_in_a_word():
    shapes = glyphs("Dose 40 mg") + glyphs("4", at=(100, 60))
    assert [label.glyphs for label in find_outlined(document(*shapes))] == [8, 1]


@pytest.mark.parametrize("text", ["0.5", "III", "a"])
def test_glyphs_that_are_named_need_no_proof(text):
    paint = Paint("#000000", None, is_text=True, panel="b")
    found = find_outlined(document(*glyphs(text), paint=paint))
    assert [(label.glyphs, label.panel) for label in found] == [(len(text), "b")]


@pytest.mark.parametrize(
    "paint",
    [
        Paint(None, "#000000", width_pt=0.5),
        Paint("#FFFFFF", "#000000", width_pt=0.5),
        Paint("#000000", None, 0.0),
    ],
    ids=["lines", "outlined areas", "not painted"],
)
def test_only_filled_shapes_are_letters(paint):
    assert find_outlined(document(*glyphs("Throughput"), paint=paint)) == []


def star(x, y, r):
    return ring(x, y, r, 10, lambda k: 0.4 if k % 2 else 1.0)


MARKS = {
    "circles": lambda x, y: [ring(x, y, 0.7)],
    "squares": lambda x, y: [ring(x, y, 0.7, 4)],
    "triangles": lambda x, y: [ring(x, y, 0.7, 3)],
    "stars": lambda x, y: [star(x, y, 0.7)],
    "rings": lambda x, y: [ring(x, y, 0.7), ring(x, y, 0.4)],
}


@pytest.mark.parametrize("mark", MARKS)
def test_rows_of_marks(mark):
    shapes = [MARKS[mark](20 + 1.7 * k, 30 + 10 * j) for j in range(4) for k in range(30)]
    assert find_outlined(document(*shapes)) == []


def test_mixed_convex_marks():
    kinds = list(MARKS.values())[:3]
    shapes = [kinds[k % 3](20 + 1.7 * k, 30) for k in range(30)]
    assert find_outlined(document(*shapes)) == []


def test_bubbles_on_a_line():
    random.seed(3)
    shapes, x = [], 20.0
    for _ in range(40):
        r = random.uniform(0.5, 2)  # noqa: S311 — marks and colours, not secrets
        shapes.append([ring(x + r, 30 - r, r)])
        x += 2 * r + 0.2
    assert find_outlined(document(*shapes)) == []


def test_bars_of_unlike_height():
    shapes = [[[(x, 30), (x + 1, 30), (x + 1, 29 - x % 7), (x, 29 - x % 7)]] for x in range(20, 60)]
    assert find_outlined(document(*shapes)) == []


@pytest.mark.parametrize("seed", range(40))
def test_maps(seed):
    rng = random.Random(seed)  # noqa: S311 — marks and colours, not secrets
    shapes = [
        [
            ring(
                10 + 4 * i + rng.uniform(-1, 1),
                10 + 4 * j + rng.uniform(-1, 1),
                2.2,
                30,
                lambda _: rng.uniform(0.5, 1),
            )
        ]
        for j in range(20)
        for i in range(30)
    ]
    assert find_outlined(document(*shapes)) == []
    assert find_outlined(document([sub for shape in shapes[:40] for sub in shape])) == []


def test_large_scatters_are_not_looked_at_closely():
    made = Document(Path("x.svg"), "svg", 1, Page(183, 120))
    made.shapes.paints.append(Paint("#0F4D92", None))
    rng = random.Random(1)  # noqa: S311 — marks and colours, not secrets
    for k in range(60_000):
        x, y, r = rng.uniform(0, 180), rng.uniform(0, 110), rng.uniform(0.2, 2)
        made.shapes.add(0, (x, y, x + r, y + r), k)
    asked = []
    made.shapes.set_outline(lambda i: asked.append(i) or [ring(0, 0, 1)])
    assert find_outlined(made) == []
    assert len(asked) < 5000


def test_an_empty_document():
    assert find_outlined(Document(Path("x.svg"), "svg", 1, Page(183, 120))) == []
