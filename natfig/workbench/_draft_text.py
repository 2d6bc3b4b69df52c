"""A draft in a terminal: what ``natfig polish`` would say."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from natfig.workbench.draft import PolishedDraft

__all__ = ["draft_text"]


def draft_text(draft: PolishedDraft) -> str:
    """Return the report as text, without colour."""
    from natfig.polish.reporters import reporters

    return reporters.load("text").render(draft.polished).rstrip("\n")
