"""``natfig polish`` of 10,000 words with the default engine, and how time grows to 100,000."""

from __future__ import annotations

import os
import sys
import tempfile
from pathlib import Path

from common import ROOT, Budget, measure, report

from natfig.core.usercache import cache_folder

_PAPERS = ROOT / "tests" / "cases" / "prose" / "papers"
_FRONT = "---"


def _prose(words: int) -> str:
    """Return so many words of the published papers, again and again under new headings where they run out."""
    texts = [p.read_text(encoding="utf-8") for p in sorted(_PAPERS.rglob("*.md")) if p.name != "SOURCES.md"]
    bodies = [t.split(_FRONT, 2)[-1] if t.startswith(_FRONT) else t for t in texts]
    paragraphs = [p for body in bodies for p in body.split("\n\n") if p.strip()]
    out: list[str] = []
    count = number = 0
    while count < words:
        for paragraph in paragraphs:
            out.append(paragraph)
            count += len(paragraph.split())
            if count >= words:
                break
        number += 1
        out.append(f"# Part {number}")
    return "\n\n".join(out) + "\n"


#: Runs natfig on a text that is new to the grammar engine: what it remembers is thrown away first.
_FORGETFUL = (
    "import runpy, shutil, sys; shutil.rmtree(sys.argv.pop(1), ignore_errors=True); "
    "runpy.run_module('natfig', run_name='__main__')"
)


def main() -> int:
    """Run the benchmark; return its exit code."""
    with tempfile.TemporaryDirectory() as folder:
        os.environ["XDG_CACHE_HOME"] = folder
        cache = cache_folder()
        if cache is None:
            raise SystemExit("there is no cache folder")
        new = [sys.executable, "-c", _FORGETFUL, str(cache / "grammar")]
        known = [sys.executable, "-m", "natfig"]
        arguments = {}
        for words in (10_000, 100_000):
            path = Path(folder) / f"{words}.md"
            path.write_text(_prose(words), encoding="utf-8")
            arguments[words] = ["polish", str(path), "--journal", "nature", "--quiet"]
        (small,) = measure([*new, *arguments[10_000]], rounds=7, codes=(0, 1))
        (again,) = measure([*known, *arguments[10_000]], rounds=3, codes=(0, 1))
        (large,) = measure([*new, *arguments[100_000]], rounds=1, codes=(0, 1))
    fine = report(Budget("natfig polish of 10,000 words, never seen", 2.0), small)
    fine |= report(Budget("natfig polish of 10,000 words, seen before", 2.0), again)
    return fine | report(Budget("natfig polish of 10 times as many words", 12.0, "x"), large, small)


if __name__ == "__main__":
    raise SystemExit(main())
