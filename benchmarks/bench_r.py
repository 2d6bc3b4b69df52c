"""The serving figure drawn by R, whole process, against its own script run by Rscript alone.

R's start-up is told apart: what it takes to attach the packages is no work of natfig's.
"""

from __future__ import annotations

import shutil
import sys
import tempfile
from pathlib import Path

from common import ROOT, Budget, measure, report

# natfig reads the spec and the data, tests the claims, draws the SVG once more with its parts named,
# and checks what it wrote; the script alone draws four files.
LIMIT = 3.0
PACKAGES = ("ggplot2", "patchwork", "svglite", "ragg")


def copy_spec(folder: Path) -> Path:
    """Copy the template with R as its backend; return the spec."""
    shutil.copytree(ROOT / "templates" / "specs" / "serving", folder / "serving")
    path = folder / "serving" / "spec.yaml"
    path.write_text(path.read_text("utf-8").replace("backend: python", "backend: r"), "utf-8")
    return path


def main() -> int:
    """Run the benchmark; return its exit code."""
    rscript = shutil.which("Rscript")
    if rscript is None:
        print("skipped   backend r: Rscript is not installed", file=sys.stderr)
        return 0
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary)
        out = folder / "out"
        ours = [
            sys.executable, "-m", "natfig", "render", str(copy_spec(folder)), "--out", str(out), "--force",
        ]  # fmt: skip
        measure(ours, rounds=0)
        attached = "; ".join(f"library({package})" for package in PACKAGES)
        start = [rscript, "--vanilla", "-e", f"setwd('{out}'); {attached}"]
        alone = [rscript, "--vanilla", "-e", f"setwd('{out}'); source('serving.R')"]
        timing, started, script = measure(ours, start, alone, rounds=3)
    if "--json" not in sys.argv:
        print(
            f"          R's start-up with its packages: {started.best:.2f} s; the script: {script.best:.2f} s"
        )
    return report(Budget("serving figure by R, of its own script run alone", LIMIT, "x"), timing, script)


if __name__ == "__main__":
    raise SystemExit(main())
