"""Defects of text."""

import itertools
from functools import cache

from fontTools.pens.svgPathPen import SVGPathPen
from fontTools.ttLib import TTFont
from lxml import etree

from natfig.core.resources import styles_dir
from natfig.qa.document import Box
from qa.twins.defects import ALL, but, defect
from qa.twins.figure import INK, PT, SVG, XLINK, NoTargetError, moved


@cache
def _font(name):
    return TTFont(styles_dir("fonts", f"LiberationSans-{name}.ttf"))


def _face(label):
    return _font("Bold" if label.runs[0].is_bold else "Regular")


def _advances(label, face):
    """Return (glyph name, where it begins in pt from the text's left)."""
    cmap, units, at = face.getBestCmap(), face["head"].unitsPerEm, 0.0
    for c in label.words:
        glyph = cmap[ord(c)]
        yield c, glyph, at
        at += face["hmtx"][glyph][0] * label.size_pt / units


def _outlined(figure, label):
    """Replace a label by the shapes of its letters, as programs do that convert text to paths."""
    face = _face(label)
    glyphs, scale = face.getGlyphSet(), label.size_pt / face["head"].unitsPerEm
    group = etree.Element(SVG + "g", fill=label.runs[0].fill, id="twin-outlines")
    left, base = label.box.x0 * PT, float(label.element.get("y"))
    for _, glyph, at in _advances(label, face):
        pen = SVGPathPen(glyphs, ntos=lambda v: f"{v:g}")
        glyphs[glyph].draw(pen)
        if pen.getCommands():
            place = f"translate({left + at:.3f} {base:.3f}) scale({scale:.6f} {-scale:.6f})"
            etree.SubElement(group, SVG + "path", d=pen.getCommands(), transform=place)
    label.element.getparent().replace(label.element, group)


@defect("TXT001", but("digits"))
def label_drawn_as_outlines(figure):
    _outlined(figure, max(figure.words(), key=lambda a: len(a.words)))


@defect("TXT001", but("digits"))
def label_drawn_by_use_of_glyphs(figure):
    """Each letter's shape is kept once and used where it stands, as matplotlib and Cairo do it."""
    label = max(figure.words(), key=lambda a: len(a.words))
    _outlined(figure, label)
    group = next(g for g in figure.root.iter(SVG + "g") if g.get("id") == "twin-outlines")
    del group.attrib["id"]
    store = etree.SubElement(figure.root, SVG + "defs")
    for number, path in enumerate(list(group)):
        path.set("id", f"glyph-{number}")
        used = etree.SubElement(group, SVG + "use", transform=path.attrib.pop("transform"))
        used.set(XLINK + "href", f"#glyph-{number}")
        store.append(path)


@defect("TXT001", but("digits"))
def all_labels_drawn_as_outlines(figure):
    for label in figure.plain(1):
        _outlined(figure, label)


@defect("TXT002", ALL)
def label_at_4_pt(figure):
    figure.plain()[0].element.set("font-size", "4")


@defect("TXT002", ALL)
def label_shrunk_by_a_transform(figure):
    label = figure.plain()[-1]
    x, y = label.element.get("x"), label.element.get("y")
    label.element.set("transform", f"translate({x} {y}) scale(0.5) translate(-{x} -{y})")


@defect("TXT003", but("climate electricity rose trial weather wine"))
def label_at_12_pt(figure):
    """A label with room to grow: at its own place, scaled about its anchor."""
    size = 12.0 if (figure.journal.text_ceiling_pt("production") or 0) < 12 else 14.0
    for label in figure.plain(1):
        grow, (ax, ay) = size / label.size_pt, (float(label.element.get(k)) / PT for k in "xy")
        b = label.box
        box = Box(
            ax + (b.x0 - ax) * grow, ay + (b.y0 - ay) * grow, ax + (b.x1 - ax) * grow, ay + (b.y1 - ay) * grow
        )
        if figure.document.page.box.holds(box) and figure.is_blank(box, but=[label]):
            label.element.set("font-size", f"{size:g}")
            return
    raise NoTargetError("no label has room to grow")


@defect("TXT004", "barley digits electricity pbmc penguins serving smoking wine")
def label_in_comic_sans(figure):
    label = figure.words()[0]
    label.element.set("font-family", f"'Comic Sans MS', {label.element.get('font-family')}")


@defect("TXT005", ALL)
def label_cut_into_letters(figure):
    label = figure.words()[0]
    parent, place = label.element.getparent(), label.element
    for c, _, at in _advances(label, _face(label)):
        letter = etree.Element(SVG + "text", dict(label.element.attrib))
        letter.attrib.pop("id", None)
        letter.attrib.pop("text-anchor", None)
        letter.set("x", f"{label.box.x0 * PT + at:.3f}")
        letter.text = c
        place.addnext(letter)
        place = letter
    parent.remove(label.element)


@defect("TXT005", ALL)
def label_with_an_x_for_every_letter(figure):
    label = figure.words()[-1]
    label.element.attrib.pop("text-anchor", None)
    xs = (f"{label.box.x0 * PT + at:.3f}" for _, _, at in _advances(label, _face(label)))
    label.element.set("x", " ".join(xs))


@defect("TXT006", ALL)
def label_moved_onto_another(figure):
    """The shorter of two lies on the longer one, where the longer one had blank paper."""
    words = figure.words(3)
    for under, over in itertools.permutations(words, 2):
        if over.box.w <= under.box.w and over.box.h <= under.box.h * 1.01 and over.words != under.words:
            x, y = under.box.center
            u, v = over.box.center
            moved(over, x - u, y - v)
            return
    raise NoTargetError("no two labels of which one fits on the other")


@defect("TXT007", but("deepfield"))  # whose last label is white on a dark image
def label_half_off_the_page(figure):
    for label in figure.plain():
        w, h = label.box.w, label.box.h
        try:
            spot = figure.blank_spot(w / 2 + 0.5, h, x0=0.0, x1=0.0, pad=0.2)
        except NoTargetError:
            continue
        moved(label, -w / 2 - label.box.x0, spot.y0 - label.box.y0)
        return
    raise NoTargetError("no label fits at the left edge")


@defect("TXT007", ALL)
def label_cut_by_a_clip_path(figure):
    label = figure.words()[0]
    x0, y0, x1, y1 = (v * PT for v in label.box.grown(1))
    clip = etree.SubElement(figure.root, SVG + "clipPath", id="twin-clip")
    rect = {"x": f"{x0}", "y": f"{y0}", "width": f"{(x1 - x0) / 2}", "height": f"{y1 - y0}"}
    etree.SubElement(clip, SVG + "rect", rect)
    label.element.set("clip-path", "url(#twin-clip)")


@defect("TXT008", ALL)
def pale_label(figure):
    figure.words()[0].element.set("fill", "#DDDDDD")


@defect("TXT008", ALL)
def faded_label(figure):
    figure.words()[-1].element.set("opacity", "0.25")


@defect("TXT009", ALL)
def label_under_a_box(figure):
    """A box in the colour of the page, painted last, over three quarters of a label."""
    label = figure.words()[0]
    x0, y0, x1, y1 = (v * PT for v in label.box)
    rect = {"x": f"{x0}", "y": f"{y0}", "width": f"{(x1 - x0) * 0.75}", "height": f"{y1 - y0}"}
    etree.SubElement(figure.root, SVG + "rect", rect, fill="#ffffff")


@defect("TXT009", ALL)
def label_struck_through(figure):
    label = figure.words()[-1]
    left, right, middle = (v * PT for v in (label.box.x0, label.box.x1, label.box.center[1]))
    line = {"d": f"M{left - 2} {middle}H{right + 2}", "fill": "none", "stroke": INK, "stroke-width": "1"}
    label.element.getparent().append(etree.Element(SVG + "path", line))
