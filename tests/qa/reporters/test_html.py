"""The page for a figure: what it holds, and that nothing of a file gets loose in it."""

import base64
import hashlib
import io
import re
from dataclasses import replace
from pathlib import Path

import pytest
from PIL import Image as Pillow

from natfig.cli.main import main
from natfig.core.findings import Severity
from natfig.qa.document import Box, Page
from natfig.qa.reporters._html_findings import listed_findings, marks
from natfig.qa.reporters._html_words import linked, listed, number, span_of
from natfig.qa.reporters.html import reporter
from natfig.qa.result import Suppressed
from qapages import EVIL, SVG, Parsed, hostile, on_disk, parsed, render
from qaresults import HOSTILE, document, everything, file, finding, many, run

ROOT = Path(__file__).resolve().parents[3]
CORPUS = ROOT / "tests" / "corpus"


# -- what the page holds ------------------------------------------------------------------


def test_a_page_holds_one_figure():
    assert (reporter.per_file, reporter.suffix) == (True, ".html")
    with pytest.raises(ValueError, match="one figure, not 4"):
        reporter.render(everything())


def test_a_finding_with_all_that_is_known_of_it():
    one = finding(panel="a", text="6", bbox_mm=(1.0, 2.0, 3.0, 4.0), line=12)
    page = parsed(file("dir/fig.svg", one, checked=["TXT002", "GEO001"]))
    said = page.text
    for words in (
        "fig.svg",
        "Nature, production",
        "183 × 70.5 mm",
        "1 error",
        "Text is 4.2 pt; 5 pt is the floor",
        "panel a · “6” · at 1, 2 mm · line 12 --fix mends it",
        "How to mend TXT002.",
        "The reason for TXT002.",
        "a bad one",
        "a good one",
        "A guide",
    ):
        assert words in said
    assert page.all("details", id="why-TXT002-error")


def test_sources_link_to_their_pages():
    result = file("fig.svg", replace(finding(), source="Guide: text, https://guide.example/a?b=1&c=2."))
    (link,) = parsed(result).all("a")
    assert link["href"] == "https://guide.example/a?b=1&c=2"
    assert link["rel"] == "noopener noreferrer"


@pytest.mark.parametrize(
    "text",
    ["javascript:alert(1)", "data:text/html,x", "file:///etc/passwd", "ftp://a.example", "//a.example"],
)
def test_only_web_addresses_become_links(text):
    assert "<a" not in linked(text)


def test_an_address_ends_where_markup_would_begin():
    assert linked('https://a.example/"onclick="x"<b>') == (
        '<a href="https://a.example/" rel="noopener noreferrer" target="_blank">a.example</a>'
        "&quot;onclick=&quot;x&quot;&lt;b&gt;"
    )


@pytest.mark.parametrize(
    ("result", "strict", "verdict", "detail"),
    [
        (file("a.svg", checked=["TXT002"]), False, "Passes", "nothing found"),
        (file("a.svg", finding()), False, "Fails", "1 error"),
        (file("a.svg", finding(severity=Severity.WARNING)), False, "Passes", "1 warning"),
        (
            file("a.svg", finding(severity=Severity.WARNING)),
            True,
            "Fails",
            "1 warning · warnings count as errors",
        ),
        (
            file("a.svg", checked=["TXT002"], not_measured={"CON001": "x", "CON002": "x"}),
            False,
            "Passes what was measured",
            "nothing found · 2 checks not measured",
        ),
        (
            file("a.svg", finding(), faults=["CON003: KeyError"]),
            False,
            "Not judged",
            "1 error · 1 check of natfig itself failed",
        ),
    ],
)
def test_verdict(result, strict, verdict, detail):
    page = render(result, strict=strict)
    assert f"<strong>{verdict}</strong>" in page
    assert f'<span class="detail">{detail}</span>' in page


def test_what_was_not_measured_is_said_and_never_as_clean():
    result = file(
        "a.svg",
        checked=["TXT002", "GEO001"],
        not_measured={"CON001": "no spec or manifest beside the file", "CON003": "it crashed"},
    )
    page = render(result)
    unmeasured, clean = page.split('class="card unmeasured"')[1].split('class="card clean"')
    assert "CON001" in unmeasured
    assert "no spec or manifest beside the file" in unmeasured
    assert "it crashed" in unmeasured
    assert "GEO001" in clean
    assert "CON" not in clean.split("</footer>")[0]


def test_what_was_found_or_set_aside_is_not_listed_as_clean():
    result = file(
        "a.svg",
        finding("TXT002"),
        checked=["TXT002", "GEO001", "CLR001"],
        suppressed=[Suppressed(finding("GEO001", message="90 mm wide"), "the editor agreed", "config")],
    )
    page = render(result)
    clean = page.split('class="card clean"')[1]
    assert re.findall(r"<code>(\w+)</code>", clean) == ["CLR001"]
    aside = page.split('class="card suppressed"')[1].split('class="card')[0]
    assert "90 mm wide" in aside
    assert "by the configuration: the editor agreed" in aside


def test_a_file_that_could_not_be_read(tmp_path):
    page = parsed(on_disk(tmp_path, "<svg"))
    assert "The file could not be read, so it is not shown." in page.text
    assert "The file could not be read, so nothing was measured." in page.text
    assert page.all("img") == []
    assert "Passes" not in page.text


def test_nothing_checked_is_not_called_clean():
    assert "nothing was checked" in parsed(file("a.svg")).text


def test_facts_stand_beside_what_the_journal_asks(tmp_path):
    svg = SVG.format(
        '<path d="M1 1h20" stroke="#0F4D92" stroke-width="0.2"/>'
        '<text x="5" y="20" font-size="2" font-family="Verdana">Batch size</text>'
        '<text x="5" y="30" font-size="1.4" font-family="Arial">small</text>'
    )
    from natfig.journals import journals

    result = on_disk(tmp_path, svg, journal=journals.load("nature"))
    said = parsed(result, known=dict).text
    assert "Nature asks for" in said
    assert "Page 80 × 40 mm 89, 120–136 or 183 mm wide, 170 mm high at most" in said
    assert "Text 2 texts of 3.97–5.67 pt 5–7 pt" in said
    assert "Lines 0.57 pt" in said
    assert "4 pt under the floor 1 “small”" in said
    assert "5.7 pt 1 “Batch size”" in said
    assert "#0F4D92 dark blue" in said


def test_what_was_not_measured_of_a_picture(tmp_path):
    stream = io.BytesIO()
    Pillow.new("RGB", (60, 40), "#0F4D92").save(stream, "png", dpi=(300, 300))
    said = parsed(on_disk(tmp_path, stream.getvalue(), "a.png"), known=dict).text
    assert "Text not measured: a raster image stores no text" in said
    assert "60 × 40 300 dpi 5.1 × 3.4 mm RGB png" in said


def test_many_sizes_are_gathered():
    d = document("a.svg")
    d.runs[:] = [run("x", 5 + i / 10) for i in range(200)]
    result = file("a.svg")
    result.document = d
    page = render(result)
    assert "Text sizes, in steps of 5 pt" in page
    rows = page.split("Text sizes")[1].split("</table>")[0]
    assert sum(int(n) for n in re.findall(r"<td>(\d+)</td>", rows)) == 200


def test_panel_letters_are_not_flagged_as_over_the_ceiling():
    d = document("a.svg")
    d.runs[:] = [
        replace(run(text, size), weight=weight)
        for text, size, weight in (
            ("a", 8.0, "bold"),
            ("(b)", 8.0, "700"),
            ("c", 9.0, "normal"),
            ("Batch", 10.0, "bold"),
        )
    ]
    result = file("a.svg")
    result.document = d
    rows = render(result).split("Text sizes")[1].split("</table>")[0].split("<tr>")[2:]
    assert ["over the ceiling" in row for row in rows] == [False, True, True]


def test_same_results_same_bytes():
    for one in everything().files:
        assert render(one) == render(one)


# -- many findings ------------------------------------------------------------------------


def test_of_many_findings_some_are_folded_and_all_are_counted():
    page = render(many(230))
    assert "230 errors" in page
    assert "195 more</summary>" in page
    assert "30 more of this kind are in the JSON report only" in page
    assert page.count('class="row"') == 200


def test_of_ten_thousand_kinds_the_page_stays_small():
    found = [finding(f"T{i:05d}", message=f"m{i}", bbox_mm=(i % 90, i % 60, 1.0, 1.0)) for i in range(5000)]
    page = render(file("a.svg", *found))
    assert page.count('class="row"') == 1500
    assert "1 error of <code>T04999</code> are not listed here" in page
    assert len(page) < 4_000_000


def test_findings_at_one_place_share_a_mark():
    found = [
        finding("TXT002", bbox_mm=(1.0, 2.0, 3.0, 4.0)),
        finding("TXT008", Severity.INFO, bbox_mm=(1.01, 2.0, 3.0, 4.0)),
        finding("TXT009", bbox_mm=(30.0, 2.0, 3.0, 4.0)),
        finding("DOC007"),
    ]
    result = file("a.svg", *found)
    ones = listed_findings(result.findings)
    shared, alone = sorted(marks(ones, Box(0, 0, 183, 70)), key=lambda m: m.box.x0)
    assert [s.value for s in shared.severities] == ["error", "info"]
    assert [o.finding.code for o in shared.of] == ["TXT002", "TXT008"]
    assert [o.finding.code for o in alone.of] == ["TXT009"]


@pytest.mark.parametrize(
    ("bbox", "expected", "is_outside"),
    [
        ((10, 10, 5, 2), (10, 10, 15, 12), False),
        ((10, 10, 0, 0), (9.8, 9.8, 10.2, 10.2), False),
        ((-20, 10, 25, 2), (-3, 10, 5, 12), False),
        ((-1e9, -1e9, 5, 5), (-3.2, -3.2, -2.8, -2.8), True),
        ((200, 20, 50, 5), (102.8, 20, 103.2, 25), True),
        ((0, 0, 1e9, 1e9), (0, 0, 103, 53), False),
    ],
)
def test_places_of_marks(bbox, expected, is_outside):
    ones = listed_findings([finding(bbox_mm=tuple(map(float, bbox)))])
    (mark,) = marks(ones, Box(0, 0, 100, 50))
    assert mark.box == pytest.approx(expected)
    assert mark.is_outside is is_outside


@pytest.mark.parametrize("bad", [float("nan"), float("inf")])
def test_no_mark_without_a_place(bad):
    ones = listed_findings([finding(bbox_mm=(1.0, bad, 1.0, 1.0)), finding()])
    assert marks(ones, Box(0, 0, 100, 50)) == []
    assert marks(listed_findings([finding(bbox_mm=(1.0, 1.0, 1.0, 1.0))]), None) == []


# -- nothing gets loose -------------------------------------------------------------------


@pytest.mark.parametrize("word", [EVIL, HOSTILE, "--></style><!--", "$policy ${script} %s {0}", "\x00<b>"])
def test_the_page_has_the_same_elements_whatever_a_file_holds(word):
    def shape(text):
        return [(tag, sorted(attrs)) for tag, attrs in Parsed(text).elements if tag != "a"]

    page = render(hostile(word), known=dict)
    assert shape(page) == shape(render(hostile("word"), known=dict))
    assert not re.search(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028-\u202e\ud800-\udfff]", page)
    page.encode("utf-8")


def test_no_handler_and_no_foreign_address():
    for result in [*everything().files, hostile(EVIL)]:
        page = parsed(result)
        for tag, attrs in page.elements:
            assert not [name for name in attrs if name.startswith("on")], tag
            assert "style" not in attrs, tag
            assert attrs.get("src", "data:").startswith("data:"), tag
            if "href" in attrs:
                assert re.match(r"a https?://", f"{tag} {attrs['href']}")
        assert len(page.all("script")) == len(page.all("style")) == 1
        assert not {"link", "iframe", "object", "embed", "form", "base"} & {tag for tag, _ in page.elements}


def test_the_policy_names_exactly_this_script_and_this_style():
    page = parsed(hostile(EVIL))
    (policy,) = page.all("meta", **{"http-equiv": "Content-Security-Policy"})

    def digest(text):
        return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"

    assert policy["content"].split("; ") == [
        "default-src 'none'",
        "img-src data:",
        f"style-src {digest(page.raw['style'])}",
        f"script-src {digest(page.raw['script'])}",
        "base-uri 'none'",
        "form-action 'none'",
    ]
    tags = [tag for tag, _ in page.elements]
    assert tags.index("meta") + 1 < tags.index("style")


def test_the_script_is_the_same_for_every_figure():
    a, b = parsed(hostile(EVIL)), parsed(file("a.svg", finding()))
    assert a.raw["script"] == b.raw["script"]
    assert EVIL not in a.raw["style"]


def test_pages_without_a_size_have_no_boxes():
    result = file("a.svg", finding(bbox_mm=(1.0, 1.0, 2.0, 2.0)))
    result.document.page = Page(None, None, "%")
    assert 'class="mark' not in render(result)


@pytest.mark.parametrize(
    ("value", "digits", "said"),
    [(89.0, 1, "89"), (0.25, 2, "0.25"), (1200.0, 0, "1,200"), (float("nan"), 1, "?")],
)
def test_numbers(value, digits, said):
    assert number(value, digits) == said


def test_words():
    assert span_of([5, 8, 6.5], "pt") == "5–8 pt"
    assert span_of([7.0, 7.01], "pt") == "7 pt"
    assert span_of([], "pt") == ""
    assert listed(["a"]) == "a"
    assert listed(["a", "b", "c"], "or") == "a, b or c"


# -- from the command line ----------------------------------------------------------------


def test_natfig_qa_writes_the_page(tmp_path, capsys):
    source = CORPUS / "matplotlib" / "color_bar.svg"
    target = tmp_path / "report.html"
    code = main(["qa", str(source), "--journal", "nature", "--format", "html", "--output", str(target)])
    page = Parsed(target.read_text(encoding="utf-8"))
    assert code == 1
    assert len(page.all("button", type="button")) > 20
    assert base64.b64decode(page.all("img")[0]["src"].partition(",")[2]) == source.read_bytes()


def test_several_pages_need_a_folder(tmp_path, capsys):
    names = [str(CORPUS / "handwritten" / f"page_{unit}.svg") for unit in ("mm", "cm")]
    target = tmp_path / "report.html"
    assert main(["qa", *names, "--format", "html", "--output", str(target)]) == 2
    assert "2 figures have a page each" in capsys.readouterr().err
    assert not target.exists()
    assert main(["qa", *names, "--format", "html", "--output", str(tmp_path / "pages")]) in {0, 1}
    assert len(list((tmp_path / "pages").glob("*.qa.html"))) == 2
