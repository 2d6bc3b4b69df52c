"""Writes the PDF files beside it with the programs people use; run by hand.

    python tests/cases/pdf/make.py

Needs R, gnuplot, graphviz, Inkscape and Chromium. What each file must be read as is
said in tests/qa/readers/test_pdf.py.
"""

import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

HERE = Path(__file__).resolve().parent
FONTS = HERE.parents[2] / "styles" / "fonts"

R = """
draw <- function() {
  par(mar = c(4, 4, 2, 1), mgp = c(2, 0.7, 0))
  plot(1:10, main = "Title", xlab = expression(alpha^2), ylab = "Latency (ms)", pch = 19, col = "#0F4D92")
}
pdf("r_pdf.pdf", 3.5, 2.5, pointsize = 7); draw(); invisible(dev.off())
cairo_pdf("r_cairo.pdf", 3.5, 2.5, pointsize = 7, family = "Liberation Sans"); draw(); invisible(dev.off())
"""
GNUPLOT = """
set terminal pdfcairo size 8.9cm,6cm font "Liberation Sans,7" fontscale 1
set output "gnuplot.pdf"
set samples 15
set xlabel "Batch size"
set ylabel "Latency (ms)"
plot sin(x) with linespoints title "sine"
"""
DOT = """digraph {
  graph [fontname="Liberation Sans"]; node [fontname="Liberation Sans", fontsize=8, shape=box];
  edge [fontname="Liberation Sans", fontsize=6];
  a [label="Input data"]; b [label="Model\\nfit"]; a -> b [label="fit"];
}"""


def matplotlib():
    """One figure as Type 3 and as TrueType, and as SVG with text."""
    import matplotlib as mpl

    mpl.use("agg")
    import matplotlib.pyplot as plt
    from matplotlib import font_manager

    for path in FONTS.glob("*.ttf"):
        font_manager.fontManager.addfont(path)
    common = {"font.family": "Liberation Sans", "font.size": 7, "svg.fonttype": "none", "svg.hashsalt": "x"}
    common |= {
        "mathtext.fontset": "custom",
        "mathtext.rm": "Liberation Sans",
        "mathtext.it": "Liberation Sans",
    }
    for fonttype in (3, 42):
        with plt.rc_context({**common, "pdf.fonttype": fonttype}):
            figure, axes = plt.subplots(figsize=(3.5, 2.5), layout="constrained")
            axes.plot([1, 2, 4], [1, 3, 2], "o-", lw=0.8, label="INT8")
            axes.scatter([1, 2, 3], [2, 2, 2], s=9, alpha=0.5)
            axes.bar([3.5], [2], width=0.4, hatch="//", color="#42949E", edgecolor="k")
            axes.set(xlabel=r"Rate $2^6$ s", ylabel="Latency (ms)", yscale="log")
            axes.text(1.5, 1.2, "turned", rotation=30, fontweight="bold")
            axes.text(2.5, 1.2, "two\nlines", fontsize=5, color="#B64342")
            axes.imshow([[0, 1, 2], [2, 1, 0]], extent=(2, 3, 1.5, 1.9), aspect="auto", interpolation="none")
            axes.set(xlim=(0, 5), ylim=(0.9, 4))
            axes.legend()
            figure.savefig(HERE / f"matplotlib_{fonttype}.pdf", metadata={"CreationDate": None})
            if fonttype == 42:
                figure.savefig(HERE / "matplotlib.svg", metadata={"Date": None})
            plt.close(figure)


def run(*argv, **how):
    """Run a program in this folder."""
    subprocess.run(argv, cwd=HERE, check=True, capture_output=True, **how)


def main():
    """Write all files."""
    matplotlib()
    run("Rscript", "-e", R)
    run("gnuplot", input=GNUPLOT.encode())
    for kind in ("pdf", "svg"):
        run("dot", f"-T{kind}", "-o", f"graphviz.{kind}", input=DOT.encode())
    drawing = str(HERE / "drawing.svg")
    run("inkscape", drawing, "--export-type=pdf", "--export-filename=inkscape.pdf")
    run(
        "inkscape",
        drawing,
        "--export-type=pdf",
        "--export-text-to-path",
        "--export-filename=inkscape_paths.pdf",
    )
    with tempfile.TemporaryDirectory() as folder:
        page = Path(folder, "page.html")
        style = "<style>@page{size:89mm 60mm;margin:0}body{margin:0}svg{display:block}</style>"
        page.write_text(f"<!doctype html>{style}{Path(drawing).read_text('utf-8')}", "utf-8")
        browser = shutil.which("chromium") or "google-chrome"
        argv = ["--headless", "--no-sandbox", "--disable-gpu", "--no-pdf-header-footer"]
        run(browser, *argv, "--print-to-pdf=chromium.pdf", page.as_uri())


if __name__ == "__main__":
    sys.exit(main())
