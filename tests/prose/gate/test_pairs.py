"""The gate against labelled pairs, class by class; ``pytest -s`` prints the table.

The pairs were written apart from the gate. It was tuned on those in files ``dev_*``. Those in ``held_*`` were
scored once before they were looked at (6 of 161 broken ones accepted, 115 of 187 good ones refused), and so
were those in ``fresh_*`` later (3 of 75 accepted, 28 of 85 refused); then whole classes of faults were mended
in both, so that none of the three scores says what the gate does with sentences nobody has seen. The first
scores are the honest ones: expect a good rewrite in other words to be refused more often than here, and now
and then a broken one to pass.

Those in ``late_*`` were written by a second author. When the gate first read them it accepted 2 of 80 broken
ones and refused 37 of 80 good ones; then they were used for mending like the others.

Those in ``unseen_*`` were written before the gate was given a thesaurus, and without its code in sight. It
accepted 2 of 80 broken ones and refused 37 of 80 good ones before that, 2 and 34 after it, when nobody had
looked at the reasons yet; then at last their causes were mended where they weren't of these sentences only.

Those in ``train_*`` are by an editor who never saw the gate's code. When it first read them it accepted 12 of
300 broken ones and refused 46 of 200 everyday edits and 90 of 100 free paraphrases; then causes were mended.

Those in ``final_*`` and ``dev2_*`` are by two more editors. When the gate first read them it accepted 3 of
120 and 4 of 80 broken ones, and refused 40 of 90 and 58 of 117 everyday edits and 29 of 30 and 15 of 23
paraphrases; then causes were mended.

Those in ``late2_*`` are by one more editor, who wrote them as people write who learnt English later. When the
gate first read them it accepted 3 of 80 broken ones and refused 47 of 100 everyday edits and 18 of 20
paraphrases; then causes were mended.
"""

import re
from collections import Counter, defaultdict
from pathlib import Path

import pytest
import yaml

from natfig.prose.gate.compare import compare_texts

CASES = Path(__file__).resolve().parents[2] / "cases" / "prose" / "gate"
#: Whole sentences said in other words: the hardest class, counted by itself so that it hides nothing.
PARAPHRASES = "fluent-faithful"
#: What the same is called in `train_*`.
FREE = "paraphrase"
GROUPS = ("dev", "held", "fresh", "late", "unseen", "train", "final", "dev2", "late2")
#: Sets of which most paraphrases are still refused.
NEWER = ("unseen", "train", "final", "dev2", "late2")
#: Share of the good pairs that may be refused: what was measured, rounded up. It may only fall.
MOST_REFUSED = {
    "dev": {"all": 0.038, PARAPHRASES: 0.12},
    "held": {"all": 0.027, PARAPHRASES: 0.06},
    "fresh": {"all": 0.036, PARAPHRASES: 0.09},
    # Paraphrases apart: of whole sentences in other words most are still refused.
    "late": {"others": 0.0, PARAPHRASES: 0.57},
    "unseen": {"all": 0.3, "others": 0.11, PARAPHRASES: 0.6},
    "train": {"others": 0.045, FREE: 0.87},
    "final": {"others": 0.09, FREE: 0.94},
    "dev2": {"others": 0.07, FREE: 0.53},
    "late2": {"others": 0.22, FREE: 0.9},
}
#: The same for all that the gate was mended with, together.
MOST_REFUSED_OF_ALL = 0.05
LEAST_PAIRS = {
    "dev": 340,
    "held": 340,
    "fresh": 150,
    "late": 160,
    "unseen": 160,
    "train": 600,
    "final": 240,
    "dev2": 220,
    "late2": 200,
}


def load(group):
    return [
        entry
        for path in sorted(CASES.glob(f"{group}_*.yaml"))
        for entry in yaml.safe_load(path.read_text("utf-8"))
    ]


def bare_accepts(original, revised):
    """Return what comparing bare sets of numbers and citations would say."""
    token = re.compile(
        r"\[[^\]]+\]|\\\w+\{[^}]*\}|\$[^$]+\$|\d+(?:[.,]\d+)*|%|\b(?:not|no|may|might|could)\b"
    )
    return set(token.findall(original.lower())) == set(token.findall(revised.lower()))


def table(pairs):
    """Return class → counts of pairs, right, wrongly accepted and refused, and those of bare tokens."""
    rows = defaultdict(Counter)
    wrong = []
    for entry in pairs:
        accepted = compare_texts(entry["original"], entry["revised"]).accepted
        bare = bare_accepts(entry["original"], entry["revised"])
        others = () if entry["class"] in {PARAPHRASES, FREE} else ("others",)
        for name in (entry["class"], "all", *others):
            row = rows[name]
            row["pairs"] += 1
            row["good" if entry["accept"] else "broken"] += 1
            row["right"] += accepted == entry["accept"]
            row["wrongly accepted"] += accepted and not entry["accept"]
            row["wrongly refused"] += not accepted and entry["accept"]
            row["bare accepted"] += bare and not entry["accept"]
            row["bare refused"] += not bare and entry["accept"]
        if accepted != entry["accept"]:
            wrong.append(entry)
    return rows, wrong


def lines(rows):
    heads = (
        "pairs",
        "good",
        "broken",
        "right",
        "wrongly accepted",
        "wrongly refused",
        "bare accepted",
        "bare refused",
    )
    yield f"{'class':28}" + "".join(f"{head:>17}" for head in heads)
    for name in [*sorted(n for n in rows if n != "all"), "all"]:
        yield f"{name:28}" + "".join(f"{rows[name][head]:17}" for head in heads)


@pytest.mark.parametrize("group", GROUPS)
def test_pairs(group):
    pairs = load(group)
    assert len(pairs) >= LEAST_PAIRS[group]
    rows, wrong = table(pairs)
    print(f"\n{group}\n" + "\n".join(lines(rows)))  # noqa: T201 - the table is what one looks at
    for entry in wrong:
        what = "REFUSED" if entry["accept"] else "ACCEPTED"
        print(what, entry["class"], "|", entry["original"], "|", entry["revised"])  # noqa: T201
    assert rows["all"]["wrongly accepted"] == 0
    for name, limit in MOST_REFUSED[group].items():
        assert rows[name]["wrongly refused"] <= limit * rows[name]["good"], name


def test_few_good_pairs_are_refused_where_the_gate_was_mended():
    rows, _ = table([entry for group in GROUPS if group not in NEWER for entry in load(group)])
    assert rows["all"]["wrongly refused"] <= MOST_REFUSED_OF_ALL * rows["all"]["good"]


def test_bare_tokens_are_not_enough():
    rows, _ = table([entry for group in GROUPS for entry in load(group)])
    assert rows["all"]["bare accepted"] > rows["all"]["broken"] / 3


@pytest.mark.parametrize("entry", [e for g in GROUPS for e in load(g)], ids=lambda e: e["class"])
def test_no_broken_pair_is_accepted(entry):
    if not entry["accept"]:
        assert not compare_texts(entry["original"], entry["revised"]).accepted
