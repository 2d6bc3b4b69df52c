"""JupyterLab finds what an installation of natfig brings, a checkout's included."""

import json
import re
import subprocess
import sys
import sysconfig
from pathlib import Path

import pytest

import natfig
import natfig.workbench.jupyter as package

pytestmark = pytest.mark.jupyterlab
PACKAGE = Path(package.__file__).parent


def jupyter(*argv):
    done = subprocess.run(
        [sys.executable, "-m", "jupyter", *argv], capture_output=True, text=True, timeout=120, check=True
    )
    return re.sub(r"\x1b\[\d*m", "", done.stdout + done.stderr)


def test_the_lab_extension_is_enabled():
    line = next(x for x in jupyter("labextension", "list").splitlines() if " natfig v" in f" {x.strip()}")
    assert line.split()[:4] == ["natfig", f"v{natfig.__version__}", "enabled", "OK"]


def test_the_server_extension_is_enabled():
    said = jupyter("server", "extension", "list")
    assert re.search(r"natfig\.workbench\.jupyter enabled", said)
    assert re.search(r"natfig\.workbench\.jupyter\s+\S*\s*OK", said)


@pytest.mark.parametrize(
    ("source", "place"),
    [
        ("labextension/package.json", "share/jupyter/labextensions/natfig/package.json"),
        ("labextension/install.json", "share/jupyter/labextensions/natfig/install.json"),
        ("labextension/static/remoteEntry.js", "share/jupyter/labextensions/natfig/static/remoteEntry.js"),
        ("server_config.json", "etc/jupyter/jupyter_server_config.d/natfig.json"),
    ],
)
def test_what_is_installed_is_of_this_version(source, place):
    """Where this fails in a checkout, scripts/environment.sh installs it anew."""
    installed = Path(sysconfig.get_path("data")) / place
    assert installed.read_bytes() == (PACKAGE / source).read_bytes()


def test_the_versions_are_one():
    described = json.loads((PACKAGE / "labextension" / "package.json").read_text(encoding="utf-8"))
    assert described["version"] == natfig.__version__
