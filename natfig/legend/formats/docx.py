"""Word: one paragraph per legend."""

from __future__ import annotations

from collections.abc import Sequence

from natfig.legend.model import Legend
from natfig.legend.word import Paragraph, docx_bytes

__all__ = ["form"]


class _Docx:
    id = "docx"
    suffixes = (".docx",)
    is_binary = True

    def write(self, legends: Sequence[Legend]) -> bytes:
        return docx_bytes((Paragraph(tuple(legend.runs())) for legend in legends), "Figure legends")


form = _Docx()
