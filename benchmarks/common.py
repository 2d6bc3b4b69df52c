"""What benchmarks share: timing whole processes, alternating, and judging the result."""

from __future__ import annotations

import json
import os
import platform
import statistics
import subprocess
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

__all__ = ["ROOT", "Budget", "Timing", "measure", "peak_mb", "report"]

ROOT = Path(__file__).resolve().parent.parent


@dataclass(frozen=True, slots=True)
class Budget:
    """What may be spent.

    Parameters
    ----------
    name : str
        What is measured, in words.
    limit : float
        Seconds, or a ratio when there is a baseline.
    unit : str
        "s" or "x".
    """

    name: str
    limit: float
    unit: str = "s"


@dataclass(frozen=True, slots=True)
class Timing:
    """Wall-clock seconds of repeated runs of one command."""

    seconds: tuple[float, ...]

    @property
    def median(self) -> float:
        """Middle run."""
        return statistics.median(self.seconds)

    @property
    def best(self) -> float:
        """Fastest run: what the command takes when nothing else wants the machine."""
        return min(self.seconds)


def peak_mb(command: Sequence[str], *, codes: Sequence[int] = (0,), cwd: Path = ROOT) -> float:
    """Return the most memory a command had at once, in MB (10^6 bytes)."""
    with subprocess.Popen(command, cwd=cwd, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as process:
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode not in codes:
        raise subprocess.CalledProcessError(process.returncode, command)
    return usage.ru_maxrss * (1 if sys.platform == "darwin" else 1024) / 1e6


def measure(
    *commands: Sequence[str], rounds: int = 7, cwd: Path = ROOT, codes: Sequence[int] = (0,)
) -> list[Timing]:
    """Time commands as whole processes, one of each in turn.

    Taking turns gives every command the same share of whatever else the machine is
    doing. One unmeasured round first fills the disk cache and compiles modules. `codes`
    are the exit codes that count as done.

    Raises
    ------
    subprocess.CalledProcessError
        If a command fails: a failure is fast and would pass for a good result.
    """
    environ = {k: v for k, v in os.environ.items() if k != "PYTHONDONTWRITEBYTECODE"}
    seconds: list[list[float]] = [[] for _ in commands]
    for number in range(rounds + 1):
        for own, command in zip(seconds, commands, strict=True):
            start = time.perf_counter()
            done = subprocess.run(command, cwd=cwd, env=environ, check=False, capture_output=True)
            if done.returncode not in codes:
                raise subprocess.CalledProcessError(done.returncode, command, done.stdout, done.stderr)
            if number:
                own.append(time.perf_counter() - start)
    return [Timing(tuple(own)) for own in seconds]


def report(budget: Budget, timing: Timing, baseline: Timing | None = None) -> int:
    """Print the result, as text or with ``--json``; return 1 if the budget is missed.

    The best runs are compared: noise only ever adds time.
    """
    value = timing.best / baseline.best if baseline else timing.best
    is_kept = value <= budget.limit
    if "--json" in sys.argv:
        facts = {
            "name": budget.name,
            "value": round(value, 4),
            "limit": budget.limit,
            "unit": budget.unit,
            "kept": is_kept,
            "median_s": round(timing.median, 4),
            "baseline_s": round(baseline.best, 4) if baseline else None,
            "python": platform.python_version(),
            "cores": os.cpu_count(),
        }
        print(json.dumps(facts))
    else:
        verdict = "ok" if is_kept else "TOO SLOW"
        print(f"{verdict:9} {budget.name}: {value:.2f} {budget.unit} (budget {budget.limit:g} {budget.unit})")
    return 0 if is_kept else 1
