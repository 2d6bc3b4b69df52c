"""Whether a legend keeps to the journal's number of words."""

from dataclasses import replace

import pytest

from legendspecs import legend_of
from natfig.journals.model import Value
from natfig.legend.verdict import judge

PANEL = "{kind: scatter, data: t, x: w, y: v}"


def value(words, **keys):
    return Value(words, "the journal's page", "2026", **{"confidence": "high", **keys})


@pytest.mark.parametrize(
    ("keys", "severity"),
    [
        ({}, "error"),
        ({"confidence": "low"}, "warning"),
        ({"confidence": "medium"}, "warning"),
        ({"borrowed": True}, "warning"),
        ({"advice": True}, "info"),
    ],
)
def test_how_sure_the_limit_is_decides(tmp_path, keys, severity):
    legend = replace(legend_of(tmp_path, PANEL), limit=value(5, **keys))
    (finding,) = judge(legend)
    assert (finding.code, finding.severity.value, finding.source) == (
        "LIM007",
        severity,
        "the journal's page",
    )
    assert f"the legend has {legend.words} words; the journal takes 5" in finding.message


@pytest.mark.parametrize(("most", "count"), [(0, 1), (-1, 0), (1, 0)])
def test_the_limit_itself_is_fine(tmp_path, most, count):
    legend = legend_of(tmp_path, PANEL)
    limit = value(legend.words - 1 if most == 0 else legend.words + max(most, 0))
    assert len(list(judge(replace(legend, limit=limit)))) == count


def test_a_limit_of_the_command_line_is_an_error(tmp_path):
    legend = legend_of(tmp_path, PANEL, max_words=3)
    (finding,) = judge(legend, max_words=3)
    assert finding.severity.value == "error"
    assert list(judge(legend, max_words=500)) == []


def test_titles_have_limits_too(tmp_path):
    legend = legend_of(
        tmp_path, PANEL, journal="plos", conclusion="Drug B raises the count " + "very " * 12 + "much."
    )
    codes = [f.code for f in judge(legend)]
    assert codes == ["LIM008"]
