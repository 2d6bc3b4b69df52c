"""``natfig legend``."""

import json

import pytest

from legendspecs import GROUPS, spec_text
from natfig.cli.main import main

BAR = "{kind: bar, data: t, x: g, y: v, stats: {center: mean, spread: sem, n: auto, unit: wells}}"
SCATTER = "{kind: scatter, data: t, x: w, y: v}"


@pytest.fixture
def spec(tmp_path):
    return make(tmp_path, BAR)


def make(folder, *panels, **keys):
    folder.mkdir(exist_ok=True)
    (folder / "t.csv").write_text(GROUPS, encoding="utf-8")
    path = folder / "spec.yaml"
    path.write_text(spec_text(*panels, **keys), encoding="utf-8")
    return path


def test_a_legend_on_the_terminal(spec, capsys):
    assert main(["legend", str(spec), "--number", "3"]) == 0
    out, err = capsys.readouterr()
    assert out.startswith(
        "Fig. 3 | Drug B raises the count. V by G. Claim a holds. Bars, means; error bars, s.e.m.;"
    )
    assert out.count("\n") == 1
    assert err == ""


def test_several_specs_are_numbered_on(tmp_path, capsys):
    specs = [str(make(tmp_path / name, SCATTER)) for name in ("one", "two")]
    assert main(["legend", *specs, "--number", "4"]) == 0
    assert [line[:6] for line in capsys.readouterr().out.splitlines() if line] == ["Fig. 4", "Fig. 5"]


@pytest.mark.parametrize(
    ("name", "start"),
    [
        ("l.txt", b"Drug B"),
        ("l.md", b"**Drug B"),
        ("l.tex", b"\\caption[{Drug B"),
        ("l.json", b'{\n "natfig"'),
        ("l.docx", b"PK"),
        ("l", b"Drug B"),
    ],
)
def test_the_suffix_says_the_format(spec, tmp_path, capsys, name, start):
    assert main(["legend", str(spec), "--output", str(tmp_path / name)]) == 0
    assert (tmp_path / name).read_bytes().startswith(start)
    assert capsys.readouterr().out == ""


def test_the_format_wins_over_the_suffix(spec, tmp_path):
    assert main(["legend", str(spec), "--output", str(tmp_path / "l.txt"), "--format", "latex"]) == 0
    assert (tmp_path / "l.txt").read_bytes().startswith(b"\\caption")


@pytest.mark.parametrize(
    ("args", "message"),
    [
        (["--format", "docx"], "--format docx is no text; add --output legend.docx"),
        (["--format", "latx"], "unknown legend format 'latx'; did you mean 'latex'?"),
        (["--output", "legend.rtf"], "no format of legends has the suffix .rtf; known: "),
        (["--max-words", "0"], "'0' is not a whole number of 1 or more"),
        (["--number", "two"], "'two' is not a whole number of 1 or more"),
    ],
)
def test_wrong_flags(spec, capsys, args, message):
    try:
        code = main(["legend", str(spec), *args])
    except SystemExit as stop:
        code = stop.code
    assert code == 2
    out, err = capsys.readouterr()
    assert message in err
    assert out == ""


def test_nothing_is_overwritten_without_force(spec, tmp_path, capsys):
    place = tmp_path / "legend.txt"
    place.write_text("mine")
    assert main(["legend", str(spec), "--output", str(place)]) == 2
    assert f"{place} exists already; use --force to replace it" in capsys.readouterr().err
    assert place.read_text() == "mine"
    assert main(["legend", str(spec), "--output", str(place), "--force"]) == 0
    assert main(["legend", str(spec), "--output", str(place)]) == 0  # the same bytes again


def test_too_many_words_are_exit_1_and_what_was_left_out_is_told(spec, capsys):
    assert main(["legend", str(spec), "--max-words", "5"]) == 1
    out, err = capsys.readouterr()
    assert "s.e.m." in out
    assert "error" in err
    assert "LIM007: the legend has" in err
    assert "5 were asked for at the most" in err
    assert "left out to keep the limit of words: Source data are provided with this paper." in err
    assert main(["legend", str(spec), "--max-words", "5", "--quiet"]) == 1
    assert "left out" not in capsys.readouterr().err


def test_a_limit_that_is_hearsay_only_warns(tmp_path, capsys):
    words = " ".join(["very"] * 260)
    spec = make(tmp_path / "long", SCATTER, legend=f"legend: {{panels: {{a: '{words} long'}}}}")
    assert main(["legend", str(spec)]) == 0
    err = capsys.readouterr().err
    assert "natfig: warning:" in err
    assert "the journal takes 250 (confidence low) (Nature" in err


def test_a_claim_that_fails_writes_nothing(tmp_path, capsys):
    claims = "claims: {top: {value: SELECT max(v) FROM t, assert: '> 99'}}"
    spec = make(tmp_path / "f", BAR, claims=claims)
    assert main(["legend", str(spec), "--output", str(tmp_path / "l.txt")]) == 1
    assert "claims.top: does not hold" in capsys.readouterr().err
    assert not (tmp_path / "l.txt").exists()


def test_a_wrong_spec_is_exit_2_and_all_are_read(tmp_path, capsys):
    bad = make(tmp_path / "bad", BAR.replace("bar", "baar"))
    good = make(tmp_path / "good", BAR)
    assert main(["legend", str(bad), str(good), str(tmp_path / "none.yaml")]) == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert err.count("natfig: error:") == 2
    assert "unknown chart kind 'baar'" in err


def test_what_only_a_render_knows_is_taken_from_the_manifest(tmp_path, capsys):
    import numpy as np
    from PIL import Image

    spec = make(tmp_path / "i", BAR, "{kind: image, file: cells.png, pixel_size: 0.5 µm, scale_bar: 20 µm}")
    ramp = np.tile(np.arange(256, dtype=np.uint8), (200, 2))
    Image.fromarray(ramp).save(tmp_path / "i" / "cells.png")
    assert main(["legend", str(spec)]) == 0
    out, err = capsys.readouterr()
    assert "known after natfig render: panel b: channels and scale bars as they are drawn" in err
    assert "Scale bar, 20 µm." in out
    assert main(["render", str(spec), "--formats", "svg", "--quiet"]) in {0, 1}
    capsys.readouterr()
    assert main(["legend", str(spec)]) == 0
    out, err = capsys.readouterr()
    assert "known after" not in err
    assert "Scale bar, 20 µm." in out


def test_a_broken_manifest_is_no_manifest(spec, capsys):
    (spec.parent / "out").mkdir()
    (spec.parent / "out" / "tiny.manifest.json").write_text('{"figures": [3]}')
    assert main(["legend", str(spec)]) == 0
    assert "V by G." in capsys.readouterr().out


def test_json(spec, capsys):
    assert main(["legend", str(spec), "--format", "json"]) == 0
    (one,) = json.loads(capsys.readouterr().out)["legends"]
    assert one["id"] == "tiny"


def test_help_has_examples(capsys):
    with pytest.raises(SystemExit):
        main(["legend", "--help"])
    assert "natfig legend spec.yaml --number 2 --output legend.docx" in capsys.readouterr().out
