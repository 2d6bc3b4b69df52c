"""The gate as a whole: what always passes, what never does, and how long it takes."""

import re
from pathlib import Path
from time import process_time

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from natfig.prose.document import Kind, Mark, Passage
from natfig.prose.gate.compare import compare, compare_texts
from natfig.prose.ledger import Ledger

CASES = Path(__file__).resolve().parents[2] / "cases" / "prose" / "gate"


def texts():
    """Return the originals of the labelled pairs: sentences as papers have them."""
    found = []
    for path in sorted(CASES.glob("*.yaml")):
        found.extend(entry["original"] for entry in yaml.safe_load(path.read_text("utf-8")))
    return found


TEXTS = texts()
DIGIT = re.compile(r"\d")
NUMBER = re.compile(r"(?<![\w.,–−/^{\[-])\d+(?:\.\d+)?(?![\w.,–/^}\]-])")

sentence = st.sampled_from(TEXTS)


@pytest.mark.parametrize("text", TEXTS)
def test_a_text_may_stand_for_itself(text):
    assert compare_texts(text, text).accepted
    assert compare_texts(text, text + " ").reasons == ()  # read, and not only found equal
    assert compare_texts(text, text.replace(" ", "  ", 1)).reasons == ()


@given(sentence, st.data())
@settings(deadline=None, max_examples=300)
def test_no_digit_can_change(text, data):
    places = [m.start() for m in DIGIT.finditer(text)]
    if not places:
        return
    at = data.draw(st.sampled_from(places))
    digit = data.draw(st.sampled_from([d for d in "0123456789" if d != text[at]]))
    verdict = compare_texts(text, text[:at] + digit + text[at + 1 :])
    assert not verdict.accepted


@given(sentence, st.data())
@settings(deadline=None, max_examples=300)
def test_two_different_numbers_cannot_be_swapped(text, data):
    found = [m for m in NUMBER.finditer(text) if float(m.group()) > 0]
    pairs = [
        (a, b) for a in found for b in found if a.start() < b.start() and float(a.group()) != float(b.group())
    ]
    if not pairs:
        return
    a, b = data.draw(st.sampled_from(pairs))
    swapped = text[: a.start()] + b.group() + text[a.end() : b.start()] + a.group() + text[b.end() :]
    assert not compare_texts(text, swapped).accepted


@given(sentence, st.data())
@settings(deadline=None, max_examples=300)
def test_no_denial_can_be_put_in(text, data):
    places = [
        m.end() for m in re.finditer(r"\b(?:is|are|was|were|did|can|may|could|has|have)\b(?! not)", text)
    ]
    if not places:
        return
    at = data.draw(st.sampled_from(places))
    assert not compare_texts(text, text[:at] + " not" + text[at:]).accepted


@given(sentence, st.data())
@settings(deadline=None, max_examples=300)
def test_no_protected_thing_can_be_dropped_or_doubled(text, data):
    words = list(re.finditer(r"\w{4,}", text))
    if not words:
        return
    word = data.draw(st.sampled_from(words))
    kind = data.draw(st.sampled_from([Kind.CITATION, Kind.MATH, Kind.CODE, Kind.QUANTITY, Kind.REFERENCE]))
    original = Passage(text, (Mark(word.start(), word.end(), kind, "\\mark{1}"),))
    assert compare(original, original).accepted
    assert not compare(original, Passage(text)).accepted
    assert not compare(Passage(text), original).accepted
    other = Passage(text, (Mark(word.start(), word.end(), kind, "\\mark{2}"),))
    assert not compare(original, other).accepted


@given(sentence, st.data())
@settings(deadline=None, max_examples=200)
def test_numbers_are_compared_both_ways_alike(text, data):
    places = [m.start() for m in DIGIT.finditer(text)]
    if not places:
        return
    at = data.draw(st.sampled_from(places))
    other = text[:at] + data.draw(st.sampled_from("0123456789")) + text[at + 1 :]
    there, back = compare_texts(text, other), compare_texts(other, text)
    codes = [
        sorted({r.code for r in v.reasons if r.code.startswith(("number", "precision"))})
        for v in (there, back)
    ]
    mirrored = {"number-lost": "number-added", "number-added": "number-lost"}
    assert there.accepted == back.accepted
    assert codes[0] == sorted(mirrored.get(code, code) for code in codes[1])


@given(st.text(max_size=120), st.text(max_size=120))
@settings(deadline=None)
def test_any_two_texts_are_compared(a, b):
    compare_texts(a, b)
    assert compare_texts(a, a).accepted


@given(st.text(alphabet="aAB ,.;:()-–'5%<µ\\{}$[]@", max_size=80))
@settings(deadline=None)
def test_any_text_may_stand_for_itself_when_read(text):
    verdict = compare_texts(text, text + " ")
    assert verdict.accepted, verdict.reasons


def test_the_ledger_brings_terms_and_abbreviations_to_one_form():
    ledger = Ledger({"hypoxia": ("low oxygen",)}, {"ROS": "reactive oxygen species"})
    old, new = "Reactive oxygen species rose in low oxygen.", "ROS rose in hypoxia."
    assert compare_texts(old, new, ledger=ledger).accepted
    assert not compare_texts(old, new).accepted
    defined = "Reactive oxygen species (ROS) rose."
    assert not compare_texts(defined, "ROS rose.", ledger=ledger).accepted
    assert not compare_texts(defined, "Reactive oxygen species rose.", ledger=ledger).accepted


def test_spelling_is_a_warning():
    verdict = compare_texts("The colour is red.", "The color is red.", spelling="en-GB")
    assert verdict.accepted
    assert [r.code for r in verdict.reasons] == ["spelling"]
    assert compare_texts("The colour is red.", "The color is red.", spelling="en-US").reasons == ()


def test_equal_amounts_in_other_units_are_a_warning():
    verdict = compare_texts("It was 0.5 mm thick.", "It was 500 µm thick.")
    assert verdict.accepted
    assert [r.code for r in verdict.reasons] == ["unit-changed"]


def test_every_reason_is_a_sentence():
    verdict = compare_texts("A may grow by 5 mM [1].", "B grew by 6 mM because delve.")
    assert len(verdict.reasons) > 3
    for reason in verdict.reasons:
        assert re.fullmatch(r"[a-z]+(-[a-z]+)*", reason.code)
        assert reason.message


def test_time_grows_with_the_length():
    words = (
        "We treated 12 mice with 5 mM glucose [1] for 3 h, because A was not higher than B in the liver, and "
    )

    def seconds(count):
        old, new = (
            words * count,
            words.replace("We treated", "They treated").replace("in the liver", "of liver") * count,
        )
        times = []
        for _ in range(3):
            begin = process_time()
            compare_texts(old, new)
            times.append(process_time() - begin)
        return min(times)

    seconds(5)
    short = seconds(25)
    assert seconds(250) < 30 * short + 0.3


HOSTILE = [
    *(part * 20_000 for part in ("(", "[", "a-", "$")),
    *(part * 5000 for part in ("(Smith ", "\\cite{", "5 to ", "not ", "'", "A and ")),
    "1" * 50_000,
    "A" * 50_000,
]


MOST_SECONDS = 5


@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
def test_hostile_texts_take_no_time(text):
    best = float("inf")
    for _ in range(3):
        begin = process_time()
        compare_texts(text, text + " a")
        best = min(best, process_time() - begin)
        if best < MOST_SECONDS:
            return
    raise AssertionError(f"{best:.1f} s")
