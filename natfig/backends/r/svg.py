"""svglite's SVG, put into the form of natfig's own: named groups, real sizes, text that stays text.

The runner sets a text before and after every part of the picture, which names it; here these
become groups with the ids that the Python backend gives (``panel-a.axis-x``,
``panel-a.series.INT8``). Nothing that is seen changes: marks keep their places, sizes and
colours.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from lxml import etree

from natfig.backends.ids import clean_id
from natfig.core.errors import NatfigError
from natfig.core.xml import parse_xml
from natfig.style.fonts import SVG_FAMILY

__all__ = ["PanelNames", "SvgResult", "finish_svg"]

_SVG = "http://www.w3.org/2000/svg"
_BEGIN, _END = "natfig<", "natfig>"
_COLOR = re.compile(r"\b(fill|stroke): (#[0-9A-Fa-f]{6})")
# How far a mark may reach over the edge of a clip path that is left out, in pt: half a line.
_CLIP_SLACK_PT = 1.0
_PARTS = {
    "axis-b": "axis-x", "axis-t": "axis-x", "axis-l": "axis-y", "axis-r": "axis-y",
    "xlab-b": "axis-x.label", "xlab-t": "axis-x.label", "ylab-l": "axis-y.label", "ylab-r": "axis-y.label",
    "tag": "letter", "title": "title", "subtitle": "note", "caption": "note", "strip-t": "facet",
    "strip-b": "facet", "strip-l": "facet", "strip-r": "facet", "background": "background",
}  # fmt: skip


@dataclass(frozen=True)
class PanelNames:
    """How the parts of a panel are called.

    Attributes
    ----------
    letter : str
    roles : sequence of (role, is split by colour, name or None)
        Of the layers, in order.
    levels : mapping of str to str
        #RRGGBB, upper case → level.
    strips : mapping of str to str
        Variable of a strip → role.
    guide : str
        "legend" or "colorbar".
    """

    letter: str
    roles: Sequence[tuple[str, bool, str | None]]
    levels: Mapping[str, str]
    strips: Mapping[str, str] = field(default_factory=dict)
    guide: str = "legend"


@dataclass(frozen=True)
class SvgResult:
    """The finished SVG, the axes' boxes in pt (x, y, width, height from the top left), and its texts."""

    data: bytes
    axes_pt: Mapping[str, tuple[float, float, float, float]]
    text_elements: int


def finish_svg(
    data: bytes, panels: Mapping[str, PanelNames], *, width_mm: float, height_mm: float, title: str,
    description: str,
) -> SvgResult:  # fmt: skip
    """Return svglite's file with natfig's groups, page size in mm, title and description.

    Parameters
    ----------
    data : bytes
        What svglite wrote while the runner's texts were in the picture.
    panels : mapping of str to PanelNames
        Letter → names.
    width_mm, height_mm : float
    title, description : str

    Raises
    ------
    NatfigError
        If the runner's texts don't pair up.
    """
    root = parse_xml(data, what="SVG of R").getroot()
    clips = _clips(root)
    reader = _Reader(panels)
    for leaf, clip in _leaves(root):
        reader.read(leaf, clips.get(clip or ""))
    if reader.stack:
        raise NatfigError("the SVG of R ends inside a part", hint="this is natfig's fault; please report it")
    return _build(root, reader, width_mm, height_mm, title, description)


@dataclass
class _Clip:
    id: str
    x: float
    y: float
    width: float
    height: float

    def holds(self, box: tuple[float, float, float, float]) -> bool:
        s = _CLIP_SLACK_PT
        return (
            box[0] >= self.x - s and box[1] >= self.y - s
            and box[2] <= self.x + self.width + s and box[3] <= self.y + self.height + s
        )  # fmt: skip


def _clips(root: Any) -> dict[str, _Clip]:
    out = {}
    for path in root.iter(f"{{{_SVG}}}clipPath"):
        rect = path.find(f"{{{_SVG}}}rect")
        if rect is not None:
            values = [float(rect.get(k)) for k in ("x", "y", "width", "height")]
            out[path.get("id")] = _Clip(path.get("id"), *values)
    return out


def _leaves(root: Any) -> Any:
    """Yield every drawn element with the id of its clip path."""
    for child in root:
        if not isinstance(child.tag, str) or etree.QName(child).localname == "defs":
            continue
        if etree.QName(child).localname == "g":
            clip = re.sub(r"url\(#(.*)\)", r"\1", child.get("clip-path", ""))
            for leaf in child:
                if isinstance(leaf.tag, str) and etree.QName(leaf).localname != "defs":
                    yield leaf, clip
        else:
            yield child, None


class _Reader:
    """Sorts the elements into groups by the texts that name the parts."""

    def __init__(self, panels: Mapping[str, PanelNames]) -> None:
        self.panels = panels
        self.stack: list[str] = []
        self.groups: dict[str, list[tuple[str, list[tuple[Any, _Clip | None]]]]] = {}
        self.axes: dict[str, tuple[float, float, float, float]] = {}
        self._corner: dict[str, tuple[float, float]] = {}

    def read(self, leaf: Any, clip: _Clip | None) -> None:
        text = leaf.text or "" if etree.QName(leaf).localname == "text" else ""
        if text.startswith((_BEGIN, _END)) and "#010203" in leaf.get("style", ""):
            self._mark(leaf, text)
            return
        top, name = self._name(leaf)
        runs = self.groups.setdefault(top, [])
        # What is drawn in turn shares a group; later marks of the same name get one of their own,
        # so that nothing changes its place before or behind others.
        if not runs or runs[-1][0] != name:
            runs.append((name, []))
        runs[-1][1].append((leaf, clip))

    def _mark(self, leaf: Any, text: str) -> None:
        name = text[len(_BEGIN) :]
        place = (float(leaf.get("x", 0)), float(leaf.get("y", 0)))
        if text.startswith(_BEGIN):
            self.stack.append(name)
            self._corner[name] = place
            return
        if not self.stack or self.stack.pop() != name:
            raise NatfigError(f"the SVG of R closes {name} out of turn", hint="please report it")
        plot, _, part = name.partition("/")
        if plot.startswith("panel_") and re.fullmatch(r"panel(-\d+-\d+)?", part):
            x0, y1 = self._corner[name]
            box = (x0, place[1], place[0] - x0, y1 - place[1])
            letter = plot.removeprefix("panel_")
            old = self.axes.get(letter)
            self.axes[letter] = box if old is None else _union(old, box)

    def _name(self, leaf: Any) -> tuple[str, str]:
        """Return the ids of the outer and the inner group of an element."""
        if not self.stack:
            return "page", "page"
        plot, _, part = self.stack[-1].partition("/")
        kind, _, rest = plot.partition("_")
        if kind == "legend":
            return plot.replace("_", "-"), plot.replace("_", "-")
        letter = rest.split("_")[0]
        panel, outer = self.panels[letter], f"panel-{letter}"
        if kind == "strip":
            return outer, f"{outer}.{panel.strips.get(plot, 'legend')}"
        if found := re.fullmatch(r"layer-(\d+)", part):
            return outer, f"{outer}.{self._layer(panel, int(found[1]) - 1, leaf)}"
        if part.startswith("guide-box"):
            return outer, f"{outer}.{panel.guide}"
        base = re.sub(r"-\d+(-\d+)?$", "", part)
        return outer, f"{outer}.{_PARTS.get(base, 'frame')}"

    def _layer(self, panel: PanelNames, index: int, leaf: Any) -> str:
        if index >= len(panel.roles):
            return "series"
        role, is_split, name = panel.roles[index]
        if name is not None:
            return f"{role}.{name}"
        if is_split:
            for _, color in _COLOR.findall(leaf.get("style", "")):
                if (level := panel.levels.get(color.upper())) is not None:
                    return f"{role}.{level}"
        return role


def _union(a: tuple[float, ...], b: tuple[float, ...]) -> tuple[float, float, float, float]:
    x0, y0 = min(a[0], b[0]), min(a[1], b[1])
    return x0, y0, max(a[0] + a[2], b[0] + b[2]) - x0, max(a[1] + a[3], b[1] + b[3]) - y0


# ---------------------------------------------------------------- writing


def _build(
    root: Any, reader: _Reader, width_mm: float, height_mm: float, title: str, description: str
) -> SvgResult:
    view = root.get("viewBox")
    new = etree.Element(
        f"{{{_SVG}}}svg", nsmap={None: _SVG, "xlink": "http://www.w3.org/1999/xlink"},
    )  # fmt: skip
    for key, value in (
        ("version", "1.1"), ("class", "svglite"), ("width", f"{width_mm:.4f}mm"), ("height", f"{height_mm:.4f}mm"),
        ("viewBox", view), ("role", "img"), ("aria-labelledby", "figure-title figure-description"),
    ):  # fmt: skip
        new.set(key, value)
    _add(new, "title", title, id="figure-title")
    _add(new, "desc", description, id="figure-description")
    style = root.find(f".//{{{_SVG}}}style")
    if style is not None:
        style.tail = None
        new.append(style)
    defs = etree.SubElement(new, f"{{{_SVG}}}defs")
    used: dict[str, str] = {}
    taken: set[str] = {"figure-title", "figure-description"}
    texts = 0
    for outer, inner in reader.groups.items():
        group = etree.SubElement(new, f"{{{_SVG}}}g", id=_unique(outer, taken))
        for name, leaves in inner:
            # A part called like its whole needs no group of its own.
            target = (
                group if name == outer else etree.SubElement(group, f"{{{_SVG}}}g", id=_unique(name, taken))
            )
            for leaf, clip in _merged(leaves):
                leaf.tail = None
                if _is_invisible(leaf):
                    continue
                if clip is not None and not clip.holds(_box(leaf)):
                    leaf.set("clip-path", f"url(#{used.setdefault(clip.id, f'clip-{len(used) + 1}')})")
                if etree.QName(leaf).localname == "text":
                    texts += 1
                    _finish_text(leaf)
                target.append(leaf)
            if not len(target):
                target.getparent().remove(target)
        if not len(group) and group.getparent() is not None:
            new.remove(group)
    clips = _clips(root)
    for old, fresh in used.items():
        path = etree.SubElement(defs, f"{{{_SVG}}}clipPath", id=fresh)
        clip = clips[old]
        etree.SubElement(
            path, f"{{{_SVG}}}rect", x=f"{clip.x:.2f}", y=f"{clip.y:.2f}", width=f"{clip.width:.2f}",
            height=f"{clip.height:.2f}",
        )  # fmt: skip
    if not len(defs):
        new.remove(defs)
    etree.indent(new)
    data = etree.tostring(new, xml_declaration=True, encoding="utf-8")
    return SvgResult(data + b"\n", reader.axes, texts)


def _add(parent: Any, tag: str, text: str, **attributes: str) -> None:
    etree.SubElement(parent, f"{{{_SVG}}}{tag}", attributes).text = text


def _unique(name: str, taken: set[str]) -> str:
    base = clean_id(name)
    out, i = base, 2
    while out in taken:
        out, i = f"{base}.{i}", i + 1
    taken.add(out)
    return out


def _is_invisible(leaf: Any) -> bool:
    """Whether an element paints nothing: ggplot2 draws empty backgrounds and empty texts too."""
    style = leaf.get("style", "")
    if etree.QName(leaf).localname == "text":
        return not "".join(leaf.itertext()).strip()
    return "stroke: none" in style and "fill: none" in style


def _finish_text(leaf: Any) -> None:
    for key in ("textLength", "lengthAdjust"):
        leaf.attrib.pop(key, None)
    for element in leaf.iter():
        style = element.get("style")
        if style is not None:
            family = f"font-family: {SVG_FAMILY};"
            element.set("style", re.sub(r'font-family: ("[^"]*"|[^;]*);', family, style))


def _numbers(text: str | None) -> list[float]:
    return [float(v) for v in re.findall(r"-?[\d.]+(?:e-?\d+)?", text or "")]


def _box(leaf: Any) -> tuple[float, float, float, float]:
    """Return a box (x0, y0, x1, y1) that a mark stays within, lines' widths left out."""
    kind = etree.QName(leaf).localname

    def at(key: str) -> float:
        return float(leaf.get(key, 0))

    if kind == "rect" and "%" not in leaf.get("width", ""):
        return at("x"), at("y"), at("x") + at("width"), at("y") + at("height")
    if kind == "circle":
        return at("cx") - at("r"), at("cy") - at("r"), at("cx") + at("r"), at("cy") + at("r")
    if kind == "line":
        return (
            min(at("x1"), at("x2")),
            min(at("y1"), at("y2")),
            max(at("x1"), at("x2")),
            max(at("y1"), at("y2")),
        )
    if kind in ("polyline", "polygon"):
        values = _numbers(leaf.get("points"))
        return min(values[::2]), min(values[1::2]), max(values[::2]), max(values[1::2])
    if kind == "text":
        x, y = _place(leaf)[:2]
        return x, y, x, y
    return float("-inf"), float("-inf"), float("inf"), float("inf")


# ---------------------------------------------------------------- formulas


def _place(leaf: Any) -> tuple[float, float, float]:
    """Return a text's x, y and angle in degrees."""
    turn = re.match(r"translate\(([-\d.]+),([-\d.]+)\)(?: rotate\(([-\d.]+)\))?", leaf.get("transform", ""))
    if turn:
        return float(turn[1]), float(turn[2]), float(turn[3] or 0)
    return float(leaf.get("x", 0)), float(leaf.get("y", 0)), 0.0


def _merged(leaves: list[tuple[Any, _Clip | None]]) -> list[tuple[Any, _Clip | None]]:
    """Return the elements with the pieces of each formula joined to one text.

    plotmath draws a formula piece by piece; a piece that begins where the one before it ends, on
    a baseline less than its size away, belongs to it.
    """
    from natfig.backends.r.measure import text_mm

    out: list[tuple[Any, _Clip | None]] = []
    end: tuple[float, float, float, float] | None = None  # x, y along the line, angle, size
    for leaf, clip in leaves:
        if etree.QName(leaf).localname != "text" or leaf.get("text-anchor") not in (None, "start"):
            out.append((leaf, clip))
            end = None
            continue
        x, y, angle = _place(leaf)
        along, across = _turned(x, y, angle)
        style = leaf.get("style", "")
        size = (_numbers(re.sub(r".*font-size: ([\d.]+)px.*", r"\1", style)) or [0.0])[0]
        width = text_mm(leaf.text or "", size, is_bold="bold" in style) * 72 / 25.4
        if (
            end is not None and abs(end[2] - angle) < 0.01 and -0.3 <= along - end[0] <= 0.3 * size
            and abs(across - end[1]) < size
        ):  # fmt: skip
            _join(out[-1][0], leaf, along - end[0], across - end[3])
            end = (along + width, end[1], angle, across)
            continue
        out.append((leaf, clip))
        end = (along + width, across, angle, across)
    return out


def _turned(x: float, y: float, angle: float) -> tuple[float, float]:
    """Return a place along and across the direction of a text."""
    from math import cos, radians, sin

    a = radians(angle)
    return x * cos(a) + y * sin(a), -x * sin(a) + y * cos(a)


def _join(first: Any, piece: Any, dx: float, dy: float) -> None:
    """Append a piece to a text as a tspan, moved from where the last one ended."""
    if not len(first) and first.text:
        start = etree.SubElement(first, f"{{{_SVG}}}tspan")
        start.text, first.text = first.text, None
    span = etree.SubElement(first, f"{{{_SVG}}}tspan")
    span.text = piece.text
    if abs(dx) > 0.01:
        span.set("dx", f"{dx:.2f}")
    if abs(dy) > 0.01:
        span.set("dy", f"{dy:.2f}")
    if piece.get("style") != first.get("style"):
        span.set("style", piece.get("style", ""))
