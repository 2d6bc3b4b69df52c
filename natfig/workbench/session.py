"""A spec that is being edited: its text, its history, its file and its newest picture.

Nothing here knows of a notebook; `natfig.workbench.widget` shows a session in one. Edits change
the text at once; the picture follows from a thread of its own, which draws the newest text only.
While an edit is wrong, the last good picture stays and the errors stand beside it.
"""

from __future__ import annotations

import os
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

from natfig.core.errors import OutputError, Problem, SpecError, UsageError
from natfig.spec.edit import MISSING, remove_value, set_value, value_at
from natfig.workbench._drawn import Drawn, Options, draw_text
from natfig.workbench._worker import NewestJob

__all__ = ["ConflictError", "SpecSession"]

# Texts of a spec are small; nobody undoes more.
_MOST_STEPS = 500
_BOM = "\ufeff"
_CLOSED_EVERY_S = 0.1


class ConflictError(OutputError):
    """The file says something else than it did when it was read; nothing was written.

    Attributes
    ----------
    mine, theirs : str
        What the session holds, and what the file holds.
    """

    def __init__(self, path: Path, mine: str, theirs: str) -> None:
        super().__init__(
            f"{path} was changed by another program since it was read",
            hint="reload() takes the file's text, save(force=True) writes yours; undo gives back the other",
        )
        self.mine = mine
        self.theirs = theirs


class SpecSession:
    """One spec file, open for editing.

    Parameters
    ----------
    spec : path
        A YAML file, or a folder with a ``spec.yaml``.
    on_change : callable, optional
        Takes `state` whenever it changes; also from the drawing thread, one call at a time.
    backend, allow_outside, allow_code
        As `natfig.figure`.
    data : mapping of str to data frame, optional
        Tables in memory, by name.

    Raises
    ------
    UsageError
        If there is no such file.
    SpecError
        If it is no text that can be edited (not UTF-8, too large). A spec that is wrong opens,
        with its errors.

    Examples
    --------
    >>> with SpecSession("serving/spec.yaml") as session:  # doctest: +SKIP
    ...     session.set(("panels", "a", "x", "label"), "Requests per batch")
    ...     session.wait()
    ...     session.save()
    """

    def __init__(
        self,
        spec: str | os.PathLike[str],
        on_change: Callable[[dict[str, Any]], None] | None = None,
        *,
        backend: str | None = None,
        allow_outside: bool = False,
        allow_code: bool = True,
        data: Mapping[str, Any] | None = None,
    ) -> None:
        self.path = _file(spec)
        self.on_change = on_change
        self._options = Options(backend, allow_outside, allow_code, dict(data or {}))
        self._lock = threading.RLock()
        self._telling = threading.RLock()
        self._drawn_one = threading.Condition(self._lock)
        raw = _read(self.path)
        self._bom = raw.startswith(_BOM)
        self._saved = self._text = raw.removeprefix(_BOM)
        self._disk: str | None = raw
        self._conflict: str | None = None
        self._undone: list[str] = []
        self._history: list[str] = []
        self._revision = self._done = 0
        self._skipped = self._is_closed = False
        self._picture: dict[str, Any] | None = None
        self._report: dict[str, Any] | None = None
        self._manifest: dict[str, Any] | None = None
        self._problems: Sequence[Problem] = ()
        self._form: list[dict[str, Any]] = []
        self._data: dict[str, Any] = {}
        self._lines: Mapping[tuple[str | int, ...], int] = {}
        self._can_edit = False
        self._worker = NewestJob(self._draw, f"natfig-{self.path.name}")
        self._look_at_text()
        self.redraw()

    # ---------------------------------------------------------------- what there is

    @property
    def text(self) -> str:
        """The spec as it is edited."""
        with self._lock:
            return self._text

    @property
    def is_dirty(self) -> bool:
        """Whether it says something else than the file did when it was read or saved last."""
        with self._lock:
            return self._text != self._saved

    @property
    def is_rendering(self) -> bool:
        """Whether the picture is not that of the text yet."""
        with self._lock:
            return self._done < self._revision and not self._is_closed

    @property
    def can_undo(self) -> bool:
        """Whether there is an edit to take back."""
        with self._lock:
            return bool(self._history)

    @property
    def can_redo(self) -> bool:
        """Whether there is an edit to make again."""
        with self._lock:
            return bool(self._undone)

    @property
    def is_closed(self) -> bool:
        """Whether `close` was called."""
        with self._lock:
            return self._is_closed

    @property
    def manifest(self) -> dict[str, Any] | None:
        """Id, panels and claims of the last good drawing, as a manifest has them; None before it."""
        with self._lock:
            return self._manifest

    def state(self) -> dict[str, Any]:
        """Return everything a page has to show, as JSON.

        Returns
        -------
        dict
            ``name``, ``path``, ``text``; ``status`` (is_dirty, is_rendering, can_undo, can_redo,
            can_edit, has_conflict, revision); ``picture`` (svg, width_mm, height_mm, alt) and
            ``report`` (verdict, findings with their places in mm, claims, data, warnings) of the
            last good drawing, or None; ``errors`` of the text (message, line, keys, field);
            ``form``, its sections and fields.
        """
        from natfig.workbench._problem_place import problem_json

        with self._lock:
            fields = {f["id"] for section in self._form for f in section["fields"]}
            return {
                "name": self.path.name,
                "path": self.path.as_posix(),
                "text": self._text,
                "status": {
                    "is_dirty": self._text != self._saved,
                    "is_rendering": self.is_rendering,
                    "can_undo": bool(self._history),
                    "can_redo": bool(self._undone),
                    "can_edit": self._can_edit,
                    "has_conflict": self._conflict is not None,
                    "revision": self._revision,
                },
                "picture": self._picture,
                "report": self._report,
                "errors": [problem_json(p, self._data, self._lines, fields) for p in self._problems],
                "form": self._form,
            }

    # ---------------------------------------------------------------- edits

    def set(self, keys: Sequence[str | int], value: Any) -> None:
        """Change one value of the text, comments and layout kept; one step of `undo`.

        ``x: batch`` becomes a mapping where a key of it is set.

        Raises
        ------
        UsageError, SpecError
            As `natfig.spec.edit.set_value`; the text is as it was.
        """
        with self._lock:
            keys, value = self._written_out(tuple(keys), value)
            self._change(set_value(self._text, keys, value))
        self._tell()

    def remove(self, keys: Sequence[str | int]) -> None:
        """Take a key out of the text; a key that is not there is no error.

        Raises
        ------
        SpecError
            As `natfig.spec.edit.remove_value`.
        """
        with self._lock:
            if value_at(self._values(), keys) is not MISSING:
                self._change(remove_value(self._text, keys))
        self._tell()

    def replace_text(self, text: str) -> None:
        """Exchange the whole text; ends of lines stay those of the file."""
        with self._lock:
            if "\r\n" in self._text and "\r" not in text:
                text = text.replace("\n", "\r\n")
            self._change(text)
        self._tell()

    def undo(self) -> None:
        """Take the last edit back; nothing happens where there is none."""
        self._step(self._history, self._undone)

    def redo(self) -> None:
        """Make the edit again that was taken back last."""
        self._step(self._undone, self._history)

    def redraw(self) -> None:
        """Draw the text again: its data may have changed."""
        with self._lock:
            self._wanted()
        self._tell()

    def _written_out(self, keys: tuple[str | int, ...], value: Any) -> tuple[tuple[str | int, ...], Any]:
        """Return an edit inside a column's short form as one of the column."""
        if len(keys) == 4 and keys[0] == "panels":
            column = value_at(self._values(), keys[:3])
            if isinstance(column, str):
                return keys[:3], {"field": column, keys[3]: value}
        return keys, value

    def _values(self) -> dict[str, Any]:
        if not self._can_edit:
            raise SpecError("the text is no YAML that can be read", hint="mend it as text, or undo")
        return self._data

    def _change(self, text: str) -> None:
        self._require_open()
        if text == self._text:
            return
        try:
            text.encode("utf-8")
        except UnicodeEncodeError:
            raise UsageError("the text holds half a character", hint="type it anew") from None
        self._history.append(self._text)
        del self._history[:-_MOST_STEPS]
        self._undone.clear()
        self._take(text)

    def _step(self, source: list[str], target: list[str]) -> None:
        with self._lock:
            self._require_open()
            if not source:
                return
            target.append(self._text)
            self._take(source.pop())
        self._tell()

    def _take(self, text: str) -> None:
        self._text = text
        self._look_at_text()
        self._wanted()

    def _require_open(self) -> None:
        if self._is_closed:
            raise UsageError(f"{self.path.name} is closed", hint="open it again")

    def _look_at_text(self) -> None:
        """Read the text for its form; of a text that can't be read the last form stays."""
        from natfig.spec.source import parse_source
        from natfig.workbench._form import form_of

        try:
            source = parse_source(self._text.encode("utf-8"), self.path)
        except SpecError:
            self._can_edit = False
            self._lines = {}
            return
        self._can_edit = True
        self._data, self._lines = source.data, source.lines
        self._form = form_of(source.data)

    # ---------------------------------------------------------------- the file

    def save(self, *, force: bool = False) -> None:
        """Write the text to the file, in one piece or not at all.

        Parameters
        ----------
        force : bool
            Overwrite what another program wrote; `undo` then leads to that text.

        Raises
        ------
        ConflictError
            If the file was changed by another program; both texts are kept.
        OutputError
            If it can't be written.
        """
        from natfig.core.io import write_atomic

        try:
            with self._lock:
                self._require_open()
                theirs = self._changed_on_disk()
                if theirs is not None:
                    if not force:
                        self._conflict = theirs
                        raise ConflictError(self.path, self._text, theirs)
                    self._history += [theirs] if theirs else []
                raw = (_BOM if self._bom else "") + self._text
                if self._disk != raw or not self.path.exists() or theirs is not None:
                    write_atomic(self.path, raw.encode("utf-8"))
                self._disk, self._saved, self._conflict = raw, self._text, None
        finally:
            self._tell()

    def reload(self) -> None:
        """Take the file's text, and draw it; `undo` leads back to the text there was.

        Raises
        ------
        UsageError, SpecError
            If the file is gone or no text.
        """
        with self._lock:
            self._require_open()
            raw = _read(_file(self.path))
            self._bom = raw.startswith(_BOM)
            self._disk, self._conflict = raw, None
            self._saved = raw.removeprefix(_BOM)
            if self._saved == self._text:
                self._wanted()
            self._change(self._saved)
        self._tell()

    def check_disk(self) -> bool:
        """Return whether another program changed the file; `state` says so from then on."""
        with self._lock:
            before = self._conflict
            self._conflict = self._changed_on_disk()
            is_news = before != self._conflict
        if is_news:
            self._tell()
        return self._conflict is not None

    def _changed_on_disk(self) -> str | None:
        """Return the file's text where it is neither what was read nor what would be written."""
        try:
            raw = _read(self.path)
        except (UsageError, SpecError):
            # Gone, or no text any more: there is nothing that saving could lose, or nothing to show.
            return None if not self.path.exists() else ""
        text = raw.removeprefix(_BOM)
        return None if raw == self._disk or text == self._text else text

    # ---------------------------------------------------------------- drawing

    def wait(self, timeout_s: float = 60.0) -> bool:
        """Wait until the picture is that of the text; return whether it is."""
        deadline = time.monotonic() + timeout_s
        with self._drawn_one:
            while self.is_rendering:
                if not self._drawn_one.wait(max(deadline - time.monotonic(), 0.0)):
                    return False
            return self._done == self._revision

    def close(self) -> None:
        """End the session: nothing is drawn any more, and no thread is left. Unsaved text is not saved."""
        with self._lock:
            self._is_closed = True
            self._drawn_one.notify_all()
        self._worker.close()

    def __enter__(self) -> SpecSession:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _wanted(self) -> None:
        self._revision += 1
        self._worker.submit((self._revision, self._text))

    def _draw(self, job: tuple[int, str]) -> None:
        revision, text = job
        drawn = draw_text(self.path, text, self._options, self._is_wanted)
        with self._lock:
            self._skipped = drawn is None
            if drawn is None or self._is_closed:
                return
            self._keep(drawn)
            self._done = revision
            self._drawn_one.notify_all()
        self._tell()

    def _is_wanted(self) -> bool:
        # Whoever never pauses typing still sees every second text.
        return self._skipped or not self._worker.has_newer()

    def _keep(self, drawn: Drawn) -> None:
        self._problems = drawn.problems
        if drawn.picture is not None:
            self._picture, self._report, self._manifest = drawn.picture, drawn.report, drawn.manifest

    def _tell(self) -> None:
        """Tell the listener; one call at a time, so that what it hears last is what is."""
        if self.on_change is None:
            return
        while not self._telling.acquire(timeout=_CLOSED_EVERY_S):
            # A listener that closes the session waits for the thread that wants to tell it something.
            if self.is_closed:
                return
        try:
            self.on_change(self.state())
        finally:
            self._telling.release()


def _file(spec: str | os.PathLike[str]) -> Path:
    path = Path(spec)
    if path.is_dir():
        path /= "spec.yaml"
    if not path.is_file():
        raise UsageError(
            f"no such file: {path}", hint="give a spec's path; `natfig init` writes a working spec"
        )
    return path


def _read(path: Path) -> str:
    """Return a file's text with its ends of lines."""
    from natfig.core.errors import DocumentError
    from natfig.core.io import read_bounded
    from natfig.spec.source import MAX_BYTES

    try:
        return read_bounded(path, MAX_BYTES, "spec").decode("utf-8")
    except DocumentError as error:
        raise SpecError(error.problems) from None
    except UnicodeDecodeError as error:
        raise SpecError(
            f"{path}: byte {error.start} is not valid UTF-8", hint="save the file as UTF-8"
        ) from None
