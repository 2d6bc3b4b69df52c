"""natfig in notebooks: figures, findings and drafts as objects; called, it opens a spec for editing."""

from natfig.core.modules import make_callable

make_callable(__name__, "natfig.workbench.widget:workbench")
