"""Addresses and texts of SARIF reports."""

import pytest

from natfig.core.sarif import message, rule, uri


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("figures/fig 1.svg", "figures/fig%201.svg"),
        ("a%b.svg", "a%25b.svg"),
        ("µ.svg", "%C2%B5.svg"),
        ("a\udcff.svg", "a%FF.svg"),
        ("a\ud800.svg", "a%ED%A0%80.svg"),
        ("/data/fig.svg", "file:///data/fig.svg"),
    ],
)
def test_uri(path, expected):
    assert uri(path) == expected


def test_a_text_makes_no_link():
    assert message("see [here](javascript:1)\x07")["text"].startswith("see [here] (javascript:1)")


def test_a_rule_is_named_by_its_module():
    found = rule(
        "TXT002",
        "txt002_small_text",
        "text is small",
        "why",
        said=["a", "", "b"],
        level="note",
        properties={},
    )
    assert found["name"] == "SmallText"
    assert found["shortDescription"] == {"text": "Text is small."}
    assert found["help"] == {"text": "a\n\nb"}
