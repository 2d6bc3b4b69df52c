"""``natfig init``: what it writes, and what it leaves alone."""

from __future__ import annotations

import pytest

from natfig.cli.main import main
from natfig.core.templates import DEFAULT_TEMPLATE, SCHEMA_NAME, template, template_names


@pytest.fixture(autouse=True)
def _in_tmp(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)


@pytest.mark.parametrize("name", template_names())
def test_every_template_is_copied_whole(tmp_path, name):
    assert main(["init", "--template", name]) == 0
    written = {p.relative_to(tmp_path / name).as_posix() for p in (tmp_path / name).rglob("*") if p.is_file()}
    assert written == set(template(name).files())
    assert {"spec.yaml", "SOURCE.md", SCHEMA_NAME} <= written


def test_default_is_serving_in_its_own_folder(tmp_path, capsys):
    assert main(["init"]) == 0
    assert (tmp_path / DEFAULT_TEMPLATE / "data" / "serving.csv").is_file()
    assert "next: natfig render serving/spec.yaml" in capsys.readouterr().out


def test_folder_can_be_named(tmp_path, capsys):
    assert main(["init", "a b/figure 1", "--template", "wine"]) == 0
    assert (tmp_path / "a b" / "figure 1" / "spec.yaml").is_file()
    # The command can be pasted into a shell as it stands.
    assert "next: natfig render 'a b/figure 1/spec.yaml'" in capsys.readouterr().out


def test_schema_reference_resolves_beside_the_spec(tmp_path):
    main(["init", "here"])
    first = (tmp_path / "here" / "spec.yaml").read_text(encoding="utf-8").splitlines()[0]
    assert first == f"# yaml-language-server: $schema={SCHEMA_NAME}"
    assert (tmp_path / "here" / SCHEMA_NAME).is_file()


def test_a_second_init_changes_nothing(tmp_path):
    main(["init"])
    before = {p: p.stat().st_mtime_ns for p in tmp_path.rglob("*") if p.is_file()}
    assert main(["init"]) == 0
    assert {p for p in tmp_path.rglob("*") if p.is_file()} == set(before)


def test_a_changed_file_is_never_replaced(tmp_path, capsys):
    main(["init"])
    spec = tmp_path / "serving" / "spec.yaml"
    spec.write_text("mine", encoding="utf-8")
    (tmp_path / "serving" / "data" / "serving.csv").unlink()
    assert main(["init"]) == 2
    error = capsys.readouterr().err
    assert "serving/spec.yaml: exists already and differs from the template" in error
    assert "--force" in error
    assert spec.read_text(encoding="utf-8") == "mine"
    assert not (tmp_path / "serving" / "data" / "serving.csv").exists(), "all files or none"


def test_force_replaces_the_template_files_and_no_others(tmp_path):
    main(["init"])
    spec, other = tmp_path / "serving" / "spec.yaml", tmp_path / "serving" / "notes.txt"
    spec.write_text("mine", encoding="utf-8")
    other.write_text("keep", encoding="utf-8")
    assert main(["init", "--force"]) == 0
    assert spec.read_text(encoding="utf-8").startswith("# yaml-language-server")
    assert other.read_text(encoding="utf-8") == "keep"


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--template", "servin"], "unknown template 'servin'; did you mean 'serving'?"),
        (["--template", "../spec"], "unknown template '../spec'"),
        (["--template", ""], "unknown template ''"),
    ],
)
def test_unknown_template(capsys, arguments, said):
    assert main(["init", *arguments]) == 2
    assert said in capsys.readouterr().err


def test_a_file_in_the_way_of_the_folder(tmp_path, capsys):
    (tmp_path / "taken").write_text("x", encoding="utf-8")
    assert main(["init", "taken"]) == 2
    assert "cannot write" in capsys.readouterr().err


def test_a_folder_in_the_way_of_a_file(tmp_path, capsys):
    (tmp_path / "serving" / "spec.yaml").mkdir(parents=True)
    assert main(["init", "--force"]) == 2
    assert "it is a folder" in capsys.readouterr().err
    assert list((tmp_path / "serving" / "spec.yaml").iterdir()) == []


def test_a_folder_named_like_another_template_gets_a_note(capsys):
    assert main(["init", "penguins"]) == 0
    assert "natfig init --template penguins" in capsys.readouterr().err


def test_list_names_every_template(capsys, tmp_path):
    assert main(["init", "--list"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert [line.split()[0] for line in lines[1:]] == list(template_names())
    assert list(tmp_path.iterdir()) == []
