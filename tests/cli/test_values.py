"""``natfig values``."""

import json

import pytest

from legendspecs import GROUPS, spec_text
from natfig.cli.main import main

BAR = "{kind: bar, data: t, x: g, y: v, stats: {center: mean, spread: sem, n: auto, unit: wells}}"
CLAIM = "claims: {{top: {{value: SELECT max(v) FROM t, assert: '{}', format: .1f, unit: ms}}}}"


@pytest.fixture
def make(tmp_path):
    def _make(name="one", asserted="> 1"):
        folder = tmp_path / name
        folder.mkdir()
        (folder / "t.csv").write_text(GROUPS, encoding="utf-8")
        spec = folder / "spec.yaml"
        spec.write_text(spec_text(BAR, claims=CLAIM.format(asserted)).replace("id: tiny", f"id: {name}"))
        return str(spec)

    return _make


def test_numbers_on_the_terminal(make, capsys):
    assert main(["values", make()]) == 0
    assert capsys.readouterr().out == "one: top  15.0 ms  (asserted: > 1)\n"


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("v.tex", "\\newcommand{\\oneTop}{15.0~ms} % top; asserted: > 1\n"),
        ("v.md", "| one | top | 15.0 ms | asserted: \\> 1 |\n"),
        ("v.txt", "one: top  15.0 ms"),
    ],
)
def test_the_suffix_says_the_format(make, tmp_path, name, text):
    assert main(["values", make(), "--output", str(tmp_path / name)]) == 0
    assert text in (tmp_path / name).read_text(encoding="utf-8")


def test_json_of_several_figures(make, capsys):
    assert main(["values", make("one"), make("two"), "--format", "json"]) == 0
    figures = json.loads(capsys.readouterr().out)["figures"]
    assert [f["id"] for f in figures] == ["one", "two"]
    assert figures[0]["claims"]["top"] == {
        "value": 15.0,
        "text": "15.0 ms",
        "unit": "ms",
        "assert": "> 1",
        "holds": True,
        "label": None,
    }


@pytest.mark.parametrize(
    ("args", "message"),
    [
        (["--format", "latx"], "unknown format 'latx'; did you mean 'latex'?"),
        (["--output", "v.docx"], "no format of values has the suffix '.docx'"),
        (["--output", "v"], "no format of values has the suffix ''"),
    ],
)
def test_wrong_flags(make, capsys, args, message):
    assert main(["values", make(), *args]) == 2
    assert message in capsys.readouterr().err


def test_a_claim_that_fails_gives_no_numbers(make, capsys):
    assert main(["values", make(asserted="> 99")]) == 1
    out, err = capsys.readouterr()
    assert out == ""
    assert "claims.top: does not hold" in err


def test_nothing_is_overwritten_without_force(make, tmp_path, capsys):
    place = tmp_path / "v.tex"
    place.write_text("mine")
    spec = make()
    assert main(["values", spec, "--output", str(place)]) == 2
    assert "use --force" in capsys.readouterr().err
    assert main(["values", spec, "--output", str(place), "--force"]) == 0
    assert "oneTop" in place.read_text()
