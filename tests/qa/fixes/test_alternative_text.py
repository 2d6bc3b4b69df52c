"""Title and description: the manifest's words, else the figure's own labels; what says something stays."""

from pathlib import Path

import pytest
from lxml import etree

from natfig.qa.check import Context
from natfig.qa.fix import fix_svg

OPEN = '<svg xmlns="http://www.w3.org/2000/svg" width="89mm" height="60mm" viewBox="0 0 89 60">'
LABEL = '<text x="9" y="{}" font-family="Arial, serif" font-size="2.5"{}>{}</text>'
LABELS = LABEL.format(9, "", "Latency (ms)") + LABEL.format(19, "", "Batch size") + LABEL.format(29, "", "16")
SVG = "{http://www.w3.org/2000/svg}"


def fixed(inner, manifest=None, name="fig1.svg", **more):
    data = f"{OPEN}{inner}</svg>".encode()
    return fix_svg(data, Path(name), Context(manifest=manifest), **({"select": ["DOC007"]} | more))


def said(result):
    root = etree.fromstring(result.data)
    return tuple(root.findtext(f"{SVG}{name}") for name in ("title", "desc"))


def test_labels_make_title_and_description():
    result = fixed(LABELS)
    assert said(result) == (
        "Figure with Latency (ms), Batch size",
        "The figure has the labels Latency (ms); Batch size.",
    )
    assert result.mended == ["DOC007: added a title and a description, made of its labels: write better ones"]
    # In the places where screen readers look.
    assert [etree.QName(c).localname for c in etree.fromstring(result.data)[:2]] == ["title", "desc"]


def test_what_is_not_seen_is_not_told():
    hidden = LABEL.format(9, ' visibility="hidden"', "do not cite") + LABEL.format(99, "", "Off the page")
    assert "cite" not in "".join(said(fixed(hidden + LABELS)))
    assert "Off" not in "".join(said(fixed(hidden + LABELS)))


def test_a_figure_without_words():
    result = fixed('<rect width="9" height="9"/>', name="latency_of-models.svg")
    assert said(result) == (
        "Figure latency of models",
        "The figure has no labels; it shows 1 shapes and 0 images.",
    )


PANELS = [
    {"panel": "a", "claim": "Latency falls at every batch size.", "hero": False},
    {"panel": "b", "claim": "Throughput rises with it.", "hero": True},
]


@pytest.mark.parametrize(
    ("manifest", "title"),
    [
        ({"legend": {"title": "INT8 speeds up serving."}, "conclusion": "x"}, "INT8 speeds up serving."),
        ({"title": "INT8 speeds\n up  serving."}, "INT8 speeds up serving."),
        ({"conclusion": "INT8 halves latency."}, "INT8 halves latency."),
        ({"title": "", "conclusion": 3, "legend": []}, "Throughput rises with it."),
    ],
)
def test_the_manifests_words_come_first(manifest, title):
    result = fixed(LABELS, manifest | {"panels": PANELS})
    text = "Panel a: Latency falls at every batch size. Panel b: Throughput rises with it."
    assert said(result) == (title, text)
    assert result.mended == ["DOC007: added a title and a description, from the manifest"]


@pytest.mark.parametrize("manifest", [{}, {"panels": "x"}, {"panels": [{"panel": "a"}], "title": None}])
def test_a_manifest_without_words(manifest):
    assert said(fixed(LABELS, manifest))[0] == "Figure with Latency (ms), Batch size"


def test_a_title_alone_describes_too():
    assert said(fixed(LABELS, {"title": "INT8 speeds up serving."})) == ("INT8 speeds up serving.",) * 2


@pytest.mark.parametrize(
    "inner",
    [
        "<title>Serving of models</title><desc>Latency against batch size.</desc>",
        f"<title>{'Latency against batch size for two precisions of one large model'}</title>",
        "<desc>Latency against batch size for two precisions.</desc>",
    ],
)
def test_what_says_something_stays(inner):
    result = fixed(inner + LABELS)
    assert result.data.decode() == f"{OPEN}{inner}{LABELS}</svg>"


@pytest.mark.parametrize(
    ("inner", "title", "description"),
    [
        ("<title>Gnuplot</title><desc>Produced by GNUPLOT 5.4</desc>", "Figure with", "The figure has"),
        ("<title>fig1</title>", "Figure with", "The figure has"),
        ("<title></title><desc/>", "Figure with", "The figure has"),
        ("<title>Serving of models</title>", "Serving of models", "The figure has"),
        ("<title><b>Artboard</b> 1</title>", "Figure with", "The figure has"),
    ],
)
def test_what_says_nothing_is_replaced(inner, title, description):
    result = fixed(inner + LABELS)
    found = said(result)
    assert found[0].startswith(title)
    assert found[1].startswith(description)
    assert result.data.count(b"<title") == result.data.count(b"<desc") == 1
    assert [etree.QName(c).localname for c in etree.fromstring(result.data)[:2]] == ["title", "desc"]


def test_a_label_for_readers_is_a_title():
    data = f'{OPEN[:-1]} aria-label="Serving of models">{LABELS}</svg>'.encode()
    result = fix_svg(data, Path("fig.svg"), Context(), select=["DOC007"])
    assert said(result)[0] is None
    assert said(result)[1].startswith("The figure has")


def test_they_stand_on_lines_of_their_own_where_others_do():
    result = fixed("\n  <g/>\n")
    lines = result.data.decode().splitlines()
    assert [line[:8] for line in lines[1:4]] == ["  <title>", "  <desc>T", "  <g/>"] or [
        line.strip()[:5] for line in lines[1:4]
    ] == ["<titl", "<desc", "<g/>"]


def test_the_files_own_prefix_is_kept():
    data = (
        '<s:svg xmlns:s="http://www.w3.org/2000/svg" width="89mm" height="60mm" '
        'viewBox="0 0 89 60"><s:g/></s:svg>'
    )
    result = fix_svg(data.encode(), Path("fig.svg"), Context(), select=["DOC007"])
    assert b"><s:title>Figure" in result.data
    assert b"</s:desc><s:g/>" in result.data


def test_long_words_are_cut():
    labels = "".join(LABEL.format(i % 50, "", f"Label number {i} of a great many") for i in range(200))
    title, description = said(fixed(labels, select=["DOC007"]))
    assert len(title) <= 120
    assert len(description) < 640
    assert description.endswith("; ….")


def test_without_a_finding_nothing_is_added():
    result = fixed(LABELS, select=["TXT"])
    assert b"title" not in result.data


def test_a_file_without_namespace_is_left_and_named():
    data = '<svg width="89mm" height="60mm" viewBox="0 0 89 60"><text x="9" y="9">Label</text></svg>'
    result = fix_svg(data.encode(), Path("fig.svg"), Context(), select=["DOC007"])
    assert result.mended == []
    assert result.kept == ["DOC007: title and description: the file's elements are not in the SVG namespace"]
