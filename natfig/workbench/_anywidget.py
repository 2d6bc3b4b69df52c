"""The workbench as a widget: state goes down as traits, messages come up."""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import anywidget
import traitlets

from natfig.core.errors import NatfigError, Problem
from natfig.workbench._draft_figures import DraftFigures
from natfig.workbench._draft_session import DraftSession
from natfig.workbench._static import script, style
from natfig.workbench._views import views
from natfig.workbench.session import ConflictError, SpecSession

__all__ = ["Workbench"]

_PARTS = ("name", "path", "text", "picture", "report", "errors", "form")


class Workbench(anywidget.AnyWidget):
    """A spec on one screen: its contract as a form, its picture, and what was found.

    Attributes
    ----------
    session : SpecSession
        What is edited; whatever is done to it here is seen in the page.
    review : DraftSession or None
        The draft beside it.
    """

    _esm = script()
    _css = style()
    name = traitlets.Unicode().tag(sync=True)
    path = traitlets.Unicode().tag(sync=True)
    text = traitlets.Unicode().tag(sync=True)
    picture = traitlets.Any(None, allow_none=True).tag(sync=True)
    report = traitlets.Any(None, allow_none=True).tag(sync=True)
    errors: traitlets.List[Any] = traitlets.List().tag(sync=True)
    form: traitlets.List[Any] = traitlets.List().tag(sync=True)
    status = traitlets.Dict().tag(sync=True)
    draft = traitlets.Any(None, allow_none=True).tag(sync=True)
    views: traitlets.List[Any] = traitlets.List().tag(sync=True)

    def __init__(
        self,
        session: SpecSession,
        review: DraftSession | None = None,
        figures: DraftFigures | None = None,
        **more: Any,
    ) -> None:
        super().__init__(**more)
        self.session = session
        self.review = review
        self._figures = figures
        self._held: dict[str, Any] | None = None
        self.views = views()
        self._sending = threading.RLock()
        if review is not None:
            review.on_change = self._show_draft
            self._show_draft()
        self._seen = 0
        self._notice: dict[str, str] | None = None
        session.on_change = lambda _: self._show()
        self._show()
        self.on_msg(self._hear)

    def save(self, *, force: bool = False) -> None:
        """Save the spec; see `SpecSession.save`."""
        self.session.save(force=force)

    def close(self) -> None:
        """End the session and take the widget from the page. Unsaved text is not saved."""
        self.session.on_change = None
        if self.review is not None:
            self.review.on_change = None
            self.review.stop()
        self.session.close()
        super().close()

    def __repr__(self) -> str:
        state = "not saved" if self.session.is_dirty else "saved"
        return f"natfig.workbench({self.session.path.as_posix()!r}): {state}"

    def _show(self) -> None:
        """Send what is new; the drawing thread and the kernel's take turns."""
        with self._sending, self.hold_sync():
            # Asked for here: what is sent last must be what is.
            state = self.session.state()
            for part in _PARTS:
                if getattr(self, part) != state[part]:
                    setattr(self, part, state[part])
            self.status = {**state["status"], "seen": self._seen, "notice": self._notice}
        self._hold_draft_against_figure()

    def _hold_draft_against_figure(self) -> None:
        """Tell the draft of a new picture: what it says of the figure may be wrong now."""
        manifest = self.session.manifest
        with self._sending:
            if self.review is None or self._figures is None or manifest is None or manifest == self._held:
                return
            self._held = manifest
            if self.review.hold_against(self._figures.manifests(manifest, self.review.manuscript)):
                self._show_draft()

    def _show_draft(self) -> None:
        """Send the draft's state; the model's thread and the kernel's take turns."""
        with self._sending:
            if self.review is not None:
                self.draft = self.review.state()

    def _hear(self, _widget: Any, message: Any, _buffers: Any) -> None:
        if not isinstance(message, dict):
            return
        self._seen = max(self._seen, message["n"]) if isinstance(message.get("n"), int) else self._seen
        self._notice = None
        try:
            self._do(message)
        except ConflictError:
            pass  # the session's state says so
        except NatfigError as error:
            self._notice = {"level": "error", "text": " ".join(str(p) for p in _plain(error))}
        if self._notice is not None and message.get("kind") == "draft":
            self._notice["tab"] = "draft"
        self._show()

    def _do(self, message: Mapping[str, Any]) -> None:
        """Do what a message asks for; one that says nothing sensible is passed over."""
        session = self.session
        keys = message.get("keys")
        keys = tuple(keys) if isinstance(keys, list) and all(isinstance(k, str | int) for k in keys) else ()
        plain: dict[str, Callable[[], Any]] = {
            "undo": session.undo,
            "redo": session.redo,
            "reload": session.reload,
            "check": session.check_disk,
            "save": lambda: session.save(force=message.get("force") is True),
            "set": lambda: session.set(keys, message.get("value")),
            "remove": lambda: session.remove(keys),
            "text": lambda: session.replace_text(str(message.get("text", ""))),
            "draft": lambda: self._review(message),
        }
        act = plain.get(str(message.get("kind")))
        if act is not None:
            act()

    def _review(self, message: Mapping[str, Any]) -> None:
        """Do what a message asks of the draft."""
        review, number = self.review, message.get("remark", message.get("sentence"))
        if review is None:
            return
        act, text = str(message.get("act")), str(message.get("text", ""))
        # A picture that is done meanwhile may give remarks other numbers: not while one is looked up.
        with self._sending:
            self._decide(review, act, text, number)
            self._show_draft()

    def _decide(self, review: DraftSession, act: str, text: str, number: object) -> None:
        plain = {"undo": review.undo, "accept-safe": review.accept_safe, "stop": review.stop}
        if act in plain:
            plain[act]()
        elif act == "suggest":
            review.suggest(number if isinstance(number, int) else None)
        elif act == "save":
            self._notice = _saved(review.save())
        elif isinstance(number, int) and act in ("accept", "reject", "reopen"):
            {"accept": review.accept, "reject": review.reject, "reopen": review.reopen}[act](number)
        elif isinstance(number, int) and act in ("take", "leave", "put-back"):
            {"take": review.take, "leave": review.leave, "put-back": review.put_back}[act](number)
        elif isinstance(number, int) and act in ("try", "revise"):
            (review.try_sentence if act == "try" else review.revise)(number, text)


def _saved(path: Path) -> dict[str, str]:
    return {"level": "info", "text": f"The draft with your changes is in {path.as_posix()}."}


def _plain(error: NatfigError) -> list[Problem]:
    """Return an error's sentences without the place: the page shows one spec only."""
    return [Problem(p.message, hint=p.hint) for p in error.problems]
