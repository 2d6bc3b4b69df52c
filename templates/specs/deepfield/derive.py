"""Measure the galaxies of this template's image.

usage: python derive.py FOLDER

Needs scikit-image and pandas; neither is needed to draw the figure.
"""

from __future__ import annotations

import sys
from pathlib import Path

import numpy as np
import pandas as pd
from skimage import filters, io, measure

# 2.3 arcminutes across 1,000 pixels.
ARCSEC_PER_PX = 2.3 * 60 / 1000
# Noise is estimated from the median absolute deviation; what is this many times above the sky is an object.
ABOVE_SKY = 5.0
SMALLEST_PX = 12
RINGS_PX = np.arange(0, 26)
# x, y, width and height of the part whose channels are shown.
PART = (196, 44, 392, 260)


def objects(image: np.ndarray) -> pd.DataFrame:
    """Return one row per object: what is connected and stands clear of the sky."""
    total = image.sum(axis=2)
    sky = np.median(total)
    noise = 1.4826 * np.median(np.abs(total - sky))
    labels = measure.label(filters.gaussian(total - sky, 1.0, preserve_range=True) > ABOVE_SKY * noise)
    skies = np.median(image.reshape(-1, 3), axis=0)
    rows = []
    for region in measure.regionprops(labels):
        if region.area < SMALLEST_PX:
            continue
        rows_px, columns_px = region.coords.T
        red, green, blue = (image[rows_px, columns_px] - skies).clip(min=0.0).sum(axis=0)
        row, column = region.centroid
        rows.append(
            {
                "x_px": column, "y_px": row, "area_px": int(region.area),
                "diameter": region.equivalent_diameter_area * ARCSEC_PER_PX,
                "flux": red + green + blue, "color": np.log10(max(red, 1.0) / max(blue, 1.0)),
                "elongation": region.axis_major_length / max(region.axis_minor_length, 1.0),
            }
        )  # fmt: skip
    return pd.DataFrame(rows)


def classes(table: pd.DataFrame) -> pd.Series:
    """Return the colour class by the logarithm of red over blue light: below 0, up to 0.2, and above."""
    return pd.cut(table["color"], [-np.inf, 0.0, 0.2, np.inf], labels=["blue", "white", "red"]).astype(str)


def profiles(image: np.ndarray, table: pd.DataFrame) -> pd.DataFrame:
    """Return the mean brightness in rings around the brightest objects that keep clear of the border."""
    total = image.sum(axis=2) - np.median(image.sum(axis=2))
    rows = []
    height, width = total.shape
    y, x = np.mgrid[:height, :width]
    inner = table[table["x_px"].between(30, width - 30) & table["y_px"].between(30, height - 30)]
    for of_class in ("blue", "white", "red"):
        chosen = inner[inner["class"] == of_class].nlargest(8, "flux")
        for galaxy, one in enumerate(chosen.itertuples(), 1):
            distance = np.hypot(x - one.x_px, y - one.y_px)
            rings = [total[(distance >= r) & (distance < r + 1)].mean() for r in RINGS_PX]
            rows += [
                {"class": of_class, "galaxy": galaxy, "radius": (r + 0.5) * ARCSEC_PER_PX, "share": v / rings[0]}
                for r, v in zip(RINGS_PX, rings, strict=True)
            ]
    return pd.DataFrame(rows)


def cut_channels(image: np.ndarray, folder: Path) -> None:
    """Write a part of each colour channel as a grey picture, pixel for pixel."""
    x, y, width, height = PART
    for i, name in enumerate(("red", "green", "blue")):
        io.imsave(folder / f"{name}.png", image[y : y + height, x : x + width, i], check_contrast=False)


def main(folder: Path) -> None:
    """Write the tables and the pictures of the channels."""
    picture = io.imread(folder / "field.jpg")
    cut_channels(picture, folder)
    image = picture.astype(float)
    table = objects(image)
    table["class"] = classes(table)
    table.to_csv(folder / "galaxies.csv", index_label="galaxy", float_format="%.4g")
    profiles(image, table).to_csv(folder / "profiles.csv", index=False, float_format="%.4f")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
