"""From a spec to files: orchestration, cache, executors; called, it is `natfig.render.build.render`."""

from natfig.core.modules import make_callable

make_callable(__name__, "natfig.render.build:render")
