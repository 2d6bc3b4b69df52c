"""A figure equals itself; every single edit of it is reported as what it is, and nothing else."""

import copy
import re

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st
from lxml import etree

from qa.diff.pairs import differ

SVG = "{http://www.w3.org/2000/svg}"
SETTINGS = settings(
    max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)


@pytest.fixture(scope="module", params=["serving", "penguins"])
def figure(request, rendered):
    return etree.fromstring(rendered.file(request.param, "svg").read_bytes())


def texts(root):
    return [t for t in root.iter(f"{SVG}text") if len(t) == 0 and (t.text or "").strip()]


def marks(root):
    """Marks that are painted, without the page itself and what is only defined."""
    shapes = [e for tag in ("path", "circle", "rect") for e in root.iter(SVG + tag)]
    return [
        e
        for e in shapes
        if not any(
            a.tag in {f"{SVG}defs", f"{SVG}clipPath"} or a.get("id") == "page" for a in e.iterancestors()
        )
    ]


def compared(figure, edited):
    return differ(etree.tostring(figure), etree.tostring(edited)).changes


def kinds(changes):
    # What an edit hides or uncovers is a second truth about it.
    return {(c.kind, c.what) for c in changes if c.kind not in {"covered", "uncovered"}}


def twins(element, root):
    """Whether another mark is drawn the same: which of them was edited nobody can tell."""
    own = etree.tostring(element, with_tail=False)
    return sum(etree.tostring(e, with_tail=False) == own for e in root.iter(element.tag)) > 1


def test_a_figure_equals_itself(figure):
    assert compared(figure, figure) == []


@SETTINGS
@given(data=st.data())
def test_the_order_of_siblings_does_not_matter(figure, data):
    edited = copy.deepcopy(figure)
    for group in edited.iter(f"{SVG}g"):
        children = list(group)
        if not any(child.tag == f"{SVG}g" for child in children):
            group[:] = data.draw(st.permutations(children)) if len(children) < 40 else children[::-1]
    assert kinds(compared(figure, edited)) == set()


def pick(data, elements):
    return elements[data.draw(st.integers(0, len(elements) - 1))]


def shift(element, dx, dy):
    element.set("transform", f"translate({dx} {dy}) {element.get('transform', '')}".strip())


STEP = st.one_of(st.floats(0.5, 4), st.floats(-4, -0.5)).map(lambda v: round(v, 3))


@SETTINGS
@given(data=st.data(), dx=STEP, dy=STEP)
def test_a_text_moved(figure, data, dx, dy):
    edited = copy.deepcopy(figure)
    text = pick(data, texts(edited))
    shift(text, dx, dy)
    changes = compared(figure, edited)
    assert kinds(changes) == {("moved", "text")}
    (moved,) = [c for c in changes if c.kind == "moved"]
    assert moved.text == " ".join(text.text.split())
    assert moved.new == pytest.approx([dx * 25.4 / 72, dy * 25.4 / 72], abs=0.01)


@SETTINGS
@given(data=st.data(), digit=st.sampled_from("0123456789"))
def test_a_digit_changed(figure, data, digit):
    edited = copy.deepcopy(figure)
    text = pick(data, [t for t in texts(edited) if re.search(r"\d", t.text)])
    old = text.text
    text.text = re.sub(r"\d", digit, old, count=1)
    assume(text.text != old)
    changes = compared(figure, edited)
    assert {kind for kind, _ in kinds(changes)} == {"changed"}
    (change,) = [c for c in changes if c.kind == "changed"]
    assert (change.old, change.new) == (" ".join(old.split()), " ".join(text.text.split()))


@SETTINGS
@given(data=st.data(), factor=st.sampled_from([0.5, 0.8, 1.2, 2]))
def test_a_text_resized(figure, data, factor):
    edited = copy.deepcopy(figure)
    text = pick(data, [t for t in texts(edited) if t.get("font-size")])
    text.set("font-size", str(float(text.get("font-size")) * factor))
    assert kinds(compared(figure, edited)) == {("resized", "text")}


@SETTINGS
@given(data=st.data(), color=st.sampled_from(["#ff0000", "#00aa55", "#123456"]))
def test_something_recoloured(figure, data, color):
    edited = copy.deepcopy(figure)
    element = pick(data, texts(edited) + marks(edited))
    what = "text" if element.tag == f"{SVG}text" else "mark"
    prop = "fill" if element.get("fill", "none") != "none" else "stroke"
    assume(element.get(prop) is not None and not twins(element, edited))
    element.set(prop, color)
    assert kinds(compared(figure, edited)) == {("recoloured", what)}


@SETTINGS
@given(data=st.data())
def test_a_stroke_made_wider(figure, data):
    edited = copy.deepcopy(figure)
    element = pick(data, [e for e in marks(edited) if e.get("stroke-width")])
    assume(not twins(element, edited))
    element.set("stroke-width", str(float(element.get("stroke-width")) + 0.5))
    changes = compared(figure, edited)
    assert kinds(changes) == {("restyled", "mark")}
    assert "stroke width" in next(c for c in changes if c.kind == "restyled").message


@SETTINGS
@given(data=st.data())
def test_a_mark_removed(figure, data):
    edited = copy.deepcopy(figure)
    element = pick(data, marks(edited))
    parent = element.getparent()
    assume(len(parent) > 1)
    parent.remove(element)
    changes = compared(figure, edited)
    assert kinds(changes) == {("removed", "mark")}
    assert sum(c.count for c in changes if c.kind == "removed") == 1


@SETTINGS
@given(data=st.data())
def test_a_mark_added_again(figure, data):
    edited = copy.deepcopy(figure)
    element = pick(data, marks(edited))
    again = copy.deepcopy(element)
    element.addnext(again)
    changes = compared(figure, edited)
    assert kinds(changes) == {("added", "mark")}


@SETTINGS
@given(data=st.data(), dx=STEP, dy=STEP)
def test_a_mark_moved(figure, data, dx, dy):
    edited = copy.deepcopy(figure)
    element = pick(data, marks(edited))
    shift(element, dx, dy)
    changes = compared(figure, edited)
    # Where it lands on a mark that is drawn the same, the other one counts as the moved one.
    assert kinds(changes) == {("moved", "mark")}
    assert sum(c.count for c in changes if c.kind == "moved") == 1


@SETTINGS
@given(data=st.data())
def test_a_text_removed(figure, data):
    edited = copy.deepcopy(figure)
    text = pick(data, texts(edited))
    words = " ".join(text.text.split())
    assume(len(text.getparent()) > 1)
    text.getparent().remove(text)
    changes = compared(figure, edited)
    assert kinds(changes) == {("removed", "text")}
    assert [c.old for c in changes if c.kind == "removed"] == [words]
