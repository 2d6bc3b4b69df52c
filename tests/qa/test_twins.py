"""Broken twins: each rendered template with one defect put in is told for that defect and for no other."""

from collections import Counter

import pytest

from conftest import template_names
from natfig.qa.checks import checks
from natfig.qa.runner import check_file
from qa.twins import color, image, page, parts, pdf, text  # noqa: F401 — each registers its defects
from qa.twins.defects import ALL, DEFECTS
from qa.twins.figure import Figure

PAIRS = [(DEFECTS[name], template) for name in sorted(DEFECTS) for template in DEFECTS[name].on]

_RANK = {"info": 0, "warning": 1, "error": 2}


FEWEST_DEFECTS = 8
FEWEST_TEMPLATES = 2


@pytest.fixture(scope="module")
def originals(rendered):
    """``originals(name, suffix)``: the codes an untouched file has, at warning level and above."""
    known = {}

    def codes(name, suffix):
        if (name, suffix) not in known:
            figure = Figure(rendered.folder, rendered.figure(name)["id"], suffix)
            known[name, suffix] = loud(check_file(figure.path, figure.context))
        return known[name, suffix]

    return codes


def loud(result):
    return {f.code for f in result.findings if f.severity.value != "info"}


def test_the_list_of_templates_is_that_of_the_folder():
    assert ALL.split() == template_names()


@pytest.mark.parametrize(("defect", "template"), PAIRS, ids=[f"{d.name}-{t}" for d, t in PAIRS])
def test_a_twin_is_told_for_its_defect_alone(rendered, originals, tmp_path, defect, template):
    figure = Figure(rendered.folder, rendered.figure(template)["id"], defect.suffix)
    defect.put(figure)
    result = check_file(figure.save(tmp_path), figure.context)

    assert result.faults == []
    said = [(f.code, f.severity.value, f.message) for f in result.findings]
    new = loud(result) - originals(template, defect.suffix)
    assert new == ({defect.code} if defect.level != "info" else set()), said
    worst = max((_RANK[f.severity.value] for f in result.findings if f.code == defect.code), default=-1)
    assert worst >= _RANK[defect.level], said


def test_how_many_there_are():
    templates = Counter(template for _, template in PAIRS)
    assert set(templates) == set(template_names())
    assert min(templates.values()) >= FEWEST_DEFECTS
    codes = {check.code: set() for check in checks}
    for defect, template in PAIRS:
        codes[defect.code].add(template)
    assert {code for code, on in codes.items() if len(on) < FEWEST_TEMPLATES} == set()
