"""Annotations of GitHub Actions: lines a job prints that appear beside the file.

Source
------
GitHub Docs, Workflow commands for GitHub Actions, "Setting an error message".
"""

from __future__ import annotations

from natfig.core.findings import Severity

__all__ = ["COMMAND", "annotation"]

COMMAND = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "notice"}


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")


def annotation(command: str, text: str, **properties: str | int | None) -> str:
    """Return one line.

    Parameters
    ----------
    command : str
        "error", "warning" or "notice"; see `COMMAND`.
    text : str
    **properties
        ``file``, ``line``, ``endLine``, ``col``, ``endColumn``, ``title``; None is left out.
    """
    told = ",".join(f"{k}={_property(str(v))}" for k, v in properties.items() if v is not None)
    return f"::{command} {told}::{_data(text)}"
