"""SVG that Illustrator and Inkscape can edit.

A renderer of its own rather than matplotlib's: the page is in mm with a viewBox
in pt, groups carry the names natfig gives them and nothing else, one label is one
``<text>`` whose exponents are ``<tspan>``s, round markers are ``<circle>``s, and a
clip path is written only where something is clipped. Ids and numbers depend on the
figure alone, so the same figure gives the same bytes.
"""

from __future__ import annotations

import base64
import io
import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, cast
from xml.sax.saxutils import escape, quoteattr

import numpy as np
from matplotlib import _path
from matplotlib.backend_bases import GraphicsContextBase, RendererBase
from matplotlib.colors import to_hex
from matplotlib.path import Path
from matplotlib.transforms import Affine2D
from PIL import Image

from natfig.backends.ids import clean_id
from natfig.backends.mpl.formula import letters_and_shapes
from natfig.backends.mpl.text import LINE_PITCH, Line, TextSetter
from natfig.core.errors import UsageError
from natfig.core.units import pt_to_mm
from natfig.style.fonts import ARIAL_METRIC, SVG_FAMILY

if TYPE_CHECKING:
    from collections.abc import Iterable

    from matplotlib.font_manager import FontProperties
    from matplotlib.text import Text
    from numpy.typing import ArrayLike

# One line of a label: x, y (pt, y down), its runs, the source, the angle (degrees).
_Entry = tuple[float, float, Line, str, float]

__all__ = ["RendererSvg", "number", "xml_text"]

# Three decimals of a point are 0.35 µm, far below any press.
DECIMALS = 3
# How far (pt) something may reach over its clip rectangle and count as not clipped: half a line's rounding.
CLIP_SLACK_PT = 0.01
HATCH_TILE_PT = 72
_JOIN = {"miter": "miter", "round": "round", "bevel": "bevel"}
_CAP = {"butt": "butt", "round": "round", "projecting": "square"}
# Not in the stub of matplotlib's compiled module; matplotlib's own SVG is written with it.
_convert_to_string: Any = _path.convert_to_string  # type: ignore[attr-defined]
# All but the characters of XML 1.0, section 2.2.
_NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def number(value: float) -> str:
    """Return a number as short as it can be at `DECIMALS` decimals, without "-0"."""
    text = f"{value:.{DECIMALS}f}".rstrip("0").rstrip(".")
    return "0" if text in ("-0", "") else text


def xml_text(text: str) -> str:
    """Return a text for XML; what XML 1.0 cannot hold at all becomes U+FFFD."""
    return escape(_NOT_XML.sub("\ufffd", text))


def _paint(color: Any, alpha: float | None) -> tuple[str, float]:
    """Return a colour as #rrggbb and its opacity; a given `alpha` wins over the colour's own."""
    own = float(color[3]) if len(color) == 4 else 1.0
    return to_hex(color[:3]), own if alpha is None else float(alpha)


def _attributes(what: str, paint: tuple[str, float]) -> str:
    color, alpha = paint
    return f'{what}="{color}"' + (f' {what}-opacity="{number(alpha)}"' if alpha != 1 else "")


@dataclass
class _Group:
    """A ``<g>``: its id, and what it holds in painting order."""

    base: str
    id: str
    children: list[str | _Group] = field(default_factory=list)

    def write(self, out: list[str], depth: int) -> None:
        if not any(True for _ in self._leaves()):
            return
        pad = "  " * depth
        if self.id:
            out.append(f"{pad}<g id={quoteattr(self.id)}>")
        for child in self.children:
            if isinstance(child, _Group):
                child.write(out, depth + bool(self.id))
            else:
                out.append("  " * (depth + bool(self.id)) + child)
        if self.id:
            out.append(f"{pad}</g>")

    def _leaves(self) -> Iterable[str]:
        for child in self.children:
            if isinstance(child, _Group):
                yield from child._leaves()
            else:
                yield child


@dataclass
class _Pending:
    """The lines of one label while matplotlib draws them one by one."""

    id: str | None
    lines: list[_Entry] = field(default_factory=list)
    prop: FontProperties | None = None
    anchor: str = "start"
    attributes: str = ""


class RendererSvg(TextSetter, RendererBase):
    """Draws a matplotlib figure as SVG; coordinates in pt, y down.

    Parameters
    ----------
    width_pt, height_pt : float
        Page size.
    image_dpi : float
        Resolution of rasterized parts.
    floor_pt : float
        Smallest glyph.
    title, description : str
        Alternative text, written as ``<title>`` and ``<desc>``.
    families : str
        CSS font stack.
    """

    def __init__(
        self,
        width_pt: float,
        height_pt: float,
        *,
        image_dpi: float,
        floor_pt: float,
        title: str = "",
        description: str = "",
        families: str = SVG_FAMILY,
    ) -> None:
        super().__init__()
        self.width = width_pt
        self.height = height_pt
        self.image_dpi = image_dpi
        self.floor_pt = floor_pt
        self._title, self._description, self._families = title, description, families
        self._root = _Group("", "")
        self._stack: list[_Group] = [self._root]
        self._ids: dict[str, int] = {}
        self._defs: list[str] = []
        self._def_ids: dict[Any, str] = {}
        self._pending: _Pending | None = None
        self._paint = ""  # fill of the label that is being written
        self.text_elements = 0

    # -- groups ---------------------------------------------------------

    def open_group(self, s: str, gid: str | None = None) -> None:
        """Open a named group; consecutive artists of one name share one group."""
        if s == "text":
            self._pending = _Pending(gid)
            return
        top = self._stack[-1]
        if gid is None or gid == top.base:
            self._stack.append(top)
            return
        last = top.children[-1] if top.children else None
        if isinstance(last, _Group) and last.base == gid:
            self._stack.append(last)
            return
        group = _Group(gid, self._unique(gid))
        top.children.append(group)
        self._stack.append(group)

    def close_group(self, s: str) -> None:
        """Close the group opened last."""
        if s == "text":
            pending, self._pending = self._pending, None
            if pending is not None and pending.lines:
                self._write_text(pending)
            return
        self._stack.pop()

    def _unique(self, wanted: str) -> str:
        base = clean_id(wanted)
        count = self._ids.get(base, 0) + 1
        self._ids[base] = count
        return base if count == 1 else self._unique(f"{base}.{count}")

    def _add(self, markup: str) -> None:
        self._stack[-1].children.append(markup)

    # -- paths ----------------------------------------------------------

    def _flip(self, transform: Any) -> Any:
        return transform + Affine2D().scale(1, -1).translate(0, self.height)

    def _path_data(
        self, path: Path, transform: Any, *, clip: bool = False, simplify: bool | None = False
    ) -> str:
        box = (-10.0, -10.0, self.width + 10, self.height + 10) if clip else None
        codes = [b"M", b"L", b"Q", b"C", b"Z"]
        raw = _convert_to_string(path, transform, box, simplify, None, DECIMALS, codes, False)
        return (
            " ".join(raw.decode("ascii").split())
            .replace(" Z", "Z")
            .replace("M ", "M")
            .replace(" L ", "L")
            .replace(" C ", "C")
            .replace(" Q ", "Q")
            .replace(" M", "M")
        )

    def _style(self, gc: GraphicsContextBase, face: Any) -> str:
        out = []
        forced = gc.get_forced_alpha()
        if gc.get_hatch() is not None:
            out.append(f'fill="url(#{self._hatch(gc, face)})"')
        elif face is None or (len(face) == 4 and face[3] == 0 and not forced):
            out.append('fill="none"')
        else:
            out.append(f'fill="{to_hex(face[:3])}"')
            alpha = gc.get_alpha() if forced else (face[3] if len(face) == 4 else 1.0)
            if alpha != 1:
                out.append(f'fill-opacity="{number(alpha)}"')
        width = float(gc.get_linewidth())
        rgb = gc.get_rgb()
        if width and rgb[3] != 0:
            out.append(f'stroke="{to_hex(rgb[:3])}" stroke-width="{number(width)}"')
            alpha = gc.get_alpha() if forced else rgb[3]
            if alpha != 1:
                out.append(f'stroke-opacity="{number(alpha)}"')
            offset, dashes = gc.get_dashes()
            if dashes is not None:
                out.append(f'stroke-dasharray="{" ".join(number(d) for d in np.asarray(dashes))}"')
                if offset:
                    out.append(f'stroke-dashoffset="{number(offset)}"')
            if (join := _JOIN[str(gc.get_joinstyle())]) != "miter":
                out.append(f'stroke-linejoin="{join}"')
            if (cap := _CAP[str(gc.get_capstyle())]) != "butt":
                out.append(f'stroke-linecap="{cap}"')
        return " ".join(out)

    def _hatch(self, gc: GraphicsContextBase, face: Any) -> str:
        edge, width = gc.get_hatch_color(), gc.get_hatch_linewidth()
        forced = gc.get_alpha() if gc.get_forced_alpha() else None
        ink = _paint(edge, forced)
        ground = None if face is None else _paint(face, forced)
        key = ("hatch", gc.get_hatch(), ground, ink, width)
        if key not in self._def_ids:
            self._def_ids[key] = name = f"hatch-{sum(k[0] == 'hatch' for k in self._def_ids) + 1}"
            tile = HATCH_TILE_PT
            data = self._path_data(
                gc.get_hatch_path(), Affine2D().scale(tile).scale(1, -1).translate(0, tile)
            )
            below = ""
            if ground is not None:
                below = f'<rect width="{tile}" height="{tile}" {_attributes("fill", ground)}/>'
            style = f'{_attributes("fill", ink)} {_attributes("stroke", ink)} stroke-width="{number(width)}"'
            self._defs.append(
                f'<pattern id="{name}" patternUnits="userSpaceOnUse" width="{tile}" height="{tile}">{below}'
                f'<path d="{data}" {style}/></pattern>'
            )
        return self._def_ids[key]

    def _clip(self, gc: GraphicsContextBase, box: tuple[float, float, float, float] | None) -> str | None:
        """Return a clip attribute, "" when nothing is clipped, None when nothing is left.

        `box` is what is painted: x0, y0, x1, y1 in pt, y up.
        """
        path, transform = gc.get_clip_path()
        if path is not None:
            # The stub says TransformedPath, which is what the setter takes.
            data = self._path_data(cast("Path", path), self._flip(transform))
            return self._clip_attribute(("path", data), f'<path d="{data}"/>')
        rectangle = gc.get_clip_rectangle()
        if rectangle is None:
            return ""
        x, y, w, h = rectangle.bounds
        if box is not None:
            x0, y0, x1, y1 = box
            if (
                x1 < x - CLIP_SLACK_PT
                or y1 < y - CLIP_SLACK_PT
                or x0 > x + w + CLIP_SLACK_PT
                or y0 > y + h + CLIP_SLACK_PT
            ):
                return None
            s = CLIP_SLACK_PT
            if x0 >= x - s and y0 >= y - s and x1 <= x + w + s and y1 <= y + h + s:
                return ""
        numbers = tuple(number(v) for v in (x, self.height - y - h, w, h))
        shape = '<rect x="{}" y="{}" width="{}" height="{}"/>'.format(*numbers)
        return self._clip_attribute(("rect", *numbers), shape)

    def _clip_attribute(self, key: tuple[str, ...], shape: str) -> str:
        full = ("clip", *key)
        if full not in self._def_ids:
            self._def_ids[full] = name = f"clip-{sum(k[0] == 'clip' for k in self._def_ids) + 1}"
            self._defs.append(f'<clipPath id="{name}">{shape}</clipPath>')
        return f' clip-path="url(#{self._def_ids[full]})"'

    def _extent(
        self, vertices: np.ndarray, gc: GraphicsContextBase, grow: float = 0.0
    ) -> tuple[float, float, float, float] | None:
        finite = vertices[np.isfinite(vertices).all(axis=1)]
        if not len(finite):
            return None
        half = grow + (gc.get_linewidth() / 2 if gc.get_rgb()[3] else 0.0)
        (x0, y0), (x1, y1) = finite.min(axis=0), finite.max(axis=0)
        return x0 - half, y0 - half, x1 + half, y1 + half

    def draw_path(self, gc: GraphicsContextBase, path: Path, transform: Any, rgbFace: Any = None) -> None:
        """Draw a path; lines are simplified as in matplotlib, shapes never."""
        if not len(_vertices(path)):
            return
        is_line = rgbFace is None and gc.get_hatch_path() is None
        # A clip rectangle cuts the ends of a stroke but a line lying on an axes edge is meant to be
        # seen whole, so only the vertices decide whether something is clipped.
        extent = (
            self._extent(transform.transform(path.vertices), gc)
            if gc.get_clip_rectangle() is not None
            else None
        )
        if is_line and extent is not None:
            half = gc.get_linewidth() / 2
            extent = (extent[0] + half, extent[1] + half, extent[2] - half, extent[3] - half)
        clip = self._clip(gc, extent)
        if clip is None:
            return
        data = self._path_data(
            path, self._flip(transform), clip=is_line, simplify=path.should_simplify and is_line
        )
        if data:
            self._add(f'<path d="{data}" {self._style(gc, rgbFace)}{clip}/>')

    def draw_markers(
        self,
        gc: GraphicsContextBase,
        marker_path: Path,
        marker_trans: Any,
        path: Path,
        trans: Any,
        rgbFace: Any = None,
    ) -> None:
        """Draw one marker at every vertex; round ones become circles."""
        # Tick marks are strokes: a fill would mean nothing and mislead colour checks.
        style = self._style(gc, rgbFace if len(_vertices(marker_path)) > 2 else None)
        shape = self._shape(marker_path, marker_trans)
        outline = self._extent(marker_trans.transform(marker_path.vertices), gc)
        if outline is None:
            return
        for vertices, _code in path.iter_segments(trans, simplify=False):
            if len(vertices):
                x, y = float(vertices[-2]), float(vertices[-1])
                if np.isfinite(x) and np.isfinite(y):
                    self._stamp(gc, shape, outline, x, y, style)

    def _stamp(
        self,
        gc: GraphicsContextBase,
        shape: tuple[Path, float | None],
        outline: tuple[float, ...],
        x: float,
        y: float,
        style: str,
    ) -> None:
        clip = self._clip(gc, (x + outline[0], y + outline[1], x + outline[2], y + outline[3]))
        if clip is None:
            return
        path, radius = shape
        if radius is not None:
            place = f'cx="{number(x)}" cy="{number(self.height - y)}" r="{number(radius)}"'
            self._add(f"<circle {place} {style}{clip}/>")
        else:
            data = self._path_data(path, self._flip(Affine2D().translate(x, y)))
            self._add(f'<path d="{data}" {style}{clip}/>')

    def _shape(self, path: Path, transform: Any) -> tuple[Path, float | None]:
        """Return a marker around the origin in pt, and its radius if it is a circle."""
        outline = path.transformed(transform)
        vertices, circle = _vertices(outline), _vertices(Path.unit_circle())
        radius = float(np.abs(vertices).max(initial=0.0))
        if radius and vertices.shape == circle.shape and np.allclose(vertices, radius * circle, atol=1e-6):
            return outline, radius
        return outline, None

    def draw_path_collection(
        self, gc: Any, master_transform: Any, paths: Any, all_transforms: Any, offsets: Any,
        offset_trans: Any, facecolors: Any, edgecolors: Any, linewidths: Any, linestyles: Any,
        antialiaseds: Any, urls: Any, offset_position: Any, *, hatchcolors: Any = None,
    ) -> None:  # fmt: skip
        """Draw a collection; scatter points become circles, everything else one path each."""
        base: Any = self  # the two iterators are not in the stub of RendererBase
        raw = list(base._iter_collection_raw_paths(master_transform, paths, all_transforms))
        shapes = [self._shape(path, transform) for path, transform in raw]
        outlines = [transform.transform(path.vertices) for path, transform in raw]
        for xo, yo, index, gc0, face in base._iter_collection(
            gc, list(range(len(raw))), offsets, offset_trans, facecolors, edgecolors, linewidths, linestyles,
            antialiaseds, urls, offset_position, hatchcolors=[] if hatchcolors is None else hatchcolors,
        ):  # fmt: skip
            if not (np.isfinite(xo) and np.isfinite(yo)):
                continue
            if len(offsets) > 0 and (len(offsets) > 1 or np.any(offsets)):
                outline = self._extent(outlines[index], gc0)
                if outline is not None:
                    self._stamp(gc0, shapes[index], outline, float(xo), float(yo), self._style(gc0, face))
            else:
                path, transform = raw[index]
                self.draw_path(gc0, path, transform + Affine2D().translate(xo, yo), face)

    def draw_gouraud_triangles(
        self, gc: Any, triangles_array: Any, colors_array: Any, transform: Any
    ) -> None:
        """Refuse: SVG 1.1 has no such shading."""
        raise UsageError("gouraud shading has to be rasterized", hint="call set_rasterized(True) on it")

    # -- images ---------------------------------------------------------

    def option_scale_image(self) -> bool:
        """Return True: images are placed with a transform, their pixels untouched."""
        return True

    def option_image_nocomposite(self) -> bool:
        """Return True: every image stays its own object."""
        return True

    def get_image_magnification(self) -> float:
        """Return the pixels per pt of rasterized parts."""
        return self.image_dpi / 72.0

    def draw_image(self, gc: Any, x: float, y: float, im: ArrayLike, transform: Any = None) -> None:
        """Embed an RGBA image, shape (rows, columns, 4), first row at the bottom; x and y in pt."""
        rgba = np.asarray(im)
        rows, columns = rgba.shape[:2]
        if not rows or not columns:
            return
        pixels = Image.fromarray(np.ascontiguousarray(rgba[::-1]))
        if pixels.mode == "RGBA" and rgba[..., 3].min() == 255:
            pixels = pixels.convert("RGB")
        buffer = io.BytesIO()
        pixels.save(buffer, format="png", compress_level=6)
        data = base64.b64encode(buffer.getvalue()).decode("ascii")
        if transform is None:
            w, h = columns * 72 / self.image_dpi, rows * 72 / self.image_dpi
            box = (x, y, x + w, y + h)
            place = (
                f'x="{number(x)}" y="{number(self.height - y - h)}" width="{number(w)}" height="{number(h)}"'
            )
        else:
            # matplotlib's transform places the unit square; here it places pixels.
            matrix = (
                Affine2D().scale(1 / columns, 1 / rows) + transform + Affine2D().translate(x, y)
            ).get_matrix()
            corners = np.array([[0, 0], [1, 0], [0, 1], [1, 1]]) * (columns, rows)
            at = Affine2D(matrix).transform(corners)
            box = (*at.min(axis=0), *at.max(axis=0))
            full = (
                Affine2D().scale(1, -1).translate(0, rows)
                + Affine2D(matrix)
                + Affine2D().scale(1, -1).translate(0, self.height)
            )
            # SVG lists a matrix column by column.
            entries = " ".join(f"{v:.6g}" for v in full.get_matrix()[:2].T.ravel())
            place = (
                f'width="{columns}" height="{rows}" transform="matrix({entries})" '
                'style="image-rendering:pixelated"'
            )
        alpha = gc.get_alpha()
        opacity = f' opacity="{number(alpha)}"' if alpha not in (None, 1.0) and transform is not None else ""
        clip = self._clip(gc, box)
        if clip is None:
            return
        image = (
            f'<image {place} preserveAspectRatio="none"{opacity} xlink:href="data:image/png;base64,{data}"/>'
        )
        # The clip is in page coordinates; on the image itself it would be transformed along.
        self._add(f"<g{clip}>{image}</g>" if clip else image)

    # -- text -----------------------------------------------------------

    def flipy(self) -> bool:
        """Return whether y points down, as it does in SVG."""
        return True

    def get_canvas_width_height(self) -> tuple[float, float]:
        """Return the page size in pt."""
        return self.width, self.height

    def draw_text(
        self,
        gc: Any,
        x: float,
        y: float,
        s: str,
        prop: FontProperties,
        angle: float,
        ismath: Any = False,
        mtext: Text | None = None,
    ) -> None:
        """Collect a line of the label that is being drawn; y down."""
        line = self.line(s, prop, ismath)
        pending = self._pending if self._pending is not None else _Pending(None)
        if not pending.lines:
            pending.prop = prop
            alpha = gc.get_alpha() if gc.get_forced_alpha() else gc.get_rgb()[3]
            pending.attributes = f'fill="{to_hex(gc.get_rgb()[:3])}"' + (
                f' fill-opacity="{number(alpha)}"' if alpha != 1 else ""
            )
            if mtext is not None:
                pending.anchor = _anchor(mtext, angle)
        pending.lines.append((x, y, line, s, angle))
        if self._pending is None:
            self._write_text(pending)

    def _write_text(self, pending: _Pending) -> None:
        prop = pending.prop
        assert prop is not None  # noqa: S101 - set with the first line
        self._paint = pending.attributes
        angle = pending.lines[0][4]
        radians = np.deg2rad(angle)
        along = np.array([np.cos(radians), -np.sin(radians)])
        anchor = pending.anchor if len(pending.lines) == 1 else _multiline_anchor(pending.lines, along)
        if any(line.fallback for _, _, line, _, _ in pending.lines):
            anchor = "start"  # mathtext places every glyph from the left
        share = {"start": 0.0, "middle": 0.5, "end": 1.0}[anchor]
        points = [np.array([x, y]) + share * line.width_pt * along for x, y, line, _, _ in pending.lines]
        size = float(prop.get_size_in_points())
        attributes = [f'x="{number(points[0][0])}" y="{number(points[0][1])}"']
        turn = ""
        if angle % 360:
            turn = f'transform="rotate({number(-angle)} {number(points[0][0])} {number(points[0][1])})"'
            attributes.append(turn)
        attributes.append(f'font-family="{self._family(prop)}" font-size="{number(size)}"')
        if _is_bold(prop):
            attributes.append('font-weight="bold"')
        if prop.get_style() != "normal":
            attributes.append(f'font-style="{prop.get_style()}"')
        if anchor != "start":
            attributes.append(f'text-anchor="{anchor}"')
        attributes.append(pending.attributes)
        name = self._unique(pending.id or f"{self._stack[-1].base or 'page'}.text")
        if len(pending.lines) == 1:
            body = self._runs_markup(pending.lines[0], size, prop, points[0], turn)
        else:
            # In the rotated frame of the first line the others lie straight below it.
            body = ""
            for index, entry in enumerate(pending.lines):
                at = points[0] + (0, index * LINE_PITCH * size)
                markup = self._runs_markup(entry, size, prop, at, turn)
                body += f'<tspan x="{number(at[0])}" y="{number(at[1])}">{markup}</tspan>'
        self.text_elements += 1
        self._add(f"<text id={quoteattr(name)} {' '.join(attributes)}>{body}</text>")

    def _family(self, prop: FontProperties) -> str:
        """Return the journal's font stack, or the script's own face where it asks for another one."""
        first = str(prop.get_family()[0])
        if first in ARIAL_METRIC or first in ("sans-serif", "sans", "sans serif"):
            return self._families
        if first in ("serif", "monospace", "cursive", "fantasy"):
            return first
        name = re.sub(r"""["'\\;]""", "", first)
        return f"'{xml_text(name)}', {self._families}"

    def _runs_markup(
        self, entry: _Entry, size: float, prop: FontProperties, at: np.ndarray, turn: str
    ) -> str:
        line, source = entry[2], entry[3]
        if line.fallback:
            return self._math_markup(source, prop, at, turn)
        out, rise = [], 0.0
        for run in line.runs:
            attributes = []
            if run.rise_pt != rise:
                attributes.append(f'dy="{number(rise - run.rise_pt)}"')
                rise = run.rise_pt
            if run.size_pt != size:
                attributes.append(f'font-size="{number(run.size_pt)}"')
            if run.italic and prop.get_style() == "normal":
                attributes.append('font-style="italic"')
            if run.bold and not _is_bold(prop):
                attributes.append('font-weight="bold"')
            text = xml_text(run.text)
            if (run.text != run.text.strip(" ") and len(line.runs) == 1) or "  " in run.text:
                attributes.append('xml:space="preserve"')
            out.append(f"<tspan {' '.join(attributes)}>{text}</tspan>" if attributes else text)
        return "".join(out)

    def _math_markup(self, source: str, prop: FontProperties, at: np.ndarray, turn: str) -> str:
        """Return positioned tspans for a formula that only mathtext can set; `at` is its left baseline."""
        x0, y0 = at
        parse = self.parsed_math(source, prop)
        letters, shapes = letters_and_shapes(parse.glyphs)
        paint = f"{self._paint} {turn}".rstrip()
        for x, y, w, h in parse.rects:
            place = f'x="{number(x0 + x)}" y="{number(y0 - y - h)}" width="{number(w)}" height="{number(h)}"'
            self._add(f"<rect {place} {paint}/>")
        for shape in shapes:
            data = self._path_data(shape, Affine2D().scale(1, -1).translate(x0, y0))
            self._add(f'<path d="{data}" {paint}/>')
        out = []
        for letter in letters:
            style = f'font-size="{number(letter.size_pt)}"'
            if letter.italic and prop.get_style() == "normal":
                style += ' font-style="italic"'
            if letter.bold and not _is_bold(prop):
                style += ' font-weight="bold"'
            place = f'x="{number(x0 + letter.x)}" y="{number(y0 - letter.y)}"'
            out.append(f"<tspan {place} {style}>{xml_text(letter.text)}</tspan>")
        return "".join(out)

    # -- the file -------------------------------------------------------

    def getvalue(self) -> bytes:
        """Return the finished document, UTF-8."""
        size = (
            f'width="{pt_to_mm(self.width):.4f}mm" height="{pt_to_mm(self.height):.4f}mm" '
            f'viewBox="0 0 {number(self.width)} {number(self.height)}"'
        )
        out = [
            '<?xml version="1.0" encoding="utf-8"?>',
            (
                '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" '
                f'version="1.1" {size} role="img" aria-labelledby="figure-title figure-description">'
            ),
            f'  <title id="figure-title">{xml_text(self._title)}</title>',
            f'  <desc id="figure-description">{xml_text(self._description)}</desc>',
        ]
        if self._defs:
            out += ["  <defs>", *(f"    {d}" for d in self._defs), "  </defs>"]
        self._root.write(out, 1)
        out.append("</svg>\n")
        return "\n".join(out).encode()


def _vertices(path: Path) -> np.ndarray:
    """Return a path's vertices, shape (points, 2)."""
    return np.asarray(path.vertices)


def _is_bold(prop: FontProperties) -> bool:
    weight = prop.get_weight()
    return weight in ("bold", "semibold", "heavy", "black") or (isinstance(weight, int) and weight >= 600)


def _anchor(text: Text, angle: float) -> str:
    """Return the SVG anchor that keeps a label in place when its words are edited."""
    horizontal = {"left": "start", "center": "middle", "right": "end"}
    if angle % 360 == 0 or text.get_rotation_mode() == "anchor":
        return horizontal[text.get_horizontalalignment()]
    if angle % 360 == 90:
        return {"center": "middle", "top": "end", "bottom": "start"}.get(
            text.get_verticalalignment(), "start"
        )
    return "start"


def _multiline_anchor(lines: list[_Entry], along: np.ndarray) -> str:
    starts = np.array([np.dot((x, y), along) for x, y, *_ in lines])
    widths = np.array([line.width_pt for _, _, line, *_ in lines])
    spread = {"start": np.ptp(starts), "middle": np.ptp(starts + widths / 2), "end": np.ptp(starts + widths)}
    return min(spread, key=lambda k: (round(float(spread[k]), 3), k != "start"))
