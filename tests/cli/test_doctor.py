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


R_PACKAGES = {
    "ggplot2": "3.4.1",
    "patchwork": "1.1.2",
    "svglite": "2.1.1",
    "ragg": "1.2.5",
    "ggrepel": "0.9.3",
    "ggbeeswarm": "0.7.1",
}
CRAN = "Rscript -e 'chooseCRANmirror(ind = 1); install.packages({})'"


def speaking(packages=R_PACKAGES, version="4.2.2"):
    """Return what the programs of a machine say, R with these packages."""

    def say(argv):
        if "fc-match" in argv[0]:
            return "Liberation Sans"
        if argv[0].endswith("Rscript"):
            if "--version" in argv:
                return f"Rscript (R) version {version} (2022-10-31)"
            return "".join(f"natfig-package {p} {v} \n" for p, v in packages.items())
        return "Tool 1.2.3 (2026)"

    return say


@pytest.fixture
def machine(tmp_path):
    """A machine with every program in /usr/bin but conda, and apt."""
    return Machine(
        environ={"HOME": str(tmp_path)},
        which=lambda name: None if name == "conda" else f"/usr/bin/{name}",
        say=speaking(),
        load=lambda name: None,
        folder=tmp_path,
    )


def without(machine, *names):
    gone = {*names, "conda"}
    return replace(machine, which=lambda name: None if name in gone else f"/usr/bin/{name}")


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


ALL_R = " ".join(f"r-cran-{p}" for p in R_PACKAGES)
ALL_CRAN = "c(" + ", ".join(f'"{p}"' for p in R_PACKAGES) + ")"


def r_lines(machine):
    lines = doctor.install_lines(doctor.diagnose(machine), machine)
    return [one for one in lines if not one.startswith("python -m pip")]


@pytest.mark.parametrize(
    ("gone", "lines"),
    [
        (("Rscript",), [f"sudo apt-get install --yes r-base-core {ALL_R}"]),
        (("Rscript", "apt-get"), ["sudo dnf install --assumeyes R-core", CRAN.format(ALL_CRAN)]),
        (("Rscript", "apt-get", "dnf"), ["brew install r", CRAN.format(ALL_CRAN)]),
    ],
)
def test_r_and_its_packages_are_installed_by_whoever_has_them(machine, gone, lines):
    assert r_lines(without(machine, *gone)) == lines


@pytest.mark.parametrize(
    ("packages", "lines"),
    [
        (R_PACKAGES, []),
        ({**R_PACKAGES, "ragg": ""}, ["sudo apt-get install --yes r-cran-ragg"]),
        ({**R_PACKAGES, "ggplot2": "3.3.6"}, [CRAN.format('"ggplot2"')]),
        ({**R_PACKAGES, "ggplot2": "3.10.0"}, []),
    ],
)
def test_packages_of_r_are_found_by_version(machine, packages, lines):
    some = replace(machine, say=speaking({p: v for p, v in packages.items() if v}))
    assert r_lines(some) == lines
    fits = {n.removeprefix("R package "): i for n, i in found(some).items() if n.startswith("R package")}
    assert {n for n, i in fits.items() if not i.found} == {
        n for n, v in packages.items() if v in ("", "3.3.6")
    }
    assert all(i.detail == "" or "or newer" in i.detail for i in fits.values())


def test_an_old_r_is_no_r(machine):
    item = found(replace(machine, say=speaking(version="4.1.2")))["Rscript"]
    assert (item.found, item.version) == (False, "4.1.2")
    assert "needs 4.2 or newer" in item.detail


@pytest.mark.parametrize(("rscript", "base"), [(None, "r-base "), ("/opt/env/bin/Rscript", "")])
def test_conda_is_asked_where_its_environment_is_active(machine, rscript, base):
    places = {"conda": "/opt/conda/bin/conda", "Rscript": rscript}
    some = replace(
        machine,
        environ={**machine.environ, "CONDA_PREFIX": "/opt/env"},
        which=lambda name: places.get(name, f"/usr/bin/{name}"),
        say=speaking({p: v for p, v in R_PACKAGES.items() if p != "svglite"}),
    )
    packages = "r-svglite" if rscript else " ".join(f"r-{p}" for p in R_PACKAGES)
    assert r_lines(some) == [f"conda install --yes --channel conda-forge {base}{packages}"]


def test_conda_leaves_a_system_s_r_alone(machine):
    some = replace(
        machine,
        environ={**machine.environ, "CONDA_PREFIX": "/opt/env"},
        which=lambda name: f"/usr/bin/{name}",
        say=speaking({}),
    )
    assert r_lines(some) == [f"sudo apt-get install --yes {ALL_R}"]


@pytest.mark.parametrize("how", ["environment", "saved"])
def test_r_is_required_where_it_is_the_preferred_backend(capsys, monkeypatch, machine, how):
    bare = without(machine, "Rscript")
    if how == "environment":
        bare = replace(bare, environ={**bare.environ, "NATFIG_BACKEND": "R"})
    else:
        save(bare, 'backend = "r"\n')
    monkeypatch.setattr(doctor, "Machine", lambda: bare)
    assert main(["doctor"]) == 3
    said = capsys.readouterr().out
    assert "MISSING" in said
    assert "sudo apt-get install --yes r-base-core r-cran-ggplot2" in said


def test_r_tells_the_versions_it_has():
    """R itself is asked here: the code in the question is R's."""
    from natfig.cli import _machine_r

    items = {i.name: i for i in _machine_r.r_items(Machine())}
    path = Machine().which("Rscript")
    asked = _machine._say([path, "--vanilla", "-e", "cat(as.character(packageVersion('ggplot2')))"])
    assert items["R package ggplot2"].version == asked
    assert items["R package ggplot2"].found


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
