import contextlib
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from natfig.qa.readers._svg.matching import Matcher, TooMuch
from natfig.qa.readers._svg.selectors import SelectorError, parse_selectors

SVG = "http://www.w3.org/2000/svg"
TREE = etree.fromstring(
    f"""<svg xmlns="{SVG}" xmlns:xlink="http://www.w3.org/1999/xlink" id="root" class="svglite">
  <g id="g1" class="axis  x"><!-- c --><path id="p1" d="M0 0"/><text id="t1" lang="en-GB">a</text></g>
  <g id="g2" class="Axis"><g id="g3"><path id="p2" class="line a-b" xlink:href="#x"/></g></g>
  <rect id="r1" width="10" data-x="One two"/><rect id="r2"/><rect id="r3"/><circle id="c1"/><rect id="r4"/>
  <a id="a1" href="#k"/><a id="a2"/>
</svg>"""
)
NAMESPACES = {"svg": SVG, "xlink": "http://www.w3.org/1999/xlink", "h": "http://www.w3.org/1999/xhtml"}


def matched(text, namespaces=NAMESPACES):
    selectors = parse_selectors(text, namespaces)
    matcher = Matcher(1_000_000)
    found = [e.get("id") for e in TREE.iter(etree.Element) if any(matcher.matches(s, e) for s in selectors)]
    return " ".join(found)


ALL = "root g1 p1 t1 g2 g3 p2 r1 r2 r3 c1 r4 a1 a2"


@pytest.mark.parametrize(
    ("text", "ids"),
    [
        ("*", ALL),
        ("path", "p1 p2"),
        ("PATH", ""),
        (".axis", "g1"),
        (".x.axis", "g1"),
        (".Axis", "g2"),
        (".a-b", "p2"),
        ("#p1", "p1"),
        ("#P1", ""),
        ("path#p1", "p1"),
        ("rect, circle", "r1 r2 r3 c1 r4"),
        ("svg|path", "p1 p2"),
        ("h|path", ""),
        ("*|path", "p1 p2"),
        ("|path", ""),
        ("svg|*", ALL),
        ("[width]", "r1"),
        ("[width='10']", "r1"),
        ("[width=x10]", ""),
        ("[data-x~=two]", "r1"),
        ("[data-x~='One two']", ""),
        ("[lang|=en]", "t1"),
        ("text:lang(en)", "t1"),
        (":lang(de, 'EN-gb')", "t1"),
        (":lang('*')", "t1"),
        (":lang(e)", ""),
        (":lang('')", ""),
        ("[id^=g]", "g1 g2 g3"),
        ("[id$='1']", "g1 p1 t1 r1 c1 a1"),
        ("[data-x*='e t']", "r1"),
        ("[data-x='ONE TWO']", ""),
        ("[data-x='ONE TWO' i]", "r1"),
        ("[data-x='ONE TWO'i]", "r1"),
        ("[id^='']", ""),
        ("[xlink|href]", "p2"),
        ("[href]", "a1"),
        ("[*|href]", "p2 a1"),
        ("[|href]", "a1"),
        ("g path", "p1 p2"),
        ("g > path", "p1 p2"),
        ("g>g>path", "p2"),
        ("svg > path", ""),
        (".svglite path, .svglite text", "p1 t1 p2"),
        (".axis + g", "g2"),
        ("rect + rect", "r2 r3"),
        ("rect ~ circle", "c1"),
        ("circle ~ *", "r4 a1 a2"),
        ("rect + circle + rect", "r4"),
        (".axis ~ rect", "r1 r2 r3 r4"),
        (":root", "root"),
        ("g:first-child", "g1 g3"),
        ("a:last-child", "a2"),
        ("path:only-child", "p2"),
        ("svg > :nth-child(2)", "g2"),
        ("svg > :nth-child(2n+1)", "g1 r1 r3 r4 a2"),
        ("svg > :nth-child(odd)", "g1 r1 r3 r4 a2"),
        ("svg > :nth-child(-n + 2)", "g1 g2"),
        ("svg > :nth-child(n)", "g1 g2 r1 r2 r3 c1 r4 a1 a2"),
        ("svg > :nth-last-child(1)", "a2"),
        ("svg > :nth-last-child(2n)", "g2 r2 c1 a1"),
        ("rect:nth-of-type(2)", "r2"),
        ("rect:nth-of-type(2n)", "r2 r4"),
        ("rect:last-of-type", "r4"),
        ("rect:nth-last-of-type(2n+1)", "r2 r4"),
        (":not(g):not([id^=r])", "p1 t1 p2 c1 a1 a2"),
        (":not(rect, g, svg)", "p1 t1 p2 c1 a1 a2"),
        ("g:not(.axis) path", "p2"),
        (":is(rect, circle):not(:nth-child(3))", "r2 r3 c1 r4"),
        (":is(g > g) path", "p2"),
        (":where(#r1, .axis)", "g1 r1"),
        (":is(:nonsense, #r2)", "r2"),
        (":is()", ""),
        ("a:link", "a1"),
        ("path:empty", "p1 p2"),
        ("rect:hover", ""),
        ("rect::before", ""),
        ("rect:before", ""),
        ("rect:lang(en)", ""),
        (r"#\72 1", "r1"),
        (r".a\-b", "p2"),
        ("  path  ,\n rect ", "p1 p2 r1 r2 r3 r4"),
        ("[width='10'", "r1"),
    ],
)
def test_matches(text, ids):
    assert matched(text) == ids


@pytest.mark.parametrize(
    "text",
    [
        "",
        ",",
        "a,",
        ",a",
        "a >",
        "> a",
        "a > > b",
        "a || b",
        "..a",
        ".1a",
        "a:",
        "a:nonsense",
        "a::nonsense",
        "a:nth-child()",
        "a:nth-child(x)",
        "a:not()",
        "a:not(:nonsense)",
        "[a",
        "[]",
        "[a=]",
        "[a=1]",
        "a]",
        "a{",
        "x|a",
        "[x|a]",
        "a!",
        "&",
        "a b" * 40,
        ":not(" * 10 + "a" + ")" * 10,
    ],
)
def test_refuses(text):
    if text == "[a":  # what is not closed ends with the sheet
        assert parse_selectors(text)
        return
    with pytest.raises(SelectorError):
        parse_selectors(text)


@pytest.mark.parametrize(
    ("text", "specificity"),
    [
        ("*", (0, 0, 0)),
        ("a b", (0, 0, 2)),
        ("a.b#c", (1, 1, 1)),
        ("[a][b]:hover", (0, 3, 0)),
        (":is(#a, b)", (1, 0, 0)),
        (":not(.a, b)", (0, 1, 0)),
        (":where(#a)", (0, 0, 0)),
        ("a::before", (0, 0, 2)),
        ("a:nth-child(2)", (0, 1, 1)),
    ],
)
def test_specificity(text, specificity):
    assert parse_selectors(text)[0].specificity == specificity


def test_default_namespace_counts_for_names_and_not_for_attributes():
    assert matched("path", {"": NAMESPACES["h"]}) == ""
    assert matched("path", {"": SVG}) == "p1 p2"
    assert matched("[width]", {"": SVG}) == "r1"


def test_ways_through_many_ancestors_do_not_multiply():
    root = etree.fromstring("<a>" * 250 + "<b/>" + "</a>" * 250)
    selector = parse_selectors("x > a > a a > a a > a a > a a > a a > a b")[0]
    matcher = Matcher(50_000)
    assert not matcher.matches(selector, next(root.iter("b")))


def test_budget_ends_the_work():
    root = etree.fromstring("<a>" + "<b/>" * 1000 + "</a>")
    matcher = Matcher(500)
    with pytest.raises(TooMuch):
        matcher.matches(parse_selectors("c ~ b")[0], root[999])


@pytest.mark.parametrize(
    "text", ["b:nth-child(2n)", "b:nth-last-child(2n)", "b:nth-child(3)", "b:nth-of-type(3n+1)"]
)
def test_counting_siblings_in_order_is_linear(text):
    root = etree.fromstring("<a>" + "<b><c/></b>" * 3000 + "</a>")
    selector = parse_selectors(text)[0]
    matcher = Matcher(100_000)
    found = sum(matcher.matches(selector, e) for e in root.iter(etree.Element))
    assert found == {"3)": 1, "1)": 1000}.get(text[-2:], 1500)


@given(
    st.text(alphabet=st.sampled_from("ab.#[]=\"':()*>+~|, \\n2-not is nth-child\n"), max_size=80) | st.text()
)
def test_any_text_is_read_or_refused(text):
    try:
        selectors = parse_selectors(text)
    except SelectorError:
        return
    matcher = Matcher(100_000)
    for selector in selectors:
        matcher.matches(selector, TREE)


@pytest.mark.parametrize(
    "text", [":is(" * 100_000, "a " * 1_000_000, "[" * 1_000_000, "\\" * 1_000_000, "a" + " " * 1_000_000]
)
def test_hostile_text_is_quick(text):
    start = time.process_time()
    with contextlib.suppress(SelectorError):
        parse_selectors(text)
    assert time.process_time() - start < 5
