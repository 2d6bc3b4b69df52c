"""``natfig charts``: everything it says comes from the registry and the models."""

from __future__ import annotations

import json
import subprocess
import sys

import pytest
import yaml

from natfig.backends.r.kinds import twins
from natfig.charts import charts
from natfig.cli.main import main

KINDS = charts.names()


def _json(capsys, *arguments):
    assert main(["charts", *arguments, "--json"]) == 0
    return json.loads(capsys.readouterr().out)


def test_list_has_every_kind_with_its_summary(capsys):
    assert main(["charts"]) == 0
    lines = capsys.readouterr().out.splitlines()[1:]
    assert [line.split()[0] for line in lines] == charts.all_names()
    assert all(line.endswith(charts.load(line.split()[0]).summary) for line in lines)


@pytest.mark.parametrize("kind", KINDS)
def test_every_key_of_the_model_is_listed(capsys, kind):
    facts = _json(capsys, kind)
    listed = {k["key"] for k in facts["keys"] + facts["shared_keys"]} | {"kind"}
    assert listed == {f.alias or name for name, f in charts.load(kind).Panel.model_fields.items()}
    assert facts["needs"] == [k["key"] for k in facts["keys"] if k["required"]]


@pytest.mark.parametrize("kind", KINDS)
def test_every_own_key_is_described(capsys, kind):
    assert [k["key"] for k in _json(capsys, kind)["keys"] if not k["description"]] == []


@pytest.mark.parametrize("kind", KINDS)
def test_types_are_words_not_python(capsys, kind):
    facts = _json(capsys, kind)
    types = [k["type"] for k in facts["keys"] + facts["shared_keys"]]
    assert not [t for t in types if any(c in t for c in ("<", "typing", "_Channel", "NoneType", "Annotated"))]


@pytest.mark.parametrize("kind", KINDS)
def test_example_is_yaml_of_that_kind(capsys, kind):
    example = yaml.safe_load(_json(capsys, kind)["example"])
    assert example["kind"] == kind
    assert main(["charts", kind]) == 0
    assert charts.load(kind).example.strip() in capsys.readouterr().out


def test_types_and_defaults_of_a_line(capsys):
    keys = {k["key"]: k for k in _json(capsys, "line")["keys"]}
    assert keys["x"]["required"]
    assert keys["x"]["default"] is None
    assert keys["y"]["type"] == "column of numbers"
    assert keys["color"]["type"] == "column for colours"
    assert keys["uncertainty"]["type"] == "auto | band | bars | none"
    assert keys["step"]["default"] == "false"


def test_backend_filter(capsys):
    in_python = [k["kind"] for k in _json(capsys, "--backend", "python")]
    assert in_python == [n for n in charts.all_names() if n != "r"]
    in_r = _json(capsys, "--backend", "r")
    assert all("r" in k["backends"] for k in in_r)
    assert [k["kind"] for k in in_r] == twins.all_names()
    assert {"line", "r"} <= set(twins.all_names()) <= set(charts.all_names())
    assert not {"python", "svg", "image", "flow"} & set(twins.all_names())


@pytest.mark.parametrize("name", twins.names())
def test_the_twin_of_a_kind_is_its_twin(name):
    assert twins.load(name).id == charts.load(name).id == name


def test_the_plain_list_says_who_draws(capsys):
    assert main(["charts", "--backend", "r"]) == 0
    lines = {line.split()[0]: line.split("  ") for line in capsys.readouterr().out.splitlines()[1:]}
    assert sorted(lines) == twins.all_names()
    assert main(["charts"]) == 0
    drawn = {line.split()[0]: line for line in capsys.readouterr().out.splitlines()}
    assert " python, r " in drawn["line"]
    assert " python, r " not in drawn["svg"]


def test_one_kind_of_a_backend(capsys):
    assert main(["charts", "line", "--backend", "r"]) == 0
    assert "drawn by: python, r" in capsys.readouterr().out
    assert _json(capsys, "r", "--backend", "r")["backends"] == ["r"]


@pytest.mark.parametrize(
    ("kind", "backend", "said"),
    [
        ("svg", "r", "kind: svg can't be drawn by R; place the drawing by hand, or write backend: python"),
        ("image", "r", "kind: image can't be drawn by R; write backend: python"),
        ("flow", "r", "kind: flow can't be drawn by R; write backend: python"),
        (
            "python",
            "r",
            "kind: python draws with matplotlib, and the backend is R; write kind: r with a function",
        ),
        ("r", "python", "kind: r runs R code, and the backend is Python; write kind: python with a function"),
    ],
)
def test_what_a_backend_cannot_draw(capsys, kind, backend, said):
    assert main(["charts", kind, "--backend", backend]) == 2
    assert said in capsys.readouterr().err


def test_listing_loads_no_drawing_library():
    code = (
        "import sys; from natfig.cli.main import main; code = main(['charts', '--backend', 'r']); "
        "print(code, sorted({'matplotlib', 'pandas'} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.splitlines()[-1] == "0 []"


@pytest.mark.parametrize(
    ("word", "said"), [("scater", "did you mean 'scatter'?"), ("../bar", "unknown chart kind")]
)
def test_unknown_kind(capsys, word, said):
    assert main(["charts", word]) == 2
    assert said in capsys.readouterr().err


@pytest.mark.parametrize(
    "arguments", [["charts"], ["charts", "line"], ["templates"], ["init", "--list"], ["--help"]]
)
def test_looking_up_loads_no_drawing_library(arguments):
    code = (
        "import sys\nfrom natfig.cli.main import main\n"
        f"try:\n    main({arguments!r})\nexcept SystemExit:\n    pass\n"
        "heavy = {'matplotlib', 'pandas', 'duckdb', 'scipy', 'seaborn'}\n"
        "print(sorted(heavy & set(sys.modules)), file=sys.stderr)"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, timeout=60, check=True
    )
    assert done.stderr.splitlines()[-1] == "[]"
