"""Which face the text is measured and embedded in.

Journals ask for Arial or Helvetica. Where neither is installed, natfig uses the
Liberation Sans it brings along: its advance widths equal Arial's, so a layout
made on a Linux runner holds on the author's Mac and in the editor's Illustrator.
Source of the metric equality: Liberation Fonts, <https://github.com/liberationfonts>.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from natfig.core.resources import styles_dir

__all__ = ["ARIAL_METRIC", "FALLBACK", "SVG_FAMILY", "Face", "find_face"]

# Families whose advance widths equal Arial's (Helvetica's nearly do), best first.
ARIAL_METRIC = ("Arial", "Helvetica", "Liberation Sans", "Arimo", "Nimbus Sans", "TeX Gyre Heros")
# What an SVG names, so that a viewer without Arial takes a face of the same widths.
SVG_FAMILY = "Arial, Helvetica, 'Liberation Sans', sans-serif"
# Covers scripts and symbols that Arial lacks; using it is a warning in the manifest.
FALLBACK = "DejaVu Sans"

_FILES = {"regular": "Regular", "bold": "Bold", "italic": "Italic", "bolditalic": "BoldItalic"}
# Arial is looked for where the operating systems put it rather than by scanning every
# font of the machine, which takes seconds on a first run.
_ARIAL_NAMES = {
    "regular": ("Arial.ttf", "arial.ttf"),
    "bold": ("Arial Bold.ttf", "arialbd.ttf", "Arial_Bold.ttf"),
    "italic": ("Arial Italic.ttf", "ariali.ttf", "Arial_Italic.ttf"),
    "bolditalic": ("Arial Bold Italic.ttf", "arialbi.ttf", "Arial_Bold_Italic.ttf"),
}
_ARIAL_FOLDERS = {
    "darwin": ("/System/Library/Fonts/Supplemental", "/Library/Fonts"),
    "win32": ("C:/Windows/Fonts",),
    "linux": ("/usr/share/fonts/truetype/msttcorefonts", "/usr/share/fonts/msttcore"),
}


@dataclass(frozen=True, slots=True)
class Face:
    """One family with the files of its four styles."""

    family: str
    regular: Path
    bold: Path
    italic: Path
    bolditalic: Path

    @property
    def files(self) -> tuple[Path, ...]:
        """The four files."""
        return (self.regular, self.bold, self.italic, self.bolditalic)


def _arial(folders: Sequence[str]) -> Face | None:
    for folder in map(Path, folders):
        found = {
            style: next((folder / n for n in names if (folder / n).is_file()), None)
            for style, names in _ARIAL_NAMES.items()
        }
        if all(found.values()):
            return Face("Arial", **{k: v for k, v in found.items() if v is not None})
    return None


def find_face(folders: Sequence[str] | None = None) -> Face:
    """Return Arial if the machine has it, else the Liberation Sans natfig brings along.

    Parameters
    ----------
    folders : sequence of str, optional
        Where to look for Arial; default: the operating system's font folders.
    """
    if folders is None:
        folders = _ARIAL_FOLDERS.get(sys.platform, ())
    arial = _arial(folders)
    if arial is not None:
        return arial
    base = styles_dir("fonts")
    return Face("Liberation Sans", **{k: base / f"LiberationSans-{v}.ttf" for k, v in _FILES.items()})
