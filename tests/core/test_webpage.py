"""The policy that shuts a page in."""

from __future__ import annotations

import base64
import hashlib

import pytest

from natfig.core.webpage import asset, policy, template


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
