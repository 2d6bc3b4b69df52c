"""GEO005: lines, areas and images that reach beyond the page."""

from __future__ import annotations

from collections.abc import Iterator

from natfig.core.findings import Finding, Severity
from natfig.core.record import dataclass
from natfig.core.units import pt_to_mm
from natfig.qa.check import Check, Context
from natfig.qa.checks._rules import count_of, listed
from natfig.qa.document import Box, Document, Paint

__all__ = ["check"]

# Half of a 1.4 pt frame along the page's edge, or a marker's rim: nobody misses it.
SLACK_MM = 0.25

_BEYOND = "beyond the page"


@dataclass(slots=True)
class _Group:
    """What lies off the page in one group of the file."""

    panel: str | None
    box: Box
    count: int
    beyond_mm: float
    outside: int
    line: int


def _reach(paint: Paint, background: str) -> float:
    """Return half a line's width in mm, or −1 for what is not seen off the page."""
    lined = paint.stroke is not None or bool(paint.stroke_stops)
    filled = paint.fill is not None or bool(paint.fill_stops)
    if not lined and (not filled or paint.fill == background):
        return -1.0
    # A line that its clip cuts has no more width there.
    return pt_to_mm(paint.width_pt) / 2 if lined and paint.clip is None else 0.0


def _beyond(box: Box, page: Box) -> float:
    return max(page.x0 - box.x0, page.y0 - box.y0, box.x1 - page.x1, box.y1 - page.y1)


def _shapes_beyond(document: Document, page: Box) -> Iterator[tuple[int, Box, Paint]]:
    """Yield shapes that reach beyond the page; a glance at the extremes spares the search in most files."""
    shapes = document.shapes
    if not len(shapes):
        return
    reach = [_reach(paint, document.background) for paint in shapes.paints]
    widest = max(reach, default=0.0)
    if widest < 0:
        return
    room = SLACK_MM - widest
    around = Box(min(shapes.x0), min(shapes.y0), max(shapes.x1), max(shapes.y1))
    if _beyond(around, page) <= room:
        return
    x_low, y_low, x_high, y_high = page.x0 - room, page.y0 - room, page.x1 + room, page.y1 + room
    for i, (paint, x0, y0, x1, y1) in enumerate(
        zip(shapes.paint, shapes.x0, shapes.y0, shapes.x1, shapes.y1, strict=True)
    ):
        if x0 >= x_low and y0 >= y_low and x1 <= x_high and y1 <= y_high:
            continue
        half = reach[paint]
        if half >= 0 and not shapes.paints[paint].is_text:
            box = Box(x0, y0, x1, y1).grown(half)
            if _beyond(box, page) > SLACK_MM:
                yield i, box, shapes.paints[paint]


def _groups(document: Document, page: Box) -> dict[str, _Group]:
    groups: dict[str, _Group] = {}

    def add(name: str, panel: str | None, box: Box, line: int) -> None:
        beyond = _beyond(box, page)
        outside = int(box.meet(page) is None)
        group = groups.get(name)
        if group is None:
            groups[name] = _Group(panel, box, 1, beyond, outside, line)
            return
        group.box = group.box.union(box)
        group.count += 1
        group.beyond_mm = max(group.beyond_mm, beyond)
        group.outside += outside

    for i, box, paint in _shapes_beyond(document, page):
        add(paint.group, paint.panel, box, document.shapes.line[i])
    for image in document.images:
        if _beyond(image.box, page) > SLACK_MM:
            add(f"{image.group}/image", image.panel, image.box, image.line or 0)
    return groups


def _look(document: Document, context: Context) -> Iterator[Finding]:  # noqa: ARG001 — a look has both
    page = document.page.box
    if page is None:
        return
    groups = _groups(document, page)
    found = sorted(groups.items(), key=lambda item: -item[1].beyond_mm)
    shown, rest = listed(found)
    for name, group in shown:
        what = "image" if name.endswith("/image") else "shape"
        where = f" in '{name.rsplit('/', 1)[-1]}'" if name and what == "shape" else ""
        things = count_of(group.count, what) + where
        if group.outside == group.count:
            says = f"{things} outside the page, up to {group.beyond_mm:.1f} mm {_BEYOND}"
            severity = Severity.WARNING  # not printed, and so not missed; but it shows in Illustrator
        else:
            says = f"{things} cut at the page's edge, up to {group.beyond_mm:.1f} mm {_BEYOND}"
            severity = Severity.ERROR
        yield check.finding(
            says, panel=group.panel, box=group.box, line=group.line or None, severity=severity
        )
    if rest:
        number = sum(group.count for _, group in found[len(shown) :])
        yield check.finding(f"{count_of(number, 'further shape')} {_BEYOND}", severity=Severity.WARNING)


check = Check(
    id="geo005_off_page",
    code="GEO005",
    title="content outside the page",
    reason=(
        "What reaches beyond the page is cut in a browser and in print, but comes back in Illustrator, where "
        "the production desk finds it. Boxes are taken after clipping: data outside clipped axes don't count."
    ),
    bad="a curve that leaves the page by 4 mm because its axes don't clip it",
    good="the same curve clipped to its axes",
    needs=("page", "shapes"),
    look=_look,
    source="SVG 2, section 8.2: the initial viewport clips what lies outside, https://www.w3.org/TR/SVG2/coords.html",
    hint="clip the data to the axes, widen the margins, or delete what lies beside the page",
    options={"slack_mm": SLACK_MM},
)
