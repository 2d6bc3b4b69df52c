"""Figures checked from Python, and what a notebook shows of it."""

import io
import json
import subprocess
import sys
from pathlib import Path

import pytest

import natfig
from browser import Browser
from natfig.core.errors import UsageError
from natfig.qa.display import Report, check_figure
from qapages import EVIL, RECT, SVG, Parsed

SMALL = SVG.format('<text x="5" y="20" font-size="1" font-family="Arial">Batch size</text>')
PLAIN = SVG.format(RECT.format("#0F4D92"))


def codes(report):
    return {finding.code for finding in report.findings}


class Figure:
    """What of a matplotlib figure is used."""

    def savefig(self, target, **options):
        assert options == {"format": "svg"}
        target.write(SMALL.encode())


class Stream(io.RawIOBase):
    """A file object that can only be read."""

    def __init__(self, data):
        self._data = io.BytesIO(data)

    def read(self, size=-1):
        return self._data.read(size)


@pytest.fixture
def path(tmp_path):
    path = tmp_path / "fig.svg"
    path.write_text(SMALL)
    return path


@pytest.mark.parametrize(
    "opened",
    [
        lambda path: path,
        str,
        lambda path: path.read_bytes(),
        lambda path: bytearray(path.read_bytes()),
        lambda path: io.BytesIO(path.read_bytes()),
        lambda path: io.StringIO(path.read_text()),
        lambda path: Stream(path.read_bytes()),
        lambda path: Figure(),
    ],
    ids=["path", "str", "bytes", "bytearray", "BytesIO", "StringIO", "stream", "figure"],
)
def test_whatever_holds_a_figure_is_checked_alike(path, opened):
    report = natfig.check_figure(opened(path), journal="nature")
    assert isinstance(report, Report)
    assert "TXT002" in codes(report)
    assert (report.ok, report.verdict) == (False, "fail")
    assert report.result.kind == "svg"


def test_a_buffer_is_read_from_its_start(path):
    buffer = io.BytesIO()
    buffer.write(path.read_bytes())
    assert "TXT002" in codes(check_figure(buffer))


def test_a_figure_of_matplotlib():
    figure = pytest.importorskip("matplotlib.figure").Figure(figsize=(3.5, 2))
    figure.subplots().plot([1, 2, 3])
    report = check_figure(figure, journal="nature")
    assert report.to_json()["page"] == {"width_mm": 88.9, "height_mm": 50.8}
    assert "TXT001" in codes(report), "matplotlib draws text as shapes unless told not to"


def test_journal_stage_and_strictness(path):
    free = check_figure(path)
    assert (free.result.journal, free.result.stage) == (None, "production")
    bound = check_figure(path, "nature", "initial")
    assert (bound.result.journal, bound.result.stage) == ("nature", "initial")
    path.write_text(PLAIN)
    plain = check_figure(path)
    assert "warning" in {f.severity.value for f in plain.findings}
    assert plain.ok
    assert not check_figure(path, strict=True).ok


def test_the_manifest_beside_the_file_counts(path):
    manifest = {"figures": [{"id": "fig", "journal": "nature", "stage": "initial", "panels": []}]}
    (path.parent / "fig.manifest.json").write_text(json.dumps(manifest))
    report = check_figure(path)
    assert (report.result.journal, report.result.stage) == ("nature", "initial")
    assert check_figure(path, "plos").result.journal == "plos"
    assert check_figure(path.read_bytes()).result.journal is None


@pytest.mark.parametrize("said", [{"journal": "no such"}, {"journal": 7, "stage": []}, {"stage": "late"}])
def test_a_manifest_that_says_nonsense_is_passed_over(path, said):
    manifest = {"figures": [{"id": "fig", "panels": [], **said}]}
    (path.parent / "fig.manifest.json").write_text(json.dumps(manifest))
    report = check_figure(path)
    assert (report.result.journal, report.result.stage) == (None, "production")


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("none.svg",), "no such file: none.svg"),
        ((".",), r"\. is a folder, not a figure"),
        ((7,), "a figure is a path, bytes, a file object or a matplotlib figure, not int"),
        ((b"<svg/>", "natur"), "did you mean 'nature'"),
        ((b"<svg/>", None, "late"), "unknown stage 'late'"),
    ],
)
def test_wrong_use_is_said(arguments, said):
    with pytest.raises(UsageError, match=said):
        check_figure(*arguments)


@pytest.mark.parametrize("data", [b"", b"<svg", b"hello", b"%PDF-1.4 and nothing else"])
def test_a_broken_file_is_a_finding(data):
    report = check_figure(data)
    assert codes(report) == {"DOC006"}
    assert not report.ok
    assert "could not be read" in Parsed(report.to_html()).text


def test_text_and_json(path):
    report = check_figure(path, "nature")
    assert repr(report).startswith(str(path))
    assert "TXT002" in repr(report)
    (one,) = [f for f in report.to_json()["findings"] if f["code"] == "TXT002"]
    assert one["where"]["text"] == "Batch size"
    json.dumps(report.to_json())


def test_the_page_can_be_saved(path, tmp_path):
    report = check_figure(path, "nature")
    target = report.save(tmp_path / "out" / "page.html")
    assert target.read_text(encoding="utf-8") == report.to_html()


def test_the_picture_is_of_what_was_checked(path):
    report = check_figure(path)
    before = report.to_html()
    path.write_text(PLAIN)
    assert report.to_html() == before
    path.unlink()
    assert report.to_html() == before


def frame(report):
    page = Parsed(report._repr_html_())
    assert [tag for tag, _ in page.elements] == ["style", "iframe", "pre"]
    return dict(page.elements)["iframe"]


def test_a_notebook_shows_the_page_in_a_frame_without_rights(path):
    report = check_figure(path, "nature")
    attributes = frame(report)
    assert attributes["srcdoc"] == report.to_html()
    rights = set(attributes["sandbox"].split())
    assert rights == {"allow-scripts", "allow-popups", "allow-popups-to-escape-sandbox"}
    assert int(attributes["height"]) > 300


def test_a_hostile_figure_cannot_leave_the_frame():
    hostile = SVG.format(f"<text x='5' y='20' font-size='1'>{EVIL.replace('<', '&lt;')}</text>")
    assert frame(check_figure(hostile.encode()))["srcdoc"]


def test_a_notebook_does_not_keep_large_pictures():
    svg = SVG.format(RECT.format("red") + "<!--" + "x" * 6_000_000 + "-->")
    report = check_figure(svg.encode())
    assert len(report._repr_html_()) < 500_000
    assert len(report.to_html()) > 6_000_000


def test_nothing_heavy_is_loaded():
    code = (
        "import json, sys, natfig; natfig.check_figure(sys.argv[1].encode())._repr_html_();"
        "print(sorted({'numpy', 'matplotlib', 'pandas', 'PIL', 'rich', 'IPython'} & set(sys.modules)))"
    )
    argv = [sys.executable, "-c", code, PLAIN]
    assert subprocess.run(argv, capture_output=True, text=True, check=True).stdout.strip() == "[]"


@pytest.mark.chromium
def test_the_frame_works_and_can_reach_nothing(tmp_path):
    notebook = tmp_path / "notebook.html"
    framed = check_figure(SMALL.encode(), "nature")._repr_html_()
    notebook.write_text(f"<!doctype html><meta charset=utf-8><body>{framed}", encoding="utf-8")
    with Browser() as browser:
        tab = browser.open(notebook)
        before = tab.screenshot()
        tab.listen()
        assert tab.complaints == []
        assert [r for r in tab.requests if r.startswith(("http", "ws"))] == []
        assert tab.js("document.querySelector('iframe').contentDocument") is None
        box = tab.js("(b => [b.x, b.y])(document.querySelector('iframe').getBoundingClientRect())")
        frames = tab.send("Page.getFrameTree")["frameTree"]["childFrames"]
        world = tab.send("Page.createIsolatedWorld", frameId=frames[0]["frame"]["id"])["executionContextId"]

        def inside(expression):
            answer = tab.send("Runtime.evaluate", expression=expression, contextId=world, returnByValue=True)
            return answer["result"]["value"]

        assert inside("document.documentElement.className") == "js"
        x, y = inside("(b => [b.x + 20, b.y + 10])(document.querySelector('.pick').getBoundingClientRect())")
        for kind in ("mouseMoved", "mousePressed", "mouseReleased"):
            tab.send(
                "Input.dispatchMouseEvent",
                type=kind,
                x=x + box[0],
                y=y + box[1],
                button="left",
                clickCount=1,
            )
        assert inside("document.querySelectorAll('.is-current').length") >= 1
        assert tab.screenshot() != before
        assert Path(notebook).exists()
