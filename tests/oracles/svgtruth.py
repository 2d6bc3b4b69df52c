"""How headless Chromium renders any SVG: its page, its texts, and each run's size and box.

This is what the SVG reader is held against. It shares no code with it: files are laid
out by the browser, one document each, and read back through the SVG DOM. What the DOM
can't tell is named in `Truth.excluded` or `Element.excluded`, with the reason.
"""

from __future__ import annotations

import gzip
import html
import json
import re
import tempfile
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from oracles.programs import NEEDS, OracleError, arial_face, find, run

__all__ = ["NOTHING_DRAWN", "Element", "Run", "Truth", "measure"]

_SCRIPT = Path(__file__).with_name("svgtruth.js")
_FLAGS = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-dev-shm-usage",
    "--hide-scrollbars",
    "--allow-file-access-from-files",
    # Nothing a file names is fetched.
    "--host-resolver-rules=MAP * ~NOTFOUND",
    # A browser raises em and % sizes below 6 px to 6 px, for people who read web pages.
    # A drawing whose user unit is the millimetre has such sizes, and no other program
    # and no printer changes them.
    "--blink-settings=minimumFontSize=0,minimumLogicalFontSize=0",
    "--font-render-hinting=none",
    # Metrics are rounded to device pixels; four a CSS pixel come close to print.
    "--force-device-scale-factor=4",
)

# As svgtruth.js says of text of size 0, or along a path that isn't there.
NOTHING_DRAWN = "nothing of it is drawn"

# Every face has the letters up to here.
_LATIN = 0x17F

Rect = tuple[float, float, float, float]


@dataclass(frozen=True, slots=True)
class Run:
    """A maximal piece of one text in one size, family, fill, weight and slant.

    `size_pt` is the size along the glyphs' up direction on the page; `box` is (x0, y0,
    x1, y1) in mm from the page's top left, around the advance cells of its characters
    (white space counts). `boxless` says why it has no box to compare with, or is None.
    `fill` is as computed: "rgb(…)", "none" or "url(…)".
    """

    text: str
    size_pt: float
    family: str
    fill: str
    weight: str
    style: str
    visible: bool
    box: Rect
    boxless: str | None = None


@dataclass(frozen=True, slots=True)
class Element:
    """One ``<text>`` in the layout tree; one that is used twice counts twice.

    `excluded` says why its runs could not be measured, or is None.
    """

    runs: tuple[Run, ...]
    excluded: str | None = None


@dataclass(frozen=True, slots=True)
class Truth:
    """One file as rendered.

    `width_mm` and `height_mm` are None where the file leaves them to what frames it. Then
    a missing side follows from the other one and the viewBox; without either, the file
    is laid out with one CSS pixel to a user unit. `excluded` says why the file's texts
    could not be counted, or is None.
    """

    path: Path
    width_mm: float | None
    height_mm: float | None
    elements: tuple[Element, ...]
    excluded: str | None = None

    @property
    def runs(self) -> list[Run]:
        """All runs that were measured."""
        return [run for element in self.elements for run in element.runs]


def measure(paths: Sequence[Path], *, timeout_s: float = 180) -> list[Truth]:
    """Measure SVG and SVGZ files in one run of headless Chromium.

    Raises
    ------
    OracleError
        If Chromium or an Arial-metric face is missing, or nothing came back.
    """
    arial_face()
    with tempfile.TemporaryDirectory(prefix="natfig-truth-") as temporary:
        folder = Path(temporary)
        (folder / "measure.html").write_text(_page(folder, paths), encoding="utf-8")
        argv = [
            find(*NEEDS["chromium"][0]),
            *_FLAGS,
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
    return [_truth(path, result) for path, result in zip(paths, results, strict=True)]


def _page(folder: Path, paths: Sequence[Path]) -> str:
    frames = []
    for number, path in enumerate(paths):
        data = path.read_bytes()
        # Over HTTP the server would say that .svgz is compressed; a folder can't.
        if data[:2] == b"\x1f\x8b":
            data = gzip.decompress(data)
        (folder / f"{number}.svg").write_bytes(data)
        frames.append(f'<iframe src="{number}.svg" width="3000" height="3000"></iframe>')
    return (
        '<!doctype html><meta charset="utf-8"><title>measure</title>\n'
        + "\n".join(frames)
        + '\n<pre id="result"></pre>\n<script>\n'
        + _SCRIPT.read_text(encoding="utf-8")
        + "</script>\n"
    )


def _truth(path: Path, result: dict[str, Any]) -> Truth:
    if "error" in result:
        return Truth(path, None, None, (), excluded=result["error"])
    elements = tuple(Element(tuple(map(_run, e["runs"])), e["excluded"]) for e in result["elements"])
    return Truth(path, result["width_mm"], result["height_mm"], elements, result["excluded"])


def _run(measured: dict[str, Any]) -> Run:
    boxless = measured["boxless"]
    for character in sorted(set(measured["text"])):
        if boxless is None and ord(character) > _LATIN and not _has_font(character):
            boxless = f"no font here has U+{ord(character):04X}"
    return Run(**{**measured, "box": tuple(measured["box"]), "boxless": boxless})


@cache
def _has_font(character: str) -> bool:
    """Return whether any installed face draws a character; a stand-in's width means nothing."""
    if unicodedata.category(character) == "Cf":
        return True  # joiners and marks of direction draw nothing
    argv = [find("fc-list"), f":charset={ord(character):x}", "family"]
    return bool(run(argv, timeout_s=30).stdout.strip())
