"""A figure in a notebook: its size, what it says, and that nothing in it can run or get out."""

from __future__ import annotations

import base64
import re
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from lxml import html

import natfig
from natfig.core.errors import NatfigError
from natfig.core.findings import Finding, Severity, Where
from natfig.core.templates import template
from natfig.workbench.figure import Figure

_TEXT = """
natfig: 1
id: doses
contract:
  conclusion: Doses raise the response.
  backend: python
  evidence: {a: {role: effect, claim: It rises with the dose.}}
figure: {width: single, height: 60mm, formats: [svg]}
panels:
  a:
    kind: scatter
    data: runs
    x: {field: dose, label: "Dose (mg) & <b>more</b>"}
    y: {field: y, label: Response}
claims:
  top: {value: SELECT max(y) FROM runs, assert: "> 3"}
"""
_RUNS = {"dose": [1, 2, 3, 4], "y": [1.0, 2.0, 2.5, 4.0]}


@pytest.fixture(scope="module")
def serving() -> Figure:
    return natfig.figure(template("serving").folder / "spec.yaml")


@pytest.fixture(scope="module")
def doses() -> Figure:
    return natfig.figure(_TEXT, {"runs": _RUNS})


def _tree(figure: Figure) -> Any:
    return html.fragment_fromstring(figure._repr_html_())


def test_the_picture_has_the_size_of_the_page(serving: Figure) -> None:
    image = _tree(serving).find(".//img")
    assert image.get("style").startswith("width:183mm;height:70mm")
    assert base64.b64decode(image.get("src").partition(",")[2]) == serving.svg
    assert "at every batch size" in image.get("alt")


def test_a_terminal_shows_verdict_and_claims(serving: Figure) -> None:
    text = repr(serving)
    assert text.startswith("serving: 183.0 × 70.0 mm, 2 panels, ")
    assert "nature, production; passes" in text
    assert "min_speedup = 1.621 (>= 1.5)" in text


def test_nothing_is_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    natfig.figure(_TEXT, {"runs": _RUNS})
    assert list(tmp_path.iterdir()) == []


def test_saving_writes_what_was_asked_for(doses: Figure, tmp_path: Path) -> None:
    item = doses.save(tmp_path / "out", formats=["svg", "png"])
    assert sorted(p.name for p in (tmp_path / "out").iterdir()) == [
        "doses.manifest.json",
        "doses.png",
        "doses.svg",
    ]
    assert (tmp_path / "out" / "doses.svg").read_bytes() == doses.svg
    assert item["claims"]["top"]["holds"]
    (tmp_path / "out" / "doses.svg").write_text("mine")
    with pytest.raises(NatfigError, match=r"doses\.svg was changed since natfig wrote it"):
        doses.save(tmp_path / "out")


def test_a_spec_in_a_file_is_saved_beside_it(tmp_path: Path) -> None:
    (tmp_path / "spec.yaml").write_text(_TEXT.replace("panels:", "data: {runs: {file: runs.csv}}\npanels:"))
    (tmp_path / "runs.csv").write_text("dose,y\n1,1\n2,5\n")
    natfig.figure(tmp_path / "spec.yaml").save()
    assert (tmp_path / "out" / "doses.svg").is_file()


def test_a_claim_that_fails_is_shown_and_not_saved(tmp_path: Path) -> None:
    figure = natfig.figure(_TEXT, {"runs": _RUNS | {"y": [1, 2, 3, 3]}})
    assert not figure.ok
    assert "DOES NOT HOLD" in repr(figure)
    assert _tree(figure).xpath("//td/span[@class='bad']/text()") == ["does not hold"]
    with pytest.raises(NatfigError, match=r"claims\.top: does not hold"):
        figure.save(tmp_path)
    assert list(tmp_path.iterdir()) == []


def test_texts_of_the_spec_are_texts(doses: Figure) -> None:
    tree = _tree(doses)
    assert not tree.xpath("//b[text()='more']")
    assert not tree.xpath("//script|//iframe|//object|//link|//*[@onclick or @onload]")
    assert not re.findall(r"url\(|@import|https?:", doses._repr_html_())


def test_findings_show_their_places(doses: Figure) -> None:
    found = [
        Finding("TXT006", Severity.ERROR, "two texts <meet>", Where("a", "Dose", (10.0, 50.0, 8.0, 3.0))),
        Finding("GEO001", Severity.WARNING, "the page is too wide"),
    ]
    figure = replace(doses, result=replace(doses.result, findings=found))
    page, tree = figure._repr_html_(), _tree(figure)
    items = tree.xpath("//li[@tabindex]")
    assert [item.text_content() for item in items] == [
        "error TXT006 panel a: two texts <meet>",
        "warning GEO001 the page is too wide",
    ]
    assert [p.get("style") for p in tree.xpath("//div[contains(@class, 'place')]")] == [
        "left:9.40mm;top:49.40mm;width:9.20mm;height:4.20mm"
    ]
    assert ":has(.f0:hover) .p0" in page
    assert ".p1{" not in page
    assert not figure.ok


def test_the_same_figure_gives_the_same_output(doses: Figure) -> None:
    assert natfig.figure(_TEXT, {"runs": _RUNS})._repr_html_() == doses._repr_html_()


def _bundle(figure: Figure) -> dict[str, str]:
    """Return what a notebook keeps of a figure."""
    from IPython.core.formatters import DisplayFormatter

    bundle, _ = DisplayFormatter().format(figure)
    return dict(bundle)


def test_a_notebook_keeps_the_picture_by_itself_as_well(doses: Figure) -> None:
    bundle = _bundle(doses)
    assert set(bundle) == {"text/html", "image/svg+xml", "text/plain"}
    assert bundle["image/svg+xml"].encode() == doses.svg
    # Of a bundle, notebooks show the first of these that they know; so the picture is seen once.
    from nbconvert.exporters import HTMLExporter

    order = HTMLExporter().config.NbConvertBase.display_data_priority
    assert order.index("text/html") < order.index("image/svg+xml")


def test_a_large_picture_is_kept_once(doses: Figure) -> None:
    large = replace(doses, svg=doses.svg.replace(b"</svg>", b" " * 1_000_000 + b"</svg>"))
    assert set(_bundle(large)) == {"text/html", "text/plain"}


def test_a_figure_tells_its_legend(doses: Figure, serving: Figure) -> None:
    text = serving.legend()
    assert "the gain is 1.62-fold at the least" in text
    assert "Data are mean ± s.d. of n = 5 independent runs." in text
    assert r"\textit{n} = 5" in serving.legend("latex")
    assert doses.legend().startswith("Doses raise the response.")
    with pytest.raises(NatfigError, match="a legend as docx is no text; use: natfig legend --format docx"):
        serving.legend("docx")
    with pytest.raises(NatfigError, match=r"unknown .*'txt'"):
        serving.legend("txt")


def test_a_mapping_is_a_spec() -> None:
    import yaml

    figure = natfig.figure(yaml.safe_load(_TEXT), {"runs": _RUNS})
    assert figure.id == "doses"


@pytest.mark.parametrize(
    ("spec", "said"),
    [
        ("nowhere.yaml", "no such file: nowhere.yaml; give a spec's path, or the YAML itself"),
        ("natfig: 1\npanels: [", "figure.natfig.yaml:3: not valid YAML"),
        (_TEXT.replace("data: runs", "data: rums"), "there is no table 'rums'; did you mean 'runs'?"),
    ],
)
def test_bad_specs_are_told_in_one_sentence(spec: str, said: str) -> None:
    with pytest.raises(NatfigError) as caught:
        natfig.figure(spec, {"runs": _RUNS})
    shown = caught.value._render_traceback_()
    assert len(shown) == len(caught.value.problems)
    assert said in "\n".join(shown)
