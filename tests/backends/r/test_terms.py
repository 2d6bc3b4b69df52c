"""Shared terms of R's plots: scales, limits and labels as code, and what natfig foresees of R's axes."""

import numpy as np
import pytest

from natfig.backends.r._axes import axis_ends, fit_count, log_breaks, symlog_breaks
from natfig.backends.r.functions import functions
from natfig.backends.r.terms import continuous, coordinates, format_problems, hides, label_natfig
from natfig.core.errors import UsageError
from natfig.layout.ticks import format_ticks, linear_ticks
from natfig.spec.models import _NumericChannel
from natfig.style.marks import Look
from oracles import r

RANGES = [(172, 231), (2.7, 6.3), (-5, 7), (-8, -1), (0.013, 0.0456), (5, 5), (0, 12000)]


def channel(**keys):
    return _NumericChannel(field="x", **keys)


@pytest.mark.parametrize(
    ("keys", "expected"),
    [
        ({}, ["limits = ends_natfig()", "expand = c(0, 0)", "breaks = breaks_natfig()"]),
        ({"limits": (0, 5)}, ["expand = c(0, 0)"]),
        ({"scale": "log"}, ['trans = "log10"', "breaks = breaks_log_natfig()"]),
        ({"scale": "log2"}, ["ends_log_natfig(base = 2)", "label_log_natfig(base = 2)"]),
        ({"scale": "symlog"}, ["scales::pseudo_log_trans(base = 10)", "breaks_symlog_natfig()"]),
        ({"reverse": True}, ['trans = "reverse"']),
        ({"scale": "log", "reverse": True}, ["trans = scales::compose_trans(scales::log10_trans(), "]),
        ({"ticks": (1, 2), "format": ".0%"}, ["breaks = c(1, 2)", "label_natfig(digits = 0, scale = 100, "]),
    ],
)  # fmt: skip
def test_a_channel_becomes_a_scale(keys, expected):
    code = continuous(channel(**keys), "x").flat()
    assert all(part in code for part in expected)
    assert ("limits =" in code) == (keys.get("limits") is None and keys.get("scale") != "symlog")


def test_limits_zoom_and_are_cut_only_where_they_hide_something():
    one = channel(limits=(0, None))
    assert coordinates(one, hides=False).flat() == 'coord_cartesian(xlim = c(0, NA), clip = "off")'
    assert coordinates(one, hides=True).flat() == "coord_cartesian(xlim = c(0, NA))"
    assert coordinates(channel(limits=(0, 5), reverse=True)).flat() == "coord_cartesian(xlim = c(5, 0))"
    assert coordinates(channel()) is None
    assert hides(one, [-1, 3])
    assert not hides(one, [0, 3], [np.nan])


@pytest.mark.parametrize("form", ["x", "#x", "08.3f", "_d", ""])
def test_formats_that_r_cannot_write_are_refused(form):
    with pytest.raises(UsageError, match="R can't write numbers as"):
        label_natfig(form)
    assert len(format_problems(channel(format=form), channel(format=".1f"), None)) == 1


def test_labels_that_would_touch_get_fewer():
    values, look = channel(), Look()
    ends = axis_ends(values, [120_000, 180_000])
    assert fit_count(values, ends, 80.0, look, is_x=True) is None
    assert fit_count(values, ends, 22.0, look, is_x=True) in {2, 3}


def ask(cases, *helpers):
    """Return what R makes of expressions, natfig's functions at hand."""
    r.require("ggplot2")
    source = functions(helpers)
    return r.evaluate({k: "{\n" + source + v + "\n}" for k, v in cases.items()})


def test_r_ends_its_axes_where_natfig_foresees_it():
    cases = {f"{i}{z}": f"ends_natfig(zero = {str(z).upper()})(c({a}, {b}))"
             for i, (a, b) in enumerate(RANGES) for z in (False, True)}  # fmt: skip
    found = ask(cases, "ends_natfig")
    for i, pair in enumerate(RANGES):
        for zero in (False, True):
            want = axis_ends(channel(), pair, zero=zero)
            assert found[f"{i}{zero}"]["value"] == pytest.approx(want, abs=1e-9)


def test_r_ticks_its_axes_as_natfig_does():
    logs = [(277, 49357, 10), (0.3, 0.9, 10), (1, 128, 2), (1e-5, 1e5, 10)]
    cases = {f"lin{i}": f"breaks_natfig()(c({a}, {b}))" for i, (a, b) in enumerate(RANGES) if a < b}
    cases |= {f"log{i}": f"breaks_log_natfig({c})(c({a}, {b}))" for i, (a, b, c) in enumerate(logs)}
    cases["symlog"] = "breaks_symlog_natfig()(c(-5000, 3000))"
    found = ask(cases, "breaks_natfig", "breaks_log_natfig", "breaks_symlog_natfig")
    for i, pair in enumerate(RANGES):
        if pair[0] < pair[1]:
            assert found[f"lin{i}"]["value"] == pytest.approx(linear_ticks(*pair))
    for i, (low, high, base) in enumerate(logs):
        assert found[f"log{i}"]["value"] == pytest.approx(log_breaks(low, high, base, 5))
    assert found["symlog"]["value"] == pytest.approx(symlog_breaks(-5000, 3000, 5))


def test_r_writes_numbers_as_natfig_does():
    """Compared as code points: a true minus, thin spaces, equal decimals."""
    rows = [(-2.0, 0.0, 2.5), (0.0, 5000.0, 10000.0), (0.001, 0.002), (1.0, 2.0)]
    cases = {
        str(i): f"utf8ToInt(paste(label_natfig()(c({', '.join(map(str, row))})), collapse = '|'))"
        for i, row in enumerate(rows)
    }
    found = ask(cases, "label_natfig")
    for i, row in enumerate(rows):
        assert "".join(chr(int(c)) for c in found[str(i)]["value"]) == "|".join(format_ticks(list(row)))
