"""Keys of a model in words."""

from __future__ import annotations

from typing import Any, Literal

import pytest
from pydantic import Field

from natfig.spec.describe import channel_keys, describe_model
from natfig.spec.models import (
    Channel,
    ColorChannel,
    Exclude,
    NumericChannel,
    PanelBase,
    Scalar,
    Stats,
    StrictModel,
)


class Inner(StrictModel):
    """An inner mapping."""

    first: str
    second: int = 3


class Bare(StrictModel):
    key: str = ""


class Sample(PanelBase):
    x: Channel
    y: NumericChannel | None = Field(None, description="Heights.")
    color: ColorChannel | None = None
    flag: bool = False
    count: int = Field(2, alias="how-many")
    size: float | None = None
    pair: tuple[float | None, float | None] | None = None
    many: tuple[str, ...] = ()
    mode: Literal["auto", "band"] | bool = "auto"
    names: dict[str, tuple[float, float]] | None = None
    scalar: Scalar = 1
    anything: Any = None
    inner: Inner = Inner(first="a")
    bare: Bare | None = None
    excluded: tuple[Exclude, ...] = ()
    stats2: Stats | None = None


KEYS = {k.key: k for k in describe_model(Sample)}


@pytest.mark.parametrize(
    ("key", "words"),
    [
        ("x", "column"),
        ("y", "column of numbers"),
        ("color", "column for colours"),
        ("flag", "true or false"),
        ("how-many", "whole number"),
        ("size", "number"),
        ("pair", "[number, number]"),
        ("many", "list of text"),
        ("mode", "auto | band or true or false"),
        ("names", "mapping of text to [number, number]"),
        ("scalar", "any value"),
        ("anything", "anything"),
        ("inner", "{first, second}"),
        ("excluded", "list of {rule, reason}"),
    ],
)
def test_type_in_words(key, words):
    assert KEYS[key].type == words


@pytest.mark.parametrize(
    ("key", "default"),
    [
        ("flag", "false"),
        ("how-many", "2"),
        ("size", "-"),
        ("many", "-"),
        ("mode", "auto"),
        ("inner", "{first: a, second: 3}"),
    ],
)
def test_default_as_in_yaml(key, default):
    assert KEYS[key].default == default
    assert not KEYS[key].required


def test_required_key_has_no_default():
    assert KEYS["x"].required
    assert KEYS["x"].to_json()["default"] is None


@pytest.mark.parametrize(
    ("key", "text"), [("y", "Heights."), ("inner", "An inner mapping."), ("bare", ""), ("x", "")]
)
def test_description_is_the_key_s_or_its_mapping_s(key, text):
    assert KEYS[key].description == text


def test_order_is_that_of_the_model():
    assert list(KEYS)[-3:] == ["bare", "excluded", "stats2"]


def test_channels_are_told_apart():
    parts = channel_keys(Sample)
    assert set(parts) == {"column", "column of numbers", "column for colours"}
    assert {"low", "high", "error"} <= {k.key for k in parts["column of numbers"]}
    assert "low" not in {k.key for k in parts["column"]}
    assert "colors" in {k.key for k in parts["column for colours"]}
