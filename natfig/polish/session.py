"""One run over some drafts: what is asked for, read, linted, mended."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Collection, Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

from natfig.core.record import dataclass, field, replace
from natfig.polish.fix import fix_manuscript
from natfig.polish.lint import Linter
from natfig.polish.result import DraftResult, Polished, Remark
from natfig.prose.document import Draft, Edit, Manuscript, Passage, Section
from natfig.prose.read import read_manuscript
from natfig.prose.rule import Context

if TYPE_CHECKING:
    from natfig.journals.model import Journal
    from natfig.prose.formats.base import Tracking
    from natfig.prose.gate.verdict import Verdict

__all__ = ["Options", "Session", "written"]

#: A larger file isn't read twice to wake the engine earlier.
_WAKE_BYTES_MAX = 10_000_000


@dataclass(frozen=True, slots=True)
class Options:
    """What a run is asked to do.

    Parameters
    ----------
    journal : Journal or None
    stage : str
        "initial" or "production".
    section : Section or None
        What a draft without headings is.
    paper_type, language : str
        As `natfig.prose.rule.Context` has them.
    spelling : str
        "" for the journal's, or the draft's own.
    engine : str
        Id of the grammar engine.
    address : str
        Of a server that the engine shall ask.
    select, ignore : collection of str
        Codes or their beginnings; nothing selected means all.
    terms : Path or None
        The ledger that a person keeps; by default ``natfig-terms.yaml`` beside the draft.
    figures : tuple of mapping
        Manifests of the figures.
    ruleset : str
        Id of a rule set to use instead of the one that fits.
    settings : mapping
        ``[tool.natfig.polish]`` of the project, or empty.
    rule_folders : tuple of Path
        Folders with rules of the project's own.
    """

    journal: Journal | None = None
    stage: str = "initial"
    section: Section | None = None
    paper_type: str = "research"
    language: str = "en"
    spelling: str = ""
    engine: str = "harper"
    address: str = ""
    select: Collection[str] = ()
    ignore: Collection[str] = ()
    terms: Path | None = None
    figures: tuple[Mapping[str, Any], ...] = ()
    settings: Mapping[str, Any] = field(default_factory=dict)
    rule_folders: tuple[Path, ...] = ()

    def is_wanted(self, code: str) -> bool:
        """Return whether a code was asked for."""
        if self.select and not any(code.startswith(c) for c in self.select):
            return False
        return not any(code.startswith(c) for c in self.ignore)


class Session:
    """Reads, lints and mends drafts under one set of options.

    Parameters
    ----------
    options : Options
    polished : Polished, optional
        What the results are added to.

    Raises
    ------
    NatfigError
        If a rule set or the ledger is wrong, or the engine isn't there.
    """

    def __init__(self, options: Options, polished: Polished | None = None) -> None:
        self.options = options
        self._engine = _engine(options)
        self.polished = Polished() if polished is None else polished
        self.polished.engine = options.engine

    def read(self, path: Path, data: bytes | None = None) -> Manuscript:
        """Return a draft with the files it includes; see `natfig.prose.read.read_manuscript`."""
        get_ready = getattr(self._engine, "get_ready", None)
        if get_ready is not None and self._wants_grammar():
            with suppress(OSError):  # what can't be read is told by the reader
                if data is not None or (path.is_file() and path.stat().st_size < _WAKE_BYTES_MAX):
                    get_ready(path.read_bytes() if data is None else data, self._spelling())
        return read_manuscript(path, data=data, section=self.options.section)

    def linter(self, manuscript: Manuscript) -> Linter:
        """Return what lints a manuscript and its later versions."""
        from natfig.prose.rulebook import rulebook_with
        from natfig.prose.rulesets import pick

        options = self.options
        journal = None if options.journal is None else options.journal.id
        rules = pick(
            journal=journal,
            paper_type=options.paper_type,
            language=options.language,
            settings={"rules": options.settings},
            book=rulebook_with(options.rule_folders),
        )
        context = Context(
            manuscript,
            options.journal,
            options.stage,
            options.paper_type,
            options.language,
            self._spelling(),
            figures=options.figures,
        )
        return Linter(
            rules,
            context,
            lambda context, m: _refreshed(context, m, _terms(options, manuscript)),
            grammar=self._grammar,
            is_wanted=options.is_wanted,
            faults=self.polished.faults,
        )

    def _spelling(self) -> str:
        return self.options.spelling or _journal_spelling(self.options.journal, self.options.stage)

    def _wants_grammar(self) -> bool:
        return any(self.options.is_wanted(f"GRM00{n}") for n in range(1, 4))

    def _grammar(self, manuscript: Manuscript, context: Context) -> Any:
        if self._engine is None or not self._wants_grammar():
            return ()
        from natfig.prose.engines.base import EngineOptions
        from natfig.prose.grammar import check_grammar

        spelling = context.spelling or "en-US"
        return check_grammar(
            manuscript, self._engine, context, EngineOptions(spelling, address=self.options.address)
        )

    def lint(self, path: Path, manuscript: Manuscript) -> list[DraftResult]:
        """Lint a manuscript and return a result for each of its files."""
        linter = self.linter(manuscript)
        results = self._results(path, manuscript, linter(manuscript), linter)
        self.polished.files += results
        return results

    def fix(
        self, path: Path, manuscript: Manuscript, tracking: Tracking | None
    ) -> tuple[list[DraftResult], dict[Path, bytes]]:
        """Mend what is safe in a manuscript.

        Parameters
        ----------
        path : Path
        manuscript : Manuscript
        tracking : Tracking or None
            Who makes tracked changes, in formats that know them.

        Returns
        -------
        tuple of list of DraftResult and dict of Path to bytes
            The results, and the new content of every file that changed, by its own path.
        """
        linter = self.linter(manuscript)
        done = fix_manuscript(manuscript, linter, _judge(linter, manuscript), self._reread)
        results = self._results(path, done.manuscript, done.remarks, linter)
        files: dict[Path, bytes] = {}
        for number, result in enumerate(results):
            original = manuscript.drafts[number]
            edits = done.edits.get(number, [])
            result.kept = tuple(_kept(remark) for remark in done.kept if remark.draft is result.draft)
            if edits:
                result.original, result.edits = original, tuple(edits)
                result.mended = tuple(done.mended.get(number, ()))
                files[original.path or path] = written(original, edits, tracking)
        self.polished.files += results
        return results, files

    def _reread(self, manuscript: Manuscript, edits: dict[int, Sequence[Edit]]) -> Manuscript:
        """Return a manuscript with edits made and read anew, as if its files had been written."""
        main = manuscript.drafts[0]
        data = {
            draft.path: written(draft, edits.get(number, ()), None)
            for number, draft in enumerate(manuscript.drafts)
        }
        if len(manuscript.drafts) == 1:
            return read_manuscript(main.path or Path("-"), data=data[main.path], section=self.options.section)
        from natfig.prose.formats import formats

        kept = {path.resolve(): content for path, content in data.items() if path is not None}
        reader: Any = formats.load(main.format)
        again: Manuscript = reader.read(main.path, data[main.path], files=kept)
        return again

    def _results(
        self, path: Path, manuscript: Manuscript, remarks: Sequence[Remark], linter: Linter
    ) -> list[DraftResult]:
        from natfig.prose.words import count_words

        out: list[DraftResult] = []
        read = {id(draft): i for i, draft in enumerate(manuscript.drafts)}
        by_draft: dict[int, list[Remark]] = {}
        for number, group in itertools.groupby(remarks, key=lambda r: read[id(r.draft)]):
            by_draft.setdefault(number, []).extend(group)
        options = self.options
        for number, draft in enumerate(manuscript.drafts):
            counted = [b for b in draft.blocks if b.text]
            out.append(
                DraftResult(
                    str(draft.path or path),
                    draft,
                    by_draft.get(number, []),
                    sum(count_words(b.text) for b in counted),
                    sum(len(b.sentences) for b in counted),
                    None if options.journal is None else options.journal.id,
                    None if options.section is None else options.section.value,
                    switched_off=linter.switched_off.get(id(draft), 0),
                )
            )
        self.polished.manuscripts.append(manuscript)
        return out


def written(draft: Draft, edits: Sequence[Edit], tracking: Tracking | None) -> bytes:
    """Return a draft's file with edits made."""
    from natfig.prose.formats import formats

    return formats.load(draft.format).write(draft, edits, tracking)


def _kept(remark: Remark) -> str:
    line, _ = remark.draft.place(remark.span[0])
    return f"{remark.code} in line {line:,}: {remark.text!r} → {remark.replacement!r} ({remark.note})"


def _engine(options: Options) -> Any:
    if options.engine == "none":
        return None
    from natfig.prose.engines import engines

    return engines.load(options.engine)


def _journal_spelling(journal: Journal | None, stage: str) -> str:
    value = None if journal is None else journal.value("prose", "spelling", stage)
    return "" if value is None else str(value.value)


def _terms(options: Options, manuscript: Manuscript) -> Path | None:
    """Return the ledger that a person keeps: the one that was named, or the one beside the draft."""
    if options.terms is not None:
        return options.terms
    from natfig.prose.ledger import FILE_NAME

    main = manuscript.drafts[0].path
    if main is None:
        return None
    beside = main.parent / FILE_NAME
    return beside if beside.is_file() else None


def _refreshed(context: Context, manuscript: Manuscript, terms: Path | None) -> Context:
    from natfig.prose.ledger import Ledger

    return replace(context, manuscript=manuscript, ledger=Ledger.build(manuscript, terms), memory={})


def _judge(linter: Linter, manuscript: Manuscript) -> Callable[[Passage, Passage], Verdict]:
    from natfig.prose.gate.compare import compare

    context = linter.refresh(linter.context, manuscript)
    return lambda original, revised: compare(
        original, revised, ledger=context.ledger, spelling=context.spelling
    )
