"""What came out of checking files, and its agreed JSON form."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Literal

from natfig import __version__
from natfig.core.findings import Finding, Severity
from natfig.core.record import dataclass, field
from natfig.qa.document import Document

__all__ = ["FileResult", "Mending", "Results", "Suppressed"]

_RANK = {Severity.ERROR: 0, Severity.WARNING: 1, Severity.INFO: 2}


@dataclass(frozen=True, slots=True)
class Suppressed:
    """A finding that is known and was asked not to be reported; `reason` says why, `by` says where."""

    finding: Finding
    reason: str
    by: Literal["config", "baseline"]


@dataclass(frozen=True, slots=True)
class Mending:
    """What ``--fix`` did to a file.

    Parameters
    ----------
    fixed, kept : tuple of str
        What was mended, and what was left and why: a sentence each with its code.
    output : str or None
        The file that was written; None where none was.
    """

    fixed: tuple[str, ...] = ()
    kept: tuple[str, ...] = ()
    output: str | None = None

    def to_json(self) -> dict[str, Any]:
        """Return the keys of a file that ``--fix`` looked at."""
        return {"fixed": list(self.fixed), "kept": list(self.kept), "output": self.output}


@dataclass(slots=True)
class FileResult:
    """One file.

    Parameters
    ----------
    path : str
        As the user named it.
    kind : str
        "svg", "pdf", "tiff", "png", "jpeg", or "" when it could not be told.
    journal, stage : str or None
    document : Document or None
        None when the file could not be read.
    findings : list of Finding
        Worst first.
    not_measured : dict
        Code of a check → why it was not run.
    faults : list of str
        Checks that crashed: natfig's own fault, never a pass.
    suppressed : list of Suppressed
    checked : list of str
        Codes of the checks that were run to the end.
    mending : Mending or None
        What ``--fix`` did before the file was checked; None where it wasn't asked to.
    """

    path: str
    kind: str
    journal: str | None
    stage: str
    document: Document | None = None
    findings: list[Finding] = field(default_factory=list)
    not_measured: dict[str, str] = field(default_factory=dict)
    faults: list[str] = field(default_factory=list)
    suppressed: list[Suppressed] = field(default_factory=list)
    checked: list[str] = field(default_factory=list)
    mending: Mending | None = None

    def sort(self) -> None:
        """Put the worst first; equals in order of code and place."""
        self.findings.sort(
            key=lambda f: (_RANK[f.severity], f.code, f.where.panel or "", f.where.bbox_mm or (0.0,) * 4)
        )

    def count(self, severity: Severity) -> int:
        """Return the number of findings of a severity."""
        return sum(f.severity is severity for f in self.findings)

    def verdict(self, *, strict: bool = False) -> str:
        """Return "fail" with errors (strict: or warnings) or a check that crashed, else "pass".

        "pass" speaks of what was measured; what was not is listed beside it.
        """
        if self.faults or self.count(Severity.ERROR) or (strict and self.count(Severity.WARNING)):
            return "fail"
        return "pass"

    def to_json(self, *, strict: bool = False) -> dict[str, Any]:
        """Return the agreed JSON keys of one file."""
        d = self.document
        return {
            "path": self.path,
            "kind": self.kind,
            "journal": self.journal,
            "stage": self.stage,
            "page": None if d is None else _page(d),
            "text": None if d is None or "text" in d.unmeasured else _text(d),
            "strokes": None if d is None or "shapes" in d.unmeasured else {"min_pt": _thinnest(d)},
            "fonts": [] if d is None else [_font(f) for f in d.fonts],
            "images": [] if d is None else [_image(i) for i in d.images],
            "colors": [] if d is None else _colors(d),
            "findings": [f.to_json() for f in self.findings],
            "not_measured": dict(sorted(self.not_measured.items())),
            "suppressed": [{**s.finding.to_json(), "reason": s.reason, "by": s.by} for s in self.suppressed],
            "verdict": self.verdict(strict=strict),
            **({} if self.mending is None else self.mending.to_json()),
        }


@dataclass(slots=True)
class Results:
    """All files of one run; `strict` counts warnings as failures."""

    files: list[FileResult] = field(default_factory=list)
    strict: bool = False

    def count(self, severity: Severity) -> int:
        """Return the number of findings of a severity over all files."""
        return sum(f.count(severity) for f in self.files)

    @property
    def failed(self) -> bool:
        """Whether any file fails."""
        return any(f.verdict(strict=self.strict) == "fail" for f in self.files)

    def to_json(self) -> dict[str, Any]:
        """Return the agreed JSON object."""
        return {
            "natfig": __version__,
            "files": [f.to_json(strict=self.strict) for f in self.files],
            "summary": {
                "files": len(self.files),
                "errors": self.count(Severity.ERROR),
                "warnings": self.count(Severity.WARNING),
                "infos": self.count(Severity.INFO),
            },
        }


def _round(value: float | None, digits: int = 3) -> float | None:
    return None if value is None else round(value, digits)


def _page(d: Document) -> dict[str, Any]:
    return {"width_mm": _round(d.page.width_mm), "height_mm": _round(d.page.height_mm)}


def _text(d: Document) -> dict[str, Any]:
    sizes = [run.size_pt for run in d.runs if run.visible]
    outlined = sum(o.glyphs for o in d.outlined)
    return {
        "elements": d.text_count,
        "editable": outlined == 0 and bool(d.elements),
        "outlined_glyphs": outlined,
        "min_pt": _round(min(sizes, default=None)),
        "max_pt": _round(max(sizes, default=None)),
        "runs": [
            {
                "text": run.text,
                "size_pt": round(run.size_pt, 3),
                "family": run.family,
                "weight": run.weight,
                "fill": run.fill,
                "visible": run.visible,
                "bbox_mm": [round(v, 3) for v in run.box.xywh()],
            }
            for run in d.runs
        ],
    }


def _thinnest(d: Document) -> float | None:
    widths = [
        p.width_pt for p in d.shapes.paints if p.width_pt > 0 and not p.is_text and p.stroke_opacity > 0
    ]
    return _round(min(widths, default=None))


def _font(font: Any) -> Mapping[str, Any]:
    return {"family": font.family, "embedded": font.embedded, "type": font.type}


def _image(image: Any) -> Mapping[str, Any]:
    return {
        "width_px": image.width_px,
        "height_px": image.height_px,
        "dpi": _round(image.dpi, 1),
        "linked": image.linked,
    }


def _colors(d: Document) -> list[str]:
    found: dict[str, None] = {}
    for paint in d.shapes.paints:
        for color in (paint.fill, paint.stroke, *paint.fill_stops, *paint.stroke_stops):
            if color is not None:
                found[color] = None
    for run in d.runs:
        if run.visible and run.fill is not None:
            found[run.fill] = None
    return sorted(found)
