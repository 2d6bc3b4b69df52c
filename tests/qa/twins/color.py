"""Defects of colour: series and maps painted anew."""

import base64
import io
import re
from collections import Counter

from PIL import Image

from qa.twins.defects import defect
from qa.twins.figure import INK, XLINK, NoTargetError

_NAMED = re.compile(r"panel-(?P<panel>\w+)\.(?:series|points|band|trend|spread)\.(?P<series>.+?)(?:\.\d+)?")
_COLORS = ("fill", "stroke")
_NOT_DATA = {INK, "#ffffff", "#000000"}

# Each pair: told apart by everybody else, and what it is to the eyes it is chosen for.
# (one, other): lightness and the short-wave channel agree, so only red against green parts them.
BLUE_PURPLE = ("#1F77B4", "#9467BD")
RED_GREEN = ("#D62728", "#2CA02C")
# L* 47.2 and 47.9: one grey on a copier, blue against red for everybody.
EQUAL_GREY = ("#D62728", "#1F77B4")


def _colors_of(figure, panel):
    """Return each series' own colour in a panel: the commonest that no other series there has."""
    counts = {}
    for group in figure.root.iter("{*}g"):
        match = _NAMED.fullmatch(group.get("id") or "")
        if match is None or match["panel"] != panel:
            continue
        found = counts.setdefault(match["series"], Counter())
        found.update(c for e in group.iter() for k in _COLORS if (c := (e.get(k) or "").lower())[:1] == "#")
    shared = Counter(color for found in counts.values() for color in found)
    own = {}
    for series, found in counts.items():
        mine = [color for color, _ in found.most_common() if shared[color] == 1 and color not in _NOT_DATA]
        if mine:
            own[series] = mine[0]
    return own


def _repaint(figure, panel, colors):
    """Replace colours in one panel: marks, legends and the labels in their colour."""
    for group in figure.root:
        if re.match(rf"panel-{panel}(?:\.|$)", group.get("id") or ""):
            for element in group.iter():
                for key in _COLORS:
                    new = colors.get((element.get(key) or "").lower())
                    if new is not None:
                        element.set(key, new)


def _repaint_series(figure, pair):
    """Give the two series of a panel a pair of colours."""
    for panel in figure.panels():
        colors = list(_colors_of(figure, panel).values())
        if len(colors) == 2:
            _repaint(figure, panel, dict(zip(colors, pair, strict=True)))
            return
    raise NoTargetError("no panel with two coloured series")


@defect("CLR001", "barley classifier pbmc serving weather")
def two_series_in_blue_and_purple(figure):
    _repaint_series(figure, BLUE_PURPLE)


@defect("CLR003", "barley classifier pbmc serving weather")
def two_series_in_red_and_green(figure):
    _repaint_series(figure, RED_GREEN)


@defect("CLR004", "barley classifier pbmc serving weather", level="info")
def two_series_of_one_grey(figure):
    _repaint_series(figure, EQUAL_GREY)


# -- rainbows


def jet(t):
    """Return the colour of MATLAB's jet at t in 0–1: blue, cyan, yellow, red in straight lines."""
    channels = (1.5 - abs(4 * t - k) for k in (3, 2, 1))
    return "#" + "".join(f"{round(255 * min(1.0, max(0.0, c))):02x}" for c in channels)


def _luminance(color):
    r, g, b = (int(color[i : i + 2], 16) for i in (1, 3, 5))
    return 0.2126 * r + 0.7152 * g + 0.0722 * b


@defect("CLR002", "antibiotics classifier climate digits gapminder pbmc penguins")
def colour_bar_in_jet(figure):
    """The bar and the cells of its map; values written on the cells are taken away."""
    for bar in figure.groups(re.compile(r"^panel-\w+\.colorbar$")):
        panel = bar.get("id").partition(".")[0]
        fills = {e.get("fill", "").lower() for e in bar.iter() if e.get("fill", "none") != "none"}
        ramp = sorted((c for c in fills if c.startswith("#")), key=_luminance)
        if len(ramp) < 40:
            continue
        known = {color: jet(k / (len(ramp) - 1)) for k, color in enumerate(ramp)}
        for group in figure.groups(re.compile(rf"^{panel}\.(?:colorbar|series\.\w+)$")):
            for element in group.iter("{*}path", "{*}rect", "{*}circle"):
                for key in _COLORS:
                    color = (element.get(key) or "").lower()
                    if color in known:
                        element.set(key, known[color])
        for label in figure.labels:
            if label.id.startswith(f"{panel}.values"):
                label.element.getparent().remove(label.element)
        return
    raise NoTargetError("no colour bar")


@defect("CLR002", "climate")
def pixels_in_jet(figure):
    for element in figure.root.iter("{*}image"):
        packed = element.get(XLINK + "href").partition(",")[2]
        with Image.open(io.BytesIO(base64.b64decode(packed))) as picture:
            grey = picture.convert("L")
        low, high = grey.getextrema()
        stops = [jet(min(1.0, max(0.0, (v - low) / (high - low)))) for v in range(256)]
        table = [int(stop[i : i + 2], 16) for i in (1, 3, 5) for stop in stops]
        out = io.BytesIO()
        Image.merge("RGB", [grey] * 3).point(table).save(out, "PNG")
        element.set(XLINK + "href", "data:image/png;base64," + base64.b64encode(out.getvalue()).decode())
        return
    raise NoTargetError("no image")
