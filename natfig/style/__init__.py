"""rcParams, palettes, fonts and colour vision; called, it is `natfig.style.context.style`."""

from natfig.core.modules import make_callable

make_callable(__name__, "natfig.style.context:style")
