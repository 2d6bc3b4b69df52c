"""axe-core on the pages natfig writes: proof sheet, QA report, redline, comparison, a figure in a cell."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

import natfig
from axe import SERIOUS, listed, violations
from browser import Browser
from natfig.cli.main import main
from natfig.core.templates import template
from natfig.polish.reporters.html import reporter
from paperwriter import write_figure, write_paper
from polishpages import DRAFT, busy, read, run

pytestmark = pytest.mark.chromium

# Names of a state → what a reader does to come there.
STATES = {
    "proof": {
        "opened": "",
        "all unfolded": "document.querySelectorAll('details').forEach(d => { d.open = true; })",
        "finding chosen": "document.querySelector('[data-mark], .mark')?.click()",
    },
    "paper": {"opened": ""},
    "qa": {
        "opened": "",
        "all unfolded": "document.querySelectorAll('details').forEach(d => { d.open = true; })",
        "finding chosen": "document.querySelector('.mark').click()",
    },
    "redline": {
        "opened": "",
        "remark chosen": "document.getElementById('next').click()",
        "filter open": "document.getElementById('filters').open = true",
        "all accepted": "document.getElementById('accept-all').click()",
        "all rejected": "document.getElementById('reject-all').click()",
        "result": "document.querySelector('input[value=result]').click()",
        "original": "document.querySelector('input[value=original]').click()",
    },
    "drafts": {"opened": ""},
    "diff": {"opened": ""},
    "figure": {"opened": ""},
}
CASES = [(page, state) for page, states in STATES.items() for state in states]
FLAWED = """<svg xmlns="http://www.w3.org/2000/svg" width="80mm" height="40mm" viewBox="0 0 80 40">
<rect x="20" y="10" width="10" height="5" fill="#c83200"/>
<text x="5" y="20" font-size="1" font-family="Arial">small</text>
<text x="25" y="20" font-size="2" fill="#eee" font-family="Comic Sans MS">{}</text></svg>"""


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    with Browser() as one:
        yield one


def _write_proof(folder: Path) -> Path:
    spec = write_figure(folder, "one")
    # A spread that nobody declared, and a claim that fails.
    spec.write_text(spec.read_text().replace('assert: "> 1"', 'assert: "> 100"'))
    assert main(["report", str(spec), "--output", str(folder / "page.html"), "--quiet"]) == 1
    return folder / "page.html"


def _write_paper(folder: Path) -> Path:
    write_figure(folder, "one")
    write_figure(folder, "two", y="Response (V)")
    paper = write_paper(folder, "one", "two")
    main(["report", str(paper), "--output", str(folder / "page.html"), "--quiet"])
    return folder / "page.html"


def _write_qa(folder: Path) -> Path:
    (folder / "fig.svg").write_text(FLAWED.format("pale"))
    page = folder / "page.html"
    argv = ["qa", str(folder / "fig.svg"), "--journal", "nature", "--format", "html", "--output", str(page)]
    assert main(argv) == 1
    return page


def _write_redline(folder: Path) -> Path:
    (folder / "page.html").write_text(reporter.render(run(busy())), encoding="utf-8")
    return folder / "page.html"


def _write_drafts(folder: Path) -> Path:
    other = busy(read(DRAFT.replace("# Short reads find rare cells\n", ""), "other.md"))
    (folder / "page.html").write_text(reporter.render(run(busy(), other)), encoding="utf-8")
    return folder / "page.html"


def _write_diff(folder: Path) -> Path:
    for name in ("old", "new"):
        (folder / f"{name}.svg").write_text(FLAWED.format(name))
    argv = ["diff", str(folder / "old.svg"), str(folder / "new.svg"), "--format", "html"]
    assert main([*argv, "--output", str(folder / "page.html")]) == 1
    return folder / "page.html"


def _write_figure(folder: Path) -> Path:
    shutil.copytree(template("serving").folder, folder / "fig")
    cell = natfig.figure(folder / "fig")._repr_html_()
    page = folder / "page.html"
    page.write_text(
        f'<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Notebook</title></head>'
        f"<body><main><h1>Notebook</h1>{cell}</main></body></html>",
        encoding="utf-8",
    )
    return page


WRITERS: dict[str, Callable[[Path], Path]] = {
    "proof": _write_proof,
    "paper": _write_paper,
    "qa": _write_qa,
    "redline": _write_redline,
    "drafts": _write_drafts,
    "diff": _write_diff,
    "figure": _write_figure,
}


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], Path]:
    """Return the path of a page; each is written once."""
    pages: dict[str, Path] = {}

    def get(name: str) -> Path:
        if name not in pages:
            pages[name] = WRITERS[name](tmp_path_factory.mktemp(name))
        return pages[name]

    return get


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
@pytest.mark.parametrize(("page", "state"), CASES)
def test_nothing_keeps_people_out(
    browser: Any, written: Callable[[str], Path], page: str, state: str, dark: bool
) -> None:
    tab = browser.open(written(page), dark=dark)
    try:
        tab.js(STATES[page][state])
        tab.js("new Promise(done => requestAnimationFrame(() => setTimeout(done, 50)))")
        found = violations(tab)
        assert tab.js("document.documentElement.lang") == "en"
        grave = [one for one in found if one.impact != "minor"]
        assert grave == [], listed(grave)
    finally:
        # Decisions are kept from page to page.
        tab.js("localStorage.clear()")
        tab.close()


@pytest.mark.parametrize(
    ("flaw", "rule"),
    [
        (
            "['aria-label', 'title'].forEach(a => document.querySelector('.mark').removeAttribute(a))",
            "button-name",
        ),
        ("document.querySelector('h1').style.color = '#bbbbbb'", "color-contrast"),
        ("document.querySelector('th').replaceChildren(document.createElement('input'))", "label"),
        ("document.querySelector('.mark').setAttribute('role', 'listitem')", "aria"),
        ("document.documentElement.removeAttribute('lang')", "html-has-lang"),
    ],
)
def test_a_planted_flaw_is_found(browser: Any, written: Callable[[str], Path], flaw: str, rule: str) -> None:
    """What the tests above rely on: axe-core sees these pages, and says what is wrong with them."""
    tab = browser.open(written("qa"))
    try:
        assert [one for one in violations(tab) if one.impact in SERIOUS] == []
        tab.js(flaw)
        grave = [one for one in violations(tab) if one.impact in SERIOUS]
        assert grave
        assert all(one.rule.startswith(rule) and one.html and one.selector for one in grave)
        assert rule in listed(grave)
    finally:
        tab.close()
