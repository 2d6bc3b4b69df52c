"""One value changes and nothing else: comments, order, quotes and blank lines stay."""

from __future__ import annotations

import difflib
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from natfig.core.errors import NatfigError, SpecError, UsageError
from natfig.core.templates import template, template_names
from natfig.spec.edit import MISSING, remove_value, set_value, value_at

_TEXT = """\
# The figure of the first result.
natfig: 1
contract:
  conclusion: Doses raise the response.   # one sentence
  journal: 'nature'
figure: {width: double, height: 70mm}  # a page

panels:
  a:
    kind: line
    x: {field: dose, label: Dose (mg)}
    y: y      # short form
    color:
  b: {kind: bar,
      x: dose,  # wraps
      y: y}
legend:
  title: >
    A long
    title.
"""


@pytest.mark.parametrize(
    ("keys", "value", "old", "new"),
    [
        (("contract", "journal"), "plos", "'nature'", "plos"),
        (("contract", "conclusion"), "It: falls # now.", "Doses raise the response.", "'It: falls # now.'"),
        (("figure", "width"), "single", "double", "single"),
        (("figure", "height"), "80mm", "70mm", "80mm"),
        (("panels", "a", "x", "label"), "Dose, total", "Dose (mg)", "'Dose, total'"),
        (("panels", "a", "y"), {"field": "y", "label": "Y"}, "y: y  ", "y: {field: y, label: Y}  "),
        (("figure", "palette"), "nature", "70mm}", "70mm, palette: nature}"),
        (("panels", "b", "color"), "arm", "      y: y}", "      y: y, color: arm}"),
        (("panels", "a", "color"), "arm", "    color:\n", "    color: arm\n"),
        (("panels", "a", "color", "field"), "arm", "    color:\n", "    color: {field: arm}\n"),
        (("panels", "a", "legend"), "none", "    color:\n", "    color:\n    legend: none\n"),
        (("contract", "stage"), "initial", "'nature'\n", "'nature'\n  stage: initial\n"),
        (("id",), "fig1", "    title.\n", "    title.\nid: fig1\n"),
        (("figure", "dpi"), 300, "70mm}", "70mm, dpi: 300}"),
        (("figure", "labels"), False, "70mm}", "70mm, labels: false}"),
        (("legend", "title"), "Short.", ">\n    A long\n    title.", "Short."),
        (
            ("claims", "top", "value"),
            "SELECT 1",
            "    title.\n",
            "    title.\nclaims: {top: {value: SELECT 1}}\n",
        ),
    ],
)
def test_one_value_changes(keys: tuple[str, ...], value: Any, old: str, new: str) -> None:
    assert _TEXT.count(old) == 1
    assert set_value(_TEXT, keys, value) == _TEXT.replace(old, new)


@pytest.mark.parametrize(
    ("keys", "old", "new"),
    [
        (("figure", "height"), ", height: 70mm", ""),
        (("figure", "width"), "width: double, ", ""),
        (("panels", "a", "y"), "    y: y      # short form\n", ""),
        (("panels", "a", "kind"), "    kind: line\n", ""),
        (("contract", "journal"), "  journal: 'nature'\n", ""),
        (("legend", "title"), "  title: >\n    A long\n    title.\n", "  {}\n"),
    ],
)
def test_one_key_goes(keys: tuple[str, ...], old: str, new: str) -> None:
    assert _TEXT.count(old) == 1
    assert remove_value(_TEXT, keys) == _TEXT.replace(old, new)


def test_line_ends_of_windows_stay() -> None:
    text = _TEXT.replace("\n", "\r\n")
    new = set_value(text, ("contract", "stage"), "initial")
    assert yaml.safe_load(new)["contract"]["stage"] == "initial"
    changed = [line for line in difflib.ndiff(text.splitlines(), new.splitlines()) if line[0] in "+-"]
    assert changed == ["+   stage: initial"]


@pytest.mark.parametrize(
    ("text", "keys", "error"),
    [
        (_TEXT, ("panels", "a", "kind", "x"), UsageError),
        (_TEXT, (), UsageError),
        ("natfig: [", ("natfig",), SpecError),
        ("- a\n- b\n", ("natfig",), SpecError),
        ("a: &x {b: 1}\nc: *x\n", ("a", "b"), SpecError),
        ("a:\n  b: 1\n  # why\n  c: 2\n", ("a",), SpecError),
    ],
)
def test_what_cannot_be_changed_in_place_is_refused(text: str, keys: tuple[str, ...], error: type) -> None:
    with pytest.raises(error):
        set_value(text, keys, 5)


def test_what_is_not_there_cannot_go() -> None:
    with pytest.raises(UsageError, match=r"the spec has no figure\.depth"):
        remove_value(_TEXT, ("figure", "depth"))


_VALUES = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(10**9), 10**9)
    | st.floats(allow_nan=False)
    | st.text(max_size=20),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.text(min_size=1, max_size=8), inner, max_size=3)
    ),
    max_leaves=5,
)
_SPECS = {name: (template(name).folder / "spec.yaml").read_text("utf-8") for name in template_names()}


def _paths(data: Any, keys: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    out = [keys] if keys else []
    if isinstance(data, dict):
        for key, value in data.items():
            out += _paths(value, (*keys, key))
    return out


@settings(max_examples=30, deadline=None)
@given(st.data())
def test_any_value_of_any_template_changes_alone(data: st.DataObject) -> None:
    text = _SPECS[data.draw(st.sampled_from(sorted(_SPECS)))]
    old = yaml.safe_load(text)
    keys = data.draw(st.sampled_from(_paths(old)))
    value = data.draw(_VALUES)
    try:
        new = set_value(text, keys, value)
    except NatfigError:
        return  # refused: nothing changed
    assert value_at(yaml.safe_load(new), keys) == value
    before, after = yaml.safe_load(text), yaml.safe_load(new)
    parent = value_at(before, keys[:-1])
    parent[keys[-1]] = value
    assert before == after
    # Every comment is still there.
    kept = [line.partition(" #")[2] for line in text.splitlines() if " #" in line or line.startswith("#")]
    assert all(comment in new for comment in kept)


@pytest.mark.parametrize("name", sorted(_SPECS))
def test_simple_values_of_templates_can_be_changed(name: str) -> None:
    text = _SPECS[name]
    for keys, value in ((("contract", "conclusion"), "It rises."), (("figure", "width"), "single")):
        assert value_at(yaml.safe_load(set_value(text, keys, value)), keys) == value


def test_a_value_that_is_not_there_is_missing() -> None:
    assert value_at({"a": [1]}, ("a", 3)) is MISSING
    assert value_at({"a": [1]}, ("a", 0)) == 1
