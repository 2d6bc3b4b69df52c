"""The comparison itself: what differs is counted, what is cut otherwise is not."""

from pathlib import Path
from types import SimpleNamespace

import pytest

from oracles import svgtruth
from oracles.agreement import compare


def _as_read(truth):
    """Return a document that says what Chromium says."""
    runs, elements = [], []
    for number, element in enumerate(truth.elements):
        elements.append(SimpleNamespace(runs=range(len(runs), len(runs) + len(element.runs))))
        for run in element.runs:
            look = {"family": run.family, "fill": "#FF0000", "visible": run.visible, "measured": True}
            runs.append(
                SimpleNamespace(text=run.text, size_pt=run.size_pt, box=run.box, element=number, **look)
            )
    page = SimpleNamespace(width_mm=truth.width_mm, height_mm=truth.height_mm)
    return SimpleNamespace(page=page, runs=runs, elements=elements, text_count=len(elements))


@pytest.fixture
def truth():
    runs = [
        svgtruth.Run(text, size, "Arial", "rgb(255, 0, 0)", "400", "normal", visible=True, box=box)
        for text, size, box in (("Dose ", 7.0, (1.0, 1.0, 9.0, 4.0)), ("mg", 5.0, (9.0, 1.0, 12.0, 4.0)))
    ]
    elements = (svgtruth.Element(tuple(runs)), svgtruth.Element(()))
    return svgtruth.Truth(Path("corpus/some/figure.svg"), 89.0, 60.0, elements)


def test_a_document_that_says_the_same_agrees_in_everything(truth):
    tally = compare(truth.path, truth, _as_read(truth))
    assert (tally.counts, tally.runs, tally.sizes, tally.boxes, tally.pages, tally.looks) == (
        1,
        2,
        2,
        2,
        2,
        2,
    )
    assert not tally.complaints


def test_runs_cut_otherwise_are_compared_by_their_characters(truth):
    document = _as_read(truth)
    first = document.runs[0]
    first.text, first.box = "Do", (1.0, 1.0, 5.0, 4.0)
    document.runs.insert(1, SimpleNamespace(**{**vars(first), "text": "se", "box": (5.0, 1.0, 9.0, 4.0)}))
    document.elements[0].runs = range(3)
    tally = compare(truth.path, truth, document)
    assert (tally.sizes, tally.boxes) == (2, 2)


@pytest.mark.parametrize(
    ("change", "what", "left"),
    [
        (lambda d: setattr(d.runs[0], "size_pt", 7.15), "sizes", 1),
        (lambda d: setattr(d.runs[0], "size_pt", 7.13), "sizes", 2),
        (lambda d: setattr(d.runs[1], "box", (9.0, 1.0, 12.51, 4.0)), "boxes", 1),
        (lambda d: setattr(d.runs[1], "box", (9.0, 1.0, 12.49, 4.0)), "boxes", 2),
        (lambda d: setattr(d.runs[1], "text", "kg"), "sizes", 0),
        (lambda d: setattr(d.runs[1], "fill", "#00FF00"), "looks", 1),
        (lambda d: setattr(d.runs[1], "visible", False), "looks", 1),
        (lambda d: setattr(d.page, "width_mm", 89.5), "pages", 1),
        (lambda d: setattr(d.page, "width_mm", None), "pages", 1),
        (lambda d: setattr(d, "text_count", 1), "counts", 0),
    ],
)
def test_what_differs_is_counted_and_told(change, what, left, truth):
    document = _as_read(truth)
    change(document)
    tally = compare(truth.path, truth, document)
    assert getattr(tally, what) == left
    assert bool(tally.complaints) == (left < getattr(compare(truth.path, truth, _as_read(truth)), what))
