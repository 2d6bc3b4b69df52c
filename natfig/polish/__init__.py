"""Polishing: lint a draft, mend it, rewrite it, show what changed; called, it is for notebooks."""

from natfig.core.modules import make_callable

make_callable(__name__, "natfig.workbench.draft:polish")
