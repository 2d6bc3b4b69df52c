"""Markdown: title and letters in bold, symbols in italics."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from natfig.core.plain import visible
from natfig.legend.model import Legend, Run

__all__ = ["escaped", "form"]

# What CommonMark reads as markup, wherever it stands in a line.
_SPECIAL = re.compile(r"[\\`*_\[\]<>&~^$|]|(?<=\n)[#+-]")


def escaped(text: str) -> str:
    """Return plain text as Markdown that shows it as it is."""
    return _SPECIAL.sub(lambda m: "\\" + m[0], visible(text))


class _Markdown:
    id = "markdown"
    suffixes = (".md", ".markdown")
    is_binary = False

    def write(self, legends: Sequence[Legend]) -> bytes:
        return ("\n\n".join("".join(_marked(legend.runs())) for legend in legends) + "\n").encode()


def _marked(runs: Sequence[Run]) -> Iterator[str]:
    for run in runs:
        text = escaped(run.text)
        bare = text.strip()
        if not bare or not (run.bold or run.italic):
            yield text
            continue
        # A mark beside a blank is no mark: blanks stay outside.
        before, after = text[: len(text) - len(text.lstrip())], text[len(text.rstrip()) :]
        mark = "**" * run.bold + "*" * run.italic
        yield f"{before}{mark}{bare}{mark}{after}"


form = _Markdown()
