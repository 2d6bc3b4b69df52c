"""The SVG reader against headless Chromium, over files by many programs.

`pytest tests/qa/readers/test_svg_against_chromium.py -s` prints the table.
"""

import pickle
from pathlib import Path

import pytest

from natfig.qa.document import Document, Page
from natfig.qa.runner import open_document
from oracles import svgtruth
from oracles.agreement import HEAD, PAGE_WITHIN, Tally, compare

CORPUS = Path(__file__).parents[2] / "corpus"
FILES = sorted(
    path
    for path in CORPUS.glob("*/*")
    if path.suffix in {".svg", ".svgz"} and path.parent.name != "generators"
)
PROGRAMS = sorted({path.parent.name for path in FILES})
NAMES = [f"{path.parent.name}/{path.name}" for path in FILES]

SIZES_NEEDED = 0.99
BOXES_NEEDED = 0.95
FILES_NEEDED = 100  # so that a corpus that is not found is never a pass
PROGRAMS_NEEDED = 8

needs_chromium = pytest.mark.chromium


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
        tally = tallies[path.parent.name]
        try:
            document = open_document(path)
        except Exception as error:  # noqa: BLE001 - one file must not hide what the others show
            document = Document(path, "svg", 0, Page(None, None))
            tally.complaints.append((1e10, f"{path.name}: {type(error).__name__}: {error}"))
        tally.add(compare(path, truths[path], document))
    return tallies


def test_the_corpus_is_there():
    assert len(FILES) >= FILES_NEEDED
    assert len(PROGRAMS) >= PROGRAMS_NEEDED


@needs_chromium
@pytest.mark.parametrize("path", FILES, ids=NAMES)
def test_as_many_text_elements_as_in_chromium(path, truths):
    truth = truths[path]
    assert truth.excluded is None
    document = open_document(path)
    got = [" ".join(document.runs[i].text for i in e.runs) for e in document.elements]
    assert document.text_count == len(truth.elements), got


@needs_chromium
@pytest.mark.parametrize("path", FILES, ids=NAMES)
def test_page_size_is_chromiums(path, truths):
    page, truth = open_document(path).page, truths[path]
    for got, wanted in ((page.width_mm, truth.width_mm), (page.height_mm, truth.height_mm)):
        if wanted is not None:
            assert got == pytest.approx(wanted, rel=PAGE_WITHIN)


@needs_chromium
def test_little_is_excluded(tallies):
    """What Chromium's DOM can't tell is no more than a few texts, each with its reason."""
    excluded = [reason for tally in tallies.values() for reason in tally.excluded]
    assert len(excluded) <= 0.01 * sum(tally.elements for tally in tallies.values()), excluded


@needs_chromium
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
