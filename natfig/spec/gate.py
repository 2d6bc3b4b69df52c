"""The contract gate and the backend gate: what must hold before anything is read or drawn."""

from __future__ import annotations

import importlib.util
import os
from collections.abc import Callable, Mapping
from pathlib import Path

from natfig.core.config import read_preference, save_preference, user_config_path
from natfig.core.errors import DocumentError, MissingRuntimeError, Problem, UsageError, did_you_mean
from natfig.core.rscript import find_rscript
from natfig.core.units import parse_length_mm
from natfig.spec.models import Contract, FigureSpec, Spec
from natfig.spec.sentence import sentence_faults
from natfig.spec.source import Source

__all__ = [
    "BACKENDS",
    "gate_contract",
    "gate_page",
    "installed_backends",
    "require_backend",
    "resolve_backend",
]

# Backend → its package below natfig.backends; a backend is there when its package is.
BACKENDS: Mapping[str, str] = {"python": "mpl", "r": "r"}

# Floating point and inches: a height that equals the limit must pass.
_SLACK_MM = 0.05


def gate_contract(source: Source, contract: Contract) -> list[Problem]:
    """Return what is wrong with the argument: conclusion, roles, heroes, journal.

    Parameters
    ----------
    source : Source
        For the lines.
    contract : Contract
    """
    problems = [
        source.problem(
            f"contract.conclusion: {_CONCLUSION[fault]}",
            "contract",
            "conclusion",
            hint=_CONCLUSION_HINT[fault],
        )
        if fault in _CONCLUSION
        else source.problem(
            f"contract.conclusion: {fault.replace('has', 'holds')}; a conclusion is exactly one",
            "contract",
            "conclusion",
            hint="keep the one the figure proves and move the rest to the legend or to contract.evidence",
        )
        for fault in sentence_faults(contract.conclusion)
    ]
    roles: dict[str, str] = {}
    heroes = []
    for letter, evidence in contract.evidence.items():
        role = " ".join(evidence.role.casefold().split())
        if role in roles:
            message = (
                f"contract.evidence.{letter}.role: panel {roles[role]} has the role '{evidence.role}' already"
            )
            hint = "say what this panel adds, or merge the two"
            problems.append(source.problem(message, "contract", "evidence", letter, "role", hint=hint))
        roles.setdefault(role, letter)
        if evidence.hero:
            heroes.append(letter)
    for letter in heroes[1:]:
        message = f"contract.evidence.{letter}.hero: panel {heroes[0]} is the hero already"
        problems.append(
            source.problem(message, "contract", "evidence", letter, "hero", hint="a figure has one at most")
        )
    return problems


_CONCLUSION = {
    "is empty": "is empty",
    "has no verb": "has no verb, so it names a topic and does not say what the figure shows",
    "is a question": "is a question; a conclusion answers it",
}
_CONCLUSION_HINT = {
    "is empty": "write one sentence, such as 'INT8 serving halves latency at every batch size.'",
    "has no verb": "write one sentence, such as 'INT8 serving halves latency at every batch size.'",
    "is a question": "move it to contract.question",
}


def gate_page(source: Source, contract: Contract, figure: FigureSpec, grid: tuple[str, ...]) -> list[Problem]:
    """Return what is wrong with journal, palette, width, height and the layout's proportions."""
    problems = _journal_problems(source, contract, figure)
    problems += _palette_problems(source, figure)
    columns, rows = (max(map(len, grid)), len(grid)) if grid else (0, 0)
    for key, values, count, what in (
        ("column_widths", figure.column_widths, columns, "columns"),
        ("row_heights", figure.row_heights, rows, "rows"),
    ):
        if values is None:
            continue
        if grid and len(values) != count:
            message = f"figure.{key}: {len(values)} values for {count} {what} of the layout"
            problems.append(source.problem(message, "figure", key, hint=f"give one for each of the {what}"))
        if any(isinstance(v, float) and not 0 < v < float("inf") for v in values):
            problems.append(source.problem(f"figure.{key}: all values must be above 0", "figure", key))
    return problems


def _journal_problems(source: Source, contract: Contract, figure: FigureSpec) -> list[Problem]:
    from natfig.journals import journals

    if contract.journal not in journals:
        hint = f"{did_you_mean(contract.journal, journals.names())} (`natfig journals` lists them)"
        message = f"contract.journal: unknown journal '{contract.journal}'"
        return [source.problem(message, "contract", "journal", hint=hint)]
    journal = journals.load(contract.journal)
    problems = []
    try:
        journal.width_mm(figure.width, contract.stage)
    except UsageError as error:
        problems += [
            source.problem(f"figure.width: {p.message}", "figure", "width", hint=p.hint)
            for p in error.problems
        ]
    if figure.height.strip() == "auto":
        return problems
    try:
        height = parse_length_mm(figure.height)
    except UsageError as error:
        hint = "write a length such as 70mm, or auto"
        return [
            *problems,
            *(
                source.problem(f"figure.height: {p.message}", "figure", "height", hint=hint)
                for p in error.problems
            ),
        ]
    limit = journal.max_height_mm(contract.stage)
    if limit is not None and height > limit + _SLACK_MM:
        message = f"figure.height: {height:g} mm is taller than {journal.id} allows ({limit:g} mm)"
        problems.append(
            source.problem(message, "figure", "height", hint=f"write {limit:g}mm or less, or auto")
        )
    return problems


def _palette_problems(source: Source, figure: FigureSpec) -> list[Problem]:
    from natfig.style.palette import find_palette, is_palette_file, palettes

    if figure.palette is None or figure.palette in palettes:
        return []
    if is_palette_file(figure.palette):
        try:
            find_palette(figure.palette, source.path.parent)
        except UsageError as error:
            return [source.problem(f"figure.palette: {p.message}", "figure", "palette", hint=p.hint)
                    for p in error.problems]  # fmt: skip
        except DocumentError as error:
            return [*error.problems]
        return []
    hint = f"{did_you_mean(figure.palette, palettes.names())} (`natfig palettes` lists them)"
    return [
        source.problem(f"figure.palette: unknown palette '{figure.palette}'", "figure", "palette", hint=hint)
    ]


def installed_backends(environ: Mapping[str, str] = os.environ) -> list[str]:
    """Return the backends that can draw here, without importing them: R only where Rscript is on PATH."""
    found = importlib.util.find_spec("natfig.backends")
    folders = [Path(p) for p in (found.submodule_search_locations or ())] if found else []
    return [
        name
        for name, package in BACKENDS.items()
        if any((f / package / "backend.py").is_file() for f in folders) and _has_program(name, environ)
    ]


def _has_program(name: str, environ: Mapping[str, str]) -> bool:
    """Whether the program is there that a backend draws with, other than Python itself."""
    try:
        return name != "r" or bool(find_rscript(environ))
    except MissingRuntimeError:
        return False


def resolve_backend(
    spec: Spec,
    flag: str | None = None,
    environ: Mapping[str, str] = os.environ,
    ask: Callable[[], str | None] | None = None,
    *,
    config: Path | None = None,
    must_draw: bool = True,
) -> str:
    """Return the backend that draws: the spec's, then the flag's, the environment's, the saved one.

    Parameters
    ----------
    spec : Spec
    flag : str, optional
        Value of ``--backend``. One that contradicts the spec is an error, not ignored.
    environ : mapping
        ``NATFIG_BACKEND`` and the place of the user's configuration.
    ask : callable, optional
        Asks "Python or R?" and returns the answer; given on a terminal only. The answer is saved.
    config : Path, optional
        File of the saved preference; default: in the user's configuration folder.
    must_draw : bool
        Whether it has to be installed; what only reads the spec and its data can do without.

    Raises
    ------
    UsageError
        If a name is unknown, or the flag contradicts the spec.
    MissingRuntimeError
        If nothing says which backend, or the one chosen is not installed.
    """
    wanted = spec.contract.backend
    flag = _known(flag, "--backend") if flag else None
    if wanted is not None and flag is not None and flag != wanted:
        raise UsageError(
            f"--backend {flag} contradicts the spec, which says backend: {wanted}",
            hint="change contract.backend in the spec, or leave the flag out",
        )
    file = config or user_config_path(environ)
    chosen = wanted or flag
    if chosen is None and environ.get("NATFIG_BACKEND"):
        chosen = _known(environ["NATFIG_BACKEND"], "NATFIG_BACKEND")
    if chosen is None and (saved := read_preference("backend", file)):
        chosen = _known(saved, str(file))
    if chosen is None and ask is not None:
        chosen = _ask(ask)
        require_backend(chosen, environ)
        save_preference("backend", chosen, file)
    if chosen is None:
        raise MissingRuntimeError(
            "no backend is chosen",
            hint="write backend: python into the spec's contract, give --backend python, set NATFIG_BACKEND, "
            "or save one with `natfig backend set python`",
        )
    if must_draw:
        require_backend(chosen, environ)
    return chosen


def _known(name: str, origin: str) -> str:
    folded = name.strip().casefold()
    if folded not in BACKENDS:
        raise UsageError(
            f"{origin}: unknown backend '{name}'", hint=did_you_mean(name, BACKENDS, what="backends")
        )
    return folded


def _ask(ask: Callable[[], str | None]) -> str:
    answers = {"p": "python", "py": "python", "python": "python", "r": "r"}
    for _ in range(3):
        answer = (ask() or "").strip().casefold()
        if answer in answers:
            return answers[answer]
    raise UsageError("the answer must be Python or R", hint="or run `natfig backend set python`")


def require_backend(name: str, environ: Mapping[str, str] = os.environ) -> None:
    """Refuse a backend that is not installed; another one never takes its place.

    Raises
    ------
    MissingRuntimeError
    """
    if name in installed_backends(environ):
        return
    if name == "r":
        find_rscript(environ)
    raise MissingRuntimeError(f"the backend '{name}' is not installed", hint="install natfig again")
