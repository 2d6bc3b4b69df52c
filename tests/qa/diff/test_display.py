"""Figures compared from Python and in a notebook."""

import io
import re
from html import unescape

import pytest

import natfig
from natfig.core.errors import DocumentError, UsageError
from natfig.qa.diff.display import FigureDifference, diff_figures
from qa.diff.pairs import svg

OLD, NEW = svg('<text x="9" y="9">12</text>'), svg('<text x="9" y="9">13</text>')


@pytest.mark.parametrize("wrap", [bytes, bytearray, io.BytesIO])
def test_bytes_and_buffers(wrap):
    found = natfig.diff_figures(wrap(OLD), wrap(NEW))
    assert isinstance(found, FigureDifference)
    assert not found.same
    assert [c.message for c in found.changes] == ["“12” is now “13”"]
    assert natfig.diff_figures(wrap(OLD), wrap(OLD)).same


def test_paths(tmp_path):
    for name, data in (("a.svg", OLD), ("b.svg", NEW)):
        (tmp_path / name).write_bytes(data)
    found = diff_figures(tmp_path / "a.svg", str(tmp_path / "b.svg"))
    assert repr(found).splitlines()[0] == f"{tmp_path / 'a.svg'} → {tmp_path / 'b.svg'}"
    assert found.to_json()["changes"][0]["new"] == "13"
    page = found.save(tmp_path / "diff.html")
    assert page.read_text(encoding="utf-8").startswith("<!doctype html>")


def test_matplotlib_figures():
    from matplotlib.figure import Figure

    figures = []
    for label in ("Time (s)", "Time (h)"):
        figure = Figure(figsize=(3, 2))
        figure.subplots().set_xlabel(label)
        figures.append(figure)
    import matplotlib as mpl

    with mpl.rc_context({"svg.fonttype": "none"}):
        assert "“Time (s)” is now “Time (h)”" in repr(diff_figures(*figures))


def test_a_notebook_shows_the_page_in_a_frame_without_rights():
    html = diff_figures(OLD, NEW)._repr_html_()
    assert re.search(r'<iframe [^>]*sandbox="allow-scripts"', html)
    inside = unescape(re.search(r'srcdoc="([^"]*)"', html)[1])
    assert inside.count("data:image/svg+xml;base64,") == 2


def test_the_tolerance():
    moved = svg('<text x="9.5" y="9">12</text>')
    assert not diff_figures(OLD, moved).same
    assert diff_figures(OLD, moved, tolerance_mm=1).same


@pytest.mark.parametrize("data", [b"", b"<svg", b"hello"])
def test_a_broken_figure_is_named(data):
    with pytest.raises(DocumentError, match="new figure"):
        diff_figures(OLD, data)


def test_wrong_use():
    with pytest.raises(UsageError, match=r"no such file: none\.svg"):
        diff_figures("none.svg", OLD)
    with pytest.raises(UsageError, match="not int"):
        diff_figures(OLD, 7)
