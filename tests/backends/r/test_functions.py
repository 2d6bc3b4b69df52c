"""Functions cut out of styles/natfig.R stand by themselves."""

import re
import subprocess

import pytest

from natfig.backends.r.functions import function_names, functions
from natfig.core.resources import styles_dir
from oracles import r
from oracles.programs import find


def test_every_function_of_the_file_is_known():
    source = styles_dir("natfig.R").read_text("utf-8")
    assert set(function_names()) >= set(re.findall(r"^([\w.]+) <- function\(", source, re.MULTILINE))


def test_what_a_function_calls_comes_along():
    code = functions({"save_natfig"})
    assert {"save_natfig", "draw_natfig", "close_titles"} <= set(
        re.findall(r"^(\w+) <- function", code, re.MULTILINE)
    )
    assert "theme_natfig <-" not in code


def test_an_unknown_function_is_refused():
    with pytest.raises(KeyError):
        functions({"no_such_function"})


def test_each_function_is_whole_and_needs_nothing_else(tmp_path):
    """R itself looks for the names that a function uses and nobody defines."""
    r.require("ggplot2", "patchwork")
    # What is called by a second name belongs to the file as a whole.
    aliases = re.findall(r"^(\w+) <- \w+$", styles_dir("natfig.R").read_text("utf-8"), re.MULTILINE)
    names = [n for n in function_names() if not re.search(rf"\b({'|'.join(aliases)})\(", functions({n}))]
    assert {"save_natfig", "theme_natfig", "rasterized", "legend_natfig"} <= set(function_names())
    for name in names:
        (tmp_path / f"{name}.R").write_text(functions({name}), encoding="utf-8")
    program = """
    for (file in list.files(".", "[.]R$")) {
      here <- new.env(parent = globalenv())
      sys.source(file, here)
      for (name in ls(here)) {
        used <- codetools::findGlobals(get(name, here), merge = FALSE)$functions
        lost <- used[!vapply(used, exists, NA, envir = here)]
        if (length(lost)) cat(file, name, lost, "\\n")
      }
    }
    """
    done = subprocess.run(
        [find("Rscript"), "--vanilla", "-e", program], cwd=tmp_path, capture_output=True, text=True,
        timeout=120,
        check=False,
    )  # fmt: skip
    assert (done.returncode, done.stdout) == (0, ""), done.stderr
