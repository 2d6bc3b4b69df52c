"""``natfig.polish(text)``: a draft in a notebook, with what is wrong with it and what was mended.

Nothing leaves the machine: the model is reached by ``natfig polish --rewrite`` alone.
"""

from __future__ import annotations

import os
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from natfig.core.errors import UsageError, did_you_mean

if TYPE_CHECKING:
    from natfig.polish.result import DraftResult, Polished

__all__ = ["PolishedDraft", "polish"]

_FRAME_HEIGHT_PX = 560
# The page's own buttons save decisions to a file; scripts reach nothing but the page.
_RIGHTS = "allow-downloads allow-popups allow-popups-to-escape-sandbox"
_CELL = "draft.md"


@dataclass(frozen=True, repr=False)
class PolishedDraft:
    """A draft that was linted, with safe fixes made.

    Attributes
    ----------
    polished : Polished
        Everything of the run.
    files : dict of Path to bytes
        New content of each file that safe fixes change, by its path.
    original : bytes
        Of the draft itself.
    """

    polished: Polished
    files: dict[Path, bytes]
    original: bytes
    path: Path
    is_text: bool

    @property
    def result(self) -> DraftResult:
        """What was found in the draft itself; files it includes come after it in `polished`."""
        return self.polished.files[0]

    @property
    def findings(self) -> list[Any]:
        """What is left to be done: remarks without a safe fix."""
        return list(self.polished.remarks())

    @property
    def text(self) -> str:
        """The draft with safe fixes made; of a Word file, the words it shows."""
        return self.result.draft.source

    @property
    def ok(self) -> bool:
        """Whether nothing is wrong at error level."""
        return not self.polished.failed(strict=False)

    def to_json(self) -> dict[str, Any]:
        """Return what ``natfig polish --format json`` says."""
        from natfig.polish.reporters.json import as_json

        return as_json(self.polished)

    def to_html(self) -> str:
        """Return the redline, the page of ``natfig polish --format html``."""
        from natfig.polish.reporters._html import page_html

        return page_html(self.polished)

    def save(self, path: str | os.PathLike[str] | None = None, *, force: bool = False) -> Path:
        """Write the draft with safe fixes made, and return where it is.

        Parameters
        ----------
        path : path, optional
            Default: ``draft.fixed.tex`` beside ``draft.tex``. A text needs one.
        force : bool
            Overwrite a file that says something else.

        Raises
        ------
        UsageError
            If a text is given no path, or the draft has several files.
        OutputError
            If the file is there already, or can't be written.
        """
        from natfig.core.errors import OutputError
        from natfig.core.io import write_atomic

        if path is None and self.is_text:
            raise UsageError("a text has no place to be saved at", hint='name one: .save("draft.md")')
        if len(self.polished.files) > 1:
            raise UsageError(
                f"{self.path} has {len(self.polished.files)} files that belong together",
                hint=f"use: natfig polish {self.path} --fix --output FOLDER",
            )
        target = (
            Path(path)
            if path is not None
            else self.path.with_name(f"{self.path.stem}.fixed{self.path.suffix}")
        )
        data = self.files.get(self.path, self.original)
        if not force and target.exists() and target.read_bytes() != data:
            raise OutputError(f"{target} is there already and says something else", hint="give force=True")
        write_atomic(target, data)
        return target

    def __repr__(self) -> str:
        from natfig.workbench._draft_text import draft_text

        return draft_text(self)

    def _repr_html_(self) -> str:
        from natfig.core.webpage import framed

        return framed(
            self.to_html(), title="Draft", height_px=_FRAME_HEIGHT_PX, rights=_RIGHTS, plain=repr(self)
        )


def polish(
    draft: str | os.PathLike[str],
    journal: str | None = None,
    section: str | None = None,
    *,
    stage: str = "initial",
    paper_type: str = "research",
    language: str = "en",
    spelling: str = "",
    engine: str = "harper",
    select: Collection[str] = (),
    ignore: Collection[str] = (),
    figures: Sequence[str | os.PathLike[str]] = (),
    rule_folders: Sequence[str | os.PathLike[str]] = (),
) -> PolishedDraft:
    """Lint a draft and make its safe fixes, without writing anything.

    Parameters
    ----------
    draft : path or str
        A file (text, Markdown, LaTeX, notebook, Word), or prose: a text with a blank in it that names
        no file is read as Markdown.
    journal : str, optional
        Whose rules and limits hold, an id of ``natfig journals``.
    section : str, optional
        What a draft without headings is: "abstract", "methods", …
    stage, paper_type, language, spelling, engine : str
        As the flags of ``natfig polish``.
    select, ignore : collection of str
        Codes or their beginnings.
    figures : sequence of path
        Specs or manifests whose numbers the text is held against.
    rule_folders : sequence of path
        Folders with rules of one's own.

    Returns
    -------
    PolishedDraft

    Raises
    ------
    NatfigError
        If the draft can't be read, or a journal, section or engine is not known.

    Examples
    --------
    >>> natfig.polish("We got a 5mM solution.", journal="nature", section="methods")  # doctest: +SKIP
    """
    path, data = _read(draft)
    from natfig.polish.session import Session

    session = Session(_options(
        journal, section, stage=stage, paper_type=paper_type, language=language, spelling=spelling,
        engine=engine, select=tuple(select), ignore=tuple(ignore), figures=_manifests(figures),
        rule_folders=tuple(Path(f) for f in rule_folders),
    ))  # fmt: skip
    manuscript = session.read(path, data)
    _, files = session.fix(path, manuscript, None)
    original = data if data is not None else path.read_bytes()
    return PolishedDraft(session.polished, files, original, path, data is not None)


def _read(draft: str | os.PathLike[str]) -> tuple[Path, bytes | None]:
    """Return the path of a draft, and its content where it is no file."""
    text = os.fspath(draft)
    is_prose = isinstance(draft, str) and ("\n" in text or " " in text.strip())
    if is_prose and not ("\n" not in text and len(text) < 250 and Path(text).is_file()):
        return Path(_CELL), text.encode("utf-8")
    if not Path(text).is_file():
        raise UsageError(f"no such file: {text}", hint="give a draft's path, or its text")
    return Path(text), None


def _options(journal: str | None, section: str | None, **settings: Any) -> Any:
    from natfig.journals import journals
    from natfig.polish.session import Options
    from natfig.prose.document import Section

    sections = [s.value for s in Section]
    if section is not None and section not in sections:
        raise UsageError(f"unknown section '{section}'", hint=did_you_mean(section, sections))
    return Options(
        journal=None if journal is None else journals.load(journal),
        section=None if section is None else Section(section),
        **settings,
    )


def _manifests(figures: Sequence[str | os.PathLike[str]]) -> tuple[Any, ...]:
    if not figures:
        return ()
    from natfig.polish.figures import manifests_of

    return manifests_of([Path(f) for f in figures])
