import sys
from importlib import metadata

import pytest

from natfig.core.errors import NatfigError, UsageError
from natfig.core.registry import DataRegistry, ModuleRegistry, _groups

FILES = {
    "__init__.py": "",
    "_private.py": "raise RuntimeError('never imported')",
    "base.py": "raise RuntimeError('never imported')",
    "bar.py": "class K:\n    id = 'bar'\nkind = K()\n",
    "line.py": "class K:\n    id = 'line'\nkind = K()\n",
    "misnamed.py": "class K:\n    id = 'other'\nkind = K()\n",
    "nothing.py": "",
    "broken.py": "import a_package_nobody_has\n",
    "crashing.py": "1 / 0\n",
    "notes.txt": "no entry",
}


class Point:
    """An entry point as `importlib.metadata` has it."""

    def __init__(self, name, entry):
        self.name = name
        self.value = f"thirdparty:{name}"
        self.entry = entry

    def load(self):
        if isinstance(self.entry, Exception):
            raise self.entry
        return self.entry


class Entry:
    def __init__(self, name):
        self.id = name


@pytest.fixture
def registry(tmp_path, monkeypatch):
    package = tmp_path / "plugins_under_test"
    package.mkdir()
    for name, text in FILES.items():
        (package / name).write_text(text)
    monkeypatch.syspath_prepend(tmp_path)
    yield ModuleRegistry("chart kind", "plugins_under_test", "kind")
    for name in [n for n in sys.modules if n.startswith("plugins_under_test")]:
        del sys.modules[name]


@pytest.fixture
def third_parties(monkeypatch):
    """Install entry points for the group of the registry."""
    points = []

    def entry_points(*, group):
        return [p for p in points if group == "plugins_under_test"]

    monkeypatch.setattr(metadata, "entry_points", entry_points)
    monkeypatch.setattr("natfig.core.registry._has_group", lambda group: True)
    return points


def test_names_are_files_and_nothing_is_imported(registry):
    assert registry.names() == ["bar", "broken", "crashing", "line", "misnamed", "nothing"]
    assert not [n for n in sys.modules if n.startswith("plugins_under_test.")]


def test_an_entry_is_imported_when_asked_for_and_once(registry):
    bar = registry.load("bar")
    assert bar.id == "bar"
    assert registry.load("bar") is bar
    assert "plugins_under_test.line" not in sys.modules


def test_an_unknown_name_suggests_the_nearest(registry, third_parties):
    with pytest.raises(UsageError, match=r"^unknown chart kind 'bra'; did you mean 'bar'\?$"):
        registry.load("bra")


@pytest.mark.parametrize(
    "name",
    ["", ".", "..", "../bar", "base", "_private", "__init__", "bar.py", "bar.", "os", "x\0y", "a" * 5000],
)
def test_what_is_no_entry_is_unknown_however_it_is_written(registry, third_parties, name):
    with pytest.raises(UsageError, match=r"^unknown chart kind"):
        registry.load(name)
    assert name not in registry


@pytest.mark.parametrize("name", ["misnamed", "nothing"])
def test_a_module_whose_id_is_not_its_name_is_an_error(registry, name):
    with pytest.raises(NatfigError, match=f"plugins_under_test.{name} must define `kind` with id '{name}'"):
        registry.load(name)


@pytest.mark.parametrize(
    ("name", "reason"), [("broken", "a_package_nobody_has"), ("crashing", "division by zero")]
)
def test_a_module_that_cannot_be_imported_is_named_with_the_reason(registry, name, reason):
    with pytest.raises(NatfigError, match=f"chart kind '{name}' cannot be loaded: .*{reason}"):
        registry.load(name)


def test_third_parties_add_entries(registry, third_parties):
    violin = Entry("violin_pair")
    third_parties.append(Point("violin_pair", violin))
    assert registry.load("violin_pair") is violin
    assert "violin_pair" in registry
    assert "violin_pair" in registry.all_names()
    assert "violin_pair" not in registry.names()


def test_a_third_party_with_another_id_or_no_module_is_an_error(registry, third_parties):
    third_parties += [Point("one", Entry("two")), Point("gone", ImportError("no module named gone"))]
    with pytest.raises(NatfigError, match="must define `kind` with id 'one'"):
        registry.load("one")
    with pytest.raises(NatfigError, match="chart kind 'gone' cannot be loaded: no module named gone"):
        registry.load("gone")


@pytest.mark.parametrize("names", [("bar",), ("new", "new")])
def test_two_entries_of_one_name_are_an_error(registry, third_parties, names):
    third_parties += [Point(n, Entry(n)) for n in names]
    with pytest.raises(NatfigError, match=f"two chart kinds are called '{names[0]}'; uninstall one of them"):
        registry.all_names()


def test_other_groups_are_not_looked_at(registry):
    assert registry.all_names() == registry.names()


def test_iterating_loads_every_entry(tmp_path, monkeypatch, third_parties):
    package = tmp_path / "plugins_in_order"
    package.mkdir()
    for name in ("__init__", "b", "a"):
        (package / f"{name}.py").write_text(f"class K:\n    id = '{name}'\nkind = K()\n")
    monkeypatch.syspath_prepend(tmp_path)
    assert [e.id for e in ModuleRegistry("kind", "plugins_in_order", "kind")] == ["a", "b"]


@pytest.fixture
def data(tmp_path):
    folder = tmp_path / "journals"
    folder.mkdir()
    (folder / "nature.yaml").write_text("n")
    (folder / "cell.yaml").write_text("c")
    (folder / "readme.txt").write_text("r")
    (tmp_path / "secret.yaml").write_text("s")
    (folder / "sub").mkdir()
    (folder / "sub" / "inner.yaml").write_text("i")
    return DataRegistry("journal", lambda: folder, lambda path: path.read_text())


def test_data_files_are_entries(data):
    assert data.names() == ["cell", "nature"]
    assert data.load("nature") == "n"
    assert list(data) == ["c", "n"]
    assert "cell" in data
    assert "readme" not in data
    assert 5 not in data


def test_a_file_is_parsed_once(data):
    assert data.load("cell") is data.load("cell")


@pytest.mark.parametrize(
    "name",
    [
        "../secret",
        "sub/inner",
        "sub/../nature",
        "./../journals/nature",
        "/etc/passwd",
        "",
        ".",
        "..",
        "nature.yaml",
        "x\0y",
        "a" * 5000,
    ],
)
def test_an_id_cannot_leave_the_folder(data, name):
    with pytest.raises(UsageError, match=r"^unknown journal"):
        data.load(name)
    assert name not in data


def test_an_unknown_data_file_suggests_the_nearest(data):
    with pytest.raises(UsageError, match=r"^unknown journal 'natur'; did you mean 'nature'\?$"):
        data.path("natur")


def installed(folder, text, name="thirdparty-1.0.dist-info"):
    """A package's metadata in a folder, with its entry points."""
    (folder / name).mkdir()
    (folder / name / "METADATA").write_text("Metadata-Version: 2.1\nName: thirdparty\nVersion: 1.0\n")
    (folder / name / "entry_points.txt").write_text(text)


@pytest.mark.parametrize("name", ["thirdparty-1.0.dist-info", "thirdparty.egg-info"])
def test_an_installed_package_is_found(tmp_path, monkeypatch, name):
    installed(tmp_path, "[console_scripts]\nx = y:z\n\n[natfig.qa.checks]\nmine = thirdparty:check\n", name)
    (tmp_path / "thirdparty.py").write_text("class K:\n    id = 'mine'\ncheck = K()\n")
    monkeypatch.syspath_prepend(tmp_path)
    found = ModuleRegistry("check", "natfig.qa.checks", "check")
    assert "mine" in found.all_names()
    assert found.load("mine").id == "mine"
    assert "mine" not in ModuleRegistry("file type", "natfig.qa.readers", "reader").all_names()
    sys.modules.pop("thirdparty")


def test_looking_finds_what_importlib_finds(tmp_path, monkeypatch):
    installed(tmp_path, "[natfig.charts]\na = b:c\n[natfig.cli]\nd = e:f\n[natfig]\ng = h:i\n")
    monkeypatch.syspath_prepend(tmp_path)
    groups = {g for g in metadata.entry_points().groups if g.startswith("natfig.")}
    assert _groups(tuple(sys.path)) == groups >= {"natfig.charts"}


def test_an_archive_on_the_path_is_left_to_importlib(tmp_path):
    archive = tmp_path / "packages.zip"
    archive.touch()
    assert _groups((str(tmp_path), str(archive))) is None
    assert _groups((str(tmp_path), str(tmp_path / "nowhere"))) == frozenset()
