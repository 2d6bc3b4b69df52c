"""A scatter plot of 1,000,000 rows to SVG, every row drawn.

Budget: at most 1.2 times matplotlib's rasterized scatter, whole process, and an SVG of
at most 1.5 MB.
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

import duckdb
from common import ROOT, Budget, measure, report

MOST_BYTES = 1_500_000
CLOUD = """
COPY (
  SELECT sqrt(-2 * ln(r1)) * cos(6.283185307 * r2) AS x, sqrt(-2 * ln(r1)) * sin(6.283185307 * r2) AS y
  FROM (SELECT 1 - random() AS r1, random() AS r2 FROM range(1000000))
) TO '{file}' (FORMAT parquet)
"""
SPEC = """natfig: 1
contract:
  conclusion: Two clouds of a million points overlap.
  backend: python
  journal: nature
  evidence: {a: {role: cloud, claim: All points are shown.}}
figure: {width: single, height: 60mm, formats: [svg]}
data: {cloud: {file: cloud.parquet}}
panels:
  a: {kind: scatter, data: cloud, x: {field: x, label: x}, y: {field: y, label: y}}
"""


def main() -> int:
    """Run the benchmark; return its exit code."""
    with tempfile.TemporaryDirectory() as folder:
        work = Path(folder)
        data = work / "cloud.parquet"
        duckdb.connect().execute(CLOUD.format(file=data))
        spec = work / "spec.yaml"
        spec.write_text(SPEC, encoding="utf-8")
        out = work / "out"
        ours = [sys.executable, "-m", "natfig", "render", str(spec), "--out", str(out), "--force"]
        bare = [sys.executable, str(ROOT / "benchmarks" / "bare_million.py"), str(data), folder]
        timing, baseline = measure(ours, bare, rounds=5)
        size = next(out.glob("*.svg")).stat().st_size
    code = report(
        Budget("1,000,000-row scatter to SVG, of matplotlib rasterized", 1.2, "x"), timing, baseline
    )
    verdict = "ok" if size <= MOST_BYTES else "TOO LARGE"
    print(f"{verdict:9} its SVG: {size / 1e6:.2f} MB (budget {MOST_BYTES / 1e6:g} MB)", file=sys.stderr)
    return code or int(size > MOST_BYTES)


if __name__ == "__main__":
    raise SystemExit(main())
