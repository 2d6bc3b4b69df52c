"""The keys under stats: short forms, defaults, and what is refused."""

import json

import jsonschema
import pytest

from natfig.core.errors import SpecError
from natfig.core.resources import templates_dir
from natfig.spec.loader import load_spec
from natfig.spec.models import Control, Stats
from specwriter import SOUND, write


def read_test(value):
    return Stats.model_validate({"test": value}).test


def fault(folder, stats):
    with pytest.raises(SpecError) as caught:
        load_spec(write(folder, f"{SOUND}    stats: {{{stats}}}\n"))
    return [str(p).partition("spec.yaml:")[2] for p in caught.value.problems]


def test_nothing_is_tested_by_default():
    assert Stats().test == ()
    assert read_test(None) == ()


@pytest.mark.parametrize(
    "written", ["welch", {"kind": "welch"}, ["welch"], [{"kind": "welch"}], ({"kind": "welch"},)]
)
def test_short_forms_of_one_test(written):
    (one,) = read_test(written)
    assert one.kind == "welch"
    assert (one.pairs, one.by, one.subject, one.correct, one.show) == (None,) * 5
    assert (one.alternative, one.form, one.hide_ns, one.reference) == ("two-sided", "exact", False, 0.0)


def test_several_tests():
    assert [t.kind for t in read_test(["anova", {"kind": "welch", "pairs": "all"}])] == ["anova", "welch"]


def test_a_model_is_read_again():
    stats = Stats.model_validate({"test": "welch"})
    assert Stats.model_validate(stats.model_dump()) == stats
    assert stats.model_copy(update={"spread": "none"}).test == stats.test


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("all", "all"),
        ({"control": "A"}, Control(control="A")),
        ({"control": 0.5}, Control(control=0.5)),
        ([["A", "B"], ["A", "C"]], (("A", "B"), ("A", "C"))),
        ([[1, 2]], ((1, 2),)),
        ([[["OJ", 0.5], ["VC", 0.5]]], ((("OJ", 0.5), ("VC", 0.5)),)),
    ],
)
def test_pairs(written, read):
    (one,) = read_test({"kind": "welch", "pairs": written})
    assert one.pairs == read


FORM = "write all, a list of pairs such as [[A, B], [A, C]], or {control: A}"


@pytest.mark.parametrize(
    "pairs",
    ["everything", "[]", "{kontrol: A}", "{control: [A]}", "{control: A, test: B}", "3"],
)
def test_pairs_of_no_form(tmp_path, pairs):
    assert fault(tmp_path, f"test: {{kind: welch, pairs: {pairs}}}") == [
        f"20: panels.a.stats.test.pairs: must be all, a list of pairs or one control; {FORM}"
    ]


@pytest.mark.parametrize("pairs", ["[A, B]", "[[A]]", "[[A, B, C]]", "[[A, {x: 1}]]", "[[A, [B, C, D]]]"])
def test_pairs_that_are_none(tmp_path, pairs):
    assert fault(tmp_path, f"test: {{kind: welch, pairs: {pairs}}}") == [
        f"20: panels.a.stats.test.pairs: a pair is a list of two groups; {FORM}"
    ]


@pytest.mark.parametrize(
    ("stats", "message"),
    [
        ("test: {kind: welch, correc: holm}", "test.correc: unknown key 'correc'; did you mean 'correct'?"),
        ("test: [anova, {kind: t, shw: none}]", "test.1.shw: unknown key 'shw'; did you mean 'show'?"),
        ("test: {kind: welch, correct: holmes}", "test.correct: 'holmes' is not allowed here"),
        ("test: {kind: welch, alternative: two}", "test.alternative: 'two' is not allowed here"),
        ("test: {kind: t, hide_ns: 'yes'}", "test.hide_ns: must be true or false, not the text 'yes'"),
        ("test: [anova, {kind: t, hide_ns: 'yes'}]", "test.1.hide_ns: must be true or false"),
        ("test: {pairs: all}", "test: the key 'kind' is missing; kind: Id of the test"),
        ("test: 3", "test: must be a list, not 3"),
        ("spread: boots", "spread: 'boots' is not allowed here; did you mean 'boot95'?"),
        ("replicate: 3", "replicate: must be text, not 3"),
    ],
)
def test_bad_input_is_one_sentence(tmp_path, stats, message):
    (problem,) = fault(tmp_path, stats)
    assert problem.startswith(f"20: panels.a.stats.{message}")


@pytest.fixture(scope="module")
def schema():
    path = templates_dir("schemas", "spec.schema.json")
    whole = json.loads(path.read_text(encoding="utf-8"))
    return jsonschema.Draft202012Validator({"$ref": "#/$defs/Stats", "$defs": whole["$defs"]})


@pytest.mark.parametrize(
    ("stats", "is_fine"),
    [
        ({"test": "welch"}, True),
        ({"test": {"kind": "welch", "pairs": [["A", "B"]]}}, True),
        ({"test": ["anova", {"kind": "welch", "pairs": {"control": 1}}]}, True),
        ({"test": {"kind": "welch", "pairs": [[["OJ", 0.5], ["VC", 0.5]]]}}, True),
        ({"test": None, "spread": "boot95", "replicate": "animal"}, True),
        ({"test": {"kind": "welch", "pairs": "some"}}, False),
        ({"test": {"kind": "welch", "pairs": [["A"]]}}, False),
        ({"test": {"pairs": "all"}}, False),
        ({"test": 3}, False),
    ],
)
def test_the_schema_agrees_with_the_models(schema, stats, is_fine):
    assert schema.is_valid(stats) == is_fine
    try:
        Stats.model_validate(stats)
        assert is_fine
    except ValueError:
        assert not is_fine
