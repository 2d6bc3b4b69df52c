"""What a diagram is made of, in mm from the panel's top left, and how it gets on an axes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Literal

from natfig.charts import _curves as curves
from natfig.charts._scene import contrast_ink, tint
from natfig.charts.base import PanelStyle
from natfig.core.units import pt_to_mm

if TYPE_CHECKING:
    from matplotlib.axes import Axes

__all__ = ["Box", "Canvas", "Line", "Words", "balance", "block_mm", "wrap"]

# Arial's metrics in em: the tops of capitals, what hangs under the baseline, lines.
CAP, DESCENT, PITCH = 0.716, 0.212, 1.15
LINE_PT = 0.75
# Arrow heads: length and half width. Small, but a head in print.
HEAD_MM, HEAD_HALF_MM = 1.5, 0.55
# Clear space between a text's capitals and its box, beside and above.
PAD_MM = (1.6, 1.4)
ROUND_MM = 1.2
# How much white a colour is mixed with behind text.
TINT = 0.86

Size = tuple[float, float]
Style = Literal["box", "round", "pill", "plain", "group", "bar"]


@dataclass(frozen=True, slots=True)
class Words:
    """A text of one or more lines; `x`, `y` is the middle (or the left or right end) of its capitals."""

    lines: tuple[str, ...]
    x: float
    y: float
    size_pt: float
    name: str
    align: Literal["left", "center", "right"] = "center"
    color: str | None = None
    is_bold: bool = False


@dataclass(frozen=True, slots=True)
class Box:
    """A box with the middle at `x`, `y`."""

    x: float
    y: float
    width: float
    height: float
    name: str
    style: Style = "round"
    color: str | None = None
    words: Words | None = None

    @property
    def edges(self) -> tuple[float, float, float, float]:
        """Left, top, right and bottom."""
        w, h = self.width / 2, self.height / 2
        return self.x - w, self.y - h, self.x + w, self.y + h


@dataclass(frozen=True, slots=True)
class Line:
    """A line through points; `heads` says at which ends it points."""

    points: tuple[tuple[float, float], ...]
    name: str
    heads: tuple[bool, bool] = (False, True)
    is_dashed: bool = False
    color: str | None = None
    width_pt: float = LINE_PT


@dataclass
class Canvas:
    """A diagram that is laid out."""

    boxes: list[Box] = field(default_factory=list)
    lines: list[Line] = field(default_factory=list)
    words: list[Words] = field(default_factory=list)
    problems: list[tuple[str, str | None]] = field(default_factory=list)

    def moved(self, dx: float, dy: float) -> Canvas:
        """Return the diagram at another place."""
        from dataclasses import replace

        def text(w: Words | None) -> Any:
            return None if w is None else replace(w, x=w.x + dx, y=w.y + dy)

        return Canvas(
            [replace(b, x=b.x + dx, y=b.y + dy, words=text(b.words)) for b in self.boxes],
            [replace(n, points=tuple((x + dx, y + dy) for x, y in n.points)) for n in self.lines],
            [text(w) for w in self.words],
            self.problems,
        )

    def outgrow(  # noqa: PLR0917
        self, what: str, need_mm: Size, room_mm: Size, lacking_mm: float, size_pt: float, hint: str
    ) -> Canvas:
        """Note that the diagram is larger than its room, and return it."""
        message = (
            f"the {what} needs {need_mm[0]:.0f} × {need_mm[1]:.0f} mm at {size_pt:g} pt and has "
            f"{room_mm[0]:.0f} × {room_mm[1]:.0f} mm; {lacking_mm:.1f} mm are missing"
        )
        self.problems.append((message, hint))
        return self

    def draw(self, ax: Axes, style: PanelStyle) -> list[Any]:
        """Add everything to an axes whose limits are mm, y downwards, and return the artists."""
        out: list[Any] = []
        # Frames of groups lie behind the lines, boxes above them.
        for box in self.boxes:
            if box.style == "group":
                out += _draw_box(ax, box, style, 1.0)
        for line in self.lines:
            out += _draw_line(ax, line, style)
        for box in self.boxes:
            if box.style != "group":
                out += _draw_box(ax, box, style, 2.0)
        for words in [b.words for b in self.boxes if b.words is not None] + self.words:
            out.append(_write(ax, words, style))
        return out


def _add(ax: Axes, artist: Any, gid: str, zorder: float) -> Any:
    artist.set_gid(gid)
    artist.set_zorder(zorder)
    ax.add_artist(artist)
    artist.set_clip_box(None)
    artist.set_clip_path(None)
    return artist


def _draw_box(ax: Axes, box: Box, style: PanelStyle, zorder: float) -> list[Any]:
    from matplotlib.patches import PathPatch
    from matplotlib.path import Path

    from natfig.drawing.outline import Pen

    if box.style == "plain":
        return []
    pen = Pen()
    radius = {"box": 0.0, "round": ROUND_MM, "group": ROUND_MM, "bar": 0.6}.get(box.style, box.height / 2)
    radius = min(radius, box.width / 2, box.height / 2)
    pen.rectangle(box.edges, radius, radius)
    outline = pen.outline
    look = style.look
    color = box.color or look.ink
    edge: dict[str, Any] = {"edgecolor": color, "linewidth": LINE_PT}
    face = tint(box.color, TINT) if box.color else "#FFFFFF"
    if box.style == "group":
        face = tint(box.color or look.neutral, 0.93)
        edge = {"edgecolor": "none", "linewidth": 0.0}
    elif box.style == "bar":
        face = box.color or look.neutral_light
        edge = {"edgecolor": "none", "linewidth": 0.0}
    patch = PathPatch(Path(outline.vertices, outline.codes), facecolor=face, **edge)
    return [_add(ax, patch, style.gid("node", box.name), zorder)]


def _draw_line(ax: Axes, line: Line, style: PanelStyle) -> list[Any]:
    from matplotlib.patches import PathPatch, Polygon
    from matplotlib.path import Path

    color = line.color or style.look.ink
    points = list(line.points)
    out: list[Any] = []
    gid = style.gid("edge", line.name)
    for end, has_head in ((0, line.heads[0]), (-1, line.heads[1])):
        if has_head:
            points[end], corners = _head(points[end], points[1 if end == 0 else -2])
            head = Polygon(corners, closed=True, facecolor=color, edgecolor="none", linewidth=0.0)
            out.append(_add(ax, head, gid, 1.6))
    looks: dict[str, Any] = {"linestyle": (0, (3.5, 2.5))} if line.is_dashed else {}
    body = PathPatch(
        Path(points), facecolor="none", edgecolor=color, linewidth=line.width_pt, capstyle="butt",
        joinstyle="round", **looks,
    )  # fmt: skip
    out.append(_add(ax, body, gid, 1.5))
    return out


def _head(
    tip: tuple[float, float], before: tuple[float, float]
) -> tuple[tuple[float, float], list[tuple[float, float]]]:
    """Return where the line ends under an arrow head, and the head's corners."""
    dx, dy = tip[0] - before[0], tip[1] - before[1]
    far = (dx * dx + dy * dy) ** 0.5 or 1.0
    dx, dy = dx / far, dy / far
    base = (tip[0] - dx * HEAD_MM, tip[1] - dy * HEAD_MM)
    corners = [
        tip,
        (base[0] - dy * HEAD_HALF_MM, base[1] + dx * HEAD_HALF_MM),
        (base[0] + dy * HEAD_HALF_MM, base[1] - dx * HEAD_HALF_MM),
    ]
    return (tip[0] - dx * HEAD_MM * 0.9, tip[1] - dy * HEAD_MM * 0.9), corners


def _write(ax: Axes, words: Words, style: PanelStyle) -> Any:
    size = words.size_pt
    # matplotlib hangs several lines on the last one's baseline.
    below = pt_to_mm((CAP + (len(words.lines) - 1) * PITCH) * size / 2)
    return ax.text(
        words.x, words.y + below, "\n".join(words.lines), parse_math=False, fontsize=size,
        color=words.color or style.look.ink, ha=words.align, multialignment=words.align, va="baseline",
        rotation_mode="anchor", fontweight="bold" if words.is_bold else "normal", zorder=3,
        gid=style.gid("text", words.name), clip_on=False,
    )  # fmt: skip


# ---------------------------------------------------------------- text in boxes


def width_mm(text: str, size_pt: float, *, is_bold: bool = False) -> float:
    """Return a line's width in mm, in the face the page is set in."""
    return pt_to_mm(curves.text_width_pt(text, size_pt, is_bold=is_bold)) if text else 0.0


def wrap(text: str, most_mm: float, size_pt: float) -> list[str]:
    """Return a text in lines of at most a width; a longer word stays whole."""
    lines: list[str] = []
    for part in text.split("\n"):
        # A no-break space holds what belongs together, such as "n = 12".
        words = [word for word in part.split(" ") if word]
        line = ""
        for word in words:
            longer = f"{line} {word}" if line else word
            if line and width_mm(longer, size_pt) > most_mm:
                lines.append(line)
                line = word
            else:
                line = longer
        lines.append(line)
    return lines


def balance(text: str, most_mm: float, size_pt: float) -> list[str]:
    """Return a text in as few lines as a width allows, all about equally long."""
    lines = wrap(text, most_mm, size_pt)
    low, high = 0.0, most_mm
    for _ in range(12):
        middle = (low + high) / 2
        tried = wrap(text, middle, size_pt)
        if len(tried) > len(lines) or max(width_mm(t, size_pt) for t in tried) > most_mm + 1e-6:
            low = middle
        else:
            high, lines = middle, tried
    return lines


def block_mm(lines: Sequence[str], size_pt: float) -> tuple[float, float]:
    """Return the width and height in mm of a block of lines, from capitals to the last baseline."""
    width = max((width_mm(line, size_pt) for line in lines), default=0.0)
    return width, pt_to_mm((len(lines) - 1) * PITCH * size_pt + CAP * size_pt)


def bar_ink(color: str, ink: str) -> str:
    """Return the ink of a text on a bar."""
    return contrast_ink(color, ink)
