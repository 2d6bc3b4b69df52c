"""Image files for tests: every kind natfig reads, with known pixels."""

from pathlib import Path

import numpy as np
import tifffile
from PIL import Image

from natfig.data.files import DataFile
from natfig.images.reader import read_facts

CASES = Path(__file__).resolve().parents[1] / "cases" / "images"
# Optical density of haematoxylin, eosin and DAB in red, green and blue.
# Source: A. C. Ruifrok, D. A. Johnston, Anal. Quant. Cytol. Histol. 23, 291-299 (2001).
STAINS = np.array([[0.65, 0.70, 0.29], [0.07, 0.99, 0.11], [0.27, 0.57, 0.78]])


def numbers(*shape, dtype="uint16", seed=0):
    """Return an array that differs everywhere."""
    rng = np.random.default_rng(seed)
    if np.dtype(dtype).kind == "f":
        return rng.random(shape).astype(dtype)
    return rng.integers(0, np.iinfo(dtype).max, shape, dtype=dtype, endpoint=True)


def stains():
    """Return haematoxylin and DAB of ihc.png as 16-bit densities, shape (2, 256, 512)."""
    rgb = np.asarray(Image.open(CASES / "ihc.png").convert("RGB")) / 255.0
    unit = STAINS / np.linalg.norm(STAINS, axis=1, keepdims=True)
    density = -np.log10(np.clip(rgb, 1 / 255, 1)) @ np.linalg.inv(unit)
    return np.clip(density[..., [0, 2]] * 20_000, 0, 65_535).astype(np.uint16).transpose(2, 0, 1)


def ome(path, array, axes="CYX", *, um=0.5, names=None, **options):
    """Write an OME-TIFF."""
    keys = {"axes": axes}
    if um is not None:
        keys |= {
            "PhysicalSizeX": um,
            "PhysicalSizeXUnit": "µm",
            "PhysicalSizeY": um,
            "PhysicalSizeYUnit": "µm",
        }
    if names is not None:
        keys["Channel"] = {"Name": list(names)}
    tifffile.imwrite(path, array, ome=True, metadata=keys, **options)
    return path


def facts(path):
    """Return what natfig says of a file."""
    path = Path(path)
    return read_facts(DataFile(path.resolve(), path.name))
