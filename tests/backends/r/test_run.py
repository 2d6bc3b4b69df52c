"""R in a session of its own: what it says in one sentence, and that it leaves nothing behind."""

import os
import signal
import stat
import subprocess
import sys
import tempfile
import textwrap
import time
from pathlib import Path

import pytest

from natfig.backends.r import report, run
from natfig.backends.r.functions import functions
from natfig.backends.r.plan import OwnCode
from natfig.backends.r.report import RScriptError, RunContext
from natfig.backends.r.run import run_script
from natfig.core.errors import MissingRuntimeError, NatfigError, OutputError, UsageError
from natfig.spec.loader import load_spec
from oracles import r
from specwriter import SOUND, write

HEAD = "library(ggplot2)\nlibrary(patchwork)\n\n" + functions({"theme_natfig", "save_natfig"})
RULE = "-" * 60
SOUND_PANEL = """\
data_a <- data.frame(x = c(1, 2, 3), y = c(1, 3, 2))
panel_a <- ggplot(data_a, aes(x = x, y = y)) +
  geom_point()
"""


@pytest.fixture(scope="module", autouse=True)
def _needs_r():
    r.require("ggplot2", "patchwork", "svglite", "ragg")


@pytest.fixture(autouse=True)
def temporary(tmp_path, monkeypatch):
    """Let natfig's temporary folders be made where the test can see that they are gone."""
    folder = tmp_path / "temporary folder"
    folder.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(folder))
    yield folder
    assert list(folder.iterdir()) == []


def script(panel=SOUND_PANEL, page="figure <- wrap_plots(a = panel_a)\n"):
    parts = [
        HEAD, f"# Panel a {RULE}\n{textwrap.dedent(panel)}", f"# Page {RULE}\n{page}",
        f'# Files {RULE}\nsave_natfig(figure, "tiny", width = 40, height = 30, dpi = 72)\n',
    ]  # fmt: skip
    return "\n".join(parts)


def line_of(text, start):
    return next(i for i, line in enumerate(text.splitlines(), 1) if line.startswith(start))


def fault(text, **more):
    more.setdefault("context", RunContext())
    with pytest.raises(NatfigError) as caught:
        run_script(text, {}, "tiny", ["svg"], **more)
    (problem,) = caught.value.problems
    assert "\n" not in str(problem)
    return caught.value, problem


def rscript(folder, body):
    """Put a program called Rscript into a folder; return an environment whose PATH finds it first."""
    path = folder / "bin" / "Rscript"
    path.parent.mkdir()
    path.write_text(f"#!/bin/sh\n{body}\n")
    path.chmod(path.stat().st_mode | stat.S_IEXEC)
    return {**os.environ, "PATH": f"{path.parent}:{os.environ['PATH']}"}


# ---------------------------------------------------------------- what R draws


def test_all_formats_come_home_with_versions_and_what_is_installed():
    ran = run_script(script(), {}, "tiny", ["svg", "pdf", "tiff", "png"])
    starts = {"svg": b"<?xml", "pdf": b"%PDF", "tiff": b"II*\0", "png": b"\x89PNG"}
    assert {form: data[:5].startswith(starts[form]) for form, data in ran.files.items()} == dict.fromkeys(
        starts, True
    )
    assert {"R", "ggplot2", "patchwork", "svglite", "ragg"} <= set(ran.versions)
    asked = {name: f"as.numeric_version(packageVersion('{name}'))[[1]]" for name in ("ggplot2", "ragg")}
    for name, answer in r.evaluate({k: f"unlist({v})" for k, v in asked.items()}).items():
        assert ran.versions[name] == ".".join(f"{n:g}" for n in answer["value"])
    assert all(Path(path).is_file() for path in ran.installed)
    assert any(path.endswith("ggplot2/DESCRIPTION") for path in ran.installed)
    assert Path(ran.installed[-1]).name == "Rscript"
    assert ran.warnings == []


def test_names_and_tables_may_hold_any_sign():
    tables = {"päneldata €/täble '1' $(x).csv": b"x,y\n1,2\n3,4\n"}
    panel = """\
        data_a <- read.csv("p\\u00e4neldata \\u20ac/t\\u00e4ble '1' $(x).csv")
        panel_a <- ggplot(data_a, aes(x = x, y = y)) + geom_point()
        """
    assert run_script(script(panel), tables, "tiny", ["svg"]).files["svg"].count(b"<circle") == 2


def test_a_script_named_like_an_option_is_no_option():
    text = script().replace('"tiny"', '"-e"')
    assert run_script(text, {}, "-e", ["svg"]).files["svg"]


def test_warnings_are_told_once_for_all_formats():
    panel = SOUND_PANEL.replace(
        "geom_point()", 'geom_point(aes(shape = factor(x)), colour = "red", wdth = 1)'
    )
    ran = run_script(script(panel), {}, "tiny", ["svg", "png"])
    assert ran.warnings == ["panel a: R warns: Ignoring unknown parameters: `wdth`"]


# ---------------------------------------------------------------- what goes wrong in a script

FAULTS = {
    "a statement": (
        "panel_a <- ggplot(nothing, aes(x = 1))",
        "R stopped at line {panel_a} of the script: object 'nothing' not found",
    ),
    "the picture, while it is built": (
        SOUND_PANEL.replace("y = y", "y = height"),
        "R stopped at line {panel_a} of the script in layer 1: object 'height' not found",
    ),
    "a later layer": (
        SOUND_PANEL + "panel_a <- panel_a + geom_line(aes(y = a + b))\n",
        "R stopped at line {panel_a} of the script in layer 2: object 'a' not found",
    ),
    "labels, while axes are drawn": (
        SOUND_PANEL.replace("_point()", '_point() +\n  scale_x_binned(labels = \\(x) stop("oh\\n no"))'),
        "R stopped at line {panel_a} of the script: oh; no",
    ),
    "an error without words": (
        "panel_a <- stop()",
        "R stopped at line {panel_a} of the script: no message",
    ),
    "endless recursion": (
        "f <- function(x) f(x + 1)\npanel_a <- f(1)",
        "R stopped at line {panel_a} of the script: ",
    ),
}  # fmt: skip


@pytest.mark.parametrize("case", FAULTS)
def test_an_error_names_the_panel_the_line_and_r_s_innermost_message(case):
    panel, expected = FAULTS[case]
    text = script(panel)
    error, problem = fault(text)
    said = expected.format(panel_a=line_of(text, "panel_a <- "))
    assert isinstance(error, RScriptError)
    assert error.exit_code == 2
    assert problem.message.startswith(f"panel a: {said}")
    assert len(problem.message) < 400


def test_a_panel_has_its_place_in_the_spec(tmp_path):
    loaded = load_spec(write(tmp_path, SOUND))
    place = RunContext(place=lambda letter: loaded.place("panels", letter))
    _, problem = fault(script("panel_a <- stop('no')"), context=place)
    lines = (tmp_path / "spec.yaml").read_text().splitlines()
    assert (problem.file, lines[problem.line - 1]) == (str(tmp_path / "spec.yaml"), "  a:")


@pytest.mark.parametrize(
    ("page", "said"),
    [
        ("figure <- wrap_plots(a = panel_b)\n", "page: R stopped at line "),
        ("figure <- panel_a\nrm(save_natfig)\n", "files: R stopped at line "),
    ],
)
def test_an_error_outside_of_panels(page, said):
    assert fault(script(page=page))[1].message.startswith(said)


def test_an_error_in_a_legend_that_stands_over_the_page_is_its_panel_s():
    page = functions({"legend_natfig"}) + "figure <- wrap_plots(legend_natfig(panel_a), panel_a, ncol = 1)\n"
    panel = SOUND_PANEL.replace("y = y", "y = y, colour = z")
    assert fault(script(panel, page))[1].message.startswith("panel a: R stopped at line ")


@pytest.mark.parametrize("text", ["panel_a <- (", 'x <- "\\k"'])
def test_a_script_that_is_no_r(text):
    assert fault(text)[1].message.startswith("the script: R stopped at line 0 of the script: ")


LOST = {
    "missing": ("data_a$y[1:2] <- NA\n", "geom_point()", "2 rows (geom_point)"),
    "limits": ("", "geom_point() + scale_y_continuous(limits = c(0, 2.5))", "1 row (geom_point)"),
    "a statistic": (
        "data_a$y[1] <- Inf\n", "geom_histogram(aes(x = y), inherit.aes = FALSE, bins = 3)",
        "1 row (stat_bin)",
    ),
    "groups": ("", "geom_violin(aes(group = x))", "groups with fewer than two rows"),
}  # fmt: skip


@pytest.mark.parametrize("case", LOST)
def test_rows_that_are_not_drawn_stop_the_build(case):
    before, layer, what = LOST[case]
    first, rest = SOUND_PANEL.split("\n", 1)
    error, problem = fault(script(f"{first}\n{before}{rest.replace('geom_point()', layer)}"))
    assert problem.message == f"panel a: ggplot2 left out {what}"
    assert "exclude: and a reason" in problem.hint
    assert error.exit_code == 2


# ---------------------------------------------------------------- packages


@pytest.mark.parametrize(
    ("code", "name"),
    [("library(nosuchthing)", "nosuchthing"), ("panel_a <- panel_a + nosuch::theme_x()", "nosuch")],
)
def test_a_package_that_is_missing_is_told_with_the_line_that_installs_it(code, name):
    error, problem = fault(script(f"{SOUND_PANEL}\n{code}\n"))
    assert isinstance(error, MissingRuntimeError)
    assert error.exit_code == 3
    assert problem.message == f"the R package {name} is not installed"
    assert (
        f"sudo apt-get install r-cran-{name}, or conda install -c conda-forge r-{name}, or run"
        in problem.hint
    )
    assert f'install.packages("{name}") in R' in problem.hint


def test_versions_that_are_too_old_are_told_all_at_once(monkeypatch):
    monkeypatch.setattr(run, "NEEDED", {"R": "99.1", "ggplot2": "88", "patchwork": "1.0"})
    error, problem = fault(script())
    assert isinstance(error, MissingRuntimeError)
    have = run_versions()
    assert problem.message == (
        f"R is {have['R']}; the R package ggplot2 is {have['ggplot2']}; "
        "natfig needs R 99.1 and ggplot2 88 or newer"
    )
    assert "r-base-core r-cran-ggplot2," in problem.hint


def run_versions():
    code = 'cat(as.character(getRversion()), as.character(packageVersion("ggplot2")))'
    said = subprocess.run(["Rscript", "--vanilla", "-e", code], capture_output=True, text=True, check=True)
    return dict(zip(("R", "ggplot2"), said.stdout.split(), strict=True))


def test_without_rscript(tmp_path):
    error, problem = fault(script(), context=RunContext(environ={"PATH": str(tmp_path)}))
    assert error.exit_code == 3
    assert "Rscript is not on PATH" in problem.message
    for part in (
        "apt-get install r-base-core r-cran-ggplot2",
        "conda-forge r-base r-ggplot2",
        "install.packages(c(",
    ):
        assert part in problem.hint


# ---------------------------------------------------------------- the user's own code

OWN = OwnCode("tiny_code/own.R", "lib/own.R", 4)
OWN_HEAD = "# One.\n\nbroken <- 1\n"


def own_fault(body):
    panel = """\
        code_a <- new.env()
        source("tiny_code/own.R", local = code_a, encoding = "UTF-8")
        panel_a <- code_a$draw(data.frame(x = 1:3))
        """
    files = {OWN.path: (OWN_HEAD + body).encode()}
    return fault(script(panel), extra=files, context=RunContext(own={"a": OWN}))[1]


@pytest.mark.parametrize(
    ("body", "line", "said"),
    [
        ("draw <- function(d) {\n  y <- 1\n  y + nothing\n}\n", 6, "panel a: object 'nothing' not found"),
        ("draw <- function(d) {\n  helper(d)\n}\nhelper <- function(d) {\n  stop('bad ', nrow(d))\n}\n", 8,
         "panel a: bad 3"),
        ("draw <- function(d) {\n  ggplot(d, aes(x, y)) + geom_point()\n}\n", 4,
         "panel a: R can't draw this plot in layer 1: object 'y' not found"),
        (("draw <- function(d) {\n  ggplot(d, aes(x)) + scale_x_binned(labels = oops)\n}\n\n"
         "oops <- function(x) {\n  stop('labels')\n}\n"), 9, "panel a: labels"),
        ("draw <- function(d) {\n  1 +\n}\n", 6, "panel a: not valid R: unexpected '}'"),
        ("stop('at once')\n", 4, "panel a: at once"),
    ],
)  # fmt: skip
def test_an_error_in_the_user_s_code_names_file_and_line(body, line, said):
    problem = own_fault(body)
    assert (problem.file, problem.line, problem.message) == (OWN.file, line, said)


def test_code_that_quits():
    problem = own_fault("draw <- function(d) quit('no', 7)\n")
    assert problem.message.startswith("R ended before it had drawn the figure (exit code 7)")
    assert "quit()" in problem.hint


# ---------------------------------------------------------------- time, signals, room


def test_a_loop_without_end_is_stopped_with_all_it_started(tmp_path):
    left = tmp_path / "left"
    panel = f"""\
        system("sleep 60 & echo $! > '{left}'")
        while (TRUE) 1
        """
    start = time.monotonic()
    _, problem = fault(script(panel), context=RunContext(environ={**os.environ, "NATFIG_R_TIMEOUT": "4"}))
    assert time.monotonic() - start < 20
    assert problem.message == "R was stopped: it had not drawn the figure after 4 s"
    assert "NATFIG_R_TIMEOUT" in problem.hint
    assert not is_running(int(left.read_text()))


def is_running(number):
    try:
        return f"State:\t{'Z'}" not in Path(f"/proc/{number}/status").read_text()
    except FileNotFoundError:
        return False


@pytest.mark.parametrize("value", ["soon", "0", "-3", "nan", "inf", "1e400"])
def test_a_time_limit_that_is_none(value):
    error, problem = fault(script(), context=RunContext(environ={**os.environ, "NATFIG_R_TIMEOUT": value}))
    assert isinstance(error, UsageError)
    assert problem.message == f"NATFIG_R_TIMEOUT is '{value}'"


@pytest.mark.parametrize("number", ["INT", "TERM"])
def test_ctrl_c_ends_r_and_leaves_nothing(tmp_path, number):
    folder = tmp_path / "room"
    folder.mkdir()
    (tmp_path / "slow.R").write_text(script(f"writeLines('', '{tmp_path}/started')\nSys.sleep(60)\n"))
    code = (
        "import sys, pathlib; from natfig.backends.r.run import run_script; "
        "run_script(pathlib.Path(sys.argv[1]).read_text(), {}, 'tiny', ['svg'])"
    )
    program = subprocess.Popen(
        [sys.executable, "-c", code, str(tmp_path / "slow.R")],
        env={**os.environ, "TMPDIR": str(folder)}, stderr=subprocess.PIPE, start_new_session=True,
    )  # fmt: skip
    deadline = time.monotonic() + 60
    while not (tmp_path / "started").exists():
        assert time.monotonic() < deadline
        time.sleep(0.05)
    children = Path(f"/proc/{program.pid}/task/{program.pid}/children").read_text().split()
    assert children
    program.send_signal(getattr(signal, f"SIG{number}"))
    program.communicate(timeout=30)
    assert program.returncode != 0
    assert not any(is_running(int(child)) for child in children)
    assert list(folder.iterdir()) == []


def test_r_killed_by_a_signal_is_told(tmp_path):
    environ = rscript(tmp_path, "kill -SEGV $$")
    problem = fault(script(), context=RunContext(environ=environ))[1]
    assert "killed by the signal SIGSEGV" in problem.message
    assert "memory" in problem.hint


def test_r_that_is_killed_in_the_middle_leaves_nothing():
    """R itself: its own temporary folder stays when it is killed, below natfig's."""
    problem = fault(script("tools::pskill(Sys.getpid(), 9)\n"))[1]
    assert "SIGKILL" in problem.message


def test_a_file_size_limit_is_told_as_what_it_is(tmp_path):
    """`ulimit -f` ends a program that writes more, as a quota does."""
    found = subprocess.run(
        ["/bin/sh", "-c", "command -v Rscript"], capture_output=True, text=True, check=True
    )
    environ = rscript(tmp_path, f'ulimit -f 2\nexec {found.stdout.strip()} "$@"')
    error, problem = fault(script(), context=RunContext(environ=environ))
    assert isinstance(error, RScriptError | OutputError)
    assert "SIGXFSZ" in problem.message or "cut off" in problem.message


@pytest.mark.parametrize(
    ("form", "data", "is_whole"),
    [
        ("svg", b"<svg></svg>\n", True), ("svg", b"<svg><g>", False), ("svg", b"", False),
        ("pdf", b"%PDF-1.5 ... %%EOF\n", True), ("pdf", b"%PDF-1.5 ...", False),
        ("png", b"\x89PNG....IEND\xaeB\x60\x82", True), ("png", b"\x89PNG....", False),
        ("tiff", b"II*\0\x0a\0\0\0......", True), ("tiff", b"II*\0\xff\xff\0\0......", False),
        ("tiff", b"II", False),
    ],
)  # fmt: skip
def test_files_that_are_cut_off(form, data, is_whole):
    assert run._is_whole(form, data) is is_whole


def test_a_drawing_that_is_cut_off_is_refused(tmp_path):
    """What a full disk leaves of a file."""
    environ = rscript(tmp_path, 'touch "$4"; printf "<svg>" > tiny.svg')
    error, problem = fault(script(), context=RunContext(environ=environ))
    assert isinstance(error, OutputError)
    assert problem.message == "R could not write the svg: it is cut off"


def test_a_full_disk_is_named(tmp_path, monkeypatch):
    monkeypatch.setattr(run, "_is_full", lambda folder: True)
    environ = rscript(tmp_path, "exit 2")
    error, problem = fault(script(), context=RunContext(environ=environ))
    assert isinstance(error, OutputError)
    assert problem.message.endswith("the disk is full")
    assert "TMPDIR" in problem.hint


def test_no_room_for_a_folder(monkeypatch, tmp_path):
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "gone"))
    error, problem = fault(script())
    assert isinstance(error, OutputError)
    assert problem.message.startswith("R has no folder to work in")


def test_a_drawing_that_is_too_large_is_not_read(monkeypatch):
    monkeypatch.setattr(run, "MAX_OUTPUT_BYTES", 100)
    problem = fault(script())[1]
    assert problem.message.startswith("R's svg has ")
    assert "100" in problem.message


def test_a_program_that_talks_without_end_takes_no_memory(tmp_path):
    environ = rscript(tmp_path, "head -c 40000000 /dev/zero | tr '\\0' 'x'; echo; echo last words; exit 3")
    problem = fault(script(), context=RunContext(environ=environ))[1]
    assert problem.message == (
        "R ended before it had drawn the figure (exit code 3); its last words were: last words"
    )


# ---------------------------------------------------------------- words


@pytest.mark.parametrize(
    ("message", "said"),
    [
        ("one\x1fℹ two.\x1f✖ three", "one; two; three"),
        ("  spaces \x1f\x1f  and  more ", "spaces; and more"),
        ("\x1b[31mred\x1b[0m", "red"),
        ("", "no message"),
    ],
)
def test_bullets_become_a_sentence(message, said):
    assert report.sentence(message) == said
