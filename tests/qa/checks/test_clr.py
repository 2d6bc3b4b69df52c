"""Which colours are data, which pairs are told, and by which code."""

from __future__ import annotations

import time
from collections.abc import Sequence
from pathlib import Path

import pytest

from natfig.journals import journals
from natfig.qa.check import Check, Context
from natfig.qa.checks import checks
from natfig.qa.checks._marks import panels
from natfig.qa.checks._names import base_names, is_bar, is_furniture, outer_id, series_of
from natfig.qa.document import Document, Page, Paint, Shapes

CODES = ("CLR001", "CLR002", "CLR003", "CLR004")
CLR: dict[str, Check] = {c.code: c for c in checks if c.code in CODES}
Mark = tuple[Paint, Sequence[tuple[float, float, float, float]]]


def document(*marks: Mark, background: str = "#FFFFFF") -> Document:
    shapes = Shapes()
    for paint, boxes in marks:
        shapes.paints.append(paint)
        for k, box in enumerate(boxes):
            shapes.add(len(shapes.paints) - 1, box, k)
    return Document(Path("fig.svg"), "svg", 1000, Page(89.0, 60.0), shapes=shapes, background=background)


def line(color: str, *, y: float = 20.0, group: str = "", panel: str | None = None, **more: object) -> Mark:
    paint = Paint(None, color, width_pt=1.0, group=group, panel=panel, **more)  # type: ignore[arg-type]
    return paint, [(10.0, y, 80.0, y + 10.0)]


def bars(color: str, *, x: float = 10.0, n: int = 3, group: str = "", panel: str | None = None) -> Mark:
    return Paint(color, None, group=group, panel=panel), [
        (x + 6 * k, 20.0, x + 6 * k + 4, 40.0) for k in range(n)
    ]


def found(doc: Document, context: Context | None = None) -> list[tuple[str, str]]:
    return [(f.code, f.severity.value) for code in CODES for f in CLR[code].look(doc, context or Context())]


PAIR = ("#1F77B4", "#9467BD")  # one blue without red cones
RED_GREEN = ("#D62728", "#2CA02C")


def test_all_four_are_there() -> None:
    assert tuple(CLR) == CODES
    for check in CLR.values():
        assert check.reason
        assert check.bad
        assert check.good
        assert check.hint
        assert check.source
        assert check.options


@pytest.mark.parametrize(
    ("pair", "expected"),
    [
        (PAIR, [("CLR001", "warning")]),
        (RED_GREEN, [("CLR003", "warning")]),
        (("#D62728", "#1F77B4"), [("CLR004", "info")]),
        (("#0072B2", "#E69F00"), []),
        (("#2CA02C", "#FF7F0E"), [("CLR001", "warning")]),
        (("#2CA02C", "#38A838"), [("CLR001", "warning")]),
        (("#D62728", "#98DF8A"), []),
    ],
)
@pytest.mark.parametrize("make", [line, bars])
def test_a_pair_is_told_by_one_code(make, pair, expected) -> None:  # type: ignore[no-untyped-def]
    assert found(document(make(pair[0]), make(pair[1]))) == expected
    assert found(document(make(pair[1]), make(pair[0]))) == expected


@pytest.mark.parametrize("pair", [PAIR, RED_GREEN])
def test_dashes_make_it_a_note_of_clr001(pair: tuple[str, str]) -> None:
    assert found(document(line(pair[0]), line(pair[1], dashed=True))) == [("CLR001", "info")]


def test_message_names_colours_vision_distance_and_panel() -> None:
    doc = document(
        line(PAIR[0], group="panel-b/panel-b.series.INT8", panel="b"),
        line(PAIR[1], group="panel-b/panel-b.series.FP16", panel="b"),
    )
    (finding,) = CLR["CLR001"].look(doc, Context())
    for part in ("blue #1F77B4 of 'INT8'", "purple #9467BD of 'FP16'", "in panel b", "protanopia", "2.4; 10"):
        assert part in finding.message
    assert finding.where.panel == "b"
    assert finding.where.bbox_mm == (10.0, 20.0, 70.0, 10.0)


def test_a_pair_in_two_panels_is_told_once() -> None:
    marks = [
        line(color, group=f"panel-{p}/panel-{p}.series.{k}", panel=p)
        for p in "ab"
        for k, color in enumerate(RED_GREEN)
    ]
    (finding,) = CLR["CLR003"].look(document(*marks), Context())
    assert "in panels a and b" in finding.message


def test_colours_of_different_panels_are_not_compared() -> None:
    doc = document(
        line(PAIR[0], group="panel-a/panel-a.series.x", panel="a"),
        line(PAIR[1], group="panel-b/panel-b.series.x", panel="b"),
    )
    assert found(doc) == []
    assert (
        found(document(line(PAIR[0], group="axes_1/line2d_1"), line(PAIR[1], group="axes_2/line2d_1"))) == []
    )


@pytest.mark.parametrize(
    "mark",
    [
        line(PAIR[1], group="axes_1/matplotlib.axis_1/xtick_1/line2d_9"),
        line(PAIR[1], group="panel.grid.major"),
        (Paint(None, PAIR[1], width_pt=0.4), [(10.0, 10.0, 80.0, 10.0)]),
        (Paint(PAIR[1], None, fill_opacity=0.05), [(10.0, 10.0, 20.0, 20.0)]),
        (Paint(PAIR[1], None), [(0.0, 0.0, 89.0, 60.0)]),
        (Paint(PAIR[1], None), [(10.0, 10.0, 10.1, 10.1)]),
        (Paint(PAIR[1], None, is_text=True), [(10.0, 10.0, 12.0, 12.0)]),
        (Paint(PAIR[0], None, fill_opacity=0.2), [(10.0, 10.0, 60.0, 40.0)]),
        (Paint("#FFFFFF", "#FFFFFF", width_pt=1.0), [(10.0, 10.0, 60.0, 40.0)]),
        line("#777777"),
    ],
    ids=[
        "tick",
        "grid",
        "thin line",
        "invisible",
        "page",
        "dust",
        "outlined text",
        "twin",
        "white",
        "grey line",
    ],
)
def test_furniture_is_no_data_colour(mark: Mark) -> None:
    doc = document(line(PAIR[0]), mark)
    assert [s.stated for panel in panels(doc) for s in panel.swatches] == [PAIR[0]]


def test_a_shared_outline_is_not_compared() -> None:
    doc = document(
        (Paint("#0072B2", PAIR[1], width_pt=0.75), [(10.0, 10.0, 20.0, 40.0)]),
        (Paint("#E69F00", PAIR[1], width_pt=0.75), [(30.0, 10.0, 40.0, 40.0)]),
    )
    assert {s.stated for s in panels(doc)[0].swatches} == {"#0072B2", "#E69F00"}


def test_what_series_share_is_not_theirs() -> None:
    doc = document(
        bars("#0072B2", group="panel-a/panel-a.series.x", panel="a"),
        line("#272727", group="panel-a/panel-a.series.x.2", panel="a"),
        bars("#000000", group="panel-a/panel-a.series.y", panel="a"),
        line("#272727", group="panel-a/panel-a.series.y.2", panel="a"),
    )
    assert {s.name: s.stated for s in panels(doc)[0].swatches} == {"x": "#0072B2", "y": "#000000"}


def test_opacity_is_blended_with_the_background() -> None:
    def faint(background: str) -> list[str]:
        doc = document(
            (Paint("#0072B2", None, fill_opacity=0.5), [(10.0, 10.0, 20.0, 40.0)]), background=background
        )
        return [s.color for s in panels(doc)[0].swatches]

    assert faint("#FFFFFF") == ["#80B8D8"]
    assert faint("#000000") == ["#003959"]


def test_greyscale_is_a_warning_only_where_figures_are_printed_so() -> None:
    class Grey:
        colour_mode = "greyscale"

        def value(self, *_: str) -> None:
            return None

    doc = document(bars("#D62728"), bars("#1F77B4", x=40.0))
    assert found(doc) == [("CLR004", "info")]
    assert found(doc, Context(journals.load("plos"))) == [("CLR004", "info")]
    assert found(doc, Context(Grey())) == [("CLR004", "warning")]  # type: ignore[arg-type]


def test_half_a_million_marks_are_cheap() -> None:
    shapes = Shapes()
    shapes.paints += [Paint(c, None) for c in ("#0072B2", "#E69F00", "#D55E00")]
    n = 400_000
    shapes.paint.extend(k % 3 for k in range(n))
    for column in (shapes.x0, shapes.y0):
        column.extend((k * 7 % 80000) / 1000 for k in range(n))
    for column in (shapes.x1, shapes.y1):
        column.extend((k * 7 % 80000) / 1000 + 0.5 for k in range(n))
    shapes.order.extend(range(n))
    shapes.line.extend(0 for _ in range(n))
    doc = Document(Path("fig.svg"), "svg", 1000, Page(89.0, 60.0), shapes=shapes)
    start = time.perf_counter()
    assert [s.shapes for s in panels(doc)[0].swatches] == [133_334, 133_333, 133_333]
    # 5 microseconds a mark, on a machine that does other things as well.
    assert time.perf_counter() - start < 2.0


def test_a_document_without_marks_has_nothing_to_say() -> None:
    assert found(document()) == []


@pytest.mark.parametrize(
    ("group", "expected"),
    [
        ("panel-a/panel-a.series.INT8", "INT8"),
        ("panel-a/panel-a.points.B cells.2", "B cells.2"),
        ("panel-a/panel-a.series", ""),
        ("panel-a/panel-a.axis-x", None),
        ("axes_1/line2d_3", None),
    ],
)
def test_series_are_read_from_ids(group: str, expected: str | None) -> None:
    assert series_of(group) == expected


@pytest.mark.parametrize(
    ("group", "expected"),
    [
        ("page", True),
        ("panel-a/panel-a.axis-x", True),
        ("panel-a/panel-a.frame", True),
        ("panel-a/panel-a.reference.null", True),
        ("figure_1/axes_1/matplotlib.axis_2/ytick_3/line2d_8", True),
        ("figure_1/axes_1/text_9", True),
        ("panel.background.1", True),
        ("panel-a/panel-a.series.text", False),
        ("figure_1/axes_1/line2d_3", False),
        ("figure_1/axes_1/PathCollection_1", False),
        ("panel-a/panel-a.colorbar", False),
        ("layer1/Gridiron", False),
    ],
)
def test_furniture_is_read_from_ids(group: str, expected: bool) -> None:
    assert is_furniture(group) is expected


def test_other_ids() -> None:
    assert is_bar("panel-a/panel-a.colorbar")
    assert is_bar("layer1/colour-bar")
    assert not is_bar("panel-a/panel-a.series.bar")
    assert outer_id("figure_1/axes_2/line2d_1") == "axes_2"
    assert outer_id("layer1/g12") == ""
    assert base_names(["INT8", "INT8.2", "v1.5", "1960"]) == {
        "INT8": "INT8",
        "INT8.2": "INT8",
        "v1.5": "v1.5",
        "1960": "1960",
    }
