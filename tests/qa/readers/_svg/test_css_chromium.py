"""Computed styles against Chromium's own, a few hundred cases in one run of the browser."""

import html
import json
import re

import pytest
from lxml import etree

from natfig.qa.colors import parse_color
from natfig.qa.readers._svg.css import Cascade
from natfig.qa.readers._svg.style import ROOT
from oracles import chromium
from oracles.programs import NEEDS, find, run

pytestmark = pytest.mark.chromium

SIZE = (800, 600)
PROPERTIES = (
    "font-size",
    "font-family",
    "font-weight",
    "font-style",
    "line-height",
    "letter-spacing",
    "fill",
    "fill-opacity",
    "stroke",
    "stroke-opacity",
    "stroke-width",
    "stroke-dasharray",
    "opacity",
    "display",
    "visibility",
    "text-anchor",
    "dominant-baseline",
    "white-space",
    "text-transform",
    "mix-blend-mode",
    "clip-path",
    "mask-image",
    "marker-start",
    "paint-order",
    "fill-rule",
    "vector-effect",
    "direction",
    "writing-mode",
    "baseline-shift",
)

# Attributes of the elements that the sheet below is about; the others have only their ids.
SHEET_LINES = {8: 'class="A"', 10: 'href="#q"', 12: 'class="x"', 21: 'class="x"', 33: 'class="a"'}

# Each line is an element that is measured; a line that ends with "{}" holds the next, which is measured too.
DOCUMENTS = {
    "values": (
        "",
        """
        font-size="12"
        font-size="12."
        font-size="1.2e1"
        font-size="+5"
        font-size=" 7px "
        font-size="7 px"
        font-size="-3"
        font-size="1in"
        font-size="10Q"
        font-size="2em"
        font-size="150%"
        font-size="x-small"
        font-size="XX-Large"
        font-size="smaller"
        font-size="10vw"
        style="font-size:12"
        style="font-size:12PT"
        style="font-size:9e3px"
        style="font-size:calc(10px + 50%)"
        style="font-size:min(30px,40px)"
        style="letter-spacing:2"
        letter-spacing="0.5em"
        style="line-height:1.5;font-size:20px"
        style="line-height:150%;font-size:20px"
        font-family="Source Sans 3"
        font-family="'Source Sans 3', Arial"
        font-family=""
        font-family="Arial,"
        font-family="'Arial"
        font-family="SERIF, Sans-Serif"
        font-family="A  B"
        font-family="-x, --y, _z"
        font-family="'',x"
        style="font-family: 'a\\'b', Foo\\ Bar"
        style="font-family:inherit, serif"
        font-family="monospace"
        font-family="monospace" font-size="small"
        font-family="monospace" font-size="2em"
        font-family="monospace" font-size="larger"
        font-family="monospace, serif"
        font="20px Arial"
        style="font:12 Arial"
        style="font:0 Arial"
        style="font:12px"
        style="font:caption"
        style="font:bold italic large/1.2 'A'"
        style="font:10px/1.5 'DejaVu Sans'"
        style="font:normal normal 400 12px Arial"
        style="font:12px Arial, , serif"
        style="font:oblique 10deg bold condensed small-caps 10px/2 A B, serif"
        style="font:12px 'DejaVu Sans', Arial, sans-serif;font-weight:bold"
        style="font-weight:bold;font:12px Arial"
        font-weight="550"
        font-weight="1200"
        font-weight="bolder"
        font-weight="lighter"
        font-style="oblique"
        fill="red"
        fill=" RED "
        fill="red;"
        fill="/*c*/red"
        fill="red !important"
        fill="none"
        fill="rgb( 1 , 2 , 3 )"
        fill="rgba(1,2,3,.5)" fill-opacity=".5"
        fill="rgb(10%,2,3)"
        fill="rgb(1,2,3,)"
        fill="#12345"
        fill="#1234"
        fill="hsl(30,50,50)"
        fill="hsl(30 50 50)"
        fill="transparent"
        fill="currentColor" color="red"
        fill="url(#a)"
        fill="url('#a') red"
        fill="url(#a) none"
        fill="url( &quot;#b&quot; )   currentColor"
        fill="red blue"
        fill-opacity="2"
        fill-opacity="30%"
        fill-rule="EVENODD"
        stroke="blue" stroke-opacity=".5"
        stroke-width="3"
        stroke-width="-3"
        stroke-width="1em" font-size="20"
        stroke-width="1e1"
        style="stroke-width:4"
        style="stroke-width:calc(1px*3)"
        stroke-dasharray="1,2 3px"
        stroke-dasharray="1,,2"
        stroke-dasharray="none"
        opacity="50%"
        opacity="1.5"
        opacity="-2"
        style="opacity:calc(0.2 + 0.2)"
        display="none"
        display="foo"
        style="display:none;display:contents"
        style="display:inline flex"
        visibility="hidden"
        visibility="collapse"
        text-anchor="MIDDLE"
        text-anchor="center"
        dominant-baseline="central"
        dominant-baseline="text-before-edge"
        baseline-shift="super"
        baseline-shift="30%"
        direction="rtl"
        writing-mode="vertical-rl"
        vector-effect="non-scaling-stroke"
        paint-order="stroke"
        mix-blend-mode="multiply"
        style="mix-blend-mode:multiply"
        text-transform="uppercase"
        style="text-transform:uppercase"
        clip-path="url(#c)" mask="url(#m)"
        style="marker:url(#m)"
        style="all:unset"
        style="fill:red;}stroke:blue"
        style="fill:red;stroke:{blue};stroke-width:2"
        style="fill red;stroke:blue"
        style="fill:rgb(1,2,3;stroke:blue"
        style="fill:/*a*/red/*b*/;/**/stroke:blue"
        style="fill:'red'"
        style="@x;stroke:blue"
        style="fill:red!important;fill:blue"
        style="FILL:RED"
        style="f\\69ll:\\72 ed"
        style="--a:3px;stroke-width:var(--a"
        style="--a:var(--b);--b:var(--a);fill:var(--a,red)"
        style="--x:10px;font:var(--x) Arial"
        style="fill:red;fill:var(--nope)"
        """,
    ),
    "inheritance": (
        "",
        """
        fill="currentColor" color="red" {}
        color="blue"
        font-weight="bolder" {}
        font-weight="lighter"
        font-weight="950" {}
        font-weight="bolder"
        font-weight="50" {}
        font-weight="lighter"
        font-size="20" font-family="monospace" {}
        font-size="larger"
        font-family="monospace" {}
        font-family="Arial"
        font-family="monospace" font-size="200%" {}
        font-family="serif"
        font-size="20" {}
        font-size="2em"
        font-size="20" {}
        font-size="2rem"
        style="font-size:10px;line-height:150%" {}
        style="font-size:20px"
        style="font-size:10px;line-height:1.5" {}
        style="font-size:20px"
        stroke-width="1em" font-size="20" {}
        font-size="10"
        fill="none" {}
        style="fill:unset"
        fill="none" {}
        style="fill:initial"
        fill="none" {}
        fill="red" style="fill:revert"
        opacity=".5" {}
        opacity="inherit" fill="INHERIT"
        opacity=".5" display="inline" {}

        visibility="hidden" {}
        visibility="visible"
        text-anchor="end" dominant-baseline="hanging" {}

        style="--b:blue;--a:var(--b)" {}
        style="--b:red;fill:var(--a)"
        style="all:inherit;fill:red" {}
        style="all:inherit"
        """,
    ),
    "sheets": (
        """
        @layer lb, la;
        @layer la { #c1 { fill: red } } @layer lb { #c1 { fill: blue } #c2 { fill: blue !important } }
        @layer la { #c2 { fill: red !important } } #c3 { fill: green } @layer la { #c3 { fill: red } }
        @layer la.x { #c4 { fill: red } } @layer la { #c4 { fill: blue } }
        #c5 { font-size: 12; letter-spacing: 2 } #c6 { stroke-width: 3 } #c7 { font: 12 Arial }
        G { stroke: red } .A { stroke: blue } #c8 { FILL: RED; font-family: SERIF, "Foo" }
        #c9 { fill: \\72 ed } [xlink|href] { fill: red } [href] { fill: green }
        #c11 { font-size: 10px !important; font-size: 3px }
        #c12 { fill: red; &amp;.x { fill: blue } stroke: green }
        @supports not (display: grid) { #c13 { fill: red } } @supports (fill: red) { #c14 { fill: red } }
        @media print { #c15 { fill: red } } @media screen { #c16 { fill: red } }
        @media (min-width: 500px) { #c17 { fill: red } } @media (max-width: 500px) { #c18 { fill: red } }
        @media (400px &lt; width &lt;= 900px) { #c19 { fill: red } }
        @media (prefers-color-scheme: dark) { #c20 { fill: red } }
        g#c21.x { fill: red } #c21 { fill: blue } .x.x.x { stroke: gold }
        #c22, :nonsense { fill: red } #c22:hover { fill: red }
        :is(#c23, :nonsense) { fill: red } :not(g) { stroke-width: 7 }
        g:nth-child(25) { fill: red } g:nth-last-child(2) { stroke: red }
        #c26 + g { fill: red } #c27 ~ g { opacity: .5 }
        svg > g:last-child { stroke: lime } * > #c29 { fill: blue }
        @import "nowhere.css"; @font-face { font-family: q; src: url(q.woff) }
        #c30 { fill: red } } #c31 { fill: red } #c32 { fill: red
        """,
        "\n".join(SHEET_LINES.get(i, 'data-n=""') for i in range(1, 35)),
    ),
    "white space": (
        ".pre { white-space: pre } .wrap { white-space: pre-wrap }",
        """
        class="pre" {}

        xml:space="preserve" {}

        class="wrap"
        style="white-space:nowrap"
        """,
    ),
}

COLORS = [
    "lab(60% 20 -30)",
    "lab(50 40 20)",
    "lch(40% 30 200)",
    "oklab(0.7 0.05 -0.1)",
    "oklch(70% 0.1 200)",
    "hwb(90 10% 10%)",
    "hsl(0.5turn 50% 50%)",
    "hsl(100grad 30% 30%)",
    "color(srgb 0.2 0.4 0.6)",
    "color(srgb-linear 0.2 0.4 0.6)",
    "color(display-p3 0.3 0.5 0.4)",
    "color(a98-rgb 0.3 0.5 0.4)",
    "color(prophoto-rgb 0.3 0.5 0.4)",
    "color(xyz 0.2 0.3 0.4)",
    "color(xyz-d50 0.2 0.3 0.2)",
    "rgb(50% 20% 10%)",
    "rgb(none 2 3)",
    "rgb(1.5 2.5 3.4999)",
]


def svg_of(css, lines):
    """Return an SVG with an element per line, ids c1, c2, … in order."""
    parts, pending = [], 0
    number = 0
    for line in lines.splitlines():
        number += 1
        text = line.strip()
        opens = text.endswith("{}")
        parts.append(f'<g id="c{number}" {text.removesuffix("{}")}>')
        if opens:
            pending += 1
            continue
        parts.append("</g>" * (1 + pending))
        pending = 0
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" id="root" width="{SIZE[0]}" height="{SIZE[1]}">'
        f"<style>{css}</style>{''.join(parts)}</svg>"
    )


def sources():
    found = {name: svg_of(css, lines.strip("\n")) for name, (css, lines) in DOCUMENTS.items()}
    # The last one is about text alone.
    found["white space"] = re.sub(
        r"<g (id=\"c[2456]\")(.*?)></g>", r"<text \1\2></text>", found["white space"]
    )
    return found


SCRIPT = """
window.onload = () => {
  const properties = %s, colors = %s, out = [];
  for (const frame of document.querySelectorAll("iframe")) {
    const inner = frame.contentDocument, found = {};
    for (const element of inner.querySelectorAll("[id]")) {
      const style = inner.defaultView.getComputedStyle(element);
      found[element.id] = Object.fromEntries(properties.map(p => [p, style.getPropertyValue(p)]));
    }
    out.push(found);
  }
  const canvas = document.createElement("canvas").getContext("2d");
  const painted = colors.map(color => {
    canvas.fillStyle = color;
    canvas.fillRect(0, 0, 1, 1);
    return [...canvas.getImageData(0, 0, 1, 1).data];
  });
  document.getElementById("result").textContent = JSON.stringify([out, painted]);
};
"""


@pytest.fixture(scope="module")
def truth(tmp_path_factory):
    """Return what Chromium says: styles by document and id, and painted colours."""
    folder = tmp_path_factory.mktemp("styles")
    frames = []
    for number, text in enumerate(sources().values()):
        (folder / f"{number}.svg").write_text(text, encoding="utf-8")
        frames.append(
            f'<iframe src="{number}.svg" width="{SIZE[0]}" height="{SIZE[1]}" style="border:0"></iframe>'
        )
    script = SCRIPT % (json.dumps(PROPERTIES), json.dumps(COLORS))
    (folder / "page.html").write_text(
        f'<!doctype html><meta charset="utf-8">{"".join(frames)}<pre id="result"></pre>'
        f"<script>{script}</script>",
        encoding="utf-8",
    )
    profile = f"--user-data-dir={folder / 'profile'}"
    page = (folder / "page.html").as_uri()
    argv = [find(*NEEDS["chromium"][0]), *chromium._FLAGS, profile, "--timeout=60000", "--dump-dom", page]
    match = re.search(r'<pre id="result">(.*?)</pre>', run(argv, timeout_s=120).stdout, re.DOTALL)
    styles, painted = json.loads(html.unescape(match[1]))
    return dict(zip(DOCUMENTS, styles, strict=True)), dict(zip(COLORS, painted, strict=True))


def ours(text):
    root = etree.fromstring(text)
    cascade = Cascade(root, viewport=SIZE)
    found, below = {}, {}
    for element in root.iter(etree.Element):
        parent = element.getparent()
        below[element] = cascade.style(element, ROOT if parent is None else below[parent])
        if element.get("id"):
            found[element.get("id")] = below[element]
    return found


def number(text):
    return round(float(text.removesuffix("px").removesuffix("%")), 2)


def paint(text, opacity):
    """Return Chromium's paint as (what, alpha)."""
    if text == "none":
        return None, None
    if match := re.match(r'url\("(.*?)"\)', text):
        return f"url({match[1]})", round(float(opacity), 2)
    color, alpha = parse_color(text)
    return color, round(alpha * float(opacity), 2)


def own_paint(style, name):
    what = getattr(style, name)
    return what, None if what is None else round(getattr(style, f"{name}_alpha"), 2)


def reference(text):
    match = re.match(r'url\("#(.*?)"\)', text)
    return match and match[1]


def expected(theirs):
    """Return what Chromium says as fields of a style; what says nothing comparable is left out."""
    families = tuple(part.strip().strip('"') for part in theirs["font-family"].split(","))
    found = {
        "font_size": number(theirs["font-size"]),
        "families": families,
        "weight": {"400": "normal", "700": "bold"}.get(theirs["font-weight"], theirs["font-weight"]),
        "font_style": theirs["font-style"].split()[0],
        "line_height": None if theirs["line-height"] == "normal" else number(theirs["line-height"]),
        "letter_spacing": 0.0 if theirs["letter-spacing"] == "normal" else number(theirs["letter-spacing"]),
        "fill": paint(theirs["fill"], theirs["fill-opacity"]),
        "stroke": paint(theirs["stroke"], theirs["stroke-opacity"]),
        "stroke_width": number(theirs["stroke-width"]),
        "dashed": theirs["stroke-dasharray"] != "none",
        "opacity": number(theirs["opacity"]),
        "displayed": theirs["display"] != "none",
        "visible": theirs["visibility"] == "visible",
        "clip_path": reference(theirs["clip-path"]),
        "mask": reference(theirs["mask-image"]),
        "marker_start": reference(theirs["marker-start"]),
        "baseline_shift": theirs["baseline-shift"].replace("0px", "baseline"),
        "keeps_space": theirs["white-space"] not in {"normal", "nowrap"},
    }
    for name in (
        "text-anchor",
        "dominant-baseline",
        "text-transform",
        "mix-blend-mode",
        "paint-order",
        "fill-rule",
        "vector-effect",
        "direction",
        "writing-mode",
    ):
        found[name.replace("-", "_")] = theirs[name]
    return found


def own(style, fields):
    found = {}
    for name in fields:
        if name in {"fill", "stroke"}:
            found[name] = own_paint(style, name)
        elif name == "keeps_space":
            found[name] = style.white_space not in {"normal", "nowrap"}
        else:
            value = getattr(style, name)
            found[name] = round(value, 2) if isinstance(value, float) else value
    return found


@pytest.mark.parametrize("name", DOCUMENTS)
def test_styles_are_those_of_the_browser(truth, name):
    text = sources()[name]
    styles = ours(text)
    theirs = truth[0][name]
    assert set(styles) == set(theirs)
    assert len(theirs) > 5
    assert len({values["fill"] + values["stroke"] for values in theirs.values()}) > (name != "white space")
    differences = []
    for key, values in theirs.items():
        wanted = expected(values)
        got = own(styles[key], wanted)
        line = re.search(rf'id="{key}"(.*?)>', text)[1]
        differences += [
            f"{key}{line}: {field} {got[field]!r}, Chromium {wanted[field]!r}"
            for field in wanted
            if got[field] != wanted[field]
        ]
    assert not differences, "\n".join(differences)


@pytest.mark.parametrize("text", COLORS)
def test_colours_are_those_the_browser_paints(truth, text):
    found, _ = parse_color(text)
    painted = truth[1][text]
    assert painted[3] == 255
    assert all(abs(int(found[i : i + 2], 16) - c) <= 1 for i, c in zip((1, 3, 5), painted, strict=False)), (
        painted
    )
