"""``natfig check``."""

import json

import pytest

from natfig.cli.main import main
from specwriter import changed, write

CLAIM = "claims: {{top: {{value: SELECT max(y) FROM t, assert: '{}'}}}}\npanels:\n"


def test_a_sound_spec_is_one_line(tmp_path, capsys):
    spec = write(tmp_path, changed("panels:\n", CLAIM.format("> 2")))
    assert main(["check", str(spec)]) == 0
    out, err = capsys.readouterr()
    assert out == f"{spec}: 1 panel; 2 rows; claims hold: top = 2.5 (> 2)\n"
    assert err == ""


def test_rows_that_are_left_out_are_told(tmp_path, capsys):
    spec = write(tmp_path, changed("    y: y\n", "    y: y\n    where: y > 2\n"))
    assert main(["check", str(spec)]) == 0
    assert "1 of 2 rows" in capsys.readouterr().out


def test_a_claim_that_fails_is_exit_1(tmp_path, capsys):
    spec = write(tmp_path, changed("panels:\n", CLAIM.format("> 3")))
    assert main(["check", str(spec)]) == 1
    out, err = capsys.readouterr()
    assert out == ""
    assert "claims.top: does not hold: the value is 2.5, the claim > 3" in err


def test_a_wrong_spec_is_exit_2_and_the_others_are_still_checked(tmp_path, capsys):
    good, bad = tmp_path / "good", tmp_path / "bad"
    good.mkdir()
    bad.mkdir()
    specs = [
        write(bad, changed("kind: bar", "kind: violin").replace("journal: nature", "journal: natur")),
        write(good),
    ]
    assert main(["check", *map(str, specs)]) == 2
    out, err = capsys.readouterr()
    assert out.startswith(str(specs[1]))
    assert err.count("natfig: error:") == 2


def test_no_backend_is_exit_3(tmp_path, capsys, monkeypatch):
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "none"))
    monkeypatch.delenv("NATFIG_BACKEND", raising=False)
    spec = write(tmp_path, changed("  backend: python\n", ""))
    assert main(["check", str(spec)]) == 3
    assert f"{spec}: no backend is chosen" in capsys.readouterr().err
    assert main(["check", str(spec), "--backend", "python"]) == 0


def test_json(tmp_path, capsys):
    spec = write(tmp_path, changed("panels:\n", CLAIM.format("> 2")))
    assert main(["check", str(spec), str(tmp_path / "none.yaml"), "--json"]) == 2
    good, bad = json.loads(capsys.readouterr().out)["specs"]
    assert good["ok"] is True
    assert good["panels"] == {"a": "bar"}
    assert good["claims"] == {"top": {"value": 2.5, "assert": "> 2", "holds": True}}
    assert good["data"][0]["rows"] == 2
    assert bad["ok"] is False
    assert "no such spec" in bad["problems"][0]["message"]


@pytest.mark.parametrize("flags", [[], ["--allow-outside"]])
def test_files_outside(tmp_path, capsys, flags):
    (tmp_path / "out.csv").write_text("g,y\nA,1\n")
    folder = tmp_path / "in"
    folder.mkdir()
    spec = write(folder, changed("t.csv", "../out.csv"))
    assert main(["check", str(spec), *flags]) == (0 if flags else 2)


def test_no_code(tmp_path, capsys):
    text = changed(
        "    kind: bar\n    data: t\n    x: g\n    y: y\n", "    kind: python\n    function: p.py:draw\n"
    )
    spec = write(tmp_path, text, p__py="def draw(ax, data, style): ...\n")
    assert main(["check", str(spec)]) == 0
    assert main(["check", str(spec), "--no-code"]) == 2
    assert "--no-code forbids" in capsys.readouterr().err


def test_a_backend_that_is_missing_here_is_a_warning(tmp_path, monkeypatch, capsys):
    """Nothing is drawn, so nothing is missing; but whoever renders next should know."""
    spec = write(tmp_path, changed("backend: python", "backend: r"))
    monkeypatch.setenv("PATH", str(tmp_path))
    assert main(["check", str(spec), "--json"]) == 0
    said = capsys.readouterr()
    (warning,) = json.loads(said.out)["specs"][0]["warnings"]
    assert warning.startswith("this machine can check the figure but not draw it: backend: r needs R")
    assert "sudo apt-get install r-base-core r-cran-ggplot2" in warning
    assert f"natfig: warning: {spec}: {warning}" in said.err


def test_a_kind_that_the_backend_cannot_draw_is_an_error_without_r(tmp_path, monkeypatch, capsys):
    panel = "    kind: python\n    data: t\n    function: panels.py:draw\n"
    old = "    kind: bar\n    data: t\n    x: g\n    y: y\n"
    text = changed(old, panel).replace("backend: python", "backend: r")
    spec = write(tmp_path, text, panels__py="def draw(ax, data, style):\n    pass\n")
    monkeypatch.setenv("PATH", str(tmp_path))
    assert main(["check", str(spec)]) == 2
    assert (
        f"{spec}:16: panels.a: kind: python draws with matplotlib, and the backend is R; "
        "write kind: r with a function in R"
    ) in capsys.readouterr().err
