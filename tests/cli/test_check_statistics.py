"""What ``natfig check`` says of tests and replicates."""

import json

import pytest

import statspages as pages
from natfig.cli.main import main


def check(folder, panel, *flags):
    return main(["check", str(pages.spec(folder, {"a": panel})), *flags])


@pytest.mark.parametrize(
    ("stats", "said"),
    [
        ("test: {kind: welch, pairs: all}", "panel a: 3 × two-sided Welch's t-test (Holm)"),
        ("test: {kind: welch, pairs: all, correct: none}", "panel a: 3 × two-sided Welch's t-test"),
        ("test: {kind: anova, pairs: all}", "panel a: one-way ANOVA, 3 × one-way ANOVA with Tukey's HSD"),
        ("replicate: group, unit: lots", "panel a: 30 rows averaged to 3 lots"),
    ],
)
def test_tests_are_named(tmp_path, capsys, stats, said):
    assert check(tmp_path, f"kind: bar, {pages.PLANT}, stats: {{{stats}}}") == 0
    assert capsys.readouterr().out.strip().endswith(f"; {said}")


def test_numbers_are_in_the_json(tmp_path, capsys):
    assert check(tmp_path, f"{pages.SLEEP}, stats: {{test: paired-t}}", "--json") == 0
    captured = capsys.readouterr()
    (found,) = json.loads(captured.out)["specs"]
    (test,) = found["statistics"]["a"]["tests"]
    # Student (1908): the mean difference is 1.58 hours, t = 4.06 at 9 degrees of freedom.
    assert abs(test["value"]) == pytest.approx(4.0621, abs=1e-4)
    assert test["df"] == [9.0]
    assert "takes normality for granted" in captured.err
    assert found["warnings"]


def test_a_wrong_test_is_an_error(tmp_path, capsys):
    assert check(tmp_path, f"kind: bar, {pages.PLANT}, stats: {{test: welsh}}") == 2
    said = capsys.readouterr().err
    assert "panel a: unknown statistical test 'welsh'; did you mean 'welch'?" in said
    assert "Traceback" not in said
