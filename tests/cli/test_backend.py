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


def test_what_is_not_installed_is_not_saved(capsys, config, monkeypatch):
    from natfig.spec import gate

    monkeypatch.setattr(gate, "installed_backends", lambda: ["python"])
    assert main(["backend", "set", "r"]) == 3
    assert "will not fall back to Python" in capsys.readouterr().err
    assert not config.exists()
