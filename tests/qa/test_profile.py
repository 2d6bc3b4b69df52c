"""``[tool.natfig.qa]``: what it may hold, what it means for a file, and what is said when it is wrong."""

from pathlib import Path

import pytest

from natfig.core.config import find_config
from natfig.core.errors import SpecError, UsageError
from natfig.core.findings import Finding, Severity, Where
from natfig.qa._globs import is_like, matches
from natfig.qa.profile import Ignore, Profile, clean_codes, known_codes, read_profile
from natfig.qa.result import FileResult

WHOLE = """
[tool.natfig]
journal = "science"
backend = "python"

[tool.natfig.qa]
journal = "nature"
stage = "initial"
select = ["txt", "GEO001"]
ignore = ["TXT003"]
strict = true
baseline = "ci/natfig-baseline.json"
exclude = ["old/", "*-draft.svg"]

[[tool.natfig.qa.files]]
match = "figures/si/*.svg"
journal = "plos"

[[tool.natfig.qa.files]]
match = "fig9.svg"
stage = "production"

[[tool.natfig.qa.ignores]]
code = "TXT002"
match = "figures/*"
panel = "a"
text = "n = *"
reason = "The editor asked for it."
"""


def profile(folder, text, name="natfig.toml"):
    (folder / name).write_text(text, encoding="utf-8")
    return read_profile(find_config(folder))


def problems(folder, text):
    with pytest.raises(SpecError) as caught:
        profile(folder, text)
    return [str(p) for p in caught.value.problems]


def test_everything_it_may_hold(tmp_path):
    found = profile(tmp_path, WHOLE, "pyproject.toml")
    assert (found.journal, found.stage, found.strict) == ("nature", "initial", True)
    assert found.select == ("TXT", "GEO001")
    assert found.ignore == ("TXT003",)
    assert found.baseline == tmp_path.resolve() / "ci" / "natfig-baseline.json"
    assert found.exclude == ("old/", "*-draft.svg")
    assert [(r.match, r.journal, r.stage) for r in found.files] == [
        ("figures/si/*.svg", "plos", None),
        ("fig9.svg", None, "production"),
    ]
    assert found.ignores == (Ignore("TXT002", "The editor asked for it.", "figures/*", "a", "n = *"),)


def test_without_a_configuration_all_is_at_its_default(tmp_path):
    (tmp_path / "pyproject.toml").write_text("[tool.other]\n")
    assert Profile() == read_profile(type(find_config(tmp_path))())


def test_keys_of_natfig_itself_hold_where_qa_says_nothing(tmp_path):
    found = profile(tmp_path, 'journal = "plos"\nstage = "initial"\nstrict = true\nselect = ["TXT", "STY"]\n')
    assert (found.journal, found.stage, found.strict) == ("plos", "initial", True)
    assert found.select == ("TXT",)  # codes of prose are not for figures


def test_other_commands_read_their_keys_beside_the_table(tmp_path):
    (tmp_path / "natfig.toml").write_text('backend = "r"\n[qa]\njurnal = "nature"\n')
    assert find_config(tmp_path).get("backend") == "r"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("[qa]\njurnal = 'x'", "qa.jurnal: unknown key; did you mean 'journal'?"),
        ("[qa]\njournal = 'natur'", "qa.journal: unknown journal 'natur'; did you mean 'nature'?"),
        ("[qa]\njournal = 5", "qa.journal: must be text, not 5"),
        ("[qa]\nstage = 'final'", "qa.stage: unknown stage 'final'"),
        ("[qa]\nselect = 'TXT'", "qa.select: must be a list of texts, not 'TXT'"),
        ("[qa]\nselect = ['TXT999']", "qa.select: no check has the code 'TXT999'"),
        ("[qa]\nignore = [1]", "qa.ignore: must be a list of texts"),
        ("[qa]\nstrict = 'yes'", "qa.strict: must be true or false, not 'yes'"),
        ("[qa]\nbaseline = ''", "qa.baseline: must be text"),
        ("[qa]\nexclude = ['']", "qa.exclude: must be a list of texts"),
        ("qa = 3", "qa: must be a table, not 3"),
        ("[qa]\nfiles = {match = 'x'}", "qa.files: must be tables; write [[tool.natfig.qa.files]]"),
        ("[[qa.files]]\njournal = 'nature'", "qa.files[1].match: is missing"),
        ("[[qa.files]]\nmatch = 'x'\njournal = 'q'", "qa.files[1].journal: unknown journal 'q'"),
        ("[[qa.files]]\nmatch = 'x'\nstrict = true", "qa.files[1].strict: unknown key"),
        ("[[qa.ignores]]\ncode = 'TXT002'", "qa.ignores[1].reason: is missing; say why the finding may stay"),
        ("[[qa.ignores]]\ncode = 'TXT002'\nreason = ' '", "qa.ignores[1].reason: must be text, not ' '"),
        ("[[qa.ignores]]\nreason = 'x'", "qa.ignores[1].code: is missing"),
        ("[[qa.ignores]]\ncode = 'XYZ001'\nreason = 'x'", "qa.ignores[1].code: no check has the code"),
        ("[[qa.ignores]]\ncode = 'TXT002'\nreason = 'x'\nfile = 'x'", "qa.ignores[1].file: unknown key"),
    ],
)
def test_what_is_wrong_is_said_with_file_and_key(tmp_path, text, said):
    found = problems(tmp_path, text)
    assert len(found) == 1
    assert found[0].startswith(f"{tmp_path.resolve() / 'natfig.toml'}: {said}")


def test_everything_that_is_wrong_is_said_at_once(tmp_path):
    text = "[qa]\njurnal = 'x'\nstrict = 1\n[[qa.ignores]]\ncode = 'TXT002'\n[[qa.ignores]]\nreason = 'x'\n"
    assert len(problems(tmp_path, text)) == 4


@pytest.mark.parametrize(
    ("glob", "path", "expected"),
    [
        ("figures/si/*.svg", "figures/si/a.svg", True),
        ("figures/si/*.svg", "figures/si/deep/a.svg", False),
        ("figures/si/*.svg", "figures/a.svg", False),
        ("*.svg", "a.svg", True),
        ("*.svg", "figures/a.svg", True),  # no slash: a name at any depth
        ("*.svg", "a.svgz", False),
        ("/a.svg", "a.svg", True),
        ("/a.svg", "b/a.svg", False),
        ("old/", "old/a.svg", True),
        ("old/", "x/old/a.svg", True),
        ("old", "older/a.svg", False),
        ("figures/old", "figures/old/deep/a.svg", True),
        ("figures/**/a.svg", "figures/a.svg", True),
        ("figures/**/a.svg", "figures/x/y/a.svg", True),
        ("**/a.svg", "a.svg", True),
        ("figures/**", "figures/x/a.svg", True),
        ("fig?.svg", "fig1.svg", True),
        ("fig?.svg", "fig10.svg", False),
        ("fig[12].svg", "fig2.svg", True),
        ("fig[!12].svg", "fig2.svg", False),
        ("fig[!12].svg", "fig3.svg", True),
        ("a.svg", "aXsvg", False),
        ("fig(1).svg", "fig(1).svg", True),
        ("[", "[", True),
        ("a\\b.svg", "a\\b.svg", True),
        ("*", "a\nb.svg", True),
    ],
)
def test_patterns(glob, path, expected):
    assert matches(glob, path) is expected


@pytest.mark.parametrize(
    ("pattern", "text", "expected"),
    [
        ("n = *", "n = 12", True),
        ("n = *", "N = 12", False),
        ("*", "", True),
        ("p < 0.05", "p  <\n0.05", True),
        ("p < 0.05", "p < 0.051", False),
        ("a.c", "abc", False),
        ("a*b*c", "a b c", True),
        ("a*b*c", "a c b", False),
        ("ab*ba", "aba", False),
        ("a**b", "ab", True),
    ],
)
def test_texts_of_ignores(pattern, text, expected):
    assert is_like(pattern, text) is expected


def test_a_pattern_of_many_stars_takes_no_time():
    assert not is_like("*a" * 4 + "b", "a" * 1_000_000)


def test_later_entries_win_key_by_key(tmp_path):
    found = profile(
        tmp_path,
        '[[qa.files]]\nmatch = "*.svg"\njournal = "nature"\nstage = "initial"\n'
        '[[qa.files]]\nmatch = "si/*"\njournal = "plos"\n',
    )
    assert (found.rule("a.svg").journal, found.rule("a.svg").stage) == ("nature", "initial")
    assert (found.rule("si/a.svg").journal, found.rule("si/a.svg").stage) == ("plos", "initial")
    assert (found.rule("si/a.pdf").journal, found.rule("si/a.pdf").stage) == ("plos", None)
    assert found.rule("a.pdf").journal is None


def test_paths_are_relative_to_the_configuration(tmp_path):
    found = Profile(path=tmp_path / "natfig.toml")
    assert found.relative(tmp_path / "figures" / "a.svg") == "figures/a.svg"
    assert Profile().relative(Path("/x/y/a.svg")) == "a.svg"


def test_exclusion():
    found = Profile(exclude=("old/", "*-draft.svg"))
    assert found.is_excluded("old/a.svg")
    assert found.is_excluded("x/a-draft.svg")
    assert not found.is_excluded("a.svg")


def result(*findings):
    return FileResult("figures/a.svg", "svg", "nature", "production", findings=list(findings))


def finding(code="TXT002", **where):
    return Finding(code, Severity.ERROR, "wrong", Where(**where))


@pytest.mark.parametrize(
    ("ignore", "is_covered"),
    [
        (Ignore("TXT002", "why"), True),
        (Ignore("TXT", "why"), True),
        (Ignore("TXT003", "why"), False),
        (Ignore("TXT002", "why", match="figures/*"), True),
        (Ignore("TXT002", "why", match="si/*"), False),
        (Ignore("TXT002", "why", panel="a"), True),
        (Ignore("TXT002", "why", panel="b"), False),
        (Ignore("TXT002", "why", text="n = *"), True),
        (Ignore("TXT002", "why", text="m = *"), False),
        (Ignore("TXT002", "why", "figures/*", "a", "n = 5"), True),
    ],
)
def test_what_an_ignore_covers(ignore, is_covered):
    one = result(finding(panel="a", text="n = 5"))
    used = Profile(ignores=(ignore,)).suppress(one, "figures/a.svg")
    assert used == (frozenset({0}) if is_covered else frozenset())
    assert bool(one.findings) is not is_covered
    assert [(s.reason, s.by) for s in one.suppressed] == ([("why", "config")] if is_covered else [])


def test_a_finding_without_text_is_not_covered_by_a_text():
    one = result(finding())
    Profile(ignores=(Ignore("TXT002", "why", text="*"),)).suppress(one, "a.svg")
    assert len(one.findings) == 1


def test_ignores_say_what_they_are():
    assert str(Ignore("TXT003", "why")) == "TXT003"
    assert str(Ignore("TXT003", "why", "a/*", text="n")) == "TXT003 (match 'a/*', text 'n')"


def test_codes_are_those_of_the_checks():
    known = known_codes()
    assert "TXT002" in known
    assert clean_codes(["txt", " TXT002 ", "TXT"], known) == ("TXT", "TXT002")


@pytest.mark.parametrize("word", ["", "TXT9999", "T2", "STY001", "*"])
def test_a_code_that_no_check_has(word):
    with pytest.raises(UsageError, match="no check has the code"):
        clean_codes([word], ["TXT001", "TXT002", "GEO001"])


def test_a_near_code_is_suggested():
    with pytest.raises(UsageError, match="did you mean 'TXT002'"):
        clean_codes(["TXT022"], ["TXT002", "GEO001"])
