"""Reads the first page of a PDF as it is printed.

The page is not rendered: its content streams are run by an interpreter that keeps what
they paint, so that sizes come out exactly and the reader never opens, plays or calls
anything a file may name.
Source: ISO 32000-1 (PDF 1.7), which is free at
<https://opensource.adobe.com/dc-acrobat-sdk-docs/pdfstandards/PDF32000_2008.pdf>.
"""

from __future__ import annotations

from pathlib import Path

from natfig.qa.document import Document
from natfig.qa.readers.base import LIMITS, Limits

__all__ = ["PdfReader", "reader"]

_HEADER = b"%PDF-"
# Viewers accept rubbish before the header, as mail programs and web servers leave it.
_HEADER_WITHIN = 1024


class PdfReader:
    """PDF, and Illustrator files, which hold one."""

    id = "pdf"
    suffixes = (".pdf", ".ai")

    def claims(self, head: bytes) -> bool:
        """Return whether the first bytes are of a PDF."""
        return _HEADER in head[:_HEADER_WITHIN]

    def read(self, path: Path, data: bytes, limits: Limits = LIMITS) -> Document:
        """Return the document; only `data` is read.

        Raises
        ------
        DocumentError
            If it is no PDF, encrypted, broken beyond repair or unsafe.
        """
        # Everything else of the reader is loaded only when there is a PDF to read.
        from natfig.qa.readers._pdf.reading import read

        return read(path, data, limits)


reader = PdfReader()
