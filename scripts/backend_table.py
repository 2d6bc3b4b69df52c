"""Print what both backends make of the templates, as a Markdown table.

::

    python scripts/backend_table.py [NAME …] [--out FOLDER] [--jobs N]

Every template is drawn with matplotlib and, where its kinds have a twin in R, with ggplot2; the
numbers are those of natfig's own report on the exported files.
"""

from __future__ import annotations

import argparse
import json
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from natfig.backends.r.kinds import twins
from natfig.core.resources import templates_dir
from natfig.core.templates import template, template_names

HEADER = (
    "| template | backend | texts | smallest text (pt) | page (mm) | R script (lines) | time (s) | QA |\n"
    "|---|---|---:|---:|---|---:|---:|---|"
)


def missing_kinds(name: str) -> set[str]:
    """Return the kinds of a template that R can't draw."""
    return set(template(name).kinds) - set(twins.names())


def copy(name: str, backend: str, folder: Path) -> Path:
    """Copy a template, its contract asking for a backend; return its spec."""
    target = folder / backend / name
    shutil.copytree(templates_dir("specs") / name, target, ignore=shutil.ignore_patterns("out"))
    path = target / "spec.yaml"
    text = re.sub(r"^  backend: \w+\n", "", path.read_text("utf-8"), flags=re.MULTILINE)
    text = re.sub(r"^contract:\n", f"contract:\n  backend: {backend}\n", text, count=1, flags=re.MULTILINE)
    path.write_text(text, "utf-8")
    return path


def render(names: Sequence[str], backend: str, folder: Path, jobs: int) -> dict[str, dict[str, Any]]:
    """Return template → entry of the report; those that could not be built are told on stderr."""
    specs = [str(copy(name, backend, folder)) for name in names]
    command = [
        sys.executable, "-m", "natfig", "render", *specs, "--out", str(folder / f"{backend}-out"), "--json",
        "--jobs", str(jobs), "--backend", backend,
    ]  # fmt: skip
    done = subprocess.run(command, capture_output=True, text=True, encoding="utf-8", check=False)
    for line in done.stderr.splitlines():
        if "error" in line:
            print(line, file=sys.stderr)
    found = json.loads(done.stdout or '{"figures": []}')["figures"]
    return {Path(figure["spec"]).parent.name: figure for figure in found}


def row(name: str, backend: str, figure: dict[str, Any], folder: Path) -> str:
    """Return a line of the table."""
    svg = next(f for f in figure["qa"]["files"] if f["path"].endswith(".svg"))
    page = svg["page"]
    script = folder / f"{backend}-out" / f"{figure['id']}.R"
    lines = str(len(script.read_text("utf-8").splitlines())) if script.is_file() else "–"
    seconds = figure["timings_ms"]["total"] / 1000
    return (
        f"| {name} | {backend} | {svg['text']['elements']} | {svg['text']['min_pt']:g} "
        f"| {page['width_mm']:g} × {page['height_mm']:g} | {lines} | {seconds:.1f} | {svg['verdict']} |"
    )


def table(names: Sequence[str], folder: Path, jobs: int) -> Iterator[str]:
    """Yield the lines of the table."""
    both = [name for name in names if not missing_kinds(name)]
    drawn = {"python": render(names, "python", folder, jobs), "r": render(both, "r", folder, jobs)}
    yield HEADER
    for name in names:
        for backend, figures in drawn.items():
            if name in figures:
                yield row(name, backend, figures[name], folder)
            elif missing := missing_kinds(name):
                yield f"| {name} | {backend} | not drawn: kind {', '.join(sorted(missing))} | | | | | |"
            else:
                yield f"| {name} | {backend} | could not be built | | | | | |"


def main() -> int:
    """Draw and print."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("names", nargs="*", metavar="NAME", help="templates; without any, all")
    parser.add_argument("--out", type=Path, help="keep the files in this folder")
    parser.add_argument("--jobs", type=int, default=1, help="drawn at a time; 1 gives honest times")
    args = parser.parse_args()
    names = args.names or template_names()
    with tempfile.TemporaryDirectory(prefix="natfig-backends-") as temporary:
        folder = args.out or Path(temporary)
        folder.mkdir(parents=True, exist_ok=True)
        for line in table(names, folder.resolve(), args.jobs):
            print(line, flush=True)
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
