import hashlib
import json

import pytest

from natfig.core.io import hash_file
from natfig.render import cache
from natfig.render.cache import State, expand, fingerprint, hash_inputs, load, lookup, store

OPTIONS = {"formats": None, "backend": None, "NATFIG_BACKEND": None}


@pytest.fixture
def build(tmp_path):
    """A finished build: spec.yaml, data/*.csv, panels.py and two outputs."""
    (tmp_path / "data").mkdir()
    for name in ("spec.yaml", "data/a.csv", "data/b.csv", "panels.py"):
        (tmp_path / name).write_text(name)
    out = tmp_path / "out"
    out.mkdir()
    for name in ("fig.svg", "fig.manifest.json"):
        (out / name).write_text(name)
    globs = {"data/*.csv": expand(tmp_path, "data/*.csv")}
    inputs = hash_inputs(tmp_path, ["spec.yaml", *globs["data/*.csv"], "panels.py"])
    outputs = {p.name: hash_file(p) for p in out.iterdir()}
    store(
        out,
        "fig",
        State("spec.yaml", OPTIONS, fingerprint(), inputs, globs, outputs, {"id": "fig", "outputs": []}),
    )
    return tmp_path


def found(build, options=OPTIONS):
    return lookup(build / "spec.yaml", build / "out", options)


def test_nothing_changed_is_a_hit(build):
    state = found(build)
    assert state is not None
    assert state.figure == {"id": "fig", "outputs": []}


def test_touching_without_changing_is_a_hit(build):
    (build / "data/a.csv").write_text("data/a.csv")
    assert found(build) is not None


@pytest.mark.parametrize(
    "name", ["spec.yaml", "data/a.csv", "panels.py", "out/fig.svg", "out/fig.manifest.json"]
)
@pytest.mark.parametrize("change", ["edit", "remove"])
def test_a_changed_or_missing_file_is_a_miss(build, name, change):
    path = build / name
    if change == "edit":
        path.write_text("changed")
    else:
        path.unlink()
    assert found(build) is None


def test_a_new_file_under_a_glob_is_a_miss(build):
    (build / "data/c.csv").write_text("c")
    assert found(build) is None


def test_a_file_the_glob_does_not_match_is_a_hit(build):
    (build / "data/notes.txt").write_text("c")
    assert found(build) is not None


@pytest.mark.parametrize(
    "change", [{"formats": ["svg"]}, {"backend": "r"}, {"NATFIG_BACKEND": "r"}, {"another": True}]
)
def test_other_options_are_a_miss(build, change):
    assert found(build, {**OPTIONS, **change}) is None


def test_another_version_of_a_library_is_a_miss(build, monkeypatch):
    version = cache.metadata.version
    monkeypatch.setattr(
        cache.metadata, "version", lambda name: "99" if name == "matplotlib" else version(name)
    )
    assert found(build) is None


def test_another_python_is_a_miss(build, monkeypatch):
    monkeypatch.setattr(cache.sys, "version", "4.0")
    assert found(build) is None


def test_an_edited_journal_is_a_miss(build, monkeypatch, tmp_path):
    styles = tmp_path / "styles"
    styles.mkdir()
    (styles / "nature.yaml").write_text("old")
    monkeypatch.setattr(cache, "styles_dir", lambda: styles)
    before = fingerprint()
    (styles / "nature.yaml").write_text("changed")
    assert fingerprint() != before


def test_another_spec_or_folder_is_a_miss(build):
    (build / "other.yaml").write_text("spec.yaml")
    assert lookup(build / "other.yaml", build / "out", OPTIONS) is None
    assert lookup(build / "spec.yaml", build / "elsewhere", OPTIONS) is None


def test_the_spec_of_another_folder_does_not_hit_by_its_name(build):
    other = build / "project"
    other.mkdir()
    (other / "spec.yaml").write_text("another figure")
    assert lookup(other / "spec.yaml", build / "out", OPTIONS) is None


def good(build):
    return json.loads((build / "out/.natfig/fig.json").read_text())


CORRUPT = {
    "empty": "",
    "half": '{"spec": "spec.yaml", "opt',
    "list": "[]",
    "null": "null",
    "deep": "[" * 100_000,
    "not text": "\ud800",
}


@pytest.mark.parametrize("text", CORRUPT.values(), ids=CORRUPT)
def test_a_damaged_state_file_is_a_miss(build, text):
    (build / "out/.natfig/fig.json").write_bytes(text.encode("utf-8", "surrogatepass"))
    assert load(build / "out", "fig") is None
    assert found(build) is None


@pytest.mark.parametrize("key", ["spec", "options", "tools", "inputs", "globs", "outputs", "figure"])
@pytest.mark.parametrize("value", [None, 5, [], "x", ["a", 1], {}, {"x": 1}, {"\0": "a"}], ids=repr)
def test_a_state_file_of_another_shape_is_a_miss(build, key, value):
    (build / "out/.natfig/fig.json").write_text(json.dumps({**good(build), key: value}))
    assert found(build) is None or (key == "globs" and value == {})


@pytest.mark.parametrize("change", ["missing", "more"])
def test_a_state_file_of_another_version_is_a_miss(build, change):
    state = good(build)
    if change == "missing":
        del state["globs"]
    else:
        state["new"] = 1
    (build / "out/.natfig/fig.json").write_text(json.dumps(state))
    assert found(build) is None


def test_a_damaged_neighbour_does_not_hide_a_good_state(build):
    (build / "out/.natfig/aaa.json").write_text("{")
    assert found(build) is not None


def test_a_folder_that_refuses_the_state_does_not_stop_the_build(build):
    (build / "blocked").write_text("a file")
    store(build / "blocked", "fig", State("s", {}, "", {}, {}, {}, {}))
    assert load(build / "blocked", "fig") is None


@pytest.mark.parametrize(
    ("pattern", "files"),
    [
        ("data/*.csv", ["data/a.csv", "data/b.csv"]),
        ("data/[a]*.csv", ["data/a.csv"]),
        ("data/?.csv", ["data/a.csv", "data/b.csv"]),
        ("**/*.csv", ["data/a.csv", "data/b.csv"]),
        ("data/a.csv", ["data/a.csv"]),
        ("missing.csv", ["missing.csv"]),
        ("missing/*.csv", []),
    ],
)
def test_patterns_name_files_in_order(build, pattern, files):
    assert expand(build, pattern) == files


def test_an_absolute_pattern_is_followed(build, tmp_path_factory):
    folder = tmp_path_factory.mktemp("elsewhere")
    files = expand(folder, str(build / "data" / "*.csv"))
    assert [(folder / f).resolve() for f in files] == [build / "data/a.csv", build / "data/b.csv"]


def test_missing_inputs_are_left_to_the_loader(build):
    assert list(hash_inputs(build, ["spec.yaml", "missing.csv", "data"])) == ["spec.yaml"]


def state_of(out, name, data, **facts):
    figure = {"id": name, "outputs": [{"path": f"{name}.svg"}], "claims": {}, **facts}
    outputs = {f"{name}.svg": hashlib.sha256(data).hexdigest()}
    return cache.State("spec.yaml", {}, "t", {"spec.yaml": "0"}, {}, outputs, figure)


def built(out, data, **facts):
    """Write a build as render does: what was there is kept first."""
    state = state_of(out, "fig", data, **facts)
    cache.keep_previous(out, "fig", {out / "fig.svg": data}, state.figure)
    out.mkdir(exist_ok=True)
    (out / "fig.svg").write_bytes(data)
    cache.store(out, "fig", state)


def test_the_build_before_is_kept_once_another_differs(tmp_path):
    built(tmp_path, b"<svg>1</svg>")
    assert cache.previous(tmp_path, "fig") is None
    built(tmp_path, b"<svg>1</svg>")
    assert cache.previous(tmp_path, "fig") is None, "nothing differs"
    built(tmp_path, b"<svg>2</svg>")
    assert cache.previous(tmp_path, "fig").drawing.read_bytes() == b"<svg>1</svg>"
    built(tmp_path, b"<svg>2</svg>")
    assert cache.previous(tmp_path, "fig").drawing.read_bytes() == b"<svg>1</svg>"
    built(tmp_path, b"<svg>2</svg>", claims={"gain": {"value": 2}})
    kept = cache.previous(tmp_path, "fig")
    assert kept.drawing.read_bytes() == b"<svg>2</svg>"
    assert kept.figure["claims"] == {}


def test_a_drawing_somebody_edited_is_no_build(tmp_path):
    built(tmp_path, b"<svg>1</svg>")
    (tmp_path / "fig.svg").write_bytes(b"<svg>mine</svg>")
    built(tmp_path, b"<svg>2</svg>")
    assert cache.previous(tmp_path, "fig") is None


@pytest.mark.parametrize("content", [b"", b"[]", b"{", b"[" * 5000])
def test_broken_facts_are_no_previous_build(tmp_path, content):
    built(tmp_path, b"<svg>1</svg>")
    built(tmp_path, b"<svg>2</svg>")
    (tmp_path / ".natfig" / "fig.previous" / "facts.json").write_bytes(content)
    assert cache.previous(tmp_path, "fig") is None


@pytest.fixture
def program(tmp_path, monkeypatch):
    """A program on PATH and the file about one of its packages."""
    folder = tmp_path / "bin"
    folder.mkdir()
    path = folder / "Rscript"
    path.write_text("#!/bin/sh\n")
    path.chmod(0o755)
    about = tmp_path / "ggplot2" / "DESCRIPTION"
    about.parent.mkdir()
    about.write_text("Version: 3.4.1\n")
    monkeypatch.setenv("PATH", str(folder))
    return path, about


@pytest.mark.parametrize(
    "change", ["nothing", "package", "no package", "program", "no program", "another program"]
)
def test_a_program_that_was_installed_anew_is_seen(program, change, tmp_path, monkeypatch):
    path, about = program
    known = cache.stamps([str(path), str(about)])
    if change == "package":
        about.write_text("Version: 3.5.0\n\n")
    elif change == "no package":
        about.unlink()
    elif change == "program":
        path.write_text("#!/bin/sh\n# newer\n")
    elif change == "no program":
        monkeypatch.setenv("PATH", str(tmp_path))
    elif change == "another program":
        other = tmp_path / "first" / "Rscript"
        other.parent.mkdir()
        other.write_text("#!/bin/sh\n")
        other.chmod(0o755)
        monkeypatch.setenv("PATH", f"{other.parent}:{path.parent}")
    assert (cache.stamps([str(path), str(about)]) == known) is (change == "nothing")
