"""Writes the drawings of other programs beside it; run by hand.

    python tests/cases/drawing/make.py

Needs graphviz, Inkscape, LibreOffice, R and the packages of natfig. All drawings are
natfig's own, CC0. What each must look like is measured against Chromium (SVG) and
poppler (PDF) in tests/drawing/test_pictures.py.
"""
# ruff: noqa: E501  (an element a line)

import subprocess
import tempfile
from pathlib import Path

HERE = Path(__file__).resolve().parent
FONTS = HERE.parents[2] / "styles" / "fonts"

DOT = """digraph {
  graph [fontname="Helvetica", rankdir=LR, nodesep=0.25, ranksep=0.4, bgcolor="transparent"];
  node [fontname="Helvetica", fontsize=11, shape=box, style="rounded,filled", fillcolor="#E8EEF6", color="#0F4D92"];
  edge [fontname="Helvetica", fontsize=9, color="#4D4D4D", arrowsize=0.7];
  reads [label="Raw reads"]; trim [label="Trim\\nadapters"]; map [label="Align", shape=ellipse];
  count [label="Count matrix"]; de [label="Differential\\nexpression", fillcolor="#F8E3DC", color="#B64342"];
  qc [label="QC", shape=diamond, style=filled];
  reads -> trim -> map -> count -> de; reads -> qc [style=dashed]; qc -> de [label="exclude"];
}"""

INKSCAPE = """<svg xmlns="http://www.w3.org/2000/svg" xmlns:inkscape="http://www.inkscape.org/namespaces/inkscape"
  width="90mm" height="50mm" viewBox="0 0 90 50">
  <defs>
    <linearGradient id="g"><stop offset="0" stop-color="#fde0c5"/><stop offset="1" stop-color="#eb4a40"/></linearGradient>
    <marker id="m" orient="auto" refX="4" refY="2" markerWidth="5" markerHeight="4" viewBox="0 0 5 4">
      <path d="M0 0 5 2 0 4Z" fill="#333"/></marker>
  </defs>
  <g inkscape:groupmode="layer" inkscape:label="Cells">
    <path d="M12 25C12 14 22 10 30 12 40 14 44 24 38 32 32 40 12 40 12 25Z" fill="url(#g)" stroke="#7a2f2a" stroke-width=".5"/>
    <circle cx="26" cy="25" r="6" fill="#7a2f2a" fill-opacity=".6"/>
    <g transform="translate(68 25) rotate(20)"><ellipse rx="14" ry="9" fill="#c6dbef" stroke="#2b5c8a" stroke-width=".5"/>
      <rect x="-6" y="-2" width="12" height="4" rx="2" fill="#2b5c8a"/></g>
    <path d="M42 24C48 18 50 18 53 22" fill="none" stroke="#333" stroke-width=".6" marker-end="url(#m)"/>
  </g>
  <g inkscape:groupmode="layer" inkscape:label="Labels" font-family="Liberation Sans" font-size="3.4">
    <text x="26" y="45" text-anchor="middle">Growth cone</text>
    <text x="68" y="45" text-anchor="middle">Target cell</text>
    <text x="48" y="15" text-anchor="middle">netrin-1</text>
    <text x="6" y="25" transform="rotate(-90 6 25)" text-anchor="middle">Day 3</text>
  </g>
  <g inkscape:groupmode="layer" inkscape:label="Notes" style="display:none">
    <text x="10" y="10" font-size="3">do not print</text>
  </g>
</svg>"""

R = """
draw <- function() {
  par(mar = c(0, 0, 0, 0), family = "sans"); plot.new(); plot.window(c(0, 100), c(0, 50))
  box <- function(x, y, w, h, text, fill) {
    rect(x - w / 2, y - h / 2, x + w / 2, y + h / 2, col = fill, border = "#333333", lwd = 0.8)
    text(x, y, text, cex = 1)
  }
  box(16, 25, 24, 10, "Screening", "#E5F3EA"); box(56, 38, 24, 10, "Treatment", "#DDE7F3")
  box(56, 12, 24, 10, "Placebo", "#EEEEEE")
  arrows(28, 27, 44, 37, length = 0.06, lwd = 0.8); arrows(28, 23, 44, 13, length = 0.06, lwd = 0.8)
  polygon(c(80, 92, 86), c(20, 20, 32), col = "#F2C14E", border = NA); text(86, 15, "Outcome")
  lines(c(68, 80), c(38, 30), lty = 2); lines(c(68, 80), c(12, 20), lty = 2)
  text(16, 40, expression(n[0] == 240)); text(96, 40, "weeks", srt = 90)
}
pdf("r.pdf", 90 / 25.4, 45 / 25.4, pointsize = 7); draw(); invisible(dev.off())
"""

OFFICE = """<?xml version="1.0" encoding="UTF-8"?>
<office:document xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"
 xmlns:draw="urn:oasis:names:tc:opendocument:xmlns:drawing:1.0"
 xmlns:svg="urn:oasis:names:tc:opendocument:xmlns:svg-compatible:1.0"
 xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"
 xmlns:style="urn:oasis:names:tc:opendocument:xmlns:style:1.0"
 xmlns:fo="urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0"
 office:version="1.2" office:mimetype="application/vnd.oasis.opendocument.graphics">
 <office:automatic-styles>
  <style:page-layout style:name="PM"><style:page-layout-properties fo:page-width="100mm" fo:page-height="50mm"
   fo:margin-top="0mm" fo:margin-bottom="0mm" fo:margin-left="0mm" fo:margin-right="0mm"/></style:page-layout>
  <style:style style:name="b" style:family="graphic"><style:graphic-properties draw:fill="solid"
   draw:fill-color="#dde7f3" svg:stroke-color="#0f4d92" svg:stroke-width="0.3mm"
   draw:textarea-vertical-align="middle"/>
   <style:paragraph-properties fo:text-align="center"/><style:text-properties fo:font-size="9pt"
   fo:font-family="Liberation Sans"/></style:style>
  <style:style style:name="l" style:family="graphic"><style:graphic-properties svg:stroke-color="#333333"
   svg:stroke-width="0.3mm" draw:marker-end="Arrow" draw:marker-end-width="2mm" draw:fill="none"/></style:style>
  <style:style style:name="t" style:family="graphic"><style:graphic-properties draw:stroke="none" draw:fill="none"/>
   <style:text-properties fo:font-size="8pt" fo:font-family="Liberation Sans"/></style:style>
 </office:automatic-styles>
 <office:styles><draw:marker draw:name="Arrow" svg:viewBox="0 0 20 30" svg:d="M10 0 0 30h20z"/></office:styles>
 <office:master-styles><style:master-page style:name="M" style:page-layout-name="PM"/></office:master-styles>
 <office:body><office:drawing><draw:page draw:master-page-name="M">
  <draw:rect draw:style-name="b" svg:x="6mm" svg:y="18mm" svg:width="26mm" svg:height="12mm"><text:p>Sample</text:p></draw:rect>
  <draw:ellipse draw:style-name="b" svg:x="66mm" svg:y="16mm" svg:width="28mm" svg:height="16mm"><text:p>Sequencer</text:p></draw:ellipse>
  <draw:line draw:style-name="l" svg:x1="32mm" svg:y1="24mm" svg:x2="66mm" svg:y2="24mm"/>
  <draw:frame draw:style-name="t" svg:x="38mm" svg:y="16mm" svg:width="24mm" svg:height="6mm"><draw:text-box><text:p>library prep</text:p></draw:text-box></draw:frame>
  <draw:polygon draw:style-name="b" svg:x="40mm" svg:y="34mm" svg:width="14mm" svg:height="10mm"
   svg:viewBox="0 0 1400 1000" draw:points="700,0 1400,1000 0,1000"/>
 </draw:page></office:drawing></office:body>
</office:document>"""


def matplotlib():
    """Patches and arrows as SVG with text, and as PDF."""
    import matplotlib as mpl

    mpl.use("agg")
    import matplotlib.pyplot as plt
    from matplotlib import font_manager
    from matplotlib.patches import Circle, FancyArrowPatch, FancyBboxPatch, Wedge

    for path in FONTS.glob("*.ttf"):
        font_manager.fontManager.addfont(path)
    looks = {"font.family": "Liberation Sans", "font.size": 8, "svg.fonttype": "none", "svg.hashsalt": "x"}
    with plt.rc_context(looks | {"pdf.fonttype": 42}):
        figure = plt.figure(figsize=(90 / 25.4, 45 / 25.4))
        axes = figure.add_axes((0, 0, 1, 1), xlim=(0, 90), ylim=(0, 45))
        axes.set_axis_off()
        style = "round,pad=0,rounding_size=2"
        axes.add_patch(FancyBboxPatch((6, 16), 22, 12, style, facecolor="#DDE7F3", edgecolor="#0F4D92"))
        axes.add_patch(Circle((48, 22), 8, facecolor="#F6D8AE", edgecolor="#A86414", hatch=None))
        axes.add_patch(Wedge((74, 22), 11, 30, 330, width=5, facecolor="#5BA08C", alpha=0.7))
        axes.add_patch(
            FancyArrowPatch((29, 22), (39, 22), arrowstyle="-|>", mutation_scale=8, color="#333333")
        )
        axes.plot([57, 62], [22, 22], "--", color="#333333", lw=1)
        axes.text(17, 22, "Encoder", ha="center", va="center")
        axes.text(48, 22, "$z_{1}$", ha="center", va="center")
        axes.text(74, 38, "Decoder", ha="center")
        axes.text(3, 22, "input", rotation=90, va="center")
        figure.savefig(HERE / "matplotlib.svg", metadata={"Date": None})
        figure.savefig(HERE / "matplotlib.pdf", metadata={"CreationDate": None})
        plt.close(figure)


def main():
    """Write all of them."""
    import two_photon

    (HERE / "two_photon.svg").write_text(two_photon.draw(), encoding="utf-8")
    matplotlib()
    for form in ("svg", "pdf"):
        run = ["dot", f"-T{form}", "-o", HERE / f"graphviz.{form}"]
        subprocess.run(run, input=DOT.encode(), check=True)
    subprocess.run(["Rscript", "-e", R], cwd=HERE, check=True)
    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder, "inkscape.svg")
        source.write_text(INKSCAPE)
        inkscape = ["inkscape", source]
        subprocess.run([*inkscape, "--export-type=svg", "-o", HERE / "inkscape.svg"], check=True)
        subprocess.run([*inkscape, "--export-type=pdf", "-o", HERE / "inkscape.pdf"], check=True)
        office = Path(folder, "libreoffice.fodg")
        office.write_text(OFFICE)
        for form in ("svg", "pdf"):
            run = [
                "soffice",
                "--headless",
                f"-env:UserInstallation=file://{folder}/profile",
                "--convert-to",
                form,
            ]
            subprocess.run([*run, "--outdir", HERE, office], check=True)


if __name__ == "__main__":
    main()
