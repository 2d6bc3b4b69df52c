"""Forest plots in R: places, cut intervals, diamonds, names left and numbers right of the axes."""

import re

import numpy as np
import pytest

from backends.r import readback
from backends.r.kinds.drawn import SVG, draw, lint
from natfig.backends.r.functions import functions
from natfig.backends.r.kinds.forest import twin
from natfig.charts.forest import ForestPanel
from oracles import r

_COLUMNS = ("trial", "setting", "hr", "low", "high", "n", "weight", "pooled")
_TRIALS = [
    ("Adams", "Clinic", 0.8, 0.6, 1.07, 120, 20, 0),
    ("Brown", "Clinic", 0.5, 0.05, 4.9, 12500, 2, 0),
    ('Ø "quoted"', "Ward", 1.4, 0.9, 30.0, 80, 10, 0),
    ("All", "All", 0.85, 0.7, 1.03, 12700, 32, 1),
]
TRIALS = [dict(zip(_COLUMNS, row, strict=True)) for row in _TRIALS]
EFFECTS = [
    {"trait": t, "sex": s, "difference": d, "se": 0.4}
    for t, s, d in [("mass", "f", -1.0), ("mass", "m", 0.5), ("length", "f", 0.25), ("length", "m", 1.5)]
]
PANELS = {
    "a": {"kind": "forest", "data": "trials", "y": {"field": "trial", "label": "Trial"}, "group": "setting",
          "x": {"field": "hr", "low": "low", "high": "high", "label": "Hazard ratio", "scale": "log",
                "limits": [0.25, 4]},
          "weight": "weight", "summary": {"field": "pooled"}, "columns": ["n"],
          "favours": ["drug", "placebo"]},
    "b": {"kind": "forest", "data": "effects", "y": "trait", "color": "sex", "numbers": ".1f",
          "x": {"field": "difference", "error": "se", "label": "Difference (mm)"}, "level": 90},
}  # fmt: skip


@pytest.fixture(scope="module")
def drawn(tmp_path_factory):
    folder = tmp_path_factory.mktemp("forest")
    return draw(folder, PANELS, {"trials": TRIALS, "effects": EFFECTS}, layout="ab", height="60mm")


@pytest.mark.parametrize(("letter", "groups"), [("a", 2), ("b", 2)])
def test_both_backends_show_the_same_effects_and_intervals(drawn, letter, groups):
    wrong, count = drawn.differences(letter)
    assert not wrong
    assert count == groups  # squares and diamonds, or two colours


def test_the_diamond_reaches_from_end_to_end(drawn):
    panel = readback.read(drawn.r)["a"]
    (diamond,) = panel.marks["summary"]
    x = panel.x.values(diamond.xy[:, 0])
    assert (x.min(), x.max()) == pytest.approx((0.7, 1.03), rel=0.01)


def test_cut_intervals_end_in_arrows_at_the_edge(drawn):
    section = drawn.section("a")
    assert "xlim = c(0.25, 4)" in section
    assert section.count("arrow(") == 2
    polygons = [_points(p) for g in drawn.group("panel-a.series") for p in g.iter(f"{SVG}polygon")]
    heads = [p for p in polygons if len(p) == 3]
    assert len(heads) == 3  # Brown's two ends, and the other's right one
    widths = sorted(float(np.ptp(p[:, 0])) for p in polygons if len(p) == 4)
    assert len(widths) == 3
    # Areas are proportional to the weights 2, 10, 20; the smallest is kept visible.
    assert (widths[2] / widths[1]) ** 2 == pytest.approx(2, rel=0.05)
    assert widths[0] >= 1.49


def _points(polygon):
    return np.array([[float(v) for v in p.split(",")] for p in polygon.get("points").split()])


def test_texts_of_a_row_stand_on_one_line_with_its_mark(drawn):
    names = {t: y for t, _, y in _placed(drawn, "panel-a.axis-y")}
    assert list(names) == ["Trial", "Clinic", "Adams", "Brown", "Ward", 'Ø "quoted"', "All"]
    table = _placed(drawn, "panel-a.table")
    headers = [(t, y) for t, _, y in table if t in {"n", "HR (95% CI)"}]
    assert [t for t, _ in headers] == ["n", "HR (95% CI)"]
    assert all(y == pytest.approx(names["Trial"], abs=0.4) for _, y in headers)
    cells = {t: y for t, _, y in table}
    for name, count, text in [
        ("Adams", "120", "0.80 (0.60–1.07)"), ("Brown", "12\u2009500", "0.50 (0.05–4.90)"),
        ("All", "12\u2009700", "0.85 (0.70–1.03)"),
    ]:  # fmt: skip
        assert cells[count] == pytest.approx(names[name], abs=0.4)
        assert cells[text] == pytest.approx(names[name], abs=0.4)
    lefts = [x for t, x, _ in table if "(" in t]
    assert max(lefts) - min(lefts) < 0.01


def _placed(drawn, group):
    """Return text, x and y of the texts of a group; svglite sets flush-left texts at their left end."""
    texts = [t for g in drawn.group(group) for t in g.iter(f"{SVG}text")]
    return [("".join(t.itertext()).strip(), float(t.get("x")), float(t.get("y"))) for t in texts]


def test_headings_are_bold_and_rows_under_them_stand_in(drawn):
    by_text = {
        "".join(t.itertext()).strip(): t for g in drawn.group("panel-a.axis-y") for t in g.iter(f"{SVG}text")
    }
    assert "bold" in by_text["Clinic"].get("style")
    assert "bold" not in by_text["Adams"].get("style", "")
    assert "\\u2003Adams" in drawn.section("a")
    assert '"All"' in drawn.section("a")  # a group of one row of its name has no heading


def test_minus_signs_and_the_level_are_written_out(drawn):
    said = drawn.texts("panel-b.table")
    assert "−1.0 (−1.4 to −0.6)" in said
    assert "Estimate (90% CI)" in said


def test_intervals_are_written_without_an_end_where_they_have_none():
    r.require()
    expected = r'"1.00 (0.50 to \u221e)", "20\u2009000.00 (\u2212\u221e to 30\u2009000.00)"'
    code = functions(["interval_natfig"]) + (
        "x <- interval_natfig(c(1, 20000), c(0.5, -Inf), c(Inf, 3e4))\n"
        f"list(ok = identical(x, c({expected})))"
    )
    assert r.evaluate({"x": code})["x"]["ok"] == [1.0]


def test_formats_that_r_lacks_are_told_before_anything_is_drawn():
    panel = ForestPanel(kind="forest", y="a", x={"field": "b", "error": "c"}, numbers="08.2f")
    ((message, hint),) = twin.problems(panel, None)
    assert "08.2f" in message
    assert hint


def test_the_script_is_clean(drawn):
    r.require("lintr", needed=False)
    assert re.search(r"column_natfig\(", drawn.script)
    assert lint(drawn) == 0
