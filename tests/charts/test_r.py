"""``kind: r``: found and refused without R; what it gives to the script."""

import re

import pytest

from natfig.backends.r.kinds import twins
from natfig.charts import charts
from natfig.charts._rcode import RReference, find_function
from natfig.cli.main import main
from natfig.core.errors import NatfigError, SpecError
from natfig.render.build import _inputs
from natfig.render.prepare import prepare
from specwriter import SOUND, write

CODE = """\
# draw_late <- function(data, style) NULL
note <- "draw_quoted <- function(data, style)
draw_quoted <- function(data) 1"
draw_growth <- function(data, style, span = 1) {
  draw_inner <- function(x) x
  ggplot(data, aes(x = g, y = y)) + geom_col()
}
`draw_ticked` = function(data, style) NULL; draw_second <- draw_growth
"""
PANEL = "    kind: bar\n    data: t\n    x: g\n    y: y\n"


def spec(folder, function="panels.R:draw_growth", more="", backend="r", code=CODE):
    (folder / "panels.R").write_text(code, encoding="utf-8")
    panel = f"    kind: r\n    data: t\n    function: {function}\n{more}"
    return write(folder, SOUND.replace(PANEL, panel).replace("backend: python", f"backend: {backend}"))


def fault(*args, allow_code=True, **more):
    with pytest.raises(NatfigError) as caught:
        prepare(spec(*args, **more), must_draw=False, allow_code=allow_code).tables.close()
    (problem,) = caught.value.problems
    return str(problem)


@pytest.mark.parametrize("name", ["draw_growth", "draw_ticked", "draw_second"])
def test_a_function_beside_the_spec_is_fine(tmp_path, name):
    prepare(spec(tmp_path, f"panels.R:{name}"), must_draw=False).tables.close()


@pytest.mark.parametrize("name", ["draw_late", "draw_quoted", "draw_inner", "draw_nothing"])
def test_a_function_that_is_not_there(tmp_path, name):
    assert re.search(
        rf"function: there is no '{name}' in 'panels\.R'; did you mean", fault(tmp_path, f"panels.R:{name}")
    )


@pytest.mark.parametrize(
    ("source", "line"),
    [
        ("\n\nf <- function(x) 1\n", 3),
        ('x <- r"(\nf <- function(x) 1\n)"\n\nf = \\(x) 1\n', 5),
        ("g <- function() {\n  f <- 1\n}\nif (TRUE) {\n  f <- 2\n}\nf <- function(x) {}\n", 7),
        ("assign('f', function(x) 1)\n", None),
    ],
)
def test_the_line_of_a_function(tmp_path, source, line):
    (tmp_path / "p.R").write_text(source)
    assert find_function(RReference("p.R:f"), tmp_path).line == line


@pytest.mark.parametrize(
    ("function", "said"),
    [
        ("panels.R", "'panels.R' is not a file and a function; write such as function: panels.R:draw_growth"),
        ("panels.py:draw", "is not a file and a function"),
        ("'panels.R:1 + 1'", "is not a file and a function"),
        ("'panels.R:f); q('", "is not a file and a function"),
        ("'panels.R:if'", "is not a file and a function"),
        ("'../panels.R:f'", "'../panels.R' leaves the spec's folder; only code beside the spec is run"),
        ("'/tmp/panels.R:f'", "leaves the spec's folder"),
        ("'sub/../../panels.R:f'", "leaves the spec's folder"),
        ("'C:\\panels.R:f'", "leaves the spec's folder"),
        ("pannels.R:f", "there is no file 'pannels.R' beside the spec; did you mean 'panels.R'?"),
        (
            "sub/panels.R:f",
            "there is no file 'sub/panels.R' beside the spec; there is no R file in that folder",
        ),
        ('"a\\u202eb.R:f"', "is no name for a file"),
    ],
)
def test_where_code_may_be(tmp_path, function, said):
    text = fault(tmp_path, function)
    assert said in text
    assert re.match(rf"{re.escape(str(tmp_path))}/spec\.yaml:\d+: panel a: ", text)


def test_a_link_out_of_the_folder(tmp_path):
    (tmp_path / "p").mkdir()
    (tmp_path / "other.R").write_text("f <- function(data, style) 1\n")
    (tmp_path / "p" / "link.R").symlink_to(tmp_path / "other.R")
    assert "'link.R' is a link out of the spec's folder" in fault(tmp_path / "p", "link.R:f")


def test_code_in_another_encoding(tmp_path):
    path = spec(tmp_path)
    (tmp_path / "panels.R").write_bytes("# 1\n# é\n".encode("latin-1"))
    with pytest.raises(SpecError, match=r"panels\.R:2: is not UTF-8; save it as UTF-8"):
        prepare(path, must_draw=False)


def test_a_file_that_is_no_code(tmp_path):
    assert "that is no source code" in fault(tmp_path, code="#" * 2_000_001)


@pytest.mark.parametrize(
    ("more", "said"),
    [
        ("    options: {a b: 1}\n", "options: 'a b' can't be the name of an argument"),
        ("    options: {data: 1}\n", "options: 'data' can't be the name of an argument"),
        (
            "    options: {a: {b: 1}}\n",
            "options.a: R is given texts, numbers, true, false and lists of them only",
        ),
        ("    x: {field: g, scale: log}\n", "x.scale has no effect in kind r"),
    ],
)
def test_keys_that_mean_nothing(tmp_path, more, said):
    assert said in fault(tmp_path, more=more)


def test_no_code_refuses_it(tmp_path, capsys):
    assert "panels.a: kind: r runs code, which --no-code forbids" in fault(tmp_path, allow_code=False)
    assert main(["render", str(spec(tmp_path)), "--no-code"]) == 2
    assert "--no-code forbids" in capsys.readouterr().err
    assert not (tmp_path / "out").exists()


def test_only_r_draws_it(tmp_path):
    text = fault(tmp_path, backend="python")
    assert text.endswith(
        "panels.a: kind: r runs R code, and the backend is Python; "
        "write kind: python with a function in Python, or backend: r"
    )
    assert re.search(r"spec\.yaml:16: ", text)


def test_its_file_is_an_input(tmp_path):
    prepared = prepare(spec(tmp_path), must_draw=False)
    try:
        assert "panels.R" in _inputs(prepared)[1]
    finally:
        prepared.tables.close()


def test_it_needs_no_table(tmp_path):
    path = spec(tmp_path)
    path.write_text(path.read_text().replace("    kind: r\n    data: t\n", "    kind: r\n"))
    prepared = prepare(path, must_draw=False)
    try:
        assert prepared.panel_tables == {}
    finally:
        prepared.tables.close()


def test_kinds_without_a_twin_are_told_with_their_line(tmp_path):
    text = SOUND.replace("backend: python", "backend: r").replace(PANEL, "    kind: svg\n    file: x.svg\n")
    (tmp_path / "x.svg").write_text('<svg xmlns="http://www.w3.org/2000/svg" width="9mm" height="9mm"/>')
    with pytest.raises(SpecError) as caught:
        prepare(write(tmp_path, text), must_draw=False)
    assert [
        (p.line, p.message, p.hint) for p in caught.value.problems if "can't be drawn by R" in p.message
    ] == [
        (16, "panels.a: kind: svg can't be drawn by R", "place the drawing by hand, or write backend: python")
    ]


def test_what_a_twin_cannot_draw_is_told_by_check(tmp_path, monkeypatch, capsys):
    def problems(panel, table):
        return [(f"{table.rows} rows are too few", "measure more")]

    monkeypatch.setattr(twins.load("bar"), "problems", problems)
    path = write(tmp_path, SOUND.replace("backend: python", "backend: r"))
    assert main(["check", str(path)]) == 2
    assert f"{path}:15: panel a: 2 rows are too few; measure more" in capsys.readouterr().err


def test_the_python_backend_is_told_too():
    with pytest.raises(SpecError, match="kind: r is drawn by R"):
        charts.load("r").draw(None, None, None, type("Style", (), {"panel": "a"})())
