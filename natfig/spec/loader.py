"""A spec file as checked models; everything that is wrong with it in one go."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from natfig.core.errors import Problem, SpecError, did_you_mean
from natfig.spec.arrangement import Part
from natfig.spec.explain import dotted, show, sound_part, validate
from natfig.spec.gate import gate_contract, gate_page
from natfig.spec.models import Contract, FigureSpec, PanelBase, Spec
from natfig.spec.pagelayout import arrange
from natfig.spec.source import Source, parse_source, read_source

__all__ = ["LoadedSpec", "Place", "load_spec"]


@dataclass(frozen=True, slots=True)
class Place:
    """Where a key stands."""

    file: str
    line: int

    def with_message(self, message: str, hint: str | None = None) -> Problem:
        """Return a problem at this place."""
        return Problem(message, file=self.file, line=self.line, hint=hint)


@dataclass(frozen=True)
class LoadedSpec:
    """A spec that is sound in itself; its data have not been read.

    Attributes
    ----------
    path : Path
        As the user named it.
    folder : Path
        Absolute folder of the spec; data are relative to it.
    id : str
        Stem of the outputs.
    spec : Spec
    panels : mapping of str to PanelBase
        Letter → panel, checked by the model of its kind; in the order of the letters.
    grid : tuple of str
        Rows of the layout mosaic, all of one length; "." is an empty cell. Empty for a layout that is a list.
    part : Part or None
        The layout as a tree, where it is a list or gives sizes in mm.
    sha256 : str
        Hash of the file's bytes.
    """

    path: Path
    folder: Path
    id: str
    spec: Spec
    panels: Mapping[str, PanelBase]
    grid: tuple[str, ...]
    sha256: str
    source: Source
    part: Part | None = None

    def place(self, *keys: str | int) -> Place:
        """Return file and line of a key path, or of its nearest parent that is written."""
        return Place(str(self.path), self.source.line(*keys))


def load_spec(path: Path, raw: bytes | None = None, *, frames: Collection[str] = ()) -> LoadedSpec:
    """Read and check a spec: its form, the contract, the layout and every panel's own keys.

    Parameters
    ----------
    path : Path
        A YAML file, or a folder with a ``spec.yaml``.
    raw : bytes, optional
        What the file holds, where it is not to be read; its folder is still where data are looked for.
    frames : collection of str
        Tables that are in memory; they need no entry under ``data:``, and stand in for those that have one.

    Raises
    ------
    SpecError
        With all problems, sorted by line.
    """
    path = Path(path)
    if raw is None and path.is_dir() and (path / "spec.yaml").is_file():
        path /= "spec.yaml"
    source = read_source(path) if raw is None else parse_source(raw, path)
    _declare(source, frames)
    spec, problems = _validate_spec(source)
    panels, more = _validate_panels(source)
    problems += more
    contract, figure = _parts(source, spec)
    arranged, more = arrange(
        source, figure, [k for k in _raw_panels(source) if len(k) == 1 and "a" <= k <= "z"]
    )
    problems += more
    problems += _evidence_problems(source)
    problems += _reference_problems(source)
    if contract is not None:
        problems += gate_contract(source, contract)
    if contract is not None and figure is not None:
        problems += gate_page(source, contract, figure, arranged.grid)
    if problems or spec is None:
        raise SpecError(_sorted(problems))
    return LoadedSpec(
        path,
        path.parent.resolve(),
        spec.id or _stem(path),
        spec,
        panels,
        arranged.grid,
        source.sha256,
        source,
        arranged.part,
    )


def _declare(source: Source, frames: Collection[str]) -> None:
    """Add tables that are in memory to the spec's own."""
    data = source.data.get("data")
    if frames and (data is None or isinstance(data, dict)):
        # No rows of its own: the table is given when data are loaded.
        source.data["data"] = (data or {}) | {name: {"rows": []} for name in frames}


def _sorted(problems: list[Problem]) -> list[Problem]:
    unique = dict.fromkeys(problems)
    return sorted(unique, key=lambda p: (p.line or 0, p.message))


def _stem(path: Path) -> str:
    """Return a figure's name: ``serving.natfig.yaml`` → serving, ``serving/spec.yaml`` → serving."""
    stem = path.stem.removesuffix(".natfig")
    if stem in ("spec", "natfig", "figure"):
        stem = path.resolve().parent.name or stem
    return (
        "".join(c if c.isascii() and (c.isalnum() or c in "-_") else "-" for c in stem).strip("-") or "figure"
    )


def _validate_spec(source: Source) -> tuple[Spec | None, list[Problem]]:
    data = source.data
    spec, problems = validate(Spec, data, source)
    version = data.get("natfig")
    if version is not None and version != 1 and not isinstance(version, dict | list):
        problems = [p for p in problems if not p.message.startswith("natfig:")]
        hint = "write natfig: 1" if not isinstance(version, int) or version < 1 else "upgrade natfig"
        problems.append(
            source.problem(
                f"natfig: this version reads spec format 1, not {show(version)}", "natfig", hint=hint
            )
        )
    return spec, problems


def _parts(source: Source, spec: Spec | None) -> tuple[Contract | None, FigureSpec | None]:
    """Return contract and figure without their faulty keys, so that the rest of them is judged too."""
    if spec is not None:
        return spec.contract, spec.figure
    return sound_part(Contract, source.data.get("contract")), sound_part(
        FigureSpec, source.data.get("figure", {})
    )


def _raw_panels(source: Source) -> dict[str, Any]:
    panels = source.data.get("panels")
    return panels if isinstance(panels, dict) else {}


def _validate_panels(source: Source) -> tuple[dict[str, PanelBase], list[Problem]]:
    panels: dict[str, PanelBase] = {}
    problems: list[Problem] = []
    for letter, raw in sorted(_raw_panels(source).items()):
        at = ("panels", letter)
        if len(letter) != 1 or not ("a" <= letter <= "z"):
            hint = (
                f"write {letter.lower()}; the journal decides the case"
                if len(letter) == 1 and letter.isalpha()
                else None
            )
            problems.append(source.problem(f"panels: '{letter}' is not a letter from a to z", *at, hint=hint))
            continue
        if not isinstance(raw, dict):
            continue  # told by the model of the spec
        model, fault = _panel_model(source, raw, at)
        if model is None:
            problems += fault
            continue
        panel, more = validate(model, raw, source, at)
        problems += more
        if panel is not None:
            panels[letter] = panel
    return panels, problems


def _panel_model(
    source: Source, raw: dict[str, Any], at: tuple[str, str]
) -> tuple[type[PanelBase] | None, list[Problem]]:
    from natfig.charts import charts

    kind = raw.get("kind")
    name = dotted((*at, "kind"))
    if "kind" not in raw:
        hint = did_you_mean("", charts.all_names(), what="kinds", most=40)
        return None, [source.problem(f"{dotted(at)}: the key 'kind' is missing", *at, hint=hint)]
    if not isinstance(kind, str):
        return None, [
            source.problem(f"{name}: must be the name of a chart kind, not {show(kind)}", *at, "kind")
        ]
    if kind in charts:
        return charts.load(kind).Panel, []
    problem = f"{name}: unknown chart kind '{kind}'"
    wanted = kind.casefold().replace("-", "_").replace(" ", "_")
    for chart in charts:
        aka = {a.casefold().replace("-", "_").replace(" ", "_") for a in (*chart.aka, chart.id)}
        if wanted in aka:
            return None, [source.problem(problem, *at, "kind", hint=f"use kind: {chart.id}")]
    return None, [
        source.problem(
            problem, *at, "kind", hint=did_you_mean(kind, charts.all_names(), what="kinds", most=40)
        )
    ]


def _evidence_problems(source: Source) -> list[Problem]:
    letters = set(_raw_panels(source))
    raw = source.data.get("contract")
    evidence = raw.get("evidence") if isinstance(raw, dict) else None
    if not isinstance(evidence, dict) or not letters:
        return []
    problems = [
        source.problem(
            f"contract.evidence.{letter}: there is no panel {letter}",
            "contract",
            "evidence",
            letter,
            hint=did_you_mean(letter, letters, what="panels"),
        )
        for letter in sorted(set(evidence) - letters)
    ]
    problems += [
        source.problem(
            f"panels.{letter}: the panel has no evidence in the contract",
            "panels",
            letter,
            hint=f"add {letter}: {{role: …, claim: …}} under contract.evidence, or remove the panel",
        )
        for letter in sorted(letters - set(evidence))
        if len(letter) == 1
    ]
    return problems


def _reference_problems(source: Source) -> list[Problem]:
    """Check names that point from one part of the spec to another."""
    problems: list[Problem] = []
    panels, data = _raw_panels(source), source.data.get("data")
    tables = list(data) if isinstance(data, dict) else []
    for letter, raw in sorted(panels.items()):
        name = raw.get("data") if isinstance(raw, dict) else None
        if isinstance(name, str) and name not in tables:
            hint = did_you_mean(name, tables, what="tables") if tables else "there is no table under data:"
            problems.append(
                source.problem(
                    f"panels.{letter}.data: there is no table '{name}'", "panels", letter, "data", hint=hint
                )
            )
    legend = source.data.get("legend")
    texts = legend.get("panels") if isinstance(legend, dict) else None
    if isinstance(texts, dict):
        problems += [
            source.problem(
                f"legend.panels.{letter}: there is no panel {letter}",
                "legend",
                "panels",
                letter,
                hint=did_you_mean(letter, panels, what="panels"),
            )
            for letter in sorted(set(texts) - set(panels))
        ]
    return problems
