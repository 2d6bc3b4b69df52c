"""Configuration: the project's (pyproject.toml, natfig.toml) and the user's saved preferences.

A project's configuration holds defaults for flags; the command line wins. The
user's file holds what natfig once asked ("Python or R?").
"""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from natfig.core.errors import DocumentError, Problem, SpecError, did_you_mean
from natfig.core.io import read_bounded, write_atomic
from natfig.core.record import dataclass, field

__all__ = [
    "KEYS",
    "TABLES",
    "Config",
    "find_config",
    "forget_preference",
    "read_config",
    "read_preference",
    "save_preference",
    "user_config_path",
]

_MAX_BYTES = 1_000_000

# Key of [tool.natfig] → what its value is; every one is the default of a flag of that name.
KEYS: Mapping[str, type | tuple[type, ...]] = {
    "backend": str,
    "journal": str,
    "stage": str,
    "out": str,
    "formats": list,
    "jobs": int,
    "executor": str,
    "select": list,
    "ignore": list,
    "strict": bool,
    "engine": str,
}
# Tables of [tool.natfig] that one part of natfig reads and checks itself: `natfig.qa.profile`,
# `natfig.polish.settings`, `natfig.manuscript.settings`.
TABLES = ("qa", "polish", "manuscript")

_WORDS: Mapping[object, str] = {
    str: "text",
    list: "a list of texts",
    int: "a whole number",
    bool: "true or false",
}
_PREFERENCES = ("backend",)


@dataclass(frozen=True)
class Config:
    """A project's defaults.

    Attributes
    ----------
    path : Path or None
        The file they come from.
    values : mapping
        Only keys of `KEYS`, of the right type.
    tables : mapping
        Only names of `TABLES`; what is in them is not looked at here, so that a mistake
        in one stops only the command that reads it.
    """

    path: Path | None = None
    values: Mapping[str, Any] = field(default_factory=dict)
    tables: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)

    def get(self, key: str, given: Any = None) -> Any:
        """Return what the command line says, else the configured value, else None."""
        return given if given is not None else self.values.get(key)


def find_config(folder: Path) -> Config:
    """Return the nearest configuration at or above a folder.

    In each folder natfig.toml is looked at first, then ``[tool.natfig]`` of
    pyproject.toml; the first one found is the only one used.

    Raises
    ------
    SpecError
        If the file can't be read, or holds an unknown key or a wrong value.
    """
    folder = folder.resolve()
    for place in (folder, *folder.parents):
        own, project = place / "natfig.toml", place / "pyproject.toml"
        if own.is_file():
            return _config(own, _read_toml(own))
        if project.is_file():
            table = _read_toml(project, only_with=b"natfig").get("tool", {})
            if isinstance(table, dict) and "natfig" in table:
                return _config(project, table["natfig"])
    return Config()


def read_config(path: Path) -> Config:
    """Return the configuration of one file: pyproject.toml, or one that holds nothing else.

    Raises
    ------
    SpecError
        If the file can't be read, or holds an unknown key or a wrong value.
    """
    values: Any = _read_toml(path)
    if path.name == "pyproject.toml":
        table = values.get("tool", {})
        values = table.get("natfig", {}) if isinstance(table, dict) else {}
    return _config(path, values)


def _config(path: Path, values: Any) -> Config:
    """Return a file's configuration, its tables apart from its keys."""
    if not isinstance(values, dict):
        raise SpecError(Problem("tool.natfig must be a table", file=str(path)))
    tables = {name: values[name] for name in TABLES if name in values}
    for name, table in tables.items():
        if not isinstance(table, dict):
            raise SpecError(Problem(f"{name}: must be a table, not {table!r}", file=str(path)))
    flat = {k: v for k, v in values.items() if k not in tables}
    return Config(path, _checked(flat, path), tables)


def _read_toml(path: Path, only_with: bytes = b"") -> dict[str, Any]:
    """Return a TOML file; one without the bytes `only_with` is not parsed and counts as empty."""
    try:
        data = read_bounded(path, _MAX_BYTES, "configuration file")
    except DocumentError as error:
        raise SpecError(error.problems) from None
    if only_with not in data:
        # Loading the parser for another project's file costs more than the rest of the search.
        return {}
    import tomllib

    try:
        return tomllib.loads(data.decode("utf-8"))
    except UnicodeDecodeError:
        raise SpecError(Problem("the file is not UTF-8", file=str(path), hint="save it as UTF-8")) from None
    except tomllib.TOMLDecodeError as error:
        raise SpecError(Problem(f"not valid TOML: {error}", file=str(path))) from None
    except RecursionError:
        raise SpecError(Problem("not valid TOML: nested too deep", file=str(path))) from None


def _checked(values: Mapping[str, Any], path: Path) -> Mapping[str, Any]:
    problems = []
    for key, value in values.items():
        kind = KEYS.get(key)
        if kind is None:
            problems.append(
                Problem(
                    f"unknown key '{key}'",
                    file=str(path),
                    hint=did_you_mean(key, [*KEYS, *TABLES], what="keys"),
                )
            )
        elif not _fits(value, kind):
            problems.append(Problem(f"{key}: must be {_WORDS[kind]}, not {value!r}", file=str(path)))
    if problems:
        raise SpecError(problems)
    return dict(values)


def _fits(value: Any, kind: Any) -> bool:
    if kind is list:
        return isinstance(value, list) and all(isinstance(v, str) for v in value)
    return isinstance(value, kind) and (kind is bool or not isinstance(value, bool))


def user_config_path(environ: Mapping[str, str] = os.environ, platform: str = sys.platform) -> Path:
    """Return the file of the user's saved preferences; it need not exist.

    ``$XDG_CONFIG_HOME/natfig/config.toml`` when that is set, else the platform's
    own place: ``%APPDATA%`` on Windows, ``~/Library/Application Support`` on
    macOS, ``~/.config`` elsewhere.
    """
    home = Path(environ.get("HOME") or environ.get("USERPROFILE") or Path.home())
    base = environ.get("XDG_CONFIG_HOME")
    if base and Path(base).is_absolute():
        return Path(base) / "natfig" / "config.toml"
    if platform == "win32":
        return Path(environ.get("APPDATA") or home / "AppData" / "Roaming") / "natfig" / "config.toml"
    if platform == "darwin":
        return home / "Library" / "Application Support" / "natfig" / "config.toml"
    return home / ".config" / "natfig" / "config.toml"


def _preferences(path: Path) -> dict[str, str]:
    if not path.is_file():
        return {}
    values = _read_toml(path)
    unknown = [k for k, v in values.items() if k not in _PREFERENCES or not isinstance(v, str)]
    if unknown:
        hint = f"{did_you_mean(unknown[0], _PREFERENCES, what='keys')} (or delete the file)"
        raise SpecError(Problem(f"'{unknown[0]}' is not a preference", file=str(path), hint=hint))
    return values


def read_preference(key: str, path: Path) -> str | None:
    """Return a saved preference, or None."""
    return _preferences(path).get(key)


def save_preference(key: str, value: str, path: Path) -> None:
    """Save a preference; the file is replaced in one step."""
    _write({**_preferences(path), key: value}, path)


def forget_preference(key: str, path: Path) -> bool:
    """Remove a preference and return whether there was one."""
    values = _preferences(path)
    if key not in values:
        return False
    del values[key]
    _write(values, path)
    return True


def _write(values: Mapping[str, str], path: Path) -> None:
    # Values are names without quotes or backslashes (see `_PREFERENCES`).
    lines = [
        "# Written by natfig; see `natfig backend --help`.",
        *(f'{k} = "{v}"' for k, v in sorted(values.items())),
    ]
    write_atomic(path, ("\n".join(lines) + "\n").encode())
