"""``natfig backend``."""

import pytest

from natfig.cli.main import main


@pytest.fixture(autouse=True)
def config(tmp_path, monkeypatch):
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))
    monkeypatch.delenv("NATFIG_BACKEND", raising=False)
    return tmp_path / "natfig" / "config.toml"


def test_show(capsys, config):
    assert main(["backend"]) == 0
    out = capsys.readouterr().out
    assert "python  installed" in out
    assert "saved: none" in out


def test_set_show_unset(capsys, config):
    assert main(["backend", "set", "Python"]) == 0
    assert 'backend = "python"' in config.read_text()
    assert main(["backend"]) == 0
    assert f"saved: python ({config})" in capsys.readouterr().out
    assert main(["backend", "unset"]) == 0
    assert "forgotten" in capsys.readouterr().out
    assert main(["backend", "unset"]) == 0
    assert "no backend was saved" in capsys.readouterr().out


def test_the_environment_is_shown(capsys, monkeypatch):
    monkeypatch.setenv("NATFIG_BACKEND", "r")
    assert main(["backend"]) == 0
    assert "NATFIG_BACKEND is r" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("args", "message"),
    [
        (["set"], "natfig backend set needs a name"),
        (["set", "perl"], "unknown backend 'perl'; backends: python, r"),
        (["put", "python"], "natfig backend does not know 'put python'"),
        (["unset", "python"], "natfig backend does not know 'unset python'"),
    ],
)
def test_wrong_use(capsys, args, message):
    assert main(["backend", *args]) == 2
    assert message in capsys.readouterr().err


def test_what_is_not_installed_is_not_saved(capsys, config, monkeypatch, tmp_path):
    monkeypatch.setenv("PATH", str(tmp_path))
    assert main(["backend", "set", "r"]) == 3
    said = capsys.readouterr().err
    assert "will not fall back to Python" in said
    assert "sudo apt-get install r-base-core" in said
    assert not config.exists()
    assert main(["backend"]) == 0
    assert "r       not installed (natfig doctor says how)" in capsys.readouterr().out


def test_r_can_be_saved_where_it_is(capsys, config, monkeypatch, tmp_path):
    program = tmp_path / "Rscript"
    program.write_text("#!/bin/sh\n")
    program.chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path))
    assert main(["backend", "set", "R"]) == 0
    assert 'backend = "r"' in config.read_text()
    assert main(["backend"]) == 0
    assert "r       installed" in capsys.readouterr().out
