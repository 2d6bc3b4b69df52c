"""Slides as PowerPoint writes them, exported to SVG by LibreOffice, which places text piece by piece."""

import subprocess
import sys
import tempfile
from pathlib import Path

from pptx import Presentation
from pptx.chart.data import CategoryChartData
from pptx.dml.color import RGBColor
from pptx.enum.chart import XL_CHART_TYPE
from pptx.enum.text import PP_ALIGN
from pptx.util import Mm, Pt


def blank():
    deck = Presentation()
    deck.slide_width, deck.slide_height = Mm(180), Mm(100)
    return deck, deck.slides.add_slide(deck.slide_layouts[6])


def write(slide, place, text, size=12, *, bold=False, italic=False, color=None, align=None, turn=0):
    box = slide.shapes.add_textbox(*(Mm(v) for v in place))
    box.rotation = turn
    frame = box.text_frame
    frame.word_wrap = True
    for number, line in enumerate(text.split("\n")):
        paragraph = frame.paragraphs[0] if number == 0 else frame.add_paragraph()
        paragraph.alignment = align
        run = paragraph.add_run()
        run.text = line
        run.font.size, run.font.bold, run.font.italic, run.font.name = Pt(size), bold, italic, "Arial"
        if color:
            run.font.color.rgb = RGBColor.from_string(color)
    return box


def workflow():
    deck, slide = blank()
    write(slide, (5, 2, 100, 10), "Workflow of the study", 18, bold=True)
    write(slide, (10, 20, 40, 20), "Cells were plated at day 0 and counted twice a day", 9)
    write(slide, (60, 20, 40, 10), "centred label", 10, italic=True, align=PP_ALIGN.CENTER)
    write(slide, (110, 20, 50, 10), "first line\nsecond line", 8, color="C00000", align=PP_ALIGN.RIGHT)
    write(slide, (10, 60, 40, 10), "vertical axis", 9, turn=-90)
    write(slide, (70, 60, 40, 10), "slanted by thirty", 9, turn=30)
    slide.shapes.add_shape(5, Mm(120), Mm(50), Mm(40), Mm(20)).text_frame.text = "Rounded box"
    return deck


def mixed_runs():
    deck, slide = blank()
    paragraph = write(slide, (10, 10, 120, 20), "CO", 14).text_frame.paragraphs[0]
    for text, baseline, size in (
        ("2", "-25000", 14),
        (" at 10", None, 14),
        ("−3", "30000", 14),
        (" mol, α", None, 20),
    ):
        run = paragraph.add_run()
        run.text, run.font.size, run.font.name = text, Pt(size), "Arial"
        if baseline:
            run.font._element.set("baseline", baseline)
    table = slide.shapes.add_table(3, 3, Mm(10), Mm(40), Mm(100), Mm(30)).table
    for row in range(3):
        for column in range(3):
            cell = table.cell(row, column)
            cell.text = f"r{row} c{column}"
            cell.text_frame.paragraphs[0].runs[0].font.size = Pt(8)
    return deck


def chart():
    deck, slide = blank()
    data = CategoryChartData()
    data.categories = ["wild type", "mutant", "rescue"]
    data.add_series("Größe (cm)", (3.2, 5.1, 4.4))
    data.add_series("Mass (g)", (1.2, 2.1, 1.4))
    drawn = slide.shapes.add_chart(
        XL_CHART_TYPE.COLUMN_CLUSTERED, Mm(10), Mm(10), Mm(120), Mm(80), data
    ).chart
    drawn.has_legend = True
    drawn.font.size = Pt(9)
    drawn.font.name = "Arial"
    return deck


def convert(temporary, target, files):
    profile = f"-env:UserInstallation=file://{temporary}/profile"
    argv = ["soffice", "--headless", profile, "--convert-to", target, "--outdir", temporary, *map(str, files)]
    subprocess.run(argv, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


def main(folder):
    with tempfile.TemporaryDirectory() as temporary:
        decks = []
        for make in (workflow, mixed_runs, chart):
            decks.append(Path(temporary) / f"{make.__name__}.pptx")
            make().save(decks[-1])
        convert(temporary, "fodp", decks)
        drawings = []
        for deck in decks:
            # A slide is exported with half a megabyte of script that plays it, a drawing without.
            text = deck.with_suffix(".fodp").read_text(encoding="utf-8")
            text = text.replace("opendocument.presentation", "opendocument.graphics")
            text = text.replace("office:presentation>", "office:drawing>")
            drawings.append(deck.with_suffix(".fodg"))
            drawings[-1].write_text(text, encoding="utf-8")
        convert(temporary, "svg:draw_svg_Export", drawings)
        for drawing in drawings:
            (folder / f"{drawing.stem}.svg").write_bytes(drawing.with_suffix(".svg").read_bytes())


if __name__ == "__main__":
    main(Path(sys.argv[1]))
