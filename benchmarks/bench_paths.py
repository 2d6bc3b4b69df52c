"""Path data: seconds a megabyte takes from text to box, and against converting its numbers alone."""

from __future__ import annotations

import random
import re
import time

from common import Budget, Timing, report

from natfig.qa import paths

# Small pieces of work many times over: on a busy machine some are not interrupted.
_ROUNDS = 40


def _timed(many: list[str]) -> tuple[Timing, Timing]:
    """Time the boxes of paths, and the conversion of the same numbers set apart by blanks, in turns.

    In this process: starting one would take longer than what is measured.
    """
    bare = [re.sub("[A-Za-z,]", " ", data) for data in many]
    seconds: tuple[list[float], list[float]] = [], []
    for _ in range(_ROUNDS):
        paths._remembered.cache_clear()
        start = time.perf_counter()
        for data in many:
            paths.path_box(data)
        middle = time.perf_counter()
        for data in bare:
            list(map(float, data.split()))
        seconds[0].append(middle - start)
        seconds[1].append(time.perf_counter() - middle)
    return Timing(tuple(seconds[0])), Timing(tuple(seconds[1]))


def _per_mb(timing: Timing, size: int) -> Timing:
    return Timing(tuple(value / size * 1e6 for value in timing.seconds))


def _long(points: list[tuple[float, float]]) -> dict[str, str]:
    return {
        "matplotlib's lines": "M " + "\nL ".join(f"{x:.6f} {y:.6f}" for x, y in points),
        "Inkscape's relative lines": "m " + " ".join(f"{x - 200:.4f},{y - 200:.4f}" for x, y in points),
        "Plotly's lines": "M" + "L".join(f"{x:.2f},{y:.2f}" for x, y in points),
    }


def _short(points: list[tuple[float, float]]) -> dict[str, list[str]]:
    return {
        "bars": [
            f"M {x:.6f} 200.000000 L {x + 8:.6f} 200.000000 L {x + 8:.6f} {y:.6f} L {x:.6f} {y:.6f} z"
            for x, y in points
        ],
        "round markers": [
            f"M {x:.6f} {y + 3:.6f} "
            + " ".join(
                f"C {x + 0.8:.6f} {y + 3:.6f} {x + 1.6:.6f} {y + 2.7:.6f} {x + 2.1:.6f} {y + 2.1:.6f}"
                for _ in range(8)
            )
            + " z"
            for x, y in points
        ],
    }


def main() -> int:
    """Run the benchmark; return its exit code."""
    numbers = random.Random(1)  # noqa: S311 - the same paths every time
    points = [(numbers.uniform(0, 400), numbers.uniform(0, 400)) for _ in range(20_000)]
    missed = 0
    for name, data in _long(points).items():
        timing, floor = _timed([data])
        missed += report(Budget(f"a long path, {name}, s/MB", 0.03), _per_mb(timing, len(data)))
        missed += report(Budget(f"a long path, {name}, against its numbers alone", 2.5, "x"), timing, floor)
    for name, many in _short(points[:1_000]).items():
        timing, floor = _timed(many)
        missed += report(Budget(f"short paths, {name}, s/MB", 0.15), _per_mb(timing, sum(map(len, many))))
        missed += report(Budget(f"short paths, {name}, against their numbers alone", 15, "x"), timing, floor)
    return 1 if missed else 0


if __name__ == "__main__":
    raise SystemExit(main())
