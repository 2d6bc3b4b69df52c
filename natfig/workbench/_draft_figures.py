"""The figures a draft under review is held against: those of its paper, and the open one as it is now."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from natfig.core.errors import NatfigError

if TYPE_CHECKING:
    from natfig.prose.document import Manuscript

__all__ = ["DraftFigures", "numbered"]


class DraftFigures:
    """Knows the number of the open figure in its paper, and the manifests of the others.

    The number is looked for where a paper says it: in the list that is given; in ``[manuscript]``, then
    in ``[tool.natfig.polish]``, of the configuration above the spec; in the figure's id ("fig2"). A draft
    that cites one figure only means that one. Otherwise it is not known, and the draft isn't held
    against a figure that may be another.

    Parameters
    ----------
    spec : Path
        The open one, a file or its folder.
    given : sequence of path
        Specs or manifests of all figures, in their order.

    Raises
    ------
    NatfigError
        If one that was given can't be read.
    """

    def __init__(self, spec: Path, given: Sequence[str | os.PathLike[str]] = ()) -> None:
        self._spec = _file(spec)
        self._others: list[Mapping[str, Any]] = []
        self._place: int | None = None
        listed = [Path(one) for one in given]
        if listed:
            self._read(listed)
        else:
            self._read_project()

    def _read_project(self) -> None:
        """Take the figures of the paper the spec belongs to; a project that is wrong is told elsewhere."""
        from natfig.core.config import find_config
        from natfig.manuscript.settings import read_settings
        from natfig.polish.settings import read_settings as read_polish

        try:
            config = find_config(self._spec.parent)
            paper = read_settings(config)
            entries = () if paper is None else [e for e in paper.figures if e.group == "main"]
            if any(_is_same(e.path, self._spec) for e in entries):
                self._read([e.path for e in entries], are_numbered=True)
            elif not entries:
                listed = read_polish(config).figures
                if any(_is_same(p, self._spec) for p in listed):
                    self._read(list(listed))
        except NatfigError:
            self._others, self._place = [], None

    def _read(self, paths: Sequence[Path], *, are_numbered: bool = False) -> None:
        from natfig.polish.figures import manifests_of

        for number, path in enumerate(paths, 1):
            if _is_same(path, self._spec):
                self._place = len(self._others)
            manifest = {**manifests_of([path])[0]}
            if are_numbered:
                # The list counts, whatever number an id may have in it.
                manifest["id"] = f"fig{number}-{manifest.get('id', '')}"
            self._others.append(manifest)

    def manifests(self, live: Mapping[str, Any], manuscript: Manuscript) -> tuple[Mapping[str, Any], ...]:
        """Return the manifests of all figures.

        Parameters
        ----------
        live : mapping
            Of the open figure as it is drawn now.
        manuscript : Manuscript
            What cites them.

        Returns
        -------
        tuple of mapping
            Empty where the number of the open figure is not known.
        """
        if self._place is not None:
            found = list(self._others)
            found[self._place] = {**live, "id": found[self._place].get("id", live.get("id"))}
            return tuple(found)
        if self._others:
            return tuple(self._others)
        return tuple(_alone(live, _cited(manuscript)))


def numbered(manifests: Sequence[Mapping[str, Any]]) -> list[dict[str, str]]:
    """Return ``label`` ("Fig. 2") and ``name`` (the id) of the figures whose panels are known."""
    from natfig.prose.displays import figure_number

    found = []
    for place, manifest in enumerate(manifests, 1):
        name = str(manifest.get("id", ""))
        number = figure_number(name) or str(place)
        if manifest.get("panels"):
            found.append({"label": f"Fig. {number}", "name": name.removeprefix(f"fig{number}-")})
    return found


def _alone(live: Mapping[str, Any], cited: Sequence[str]) -> Iterator[Mapping[str, Any]]:
    """Yield the one figure that is known, under its number, and of the others that they are there.

    A draft that cites none is one part of a paper: nothing is missing in it.
    """
    from natfig.prose.displays import figure_number

    name = str(live.get("id", ""))
    said = figure_number(name)
    if not cited or (said is None and len(cited) > 1):
        return
    own = said or cited[0]
    yield {**live, "id": name if said else f"fig{own}-{name}"}
    yield from ({"id": f"fig{number}", "panels": []} for number in cited if number != own)


def _cited(manuscript: Manuscript) -> list[str]:
    """Return the numbers of figures that a draft cites, each once, without those of supplements."""
    from natfig.prose.displays import citations
    from natfig.prose.rule import Context

    found = (c.number for c in citations(Context(manuscript)) if c.kind == "fig")
    return list(dict.fromkeys(n for n in found if n.isdigit()))


def _file(spec: Path) -> Path:
    return spec / "spec.yaml" if spec.is_dir() else spec


def _is_same(one: Path, other: Path) -> bool:
    try:
        return _file(one).resolve() == other.resolve()
    except OSError:
        return False
