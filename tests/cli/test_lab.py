"""``natfig lab``: what it writes, what it refuses, and the server it starts and ends."""

from __future__ import annotations

import contextlib
import json
import os
import re
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path

import pytest

from natfig.cli import lab
from natfig.cli.main import main
from natfig.core.notebooks import FIRST, notebook_files, prepare
from natfig.core.templates import template

ROOT = Path(__file__).parents[2]
_NO_JUPYTER = """
import sys
class Missing:
    def find_spec(self, name, path=None, target=None):
        if name.partition(".")[0] == "jupyterlab":
            raise ModuleNotFoundError(name=name)
import importlib.util
real = importlib.util.find_spec
importlib.util.find_spec = lambda name, *more: None if name == "jupyterlab" else real(name, *more)
from natfig.cli.main import entry
entry()
"""


@pytest.fixture(autouse=True)
def _in_tmp(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)


@pytest.fixture
def ready(monkeypatch):
    """Let everything be there that a start needs, and note a start in place of making it."""
    from natfig.cli import _lab_server

    started = []

    class Server:
        def __init__(self, folder, port, *, opens_browser):
            started.append((folder, port, opens_browser))

        def run(self):
            return 0

    monkeypatch.setattr(_lab_server, "Server", Server)
    return started


def files(folder):
    return {p.relative_to(folder).as_posix() for p in Path(folder).rglob("*") if p.is_file()}


# ---------------------------------------------------------------- files


def test_the_notebooks_and_an_example_are_written(tmp_path, capsys):
    assert main(["lab", "--files-only"]) == 0
    found = files(tmp_path / "natfig-lab")
    assert {FIRST, "serving/spec.yaml", "serving/data/serving.csv"} <= found
    assert found == set(notebook_files()) | {f"serving/{name}" for name in template("serving").files()}
    said = capsys.readouterr()
    assert f"natfig-lab: {len(found)} files written" in said.err
    assert "next: natfig lab natfig-lab" in said.err
    assert said.out == ""


def test_every_notebook_of_the_checkout_comes_along(tmp_path):
    names = {p.name for p in (ROOT / "notebooks").glob("*.ipynb")}
    assert names == {n for n in notebook_files() if n.endswith(".ipynb")}
    # What a notebook is made from is no part of the story, nor what its last run left behind.
    assert not {Path(n).with_suffix(".py").name for n in names} & set(notebook_files())
    assert not [n for n in notebook_files() if n.startswith((".", "out/")) or "__pycache__" in n]


def test_another_example_in_another_folder(tmp_path):
    assert main(["lab", "a b/c", "--template", "penguins", "--files-only"]) == 0
    assert (tmp_path / "a b" / "c" / "penguins" / "spec.yaml").is_file()
    assert not (tmp_path / "a b" / "c" / "serving").exists()


def test_nothing_is_overwritten(tmp_path, capsys):
    main(["lab", "--files-only"])
    first, spec = tmp_path / "natfig-lab" / FIRST, tmp_path / "natfig-lab" / "serving" / "spec.yaml"
    first.write_text("mine")
    spec.unlink()
    capsys.readouterr()
    assert main(["lab", "--files-only"]) == 0
    said = capsys.readouterr().err
    assert "natfig-lab: 1 file written" in said
    assert f"left as you have it: {FIRST}" in said
    assert first.read_text() == "mine"
    assert spec.is_file()
    assert main(["lab", "--files-only"]) == 0
    assert "natfig-lab: all files are there" in capsys.readouterr().err


def test_many_own_files_are_counted(tmp_path, capsys):
    main(["lab", "--files-only"])
    for path in (tmp_path / "natfig-lab").rglob("*"):
        if path.is_file():
            path.write_text("mine")
    capsys.readouterr()
    main(["lab", "--files-only"])
    assert re.search(r"left as you have it: (\S+, ){3}\S+ and \d+ more", capsys.readouterr().err)


def test_a_link_to_nowhere_and_a_folder_are_in_the_way_and_stay(tmp_path):
    folder = tmp_path / "natfig-lab"
    (folder / FIRST).mkdir(parents=True)
    (folder / "serving").mkdir()
    (folder / "serving" / "spec.yaml").symlink_to(tmp_path / "nowhere")
    done = prepare(folder, template("serving"))
    assert set(done.kept) == {FIRST, "serving/spec.yaml"}
    assert not (tmp_path / "nowhere").exists()


# ---------------------------------------------------------------- what is refused


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--template", "servin"], "unknown template 'servin'; did you mean 'serving'?"),
        (["--template", "../specs"], "unknown template '../specs'"),
        (["taken"], "cannot write"),
        (["taken/deeper"], "cannot write"),
    ],
)
def test_wrong_input(tmp_path, capsys, arguments, said):
    (tmp_path / "taken").write_text("x")
    assert main(["lab", *arguments, "--files-only"]) == 2
    error = capsys.readouterr().err
    assert said in error
    assert len(error.splitlines()) == 1
    assert files(tmp_path) == {"taken"}


@pytest.mark.parametrize("port", ["0", "65536", "-1", "x", "", "80.5", "٨٨٨٨"])
def test_a_port_that_is_none(capsys, port):
    with pytest.raises(SystemExit) as refused:
        main(["lab", f"--port={port}"])
    assert refused.value.code == 2
    assert "is no port; give a number from 1 to 65535" in capsys.readouterr().err


def test_a_port_in_use(tmp_path, capsys, ready):
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        assert main(["lab", "--allow-root", "--port", str(port)]) == 2
    assert f"port {port} is in use; choose another" in capsys.readouterr().err
    assert files(tmp_path) == set()
    assert ready == []


@pytest.mark.skipif(not hasattr(os, "geteuid"), reason="this system has no root")
def test_root_is_asked_twice(tmp_path, capsys, ready, monkeypatch):
    monkeypatch.setattr(os, "geteuid", lambda: 0)
    assert main(["lab"]) == 2
    assert "not meant to be run by root; add --allow-root" in capsys.readouterr().err
    assert files(tmp_path) == set()
    assert main(["lab", "--allow-root", "--no-browser"]) == 0
    monkeypatch.setattr(os, "geteuid", lambda: 1000)
    assert main(["lab", "x", "--port", "8899"]) == 0
    assert ready == [(Path("natfig-lab"), None, False), (Path("x"), 8899, True)]


def test_without_jupyterlab_nothing_is_written(tmp_path):
    done = subprocess.run(
        [sys.executable, "-c", _NO_JUPYTER, "lab"], capture_output=True, text=True, check=False, timeout=120
    )
    assert done.returncode == 3
    assert done.stderr == (
        'natfig: error: natfig lab needs JupyterLab, which is not installed; pip install "natfig[lab]"\n'
    )
    assert files(tmp_path) == set()
    # The files alone need nothing.
    done = subprocess.run(
        [sys.executable, "-c", _NO_JUPYTER, "lab", "--files-only"],
        capture_output=True,
        check=False,
        timeout=120,
    )
    assert done.returncode == 0


def test_all_that_is_lacking_is_named(monkeypatch, capsys):
    monkeypatch.setattr(lab, "find_spec", lambda name: None)
    assert main(["lab"]) == 3
    assert "needs JupyterLab and ipykernel and anywidget, which are not installed" in capsys.readouterr().err


# ---------------------------------------------------------------- the server


def _start(folder, *arguments):
    """Start the command with a Jupyter of its own, and return it with what it says."""
    own = {f"JUPYTER_{name}_DIR": str(folder / name.lower()) for name in ("CONFIG", "DATA", "RUNTIME")}
    said = (folder / "said.txt").open("w")
    command = [sys.executable, "-m", "natfig", "lab", "lab", "--no-browser", "--allow-root", *arguments]
    process = subprocess.Popen(
        command, cwd=folder, env={**os.environ, **own}, stdout=said, stderr=said, start_new_session=True
    )
    said.close()
    return process


def _address(folder, process):
    deadline = time.monotonic() + 120
    while time.monotonic() < deadline and process.poll() is None:
        if found := re.search(r"JupyterLab: (http://127\.0\.0\.1:(\d+)/lab/tree/00_start\.ipynb\?token=(\w+))",
                              (folder / "said.txt").read_text()):  # fmt: skip
            return found[1], int(found[2]), found[3]
        time.sleep(0.1)
    pytest.fail((folder / "said.txt").read_text())


def _asks(port, path, token=""):
    request = urllib.request.Request(
        f"http://127.0.0.1:{port}/{path}", headers={"Authorization": f"token {token}"}
    )
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    try:
        with opener.open(request, timeout=60) as answer:
            return answer.status, answer.read()
    except urllib.error.HTTPError as refused:
        with refused:
            return refused.code, b""


def _command(child):
    """Return how a process was started; one that has ended meanwhile tells nothing."""
    import psutil

    with contextlib.suppress(psutil.Error):
        return " ".join(child.cmdline())
    return ""


@pytest.mark.jupyterlab
@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGTERM])
def test_a_server_is_started_and_ended_with_its_kernels(tmp_path, how):
    import psutil

    process = _start(tmp_path)
    try:
        address, port, token = _address(tmp_path, process)
        assert _asks(port, "api/status")[0] == 403, "nobody comes in without the token"
        status, body = _asks(port, "api/contents", token)
        assert status == 200
        assert {FIRST, "serving"} <= {entry["name"] for entry in json.loads(body)["content"]}
        page = _asks(port, address.split(f":{port}/")[1].partition("?")[0], token)
        assert page[0] == 200
        assert b"jupyter" in page[1].lower()
        children = psutil.Process(process.pid).children(recursive=True)
        assert token not in " ".join(_command(child) for child in children)
        request = urllib.request.Request(
            f"http://127.0.0.1:{port}/api/kernels", data=b"{}", headers={"Authorization": f"token {token}"}
        )
        with urllib.request.build_opener(urllib.request.ProxyHandler({})).open(request, timeout=60) as made:
            assert made.status == 201
        children = psutil.Process(process.pid).children(recursive=True)
        assert len(children) >= 2
        process.send_signal(how)
        assert process.wait(60) == 0
        _, alive = psutil.wait_procs(children, timeout=20)
        assert alive == []
    finally:
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()
    said = (tmp_path / "said.txt").read_text()
    assert said.endswith("JupyterLab has ended; your files are in lab\n")
    # A kernel that is ended while it starts has much to say; natfig has not.
    assert "natfig/cli" not in said
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        probe.bind(("127.0.0.1", port))


@pytest.mark.jupyterlab
def test_a_server_that_does_not_start_is_told_of(tmp_path):
    (tmp_path / "config").mkdir()
    (tmp_path / "config" / "jupyter_server_config.py").write_text("raise SystemExit(7)\n")
    process = _start(tmp_path)
    assert process.wait(120) == 3
    assert "JupyterLab ended at its start (exit code" in (tmp_path / "said.txt").read_text()
