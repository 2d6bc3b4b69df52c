"""What a reader's browser makes of SVG files: measured in one run of headless Chromium.

Every file is loaded as a document of its own (an iframe), so ids and styles of one
can't reach another. Lengths come out in mm at 96 CSS pixels an inch.
"""

from __future__ import annotations

import html
import json
import re
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from oracles.overlap import Quad, Rect
from oracles.programs import NEEDS, OracleError, arial_face, find, run

__all__ = ["Group", "Page", "Run", "Text", "measure"]

_SCRIPT = Path(__file__).with_name("measure.js")
_FLAGS = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-dev-shm-usage",
    "--hide-scrollbars",
    # The measuring page may look into the files beside it, nothing more.
    "--allow-file-access-from-files",
)


@dataclass(frozen=True, slots=True)
class Run:
    """A piece of text of one size; `size_pt` is the size on the page."""

    text: str
    size_pt: float
    family: str
    weight: str
    fill: str


@dataclass(frozen=True, slots=True)
class Text:
    """One rendered ``<text>``.

    `lines` are what stands on each of its lines, `ids` the ids around it, innermost
    first; `rect` is the upright box, `quad` the box along the text's own direction,
    both in mm from the page's top left.
    """

    lines: tuple[str, ...]
    rect: Rect
    quad: Quad
    runs: tuple[Run, ...]
    ids: tuple[str, ...]
    visible: bool

    @property
    def content(self) -> str:
        """The lines as one string."""
        return " ".join(self.lines)

    @property
    def min_pt(self) -> float:
        """Smallest effective size of any run."""
        return min(run.size_pt for run in self.runs)

    @property
    def panel(self) -> str | None:
        """Letter of the panel it belongs to (``panel-a.axis-x`` → a)."""
        for name in reversed(self.ids):
            if match := re.fullmatch(r"panel-([^.]+)(\..*)?", name):
                return match[1]
        return None


@dataclass(frozen=True, slots=True)
class Group:
    """A named group and the upright box of what its clip paths leave, in mm; strokes count no width."""

    id: str
    ids: tuple[str, ...]
    rect: Rect


@dataclass(frozen=True, slots=True)
class Page:
    """One SVG file as rendered; sizes are None where the file leaves them to its frame."""

    path: Path
    width_mm: float | None
    height_mm: float | None
    texts: tuple[Text, ...]
    groups: tuple[Group, ...]

    def group(self, name: str) -> Group:
        """Return the group with an id, or raise LookupError."""
        for group in self.groups:
            if group.id == name:
                return group
        raise LookupError(f"{self.path.name} has no group {name!r}")


def measure(paths: Sequence[Path], *, scale: float = 4, timeout_s: float = 120) -> list[Page]:
    """Measure SVG files as Chromium renders them.

    Parameters
    ----------
    paths : sequence of Path
    scale : float
        Device pixels a CSS pixel. Font metrics are rounded to device pixels: 1 is
        what a plain screen shows, 4 is close to the print.
    timeout_s : float
        For all files together.

    Raises
    ------
    OracleError
        If Chromium is missing, an Arial-metric face is, or a file can't be measured.
    """
    arial_face()
    with tempfile.TemporaryDirectory(prefix="natfig-chromium-") as temporary:
        folder = Path(temporary)
        (folder / "measure.html").write_text(_page(folder, paths), encoding="utf-8")
        argv = [
            find(*NEEDS["chromium"][0]),
            *_FLAGS,
            f"--force-device-scale-factor={scale:g}",
            f"--user-data-dir={folder / 'profile'}",
            f"--timeout={timeout_s * 1000:.0f}",
            "--dump-dom",
            (folder / "measure.html").as_uri(),
        ]
        dom = run(argv, timeout_s=timeout_s).stdout
    match = re.search(r'<pre id="result">(.*?)</pre>', dom, re.DOTALL)
    if match is None or not match[1].strip():
        raise OracleError("Chromium ended before it had measured anything")
    results = json.loads(html.unescape(match[1]))
    return [_parse(path, result) for path, result in zip(paths, results, strict=True)]


def _page(folder: Path, paths: Sequence[Path]) -> str:
    frames = []
    for number, path in enumerate(paths):
        # A copy: Chromium goes by the suffix, and files may lie where it can't read.
        copy = folder / f"{number}.svg"
        copy.write_bytes(path.read_bytes())
        frames.append(f'<iframe src="{copy.name}" width="3000" height="3000"></iframe>')
    return (
        '<!doctype html><meta charset="utf-8"><title>measure</title>\n'
        + "\n".join(frames)
        + '\n<pre id="result"></pre>\n<script>\n'
        + _SCRIPT.read_text(encoding="utf-8")
        + "</script>\n"
    )


def _parse(path: Path, result: dict[str, Any]) -> Page:
    if "error" in result:
        raise OracleError(f"{path}: {result['error']}")
    width, height = result["page"] or (None, None)
    return Page(
        path,
        width,
        height,
        tuple(
            Text(
                tuple(line.strip(" ") for line in t["lines"]),
                Rect(*t["rect"]),
                tuple((x, y) for x, y in t["quad"]),
                tuple(Run(**r) for r in t["runs"]),
                tuple(t["ids"]),
                t["visible"],
            )
            for t in result["texts"]
        ),
        tuple(Group(g["id"], tuple(g["ids"]), Rect(*g["rect"])) for g in result["groups"]),
    )
