"""What commands on papers share: finding what lists the figures, and telling what was found."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from natfig.cli._streams import tell
from natfig.core.errors import Problem, SpecError, UsageError

if TYPE_CHECKING:
    from natfig.core.config import Config
    from natfig.manuscript.paper import Checked
    from natfig.manuscript.settings import Settings

__all__ = ["find_paper", "said_of", "tell_findings"]

_NAMES = ("natfig.toml", "pyproject.toml")
_HINT = 'add [manuscript] with figures = ["fig1/spec.yaml"]'


def find_paper(paths: Sequence[Path]) -> tuple[Settings, Config] | None:
    """Return the paper that is meant, or None where specs are named.

    Parameters
    ----------
    paths : sequence of Path
        Nothing (the paper of this folder), a configuration file, a folder with one and without a
        spec.yaml, or specs.

    Raises
    ------
    UsageError
        If nothing is named and there is no paper here, or a configuration and specs are named together.
    SpecError
        If the configuration is wrong or lists no figures.
    """
    from natfig.core.config import find_config, read_config

    if not paths:
        config = find_config(Path())
        if config.path is None or "manuscript" not in config.tables:
            raise UsageError(
                "no spec was named, and no natfig.toml here lists the figures of a paper",
                hint=f"name a spec, or {_HINT}",
            )
        return _settings(config), config
    found = [path for path in map(_configuration, paths) if path is not None]
    if not found:
        return None
    if len(paths) > 1:
        raise UsageError(f"{found[0]} lists its figures itself", hint="name it alone, or name specs")
    if not found[0].is_file():
        raise UsageError(f"no such configuration file: {found[0]}", hint=f"write it and {_HINT}")
    config = read_config(found[0])
    return _settings(config), config


def _configuration(path: Path) -> Path | None:
    """Return the configuration file that a path names, or None."""
    if path.suffix == ".toml":
        return path
    if path.is_dir() and not (path / "spec.yaml").is_file():
        return next((path / name for name in _NAMES if (path / name).is_file()), None)
    return None


def _settings(config: Config) -> Settings:
    from natfig.core.config import Config
    from natfig.manuscript.settings import read_settings

    assert config.path is not None  # noqa: S101 - found or named by the caller
    if config.path.is_absolute():
        # Messages name files as people write them.
        near = os.path.relpath(config.path)
        if len(near) < len(str(config.path)):
            config = Config(Path(near), config.values, config.tables)
    settings = read_settings(config)
    if settings is None:
        raise SpecError(Problem("lists no figures", file=str(config.path), hint=_HINT))
    return settings


def tell_findings(checked: Checked) -> None:
    """Say what was found across the figures, and what was not compared."""
    for one in checked.findings:
        found = one.finding
        tell(f"natfig: {found.severity.value}: {one.place}: {found.code}: {found.message}")
    for note in checked.notes:
        tell(f"natfig: note: {checked.paper.settings.path}: {note}")


def said_of(checked: Checked) -> str:
    """Return a paper in one line: how many figures, and how many findings across them."""
    from natfig.core.findings import Severity

    main, extended = checked.paper.count("main"), checked.paper.count("extended")
    parts = [f"{main} figure{'' if main == 1 else 's'}"]
    if extended:
        parts.append(f"{extended} in Extended Data")
    counts = [(checked.count(severity), severity.value) for severity in Severity]
    found = [f"{number} {word}{'' if number == 1 else 's'}" for number, word in counts if number]
    return f"{', '.join(parts)}; {' and '.join(found) or 'nothing found'} across them"
