"""The texts of a submission: legends, alternative text, reporting summary, image integrity, README."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from natfig import __version__
from natfig.bundle.figure import BundledFigure
from natfig.bundle.summary import Answer, answers
from natfig.core.findings import Severity
from natfig.core.plain import visible
from natfig.legend.formats import formats
from natfig.legend.model import Run
from natfig.legend.verdict import judge
from natfig.legend.word import Paragraph, docx_bytes

__all__ = ["documents", "notes", "readme"]


def documents(figures: Sequence[BundledFigure]) -> dict[str, bytes]:
    """Return file name → content of every text but the README."""
    legends = [figure.legend for figure in figures]
    said = list(answers(figures))
    out = {
        "legends.docx": formats.load("docx").write(legends),
        "legends.txt": formats.load("text").write(legends),
        "alt_text.txt": _lines(f"{f.name}\n{visible(f.alt)}\n" for f in figures),
        "reporting_summary.docx": docx_bytes(_paragraphs(said), "Reporting summary: statistics"),
        "reporting_summary.txt": _lines(_answer_lines(said)),
    }
    integrity = list(_integrity(figures))
    if integrity:
        out["image_integrity.txt"] = _lines(integrity)
    return out


def _lines(lines: Iterator[str] | Sequence[str]) -> bytes:
    return ("\n".join(lines).rstrip("\n") + "\n").encode()


# ---------------------------------------------------------------- reporting summary

_TITLE = "Reporting summary: statistics"
_INTRO = (
    "Answers to what journals ask of statistics, from the figures' specs and data. "
    "What the specs don't say is left open."
)


def _paragraphs(said: Sequence[Answer]) -> Iterator[Paragraph]:
    yield Paragraph((Run(_TITLE),), level=1)
    yield Paragraph((Run(_INTRO),))
    for one in said:
        if one.heading:
            yield Paragraph((Run(one.question),), level=2)
        else:
            yield Paragraph((Run(f"{one.question}: ", bold=True), Run(one.answer)))


def _answer_lines(said: Sequence[Answer]) -> Iterator[str]:
    yield _TITLE
    yield _INTRO
    for one in said:
        if one.heading:
            yield ""
            yield visible(one.question)
        else:
            yield visible(f"  {one.question}: {one.answer}")


# ---------------------------------------------------------------- images


def _integrity(figures: Sequence[BundledFigure]) -> Iterator[str]:
    """Yield what was done to the pictures of every panel that has any."""
    for figure in figures:
        for panel in figure.figure["panels"]:
            images = panel.get("images")
            if images:
                yield figure.panel_name(panel["panel"])
                if panel.get("image_note"):
                    yield f"  {visible(str(panel['image_note']))}"
                for image in images if isinstance(images, list) else [images]:
                    yield from _facts(image, "  ")
                yield ""


def _facts(value: Any, indent: str) -> Iterator[str]:
    if not isinstance(value, Mapping):
        yield f"{indent}{visible(str(value))}"
        return
    for key, one in value.items():
        name = visible(str(key).replace("_", " "))
        if isinstance(one, Mapping):
            yield f"{indent}{name}:"
            yield from _facts(one, indent + "  ")
        elif isinstance(one, list) and any(isinstance(v, Mapping) for v in one):
            yield f"{indent}{name}:"
            for each in one:
                yield from _facts(each, indent + "  ")
        elif one not in (None, "", [], {}):
            shown = ", ".join(map(str, one)) if isinstance(one, list) else one
            yield f"{indent}{name}: {visible(str(shown))}"


# ---------------------------------------------------------------- README

_ABOUT = {
    "source_data.xlsx": "the data behind the figures, one sheet per panel",
    "legends.docx": "legends",
    "legends.txt": "the same as plain text",
    "alt_text.txt": "alternative text of each figure",
    "reporting_summary.docx": "answers on statistics; open ones are marked with a line",
    "reporting_summary.txt": "the same as plain text",
    "image_integrity.txt": "what was done to pictures",
    "bundle.json": "what this folder holds, for natfig",
    "README.txt": "this file",
    "SHA256SUMS": "checksums: sha256sum -c SHA256SUMS",
}


def notes(figures: Sequence[BundledFigure]) -> list[str]:
    """Return what somebody should look at before the folder is sent."""
    out = []
    for figure in figures:
        out += list(figure.problems())
        out += [
            f"{file}: {finding.code}: {finding.message}"
            for file, finding in figure.findings
            if finding.severity is Severity.WARNING
        ]
        out += [f"{figure.name}: {w}" for w in (*figure.figure["warnings"], *figure.legend.warnings)]
        out += [
            f"{figure.name}: {finding.code}: {finding.message}"
            for finding in judge(figure.legend)
            if finding.severity is not Severity.INFO
        ]
        out += [f"{figure.name}: left out of the legend: {s.text}" for s in figure.legend.left_out]
    return list(dict.fromkeys(out))


def readme(figures: Sequence[BundledFigure], names: Sequence[str], open_answers: int) -> bytes:
    """Return the README of the folder."""
    return _lines(list(_readme(figures, names, open_answers)))


def _readme(figures: Sequence[BundledFigure], names: Sequence[str], open_answers: int) -> Iterator[str]:
    yield f"Submission of {len(figures)} figure{'s'[: len(figures) != 1]}, written by natfig {__version__}"
    yield ""
    for figure in figures:
        journal, stage = figure.prepared.journal.name, figure.figure["stage"]
        size = figure.figure["outputs"][0]
        yield visible(f"{figure.name}: {figure.legend.title}")
        yield visible(
            f"  {journal}, {stage} stage; {size['width_mm']:g} × {size['height_mm']:g} mm; "
            f"legend of {figure.legend.words} words"
        )
    yield ""
    yield "Files"
    width = max(map(len, names))
    for name in names:
        yield f"  {name:<{width}}  {_about(name)}"
    yield ""
    yield "To look at before sending"
    yield f"  reporting_summary: {open_answers} answers are open"
    for note in notes(figures):
        yield visible(f"  {note}")


def _about(name: str) -> str:
    if name in _ABOUT:
        return _ABOUT[name]
    if name.endswith(".manifest.json"):
        return "what was drawn, from which data, with which versions"
    if "_R/" in name:
        return "the R script that drew the figure" if name.count("/") == 1 else "what the script reads"
    if name.endswith(".csv"):
        return "rows of a panel that a sheet can't hold"
    return "figure"
