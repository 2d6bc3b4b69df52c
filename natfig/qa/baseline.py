"""Baselines: what an old repository's figures are known to have, so that only new findings count.

A baseline is a JSON file that is kept under version control: one line for each
finding, sorted, so that a change of it is easy to read. A finding is known again by
its file, code, panel, text and roughly its place; its wording and numbers may change.
"""

from __future__ import annotations

import json
import os
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from natfig.core.errors import DocumentError, UsageError
from natfig.core.findings import Finding, Severity
from natfig.core.io import read_bounded, write_atomic
from natfig.qa.result import FileResult, Suppressed

__all__ = ["TOLERANCE_MM", "Baseline", "Entry", "apply_baseline", "fingerprint", "read_baseline"]

# How far the middle of a finding may move and still be the same one. Labels of one text are
# rarely nearer than this, and a legend that was nudged moves less.
TOLERANCE_MM = 5.0

_VERSION = 1
_MAX_BYTES = 50_000_000
_MAX_TEXT = 120
# Where very many findings of one kind lie together, this many are compared and no more.
_MOST_COMPARED = 64


@dataclass(frozen=True, slots=True, order=True)
class Entry:
    """What a finding is known again by.

    Parameters
    ----------
    code, panel, text : str
        "" where the finding has none; white space of the text collapsed.
    at_mm : tuple of int
        Middle of its box in whole mm from the page's top left, () without a box.
    """

    code: str
    panel: str = ""
    text: str = ""
    at_mm: tuple[int, ...] = ()

    @property
    def kind(self) -> tuple[str, str, str]:
        """All but the place."""
        return self.code, self.panel, self.text

    def to_json(self) -> dict[str, Any]:
        """Return the keys that say something."""
        out: dict[str, Any] = {"code": self.code}
        if self.panel:
            out["panel"] = self.panel
        if self.text:
            out["text"] = self.text
        if self.at_mm:
            out["at_mm"] = list(self.at_mm)
        return out

    def __str__(self) -> str:
        parts = [f"panel {self.panel}" if self.panel else "", f"“{self.text}”" if self.text else ""]
        said = ", ".join(part for part in parts if part)
        return f"{self.code} ({said})" if said else self.code


def fingerprint(finding: Finding) -> Entry:
    """Return what a finding is known again by."""
    where = finding.where
    text = " ".join((where.text or "").split())[:_MAX_TEXT]
    # A lone surrogate can't be written as UTF-8.
    text = text.encode("utf-8", "replace").decode("utf-8")
    at: tuple[int, ...] = ()
    if where.bbox_mm is not None:
        x, y, w, h = where.bbox_mm
        middle = (x + w / 2, y + h / 2)
        if all(abs(v) < 1e9 for v in middle):  # also False for what is not a number
            at = (round(middle[0]), round(middle[1]))
    return Entry(finding.code, where.panel or "", text, at)


def _is_near(one: Entry, other: Entry) -> bool:
    if not one.at_mm or not other.at_mm:
        return one.at_mm == other.at_mm
    return all(abs(a - b) <= TOLERANCE_MM for a, b in zip(one.at_mm, other.at_mm, strict=True))


def _paired(found: Sequence[Entry], known: Sequence[Entry]) -> tuple[set[int], list[Entry]]:
    """Return which of `found` are known, each entry standing for one, and the entries left over."""
    pool: dict[tuple[str, str, str], list[Entry]] = defaultdict(list)
    exact: dict[Entry, int] = defaultdict(int)
    for entry in known:
        exact[entry] += 1
    matched: set[int] = set()
    for i, entry in enumerate(found):
        if exact.get(entry):
            exact[entry] -= 1
            matched.add(i)
    for entry, number in exact.items():
        pool[entry.kind] += [entry] * number
    for i, entry in enumerate(found):
        if i in matched or not (rest := pool.get(entry.kind)):
            continue
        for k in range(min(len(rest), _MOST_COMPARED)):
            if _is_near(entry, rest[k]):
                rest.pop(k)
                matched.add(i)
                break
    return matched, sorted(entry for rest in pool.values() for entry in rest)


def apply_baseline(result: FileResult, known: Sequence[Entry], source: str) -> list[Entry]:
    """Set a file's known findings aside and return the entries that no longer occur.

    An entry whose check did not run this time may still be true and is not among them.

    Parameters
    ----------
    result : FileResult
    known : sequence of Entry
        What the baseline has of this file.
    source : str
        Name of the baseline, for the reason.
    """
    matched, left = _paired([fingerprint(f) for f in result.findings], known)
    reason = f"known in {source}"
    kept = []
    for i, finding in enumerate(result.findings):
        if i in matched:
            result.suppressed.append(Suppressed(finding, reason, "baseline"))
        else:
            kept.append(finding)
    result.findings = kept
    return [entry for entry in left if entry.code in result.checked]


@dataclass(slots=True)
class Baseline:
    """The known findings of a repository's figures.

    Parameters
    ----------
    path : Path
        Files are named relative to its folder, with forward slashes.
    files : dict of str to list of Entry
    """

    path: Path
    files: dict[str, list[Entry]] = field(default_factory=dict)

    def name(self, path: Path) -> str:
        """Return what a file is called in it."""
        # Links to folders are followed, one to a file is a file of its own.
        place = path.parent.resolve() / path.name
        relative = os.path.relpath(place, self.path.parent.resolve())
        return relative.replace(os.sep, "/").encode("utf-8", "backslashreplace").decode("utf-8")

    def known(self, path: Path) -> list[Entry]:
        """Return what is known of a file."""
        return self.files.get(self.name(path), [])

    def gone(self) -> list[str]:
        """Return the files that don't exist any more, sorted."""
        # Normalized, because the folder of a baseline that is not written yet may not exist.
        folder = self.path.parent.resolve()
        return sorted(n for n in self.files if not Path(os.path.normpath(folder / n)).exists())

    def record(self, path: Path, result: FileResult) -> int:
        """Replace what is known of a file by its present errors and warnings; return their number.

        What is known of a check that was not run this time stays.
        """
        found = [f for f in result.findings if f.severity is not Severity.INFO]
        looked_at = {*result.checked, *(f.code for f in result.findings)}
        kept = [entry for entry in self.known(path) if entry.code not in looked_at]
        self.files.pop(self.name(path), None)
        if found or kept:
            self.files[self.name(path)] = sorted([*map(fingerprint, found), *kept])
        return len(found)

    def write(self) -> None:
        """Write it, one finding a line; files that don't exist any more are left out.

        Raises
        ------
        OutputError
            If it can't be written.
        """
        gone = set(self.gone())
        blocks = [
            f" {json.dumps(name, ensure_ascii=False)}: [\n{_lines(entries)}\n ]"
            for name, entries in sorted(self.files.items())
            if name not in gone
        ]
        files = "{\n" + ",\n".join(blocks) + "\n}" if blocks else "{}"
        write_atomic(self.path, f'{{"natfig-baseline": {_VERSION}, "files": {files}}}\n'.encode())


def _lines(entries: Iterable[Entry]) -> str:
    return ",\n".join(f"  {json.dumps(e.to_json(), ensure_ascii=False)}" for e in entries)


def read_baseline(path: Path) -> Baseline:
    """Read a baseline.

    Raises
    ------
    UsageError
        If there is no such file.
    DocumentError
        If it is no baseline.
    """
    if not path.is_file():
        raise UsageError(f"no such baseline: {path}", hint=f"write one with --write-baseline {path}")
    data = read_bounded(path, _MAX_BYTES, "baseline")
    try:
        content = json.loads(data)
    except (ValueError, RecursionError):
        raise _broken(path, "it is not JSON") from None
    if not isinstance(content, dict) or content.get("natfig-baseline") != _VERSION:
        raise _broken(path, f'it does not begin with {{"natfig-baseline": {_VERSION}')
    files = content.get("files")
    if not isinstance(files, dict):
        raise _broken(path, "'files' is missing")
    return Baseline(
        path, {name: [_entry(path, name, e) for e in _list(path, v)] for name, v in files.items()}
    )


def _list(path: Path, value: Any) -> list[Any]:
    if not isinstance(value, list):
        raise _broken(path, "a file's findings must be a list")
    return value


def _entry(path: Path, name: str, value: Any) -> Entry:
    if isinstance(value, Mapping) and set(value) <= {"code", "panel", "text", "at_mm"}:
        words = [value.get(key, "") for key in ("code", "panel", "text")]
        at = value.get("at_mm", [])
        numbers = isinstance(at, list) and len(at) in (0, 2) and all(type(v) is int for v in at)
        if words[0] and all(isinstance(word, str) for word in words) and numbers:
            return Entry(words[0], words[1], words[2], tuple(at))
    raise _broken(path, f"a finding of '{name}' is not of the form {{code, panel, text, at_mm}}")


def _broken(path: Path, why: str) -> DocumentError:
    return DocumentError(f"{path} is not a baseline natfig can read: {why}", hint="write it anew")
