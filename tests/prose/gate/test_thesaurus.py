"""What the thesaurus knows, and what it is never asked to know."""

import gzip

import pytest

from natfig.core.resources import styles_dir
from natfig.prose.gate.thesaurus import (
    are_opposite,
    are_told_apart,
    entries,
    is_degree,
    is_form,
    is_verb,
    may_replace,
    phrasal,
    share,
)


@pytest.mark.parametrize(
    ("a", "b"),
    [("obtained", "acquired"), ("stops", "ceases"), ("answer", "responded"), ("disappeared", "vanishes"),
     ("poorly", "badly")],
)  # fmt: skip
def test_words_of_one_meaning_may_replace_each_other(a, b):
    assert may_replace(a, b)
    assert may_replace(b, a)


@pytest.mark.parametrize(
    ("a", "b"),
    [("increase", "decrease"), ("warm", "cool"), ("began", "ended"), ("gain", "loss"), ("heavy", "light"),
     ("stress", "strain"), ("accuracy", "precision"), ("effective", "ineffective"), ("speed", "velocity"),
     ("mean", "average"), ("press", "newspapers"), ("era", "epoch"), ("species", "genus")],
)  # fmt: skip
def test_what_a_table_tells_apart_is_not_replaced(a, b):
    assert not may_replace(a, b)
    assert not may_replace(b, a)


@pytest.mark.parametrize(("a", "b"), [("grew", "growth"), ("died", "deaths"), ("active", "activity")])
def test_forms_of_one_word(a, b):
    assert is_form(a, b)
    assert is_form(b, a)


def test_a_verb_with_its_particle_is_another_verb():
    assert share(phrasal("left", "out"), entries("omitted"))
    assert share(phrasal("turned", "off"), phrasal("switched", "off"))
    assert not share(phrasal("turned", "off"), phrasal("switched", "on"))
    assert phrasal("measured", "out") == phrasal("measures", "out")


@pytest.mark.parametrize(("noun", "adjective"), [("size", "smaller"), ("length", "long"), ("rate", "fast")])
def test_nouns_of_degrees(noun, adjective):
    assert is_degree(noun, adjective)
    assert not is_degree("colour", adjective)


def test_endings_say_which_part_of_speech():
    assert is_verb("obtained")
    assert all(s[0] == "v" for s in entries("acquired")["acquire"].senses)
    assert entries("xyzzyed") == {}


def test_opposites_hold_both_ways():
    assert are_opposite("rose", "fall") == are_opposite("fall", "rose")
    assert are_told_apart("typical", "atypical")


def test_the_list_is_well_formed_and_goes_with_its_licence():
    text = gzip.decompress(styles_dir("words", "thesaurus.txt.gz").read_bytes()).decode("ascii")
    rows = [line.split("\t") for line in text.splitlines()]
    assert len(rows) > 30_000
    assert {len(row) for row in rows} == {5}
    assert [row[0] for row in rows] == sorted(row[0] for row in rows)
    assert "Princeton University" in styles_dir("words", "LICENSE-WordNet").read_text("utf-8")
