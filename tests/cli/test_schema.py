"""``natfig schema``: valid schemas that agree with the loader."""

import json

import pytest
from jsonschema import Draft202012Validator

from natfig.charts import charts
from natfig.cli.main import main
from natfig.cli.schema import SCHEMAS
from natfig.core.errors import SpecError
from natfig.core.resources import templates_dir
from natfig.spec.loader import load_spec
from natfig.spec.source import parse_source, read_source
from specwriter import SOUND, changed, write

TEMPLATES = sorted(templates_dir("specs").glob("*/spec.yaml"))


@pytest.fixture(scope="module")
def spec():
    return Draft202012Validator(SCHEMAS["spec"]())


def data(text):
    from pathlib import Path

    return parse_source(text.encode(), Path("x.yaml")).data


@pytest.mark.parametrize("name", sorted(SCHEMAS))
def test_it_is_a_schema_and_is_printed(name, capsys):
    assert main(["schema", name]) == 0
    schema = json.loads(capsys.readouterr().out)
    Draft202012Validator.check_schema(schema)
    assert schema["$schema"] == "https://json-schema.org/draft/2020-12/schema"


def test_an_unknown_one(capsys):
    with pytest.raises(SystemExit) as caught:
        main(["schema", "specs"])
    assert caught.value.code == 2


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda p: p.parent.name)
def test_templates_are_valid(spec, path):
    assert [e.message for e in spec.iter_errors(read_source(path).data)] == []


@pytest.mark.parametrize("chart", list(charts), ids=lambda c: c.id)
def test_the_example_of_every_chart_is_valid(spec, chart):
    panel = data(chart.example)
    panel = panel.get("panels", {}).get("a", panel)
    whole = data(SOUND)
    whole["panels"]["a"] = panel
    assert [e.message for e in spec.iter_errors(whole)] == []


def test_descriptions_are_kept(spec):
    schema = spec.schema
    assert "journal" in schema["$defs"]["Contract"]["properties"]
    assert schema["$defs"]["Contract"]["properties"]["conclusion"]["description"].startswith("One sentence")
    assert schema["$defs"]["panel_bar"]["description"]
    assert set(schema["$defs"]["panel"]["properties"]["kind"]["enum"]) == set(charts.all_names())


def test_a_key_called_title_is_kept(spec):
    assert "title" in spec.schema["$defs"]["LegendText"]["properties"]


def test_no_private_name_is_shown(spec):
    assert not [name for name in spec.schema["$defs"] if name.startswith("_")]


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("x: g", "x: {field: g, label: Group}"),
        ("  width: double", "  width: 120mm\n  dpi: 600"),
        ("{file: t.csv}", "{rows: [{g: A, y: 1}]}"),
        ("panels:\n", "claims: {c: {value: SELECT 1, assert: '> 0'}}\npanels:\n"),
        ("    y: y", "    y: y\n    stats: {n: auto}"),
        ("    y: y", "    y: y\n    stats: {n: 5, spread: sd}"),
        ("    y: y", "    y: y\n    missing: {drop: the probe failed}"),
    ],
)
def test_good_specs(spec, tmp_path, old, new):
    text = changed(old, new)
    assert spec.is_valid(data(text))
    load_spec(write(tmp_path, text))


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("id: tiny", "idd: tiny"),
        ("natfig: 1", "natfig: 2"),
        ("journal: nature", "jurnal: nature"),
        ("claim: Latency falls.", "claim: 5"),
        ("Latency falls.}", "Latency falls., hero: yes}"),
        ("  width: double", "  dpi: '300'"),
        ("  width: double", "  formats: []"),
        ("kind: bar", "kind: violin"),
        ("    kind: bar\n", ""),
        ("    x: g", "    x: 5"),
        ("    x: g", "    x: {feld: g}"),
        ("    x: g", "    xx: g"),
        ("    y: y", "    y: {field: y, scale: log3}"),
        ("  a:\n    kind", "  A:\n    kind"),
    ],
)
def test_what_the_loader_refuses_the_schema_refuses(spec, tmp_path, old, new):
    text = changed(old, new)
    assert not spec.is_valid(data(text))
    with pytest.raises(SpecError):
        load_spec(write(tmp_path, text))


@pytest.mark.parametrize("table", ["{}", "{note: x}", "{file: t.csv, query: SELECT 1}"])
def test_a_table_has_one_source(spec, table):
    assert not spec.is_valid(data(changed("{file: t.csv}", table)))


def test_the_manifest_of_a_figure_is_valid(tmp_path):
    from natfig.render.build import render

    schema = Draft202012Validator(SCHEMAS["render"]())
    result = render(write(tmp_path), formats=["svg"])
    assert [e.message for e in schema.iter_errors(result)] == []
    manifest = json.loads((tmp_path / "out" / "tiny.manifest.json").read_text())
    assert [e.message for e in schema.iter_errors(manifest)] == []
    assert not schema.is_valid({"natfig": "0", "figures": [{}]})
