"""``natfig diff``: exit codes, formats, bad input, and what it costs."""

import gzip
import json
import os
import subprocess
import sys

import pytest

from natfig.cli.main import main
from qa.diff.pairs import svg

OLD = svg('<text x="9" y="9">12</text>')
NEW = svg('<text x="9" y="9">13</text>')


@pytest.fixture
def folder(tmp_path, monkeypatch):
    (tmp_path / "old.svg").write_bytes(OLD)
    (tmp_path / "new.svg").write_bytes(NEW)
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.mark.parametrize(
    ("words", "code"),
    [
        ("old.svg old.svg", 0),
        ("old.svg new.svg", 1),
        ("old.svg new.svg -q", 1),
        ("old.svg new.svg --format json", 1),
        ("old.svg old.svg --format json", 0),
        ("old.svg new.svg --format html", 1),
        ("old.svg none.svg", 2),
        ("none.svg new.svg", 2),
    ],
)
def test_exit_codes(folder, words, code, capsys):
    assert main(["diff", *words.split()]) == code


def test_text(folder, capsys):
    main(["diff", "old.svg", "new.svg"])
    out, err = capsys.readouterr()
    assert "≠ “12” is now “13”" in out
    assert "\x1b" not in out
    assert err == ""


def test_quiet_says_nothing_of_equal_figures(folder, capsys):
    for form in ("text", "json", "html"):
        assert main(["diff", "old.svg", "old.svg", "-q", "--format", form]) == 0
        assert capsys.readouterr() == ("", "")


def test_json_goes_to_standard_output(folder, capsys):
    main(["diff", "old.svg", "new.svg", "--format", "json"])
    found = json.loads(capsys.readouterr().out)
    assert (found["old"], found["new"], found["same"]) == ("old.svg", "new.svg", False)


@pytest.mark.parametrize("form", ["text", "json", "html"])
def test_output(folder, form, capsys):
    target = folder / "reports" / f"diff.{form}"
    assert main(["diff", "old.svg", "new.svg", "--format", form, "--output", str(target)]) == 1
    assert "13" in target.read_text(encoding="utf-8")
    out, err = capsys.readouterr()
    assert out == ""
    assert err == f"different: 1 change; wrote {target}\n"


def test_the_tolerance(folder, capsys):
    (folder / "new.svg").write_bytes(OLD.replace(b'x="9"', b'x="9.4"'))
    assert main(["diff", "old.svg", "new.svg"]) == 1
    assert main(["diff", "old.svg", "new.svg", "--tolerance", "0.5"]) == 0
    assert main(["diff", "old.svg", "new.svg", "--tolerance", "0.5mm"]) == 0
    assert main(["diff", "old.svg", "new.svg", "--tolerance", "0"]) == 1


def test_a_packed_figure_is_the_same_figure(folder, capsys):
    (folder / "packed.svgz").write_bytes(gzip.compress(OLD))
    assert main(["diff", "old.svg", "packed.svgz"]) == 0


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (["old.svg", "ne.svg"], "no such figure: ne.svg; did you mean 'new.svg'?"),
        (["old.svg", "far/away.svg"], "no such figure: far/away.svg"),
        (["old.svg", "."], ". is a folder; name the two files to compare"),
        (
            ["old.svg", "new.svg", "--format", "htm"],
            "'htm' is no format of natfig diff; did you mean 'html'?",
        ),
        (["old.svg", "broken.svg"], "broken.svg:1: the SVG is not well formed"),
        (["old.svg", "empty.svg"], "empty.svg: the file is empty"),
        (["old.svg", "words.txt"], "words.txt: not a figure natfig can read (SVG, PDF, TIFF, PNG or JPEG)"),
        (["old.svg", "dot.png"], "cannot compare SVG with PNG"),
        (["old.svg", "pipe.svg"], "pipe.svg is not a file"),
    ],
)
def test_bad_input_gets_one_sentence(folder, words, message, capsys):
    from PIL import Image

    (folder / "broken.svg").write_bytes(OLD[:60])
    (folder / "empty.svg").write_bytes(b"")
    (folder / "words.txt").write_text("hello")
    Image.new("RGB", (4, 4)).save(folder / "dot.png")
    os.mkfifo(folder / "pipe.svg")
    assert main(["diff", *words]) == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert len(err.splitlines()) == 1
    assert err.startswith("natfig: error: ")
    assert message in err


@pytest.mark.parametrize("value", ["-1", "nan", "inf", "much"])
def test_a_tolerance_that_is_none(folder, value, capsys):
    with pytest.raises(SystemExit) as caught:
        main(["diff", "old.svg", "new.svg", f"--tolerance={value}"])
    assert caught.value.code == 2
    assert "is not a distance in mm" in capsys.readouterr().err


def test_names_that_are_hostile(folder, capsys):
    name = "a\x1b[31m\n::error::x.svg"
    (folder / name).write_bytes(NEW)
    assert main(["diff", "old.svg", name]) == 1
    out = capsys.readouterr().out
    assert "\x1b" not in out
    assert not any(line.lstrip().startswith("::") for line in out.splitlines())


@pytest.mark.parametrize("pair", [("old.svg", "old.svg"), ("old.svg", "new.svg")])
def test_comparing_svg_files_loads_nothing_heavy(folder, pair):
    heavy = ("numpy", "matplotlib", "pandas", "PIL", "fontTools", "pikepdf", "rich", "pydantic", "scipy")
    code = (
        "import sys\nfrom natfig.cli.main import main\n"
        f"main(['diff', *{pair!r}])\nprint(sorted(set(sys.modules) & set({heavy!r})))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.splitlines()[-1] == "[]"
