"""Figures that use what figures use, and how alike two pictures of one are."""

import subprocess
import tempfile
from contextlib import contextmanager
from pathlib import Path

import matplotlib as mpl
import numpy as np
from matplotlib.figure import Figure
from PIL import Image

from natfig.backends.mpl.export import export_figure
from natfig.style.context import use_face
from natfig.style.fonts import find_face
from natfig.style.rcparams import look_for, rc_params
from oracles.programs import NEEDS, find, run

SIZE_MM = (80.0, 50.0)
DPI = 127  # 5 pixels a mm: the page has whole pixels


def rc():
    """Return the rcParams of natfig's look, in the face it brings along."""
    face = find_face([])
    use_face(face)
    width_in, height_in = (v / 25.4 for v in SIZE_MM)
    return rc_params(look_for(None), face, width_in=width_in, height_in=height_in, dpi=DPI)


@contextmanager
def drawing(rect=(0.2, 0.2, 0.75, 0.7)):
    """Give an axes on a page of `SIZE_MM` under natfig's look."""
    with mpl.rc_context(rc()):
        figure = Figure()
        yield figure.add_axes(rect)


def export(figure, *formats, title="", description="", floor_pt=5.0, dpi=DPI):
    """Return the figure in the formats asked for, in their order."""
    files, _ = export_figure(
        figure, formats, rc=rc(), dpi=dpi, floor_pt=floor_pt, title=title, description=description
    )
    found = [files[f] for f in formats]
    return found[0] if len(found) == 1 else found


def lines(ax):
    x = np.linspace(0, 10, 200)
    ax.plot(x, np.sin(x), color="#0F4D92", lw=1.5)
    ax.plot(x, 1.6 * np.cos(x), color="#B64342", ls="--")
    ax.plot(x, x / 5 - 1, color="#42949E", ls=(0, (1, 1)), alpha=0.5, lw=3)
    ax.set(xlim=(1, 8), ylim=(-1, 1))  # both curves leave the axes
    ax.axhline(0, color="k", lw=0.5)


def markers(ax):
    x = np.arange(8)
    for k, marker in enumerate("os^Dx+*"):
        edge = {"mec": "white", "mew": 0.3} if marker not in "x+" else {"mew": 1}
        ax.plot(x, np.full(8, k), marker, ms=5, **edge)
    ax.set(xlim=(-0.1, 7.5))


def scatter(ax):
    rng = np.random.default_rng(0)
    x, y = rng.normal(size=(2, 60))
    ax.scatter(x, y, c=rng.random(60), s=rng.uniform(5, 80, 60), cmap="viridis", alpha=0.7, linewidths=0)
    ax.scatter(x + 1, y, marker="s", s=8, facecolors="none", edgecolors="#B64342")
    ax.set(xlim=(-1.5, 1.5))


def bars(ax):
    ax.bar(range(4), [1, 3, -2, 4], color=["#0F4D92", "#B64342", "#42949E", "#767676"])
    ax.errorbar(range(4), [1, 3, -2, 4], yerr=0.5, fmt="none", ecolor="k", capsize=2)


def bands(ax):
    x = np.linspace(0, 6, 60)
    ax.fill_between(x, np.sin(x) - 0.4, np.sin(x) + 0.4, alpha=0.2, color="#0F4D92", lw=0)
    ax.fill_between(x, -2, np.cos(x) - 1, color="#B64342", alpha=0.5, lw=0)
    ax.plot(x, np.sin(x), color="#0F4D92")


def hatches(ax):
    for k, hatch in enumerate(["//", "xx", "..", "oo"]):
        ax.bar([k], [3], hatch=hatch, facecolor="#9FB8D8", edgecolor="#272727", lw=0.5)
    ax.bar([4], [3], hatch="//", facecolor="#B64342", edgecolor="white", alpha=0.4)


def image(ax, origin="upper", interpolation="none"):
    ax.imshow(
        np.arange(35).reshape(5, 7) ** 1.5,
        origin=origin,
        interpolation=interpolation,
        aspect="auto",
        cmap="viridis",
    )


def image_lower(ax):
    image(ax, "lower", "nearest")


def image_part(ax):
    rgb = np.zeros((6, 9, 3))
    rgb[..., 0], rgb[..., 1] = np.linspace(0, 1, 9), np.linspace(0, 1, 6)[:, None]
    ax.imshow(rgb, extent=(0, 9, 0, 6), aspect="auto", alpha=0.8)
    ax.set(xlim=(2.3, 7.1), ylim=(5.2, 1.4))  # clipped, and upside down


def image_round(ax):
    from matplotlib.patches import Circle

    shown = ax.imshow(np.arange(100).reshape(10, 10), cmap="magma", aspect="auto")
    shown.set_clip_path(Circle((4.5, 4.5), 4, transform=ax.transData))


def mesh(ax):
    ax.pcolormesh(np.arange(20).reshape(4, 5), cmap="cividis", edgecolors="white", lw=0.5)


def rasterized(ax):
    rng = np.random.default_rng(1)
    ax.scatter(*rng.random((2, 2000)), s=4, color="#0F4D92", lw=0, rasterized=True)
    ax.plot([0, 1], [1, 0], color="#B64342", lw=2)


def words(ax):
    ax.set(xlim=(0, 10), ylim=(0, 10), xlabel="Batch size (log$_2$)", ylabel="Latency\n(10$^{-3}$ s)")
    ax.text(2, 8, "Steep hills")
    ax.text(5, 5, "turned by\nthirty degrees", rotation=30, ha="center", va="center")
    ax.text(9, 9, "right,\ntwo lines", ha="right", va="top", color="#B64342", fontsize=9, weight="bold")
    ax.text(1, 1, "upright", rotation=90, style="italic")
    ax.text(8, 2, r"$\alpha^2 + \beta_{ij}$", ha="center", rotation=-45)


def formulae(ax):
    ax.set(xlim=(0, 10), ylim=(0, 10))
    ax.text(1, 5, r"$\frac{a^2}{b}$", fontsize=12)
    ax.text(3, 5, r"$\sqrt{\frac{x}{2}}$", fontsize=12, color="#B64342")
    ax.text(6, 5, r"$\sum_{i=0}^n x_i$", fontsize=12, rotation=30)
    ax.text(8, 2, r"$\left(\frac{1}{2}\right)^{y^z}$", fontsize=12)


PICTURES = [
    lines, markers, scatter, bars, bands, hatches, image, image_lower, image_part, image_round, mesh,
    rasterized, words, formulae,
]  # fmt: skip


def pixels_of_svg(files, width, height):
    """Return what Chromium paints for SVG files, each (height, width, 3)."""
    with tempfile.TemporaryDirectory(prefix="natfig-pictures-") as temporary:
        folder = Path(temporary)
        frames = []
        for number, data in enumerate(files):
            (folder / f"{number}.svg").write_bytes(data)
            style = f"position:absolute;left:0;top:{number * height}px;width:{width}px;height:{height}px"
            frames.append(f'<img src="{number}.svg" style="{style}">')
        page = folder / "page.html"
        page.write_text(f'<!doctype html><body style="margin:0">{"".join(frames)}', encoding="utf-8")
        shot = folder / "shot.png"
        run(
            [
                find(*NEEDS["chromium"][0]), "--headless", "--no-sandbox", "--disable-gpu", "--no-first-run",
                "--disable-dev-shm-usage", "--hide-scrollbars", "--force-device-scale-factor=1",
                f"--user-data-dir={folder / 'profile'}", f"--window-size={width},{height * len(files)}",
                f"--screenshot={shot}", page.as_uri(),
            ],
            timeout_s=180,
        )  # fmt: skip
        picture = np.asarray(Image.open(shot).convert("RGB"))
    return [picture[n * height : (n + 1) * height, :width] for n in range(len(files))]


def pixels_of_pdf(data, dpi):
    """Return what poppler paints for a PDF, shape (rows, columns, 3)."""
    with tempfile.TemporaryDirectory(prefix="natfig-pictures-") as temporary:
        path = Path(temporary) / "page.pdf"
        path.write_bytes(data)
        argv = [find("pdftoppm"), "-r", str(dpi), "-png", "-singlefile", str(path), str(path.with_suffix(""))]
        subprocess.run(argv, check=True, capture_output=True, timeout=120)
        return np.asarray(Image.open(path.with_suffix(".png")).convert("RGB"))


def coarse(pixels, cell):
    """Return means of square cells: what is left of a picture when edges no longer count."""
    rows, columns = (n // cell for n in pixels.shape[:2])
    cut = pixels[: rows * cell, : columns * cell].astype(float)
    return cut.reshape(rows, cell, columns, cell, 3).mean(axis=(1, 3))


def difference(one, two, cell=6):
    """Return the mean and the largest difference of two pictures' coarse colours, of 255."""
    rows, columns = (min(a, b) for a, b in zip(one.shape[:2], two.shape[:2], strict=True))
    apart = np.abs(coarse(one[:rows, :columns], cell) - coarse(two[:rows, :columns], cell)).max(axis=2)
    return apart.mean(), apart.max()
