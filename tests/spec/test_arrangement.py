import pytest
from hypothesis import given
from hypothesis import strategies as st

from natfig.core.errors import SpecError, UsageError
from natfig.spec.arrangement import mosaic_part, parse_size, read_layout
from natfig.spec.loader import load_spec
from specwriter import SOUND, write


def outline(part):
    """Return a part as nested text: rows in [], columns in ()."""
    if part.kind == "panel":
        return part.letter
    if part.kind == "empty":
        return "."
    if part.kind == "grid":
        return "/".join(part.grid)
    inner = " ".join(outline(p) for p in part.parts)
    return f"[{inner}]" if part.kind == "row" else f"({inner})"


@pytest.mark.parametrize(
    ("layout", "found"),
    [
        ([["a", "b"], ["c", "d", "e"]], "([a b] [c d e])"),
        (["ab", "cde"], "([a b] [c d e])"),
        ([["a", ["b", ["c", "d"]]]], "([a (b [c d])])"),
        (["aab/aac"], "([a (b c)])"),
        (["ab/cd"], "(ab/cd)"),
        ([["a", "."]], "([a .])"),
        ([{"cells": ["a", "b"], "height": "30mm"}, "c"], "([a b] c)"),
    ],
)
def test_a_list_is_rows_of_columns_of_rows(layout, found):
    part, faults = read_layout(layout)
    assert faults == []
    assert outline(part) == found


def test_a_mosaic_is_cut_only_where_no_edges_are_lost():
    assert outline(mosaic_part(("aaabbb", "ccddee"))) == "([a b] [c d e])"
    assert outline(mosaic_part(("aab", "ccb"))) == "[(a c) b]"
    assert outline(mosaic_part(("abc", "dde"))) == "abc/dde"


def test_sizes_follow_from_what_is_written():
    part, _ = read_layout([{"cells": "aab", "height": "3cm"}, [{"cells": "c", "width": 2}, "d"]])
    first, second = part.parts
    assert (first.height.mm, first.width.weight) == (30.0, 3.0)
    assert [p.width.weight for p in first.parts] == [2.0, 1.0]
    assert [p.width.weight for p in second.parts] == [2.0, 1.0]


@pytest.mark.parametrize(
    ("layout", "message", "keys"),
    [
        ([], "an empty list holds no panel", ()),
        ([["a", []]], "an empty list holds no panel", (0, 1)),
        ([3], "a part of the layout is a mosaic, a list or a mapping with cells:", (0,)),
        ([{"cell": "a"}], "unknown key 'cell'", (0, "cell")),
        ([{"height": "3cm"}], "the key 'cells' is missing", (0,)),
        (["a", "a"], "panel a stands in two places", ()),
        (["."], "the layout holds no panel", ()),
        (["aA"], "the layout holds 'A'", (0,)),
        (["ab/c"], "the rows of the layout differ in length", (0,)),
        ([{"cells": "a", "height": "tall"}], "height: 'tall' is not a length", (0, "height")),
        ([{"cells": "a", "height": 0}], "height: a weight must be above 0", (0, "height")),
        ([{"cells": "a", "height": True}], "height: a size is a number or a length", (0, "height")),
        ([{"cells": "a", "width": 2}], "width has no meaning in a column", (0, "width")),
        ([["a", {"cells": "b", "height": 2}]], "height has no meaning in a row", (0, 1, "height")),
        ([{"cells": "a", "heading": 3}], "heading must be text", (0, "heading")),
    ],
)
def test_what_is_wrong_is_said_with_its_place(layout, message, keys):
    part, faults = read_layout(layout)
    assert part is None
    assert any(f.message.startswith(message) and f.keys == keys for f in faults), faults


nested = st.recursive(
    st.one_of(st.sampled_from(["a", "bc", "d/e", ".", "A", ""]), st.integers(), st.none()),
    lambda inner: st.one_of(
        st.lists(inner, max_size=4), st.fixed_dictionaries({"cells": inner}, optional={"width": inner})
    ),
    max_leaves=12,
)


@given(st.lists(nested, max_size=5))
def test_any_list_is_a_tree_or_is_refused_with_words(layout):
    part, faults = read_layout(layout)
    assert (part is None) == bool(faults)
    assert all(f.message for f in faults)
    if part is not None:
        letters = part.letters()
        assert len(letters) == len(set(letters))


def test_a_deep_layout_ends():
    layout = "a"
    for _ in range(200):
        layout = [layout]
    _, faults = read_layout(layout)
    assert [f.message for f in faults] == ["the layout is too large: it takes at most 6 levels"]


@pytest.mark.parametrize(
    ("value", "mm", "weight"), [(2, None, 2.0), ("30mm", 30.0, 1.0), ("3 cm", 30.0, 1.0)]
)
def test_sizes(value, mm, weight):
    assert (parse_size(value).mm, parse_size(value).weight) == (mm, weight)


@pytest.mark.parametrize("value", ["", "2", "-3mm", -1, 0, None, [1], float("inf"), float("nan")])
def test_what_is_no_size(value):
    with pytest.raises(UsageError):
        parse_size(value)


def spec_with(figure):
    head, _, tail = SOUND.partition("figure:")
    return head + "figure:\n" + figure + tail[tail.index("data:") :]


@pytest.mark.parametrize(
    ("figure", "message"),
    [
        ("  layout: [a, b]\n", r":10: figure\.layout: panel b is not defined"),
        ("  layout:\n    - a\n    - {cell: a}\n", r":12: figure\.layout: unknown key 'cell'"),
        ("  layout: [a]\n  column_widths: [1]\n", r":11: figure\.column_widths: it goes with a mosaic"),
        ("  layout: a\n  column_widths: [wide]\n", r":11: figure\.column_widths: 'wide' is not a length"),
        ("  layout: 3\n", r":10: figure\.layout: must be text or a list, not 3"),
        ("  share: {x: [a]}\n", r":10: figure\.share\.x: 'a' is one panel"),
        ("  share: {y: [a, z]}\n", r":10: figure\.share\.y: there is no panel z"),
        ("  share: {y: [aa]}\n", r":10: figure\.share\.y: panel a is named twice"),
        ("  share: {z: [ab]}\n", r":10: figure\.share\.z: unknown key 'z'"),
        ("  insets: {b: {in: a}}\n", r":10: figure\.insets\.b: there is no panel b"),
        ("  insets: {a: {in: a}}\n", r":10: figure\.insets\.a\.in: there is no other panel a"),
        ("  insets: {b: {in: a, width: big}}\n", r":10: figure\.insets\.b\.width: 'big' is not a length"),
    ],
)
def test_a_spec_is_refused_with_its_line(tmp_path, figure, message):
    with pytest.raises(SpecError, match=message):
        load_spec(write(tmp_path, spec_with(figure)))
