"""QA: opens an exported figure of any program and measures it; called, it is `check_figure`."""

from natfig.core.modules import make_callable

make_callable(__name__, "natfig.qa.display:check_figure")
