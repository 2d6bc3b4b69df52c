"""svglite's SVG, put into the form of natfig's own: named groups, real sizes, text that stays text.

The runner sets a text before and after every part of the picture, which names it; here these
become groups with the ids that the Python backend gives (``panel-a.axis-x``,
``panel-a.series.INT8``). Nothing that is seen changes: marks keep their places, sizes and
colours.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from math import isfinite
from typing import Any

from lxml import etree

from natfig.backends.ids import clean_id
from natfig.backends.r.plan import Zones
from natfig.backends.r.svgtext import bounds, box_of, finish_text, join_lines, join_pieces
from natfig.core.errors import NatfigError
from natfig.core.xml import parse_xml

__all__ = ["PanelNames", "SvgResult", "finish_svg"]

_SVG = "http://www.w3.org/2000/svg"
_BEGIN, _END = "natfig<", "natfig>"
_COLOR = re.compile(r"\b(fill|stroke): (#[0-9A-Fa-f]{6})")
# How far a mark may reach over the edge of a clip path that is left out, in pt: half a line.
_CLIP_SLACK_PT = 1.0
# Ticks are shorter than this, spines longer.
_TICK_MAX_PT = 8.0
# How the texts of a part are named: numbered, by what they say, or as the part itself.
_FORMS = {
    "axis-x": "axis", "axis-y": "axis", "axis-x.label": "text", "axis-y.label": "text", "letter": "text",
    "title": "inner", "note": "inner", "facet": "guide",
}  # fmt: skip
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
    roles : sequence of (role, is split by colour, name or zones with names or None)
        Of the layers, in order.
    levels : mapping of str to str
        #RRGGBB, upper case → level.
    strips : mapping of str to str
        Variable of a strip → role.
    guide : str
        "legend" or "colorbar".
    title : str or None
        Of the legend.
    """

    letter: str
    roles: Sequence[tuple[str, bool, str | Zones | None]]
    levels: Mapping[str, str]
    strips: Mapping[str, str] = field(default_factory=dict)
    guide: str = "legend"
    title: str | None = None


@dataclass(frozen=True)
class SvgResult:
    """The finished SVG and what stands where on it, in pt from the page's top left.

    Attributes
    ----------
    data : bytes
    axes_pt : mapping of str to tuple of float
        Letter → x, y, width and height of the axes.
    text_elements : int
    texts : list of (group, text, box)
        Every text with the group it is in, such as ``panel-a.axis-x``; boxes are x0, y0, x1, y1.
    """

    data: bytes
    axes_pt: Mapping[str, tuple[float, float, float, float]]
    text_elements: int
    texts: Sequence[tuple[str, str, tuple[float, float, float, float]]] = ()


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
    leaves = list(_leaves(root))
    reader = _Reader(panels, _corners(leaf for leaf, _ in leaves))
    for leaf, clip in leaves:
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


@dataclass
class _Run:
    """Elements of one group, drawn in turn, and how the texts among them are named."""

    name: str
    form: str
    leaves: list[tuple[Any, _Clip | None]] = field(default_factory=list)


def _reach(leaf: Any) -> float:
    x0, y0, x1, y1 = box_of(leaf)
    return max(x1 - x0, y1 - y0)


class _Reader:
    """Sorts the elements into groups by the texts that name the parts."""

    def __init__(self, panels: Mapping[str, PanelNames], ends: Mapping[str, tuple[float, float]]) -> None:
        self.panels, self.ends = panels, ends
        self.stack: list[str] = []
        self.groups: dict[str, list[_Run]] = {}
        self.axes: dict[str, tuple[float, float, float, float]] = {}
        self._corner: dict[str, tuple[float, float]] = {}

    def read(self, leaf: Any, clip: _Clip | None) -> None:
        text = leaf.text or "" if etree.QName(leaf).localname == "text" else ""
        if text.startswith((_BEGIN, _END)) and "#010203" in leaf.get("style", ""):
            self._mark(leaf, text)
            return
        top, name, form = self._name(leaf)
        runs = self.groups.setdefault(top, [])
        # What is drawn in turn shares a group; later marks of the same name get one of their own,
        # so that nothing changes its place before or behind others.
        if not runs or runs[-1].name != name:
            runs.append(_Run(name, form))
        runs[-1].leaves.append((leaf, clip))

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

    def _name(self, leaf: Any) -> tuple[str, str, str]:
        """Return the ids of the outer and the inner group of an element, and how its texts are named."""
        if not self.stack:
            return "page", "page", ""
        plot, _, part = self.stack[-1].partition("/")
        kind, _, rest = plot.partition("_")
        if kind in ("legend", "heading"):
            name = plot.replace("_", "-")
            return name, name, "guide" if kind == "legend" else "text"
        letter = rest.split("_")[0]
        panel, outer = self.panels[letter], f"panel-{letter}"
        if kind == "strip" and (part.startswith(("layer", "panel")) or plot not in panel.strips):
            role = panel.strips.get(plot, "legend")
            return outer, f"{outer}.{role}", "guide" if role == "legend" else ""
        if found := re.fullmatch(r"layer-(\d+)", part):
            role = self._layer(panel, int(found[1]) - 1, leaf)
            if role.partition(".")[0] == "legend":
                return outer, f"{outer}.legend", "guide"
            return outer, f"{outer}.{role}", "lines" if role.partition(".")[0] in ("text", "note") else ""
        if part.startswith("guide-box"):
            return outer, f"{outer}.{panel.guide}", panel.guide if panel.guide == "colorbar" else "guide"
        base = re.sub(r"-\d+(-\d+)?$", "", part)
        role = _PARTS.get(base, "frame")
        is_line = etree.QName(leaf).localname == "polyline" and _reach(leaf) > _TICK_MAX_PT
        if role in ("axis-x", "axis-y") and is_line:
            role = "frame"
        return outer, f"{outer}.{role}", _FORMS.get(role, "")

    def _layer(self, panel: PanelNames, index: int, leaf: Any) -> str:
        if index >= len(panel.roles):
            return "series"
        role, is_split, name = panel.roles[index]
        if isinstance(name, Zones):
            name = self._name_at(name, leaf)
        if name is not None:
            return f"{role}.{name}"
        if is_split:
            for _, color in _COLOR.findall(leaf.get("style", "")):
                if (level := panel.levels.get(color.upper())) is not None:
                    return f"{role}.{level}"
        return role

    def _name_at(self, zones: Zones, leaf: Any) -> str | None:
        """Return the name of a mark by its place in the layer's axes; None for pictures of many marks."""
        (x0, y1), (x1, y0) = self._corner[self.stack[-1]], self.ends[self.stack[-1]]
        box = box_of(leaf)
        share = (
            ((box[0] + box[2]) / 2 - x0) / (x1 - x0)
            if zones.side == "x"
            else (y1 - (box[1] + box[3]) / 2) / (y1 - y0)
        )
        return zones.name_at(share) if isfinite(share) else None


def _corners(leaves: Iterable[Any]) -> dict[str, tuple[float, float]]:
    """Return part → its top right corner, where the runner's text behind it stands."""
    return {
        leaf.text[len(_END) :]: (float(leaf.get("x", 0)), float(leaf.get("y", 0)))
        for leaf in leaves
        if (leaf.text or "").startswith(_END) and "#010203" in leaf.get("style", "")
    }


def _union(a: tuple[float, ...], b: tuple[float, ...]) -> tuple[float, float, float, float]:
    x0, y0 = min(a[0], b[0]), min(a[1], b[1])
    return x0, y0, max(a[0] + a[2], b[0] + b[2]) - x0, max(a[1] + a[3], b[1] + b[3]) - y0


# ---------------------------------------------------------------- writing


def _build(  # noqa: PLR0917 - what was read, then what the page is
    root: Any, reader: _Reader, width_mm: float, height_mm: float, title: str, description: str
) -> SvgResult:
    view = root.get("viewBox")
    names: Any = {None: _SVG, "xlink": "http://www.w3.org/1999/xlink"}
    new = etree.Element(f"{{{_SVG}}}svg", nsmap=names)
    for key, value in (
        ("version", "1.1"), ("class", "svglite"), ("width", f"{width_mm:.4f}mm"),
        ("height", f"{height_mm:.4f}mm"),
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
    writer = _Writer(reader.panels)
    for outer, runs in reader.groups.items():
        group = etree.SubElement(new, f"{{{_SVG}}}g", id=writer.unique(outer))
        for run in runs:
            writer.write(group, outer, run)
        if not len(group):
            new.remove(group)
    clips = _clips(root)
    for old, fresh in writer.clips.items():
        path = etree.SubElement(defs, f"{{{_SVG}}}clipPath", id=fresh)
        clip = clips[old]
        etree.SubElement(
            path, f"{{{_SVG}}}rect", x=f"{clip.x:.2f}", y=f"{clip.y:.2f}", width=f"{clip.width:.2f}",
            height=f"{clip.height:.2f}",
        )  # fmt: skip
    if not len(defs):
        new.remove(defs)
    etree.indent(new)
    _close_up(new)
    data = etree.tostring(new, xml_declaration=True, encoding="utf-8")
    return SvgResult(data + b"\n", reader.axes, len(writer.texts), writer.texts)


def _close_up(root: Any) -> None:
    """Take the indentation out of texts again: svglite's style keeps white space, so it would be drawn."""
    for text in root.iter(f"{{{_SVG}}}text"):
        if not len(text):
            continue
        if not (text.text or "").strip():
            text.text = None
        for part in text:
            part.tail = None


class _Writer:
    """Writes groups; `clips` are the clip paths in use, `texts` what has been written where."""

    def __init__(self, panels: Mapping[str, PanelNames]) -> None:
        self.panels = panels
        self.taken: set[str] = {"figure-title", "figure-description"}
        self.clips: dict[str, str] = {}
        self.texts: list[tuple[str, str, tuple[float, float, float, float]]] = []
        self.ticks: dict[str, int] = {}

    def unique(self, name: str) -> str:
        """Return a name as an id that is not taken."""
        base = clean_id(name)
        out, i = base, 2
        while out in self.taken:
            out, i = f"{base}.{i}", i + 1
        self.taken.add(out)
        return out

    def write(self, group: Any, outer: str, run: _Run) -> None:
        """Write a run into its panel's group."""
        leaves = join_pieces([(leaf, clip) for leaf, clip in run.leaves if not _is_invisible(leaf)])
        if run.form:
            leaves = join_lines(leaves, run.form)
        if not leaves:
            return
        # A part called like its whole, or that is one text, needs no group of its own.
        is_bare = run.name == outer or (run.form == "text" and len(leaves) == 1)
        target = group if is_bare else etree.SubElement(group, f"{{{_SVG}}}g", id=self.unique(run.name))
        for leaf, clip in leaves:
            leaf.tail = None
            if clip is not None and not clip.holds(box_of(leaf)):
                fresh = self.clips.setdefault(clip.id, f"clip-{len(self.clips) + 1}")
                leaf.set("clip-path", f"url(#{fresh})")
            if etree.QName(leaf).localname == "text":
                text, box = bounds(leaf)
                self.texts.append((run.name, text, box))
                finish_text(leaf)
                if (name := self._text_name(run, outer, text)) is not None:
                    leaf.set("id", self.unique(name))
            target.append(leaf)

    def _text_name(self, run: _Run, outer: str, text: str) -> str | None:
        if run.form == "text":
            return run.name if run.name != outer else f"{run.name}.text"
        if run.form == "inner":
            return f"{run.name}.text"
        title = names.title if (names := self.panels.get(outer.removeprefix("panel-"))) else None
        if run.form == "guide":
            return f"{run.name}.{'title' if title is not None and text == title else text}"
        if run.form in ("axis", "colorbar"):
            if run.form == "colorbar" and (title is None or text == title) and not re.match(r"[\d−.]", text):
                return f"{run.name}.label"
            axis = run.name if run.form == "axis" else f"{run.name}.axis"
            self.ticks[axis] = self.ticks.get(axis, 0) + 1
            return f"{axis}.tick-{self.ticks[axis]}"
        return None


def _add(parent: Any, tag: str, text: str, **attributes: str) -> None:
    etree.SubElement(parent, f"{{{_SVG}}}{tag}", attributes).text = text


def _is_invisible(leaf: Any) -> bool:
    """Whether an element paints nothing: ggplot2 draws empty backgrounds and empty texts too."""
    style = leaf.get("style", "")
    if etree.QName(leaf).localname == "text":
        return not "".join(leaf.itertext()).strip()
    if etree.QName(leaf).localname == "polyline" and "fill:" not in style:
        # The outline of a ribbon without one: svglite's style sheet fills no polylines.
        return "stroke: none" in style
    return "stroke: none" in style and "fill: none" in style
