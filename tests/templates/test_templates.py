"""The templates keep their promises: licence, size, schema reference, honest contracts."""

from __future__ import annotations

import csv
import json
import re
from typing import get_args

import pytest

from natfig.charts import charts
from natfig.cli.main import main
from natfig.core.resources import templates_dir
from natfig.core.templates import Template, template, template_names
from natfig.spec.models import Archetype

NAMES = template_names()
# A cohort's counts belong to one study; its examples are under tests/.
WITHOUT_TEMPLATE = {"flow", "r"}
FREE = ("CC0-1.0", "CC-BY-4.0", "public domain", "BSD-3-Clause", "(facts)")
MAX_FILE_BYTES = 200_000
MAX_PICTURE_BYTES = 600_000
MAX_TOTAL_BYTES = 1_500_000


@pytest.fixture(params=NAMES)
def one(request) -> Template:
    return template(request.param)


def pictures(one: Template) -> set[str]:
    """Return the files that panels read themselves."""
    panels = one.spec["panels"].values()
    plates = [t for p in panels for t in p.get("files", ())]
    return {str(p["file"]) for p in panels if "file" in p} | {
        str(t if isinstance(t, str) else t["file"]) for t in plates
    }


def panel_letters(layout: object) -> set[str]:
    """Return the panels a layout names, whatever its form."""
    if isinstance(layout, str):
        return {c for c in layout if c.isalpha()}
    parts = layout["cells"] if isinstance(layout, dict) else layout
    return panel_letters(parts) if isinstance(layout, dict) else set().union(*map(panel_letters, parts))


def test_source_names_data_licence_and_what_was_done(one):
    assert len(one.source) >= 1
    assert one.licences
    assert all(any(word in licence for word in FREE) for licence in one.licences)
    if not one.is_example:
        assert re.search(r"^- (Measured|Published) by: ", one.source_text, re.MULTILINE)
        assert "- Taken from: " in one.source_text
        assert "- Done here:" in one.source_text


def test_folder_holds_nothing_else(one):
    code = {str(p["function"]).split(":")[0] for p in one.spec["panels"].values() if "function" in p}
    # A script that makes the tables may stand beside them.
    names = set(one.file_names()) - {"derive.py"}
    assert {n for n in names if not n.startswith("data/")} == {"spec.yaml", "SOURCE.md"} | code
    used = {str(t["file"]) for t in one.spec["data"].values() if "file" in t} | pictures(one)
    assert {n for n in names if n.startswith("data/")} == used


def test_data_files_are_small_tables(one):
    for path in (one.folder / "data").iterdir():
        if f"data/{path.name}" in pictures(one):
            assert path.stat().st_size < MAX_PICTURE_BYTES
            continue
        assert path.suffix == ".csv"
        assert path.stat().st_size < MAX_FILE_BYTES
        with path.open(newline="", encoding="utf-8") as handle:
            rows = list(csv.reader(handle))
        assert len(rows) > 4
        assert {len(row) for row in rows} == {len(rows[0])}


def test_all_data_together_are_small():
    total = sum(p.stat().st_size for p in templates_dir("specs").rglob("*.csv"))
    assert total < MAX_TOTAL_BYTES


def test_schema_reference(one):
    first = (one.folder / "spec.yaml").read_text(encoding="utf-8").splitlines()[0]
    reference = first.removeprefix("# yaml-language-server: $schema=")
    assert reference != first
    assert (one.folder / reference).resolve() == templates_dir("schemas", "spec.schema.json").resolve()
    assert (one.folder / reference).is_file()


def test_id_is_the_folder(one):
    assert one.spec["id"] == one.name


def test_contract_legend_and_panels_agree(one):
    panels = set(one.spec["panels"])
    evidence = one.spec["contract"]["evidence"]
    assert set(evidence) == panels
    assert set(one.spec["legend"]["panels"]) == panels
    assert panel_letters(one.spec["figure"]["layout"]) == panels
    roles = [e["role"] for e in evidence.values()]
    assert len(set(roles)) == len(roles)


def test_every_claim_is_tested_and_told(one):
    legend = " ".join(one.spec["legend"]["panels"].values())
    for name, claim in one.spec["claims"].items():
        assert claim["assert"], name
        assert f"{{{name}}}" in legend, f"{name} is computed and never told"


def test_axis_labels_are_sentence_case(one):
    for panel in one.spec["panels"].values():
        for channel in ("x", "y", "value", "time", "size"):
            label = panel.get(channel, {}).get("label") if isinstance(panel.get(channel), dict) else None
            if label:
                # A symbol keeps its case at the beginning, too.
                assert label[0].isupper() or label.lstrip("−").startswith(("log", "δ$")), label
                assert not label.isupper() or len(label) <= 4 or label.startswith("UMAP"), label


def test_every_chart_kind_has_a_template():
    shown = {kind for name in NAMES for kind in template(name).kinds}
    assert set(charts.names()) - WITHOUT_TEMPLATE <= shown
    assert shown <= set(charts.names())


@pytest.mark.parametrize("archetype", get_args(Archetype))
def test_every_archetype_has_a_template_as_dense_as_a_page(archetype):
    made = [s for s in (template(name).spec for name in NAMES) if s["contract"]["archetype"] == archetype]
    assert made
    if archetype != "quantitative grid":
        assert max(len(s["panels"]) for s in made) >= 9


def test_rich_figures():
    rich = [n for n in NAMES if len(template(n).spec["panels"]) >= 6]
    assert len(rich) >= 5


def test_journals_and_palettes_differ():
    assert len({template(n).spec["contract"]["journal"] for n in NAMES}) >= 8
    assert len({template(n).spec["figure"].get("palette") for n in NAMES}) >= 4


@pytest.mark.parametrize("name", ["serving"])
def test_example_data_are_marked_and_explained(name):
    tables = [t for t in template(name).spec["data"].values() if t.get("example")]
    assert tables
    assert all("not measurements" in t["note"] for t in tables)
    assert "made up" in template(name).source_text


def test_committed_schema_is_the_one_natfig_prints(capsys):
    assert main(["schema", "spec"]) == 0
    committed = templates_dir("schemas", "spec.schema.json").read_text(encoding="utf-8")
    assert capsys.readouterr().out == committed, (
        "run: natfig schema spec > templates/schemas/spec.schema.json"
    )


@pytest.mark.parametrize("name", NAMES)
def test_check_finds_nothing(name, capsys):
    assert main(["check", str(template(name).folder / "spec.yaml")]) == 0
    shown = capsys.readouterr()
    assert "error" not in shown.err
    assert ("example data" in shown.err) == template(name).is_example


@pytest.mark.parametrize("name", NAMES)
def test_spec_fits_the_schema(name):
    jsonschema = pytest.importorskip("jsonschema")
    schema = json.loads(templates_dir("schemas", "spec.schema.json").read_text(encoding="utf-8"))
    jsonschema.Draft202012Validator(schema).validate(dict(template(name).spec))


@pytest.mark.parametrize("name", NAMES)
def test_legend_says_no_unit_twice(name):
    # A claim's text brings its unit along.
    spec = template(name).spec
    legend = " ".join(spec["legend"]["panels"].values())
    for key, claim in spec["claims"].items():
        unit = str(claim.get("unit", "")).split(" ")[0]
        if unit:
            assert f"{{{key}}} {unit}" not in legend
            assert f"{{{key}}}{unit}" not in legend


def test_what_a_render_leaves_behind_is_no_part_of_a_template(tmp_path):
    for name in ("spec.yaml", "data/a.csv", "out/x.svg", "out/.natfig/x.json", "__pycache__/p.pyc", ".swp"):
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("", encoding="utf-8")
    assert Template("x", tmp_path).file_names() == ["data/a.csv", "spec.yaml"]
