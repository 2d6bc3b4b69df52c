"""What all tests share: programs they may need, and steps that run once a session."""

import os
from pathlib import Path

import pytest

from oracles import programs

ROOT = Path(__file__).resolve().parent.parent


def pytest_runtest_setup(item):
    """Skip visibly what needs a program that is missing; where all should be there, fail."""
    for marker in programs.NEEDS:
        if item.get_closest_marker(marker) and (reason := programs.missing(marker)):
            if os.environ.get("CI"):
                pytest.fail(f"{reason}; it must be there when CI is set", pytrace=False)
            pytest.skip(reason)
