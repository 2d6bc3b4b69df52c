"""Baselines: findings known again by place and text, new ones not, and files that are easy to compare."""

import json
import time

import pytest

from natfig.core.errors import DocumentError, UsageError
from natfig.core.findings import Finding, Severity, Where
from natfig.qa.baseline import Baseline, Entry, apply_baseline, fingerprint, read_baseline
from natfig.qa.result import FileResult
from qaresults import HOSTILE


def finding(code="TXT002", severity=Severity.ERROR, at=None, message="4.2 pt", **where):
    box = None if at is None else (at[0] - 1.0, at[1] - 0.5, 2.0, 1.0)
    return Finding(code, severity, message, Where(bbox_mm=box, **where))


def result(*findings, checked=("TXT002", "GEO001")):
    return FileResult("a.svg", "svg", None, "production", findings=list(findings), checked=list(checked))


@pytest.mark.parametrize(
    ("one", "entry"),
    [
        (finding(), Entry("TXT002")),
        (finding(panel="a", text=" x\n y "), Entry("TXT002", "a", "x y")),
        (finding(at=(10.4, 20.6)), Entry("TXT002", at_mm=(10, 21))),
        (finding(at=(float("nan"), 1)), Entry("TXT002")),
        (finding(at=(1e300, 1)), Entry("TXT002")),
        (finding(text="x" * 500), Entry("TXT002", text="x" * 120)),
        (finding(text="\ud800"), Entry("TXT002", text="?")),
    ],
)
def test_fingerprints(one, entry):
    assert fingerprint(one) == entry


@pytest.mark.parametrize(
    ("known", "now", "is_known"),
    [
        (finding(at=(10, 10), text="a"), finding(at=(10, 10), text="a"), True),
        (finding(at=(10, 10), text="a"), finding(at=(14.9, 5.1), text="a"), True),  # moved a little
        (finding(at=(10, 10), text="a"), finding(at=(16, 10), text="a"), False),
        (finding(at=(10, 10), text="a"), finding(at=(10, 10), text="b"), False),
        (finding(at=(10, 10), panel="a"), finding(at=(10, 10), panel="b"), False),
        (finding(at=(10, 10)), finding("TXT003", at=(10, 10)), False),
        (finding(message="4.2 pt"), finding(message="4.3 pt"), True),  # numbers may change
        (finding(), finding(at=(10, 10)), False),
    ],
)
def test_what_is_known_again(known, now, is_known):
    one = result(now)
    apply_baseline(one, [fingerprint(known)], "b.json")
    assert bool(one.findings) is not is_known
    assert [(s.finding, s.by, s.reason) for s in one.suppressed] == (
        [(now, "baseline", "known in b.json")] if is_known else []
    )


def test_each_entry_stands_for_one_finding():
    one = result(*[finding(at=(10, 10))] * 3)
    assert apply_baseline(one, [fingerprint(finding(at=(10, 10)))] * 2, "b.json") == []
    assert (len(one.findings), len(one.suppressed)) == (1, 2)


def test_the_exact_place_is_taken_before_a_near_one():
    known = [fingerprint(finding(at=(x, 10))) for x in (0, 4)]
    one = result(finding(at=(4, 10)), finding(at=(1, 10)))
    assert apply_baseline(one, known, "b.json") == []
    assert one.findings == []


def test_what_no_longer_occurs_is_returned():
    known = [Entry("TXT002", text="gone"), Entry("GEO001")]
    one = result(finding("GEO001"))
    assert apply_baseline(one, known, "b.json") == [Entry("TXT002", text="gone")]


def test_what_was_not_checked_is_not_gone():
    assert apply_baseline(result(checked=["GEO001"]), [Entry("TXT002")], "b.json") == []


def test_it_comes_back_as_it_was_written(tmp_path):
    baseline = Baseline(tmp_path / "b.json")
    figure = tmp_path / "figures" / "ä.svg"
    figure.parent.mkdir()
    figure.touch()
    found = [
        finding(text=HOSTILE, at=(3, 4)),
        finding("GEO001"),
        finding(panel="a", severity=Severity.WARNING),
    ]
    assert baseline.record(figure, result(*found, finding("CON001", Severity.INFO))) == 3
    baseline.write()
    again = read_baseline(baseline.path)
    assert again.files == {"figures/ä.svg": sorted(map(fingerprint, found))}
    one = result(*found)
    assert apply_baseline(one, again.known(figure), "b.json") == []
    assert one.findings == []


def test_the_file_is_sorted_one_finding_a_line(tmp_path):
    baseline = Baseline(tmp_path / "b.json")
    for name in ("b.svg", "a.svg"):
        (tmp_path / name).touch()
        baseline.record(tmp_path / name, result(finding(text="z"), finding("GEO001"), finding(text="y")))
    baseline.write()
    text = baseline.path.read_text(encoding="utf-8")
    assert text.splitlines() == [
        '{"natfig-baseline": 1, "files": {',
        ' "a.svg": [',
        '  {"code": "GEO001"},',
        '  {"code": "TXT002", "text": "y"},',
        '  {"code": "TXT002", "text": "z"}',
        " ],",
        ' "b.svg": [',
        '  {"code": "GEO001"},',
        '  {"code": "TXT002", "text": "y"},',
        '  {"code": "TXT002", "text": "z"}',
        " ]",
        "}}",
    ]
    json.loads(text)


def test_files_that_are_gone_are_left_out(tmp_path):
    baseline = Baseline(tmp_path / "b.json", {"gone.svg": [Entry("GEO001")]})
    assert baseline.gone() == ["gone.svg"]
    baseline.write()
    assert read_baseline(baseline.path).files == {}


def test_a_run_of_some_checks_keeps_what_is_known_of_the_others(tmp_path):
    figure = tmp_path / "a.svg"
    baseline = Baseline(tmp_path / "b.json", {"a.svg": [Entry("GEO001"), Entry("TXT002", text="old")]})
    baseline.record(figure, result(finding(text="new"), checked=["TXT002"]))
    assert baseline.known(figure) == [Entry("GEO001"), Entry("TXT002", text="new")]
    baseline.record(figure, result(checked=["GEO001", "TXT002"]))
    assert baseline.files == {}


def test_files_are_named_from_the_baseline_whatever_the_working_folder(tmp_path, monkeypatch):
    folder = tmp_path / "figures"
    folder.mkdir()
    (tmp_path / "link").symlink_to(folder)
    monkeypatch.chdir(folder)
    baseline = Baseline(tmp_path / "ci" / "b.json")
    from pathlib import Path

    assert baseline.name(Path("a.svg")) == "../figures/a.svg"
    assert baseline.name(tmp_path / "link" / "a.svg") == "../figures/a.svg"


def test_it_must_be_there(tmp_path):
    with pytest.raises(UsageError, match=r"no such baseline: .*; write one with --write-baseline"):
        read_baseline(tmp_path / "b.json")


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("", "not JSON"),
        ("[" * 100_000, "not JSON"),
        ("[]", "does not begin"),
        ('{"natfig-baseline": 2, "files": {}}', "does not begin"),
        ('{"natfig-baseline": 1}', "'files' is missing"),
        ('{"natfig-baseline": 1, "files": {"a": {}}}', "must be a list"),
        ('{"natfig-baseline": 1, "files": {"a": [3]}}', "a finding of 'a'"),
        ('{"natfig-baseline": 1, "files": {"a": [{"text": "x"}]}}', "a finding of 'a'"),
        ('{"natfig-baseline": 1, "files": {"a": [{"code": 5}]}}', "a finding of 'a'"),
        ('{"natfig-baseline": 1, "files": {"a": [{"code": "TXT002", "at_mm": [1]}]}}', "a finding of 'a'"),
        ('{"natfig-baseline": 1, "files": {"a": [{"code": "TXT002", "at_mm": [1, "2"]}]}}', "a finding of"),
        ('{"natfig-baseline": 1, "files": {"a": [{"code": "TXT002", "what": 1}]}}', "a finding of 'a'"),
    ],
)
def test_what_is_no_baseline_is_said_in_one_sentence(tmp_path, text, why):
    path = tmp_path / "b.json"
    path.write_text(text)
    with pytest.raises(DocumentError, match=why) as caught:
        read_baseline(path)
    assert len(caught.value.problems) == 1


@pytest.mark.parametrize("shift", [0, 1, 30])
def test_very_many_findings_of_one_kind_take_no_time(shift):
    known = [fingerprint(finding(at=(i % 200, i // 200))) for i in range(20_000)]
    one = result(*[finding(at=(i % 200 + shift, i // 200)) for i in range(20_000)])
    began = time.perf_counter()
    apply_baseline(one, known, "b.json")
    assert time.perf_counter() - began < 5
    assert len(one.findings) + len(one.suppressed) == 20_000
    if shift == 0:
        assert one.findings == []
