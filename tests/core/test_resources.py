import pytest

from natfig.core import resources
from natfig.core.errors import NatfigError
from natfig.core.resources import styles_dir, templates_dir


@pytest.mark.parametrize(
    "path",
    [
        styles_dir("journals", "nature.yaml"),
        styles_dir("palettes", "nature.yaml"),
        styles_dir("fonts", "LiberationSans-Regular.ttf"),
        styles_dir("fonts", "LICENSE-Liberation.txt"),
        styles_dir("nature.mplstyle"),
        templates_dir("specs", "serving", "spec.yaml"),
    ],
    ids=lambda p: p.name,
)
def test_shipped_files_are_found(path):
    assert path.is_file()


def test_a_wheel_holds_them_inside_the_package_and_that_place_comes_first(tmp_path, monkeypatch):
    inside = tmp_path / "natfig" / "styles"
    inside.mkdir(parents=True)
    monkeypatch.setattr(resources, "__file__", str(tmp_path / "natfig" / "core" / "resources.py"))
    assert resources._data_dir.__wrapped__("styles") == inside
    (tmp_path / "templates").mkdir()
    assert resources._data_dir.__wrapped__("templates") == tmp_path / "templates"


def test_an_incomplete_installation_says_what_to_do(tmp_path, monkeypatch):
    monkeypatch.setattr(resources, "__file__", str(tmp_path / "natfig" / "core" / "resources.py"))
    with pytest.raises(NatfigError, match="styles/ folder is missing; install natfig again"):
        resources._data_dir.__wrapped__("styles")
