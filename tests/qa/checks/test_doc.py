"""Documents: links, scripts, size, fonts, formats, coordinates, alternative text and leaks."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from natfig.core.findings import Fix
from natfig.journals import journals
from natfig.journals.model import Journal
from natfig.qa.check import Check, Context
from natfig.qa.checks import checks
from natfig.qa.checks._leaks import leaks
from natfig.qa.document import Active, Box, Document, Font, Image, Link, Page, Paint, Shapes, TextRun

DOC: dict[str, Check] = {c.code: c for c in checks if c.code.startswith("DOC")}


def document(kind: Any = "svg", name: str = "fig.svg", **more: Any) -> Document:
    return Document(Path(name), kind, more.pop("size_bytes", 1000), Page(89.0, 60.0), **more)


def found(
    code: str, doc: Document, journal: str | Journal | None = None, stage: str = "production"
) -> list[str]:
    used = journals.load(journal) if isinstance(journal, str) else journal
    return [f.severity.value for f in DOC[code].look(doc, Context(used, stage))]


def run(text: str, **more: Any) -> TextRun:
    plain = TextRun(
        text, 7.0, "Arial", ("Arial",), "normal", "normal", "#000000", 1.0, True,
        Box(10, 10, 30, 13), ((10, 10), (30, 10), (30, 13), (10, 13)), 0.0, 0, 0,
    )  # fmt: skip
    return replace(plain, **more)


def test_all_eight_explain_themselves() -> None:
    assert sorted(DOC) == [f"DOC00{k}" for k in range(1, 9)]
    for check in DOC.values():
        assert check.reason
        assert check.bad
        assert check.good
        assert check.hint
        assert check.source


# -- DOC001, DOC002 ----------------------------------------------------------------


@pytest.mark.parametrize(
    ("link", "expected"),
    [
        (Link("a.png", "image"), ["error"]),
        (Link("https://example.org/a.css", "stylesheet"), ["error"]),
        (Link("https://example.org/a.woff2", "font"), ["warning"]),
        (Link("a.js", "script"), []),
        (Link("https://example.org", "iframe"), []),
    ],
)
def test_links(link: Link, expected: list[str]) -> None:
    assert found("DOC001", document(links=[link])) == expected
    assert found("DOC001", document(links=[link, link])) == expected


def test_linked_images_are_named_once_and_placed() -> None:
    image = Image(None, None, None, True, Box(1, 2, 11, 22), href="a.png", panel="b", line=7)
    for links in ([], [Link("a.png", "image", 7)]):
        (finding,) = DOC["DOC001"].look(document(images=[image], links=links), Context())
        assert (finding.where.panel, finding.where.bbox_mm, finding.where.line) == ("b", (1, 2, 10, 20), 7)
        assert "'a.png'" in finding.message


def test_many_links_are_summed_up() -> None:
    links = [Link(f"{k}.png", "image") for k in range(50)]
    findings = list(DOC["DOC001"].look(document(links=links), Context()))
    assert len(findings) == 21
    assert "30 further references" in findings[-1].message


def test_active_content_is_one_finding_a_kind() -> None:
    doc = document(active=[Active("onclick handler", 3), Active("onclick handler", 9), Active("<script>", 4)])
    findings = list(DOC["DOC002"].look(doc, Context()))
    assert [f.where.line for f in findings] == [3, 4]
    assert "2 times" in findings[0].message
    assert all(f.fix is Fix.SAFE for f in findings)
    pdf = document("pdf", active=[Active("JavaScript action")])
    assert [f.fix for f in DOC["DOC002"].look(pdf, Context())] == [Fix.NONE]


# -- DOC003 --------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("journal", "stage", "size", "expected"),
    [
        (None, "production", 10_000_000, []),
        (None, "production", 10_000_001, ["info"]),
        ("plos", "production", 10_000_000, []),
        ("plos", "production", 10_000_001, ["warning"]),  # it may be a megabyte of 1,048,576 bytes
        ("plos", "production", 10_485_761, ["error"]),
        ("plos", "initial", 10_485_761, ["info"]),  # asks nothing of a first submission yet
        ("nature", "production", 60_000_000, ["warning"]),  # advice
        ("cell", "initial", 2_000_000, []),
        ("cell", "initial", 2_500_000, ["warning"]),  # advice
        ("springer", "production", 90_000_000, ["info"]),  # states no limit
    ],
)
def test_size(journal: str | None, stage: str, size: int, expected: list[str]) -> None:
    assert found("DOC003", document(size_bytes=size), journal, stage) == expected


# -- DOC004 --------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("font", "journal", "expected"),
    [
        (Font("Arial", True, "TrueType"), "ieee", []),
        (Font("Helvetica", False, "Type 1"), None, ["error"]),
        (Font("Helvetica", False, "Type 1", used=False), None, []),
        (Font("DejaVu Sans", True, "Type 3"), None, ["warning"]),
        (Font("DejaVu Sans", True, "Type 3"), "plos", ["warning"]),
        (Font("DejaVu Sans", True, "Type 3"), "ieee", ["error"]),
        (Font("DejaVu Sans", True, "Type 3"), "nature", ["error"]),
    ],
)
def test_fonts(font: Font, journal: str | None, expected: list[str]) -> None:
    assert found("DOC004", document("pdf", fonts=[font, font]), journal) == expected
    assert found("DOC004", document("svg", fonts=[font]), journal) == []


# -- DOC005 --------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("kind", "journal", "stage", "expected"),
    [
        ("svg", None, "production", []),
        ("pdf", "nature", "production", []),
        ("svg", "nature", "production", []),  # its note: "plain svg"
        ("png", "nature", "production", ["error"]),
        ("svg", "elsevier", "production", ["warning"]),  # saved as PDF without loss
        ("pdf", "plos", "production", ["error"]),
        ("png", "plos", "production", ["error"]),
        ("tiff", "plos", "production", []),
        ("jpeg", "elsevier", "production", []),  # listed as jpg
        ("svg", "lancet", "production", []),  # redrawn in house
        ("pdf", "acs", "production", ["warning"]),  # sources disagree
        ("tiff", "nature-subjournal", "production", ["warning"]),  # refused, says one secondary source
        ("png", "plos", "initial", ["info"]),
        ("png", "mdpi", "production", ["warning"]),  # stated for first submissions
    ],
)
def test_formats(tmp_path: Path, kind: str, journal: str | None, stage: str, expected: list[str]) -> None:
    doc = document(kind, str(tmp_path / f"fig.{kind}"))
    assert found("DOC005", doc, journal, stage) == expected


@pytest.mark.parametrize("beside", ["fig.tif", "fig.tiff", "fig.eps"])
def test_the_same_figure_beside_it_in_a_format_that_is_taken(tmp_path: Path, beside: str) -> None:
    doc = document("svg", str(tmp_path / "fig.svg"))
    assert found("DOC005", doc, "plos") == ["warning"]
    (tmp_path / beside).write_bytes(b"")
    (finding,) = DOC["DOC005"].look(doc, Context(journals.load("plos")))
    assert finding.severity.value == "info"
    assert beside in finding.message


def test_every_journal_can_be_asked() -> None:
    for journal in journals:
        for stage in ("initial", "production"):
            for kind in ("svg", "pdf", "tiff", "png", "jpeg"):
                assert len(found("DOC005", document(kind, f"no/where.{kind}"), journal, stage)) <= 1


# -- DOC006 --------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("box", "expected"),
    [
        ((0.0, 0.0, 1e6, 1.0), []),
        ((0.0, 0.0, 1.1e6, 1.0), ["error"]),
        ((-2e6, 0.0, 1.0, 1.0), ["error"]),
        ((0.0, float("nan"), 1.0, 1.0), ["error"]),
        ((0.0, 0.0, float("inf"), 1.0), ["error"]),
    ],
)
def test_coordinates(box: tuple[float, float, float, float], expected: list[str]) -> None:
    shapes = Shapes()
    shapes.paints.append(Paint("#000000", None))
    for each in ((1.0, 1.0, 2.0, 2.0), box, (3.0, 3.0, 4.0, 4.0)):
        shapes.add(0, each, 0)
    assert found("DOC006", document(shapes=shapes)) == expected
    assert found("DOC006", document(runs=[run("x", box=Box(*box))])) == expected


def test_nothing_to_see_in_an_empty_document() -> None:
    assert found("DOC006", document()) == []


# -- DOC007 --------------------------------------------------------------------------

LONG = "Latency falls with INT8 at every batch size, most of all at batch 64."


@pytest.mark.parametrize(
    ("meta", "expected"),
    [
        ({}, ["warning"]),
        ({"title": "  "}, ["warning"]),
        ({"title": "Gnuplot", "description": "Produced by GNUPLOT 5.4 patchlevel 4 "}, ["warning"]),
        ({"title": "fig"}, ["warning"]),
        ({"title": "fig.svg"}, ["warning"]),
        ({"title": "Artboard 1"}, ["warning"]),
        ({"title": "%3"}, ["warning"]),
        ({"dc:title": LONG}, ["warning"]),
        ({"title": "INT8 serving"}, ["info"]),
        ({"aria-label": "INT8 serving"}, ["info"]),
        ({"title": LONG}, []),
        ({"aria-label": LONG}, []),
        ({"description": LONG}, []),
        ({"title": "INT8 serving", "description": "Latency falls."}, []),
        ({"title": "Figures of merit of graphene", "description": "x"}, []),
        ({"title": "Group differences in recall", "description": "x"}, []),
    ],
)
def test_alternative_text(meta: dict[str, str], expected: list[str]) -> None:
    assert found("DOC007", document(meta=meta)) == expected


def test_a_pdf_without_title_is_a_note() -> None:
    assert found("DOC007", document("pdf", "fig.pdf")) == ["info"]
    assert found("DOC007", document("pdf", "fig.pdf", meta={"title": "INT8 serving"})) == []


# -- DOC008 --------------------------------------------------------------------------


@pytest.mark.parametrize(
    "text",
    [
        "/home/jdoe/paper/fig1.svg",
        "made from /Users/jdoe/fig.ai",
        "file:///data/x.csv",
        "file://server/share/x.csv",
        r"C:\Users\jdoe\fig.png",
        "D:/work/fig.png",
        r"\\server\share\fig.png",
        "~/paper/fig.py",
        "/scratch/lab/run7.csv",
    ],
)
def test_folders_are_leaks(text: str) -> None:
    assert [kind for kind, _, _ in leaks({"comments": text})] == ["path"]


@pytest.mark.parametrize(
    "text",
    [
        "Generator: Adobe Illustrator 27.5.0, SVG Export Plug-In . SVG Version: 6.00 Build 0)",
        "Created with matplotlib (https://matplotlib.org/)",
        "https://example.org/home/page",
        "http://purl.org/dc/dcmitype/StillImage",
        "ratio a/b, and/or; km/h",
        "image/svg+xml",
        "T: 3 K; C: 4",
        "version 2.0 of 12/24",
    ],
)
def test_what_is_no_leak(text: str) -> None:
    assert leaks({"comments": text}) == []


@pytest.mark.parametrize(
    ("meta", "expected"),
    [
        ({"author": "Jane Doe"}, ["warning"]),
        ({"dc:creator": "Matplotlib v3.10.1, https://matplotlib.org/"}, []),
        ({"creator": "Jane Doe"}, []),  # the program, in PDF
        ({"author": "anonymous"}, []),
        ({"comments": "by jane.doe@example.org"}, ["warning"]),
        ({"author": "jane.doe@example.org"}, ["warning"]),
        ({"dc:date": "2026-03-01T10:22:31.104"}, ["info"]),
        ({"creationdate": "D:20260301102231Z"}, ["info"]),
        ({"comments": "Creation Date: Sun Mar  1 10:22:31 2026"}, ["info"]),
        ({"title": "Sea ice, 1979-09-01 to 2024-09-01"}, []),
        ({"description": "by jane.doe@example.org"}, ["warning"]),
        ({"docname": "fig_final2.svg"}, ["info"]),
        ({"export-filename": "/home/jdoe/fig.png"}, ["warning"]),
        (
            {"export-filename": "/home/jdoe/fig.png", "author": "Jane Doe", "date": "2026"},
            ["warning", "warning", "info"],
        ),
        ({"inkscape-version": "1.3.2 (091e20e, 2023-11-25, custom)"}, ["info"]),
    ],
)
def test_metadata(meta: dict[str, str], expected: list[str]) -> None:
    assert found("DOC008", document(meta=meta)) == expected


@pytest.mark.parametrize(
    ("texts", "expected"),
    [
        (["ignore all previous notes"], ["warning"]),
        (["4e+1"], ["info"]),
        (["10", "20", "two words"], ["info"]),
        (["  "], []),
    ],
)
def test_hidden_text(texts: list[str], expected: list[str]) -> None:
    runs = [run("seen and plain to read"), *(run(text, visible=False, panel="a") for text in texts)]
    assert found("DOC008", document(runs=runs)) == expected


def test_leaks_can_be_mended_in_an_svg_only() -> None:
    meta = {"author": "Jane Doe"}
    assert [f.fix for f in DOC["DOC008"].look(document(meta=meta), Context())] == [Fix.SAFE]
    assert [f.fix for f in DOC["DOC008"].look(document("pdf", meta=meta), Context())] == [Fix.NONE]
    hidden = document(runs=[run("draft", visible=False)])
    assert [f.fix for f in DOC["DOC008"].look(hidden, Context())] == [Fix.NONE]
