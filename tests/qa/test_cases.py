"""Every check against its case files: what each bad one must be told for, and silence on the good ones."""

from pathlib import Path

import pytest
import yaml

from natfig.journals import journals
from natfig.qa.check import Context
from natfig.qa.checks import checks
from natfig.qa.runner import check_file

CASES = Path(__file__).resolve().parent.parent / "cases" / "qa"
CODES = sorted({check.code for check in checks})
KEYS = {"journal", "stage", "manifest", "expect"}
EXPECTED = {"code", "severity", "text", "panel"}

FILES = sorted(p for p in CASES.glob("*/*") if p.suffix != ".yaml")


def told(path):
    """Return what stands in the YAML beside a case, {} without one."""
    notes = path.with_suffix(".yaml")
    return (yaml.safe_load(notes.read_text("utf-8")) or {}) if notes.exists() else {}


def judged(path, case):
    journal = case.get("journal")
    context = Context(
        None if journal is None else journals.load(journal),
        case.get("stage", "production"),
        case.get("manifest"),
    )
    return check_file(path, context, select=[path.parent.name])


def fits(finding, wanted):
    """Return whether a finding has the values a case names."""
    has = {
        "code": finding.code,
        "severity": finding.severity.value,
        "text": finding.where.text,
        "panel": finding.where.panel,
    }
    return all(has[key] == str(value) for key, value in wanted.items())


@pytest.mark.parametrize("code", CODES)
@pytest.mark.parametrize("kind", ["bad", "good"])
def test_every_check_has_cases_of_both_kinds(code, kind):
    assert any(p.parent.name == code and p.name.startswith(f"{kind}_") for p in FILES)


def test_no_notes_without_their_case():
    notes = {p.with_suffix("") for p in CASES.glob("*/*.yaml")}
    assert notes <= {p.with_suffix("") for p in FILES}


@pytest.mark.parametrize("path", FILES, ids=lambda p: f"{p.parent.name}/{p.name}")
def test_a_case_is_judged_as_it_says(path):
    case, code = told(path), path.parent.name
    is_bad = path.name.startswith("bad_")
    assert is_bad or path.name.startswith("good_")
    assert set(case) <= KEYS
    assert bool(case.get("expect")) is is_bad, "a bad case says what is expected, a good one doesn't"

    result = judged(path, case)
    assert not result.faults
    assert code not in result.not_measured, result.not_measured[code]

    left = [f for f in result.findings if f.code == code]
    # Whoever is described most closely chooses first.
    for wanted in sorted(case.get("expect", []), key=len, reverse=True):
        assert set(wanted) <= EXPECTED
        match = next((f for f in left if fits(f, wanted)), None)
        assert match is not None, f"nothing says {wanted}; left: {[(f.severity, f.message) for f in left]}"
        left.remove(match)
    assert not left, [(f.severity, f.message, f.where.text, f.where.panel) for f in left]
