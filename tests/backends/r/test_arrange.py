"""Arrangements as patchwork code: shares of axes, lengths in mm, headings."""

import pytest

from natfig.backends.r.arrange import arrange, units
from natfig.backends.r.code import Text, formatted
from natfig.layout.grid import Box
from natfig.spec.arrangement import read_layout

AXES = {
    "a": Box(10, 60, 70, 100), "b": Box(90, 60, 120, 100),
    "c": Box(10, 10, 40, 30), "d": Box(60, 10, 120, 30),
}  # fmt: skip


class Page:
    extents, tops_mm = AXES, dict.fromkeys(AXES, 6.5)

    def __init__(self, layout):
        self.part, faults = read_layout(layout)
        assert faults == []


def code_of(layout):
    statements, body = arrange(Page(layout), lambda letter: Text(f"panel_{letter}"))
    return formatted([*statements, body])


@pytest.mark.parametrize(
    ("layout", "parts"),
    [
        ([["a", "b"]], ["wrap_plots(panel_a, panel_b, nrow = 1, widths = c(1, 0.5))"]),
        ([["a", "b"], ["c", "d"]], ["widths = c(1, 0.5)", "widths = c(0.5, 1)", "heights = c(1, 0.5)"]),
        ([["a", {"cells": "b", "width": "30mm"}]], ['widths = unit(c(1, 30), c("null", "mm"))']),
        ([["a", "."]], ["plot_spacer()"]),
        (["ab/cd"], ['design = "ab\\ncd"']),
        ([[{"cells": "ab", "heading": "Two"}]], ['heading_1 <- heading_natfig("Two")', 'c("mm", "null")']),
        ([[{"cells": "a", "heading": "One"}, "b"]], ['no_heading <- heading_natfig("")']),
        ([[{"cells": "ab", "row_heading": "Up"}]], ['heading_natfig("Up", upright = TRUE)']),
    ],
)
def test_parts_of_a_page(layout, parts):
    code = code_of(layout)
    assert [part for part in parts if part not in code] == []


def test_a_heading_is_part_of_its_rows_height():
    # The second row's axes are 20 mm high; its heading takes 3.5 mm and lies 6.5 mm over them.
    code = code_of([["a", "b"], {"cells": "cd", "heading": "Low"}])
    assert "heights = c(1, 0.75)" in code


@pytest.mark.parametrize(
    ("sizes", "code"),
    [([None, None], "c(1, 1)"), ([3.456], 'unit(3.46, "mm")'), ([2, None], 'unit(c(2, 1), c("mm", "null"))')],
)
def test_lengths(sizes, code):
    assert units(sizes).flat() == code
