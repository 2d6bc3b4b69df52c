"""What an export left in the file goes; what the file says to readers, and what it hides, is named."""

from pathlib import Path

import pytest

from natfig.qa.check import Context
from natfig.qa.checks._leaks import without_leaks
from natfig.qa.fix import fix_svg

NAMESPACES = (
    'xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" '
    'xmlns:inkscape="http://www.inkscape.org/namespaces/inkscape" '
    'xmlns:sodipodi="http://sodipodi.sourceforge.net/DTD/sodipodi-0.dtd" '
    'xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:i="http://ns.adobe.com/AdobeIllustrator/10.0/" '
    'xmlns:xmp="http://ns.adobe.com/xap/1.0/" xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"'
)
OPEN = f'<svg {NAMESPACES} width="89mm" height="60mm" viewBox="0 0 89 60"'
LABEL = '<text x="9" y="9" font-family="Arial, serif" font-size="2.5">Label</text>'
PNG = "data:image/png;base64,iVBORw0KGgo="


def fixed(inner, attributes="", before=""):
    data = f"{before}{OPEN}{attributes}>{inner}{LABEL}</svg>".encode()
    return fix_svg(data, Path("fig.svg"), Context(), select=["DOC008", "TXT007"])


@pytest.mark.parametrize(
    ("inner", "attributes", "left"),
    [
        ("<g/>", ' sodipodi:docname="final_really.svg"', "<g/>"),
        ("<g/>", ' inkscape:export-filename="/home/jane/fig.png" inkscape:export-xdpi="96"', "<g/>"),
        ('<g inkscape:export-filename="C:\\jane\\x.png" inkscape:label="a"/>', "", '<g inkscape:label="a"/>'),
        (
            f'<image sodipodi:absref="/home/jane/c.png" xlink:href="{PNG}"/>',
            "",
            f'<image xlink:href="{PNG}"/>',
        ),
        (
            f'<image xlink:href="file:///Users/jane/c.png" href="{PNG}" width="1" height="1"/>',
            "",
            f'<image href="{PNG}" width="1" height="1"/>',
        ),
        ("<!-- drawn in /home/jane/paper/fig1.py -->", "", "<!-- drawn in … -->"),
        ("<!-- jane@example.org, 2026-03-01 -->", "", "<!-- …, … -->"),
        ("<g><!-- C:\\Users\\jane\\fig.ai --></g>", "", "<g><!-- …--></g>"),
        ("<metadata><dc:date>2026-03-01</dc:date></metadata>", "", "<metadata/>"),
        ("<metadata><dc:creator>Jane Doe</dc:creator>tail</metadata>", "", "<metadata>tail</metadata>"),
        (
            "<metadata><dc:creator>Matplotlib v3.10.1, https://matplotlib.org/</dc:creator></metadata>",
            "",
            "<metadata><dc:creator>Matplotlib v3.10.1, https://matplotlib.org/</dc:creator></metadata>",
        ),
        ("<metadata><dc:source>file:///home/jane/x</dc:source></metadata>", "", "<metadata/>"),
        (
            "<metadata><dc:title>/home/jane/fig one.svg</dc:title></metadata>",
            "",
            "<metadata><dc:title>fig one.svg</dc:title></metadata>",
        ),
        ("<title>/home/jane/fig1.svg</title>", "", "<title>fig1.svg</title>"),
        (
            "<metadata><xmp:CreateDate>2026-03-01</xmp:CreateDate><xmp:Label>X 2</xmp:Label></metadata>",
            "",
            "<metadata><xmp:Label>X 2</xmp:Label></metadata>",
        ),
        (
            (
                '<switch><foreignObject requiredExtensions="http://ns.adobe.com/AdobeIllustrator/10.0/">'
                '<i:pgfRef xlink:href="#p"/></foreignObject><g i:extraneous="self"/></switch>'
                f'<i:pgf id="p"><![CDATA[{"eJzsvW1z" * 400}]]></i:pgf>'
            ),
            "",
            (
                '<switch><foreignObject requiredExtensions="http://ns.adobe.com/AdobeIllustrator/10.0/"/>'
                '<g i:extraneous="self"/></switch>'
            ),
        ),
    ],
)
def test_what_gives_something_away_goes(inner, attributes, left):
    result = fixed(inner, attributes)
    text = result.data.decode()
    rest = ' inkscape:export-xdpi="96"' if "xdpi" in attributes else ""
    assert text == f"{OPEN}{rest}>{left}{LABEL}</svg>"
    assert bool(result.mended) is (inner != left or bool(attributes))
    assert "DOC008" not in {f.code for f in result.after.findings}
    again = fix_svg(result.data, Path("fig.svg"), Context(), select=["DOC008"])
    assert again.mended == []


def test_comments_around_the_figure():
    before = "<!-- Generator: X 2.1, saved in C:\\Users\\jane\\ -->\n<!-- kept as it is -->\n"
    result = fixed("", before=before)
    assert result.data.decode().startswith(
        "<!-- Generator: X 2.1, saved in …-->\n<!-- kept as it is -->\n<svg"
    )


@pytest.mark.parametrize(
    ("inner", "attributes", "kept"),
    [
        (
            "<desc>Ask jane@example.org for the data.</desc>",
            "",
            "in the description: it is meant for readers",
        ),
        ("<g/>", ' aria-label="by jane@example.org"', "in the aria-label: it is meant for readers"),
        (
            "<metadata><dc:rights>CC BY, jane@example.org</dc:rights></metadata>",
            "",
            "in dc:rights: it says whose the figure is",
        ),
        ('<image xlink:href="/home/jane/cells.png" width="9" height="9"/>', "", "'cells.png'"),
        ('<image href="C:\\pics\\cells.png" width="9" height="9"/>', "", "'cells.png'"),
        (
            LABEL.replace("<text", '<text visibility="hidden"').replace("Label", "do not cite"),
            "",
            "'do not cite'",
        ),
        (LABEL.replace("<text", '<text opacity="0"').replace("Label", "do not cite"), "", "'do not cite'"),
        (LABEL.replace('y="9"', 'y="99"').replace("Label", "draft 3"), "", "'draft 3'"),
    ],
)
def test_what_is_content_stays_and_is_named(inner, attributes, kept):
    result = fixed(inner, attributes)
    assert result.mended == []
    assert [said for said in result.kept if kept in said], result.kept
    assert result.data.decode() == f"{OPEN}{attributes}>{inner}{LABEL}</svg>"
    # The folder itself is nothing to repeat in a report.
    assert not [said for said in result.kept if "jane/" in said or "pics\\" in said]


def test_off_page_text_is_only_named_where_it_is_checked():
    inner = LABEL.replace('y="9"', 'y="99"')
    result = fix_svg(
        f"{OPEN}>{inner}{LABEL}</svg>".encode(),
        Path("fig.svg"),
        Context(),
        is_spared=lambda finding: finding.code == "TXT007",
    )
    assert not [said for said in result.kept if said.startswith("TXT007")]


@pytest.mark.parametrize(
    ("text", "left", "without_paths"),
    [
        ("plain words, 50/50 or a/b", "plain words, 50/50 or a/b", "plain words, 50/50 or a/b"),
        ("see /home/jane/x.py now", "see … now", "see x.py now"),
        ("file:///tmp/a.svg", "…", "a.svg"),
        ("C:\\a b\\c.svg", "…", "c.svg"),
        ("\\\\server\\share\\c.svg", "…", "c.svg"),
        ("a@b.org", "…", "a@b.org"),
        ("on 2026-03-01T10:22", "on …", "on 2026-03-01T10:22"),
        ("https://example.org/home/x", "https://example.org/home/x", "https://example.org/home/x"),
    ],
)
def test_free_text(text, left, without_paths):
    assert without_leaks(text) == left
    assert without_leaks(text, only_paths=True) == without_paths
