"""``natfig qa`` as a whole process against Python parsing the same file with lxml.

One ordinary figure, and files of some 50 MB as three programs write them: a scatter of
matplotlib (`<use>`), one of ggplot2 through svglite (`<circle>` below a style sheet), and
a map of short paths in groups.
"""

from __future__ import annotations

import random
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from common import ROOT, Budget, measure, peak_mb, report

_BYTES = 50_000_000
_HEAD = (
    '<?xml version="1.0" encoding="utf-8"?>\n<svg xmlns="http://www.w3.org/2000/svg" '
    'xmlns:xlink="http://www.w3.org/1999/xlink" width="183mm" height="120mm" viewBox="0 0 518.74 340.16">\n'
    "<title>Large</title><desc>A figure of many marks.</desc>\n"
    "<style>.svglite circle { fill: none; stroke: #000000; stroke-linecap: round; }</style>\n"
)
_TEXT = (
    '<text x="260" y="335" font-family="Arial, Helvetica, sans-serif" font-size="7" '
    'text-anchor="middle">Principal component 1</text>\n'
)


def _uses(rng: random.Random) -> Iterator[str]:
    yield (
        '<defs><path id="m0" d="M 0 1.5 C 0.4 1.5 0.8 1.3 1.1 1.1 C 1.3 0.8 1.5 0.4 1.5 0 '
        "C 1.5 -0.4 1.3 -0.8 1.1 -1.1 C 0.8 -1.3 0.4 -1.5 0 -1.5 "
        'C -0.4 -1.5 -0.8 -1.3 -1.1 -1.1 z"/></defs>\n'
        '<g id="PathCollection_1">\n'
    )
    colors = ("#0072b2", "#d55e00", "#009e73")
    while True:
        x, y, color = rng.uniform(30, 510), rng.uniform(5, 310), rng.choice(colors)
        yield (
            f'<use xlink:href="#m0" x="{x:.6f}" y="{y:.6f}" '
            f'style="fill: {color}; fill-opacity: 0.6; stroke: {color}; stroke-opacity: 0.6"/>\n'
        )


def _circles(rng: random.Random) -> Iterator[str]:
    yield "<g class='svglite'>\n"
    while True:
        x, y = rng.uniform(30, 510), rng.uniform(5, 310)
        yield f"<circle cx='{x:.2f}' cy='{y:.2f}' r='1.95' style='stroke-width: 0.71; fill: #000000;' />\n"


def _paths(rng: random.Random) -> Iterator[str]:
    yield '<g id="map">\n'
    number = 0
    while True:
        number += 1
        x, y = rng.uniform(30, 500), rng.uniform(5, 300)
        points = [(x + rng.uniform(0, 9), y + rng.uniform(0, 9)) for _ in range(6)]
        data = "M " + " L ".join(f"{px:.6f} {py:.6f}" for px, py in points) + " z"
        yield (
            f'<g id="patch_{number}"><path d="{data}" clip-path="url(#clip)" '
            'style="fill: #999999; stroke: #ffffff; stroke-width: 0.5; stroke-linejoin: miter"/></g>\n'
        )


def _write(path: Path, kind: str) -> None:
    pieces = {"use": _uses, "circle": _circles, "path": _paths}[kind](random.Random(kind))  # noqa: S311
    size = 0
    with path.open("w", encoding="utf-8") as out:
        out.write(_HEAD)
        out.write(
            '<defs><clipPath id="clip"><rect x="0" y="0" width="518" height="340"/></clipPath></defs>\n'
        )
        while size < _BYTES:
            size += out.write(next(pieces))
        out.write(f"</g>\n{_TEXT}</svg>\n")


def main() -> int:
    """Run the benchmark; return its exit code."""
    parse, qa = (
        [sys.executable, str(ROOT / "benchmarks" / "bare_parse.py")],
        [sys.executable, "-m", "natfig", "qa"],
    )
    journal = ["--journal", "nature", "--quiet"]
    code = 0
    with tempfile.TemporaryDirectory() as folder:
        spec = ROOT / "templates" / "specs" / "serving" / "spec.yaml"
        render = [sys.executable, "-m", "natfig", "render", str(spec), "--out", folder, "--backend", "python"]
        subprocess.run(render, check=True, capture_output=True)
        small = str(Path(folder) / "serving.svg")
        own, bare = measure([*qa, small, *journal], [*parse, small], rounds=15)
        code |= report(Budget("natfig qa of the serving figure, of lxml parsing it", 3.0, "x"), own, bare)
        for kind in ("use", "circle", "path"):
            large = Path(folder) / f"large-{kind}.svg"
            _write(large, kind)
            commands = [*qa, str(large), *journal], [*parse, str(large)]
            own, bare = measure(*commands, rounds=3, codes=(0, 1))
            code |= report(Budget(f"50 MB of <{kind}>, of lxml parsing it", 5.0, "x"), own, bare)
            ratio = peak_mb(commands[0], codes=(0, 1)) / peak_mb(commands[1])
            kept = "ok" if ratio <= 2 else "TOO MUCH"
            print(f"{kept:9} its memory: {ratio:.2f} x (budget 2 x)")
            code |= ratio > 2
            large.unlink()
    return code


if __name__ == "__main__":
    raise SystemExit(main())
