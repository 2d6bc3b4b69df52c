"""One rendered template, opened to have a defect put in, and the means to choose where.

Targets are chosen by rule and in the order of the file, so that a twin is the same at
every run; what would bring a second defect along (a label that has no room to grow, a
spot that is not blank) is passed over, and where nothing is left `NoTargetError` says so.
"""

import json
import math
import re
from dataclasses import dataclass, field
from functools import cached_property

from natfig.journals import journals
from natfig.qa.beside import figure_of
from natfig.qa.check import Context
from natfig.qa.document import Box
from natfig.qa.runner import open_document

SVG = "{http://www.w3.org/2000/svg}"
XLINK = "{http://www.w3.org/1999/xlink}"
PT = 72 / 25.4  # a template's user unit is a point

INK = "#272727"


class NoTargetError(Exception):
    """A template has nothing this defect could be put into."""


@dataclass(frozen=True)
class Label:
    """One `<text>` with what it measures; boxes in mm."""

    element: object
    runs: tuple
    box: Box

    @property
    def id(self):
        return self.element.get("id", "")

    @property
    def words(self):
        return "".join(self.element.itertext())

    @property
    def size_pt(self):
        return self.runs[0].size_pt

    @property
    def is_plain(self):
        """Whether it is one run on one level line."""
        return len(self.runs) == 1 and len(self.element) == 0 and self.element.get("transform") is None

    @property
    def is_letter(self):
        return self.id.endswith(".letter")


@dataclass
class Figure:
    """A template's files; `put` functions change `tree`, `manifest` or `data`, `save` writes them.

    `data` holds the bytes of a file that is no SVG, or of an SVG that lxml would not
    write; `alone` leaves the same figure's other formats behind.
    """

    folder: object
    name: str
    suffix: str = "svg"
    alone: bool = False
    data: bytes = None
    stage: str = None
    tree: object = field(init=False, default=None)

    def __post_init__(self):
        self.path = self.folder / f"{self.name}.{self.suffix}"
        text = (self.folder / f"{self.name}.manifest.json").read_text(encoding="utf-8")
        self.manifest = json.loads(text)
        if self.suffix == "svg":
            self.document = open_document(self.path)
            self.tree = self.document.source.tree
        else:
            self.data = self.path.read_bytes()

    # -- what it is judged by

    @property
    def item(self):
        """The manifest's item of this figure, to be read or changed."""
        return figure_of(self.manifest, self.path)

    @property
    def journal(self):
        return journals.load(self.item["journal"])

    @property
    def context(self):
        return Context(self.journal, self.stage or self.item["stage"], self.item)

    def is_resized(self, width_mm=None, height_mm=None):
        """Let the manifest describe another page, as if natfig had written it so."""
        for output in self.item["outputs"]:
            output["width_mm"] = width_mm or output["width_mm"]
            output["height_mm"] = height_mm or output["height_mm"]

    def save(self, folder):
        """Write the twin into a folder of its own, with what lay beside the original."""
        target = folder / f"{self.name}.{self.suffix}"
        if not self.alone:
            for other in self.folder.glob(f"{self.name}.*"):
                (folder / other.name).symlink_to(other)
        target.unlink(missing_ok=True)
        if self.data is not None:
            target.write_bytes(self.data)
        else:
            self.tree.write(str(target), encoding="utf-8", xml_declaration=True)
        manifest = folder / f"{self.name}.manifest.json"
        manifest.unlink(missing_ok=True)
        manifest.write_text(json.dumps(self.manifest), encoding="utf-8")
        return target

    # -- what is in it

    @property
    def root(self):
        return self.tree.getroot()

    @cached_property
    def labels(self):
        """Every visible text, in the order of the file."""
        elements, runs = self.document.source.run_elements, self.document.runs
        found = {}
        for element, run in zip(elements, runs, strict=True):
            while element.tag != SVG + "text":
                element = element.getparent()
            found.setdefault(element, []).append(run)
        return [Label(e, tuple(r), _around(run.box for run in r)) for e, r in found.items()]

    def plain(self, letters=3):
        """Labels of one run on a level line with this many characters, panel letters left out."""
        found = [a for a in self.labels if a.is_plain and not a.is_letter and len(a.words) >= letters]
        if not found:
            raise NoTargetError("no plain label")
        return found

    def words(self, letters=4):
        """Plain labels that are one word or more and stand on blank paper."""
        found = [a for a in self.plain(letters) if a.words[:letters].isalpha() and self.is_on_paper(a)]
        if not found:
            raise NoTargetError("no word on blank paper")
        return found

    def is_on_paper(self, label):
        """Whether no area or line meets a label's box."""
        return not any(label.box.meet(box) for box in self.obstacles)

    def group(self, name):
        """Return the group of an id."""
        for element in self.root.iter(SVG + "g"):
            if element.get("id") == name:
                return element
        raise NoTargetError(f"no group {name}")

    def groups(self, pattern):
        """Return the groups whose id matches a compiled pattern, in the order of the file."""
        return [g for g in self.root.iter(SVG + "g") if pattern.search(g.get("id") or "")]

    def remove_panel(self, letter):
        """Take away everything that ids give to a panel."""
        for element in list(self.root):
            if re.match(rf"panel-{letter}(?:\.|$)", element.get("id") or ""):
                self.root.remove(element)

    def panels(self):
        """Return the ids of all panels."""
        return [p["panel"] for p in self.item["panels"]]

    @cached_property
    def obstacles(self):
        """Boxes of all lines and areas, the page's own ground left out; in mm."""
        page, shapes = self.document.page.box, self.document.shapes
        boxes = [shapes.box(i) for i in range(len(shapes))]
        boxes += [image.box for image in self.document.images]
        return [box for box in boxes if not box.holds(page, 0.1)]

    def is_blank(self, box, *, but=()):
        """Whether nothing is drawn or written in a box, some labels left out of account."""
        skipped = {label.element for label in but}
        others = (label.box for label in self.labels if label.element not in skipped)
        return not any(box.meet(b) for b in others) and not any(box.meet(b) for b in self.obstacles)

    def blank_spot(self, w, h, *, x0=None, x1=None, pad=0.4):
        """Return the first blank box of this size in mm, row by row; `x0` to `x1` are where its left may be.

        Raises
        ------
        NoTargetError
            If there is none.
        """
        page = self.document.page.box
        low = page.x0 + pad if x0 is None else x0
        high = page.x1 - w - pad if x1 is None else x1
        y = page.y0 + pad
        while y + h <= page.y1 - pad:
            x = low
            while x <= high + 1e-9:
                box = Box(x, y, x + w, y + h)
                if self.is_blank(box.grown(pad)):
                    return box
                x += 1.0
            y += 1.0
        raise NoTargetError(f"no blank spot of {w:.1f} × {h:.1f} mm")


def _around(boxes):
    out = None
    for box in boxes:
        out = box if out is None else out.union(box)
    return out


def moved(label, dx_mm, dy_mm):
    """Move a label on the page."""
    for key, by in (("x", dx_mm), ("y", dy_mm)):
        label.element.set(key, f"{float(label.element.get(key)) + by * PT:.3f}")


def turned(label):
    """Whether a label runs up or down the page."""
    return not math.isclose(label.runs[0].rotation_deg % 180, 0.0, abs_tol=0.1)
