"""The policy that shuts a page in."""

from __future__ import annotations

import base64
import hashlib

import lxml.html
import pytest

from natfig.core.webpage import asset, framed, policy, template


def test_the_policy_names_the_one_style_sheet_and_the_one_script() -> None:
    written = policy("p{}", "go()")
    for kind, text in (("style", "p{}"), ("script", "go()")):
        digest = base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
        assert f"{kind}-src 'sha256-{digest}';" in written
    assert written.startswith("default-src 'none'; img-src data:; ")
    assert written.endswith("base-uri 'none'; form-action 'none'")


def test_a_page_without_pictures_may_load_none() -> None:
    assert "img-src" not in policy("", "", has_pictures=False)


@pytest.mark.parametrize("name", ["qa", "diff", "proof", "redline"])
def test_every_page_has_a_place_for_its_policy(name: str) -> None:
    assert "policy" in template(f"{name}.html").get_identifiers()
    assert "\r" not in asset(f"{name}.css")


def test_a_page_in_a_frame_gets_out_nowhere_and_is_there_as_text() -> None:
    made = framed(
        '<p title="\'">1 < 2</p>', title="A & B", height_px=300, rights="allow-popups", plain="<b>1\n2\x07"
    )
    style, frame, plain = lxml.html.fragments_fromstring(made)
    assert frame.get("srcdoc") == '<p title="\'">1 < 2</p>'
    assert frame.get("sandbox") == "allow-scripts allow-popups"
    assert (frame.get("title"), frame.get("height")) == ("A & B", "300")
    # Whoever keeps the frame keeps the rule that hides the text.
    assert style.text == f".{plain.get('class')}{{display:none}}"
    assert len(plain) == 0
    assert plain.text.startswith("<b>1\n2")
    assert "\x07" not in plain.text


def test_a_frame_may_do_no_more_than_it_was_given() -> None:
    frame = lxml.html.fragments_fromstring(framed("<p>", title="P", height_px=1, plain=""))[1]
    assert frame.get("sandbox") == "allow-scripts"
