"""What all tests share: programs they may need, and steps that run once a session."""

import contextlib
import fcntl
import json
import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest
from hypothesis import settings

from oracles import programs

# Where many people wait for one run, it tries the same examples every time; every other
# run looks for new ones.
settings.register_profile("ci", derandomize=True, deadline=None)
settings.register_profile("deep", max_examples=3000, deadline=None)  # pytest --hypothesis-profile=deep
# A busy machine is no fault of natfig's: speed is for the benchmarks.
settings.register_profile("here", deadline=None)
settings.load_profile("ci" if os.environ.get("CI") else "here")

ROOT = Path(__file__).resolve().parent.parent
TEMPLATES = ROOT / "templates" / "specs"
RENDER_TIMEOUT_S = 900


def pytest_runtest_setup(item):
    """Skip visibly what needs a program that is missing; where all should be there, fail."""
    for marker in programs.NEEDS:
        if item.get_closest_marker(marker) and (reason := programs.missing(marker)):
            if os.environ.get("CI"):
                pytest.fail(f"{reason}; it must be there when CI is set", pytrace=False)
            pytest.skip(reason)


@pytest.fixture(scope="session")
def once(tmp_path_factory, worker_id):
    """Return ``once(name, make)``: run a step in one worker, hand its folder to all.

    ``make(folder)`` fills the folder. Workers of one run share what pytest gives
    them; the first to take the lock does the work, the others wait for it. A step
    that failed fails again for everyone, with the same reason.
    """
    base = tmp_path_factory.getbasetemp()
    shared = (base if worker_id == "master" else base.parent) / "once"
    shared.mkdir(exist_ok=True)

    def _once(name, make):
        folder, verdict = shared / name, shared / f"{name}.json"
        with (shared / f"{name}.lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            if not verdict.exists():
                folder.mkdir()
                error = None
                try:
                    make(folder)
                except Exception as raised:  # noqa: BLE001 - kept for all workers and raised below
                    error = f"{type(raised).__name__}: {raised}"
                verdict.write_text(json.dumps(error))
        if error := json.loads(verdict.read_text()):
            pytest.fail(f"the step '{name}' failed: {error}", pytrace=False)
        return folder

    return _once


@dataclass(frozen=True)
class Rendered:
    """What `natfig render` wrote of all templates into one folder."""

    folder: Path
    report: dict

    def figure(self, name):
        """Return the entry of one template in the report."""
        for entry in self.report["figures"]:
            if Path(entry["spec"]).parent.name == name:
                return entry
        said = (self.folder / "stderr.txt").read_text(encoding="utf-8").splitlines()
        why = [line for line in said if "error" in line and f"/{name}/" in line] or said[-5:]
        pytest.fail(f"natfig render did not build {name}: " + "\n".join(why), pytrace=False)

    def file(self, name, suffix):
        """Return an output file of one template."""
        return self.folder / f"{self.figure(name)['id']}.{suffix}"


def render_templates(folder, *options, names=None, **env):
    """Render templates with the command line, as a user does; the report goes to report.json.

    An environment variable given as None is removed.
    """
    specs = [TEMPLATES / name / "spec.yaml" for name in names or template_names()]
    argv = [sys.executable, "-m", "natfig", "render", *map(str, specs), "--out", str(folder), "--json"]
    environ = {k: v for k, v in {**os.environ, **env}.items() if v is not None}
    done = subprocess.run(
        [*argv, "--backend", "python", *options],
        cwd=folder,
        env=environ,
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=RENDER_TIMEOUT_S,
        check=False,
    )
    (folder / "stderr.txt").write_text(done.stderr, encoding="utf-8")
    # One figure that can't be built is reported by its own tests; here only the report counts.
    with contextlib.suppress(json.JSONDecodeError):
        json.loads(done.stdout)
        (folder / "report.json").write_text(done.stdout, encoding="utf-8")
        return
    raise RuntimeError(f"natfig render exited {done.returncode} and wrote no JSON: {done.stderr[-1500:]}")


def template_names():
    """Return the names of all templates, sorted."""
    return sorted(path.parent.name for path in TEMPLATES.glob("*/spec.yaml"))


@pytest.fixture(scope="session")
def rendered(once):
    """All templates, rendered once with two jobs."""
    folder = once("rendered", lambda folder: render_templates(folder, "--jobs", "2"))
    return Rendered(folder, json.loads((folder / "report.json").read_text(encoding="utf-8")))


@pytest.fixture(scope="session")
def rendered_elsewhere(once):
    """The same again: another folder, one job, other locale, clock, hash seed and home."""

    def make(folder):
        home = folder / "home"
        home.mkdir()
        render_templates(
            folder,
            LC_ALL="C",
            LANG=None,
            TZ="Pacific/Auckland",
            PYTHONHASHSEED="12345",
            HOME=str(home),
            MPLCONFIGDIR=None,
            SOURCE_DATE_EPOCH=None,
        )

    folder = once("rendered-elsewhere", make)
    return Rendered(folder, json.loads((folder / "report.json").read_text(encoding="utf-8")))
