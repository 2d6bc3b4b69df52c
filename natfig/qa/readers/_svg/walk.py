"""Walks an SVG tree in paint order and fills a document.

The walk keeps a stack of its own: depth is bounded by `Limits.depth`, not by
Python's. Half a million marks are usual, so an element is read by the plan of its
kind (`Plan`), and what siblings that look alike share is worked out once (`Frame.known`).
"""

from __future__ import annotations

import math
from bisect import bisect_right
from typing import Any

from natfig.core.errors import DocumentError
from natfig.core.findings import Severity
from natfig.qa.document import Aspect, Box, Document, Group, Link, Note, TextElement
from natfig.qa.geometry import IDENTITY, Matrix, map_box, multiply, parse_transform, scale_of, viewbox_matrix
from natfig.qa.paths import path_box
from natfig.qa.readers._svg import facts
from natfig.qa.readers._svg.css import Cascade
from natfig.qa.readers._svg.frame import MM_PER_PX, NOWHERE, Frame, met, number, page_of, viewbox_of
from natfig.qa.readers._svg.marks import Marks
from natfig.qa.readers._svg.names import (
    HREF,
    INKSCAPE,
    XLINK_HREF,
    conditions_hold,
    glyph_name,
    local_name,
    panel_of,
)
from natfig.qa.readers._svg.outline import shape_box, shape_points
from natfig.qa.readers._svg.paints import Paints, References
from natfig.qa.readers._svg.plan import SHAPES, Plan
from natfig.qa.readers._svg.runs import Place, make_run
from natfig.qa.readers._svg.style import ROOT, Style
from natfig.qa.readers._svg.text import lay_out
from natfig.qa.readers.base import Limits

__all__ = ["Walker"]

# A <use> may repeat a group that holds uses, and so on: what a small file can grow to.
_MAX_REPEATED = 300_000
# Groups that are told apart by their ids; who names more names every mark.
_MAX_GROUPS = 5_000
# Path data of straight lines between given points is read by the shortest way.
_STRAIGHT = str.maketrans("MLZz,", "     ")
_SHORT = 400
_UNSEEN: Any = object()
# A file of so many bytes is worth the time numpy takes to load.
_LARGE = 4_000_000
# What style sheets decide on.
_STYLED: tuple[Aspect, ...] = ("text", "shapes", "colors")
# Looks of siblings that are kept; beyond it they hardly repeat.
_MAX_KNOWN = 20_000


class Walker:
    """One walk over one file.

    Attributes
    ----------
    run_elements : list of Element
        For each run the element its first letter stands in.
    run_sizes : list of float
        For each run its font size in user units.
    """

    def __init__(self, document: Document, root: Any, data: bytes, limits: Limits) -> None:
        self.document = document
        self.root = root
        self.limits = limits
        self.run_elements: list[Any] = []
        self.run_sizes: list[float] = []
        document.page, viewport, self._matrix = page_of(root)
        self.cascade = Cascade(root, viewport=viewport)
        self._is_positional = self.cascade.is_positional
        self.references = References(root)
        self.paints = Paints(document, self.cascade, self.references)
        self.marks = Marks(document, self.cascade)
        facts.collect(document, root, data)
        self._viewport = viewport
        self._plans: dict[tuple[Any, ...], tuple[Plan, Any]] = {}
        # What a file may draw grows with the file, so that uses can't multiply without end.
        self._most = min(limits.items, _MAX_REPEATED + len(data))
        self._is_large = len(data) > _LARGE
        self._clips: dict[tuple[str, Matrix], Box | None] = {}
        self._uses: dict[Any, Any] = {}
        self._groups: list[tuple[Frame, str, int, int, int, int]] = []
        self._foreign: list[int | None] = []
        self._repeated = self._named = 0
        self._stopped = False

    # -- the walk ---------------------------------------------------------------

    def walk(self) -> None:
        """Fill the document."""
        document = self.document
        style = self.cascade.style(self.root, ROOT)
        if style.geometry:
            document.page, self._viewport, self._matrix = page_of(self.root, style.geometry)
            self.cascade.viewport = self._viewport
        if style.displayed:
            matrix = self._matrix
            # The root's own transform moves the whole picture, in CSS px.
            a, b, c, d, e, f = self._moved(self.root, style, IDENTITY)
            if (a, b, c, d, e, f) != IDENTITY:
                matrix = multiply((a, b, c, d, e * MM_PER_PX, f * MM_PER_PX), matrix)
            frame = Frame(
                None,
                style,
                matrix,
                0,
                "",
                None,
                None,
                style.opacity,
                False,
                self._viewport,
            )
            frame.key = self.paints.key(frame)
            self._loop(frame)
        self._finish()

    def _loop(self, first: Frame) -> None:
        stack = [(self.root.iterchildren(), first)]
        viewport = first.viewport
        plans = self._plans
        most, depth = self._most, self.limits.depth
        items = 0
        while stack:
            children, frame = stack[-1]
            if frame.viewport is not viewport:
                viewport = self.cascade.viewport = frame.viewport
            down = None
            for element in children:
                # Comments and the like have no attributes; their tag is a function.
                kind = (element.tag, *element.keys())
                plan, draw = plans.get(kind) or self._plan(kind)
                if draw is None:
                    continue
                down = draw(element, plan, frame)
                items += 1
                if down is not None or items > most:
                    break
            else:
                stack.pop()
                if frame.mark is not None:
                    self._leave(frame)
                continue
            # A small file can make uses grow without end, so what they repeat is counted.
            if down is not None and down.chain:
                self._repeated += 1
            if down is None or items > most or self._repeated > _MAX_REPEATED:
                self._stop()
                return
            stack.append((element.iterchildren() if down.children is None else down.children, down))
            if len(stack) > depth:
                raise DocumentError(f"elements are nested more than {depth} deep")

    def _plan(self, kind: tuple[Any, ...]) -> tuple[Plan, Any]:
        tag, *names = kind
        plan = Plan(
            tag if isinstance(tag, str) else "",
            tuple(names),
            by_id=self.cascade.names_ids,
            by_class=not self.cascade.is_plain,
        )
        draw = {
            "shape": self._shape,
            "use": self._use,
            "group": self._group,
            "text": self._text,
            "image": self._image,
            "foreignObject": self._foreign_object,
        }.get(plan.kind)
        self._plans[kind] = found = (plan, draw)
        return found

    def _stop(self) -> None:
        self._stopped = True
        if self._repeated > _MAX_REPEATED:
            says = f"<use> within <use> draws more than {_MAX_REPEATED:,} things"
        else:
            says = f"it draws more than {self._most:,} things"
        self.document.notes.append(Note(f"{says}; what comes after them was not measured"))

    # -- what stands for every element --------------------------------------------

    def _moved(self, element: Any, style: Style, matrix: Matrix) -> Matrix:
        own = style.transform
        if own == "none":
            return matrix
        if own is None:
            text = element.get("transform")
            if text is None:
                return matrix
            move = parse_transform(text)
        else:
            move = parse_transform(own, lambda t: self.cascade.length(t, style, "x"))
        if style.transform_origin:
            words = style.transform_origin.split()
            x = self.cascade.length(words[0], style, "x")
            y = self.cascade.length(words[1], style, "y") if len(words) > 1 else 0.0
            move = multiply(multiply((1, 0, 0, 1, x, y), move), (1, 0, 0, 1, -x, -y))
        return multiply(matrix, move)

    def _size(
        self, element: Any, name: str, style: Style, viewport: tuple[float, float], default: float = 0.0
    ) -> float:
        """Return a position or a side in user units."""
        text = style.geometry.get(name) if style.geometry else None
        text = text or element.get(name)
        if text is None or text == "auto":
            return default
        across = name in {"x", "width"}
        if text.endswith("%"):
            share = number(text[:-1])
            return default if share is None else share / 100 * viewport[0 if across else 1]
        return self.cascade.length(text, style, "x" if across else "y", default)

    def _clipped(self, style: Style, matrix: Matrix, clip: Box | None) -> Box | None:
        if style.clip_path is None:
            return clip
        key = (style.clip_path, matrix)
        if key not in self._clips:
            self._clips[key] = self._clip_box(style.clip_path, matrix)
        own = self._clips[key]
        return clip if own is None else met(clip, own)

    def _clip_box(self, name: str, matrix: Matrix) -> Box | None:
        """Return the box of a clip path on the page, or None where it can't be told."""
        target = self.references.find("#" + name)
        if target is None or local_name(target.tag) != "clipPath":
            return None
        if target.get("clipPathUnits") == "objectBoundingBox":
            return None
        own = self.cascade.style(target, ROOT)
        matrix = self._moved(target, own, matrix)
        found: Box | None = None
        for child in target.iterchildren():
            style = self.cascade.style(child, own)
            place = self._moved(child, style, matrix)
            kind = local_name(child.tag)
            if kind == "use":
                inner = self.references.find(child.get(HREF) or child.get(XLINK_HREF) or "")
                if inner is None:
                    continue
                x, y = (self._size(child, n, style, self._viewport) for n in "xy")
                child, kind = inner, local_name(inner.tag)
                style = self.cascade.style(child, style)
                place = self._moved(child, style, multiply(place, (1, 0, 0, 1, x, y)))
            if kind == "text":
                return None
            if kind not in SHAPES or not style.displayed:
                continue
            box = shape_box(child, kind, style, self.cascade, place)
            if box is not None:
                found = box if found is None else found.union(box)
        # An empty clip path hides everything.
        return NOWHERE if found is None else found

    # -- groups ------------------------------------------------------------------

    def _group(self, element: Any, plan: Plan, frame: Frame) -> Frame | None:
        if plan.simple and (plan.own_id < 0 or self._named >= _MAX_GROUPS) and not self._is_positional:
            # The commonest by far: it only groups, and its id is one of too many.
            key = (plan, plan.look(element.values()))
            known = frame.known.get(key, _UNSEEN)
            if known is _UNSEEN:
                known = frame.known[key] = self._plain_frame(element, frame)
            if known is not None:
                return known  # type: ignore[no-any-return]
        style = self.cascade.style(element, frame.style)
        if not style.displayed:
            return None
        if plan.name != "switch" and not conditions_hold(element):
            return None
        matrix = self._moved(element, style, frame.matrix)
        inner = self._framed(element, style, matrix, frame)
        if plan.name == "switch":
            chosen = next((c for c in element if local_name(c.tag) and conditions_hold(c)), None)
            inner.children = iter(()) if chosen is None else iter((chosen,))
        elif plan.name == "svg":
            view = frame.viewport
            place = (
                self._size(element, "x", style, view),
                self._size(element, "y", style, view),
                self._size(element, "width", style, view, view[0]),
                self._size(element, "height", style, view, view[1]),
            )
            return self._viewed(element, matrix, inner, place)
        return inner

    def _plain_frame(self, element: Any, frame: Frame) -> Frame | None:
        """Return the frame that plain groups of one look share below a parent, or None."""
        style = self.cascade.style(element, frame.style)
        if style.transform is not None or style.clip_path is not None or not style.displayed:
            return None
        if style.opacity != 1:
            return None
        return Frame(
            None,
            style,
            frame.matrix,
            frame.key,
            frame.group,
            frame.panel,
            frame.clip,
            frame.opacity,
            frame.is_text,
            frame.viewport,
            frame.chain,
        )

    def _framed(self, element: Any, style: Style, matrix: Matrix, frame: Frame) -> Frame:
        group, panel, mark = frame.group, frame.panel, None
        name = element.get("id")
        if name is not None and self._named < _MAX_GROUPS:
            self._named += 1
            group = f"{group}/{name}" if group else name
            panel = panel_of(name) or panel
            mark = (name, self.marks.order, len(self.document.elements))
        label = element.get(f"{INKSCAPE}label")
        if label is not None:
            panel = panel_of(label) or panel
        clip = frame.clip if style.clip_path is None else self._clipped(style, matrix, frame.clip)
        opacity = frame.opacity * style.opacity
        inner = Frame(
            None,
            style,
            matrix,
            frame.key,
            group,
            panel,
            clip,
            opacity,
            frame.is_text,
            frame.viewport,
            frame.chain,
            mark,
        )
        if (
            group is not frame.group
            or clip is not frame.clip
            or opacity != frame.opacity
            or panel != frame.panel
        ):
            inner.key = self.paints.key(inner)
        return inner

    def _leave(self, frame: Frame) -> None:
        if frame.mark is not None:
            name, shapes, texts = frame.mark
            document = self.document
            self._groups.append((frame, name, shapes, self.marks.order, texts, len(document.elements)))
            frame.known = {}

    def _viewed(
        self, element: Any, matrix: Matrix, inner: Frame, place: tuple[float, float, float, float]
    ) -> Frame | None:
        """Put what follows into a viewport of its own: a nested ``<svg>`` or a used ``<symbol>``."""
        x, y, width, height = place
        if width <= 0 or height <= 0:
            return None
        declared = element.get("style", "").replace(" ", "")
        if element.get("overflow") != "visible" and "overflow:visible" not in declared:
            inner.clip = met(inner.clip, map_box(matrix, x, y, x + width, y + height))
        viewbox = viewbox_of(element.get("viewBox"))
        if viewbox is None:
            inner.matrix = multiply(matrix, (1, 0, 0, 1, x, y))
            inner.viewport = (width, height)
        else:
            fit = viewbox_matrix(viewbox, x, y, width, height, element.get("preserveAspectRatio"))
            inner.matrix = multiply(matrix, fit)
            inner.viewport = (viewbox[2], viewbox[3])
        inner.key = self.paints.key(inner)
        return inner

    # -- shapes ---------------------------------------------------------------------

    def _looked(self, element: Any, plan: Plan, frame: Frame) -> Any:
        """Return (style, paint or None, clip, is late) of an element, the same for siblings that look alike.

        A path that is late may wait until there are enough of them; see `Marks.put_late`.
        """
        style = self.cascade.style(element, frame.style)
        if not style.displayed:
            return None
        clip, paint = frame.clip, None
        if plan.move < 0 and style.transform is None:
            if style.clip_path is not None:
                clip = self._clipped(style, frame.matrix, clip)
                frame = frame if clip is frame.clip else self._with_clip(frame, clip)
            paint = self.paints.paint(style, frame, scale_of(frame.matrix))
        _, b, c, *_ = frame.matrix
        is_late = (
            (self._is_large and plan.name == "path" and plan.place is not None)
            and (paint is not None and paint >= 0 and b == 0 == c and style.geometry is None)
        )  # fmt: skip
        return style, paint, clip, is_late

    def _shape(self, element: Any, plan: Plan, frame: Frame) -> None:
        values = element.values()
        key = (plan, plan.look(values))
        known = frame.known
        look = known.get(key, _UNSEEN)
        if look is _UNSEEN or self._is_positional:
            look = self._looked(element, plan, frame)
            if len(known) >= _MAX_KNOWN:
                known.clear()
            known[key] = look
        if look is None:
            return
        style, paint, clip, is_late = look
        matrix = frame.matrix
        if is_late and plan.place is not None:
            what = (element, matrix, style)
            if self.marks.put_late(paint, what, plan.place(values), clip, element.sourceline):
                return
        if paint is None:
            matrix = self._moved(element, style, matrix)
            if style.clip_path is not None:
                clip = self._clipped(style, matrix, frame.clip)
                if clip is not frame.clip:
                    frame = self._with_clip(frame, clip)
            else:
                clip = frame.clip
            paint = self.paints.paint(style, frame, scale_of(matrix))
        if paint < 0:
            return
        self._measured(element, plan, values, (paint, matrix, style, clip, element.sourceline or 0))

    def _measured(self, element: Any, plan: Plan, values: Any, look: tuple[Any, ...]) -> None:
        paint, matrix, style, clip, line = look
        box = None
        if plan.place is not None and style.geometry is None:
            box = _quick_box(plan, values, matrix)
        if box is None:
            box = shape_box(element, plan.name, style, self.cascade, matrix)
        if box is not None:
            self.marks.put(
                paint,
                self.marks.template(element, matrix, style),
                box,
                clip=clip,
                line=line,
            )

    def _with_clip(self, frame: Frame, clip: Box | None) -> Frame:
        inner = Frame(
            iter(()),
            frame.style,
            frame.matrix,
            0,
            frame.group,
            frame.panel,
            clip,
            frame.opacity,
            frame.is_text,
            frame.viewport,
        )
        inner.key = self.paints.key(inner)
        return inner

    # -- uses --------------------------------------------------------------------------

    def _use(self, element: Any, plan: Plan, frame: Frame) -> Frame | None:
        values = element.values()
        href = values[plan.href] if plan.href >= 0 else ""
        key = (plan, plan.look(values), href)
        look = frame.known.get(key, _UNSEEN)
        if look is _UNSEEN or self._is_positional:
            style = self.cascade.style(element, frame.style)
            look = frame.known[key] = (style, self.references.find(href)) if style.displayed else None
        if look is None:
            return None
        style, target = look
        if target is None:
            if href and not href.startswith("#"):
                self.document.links.append(Link(href[:500], "use", element.sourceline))
            return None
        matrix = frame.matrix
        if plan.move >= 0 or style.transform is not None:
            matrix = self._moved(element, style, matrix)
        try:
            x, y = map(float, plan.place(values)) if plan.place is not None else (math.nan, math.nan)
        except ValueError:
            x = y = math.nan
        if math.isnan(x):
            x, y = (self._size(element, n, style, frame.viewport) for n in "xy")
        a, b, c, d, e, f = matrix
        dx, dy = a * x + c * y + e, b * x + d * y + f
        if local_name(target.tag) in SHAPES and style.clip_path is None:
            self._use_shape(target, style, (a, b, c, d, dx, dy), frame, element.sourceline or 0)
            return None
        return self._use_any(element, target, style, (a, b, c, d, dx, dy), frame)

    def _use_shape(self, target: Any, style: Style, matrix: Matrix, frame: Frame, line: int) -> None:
        """Draw a marker again: what was worked out the first time is only moved."""
        move = (matrix[4], matrix[5])
        linear = (*matrix[:4], 0.0, 0.0)
        key = (target, style, frame.key, linear)
        known = self._uses.get(key)
        if known is None:
            known = self._uses[key] = self._template(target, style, linear, frame)
        if not known:
            return
        paint, template, (x0, y0, x1, y1) = known
        dx, dy = move
        box = (x0 + dx, y0 + dy, x1 + dx, y1 + dy)
        self.marks.put(paint, template, box, clip=frame.clip, line=line, move=move)

    def _template(self, target: Any, style: Style, linear: Matrix, frame: Frame) -> tuple[Any, ...]:
        own = self.cascade.style(target, style)
        if not own.displayed:
            return ()
        matrix = self._moved(target, own, linear)
        inner = self._with_clip(frame, frame.clip)
        inner.opacity *= style.opacity
        inner.is_text = frame.is_text or glyph_name(target.get("id", ""))
        inner.key = self.paints.key(inner)
        paint = self.paints.paint(own, inner, scale_of(matrix))
        if paint < 0:
            return ()
        box = shape_box(target, local_name(target.tag), own, self.cascade, matrix)
        return () if box is None else (paint, self.marks.template(target, matrix, own), box)

    def _use_any(self, element: Any, target: Any, style: Style, matrix: Matrix, frame: Frame) -> Frame | None:
        if target in frame.chain or any(target is a for a in element.iterancestors()):
            # Browsers draw nothing for it, so there is nothing to measure.
            says = "a <use> refers to itself in a circle"
            if not any(n.message == says for n in self.document.notes):
                self.document.notes.append(Note(says, Severity.WARNING, line=element.sourceline))
            return None
        inner = self._framed(element, style, matrix, frame)
        inner.chain = (*frame.chain, target)
        if glyph_name(target.get("id", "")):
            inner.is_text = True
            inner.key = self.paints.key(inner)
        kind = local_name(target.tag)
        if kind not in {"symbol", "svg"}:
            inner.children = iter((target,))
            return inner
        own = self.cascade.style(target, style)
        if not own.displayed:
            return None
        matrix = self._moved(target, own, matrix)
        inner.style, inner.opacity = own, inner.opacity * own.opacity
        inner.children = target.iterchildren()
        x, y = (self._size(target, n, own, frame.viewport) for n in "xy")
        if kind == "symbol" and target.get("viewBox") is None and element.get("width") is None:
            inner.matrix = multiply(matrix, (1, 0, 0, 1, x, y))
            inner.key = self.paints.key(inner)
            return inner
        sides = [
            self._size(element if element.get(name) else target, name, style, frame.viewport, whole)
            for name, whole in zip(("width", "height"), frame.viewport, strict=True)
        ]
        return self._viewed(target, matrix, inner, (x, y, sides[0], sides[1]))

    # -- images -------------------------------------------------------------------------

    def _image(self, element: Any, plan: Plan, frame: Frame) -> None:
        del plan
        from natfig.qa.readers._svg.image import read_image

        style = self.cascade.style(element, frame.style)
        if not style.displayed or not style.visible or not conditions_hold(element):
            return
        if frame.opacity * style.opacity <= 0:
            return
        matrix = self._moved(element, style, frame.matrix)
        view = frame.viewport
        place = (
            self._size(element, "x", style, view),
            self._size(element, "y", style, view),
            self._size(element, "width", style, view, math.nan),
            self._size(element, "height", style, view, math.nan),
        )
        image = read_image(
            element,
            place,
            matrix,
            self._clipped(style, matrix, frame.clip),
            order=self.marks.next_order(),
            limits=self.limits,
            group=frame.group,
            panel=frame.panel,
        )
        if image is not None:
            self.document.images.append(image)
            if image.linked:
                self.document.links.append(Link(image.href, "image", element.sourceline))

    def _foreign_object(self, element: Any, plan: Plan, frame: Frame) -> None:
        del plan
        style = self.cascade.style(element, frame.style)
        if (
            style.displayed
            and conditions_hold(element)
            and any((t or "").strip() for t in element.itertext())
        ):
            self._foreign.append(element.sourceline)

    # -- text ----------------------------------------------------------------------------

    def _text(self, element: Any, plan: Plan, frame: Frame) -> None:
        del plan
        style = self.cascade.style(element, frame.style)
        if not style.displayed or not conditions_hold(element):
            return
        document = self.document
        out = lay_out(element, style, self.cascade, self._text_path)
        if out.is_cut:
            document.notes.append(
                Note("a text is so long that not all of it was measured", line=element.sourceline)
            )
        if not out.runs:
            document.empty_texts += 1
            return
        matrix = self._moved(element, style, frame.matrix)
        name = element.get("id")
        group = frame.group if not name else f"{frame.group}/{name}" if frame.group else name
        place = Place(
            matrix,
            frame.opacity * style.opacity,
            group=group,
            panel=(panel_of(name) if name else None) or frame.panel,
            clip=self._clipped(style, matrix, frame.clip),
            element=len(document.elements),
            line=element.sourceline,
        )
        first = len(document.runs)
        for run in out.runs:
            made = make_run(run, place, self.paints, self.marks.next_order())
            if made is None:
                self.marks.warn_far(element.sourceline)
                continue
            document.runs.append(made)
            self.run_elements.append(run.element)
            self.run_sizes.append(run.size)
        made_runs = document.runs[first:]
        if not made_runs:
            return
        box = made_runs[0].box
        for other in made_runs[1:]:
            box = box.union(other.box)
        runs = range(first, len(document.runs))
        document.elements.append(TextElement(out.text, runs, box, out.placed, element.sourceline))

    def _text_path(self, href: str) -> Any:
        target = self.references.find(href)
        kind = "" if target is None else local_name(target.tag)
        if kind not in SHAPES:
            return None
        style = self.cascade.style(target, ROOT)
        return shape_points(target, kind, style, self.cascade, self._moved(target, style, IDENTITY))

    # -- the end ----------------------------------------------------------------------------

    def _finish(self) -> None:
        document = self.document
        document.links += self.cascade.links
        self.marks.flush()
        document.shapes.set_outline(self.marks.outline, recipe=self.marks.recipe)
        if self._foreign:
            document.notes.append(
                Note(
                    f"{len(self._foreign)} label(s) are HTML inside <foreignObject>, which Illustrator and "
                    "Inkscape do not show; they were not measured. Export plain SVG text",
                    line=self._foreign[0],
                )
            )
        self._name_groups()
        unmeasured = dict(document.unmeasured)
        if self._stopped:
            reason = "the file draws more than is looked at"
            for aspect in ("text", "shapes", "colors", "images", "structure"):
                unmeasured[aspect] = reason
        if self.cascade.incomplete:
            for aspect in _STYLED:
                unmeasured.setdefault(aspect, self.cascade.incomplete)
        if document.page.width_mm is None:
            unmeasured["page"] = "the file states no size"
        if not any(group.panel for group in document.groups.values()):
            unmeasured["structure"] = "no ids or layers say which group is a panel"
        document.unmeasured = unmeasured
        families = dict.fromkeys(run.family for run in document.runs if run.visible)
        document.fonts += facts.fonts_of(families, self.cascade)
        if document.shapes.paints:
            from natfig.qa.outlines import find_outlined

            document.outlined = find_outlined(document)

    def _name_groups(self) -> None:
        shapes, elements = self.document.shapes, self.document.elements
        for frame, name, first, last, t0, t1 in self._groups:
            # Shapes are in paint order, so a group's own are one stretch of them.
            s0, s1 = bisect_right(shapes.order, first), bisect_right(shapes.order, last)
            box: Box | None = None
            if s1 > s0:
                box = Box(
                    min(shapes.x0[s0:s1]), min(shapes.y0[s0:s1]), max(shapes.x1[s0:s1]), max(shapes.y1[s0:s1])
                )
            for element in elements[t0:t1]:
                box = element.box if box is None else box.union(element.box)
            found = Group(name, frame.group, box, s1 - s0, t1 - t0, frame.panel)
            self.document.groups.setdefault(name, found)


def _quick_box(
    plan: Plan, values: list[str], matrix: Matrix
) -> tuple[float, float, float, float] | Box | None:
    """Return the box of a shape whose geometry is bare numbers, or None where it needs a closer look."""
    if plan.place is None:
        return None
    if plan.name == "path":
        return _path_box(plan.place(values), matrix)
    try:
        numbers = [float(word) for word in plan.place(values)]
    except ValueError:
        return None
    a, b, c, d, e, f = matrix
    if plan.name == "circle":
        p, q, r = numbers
        if not r > 0:
            return None
        x, y = a * p + c * q + e, b * p + d * q + f
        dx, dy = (abs(a) * r, abs(d) * r) if b == 0 == c else (math.hypot(a, c) * r, math.hypot(b, d) * r)
        return x - dx, y - dy, x + dx, y + dy
    p, q, r, s = numbers
    if plan.name == "line":
        x0, y0, x1, y1 = a * p + c * q + e, b * p + d * q + f, a * r + c * s + e, b * r + d * s + f
        return min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1)
    return map_box(matrix, p, q, p + r, q + s) if r > 0 and s > 0 else None


def _path_box(data: str, matrix: Matrix) -> tuple[float, float, float, float] | Box | None:
    a, b, c, d, e, f = matrix
    if b == 0 == c and len(data) < _SHORT:
        try:
            numbers = list(map(float, data.translate(_STRAIGHT).split()))
        except ValueError:  # curves, relative commands, numbers without blanks
            return path_box(data, matrix)
        xs, ys = numbers[::2], numbers[1::2]
        if len(xs) == len(ys) > 1:
            x0, x1, y0, y1 = a * min(xs) + e, a * max(xs) + e, d * min(ys) + f, d * max(ys) + f
            return (x0, y0, x1, y1) if a > 0 < d else Box.around([(x0, y0), (x1, y1)])
    return path_box(data, matrix)
