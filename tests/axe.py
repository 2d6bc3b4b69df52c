"""axe-core in a page of the tests' browser: what keeps people out of it, rule by rule.

axe-core comes from npm, in the version and with the hash of tests/accessibility/package-lock.json,
and is kept in a folder of the user's cache; pages load nothing, the script is handed to them.

Source: <https://github.com/dequelabs/axe-core/blob/develop/doc/API.md>
"""

from __future__ import annotations

import fcntl
import hashlib
import json
import os
import shutil
import subprocess
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from oracles.programs import OracleError

__all__ = ["SERIOUS", "Violation", "axe_script", "listed", "violations"]

SERIOUS = ("serious", "critical")
_LOCK = Path(__file__).parent / "accessibility" / "package-lock.json"
_FETCH_TIMEOUT_S = 300
_MOST_SHOWN = 400
# Without arguments axe runs the rules of WCAG and its own best practices; both count here.
_RUN = """axe.run(%s, { resultTypes: ["violations"], iframes: true }).then((found) => JSON.stringify(
  found.violations.flatMap((rule) => rule.nodes.map((node) => ({
    rule: rule.id, impact: node.impact ?? rule.impact ?? "", help: rule.help,
    selector: node.target.flat().join(" "), html: node.html, why: node.failureSummary ?? "" })))))"""


@dataclass(frozen=True)
class Violation:
    """One element that breaks one rule."""

    rule: str
    impact: str
    help: str
    selector: str
    html: str
    why: str

    def __str__(self) -> str:
        lines = [f"{self.impact} {self.rule} ({self.help})", self.selector, self.html, self.why]
        return "\n    ".join(" ".join(line.split())[:_MOST_SHOWN] for line in lines)


@cache
def axe_script() -> str:
    """Return axe-core's script, fetched once for each state of the lock file.

    Without npm, or where npm reaches no registry, the test is skipped with the reason; when CI
    is set, it fails.
    """
    try:
        return _fetched().read_text(encoding="utf-8")
    except OracleError as error:
        if os.environ.get("CI"):
            pytest.fail(f"{error}; it must be there when CI is set", pytrace=False)
        pytest.skip(str(error))


def _fetched() -> Path:
    stamp = hashlib.sha256(_LOCK.read_bytes()).hexdigest()[:16]
    cache_home = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache")
    folder = cache_home / "natfig" / "axe" / stamp
    script = folder / "node_modules" / "axe-core" / "axe.min.js"
    folder.mkdir(parents=True, exist_ok=True)
    # Tests run side by side: one fetches, the others wait.
    with (folder / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not (folder / "done").exists():
            _npm_ci(folder)
            (folder / "done").touch()
    return script


def _npm_ci(folder: Path) -> None:
    npm = shutil.which("npm")
    if npm is None:
        raise OracleError("no axe-core: npm is not installed")
    for name in ("package.json", "package-lock.json"):
        shutil.copyfile(_LOCK.with_name(name), folder / name)
    argv = [npm, "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"]
    try:
        done = subprocess.run(
            argv, cwd=folder, capture_output=True, text=True, timeout=_FETCH_TIMEOUT_S, check=False
        )
    except subprocess.TimeoutExpired:
        raise OracleError(f"no axe-core: npm needs longer than {_FETCH_TIMEOUT_S} s") from None
    if done.returncode:
        said = [line for line in done.stderr.splitlines() if line.strip()] or ["it says nothing"]
        raise OracleError(f"no axe-core: npm exited {done.returncode}: {said[0].strip()}")


def violations(tab: Any, context: str = "document") -> list[Violation]:
    """Return every element of a page that breaks a rule, the gravest first.

    Parameters
    ----------
    tab : browser.Tab
    context : str
        JavaScript of what is looked at: an element, a selector's string, the document.
    """
    tab.js(f"(() => {{ if (!window.axe) {{ {axe_script()} }} }})()")
    found = [Violation(**one) for one in json.loads(tab.js(_RUN % context))]
    order = ["critical", "serious", "moderate", "minor", ""]
    return sorted(found, key=lambda one: (order.index(one.impact), one.rule, one.selector))


def listed(found: list[Violation]) -> str:
    """Return violations as text for a failed test."""
    return "\n".join(map(str, found)) or "none"
