"""The labelled pairs that score the edit gate are what the score takes them for.

The gate may be written with `dev_*.yaml` at hand; `held_*.yaml` is of the same make with other sentences,
so that a score on it is no score of memory. A file holds one class of edits, with both labels where the
class has both; `accept` says whether the meaning is fully kept.
"""

import re
from collections import Counter
from functools import cache
from pathlib import Path

import pytest
import yaml

CASES = Path(__file__).parents[2] / "cases" / "prose" / "gate"
FILES = sorted(CASES.glob("*.yaml"))
SETS = ("dev", "held")
# Smaller sets, written later.
LATER = ("fresh", "late", "unseen", "train", "final", "dev2", "late2")
# The later ones have no class with both labels, or are too small for both.
WITH_BOTH = [
    path
    for path in FILES
    if not path.name.startswith(("late_", "late2_", "unseen_", "train_", "final_", "dev2_"))
]
KEYS = {"original": str, "revised": str, "accept": bool, "class": str, "why": str}

# The score is worth little below these; there are more of each.
LEAST_PAIRS = 420
LEAST_CLASSES = 25
LEAST_FLUENT = 60  # of each label: one slip in a fluent rewrite is what the gate is for
SHARE_BROKEN = (0.40, 0.50)
CHARACTERS = (15, 400)  # a sentence or two, or a short legend
# Sentences of one field share their small words; two wordings of one sentence share nearly all of them.
LARGEST_OVERLAP = 0.6


@cache
def pairs(path):
    return yaml.safe_load(path.read_text(encoding="utf-8"))


def pairs_of(name):
    return [pair for path in FILES if path.name.startswith(f"{name}_") for pair in pairs(path)]


def plain(text):
    """Return the words alone, so that a comma or a capital makes no new sentence."""
    return " ".join(re.findall(r"\w+", text.casefold()))


def make(name):
    return Counter((pair["class"], pair["accept"]) for pair in pairs_of(name))


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_the_file_is_well_formed(path):
    assert isinstance(pairs(path), list)
    for pair in pairs(path):
        assert {key: type(value) for key, value in pair.items()} == KEYS
        assert path.stem.partition("_")[2] == pair["class"].replace("-", "_")
        assert 3 <= len(pair["why"]) <= 80


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_both_texts_are_of_plausible_length_and_differ(path):
    for pair in pairs(path):
        for text in (pair["original"], pair["revised"]):
            assert CHARACTERS[0] <= len(text) <= CHARACTERS[1], text
            assert text == text.strip()
            assert "  " not in text
        assert pair["original"] != pair["revised"]


def test_every_file_belongs_to_a_set():
    assert {path.name.partition("_")[0] for path in FILES} == {*SETS, *LATER}


def test_both_sets_are_of_one_make():
    assert make("dev") == make("held")


@pytest.mark.parametrize("path", WITH_BOTH, ids=lambda path: path.stem)
def test_a_class_with_both_labels_has_both_in_each_file(path):
    kind = pairs(path)[0]["class"]
    labels = {accept for name in SETS for other, accept in make(name) if other == kind}
    assert {pair["accept"] for pair in pairs(path)} == labels


def test_there_are_enough_pairs_of_both_labels():
    labels = Counter(pair["accept"] for name in SETS for pair in pairs_of(name))
    assert labels.total() >= LEAST_PAIRS
    assert SHARE_BROKEN[0] <= labels[False] / labels.total() <= SHARE_BROKEN[1]


def test_there_are_enough_classes_and_fluent_rewrites():
    counts = make("dev") + make("held")
    assert len({kind for kind, _ in counts}) >= LEAST_CLASSES
    assert counts["fluent-changed", False] >= LEAST_FLUENT
    assert counts["fluent-faithful", True] >= LEAST_FLUENT


def test_no_pair_and_no_original_stands_twice():
    originals = Counter(plain(pair["original"]) for name in SETS for pair in pairs_of(name))
    assert [text for text, times in originals.items() if times > 1] == []


@pytest.mark.parametrize(
    ("name", "before"),
    [
        ("late", (*SETS, "fresh")),
        ("unseen", (*SETS, "fresh", "late")),
        ("train", (*SETS, "fresh", "late", "unseen")),
    ],
)
def test_later_originals_are_new(name, before):
    known = {plain(pair["original"]) for other in before for pair in pairs_of(other)}
    later = [plain(pair["original"]) for pair in pairs_of(name)]
    assert len(set(later)) == len(later)
    assert not known & set(later)


def test_held_sentences_are_no_variations_of_dev_sentences():
    dev = [set(plain(pair["original"]).split()) for pair in pairs_of("dev")]
    for pair in pairs_of("held"):
        words = set(plain(pair["original"]).split())
        nearest = max(len(words & other) / len(words | other) for other in dev)
        assert nearest < LARGEST_OVERLAP, pair["original"]
