"""The shipped journal files: complete, sourced, and nothing made up."""

from collections import Counter

import pytest
import yaml

from natfig.core.resources import styles_dir
from natfig.journals import journals
from natfig.journals.keys import KEYS

# Values per journal, (figure, prose). A value that is lost or slips in unsourced changes a count.
COUNTS = {
    "acs": (15, 0),
    "aip": (11, 0),
    "aps": (8, 2),
    "bmc": (8, 0),
    "cell": (25, 4),
    "elife": (6, 2),
    "elsevier": (17, 0),
    "frontiers": (9, 3),
    "iclr": (2, 1),
    "icml": (5, 2),
    "ieee": (14, 0),
    "iop": (8, 0),
    "jama": (1, 5),
    "lancet": (8, 4),
    "mdpi": (6, 0),
    "nature": (24, 7),
    "nature-communications": (14, 6),
    "nature-machine-intelligence": (8, 3),
    "nature-subjournal": (12, 2),
    "nejm": (4, 2),
    "neurips": (4, 2),
    "plos": (22, 3),
    "pnas": (14, 4),
    "rsc": (12, 1),
    "science": (18, 3),
    "science-advances": (4, 0),
    "springer": (16, 2),
    "wiley": (7, 0),
}

# (journal, group, key, stage) → value, confidence: one or more from every file.
FACTS = [
    ("acs", "figure", "width_double_min_mm", "production", 105.8, "low"),
    ("aip", "figure", "dpi_halftone", "production", 264, "low"),
    ("aps", "figure", "text_min_mm", "production", 2.0, "medium"),
    ("bmc", "figure", "width_double_mm", "production", 170, "low"),
    ("cell", "figure", "widths_three_column_mm", "production", (55, 114, 174), "medium"),
    ("cell", "figure", "max_file_mb", "initial", 2, "medium"),
    ("cell", "figure", "max_file_mb", "production", 20, "medium"),
    ("elife", "figure", "figure_count", "initial", None, "low"),
    ("elsevier", "figure", "line_min_pt", "production", 0.1, "high"),
    ("frontiers", "figure", "line_min_pt", "production", 2.0, "low"),
    ("iclr", "figure", "text_width_mm", "production", 139.7, "medium"),
    ("icml", "figure", "width_double_mm", "initial", 171.45, "medium"),
    ("ieee", "figure", "width_single_mm", "production", 88.9, "high"),
    ("iop", "figure", "width_double_mm", "production", 150, "low"),
    ("jama", "prose", "references_max", "initial", (50, 75), "low"),
    ("lancet", "prose", "decimal_point", "initial", "midline", "medium"),
    ("mdpi", "figure", "min_pixels", "initial", 1000, "medium"),
    ("nature", "figure", "width_one_and_half_mm", "production", (120, 136), "medium"),
    ("nature", "figure", "max_file_mb", "initial", 30, "low"),
    ("nature", "figure", "max_file_mb", "production", 50, "medium"),
    ("nature", "prose", "spelling", "initial", "en-GB-oxendict", "low"),
    ("nature-communications", "figure", "caption_words_max", "initial", 350, "high"),
    ("nature-machine-intelligence", "figure", "width_double_mm", "production", 180, "medium"),
    ("nature-subjournal", "figure", "width_single_mm", "production", 88, "low"),
    ("nejm", "figure", "vector_formats", "production", ("ai", "eps", "svg"), "low"),
    ("neurips", "prose", "pages_max", "initial", 9, "medium"),
    ("plos", "figure", "line_min_pt", "production", 0.57, "medium"),
    ("plos", "figure", "alpha_allowed", "production", False, "high"),
    ("pnas", "figure", "dpi_combination", "production", 600, "low"),
    ("rsc", "figure", "axis_unit_style", "production", "solidus, as in T/K", "high"),
    ("science", "figure", "width_full_mm", "initial", 184, "medium"),
    ("science", "figure", "dpi_min", "initial", 300, "medium"),
    ("science-advances", "figure", "colour_mode", "production", "RGB", "low"),
    ("springer", "figure", "width_other_mm", "production", (39, 129), "medium"),
    ("wiley", "figure", "width_single_mm", "production", 80, "medium"),
]


def stated(journal):
    return list(journal.items())


def test_every_journal_is_there():
    assert journals.names() == sorted(COUNTS)


@pytest.mark.parametrize("name", sorted(COUNTS))
def test_count_of_values(name):
    found = Counter(group for group, _, _ in stated(journals.load(name)))
    assert (found["figure"], found["prose"]) == COUNTS[name]


def test_count_of_everything():
    values = [value for journal in journals for _, _, value in stated(journal)]
    assert len(values) == 360
    assert Counter(v.confidence for v in values) == {"low": 155, "medium": 134, "high": 71}
    assert Counter(v.stage for v in values) == {"production": 256, "initial": 93, None: 11}
    assert sum(v.conflict is not None for v in values) == 44
    assert sum(v.note is not None for v in values) == 127
    assert sum(v.as_of is not None for v in values) == 3
    assert {v.checked for v in values} == {"2026"}


@pytest.mark.parametrize(("name", "group", "key", "stage", "value", "confidence"), FACTS)
def test_fact(name, group, key, stage, value, confidence):
    found = journals.load(name).value(group, key, stage)
    assert found is not None
    assert (found.value, found.confidence) == (value, confidence)
    assert not found.borrowed


def test_every_journal_has_a_fact_here():
    assert {name for name, *_ in FACTS} == set(COUNTS)


@pytest.mark.parametrize("name", sorted(COUNTS))
def test_sources_say_where_they_are(name):
    for _, key, value in stated(journals.load(name)):
        assert len(value.source) > 20, key


def test_no_limit_is_explained():
    for journal in journals:
        for _, key, value in stated(journal):
            if value.value is None:
                assert value.note, (journal.id, key)


def test_conflicts_are_kept():
    assert "90 mm" in journals.load("nature").value("figure", "width_single_mm", "production").conflict
    assert "7 1/16 in" in journals.load("ieee").value("figure", "width_double_mm", "production").conflict
    assert "unresolved" in journals.load("lancet").value("figure", "width_min_mm", "production").conflict


def test_height_by_legend():
    value = journals.load("nature-subjournal").value("figure", "max_height_mm_by_caption", "production")
    assert value.value == {
        "single": {"300_words": 130, "150_words": 180, "50_words": 220},
        "double": {"300_words": 185, "150_words": 210, "50_words": 225},
    }


def test_every_key_is_used_by_some_journal():
    used = {(group, key) for journal in journals for group, key, _ in stated(journal)}
    assert used == {(group, key) for group, keys in KEYS.items() for key in keys}


@pytest.mark.parametrize("name", sorted(COUNTS))
def test_no_number_without_a_place_in_the_model(name):
    """What the file states and what the model holds are the same, entry by entry."""
    raw = yaml.safe_load(styles_dir("journals", f"{name}.yaml").read_text(encoding="utf-8"))
    count = sum(len(e) if isinstance(e, list) else 1 for g in ("figure", "prose") for e in raw[g].values())
    assert count == sum(COUNTS[name])
