"""``natfig.figure("spec.yaml")``: a figure in a notebook, at the size it will be printed.

The picture is the exported SVG, shown as an image of so many millimetres: no inline backend
crops or scales it. Beside it stand the verdict, the findings (each shows its place while the
pointer or the focus is on it), the claims with their values, and the data that were used.
Nothing is written until `Figure.save`.
"""

from __future__ import annotations

import os
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from natfig.core.errors import UsageError

if TYPE_CHECKING:
    from natfig.core.findings import Finding
    from natfig.qa.result import FileResult

__all__ = ["Figure", "figure"]

# A spec that is no file is read as if it lay in the working folder under this name.
_CELL = "figure.natfig.yaml"
# A notebook keeps the picture twice (see `Figure._repr_svg_`); a larger one it keeps once.
_MAX_BARE_SVG_BYTES = 1_000_000


@dataclass(frozen=True, repr=False)
class Figure:
    """A figure that was drawn and checked, and not yet written.

    Attributes
    ----------
    spec : Path
        The spec as it was named; of a text, a name in the working folder.
    item : mapping
        What ``natfig render --json`` says of it.
    svg : bytes
    result : FileResult
        What QA measured and found.
    """

    spec: Path
    item: Mapping[str, Any]
    svg: bytes
    result: FileResult
    raw: bytes | None = None
    frames: Mapping[str, Any] = field(default_factory=dict)
    options: Mapping[str, Any] = field(default_factory=dict)

    @property
    def id(self) -> str:
        """Stem of the files that `save` writes."""
        return str(self.item["id"])

    @property
    def width_mm(self) -> float:
        """Width of the page."""
        return float(self.item["outputs"][0]["width_mm"])

    @property
    def height_mm(self) -> float:
        """Height of the page."""
        return float(self.item["outputs"][0]["height_mm"])

    @property
    def findings(self) -> list[Finding]:
        """What QA found, the worst first."""
        return list(self.result.findings)

    @property
    def claims(self) -> Mapping[str, Mapping[str, Any]]:
        """Name → value, assertion and whether it holds."""
        claims: Mapping[str, Mapping[str, Any]] = self.item["claims"]
        return claims

    @property
    def warnings(self) -> list[str]:
        """What the author should know."""
        return list(self.item["warnings"])

    @property
    def ok(self) -> bool:
        """Whether QA passes and every claim holds."""
        return self.result.verdict() == "pass" and all(c["holds"] for c in self.claims.values())

    def save(
        self,
        out: str | os.PathLike[str] | None = None,
        *,
        formats: Sequence[str] | None = None,
        force: bool = False,
    ) -> dict[str, Any]:
        """Write the figure as ``natfig render`` does, and return what it says of it.

        Parameters
        ----------
        out : path, optional
            Output folder; default: ``out`` beside the spec.
        formats : sequence of str, optional
            Default: the spec's.
        force : bool
            Overwrite files that natfig did not write.

        Raises
        ------
        NatfigError
            If a claim does not hold, or a file can't be written.
        """
        from natfig.render.build import RenderOptions, render_one, write_prepared

        options = RenderOptions(
            out=None if out is None else os.fspath(out),
            formats=None if formats is None else tuple(formats),
            force=force,
            **self.options,
        )
        if self.raw is None and not self.frames:
            return render_one(self.spec, options)
        return write_prepared(_prepared(self.spec, self.raw, self.frames, self.options), options)

    def legend(self, form: str = "text") -> str:
        """Return the legend: the author's words, and what the journal asks for besides.

        Parameters
        ----------
        form : str
            "text", "markdown", "latex" or "json", as ``natfig legend --format``.

        Raises
        ------
        UsageError
            If there is no such form, or it is no text.
        NatfigError
            If the spec or its data have become wrong since the figure was drawn.
        """
        from natfig.legend import build_legend
        from natfig.legend.formats import formats

        chosen = formats.load(form)
        if chosen.is_binary:
            raise UsageError(f"a legend as {form} is no text", hint=f"use: natfig legend --format {form}")
        panels = {panel["panel"]: panel for panel in self.item["panels"]}
        prepared = _prepared(self.spec, self.raw, self.frames, self.options)
        return chosen.write([build_legend(prepared, panels=panels)]).decode("utf-8").rstrip("\n")

    def __repr__(self) -> str:
        from natfig.workbench._figure_text import figure_text

        return figure_text(self)

    def _repr_html_(self) -> str:
        from natfig.workbench._figure_html import figure_html

        return figure_html(self)

    def _repr_svg_(self) -> str | None:
        """Return the bare picture, for viewers of notebooks that show no HTML with images in it.

        Those that do (JupyterLab, Notebook, VS Code, nbconvert) prefer the HTML, which has the same
        picture; converters to PDF take this one.
        """
        return self.svg.decode("utf-8") if len(self.svg) <= _MAX_BARE_SVG_BYTES else None


def figure(
    spec: str | os.PathLike[str] | Mapping[str, Any],
    data: Mapping[str, Any] | None = None,
    *,
    backend: str | None = None,
    allow_outside: bool = False,
    allow_code: bool = True,
) -> Figure:
    """Draw a spec and check it; nothing is written.

    Parameters
    ----------
    spec : path, str or mapping
        A YAML file, the YAML itself (a text of several lines), or what it would hold. Data files of a
        text or mapping are looked for in the working folder.
    data : mapping of str to data frame, optional
        Tables in memory, by the names panels and queries use; they stand in for those of the same
        name in the spec.
    backend : str, optional
        "python" or "r".
    allow_outside : bool
        Let the spec read files outside its folder.
    allow_code : bool
        Let ``kind: python`` run the code beside the spec.

    Returns
    -------
    Figure
        A claim that does not hold is shown as such; only `Figure.save` refuses it.

    Raises
    ------
    NatfigError
        Anything that is wrong with the spec or its data, in one sentence each.

    Examples
    --------
    >>> natfig.figure("serving/spec.yaml")  # doctest: +SKIP
    >>> natfig.figure(text, {"birds": frame}).save("figures")  # doctest: +SKIP
    """
    path, raw = _source(spec)
    options = {"backend": backend, "allow_outside": allow_outside, "allow_code": allow_code}
    frames = dict(data or {})
    prepared = _prepared(path, raw, frames, options)
    from natfig.render.build import draw_into
    from natfig.render.verdict import check_drawing
    from natfig.workbench._drawn import DRAWING

    # A workbench may be drawing in its own thread.
    with DRAWING, tempfile.TemporaryDirectory(prefix="natfig-") as folder:
        item = draw_into(prepared, Path(folder), ("svg",))
        svg = (Path(folder) / f"{prepared.loaded.id}.svg").read_bytes()
        result = check_drawing(item)
    for output in item["outputs"]:
        output["path"] = Path(output["path"]).name
    return Figure(path, item, svg, result, raw, frames, options)


def _source(spec: str | os.PathLike[str] | Mapping[str, Any]) -> tuple[Path, bytes | None]:
    """Return the spec's path, and its content where that is not in the file."""
    if isinstance(spec, Mapping):
        import yaml

        return Path(_CELL), yaml.safe_dump(dict(spec), sort_keys=False, allow_unicode=True).encode()
    if isinstance(spec, str) and "\n" in spec:
        return Path(_CELL), spec.encode()
    path = Path(spec)
    if path.is_dir() and not (path / "spec.yaml").is_file():
        raise UsageError(f"{path} is a folder without a spec.yaml", hint="name the spec file")
    if not path.exists():
        raise UsageError(f"no such file: {path}", hint="give a spec's path, or the YAML itself")
    return path, None


def _prepared(path: Path, raw: bytes | None, frames: Mapping[str, Any], options: Mapping[str, Any]) -> Any:
    from natfig.render.prepare import prepare

    return prepare(
        path,
        backend_flag=options["backend"],
        allow_outside=options["allow_outside"],
        allow_code=options["allow_code"],
        raw=raw,
        frames=frames,
    )
