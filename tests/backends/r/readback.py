"""Data values read back from an exported SVG: marks in the units of the axes they stand on.

Ticks give each axis its scale, whatever program drew it: their places and what stands beside
them. What is read are the marks of groups such as ``panel-a.series.INT8``: points by their
centres, all else by its outline.
"""

import base64
import io
import re
from collections import defaultdict
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
from lxml import etree
from PIL import Image

__all__ = ["Axis", "Mark", "Panel", "read"]

_SVG = "{http://www.w3.org/2000/svg}"
# Groups that show data; all else is furniture.
ROLES = {"series", "points", "center", "spread", "band", "trend", "summary"}
# Marks that stand for one place are no larger than this; their size says nothing of the data.
_POINT_PT = 7.0
# A cap of an error bar is shorter than this, and stands across the axis it is measured on.
_CAP_PT = 4.2
# A tick label belongs to the tick that is no farther away than this.
_BESIDE_PT = 2.0
# Lines of one label stand at the same place.
_SAME_PT = 0.5
# Panels in one row reach no farther than this over each other's outermost ticks.
_ROW_PT = 15.0
_NUMBER = re.compile(r"([-+]?(?:\d+\.?\d*|\.\d+)(?:e[-+]?\d+)?)[ %°×]*", re.IGNORECASE)


SHARE = 0.01
# svglite writes places to a hundredth of a point, ticks too.
SLACK_PT = 0.03


class ReadbackError(AssertionError):
    """An SVG doesn't say what its marks mean."""


@dataclass(frozen=True)
class Axis:
    """Page places (pt) to values: linear, logarithmic, or categories counted from 0."""

    kind: str
    slope: float
    offset: float
    span_pt: float = 1.0

    @property
    def is_number(self):
        return self.kind in {"linear", "log"}

    def values(self, places):
        line = self.slope * np.asarray(places, dtype=float) + self.offset
        return 10**line if self.kind == "log" else line

    def places(self, values):
        values = np.asarray(values, dtype=float)
        return ((np.log10(values) if self.kind == "log" else values) - self.offset) / self.slope

    def allowed(self, values):
        """Return how far other values may be off: 1 %, of the axis where its values are larger than it.

        Less than the digits of the file is never asked for.
        """
        values = np.asarray(values, dtype=float)
        step = abs(self.slope) * SLACK_PT
        if self.kind == "log":
            return np.abs(values) * max(SHARE, 10**step - 1)
        return np.maximum(SHARE * np.minimum(np.abs(values), abs(self.slope) * self.span_pt), step)


@dataclass(frozen=True)
class Mark:
    """One mark in page pt: a point, an open line or a closed outline."""

    kind: str
    xy: np.ndarray
    fill: str | None = None
    color: str | None = None
    size_pt: float = 0.0

    @property
    def box(self):
        return (*self.xy.min(axis=0), *self.xy.max(axis=0))


@dataclass
class Panel:
    """A panel's axes and its marks by what group they are in, such as ``series.INT8``."""

    letter: str
    x: Axis | None = None
    y: Axis | None = None
    marks: dict = field(default_factory=lambda: defaultdict(list))
    ticks: dict = field(default_factory=dict)
    rings: list = field(default_factory=list)
    pixels: list = field(default_factory=list)


def read(path, scales=None):
    """Return letter → `Panel` of an SVG.

    Parameters
    ----------
    path : Path
    scales : mapping, optional
        (letter, "x" or "y") → the scale the spec states; it decides where two ticks leave it open.
    """
    root = etree.fromstring(Path(path).read_bytes())
    panels = {}
    for group in root.iter(f"{_SVG}g"):
        found = re.fullmatch(r"panel-([^.]+)(?:\.(.+))?", group.get("id") or "")
        if not found:
            continue
        panel = panels.setdefault(found[1], Panel(found[1]))
        part = found[2] or ""
        if not part.startswith("colorbar"):
            panel.pixels += [_pixels(e) for e in group if e.tag == f"{_SVG}image"]
        if part in {"axis-x", "axis-y"}:
            side = part[-1]
            panel.ticks[side] = _ticks(group, side)
        elif part.split(".")[0] in ROLES:
            _gather(panel, part, group)
        elif part.startswith("grid.ring"):
            panel.rings += list(_marks(group))
    for panel in panels.values():
        for side in "xy":
            if side in panel.ticks:
                setattr(panel, side, _axis(*panel.ticks[side], (scales or {}).get((panel.letter, side))))
    _share(panels)
    return panels


def _share(panels):
    """Give panels whose labels stand only beside their neighbour the neighbour's axis.

    That is how pages with shared axes are drawn: the axes lie in one row, so a place on the page
    means the same in both.
    """
    before = None
    for panel in panels.values():
        if before is not None and panel.y is None and before.y is not None and not panel.rings:
            labels = panel.ticks.get("y", ([], []))[1]
            places = before.ticks["y"][0] or [place for place, _ in before.ticks["y"][1]]
            marks = [m.xy[:, 1] for found in panel.marks.values() for m in found]
            inside = marks and min(m.min() for m in marks) > min(places) - _ROW_PT
            if inside and not labels and max(m.max() for m in marks) < max(places) + _ROW_PT:
                panel.y, panel.ticks["y"] = before.y, before.ticks["y"]
        before = panel


def _gather(panel, part, group):
    # Groups of one name are numbered from the second on.
    base, _, number = part.rpartition(".")
    panel.marks[base if number.isdigit() and base in panel.marks else part] += _marks(group)


# ---------------------------------------------------------------- axes


def _ticks(group, side):
    """Return places of ticks, and (place, text) of labels."""
    at = 0 if side == "x" else 1
    strokes = [
        m.xy for m in _marks(group, own=True)
        if len(m.xy) == 2 and np.ptp(m.xy[:, at]) < 0.02 and 0 < np.ptp(m.xy[:, 1 - at]) < 2 * _CAP_PT
    ]  # fmt: skip
    longest = max((np.ptp(s[:, 1 - at]) for s in strokes), default=0)
    places = [s[0, at] for s in strokes if np.ptp(s[:, 1 - at]) > 0.8 * longest]
    labels = []
    for text in group.iter(f"{_SVG}text"):
        ids = [e.get("id") or "" for e in (text, *text.iterancestors())]
        if any(i.endswith(".label") for i in ids[: ids.index(group.get("id"))]):
            continue
        labels.append((_middle(text)[at], _said(text)))
    return sorted(places), labels


def _said(text):
    """Return a text; what is raised is an exponent."""
    out = text.text or ""
    for span in text:
        piece = "".join(span.itertext())
        raised = float(span.get("dy") or 0) < 0
        out += (f"^{piece}" if raised and piece.strip() else piece) + (span.tail or "")
    return out.strip()


def _middle(text):
    """Return about where the middle of a text's first line is; along the axis, that is its tick."""
    size = float(re.search(r"font-size: ([\d.]+)px", text.get("style", "font-size: 6px"))[1])
    size = float(text.get("font-size", size))
    turn = re.search(r"translate\(([-\d.]+)[ ,]([-\d.]+)\)", text.get("transform", ""))
    x, y = (float(turn[1]), float(turn[2])) if turn else (float(text.get("x", 0)), float(text.get("y", 0)))
    return x, y - 0.358 * size


def _number(text):
    plain = text.replace("\u2212", "-").replace("\u2009", "").replace("\u202f", "").replace(",", "")
    if power := re.fullmatch(r"(?:(\d+)\s*×\s*)?(\d+)\^(-?\d+)", plain.replace("×", "×")):
        return float(power[1] or 1) * float(power[2]) ** float(power[3])
    found = _NUMBER.fullmatch(plain)
    return float(found[1]) if found else None


def _first_lines(labels):
    """Return (place, text) in order, one for each place: a label's second line says how many there are."""
    out = []
    for place, text in sorted(labels, key=lambda label: label[0]):
        if not out or place - out[-1][0] > _SAME_PT:
            out.append((place, text))
    return out


def _axis(places, labels, scale=None):
    """Return the axis that ticks and their labels make, or None where they make none."""
    if places:
        # Labels stand at ticks; a text elsewhere is no tick label.
        near = [(min(places, key=lambda p: abs(p - place)), text) for place, text in labels]
        labels = [
            (p, t) for (p, t), (place, _) in zip(near, labels, strict=True) if abs(p - place) < _BESIDE_PT
        ]
    labels = _first_lines(labels)
    values = [_number(text) for _, text in labels]
    if len(labels) < 2:
        return None
    at = np.array([place for place, _ in labels])
    if None in values or not places:
        slope, offset = np.polyfit(at, np.arange(len(at)), 1)
        return Axis("category", slope, offset, float(np.ptp(at)))
    found = []
    for kind in ("linear", "log"):
        if kind == "log" and min(values) <= 0:
            continue
        want = np.log10(values) if kind == "log" else np.array(values)
        slope, offset = np.polyfit(at, want, 1)
        off_pt = float(np.abs(slope * at + offset - want).max() / abs(slope)) if slope else np.inf
        found.append((off_pt, Axis(kind, slope, offset, float(np.ptp(at)))))
    if len(labels) == 2:
        is_log = str(scale or "").startswith("log") and len(found) == 2
        return found[1 if is_log else 0][1]
    off_pt, axis = min(found, key=lambda pair: pair[0])
    if off_pt > 0.2:
        raise ReadbackError(f"ticks {labels} are neither evenly spaced nor logarithmic ({off_pt:.2f} pt off)")
    return axis


# ---------------------------------------------------------------- marks


def _marks(group, own=False):
    """Return the marks in a group; with `own`, of the group itself and not of those inside."""
    out = []
    for element in group if own else group.iter():
        if isinstance(element.tag, str):
            out += _mark(element, etree.QName(element).localname)
    return out


def _mark(element, name):
    style = dict(re.findall(r"([\w-]+): ?([^;]+)", element.get("style", "")))
    fill = (element.get("fill") or style.get("fill") or "none").lower()
    stroke = (element.get("stroke") or style.get("stroke") or "none").lower()
    if style.get("stroke") == "none" and fill == "none":
        return []  # svglite writes lines without a stroke, too
    number = lambda key: float(element.get(key, 0))  # noqa: E731
    if name == "circle":
        return [Mark("point", np.array([[number("cx"), number("cy")]]), fill, stroke, 2 * number("r"))]
    if name == "line":
        ends = [[number("x1"), number("y1")], [number("x2"), number("y2")]]
        return [Mark("line", np.array(ends), fill, stroke)]
    if name == "rect":
        x, y, w, h = (number(k) for k in ("x", "y", "width", "height"))
        corners = [[x, y], [x + w, y], [x + w, y + h], [x, y + h]]
        return [_closed(np.array(corners), fill, stroke)]
    if name in {"polyline", "polygon"}:
        xy = np.array(_numbers(element.get("points"))).reshape(-1, 2)
        is_closed = name == "polygon" or fill != "none"
        # svglite writes triangles as polygons; their middle is the mean of the corners.
        return [_closed(xy, fill, stroke, is_r=True) if is_closed else Mark("line", xy, fill, stroke)]
    if name == "path":
        return list(_paths(element.get("d", ""), fill, stroke))
    return []


def _pixels(image):
    """Return the colours of a picture inside the SVG, shape (rows, columns, 3)."""
    data = image.get("{http://www.w3.org/1999/xlink}href").partition("base64,")[2]
    with Image.open(io.BytesIO(base64.b64decode(data))) as picture:
        whole = picture.convert("RGBA")
        # What is left blank around the marks is no part of them.
        marked = whole.getchannel("A").point(lambda level: 255 if level > 127 else 0).getbbox()
        return np.asarray(whole.crop(marked).convert("RGB")).astype(int)


def _numbers(text):
    return [float(v) for v in re.findall(r"-?\d*\.?\d+(?:e-?\d+)?", text or "")]


def _closed(xy, fill, stroke, is_r=False):
    low, high = xy.min(axis=0), xy.max(axis=0)
    if (high - low).max() <= _POINT_PT and (high - low).min() > 0.3:
        corners = np.unique(xy.round(3), axis=0)
        middle = corners.mean(axis=0) if is_r and len(corners) == 3 else (low + high) / 2
        return Mark("point", middle[None], fill, stroke, float((high - low).max()))
    return Mark("area", xy, fill, stroke)


def _paths(d, fill, stroke):
    """Yield the subpaths of a path of straight and curved pieces; curves by their ends."""
    for sub in re.findall(r"M[^M]+", d):
        xy = []
        for command, text in re.findall(r"([MLHVCQZ])([^MLHVCQZ]*)", sub):
            values = _numbers(text)
            if command == "H":
                xy += [(v, xy[-1][1]) for v in values]
            elif command == "V":
                xy += [(xy[-1][0], v) for v in values]
            else:
                step = {"C": 6, "Q": 4}.get(command, 2)
                xy += [tuple(values[i + step - 2 : i + step]) for i in range(0, len(values), step)]
        points = np.array(xy)
        if len(points) and ("Z" in sub or fill != "none"):
            yield _closed(points, fill, stroke)
        elif len(points):
            yield Mark("line", points, fill, stroke)
