"""Ask R: what it makes of an expression, as numbers."""

from __future__ import annotations

import os
from collections.abc import Mapping
from functools import cache

import pytest

from oracles.programs import OracleError, find, run

__all__ = ["evaluate", "require"]

# Every expression gives numbers, or a list of them: its values leave R with all their digits.
# What R warns of (ties, small counts) is what we say too, in words of our own.
_PROGRAM = """
options(warn = -1, digits = 17)
say <- function(case, expression) {
  value <- eval(expression, new.env())
  if (!is.list(value)) value <- list(value = value)
  for (name in names(value)) {
    numbers <- as.numeric(unlist(value[[name]]))
    cat(case, name, paste(sprintf("%.17g", numbers), collapse = " "), sep = "\\t")
    cat("\\n")
  }
}
"""


@cache
def missing(*packages: str) -> str | None:
    """Return what keeps R from answering, in words, or None."""
    try:
        program = find("Rscript")
    except OracleError as error:
        return str(error)
    for package in packages:
        asked = f'cat(requireNamespace("{package}", quietly = TRUE))'
        if run([program, "--vanilla", "-e", asked], timeout_s=60).stdout.strip() != "TRUE":
            return f"R has no package {package}"
    return None


def require(*packages: str, needed: bool = True) -> None:
    """Skip the test visibly without R or its packages; where all should be there, fail.

    Parameters
    ----------
    needed : bool
        Whether R and its packages are among the programs that CI installs.
    """
    if reason := missing(*packages):
        if needed and os.environ.get("CI"):
            pytest.fail(f"{reason}; it must be there when CI is set", pytrace=False)
        pytest.skip(reason)


def evaluate(
    cases: Mapping[str, str], *, packages: tuple[str, ...] = ()
) -> dict[str, dict[str, list[float]]]:
    """Return the values of R expressions.

    Parameters
    ----------
    cases : mapping of str to str
        Name → R code; its last value is a number, a vector of numbers or a named list of them.
    packages : tuple of str
        Attached first.

    Returns
    -------
    dict
        Name → field → numbers; the field is "value" where the expression gives no list.

    Raises
    ------
    OracleError
        If R stops at one of them.
    """
    lines = [_PROGRAM, *(f"suppressMessages(library({package}))" for package in packages)]
    lines += [f"say({_quoted(name)}, quote({{\n{code}\n}}))" for name, code in cases.items()]
    said = run([find("Rscript"), "--vanilla", "-"], stdin="\n".join(lines), timeout_s=300).stdout
    found: dict[str, dict[str, list[float]]] = {name: {} for name in cases}
    for line in said.splitlines():
        case, name, numbers = line.split("\t")
        found[case][name] = [_number(text) for text in numbers.split()]
    return found


def _quoted(text: str) -> str:
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


def _number(text: str) -> float:
    return float("nan") if text in {"NA", "NaN"} else float(text)
