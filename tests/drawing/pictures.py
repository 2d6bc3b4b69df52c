"""Pictures of drawings: as other programs show them, and as natfig draws them; texts left out."""

import io
import re
import subprocess
import tempfile
from pathlib import Path

import numpy as np
from PIL import Image
from scipy.ndimage import gaussian_filter

from natfig.charts import charts
from natfig.charts.base import Look, PanelStyle
from natfig.data.tables import Table
from oracles.programs import NEEDS, find

WIDTH_PX = 900


def staged(path, size_mm=None, **keys):
    """Return (axes, drawn) of a drawing as panel a, at its own size unless told."""
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure

    from natfig.drawing.read import read_drawing

    chart = charts.load("svg")
    panel = chart.Panel(kind="svg", file=Path(path).name, **keys)
    chart.check(panel, Table("", {}))
    folder = Path(path).parent.resolve()
    chart.check_files(panel, folder)
    if size_mm is None:
        drawing = read_drawing(Path(path).read_bytes(), Path(path).name)
        size_mm = (drawing.width * drawing.unit_mm, drawing.height * drawing.unit_mm)
    style = PanelStyle(
        "a", Look(), {}, "#0F4D92", "#D98032", "#3B7D5C", "#B64342", "viridis", "RdBu", False,
        np.random.default_rng(1), size_hint_mm=size_mm, folder=folder,
    )  # fmt: skip
    figure = Figure(figsize=(size_mm[0] / 25.4, size_mm[1] / 25.4))
    FigureCanvasAgg(figure)
    axes = figure.add_axes((0, 0, 1, 1))
    return axes, chart.draw(axes, panel, Table("", {}), style)


def ours(path):
    """Return natfig's picture without texts, grey, shape (rows, WIDTH_PX), 0–1."""
    axes, drawn = staged(path)
    for text in drawn.scene.texts:
        text.set_visible(False)
    figure = axes.figure
    figure.set_dpi(WIDTH_PX / figure.get_figwidth())
    figure.canvas.draw()
    return _grey(Image.fromarray(np.asarray(figure.canvas.buffer_rgba())))


def chromium(path):
    """Return Chromium's picture of an SVG without its texts."""
    source = Path(path).read_text(encoding="utf-8")
    source = re.sub(r"<\?xml[^>]*\?>|<!DOCTYPE[^>]*>", "", source)
    source = re.sub(r"(<svg\b[^>]*?)\s(?:width|height)=\"[^\"]*\"", r"\1", source, count=1)
    source = re.sub(r"(<svg\b[^>]*?)\s(?:width|height)=\"[^\"]*\"", r"\1", source, count=1)
    picture = ours(path)
    hide = "<style>html,body{margin:0}svg{width:%dpx;display:block}svg text{display:none!important}</style>"
    with tempfile.TemporaryDirectory() as folder:
        page, shot = Path(folder, "page.html"), Path(folder, "shot.png")
        page.write_text(f"<!DOCTYPE html><meta charset=utf-8>{hide % WIDTH_PX}{source}", encoding="utf-8")
        run = [
            find(*NEEDS["chromium"][0]), "--headless", "--no-sandbox", "--disable-gpu", "--hide-scrollbars",
            "--force-device-scale-factor=1", f"--user-data-dir={folder}/profile", f"--screenshot={shot}",
            f"--window-size={WIDTH_PX},{picture.shape[0] + 200}", page.as_uri(),
        ]  # fmt: skip
        subprocess.run(run, check=True, capture_output=True, timeout=120)
        return _grey(Image.open(shot))[: picture.shape[0]], picture


def poppler(path):
    """Return poppler's picture of the first page of a PDF without its texts."""
    import pikepdf

    picture = ours(path)
    with pikepdf.open(path) as pdf, tempfile.TemporaryDirectory() as folder:
        _strip(pdf, pdf.pages[0])
        for form in pdf.pages[0].get("/Resources", {}).get("/XObject", {}).values():
            if form.get("/Subtype") == "/Form":
                _strip(pdf, form)
        bare = Path(folder, "bare.pdf")
        pdf.save(bare)
        run = [
            "pdftoppm",
            "-png",
            "-singlefile",
            "-scale-to-x",
            str(WIDTH_PX),
            "-scale-to-y",
            "-1",
            bare,
            bare,
        ]
        subprocess.run(run, check=True, capture_output=True, timeout=60)
        return _grey(Image.open(f"{bare}.png")), picture


def _strip(pdf, holder):
    import pikepdf

    shows = ("Tj", "TJ", "'", '"')
    kept = [i for i in pikepdf.parse_content_stream(holder) if str(i.operator) not in shows]
    data = pikepdf.unparse_content_stream(kept)
    if isinstance(holder, pikepdf.Page):
        holder.Contents = pdf.make_stream(data)
    else:
        holder.write(data)


def _grey(image):
    image = image.convert("RGBA")
    paper = Image.new("RGBA", image.size, "white")
    paper.alpha_composite(image)
    grey = paper.convert("L")
    if grey.width != WIDTH_PX:
        grey = grey.resize((WIDTH_PX, round(grey.height * WIDTH_PX / grey.width)), Image.Resampling.LANCZOS)
    return np.asarray(grey, dtype=float) / 255


def similarity(a, b, sigma=2.0):
    """Return the mean structural similarity where either picture shows anything.

    Source
    ------
    Z. Wang et al., IEEE Trans. Image Process. 13, 600-612 (2004); averaged over the
    painted neighbourhood, for blank paper is alike in all pictures.
    """
    rows = min(a.shape[0], b.shape[0])
    a, b = a[:rows], b[:rows]
    ma, mb = gaussian_filter(a, sigma), gaussian_filter(b, sigma)
    va = gaussian_filter(a * a, sigma) - ma**2
    vb = gaussian_filter(b * b, sigma) - mb**2
    both = gaussian_filter(a * b, sigma) - ma * mb
    c1, c2 = 0.01**2, 0.03**2
    each = (2 * ma * mb + c1) * (2 * both + c2) / ((ma**2 + mb**2 + c1) * (va + vb + c2))
    painted = (ma < 0.995) | (mb < 0.995)
    return float(each[painted].mean())


def save_beside(path, *pictures):
    """Write pictures under each other; for eyes."""
    rows = [Image.fromarray((p * 255).astype(np.uint8)) for p in pictures]
    out = Image.new("L", (WIDTH_PX, sum(r.height for r in rows)))
    y = 0
    for row in rows:
        out.paste(row, (0, y))
        y += row.height
    buffer = io.BytesIO()
    out.save(buffer, "PNG")
    Path(path).write_bytes(buffer.getvalue())
