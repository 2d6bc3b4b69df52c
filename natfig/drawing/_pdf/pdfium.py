"""PDFium, the PDF engine of Chromium, through pypdfium2; loaded when a PDF is read."""

from __future__ import annotations

from importlib import import_module
from typing import Any

__all__ = ["pdfium", "raw"]


def pdfium() -> Any:
    """Return the package; it has no type information."""
    return import_module("pypdfium2")


def raw() -> Any:
    """Return its C functions."""
    return import_module("pypdfium2.raw")
