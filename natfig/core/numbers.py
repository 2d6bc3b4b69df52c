"""Small sums that need no library: `statistics` alone takes longer to load than a check takes to run."""

from __future__ import annotations

from collections.abc import Sequence

__all__ = ["middle"]


def middle(values: Sequence[float]) -> float:
    """Return the median of at least one number: the middle one, or the mean of the two in the middle."""
    ordered = sorted(values)
    half = len(ordered) // 2
    return ordered[half] if len(ordered) % 2 else (ordered[half - 1] + ordered[half]) / 2
