"""The errors natfig raises on purpose.

::

    NatfigError               exit code 1
    ├── UsageError            2   a wrong flag, argument or option
    ├── SpecError             2   a spec, its data or its layout is wrong
    │   ├── DataError         2   the data do not fit what the spec says of them
    │   └── LayoutError       2   something cannot be placed on the page
    ├── DocumentError         2   a file given to be read is broken or unsafe
    ├── OutputError           2   an output can't be written
    ├── MissingRuntimeError   3   a program or package that was asked for is missing
    └── ServiceError          3   a service that was asked for does not answer

An error is one or more `Problem`s; each is one sentence that says what is wrong,
where, and what would be right. Anything else that escapes is natfig's own fault.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from natfig.core.record import dataclass

__all__ = [
    "DataError",
    "DocumentError",
    "LayoutError",
    "MissingRuntimeError",
    "NatfigError",
    "OutputError",
    "Problem",
    "ServiceError",
    "SpecError",
    "UsageError",
    "did_you_mean",
]


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that is wrong: where it is, what it is, and what would be right.

    Parameters
    ----------
    message : str
        What is wrong, a sentence without the place.
    file : str or None
        Path as the user named it.
    line, column : int or None
        1-based place in `file`.
    hint : str or None
        What would be right ("did you mean …", "add …").
    """

    message: str
    file: str | None = None
    line: int | None = None
    column: int | None = None
    hint: str | None = None

    def __str__(self) -> str:
        place = ""
        if self.file is not None:
            place = self.file
            if self.line is not None:
                place += f":{self.line}"
            place += ": "
        text = self.message.rstrip()
        if self.hint:
            joint = " " if text.endswith((".", "?", "!")) else "; "
            text = f"{text}{joint}{self.hint}"
        return f"{place}{text}"


class NatfigError(Exception):
    """Base of all errors natfig raises on purpose.

    Parameters
    ----------
    problem : str or Problem or sequence of Problem
        What is wrong.
    hint : str, optional
        What would be right; used when `problem` is a string.
    """

    exit_code = 1

    def __init__(self, problem: str | Problem | Sequence[Problem], hint: str | None = None) -> None:
        if isinstance(problem, str):
            problem = Problem(problem, hint=hint)
        self.problems: tuple[Problem, ...] = (problem,) if isinstance(problem, Problem) else tuple(problem)
        super().__init__(self.problems)

    def __str__(self) -> str:
        return "\n".join(str(p) for p in self.problems)

    def _render_traceback_(self) -> list[str]:
        """Return what IPython shows of the error: what is wrong, and no wall of frames."""
        return [f"natfig: error: {problem}" for problem in self.problems]


class UsageError(NatfigError):
    """A wrong flag, argument or option."""

    exit_code = 2


class SpecError(NatfigError):
    """A spec is wrong."""

    exit_code = 2


class DataError(SpecError):
    """The data do not fit what the spec says of them."""


class LayoutError(SpecError):
    """Something cannot be placed on the page."""


class DocumentError(NatfigError):
    """A file given to be read is broken or unsafe."""

    exit_code = 2


class OutputError(NatfigError):
    """An output can't be written; what was there before is untouched."""

    exit_code = 2


class MissingRuntimeError(NatfigError):
    """A program or package that was asked for is not installed."""

    exit_code = 3


class ServiceError(NatfigError):
    """A service that was asked for does not answer."""

    exit_code = 3


def did_you_mean(word: str, choices: Iterable[str], *, what: str = "known", most: int = 12) -> str:
    """Return the hint for an unknown name: the nearest one, or the list of all.

    Parameters
    ----------
    word : str
        What was written.
    choices : iterable of str
        What could have been written.
    what : str
        Adjective for the list ("known", "allowed").
    most : int
        How many names the list shows at the most.
    """
    import difflib

    names = sorted({str(c) for c in choices})
    folded = {n.casefold(): n for n in names}
    near = difflib.get_close_matches(word.casefold(), folded, n=1, cutoff=0.6)
    if near:
        return f"did you mean '{folded[near[0]]}'?"
    if not names:
        return "there are none"
    shown = ", ".join(names[:most])
    return f"{what}: {shown}" + (f" and {len(names) - most} more" if len(names) > most else "")
