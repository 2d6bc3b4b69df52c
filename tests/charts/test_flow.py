"""Diagrams: boxes hold their texts, lines end at borders and cross no box, counts add up."""

from itertools import combinations, pairwise

import numpy as np
import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st
from matplotlib.figure import Figure

from natfig.backends.mpl.measure import Measure
from natfig.charts import _flow_canvas as cv
from natfig.charts import charts
from natfig.charts._flow_graph import count_crossings, forward, layers_of, order_layers
from natfig.charts._flow_layered import Edge, Node, layered
from natfig.charts.base import Look, PanelStyle
from natfig.charts.flow import _laid_out
from natfig.core.errors import DataError
from natfig.data.tables import Table
from natfig.style.context import rc_context, use_face
from natfig.style.fonts import find_face
from natfig.style.rcparams import rc_params

NONE = Table("", {})
COLORS = {"drug": "#0F4D92"}


@pytest.fixture(autouse=True, scope="module")
def journal_type():
    face = find_face()
    use_face(face)
    with rc_context(rc_params(Look(), face, width_in=4, height_in=2, dpi=72)):
        yield


def panel(text):
    chart = charts.load("flow")
    found = chart.Panel.model_validate({"kind": "flow"} | yaml.safe_load(text))
    chart.check(found, NONE)
    return found


def style(size_mm):
    return PanelStyle(
        "a", Look(), {}, "#0F4D92", "#D98032", "#3B7D5C", "#B64342", "viridis", "RdBu", False,
        np.random.default_rng(1), size_hint_mm=size_mm, colors=COLORS,
    )  # fmt: skip


def canvas(text, size_mm=(170.0, 60.0)):
    return _laid_out(panel(text), style(size_mm), size_mm)


def drawn(text, size_mm=(170.0, 60.0)):
    chart = charts.load("flow")
    ax = Figure(figsize=(size_mm[0] / 25.4, size_mm[1] / 25.4), dpi=72).add_axes((0, 0, 1, 1))
    return ax, chart.draw(ax, panel(text), NONE, style(size_mm))


def text_boxes(ax):
    """Return text → box in mm from the top left, as the page measures."""
    width, height = ax.figure.get_size_inches() * 72
    measure = Measure(width, height, 5.0)
    for text in ax.texts:
        text.draw(measure)
    mm = 25.4 / 72
    return {
        b.text.replace("\n", " "): [
            mm * v for v in (b.box[0], height - b.box[3], b.box[2], height - b.box[1])
        ]
        for b in measure.boxes
    }


def inside(point, box, slack=1e-6):
    x0, y0, x1, y1 = box.edges
    return x0 + slack < point[0] < x1 - slack and y0 + slack < point[1] < y1 - slack


def crossed(found):
    """Return (edge, box) of every line that runs through a box."""
    out = []
    for line in found.lines:
        for (x0, y0), (x1, y1) in pairwise(line.points):
            for t in np.linspace(0, 1, 60):
                at = (x0 + t * (x1 - x0), y0 + t * (y1 - y0))
                out += [
                    (line.name, b.name) for b in found.boxes if b.style != "group" and inside(at, b, 0.05)
                ]
    return sorted(set(out))


def overlapping(found):
    boxes = [b for b in found.boxes if b.style != "group"]
    return [
        (a.name, b.name)
        for a, b in combinations(boxes, 2)
        if min(a.edges[2], b.edges[2]) - max(a.edges[0], b.edges[0]) > 1e-6
        and min(a.edges[3], b.edges[3]) - max(a.edges[1], b.edges[1]) > 1e-6
    ]


STUDY = """
nodes:
  mice: {text: Mice, n: 24}
  drug: {text: Drug, n: 12, color: drug}
  vehicle: {text: Vehicle, n: 12}
  imaging: {text: Two-photon imaging through a cranial window, style: pill}
  behave: Behaviour scored blind
  stats: Mixed model
edges: ["mice -> drug: random", mice -> vehicle, drug -> imaging -> stats, vehicle -> imaging,
        drug -> behave, vehicle -> behave, {edge: behave -> stats, dashed: true}]
"""


def test_example_is_a_panel():
    chart = charts.load("flow")
    chart.check(chart.Panel.model_validate(yaml.safe_load(chart.example)), NONE)


# ---------------------------------------------------------------- layers and order


def test_layers_are_the_longest_way():
    links = [("a", "b"), ("b", "c"), ("a", "c"), ("x", "c")]
    assert layers_of("abcx", links) == {"a": 0, "b": 1, "c": 2, "x": 1}


def test_circles_are_opened():
    links = forward("abc", [("a", "b"), ("b", "c"), ("c", "a")])
    assert links == [("a", "b"), ("b", "c"), ("a", "c")]
    assert layers_of("abc", links) == {"a": 0, "b": 1, "c": 2}


def test_crossings_are_counted_and_avoided():
    links = [("a", "y"), ("b", "x"), ("a", "z"), ("c", "x")]
    layers = [["a", "b", "c"], ["x", "y", "z"]]
    assert count_crossings(layers, links) == 4
    assert count_crossings(order_layers(layers, links), links) == 0


# ---------------------------------------------------------------- boxes and lines


@pytest.mark.parametrize("direction", ["right", "down"])
@pytest.mark.parametrize("size_mm", [(183, 60), (120, 110), (183, 120)])
def test_nothing_overlaps_and_no_line_crosses_a_box(direction, size_mm):
    found = canvas(STUDY + f"direction: {direction}", size_mm)
    assert found.problems == []
    assert overlapping(found) == []
    assert crossed(found) == []
    for box in found.boxes:
        assert min(box.edges) > -1e-6
        assert box.edges[2] < size_mm[0] + 1e-6
        assert box.edges[3] < size_mm[1] + 1e-6


def test_lines_are_orthogonal_and_end_at_borders():
    found = canvas(STUDY)
    boxes = {b.name: b for b in found.boxes}
    for line in found.lines:
        for (x0, y0), (x1, y1) in pairwise(line.points):
            assert abs(x0 - x1) < 1e-6 or abs(y0 - y1) < 1e-6
        start, end = line.name.split("-")
        assert line.points[0][0] == pytest.approx(boxes[start].edges[2])
        assert line.points[-1][0] == pytest.approx(boxes[end].edges[0])
        assert line.points[-1][1] == pytest.approx(boxes[end].y)


def test_what_goes_on_stands_in_line():
    boxes = {b.name: b for b in canvas(STUDY).boxes}
    assert boxes["drug"].y == pytest.approx(boxes["imaging"].y)
    assert boxes["vehicle"].y == pytest.approx(boxes["behave"].y)
    assert boxes["mice"].y == pytest.approx((boxes["drug"].y + boxes["vehicle"].y) / 2)


def test_boxes_of_a_layer_are_alike():
    boxes = {b.name: b for b in canvas(STUDY).boxes}
    assert (boxes["drug"].width, boxes["drug"].height) == (boxes["vehicle"].width, boxes["vehicle"].height)


@pytest.mark.parametrize("size_mm", [(183, 60), (120, 60), (100, 70)])
def test_text_stays_in_its_box_at_six_or_seven_points(size_mm):
    ax, _ = drawn(STUDY, size_mm)
    texts = text_boxes(ax)
    found = canvas(STUDY, size_mm)
    for box in found.boxes:
        x0, y0, x1, y1 = texts[" ".join(box.words.lines)]
        assert box.edges[0] - 1e-3 <= x0 <= x1 <= box.edges[2] + 1e-3
        assert box.edges[1] - 1e-3 <= y0 <= y1 <= box.edges[3] + 1e-3
    assert {t.get_fontsize() for t in ax.texts} <= {6.0, 6.5, 7.0}


def test_counts_stand_under_the_text_and_in_the_record():
    ax, result = drawn(STUDY)
    assert "Drug n\u00a0=\u00a012" in text_boxes(ax)
    assert result.n == {"mice": 24, "drug": 12, "vehicle": 12}


def test_labels_stand_clear_of_boxes_and_lines():
    ax, _ = drawn(STUDY)
    x0, y0, x1, y1 = text_boxes(ax)["random"]
    found = canvas(STUDY)
    for box in found.boxes:
        assert x1 < box.edges[0] or x0 > box.edges[2] or y1 < box.edges[1] or y0 > box.edges[3]
    (line,) = [n for n in found.lines if n.name == "mice-drug"]
    assert y1 - 0.212 * 7 * 25.4 / 72 < line.points[-1][1]


def test_an_edge_backwards_goes_round():
    found = canvas("nodes: {a: A, b: B, c: C}\nedges: [a -> b -> c, c ..> a]", (100, 40))
    (back,) = [n for n in found.lines if n.is_dashed]
    boxes = {b.name: b for b in found.boxes}
    assert crossed(found) == []
    heads = [p for p, has_head in zip((back.points[0], back.points[-1]), back.heads, strict=True) if has_head]
    ((x, _),) = heads
    assert x == pytest.approx(boxes["a"].x)
    assert len({boxes[n].y for n in "abc"}) == 1


def test_there_and_back_is_one_line_with_two_heads():
    found = canvas("nodes: {a: A, b: B}\nedges: [a -> b, b -> a]")
    (line,) = found.lines
    assert line.heads == (True, True)


def test_groups_hold_their_members_and_no_line_runs_through_their_title():
    text = """
direction: down
nodes: {r: EGFR, x: RAS, y: PI3K, out: Growth, g: {text: Cytoplasm, style: group, members: [x, y]}}
edges: [r -> x -> out, r -> y -> out]
"""
    found = canvas(text, (85, 80))
    boxes = {b.name: b for b in found.boxes}
    for name in "xy":
        assert boxes["g"].edges[0] < boxes[name].edges[0]
        assert boxes["g"].edges[3] > boxes[name].edges[3]
    words = boxes["g"].words
    left, right = words.x, words.x + cv.width_mm("Cytoplasm", words.size_pt)
    for line in found.lines:
        for (x0, y0), (x1, y1) in pairwise(line.points):
            if min(y0, y1) < words.y < max(y0, y1):
                assert x0 < left or x1 > right
    assert found.problems == []


def test_a_group_around_strangers_is_said():
    text = "nodes: {a: A, b: B, c: C, g: {style: group, members: [a, c]}}\nedges: [a -> b -> c]"
    assert canvas(text).problems[0][0] == "the group 'g' would hold 'b' as well"


def test_at_places_nodes_on_a_grid():
    text = "nodes: {a: {at: [1, 0]}, b: {at: [0, 0]}, c: {at: [1, 1]}}\nedges: [b -> a, b -> c]"
    boxes = {b.name: b for b in canvas(text).boxes}
    assert boxes["b"].x < boxes["a"].x == pytest.approx(boxes["c"].x)
    assert boxes["a"].y < boxes["c"].y


def test_what_does_not_fit_is_one_sentence_with_the_millimetres():
    found = canvas(STUDY, (60, 30))
    ((what, _),) = found.problems
    need, have = what.split(" and has ")
    assert "the diagram needs" in need
    assert have.startswith("60 × 30 mm; ")
    assert have.endswith(" mm are missing")
    ax, result = drawn(STUDY, (60, 30))
    assert result.problems == found.problems
    assert len(ax.texts) == 0  # it asks the page for no margins


def test_place_lays_out_anew():
    chart = charts.load("flow")
    ax, result = drawn(STUDY, (60, 30))
    chart.place(ax, panel(STUDY), result, (183, 60))
    assert result.problems == []
    first = {t.get_text(): t.get_position() for t in ax.texts}
    chart.place(ax, panel(STUDY), result, (183, 60))
    assert {t.get_text(): t.get_position() for t in ax.texts} == first


@settings(max_examples=40)
@given(st.data())
def test_any_graph_is_laid_out_without_collisions(data):
    count = data.draw(st.integers(2, 9))
    names = [f"n{i}" for i in range(count)]
    pairs = st.tuples(st.sampled_from(names), st.sampled_from(names)).filter(lambda p: p[0] < p[1])
    links = data.draw(st.lists(pairs, max_size=14, unique=True))
    nodes = [Node(n, data.draw(st.sampled_from(["A", "Long text of a step", "Two words"]))) for n in names]
    found = layered(
        nodes, [Edge(a, b) for a, b in links], {}, (400.0, 400.0),
        is_down=data.draw(st.booleans()), sizes_pt=[7.0],
    )  # fmt: skip
    assert found.problems == []
    assert overlapping(found) == []
    assert crossed(found) == []


# ---------------------------------------------------------------- cohorts

COHORT = """
cohort:
  - {text: Assessed for eligibility, n: 344, excluded: {reasons: {Did not meet criteria: 52, Declined: 28}}}
  - {text: Randomized, n: 264}
  - {id: drug, text: Allocated to drug, n: 132, color: drug, excluded: {text: Lost, n: 9}}
  - {id: placebo, after: Randomized, text: Allocated to placebo, n: 132}
  - {id: end, after: drug, text: Analysed, n: 123}
  - {id: end2, after: placebo, text: Analysed, n: 132}
"""


@pytest.mark.parametrize("size_mm", [(87, 110), (120, 90), (183, 100)])
def test_cohorts_collide_nowhere(size_mm):
    found = canvas(COHORT, size_mm)
    assert found.problems == []
    assert overlapping(found) == []
    assert crossed(found) == []
    lines = [w for b in found.boxes for w in b.words.lines]
    assert not any("(n" in w and "n\u00a0=" not in w for w in lines)  # counts never break


def test_cohort_counts_are_in_the_record():
    assert drawn(COHORT, (120, 90))[1].n["Randomized"] == 264


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ("Randomized, n: 264", "Randomized, n: 260",
         "'Assessed for eligibility' leaves 344 − 80 excluded = 264, but 'Randomized' has 260"),
        ("drug, n: 132", "drug, n: 131",
         "'Randomized' leaves 264, but 'Allocated to drug' and 'Allocated to placebo' have 131 + 132 = 263"),
        ("Lost, n: 9", "Lost, n: 133", "'Allocated to drug' has 132, and 133 are excluded from them"),
        ("Declined: 28}", "Declined: 28}, n: 79",
         "after 'Assessed for eligibility' 79 are excluded, and the reasons add up to 80"),
        ("after: drug", "after: drgu", "'end' comes after 'drgu'; did you mean 'drug'?"),
        ("id: end2", "id: end", "two steps are called 'end'"),
    ],
)  # fmt: skip
def test_what_does_not_add_up_names_both_numbers(old, new, says):
    with pytest.raises(DataError) as caught:
        panel(COHORT.replace(old, new))
    assert says in str(caught.value)


# ---------------------------------------------------------------- timelines

TIMELINE = """
axis: {label: Time (weeks)}
events:
  - {at: -4, label: Screening}
  - {at: 0, label: Randomization and first dose}
  - {at: 1, label: Safety call}
  - {at: 12, label: Primary end point, color: drug}
  - {at: 13, label: Biopsy}
  - {at: 52, label: Follow-up}
  - {span: [-4, 0], label: Run-in}
  - {span: [0, 12], label: Treatment, color: drug}
  - {span: [12, 52], label: Observation}
  - {span: [0, 24], label: Monitoring}
"""


@pytest.mark.parametrize("size_mm", [(183, 45), (120, 50), (90, 60)])
def test_the_scale_is_true_and_texts_are_clear(size_mm):
    found = canvas(TIMELINE, size_mm)
    assert found.problems == []
    bars = {b.words.lines[0] if b.words else b.name: b for b in found.boxes}
    run_in, treatment = found.boxes[0], bars["event-8"]
    assert treatment.width == pytest.approx(3 * bars["event-7"].width)
    assert run_in.height == treatment.height
    ticks = {w.lines[0]: w.x for w in found.words if w.name == "axis.tick"}
    assert treatment.edges[0] == pytest.approx(ticks["0"])
    ax, _ = drawn(TIMELINE, size_mm)
    boxes = list(text_boxes(ax).values())
    for a, b in combinations(boxes, 2):
        assert min(a[2], b[2]) - max(a[0], b[0]) < 0.01 or min(a[3], b[3]) - max(a[1], b[1]) < 0.01


def test_stems_run_through_no_label():
    found = canvas(TIMELINE, (120, 50))
    for line in (n for n in found.lines if n.name.endswith(".stem")):
        (x, top), (_, bottom) = line.points
        for words in found.words:
            if line.name.startswith(f"{words.name}.") or words.name.startswith("axis"):
                continue
            width, height = cv.block_mm(words.lines, words.size_pt)
            left = words.x - {"left": 0.0, "center": 0.5, "right": 1.0}[words.align] * width
            hits = left < x < left + width and top < words.y + height / 2 and bottom > words.y - height / 2
            assert not hits, (line.name, words.lines)


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("events: [{label: x}]", "'x' needs at or span, one of them"),
        ("events: [{label: x, at: 1, span: [1, 2]}]", "needs at or span"),
        ("events: [{label: x, span: [2, 2]}]", "ends at 2, where it starts or before"),
        ("events: [{label: x, at: 9}]\naxis: {limits: [0, 5]}", "'x' is at 9, outside the axis of 0 to 5"),
        ("events: [{label: x, at: 0}]", "the timeline has no length"),
    ],
)
def test_bad_timelines(text, says):
    with pytest.raises(DataError, match=says):
        panel(text)


# ---------------------------------------------------------------- bad input


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("direction: down", "needs one of nodes, events and cohort, and this one has none"),
        ("nodes: {a: A}\nevents: [{label: x, at: 1}]", "this one has nodes and events"),
        ("nodes: {alpha: A, b: B}\nedges: [alpa -> b]", "names 'alpa'; did you mean 'alpha'?"),
        ("nodes: {a: A, b: B}\nedges: [a b]", "'a b' is no edge"),
        ("nodes: {a: A}\nedges: [a -> a]", "leads from 'a' to itself"),
        ("nodes: {a: A, b: B}\nedges: [a -> b, 'a -> b: again']", "two edges from 'a' to 'b'"),
        ("nodes: {a: {at: [0, 0]}, b: B}", "'a' has at and 'b' has none"),
        ("nodes: {a: {at: [0, 0]}, b: {at: [0, 0]}}", "are both at"),
        ("nodes: {a: A, g: {style: group, members: [x]}}", "has no member 'x'"),
        ("nodes: {a: A, g: {style: group}}", "the group 'g' has no members"),
        ("nodes: {a: {members: [b]}, b: B}", "'a' has members and is no group"),
        ("nodes: {g: {style: group, members: [g]}}", "nothing to put in them"),
        ("edges: [a -> b]\ncohort: [{text: x, n: 1}]", "edges need nodes"),
        ("nodes: {a: A}\naxis: {label: x}", "axis belongs to a timeline"),
        ("nodes: {a: A}\ndata: t", "reads no table"),
        (f"nodes: {{{', '.join(f'n{i}: x' for i in range(70))}}}", "70 nodes are too many"),
    ],
)
def test_bad_input_is_one_sentence(text, says):
    with pytest.raises(DataError) as caught:
        panel(text)
    assert says in str(caught.value)
    assert "\n" not in str(caught.value)


def test_an_unknown_colour_is_named():
    with pytest.raises(DataError, match=r"no level or colour is called 'drgu'; did you mean 'drug'\?"):
        drawn("nodes: {a: {color: drgu}}")


def test_a_huge_count_is_grouped():
    ax, _ = drawn("nodes: {a: {text: Cells, n: 1234567}}")
    assert "Cells n\u00a0=\u00a01\u2009234\u2009567" in text_boxes(ax)


# ---------------------------------------------------------------- the whole way

SPEC = """\
natfig: 1
id: figure
contract:
  conclusion: The trial compares a drug with placebo over a year.
  archetype: schematic-led composite
  backend: python
  journal: nature
  evidence:
    a: {{role: design, claim: Patients were randomized., hero: true}}
    b: {{role: schedule, claim: Visits took a year.}}
figure: {{width: double, height: 150mm, layout: a/b, row_heights: [1.9, 1], formats: [svg, pdf, png]}}
panels:
  a:
    kind: flow
    {}
  b:
    kind: flow
    {}
"""


def indented(text):
    return text.strip().replace("\n", "\n    ").replace("color: drug", "color: signal")


@pytest.mark.poppler
def test_a_page_of_diagrams_passes_qa_and_its_text_is_text(tmp_path):
    import subprocess

    from natfig.cli.main import main

    spec = tmp_path / "figure.yaml"
    spec.write_text(SPEC.format(indented(COHORT), indented(TIMELINE)))
    assert main(["render", str(spec), "--out", str(tmp_path)]) == 0
    assert main(["qa", str(tmp_path / "figure.svg"), str(tmp_path / "figure.pdf"), "--strict"]) == 0
    run = ["pdftotext", "-layout", tmp_path / "figure.pdf", "-"]
    text = subprocess.run(run, capture_output=True, check=True, text=True).stdout
    for label in ("Assessed for eligibility", "Did not meet criteria", "Primary end point", "Time (weeks)"):
        assert label in text
