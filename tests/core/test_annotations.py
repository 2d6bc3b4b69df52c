"""Lines that GitHub Actions reads: nothing in a text ends one or adds a property."""

import pytest

from natfig.core.annotations import annotation


@pytest.mark.parametrize(
    ("text", "properties", "line"),
    [
        ("fine", {}, "::error ::fine"),
        ("50%\nmore\r", {"file": "a,b:c.svg"}, "::error file=a%2Cb%3Ac.svg::50%25%0Amore%0D"),
        ("x", {"file": "a.svg", "line": None, "title": "T"}, "::error file=a.svg,title=T::x"),
        ("::stop", {"line": 3, "col": 0}, "::error line=3,col=0::::stop"),
    ],
)
def test_annotation(text, properties, line):
    assert annotation("error", text, **properties) == line
