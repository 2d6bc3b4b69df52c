"""What a project says about its drafts."""

import pytest

from natfig.core.config import find_config
from natfig.core.errors import SpecError
from natfig.polish.settings import read_settings


def settings(folder, text):
    (folder / "natfig.toml").write_text(text, encoding="utf-8")
    return read_settings(find_config(folder))


def test_everything(tmp_path):
    found = settings(
        tmp_path,
        '[polish]\njournal = "nature"\nspelling = "en-GB"\nignore = ["STY007"]\nterms = "terms.yaml"\n'
        'figures = ["fig1/spec.yaml"]\nstrict = true\n[polish.rules.STY001]\nseverity = "info"\n',
    )
    assert (found.journal, found.spelling, found.ignore, found.strict) == (
        "nature",
        "en-GB",
        ("STY007",),
        True,
    )
    assert found.terms == tmp_path / "terms.yaml"
    assert found.figures == (tmp_path / "fig1/spec.yaml",)
    assert found.rules == {"STY001": {"severity": "info"}}


def test_rule_folders_lie_beside_the_file(tmp_path):
    assert settings(tmp_path, "[polish]\nrule_folders = ['rules']").rule_folders == (tmp_path / "rules",)


def test_nothing(tmp_path):
    assert settings(tmp_path, "").journal is None


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("[polish]\njornal = 'x'", "polish.jornal: is not known; did you mean 'journal'?"),
        ("[polish]\njournal = 3", "polish.journal: must be text, not 3"),
        ("[polish]\nstage = 'late'", "'late' is not known"),
        ("[polish]\nignore = 'STY001'", "must be a list of texts"),
        ("[polish]\nrule_folders = 'rules'", "must be a list of texts"),
        ("[polish]\nstrict = 1", "must be true or false"),
        ("[polish]\nrules = 1", "must be a table"),
        ("[polish.rules]\nSTY001 = false", "must be a table"),
        ("[polish.rules.STY001]\non = false", "is switched off without a reason"),
    ],
)
def test_mistakes(tmp_path, text, says):
    with pytest.raises(SpecError) as caught:
        settings(tmp_path, text)
    (line,) = str(caught.value).splitlines()
    assert says in line
    assert line.startswith(str(tmp_path / "natfig.toml"))
