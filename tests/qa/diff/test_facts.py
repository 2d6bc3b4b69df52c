"""Page, metadata, links, active content, fonts."""

import pytest

from qa.diff.pairs import differ, kinds, said, svg

DOT = '<circle cx="20" cy="20" r="3"/>'


def page(width="90mm", height="60mm", view="0 0 90 60"):
    return svg(
        DOT, f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}" viewBox="{view}">'
    )


def test_the_page():
    (change,) = differ(page(), page("100mm", "60mm", "0 0 100 60")).changes
    assert (change.kind, change.what) == ("resized", "page")
    assert change.message == "the page is 100 × 60 mm instead of 90 × 60 mm"


@pytest.mark.parametrize("same", [("9cm", "6cm"), ("90.04mm", "60.02mm")])
def test_the_same_page_in_other_words(same):
    assert said(page(), page(*same)) == []


def test_a_page_without_a_stated_size_has_that_of_its_viewbox():
    assert "the page is 23.81 × 15.88 mm instead of 90 × 60 mm" in said(page(), page("100%", "100%"))


@pytest.mark.parametrize(
    ("old", "new", "kind", "message"),
    [
        ("<title>A</title>", "<title>B</title>", ("changed", "title"), "the title is “B” instead of “A”"),
        ("", "<desc>Long words.</desc>", ("added", "description"), "the description “Long words.” is new"),
        ("<title>A</title>", "", ("removed", "title"), "the title “A” is gone"),
        (
            "",
            "<script>x()</script>",
            ("added", "active content"),
            "<script>, which could run, is new (0 → 1)",
        ),
        (
            "",
            '<image href="https://example.org/x.png" width="5" height="5"/>',
            ("added", "link"),
            "the image link to “https://example.org/x.png” is new",
        ),
    ],
)
def test_what_the_file_carries(old, new, kind, message):
    found = differ(old + DOT, new + DOT).changes
    assert (kind, message) in [((c.kind, c.what), c.message) for c in found]
    assert next(c for c in found if c.message == message).section == "file"


def test_long_descriptions_that_differ_at_the_end():
    pair = [f"<desc>{'word ' * 20}{end}</desc>" for end in ("a", "b")]
    assert said(*(p + DOT for p in pair)) == ["the description differs beyond its first words"]


def test_dates_and_programs_do_not_matter():
    meta = (
        '<metadata><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" '
        'xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:date>{}</dc:date><dc:creator>{}</dc:creator>'
        "</rdf:RDF></metadata>"
    )
    assert kinds(meta.format("2020-01-01", "X 1") + DOT, meta.format("2026-05-05", "X 2") + DOT) == []
