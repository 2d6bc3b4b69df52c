"""``natfig palettes``."""

import json
import re

import pytest

from natfig.cli.main import main
from natfig.cli.palettes import _swatch
from natfig.style.palette import ROLES, palettes


def run(capsys, *args):
    code = main(["palettes", *args])
    done = capsys.readouterr()
    return code, done.out, done.err


def test_list(capsys):
    code, out, err = run(capsys)
    assert code == 0
    assert [one.split()[0] for one in out.splitlines()[1:]] == palettes.names()
    assert re.search(r"^nature +qualitative +6 +#0F4D92 #B64342 ", out, re.MULTILINE)
    assert re.search(r"^vik +diverging +6 +#001261 ", out, re.MULTILINE)
    assert "told apart" in err
    assert "\x1b" not in out


@pytest.mark.parametrize("name", palettes.names())
def test_one(capsys, name):
    _, out, _ = run(capsys, name)
    palette = palettes.load(name)
    for colour, value in palette.colours.items():
        assert re.search(rf"^{colour} +{value} ", out, re.MULTILINE)
    for role in ROLES:
        assert re.search(rf"^{role} +{palette.roles[role]}$", out, re.MULTILINE)
    for vision, n in palette.stays_apart.items():
        assert re.search(rf"^{vision} +{n}$", out, re.MULTILINE)
    assert palette.source in out


def test_order_contrast_and_distance(capsys):
    _, out, _ = run(capsys, "nature")
    assert re.search(r"^blue_main +#0F4D92 +1 +8\.4 +—$", out, re.MULTILINE)
    assert re.search(r"^red_strong +#B64342 +2 +5\.4 +34\.6$", out, re.MULTILINE)
    assert re.search(r"^green_1 +#DDF3DE +— +1\.2 +— +only by name$", out, re.MULTILINE)
    assert re.search(r"^gold +#FFD700 +— +1\.4 +— +only by name: too faint$", out, re.MULTILINE)


def test_json(capsys):
    _, out, err = run(capsys, "nature", "vik", "--json")
    nature, vik = json.loads(out)["palettes"]
    assert err == ""
    assert nature["order"][0] == "blue_main"
    assert nature["roles"]["signal"] == "#0F4D92"
    assert nature["published_order"][1] == "green_3"
    assert (vik["base"], vik["diverging"], len(vik["stops"])) == ("nature", "cmc.vik", 9)


def test_json_of_all(capsys):
    found = json.loads(run(capsys, "--json")[1])["palettes"]
    assert [palette["id"] for palette in found] == palettes.names()


def test_unknown(capsys):
    code, out, err = run(capsys, "okabe")
    assert (code, out) == (2, "")
    assert "unknown palette 'okabe'; did you mean 'okabe-ito'?" in err


@pytest.mark.parametrize(
    ("environment", "blocks"),
    [
        ({"COLORTERM": "truecolor", "TERM": "xterm"}, True),
        ({"COLORTERM": "24bit", "TERM": "xterm"}, True),
        ({"TERM": "xterm"}, False),
        ({"COLORTERM": "truecolor", "TERM": "dumb"}, False),
        ({"COLORTERM": "truecolor", "TERM": "xterm", "NO_COLOR": "1"}, False),
    ],
)
def test_swatches_only_where_they_can_be_shown(monkeypatch, environment, blocks):
    for name in ("COLORTERM", "TERM", "NO_COLOR"):
        monkeypatch.delenv(name, raising=False)
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setattr("sys.stdout.isatty", lambda: True, raising=False)
    assert ("██" in _swatch(("#0F4D92",))) is blocks
