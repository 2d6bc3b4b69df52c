"""The built wheel in an empty environment, and the checkout: both find every file by its public name."""

import json
import subprocess
import sys
import sysconfig
import tarfile
import venv
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent

# Runs in the environment under test and says what it found there.
PROBE = """
import contextlib, io, json, matplotlib.pyplot as plt, natfig
from natfig.cli.main import main

def ask(*argv):
    out = io.StringIO()
    with contextlib.redirect_stdout(out):
        code = main([*argv, "--json"])
    assert code == 0, argv
    return json.loads(out.getvalue())

with plt.style.context("natfig.styles.nature"):
    style = {k: plt.rcParams[k] for k in ("font.size", "axes.linewidth", "svg.fonttype", "pdf.fonttype")}
print(json.dumps({
    "file": natfig.__file__,
    "journal": ask("journals", "nature"),
    "palette": ask("palettes", "nature"),
    "template": ask("templates", "serving"),
    "chart": ask("charts", "line"),
    "style": style,
    "font": [str(p) for p in __import__("natfig.style.fonts", fromlist=["find_face"]).find_face(()).files],
}))
"""


def hatch(folder, target, out):
    done = subprocess.run(
        [sys.executable, "-m", "hatchling", "build", "-t", target, "-d", str(out)],
        cwd=folder,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    (built,) = out.iterdir()
    return built


@pytest.fixture(scope="module")
def wheel(tmp_path_factory):
    return hatch(ROOT, "wheel", tmp_path_factory.mktemp("wheel"))


@pytest.fixture(scope="module")
def sdist(tmp_path_factory):
    return hatch(ROOT, "sdist", tmp_path_factory.mktemp("sdist"))


@pytest.fixture(scope="module")
def wheel_python(wheel, tmp_path_factory):
    """The interpreter of an environment with the wheel and natfig's dependencies, nothing downloaded."""
    folder = tmp_path_factory.mktemp("environment")
    venv.create(folder, with_pip=False, symlinks=True)
    python = folder / "bin" / "python"
    pip = [sys.executable, "-m", "pip", "--python", str(python), "--disable-pip-version-check"]
    subprocess.run(
        [*pip, "install", "--quiet", "--no-deps", "--no-index", "--no-compile", str(wheel)], check=True
    )
    # A line in a .pth file is a place to look, and .pth files of that place don't count:
    # the checkout, which the tests' own environment has, stays invisible.
    site = next((folder / "lib").glob("python*/site-packages"))
    (site / "dependencies.pth").write_text(sysconfig.get_path("purelib") + "\n")
    return python


@pytest.fixture(scope="module", params=["wheel", "checkout"])
def found(request, tmp_path_factory):
    """What the probe says, with the folder natfig must have come from."""
    python = Path(sys.executable) if request.param == "checkout" else request.getfixturevalue("wheel_python")
    done = subprocess.run(
        [str(python), "-W", "error", "-c", PROBE],
        cwd=tmp_path_factory.mktemp("elsewhere"),
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    home = ROOT if request.param == "checkout" else python.parent.parent
    return {**json.loads(done.stdout), "home": home}


def test_natfig_comes_from_where_it_should(found):
    assert Path(found["file"]).is_relative_to(found["home"])


def test_a_journal(found):
    assert "183" in json.dumps(found["journal"])


def test_a_palette(found):
    assert "#" in json.dumps(found["palette"])


def test_a_template(found):
    assert found["template"]["journal"] == "nature"


def test_a_chart_kind(found):
    assert "line" in json.dumps(found["chart"])


def test_a_style(found):
    assert found["style"]["svg.fonttype"] == "none"
    assert found["style"]["pdf.fonttype"] == 42
    assert 5 <= found["style"]["font.size"] <= 7


def test_the_bundled_face(found):
    for path in map(Path, found["font"]):
        assert path.is_relative_to(found["home"])
        assert path.stat().st_size > 100_000


@pytest.mark.parametrize(
    "name",
    [
        "natfig/py.typed",
        "natfig/styles/nature.mplstyle",
        "natfig/styles/journals/nature.yaml",
        "natfig/styles/palettes/nature.yaml",
        "natfig/styles/fonts/LiberationSans-Regular.ttf",
        "natfig/styles/fonts/LICENSE-Liberation.txt",
        "natfig/notebooks/00_start.ipynb",
        "natfig/templates/specs/serving/spec.yaml",
    ],
)
def test_the_wheel_holds(wheel, name):
    with zipfile.ZipFile(wheel) as archive:
        assert name in archive.namelist()


def test_the_wheel_holds_nothing_else(wheel):
    with zipfile.ZipFile(wheel) as archive:
        tops = {name.split("/")[0] for name in archive.namelist()}
        strange = [
            n
            for n in archive.namelist()
            if n.endswith((".pyc", ".part")) or "/out/" in n or "checkpoint" in n
        ]
    assert {top.rpartition(".")[2] for top in tops} == {"natfig", "dist-info", "data"}
    assert strange == []


def test_the_wheel_brings_jupyter_its_extension(wheel):
    with zipfile.ZipFile(wheel) as archive:
        (top,) = {n.split("/")[0] for n in archive.namelist() if ".data/" in n}
        data = {
            n.removeprefix(f"{top}/data/"): archive.read(n) for n in archive.namelist() if n.startswith(top)
        }
        version = json.loads(data["share/jupyter/labextensions/natfig/package.json"])["version"]
        code = {n for n in archive.namelist() if n.startswith("natfig/workbench/jupyter/page/")}
    assert set(data) == {
        "etc/jupyter/jupyter_server_config.d/natfig.json",
        "share/jupyter/labextensions/natfig/install.json",
        "share/jupyter/labextensions/natfig/package.json",
        "share/jupyter/labextensions/natfig/static/remoteEntry.js",
    }
    assert top == f"natfig-{version}.data"
    assert {Path(n).name for n in code} >= {"plugin.js", "preview.js", "preview.css"}


def test_the_wheel_names_all_licences(wheel):
    with zipfile.ZipFile(wheel) as archive:
        licences = [n for n in archive.namelist() if "dist-info/licenses/" in n]
    assert {Path(n).name for n in licences} == {"LICENSE", "LICENSE-Liberation.txt", "LICENSE-WordNet"}


def test_a_wheel_built_from_the_sdist_is_the_same(wheel, sdist, tmp_path):
    """Without version control, no file may be lost."""
    with tarfile.open(sdist) as archive:
        # The filter came with 3.11.4; the archive was built a line above.
        archive.extractall(tmp_path, **({"filter": "data"} if hasattr(tarfile, "data_filter") else {}))  # noqa: S202
    (source,) = tmp_path.iterdir()
    again = hatch(source, "wheel", tmp_path / "wheel")
    with zipfile.ZipFile(wheel) as one, zipfile.ZipFile(again) as other:
        assert sorted(one.namelist()) == sorted(other.namelist())
