"""Join the PNG files of a folder into one picture, all at one scale.

usage: python scripts/gallery.py FOLDER OUTPUT.png
"""

from __future__ import annotations

import sys
from pathlib import Path

from PIL import Image

# 7 pt text is 12 pixels high here: readable on a screen at full size.
PX_PER_MM = 5.0
GAP_MM = 10.0
COLUMN_MM = 184.0
COLUMNS = 3
MM_PER_IN = 25.4


def _scaled(path: Path) -> Image.Image:
    """Return a picture at the gallery's scale, by the physical size it carries."""
    with Image.open(path) as image:
        dpi = image.info["dpi"][0]
        factor = PX_PER_MM * MM_PER_IN / dpi
        size = (round(image.width * factor), round(image.height * factor))
        return image.convert("RGB").resize(size, Image.Resampling.LANCZOS)


def _rows(pictures: list[Image.Image]) -> list[list[Image.Image]]:
    """Put pictures that are narrow enough side by side, the largest first."""
    room = round(COLUMN_MM * PX_PER_MM)
    gap = round(GAP_MM * PX_PER_MM)
    rows: list[list[Image.Image]] = []
    for picture in sorted(pictures, key=lambda p: -p.width * p.height):
        for row in rows:
            if sum(p.width for p in row) + gap * len(row) + picture.width <= room:
                row.append(picture)
                break
        else:
            rows.append([picture])
    return rows


def join(paths: list[Path]) -> Image.Image:
    """Return the pictures in columns, each row in the column that is shortest so far."""
    gap, width = round(GAP_MM * PX_PER_MM), round(COLUMN_MM * PX_PER_MM)
    columns: list[list[list[Image.Image]]] = [[] for _ in range(COLUMNS)]
    heights = [gap] * COLUMNS
    for row in _rows([_scaled(path) for path in paths]):
        shortest = heights.index(min(heights))
        columns[shortest].append(row)
        heights[shortest] += max(p.height for p in row) + gap
    page = Image.new("RGB", (COLUMNS * (width + gap) + gap, max(heights)), "white")
    for number, column in enumerate(columns):
        y = gap
        for row in column:
            x = gap + number * (width + gap)
            for picture in row:
                page.paste(picture, (x, y))
                x += picture.width + gap
            y += max(p.height for p in row) + gap
    return page


def main(argv: list[str]) -> int:
    """Run the program; return its exit code."""
    if len(argv) != 2:
        print(__doc__, file=sys.stderr)
        return 2
    paths = sorted(Path(argv[0]).glob("*.png"))
    if not paths:
        print(f"no PNG files in {argv[0]}", file=sys.stderr)
        return 2
    output = Path(argv[1])
    output.parent.mkdir(parents=True, exist_ok=True)
    # Colours are what the figures are about: none is rounded to a smaller palette.
    join(paths).save(output, optimize=True)
    print(f"{output}: {len(paths)} figures")
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
