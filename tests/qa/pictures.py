"""Small pictures for tests: drawn figures, photographs and damaged files."""

import io
import struct
import zlib
from functools import cache

import numpy as np
from PIL import Image
from scipy.ndimage import gaussian_filter

__all__ = ["MICROGRAPHS", "chunk", "drawing", "encode", "photo", "png_head", "tiff"]

MICROGRAPHS = ("noise", "electron", "smooth", "fluorescence", "clipped", "histology")


@cache
def photo(kind="electron", size=(320, 240)):
    """Return a picture with the statistics of a micrograph."""
    width, height = size
    rng = np.random.default_rng(7)
    noise = rng.normal(size=(height, width))
    cells = np.zeros((height, width))
    cells[rng.integers(height, size=12), rng.integers(width, size=12)] = 1
    cells = gaussian_filter(cells, 9)
    cells *= 200 / cells.max()
    planes = {
        "noise": lambda: 128 + 30 * noise,
        "electron": lambda: 128 + 400 * gaussian_filter(noise, 8) + 12 * noise,
        "smooth": lambda: 128 + 900 * gaussian_filter(noise, 10),
        "fluorescence": lambda: rng.poisson(cells + 3),
        "clipped": lambda: np.stack([np.clip(rng.poisson(cells + 1) - 4, 0, 255), 0 * cells, 0 * cells], -1),
        "histology": lambda: np.stack(
            [
                235 + 180 * gaussian_filter(noise, 6),
                210 + 300 * gaussian_filter(noise, 6),
                230 + 100 * gaussian_filter(noise, 3) + 3 * noise,
            ],
            -1,
        ),
    }
    return Image.fromarray(np.clip(planes[kind](), 0, 255).astype(np.uint8))


@cache
def drawing(kind="lines", dpi=150):
    """Return a figure as matplotlib draws it."""
    import matplotlib as mpl
    from matplotlib.figure import Figure

    rng = np.random.default_rng(3)
    figure = Figure(figsize=(3.5, 2.6))
    axes = figure.subplots()
    x = np.linspace(0, 10, 200)
    with mpl.rc_context():
        if kind == "lines":
            for i in range(5):
                axes.plot(x, np.sin(x + i))
            axes.set(xlabel="Time (h)", ylabel="Signal (a.u.)", title="Five signals")
        elif kind == "scatter":
            axes.scatter(*rng.normal(size=(2, 20_000)), s=4, alpha=0.3, c=rng.uniform(size=20_000))
        elif kind == "heat":
            axes.imshow(rng.normal(size=(40, 60)), aspect="auto")
        elif kind == "gradient":
            axes.imshow(np.add.outer(x, x), aspect="auto")
        elif kind == "bars":
            axes.bar(range(8), rng.uniform(size=8), hatch="///")
        else:
            axes.axis("off")
            axes.text(0, 0, "\n".join(["lorem ipsum dolor sit amet consectetur elit"] * 22), fontsize=6)
        buffer = io.BytesIO()
        figure.savefig(buffer, dpi=dpi)
    return Image.open(buffer).convert("RGB")


def encode(image, form, **options):
    """Return a picture as the bytes of a file."""
    buffer = io.BytesIO()
    image.save(buffer, form, **options)
    return buffer.getvalue()


def chunk(name, body):
    """Return one chunk of a PNG."""
    return struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))


def png_head(width, height, bits=8, colour=2, *chunks):
    """Return a PNG whose pixels are a few bytes only."""
    head = chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, bits, colour, 0, 0, 0))
    pixels = chunk(b"IDAT", zlib.compress(bytes(64)))
    return b"\x89PNG\r\n\x1a\n" + head + b"".join(chunks) + pixels + chunk(b"IEND", b"")


def tiff(*directories, order="<", big=False):
    """Return a TIFF of directories: lists of (tag, type, values), pixels left out."""
    width = 8 if big else 4
    data = bytearray(b"II" if order == "<" else b"MM")
    data += struct.pack(order + "HHHQ" if big else order + "HI", *((43, 8, 0, 16) if big else (42, 8)))
    for number, entries in enumerate(directories):
        rows, blobs = [], bytearray()
        start = len(data)
        size = (8 if big else 2) + len(entries) * (20 if big else 12) + width
        for tag, kind, values in sorted(entries):
            letter = {1: "B", 2: "s", 3: "H", 4: "I", 5: "II", 7: "s", 16: "Q"}[kind]
            if letter == "s":
                raw, count = values, len(values)
            elif kind == 5:
                raw, count = b"".join(struct.pack(order + "II", *v) for v in values), len(values)
            else:
                raw, count = struct.pack(f"{order}{len(values)}{letter}", *values), len(values)
            if len(raw) > width:
                place = struct.pack(order + ("Q" if big else "I"), start + size + len(blobs))
                blobs += raw
            else:
                place = raw.ljust(width, b"\0")
            rows.append(struct.pack(order + ("HHQ" if big else "HHI"), tag, kind, count) + place)
        after = start + size + len(blobs) if number + 1 < len(directories) else 0
        data += struct.pack(order + ("Q" if big else "H"), len(entries)) + b"".join(rows)
        data += struct.pack(order + ("Q" if big else "I"), after) + blobs
    return bytes(data)
