"""``natfig diff`` of two scatters in which every mark moved, with four times the marks."""

from __future__ import annotations

import random
import sys
import tempfile
from pathlib import Path

from common import Budget, measure, report

_HEAD = '<svg xmlns="http://www.w3.org/2000/svg" width="183mm" height="120mm" viewBox="0 0 518.74 340.16">'


def _write(path: Path, number: int, dx: float) -> None:
    rng = random.Random(number)  # noqa: S311 - the same cloud every time
    marks = "".join(
        f'<circle cx="{rng.uniform(30, 500) + dx:.2f}" cy="{rng.uniform(5, 330):.2f}" r="1.5"/>\n'
        for _ in range(number)
    )
    path.write_text(f'{_HEAD}<g id="panel-a" fill="#0f4d92">{marks}</g></svg>', encoding="utf-8")


def main() -> int:
    """Run the benchmark; return its exit code."""
    with tempfile.TemporaryDirectory() as folder:
        commands = []
        for number in (100_000, 25_000):
            old, new = Path(folder) / f"{number}-old.svg", Path(folder) / f"{number}-new.svg"
            _write(old, number, 0.0)
            _write(new, number, 5.0)
            commands.append([sys.executable, "-m", "natfig", "diff", str(old), str(new), "--quiet"])
        large, small = measure(*commands, rounds=2, codes=(0, 1))
    return report(Budget("natfig diff of 4 times as many marks", 6.0, "x"), large, small)


if __name__ == "__main__":
    raise SystemExit(main())
