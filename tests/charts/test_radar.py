"""Radar panels: straight spokes, rings with values, names inside the limits."""

import numpy as np
import pytest

from charts.staging import check, draw, table
from natfig.core.errors import DataError

CRITERIA = ["Accuracy", "Speed", "Memory use", "Robustness to noise", "Calibration", "Ease of deployment"]
METHODS = table(
    c=CRITERIA * 2,
    v=[0.92, 0.8, 0.6, 0.85, 0.9, 0.7, 0.8, 0.5, 0.75, 0.6, 0.55, 0.9],
    m=["Ours"] * 6 + ["Other"] * 6,
)
BASE = "kind: radar, axis: c, value: v, color: m"
MIXED = table(c=["Accuracy", "Speed", "Memory"] * 2, v=[0.92, 120, 6, 0.8, 30, 7.5], m=["A"] * 3 + ["B"] * 3)


def line(stage, level):
    name = "series" if level is None else f"series.{level}"
    (found,) = [a for a in stage.named(name) if hasattr(a, "get_xydata")]
    return found.get_xydata()


def test_a_series_is_a_closed_line_at_its_values():
    stage = draw(f"{{{BASE}}}", METHODS)
    points = line(stage, "Ours")
    assert points[0].tolist() == points[-1].tolist()
    assert np.hypot(*points[:-1].T) == pytest.approx(METHODS["v"][:6])


def test_first_spoke_points_up_and_the_next_is_clockwise():
    points = line(draw(f"{{{BASE}}}", METHODS), "Ours")
    assert points[0] == pytest.approx([0, 0.92])
    assert points[1, 0] > 0


def test_fill_is_light():
    fills = [a for a in draw(f"{{{BASE}}}", METHODS).named("series") if hasattr(a, "get_xy")]
    assert [f.get_alpha() for f in fills] == [0.15, 0.15]
    assert {f.get_linewidth() for f in fills} == {0}


def test_layout_is_square_without_frame():
    stage = draw(f"{{{BASE}}}", METHODS)
    assert (stage.drawn.frame, stage.drawn.square) == ("none", True)
    assert stage.ax.get_aspect() == 1
    assert np.ptp(stage.ax.get_xlim()) == pytest.approx(np.ptp(stage.ax.get_ylim()))
    assert stage.ax.get_xticks().tolist() == stage.ax.get_yticks().tolist() == []


def test_rings_and_spokes():
    stage = draw(f"{{{BASE}}}", METHODS)
    rings = [np.hypot(*a.get_xy()[0]) for a in stage.named("grid.ring")]
    assert rings == pytest.approx([0.25, 0.5, 0.75, 1])
    assert len(stage.named("grid.spoke")) == 6


@pytest.mark.parametrize("count", [3, 4, 5, 8, 11])
@pytest.mark.parametrize("size_mm", [(44.0, 46.0), (60.0, 45.0)])
def test_names_are_within_the_limits(count, size_mm):
    words = ["Accuracy", "Robustness to noise", "Ease of deployment", "Speed"]
    data = table(c=[f"{words[i % 4]} {i}" for i in range(count)], v=np.linspace(1, 2, count).tolist())
    stage = draw("{kind: radar, axis: c, value: v}", data, size_mm=size_mm)
    stage.ax.figure.canvas.draw()
    frame = stage.ax.get_window_extent()
    names = stage.named("axis.")
    assert len(names) > count
    for text in names:
        box = text.get_window_extent()
        assert box.x0 > frame.x0 - 2
        assert box.x1 < frame.x1 + 2
        assert box.y0 > frame.y0 - 2
        assert box.y1 < frame.y1 + 2


def test_long_names_are_broken_at_spaces():
    texts = [t.get_text() for t in draw(f"{{{BASE}}}", METHODS, size_mm=(40.0, 40.0)).named("axis.Robust")]
    assert texts == ["Robustness\nto noise"]


def test_ring_values_are_readable_and_off_the_lines():
    stage = draw(f"{{{BASE}}}", METHODS)
    values = stage.named("axis.values")
    assert [t.get_text() for t in values] == ["0.5", "1"]
    assert all(t.get_fontsize() >= stage.style.look.floor_pt for t in values)


def test_common_scale_starts_at_zero_unless_told():
    assert np.hypot(*line(draw(f"{{{BASE}}}", METHODS), "Ours")[0]) == pytest.approx(0.92)
    stage = draw(f"{{{BASE.replace('value: v', 'value: {field: v, limits: [0.5, 1]}')}}}", METHODS)
    assert np.hypot(*line(stage, "Ours")[0]) == pytest.approx(0.84)


def test_own_scales_are_stated():
    stage = draw(f"{{{BASE}, scales: each, ranges: {{Memory: [10, 0]}}}}", MIXED)
    texts = {t.get_gid().split(".")[-1]: t.get_text() for t in stage.named("axis.")}
    assert texts["Memory"] == "Memory\n(10–0)"
    assert texts["Speed"].startswith("Speed\n(")
    radii = np.hypot(*line(stage, "A")[:-1].T)
    assert radii[2] == pytest.approx(0.4)
    assert ((radii >= 0) & (radii <= 1)).all()
    assert stage.named("axis.values") == []


def test_an_axis_that_a_common_scale_hides_is_reported():
    warning = draw(f"{{{BASE}}}", MIXED).drawn.warnings
    assert warning == ["'Accuracy' can't be read on the common scale; consider scales: each"]


def test_legend():
    drawn = draw(f"{{{BASE}}}", METHODS).drawn
    assert [(e.text, e.handle) for e in drawn.legend] == [("Ours", "line+marker"), ("Other", "line+marker")]
    assert draw("{kind: radar, axis: c, value: v}", METHODS.take(np.arange(6))).drawn.legend == []


def test_order_and_reverse():
    order = "[Speed, Accuracy, Memory use, Robustness to noise, Calibration, Ease of deployment]"
    stage = draw(f"{{{BASE.replace('axis: c', f'axis: {{field: c, order: {order}}}')}}}", METHODS)
    assert line(stage, "Ours")[0] == pytest.approx([0, 0.8])
    stage = draw(f"{{{BASE.replace('axis: c', 'axis: {field: c, reverse: true}')}}}", METHODS)
    assert np.hypot(*line(stage, "Ours")[1]) == pytest.approx(0.7)


@pytest.mark.parametrize("values", [[3.0, 3.0, 3.0], [0.0, 0.0, 0.0], [-3.0, 2.0, 1.0]])
def test_odd_values(values):
    points = line(draw("{kind: radar, axis: c, value: v}", table(c=["a", "b", "c"], v=values)), None)
    assert np.isfinite(points).all()
    assert np.hypot(*points.T).max() <= 1 + 1e-9


@pytest.mark.parametrize(("text", "data", "parts"), [
    ("{kind: radar, axis: c, value: v}", table(c=["a", "b"], v=[1.0, 2]), ("3 spokes", "kind: bar")),
    (f"{{{BASE}}}", METHODS.take(np.arange(11)), ("c Ease of deployment, m Other",)),
    (
        f"{{{BASE}, missing: {{drop: failed}}}}", METHODS.take(np.arange(11)),
        ("'Ease of deployment'", "can't be closed"),
    ),
    (f"{{{BASE}}}", METHODS.take(np.array([0, 0, *range(12)])), ("more than one row",)),
    (f"{{{BASE}, ranges: {{Speed: [0, 1]}}}}", METHODS, ("scales: each",)),
    (f"{{{BASE}, scales: each, ranges: {{Sped: [0, 1]}}}}", METHODS, ("did you mean 'Speed'?",)),
    (f"{{{BASE}, scales: each, ranges: {{Speed: [0, 0.6]}}}}", METHODS, ("'Speed'", "0.8", "0 to 0.6")),
    (f"{{{BASE}, scales: each, ranges: {{Speed: [1, 1]}}}}", METHODS, ("no width",)),
    (f"{{{BASE.replace('value: v', 'value: {field: v, limits: [0, 0.5]}')}}}", METHODS, ("0.92",)),
    (f"{{{BASE.replace('value: v', 'value: {field: v, scale: log}')}}}", METHODS, ("value.scale",)),
    (
        f"{{{BASE.replace('value: v', 'value: {field: v, limits: [0, 1]}')}, scales: each}}",
        METHODS, ("value.limits",),
    ),
])  # fmt: skip
def test_bad_input_gets_one_sentence(text, data, parts):
    with pytest.raises(DataError) as caught:
        check(text, data)
    assert all(part in str(caught.value) for part in parts), str(caught.value)
