"""The files for pre-commit, GitHub, GitLab and make: each is run here as its program would."""

import os
import re
import shlex
import subprocess
import sys
import sysconfig
from pathlib import Path

import pytest
import yaml
from junitparser import JUnitXml

from natfig.qa.runner import SUFFIXES

ROOT = Path(__file__).resolve().parent.parent
CI = ROOT / "templates" / "ci"
HOOK = ROOT / ".pre-commit-hooks.yaml"
CONFIG = CI / "pre-commit" / "pre-commit-config.yaml"

SVG = (
    '<svg xmlns="http://www.w3.org/2000/svg" width="89mm" height="60mm" viewBox="0 0 89 60">'
    "<title>A figure</title><desc>One label.</desc>"
    '<rect x="5" y="5" width="79" height="40" fill="none" stroke="#000" stroke-width="0.2"/>'
    '<text x="10" y="20" font-family="Arial, Helvetica, sans-serif" font-size="{size}">Latency</text></svg>'
)
# In mm: 7 pt, and 2 pt, which is under every journal's floor.
GOOD, BAD = SVG.format(size=2.47), SVG.format(size=0.7)
ONLY_SIZES = '[tool.natfig.qa]\njournal = "nature"\nselect = ["TXT002"]\n'


def load(path):
    return yaml.safe_load(path.read_text(encoding="utf-8"))


@pytest.fixture
def project(tmp_path):
    """A project with a good figure and a bad one."""
    folder = tmp_path / "project"
    (folder / "figures").mkdir(parents=True)
    (folder / "figures" / "good one.svg").write_text(GOOD)
    (folder / "figures" / "bad.svg").write_text(BAD)
    (folder / "pyproject.toml").write_text(ONLY_SIZES)
    return folder


@pytest.fixture
def environ(tmp_path):
    """An environment whose `natfig` and `python` are those under test."""
    bin_ = tmp_path / "bin"
    bin_.mkdir()
    script = bin_ / "natfig"
    script.write_text(f'#!/bin/sh\nexec {shlex.quote(sys.executable)} -m natfig "$@"\n')
    script.chmod(0o755)
    path = f"{bin_}{os.pathsep}{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    return {**os.environ, "PATH": path, "PYTHONPATH": str(ROOT), "FIGURES": "figures"}


def sh(script, cwd, env, shell=("bash", "--noprofile", "--norc", "-eo", "pipefail", "-c")):
    """Run a script as a runner does."""
    return subprocess.run(
        [*shell, script], cwd=cwd, env=env, capture_output=True, text=True, timeout=300, check=False
    )


# -- pre-commit ----------------------------------------------------------------


def pre_commit(*args, cwd, env):
    argv = [sys.executable, "-m", "pre_commit", *args]
    return subprocess.run(argv, cwd=cwd, env=env, capture_output=True, text=True, timeout=300, check=False)


@pytest.mark.parametrize(("what", "path"), [("validate-manifest", HOOK), ("validate-config", CONFIG)])
def test_pre_commit_takes_the_files(what, path, tmp_path):
    done = pre_commit(what, str(path), cwd=tmp_path, env={**os.environ, "PRE_COMMIT_HOME": str(tmp_path)})
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.parametrize("path", [HOOK, CONFIG], ids=["hook", "example"])
def test_the_hook_looks_at_all_figures_and_nothing_else(path):
    data = load(path)
    (hook,) = data if isinstance(data, list) else data["repos"][0]["hooks"]
    for suffix in SUFFIXES:
        assert re.search(hook["files"], f"figures/fig1{suffix}")
        assert re.search(hook["files"], f"figures/FIG1{suffix.upper()}")
    for name in ("a.py", "svg", "a.svg.txt", "a.ps", "a.json"):
        assert not re.search(hook["files"], name)


def test_the_hook_and_the_example_say_the_same():
    (hook,) = load(HOOK)
    (example,) = load(CONFIG)["repos"][0]["hooks"]
    for key in ("id", "name", "entry", "language", "files", "types", "require_serial"):
        assert example[key] == hook[key]


def test_pre_commit_runs_the_hook(project, environ, tmp_path):
    """With the program at hand instead of a new environment, so that no network is needed."""
    (hook,) = load(HOOK)
    for key in ("description", "minimum_pre_commit_version"):
        hook.pop(key)
    config = {"repos": [{"repo": "local", "hooks": [{**hook, "language": "system"}]}]}
    (project / ".pre-commit-config.yaml").write_text(yaml.safe_dump(config))
    (project / "notes.txt").write_text("no figure")
    env = {**environ, "PRE_COMMIT_HOME": str(tmp_path / "home"), "HOME": str(tmp_path)}
    subprocess.run(["git", "init", "--quiet"], cwd=project, env=env, check=True)
    subprocess.run(["git", "add", "."], cwd=project, env=env, check=True)
    done = pre_commit("run", "--all-files", "--color=never", cwd=project, env=env)
    assert done.returncode == 1, done.stdout + done.stderr
    assert "bad.svg" in done.stdout
    assert "TXT002" in done.stdout
    assert "good one.svg" not in done.stdout
    (project / "pyproject.toml").write_text(ONLY_SIZES + 'exclude = ["bad.svg"]\n')
    done = pre_commit("run", "--all-files", "--color=never", cwd=project, env=env)
    assert done.returncode == 0, done.stdout + done.stderr


# -- GitHub ---------------------------------------------------------------------


def action():
    return load(ROOT / "action.yml")


def step(name):
    (found,) = [s for s in action()["runs"]["steps"] if s["name"] == name]
    return found


def step_env(found, environ, tmp_path, **inputs):
    """Return the environment a step gets: its expressions filled in as the runner does."""
    values = {f"inputs.{k}": v["default"] for k, v in action()["inputs"].items()}
    values |= {f"inputs.{k}": v for k, v in inputs.items()}
    values |= {"github.action_path": str(ROOT), "runner.temp": str(tmp_path / "temp")}
    filled = {
        key: re.sub(r"\$\{\{ *([\w.]+) *\}\}", lambda m: values[m[1]], text)
        for key, text in found["env"].items()
    }
    return {**environ, **filled, "GITHUB_PATH": str(tmp_path / "github-path")}


def check_figures(project, environ, tmp_path, **inputs):
    found = step("Check figures")
    return sh(found["run"], project, step_env(found, environ, tmp_path, **inputs))


def test_scripts_of_the_action_hold_no_expressions():
    """A branch or a file may be called anything; only variables carry it."""
    for found in action()["runs"]["steps"]:
        assert found["shell"] == "bash"
        assert "${{" not in found["run"]


def test_every_input_is_used():
    used = "".join("".join(s["env"].values()) for s in action()["runs"]["steps"])
    assert [name for name in action()["inputs"] if f"inputs.{name} " not in used] == []


def test_the_action_finds_what_is_wrong(project, environ, tmp_path):
    done = check_figures(project, environ, tmp_path)
    assert done.returncode == 1, done.stderr
    (line,) = done.stdout.splitlines()
    assert line.startswith("::error file=figures/bad.svg,line=1,title=TXT002 ")


@pytest.mark.parametrize(
    "inputs",
    [
        {"path": "figures/good one.svg"},
        {"path": "\nfigures/good one.svg\n\n"},
        {"path": ".", "args": "--ignore TXT002   --select TXT"},
        {"path": "figures/good one.svg", "journal": "science", "stage": "initial", "strict": "true"},
    ],
)
def test_inputs_reach_the_command(project, environ, tmp_path, inputs):
    done = check_figures(project, environ, tmp_path, **inputs)
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.parametrize(
    ("inputs", "said"),
    [
        ({"journal": "natur"}, "did you mean 'nature'?"),
        ({"stage": "final"}, "invalid choice"),
        ({"path": "figs"}, "no such file or folder: figs; did you mean 'figures'?"),
        ({"path": "$(touch pwned)"}, "no such file or folder"),
        ({"journal": "nature; touch pwned"}, "unknown journal"),
        ({"args": "--select $(touch${IFS}pwned)"}, "no check has the code"),
    ],
)
def test_wrong_inputs_are_told_and_run_nothing(project, environ, tmp_path, inputs, said):
    done = check_figures(project, environ, tmp_path, **inputs)
    assert done.returncode == 2
    assert said in done.stderr
    assert not (project / "pwned").exists()


def test_the_action_installs_natfig(project, environ, tmp_path):
    """From its own source, built with what is here; its dependencies come from the environment at hand."""
    wheel = tmp_path / "wheel"
    build = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(wheel)]
    done = subprocess.run(build, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    found = step("Install natfig")
    (package,) = map(str, wheel.iterdir())
    env = step_env(found, environ, tmp_path, package=package)
    env |= {"PIP_NO_DEPS": "1", "PIP_NO_INDEX": "1", "PYTHONPATH": ""}
    (tmp_path / "temp").mkdir()
    done = sh(found["run"], project, env)
    assert done.returncode == 0, done.stdout + done.stderr
    added = (tmp_path / "github-path").read_text().strip()
    assert Path(added, "natfig").is_file()
    # Editable installs are .pth files, which a PYTHONPATH doesn't follow: natfig itself is the new one.
    env = {**environ, "PATH": f"{added}{os.pathsep}{os.environ['PATH']}"}
    env["PYTHONPATH"] = sysconfig.get_path("purelib")
    done = check_figures(project, env, tmp_path)
    assert done.returncode == 1, done.stderr
    assert "::error file=figures/bad.svg" in done.stdout


def test_the_workflow_for_github(project, environ):
    steps = load(CI / "github" / "figures.yml")["jobs"]["qa"]["steps"]
    runs = {s["name"]: s["run"] for s in steps if "natfig qa" in s.get("run", "")}
    codes = [sh(script, project, environ).returncode for script in runs.values()]
    assert codes == [1, 0]
    assert '"2.1.0"' in (project / "natfig.sarif").read_text(encoding="utf-8")
    (upload,) = [s for s in steps if "upload-sarif" in s.get("uses", "")]
    assert upload["with"]["sarif_file"] == "natfig.sarif"


def test_a_wrong_call_fails_the_workflow(project, environ):
    steps = load(CI / "github" / "figures.yml")["jobs"]["qa"]["steps"]
    for script in [s["run"] for s in steps if "natfig qa" in s.get("run", "")]:
        assert sh(script, project, {**environ, "FIGURES": "nowhere"}).returncode != 0


# -- GitLab and make ------------------------------------------------------------


def test_the_job_for_gitlab(project, environ):
    job = load(CI / "gitlab" / "figures.gitlab-ci.yml")["natfig-qa"]
    (script,) = job["script"]
    done = sh(script, project, {**environ, **job["variables"]})
    assert done.returncode == 1, done.stderr
    xml = JUnitXml.fromfile(str(project / job["artifacts"]["reports"]["junit"]))
    assert {suite.name: suite.failures for suite in xml} == {"figures/bad.svg": 1, "figures/good one.svg": 0}


def test_the_rules_for_make(project, environ):
    (project / "Makefile").write_text(f"include {CI / 'make' / 'natfig.mk'}\n")

    def make(*words):
        argv = ["make", "--no-print-directory", *words]
        return subprocess.run(
            argv, cwd=project, env=environ, capture_output=True, text=True, timeout=300, check=False
        )

    done = make("figures-qa")
    assert done.returncode == 2  # make's own code for a recipe that failed
    assert "TXT002" in done.stdout
    assert make("figures-baseline").returncode == 0
    assert (project / "natfig-baseline.json").is_file()
    done = make("figures-qa")
    assert done.returncode == 0, done.stdout + done.stderr
    assert "1 suppressed" in done.stdout
    assert make("figures-qa", "QA_FLAGS=--journal nowhere").returncode == 2


@pytest.mark.parametrize(
    "path",
    sorted([HOOK, ROOT / "action.yml", *(p for p in CI.rglob("*") if p.is_file())]),
    ids=lambda p: p.name,
)
def test_no_file_names_a_host(path):
    assert "://" not in path.read_text(encoding="utf-8")
