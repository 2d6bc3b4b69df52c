"""SVG drawings: what is read of shapes, paints, clips, copies and markers, and what does nothing."""

import base64
import io

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from natfig.core.errors import DocumentError
from natfig.drawing.model import Gradient
from natfig.drawing.read import disguised_raster, read_drawing

ONE = '<rect width="1" height="1"/>'
HEAD = 'xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink"'


def read(body, root='width="100" height="50"'):
    return read_drawing(f"<svg {HEAD} {root}>{body}</svg>".encode(), "fig.svg")


def only(body, root='width="100" height="50"'):
    (shape,) = read(body, root).shapes
    return shape


def png(color="red", size=(4, 2)):
    buffer = io.BytesIO()
    Image.new("RGB", size, color).save(buffer, "PNG")
    return "data:image/png;base64," + base64.b64encode(buffer.getvalue()).decode()


# ---------------------------------------------------------------- size and units


@pytest.mark.parametrize(
    ("root", "mm"),
    [
        ('width="90mm" height="60mm" viewBox="0 0 45 30"', (90, 60)),
        ('width="9cm" height="6cm"', (90, 60)),
        ('width="96" height="48"', (25.4, 12.7)),
        ('width="72pt" height="36pt"', (25.4, 12.7)),
        ('viewBox="0 0 96 48"', (25.4, 12.7)),
        ('width="90mm" viewBox="0 0 3 2"', (90, 60)),
        ('width="100%" height="100%" viewBox="0 0 96 48"', (25.4, 12.7)),
    ],
)
def test_size(root, mm):
    drawing = read('<rect width="1" height="1"/>', root)
    assert (drawing.width * drawing.unit_mm, drawing.height * drawing.unit_mm) == pytest.approx(mm)


def test_illustrator_counts_72_px_an_inch():
    data = f'<!-- Generator: Adobe Illustrator 27 --><svg {HEAD} width="72px" height="36px"/>'.encode()
    drawing = read_drawing(data, "fig.svg")
    assert drawing.width * drawing.unit_mm == pytest.approx(25.4)


@pytest.mark.parametrize(
    "root", ["", 'width="1e9" height="1"', 'width="1" height="900"', 'viewBox="0 0 0 0"']
)
def test_a_size_that_cannot_be_is_one_sentence(root):
    with pytest.raises(DocumentError, match=r"^fig\.svg: it"):
        read("<rect/>", root)


# ---------------------------------------------------------------- shapes


@pytest.mark.parametrize(
    ("body", "box"),
    [
        ('<rect x="1" y="2" width="3" height="4"/>', (1, 2, 4, 6)),
        ('<rect x="1" y="2" width="30" height="4" rx="9"/>', (1, 2, 31, 6)),
        ('<circle cx="10" cy="20" r="5"/>', (5, 15, 15, 25)),
        ('<ellipse cx="10" cy="20" rx="5" ry="2"/>', (5, 18, 15, 22)),
        ('<polygon points="0,0 10,0 10,5"/>', (0, 0, 10, 5)),
        ('<path d="M1 1h4v3z"/>', (1, 1, 5, 4)),
        ('<path d="M10 10a5 5 0 0 1 10 0z"/>', (10, 5, 20, 10)),
        ('<path d="M0 0Q5 10 10 0z"/>', (0, 0, 10, 5)),
        ('<g transform="translate(10 5) scale(2)"><rect width="3" height="4"/></g>', (10, 5, 16, 13)),
        ('<rect width="4" height="2" transform="rotate(90)" x="0" y="-2"/>', (0, 0, 2, 4)),
        (f'<svg x="10" y="10" width="20" height="10" viewBox="0 0 2 1">{ONE}</svg>', (10, 10, 20, 20)),
        ('<defs><rect id="r" width="2" height="2"/></defs><use href="#r" x="7" y="8"/>', (7, 8, 9, 10)),
        (f'<symbol id="s" viewBox="0 0 1 1">{ONE}</symbol><use href="#s" width="6" height="6"/>', (0, 0, 6, 6)),  # noqa: E501
        ('<rect width="50%" height="100%"/>', (0, 0, 50, 50)),
        ('<style>rect { x: 5px; y: 6px }</style><rect width="2" height="2"/>', (5, 6, 7, 8)),
    ],
)  # fmt: skip
def test_where_shapes_are(body, box):
    assert only(body).outline.bounds == pytest.approx(box, abs=1e-3)


def test_curves_stay_curves():
    assert 4 in only('<path d="M0 0C1 2 3 4 5 5z"/>').outline.codes


def test_an_even_odd_hole_stays_a_hole():
    ring = 'd="M0 0h10v10h-10zM2 2h6v6h-6z"'
    assert only(f'<path {ring} fill-rule="evenodd"/>').outline.area == pytest.approx(64)
    assert only(f"<path {ring}/>").outline.area == pytest.approx(136)


@pytest.mark.parametrize(
    ("body", "fill"),
    [
        ('<rect width="1" height="1"/>', "#000000"),
        ('<rect width="1" height="1" fill="#abc"/>', "#AABBCC"),
        ('<style>rect{fill:red}</style><rect width="1" height="1" fill="blue"/>', "#FF0000"),
        ('<style>.a{fill:red} rect{fill:lime}</style><rect class="a" width="1" height="1"/>', "#FF0000"),
        ('<style>#x{fill:red} .a{fill:lime}</style><rect id="x" class="a" width="1" height="1"/>', "#FF0000"),
        ('<style>g > rect{fill:red}</style><g><rect width="1" height="1"/></g>', "#FF0000"),
        ('<style>g .b{fill:red}</style><g><g><rect class="b" width="1" height="1"/></g></g>', "#FF0000"),
        ('<style>rect{fill:red}</style><rect width="1" height="1" style="fill:lime"/>', "#00FF00"),
        ('<style>rect{fill:red!important}</style><rect width="1" height="1" style="fill:lime"/>', "#FF0000"),
        ('<g fill="red"><rect width="1" height="1"/></g>', "#FF0000"),
        ('<g color="red"><rect width="1" height="1" fill="currentColor"/></g>', "#FF0000"),
        ('<g style="--ink:red"><rect width="1" height="1" style="fill:var(--ink)"/></g>', "#FF0000"),
        ('<rect width="1" height="1" fill="url(#none) red"/>', "#FF0000"),
        ('<rect width="1" height="1" fill="light-dark(red, lime)"/>', "#FF0000"),
        (f'<linearGradient id="g"><stop stop-color="red"/></linearGradient><g fill="url(#g)">{ONE}</g>', "#FF0000"),  # noqa: E501
    ],
)  # fmt: skip
def test_fills(body, fill):
    assert only(body).fill == fill


def test_strokes_scale_with_their_shape():
    body = (
        '<g transform="scale(3)"><path d="M0 0h9" stroke="red" stroke-width="2" stroke-dasharray="4 1"/></g>'
    )
    stroke = only(body).stroke
    assert (stroke.width, stroke.dashes, stroke.color) == (6, (12, 3), "#FF0000")
    fixed = only(body.replace("stroke=", 'vector-effect="non-scaling-stroke" stroke='))
    assert fixed.stroke.width == 2


def test_opacities_multiply():
    shape = only(
        '<g opacity=".5"><rect width="1" height="1" fill-opacity=".5" stroke="red" opacity=".5"/></g>'
    )
    assert (shape.fill_opacity, shape.stroke.opacity) == (0.125, 0.25)


def test_gradients():
    body = (
        '<linearGradient id="a" gradientTransform="rotate(90)"><stop stop-color="red"/><stop offset="1"/>'
        '</linearGradient><linearGradient id="b" xlink:href="#a"/>'
        '<rect width="10" height="20" fill="url(#b)"/>'
    )
    fill = only(body).fill
    assert isinstance(fill, Gradient)
    assert [s.color for s in fill.stops] == ["#FF0000", "#000000"]
    a, b, _, _, e, f = fill.matrix  # from top to bottom
    assert (a, b, e, f) == pytest.approx((0, 20, 0, 0), abs=1e-9)


def test_clips_are_kept_and_what_they_hide_is_not():
    clip = '<clipPath id="c"><circle cx="5" cy="5" r="5"/></clipPath>'
    inside = only(f'{clip}<rect width="10" height="10" clip-path="url(#c)"/>')
    assert inside.clips[0].bounds == pytest.approx((0, 0, 10, 10))
    assert not read(f'{clip}<rect x="20" width="9" height="9" clip-path="url(#c)"/>').items


def test_a_hard_white_mask_clips_and_a_soft_one_is_said():
    mask = '<mask id="m"><rect width="5" height="5" fill="white"/></mask>'
    hard = f'{mask}<rect width="9" height="9" mask="url(#m)"/>'
    assert only(hard).clips[0].bounds == (0, 0, 5, 5)
    assert read(hard.replace("white", "#888")).notes == ("a soft mask",)


@pytest.mark.parametrize(
    ("orient", "end", "box"),
    [
        ("auto", "start", (10, 6, 20, 14)),
        ("auto", "end", (40, 6, 50, 14)),
        ("auto-start-reverse", "start", (0, 6, 10, 14)),
        ("90", "end", (36, 10, 44, 20)),
    ],
)
def test_markers(orient, end, box):
    body = (
        f'<marker id="m" orient="{orient}" viewBox="0 0 5 4" refY="2" markerWidth="5" markerHeight="4">'
        '<path d="M0 0 5 2 0 4z"/></marker>'
        f'<path d="M10 10H40" stroke="red" stroke-width="2" marker-{end}="url(#m)"/>'
    )
    line, head = read(body).shapes
    assert line.stroke is not None
    assert head.outline.bounds == pytest.approx(box)


def test_pictures():
    (picture,) = read(f'<image x="10" width="8" height="8" href="{png()}"/>').pictures
    assert picture.pixels.shape == (2, 4, 4)
    # Twice as wide as high: in the middle of its square.
    assert picture.matrix == pytest.approx((8, 0, 0, 4, 10, 2))


def test_a_raster_in_disguise():
    found = disguised_raster(read(f'<image width="100" height="50" href="{png(size=(200, 100))}"/>'))
    assert (found.columns, found.rows) == (200, 100)
    assert found.dpi == pytest.approx(192)
    assert disguised_raster(read(f'<image width="10" height="5" href="{png()}"/>')) is None
    assert disguised_raster(read(f'<image width="100" height="50" href="{png()}"/><text>a</text>')) is None


def test_hidden_layers_are_left_out_and_named():
    drawing = read(
        '<g xmlns:i="http://www.inkscape.org/namespaces/inkscape" i:label="Notes" style="display:none">'
        '<rect width="1" height="1"/></g><rect visibility="hidden" width="1" height="1"/>'
    )
    assert not drawing.items
    assert drawing.notes == ("the hidden layer 'Notes'",)


def test_ids_are_the_authors_and_not_the_programs():
    body = '<g id="Mouse"><path id="path1234" d="M0 0h1v1z"/><path id="ear" d="M0 0h1v1z"/></g>'
    assert [s.id for s in read(body).shapes] == ["Mouse", "ear"]


# ---------------------------------------------------------------- hostile and broken


def test_scripts_and_handlers_do_nothing_and_are_said():
    drawing = read('<script>alert(1)</script><rect onclick="x()" width="1" height="1"><animate/></rect>')
    assert len(drawing.shapes) == 1
    assert drawing.notes == ("a script", "an animation", "an event handler")


@pytest.mark.parametrize(
    "body",
    [
        '<image href="photo.png" width="9" height="9"/>',
        '<image xlink:href="http://example.org/x.png" width="9" height="9"/>',
        '<image href="file:///etc/passwd" width="9" height="9"/>',
        '<use href="other.svg#part"/>',
    ],
)
def test_other_files_are_refused(body):
    with pytest.raises(DocumentError, match="another file"):
        read(body)


@pytest.mark.parametrize(
    "data",
    [
        b'<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><svg xmlns="http://www.w3.org/2000/svg">&b;</svg>',
        b'<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]><svg xmlns="http://www.w3.org/2000/svg">&a;</svg>',
        b'<svg xmlns="http://www.w3.org/2000/svg"><rect</svg>',
        b"<html/>",
        b"GIF89a nothing",
        b"",
        b"\x1f\x8b\x08broken",
    ],
)
def test_what_is_no_drawing_is_one_sentence(data):
    with pytest.raises(DocumentError) as caught:
        read_drawing(data, "bad.svg")
    assert str(caught.value).startswith("bad.svg")
    assert "\n" not in str(caught.value)


def test_copies_of_copies_end():
    ring = '<g id="a"><use href="#b"/></g><g id="b"><use href="#a"/><rect width="1" height="1"/></g>'
    assert "a part that is made of itself" in read(ring).notes[0]
    bomb = '<rect id="x0" width="1" height="1"/>' + "".join(
        f'<g id="x{i}">{f"""<use href="#x{i - 1}"/>""" * 10}</g>' for i in range(1, 9)
    )
    with pytest.raises(DocumentError, match="more than 100,000 things"):
        read(bomb)


def test_a_deep_file_is_read_or_refused():
    deep = "<g>" * 240 + '<rect width="1" height="1"/>' + "</g>" * 240
    assert len(read(deep).shapes) == 1
    with pytest.raises(DocumentError, match="deep"):
        read("<g>" * 400 + "</g>" * 400)


@pytest.mark.parametrize("bad", ["NaN", "1e999", "-", "Infinity", "1e300", ""])
@pytest.mark.parametrize(
    "body",
    [
        '<rect x="{}" width="5" height="5"/>',
        '<rect width="{}" height="5"/>',
        '<circle r="{}"/>',
        '<path d="M{} 0L5 5 9 0z"/>',
        '<polygon points="0,0 {},5 9,9"/>',
        '<rect width="5" height="5" transform="translate({})"/>',
        '<text x="{}" y="5">a</text>',
        '<text font-size="{}">a</text>',
        '<path d="M0 0h9" stroke="red" stroke-width="{}"/>',
    ],
)
def test_numbers_that_are_none_leave_finite_ones(bad, body):
    drawing = read(body.format(bad))
    for shape in drawing.shapes:
        assert np.isfinite(shape.outline.vertices).all()
    for label in drawing.labels:
        assert np.isfinite([label.x, label.y, label.size]).all()


@given(st.text(alphabet="MmLlHhVvCcSsQqTtAaZz0123456789.,-+e \n", max_size=60))
def test_path_data_of_any_kind_is_drawn_up_to_its_mistake(data):
    for shape in read(f'<path d="{data}" stroke="red"/>').shapes:
        assert np.isfinite(shape.outline.vertices).all()
        assert len(shape.outline.vertices) == len(shape.outline.codes)


@given(st.text(alphabet="{}:;.#a>*, \"'()[]=!@/b1", max_size=60))
def test_style_sheets_of_any_kind_are_read(css):
    css = css.replace("]]", "")
    read(f"<style><![CDATA[{css}]]></style><rect class='a' width='1' height='1'/>")
