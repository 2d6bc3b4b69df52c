"""The serving figure in four formats against a bare matplotlib script that writes the same files."""

from __future__ import annotations

import sys
import tempfile

from common import ROOT, Budget, measure, report


def main() -> int:
    """Run the benchmark; return its exit code."""
    template = ROOT / "templates" / "specs" / "serving"
    with tempfile.TemporaryDirectory() as out:
        ours = [
            sys.executable,
            "-m",
            "natfig",
            "render",
            str(template),
            "--out",
            out,
            "--backend",
            "python",
            "--force",
        ]
        bare = [
            sys.executable,
            str(ROOT / "benchmarks" / "bare_serving.py"),
            str(template / "data" / "serving.csv"),
            out,
        ]
        timing, baseline = measure(ours, bare)
    return report(Budget("serving figure, SVG+PDF+TIFF+PNG, of a bare script", 1.0, "x"), timing, baseline)


if __name__ == "__main__":
    raise SystemExit(main())
