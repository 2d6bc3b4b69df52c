"""``natfig doctor`` on machines that have and lack things."""

import json
from dataclasses import replace
from importlib import metadata

import pytest

from natfig.cli import _machine, doctor
from natfig.cli._machine import Machine
from natfig.cli.main import main

FACES = {
    "Liberation Sans": True,
    "Arial": True,
    "Nimbus Sans,Nimbus Sans L": True,
    "DejaVu Sans": False,
    "": False,
}


@pytest.fixture
def machine(tmp_path):
    """A machine with every program in /usr/bin and apt."""
    return Machine(
        environ={"HOME": str(tmp_path)},
        which=lambda name: f"/usr/bin/{name}",
        say=lambda argv: "Liberation Sans" if "fc-match" in argv[0] else "Tool 1.2.3 (2026)",
        load=lambda name: None,
        folder=tmp_path,
    )


def without(machine, *names):
    return replace(machine, which=lambda name: None if name in names else f"/usr/bin/{name}")


def found(machine):
    return {item.name: item for item in doctor.diagnose(machine)}


def test_everything_required_is_found_where_the_tests_run(machine):
    missing = [item.name for item in doctor.diagnose(machine) if item.required and not item.found]
    assert missing == []


def test_every_requirement_of_the_package_is_looked_at(machine):
    declared = {
        line.split(">")[0].split("<")[0] for line in metadata.requires("natfig") if "extra" not in line
    }
    assert {name.lower() for name in declared} <= set(found(machine))


@pytest.mark.parametrize(("python", "fit"), [((3, 11, 0), True), ((3, 13, 2), True), ((3, 10, 9), False)])
def test_python(machine, python, fit):
    item = _machine.python(replace(machine, python=python))
    assert item.found is fit
    assert ("3.11 or newer" in item.detail) is not fit


def absent(name):
    raise metadata.PackageNotFoundError(name)


def broken(name):
    raise ImportError("libssl.so.3: cannot open shared object file")


@pytest.mark.parametrize(
    ("change", "detail"),
    [
        ({"version": absent}, "needs >=1.4"),
        ({"version": lambda name: "0.9"}, "needs >=1.4"),
        ({"load": broken}, "libssl.so.3"),
    ],
)
def test_a_package_that_is_missing_old_or_broken(machine, change, detail):
    sick = replace(machine, **change)
    item = found(sick)["duckdb"]
    assert not item.found
    assert detail in item.detail
    assert "python -m pip install --force-reinstall natfig" in doctor.install_lines([item], sick)


@pytest.mark.parametrize(("family", "fit"), FACES.items())
def test_the_face_viewers_take_for_arial(machine, family, fit):
    item = found(replace(machine, say=lambda argv: family))["Arial in viewers"]
    assert item.found is fit
    assert not item.required


def test_programs_tell_their_version_and_place(machine):
    item = found(machine)["inkscape"]
    assert (item.version, item.detail) == ("1.2.3", "/usr/bin/inkscape")


def test_chromium_goes_by_other_names(machine):
    item = found(without(machine, "chromium", "chromium-browser"))["chromium"]
    assert (item.found, item.detail) == (True, "/usr/bin/google-chrome")


@pytest.mark.parametrize(
    ("gone", "line"),
    [
        (("Rscript",), "sudo apt-get install --yes r-base-core"),
        (("inkscape", "pdftotext"), "sudo apt-get install --yes inkscape poppler-utils"),
        (("inkscape", "apt-get"), "sudo dnf install --assumeyes inkscape"),
        (("inkscape", "pdftotext", "apt-get", "dnf"), "brew install inkscape poppler"),
        (("inkscape", "apt-get", "dnf", "brew"), "install with your package manager: inkscape"),
    ],
)
def test_one_line_installs_what_is_missing(machine, gone, line):
    bare = without(machine, *gone)
    lines = doctor.install_lines(doctor.diagnose(bare), bare)
    assert [one for one in lines if not one.startswith("python -m pip")] == [line]


def test_extras_are_one_line(machine):
    bare = replace(
        machine, version=lambda name: absent(name) if name in {"watchfiles", "distributed"} else "99"
    )
    lines = doctor.install_lines(_machine.extras(bare), bare)
    assert lines == ['python -m pip install "natfig[watch,dask]"']


def test_missing_optional_things_are_no_error(capsys, monkeypatch, machine):
    bare = without(machine, "Rscript", "inkscape", "chromium", "fc-match")
    monkeypatch.setattr(doctor, "Machine", lambda: bare)
    assert main(["doctor"]) == 0
    said = capsys.readouterr().out
    assert "not found" in said
    assert "MISSING" not in said


def test_missing_required_things_exit_3(capsys, monkeypatch, machine):
    monkeypatch.setattr(doctor, "Machine", lambda: replace(machine, load=broken))
    assert main(["doctor"]) == 3
    assert "MISSING" in capsys.readouterr().out


def test_json(capsys, monkeypatch, machine):
    monkeypatch.setattr(doctor, "Machine", lambda: without(machine, "Rscript"))
    assert main(["doctor", "--json"]) == 0
    said = json.loads(capsys.readouterr().out)
    assert set(said) == {"natfig", "ok", "backend", "items", "install"}
    assert said["ok"] is True
    item = next(i for i in said["items"] if i["name"] == "Rscript")
    assert item == {
        "name": "Rscript",
        "found": False,
        "required": False,
        "version": None,
        "detail": "",
        "purpose": "backend: r",
    }


def save(machine, text):
    path = _machine.user_config_path(machine.environ)
    path.parent.mkdir(parents=True)
    path.write_text(text)


def test_the_saved_backend_is_shown(machine):
    assert _machine.backend(machine) == {"environment": None, "saved": None, "error": None}
    save(machine, 'backend = "python"\n')
    assert _machine.backend(machine)["saved"] == "python"


def test_a_broken_preference_file_is_reported_not_raised(machine):
    save(machine, "backend = [")
    assert "config.toml" in _machine.backend(machine)["error"]


def test_the_environment_comes_before_the_saved_backend(capsys, monkeypatch, machine):
    save(machine, 'backend = "python"\n')
    other = replace(machine, environ={**machine.environ, "NATFIG_BACKEND": "r"})
    monkeypatch.setattr(doctor, "Machine", lambda: other)
    assert main(["doctor"]) == 0
    lines = [line.split() for line in capsys.readouterr().out.splitlines()]
    assert ["backend", "ok", "r"] in lines


def test_a_file_in_the_way_of_the_folder(machine, tmp_path):
    (tmp_path / "file").write_text("")
    item = _machine.work_folder(replace(machine, folder=tmp_path / "file" / "sub"))
    assert not item.found
    assert "not writable" in item.detail


def test_a_program_that_hangs_or_is_gone_says_nothing(tmp_path):
    assert _machine._say([str(tmp_path / "none")]) == ""
