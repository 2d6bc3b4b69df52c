"""Which files `natfig qa` looks at, and what their project says of them."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator, Sequence
from pathlib import Path

from natfig.core.config import find_config
from natfig.core.errors import UsageError, did_you_mean
from natfig.core.record import dataclass, field
from natfig.qa.profile import Profile, read_profile
from natfig.qa.runner import SUFFIXES

__all__ = ["Figure", "Found", "Profiles", "find_figures"]

# Folders nobody keeps figures in; hidden ones are passed over too.
SKIPPED = frozenset({"node_modules", "__pycache__"})


@dataclass(frozen=True, slots=True)
class Figure:
    """One file to check.

    Parameters
    ----------
    path : Path
        As the user named it, or below the folder the user named.
    profile : Profile
        What its project says.
    relative : str
        Its path as the project's patterns see it.
    """

    path: Path
    profile: Profile
    relative: str


@dataclass(slots=True)
class Found:
    """The files of one run; `excluded` counts those the configuration leaves out."""

    figures: list[Figure] = field(default_factory=list)
    excluded: int = 0


class Profiles:
    """The configuration of each folder, read once."""

    def __init__(self) -> None:
        self._of_folder: dict[Path, Profile] = {}
        self._of_file: dict[Path, Profile] = {}

    def at(self, folder: Path) -> Profile:
        """Return the profile of an absolute folder.

        Raises
        ------
        SpecError
            If its configuration file is wrong.
        """
        if folder not in self._of_folder:
            config = find_config(folder)
            key = config.path or Path()
            if key not in self._of_file:
                self._of_file[key] = read_profile(config)
            self._of_folder[folder] = self._of_file[key]
        return self._of_folder[folder]


def _walk(top: Path) -> Iterator[tuple[Path, list[str]]]:
    """Yield a folder and those below with their figures, sorted; links to folders are not followed.

    Raises
    ------
    UsageError
        If one can't be looked into: its figures would pass unseen.
    """
    waiting = [top]
    while waiting:
        folder = waiting.pop()
        try:
            with os.scandir(folder) as entries:
                shown = sorted((e for e in entries if not e.name.startswith(".")), key=lambda e: e.name)
        except OSError as error:
            raise UsageError(f"cannot look into {folder}: {error.strerror or error}") from None
        yield folder, [e.name for e in shown if e.name.lower().endswith(SUFFIXES) and _is_file(e)]
        below = [e.name for e in shown if e.name not in SKIPPED and e.is_dir(follow_symlinks=False)]
        waiting += [folder / name for name in reversed(below)]


def _is_file(entry: os.DirEntry[str]) -> bool:
    try:
        return entry.is_file()
    except OSError:  # a link to itself
        return False


def _check_named(path: Path) -> None:
    try:
        mode = path.stat().st_mode
    except (FileNotFoundError, NotADirectoryError):
        raise _missing(path) from None
    except (OSError, ValueError) as error:
        raise UsageError(f"cannot read {path}: {getattr(error, 'strerror', None) or error}") from None
    # A pipe could be waited for without end.
    if not stat.S_ISDIR(mode) and not stat.S_ISREG(mode):
        raise UsageError(f"{path} is neither a file nor a folder", hint="save the figure to a file first")


def _missing(path: Path) -> UsageError:
    """Return the error for a path that isn't there, with the figure or folder that may be meant."""
    folder = path.parent
    near: list[str] = []
    if folder.is_dir():
        with os.scandir(folder) as entries:
            near = [
                e.name
                for e in entries
                if e.name.lower().endswith(SUFFIXES) or (e.is_dir() and not e.name.startswith("."))
            ]
    hint = did_you_mean(path.name, near, what="there are") if near else None
    return UsageError(f"no such file or folder: {path}", hint=hint)


def find_figures(arguments: Sequence[Path], profiles: Profiles, *, force_exclude: bool = False) -> Found:
    """Return the files that the arguments name, in order and once each.

    Parameters
    ----------
    arguments : sequence of Path
        Files of any name, and folders, of which every figure below is taken.
    profiles : Profiles
    force_exclude : bool
        Leave out what the configuration excludes also where it is named itself.

    Raises
    ------
    UsageError
        If something isn't there, or a folder holds no figure.
    SpecError
        If a configuration file is wrong.
    """
    # What is missing is said before anything is looked at.
    for path in arguments:
        _check_named(path)
    found = Found()
    seen: set[Path] = set()
    for path in arguments:
        if path.is_dir():
            _add_folder(path, profiles, found, seen)
        else:
            _add(path, path.parent.resolve(), profiles, found, seen, may_exclude=force_exclude)
    return found


def _add_folder(top: Path, profiles: Profiles, found: Found, seen: set[Path]) -> None:
    is_empty = True
    for folder, names in _walk(top):
        place = folder.resolve() if names else folder
        for name in names:
            is_empty = False
            _add(folder / name, place, profiles, found, seen, may_exclude=True)
    if is_empty:
        kinds = ", ".join(SUFFIXES)
        raise UsageError(f"{top} holds no figure", hint=f"looked for {kinds} there and below")


def _add(
    path: Path, folder: Path, profiles: Profiles, found: Found, seen: set[Path], *, may_exclude: bool
) -> None:
    place = folder / path.name
    if place in seen:
        return
    seen.add(place)
    profile = profiles.at(folder)
    relative = profile.relative(place)
    if may_exclude and profile.is_excluded(relative):
        found.excluded += 1
    else:
        found.figures.append(Figure(path, profile, relative))
