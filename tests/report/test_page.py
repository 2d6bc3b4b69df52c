"""The proof sheet as a page: what stands in it, that it loads nothing, and that nothing gets in."""

import base64
import hashlib
import json
import re
from collections import Counter
from pathlib import Path

import pytest

from natfig.render.build import RenderOptions
from natfig.report.page import proof_page
from natfig.report.proof import make_proof
from paperwriter import write_figure
from qapages import Parsed

EVIL = "</script><img src=x onerror=evil()><svg onload=evil()>&lt;"


def proof_of(spec, **options):
    return make_proof(spec, RenderOptions(**options))


def page_of(*specs):
    return proof_page([proof_of(spec) for spec in specs])


@pytest.fixture(scope="module")
def page(tmp_path_factory):
    """A sound figure's page."""
    return page_of(write_figure(tmp_path_factory.mktemp("page"), "one"))


def hashes(text, directive):
    policy = re.search(r'http-equiv="Content-Security-Policy" content="([^"]*)"', text)[1]
    return re.search(rf"{directive} ([^;]*)", policy)[1]


@pytest.mark.parametrize(("tag", "directive"), [("style", "style-src"), ("script", "script-src")])
def test_the_policy_names_the_page_s_own_style_and_script(page, tag, directive):
    inside = re.search(rf"<{tag}>(.*?)</{tag}>", page, re.DOTALL)[1]
    digest = base64.b64encode(hashlib.sha256(inside.encode()).digest()).decode()
    assert hashes(page, directive) == f"'sha256-{digest}'"
    assert hashes(page, "default-src") == "'none'"
    assert hashes(page, "img-src") == "data:"


def test_nothing_is_loaded(page):
    parsed = Parsed(page)
    assert not parsed.all("link")
    assert not parsed.all("iframe")
    assert [a for a in parsed.all("script") if a] == []
    for image in parsed.all("img"):
        assert image["src"].startswith("data:image/")
    assert not re.search(r"@import|url\((?!\"#)", parsed.raw["style"])
    assert "style=" not in re.sub(r"<style>.*?</style>", "", page, flags=re.DOTALL)
    assert all("on" not in name[:2] for _, attrs in parsed.elements for name in attrs)


def test_ids_are_unique_and_links_lead_somewhere(page):
    parsed = Parsed(page)
    ids = Counter(a["id"] for _, a in parsed.elements if "id" in a)
    assert [i for i, n in ids.items() if n > 1] == []
    for _, attrs in parsed.elements:
        for name in ("aria-labelledby", "aria-controls", "for"):
            assert all(ref in ids for ref in (attrs.get(name) or "").split())
        for ref in (attrs.get("data-pair") or "").split():
            assert ref in ids
        if (attrs.get("href") or "").startswith("#"):
            assert attrs["href"][1:] in ids


def test_what_is_told(page):
    text = Parsed(page).text
    for said in (
        "Dose one raises the response of cells in culture.",
        "The claim holds. Checks pass",
        "Every row is drawn",
        "89 × 60 mm",
        "Nature, accepted, for production",
        "The response one grows with the dose.",
        "comparison one",
        "t.csv",
        "4 rows",
        "t: 4 of 4 rows.",
        "There is no earlier build",
        "Dose and response one.",
        "of at most 250 words",
        "holds",
    ):
        assert said in text
    assert text.count("SHA-256") == 2


def test_the_same_input_gives_the_same_page(tmp_path, page):
    assert page_of(write_figure(tmp_path, "one")) == page


def test_a_claim_that_fails_still_gives_a_page(tmp_path):
    spec = write_figure(tmp_path, "one", claimed="> 100")
    proof = proof_of(spec)
    assert not proof.ok
    text = Parsed(proof_page([proof])).text
    assert "1 of 1 claim does not hold" in text
    assert "The figure was not drawn. Its data do not support what it claims." in text
    assert "does not hold: the value is" in text
    assert "comparison one" in text, "the panels are told all the same"
    assert not Parsed(proof_page([proof])).all("img")


def test_changes_since_the_build_before(tmp_path):
    spec = write_figure(tmp_path, "one")
    proof_of(spec)
    table = spec.parent / "t.csv"
    table.write_text(table.read_text().replace("1,control,1.1\n", "1,control,1.1\n3,control,9.5\n"))
    spec.write_text(spec.read_text().replace("Response (mV)", "Potential (mV)"))
    proof = proof_of(spec)
    text = Parsed(proof_page([proof])).text
    assert "Since the build before:" in text
    assert "The data t changed (4 → 5 rows)." in text
    assert re.search(r"Claim top : 4\.\d → 9\.5", text)
    assert "Potential (mV)" in text
    assert proof.difference is not None
    assert not proof.difference.same
    again = proof_of(spec)
    assert len(again.difference.changes) == len(proof.difference.changes), "a build that is up to date"


def test_changes_of_a_figure_that_was_not_drawn(tmp_path):
    spec = write_figure(tmp_path, "one")
    proof_of(spec)
    spec.write_text(spec.read_text().replace('"> 1"', '"> 100"'))
    text = Parsed(page_of(spec)).text
    assert "Since the last build that was drawn:" in text
    assert "Claim top asserts > 100, before > 1." in text


def test_rows_that_are_left_out_are_counted_with_their_reason(tmp_path):
    spec = write_figure(tmp_path, "one")
    rule = "    exclude: [{rule: dose > 1, reason: the pump leaked}]\n    color:"
    spec.write_text(spec.read_text().replace("    color:", rule))
    text = Parsed(page_of(spec)).text
    assert "t: 2 of 4 rows; 2 left out (the pump leaked)." in text
    assert "2 where dose > 1 : the pump leaked" in text
    assert "Rows are left out, with reasons, in 1 panel" in text


def test_missing_statistics_stand_out(tmp_path):
    spec = write_figure(tmp_path, "one")
    spec.write_text(spec.read_text().replace("    color:", "    stats: {spread: sd}\n    color:"))
    parsed = Parsed(page_of(spec))
    assert "shows s.d. and doesn't declare n" in parsed.text
    assert any("flag" in (a.get("class") or "") for a in parsed.all("p"))
    assert "standard deviation" in parsed.text


def test_a_legend_the_spec_does_not_have_is_said_so(tmp_path):
    spec = write_figure(tmp_path, "one")
    spec.write_text(spec.read_text().partition("legend:")[0])
    text = Parsed(page_of(spec)).text
    assert "The spec has no legend (legend:)" in text


def test_several_figures_make_one_page(tmp_path):
    specs = [write_figure(tmp_path, name) for name in ("one", "two")]
    parsed = Parsed(page_of(*specs))
    assert [a["id"] for a in parsed.all("article")] == ["f1", "f2"]
    assert len(parsed.all("h1")) == 1
    assert len(parsed.all("h2")) == 2
    assert parsed.text.count("stands") == 2
    assert len(parsed.all("img")) == 2


def test_nothing_of_a_hostile_spec_gets_out(tmp_path):
    evil = json.dumps(EVIL)
    spec = write_figure(
        tmp_path,
        "one",
        claim=evil,
        role=evil,
        title=evil,
        x=evil,
        table=f'dose,drug,response\n1,"{EVIL}",2\n2,control,3\n',
        color="drug",
    )
    text = spec.read_text()
    text = text.replace("t: {file: t.csv}", f"t: {{file: t.csv, note: {evil}}}")
    spec.write_text(text.replace('"> 1"}', f'"> 1", unit: {evil}, label: {evil}}}'))
    page = page_of(spec)
    parsed = Parsed(page)
    assert len(parsed.all("script")) == 1
    assert all(a["src"].startswith("data:image/svg+xml;base64,") for a in parsed.all("img"))
    assert EVIL in parsed.text


def test_images_and_whatever_else_a_chart_records_is_told(tmp_path):
    proof = proof_of(write_figure(tmp_path, "one"))
    proof.figure["panels"][0]["adjustments"] = {"contrast": "linear", "low": 12, "high": 4000}
    proof.figure["panels"][0]["pixel_size_um"] = 0.325
    proof.figure["panels"][0]["channels"] = [{"name": "DAPI", "gamma": None}, {"name": EVIL}]
    text = Parsed(proof_page([proof])).text
    assert "Adjustments contrast linear, low 12, high 4,000" in text
    assert "Pixel size um 0.325" in text
    assert f"name DAPI; name {EVIL}" in text


COMPARISON = {
    "test": "welch",
    "name": "two-sided Welch's t-test",
    "groups": ["A", "B"],
    "n": {"A": 5, "B": 6},
    "statistic": "t",
    "value": -3.21,
    "df": [8.4],
    "p": 2.1e-7,
    "adjusted": 0.012,
    "correction": "Holm",
    "alternative": "two-sided",
    "effect": {"name": "Hedges' g", "value": 1.5, "low": 0.5, "high": 2.5, "level": 0.95},
    "is_omnibus": False,
}


def with_statistics(proof, **more):
    proof.figure["panels"][0]["statistics"] = {
        "n": {"A": 5, "B": 6},
        "replicates": {"unit": "animals", "column": "animal", "rows": {}, "n": {}},
        "tests": [COMPARISON],
        "assumptions": [
            {
                "name": "normality",
                "how": "Shapiro–Wilk",
                "p": 0.001,
                "holds": False,
                "says": "group B is skewed",
            },
            {"name": "equal variances", "how": "Levene", "p": 0.4, "holds": True, "says": ""},
        ],
        **more,
    }
    return Parsed(proof_page([proof])).text


def test_tests_are_told_with_exact_p_and_effect(tmp_path):
    proof = proof_of(write_figure(tmp_path, "one"))
    text = with_statistics(proof)
    assert "A – B two-sided Welch's t-test t (8.4) = −3.21 2.1 × 10 −7 0.012 (Holm)" in text
    assert "Hedges' g = 1.5 (95 % CI 0.5 to 2.5)" in text
    assert "Assumption fails: Group B is skewed." in text
    assert "equal variances holds" in text
    assert "one observation is one of the animals, told by the column animal" in text


@pytest.mark.parametrize("broken", [None, [], [3], [{}], "x"])
def test_a_manifest_somebody_edited_is_told_as_far_as_it_goes(tmp_path, broken):
    proof = proof_of(write_figure(tmp_path, "one"))
    assert "Panels" in with_statistics(proof, tests=broken, assumptions=broken, replicates=broken)


def test_the_page_of_a_figure_with_another_format(tmp_path):
    spec = write_figure(tmp_path, "one")
    spec.write_text(spec.read_text().replace("formats: [svg]", "formats: [png]"))
    (image,) = Parsed(page_of(spec)).all("img")
    assert image["src"].startswith("data:image/png")


def test_templates_are_read_with_one_line_end():
    for name in ("proof.html", "proof.css", "proof.js"):
        assert b"\r" not in (Path("templates/report") / name).read_bytes()
