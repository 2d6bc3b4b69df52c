"""Every rendered template passes `natfig qa --strict` for its journal, in each format it is written in."""

import json
from pathlib import Path

import pytest

from conftest import template_names
from natfig.cli.main import main
from natfig.journals import journals
from natfig.qa.beside import find_manifest
from natfig.qa.check import Context
from natfig.qa.checks import checks
from natfig.qa.result import Results
from natfig.qa.runner import check_file

NAMES = template_names()
FORMATS = ("svg", "pdf", "tiff", "png")
CODES = {check.code for check in checks}

each = pytest.mark.parametrize("name", NAMES)


def look(rendered, name, suffix):
    """Return the result for one file, judged as the command line does: by the manifest beside it."""
    path = rendered.file(name, suffix)
    manifest = find_manifest(path)
    assert manifest is not None
    return check_file(path, Context(journals.load(manifest["journal"]), manifest["stage"], manifest))


@pytest.mark.parametrize("suffix", FORMATS)
@each
def test_no_error_and_no_warning(rendered, name, suffix):
    result = look(rendered, name, suffix)
    assert [(f.code, f.message, f.where.text) for f in result.findings if f.severity.value != "info"] == []
    assert result.faults == []
    assert result.verdict(strict=True) == "pass"
    assert set(result.checked) | set(result.not_measured) == CODES


@each
def test_an_svg_is_measured_in_every_respect(rendered, name):
    result = look(rendered, name, "svg")
    assert result.not_measured == {}
    assert result.document.text_count == rendered.figure(name)["text_elements"]


@each
def test_what_a_pdf_does_not_tell_is_said(rendered, name):
    """A PDF has no ids; everything else of a figure is measured in it as well."""
    result = look(rendered, name, "pdf")
    assert set(result.not_measured) <= {"CON004"}


@pytest.mark.parametrize("suffix", ["tiff", "png"])
@each
def test_pixels_are_not_said_to_have_passed_as_text(rendered, name, suffix):
    result = look(rendered, name, suffix)
    assert {"TXT001", "TXT002", "GEO003", "CLR001", "DOC004"} <= set(result.not_measured)
    assert {"GEO001", "IMG001", "IMG002", "CON002"} <= set(result.checked)


def test_the_command_line_agrees(rendered, capsys):
    files = [str(rendered.file(name, suffix)) for name in NAMES for suffix in FORMATS]
    assert main(["qa", "--strict", "--format", "json", *files]) == 0
    said = json.loads(capsys.readouterr().out)
    assert {Path(f["path"]).name for f in said["files"]} == {Path(f).name for f in files}
    assert {f["verdict"] for f in said["files"]} == {"pass"}
    assert said["summary"]["errors"] == said["summary"]["warnings"] == 0


def test_json_of_a_template_is_that_of_its_result(rendered, capsys):
    path = rendered.file("serving", "svg")
    main(["qa", "--format", "json", str(path)])
    (said,) = json.loads(capsys.readouterr().out)["files"]
    result = look(rendered, "serving", "svg")
    result.path = str(path)
    assert said == Results([result]).to_json()["files"][0] | {"path": str(path)}
