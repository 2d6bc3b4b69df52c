"""Numbers that no drawing has must not reach the document."""

import json
import math
from pathlib import Path

import pytest

from natfig.qa.check import Context
from natfig.qa.readers.svg import reader
from natfig.qa.result import Results
from natfig.qa.runner import check_file

HEAD = '<svg xmlns="http://www.w3.org/2000/svg" '
TEXT = '<text x="1" y="5" font-family="Arial" font-size="4">a</text>'


@pytest.mark.parametrize(
    "text",
    [
        f'{HEAD}width="1e308mm" height="10mm">{TEXT}</svg>',
        f'{HEAD}width="10mm" height="1e-320mm">{TEXT}</svg>',
        f'{HEAD}width="10mm" height="10mm" viewBox="0 0 1e-320 10">{TEXT}</svg>',
        f'{HEAD}width="10mm" height="10mm" viewBox="1e308 0 10 10">{TEXT}</svg>',
        f'{HEAD}width="10mm" height="10mm" viewBox="0 0 1e308 1e308">{TEXT}</svg>',
        f'{HEAD}width="10mm" height="10mm"><g transform="scale(1e308)">{TEXT}</g></svg>',
        f'{HEAD}width="10mm" height="10mm"><text x="1e308" y="NaN" font-size="1e308">a</text></svg>',
        f'{HEAD}width="10mm" height="10mm"><text letter-spacing="1e308" font-size="4">ab</text></svg>',
        f'{HEAD}width="10mm" height="10mm"><rect width="1e308" height="1e308"/></svg>',
        f'{HEAD}width="10mm" height="10mm"><path d="M0 0 L1e38 1e38 L-1e38 2"/></svg>',
        f'{HEAD}width="10mm" height="10mm"><circle r="1e300" cx="1e300" stroke-width="1e300"/></svg>',
    ],
)
def test_nothing_infinite_gets_out(text):
    result = check_file(Path("a.svg"), Context(), data=text.encode())
    assert result.faults == []
    json.dumps(Results([result]).to_json(), allow_nan=False)


def test_a_page_larger_than_the_earth_is_no_page():
    page = reader.read(Path("a.svg"), f'{HEAD}width="1e300mm" height="1mm"/>'.encode()).page
    assert page.width_mm is None
    assert page.unit == "none"


def test_an_ordinary_page_stays():
    page = reader.read(Path("a.svg"), f'{HEAD}width="89mm" height="0.01mm"/>'.encode()).page
    assert math.isclose(page.width_mm, 89)
    assert math.isclose(page.height_mm, 0.01)
