"""Weighing a journal's values: other sources, waivers, long lists."""

import pytest

from natfig.core.findings import Severity
from natfig.journals import journals
from natfig.journals.model import Value
from natfig.qa.check import Context
from natfig.qa.checks import checks
from natfig.qa.checks._rules import is_waived, judge, listed, quoted, shorten, stated_elsewhere


def value(conflict):
    return Value(1, "a page", "2026", "high", conflict=conflict)


@pytest.mark.parametrize(
    ("conflict", "unit", "numbers"),
    [
        (None, "mm", ()),
        ("Formatting guide and Extended Data guide give 180 mm.", "mm", (180,)),
        ("Older PLOS page had 83.0 and 173.5 mm for one and two columns.", "mm", (83, 173.5)),
        ("UltraPlot has 55 mm; plotstyle has 86.4 mm; both disagree with the quoted page.", "mm", (55, 86.4)),
        ("An older guide has 7 1/16 in (179 mm).", "mm", (179,)),
        ("plotstyle has 0.5; the same page draws chemical bonds at 0.6 pt.", "pt", (0.6, 0.5)),
        ("plotstyle has 7.", "pt", (7,)),
        (
            "General graphics page gives 5 pt (2026-07 third-party snapshot); plotstyle has 8 pt.",
            "pt",
            (5, 8),
        ),
        ("plotstyle notes that no single standard is imposed.", "mm", ()),
        ("allow up to 240 pt = 84.7 mm", "mm", (84.7,)),
    ],
)
def test_numbers_of_other_sources(conflict, unit, numbers):
    assert stated_elsewhere(value(conflict), unit) == numbers


def test_nothing_is_stated_elsewhere_without_a_value():
    assert stated_elsewhere(None, "mm") == ()


@pytest.mark.parametrize(
    ("journal", "stage", "waived"),
    [
        ("plos", "initial", True),
        ("plos", "production", False),
        ("nature", "initial", False),
        (None, "initial", False),
    ],
)
def test_waivers(journal, stage, waived):
    context = Context(None if journal is None else journals.load(journal), stage)
    assert is_waived(context) is waived
    finding = judge(checks.load("txt002_size_floor"), context, "small", severity=Severity.ERROR)
    assert finding.severity is (Severity.INFO if waived else Severity.ERROR)


@pytest.mark.parametrize(
    ("number", "shown", "left"), [(0, 0, 0), (20, 20, 0), (21, 21, 0), (22, 20, 2), (300, 20, 280)]
)
def test_long_lists(number, shown, left):
    first, rest = listed(list(range(number)))
    assert (len(first), rest) == (shown, left)


def test_texts_in_messages():
    assert shorten("a\n b") == "a b"
    assert len(shorten("x" * 90)) == 40
    assert quoted(["a", "a", "b", "c", "d"]) == "'a', 'b', 'c', …"
