"""natfig: academic figures and prose as code that can be checked.

Importing this package is cheap: the public names load their modules on first
use (PEP 562), so neither matplotlib nor pandas is imported before it is needed.
"""

from __future__ import annotations

from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any

__version__ = "0.1.0"

# In a checkout `styles/` and `templates/` lie beside the package; in a wheel they
# lie inside it. Extending the package path makes `natfig.styles` the same resource
# package in both, which is what `plt.style.use("natfig.styles.nature")` looks up.
_ROOT = Path(__file__).resolve().parent.parent
if not (_ROOT / "natfig" / "styles").exists() and (_ROOT / "styles" / "journals").is_dir():
    __path__.append(str(_ROOT))

# Public name → where it lives. Some are packages that can be called: style, render, qa, polish, workbench.
_LAZY = {
    "NatfigError": "natfig.core.errors:NatfigError",
    "check_figure": "natfig.qa.display:check_figure",
    "diff_figures": "natfig.qa.diff.display:diff_figures",
    "figure": "natfig.workbench.figure:figure",
    "polish": "natfig.polish:",
    "qa": "natfig.qa:",
    "save": "natfig.backends.mpl.api:save",
    "style": "natfig.style:",
    "render": "natfig.render:",
    "workbench": "natfig.workbench:",
}

if TYPE_CHECKING:
    from natfig.backends.mpl.api import save
    from natfig.core.errors import NatfigError
    from natfig.qa.diff.display import diff_figures
    from natfig.qa.display import check_figure
    from natfig.qa.display import check_figure as qa
    from natfig.render.build import render
    from natfig.style.context import style
    from natfig.workbench.draft import polish
    from natfig.workbench.figure import figure
    from natfig.workbench.widget import workbench

__all__ = [
    "NatfigError",
    "__version__",
    "check_figure",
    "diff_figures",
    "figure",
    "polish",
    "qa",
    "render",
    "save",
    "style",
    "workbench",
]


def __getattr__(name: str) -> Any:
    value: Any
    if name in _LAZY:
        module, _, attribute = _LAZY[name].partition(":")
        value = import_module(module)
        if attribute:
            value = getattr(value, attribute)
        globals()[name] = value
        return value
    raise AttributeError(f"module 'natfig' has no attribute {name!r}")


def load_ipython_extension(shell: Any) -> None:
    """Add ``%%figure``, ``%%polish`` and ``%natfig`` to IPython; ``%load_ext natfig`` calls it."""
    from natfig.workbench.magics import load

    load(shell)


def __dir__() -> list[str]:
    return sorted(__all__)
