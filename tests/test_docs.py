"""README and CONTRIBUTING against the code: what they show runs, what they name exists."""

import re
import shlex
import shutil
from pathlib import Path

import pytest

from natfig.cli.main import commands, main

ROOT = Path(__file__).resolve().parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")
CONTRIBUTING = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")


def blocks(language):
    return re.findall(rf"```{language}\n(.*?)```", README, re.DOTALL)


def rows(title):
    """Return the first cells of the table whose header starts with a title."""
    table = README.split(f"| {title} |", 1)[1].split("\n\n", 1)[0]
    return [line.split("|")[1].strip() for line in table.splitlines()[2:]]


def test_the_spec_in_the_readme_is_a_good_one(tmp_path, capsys):
    spec, _ = blocks("yaml")
    (tmp_path / "spec.yaml").write_text(spec, encoding="utf-8")
    shutil.copytree(ROOT / "templates" / "specs" / "serving" / "data", tmp_path / "data")
    assert main(["check", str(tmp_path / "spec.yaml")]) == 0, capsys.readouterr().err


def test_the_statistics_in_the_readme_are_good_ones():
    import yaml

    from natfig.spec.models import Stats
    from natfig.stats.tests import tests

    _, stats = blocks("yaml")
    asked = Stats.model_validate(yaml.safe_load(stats)["stats"])
    assert [test.kind in tests.names() for test in asked.test] == [True]
    assert asked.replicate == "animal"


def test_the_script_in_the_readme_runs(tmp_path, monkeypatch):
    import matplotlib.pyplot as plt

    import natfig

    def draw_my_figure():
        fig, ax = plt.subplots(layout="constrained")
        ax.plot([1, 2], [3, 4])
        return fig

    (script,) = blocks("python")
    monkeypatch.chdir(tmp_path)
    exec(script, {"natfig": natfig, "draw_my_figure": draw_my_figure})  # noqa: S102 - the README's own lines
    assert (tmp_path / "fig1.svg").is_file()
    plt.close("all")


def test_the_configuration_in_the_readme_is_a_good_one(tmp_path):
    from natfig.core.config import find_config
    from natfig.qa.profile import read_profile

    (table,) = blocks("toml")
    (tmp_path / "pyproject.toml").write_text(table, encoding="utf-8")
    profile = read_profile(find_config(tmp_path))
    assert profile.journal == "nature"
    assert profile.rule("figures/si/a.svg").journal == "plos"
    assert [ignore.code for ignore in profile.ignores] == ["TXT003"]


@pytest.mark.parametrize(
    "line",
    [x for block in blocks("console") for x in block.splitlines() if re.match(r"natfig (qa|checks|diff)", x)],
)
def test_the_qa_commands_in_the_readme_run(line, tmp_path, monkeypatch, capsys):
    svg = (
        '<svg xmlns="http://www.w3.org/2000/svg" width="89mm" height="60mm" viewBox="0 0 89 60"><rect/></svg>'
    )
    for path in (tmp_path / "fig1.svg", tmp_path / "figures" / "fig2.svg"):
        path.parent.mkdir(exist_ok=True)
        path.write_text(svg)
    monkeypatch.chdir(tmp_path)
    assert main(shlex.split(line, comments=True)[1:]) in {0, 1}
    assert capsys.readouterr().out


@pytest.mark.parametrize("row", rows("command"))
def test_the_readme_names_commands_and_flags_that_exist(row, capsys):
    words = re.findall(r"--?[a-z]+|\w+", row)
    assert words[0] == "natfig"
    with pytest.raises(SystemExit):
        main([words[1], "--help"])
    page = capsys.readouterr().out
    assert [flag for flag in words if flag.startswith("--") and flag not in page] == []


def test_the_readme_names_every_command():
    assert {row.split()[1].strip("`") for row in rows("command")} == set(commands.names())


def test_every_exit_code_is_in_the_readme():
    assert rows("exit code") == ["0", "1", "2", "3"]


@pytest.mark.parametrize("name", re.findall(r"\]\(((?!http)[^)#]+)\)", README))
def test_links_of_the_readme_lead_somewhere(name):
    # The picture is drawn by `make gallery`.
    assert (ROOT / name).exists() or name == "docs/gallery.png"


@pytest.mark.parametrize("name", re.findall(r"`((?:natfig|tests|templates|styles)/[\w./]+)`", CONTRIBUTING))
def test_paths_in_contributing_exist(name):
    assert (ROOT / name).exists()


@pytest.mark.parametrize("target", re.findall(r"^make ([a-z ]+?)\s+#", README + CONTRIBUTING, re.MULTILINE))
def test_make_targets_exist(target):
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    for name in target.split():
        assert re.search(rf"^{name}:", makefile, re.MULTILINE)


def test_the_lock_names_no_host():
    text = (ROOT / "requirements.lock").read_text(encoding="utf-8")
    assert "://" not in text
    pinned = re.findall(r"^\S+==", text, re.MULTILINE)
    assert len(pinned) > 50
    assert text.count("--hash=sha256:") >= len(pinned)
