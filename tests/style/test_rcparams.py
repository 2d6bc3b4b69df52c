import copy
from types import SimpleNamespace

import matplotlib as mpl
import pytest

from natfig.journals import journals
from natfig.journals.model import STAGES
from natfig.style.fonts import find_face
from natfig.style.marks import Look
from natfig.style.rcparams import look_for, rc_params

TEXT = ("label_pt", "tick_pt", "annotation_pt")
STROKES = ("axis_pt", "line_pt", "reference_pt", "error_pt")


@pytest.mark.parametrize("stage", STAGES)
@pytest.mark.parametrize("name", journals.names())
def test_no_text_is_under_a_journals_floor_and_no_stroke_too_thin(name, stage):
    journal = journals.load(name)
    look = look_for(journal, stage)
    floor = journal.text_floor_pt(stage) or 5
    assert look.floor_pt == floor
    assert min(getattr(look, key) for key in TEXT) >= floor
    # A journal may want its panel letters smaller than the text it advises.
    assert look.letter_pt >= floor or look.letter_pt == journal.panel_label(stage).size_pt
    line = journal.value("figure", "line_min_pt", stage)
    # A width that rests on hearsay is for the checker to mention, not to draw by.
    if line is not None and line.confidence != "low":
        assert min(getattr(look, key) for key in STROKES) >= line.value


@pytest.mark.parametrize("stage", STAGES)
@pytest.mark.parametrize("name", journals.names())
def test_no_text_is_over_a_journals_ceiling(name, stage):
    journal = journals.load(name)
    look = look_for(journal, stage)
    ceiling = journal.text_ceiling_pt(stage)
    if ceiling is not None:
        assert max(getattr(look, key) for key in TEXT) <= max(ceiling, look.floor_pt)
    assert look.tick_pt <= look.label_pt
    assert look.annotation_pt <= look.label_pt


class Journal:
    """A journal with the numbers given."""

    def __init__(self, floor=None, ceiling=None, line=None, letter=None, confidence="high"):
        self.numbers = floor, ceiling, line, letter, confidence

    def text_floor_pt(self, stage):
        return self.numbers[0]

    def text_ceiling_pt(self, stage):
        return self.numbers[1]

    def line_floor_pt(self, stage):
        return self.numbers[2]

    def value(self, group, key, stage):
        assert (group, key) == ("figure", "line_min_pt")
        width, confidence = self.numbers[2], self.numbers[4]
        return None if width is None else SimpleNamespace(value=width, confidence=confidence)

    def panel_label(self, stage):
        return SimpleNamespace(size_pt=self.numbers[3])


@pytest.mark.parametrize(
    ("numbers", "label", "tick", "letter"),
    [
        ({}, 7, 6, 8),
        ({"floor": 5, "ceiling": 7, "letter": 8}, 7, 6, 8),
        ({"floor": 6}, 7, 6, 8),
        ({"floor": 7}, 7, 7, 8),
        ({"floor": 8}, 8, 8, 8),
        ({"floor": 9}, 9, 9, 9),
        ({"ceiling": 6}, 6, 6, 8),
        ({"floor": 5, "ceiling": 5}, 5, 5, 8),
        ({"floor": 8, "ceiling": 6}, 8, 8, 8),
        ({"letter": 12}, 7, 6, 12),
    ],
)
def test_sizes_are_clamped_between_floor_and_ceiling(numbers, label, tick, letter):
    look = look_for(Journal(**numbers))
    assert (look.label_pt, look.tick_pt, look.annotation_pt, look.letter_pt) == (label, tick, tick, letter)


@pytest.mark.parametrize(
    ("thinnest", "axis", "line", "error"),
    [(None, 0.5, 1, 0.75), (0.25, 0.5, 1, 0.75), (1, 1, 1, 1), (0.6, 0.6, 1, 0.75)],
)
def test_strokes_are_as_thick_as_the_journal_asks(thinnest, axis, line, error):
    look = look_for(Journal(line=thinnest))
    assert (look.axis_pt, look.line_pt, look.error_pt, look.reference_pt) == (axis, line, error, axis)


def test_a_width_that_rests_on_hearsay_is_not_drawn_by():
    assert look_for(Journal(line=2, confidence="low")).axis_pt == 0.5
    assert look_for(Journal(line=2, confidence="medium")).axis_pt == 2


def test_without_a_journal_the_look_is_the_default():
    assert look_for(None) == Look()


def params(**more):
    return rc_params(Look(), find_face([]), width_in=3.5, height_in=2, dpi=600, **more)


def test_making_params_changes_nothing():
    before = copy.deepcopy(dict(mpl.rcParams))
    params(colors=("#0F4D92",))
    assert dict(mpl.rcParams) == before


def test_every_call_makes_its_own_equal_dict():
    one, two = params(), params()
    assert one == two
    assert one is not two
    one["font.family"].append("Comic Sans")
    assert params() == two


def test_matplotlib_knows_every_key_and_takes_every_value():
    with mpl.rc_context(params(colors=("#0F4D92", "#B64342"))):
        assert mpl.rcParams["figure.figsize"] == [3.5, 2]
        assert mpl.rcParams["axes.prop_cycle"].by_key() == {"color": ["#0F4D92", "#B64342"]}


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("savefig.bbox", "standard"),
        ("pdf.fonttype", 42),
        ("svg.fonttype", "none"),
        ("svg.hashsalt", "natfig"),
        ("axes.spines.top", False),
        ("axes.spines.right", False),
        ("axes.grid", False),
        ("axes.unicode_minus", True),
        ("legend.frameon", False),
        ("xtick.direction", "out"),
        ("savefig.dpi", 600),
    ],
)
def test_the_look(key, value):
    assert params()[key] == value


def test_sizes_of_the_look_reach_matplotlib():
    look = Look(label_pt=9, tick_pt=8, axis_pt=0.6, line_pt=1.5, ink="#111111")
    made = rc_params(look, find_face([]), width_in=3, height_in=2, dpi=300)
    for key, value in {
        "font.size": 9, "axes.labelsize": 9, "legend.fontsize": 9, "xtick.labelsize": 8, "ytick.labelsize": 8,
        "axes.linewidth": 0.6, "xtick.major.width": 0.6, "lines.linewidth": 1.5, "text.color": "#111111",
        "ytick.color": "#111111",
    }.items():  # fmt: skip
        assert made[key] == value


def test_the_measured_face_comes_first_and_a_fallback_last():
    made = params()
    assert made["font.family"][0] == "Liberation Sans"
    assert made["font.family"][-1] == "DejaVu Sans"
    assert made["font.sans-serif"][0] == "Arial"
