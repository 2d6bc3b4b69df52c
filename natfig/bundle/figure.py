"""One figure of a submission: drawn in the journal's formats, checked as it will be sent."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from natfig.core.errors import UsageError
from natfig.core.findings import Severity
from natfig.legend import Legend, build_legend

if TYPE_CHECKING:
    from natfig.core.findings import Finding
    from natfig.journals.model import Journal, Stage
    from natfig.render.prepare import Prepared

__all__ = ["BundledFigure", "bundle_figure", "final_formats", "staged"]

# Names of files as journals write them.
_SUFFIXES = {"tiff": "tif"}


@dataclass(frozen=True)
class BundledFigure:
    """A figure with its files in memory.

    Attributes
    ----------
    number : int
        In the paper.
    prepared : Prepared
    figure : dict
        What the manifest says; its paths are the names in the bundle.
    files : dict of str to bytes
        Name in the bundle → content.
    legend : Legend
    alt : str
        Alternative text.
    findings : tuple of (str, Finding)
        File name and what QA found in it, warnings and errors.
    """

    number: int
    prepared: Prepared
    figure: dict[str, Any]
    files: dict[str, bytes]
    legend: Legend
    alt: str
    findings: tuple[tuple[str, Finding], ...] = ()

    @property
    def name(self) -> str:
        """Stem of its files: "Fig1"."""
        return f"Fig{self.number}"

    def panel_name(self, letter: str) -> str:
        """Return how a panel is called: "Fig1a"; the only one has no letter."""
        return self.name + (letter if len(self.prepared.loaded.panels) > 1 else "")

    def record(self, letter: str) -> dict[str, Any]:
        """Return what the manifest says of a panel."""
        return next((dict(p) for p in self.figure["panels"] if p["panel"] == letter), {})

    def problems(self) -> Iterator[str]:
        """Yield one sentence for each claim that fails and each error QA found."""
        for problem in self.prepared.failed_claims:
            yield str(problem)
        for file, finding in self.findings:
            if finding.severity is Severity.ERROR:
                panel = f"panel {finding.where.panel}: " if finding.where.panel else ""
                yield f"{file}: {finding.code}: {panel}{finding.message}"


def staged(prepared: Prepared, stage: Stage | None) -> Prepared:
    """Return a prepared spec at another stage of the journal; None leaves it as it is."""
    loaded = prepared.loaded
    if stage is None or stage == loaded.spec.contract.stage:
        return prepared
    contract = loaded.spec.contract.model_copy(update={"stage": stage})
    spec = loaded.spec.model_copy(update={"contract": contract})
    return replace(prepared, loaded=replace(loaded, spec=spec))


def final_formats(journal: Journal, stage: str) -> tuple[str, ...]:
    """Return the format a journal wants of a figure: PDF where it takes it, else the raster file it takes.

    A journal that says nothing gets PDF. A vector format natfig does not write (EPS, AI) is made by the
    journal's production from PDF; where PDF is not taken either, a raster file is what is left.
    """
    vector, raster = journal.formats(stage)
    for form in ("pdf", "svg"):
        if form in vector:
            return (form,)
    for form in ("tiff", "png"):
        if form in raster:
            return (form,)
    return ("pdf",)


def bundle_figure(
    prepared: Prepared, number: int, folder: Path, formats: Sequence[str] | None = None
) -> BundledFigure:
    """Draw a figure and check every file of it as it will be sent.

    Parameters
    ----------
    prepared : Prepared
        At the stage of the submission.
    number : int
    folder : Path
        For the drawing; of the caller's own.
    formats : sequence of str, optional
        Instead of the journal's.

    Raises
    ------
    UsageError
        If no format is asked for.
    NatfigError
        If the figure can't be drawn.
    """
    from natfig.export import check_formats
    from natfig.render.build import draw_into

    stage = prepared.loaded.spec.contract.stage
    wanted = tuple(formats) if formats is not None else final_formats(prepared.journal, stage)
    if not wanted:
        raise UsageError("--formats names no format", hint="write such as --formats pdf,tiff")
    check_formats(wanted)
    figure = draw_into(prepared, folder, wanted)
    outputs = []
    for output in figure["outputs"]:
        form = output["format"]
        name = f"Fig{number}.{_SUFFIXES.get(form, form)}"
        Path(output["path"]).rename(folder / name)
        outputs.append({**output, "path": (folder / name).as_posix()})
    figure = {**figure, "outputs": outputs}
    figure["qa"], findings = _checked(prepared, figure)
    files = {Path(o["path"]).name: Path(o["path"]).read_bytes() for o in outputs}
    # A script reads its tables by their places beside it, so it has a folder of its own.
    for item in figure["files"]:
        files[f"Fig{number}_R/{item['path']}"] = (folder / item["path"]).read_bytes()
    figure["files"] = [{**item, "path": f"Fig{number}_R/{item['path']}"} for item in figure["files"]]
    panels = {panel["panel"]: panel for panel in figure["panels"]}
    legend = build_legend(prepared, number=number, panels=panels)
    return BundledFigure(number, prepared, figure, files, legend, _alt(prepared), tuple(findings))


def _checked(prepared: Prepared, figure: dict[str, Any]) -> tuple[dict[str, Any], list[tuple[str, Finding]]]:
    """Return what QA says of every file, as JSON and as findings; formats the journal refuses count too."""
    from natfig.qa.check import Context
    from natfig.qa.result import Results
    from natfig.qa.runner import check_file

    context = Context(prepared.journal, figure["stage"], figure)
    paths = [Path(o["path"]) for o in figure["outputs"]]
    results = [check_file(path, context, name=path.name) for path in paths]
    found = [
        (path.name, finding)
        for path, result in zip(paths, results, strict=True)
        for finding in result.findings
        if finding.severity is not Severity.INFO
    ]
    return Results(results).to_json(), found


def _alt(prepared: Prepared) -> str:
    from natfig.backends.describe import alt_text

    return alt_text(prepared)[1]
