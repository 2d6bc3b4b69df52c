import random

import pytest

from backends.r.kinds.groups import draw_both, same_values

TIMES = ["before", "during", "after"]


def rows():
    rng = random.Random(2)  # noqa: S311 - any numbers will do
    every = [
        {"s": f"S{k}", "arm": "A" if k < 6 else "B", "t": t, "v": round(3 + 0.5 * i + rng.gauss(0, 0.7), 3)}
        for k in range(12) for i, t in enumerate(TIMES)
    ]  # fmt: skip
    return every[:-1]


BASE = {
    "kind": "paired",
    "id": "s",
    "x": {"field": "t", "order": TIMES},
    "y": "v",
    "missing": {"drop": "left early"},
}
PANELS = {
    "a": BASE | {"stats": {"spread": "sem", "n": "auto",
                        "test": {"kind": "paired-t", "pairs": [["before", "after"]]}}},
    "b": BASE | {"color": "arm"},
    "c": BASE | {"highlight": "direction", "horizontal": True},
}  # fmt: skip


@pytest.fixture(scope="module")
def drawn(tmp_path_factory):
    return draw_both(tmp_path_factory.mktemp("pairs"), rows(), PANELS)


@pytest.mark.parametrize("letter", PANELS)
def test_both_backends_show_the_same_pairs_and_centres(drawn, letter):
    assert same_values(drawn, letter)


def test_incomplete_subjects_are_left_out_by_a_rule_not_by_name(drawn):
    script = (drawn[0] / "groups.R").read_text(encoding="utf-8")
    assert "FUN = length) == 3" in script
    assert "S11" not in script


def test_bracket_carries_p_in_a_strip_of_its_own(drawn):
    svg = next(drawn[0].glob("*.svg")).read_text(encoding="utf-8")
    assert 'id="panel-a.bracket"' in svg
    table = (drawn[0] / "groups_data" / "brackets_a.csv").read_text(encoding="utf-8")
    assert "italic" in table
    assert "before-after" in table
