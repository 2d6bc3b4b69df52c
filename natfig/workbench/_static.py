"""The workbench's page as one module: notebooks load a widget's script from memory, on its own."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from natfig.core import lazyre

__all__ = ["MODULES", "script", "style"]

_FOLDER = Path(__file__).parent / "static"
# Each after those it imports from.
MODULES = ("dom", "theme", "link", "picture", "report", "form", "source", "draft", "workbench")
_IMPORT = lazyre.compile(r'(?m)^import \{[^}]*\} from "\./\w+\.js";\n')
_EXPORT = lazyre.compile(r"(?m)^export (?=(?:async )?(?:function|class|const|let) )")


@cache
def script() -> str:
    """Return all modules as one: what they share is in one scope, and one thing leaves it."""
    parts = [(_FOLDER / f"{name}.js").read_text(encoding="utf-8") for name in MODULES]
    return "\n".join(_EXPORT.sub("", _IMPORT.sub("", part)) for part in parts)


@cache
def style() -> str:
    """Return the style sheet."""
    return (_FOLDER / "workbench.css").read_text(encoding="utf-8")
