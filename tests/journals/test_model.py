"""Reading a journal's numbers."""

import pytest

from natfig.core.errors import UsageError
from natfig.journals import PanelLabel, journals

STAGE = "production"


def load(name):
    return journals.load(name)


@pytest.mark.parametrize(
    ("name", "width", "expected"),
    [
        ("nature", "single", 89.0),
        ("nature", "onehalf", 120.0),
        ("nature", "double", 183.0),
        ("nature", "120mm", 120.0),
        ("nature", "183mm", 183.0),
        ("nature", "12cm", 120.0),
        ("acs", "7in", 177.8),
        ("science", "single", 57.0),
        ("science", "onehalf", 121.0),
        ("science", "double", 184.0),
        ("plos", "single", 132.0),
        ("plos", "66.8mm", 66.8),
        ("neurips", "single", 139.7),
        ("neurips", "double", 139.7),
        ("lancet", "single", 75.0),
        ("lancet", "80mm", 80.0),
        ("elife", "300mm", 300.0),
    ],
)
@pytest.mark.parametrize("stage", ["initial", "production"])
def test_width(name, width, expected, stage):
    assert load(name).width_mm(width, stage) == pytest.approx(expected)


@pytest.mark.parametrize(
    ("name", "width", "message"),
    [
        (
            "ieee",
            "onehalf",
            "ieee gives no 'onehalf' width; it knows single (88.9 mm) and double (182 mm); or write a length",
        ),
        ("nature-machine-intelligence", "single", "it knows double (180 mm); or write"),
        ("elife", "double", "elife gives no 'double' width, nor any other; write a length such as 120mm"),
        ("nature", "doubel", "did you mean 'double'?"),
        ("nature", "wide", "'wide' is neither single, onehalf, double nor a length"),
        ("nature", "120", "'120' is not a length"),
        ("nature", "184mm", "184 mm is wider than nature's widest figure (183 mm)"),
        ("plos", "60mm", "60 mm is narrower than plos's narrowest figure (66.8 mm)"),
        ("lancet", "60mm", "60 mm is narrower than lancet's narrowest figure (75 mm)"),
    ],
)
def test_width_that_is_refused(name, width, message):
    with pytest.raises(UsageError) as caught:
        load(name).width_mm(width, STAGE)
    assert message in str(caught.value)


def test_range_of_widths_is_kept():
    assert load("nature").width_range_mm("onehalf", STAGE) == (120.0, 136.0)
    assert load("ieee").width_range_mm("onehalf", STAGE) is None
    assert load("ieee").known_widths_mm(STAGE) == {"single": (88.9, 88.9), "double": (182.0, 182.0)}


@pytest.mark.parametrize(
    ("name", "limits"),
    [("nature", (None, 183.0)), ("elsevier", (30.0, 190.0)), ("plos", (66.8, 190.5)), ("jama", (None, None))],
)
def test_width_limits(name, limits):
    assert load(name).width_limits_mm(STAGE) == limits


@pytest.mark.parametrize(
    ("name", "height"),
    [("nature", 170), ("plos", 222.3), ("neurips", 228.6), ("nature-subjournal", 225), ("wiley", None)],
)
def test_height(name, height):
    assert load(name).max_height_mm(STAGE) == height


@pytest.mark.parametrize(
    ("width", "words", "height"),
    [
        ("single", 40, 220),
        ("single", 50, 220),
        ("single", 51, 180),
        ("double", 150, 210),
        ("double", 300, 185),
        ("double", 400, 185),
        (None, 300, 185),
        ("double", None, 225),
    ],
)
def test_height_by_legend(width, words, height):
    assert load("nature-subjournal").max_height_mm(STAGE, width=width, caption_words=words) == height


@pytest.mark.parametrize(
    ("name", "floor"), [("nature", 5), ("acs", 4.5), ("ieee", 9), ("wiley", None), ("jama", None)]
)
def test_text_floor(name, floor):
    assert load(name).text_floor_pt(STAGE) == floor


def test_height_of_letters_becomes_a_size():
    """2 mm capitals of Arial, whose capitals are 0.716 of the size: 2 / 0.716 mm = 7.91 pt."""
    journal = load("aps")
    assert journal.text_floor_pt(STAGE) == pytest.approx(2.0 / 0.7163 / 25.4 * 72, abs=0.01)
    assert journal.text_floor(STAGE).confidence == "medium"


@pytest.mark.parametrize(
    ("method", "name", "expected"),
    [
        ("text_ceiling_pt", "nature", 7),
        ("text_ceiling_pt", "acs", None),
        ("text_target_pt", "elsevier", 7),
        ("text_target_pt", "nature", None),
        ("line_floor_pt", "nature", 0.25),
        ("line_floor_pt", "ieee", None),
        ("max_file_mb", "bmc", 10),
        ("max_file_mb", "wiley", None),
    ],
)
def test_number(method, name, expected):
    assert getattr(load(name), method)(STAGE) == expected


@pytest.mark.parametrize(
    ("name", "label"),
    [
        ("nature", PanelLabel("lower", "bold", 8.0, "{}", "upright")),
        ("cell", PanelLabel("upper", None, None, "{}")),
        ("ieee", PanelLabel("lower", "normal", 8.0, "({})", None, "Times")),
        ("rsc", PanelLabel("lower", None, None, "({})")),
        ("pnas", PanelLabel("upper", "bold", None, "{}", "italic")),
        ("plos", PanelLabel()),
        ("wiley", PanelLabel()),
    ],
)
def test_panel_label(name, label):
    assert load(name).panel_label(STAGE) == label


@pytest.mark.parametrize(
    ("name", "kind", "stage", "dpi"),
    [
        ("nature", "halftone", "production", 300),
        ("nature", "line_art", "production", None),
        ("springer", "combination", "production", 600),
        ("plos", "line_art", "production", 300),
        ("rsc", "halftone", "initial", 600),
        ("science", "line_art", "production", 300),
    ],
)
def test_dpi(name, kind, stage, dpi):
    assert load(name).dpi(kind, stage) == dpi


def test_formats_have_one_spelling():
    assert load("elsevier").formats(STAGE) == (("eps", "pdf"), ("tiff", "jpeg"))
    assert load("jama").formats(STAGE) == ((), ())


def test_texts():
    assert load("nature").fonts(STAGE) == ("Helvetica", "Arial")
    assert load("acs").colour_mode == "RGB"
    assert load("aps").colour_mode is None
    assert load("plos").tiff_compression == "LZW"
    assert load("nature").tiff_compression is None
    assert load("nature").palette is None


def test_value_of_the_other_stage_says_so():
    value = load("nature").value("figure", "width_single_mm", "initial")
    assert (value.value, value.stage, value.borrowed) == (89, "production", True)
    assert not load("neurips").value("figure", "text_width_mm", "initial").borrowed


def test_stages_are_apart_where_they_differ():
    assert load("nature").max_file_mb("initial") == 30
    assert load("nature").max_file_mb("production") == 50


def test_waived_rules_do_not_reach_production():
    assert load("plos").initial_rules_waived
    assert not load("nature").initial_rules_waived


def test_advice_is_marked():
    assert load("ieee").value("figure", "text_min_pt", STAGE).advice
    assert not load("nature").value("figure", "text_min_pt", STAGE).advice


@pytest.mark.parametrize(
    ("group", "key", "stage", "message"),
    [
        ("figures", "text_min_pt", "initial", "did you mean 'figure'?"),
        ("figure", "text_min", "initial", "did you mean 'text_min_pt'?"),
        ("figure", "text_min_pt", "final", "unknown stage 'final'"),
    ],
)
def test_asking_for_what_no_journal_has(group, key, stage, message):
    with pytest.raises(UsageError, match=message.replace("?", r"\?")):
        load("nature").value(group, key, stage)


def test_gap_is_none():
    assert load("jama").value("figure", "text_min_pt", STAGE) is None


def test_a_journal_cannot_be_changed():
    journal = load("nature")
    with pytest.raises(AttributeError):
        journal.name = "x"
    with pytest.raises(TypeError):
        journal.values["figure"]["text_min_pt"] = ()
    with pytest.raises(TypeError):
        journal.value("figure", "panel_label", STAGE).value["case"] = "upper"
