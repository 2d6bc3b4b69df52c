"""``natfig checks``: every check is listed and explains itself."""

import json

import pytest

from natfig.cli.main import main
from natfig.manuscript.checks import paper_checks
from natfig.qa.checks import checks

ALL = {check.id: check for check in (*checks, *paper_checks)}
NAMES = sorted(ALL)


def found(capsys, *args):
    assert main(["checks", *args, "--json"]) == 0
    return json.loads(capsys.readouterr().out)["checks"]


def test_the_list_has_every_check(capsys):
    assert main(["checks"]) == 0
    rows = [line.split(maxsplit=3) for line in capsys.readouterr().out.splitlines()[1:]]
    assert rows == [
        [c.code, c.severity.value, c.fix.value, c.title] for c in sorted(ALL.values(), key=lambda c: c.code)
    ]


@pytest.mark.parametrize("name", NAMES)
def test_one_is_explained(capsys, name):
    check = ALL[name]
    assert main(["checks", check.code.lower()]) == 0
    page = " ".join(capsys.readouterr().out.split())
    assert page.startswith(f"{check.code}: {check.title}")
    for text in (check.reason, check.bad, check.good, check.hint, check.source):
        assert " ".join(text.split()) in page
    for threshold, value in check.options.items():
        assert threshold in page
        assert str(value) in page or isinstance(value, list | tuple | set | frozenset)


@pytest.mark.parametrize("name", NAMES)
def test_every_check_says_what_people_need(name):
    check = ALL[name]
    assert name == check.id
    assert name.partition("_")[0].upper() == check.code
    assert check.title
    assert check.title[0].islower() or check.title.split()[0].isupper() or check.title[0].isdigit()
    assert check.reason.endswith(".")
    assert check.bad.strip()
    assert check.good.strip()
    assert check.hint


def test_a_family(capsys):
    assert {c["code"][:3] for c in found(capsys, "txt")} == {"TXT"}
    assert [c["code"] for c in found(capsys, "TXT002")] == ["TXT002"]


def test_json_has_the_keys(capsys):
    (one,) = found(capsys, "TXT002")
    assert one["severity"] == "error"
    assert one["needs"] == list(checks.load("txt002_size_floor").needs)
    assert set(one) == {
        "code",
        "id",
        "title",
        "severity",
        "fix",
        "reason",
        "bad",
        "good",
        "thresholds",
        "hint",
        "needs",
        "needs_manifest",
        "source",
    }


@pytest.mark.parametrize(
    ("word", "said"),
    [
        ("TXT999", "no check has the code 'TXT999'; "),
        ("TXT0022", "did you mean 'TXT002'?"),
        ("TTX", "did you mean 'TXT'?"),
        ("", "no check has the code ''"),
    ],
)
def test_an_unknown_code(capsys, word, said):
    assert main(["checks", word]) == 2
    assert said in capsys.readouterr().err
