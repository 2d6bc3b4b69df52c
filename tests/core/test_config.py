"""Configuration files: the project's and the user's."""

from pathlib import Path

import pytest

from natfig.core.config import (
    Config,
    find_config,
    forget_preference,
    read_preference,
    save_preference,
    user_config_path,
)
from natfig.core.errors import SpecError


def test_nothing_is_found(tmp_path):
    (tmp_path / "pyproject.toml").write_text("[tool.other]\nx = 1\n")
    config = find_config(tmp_path)
    assert config.get("backend") is None or config.path is not None


def test_the_nearest_file_above_counts(tmp_path):
    below = tmp_path / "a" / "b"
    below.mkdir(parents=True)
    (tmp_path / "pyproject.toml").write_text('[tool.natfig]\njournal = "nature"\njobs = 2\n')
    assert find_config(below).values == {"journal": "nature", "jobs": 2}
    (tmp_path / "a" / "natfig.toml").write_text('journal = "science"\n')
    assert find_config(below).values == {"journal": "science"}
    assert find_config(below).path == (tmp_path / "a" / "natfig.toml").resolve()


def test_the_command_line_wins():
    config = Config(None, {"journal": "nature"})
    assert config.get("journal", "science") == "science"
    assert config.get("journal") == "nature"


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ('jurnal = "x"', "unknown key 'jurnal'; did you mean 'journal'?"),
        ("journal = 5", "journal: must be text, not 5"),
        ('jobs = "2"', "jobs: must be a whole number"),
        ("jobs = true", "jobs: must be a whole number"),
        ("formats = [1]", "formats: must be a list of texts"),
        ("strict = 1", "strict: must be true or false"),
        ("journal = ", "not valid TOML"),
        ("x = " + "[" * 5000, "not valid TOML"),
    ],
)
def test_a_wrong_file_is_told(tmp_path, text, message):
    (tmp_path / "natfig.toml").write_text(text)
    with pytest.raises(SpecError, match=r"natfig\.toml") as caught:
        find_config(tmp_path)
    assert message in str(caught.value)


def test_a_file_that_is_not_utf8(tmp_path):
    (tmp_path / "natfig.toml").write_bytes(b'journal = "\xe4"')
    with pytest.raises(SpecError, match="not UTF-8"):
        find_config(tmp_path)


@pytest.mark.parametrize(
    ("environ", "platform", "expected"),
    [
        ({"XDG_CONFIG_HOME": "/x", "HOME": "/h"}, "linux", "/x/natfig/config.toml"),
        ({"XDG_CONFIG_HOME": "relative", "HOME": "/h"}, "linux", "/h/.config/natfig/config.toml"),
        ({"HOME": "/h"}, "linux", "/h/.config/natfig/config.toml"),
        ({"HOME": "/h"}, "darwin", "/h/Library/Application Support/natfig/config.toml"),
        ({"USERPROFILE": "/u", "APPDATA": "/u/r"}, "win32", "/u/r/natfig/config.toml"),
    ],
)
def test_where_preferences_lie(environ, platform, expected):
    assert user_config_path(environ, platform) == Path(expected)


def test_a_preference_is_saved_read_and_forgotten(tmp_path):
    path = tmp_path / "natfig" / "config.toml"
    assert read_preference("backend", path) is None
    assert not forget_preference("backend", path)
    save_preference("backend", "python", path)
    assert read_preference("backend", path) == "python"
    assert forget_preference("backend", path)
    assert read_preference("backend", path) is None


def test_a_strange_preference_is_told(tmp_path):
    path = tmp_path / "config.toml"
    path.write_text('backnd = "python"\n')
    with pytest.raises(SpecError, match=r"'backnd' is not a preference; did you mean 'backend'\?"):
        read_preference("backend", path)
