"""The one road from a spec to rows and numbers."""

import subprocess
import sys

import pytest

from natfig.core.errors import MissingRuntimeError, SpecError, UsageError
from natfig.core.resources import templates_dir
from natfig.render.prepare import prepare
from specwriter import SOUND, changed, write

TEMPLATES = sorted(templates_dir("specs").glob("*/spec.yaml"))


def fault(folder, text, **kwargs):
    with pytest.raises(SpecError) as caught:
        prepare(write(folder, text), **kwargs)
    return str(caught.value)


def test_everything_is_there(tmp_path):
    text = changed(
        "panels:\n", "claims: {top: {value: SELECT max(y) FROM t, assert: '> 2', format: .1f}}\npanels:\n"
    )
    prepared = prepare(write(tmp_path, text))
    assert prepared.backend == "python"
    assert prepared.journal.id == "nature"
    assert prepared.palette.id == "nature"
    assert prepared.panel_tables["a"]["y"].tolist() == [1.5, 2.5]
    assert prepared.fill("up to {top}") == "up to 2.5"
    assert [u.panels for u in prepared.data_use] == [("a",)]
    assert prepared.failed_claims == []
    assert prepared.warnings == []
    assert prepared.allow_code


def test_a_claim_that_fails_is_no_error_but_is_told(tmp_path):
    text = changed("panels:\n", "claims: {top: {value: SELECT max(y) FROM t, assert: '> 3'}}\npanels:\n")
    prepared = prepare(write(tmp_path, text))
    (problem,) = prepared.failed_claims
    assert "spec.yaml:14: claims.top: does not hold: the value is 2.5, the claim > 3; the data no" in str(
        problem
    )


def test_tables_that_only_queries_read_are_in_the_manifest(tmp_path):
    text = changed("  t: {file: t.csv}", "  raw: {file: t.csv, example: true}\n  t: {query: FROM raw}")
    prepared = prepare(write(tmp_path, text))
    assert prepared.data_use[0].to_json() | {"sha256": ""} == {
        "name": "t",
        "sha256": "",
        "rows": 2,
        "rows_used": 2,
        "exclusions": [],
        "panels": ["a"],
        "sources": ["raw"],
        "example": True,
    }
    assert prepared.data_use[1].name == "raw"
    assert prepared.warnings == ["example data, not measurements: raw"]


def test_panels_and_claims_tell_their_faults_together(tmp_path):
    text = changed("panels:\n", "claims: {top: {value: SELECT max(yy) FROM t}}\npanels:\n").replace(
        "x: g", "x: gg"
    )
    message = fault(tmp_path, text)
    assert "there is no column 'yy'" in message
    assert "there is no column 'gg'" in message


def test_a_chart_s_own_fault_has_a_line(tmp_path):
    from natfig.charts import charts

    found = fault(tmp_path, changed("    y: y", "    y: {field: y, scale: log}"), allow_outside=False)
    assert "spec.yaml:1" in found
    assert charts.load("bar").id == "bar"


def test_unknown_names_in_texts(tmp_path):
    message = fault(tmp_path, SOUND + "legend: {panels: {a: '{gain}'}}\n")
    assert "legend.panels.a: {gain} is no claim; there are none" in message


def test_code_is_refused(tmp_path):
    text = changed(
        "    kind: bar\n    data: t\n    x: g\n    y: y\n", "    kind: python\n    function: p.py:draw\n"
    )
    assert "panels.a: kind: python runs code, which --no-code forbids" in fault(
        tmp_path, text, allow_code=False
    )
    assert "p.py" in fault(tmp_path, text)
    (tmp_path / "p.py").write_text("def draw(ax, data, style): ...\n")
    assert prepare(write(tmp_path, text)).panel_tables == {}


def test_the_backend_comes_before_the_data(tmp_path):
    text = changed("  backend: python\n", "").replace("t.csv", "none.csv")
    with pytest.raises(MissingRuntimeError):
        prepare(write(tmp_path, text), environ={"HOME": str(tmp_path)})
    with pytest.raises(UsageError):
        prepare(write(tmp_path), backend_flag="r")


@pytest.mark.parametrize("spec", TEMPLATES, ids=lambda p: p.parent.name)
def test_templates(spec):
    prepared = prepare(spec)
    assert prepared.failed_claims == []
    prepared.tables.close()


def test_nothing_is_drawn_and_nothing_heavy_is_loaded(tmp_path):
    spec = write(tmp_path)
    code = (
        "import sys; from pathlib import Path; from natfig.render.prepare import prepare; "
        f"prepare(Path({str(spec)!r})); "
        "assert not {'matplotlib', 'pandas', 'scipy', 'seaborn'} & set(sys.modules)"
    )
    subprocess.run([sys.executable, "-c", code], check=True)
