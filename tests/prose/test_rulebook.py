"""Rule files are read strictly, and no two rules share a code."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from natfig.core.errors import DocumentError, NatfigError, UsageError
from natfig.prose.kinds.base import KINDS
from natfig.prose.rulebook import PREFIXES, Rulebook, read_rule, rulebook, rulebook_with

RULE = """\
code: STY990
kind: existence
title: a word
reason: It is there.
source: nobody
message: "“{text}” is there."
words: [foo]
bad: [foo is here, a foo]
good: [bar is here, a bar]
"""


def _rule(folder: Path, text: str, name: str = "sty990_foo.yaml") -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def test_all_rules_load_and_are_sorted_by_code() -> None:
    book = rulebook()
    assert len(book) > 100
    assert list(book) == sorted(book)
    assert {code[:3] for code in book} <= set(PREFIXES)


def test_an_unknown_code_names_the_nearest() -> None:
    with pytest.raises(UsageError, match=r"unknown rule 'NUM0001'.*did you mean 'NUM001'"):
        rulebook().find("NUM0001")
    assert rulebook().find("num001").code == "NUM001"


def test_a_data_rule_is_read(tmp_path: Path) -> None:
    rule = read_rule(_rule(tmp_path, RULE))
    assert (rule.code, rule.scope, len(rule.bad)) == ("STY990", "block", 2)


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ("kind: existence", "kind: existance", "did you mean 'existence'"),
        ("words: [foo]", "wordz: [foo]", r"unknown key; did you mean 'words'"),
        ("words: [foo]", "words: []", "lists nothing to look for"),
        ("words: [foo]", "words: [5]", "5 is not a text"),
        ("good: [bar is here, a bar]", "good: [bar]", "needs at least 2 examples"),
        ("code: STY990", "code: STY991", r"STY991 is in the file sty990_foo.yaml"),
        ("{text}” is there", "{texts}” is there", r"can't be filled in"),
        ("reason: It is there.\n", "", "the key 'reason' is missing"),
        ("source: nobody", "source: nobody\nseverity: bad", "'bad' is not allowed"),
        ("source: nobody", "source: nobody\nfix: maybe", "'maybe' is not allowed"),
        ("source: nobody", "source: nobody\nsections: [result]", "did you mean 'results'"),
        ("source: nobody", "source: nobody\nwhen: {jornal: nature}", "did you mean 'journal'"),
        ("source: nobody", "source: nobody\nroles: [header]", "is not allowed"),
        ("source: nobody", "source: nobody\noptions: [1]", "is not a mapping"),
    ],
)
def test_a_wrong_file_is_told_in_one_sentence(tmp_path: Path, old: str, new: str, says: str) -> None:
    path = _rule(tmp_path, RULE.replace(old, new))
    with pytest.raises(DocumentError, match=says) as caught:
        read_rule(path)
    assert "\n" not in str(caught.value)
    assert str(path) in str(caught.value)


def test_a_pattern_that_is_none_is_told(tmp_path: Path) -> None:
    from natfig.prose.testing import judge

    rule = read_rule(_rule(tmp_path, RULE.replace("words: [foo]", "patterns: ['foo(']")))
    with pytest.raises(DocumentError, match=r"'.*foo\(.*' is not a regular expression"):
        judge(rule, rule.bad[0])


def test_two_rules_of_one_code_are_refused(tmp_path: Path) -> None:
    rule = read_rule(_rule(tmp_path, RULE))
    with pytest.raises(NatfigError, match="two rules have the code STY990"):
        Rulebook([rule, replace(rule, id="sty990_bar")])


def test_a_code_that_is_none_is_refused(tmp_path: Path) -> None:
    rule = read_rule(_rule(tmp_path, RULE))
    with pytest.raises(NatfigError, match="is no code"):
        Rulebook([replace(rule, code="XYZ001", id="xyz001_foo")])
    with pytest.raises(NatfigError, match="fewer than 2 good examples"):
        Rulebook([replace(rule, good=())])


def test_rules_of_a_project_are_added(tmp_path: Path) -> None:
    _rule(tmp_path, RULE)
    assert "STY990" in Rulebook.load([tmp_path])
    assert "STY990" not in rulebook()


def test_a_draft_is_judged_by_rules_of_its_project(tmp_path: Path) -> None:
    import natfig

    _rule(tmp_path, RULE)
    text = read_rule(next(tmp_path.glob("*.yaml"))).bad[0].text
    found = natfig.polish(f"{text}\n", engine="none", rule_folders=[tmp_path])
    assert [f.code for f in found.findings] == ["STY990"]
    assert set(rulebook_with([tmp_path])) - set(rulebook()) == {"STY990"}
    assert rulebook_with([]) is rulebook()


def test_the_command_reads_the_projects_rules(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    from natfig.cli.main import main

    (tmp_path / "rules").mkdir()
    _rule(tmp_path / "rules", RULE)
    (tmp_path / "natfig.toml").write_text('[polish]\nrule_folders = ["rules"]\nengine = "none"\n')
    draft = tmp_path / "draft.md"
    draft.write_text(read_rule(next((tmp_path / "rules").glob("*.yaml"))).bad[0].text + "\n")
    main(["polish", str(draft), "--select", "STY990"])
    assert "STY990" in capsys.readouterr().out


def test_folders_without_rules_are_told(tmp_path: Path) -> None:
    with pytest.raises(NatfigError, match=r"rules: .* has no rule files; name a folder with files such as"):
        rulebook_with([tmp_path])
    with pytest.raises(NatfigError, match=r"rules: .*none is no folder"):
        rulebook_with([tmp_path / "none"])


def test_kinds_are_found_by_file_name() -> None:
    assert KINDS.names() == [
        "conditional",
        "consistency",
        "density",
        "existence",
        "occurrence",
        "substitution",
    ]
