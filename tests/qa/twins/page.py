"""Defects of the page, its lines and its panel letters."""

import re
from copy import deepcopy

from lxml import etree

from qa.twins.defects import ALL, but, defect
from qa.twins.figure import INK, PT, SVG, NoTargetError, moved

_AXIS = re.compile(r"panel-\w+\.axis-[xy]")
_SERIES = re.compile(r"panel-\w+\.(?:series|points)")


def _resize(figure, width_mm, height_mm):
    """Give the page another size; what is drawn stays where and as large as it was."""
    root = figure.root
    root.set("width", f"{width_mm}mm")
    root.set("height", f"{height_mm}mm")
    root.set("viewBox", f"0 0 {width_mm * PT:.3f} {height_mm * PT:.3f}")
    figure.is_resized(width_mm, height_mm)


def _page(figure):
    page = figure.document.page
    return page.width_mm, page.height_mm


def _tallest(figure):
    """Return the journal's limit for figures of this width, or None."""
    journal, stage, width = figure.journal, figure.item["stage"], figure.document.page.width_mm
    columns = journal.known_widths_mm(stage)
    name = min(columns, key=lambda n: abs(columns[n][0] - width))
    return journal.max_height_mm(stage, width=name)


@defect("GEO001", but("electricity smoking"))
def page_a_tenth_wider(figure):
    width, height = _page(figure)
    _resize(figure, width * 1.1, height)


@defect("GEO001", ALL)
def page_in_pixels(figure):
    width, height = _page(figure)
    figure.root.set("width", f"{width * 96 / 25.4:.3f}px")
    figure.root.set("height", f"{height * 96 / 25.4:.3f}px")


@defect("GEO002", "pbmc penguins")
def page_higher_than_allowed(figure):
    """The panels of the last row move down with the page's edge, so that no band is left blank."""
    limit = _tallest(figure)
    if limit is None:
        raise NoTargetError("the journal has no limit")
    width, height = _page(figure)
    if limit + 5 - height > 0.3 * height:
        raise NoTargetError("the page is far from the limit")
    _resize(figure, width, limit + 5)


@defect("GEO003", ALL)
def axis_at_a_tenth_of_a_point(figure):
    for group in figure.groups(_AXIS):
        lines = [p for p in group.iter(SVG + "path") if p.get("fill") == "none" and p.get("stroke")]
        if lines:
            for line in lines:
                line.set("stroke-width", "0.05")
            return
    raise NoTargetError("no axis with lines")


@defect("GEO003", ALL)
def frame_scaled_to_a_hairline(figure):
    """The line says 0.5 and is drawn at a tenth of it."""
    for group in figure.groups(_AXIS):
        for line in group.iter(SVG + "path"):
            match = re.fullmatch(r"M([\d.]+) ([\d.]+)L([\d.]+) ([\d.]+)", line.get("d"))
            if match is not None and line.get("stroke") and line.get("fill") == "none":
                numbers = (f"{float(v) * 10:g}" for v in match.groups())
                line.set("d", "M{} {}L{} {}".format(*numbers))
                line.set("transform", "scale(0.1)")
                return
    raise NoTargetError("no axis with a tick")


def _letters(figure):
    found = [label for label in figure.labels if label.is_letter]
    if len(found) < 2:
        raise NoTargetError("fewer than two letters")
    return found


@defect("GEO004", but("electricity smoking"))
def last_letter_missing(figure):
    letter = _letters(figure)[-1].element
    letter.getparent().remove(letter)


@defect("GEO004", but("electricity smoking"))
def letter_in_the_other_case(figure):
    letter = _letters(figure)[0].element
    letter.text = letter.text.swapcase()


@defect("GEO004", but("electricity smoking"))
def letter_in_the_other_weight(figure):
    letter = _letters(figure)[0].element
    letter.set("font-weight", "normal" if letter.get("font-weight") == "bold" else "bold")


@defect("GEO004", but("electricity smoking"))
def letters_swapped(figure):
    one, other = (label.element for label in _letters(figure)[:2])
    one.text, other.text = other.text, one.text


@defect("GEO004", but("aspirate deepfield electricity regimens smoking"))
def letter_out_of_its_row(figure):
    letters = _letters(figure)
    for label in letters[1:]:
        if abs(label.box.y1 - letters[0].box.y1) < 0.1:
            lowered = label.box._replace(y0=label.box.y0 + 1, y1=label.box.y1 + 1)
            if figure.is_blank(lowered, but=[label]):
                moved(label, 0, 1)
                return
    raise NoTargetError("no second letter in the first row with room below it")


@defect("GEO005", ALL)
def mark_off_the_page(figure):
    """A copy of a mark of the first series, a centimetre right of the page."""
    width, height = _page(figure)
    for group in figure.groups(_SERIES):
        for mark in group.iter(SVG + "circle", SVG + "path"):
            if mark.get("fill") not in {None, "none"} or mark.get("stroke") not in {None, "none"}:
                look = {k: v for k, v in mark.attrib.items() if "fill" in k or "stroke" in k}
                place = {"cx": f"{(width + 10) * PT}", "cy": f"{height / 2 * PT}", "r": "3"}
                group.append(etree.Element(SVG + "circle", {**look, **place}))
                return
    raise NoTargetError("no series with a mark")


@defect("GEO005", ALL)
def line_across_the_edge(figure):
    _, height = _page(figure)
    line = {"d": f"M-20 {(height - 0.3) * PT}H12", "fill": "none", "stroke": INK, "stroke-width": "0.75"}
    etree.SubElement(figure.root, SVG + "path", line)


@defect("GEO006", but("aspirate deepfield niches pbmc penguins regimens"))
def page_half_as_high_again(figure):
    """The panels fill the top of a page that the journal takes."""
    width, height = _page(figure)
    new, limit = height * 1.55, _tallest(figure)
    if limit is not None and new > limit:
        raise NoTargetError("the journal takes no such page")
    _resize(figure, width, new)


@defect("GEO006", but("antibiotics electricity gapminder pbmc regimens smoking trial"))
def last_panels_lost(figure):
    """The contract knows of the first panels only; the page is as large as for all of them."""
    panels = figure.panels()
    kept = panels[: max(1, len(panels) // 2)]
    if len(panels) < 2:
        raise NoTargetError("one panel alone")
    for letter in panels[len(kept) :]:
        figure.remove_panel(letter)
    item = figure.item
    item["panels"] = [deepcopy(p) for p in item["panels"] if p["panel"] in kept]


@defect("GEO006", ALL)
def empty_page(figure):
    """Nothing but the page's ground is left, and the contract asks for no panel."""
    for element in list(figure.root):
        if element.tag == SVG + "g" and element.get("id") != "page":
            figure.root.remove(element)
    figure.item["panels"] = []
