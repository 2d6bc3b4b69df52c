"""Defects of the file itself and of what it promises: DOC and CON."""

import re

from lxml import etree

from qa.twins.defects import ALL, but, defect
from qa.twins.figure import SVG, NoTargetError

MB = 1_000_000


# -- other files, and what could run


@defect("DOC001", ALL)
def linked_style_sheet(figure):
    rule = etree.ProcessingInstruction("xml-stylesheet", 'type="text/css" href="house-style.css"')
    figure.root.addprevious(rule)


@defect("DOC001", ALL)
def imported_style_sheet(figure):
    style = etree.SubElement(figure.root, SVG + "style")
    style.text = "@import url(http://styles.example/paper.css);"


@defect("DOC002", ALL)
def script(figure):
    etree.SubElement(figure.root, SVG + "script").text = "alert(1)"


@defect("DOC002", ALL)
def onload_handler(figure):
    figure.root.set("onload", "alert(1)")


@defect("DOC002", ALL)
def javascript_link(figure):
    """A label that runs a script when it is clicked."""
    label = figure.labels[0].element
    link = etree.Element(SVG + "a", href="javascript:alert(1)")
    label.getparent().replace(label, link)
    link.append(label)


@defect("DOC003", "pbmc penguins serving smoking")
def padded_beyond_the_limit(figure):
    value = figure.context.value("max_file_mb")
    if value is None or value.value is None:
        raise NoTargetError("the journal has no limit")
    text = etree.tostring(figure.tree)
    line = b"<!-- " + b"x" * 990 + b" -->\n"
    figure.data = text.replace(b"</svg>", line * int(value.value * 1.1 * MB / len(line)) + b"</svg>")


@defect("DOC003", "pbmc penguins serving smoking", suffix="tiff")
def tiff_padded_beyond_the_limit(figure):
    value = figure.context.value("max_file_mb")
    if value is None or value.value is None:
        raise NoTargetError("the journal has no limit")
    figure.data += bytes(int(value.value * 1.1 * MB))


@defect("DOC005", but("aspirate classifier deepfield niches penguins regimens serving trial"))
def svg_alone(figure):
    """Without the PDF beside it there is nothing the journal takes."""
    figure.alone = True


@defect("DOC005", but("classifier digits rose wine"), suffix="png")
def png_alone(figure):
    figure.alone = True


@defect("DOC006", ALL)
def cut_off(figure):
    text = figure.path.read_bytes()
    figure.data = text[: len(text) * 2 // 3]


@defect("DOC006", ALL)
def entity_bomb(figure):
    bomb = b'<!DOCTYPE svg [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">]>'
    figure.data = figure.path.read_bytes().replace(b"<svg", bomb + b"<svg", 1)


@defect("DOC006", ALL)
def external_entity(figure):
    bomb = b'<!DOCTYPE svg [<!ENTITY a SYSTEM "file:///etc/passwd">]>'
    text = figure.path.read_bytes().replace(b"<svg", bomb + b"<svg", 1)
    figure.data = text.replace(b"</title>", b"&a;</title>", 1)


@defect("DOC006", ALL)
def namespace_missing(figure):
    figure.data = figure.path.read_bytes().replace(b' xmlns="http://www.w3.org/2000/svg"', b"", 1)


@defect("DOC006", "electricity smoking barley serving weather")
def pixels_under_the_name_of_an_svg(figure):
    """Somebody renamed the PNG."""
    figure.data = (figure.folder / f"{figure.name}.png").read_bytes()


@defect("DOC006", ALL, suffix="tiff")
def tiff_cut_off(figure):
    figure.data = figure.data[: len(figure.data) * 2 // 3]


@defect("DOC006", ALL, suffix="pdf")
def pdf_cut_off(figure):
    figure.data = figure.data[: len(figure.data) // 3]


@defect("DOC007", ALL)
def title_and_description_removed(figure):
    for element in figure.root.findall(SVG + "title") + figure.root.findall(SVG + "desc"):
        figure.root.remove(element)
    figure.root.attrib.pop("aria-labelledby", None)


@defect("DOC007", ALL)
def title_that_says_nothing(figure):
    figure.root.find(SVG + "title").text = "Figure 1"
    figure.root.find(SVG + "desc").text = ""


@defect("DOC008", ALL)
def local_path_in_a_comment(figure):
    figure.root.insert(0, etree.Comment(" saved from /home/jdoe/thesis/chapter2/fig.svg "))


@defect("DOC008", ALL)
def export_path_of_inkscape(figure):
    name = "{http://www.inkscape.org/namespaces/inkscape}export-filename"
    figure.root.set(name, r"C:\Users\jdoe\Desktop\figure.png")


@defect("DOC008", ALL)
def hidden_remark(figure):
    label = figure.labels[0].element
    hidden = etree.Element(SVG + "text", dict(label.attrib), visibility="hidden")
    hidden.attrib.pop("id", None)
    hidden.text = "ask whether reviewer two saw this"
    label.addnext(hidden)


# -- the contract


@defect("CON001", "antibiotics classifier climate gapminder pbmc penguins trial")
def last_panel_removed(figure):
    figure.remove_panel(figure.panels()[-1])


@defect("CON001", ALL)
def panel_renamed(figure):
    """Ids say c where the contract has another letter."""
    old, new = f"panel-{figure.panels()[0]}", "panel-q"
    for element in figure.root.iter():
        if re.match(rf"{old}(?:\.|$)", element.get("id") or ""):
            element.set("id", new + element.get("id")[len(old) :])


@defect("CON001", ALL)
def contract_with_one_more_panel(figure):
    extra = {"panel": "z", "kind": "line", "role": "control", "claim": "Nothing else changes."}
    figure.item["panels"].append(extra)
    figure.root.append(etree.Comment(" edited "))


@defect("CON002", ALL)
def claim_that_fails(figure):
    claims = figure.item["claims"]
    if not claims:
        raise NoTargetError("no claims")
    next(iter(claims.values()))["holds"] = False


def _with_spread(figure):
    for panel in figure.item["panels"]:
        stats = panel.get("stats") or {}
        if stats.get("spread") not in {None, "none"}:
            return stats
    raise NoTargetError("no panel declares a spread")


@defect("CON003", "climate digits penguins serving")
def number_of_observations_undeclared(figure):
    _with_spread(figure)["n"] = None


@defect("CON003", "climate digits penguins serving")
def centre_undeclared(figure):
    _with_spread(figure)["center"] = None


_KINDS = {"line", "bar", "survival", "area", "roc"}
_INTERVALS = re.compile(r"panel-(\w+)\.(?:series|spread|band)\.(.+?)(\.\d+)?")


@defect("CON004", "digits serving trial")
def one_series_without_error_bars(figure):
    """The first series of a panel that has them loses its band, or its parallel segments."""
    kinds = {p["panel"]: p["kind"] for p in figure.item["panels"]}
    for group in figure.groups(_INTERVALS):
        letter, series, _ = _INTERVALS.fullmatch(group.get("id")).groups()
        others = {
            _INTERVALS.fullmatch(g.get("id"))[2]
            for g in figure.groups(_INTERVALS)
            if _INTERVALS.fullmatch(g.get("id"))[1] == letter
        }
        if kinds.get(letter) in _KINDS and len(others) > 1 and _strip(figure, letter, series):
            return
    raise NoTargetError("no panel with several series of error bars")


def _strip(figure, letter, series):
    """Take the intervals of one series away; say whether there were any."""
    taken = 0
    for group in figure.groups(_INTERVALS):
        match = _INTERVALS.fullmatch(group.get("id"))
        if (match[1], match[2]) != (letter, series):
            continue
        if ".series." not in group.get("id"):
            group.getparent().remove(group)
            taken += 1
            continue
        for path in list(group.iter(SVG + "path")):
            numbers = re.fullmatch(r"M([\d.]+) ([\d.]+)L([\d.]+) ([\d.]+)", path.get("d"))
            if numbers is not None and (numbers[1] == numbers[3] or numbers[2] == numbers[4]):
                path.getparent().remove(path)
                taken += 1
    return taken
