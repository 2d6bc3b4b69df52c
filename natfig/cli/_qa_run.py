"""Checks the files of `natfig qa`, one after the other or in several processes."""

from __future__ import annotations

import copy
import os
import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, Literal

from natfig.cli._qa_files import Figure
from natfig.core.errors import NatfigError
from natfig.core.record import dataclass, field
from natfig.qa.check import Context
from natfig.qa.document import Document, Shapes
from natfig.qa.profile import STAGES
from natfig.qa.result import FileResult, Results
from natfig.qa.runner import check_file

if TYPE_CHECKING:
    from natfig.journals.model import Journal
    from natfig.qa.baseline import Entry

__all__ = ["Flags", "Outcome", "Task", "check_all", "examine"]

# A bar for less would only flicker.
_BAR_AFTER_S = 1.5
_MANY = 16
_MOST_JOBS = 8


@dataclass(frozen=True, slots=True)
class Flags:
    """What the command line says about all files; None or empty: their project decides.

    Parameters
    ----------
    journal, stage : str or None
    select, ignore : tuple of str or None
    manifest : mapping or None
        Of the spec given with ``--spec``.
    page_format : str or None
        Report format that makes one file for each figure.
    strict : bool
    baseline : str
        Name of the baseline, for reasons.
    fix : str or None
        "beside" or "in place": mend what is safe first, and where to.
    """

    journal: str | None = None
    stage: str | None = None
    select: tuple[str, ...] | None = None
    ignore: tuple[str, ...] | None = None
    manifest: Mapping[str, Any] | None = None
    page_format: str | None = None
    strict: bool = False
    baseline: str = "the baseline"
    fix: Literal["beside", "in place"] | None = None


@dataclass(frozen=True, slots=True)
class Task:
    """One file with all that is needed to check it in another process."""

    figure: Figure
    flags: Flags
    known: tuple[Entry, ...] = ()


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of one file.

    Parameters
    ----------
    result : FileResult
    used : frozenset of int
        The project's ignores that were at work.
    obsolete : tuple of Entry
        What the baseline has and the file no longer.
    notices : tuple of str
        Sentences for standard error.
    page : str or None
        Its report, where each figure has its own.
    """

    result: FileResult
    used: frozenset[int] = frozenset()
    obsolete: tuple[Entry, ...] = ()
    notices: tuple[str, ...] = field(default_factory=tuple)
    page: str | None = None


def _manifest(task: Task) -> Mapping[str, Any] | None:
    if task.flags.manifest is not None:
        return task.flags.manifest
    from natfig.qa.beside import find_manifest

    return find_manifest(task.figure.path)


def _journal(
    task: Task, manifest: Mapping[str, Any] | None, notices: list[str]
) -> tuple[Journal | None, str]:
    """Return journal and stage: of the flag, the file's entry, the manifest, the project's default."""
    flags, profile = task.flags, task.figure.profile
    rule = profile.rule(task.figure.relative)
    beside = manifest or {}
    names = [flags.journal, rule.journal, beside.get("journal"), profile.journal]
    stages = [flags.stage, rule.stage, beside.get("stage"), profile.stage, "production"]
    stage = next(s for s in stages if s in STAGES)
    for name in map(str, filter(None, names)):
        from natfig.journals import journals

        if name in journals:
            return journals.load(name), stage
        # Flags and configuration were checked before: a manifest is a file like any other.
        notices.append(f"{task.figure.path}: natfig doesn't know the journal of its manifest, {name!r}")
    return None, stage


def _checked(task: Task, notices: list[str]) -> FileResult:
    """Return what is found in a file; a reader that crashes is reported as our fault and stops nothing."""
    path, flags, profile = task.figure.path, task.flags, task.figure.profile
    result = FileResult(str(path), path.suffix.lower().lstrip("."), None, flags.stage or "production")
    doing = "reading"
    try:
        manifest = _manifest(task)
        journal, stage = _journal(task, manifest, notices)
        result.journal, result.stage = None if journal is None else journal.id, stage
        context = Context(journal, stage, manifest)
        select = profile.select if flags.select is None else flags.select
        ignore = profile.ignore if flags.ignore is None else flags.ignore
        mending = None
        if flags.fix is not None:
            from natfig.cli._qa_fix import mend

            doing = "mending"
            path, mending = mend(
                path,
                context,
                is_in_place=flags.fix == "in place",
                select=select,
                ignore=ignore,
                is_spared=lambda finding: profile.spares(finding, task.figure.relative),
            )
            doing = "reading"
        result = check_file(path, context, name=str(path), select=select, ignore=ignore)
        result.mending = mending
        return result
    except NatfigError:
        raise
    except Exception as error:  # whatever a hostile file makes a reader do
        if os.environ.get("NATFIG_DEBUG"):
            raise
        return _not_read(result, f"{doing}: {type(error).__name__}: {error}")


def _not_read(result: FileResult, fault: str) -> FileResult:
    from natfig.qa.profile import known_codes

    result.faults.append(fault)
    result.not_measured = dict.fromkeys(known_codes(), "the file could not be read; this is natfig's fault")
    return result


def examine(task: Task) -> Outcome:
    """Check one file, set aside what its project ignores and its baseline knows, and say the rest.

    Raises
    ------
    NatfigError
        If a part of natfig, or of somebody's extension, can't be loaded.
    """
    notices: list[str] = []
    result = _checked(task, notices)
    used = task.figure.profile.suppress(result, task.figure.relative)
    obsolete: list[Entry] = []
    if task.known:
        from natfig.qa.baseline import apply_baseline

        obsolete = apply_baseline(result, task.known, task.flags.baseline)
    page = None
    if task.flags.page_format is not None:
        from natfig.qa.reporters import reporters

        page = reporters.load(task.flags.page_format).render(Results([result], task.flags.strict))
    if result.document is not None:
        result.document = _light(result.document)
    return Outcome(result, used, tuple(obsolete), tuple(notices), page)


def _light(document: Document) -> Document:
    """Return a document without what only checks need: thousands of them are kept for the report.

    What is left can be sent to another process; the parsed file and the outlines can't.
    """
    light = copy.copy(document)
    light.shapes = Shapes()
    light.shapes.paints = document.shapes.paints
    light.source = None
    return light


def check_all(tasks: Sequence[Task], *, jobs: int | None = None, is_quiet: bool = False) -> Iterator[Outcome]:
    """Yield the outcomes in the order of the tasks.

    Parameters
    ----------
    tasks : sequence of Task
    jobs : int, optional
        Processes; None: one, or as many as there are processors when there are many files.
    is_quiet : bool
        Show no progress bar.
    """
    if jobs is None:
        jobs = min(os.cpu_count() or 1, _MOST_JOBS) if len(tasks) >= _MANY else 1
    jobs = min(jobs, len(tasks))
    with _progress(len(tasks), is_quiet=is_quiet) as advance:
        for outcome in map(examine, tasks) if jobs <= 1 else _in_processes(tasks, jobs):
            advance()
            yield outcome


def _leave_interrupts() -> None:
    """Let Ctrl-C, which reaches every process of a terminal, be answered by the first one alone."""
    import signal

    signal.signal(signal.SIGINT, signal.SIG_IGN)


def _in_processes(tasks: Sequence[Task], jobs: int) -> Iterator[Outcome]:
    """Yield the outcomes; a process that dies takes only its own file with it."""
    from concurrent.futures import ProcessPoolExecutor
    from concurrent.futures.process import BrokenProcessPool

    done = 0
    try:
        with ProcessPoolExecutor(jobs, initializer=_leave_interrupts) as pool:
            # Several files a message: small figures take less time than sending them.
            for outcome in pool.map(examine, tasks, chunksize=max(1, min(16, len(tasks) // (4 * jobs)))):
                done += 1
                yield outcome
    except BrokenProcessPool:
        for task in tasks[done:]:
            try:
                with ProcessPoolExecutor(1, initializer=_leave_interrupts) as single:
                    outcome = single.submit(examine, task).result()
            except BrokenProcessPool:
                path = task.figure.path
                result = FileResult(str(path), path.suffix.lower().lstrip("."), None, "production")
                outcome = Outcome(_not_read(result, "reading: the process that read the file died"))
            yield outcome


class _Bar:
    """A progress bar that appears only where the work takes a while."""

    def __init__(self, total: int) -> None:
        self._total, self._done, self._begun = total, 0, time.monotonic()
        self._bar: Any = None

    def advance(self) -> None:
        """Count one more file."""
        self._done += 1
        if self._bar is None:
            if self._done == self._total or time.monotonic() - self._begun < _BAR_AFTER_S:
                return
            from rich.console import Console
            from rich.progress import Progress

            self._bar = Progress(console=Console(stderr=True), transient=True)
            self._bar.add_task("checking", total=self._total)
            self._bar.start()
        self._bar.update(self._bar.task_ids[0], completed=self._done)

    def stop(self) -> None:
        """Take the bar away."""
        if self._bar is not None:
            self._bar.stop()


@contextmanager
def _progress(total: int, *, is_quiet: bool) -> Iterator[Callable[[], None]]:
    if total < 2 or is_quiet or not sys.stderr.isatty() or os.environ.get("TERM") == "dumb":
        yield lambda: None
        return
    bar = _Bar(total)
    try:
        yield bar.advance
    finally:
        bar.stop()
