"""Checks a figure from Python and shows what was found, in a notebook as a page.

::

    import natfig

    natfig.check_figure("fig1.svg", journal="nature")

A notebook shows the report's page in a frame that can reach neither the notebook nor
the network; everywhere else the report is text.
"""

from __future__ import annotations

import io
import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from natfig.core.errors import UsageError, did_you_mean
from natfig.core.findings import Finding
from natfig.core.io import read_bounded
from natfig.qa.check import Context
from natfig.qa.readers.base import LIMITS
from natfig.qa.result import FileResult, Results
from natfig.qa.runner import check_file

__all__ = ["Report", "check_figure", "figure_bytes"]

# A notebook keeps what it shows: larger pictures are drawn as a schematic there.
_MAX_NOTEBOOK_PICTURE_BYTES = 5_000_000
_FRAME_HEIGHT_PX = 760
_NAMELESS = "figure"


@dataclass(frozen=True, repr=False)
class Report:
    """What was found in a figure.

    Parameters
    ----------
    result : FileResult
        Everything that was measured.
    strict : bool
        Whether warnings count as errors.
    data : bytes
        The figure's file, for the picture in the page.
    """

    result: FileResult
    strict: bool = False
    data: bytes = field(default=b"", compare=False)

    @property
    def findings(self) -> list[Finding]:
        """What was found, the worst first."""
        return list(self.result.findings)

    @property
    def verdict(self) -> str:
        """Either "pass" or "fail"; it speaks of what was measured."""
        return self.result.verdict(strict=self.strict)

    @property
    def ok(self) -> bool:
        """Whether the figure passes."""
        return self.verdict == "pass"

    def to_json(self) -> dict[str, Any]:
        """Return the agreed JSON object of one file, as ``natfig qa --format json`` has it."""
        return self.result.to_json(strict=self.strict)

    def to_html(self) -> str:
        """Return the page that ``natfig qa --format html`` writes."""
        return self._page({})

    def save(self, path: str | os.PathLike[str]) -> Path:
        """Write the page to a file and return its path.

        Raises
        ------
        OutputError
            If it can't be written.
        """
        from natfig.core.io import write_atomic

        target = Path(path)
        write_atomic(target, self.to_html().encode("utf-8"))
        return target

    def _page(self, options: Mapping[str, Any]) -> str:
        from natfig.qa.reporters._html import page_html
        from natfig.qa.reporters._plain import checks_by_code

        return page_html(self.result, checks_by_code(), strict=self.strict, data=self.data, **options)

    def __repr__(self) -> str:
        from natfig.qa.reporters.text import TextReporter

        return TextReporter().render(Results([self.result], self.strict)).rstrip("\n")

    def _repr_html_(self) -> str:
        """Return the page in a frame without rights: what a figure holds can't reach the notebook."""
        from natfig.core.webpage import framed

        page = self._page({"max_picture_bytes": _MAX_NOTEBOOK_PICTURE_BYTES})
        rights = "allow-popups allow-popups-to-escape-sandbox"
        return framed(page, title="Figure check", height_px=_FRAME_HEIGHT_PX, rights=rights, plain=repr(self))


def check_figure(
    figure: Any, journal: str | None = None, stage: str | None = None, *, strict: bool = False
) -> Report:
    """Check a figure at its printed size and return what was found.

    Parameters
    ----------
    figure : str, path, bytes, file object or matplotlib figure
        A file's path or its content (what was saved into an `io.BytesIO`, say). A
        matplotlib figure is saved as SVG, as its own settings and `matplotlib.rcParams` say.
    journal : str, optional
        Whose rules hold, an id of ``natfig journals``; default: the one in the manifest
        beside the file, else only what holds for every journal is checked.
    stage : str, optional
        "initial" or "production"; default: the manifest's, else "production".
    strict : bool
        Whether warnings count as errors.

    Returns
    -------
    Report
        A file that can't be read has the one finding DOC006.

    Raises
    ------
    UsageError
        If there is no such journal, stage or file, or `figure` is none of the above.
    """
    from natfig.journals import journals
    from natfig.qa.profile import STAGES

    if stage is not None and stage not in STAGES:
        raise UsageError(f"unknown stage '{stage}'", hint=did_you_mean(stage, STAGES))
    chosen = None if journal is None else journals.load(journal)
    path, data = figure_bytes(figure)
    manifest = None
    if path is not None:
        from natfig.qa.beside import find_manifest

        manifest = find_manifest(path)
    beside = manifest or {}
    if chosen is None and beside.get("journal") in journals:
        chosen = journals.load(str(beside["journal"]))
    if stage is None:
        stage = beside["stage"] if beside.get("stage") in STAGES else "production"
    name = path or Path(_NAMELESS)
    result = check_file(name, Context(chosen, stage, manifest), data=data)
    return Report(result, strict, data)


def figure_bytes(figure: Any) -> tuple[Path | None, bytes]:
    """Return the path of a figure, None where it has none, and its content.

    Parameters
    ----------
    figure : str, path, bytes, file object or matplotlib figure

    Raises
    ------
    UsageError
        If there is no such file, or `figure` is none of these.
    """
    if isinstance(figure, str | os.PathLike):
        path = Path(figure)
        if not path.is_file():
            raise UsageError(
                f"no such file: {path}" if not path.is_dir() else f"{path} is a folder, not a figure"
            )
        return path, read_bounded(path, LIMITS.file_bytes, "figure")
    if isinstance(figure, bytes | bytearray | memoryview):
        return None, bytes(figure)
    if hasattr(figure, "getvalue"):  # all of a buffer, wherever its position is
        return None, _as_bytes(figure.getvalue())
    if hasattr(figure, "savefig"):
        buffer = io.BytesIO()
        figure.savefig(buffer, format="svg")
        return None, buffer.getvalue()
    if hasattr(figure, "read"):
        return None, _as_bytes(figure.read(LIMITS.file_bytes + 1))
    raise UsageError(
        f"a figure is a path, bytes, a file object or a matplotlib figure, not {type(figure).__name__}"
    )


def _as_bytes(content: object) -> bytes:
    if isinstance(content, str):
        return content.encode("utf-8", "surrogatepass")
    if isinstance(content, bytes | bytearray | memoryview):
        return bytes(content)
    raise UsageError(f"the file object gave {type(content).__name__}, not bytes")
