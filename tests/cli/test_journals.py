"""``natfig journals``."""

import json

import pytest

from natfig.cli.main import main
from natfig.journals import journals


def run(capsys, *args):
    code = main(["journals", *args])
    done = capsys.readouterr()
    return code, done.out, done.err


def line(out, start):
    found = [one for one in out.splitlines() if one.split("  ")[0] == start]
    assert found, f"no line for {start}"
    return found[0]


def test_list(capsys):
    code, out, err = run(capsys)
    assert code == 0
    assert [one.split()[0] for one in out.splitlines()[1:]] == journals.names()
    assert line(out, "nature").split() == ["nature", "89*", "120–136~", "183*", "170*", "5", "Nature"]
    assert line(out, "jama").split() == ["jama", "—", "—", "—", "—", "—", "JAMA"]
    assert line(out, "acs").split()[5] == "4.5?*"
    assert "no source found" in err


def test_output_is_plain_when_piped(capsys):
    for args in ((), ("nature",), ("nature", "ieee", "--diff")):
        assert "\x1b" not in run(capsys, *args)[1]


@pytest.mark.parametrize("name", journals.names())
def test_every_value_is_shown(capsys, name):
    _, out, _ = run(capsys, name)
    journal = journals.load(name)
    assert out.startswith(f"{name}: {journal.name} ({journal.publisher})")
    for _, key, value in journal.items():
        assert line(out, key)
        assert value.source in out
        for text in (value.note, value.conflict):
            assert text is None or text.rstrip(".") in out


def test_one(capsys):
    _, out, _ = run(capsys, "nature")
    assert line(out, "width_single_mm").split() == (
        ["width_single_mm", "89", "production", "high", "2026", "1", "sources", "disagree"]
    )
    assert "lower, bold, upright, 8 pt" in line(out, "panel_label")
    assert "extended_data_size_mm      180 × 170" in out
    assert line(out, "dpi_line_art").split(maxsplit=6)[1:] == ["—", "—", "—", "—", "—", "no source found"]


def test_gap_that_another_key_fills_is_none(capsys):
    _, out, _ = run(capsys, "science")
    assert "width_double_mm" not in [one.split("  ")[0] for one in out.splitlines()]
    assert "double: width_full_mm" in out


def test_stage(capsys):
    _, out, _ = run(capsys, "nature", "--stage", "initial")
    assert line(out, "max_file_mb").split()[:3] == ["max_file_mb", "30", "initial"]
    assert line(out, "text_min_pt").endswith("stated for the other stage")
    assert out.count("max_file_mb  ") == 2  # also extended_data_max_file_mb


def test_no_limit_is_not_a_gap(capsys):
    _, out, _ = run(capsys, "plos")
    assert line(out, "figure_count").split()[1:3] == ["no", "limit"]


def test_difference(capsys):
    _, out, _ = run(capsys, "nature", "ieee", "--diff")
    assert line(out, "width_single_mm").split() == ["width_single_mm", "89", "88.9"]
    assert line(out, "line_min_pt").split() == ["line_min_pt", "0.25", "—"]
    assert "dpi_halftone" not in out


def test_nothing_differs(capsys):
    code, out, _ = run(capsys, "nature", "nature", "ieee", "--diff", "--json")
    assert code == 0
    assert json.loads(out)["journals"] == ["nature", "ieee"]


@pytest.mark.parametrize(
    ("args", "message"),
    [
        (("natur",), "unknown journal 'natur'; did you mean 'nature'?"),
        (("../journals/nature",), "unknown journal"),
        (("nature", "--diff"), "--diff compares journals; name two or more"),
        (("nature", "nature", "--diff"), "--diff compares journals"),
        (("--diff",), "--diff compares journals"),
    ],
)
def test_bad_usage(capsys, args, message):
    code, out, err = run(capsys, *args)
    assert (code, out) == (2, "")
    assert message in err


def test_json(capsys):
    _, out, err = run(capsys, "nature", "--json")
    (journal,) = json.loads(out)["journals"]
    assert err == ""
    assert journal["widths_mm"] == {"single": [89, 89], "onehalf": [120, 136], "double": [183, 183]}
    assert journal["values"]["figure"]["max_file_mb"][0]["stage"] == "initial"
    assert journal["values"]["figure"]["fonts"][0]["value"] == ["Helvetica", "Arial"]
    assert journal["gaps"]["figure"] == ["dpi_line_art", "dpi_combination", "tiff_compression"]
    assert "conflict" in journal["values"]["figure"]["width_single_mm"][0]


def test_json_of_all(capsys):
    found = json.loads(run(capsys, "--json")[1])["journals"]
    assert [journal["id"] for journal in found] == journals.names()
    assert sum(len(v) for j in found for group in j["values"].values() for v in group.values()) == 360


def test_json_of_a_difference(capsys):
    found = json.loads(run(capsys, "nature", "cell", "--diff", "--json", "--stage", "production")[1])
    assert found["differs"]["figure"]["text_min_pt"]["cell"][0]["value"] == 6
    assert "dpi_halftone" not in found["differs"]["figure"]
