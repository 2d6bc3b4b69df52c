"""``natfig --help``: what every use of the command line pays before it begins."""

from __future__ import annotations

import sys

from common import Budget, measure, report


def main() -> int:
    """Run the benchmark; return its exit code."""
    (timing,) = measure([sys.executable, "-m", "natfig", "--help"])
    return report(Budget("natfig --help", 0.3), timing)


if __name__ == "__main__":
    raise SystemExit(main())
