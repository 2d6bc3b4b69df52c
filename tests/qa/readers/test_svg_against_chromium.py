"""The SVG reader against headless Chromium, over files by many programs.

`pytest tests/qa/readers/test_svg_against_chromium.py -s` prints the table.
"""

import difflib
import pickle
import unicodedata
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from natfig.qa.document import Box
from natfig.qa.runner import open_document
from oracles import svgtruth

CORPUS = Path(__file__).parents[2] / "corpus"
FILES = sorted(
    path
    for path in CORPUS.glob("*/*")
    if path.suffix in {".svg", ".svgz"} and path.parent.name != "generators"
)
PROGRAMS = sorted({path.parent.name for path in FILES})
NAMES = [f"{path.parent.name}/{path.name}" for path in FILES]

SIZE_WITHIN = 0.02
PAGE_WITHIN = 0.005
BOX_WITHIN_MM = 0.5
SIZES_NEEDED = 0.99
BOXES_NEEDED = 0.95
FILES_NEEDED = 100  # so that a corpus that is not found is never a pass
PROGRAMS_NEEDED = 8

pytestmark = [pytest.mark.chromium, pytest.mark.fonts]


@dataclass
class Tally:
    """What was compared and what of it agreed."""

    files: int = 0
    elements: int = 0
    counts: int = 0
    runs: int = 0
    sizes: int = 0
    boxed: int = 0
    boxes: int = 0
    sides: int = 0
    pages: int = 0
    looks: int = 0
    excluded: list = field(default_factory=list)
    complaints: list = field(default_factory=list)

    def add(self, other):
        for name in (
            "files",
            "elements",
            "counts",
            "runs",
            "sizes",
            "boxed",
            "boxes",
            "sides",
            "pages",
            "looks",
        ):
            setattr(self, name, getattr(self, name) + getattr(other, name))
        self.excluded += other.excluded
        self.complaints += other.complaints

    def row(self, name):
        return (
            f"{name:<13}{self.files:>6}{self.elements:>10}{self.counts:>10}{self.runs:>7}"
            f"{_share(self.sizes, self.runs):>9}{_share(self.boxes, self.boxed):>9}"
            f"{_share(self.pages, self.sides):>8}{_share(self.looks, self.runs):>8}{len(self.excluded):>6}"
        )


HEAD = (
    f"{'program':<13}{'files':>6}{'elements':>10}{'counts ok':>10}{'runs':>7}"
    f"{'size ok':>9}{'box ok':>9}{'page ok':>8}{'look ok':>8}{'excl.':>6}"
)


def _share(part, whole):
    return "–" if not whole else f"{100 * part / whole:.1f} %"


def _bare(text):
    """Return what of a text shows, whatever its case, which `text-transform` may change."""
    shown = (c for c in text.casefold() if not c.isspace() and unicodedata.category(c) not in {"Cf", "Cc"})
    return "".join(shown)


# ------------------------------------------------------------------ one file


def compare(path, truth, document):
    """Return the tally of one file."""
    tally = Tally(files=1)
    name = f"{path.parent.name}/{path.name}"
    if truth.excluded:
        tally.excluded.append(f"{name}: {truth.excluded}")
        return tally
    tally.elements = len(truth.elements)
    tally.counts = int(len(truth.elements) == len(document.elements))
    if not tally.counts:
        tally.complaints.append(
            (9e9, f"{name}: {len(document.elements)} text elements, Chromium has {len(truth.elements)}")
        )
    _compare_page(tally, name, truth, document)
    wanted = [_bare("".join(run.text for run in e.runs)) for e in truth.elements]
    got = [_bare("".join(document.runs[i].text for i in e.runs)) for e in document.elements]
    partner = _partners(wanted, got)
    for number, element in enumerate(truth.elements):
        if element.excluded:
            tally.excluded.append(f"{name}, text {number}: {element.excluded}")
            continue
        other = partner.get(number)
        runs = [] if other is None else [document.runs[i] for i in document.elements[other].runs]
        _compare_element(tally, f"{name} {wanted[number][:30]!r}", element.runs, runs)
    return tally


def _compare_page(tally, name, truth, document):
    for side in ("width_mm", "height_mm"):
        wanted, got = getattr(truth, side), getattr(document.page, side)
        if wanted is None:
            continue
        tally.sides += 1
        if got is not None and abs(got - wanted) <= PAGE_WITHIN * wanted:
            tally.pages += 1
        else:
            tally.complaints.append((8e9, f"{name}: {side} is {got}, in Chromium {wanted:.3f}"))


def _partners(wanted, got):
    if len(wanted) == len(got):
        return {i: i for i in range(len(wanted))}
    matcher = difflib.SequenceMatcher(None, wanted, got, autojunk=False)
    return {m.a + i: m.b + i for m in matcher.get_matching_blocks() for i in range(m.size)}


def _compare_element(tally, name, wanted, got):
    got = [run for run in got if _bare(run.text)]
    wanted = [run for run in wanted if _bare(run.text)]
    tally.runs += len(wanted)
    tally.boxed += len(wanted)
    if _bare("".join(r.text for r in wanted)) != _bare("".join(r.text for r in got)):
        tally.complaints.append((7e9, f"{name}: the text reads {''.join(r.text for r in got)!r}"))
        return
    for ours, theirs in _pieces(wanted, got):
        _compare_piece(tally, name, ours, theirs)


def _pieces(wanted, got):
    """Yield the smallest groups of runs, Chromium's and the reader's, that hold the same characters."""
    wanted, got = list(wanted), list(got)
    while wanted:
        ours, theirs = [wanted.pop(0)], [got.pop(0)]
        while True:
            a = sum(len(_bare(r.text)) for r in ours)
            b = sum(len(_bare(r.text)) for r in theirs)
            if a == b:
                break
            if a < b:
                ours.append(wanted.pop(0))
            else:
                theirs.append(got.pop(0))
        yield ours, theirs


def _compare_piece(tally, name, ours, theirs):
    for run in ours:
        off = max(abs(t.size_pt - run.size_pt) / max(run.size_pt, t.size_pt, 1e-3) for t in theirs)
        if off <= SIZE_WITHIN:
            tally.sizes += 1
        else:
            sizes = ", ".join(f"{t.size_pt:.3f}" for t in theirs)
            tally.complaints.append(
                (1e6 * off, f"{name}: {run.text!r} is {sizes} pt, in Chromium {run.size_pt:.3f}")
            )
        if all(_looks_alike(run, t) for t in theirs):
            tally.looks += 1
        else:
            looks = "; ".join(f"{t.family}, {t.fill}, {t.visible}" for t in theirs)
            tally.complaints.append(
                (0, f"{name}: {run.text!r} looks {looks}; {run.family}, {run.fill}, {run.visible}")
            )
    box = _around(run.box for run in ours)
    other = _around(run.box for run in theirs)
    off = max(abs(a - b) for a, b in zip(box, other, strict=True))
    if off <= BOX_WITHIN_MM:
        tally.boxes += len(ours)
    else:
        edges = ", ".join(f"{b - a:+.2f}" for a, b in zip(box, other, strict=True))
        measured = "" if all(t.measured for t in theirs) else ", not measured"
        text = "".join(run.text for run in ours)
        tally.complaints.append(
            (off, f"{name}: box of {text!r} is off by {edges} mm ({ours[0].family}{measured})")
        )


def _looks_alike(run, other):
    family = run.family.split(",")[0].strip().strip("\"'")
    same_family = family.casefold() == other.family.casefold()
    return (
        same_family and run.visible == other.visible and (not run.visible or _same_fill(run.fill, other.fill))
    )


def _same_fill(computed, said):
    if not computed.startswith("rgb"):
        return said is None
    numbers = [float(v) for v in computed[computed.index("(") + 1 : -1].replace(",", " ").split()[:3]]
    return said is not None and all(
        abs(int(said[1 + 2 * i : 3 + 2 * i], 16) - v) <= 1 for i, v in enumerate(numbers)
    )


def _around(boxes):
    x0, y0, x1, y1 = zip(*(b for b in boxes if b is not None), strict=True)
    return Box(min(x0), min(y0), max(x1), max(y1))


# ------------------------------------------------------------------ tests


@pytest.fixture(scope="session")
def truths(once):
    """Every file as Chromium renders it, from one run of the browser."""

    def make(folder):
        (folder / "truths.pickle").write_bytes(pickle.dumps(svgtruth.measure(FILES)))

    measured = pickle.loads((once("svg-truths", make) / "truths.pickle").read_bytes())  # noqa: S301 - our own
    return {truth.path: truth for truth in measured}


@pytest.fixture(scope="session")
def tallies(truths):
    """The comparison, a tally for each program."""
    tallies = {program: Tally() for program in PROGRAMS}
    for path in FILES:
        tallies[path.parent.name].add(compare(path, truths[path], open_document(path)))
    return tallies


def test_the_corpus_is_there():
    assert len(FILES) >= FILES_NEEDED
    assert len(PROGRAMS) >= PROGRAMS_NEEDED


@pytest.mark.parametrize("path", FILES, ids=NAMES)
def test_as_many_text_elements_as_in_chromium(path, truths):
    truth = truths[path]
    assert truth.excluded is None
    document = open_document(path)
    got = [" ".join(document.runs[i].text for i in e.runs) for e in document.elements]
    assert len(got) == len(truth.elements), got


@pytest.mark.parametrize("path", FILES, ids=NAMES)
def test_page_size_is_chromiums(path, truths):
    page, truth = open_document(path).page, truths[path]
    for got, wanted in ((page.width_mm, truth.width_mm), (page.height_mm, truth.height_mm)):
        if wanted is not None:
            assert got == pytest.approx(wanted, rel=PAGE_WITHIN)


def test_little_is_excluded(tallies):
    """What Chromium's DOM can't tell is no more than a few texts, each with its reason."""
    excluded = [reason for tally in tallies.values() for reason in tally.excluded]
    assert len(excluded) <= 0.01 * sum(tally.elements for tally in tallies.values()), excluded


@pytest.mark.parametrize("program", [*PROGRAMS, "all"])
def test_sizes_and_boxes_agree_with_chromium(program, tallies):
    total = _total(tallies)
    tally = total if program == "all" else tallies[program]
    if program == "all":
        rows = "\n".join(tallies[name].row(name) for name in PROGRAMS)
        print(f"\n{HEAD}\n{rows}\n{total.row('all')}")  # noqa: T201 - the table of the comparison
    worst = "\n".join(text for _, text in sorted(tally.complaints, key=lambda c: -c[0])[:40])
    assert tally.counts == tally.files, worst
    assert tally.pages == tally.sides, worst
    assert tally.sizes >= SIZES_NEEDED * tally.runs, worst
    assert tally.boxes >= BOXES_NEEDED * tally.boxed, worst
    assert tally.looks >= SIZES_NEEDED * tally.runs, worst


def _total(tallies):
    total = Tally()
    for tally in tallies.values():
        total.add(tally)
    return total
