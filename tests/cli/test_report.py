"""``natfig report``, and ``natfig check`` of a paper."""

import json
import shutil

import pytest

from natfig.cli.main import main
from paperwriter import write_figure, write_paper


def run(capsys, *words):
    code = main([str(w) for w in words])
    return code, *capsys.readouterr()


@pytest.fixture
def built(tmp_path_factory):
    """A figure that is built already, so that most tests take no drawing."""
    folder = tmp_path_factory.getbasetemp() / "built"
    if not folder.exists():
        write_figure(folder, "one")
        assert main(["render", str(folder / "one" / "spec.yaml"), "--quiet"]) == 0
    return folder / "one" / "spec.yaml"


def test_a_page_beside_the_outputs(built, capsys):
    code, out, err = run(capsys, "report", built)
    page = built.parent / "out" / "one.proof.html"
    assert (code, out) == (0, "")
    assert err == f"wrote {page}: its claims hold, checks pass\n"
    assert page.read_text(encoding="utf-8").startswith("<!doctype html>")


def test_a_folder_stands_for_its_spec(built, tmp_path, capsys):
    target = tmp_path / "x.html"
    assert run(capsys, "report", built.parent, "--output", target, "--quiet") == (0, "", "")
    assert target.exists()


def test_json(built, tmp_path, capsys):
    code, out, _ = run(capsys, "report", built, "--output", tmp_path / "x.html", "--json")
    data = json.loads(out)
    assert code == 0
    assert data["report"] == (tmp_path / "x.html").as_posix()
    (figure,) = data["figures"]
    assert (figure["id"], figure["ok"], figure["changes"]) == ("one", True, None)
    assert figure["claims"]["top"]["holds"] is True


def test_a_claim_that_fails_is_exit_1_with_a_page(tmp_path, capsys):
    spec = write_figure(tmp_path, "one", claimed="> 100")
    code, _, err = run(capsys, "report", spec)
    page = spec.parent / "out" / "one.proof.html"
    assert code == 1
    assert "claims.top: does not hold" in err
    assert f"wrote {page}: its claims do not hold, so there is no figure" in err
    assert "was not drawn" in page.read_text(encoding="utf-8")
    assert sorted(p.name for p in page.parent.iterdir()) == ["one.proof.html"]


def test_a_wrong_spec_is_exit_2_without_a_page(tmp_path, capsys):
    spec = write_figure(tmp_path, "one", column="nothing")
    spec.write_text(spec.read_text().replace("field: nothing", "field: nothin"))
    code, out, err = run(capsys, "report", spec)
    assert (code, out) == (2, "")
    assert err.count("natfig: error:") == 1
    assert not (spec.parent / "out").exists()


def test_what_is_no_proof_sheet_is_not_overwritten(built, tmp_path, capsys):
    target = tmp_path / "thesis.html"
    target.write_text("<p>mine</p>")
    code, _, err = run(capsys, "report", built, "--output", target)
    assert code == 2
    assert err.startswith(f"natfig: error: {target} was not written by natfig report; use --force")
    assert target.read_text() == "<p>mine</p>"
    assert run(capsys, "report", built, "--output", target, "--force", "--quiet")[0] == 0
    assert run(capsys, "report", built, "--output", target, "--quiet")[0] == 0, "its own page is replaced"


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["nothing.yaml"], "no such spec"),
        (["SPEC", "SPEC"], "is named twice; name each figure once"),
        (["SPEC", "--output", "."], ". is a folder; name a file, or use --out for a folder"),
        (["natfig.toml"], "no such configuration file: natfig.toml"),
        (["natfig.toml", "SPEC"], "natfig.toml lists its figures itself; name it alone"),
        ([], "no spec was named, and no natfig.toml here lists the figures of a paper"),
    ],
)
def test_bad_input_is_one_sentence(built, tmp_path, capsys, monkeypatch, words, said):
    monkeypatch.chdir(tmp_path)
    code, out, err = run(capsys, "report", *(str(built) if w == "SPEC" else w for w in words))
    assert (code, out) == (2, "")
    assert said in err
    assert err.count("\n") == 1


def test_two_figures_of_one_id_do_not_share_a_folder(tmp_path, capsys):
    specs = [write_figure(tmp_path, name) for name in ("one", "two")]
    specs[1].write_text(specs[1].read_text().replace("id: two", "id: one"))
    code, _, err = run(capsys, "report", *specs, "--out", tmp_path / "out")
    assert code == 2
    assert f"{specs[0]} and {specs[1]} would both write one.svg; give one of them another id:" in err


def test_it_opens_in_the_browser(built, tmp_path, capsys, monkeypatch):
    opened = []
    monkeypatch.setattr("webbrowser.open", lambda address: opened.append(address) or True)
    target = tmp_path / "x.html"
    assert run(capsys, "report", built, "--output", target, "--open", "--quiet")[0] == 0
    assert opened == [target.as_uri()]
    monkeypatch.setattr("webbrowser.open", lambda _address: False)
    _, _, err = run(capsys, "report", built, "--output", target, "--open", "--quiet")
    assert err == f"natfig: note: no browser could be started; open {target} yourself\n"


@pytest.fixture
def paper(tmp_path, monkeypatch, built):
    """A paper of two figures in the current folder; its figures are built where they have been."""
    monkeypatch.chdir(tmp_path)
    shutil.copytree(built.parent, tmp_path / "one")
    write_figure(tmp_path, "two")
    (tmp_path / "paper.md").write_text("# Results\n\nDoses (Fig. 1) and times (Fig. 2) matter.\n")
    write_paper(tmp_path, "one", "two", more='draft = "paper.md"')
    return tmp_path


def test_a_paper_is_one_page(paper, capsys):
    code, _, err = run(capsys, "report")
    assert code == 0
    assert "natfig.toml: 2 figures; nothing found across them" in err
    assert "wrote out/proof.html: 2 of 2 figures stand" in err
    page = (paper / "out" / "proof.html").read_text(encoding="utf-8")
    for said in ("Dose and response", "Across the figures", "Fig. 1", "Fig. 2", "paper.md"):
        assert said in page
    assert run(capsys, "report", "natfig.toml", "--output", "again.html", "--quiet")[0] == 0
    assert (paper / "again.html").read_text(encoding="utf-8") == page


def test_findings_across_the_figures_are_on_the_page(paper, capsys):
    spec = paper / "two" / "spec.yaml"
    spec.write_text(spec.read_text().replace("Dose two raises", "Dose one raises"))
    code, _, err = run(capsys, "report", ".")
    assert code == 1
    said = "Fig. 1 and Fig. 2 have one conclusion"
    assert f"natfig: error: two/spec.yaml:4: CON005: {said}" in err
    assert said in (paper / "out" / "proof.html").read_text(encoding="utf-8")


def test_check_of_a_paper(paper, capsys):
    code, out, err = run(capsys, "check")
    assert (code, err) == (0, "")
    lines = out.splitlines()
    assert lines[0].startswith("one/spec.yaml: 1 panel")
    assert lines[2] == "natfig.toml: 2 figures; nothing found across them"
    assert run(capsys, "check", "natfig.toml")[:2] == (0, out)


def test_check_of_a_paper_as_json(paper, capsys):
    code, out, _ = run(capsys, "check", "--json")
    data = json.loads(out)
    assert code == 0
    assert [s["id"] for s in data["specs"]] == ["one", "two"]
    assert data["manuscript"]["counts"] == {"main": 2, "extended": 0, "read": 2}
    assert data["manuscript"]["findings"] == []


def test_warnings_across_figures_count_when_asked(paper, capsys):
    spec = paper / "two" / "spec.yaml"
    spec.write_text(spec.read_text().replace("Response (mV)", "Response (V)"))
    code, out, err = run(capsys, "check")
    assert code == 0
    assert "CON007: the field 'response' has two units" in err
    assert "1 warning across them" in out
    assert run(capsys, "check", "--strict")[0] == 1
    toml = paper / "natfig.toml"
    toml.write_text('ignore = ["CON007"]\n' + toml.read_text())
    assert run(capsys, "check", "--strict")[0] == 0


def test_a_figure_that_is_wrong_does_not_stop_the_others(paper, capsys):
    spec = paper / "two" / "spec.yaml"
    spec.write_text(spec.read_text().replace("kind: bar", "kind: baar"))
    code, out, err = run(capsys, "check")
    assert code == 2
    assert "two/spec.yaml" in err
    assert "natfig: note: natfig.toml: not compared, because they could not be read: Fig. 2" in err
    assert "one/spec.yaml: 1 panel" in out


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (
            "[manuscript]\nfigurs = []\n",
            "natfig.toml:2: manuscript.figurs: is not known; did you mean 'figures'?",
        ),
        (
            'journal = "nature"\n',
            'natfig.toml: lists no figures; add [manuscript] with figures = ["fig1/spec.yaml"]',
        ),
        ("manuscript = 3\n", "natfig.toml: manuscript: must be a table, not 3"),
        ("[manuscript\n", "natfig.toml: not valid TOML"),
    ],
)
@pytest.mark.parametrize("command", ["check", "report"])
def test_a_wrong_configuration_is_one_sentence(tmp_path, capsys, monkeypatch, command, text, said):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "natfig.toml").write_text(text)
    code, out, err = run(capsys, command, "natfig.toml")
    assert (code, out) == (2, "")
    assert said in err
    assert err.count("natfig: error:") == 1
