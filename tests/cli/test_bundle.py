"""``natfig bundle``."""

import json

import pytest

from legendspecs import GROUPS, spec_text
from natfig.cli.main import main

SCATTER = "{kind: scatter, data: t, x: w, y: v}"


@pytest.fixture
def spec(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    return make(tmp_path / "fig")


def make(folder, **keys):
    folder.mkdir()
    (folder / "t.csv").write_text(GROUPS, encoding="utf-8")
    path = folder / "spec.yaml"
    path.write_text(spec_text(SCATTER, **keys), encoding="utf-8")
    return path


def test_the_folder_is_submission_by_default(spec, tmp_path, capsys):
    assert main(["bundle", str(spec)]) == 0
    out, err = capsys.readouterr()
    assert out == ""
    assert "Fig1: Fig1.pdf; Nature, production stage" in err
    assert "submission/: 11 files" in err
    assert (tmp_path / "submission" / "Fig1.pdf").is_file()
    assert not (spec.parent / "out").exists()


def test_everything_asked_for(spec, tmp_path, capsys):
    args = ["--out", "sub", "--number", "3", "--stage", "initial", "--formats", "pdf,tiff", "--zip", "--json"]
    assert main(["bundle", str(spec), *args]) == 0
    document = json.loads(capsys.readouterr().out)
    assert document["bundle"] == 1
    assert document["figures"][0]["files"] == ["Fig3.pdf", "Fig3.tif"]
    assert document["figures"][0]["stage"] == "initial"
    assert (tmp_path / "sub.zip").is_file()


def test_a_claim_that_fails_is_exit_1_and_nothing_is_written(tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    claims = "claims: {top: {value: SELECT max(v) FROM t, assert: '> 99'}}"
    spec = make(tmp_path / "fig", claims=claims)
    assert main(["bundle", str(spec)]) == 1
    assert "claims.top: does not hold" in capsys.readouterr().err
    assert not (tmp_path / "submission").exists()
    assert main(["bundle", str(spec), "--allow-findings"]) == 0
    assert "claims.top: does not hold" in (tmp_path / "submission" / "README.txt").read_text()


def test_errors_of_qa_are_exit_1_and_nothing_is_written(spec, tmp_path, capsys):
    assert main(["bundle", str(spec), "--formats", "png"]) == 1
    assert "Fig1.png: DOC005" in capsys.readouterr().err
    assert not (tmp_path / "submission").exists()


def test_a_folder_in_the_way_is_told_before_anything_is_drawn(spec, tmp_path, capsys):
    (tmp_path / "submission").mkdir()
    (tmp_path / "submission" / "mine.txt").write_text("x")
    assert main(["bundle", str(spec), "--force"]) == 2
    assert "submission holds files and is no bundle of natfig" in capsys.readouterr().err


@pytest.mark.parametrize("out", [".", "", "..", "../fig/.."])
def test_the_folder_you_are_in_is_no_bundle(spec, capsys, out, monkeypatch):
    monkeypatch.chdir(spec.parent)
    assert main(["bundle", str(spec), "--out", out]) == 2
    assert "natfig: error:" in capsys.readouterr().err


def test_wrong_specs_are_told_together(spec, tmp_path, capsys):
    bad = make(tmp_path / "bad")
    bad.write_text(bad.read_text().replace("scatter", "skatter"))
    assert main(["bundle", str(bad), str(spec), str(tmp_path / "none.yaml")]) == 2
    assert capsys.readouterr().err.count("natfig: error:") == 2
    assert not (tmp_path / "submission").exists()


def test_several_journals_are_a_warning(spec, tmp_path, capsys):
    other = make(tmp_path / "other", journal="science")
    assert main(["bundle", str(spec), str(other)]) == 0
    assert "figures are made for several journals: nature, science" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("args", "message"),
    [(["--formats", "eps"], "unknown format 'eps'"), (["--formats", ","], "names no format")],
)
def test_wrong_formats(spec, capsys, args, message):
    assert main(["bundle", str(spec), *args]) == 2
    assert message in capsys.readouterr().err
