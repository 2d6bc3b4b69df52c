"""Drawings of eight programs look as Chromium and poppler show them, texts aside."""

import importlib.util
from pathlib import Path

import pytest

TESTS = Path(__file__).parents[1]
# The mean structural similarity over what is painted. Thin lines are anti-aliased in
# different ways, so charts full of them reach less than drawings with areas.
DRAWINGS = [
    ("cases/drawing/two_photon.svg", 0.94),
    ("cases/drawing/inkscape.svg", 0.97),
    ("cases/drawing/graphviz.svg", 0.90),
    ("cases/drawing/libreoffice.svg", 0.94),
    ("cases/drawing/matplotlib.svg", 0.97),
    ("corpus/libreoffice/workflow.svg", 0.97),
    ("corpus/graphviz/records.svg", 0.94),
    ("corpus/plotly/polar_and_pie.svg", 0.96),
    ("corpus/altair/facets.svg", 0.94),
]
PAGES = [("graphviz", 0.91), ("inkscape", 0.97), ("libreoffice", 0.92), ("matplotlib", 0.97), ("r", 0.94)]


@pytest.fixture(scope="module")
def pictures():
    spec = importlib.util.spec_from_file_location("drawing_pictures", Path(__file__).with_name("pictures.py"))
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.mark.chromium
@pytest.mark.parametrize(("name", "least"), DRAWINGS)
def test_svg_looks_as_in_chromium(pictures, name, least):
    theirs, own = pictures.chromium(TESTS / name)
    assert pictures.similarity(theirs, own) > least


@pytest.mark.poppler
@pytest.mark.parametrize(("name", "least"), PAGES)
def test_pdf_looks_as_in_poppler(pictures, name, least):
    theirs, own = pictures.poppler(TESTS / f"cases/drawing/{name}.pdf")
    assert pictures.similarity(theirs, own) > least


def test_the_measure_tells_a_shift(pictures):
    own = pictures.ours(TESTS / "cases/drawing/inkscape.svg")
    assert pictures.similarity(own, own) == pytest.approx(1)
    shifted = own.copy()
    shifted[:, 12:] = own[:, :-12]
    assert pictures.similarity(own, shifted) < 0.9
