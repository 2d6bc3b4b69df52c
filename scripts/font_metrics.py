"""Write the tables of font metrics under styles/fonts/metrics.

Liberation Sans is the one natfig brings along and DejaVu the one inside matplotlib;
Liberation Serif and Mono are read from the system (``fonts-liberation``), or from
folders given on the command line::

    python scripts/font_metrics.py [FOLDER …]
"""

from __future__ import annotations

import sys
from importlib.util import find_spec
from pathlib import Path

from natfig.core.resources import styles_dir
from natfig.qa._fontparse import read_face
from natfig.qa._fonttable import pack

LIBERATION = ("Regular", "Bold", "Italic", "BoldItalic")
DEJAVU = {"Regular": "", "Bold": "-Bold", "Italic": "-Oblique", "BoldItalic": "-BoldOblique"}
DEJAVU_SERIF = {"Regular": "", "Bold": "-Bold", "Italic": "-Italic", "BoldItalic": "-BoldItalic"}
SYSTEM = (Path("/usr/share/fonts/truetype/liberation2"), Path("/usr/share/fonts/truetype/liberation"))


def sources(folders: list[Path]) -> dict[str, Path]:
    """Return table name → font file, as far as the files are there."""
    spec = find_spec("matplotlib")
    if spec is None or spec.origin is None:
        raise SystemExit("matplotlib is not installed; its DejaVu fonts are needed")
    dejavu = Path(spec.origin).parent / "mpl-data" / "fonts" / "ttf"
    found = {f"LiberationSans-{s}": styles_dir("fonts", f"LiberationSans-{s}.ttf") for s in LIBERATION}
    for style in LIBERATION:
        found[f"DejaVuSans-{style}"] = dejavu / f"DejaVuSans{DEJAVU[style]}.ttf"
        found[f"DejaVuSansMono-{style}"] = dejavu / f"DejaVuSansMono{DEJAVU[style]}.ttf"
        found[f"DejaVuSerif-{style}"] = dejavu / f"DejaVuSerif{DEJAVU_SERIF[style]}.ttf"
        for family in ("LiberationSerif", "LiberationMono"):
            name = f"{family}-{style}"
            path = next((f / f"{name}.ttf" for f in folders if (f / f"{name}.ttf").is_file()), None)
            if path is not None:
                found[name] = path
    return dict(sorted(found.items()))


def main() -> None:
    """Write every table whose font is there and say what was written."""
    folder = styles_dir("fonts") / "metrics"
    folder.mkdir(exist_ok=True)
    for name, path in sources([*map(Path, sys.argv[1:]), *SYSTEM]).items():
        table = read_face(path)
        data = pack(table)
        (folder / f"{name}.nfm").write_bytes(data)
        print(f"{name}: {len(table.glyphs)} characters, {len(table.kerns)} pairs, {len(data):,} bytes")


if __name__ == "__main__":
    main()
