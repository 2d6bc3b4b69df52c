"""``natfig render`` when nothing changed: it must notice without loading matplotlib."""

from __future__ import annotations

import sys
import tempfile

from common import ROOT, Budget, measure, report


def main() -> int:
    """Run the benchmark; return its exit code."""
    spec = ROOT / "templates" / "specs" / "serving" / "spec.yaml"
    with tempfile.TemporaryDirectory() as out:
        # The first, unmeasured round builds; the others find everything up to date.
        command = [sys.executable, "-m", "natfig", "render", str(spec), "--out", out, "--backend", "python"]
        (timing,) = measure(command)
    return report(Budget("rebuild with nothing changed", 0.5), timing)


if __name__ == "__main__":
    raise SystemExit(main())
