"""Join the PNG files of a folder into one picture.

usage: python scripts/gallery.py FOLDER OUTPUT.png
"""

from __future__ import annotations

import sys
from pathlib import Path

from PIL import Image

COLUMN_PX = 900
GAP_PX = 48
COLUMNS = 3


def join(paths: list[Path]) -> Image.Image:
    """Return the pictures in columns, each one as wide as its column.

    A picture goes into the column that is shortest so far, so the columns end
    up of about the same length whatever the shapes are.
    """
    columns: list[list[Image.Image]] = [[] for _ in range(COLUMNS)]
    heights = [GAP_PX] * COLUMNS
    for path in paths:
        with Image.open(path) as image:
            height = round(image.height * COLUMN_PX / image.width)
            small = image.convert("RGB").resize((COLUMN_PX, height), Image.Resampling.LANCZOS)
        shortest = heights.index(min(heights))
        columns[shortest].append(small)
        heights[shortest] += height + GAP_PX
    page = Image.new("RGB", (COLUMNS * (COLUMN_PX + GAP_PX) + GAP_PX, max(heights)), "white")
    for number, column in enumerate(columns):
        y = GAP_PX
        for image in column:
            page.paste(image, (GAP_PX + number * (COLUMN_PX + GAP_PX), y))
            y += image.height + GAP_PX
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
    # 64 colours keep the file small; figures have few.
    join(paths).quantize(64, dither=Image.Dither.NONE).save(output, optimize=True)
    print(f"{output}: {len(paths)} figures")
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
