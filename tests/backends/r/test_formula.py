"""Mathtext as plotmath: R parses it, and the letters are those of the label."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from natfig.backends.r.formula import has_formula, label_code, plain_text
from natfig.core.errors import UsageError
from oracles import r

LABELS = {
    "Batch size": "Batch size", "CO$_2$ (µmol m$^{-2}$)": "CO2 (µmol m−2)", "$\\alpha \\pm \\beta$": "α±β",
    "$x_i^2$": "xi2", "$\\mathrm{log}_{10}(p)$": "log10(p)", "δ$^{13}$C (‰)": "δ13C (‰)",
    "$\\mathit{Trp53}^{-/-}$": "Trp53−/−", "10 \\$": "10 $", "a $b$ c": "a b c", "$10^{-3}$": "10−3",
}  # fmt: skip


@pytest.mark.parametrize(("label", "text"), LABELS.items())
def test_letters_are_kept(label, text):
    assert plain_text(label).replace("\u2009", "") == text


def test_r_reads_every_formula():
    r.require()
    said = r.evaluate({k: f"is.expression({label_code(k).flat()})" for k in LABELS})
    assert {k: bool(v["value"][0]) for k, v in said.items()} == {k: has_formula(k) for k in LABELS}


def test_scripts_have_the_size_of_the_text():
    code = label_code("m$^{-2}$ x$_i$").flat()
    assert code.count("textstyle(") == 2


def test_an_unknown_command_is_refused_by_name():
    with pytest.raises(UsageError, match=r"\\frac"):
        label_code("$\\frac{a}{b}$")


@given(st.text(max_size=30).filter(lambda t: "$" not in t and "\0" not in t))
def test_text_without_dollars_is_left_alone(text):
    assert plain_text(text) == text
    assert label_code(text).value == text
