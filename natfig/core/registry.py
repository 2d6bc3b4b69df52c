"""One registry per kind of plug-in: a file in a folder is an entry.

Names are listed without importing anything; a module is imported only when its
id is asked for. Third parties add entries through entry points of the same
group name (``natfig.charts``, ``natfig.executors``, …).
"""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Callable, Iterator
from functools import cache
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from natfig.core.errors import NatfigError, UsageError, did_you_mean

if TYPE_CHECKING:
    from importlib.metadata import EntryPoint

__all__ = ["DataRegistry", "ModuleRegistry"]

T = TypeVar("T")

_GROUP = re.compile(rb"^[ \t]*\[[ \t]*(natfig\.[\w.]+)[ \t]*\]", re.MULTILINE)


@cache
def _groups(folders: tuple[str, ...]) -> frozenset[str] | None:
    """Return natfig's entry-point groups that installed packages add to; None: not told by looking.

    `importlib.metadata` reads every package's files to answer that, which takes longer
    than checking a figure; most people have no such package.
    """
    found: set[str] = set()
    for folder in folders:
        try:
            with os.scandir(folder or ".") as entries:
                names = [e.path for e in entries if e.name.endswith((".dist-info", ".egg-info"))]
        except NotADirectoryError:
            return None  # an archive
        except OSError:
            continue
        for name in names:
            try:
                with open(os.path.join(name, "entry_points.txt"), "rb") as file:  # noqa: PTH118, PTH123 - in a hurry
                    found.update(group.decode() for group in _GROUP.findall(file.read()))
            except OSError:
                continue
    return frozenset(found)


def _has_group(group: str) -> bool:
    """Return whether an installed package may add to a group."""
    groups = _groups(tuple(sys.path))
    return groups is None or group in groups


class ModuleRegistry(Generic[T]):
    """Plug-ins that are Python modules: ``<package>/<id>.py`` holds an object named `attribute`.

    Parameters
    ----------
    kind : str
        What an entry is called in messages ("chart kind").
    package : str
        Dotted name of the folder; also the entry-point group.
    attribute : str
        Name of the object in each module; its ``id`` must equal the file name.
    skip : tuple of str
        Modules in the folder that are not entries. Names with a leading underscore never are.
    dashes : bool
        Whether ids are spelt with dashes where file names have underscores.
    """

    def __init__(
        self,
        kind: str,
        package: str,
        attribute: str,
        skip: tuple[str, ...] = ("base",),
        *,
        dashes: bool = False,
    ) -> None:
        self.kind = kind
        self.package = package
        self.attribute = attribute
        self._skip = skip
        self._dashes = dashes
        self._names: list[str] | None = None
        self._points: dict[str, EntryPoint] | None = None
        self._loaded: dict[str, T] = {}

    def _folder(self) -> Path:
        module = import_module(self.package)
        if module.__file__ is None:
            raise NatfigError(f"package {self.package} has no folder")
        return Path(module.__file__).parent

    def names(self) -> list[str]:
        """Return the ids natfig brings along, sorted; nothing is imported."""
        if self._names is None:
            self._names = sorted(
                p.stem.replace("_", "-") if self._dashes else p.stem
                for p in self._folder().iterdir()
                if p.suffix == ".py" and not p.stem.startswith("_") and p.stem not in self._skip
            )
        return list(self._names)

    def _entry_points(self) -> dict[str, EntryPoint]:
        if self._points is None:
            self._points = self._find_points() if _has_group(self.package) else {}
        return self._points

    def _find_points(self) -> dict[str, EntryPoint]:
        from importlib import metadata

        found: dict[str, EntryPoint] = {}
        for point in metadata.entry_points(group=self.package):
            if point.name in found or point.name in self.names():
                raise NatfigError(
                    f"two {self.kind}s are called '{point.name}'",
                    hint=f"uninstall one of them ({point.value})",
                )
            found[point.name] = point
        return found

    def all_names(self) -> list[str]:
        """Return natfig's ids and those of installed third parties, sorted."""
        return sorted([*self.names(), *self._entry_points()])

    def load(self, name: str) -> T:
        """Return the entry called `name`.

        Raises
        ------
        UsageError
            If there is no such entry; the message names the nearest one.
        NatfigError
            If the module is broken or its id differs from its name.
        """
        if name in self._loaded:
            return self._loaded[name]
        if name in self.names():
            path = f"{self.package}.{name.replace('-', '_') if self._dashes else name}"
            value = self._imported(name, lambda: getattr(import_module(path), self.attribute, None))
        elif name in (points := self._entry_points()):
            value = self._imported(name, points[name].load)
        else:
            raise UsageError(f"unknown {self.kind} '{name}'", hint=did_you_mean(name, self.all_names()))
        if getattr(value, "id", None) != name:
            raise NatfigError(f"{self.package}.{name} must define `{self.attribute}` with id '{name}'")
        self._loaded[name] = value
        return self._loaded[name]

    def _imported(self, name: str, load: Callable[[], Any]) -> Any:
        try:
            return load()
        except NatfigError:
            raise
        except Exception as error:  # whatever somebody's module does when it is imported
            reason = str(error) or type(error).__name__
            raise NatfigError(f"{self.kind} '{name}' cannot be loaded: {reason}") from error

    def __iter__(self) -> Iterator[T]:
        return (self.load(name) for name in self.all_names())

    def __contains__(self, name: object) -> bool:
        return isinstance(name, str) and (name in self.names() or name in self._entry_points())


class DataRegistry(Generic[T]):
    """Plug-ins that are data files: ``<folder>/<id><suffix>``, parsed by `parse` on demand.

    Parameters
    ----------
    kind : str
        What an entry is called in messages ("journal").
    folder : callable
        Returns the folder; called late so that listing costs nothing at import.
    parse : callable
        ``parse(path) -> entry``.
    suffix : str
        File suffix with its dot.
    """

    def __init__(
        self, kind: str, folder: Callable[[], Path], parse: Callable[[Path], T], suffix: str = ".yaml"
    ) -> None:
        self.kind = kind
        self._folder = folder
        self._parse = parse
        self._suffix = suffix
        self._loaded: dict[str, T] = {}

    def names(self) -> list[str]:
        """Return all ids, sorted; no file is read."""
        return sorted(p.name.removesuffix(self._suffix) for p in self._folder().glob(f"*{self._suffix}"))

    def path(self, name: str) -> Path:
        """Return the file of an entry.

        Raises
        ------
        UsageError
            If there is no such entry.
        """
        # Ids come from users: asked against the list, "../x" cannot leave the folder.
        if name not in self.names():
            raise UsageError(f"unknown {self.kind} '{name}'", hint=did_you_mean(name, self.names()))
        return self._folder() / f"{name}{self._suffix}"

    def load(self, name: str) -> T:
        """Return the entry called `name`; see `path` for errors."""
        if name not in self._loaded:
            self._loaded[name] = self._parse(self.path(name))
        return self._loaded[name]

    def __iter__(self) -> Iterator[T]:
        return (self.load(name) for name in self.names())

    def __contains__(self, name: object) -> bool:
        return isinstance(name, str) and name in self.names()
