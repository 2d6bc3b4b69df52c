import pytest

from natfig.core.errors import (
    DataError,
    DocumentError,
    LayoutError,
    MissingRuntimeError,
    NatfigError,
    OutputError,
    Problem,
    ServiceError,
    SpecError,
    UsageError,
    did_you_mean,
)


@pytest.mark.parametrize(
    ("problem", "text"),
    [
        (Problem("it is wrong"), "it is wrong"),
        (Problem("it is wrong", hint="do it right"), "it is wrong; do it right"),
        (Problem("It is wrong.", hint="do it right"), "It is wrong. do it right"),
        (Problem("is it wrong?", hint="yes"), "is it wrong? yes"),
        (Problem("it is wrong", file="a/spec.yaml"), "a/spec.yaml: it is wrong"),
        (Problem("it is wrong", file="a/spec.yaml", line=3), "a/spec.yaml:3: it is wrong"),
        (Problem("it is wrong", file="a/spec.yaml", line=3, column=7), "a/spec.yaml:3: it is wrong"),
        (Problem("it is wrong", line=3), "it is wrong"),
        (Problem("it is wrong \n", file="s.yaml", line=1, hint="mend it"), "s.yaml:1: it is wrong; mend it"),
    ],
)
def test_a_problem_reads_as_one_sentence_with_its_place(problem, text):
    assert str(problem) == text


@pytest.mark.parametrize(
    ("kind", "code"),
    [
        (NatfigError, 1),
        (UsageError, 2),
        (SpecError, 2),
        (DataError, 2),
        (LayoutError, 2),
        (DocumentError, 2),
        (OutputError, 2),
        (MissingRuntimeError, 3),
        (ServiceError, 3),
    ],
)
def test_every_error_is_a_natfig_error_with_its_exit_code(kind, code):
    error = kind("it is wrong", hint="do it right")
    assert isinstance(error, NatfigError)
    assert error.exit_code == code
    assert error.problems == (Problem("it is wrong", hint="do it right"),)
    assert str(error) == "it is wrong; do it right"


def test_data_and_layout_errors_are_errors_of_the_spec():
    assert issubclass(DataError, SpecError)
    assert issubclass(LayoutError, SpecError)


def test_several_problems_stand_on_a_line_each():
    problems = [Problem("one", file="s.yaml", line=1), Problem("two", file="s.yaml", line=9)]
    error = SpecError(problems)
    assert error.problems == tuple(problems)
    assert str(error) == "s.yaml:1: one\ns.yaml:9: two"


@pytest.mark.parametrize(
    ("word", "hint"),
    [
        ("naturee", "did you mean 'nature'?"),
        ("NATURE", "did you mean 'nature'?"),
        ("plso", "did you mean 'PLOS'?"),
        ("zzz", "known: PLOS, cell, nature"),
        ("", "known: PLOS, cell, nature"),
    ],
)
def test_the_nearest_name_is_suggested_else_all_are_listed(word, hint):
    assert did_you_mean(word, ["nature", "cell", "PLOS", "cell"]) == hint


def test_a_long_list_is_cut_and_says_so():
    names = [f"name{i:02d}" for i in range(15)]
    assert did_you_mean("?", names, most=2, what="allowed") == "allowed: name00, name01 and 13 more"


def test_no_choices_is_said():
    assert did_you_mean("x", []) == "there are none"
